"""Numbering: which of the numbers in a text head its divisions, and how deep.

Every place that looks like a heading's number is a `Marker`. A beam search over all of
them picks the reading of the whole text whose sequences are the most consistent: a
number is a heading when it continues a sequence at its level, or begins one that goes
on; how clean the place is (a paragraph's start, a sentence's end, the middle of a line)
is a cost, not a rule. The number of states is bounded by `BEAM` a marker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

BEAM = 12
MARGIN = 5.0  # readings that are dearer than the best by this much are dropped

PARAGRAPH, SENTENCE, GLUED = 3, 2, 1  # where a marker stands: cleaner is more

_SKIP = {PARAGRAPH: 3.0, SENTENCE: 0.3, GLUED: 0.0}
_SKIP_FUSED = {PARAGRAPH: 3.0, SENTENCE: 1.0, GLUED: 0.25}
_SKIP_BOX = 2.0
_TAKE = {PARAGRAPH: 0.0, SENTENCE: 1.0, GLUED: 2.5}
_TAKE_FUSED = {PARAGRAPH: 0.0, SENTENCE: 0.1, GLUED: 0.2}
_OPEN = {PARAGRAPH: 0.3, SENTENCE: 1.5, GLUED: 2.5}
_OPEN_FUSED = {PARAGRAPH: 0.3, SENTENCE: 0.5, GLUED: 0.6}
_GAP, _JUMP, _BACK, _REPEAT, _RESTART = 1.6, 3.8, 4.5, 2.6, 2.2
_RUN_ON, _HEADLESS, _AGAINST_RANK, _LONELY = 0.2, 3.2, 1.0, 0.6


class Marker(NamedTuple):
    """A number that may head a division: its span in the text, form and value, and where it stands.

    `rank` is the usual depth of its form (-1: a box, outside the order), `paragraph` the
    index of the paragraph it stands in, `fused` whether that paragraph has lost its line
    ends.
    """

    start: int
    end: int
    number: str
    rank: float
    ordinal: int
    where: int
    paragraph: int
    fused: bool
    kind: str


class Heading(NamedTuple):
    """A marker taken as a heading: `depth` 0 is outermost in its document.

    `missing` counts the numbers that its sequence jumped over (negative: it went back).
    `restart` is true where an outermost sequence begins anew: another document starts.
    """

    marker: Marker
    depth: int
    missing: int
    restart: bool


_Level = tuple[float, int, int]  # rank, ordinal, paragraph
_State = tuple[tuple[_Level, ...], tuple[tuple[float, int], ...]]  # open levels; last ordinal by rank


class _Path(NamedTuple):
    before: _Path | None
    heading: Heading


def search(markers: Sequence[Marker]) -> list[Heading]:
    """The headings of one document, in order: the cheapest consistent reading of `markers`.

    Time is linear in the number of markers.

    >>> marks = [Marker(i, i + 2, f"{n}、", 4, k, 3, i, False, "chapter")
    ...          for i, (n, k) in enumerate([("一", 1), ("二", 2), ("九", 9), ("三", 3)])]
    >>> [heading.marker.number for heading in search(marks)]
    ['一、', '二、', '三、']
    """
    beam: dict[_State, tuple[float, _Path | None]] = {((), ()): (0.0, None)}
    for marker in markers:
        following: dict[_State, tuple[float, _Path | None]] = {}
        for (levels, seen), (cost, path) in beam.items():
            same = _same_paragraph(levels, marker)
            skip = _SKIP_FUSED if marker.fused or same else _SKIP
            spared = _SKIP_BOX if marker.rank < 0 else skip[marker.where]
            _keep(following, (levels, seen), cost + spared, path)
            for levels_after, seen_after, extra, heading in _readings(levels, seen, marker, same):
                _keep(following, (levels_after, seen_after), cost + extra, _Path(path, heading))
        best = min(cost for cost, _ in following.values())
        ranked = sorted(
            ((state, value) for state, value in following.items() if value[0] <= best + MARGIN),
            key=lambda item: item[1][0],
        )
        beam = dict(ranked[:BEAM])
    _, path = min(
        (
            (cost + sum(_LONELY for level in state[0] if level[1] == 1 and level[0] >= 0), path)
            for state, (cost, path) in beam.items()
        ),
        key=lambda item: item[0],
    )
    headings: list[Heading] = []
    while path is not None:
        headings.append(path.heading)
        path = path.before
    return headings[::-1]


def _keep(
    states: dict[_State, tuple[float, _Path | None]], state: _State, cost: float, path: _Path | None
) -> None:
    known = states.get(state)
    if known is None or cost < known[0]:
        states[state] = (cost, path)


def _same_paragraph(levels: tuple[_Level, ...], marker: Marker) -> bool:
    """Whether `marker` goes on a sequence whose last member stands in the same paragraph."""
    return any(
        rank == marker.rank and ordinal == marker.ordinal - 1 and paragraph == marker.paragraph
        for rank, ordinal, paragraph in levels
    )


def _readings(
    levels: tuple[_Level, ...], seen: tuple[tuple[float, int], ...], marker: Marker, same: bool
) -> list[tuple[tuple[_Level, ...], tuple[tuple[float, int], ...], float, Heading]]:
    """Each way to take `marker` as a heading: levels and last ordinals after it, cost, heading."""
    fused = marker.fused or same
    take = (_TAKE_FUSED if fused else _TAKE)[marker.where]
    level: _Level = (marker.rank, marker.ordinal, marker.paragraph)
    if marker.rank < 0:  # a box hangs below whatever is open, and ends another box
        depth = next((i for i, (rank, _, _) in enumerate(levels) if rank < 0), len(levels))
        heading = Heading(marker, depth, 0, False)
        return [((*levels[:depth], level), seen, take, heading)]
    box = next((i for i, (rank, _, _) in enumerate(levels) if rank < 0), -1)
    result = []
    for depth in range(len(levels) - 1, -1, -1):
        rank, ordinal, _ = levels[depth]
        if rank != marker.rank:
            continue
        missing = marker.ordinal - ordinal - 1
        restart = marker.ordinal == 1 and depth == 0
        if missing == 0:
            cost = take
        elif marker.ordinal == 1:
            cost = take + _RESTART
        elif missing < 0:
            cost = take + (_REPEAT if missing == -1 else _BACK)
        else:
            cost = take + min(_GAP + 0.5 * missing, _JUMP)
        if marker.ordinal == 1:
            missing = 0
        outside = box < 0 or depth < box
        seen_after = () if restart else _seen(seen, marker, outside)
        heading = Heading(marker, depth, missing, restart)
        cost += _lonely(levels[depth + 1 :])
        result.append(((*levels[:depth], level), seen_after, cost, heading))
    if not any(rank == marker.rank for rank, _, _ in levels[box + 1 :]):
        opened = (_OPEN_FUSED if fused else _OPEN)[marker.where]
        last = dict(seen).get(marker.rank, 0)
        missing = 0
        if marker.ordinal != 1:
            if last and marker.ordinal == last + 1:
                opened += _RUN_ON
            elif last and 0 < marker.ordinal - last - 1 <= 2:
                opened += _RUN_ON + _GAP
                missing = marker.ordinal - last - 1
            else:
                opened += _HEADLESS
                missing = marker.ordinal - 1
        depths = {len(levels)}
        depths.add(
            next(
                (i for i, (rank, _, _) in enumerate(levels) if i > box and rank > marker.rank),
                len(levels),
            )
        )
        for depth in sorted(depths, reverse=True):
            cost = opened + _lonely(levels[depth:])
            if any(rank > marker.rank for rank, _, _ in levels[box + 1 : depth]):
                cost += _AGAINST_RANK
            if depth < len(levels):
                cost += _AGAINST_RANK * 1.5
            result.append(
                (
                    (*levels[:depth], level),
                    _seen(seen, marker, box < 0 or depth <= box),
                    cost,
                    Heading(marker, depth, missing, False),
                )
            )
    return result


def _seen(
    seen: tuple[tuple[float, int], ...], marker: Marker, outside: bool
) -> tuple[tuple[float, int], ...]:
    """The last ordinal by rank, after `marker`; what stands inside a box does not count."""
    if not outside:
        return seen
    return (*(pair for pair in seen if pair[0] != marker.rank), (marker.rank, marker.ordinal))


def _lonely(closed: tuple[_Level, ...]) -> float:
    """The cost of closing sequences that never got beyond their first member."""
    return sum(_LONELY for rank, ordinal, _ in closed if ordinal == 1 and rank >= 0)
