"""Pages that are written from the top downwards, their lines from right to left.

Such a page is laid on its side: its columns become lines, and all that follows reads it as any
other page.
"""

from __future__ import annotations

from itertools import pairwise

from planparse.readers.pdf.glyphs import Glyph, PageContent, Ruling

_FEWEST, _FEW = 20, 2  # characters below their predecessor on such a page; on one that follows such
_TIMES = 3  # as many as stand beside theirs
_SAME, _LEVEL = 0.3, 0.1  # ems by which characters of a column stand aside, or those of a head higher
_LEAST, _MOST = 0.7, 1.6  # ems from one character to the next
_ABOVE = 0.88  # ems from the top of a character's square to its baseline
_FORMS = str.maketrans("︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄︰︱", "（）｛｝〔〕【】《》〈〉「」『』：—")


def is_vertical(glyphs: list[Glyph], follows: bool = False) -> bool:
    """Whether most of the characters, which are in the order of the file, stand below each other.

    A page that `follows` such a page needs no more than a few.

    >>> is_vertical([Glyph("文", 500, 510, 20.0 + 10 * n, 10) for n in range(30)])
    True
    >>> is_vertical([Glyph("文", 10.0 * n, 10.0 * n + 10, 20, 10) for n in range(30)])
    False
    """
    steps = [_step(before, after) for before, after in pairwise(glyphs)]
    down = steps.count("down")
    if follows:
        return down >= _FEW and _TIMES * down > steps.count("across")
    return down >= _FEWEST and down > _TIMES * steps.count("across")


def lay_down(page: PageContent) -> PageContent:
    """The page seen from its right side.

    What is written across such a page is its head or foot, and is left out.
    """
    steps = ["", *[_step(before, after) for before, after in pairwise(page.glyphs)], ""]
    across = {
        number
        for number, around in enumerate(pairwise(steps))
        if "across" in around and "down" not in around
    }
    glyphs = [
        _laid(glyph, page.width, glyph.base - _ABOVE * glyph.size, glyph.size)
        for number, glyph in enumerate(page.glyphs)
        if number not in across
    ]
    glyphs += [_laid(glyph, page.width, glyph.base, glyph.right - glyph.left) for glyph in page.turned]
    rulings = [
        Ruling(False, page.width - ruling.at, ruling.start, ruling.end)
        if ruling.upright
        else Ruling(True, ruling.at, page.width - ruling.end, page.width - ruling.start)
        for ruling in page.rulings
    ]
    return PageContent(page.height, page.width, glyphs, rulings, page.pictures)


def _laid(glyph: Glyph, width: float, left: float, advance: float) -> Glyph:
    text = glyph.text.translate(_FORMS)
    return Glyph(text, left, left + advance, width - glyph.left, glyph.size)


def _step(before: Glyph, after: Glyph) -> str:
    """Where a character stands from the one before: `down`, `across`, or elsewhere."""
    right, down = (after.left - before.left) / after.size, (after.base - before.base) / after.size
    if abs(right) < _SAME and _LEAST < down < _MOST:
        return "down"
    return "across" if abs(down) < _LEVEL and 0 < right < _MOST else ""
