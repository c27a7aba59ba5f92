"""The register of bodies: who a name in a notice is, on the notice's own date.

`data/agencies.csv` has one row for each body and each time that it existed under one name:
a reform that renames a body ends one row and begins another. A short form may belong to
two bodies in two years (国家药监局 before 2003 and since 2018), so look-ups take a date.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from planparse.errors import RulebookError
from planparse.rulebook import Rulebook

FILE = "agencies.csv"
KINDS = (
    "state", "department", "special", "direct", "office", "institution", "bureau", "party", "army",
    "mass", "court", "procuratorate", "coordination", "enterprise", "government", "collective", "local",
)  # fmt: skip

# a notice may use a name for a while after the reform that ended it, or before its plaque hung
GRACE_DAYS = 400

_FOLD = str.maketrans({"(": "（", ")": "）", ",": "、", "，": "、"} | dict.fromkeys(" \t\n\r\u3000\xa0"))


class Entry(NamedTuple):
    """One body of the register; `valid_from` is its first day and `valid_to` the first day after it.

    `names` are the short forms in use, `predecessors` and `successors` ids of bodies whose
    work it took over or that took over its own, `counterpart_id` the central body whose work
    a local one does, `source` where the fact stands.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: str
    level: str
    valid_from: date | None
    valid_to: date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    counterpart_id: str | None
    english: str
    source: str

    def in_force(self, at: date) -> bool:
        """Whether the body existed under this name on the day `at`."""
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_to is None or at < self.valid_to
        )


class Register:
    """Every body by its id and by each of its names.

    >>> from datetime import date
    >>> from planparse.rulebook import default
    >>> register = default().derive("register", Register.of)
    >>> [register.find("国家药监局", date(year, 1, 1)).id for year in (2000, 2022)]
    ['sda', 'nmpa']
    >>> register.successor(register.find("银监会", date(2017, 5, 1))).name
    '国家金融监督管理总局'
    """

    __slots__ = ("_entries", "_names")

    def __init__(self, entries: dict[str, Entry]) -> None:
        self._entries = entries
        self._names: dict[str, list[Entry]] = {}
        names = self._names
        for entry in entries.values():
            for name in (entry.name, *entry.names):
                plain = "(" not in name and " " not in name and "," not in name and "，" not in name
                key = name if plain else name.translate(_FOLD)
                found = names.get(key)
                if found is None:
                    names[key] = [entry]
                elif found[-1] is not entry:
                    found.append(entry)
        _check_links(entries)
        _check_names(names)

    @classmethod
    def of(cls, rulebook: Rulebook) -> Register:
        """The register of a rulebook; a body of the user's own file replaces the one of its id.

        Raises RulebookError that names the row where an id is missing or taken, a date is
        none, a link leads nowhere or in a circle, or a name means two bodies on one day.
        """
        own = FILE in rulebook.user_files
        entries: dict[str, Entry] = {}
        for row in rulebook.rows(FILE):
            entry = _entry(row)
            if entry.id in entries and not own:
                raise _wrong(entry.id, "the id is taken", "give every row an id of its own")
            entries[entry.id] = entry
        return cls(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._names or name.translate(_FOLD) in self._names

    def get(self, id: str) -> Entry | None:
        """The body with this id."""
        return self._entries.get(id)

    def entries(self) -> tuple[Entry, ...]:
        """Every body, in the order of the file."""
        return tuple(self._entries.values())

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """Every body that was ever called `name`, whenever that was."""
        return tuple(self._names.get(name.translate(_FOLD), ()))

    def find(self, name: str, at: date | None) -> Entry | None:
        """The body called `name` that was in force on the day `at`.

        Where none was, the one whose time lies nearest to it, within 400 days: names
        outlive a reform for a while. Without a date, the only body of that name, or the only
        one of them that exists today. White space and the width of brackets make no difference.
        """
        found = self._names.get(name) or self._names.get(name.translate(_FOLD))
        if not found:
            return None
        if at is None:
            today = [entry for entry in found if entry.valid_to is None]
            return found[0] if len(found) == 1 else today[0] if len(today) == 1 else None
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
        while last.valid_to is not None and last.successors:
            last = self._entries[last.successors[0]]
        return None if last is entry else last


def _entry(row: dict[str, str]) -> Entry:
    id = row.get("agency_id", "")
    if not id or not row.get("name"):
        raise _wrong(id or row.get("name") or "?", "agency_id or name is missing", "fill both")
    kind = row.get("kind", "")
    if kind and kind not in KINDS:
        raise _wrong(id, f"the kind {kind!r} is unknown", "the kinds are " + ", ".join(KINDS))
    valid_from = _date(id, row.get("valid_from"))
    valid_to = _date(id, row.get("valid_to"))
    if valid_from and valid_to and valid_to <= valid_from:
        raise _wrong(id, "valid_to is not after valid_from", "correct the dates")
    return Entry(
        id,
        row["name"],
        _several(row.get("names")),
        kind,
        row.get("level", ""),
        valid_from,
        valid_to,
        _several(row.get("predecessors")),
        _several(row.get("successors")),
        row.get("counterpart_id") or None,
        row.get("english", ""),
        row.get("source", ""),
    )


def _several(cell: str | None) -> tuple[str, ...]:
    if not cell:
        return ()
    return tuple([piece.strip() for piece in cell.split("；")]) if "；" in cell else (cell,)


def _date(id: str, cell: str | None) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise _wrong(id, f"{cell!r} is no date", "write dates as 2018-03-17") from None


def _check_links(entries: dict[str, Entry]) -> None:
    for entry in entries.values():
        for id in entry.predecessors + entry.successors + (entry.counterpart_id,):
            if id is not None and id not in entries:
                raise _wrong(entry.id, f"there is no body {id!r}", "correct the link or add its row")
    for entry in entries.values():
        if not entry.successors:
            continue
        seen = {entry.id}
        last = entry
        while last.successors:
            last = entries[last.successors[0]]
            if last.id in seen:
                raise _wrong(entry.id, "its successors run in a circle", "correct the links")
            seen.add(last.id)


def _check_names(names: dict[str, list[Entry]]) -> None:
    for name, found in names.items():
        if len(found) == 1:
            continue
        for number, one in enumerate(found[1:], 1):
            for other in found[:number]:
                starts = max(one.valid_from or date.min, other.valid_from or date.min)
                if starts < min(one.valid_to or date.max, other.valid_to or date.max):
                    raise _wrong(
                        one.id,
                        f"{name} means {other.id} as well on {starts.isoformat()}",
                        "give the two rows dates that do not overlap, or drop the name from one",
                    )


def _days(entry: Entry, at: date) -> int:
    """How many days `at` lies outside the body's time."""
    if entry.valid_from is not None and at < entry.valid_from:
        return (entry.valid_from - at).days
    if entry.valid_to is not None and at >= entry.valid_to:
        return (at - entry.valid_to).days + 1
    return 0


def _wrong(id: str, what: str, advice: str) -> RulebookError:
    return RulebookError(what, where=f"{FILE}, row {id}", advice=advice)
