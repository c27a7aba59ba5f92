"""Columns of print: where a page parts into two of running text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from planparse.readers.pdf.glyphs import middle
from planparse.readers.pdf.lines import Line, Piece, make_line, piece_of

_FEWEST_ROWS = 5  # lines of a column
_SHARE = 0.3  # of the lines of a page that a column has at least
_OVER = 0.25  # share of the lines that may run over the gutter: titles
_FULL = 0.5  # share of the lines of a column that fill it
_FEWEST_CHARS = 8  # characters of a line of a column
_SIDE = 0.25  # share of the text's width that a column has at least
_PLACES = 5  # gaps that are tried
_KEPT = 0.8  # share of the lines of a page that is not full which keep to one side
_NARROWEST = 0.6  # ems between the columns of a line
_LEFT, _RIGHT = 1, 2


def in_columns(lines: list[Line], usual: float | None = None) -> tuple[list[Line], float | None]:
    """The lines of a page in the order of reading, and where its two columns part, if it has them.

    Where two columns stand, the left one comes first; its lines have the frame 1, those of
    the right one 2. `usual` is where the columns of the page before part: a page that is not
    full shows too little of its own.
    """
    gutter = _gutter(lines)
    if gutter is None and usual is not None and _keeps(lines, usual):
        gutter = usual
    if gutter is None:
        return lines, None
    result: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        sides = _sides(line, gutter)
        if sides is None:
            result += left + right
            left, right = [], []
            result.append(line)
            continue
        for side, frame, column in zip(sides, (_LEFT, _RIGHT), (left, right), strict=True):
            if side is not None:
                column.append(side._replace(frame=frame))
    return result + left + right, gutter


def side_of(left: float, right: float, gutter: float | None) -> int:
    """The frame of what reaches from `left` to `right`: 1 or 2 for a column, 0 for the page."""
    if gutter is None or left < gutter < right:
        return 0
    return _LEFT if right <= gutter else _RIGHT


def _gutter(lines: list[Line]) -> float | None:
    """Where the page parts into two columns of running text; None where it does not.

    Nearly no line runs over it, and on either side several lines reach the column's edge.
    """
    if len(lines) < _FEWEST_ROWS:
        return None
    edges = min([line.left for line in lines]), max([line.right for line in lines])
    gaps = [(one.right, two.left) for line in lines for one, two in pairwise(line.pieces)]
    places = Counter([round((start + end) / 2) for start, end in gaps]).most_common(_PLACES)
    width = edges[1] - edges[0]
    for at in [sum(edges) / 2, *[float(place) for place, _ in places]]:
        if edges[0] + _SIDE * width < at < edges[1] - _SIDE * width and _parts(lines, at):
            return at
    return None


def _parts(lines: list[Line], at: float) -> bool:
    """Whether running text stands in a column on either side of `at`."""
    parted = [sides for line in lines if (sides := _sides(line, at)) is not None]
    for number in (0, 1):
        column = [side for sides in parted if (side := sides[number]) is not None]
        if len(column) < max(_FEWEST_ROWS, _SHARE * len(lines)):
            return False
        edge = max([line.right for line in column])
        full = [line for line in column if edge - line.right < 1.5 * line.size]
        if len(full) < _FULL * len(column):
            return False
        if middle([len(line.text) for line in column]) < _FEWEST_CHARS:
            return False
    return len(parted) >= (1 - _OVER) * len(lines)


def _keeps(lines: list[Line], gutter: float) -> bool:
    """Whether nearly all lines of a page keep to one side of a gutter."""
    return sum([_sides(line, gutter) is not None for line in lines]) > _KEPT * len(lines)


def _sides(line: Line, gutter: float) -> tuple[Line | None, Line | None] | None:
    """What of a line stands left and right of the gutter; None where it runs over it."""
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in line.pieces:
        if piece.right <= gutter:
            left.append(piece)
        elif piece.left >= gutter:
            right.append(piece)
        else:
            before = [glyph for glyph in piece.glyphs if (glyph.left + glyph.right) / 2 < gutter]
            behind = list(piece.glyphs[len(before) :])
            if not before or not behind:
                return None
            if behind[0].left - before[-1].right < _NARROWEST * line.size:
                return None
            left.append(piece_of(before))
            right.append(piece_of(behind))
    return (make_line(left) if left else None, make_line(right) if right else None)
