"""The register of bodies: who a name in a notice is, on the notice's own date.

`data/agencies.csv` has one row for each body and each time that it existed under one name:
a reform that renames a body ends one row and begins another. A short form may belong to
two bodies in two years (国家药监局 before 2003 and since 2018), so look-ups take a date.
`planparse.bodies.faults` says what is wrong in the rows.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple

from planparse.errors import RulebookError
from planparse.rulebook import Rulebook

FILE = "agencies.csv"
COLUMNS = (
    "agency_id", "name", "names", "kind", "level", "valid_from", "valid_to",
    "predecessors", "successors", "counterpart_id", "english", "source",
)  # fmt: skip
KINDS = (
    "state", "department", "special", "direct", "office", "institution", "bureau", "plaque", "party",
    "army", "mass", "association", "court", "procuratorate", "coordination", "enterprise", "government",
    "branch", "collective", "local",
)  # fmt: skip
LEVELS = ("central", "province", "prefecture", "county", "local")

# a notice may use a name for a while after the reform that ended it, or before its plaque hung
GRACE_DAYS = 400

BLANKS = frozenset(" \t\n\r\u3000\xa0")  # make no difference in a name
_FOLD = str.maketrans({"(": "（", ")": "）", ",": "、", "，": "、"} | dict.fromkeys(BLANKS))
_NAMES, _FROM, _TO, _BEFORE, _AFTER = 2, 5, 6, 7, 8  # places of columns


class Entry(NamedTuple):
    """One body of the register.

    `since` is its first day and `until` the first day after its last, as the row has them: a
    day, or a month or a year where no more is known (`2018-03`), which counts from its first day.
    `names` are the short forms in use, `predecessors` and `successors` ids of bodies whose
    work it took over or that took over its own (a link stands in one of the two rows or in
    both), `counterpart_id` the central body whose work a local one does, `source` where the
    fact stands.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: str
    level: str
    since: str
    until: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    counterpart_id: str | None
    english: str
    source: str

    @property
    def valid_from(self) -> date | None:
        """The body's first day, or None where the register does not say."""
        return first_day(self.since) if self.since else None

    @property
    def valid_to(self) -> date | None:
        """The first day after the body's last, or None where it exists."""
        return first_day(self.until) if self.until else None

    def in_force(self, at: date) -> bool:
        """Whether the body existed under this name on the day `at`."""
        day = at.isoformat()
        return self.since <= day and (not self.until or day < self.until)


class Register:
    """Every body by its id and by each of its names.

    Rows stay text until somebody asks for one: a notice names some tens of hundreds.

    >>> from datetime import date
    >>> from planparse.rulebook import default
    >>> register = default().derive("register", Register.of)
    >>> [register.find("国家药监局", date(year, 1, 1)).id for year in (2000, 2022)]
    ['sda', 'nmpa']
    >>> register.successor(register.find("银监会", date(2017, 5, 1))).name
    '国家金融监督管理总局'
    """

    __slots__ = ("_ids", "_links", "_made", "_names", "rows")

    def __init__(self, rows: list[list[str]]) -> None:
        """The register of `rows`, whose cells stand in the order of `COLUMNS`."""
        self.rows = rows
        self._made: dict[int, Entry] = {}
        self._links: dict[str, tuple[list[str], list[str]]] | None = None
        self._ids: dict[str, int] = {}
        self._names: dict[str, int | list[int]] = {}
        names = self._names
        for number, row in enumerate(rows):
            self._ids[row[0]] = number
            for name in (row[1], *row[_NAMES].split("；")) if row[_NAMES] else (row[1],):
                key = name if name.isalpha() else name.translate(_FOLD)
                found = names.setdefault(key, number)
                if found is not number and found != number:
                    if not isinstance(found, list):
                        found = names[key] = [found]
                    if number not in found:
                        found.append(number)

    @classmethod
    def of(cls, rulebook: Rulebook) -> Register:
        """The register of a rulebook; a body of the user's own file replaces the one of its id.

        Raises RulebookError that names the row where the user's own file, or the register with
        it, has a fault. The built-in file alone is held by the tests.
        """
        rows = rulebook.cells(FILE, COLUMNS)
        if FILE not in rulebook.user_files:
            return cls(rows)
        from planparse.bodies.faults import find_faults

        own = rulebook.cells(FILE, COLUMNS, own=True)
        replaced = {row[0] for row in own}
        register = cls([row for row in rows if row[0] not in replaced] + own)
        for fault in find_faults(register):
            raise fault
        return register

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, name: str) -> bool:
        return name in self._names or name.translate(_FOLD) in self._names

    def get(self, id: str) -> Entry | None:
        """The body with this id."""
        number = self._ids.get(id)
        return None if number is None else self._entry(number)

    def entries(self) -> tuple[Entry, ...]:
        """Every body, in the order of the file."""
        return tuple([self._entry(number) for number in range(len(self.rows))])

    def names(self) -> tuple[str, ...]:
        """Every name of every body, with brackets full-width and without blanks."""
        return tuple(self._names)

    def spellings(self) -> AbstractSet[str]:
        """The same names as a set, to look many words up in."""
        return self._names.keys()

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """Every body that was ever called `name`, whenever that was."""
        found = self._names.get(name)
        if found is None:
            found = self._names.get(name.translate(_FOLD), [])
        return tuple([self._entry(number) for number in (found if isinstance(found, list) else [found])])

    def find(self, name: str, at: date | None) -> Entry | None:
        """The body called `name` that was in force on the day `at`.

        Where none was, the one whose time lies nearest to it, within 400 days: names
        outlive a reform for a while. Without a date, the only body that was ever called so, or
        None. White space and the width of brackets make no difference.
        """
        found = self.candidates(name)
        if not found:
            return None
        if at is None:
            return found[0] if len(found) == 1 else None
        for entry in found:
            if entry.in_force(at):
                return entry
        away, nearest = min(((_days(entry, at), entry) for entry in found), key=lambda pair: pair[0])
        return nearest if away <= GRACE_DAYS else None

    def successor(self, entry: Entry) -> Entry | None:
        """Who does the body's work today, or None where the body itself does.

        Of several successors the first one counts: the one that took over the main work.
        """
        last = entry
        while last.until and last.successors:
            following = self.get(last.successors[0])
            if following is None:
                break
            last = following
        return None if last is entry else last

    def of_its_time(self, id: str, at: date | None) -> Entry | None:
        """The body that did on the day `at` what the body `id` does in its own time.

        Goes along its predecessors or successors, those of the main work first.
        """
        entry = self.get(id)
        if entry is None or at is None or entry.in_force(at):
            return entry
        earlier = bool(entry.since) and at.isoformat() < entry.since
        stack = [entry]
        seen = {entry.id}
        while stack:
            body = stack.pop()
            if body.in_force(at):
                return body
            for other in reversed(body.predecessors if earlier else body.successors):
                found = self.get(other)
                if found is not None and other not in seen:
                    seen.add(other)
                    stack.append(found)
        return None

    def _entry(self, number: int) -> Entry:
        entry = self._made.get(number)
        if entry is None:
            row = self.rows[number]
            before, after = self._linked().get(row[0], ([], []))
            entry = self._made[number] = Entry(
                id=row[0],
                name=row[1],
                names=tuple(several(row[_NAMES])),
                kind=row[3],
                level=row[4],
                since=row[_FROM],
                until=row[_TO],
                predecessors=tuple(before),
                successors=tuple(after),
                counterpart_id=row[9] or None,
                english=row[10],
                source=row[11],
            )
        return entry

    def _linked(self) -> dict[str, tuple[list[str], list[str]]]:
        """Predecessors and successors by id: a row's own first, then those that others say."""
        if self._links is None:
            links: dict[str, tuple[list[str], list[str]]] = {}
            linked = [row for row in self.rows if row[_BEFORE] or row[_AFTER]]
            for row in linked:
                links[row[0]] = (several(row[_BEFORE]), several(row[_AFTER]))
            for row in linked:
                for cell, side in ((row[_BEFORE], 1), (row[_AFTER], 0)):
                    for id in several(cell):
                        others = links.setdefault(id, ([], []))[side]
                        if row[0] not in others:
                            others.append(row[0])
            self._links = links
        return self._links


def fold(text: str) -> str:
    """The text as names are compared: brackets full-width, 、 for every comma, no blanks.

    >>> fold("国家发展 改革委(办公厅)")
    '国家发展改革委（办公厅）'
    """
    return text.translate(_FOLD)


def several(cell: str) -> list[str]:
    """The values of a cell that joins them by ；."""
    return cell.split("；") if cell else []


def first_day(written: str) -> date:
    """The first day of a day, month or year in ISO form; ValueError where it is none.

    >>> first_day("2018-03")
    datetime.date(2018, 3, 1)
    """
    return date.fromisoformat(written + "-01-01"[len(written) - 4 :] if len(written) < 10 else written)


def _days(entry: Entry, at: date) -> int:
    """How many days `at` lies outside the body's time."""
    first, end = entry.valid_from, entry.valid_to
    if first is not None and at < first:
        return (first - at).days
    if end is not None and at >= end:
        return (at - end).days + 1
    return 0


def wrong(id: str, what: str, advice: str, file: str = FILE) -> RulebookError:
    """The fault `what` of the row `id`, and what to do."""
    return RulebookError(what, where=f"{file}, row {id}", advice=advice)
