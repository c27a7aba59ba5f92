"""Layers: the repairs of a text as columns of integers, and the map of offsets that they make.

A layer is one repair over a whole text. Its edits are columns, for a notice may have
thousands; composing the layers gives the blocks that lead from the restored text back
into the source.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import compress
from operator import eq, lt
from typing import NamedTuple


class Layer:
    """One repair over a whole text: columns over its edits, in order, none overlapping.

    `starts`/`ends` count into the text before, `placed` (where a replacement starts)
    into the text after; `removed` is the originals, joined. A substitution has the whole text
    before and a mask of changed characters, from which both are read when somebody asks.
    """

    __slots__ = ("_columns", "_removed", "confidence", "mask", "rule")

    def __init__(
        self,
        rule: str,
        confidence: float,
        removed: str,
        columns: tuple[array[int], array[int], array[int], array[int]] | None = None,
        mask: bytes = b"",
    ) -> None:
        self.rule = rule
        self.confidence = confidence
        self._removed = removed
        self.mask = mask
        self._columns = columns

    @property
    def columns(self) -> tuple[array[int], array[int], array[int], array[int]]:
        """`starts, ends, placed, lengths`."""
        if self._columns is None:
            runs = [run.span() for run in re.finditer(b"\x01+", self.mask)]
            starts = array("q", [start for start, _ in runs])
            ends = array("q", [end for _, end in runs])
            self._columns = starts, ends, starts, array("q", [end - start for start, end in runs])
        return self._columns

    @property
    def removed(self) -> str:
        """What the edits took away or replaced, joined."""
        return "".join(compress(self._removed, self.mask)) if self.mask else self._removed

    @property
    def changed(self) -> int:
        """How many characters the edits took away or replaced."""
        return self.mask.count(1) if self.mask else len(self._removed)

    def __len__(self) -> int:
        if self._columns is not None:
            return len(self._columns[0])
        return self.mask.count(b"\0\1") + self.mask.startswith(b"\1")


class Blocks(NamedTuple):
    """The map to the source: columns over blocks of unequal length; between two it is the identity."""

    starts: Sequence[int]
    ends: Sequence[int]
    source_starts: Sequence[int]
    source_ends: Sequence[int]


NO_BLOCKS = Blocks((), (), (), ())


_SAME_OR_NOT = bytes([0, *[1] * 255])


def difference(old: str, new: str) -> bytes:
    """A byte for each character of two texts of one length: 1 where they differ.

    >>> difference("方案", "方法")
    b'\\x00\\x01'
    """
    # As two large numbers, for a loop over the characters takes four times as long.
    before, after = (
        int.from_bytes(text.encode("utf-32-le", "surrogatepass"), "little") for text in (old, new)
    )
    planes = (before ^ after).to_bytes(4 * len(old), "little")
    differing = 0
    for plane in range(3):
        differing |= int.from_bytes(planes[plane::4], "little")
    return differing.to_bytes(len(old), "little").translate(_SAME_OR_NOT)


def forward(layer: Layer, at: int) -> int:
    """Where offset `at` of the text before `layer` stands in the text after it."""
    starts, ends, placed, lengths = layer.columns
    index = bisect_right(starts, at) - 1
    if index < 0:
        return at
    if at < ends[index]:
        return placed[index] + min(at - starts[index], lengths[index])
    return at - ends[index] + placed[index] + lengths[index]


def forward_end(layer: Layer, at: int) -> int:
    """Where the end of a span, `at` in the text before, stands after: before what is put in there."""
    starts, ends, placed, lengths = layer.columns
    index = bisect_left(starts, at) - 1
    if index < 0:
        return at
    if at <= ends[index]:
        return placed[index] + min(at - starts[index], lengths[index])
    return at - ends[index] + placed[index] + lengths[index]


def compose(before: Blocks, layer: Layer) -> Blocks:
    """The blocks of the map after `layer`, from those before it.

    An edit that touches an earlier block from inside, or covers one, joins it: the result
    answers for the whole source range of both. Edits that keep the length change nothing.
    """
    if layer.mask:
        return before
    starts, ends, placed, lengths = layer.columns
    if not any(lengths) and all(map(lt, starts, ends)):
        if not before.starts:
            return Blocks(placed, placed, starts, ends)
        if all(map(eq, before.starts, before.ends)):
            return _compose_removals(before, starts, ends)
    edits = [
        (start, end, length)
        for start, end, length in zip(starts, ends, lengths, strict=True)
        if end - start != length
    ]
    if not edits:
        return before
    columns: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    taken = shift = 0  # blocks dealt with; offset in the text after, minus the one before
    behind = 0  # source offset minus offset in the text before, behind the last block seen
    edit = 0
    while edit < len(edits):
        low, high, length = edits[edit]
        first = _first_meeting(before, taken, low, high)
        _shifted(columns, before, taken, first, shift)
        if first:
            behind = before.source_ends[first - 1] - before.ends[first - 1]
        source_low = low + behind
        if first < len(before.starts) and before.starts[first] <= low < before.ends[first]:
            low, source_low = before.starts[first], before.source_starts[first]
        growth = length - (high - edits[edit][0])
        edit += 1
        taken = first
        grown = True
        while grown:  # take in all blocks and edits that meet the growing range
            grown = False
            while taken < len(before.starts) and _meets(
                low, high, before.starts[taken], before.ends[taken]
            ):
                high = max(high, before.ends[taken])
                behind = before.source_ends[taken] - before.ends[taken]
                taken += 1
                grown = True
            while edit < len(edits) and edits[edit][0] < high:
                high = max(high, edits[edit][1])
                growth += edits[edit][2] - (edits[edit][1] - edits[edit][0])
                edit += 1
                grown = True
        for column, value in zip(
            columns, (low + shift, high + shift + growth, source_low, high + behind), strict=True
        ):
            column.append(value)
        shift += growth
    _shifted(columns, before, taken, len(before.starts), shift)
    return Blocks(*columns)


def _compose_removals(before: Blocks, starts: Sequence[int], ends: Sequence[int]) -> Blocks:
    """As `compose`, where all that was done before and is done now is to take words away."""
    places, source_starts, source_ends = before.starts, before.source_starts, before.source_ends
    columns: tuple[list[int], list[int], list[int]] = ([], [], [])
    put, put_start, put_end = (column.append for column in columns)
    taken = shift = behind = 0
    for low, high in zip(starts, ends, strict=True):
        while taken < len(places) and places[taken] <= low:
            put(places[taken] - shift)
            put_start(source_starts[taken])
            put_end(source_ends[taken])
            behind = source_ends[taken] - places[taken]
            taken += 1
        put(low - shift)
        put_start(low + behind)
        while taken < len(places) and places[taken] < high:
            behind = source_ends[taken] - places[taken]
            taken += 1
        put_end(high + behind)
        shift += high - low
    columns[0].extend([place - shift for place in places[taken:]])
    columns[1].extend(source_starts[taken:])
    columns[2].extend(source_ends[taken:])
    return Blocks(columns[0], columns[0], columns[1], columns[2])


def _first_meeting(blocks: Blocks, taken: int, low: int, high: int) -> int:
    """The first block from `taken` on that meets low:high, or that stands behind it."""
    first = bisect_left(blocks.starts, low, taken)
    if first > taken and blocks.ends[first - 1] > low:
        return first - 1
    while (
        low < high and first < len(blocks.starts) and blocks.starts[first] == blocks.ends[first] == low
    ):
        first += 1
    return first


def _shifted(
    columns: tuple[list[int], list[int], list[int], list[int]],
    blocks: Blocks,
    start: int,
    end: int,
    shift: int,
) -> None:
    """Puts the blocks `start` to `end` behind `columns`, moved by `shift` in the text."""
    columns[0].extend([at + shift for at in blocks.starts[start:end]])
    columns[1].extend([at + shift for at in blocks.ends[start:end]])
    columns[2].extend(blocks.source_starts[start:end])
    columns[3].extend(blocks.source_ends[start:end])


def _meets(low: int, high: int, start: int, end: int) -> bool:
    """Whether the block start:end overlaps low:high, or both are empty at one place."""
    return (start < high and (end > low or start > low)) or start == end == low == high
