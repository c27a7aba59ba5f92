"""Restored text that knows where each of its characters came from.

A `TracedText` starts as the source itself. Each repair is a layer of edits over the text
before it, kept as columns of integers; an `Edit` is a view made on request. Offsets
count Unicode code points, 0-based and half-open, everywhere.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import accumulate
from operator import eq, gt
from typing import NamedTuple

from planparse.layers import NO_BLOCKS, Blocks, Layer, compose, difference, forward, forward_end


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


class TableCell(NamedTuple):
    """One filled cell of a table of the source: the numbers of table, row and column from 1 on.

    `start` to `end` count into the source's text; `header` is whether the file marks its row
    as the table's header; `rows` and `columns` is how far the cell reaches.
    """

    table: int
    row: int
    column: int
    start: int
    end: int
    header: bool = False
    rows: int = 1
    columns: int = 1


def strip(text: str, start: int, end: int, blanks: str | None = None) -> Span:
    """The span without the `blanks` at its ends, or without any white space; an empty one at its end.

    >>> strip("  一、 总则 ", 0, 8)
    Span(start=2, end=7)
    """
    bare = text[start:end].lstrip(blanks)
    start = end - len(bare)
    return Span(start, start + len(bare.rstrip(blanks)))


class Source:
    """The plain text that a reader made of a file, and how to name a place in it.

    `name` is the file's name without its folder (`-` for standard input), `kind` the
    format (`txt`, `md`, `html`, …), `encoding` the one the bytes were decoded by.
    `places` is a sorted sequence of (offset, label): the label holds from its offset to
    the next one. Without it, places are lines. `cells` are those of its tables, in the
    order of the text, where the format knows of tables. `confidence` is how sure the
    encoding is, 0 to 1.

    >>> Source("a\\nb").place(2)
    'line 2'
    """

    __slots__ = ("_offsets", "_places", "cells", "confidence", "encoding", "kind", "name", "text")

    def __init__(
        self,
        text: str,
        name: str = "-",
        kind: str = "txt",
        encoding: str = "utf-8",
        places: Sequence[tuple[int, str]] | None = None,
        *,
        cells: Sequence[TableCell] = (),
        confidence: float = 1.0,
    ) -> None:
        self.text = text
        self.cells = cells
        self.confidence = confidence
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


class TracedText:
    """A text, and for every character of it the place in the source where it came from.

    >>> text = TracedText("關(guān)于").edit([(1, 7, "")], "gloss").substitute("关于", "t2s")
    >>> str(text), text.source_span(0, 2), text.undo()
    ('关于', SourceSpan(start=0, end=8), '關(guān)于')
    >>> [(e.rule, e.original, e.replacement) for e in text.edits()]
    [('gloss', '(guān)', ''), ('t2s', '關', '关')]
    """

    __slots__ = ("_blocks", "_composed", "_layers", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source
        self._layers: tuple[Layer, ...] = ()
        self._blocks = NO_BLOCKS
        self._composed = 0  # how many of the layers are in the blocks: the rest once somebody asks

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    # ------------------------------------------------------------------ repairs

    def edit(
        self, edits: Iterable[tuple[int, int, str]], rule: str, confidence: float = 1.0
    ) -> TracedText:
        """A new text with each (start, end, replacement) done; edits are sorted and do not overlap.

        Raises ValueError where they are not sorted, overlap, leave the text, or where two of
        them put words in at one place: which comes first would be said by nothing.
        """
        text = self.text
        listed = list(edits)
        if not listed:
            return self
        froms, tos, news = zip(*listed, strict=True)
        starts, ends, lengths = array("q", froms), array("q", tos), array("q", map(len, news))
        if starts[0] < 0 or ends[-1] > len(text) or any(map(gt, starts, ends)):
            raise ValueError("an edit leaves the text")
        if any(map(gt, ends, starts[1:])):
            raise ValueError("edits overlap, or are out of order")
        if any(map(eq, starts, starts[1:])) and len(set(zip(starts, ends, strict=True))) < len(starts):
            raise ValueError("two edits put words in at one place")
        kept = [text[a:b] for a, b in zip((0, *tos), (*froms, len(text)), strict=True)]
        removed = "".join([text[a:b] for a, b in zip(froms, tos, strict=True)])
        placed = array("q", accumulate(map(len, kept)))[:-1]
        new = "".join(kept)
        if any(lengths):
            shifts = (0, *accumulate(lengths))
            placed = array("q", [at + shift for at, shift in zip(placed, shifts, strict=False)])
            parts = [part for pair in zip(kept, news, strict=False) for part in pair]
            new = "".join([*parts, kept[-1]])
        return self._with(new, Layer(rule, confidence, removed, (starts, ends, placed, lengths)))

    def without(self, pieces: Sequence[str], rule: str, confidence: float = 1.0) -> TracedText:
        """A new text without every second one of `pieces`, which are this text cut apart.

        It is what `edit` would give for them, sooner. Raises ValueError for other pieces.

        >>> text = TracedText("關(guān)于").without(["關", "(guān)", "于"], "gloss")
        >>> str(text), text.source_span(1, 2)
        ('關于', SourceSpan(start=7, end=8))
        """
        if len(pieces) % 2 == 0 or "".join(pieces) != self.text:
            raise ValueError("these are not the pieces of the text")
        edges, kept = list(accumulate(map(len, pieces))), pieces[::2]
        placed = list(accumulate(map(len, kept)))[:-1]
        columns = (
            array("q", edges[:-1:2]),
            array("q", edges[1::2]),
            array("q", placed),
            array("q", bytes(8 * len(placed))),
        )
        return self._with("".join(kept), Layer(rule, confidence, "".join(pieces[1::2]), columns))

    def substitute(self, text: str, rule: str, confidence: float = 1.0) -> TracedText:
        """A new text of the same length, the runs that differ recorded as edits.

        Raises ValueError where the length differs.
        """
        if len(text) != len(self.text):
            raise ValueError("a substitution keeps the length")
        if text == self.text:
            return self
        return self._with(text, Layer(rule, confidence, self.text, mask=difference(self.text, text)))

    def _with(self, text: str, layer: Layer) -> TracedText:
        new = TracedText.__new__(TracedText)
        new.source = self.source
        new.text = text
        new._layers = (*self._layers, layer)
        new._blocks, new._composed = self._blocks, self._composed
        return new

    # ------------------------------------------------------------------ places

    def source_span(self, start: int, end: int) -> SourceSpan:
        """The part of the source that the characters `start` to `end` came from.

        What was removed before the first or behind the last of them is not in it. An
        empty span gives an empty one.
        """
        blocks = self._blocks if self._composed == len(self._layers) else self._map()
        # `_source_of` written out, for this is asked of every fact
        starts, ends, source_starts, source_ends = blocks
        index = bisect_right(starts, start) - 1
        if index < 0:
            first, last = start, start + 1
        elif start < ends[index]:
            first, last = source_starts[index], source_ends[index]
        else:
            first = start + source_ends[index] - ends[index]
            last = first + 1
        if end <= start:
            return SourceSpan(first, first)
        if end > start + 1:
            index = bisect_right(starts, end - 1, max(index, 0)) - 1
            if index < 0:
                last = end
            elif end <= ends[index]:
                last = source_ends[index]
            else:
                last = end + source_ends[index] - ends[index]
        return SourceSpan(first, min(last, len(self.source)))

    def span_since(self, earlier: TracedText, start: int, end: int) -> Span:
        """Where `start`:`end` of an earlier version of this text stands in it.

        >>> before = TracedText("一  二")
        >>> before.edit([(1, 3, "、")], "blank").span_since(before, 3, 4)
        Span(start=2, end=3)
        """
        empty = start == end
        for layer in self._layers[len(earlier._layers) :]:
            start = forward(layer, start)
            end = start if empty else forward_end(layer, end)
        return Span(start, max(start, end))

    def _map(self) -> Blocks:
        for layer in self._layers[self._composed :]:
            self._blocks = compose(self._blocks, layer)
        self._composed = len(self._layers)
        return self._blocks

    def locate(self, source_at: int) -> int:
        """The first character that came from `source_at` in the source, or from behind it.

        >>> TracedText("關(guān)于").edit([(1, 7, "")], "gloss").locate(7)
        1
        """
        if not self._layers:
            return min(max(source_at, 0), len(self.text))
        places, blocks = range(len(self.text) + 1), self._map()
        return bisect_left(places, source_at, key=lambda at: self._source_of(at, blocks)[0])

    def _source_of(self, at: int, blocks: Blocks) -> tuple[int, int]:
        """Source start and end of the character at `at` (of the text's end: its place, empty)."""
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
        return self._layers[-1].changed if self._layers else 0

    def edits(self) -> Iterator[Edit]:
        """Every edit, layer by layer, in the order of the text within a layer."""
        blocks = NO_BLOCKS
        text = self.source
        for number, layer in enumerate(self._layers):
            before = TracedText(self.source)
            before.text, before._blocks = text, blocks
            after = self._after(number)
            later = self._layers[number + 1 :]
            removed, taken = layer.removed, 0
            for start, end, placed, length in zip(*layer.columns, strict=True):
                original = removed[taken : taken + end - start]
                taken += end - start
                span_start, span_end = placed, placed + length
                for step in later:
                    empty = span_start == span_end
                    span_start = forward(step, span_start)
                    span_end = span_start if empty else forward_end(step, span_end)
                yield Edit(
                    Span(span_start, max(span_start, span_end)),
                    before.source_span(start, end),
                    original,
                    after[placed : placed + length],
                    layer.rule,
                    layer.confidence,
                )
            blocks = compose(blocks, layer)
            text = after

    def undo(self) -> str:
        """The source again, by undoing every edit, the last one first."""
        return self._after(-1)

    def _after(self, number: int) -> str:
        """The text behind layer `number` (-1: before all), got by undoing the later layers."""
        text = self.text
        for layer in reversed(self._layers[number + 1 :]):
            parts: list[str] = []
            removed, at, taken = layer.removed, 0, 0
            for start, end, placed, length in zip(*layer.columns, strict=True):
                parts.append(text[at:placed])
                parts.append(removed[taken : taken + end - start])
                taken += end - start
                at = placed + length
            parts.append(text[at:])
            text = "".join(parts)
        return text
