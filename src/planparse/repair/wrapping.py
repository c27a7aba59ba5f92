"""Wrapped lines: paragraphs that were broken at a fixed width are whole again.

Print, old mail and text taken from pages break every line where the page ends. Such a text
shows itself: many of its lines are as long as its longest ones, and stop in mid-sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, compress
from unicodedata import east_asian_width

from planparse.repair.replacing import moved
from planparse.rulebook import Rulebook
from planparse.text import TracedText

NARROWEST, WIDEST = 16, 90  # characters of a line on a page
FEWEST = 6  # full lines; and the least share of all lines that they are
FULL_SHARE, RAGGED_SHARE, LONGER_SHARE = 0.15, 0.3, 0.05
RAGGED = 4  # columns that a line may lack, for a mark that may not begin the next one
HANGING = 2  # characters that may stand beyond a line's end: a mark, what other damage put in
INDENTS = ("\u3000", "\t", "  ", "\xa0", "??", "#", "|")  # a line that begins so begins a paragraph
INDENTED = 2  # paragraphs that begin so, where all do
STOPS = "。；;！!？?：:"
MARKS = frozenset("，。；、：！？,;")


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
    full = _full_lines(lines)
    if full is None:
        return text
    page = rulebook.rule("restore.page-number").pattern
    number = rulebook.rule("restore.line-number")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    indented = _are_indented(lines, full)
    joins: list[tuple[int, int, str]] = []
    breaks: list[tuple[int, int, str]] = []
    for at in [at for at in range(len(lines) - 1) if full[at]]:
        line, following = lines[at], at + 1
        between = lines[following].strip()
        if at + 2 < len(lines) and (page.fullmatch(between) or _is_bare(between)):
            following = at + 2
        rest = lines[following]
        bare = rest.lstrip()
        # what hangs is indented deeper than the number that it belongs to
        hangs = not indented and rest[:1].isspace() and line.rstrip()[-1:] not in STOPS
        if not bare or (rest.startswith(INDENTS) and not hangs):
            continue
        if not indented and number.pattern.match(bare):
            continue
        first = starts[following] + (len(rest) - len(bare) if hangs else 0)
        edit = (starts[at] + len(line), first, "")
        (joins if following == at + 1 else breaks).append(edit)
    if (len(joins) + len(breaks)) * 2 < sum(full):
        return text  # most full lines are whole: a list of things of one length
    rule = rulebook.rule("restore.page-break")
    text = text.edit(breaks, rule.id, rule.confidence)
    rule = rulebook.rule("restore.wrapped-line")
    return text.edit(moved(joins, breaks) if breaks else joins, rule.id, rule.confidence)


def _is_bare(line: str) -> bool:
    """Whether a line is a number alone, which between two halves of a sentence can only be a page's."""
    return line.isdecimal() and len(line) <= 4


def _full_lines(lines: Sequence[str]) -> list[bool] | None:
    """Which lines of a wrapped text are as long as they may be; None of a text that is not wrapped.

    By characters all full lines are alike; by columns, of which a letter takes one and a
    Chinese character two, nearly so.
    """
    written = [bool(line) and not line.isspace() for line in lines]
    count = sum(written)
    if sum(len(line) > WIDEST for line in lines) > LONGER_SHARE * count:
        return None
    for length, unit, ragged, share in ((len, 1, 0, FULL_SHARE), (_columns, 2, RAGGED, RAGGED_SHARE)):
        lengths = [length(line) for line in lines]
        counts = Counter(compress(lengths, written))
        band = [n for n in counts if NARROWEST * unit <= n <= WIDEST * unit]
        if not band:
            continue
        width = max(band, key=lambda n: (counts[n], n))
        low, high = width - ragged, width + HANGING * unit
        full = [low <= n <= high for n in lengths]
        longer = sum(many for n, many in counts.items() if n > width + ragged // 2)
        wrapped = sum(full) >= max(FEWEST, share * count) and longer <= LONGER_SHARE * count
        if wrapped and _is_prose(lines, full):
            return full
    return None


def _is_prose(lines: Sequence[str], full: Sequence[bool]) -> bool:
    """Whether the full lines are halves of sentences, and not names or titles of one length."""
    broken = [
        line
        for line, is_full, rest in zip(lines, full, lines[1:], strict=False)
        if is_full and not rest.startswith(INDENTS)
    ]
    halves = sum(not MARKS.isdisjoint(line) and line.rstrip()[-1:] not in STOPS for line in broken)
    return halves * 2 > len(broken)


def _are_indented(lines: Sequence[str], full: Sequence[bool]) -> bool:
    """Whether each paragraph begins with an indent: most lines behind one that is not full do."""
    first = [
        line
        for before, is_full, line in zip(lines, full, lines[1:], strict=False)
        if not is_full and line.strip() and before.strip()
    ]
    begun = sum(line.startswith(INDENTS) for line in first)
    return begun >= INDENTED and begun * 2 > len(first)


def _columns(line: str) -> int:
    """The columns that a line takes on a page, blanks at its end aside."""
    return sum(2 if east_asian_width(ch) in "WFA" else 1 for ch in line.rstrip())
