"""Restored text that knows where each of its characters came from.

A `TracedText` starts as the source itself. Each repair is a layer of edits over the text
before it, kept as columns of integers; an `Edit` is a view made on request. Offsets
count Unicode code points, 0-based and half-open, everywhere.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import accumulate, compress
from operator import add, gt, ne
from typing import NamedTuple


class Span(NamedTuple):
    """`start` to `end` in the restored text, half-open."""

    start: int
    end: int


class SourceSpan(NamedTuple):
    """`start` to `end` in the plain text that the reader made, half-open."""

    start: int
    end: int


class Edit(NamedTuple):
    """One repair: what stood in the source, what stands there now, by which rule, how surely.

    `span` counts into the restored text, `source_span` into the source. A removed
    character leaves an empty `span`; one put in leaves an empty `source_span`.
    """

    span: Span
    source_span: SourceSpan
    original: str
    replacement: str
    rule: str
    confidence: float


class Source:
    """The plain text that a reader made of a file, and how to name a place in it.

    `name` is the file's name without its folder (`-` for standard input), `kind` the
    format (`txt`, `md`, `html`, …), `encoding` the one the bytes were decoded by.
    `places` is a sorted sequence of (offset, label): the label holds from its offset to
    the next one. Without it, places are lines.

    >>> Source("a\\nb").place(2)
    'line 2'
    """

    __slots__ = ("_offsets", "_places", "encoding", "kind", "name", "text")

    def __init__(
        self,
        text: str,
        name: str = "-",
        kind: str = "txt",
        encoding: str = "utf-8",
        places: Sequence[tuple[int, str]] | None = None,
    ) -> None:
        self.text = text
        self.name = name
        self.kind = kind
        self.encoding = encoding
        self._places = places
        self._offsets: list[int] | None = [at for at, _ in places] if places is not None else None

    @property
    def sha256(self) -> str:
        """The sha256 of the text as UTF-8, in hex (a lone surrogate is hashed as its three bytes)."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def place(self, offset: int) -> str:
        """Where `offset` is, in words for a person: `line 12`, `paragraph 17`."""
        if self._offsets is None:
            self._offsets = [0, *(end.end() for end in re.finditer("\r\n|\r|\n", self.text))]
        at = bisect_right(self._offsets, offset) - 1
        if self._places is None:
            return f"line {max(at, 0) + 1}"
        return self._places[at][1] if at >= 0 else ""


class _Layer:
    """One repair over a whole text: columns over its edits, in order, none overlapping.

    `starts`/`ends` count into the text before, `placed` (where a replacement starts)
    into the text after; `removed` is the originals, joined. A substitution keeps a mask
    of changed characters, from which the columns are read when somebody asks.
    """

    __slots__ = ("_columns", "confidence", "mask", "removed", "rule")

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
        self.removed = removed
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

    def __len__(self) -> int:
        if self._columns is not None:
            return len(self._columns[0])
        return self.mask.count(b"\0\1") + self.mask.startswith(b"\1")


class _Blocks(NamedTuple):
    """The map to the source: blocks of unequal length, as columns; between them it is the identity, shifted."""

    starts: Sequence[int]
    ends: Sequence[int]
    source_starts: Sequence[int]
    source_ends: Sequence[int]


_NO_BLOCKS = _Blocks((), (), (), ())


class TracedText:
    """A text, and for every character of it the place in the source where it came from.

    >>> text = TracedText("關(guān)于").edit([(1, 7, "")], "gloss").substitute("关于", "t2s")
    >>> str(text), text.source_span(0, 2), text.undo()
    ('关于', SourceSpan(start=0, end=8), '關(guān)于')
    >>> [(e.rule, e.original, e.replacement) for e in text.edits()]
    [('gloss', '(guān)', ''), ('t2s', '關', '关')]
    """

    __slots__ = ("_blocks", "_layers", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source
        self._layers: tuple[_Layer, ...] = ()
        self._blocks = _NO_BLOCKS

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    # ------------------------------------------------------------------ repairs

    def edit(
        self, edits: Iterable[tuple[int, int, str]], rule: str, confidence: float = 1.0
    ) -> TracedText:
        """A new text with each (start, end, replacement) done; edits are sorted and do not overlap.

        Raises ValueError where they are not sorted, overlap, or leave the text.
        """
        text = self.text
        listed = list(edits)
        if not listed:
            return self
        starts = array("q", [start for start, _, _ in listed])
        ends = array("q", [end for _, end, _ in listed])
        lengths = array("q", [len(new) for _, _, new in listed])
        if starts[0] < 0 or ends[-1] > len(text) or any(map(gt, starts, ends)):
            raise ValueError("an edit leaves the text")
        if any(map(gt, ends, starts[1:])):
            raise ValueError("edits overlap, or are out of order")
        kept = [text[a:b] for a, b in zip((0, *ends), (*starts, len(text)), strict=True)]
        removed = "".join([text[a:b] for a, b in zip(starts, ends, strict=True)])
        placed = array("q", accumulate(map(len, kept)))[:-1]
        new = "".join(kept)
        if any(lengths):
            shifts = (0, *accumulate(lengths))
            placed = array("q", [at + shift for at, shift in zip(placed, shifts, strict=False)])
            parts = [part for at, edit in zip(kept, listed, strict=False) for part in (at, edit[2])]
            new = "".join([*parts, kept[-1]])
        return self._with(new, _Layer(rule, confidence, removed, (starts, ends, placed, lengths)))

    def substitute(self, text: str, rule: str, confidence: float = 1.0) -> TracedText:
        """A new text of the same length, the runs that differ recorded as edits.

        Raises ValueError where the length differs.
        """
        if len(text) != len(self.text):
            raise ValueError("a substitution keeps the length")
        if text == self.text:
            return self
        mask = bytes(map(ne, self.text, text))
        removed = "".join(compress(self.text, mask))
        return self._with(text, _Layer(rule, confidence, removed, mask=mask))

    def _with(self, text: str, layer: _Layer) -> TracedText:
        new = TracedText.__new__(TracedText)
        new.source = self.source
        new.text = text
        new._layers = (*self._layers, layer)
        new._blocks = _compose(self._blocks, layer)
        return new

    # ------------------------------------------------------------------ places

    def source_span(self, start: int, end: int) -> SourceSpan:
        """The part of the source that the characters `start` to `end` came from.

        What was removed before the first or behind the last of them is not in it. An
        empty span gives an empty one.
        """
        first = self._source_of(start)
        if end <= start:
            return SourceSpan(first[0], first[0])
        return SourceSpan(first[0], self._source_of(end - 1)[1])

    def _source_of(self, at: int) -> tuple[int, int]:
        """Source start and end of the character at `at` (of the text's end: its place, empty)."""
        blocks = self._blocks
        index = bisect_right(blocks.starts, at) - 1
        if index < 0:
            return (at, at + 1) if at < len(self.text) else (at, at)
        if at < blocks.ends[index]:
            return blocks.source_starts[index], blocks.source_ends[index]
        at += blocks.source_ends[index] - blocks.ends[index]
        return at, min(at + 1, len(self.source))

    # ------------------------------------------------------------------ accounts

    def counts(self) -> dict[str, int]:
        """How many edits each rule made, in the order in which the rules first worked."""
        counts: dict[str, int] = {}
        for layer in self._layers:
            counts[layer.rule] = counts.get(layer.rule, 0) + len(layer)
        return counts

    @property
    def changed(self) -> int:
        """How many characters the last repair took away or replaced."""
        return len(self._layers[-1].removed) if self._layers else 0

    def edits(self) -> Iterator[Edit]:
        """Every edit, layer by layer, in the order of the text within a layer."""
        blocks = _NO_BLOCKS
        text = self.source
        for number, layer in enumerate(self._layers):
            before = TracedText.__new__(TracedText)
            before.source, before.text, before._blocks = self.source, text, blocks
            after = self._after(number)
            later = self._layers[number + 1 :]
            taken = 0
            for start, end, placed, length in zip(*layer.columns, strict=True):
                original = layer.removed[taken : taken + end - start]
                taken += end - start
                span_start, span_end = placed, placed + length
                for step in later:
                    span_start, span_end = _forward(step, span_start), _forward(step, span_end)
                yield Edit(
                    Span(span_start, max(span_start, span_end)),
                    before.source_span(start, end),
                    original,
                    after[placed : placed + length],
                    layer.rule,
                    layer.confidence,
                )
            blocks = _compose(blocks, layer)
            text = after

    def undo(self) -> str:
        """The source again, by undoing every edit, the last one first."""
        return self._after(-1)

    def _after(self, number: int) -> str:
        """The text behind layer `number` (-1: before all), got by undoing the later layers."""
        text = self.text
        for layer in reversed(self._layers[number + 1 :]):
            parts: list[str] = []
            at = taken = 0
            for start, end, placed, length in zip(*layer.columns, strict=True):
                parts.append(text[at:placed])
                parts.append(layer.removed[taken : taken + end - start])
                taken += end - start
                at = placed + length
            parts.append(text[at:])
            text = "".join(parts)
        return text


def _forward(layer: _Layer, at: int) -> int:
    """Where offset `at` of the text before `layer` stands in the text after it."""
    starts, ends, placed, lengths = layer.columns
    index = bisect_right(starts, at) - 1
    if index < 0:
        return at
    if at < ends[index]:
        return placed[index] + min(at - starts[index], lengths[index])
    return at - ends[index] + placed[index] + lengths[index]


def _compose(before: _Blocks, layer: _Layer) -> _Blocks:
    """The blocks of the map after `layer`, from those before it.

    An edit that touches an earlier block from inside, or covers one, joins it: the result
    answers for the whole source range of both. Edits that keep the length change nothing.
    """
    if layer.mask:
        return before
    starts, ends, placed, lengths = layer.columns
    if not before.starts:
        return _Blocks(placed, array("q", map(add, placed, lengths)), starts, ends)
    blocks = list(zip(*before, strict=True))
    edits = [
        (start, end, length)
        for start, end, length in zip(starts, ends, lengths, strict=True)
        if end - start != length
    ]
    if not edits:
        return before
    result: list[tuple[int, int, int, int]] = []
    shift = 0  # offset in the text after, minus offset in the text before
    source_shift = 0  # source offset minus offset in the text before, behind the last block seen
    b = e = 0
    while b < len(blocks) or e < len(edits):
        block = blocks[b] if b < len(blocks) else None
        edit = edits[e] if e < len(edits) else None
        if block and (not edit or _before(block[0], block[1], edit[0], edit[1])):
            start, end, source_start, source_end = block
            result.append((start + shift, end + shift, source_start, source_end))
            source_shift = source_end - end
            b += 1
            continue
        assert edit is not None
        if not block or _before(edit[0], edit[1], block[0], block[1]):
            start, end, length = edit
            result.append(
                (start + shift, start + shift + length, start + source_shift, end + source_shift)
            )
            shift += length - (end - start)
            e += 1
            continue
        # they meet: take in all blocks and edits that meet the growing range
        low = high = min(block[0], edit[0])
        growth = 0
        source_low = block[2] if block[0] <= edit[0] else edit[0] + source_shift
        grown = True
        while grown:
            grown = False
            while b < len(blocks) and _meets(low, high, blocks[b][0]):
                high = max(high, blocks[b][1])
                source_shift = blocks[b][3] - blocks[b][1]
                b += 1
                grown = True
            while e < len(edits) and _meets(low, high, edits[e][0]):
                high = max(high, edits[e][1])
                growth += edits[e][2] - (edits[e][1] - edits[e][0])
                e += 1
                grown = True
        result.append((low + shift, high + shift + growth, source_low, high + source_shift))
        shift += growth
    return _Blocks(*map(list, zip(*result, strict=True)))


def _before(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether start:end lies wholly before the other (touching counts as before)."""
    if end < other_start:
        return True
    if end > other_start:
        return False
    return not (start == end == other_start == other_end)


def _meets(low: int, high: int, start: int) -> bool:
    """Whether what begins at `start` overlaps low:high (which is empty only before its first part is taken)."""
    return start < high or start == low == high
