"""Faults of the register: dates that are none, links that lead nowhere or in a circle, clashes."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.bodies.register import COLUMNS, KINDS, LEVELS, Entry, Register, first_day, several, wrong
from planparse.errors import RulebookError


def find_faults(register: Register) -> Iterator[RulebookError]:
    """What is wrong in the rows of a register, each with its row and what to do.

    Ids and kinds come first, then dates, links, circles, and names that mean two bodies on
    one day. None of them is raised.
    """
    sound = True
    for fault in _odd_rows(register):
        sound = False
        yield fault
    if sound:  # links and dates of what can be read
        yield from _odd_links(register)
        yield from _circles(register)
        yield from _clashes(register)


def _odd_rows(register: Register) -> Iterator[RulebookError]:
    ids: set[str] = set()
    for row in register.rows:
        id, name, _, kind, level, since, until = row[:7]
        if len(row) > len(COLUMNS):
            yield wrong(
                id, f"it has {len(row)} cells, not {len(COLUMNS)}", "put cells with a comma in quotes"
            )
        if not id or not name:
            yield wrong(id or name or "?", "agency_id or name is missing", "fill both")
        if id and id in ids:
            yield wrong(id, "the id is taken", "give every row an id of its own")
        ids.add(id)
        if kind and kind not in KINDS:
            yield wrong(id, f"the kind {kind!r} is unknown", "the kinds are " + ", ".join(KINDS))
        if level and level not in LEVELS:
            yield wrong(id, f"the level {level!r} is unknown", "the levels are " + ", ".join(LEVELS))
        good = True
        for cell in (since, until):
            if cell and not _is_date(cell):
                good = False
                yield wrong(id, f"{cell!r} is no date", "write dates as 2018-03-17, 2018-03 or 2018")
        if good and since and until and first_day(until) <= first_day(since):
            yield wrong(id, "valid_to is not after valid_from", "correct the dates")


def _is_date(cell: str) -> bool:
    if len(cell) not in (4, 7, 10):
        return False
    try:
        first_day(cell)
    except ValueError:
        return False
    return True


def _odd_links(register: Register) -> Iterator[RulebookError]:
    for row in register.rows:
        for id in [*several(row[7]), *several(row[8]), *several(row[9])]:
            if register.get(id) is None:
                yield wrong(row[0], f"there is no body {id!r}", "correct the link or add its row")


def _circles(register: Register) -> Iterator[RulebookError]:
    """Bodies that come after themselves; a body that only handed on a part of its work goes on too."""
    done: set[str] = set()
    for first in register.entries():
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[Entry, bool]] = [(first, False)]
        while stack:
            entry, leaving = stack.pop()
            if leaving:
                on_path.discard(path.pop())
                done.add(entry.id)
                continue
            if entry.id in on_path:
                names = "circle: " + " → ".join([*path[path.index(entry.id) :], entry.id])
                yield wrong(entry.id, f"its successors run in a {names}", "correct the links")
                continue
            if entry.id in done:
                continue
            path.append(entry.id)
            on_path.add(entry.id)
            stack.append((entry, True))
            for id in entry.successors:
                following = register.get(id)
                if following is not None:
                    stack.append((following, False))


def _clashes(register: Register) -> Iterator[RulebookError]:
    for name in register.names():
        found = register.candidates(name)
        for number, one in enumerate(found[1:], 1):
            for other in found[:number]:
                start = max(one.since, other.since)
                if start < min(one.until or "9", other.until or "9"):
                    yield wrong(
                        one.id,
                        f"{name} means {other.id} as well" + (f" on {start}" if start else ""),
                        "give the two rows dates that do not overlap, or drop the name from one",
                    )
