"""Lines of print: characters with places become lines, their blanks and gaps read from distances."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from planparse.readers.pdf.glyphs import Glyph, middle

GAP = 1.6  # ems between two pieces of a line that stand apart
WIDE_BLANK = "\u3000\u3000"  # what such a gap becomes within a line
_LEVEL = 0.35  # ems by which a character of a line may stand higher or lower
_SAME_PLACE = 0.12  # ems; the same character twice there is one printed bold
_BLANK_CHINESE = 0.45  # ems between two characters that a blank parts
_BLANK_LATIN = 0.18
_BLANK_MIXED = 0.6  # between Latin and Chinese a quarter of an em stands without a blank
_CLOSE_BY = 0.05  # ems between Latin and Chinese where nothing sets them apart
_CLOSE_FEWEST = 2  # such places on a page
_SPREAD_FEWEST = 3  # gaps of a line whose characters are spread out
_WIDEST, _EVEN = 8.0, 0.3  # ems of such a gap; by which they differ
_BLANKS = " \t\xa0\u2002\u2003\u3000"
_LATIN_MARKS = ".,:;!?)]}%"
_OPEN = "（(〔［[【《〈“‘「『｛{〖"
_CLOSE = "）)〕］]】》〉”’」』｝}〗，。、；：！？,.;:!?…·％%"


class Line(NamedTuple):
    """A line of print: its words, from where to where it runs, its baseline and its type's size.

    `first` is how wide its first word is that no break may part. `page` counts from 1,
    `number` the lines of that page. `frame` says in which column or box it stands: 0 for
    the page itself; lines of two frames have margins of their own.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    first: float
    pieces: tuple[Piece, ...]
    page: int = 0
    number: int = 0
    frame: int = 0


class Piece(NamedTuple):
    """A part of a line that stands apart from the rest: its words and its extent."""

    text: str
    left: float
    right: float
    glyphs: tuple[Glyph, ...]


def set_lines(glyphs: list[Glyph]) -> list[Line]:
    """The lines that `glyphs` stand in, from the top downwards, each read from left to right.

    The order of the file does not count, so a bracket that a program wrote behind the rest
    is back in its place.

    >>> some = [Glyph("（", 20, 30, 9, 10), Glyph("二", 10, 20, 9, 10), Glyph("一", 0, 10, 30, 10)]
    >>> [line.text for line in set_lines(some)]
    ['二（', '一']
    """
    lines = []
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if row and glyph.base - row[0].base > _LEVEL * max(glyph.size, row[0].size):
            lines += _line(row)
            row = []
        row.append(glyph)
    return lines + _line(row)


def with_blanks(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters of a page, with the blanks behind numbers of headings that its file leaves out.

    Word processors set Latin and Chinese a quarter of an em apart where no blank is; on a page
    that sets them close to each other, such a gap behind the number that a line begins with is
    a blank (1.1 总则). Browsers draw none.
    """
    numbers: list[int] = []
    close = apart = 0
    counts = True  # whether all of the line so far is its number
    for place, (before, after) in enumerate(pairwise(glyphs), 1):
        if abs(after.base - before.base) > _LEVEL * after.size:
            counts = True
            continue
        counts = counts and (before.text.isdecimal() or before.text == ".")
        gap = (after.left - before.right) / after.size
        if not _is_han(after.text) or not before.text.isdecimal():
            continue
        if counts and _BLANK_LATIN <= gap < _BLANK_MIXED:
            numbers.append(place)
        elif not counts:
            close += gap < _CLOSE_BY
            apart += gap >= _CLOSE_BY
    if close < max(_CLOSE_FEWEST, apart):
        return glyphs
    result = list(glyphs)
    for place in reversed(numbers):
        before, after = glyphs[place - 1 : place + 1]
        result.insert(place, Glyph(" ", before.right, after.left, after.base, after.size))
    return result


def _is_han(ch: str) -> bool:
    return "\u3400" <= ch <= "\u9fff"


def make_line(pieces: list[Piece]) -> Line:
    """The line that `pieces` make, which must not be none."""
    glyphs = [glyph for piece in pieces for glyph in piece.glyphs]
    size = middle([glyph.size for glyph in glyphs])
    base = middle([glyph.base for glyph in glyphs])
    text = WIDE_BLANK.join([piece.text for piece in pieces])
    return Line(text, pieces[0].left, pieces[-1].right, base, size, _first(pieces[0]), tuple(pieces))


def piece_of(glyphs: list[Glyph], blanks: dict[int, list[str]] | None = None) -> Piece:
    """The piece that some characters of a line make, which must not be none.

    `blanks` are those that the file has behind the characters of these numbers.
    """
    spread = _spread(glyphs)
    words = [glyphs[0].text]
    for number, (before, glyph) in enumerate(pairwise(glyphs)):
        gap = (glyph.left - before.right - spread) / max(before.size, glyph.size)
        words += [_blank(before, glyph, gap, (blanks or {}).get(number, [])), glyph.text]
    return Piece("".join(words), glyphs[0].left, glyphs[-1].right, tuple(glyphs))


def is_chinese(ch: str) -> bool:
    """Whether a character stands in a square of its own: Han, its radicals, its marks.

    >>> is_chinese("文"), is_chinese("（"), is_chinese("a"), is_chinese("⽂")
    (True, True, False, True)
    """
    return (
        "\u2e80" <= ch <= "\u9fff"
        or "\uf900" <= ch <= "\ufaff"
        or "\uff00" <= ch <= "\uff60"
        or (ch >= "\U00020000" or ch in "“”‘’…—·")
    )


def _line(row: list[Glyph]) -> list[Line]:
    """The line of the characters `row`, or none where they are all blank."""
    row = _without_doubles(sorted(row, key=lambda glyph: glyph.left))
    shown = [(index, glyph) for index, glyph in enumerate(row) if glyph.text not in _BLANKS]
    if not shown:
        return []
    spread = _spread([glyph for _, glyph in shown])
    pieces: list[Piece] = []
    members = [shown[0][1]]
    blanks: dict[int, list[str]] = {}
    for (at, before), (behind, glyph) in pairwise(shown):
        if glyph.left - before.right - spread > GAP * max(before.size, glyph.size):
            pieces.append(piece_of(members, blanks))
            members, blanks = [], {}
        elif behind > at + 1:
            blanks[len(members) - 1] = [blank.text for blank in row[at + 1 : behind]]
        members.append(glyph)
    pieces.append(piece_of(members, blanks))
    return [make_line(pieces)]


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        if not any(
            glyph.text == before.text and glyph.left - before.left < _SAME_PLACE * glyph.size
            for before in kept[-3:]
        ):
            kept.append(glyph)
    return kept


def _spread(row: list[Glyph]) -> float:
    """How far apart the characters of a line are set that fills its width (索 引 号, 通 知)."""
    gaps = [
        after.left - before.right
        for before, after in pairwise(row)
        if is_chinese(before.text) and is_chinese(after.text)
    ]
    if not gaps:
        return 0.0
    usual = middle(gaps)
    even = max(gaps) - min(gaps) < _EVEN * row[0].size
    if not even and len(gaps) < _SPREAD_FEWEST:
        return 0.0
    return max(min(usual, _WIDEST * row[0].size if even and len(gaps) > 2 else GAP * row[0].size), 0.0)


def _blank(before: Glyph, after: Glyph, gap: float, blanks: list[str]) -> str:
    """What stands between two characters `gap` ems apart, where the file has `blanks`."""
    if any(blank == "\u3000" for blank in blanks):
        return "\u3000"
    chinese = is_chinese(before.text), is_chinese(after.text)
    if all(chinese):
        # behind and before a mark its own empty half stands
        marks = before.text in _CLOSE or after.text in _OPEN
        return " " if gap >= _BLANK_CHINESE + 0.5 * marks or (blanks and gap >= 0.2) else ""
    if any(chinese) and not (before.text in _LATIN_MARKS or after.text in _LATIN_MARKS):
        return " " if gap >= _BLANK_MIXED or (blanks and gap >= 0.1) else ""
    return " " if gap >= _BLANK_LATIN or (blanks and gap >= 0.05) else ""


def _first(piece: Piece) -> float:
    """How wide the first word of a piece is: one Chinese character with its marks, or a Latin word."""
    glyphs = piece.glyphs
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _OPEN:
        end += 1
    latin = not is_chinese(glyphs[end].text)
    while end + 1 < len(glyphs):
        after = glyphs[end + 1]
        together = latin and not is_chinese(after.text)
        if after.left - glyphs[end].right > _BLANK_LATIN * after.size and together:
            break
        if after.text not in _CLOSE and not together:
            break
        end += 1
    return glyphs[end].right - glyphs[0].left
