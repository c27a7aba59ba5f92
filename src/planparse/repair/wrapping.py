"""Wrapped lines: paragraphs that were broken at a fixed width are whole again.

Print, old mail and text taken from pages break every line where the page ends. Such a text
shows itself: many of its lines are as long as its longest ones, and stop in mid-sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from planparse.repair.replacing import moved
from planparse.rulebook import Rulebook
from planparse.text import Span, TracedText

NARROWEST, WIDEST = 16, 90  # characters of a line on a page
FEWEST = 3  # full lines; and the least share of all lines that they are
FULL_SHARE, RAGGED_SHARE, LONGER_SHARE = 0.15, 0.3, 0.05
RAGGED = 4  # columns that a line may lack, for a mark that may not begin the next one
HANGING = 2  # characters that may stand beyond a line's end: a mark, what other damage put in
INDENTS = ("\u3000", "\t", "  ", "\xa0", "??", "#", "|")  # a line that begins so begins a paragraph
INDENTED = 2  # paragraphs that begin so, where all do
STOPS = "。；;！!？?：:"
MARKS = frozenset("，。；、：！？,;")


class _Measure(NamedTuple):
    """A way to measure lines, and the band of lengths that are a full line's."""

    length: Callable[[str], int]
    low: int
    high: int

    def is_full(self, line: str) -> bool:
        return self.low <= self.length(line) <= self.high


def unwrap(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` with the lines of a paragraph joined, where it was broken at a fixed width.

    A page number that stands between two halves of a sentence goes with the break.

    >>> from planparse.rulebook import default
    >>> lines = ["　　为贯彻落实党中央、国务院决策", "部署，推动经济高质量发展，现就有"]
    >>> lines.append("关事项通知如下。")
    >>> str(unwrap(TracedText("\\n".join(lines * 4)), default())).split("\\n")[0]
    '　　为贯彻落实党中央、国务院决策部署，推动经济高质量发展，现就有关事项通知如下。'
    """
    lines = text.text.split("\n")
    measure = _measure(lines)
    if measure is None:
        return text
    page = rulebook.rule("restore.page-break")
    number = rulebook.rule("restore.line-number")
    spans = _spans(lines)
    indented = _are_indented(lines, measure)
    joins: list[tuple[int, int, str]] = []
    breaks: list[tuple[int, int, str]] = []
    for at, line in enumerate(lines[:-1]):
        if not measure.is_full(line):
            continue
        following = at + 1
        if at + 2 < len(lines) and page.pattern.fullmatch(lines[following].strip()):
            following = at + 2
        rest = lines[following]
        bare = rest.lstrip()
        # what hangs is indented deeper than the number that it belongs to
        hangs = not indented and rest[:1].isspace() and line.rstrip()[-1:] not in STOPS
        if not bare or (rest.startswith(INDENTS) and not hangs):
            continue
        if not indented and number.pattern.match(bare) and (hangs or line.rstrip()[-1:] in STOPS):
            continue
        first = spans[following].start + (len(rest) - len(bare) if hangs else 0)
        edit = (spans[at].end, first, "")
        (joins if following == at + 1 else breaks).append(edit)
    text = text.edit(breaks, page.id, page.confidence)
    rule = rulebook.rule("restore.wrapped-line")
    return text.edit(moved(joins, breaks) if breaks else joins, rule.id, rule.confidence)


def _measure(lines: Sequence[str]) -> _Measure | None:
    """How the lines of a wrapped text were measured; None of a text that is not wrapped.

    By characters all full lines are alike; by columns, of which a letter takes one and a
    Chinese character two, nearly so.
    """
    written = [line for line in lines if line.strip()]
    for length, ragged, share in ((len, 0, FULL_SHARE), (_columns, RAGGED, RAGGED_SHARE)):
        unit = 1 if length is len else 2
        lengths = [length(line) for line in written]
        counts = Counter(n for n in lengths if NARROWEST * unit <= n <= WIDEST * unit)
        if not counts:
            continue
        width = max(counts.items(), key=lambda item: (item[1], item[0]))[0]
        measure = _Measure(length, width - ragged, width + HANGING * unit)
        full = sum(measure.low <= n <= measure.high for n in lengths)
        longer = sum(n > width + ragged // 2 for n in lengths)
        wrapped = full >= max(FEWEST, share * len(written)) and longer <= LONGER_SHARE * len(written)
        if wrapped and _is_prose(lines, measure):
            return measure
    return None


def _is_prose(lines: Sequence[str], measure: _Measure) -> bool:
    """Whether the full lines are halves of sentences, and not names or titles of one length."""
    broken = [
        line for line, rest in pairwise(lines) if measure.is_full(line) and not rest.startswith(INDENTS)
    ]
    halves = sum(not MARKS.isdisjoint(line) and line.rstrip()[-1:] not in STOPS for line in broken)
    return halves * 2 > len(broken)


def _are_indented(lines: Sequence[str], measure: _Measure) -> bool:
    """Whether each paragraph begins with an indent: most lines behind one that is not full do."""
    first = [
        line
        for before, line in pairwise(lines)
        if line.strip() and before.strip() and not measure.is_full(before)
    ]
    begun = sum(line.startswith(INDENTS) for line in first)
    return begun >= INDENTED and begun * 2 > len(first)


def _columns(line: str) -> int:
    """The columns that a line takes on a page, blanks at its end aside."""
    return sum(2 if east_asian_width(ch) in "WFA" else 1 for ch in line.rstrip())


def _spans(lines: Sequence[str]) -> list[Span]:
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return spans
