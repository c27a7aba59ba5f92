"""Functions: what local bodies do, and how the body that does it is called.

`data/functions.csv` has one row for each work that regions have a body for: stems (发展改革) that
make names with the kinds of bodies (委, 局, 厅), and names that are no such composition
(工商联). Each is linked to the central body whose work it is.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from planparse.bodies.register import several
from planparse.rulebook import Rulebook

FILE = "functions.csv"
COLUMNS = (
    "function_id", "kind", "stem", "short", "stems", "kinds", "names", "official",
    "counterpart_id", "valid_from", "valid_to", "successors", "english",
)  # fmt: skip
LONGEST = 24  # characters of a name behind its region
_LONG = {"委": "委员会", "办": "办公室"}  # kinds of bodies, and what they are short for
_SHORT = {long: kind for kind, long in _LONG.items()}
_BRANCHES = ("branch", "enterprise")


class Function(NamedTuple):
    """One work of local bodies; `official` says how the full name is made where not of region and name.

    `counterparts` are the central bodies whose work it is, the main one first; `since` and
    `until` its time, as in the register, and `successors` the functions that went on with it.
    """

    id: str
    kind: str
    kinds: tuple[str, ...]
    official: str
    counterparts: tuple[str, ...]
    since: str
    until: str
    successors: tuple[str, ...]
    english: str

    def in_force(self, at: date) -> bool:
        """Whether there were bodies with this work on the day `at`."""
        day = at.isoformat()
        return self.since <= day and (not self.until or day < self.until)


class Work(NamedTuple):
    """The function of one body, its name behind the region in full, and whose it is: 委 or 政府."""

    function: Function
    formal: str
    head: str

    def full_name(self, region: str, short: str, central: str) -> str:
        """The body's official name in a region, given the region's names and the central body's."""
        formal, official = self.formal, self.function.official
        if formal.startswith("政府"):
            formal = "人民" + formal
        if official and (central or "{central}" not in official):
            office = "监管分局" if formal.endswith("分局") else "监管局"
            name = official.format(
                central=central, region=short, Region=region, tail=formal, office=office
            )
        elif self.function.id == "party-committee":
            return f"中共{region}委员会"
        elif self.head == "委":
            name = f"中共{region}委{formal}"
        else:
            name = region + ("人民政府" if self.head == "政府" else "") + formal
        return name.replace("自治区委", "自治区党委")


class Functions:
    """Every function by its id, by the names of its bodies behind their region, and by counterpart.

    >>> from planparse.rulebook import default
    >>> functions = default().derive("functions", Functions)
    >>> [(function.id, formal) for function, formal in functions.called("发改委")]
    [('development-reform', '发展和改革委员会')]
    >>> functions.longest("人社厅就业促进处")
    '人社厅'
    """

    __slots__ = ("_branches", "_ids", "_kinds", "_names", "_stems")

    def __init__(self, rulebook: Rulebook) -> None:
        self._ids: dict[str, Function] = {}
        self._names: dict[str, list[tuple[Function, str]]] = {}
        self._stems: dict[str, list[tuple[Function, str]]] = {}
        self._kinds: dict[str, int] = {}  # by their length, for names end in one
        self._branches: dict[str, Function] = {}
        for row in rulebook.cells(FILE, COLUMNS):
            function = Function(
                id=row[0],
                kind=row[1],
                kinds=tuple(several(row[5])),
                official=row[7],
                counterparts=tuple(several(row[8])),
                since=row[9],
                until=row[10],
                successors=tuple(several(row[11])),
                english=row[12],
            )
            self._ids[function.id] = function
            if function.kind in _BRANCHES:
                for central in function.counterparts:
                    self._branches.setdefault(central, function)
            for kind in function.kinds:
                self._kinds[kind] = len(kind)
            stem = row[2]
            if stem:
                self._stems.setdefault(stem, []).append((function, stem))
            for one in several(row[3]):
                self._stems.setdefault(one, []).append((function, stem))
            for one in several(row[4]):
                self._stems.setdefault(one, []).append((function, one))
            for name in several(row[6]):
                written, _, formal = name.partition("=")
                self._names.setdefault(written, []).append((function, formal or written))
        for kind, long in _LONG.items():
            self._kinds[long] = len(long)
            self._kinds.setdefault(kind, len(kind))

    def get(self, id: str) -> Function | None:
        """The function with this id."""
        return self._ids.get(id)

    def all(self) -> tuple[Function, ...]:
        """Every function, in the order of the file."""
        return tuple(self._ids.values())

    def names(self) -> set[str]:
        """Everything that bodies are called behind their region."""
        names = set(self._names)
        for stem, known in self._stems.items():
            for kind in self._kinds:
                short = _SHORT.get(kind, kind)
                if any(short in function.kinds or kind in function.kinds for function, _ in known):
                    names.add(stem + kind)
        return names

    def called(self, name: str) -> list[tuple[Function, str]]:
        """The functions whose bodies are called `name` behind their region, and that name in full."""
        own = self._names.get(name, ())
        found = [pair for pair in own if pair[1] != name]  # 教委=教育委员会 is said, and counts first
        for length in range(1, min(len(name), 8)):
            kind = name[-length:]
            if kind in self._kinds:
                short = _SHORT.get(kind, kind)
                for function, stem in self._stems.get(name[:-length], ()):
                    if short in function.kinds or kind in function.kinds:
                        found.append((function, stem + _LONG.get(kind, kind)))
        found += [pair for pair in own if pair[1] == name]
        return found

    def stem(self, stem: str) -> Function | None:
        """The function that the stem alone names: 人社 in 人社部门."""
        found = self._stems.get(stem)
        return found[0][0] if found else None

    def longest(self, text: str) -> str | None:
        """The longest name of a body that `text` begins with."""
        for end in range(min(len(text), LONGEST), 0, -1):
            if self.called(text[:end]):
                return text[:end]
        return None

    def branch_of(self, central: str) -> Function | None:
        """The function of the branches that the central body with this id has in the regions."""
        return self._branches.get(central)
