"""Paragraphs of print: lines that were broken at the margin are joined again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from planparse.readers.pdf.glyphs import middle
from planparse.readers.pdf.grids import join
from planparse.readers.pdf.lines import Line
from planparse.readers.pdf.pages import Item, Row

_SLACK = 0.45  # ems that a full line may leave
_INDENT = 0.9  # ems from the margin that make a line a paragraph's first
_LEVEL = 0.6  # ems by which lines of a paragraph may begin apart
_APART = 1.3  # times the usual distance of lines: paragraphs stand apart
_PARTED = 0.4  # share of the paragraphs that stand apart where a file parts them so
_OTHER_SIZE = 0.12
_FAR = 5.0  # ems from the margin where signatures and titles stand
_AT_LEFT, _AT_RIGHT = (1, 0.02), (2, 0.03)  # lines that make a margin: how many, of how many
_WIDER = 1.4  # times the left margin of a page that the right one is at most
_WIDE, _FULL = 18, 0.25  # ems of a column of text; share of its lines that fill it
_OWN_LINES = 6  # lines of a page that has margins of its own

_NUMBERED = re.compile(
    r"[一二三四五六七八九十百]{1,4}[、.．]|[（(][一二三四五六七八九十百\d]{1,4}[）)]|第[一二三四五六七八九十百零\d]{1,5}[章节節条條编編篇部]"
    r"|\d{1,3}(?:\.\d{1,3}){0,3}(?:[、．)）\s]|\.(?!\d{1,2}(?!\d)))|[①-⑳]|附[件表录]|专栏|——|[●■◆•▪□○]|[一二三四五六七八九]是"
)
_COUNTING = re.compile(r"([（(]?)(\d{1,2}|[一二三四五六七八九十])([）)]|是)|([②-⑳])")
_DAY = re.compile(r"(?:\d{4}|[二〇○零一九]{2}[〇○零一二三四五六七八九]{2})\s*年.{1,3}月.{1,3}日")
_DIGITS = "〇一二三四五六七八九十"
_STOPS = "。！？；："
_ENDS = "。！？；：”）)!?;:"


class Paragraph(NamedTuple):
    """Words with the lines that they stood in: the offset of each in the words, its page and number."""

    text: str
    lines: list[tuple[int, int, int]]


class _Margins(NamedTuple):
    """From where to where lines run, in points."""

    left: float
    right: float


def join_lines(items: list[Item], widths: list[float]) -> Iterator[Paragraph | Row]:
    """The paragraphs and rows of `items`, in their order; `widths` are those of the pages.

    A line goes on in the next one where the first word of that would not have fit into
    it, and where the next one begins at the margin and not as far in as first lines do.
    """
    lines = [item for item in items if isinstance(item, Line)]
    margins = _all_margins(lines, widths)
    style = _Style(lines, margins)
    held: list[Line] = []
    for number, item in enumerate(items):
        following = items[number + 1] if number + 1 < len(items) else None
        if isinstance(item, Line) and held and style.goes_on(held, item, following):
            held.append(item)
            continue
        if held:
            yield _paragraph(held)
            held = []
        if isinstance(item, Line):
            held = [item]
        elif isinstance(item, Row):
            yield item
    if held:
        yield _paragraph(held)


def _paragraph(lines: list[Line]) -> Paragraph:
    text = ""
    places = []
    for line in lines:
        text = join(text, line.text) if text else line.text
        places.append((len(text) - len(line.text), line.page, line.number))
    return Paragraph(text, places)


def _counts_on(held: list[Line], line: Line) -> bool:
    """Whether the number that `line` begins with counts on one inside the paragraph: （1）…；（2）…"""
    found = _COUNTING.match(line.text)
    if found is None:
        return False
    opening, number, closing, circled = found.groups()
    if circled:
        before = chr(ord(circled) - 1)
    else:
        value = int(number) if number.isdecimal() else _DIGITS.index(number)
        before = f"{opening}{value - 1 if number.isdecimal() else _DIGITS[value - 1]}{closing}"
    return before in "".join([part.text for part in held])[1:]


class _Style:
    """How a file sets its paragraphs: the distance of lines, and how far first lines are set in."""

    def __init__(self, lines: list[Line], margins: dict[tuple[int, int], _Margins]) -> None:
        self._margins = margins
        pairs = [
            (above, below)
            for above, below in pairwise(lines)
            if above.page == below.page and above.frame == below.frame and below.base > above.base
        ]
        whole = [self._is_full(*pair) for pair in pairs]
        full = [pair for pair, filled in zip(pairs, whole, strict=True) if filled]
        self._pitches: dict[int, float] = {}
        for size in {round(line.size) for line in lines}:
            own = [b.base - a.base for a, b in full if round(a.size) == round(b.size) == size]
            if own:
                self._pitches[size] = middle(own)
        ends = [pair for pair, filled in zip(pairs, whole, strict=True) if not filled]
        apart = [pair for pair in ends if self._stands_apart(*pair)]
        self._parts_paragraphs = len(apart) > _PARTED * len(ends)
        indents = Counter(
            [
                round(self._indent(above) * 2) / 2
                for above, below in full
                if self._indent(above) >= _INDENT and abs(self._indent(below)) < _LEVEL
            ]
        )
        self._first = max(indents.items(), key=lambda item: (item[1], -item[0]), default=(0.0, 0))[0]
        starts = [self._indent(below) for _, below in ends]
        set_in = sum([_INDENT <= start < _FAR for start in starts])
        flush = sum([abs(start) < _LEVEL for start in starts])
        self._is_set_in = set_in > flush if set_in + flush > 1 else bool(indents)

    def goes_on(self, held: list[Line], line: Line, following: Item | None) -> bool:
        """Whether `line`, before `following`, belongs to the paragraph of the lines `held`."""
        before = held[-1]
        if abs(before.size - line.size) > _OTHER_SIZE * max(before.size, line.size):
            return False
        turned = before.page != line.page or before.frame != line.frame
        if turned and not self._turns(before, line):
            return False
        # where paragraphs stand apart, their distance says more than a number does
        numbered = _NUMBERED.match(line.text) is not None and (turned or not self._parts_paragraphs)
        numbered = numbered and not _counts_on(held, line)
        if _DAY.fullmatch(line.text) and before.text[-1:] in _ENDS:
            return False
        if not turned and not numbered and self._is_broken_title(held, line):
            return True
        if not self._is_full(before, line):
            return False
        if not (self._is_set_in or self._parts_paragraphs) and before.text[-1:] in _STOPS:
            return False  # nothing but a short line shows where a paragraph ends
        if not turned and self._stands_apart(before, line) and not self._set_wide(held, line, following):
            return False
        indent, own = self._indent(line), self._indent(before)
        if len(held) > 1:
            return abs(indent - own) < _LEVEL and not (
                numbered and not self._is_set_in and before.text[-1:] in _ENDS
            )
        if own >= _FAR:
            return self._is_set_in and abs(own - self._first) < 1 and abs(indent) < _LEVEL
        if abs(indent) < _LEVEL:
            return not (own < _LEVEL and numbered and (before.text[-1:] in _ENDS or not self._is_set_in))
        if abs(indent - own) < _LEVEL:  # a block set in, or two paragraphs of one line
            return not (self._is_set_in and abs(indent - self._first) < 1) and not numbered
        hanging = indent > own and _NUMBERED.match(before.text) is not None
        return hanging and not numbered and not (self._is_set_in and abs(indent - self._first) < _LEVEL)

    def _is_broken_title(self, held: list[Line], line: Line) -> bool:
        """Whether `line` is the rest of a title in the middle that was too wide for one line."""
        before = held[-1]
        margins = self._of(before)
        measure = margins.right - margins.left
        return (
            all(map(self._is_centred, held))
            and self._is_centred(line)
            and line.left - margins.left > line.size
            and before.right - before.left + line.first > measure - _SLACK * line.size
            and before.text[-1:] not in _ENDS
            and not self._stands_apart(before, line)
        )

    def _is_centred(self, line: Line) -> bool:
        margins = self._of(line)
        return abs((line.left - margins.left) - (margins.right - line.right)) < line.size

    def _turns(self, before: Line, line: Line) -> bool:
        """Whether text may run from one frame into the other: into the next column, or page."""
        if before.page == line.page:
            return (before.frame, line.frame) == (1, 2)
        return line.page == before.page + 1 and (
            before.frame == line.frame or (before.frame in (0, 2) and line.frame in (0, 1))
        )

    def _is_full(self, line: Line, following: Line) -> bool:
        """Whether the first word of the following line would not have fit into `line`."""
        right = self._of(line).right
        return line.right + following.first > right - _SLACK * line.size

    def _stands_apart(self, above: Line, below: Line) -> bool:
        pitch = self._pitches.get(round(below.size))
        distance = below.base - above.base
        return distance < 0 or (pitch is not None and distance > _APART * pitch)

    def _set_wide(self, held: list[Line], line: Line, following: Item | None) -> bool:
        """Whether the lines around `line` are as far apart as it is from the one above."""
        distance = line.base - held[-1].base
        if distance <= 0:
            return False
        if self._parts_paragraphs and not (self._is_set_in and abs(self._indent(line)) < _LEVEL):
            return False
        near = []
        if len(held) > 1:
            near.append(held[-1].base - held[-2].base)
        if isinstance(following, Line) and following.page == line.page:
            near.append(following.base - line.base)
        return any(other > 0 and distance < _APART * other < _APART**2 * distance for other in near)

    def _indent(self, line: Line) -> float:
        """How far from the margin a line begins, in ems."""
        return (line.left - self._of(line).left) / line.size

    def _of(self, line: Line) -> _Margins:
        return self._margins[(line.page, line.frame)]


def _all_margins(lines: list[Line], widths: list[float]) -> dict[tuple[int, int], _Margins]:
    """The margins of each page and frame; a page with few lines has those of all pages."""
    by_frame: dict[int, list[Line]] = {}
    by_page: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        by_frame.setdefault(line.frame, []).append(line)
        by_page.setdefault((line.page, line.frame), []).append(line)
    whole = {frame: _margins(own) for frame, own in by_frame.items()}
    shown = 0 in whole and _shows_right(by_frame[0], whole[0])
    result = {}
    for (page, frame), own in by_page.items():
        around = whole[frame]
        found = _margins(own) if len(own) >= _OWN_LINES else around
        same = abs((found.right - found.left) - (around.right - around.left)) < own[0].size
        found = found if same else around
        if frame == 0 and not shown:
            found = found._replace(right=max(found.right, widths[page - 1] - _WIDER * found.left))
        result[(page, frame)] = found
    return result


def _shows_right(lines: list[Line], found: _Margins) -> bool:
    """Whether many lines run to the right margin; short ones do not show how far lines may run."""
    full = [line for line in lines if found.right - line.right < _LEVEL * line.size]
    wide = found.right - found.left > _WIDE * middle([line.size for line in lines])
    return wide and len(full) >= max(_OWN_LINES, _FULL * len(lines))


def _margins(lines: list[Line]) -> _Margins:
    """Where lines begin and end: the outermost place that some lines reach.

    Lines that run over the right margin (addresses) are more often found than such as stand
    left of the left one.
    """
    size = middle([line.size for line in lines])
    few, some = (max(least, share * len(lines)) for least, share in (_AT_LEFT, _AT_RIGHT))
    left = _outermost([line.left for line in lines], size, few)
    right = -_outermost([-line.right for line in lines], size, some)
    return _Margins(left, right)


def _outermost(values: list[float], size: float, need: float) -> float:
    values = sorted(values)
    for number, value in enumerate(values):
        near = number
        while near < len(values) and values[near] <= value + 0.6 * size:
            near += 1
        if near - number >= need:
            return value
    return values[0]
