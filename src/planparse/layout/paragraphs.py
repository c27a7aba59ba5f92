"""Paragraphs: the lines of a text, also where their ends are lost, and words that stand twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import regex

from planparse.rulebook import Rulebook
from planparse.text import Span, strip

LONG_LINE = 420  # characters between two line ends, on average, in a text that has lost them
SHORT_LINE = 120  # a longer line may have lost line ends in it
PRIVATE = re.compile("[\ue000-\ue00f]")  # of a class alone: ten times as fast as with what follows
GRAM, FEWEST_REPEATED = 48, 3  # characters that are compared; numbers that must agree


class Layout(NamedTuple):
    """A text with its paragraphs and its furniture, and the rules by which it is read.

    Each of the `tables` is one paragraph, in which nothing heads a division.
    """

    text: str
    blocks: Sequence[Span]
    furniture: Sequence[Span]
    rulebook: Rulebook
    tables: frozenset[Span]

    @classmethod
    def of(
        cls, text: str, furniture: Sequence[Span], rulebook: Rulebook, tables: Sequence[Span] = ()
    ) -> Layout:
        """The layout of `text`; its paragraphs lie outside `furniture`."""
        blocks = paragraphs(text, furniture, rulebook)
        if tables:
            blocks, wholes = _with_tables(blocks, tables)
            return cls(text, blocks, furniture, rulebook, frozenset(wholes))
        return cls(text, blocks, furniture, rulebook, frozenset())


def paragraphs(text: str, furniture: Sequence[Span], rulebook: Rulebook) -> list[Span]:
    """The paragraphs of `text` outside `furniture`, stripped, in order; none is empty.

    Where line ends are gone, the wide spaces that they left part paragraphs.
    """
    line_end = rulebook.rule("structure.paragraph-break").pattern
    lost = [rulebook.rule("structure.lost-line-end").pattern]
    if PRIVATE.search(text):
        lost.append(rulebook.rule("structure.private-line-end").pattern)
    spans: list[Span] = []
    at = 0
    for cut in [*furniture, Span(len(text), len(text))]:
        start = at
        for end, following in _cuts(line_end, text, at, cut.start):
            if end - start <= SHORT_LINE:
                _append(spans, text, start, end)
            else:
                _cut(spans, lost, text, start, end)
            start = following
        at = cut.end
    return spans


def _with_tables(blocks: Sequence[Span], tables: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The paragraphs, those inside one table made one; and these."""
    result: list[Span] = []
    wholes: list[Span] = []
    at = 0
    for block in blocks:
        while at < len(tables) and tables[at].end <= block.start:
            at += 1
        inside = at < len(tables) and tables[at].start <= block.start
        if inside and wholes and result[-1] is wholes[-1] and result[-1].start >= tables[at].start:
            result[-1] = wholes[-1] = Span(result[-1].start, block.end)
            continue
        result.append(block)
        if inside:
            wholes.append(block)
    return result, wholes


def lines_are_gone(layout: Layout) -> bool:
    """Whether the line ends of a text are lost, and too few wide spaces stand in their place."""
    if len(layout.text) <= LONG_LINE * (layout.text.count("\n") + 1):
        return False
    line_end = layout.rulebook.rule("structure.line-end-or-gap").pattern
    ends = sum(1 for _ in line_end.finditer(layout.text))
    return len(layout.text) > LONG_LINE * (ends + 1)


def _cuts(pattern: regex.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each piece between the matches of `pattern` ends and the next begins, to the end."""
    for found in pattern.finditer(text, start, end):
        yield found.span()
    yield end, end


def _cut(
    spans: list[Span], patterns: Sequence[regex.Pattern[str]], text: str, start: int, end: int
) -> None:
    """Appends the pieces of `text[start:end]` that the patterns part, the first one first."""
    for stop, following in _cuts(patterns[0], text, start, end):
        if patterns[1:]:
            _cut(spans, patterns[1:], text, start, stop)
        else:
            _append(spans, text, start, stop)
        start = following


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    span = strip(text, start, end)
    if span.start < span.end:
        spans.append(span)


def find_repetition(text: str, numbers: Sequence[int]) -> Span | None:
    """The span in which the text says again what it has said, or None.

    `numbers` are the offsets of its headings' candidates: a second copy begins where, from
    one of them on, nearly all are followed by the same words as an earlier one.
    """
    first: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for at in numbers:
        words = "".join(text[at : at + GRAM].split())
        if len(words) * 2 > GRAM:
            if words in first:
                pairs.append((first[words], at))
            else:
                first[words] = at
    # a copy is as far behind all along; words that a list repeats in one copy are not
    shifts = Counter(at - before for before, at in pairs)
    apart, often = max(shifts.items(), key=itemgetter(1), default=(0, 0))
    if often < FEWEST_REPEATED:
        return None
    i, j = next(pair for pair in pairs if pair[1] - pair[0] == apart)
    if i * 4 > len(text):
        return None
    behind = sum(at >= j for at in numbers)
    again = sum(at >= j for _, at in pairs)
    while i > 0 and j > i and text[i - 1] == text[j - 1]:
        i, j = i - 1, j - 1
    if again < 0.8 * behind or (len(text) - j) * 4 < len(text):
        return None
    return Span(j, len(text))
