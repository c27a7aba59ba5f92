"""History: what became of a body, and out of which it came, with the reform that did it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from planparse.bodies.register import Entry, Register, first_day
from planparse.rulebook import Rulebook

FILE = "reforms.csv"
COLUMNS = ("reform_id", "date", "name", "source", "english")
DEEPEST = 8  # links that are followed from a body


class Reform(NamedTuple):
    """A day on which many bodies changed at once, by the act `name`."""

    id: str
    day: str
    name: str
    source: str
    english: str


class History:
    """The links between bodies, each with its day and its reform.

    >>> from planparse.rulebook import default
    >>> history = default().derive("history", History)
    >>> [(link["agency_id"], link["reform"]) for link in history.tell("cbirc")["predecessors"]]
    [('cbrc', '国务院机构改革方案 2018'), ('circ', '国务院机构改革方案 2018')]
    """

    __slots__ = ("_reforms", "_register")

    def __init__(self, rulebook: Rulebook) -> None:
        self._register: Register = rulebook.derive("register", Register.of)
        self._reforms = [Reform(*row[:5]) for row in rulebook.cells(FILE, COLUMNS)]

    def tell(self, id: str) -> dict[str, Any]:
        """A body of the register as plain values, its links followed to their ends.

        Raises KeyError where there is none.
        """
        entry = self._register.get(id)
        if entry is None:
            raise KeyError(id)
        after = self._register.successor(entry)
        return {
            "agency_id": entry.id,
            "name": entry.name,
            "names": list(entry.names),
            "english": entry.english,
            "kind": entry.kind,
            "level": entry.level,
            "valid_from": entry.since or None,
            "valid_to": entry.until or None,
            "counterpart_id": entry.counterpart_id,
            "successor_id": after.id if after is not None else None,
            "source": entry.source,
            "predecessors": list(self._links(entry, True, {entry.id})),
            "successors": list(self._links(entry, False, {entry.id})),
        }

    def _links(self, entry: Entry, before: bool, seen: set[str]) -> Iterator[dict[str, Any]]:
        for id in entry.predecessors if before else entry.successors:
            other = self._register.get(id)
            if other is None or id in seen or len(seen) > DEEPEST:
                continue
            older, newer = (other, entry) if before else (entry, other)
            day = link_day(older, newer)
            # a body that only gave a part of its work goes on, and its own past is another story
            further = () if before and not other.until else self._links(other, before, seen | {id})
            yield {
                "agency_id": id,
                "name": other.name,
                "valid_from": other.since or None,
                "valid_to": other.until or None,
                "date": day or None,
                "reform": self.reform(older, newer) or None,
                "predecessors" if before else "successors": list(further),
            }

    def reform(self, older: Entry, newer: Entry) -> str:
        """The act that led from one body to another.

        Of the reforms near that day the one that a row names as its source, else the one of the
        very day, else another source of the newer row or the older one; empty where none is told.
        """
        day = link_day(older, newer)
        told = [source for entry in (newer, older) for source in entry.source.split("；")]
        if day:
            at = first_day(day)
            near = [one for one in self._reforms if abs((first_day(one.day) - at).days) < 120]
            of_the_day = [one for one in near if one.day == day]
            for reform in [*(one for one in near if one.name in told), *of_the_day]:
                return reform.name
        reforms = {one.name for one in self._reforms}
        return next((source for source in told if source not in reforms), "")


def link_day(older: Entry, newer: Entry) -> str:
    """When the work went over by the rows: on the newer one's first day, or at the older one's end."""
    if newer.since and (not older.until or newer.since == older.until or older.until < newer.since):
        return newer.since
    return older.until
