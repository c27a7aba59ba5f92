"""Numbering: which of the numbers in a text head its divisions, and how deep.

Every place that looks like a heading's number is a `Marker`. A beam search over all of
them picks the reading of the whole text whose sequences are the most consistent: a
number is a heading when it continues a sequence at its level, or begins one that goes
on; how clean the place is (a paragraph's start, a sentence's end, the middle of a line)
is a cost, not a rule. The number of states is bounded by `BEAM` a marker.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

BEAM = 12
CLOSE, AGREED = 0.3, 2  # a rival is no dearer; headings in a row that end the difference
MARGIN = 5.0  # readings that are dearer than the best by this much are dropped

CHAPTERS = 2  # the rank of 第一节; boxes, 编 and 章 are above it
PARAGRAPH, SENTENCE, GLUED = 3, 2, 1  # where a marker stands: cleaner is more

_SKIP = {PARAGRAPH: 3.0, SENTENCE: 0.3, GLUED: 0.0}
_SKIP_FUSED = {PARAGRAPH: 3.0, SENTENCE: 1.0, GLUED: 0.25}
_SKIP_STRONG = 2.0  # a box, 第一章 or 第一节 right behind a sentence
_TAKE = {PARAGRAPH: 0.0, SENTENCE: 1.0, GLUED: 2.5}
_TAKE_FUSED = {PARAGRAPH: 0.0, SENTENCE: 0.1, GLUED: 0.2}
_OPEN = {PARAGRAPH: 0.3, SENTENCE: 1.5, GLUED: 2.5}
_OPEN_FUSED = {PARAGRAPH: 0.3, SENTENCE: 0.5, GLUED: 0.6}
_GAP, _JUMP, _BACK, _REPEAT, _RESTART = 1.6, 3.8, 4.5, 2.6, 2.2
_INLINE, _STRAY, _LEAVE_BOX = 2.5, 3.0, 0.1
_RUN_ON, _HEADLESS, _AGAINST_RANK, _LONELY = 0.2, 3.2, 1.0, 0.6


class Marker(NamedTuple):
    """A number that may head a division: its span in the text, form and value, and where it stands.

    `rank` is the usual depth of its form (-1: a box, outside the order), `paragraph` the
    index of the paragraph it stands in, `fused` whether line ends are lost there,
    `inline` whether it belongs to a list inside a sentence; `above` is the ordinal of the
    division it must stand in (the 2 of 2.1), 0 where it does not say.
    """

    start: int
    end: int
    number: str
    rank: float
    ordinal: int
    where: int
    paragraph: int
    fused: bool = False
    inline: bool = False
    kind: str = "measure"
    above: int = 0


class Heading(NamedTuple):
    """A marker taken as a heading: `depth` 0 is outermost in its document.

    `missing` counts the numbers that its sequence jumped over (negative: it went back).
    `restart` is true where an outermost sequence begins anew: another document starts.
    """

    marker: Marker
    depth: int
    missing: int
    restart: bool


class Doubt(NamedTuple):
    """A choice that was close: a marker that another reading, nearly as cheap, reads otherwise.

    `depth` is where the other reading has it, None where it is no heading there; `margin`
    by how much that one is dearer.
    """

    marker: Marker
    depth: int | None
    margin: float


_Level = tuple[float, int, int]  # rank, ordinal, paragraph
_Levels = tuple[_Level, ...]  # the sequences that are open, the outermost first
_Seen = tuple[tuple[float, int], ...]  # the last ordinal of each rank
_State = tuple[_Levels, _Seen]
_Path = tuple[Any, Marker, int, int, bool]  # the path before, and the fields of a heading
_Rivals = tuple[Any, "_Path | None", float]  # the rivals before, a path that lost, and by how much
_Value = tuple[float, "_Path | None", "_Rivals | None"]
_Reading = tuple[_Levels, _Seen, float, int, int, bool]  # state after, cost, depth, missing, restart


def search(markers: Sequence[Marker]) -> tuple[list[Heading], list[Doubt]]:
    """The headings of one document, in order, and what was doubtful in finding them.

    They are the cheapest consistent reading of `markers`. Time is linear in their number.

    >>> marks = [Marker(i, i + 2, f"{n}、", 4, k, 3, i)
    ...          for i, (n, k) in enumerate([("一", 1), ("二", 2), ("九", 9), ("三", 3)])]
    >>> headings, doubts = search(marks)
    >>> [heading.marker.number for heading in headings]
    ['一、', '二、', '三、']
    """
    beam: dict[_State, _Value] = {((), ()): (0.0, None, None)}
    for marker in markers:
        following: dict[_State, _Value] = {}
        best = float("inf")
        for state, (cost, path, rivals) in beam.items():
            levels, seen = state
            same = _same_paragraph(levels, marker)
            strong = marker.rank <= CHAPTERS and marker.where == SENTENCE
            fused = marker.fused or same
            skip = _SKIP_STRONG if strong else (_SKIP_FUSED if fused else _SKIP)[marker.where]
            if marker.inline:
                skip = 0.0
            best = min(best, _keep(following, state, (cost + skip, path, rivals)))
            for after, last, extra, depth, missing, restart in _readings(
                levels, seen, marker, fused or strong
            ):
                total = cost + extra
                if total <= best + MARGIN:
                    step = (path, marker, depth, missing, restart)
                    best = min(best, _keep(following, (after, last), (total, step, rivals)))
        limit = best + MARGIN
        kept = [item for item in following.items() if item[1][0] <= limit]
        if len(kept) > BEAM:
            kept.sort(key=_cost)
            del kept[BEAM:]
        beam = dict(kept)
    ends = sorted(
        ((cost + _lonely(levels), path, rivals) for (levels, _), (cost, path, rivals) in beam.items()),
        key=lambda end: end[0],
    )
    cost, path, rivals = ends[0]
    for other in ends[1:]:
        if other[0] - cost <= CLOSE:
            rivals = (rivals, other[1], other[0] - cost)
    return _headings(path), _doubts(path, rivals)


def _keep(states: dict[_State, _Value], state: _State, value: _Value) -> float:
    """Keeps the cheaper value of a state, with the other one as its rival where that was close."""
    known = states.get(state)
    if known is None:
        states[state] = value
        return value[0]
    cheaper, dearer = (value, known) if value[0] < known[0] else (known, value)
    if dearer[0] - cheaper[0] <= CLOSE and dearer[1] is not cheaper[1]:
        cheaper = (cheaper[0], cheaper[1], (cheaper[2], dearer[1], dearer[0] - cheaper[0]))
    states[state] = cheaper
    return cheaper[0]


def _headings(path: _Path | None) -> list[Heading]:
    headings: list[Heading] = []
    while path is not None:
        headings.append(Heading(path[1], path[2], path[3], path[4]))
        path = path[0]
    return headings[::-1]


def _doubts(path: _Path | None, rivals: _Rivals | None) -> list[Doubt]:
    """What the rivals of the reading `path` read otherwise, in order, each marker once."""
    if rivals is None:
        return []
    chosen = {heading.marker.start: heading for heading in _headings(path)}
    starts = list(chosen)
    doubts: dict[int, Doubt] = {}
    while rivals is not None:
        rivals, other, margin = rivals
        read: list[int] = []  # what the rival has as headings, back to where the two agree
        agreed = 0
        while other is not None and agreed < AGREED:
            marker, depth = other[1], other[2]
            read.append(marker.start)
            mine = chosen.get(marker.start)
            if mine is not None and mine.depth == depth:
                agreed += 1
            else:
                agreed = 0
                doubts.setdefault(marker.start, Doubt(marker, depth, margin))
            other = other[0]
        if read:
            for start in starts[bisect_left(starts, read[-1]) : bisect_left(starts, read[0])]:
                if start not in read:
                    doubts.setdefault(start, Doubt(chosen[start].marker, None, margin))
    return [doubts[start] for start in sorted(doubts)]


def _cost(item: tuple[_State, _Value]) -> float:
    return item[1][0]


def _same_paragraph(levels: _Levels, marker: Marker) -> bool:
    """Whether `marker` goes on a sequence whose last member stands in the same paragraph."""
    return (marker.rank, marker.ordinal - 1, marker.paragraph) in levels


def _readings(levels: _Levels, seen: _Seen, marker: Marker, fused: bool) -> list[_Reading]:
    """Each way to take `marker` as a heading."""
    rank, ordinal, where = marker.rank, marker.ordinal, marker.where
    take = (_TAKE_FUSED if fused else _TAKE)[where] + (_INLINE if marker.inline else 0.0)
    level: _Level = (rank, ordinal, marker.paragraph)
    box = -1  # the depth of an open box
    for depth, (other, _, _) in enumerate(levels):
        if other < 0:
            box = depth
            break
    if rank < 0:  # a box hangs below whatever is open, and ends another box
        depth = box if box >= 0 else len(levels)
        return [((*levels[:depth], level), seen, take, depth, 0, False)]
    readings: list[_Reading] = []
    inside = False  # whether a sequence of this form is open, inside the box where there is one
    for depth, (other, last, _) in enumerate(levels):
        if other != rank:
            continue
        inside = inside or depth > box
        missing = ordinal - last - 1
        if missing == 0:
            cost = take
        elif ordinal == 1:
            cost, missing = take + _RESTART, 0
        elif missing < 0:
            cost = take + (_REPEAT if missing == -1 else _BACK)
        else:
            cost = take + min(_GAP + 0.5 * missing, _JUMP)
        if marker.above and (depth == 0 or levels[depth - 1][1] != marker.above):
            cost += _STRAY
        if depth < box and levels[-1][0] == rank and levels[-1][1] == ordinal - 1:
            cost += _LEAVE_BOX
        restart = ordinal == 1 and depth == 0
        after = () if restart else _seen(seen, marker) if box < 0 or depth < box else seen
        cost += _lonely(levels[depth + 1 :])
        readings.append(((*levels[:depth], level), after, cost, depth, missing, restart))
    if inside:
        return readings
    opened, missing = _opening_cost(seen, marker, fused)
    opened += _INLINE if marker.inline else 0.0
    outer = len(levels)  # where the order of forms puts it
    for depth in range(box + 1, len(levels)):
        if levels[depth][0] > rank:
            outer = depth
            break
    against = _AGAINST_RANK if outer < len(levels) else 0.0
    after = seen if box >= 0 else _seen(seen, marker)
    stray = _STRAY if marker.above and levels[-1:] and levels[-1][1] != marker.above else 0.0
    readings.append(((*levels, level), after, opened + against + stray, len(levels), missing, False))
    if outer < len(levels):
        cost = opened + _lonely(levels[outer:]) + 1.5 * _AGAINST_RANK
        if marker.above and outer and levels[outer - 1][1] != marker.above:
            cost += _STRAY
        readings.append(((*levels[:outer], level), after, cost, outer, missing, False))
    return readings


def _opening_cost(seen: _Seen, marker: Marker, fused: bool) -> tuple[float, int]:
    """The cost of opening a sequence with `marker`, and how many numbers are missing before it."""
    cost = (_OPEN_FUSED if fused else _OPEN)[marker.where]
    if marker.ordinal == 1:
        return cost, 0
    last = next((ordinal for rank, ordinal in seen if rank == marker.rank), 0)
    missing = marker.ordinal - last - 1
    if last and missing == 0:
        return cost + _RUN_ON, 0
    if last and 0 < missing <= 2:
        return cost + _RUN_ON + _GAP, missing
    return cost + _HEADLESS, marker.ordinal - 1


def _seen(seen: _Seen, marker: Marker) -> _Seen:
    """The last ordinal by rank, after `marker` (what stands inside a box does not count)."""
    return (*[pair for pair in seen if pair[0] != marker.rank], (marker.rank, marker.ordinal))


def _lonely(closed: _Levels) -> float:
    """The cost of closing sequences that never got beyond their first member."""
    cost = 0.0
    for rank, ordinal, _ in closed:
        if ordinal == 1 and rank >= 0:
            cost += _LONELY
    return cost
