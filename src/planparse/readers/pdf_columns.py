"""Columns of print, and rows of tables that no line rules, told by what stands below what."""

from __future__ import annotations

from itertools import pairwise

from planparse.readers.pdf_glyphs import middle
from planparse.readers.pdf_lines import Line, make_line

_FEWEST_ROWS = 8  # rows that must show a gutter
_SHARE = 0.6  # of the rows around them that do
_FULL = 0.6  # share of the lines of a column that fill it
_FEWEST_CHARS = 10  # characters of a line of a column
_LEFT, _RIGHT = 1, 2
_TABLE_ROWS, _TABLE_COLUMNS = 3, 3  # of a table that is only aligned


def in_columns(lines: list[Line]) -> list[Line]:
    """The lines of a page in the order of reading: where two columns stand, the left one first.

    Lines of the left column have the frame 1, of the right one 2.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return lines
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
    return result + left + right


def _gutter(lines: list[Line]) -> float | None:
    """Where the page parts into two columns of running text; None where it does not."""
    rows = [line for line in lines if len(line.pieces) > 1]
    if len(rows) < _FEWEST_ROWS:
        return None
    gaps = [(before.right, after.left) for line in rows for before, after in pairwise(line.pieces)]
    at = middle([(start + end) / 2 for start, end in gaps])
    parted = [sides for line in rows if (sides := _sides(line, at)) is not None]
    both = [(one, other) for one, other in parted if one is not None and other is not None]
    around = [line for line in lines if line.left < at < line.right]
    if len(both) < max(_FEWEST_ROWS, _SHARE * len(around)):
        return None
    for number in (0, 1):
        column = [pair[number] for pair in both]
        edge = max([line.right for line in column])
        full = [line for line in column if edge - line.right < 1.5 * line.size]
        if len(full) < _FULL * len(column):
            return None
        if middle([len(line.text) for line in column]) < _FEWEST_CHARS:
            return None
    return at


def _sides(line: Line, gutter: float) -> tuple[Line | None, Line | None] | None:
    """What of a line stands left and right of the gutter; None where it runs over it."""
    left = [piece for piece in line.pieces if piece.right <= gutter]
    right = [piece for piece in line.pieces if piece.left >= gutter]
    if len(left) + len(right) < len(line.pieces):
        return None
    return (make_line(left) if left else None, make_line(right) if right else None)


def aligned_rows(lines: list[Line]) -> list[bool]:
    """For each line whether it is a row of a table: its pieces stand below those of another row.

    At least three rows of three cells make a table; with two cells they may be signatures.
    """
    result = [False] * len(lines)
    start = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and _below(lines[number - 1], lines[number]):
            continue
        if number - start >= _TABLE_ROWS and len(lines[start].pieces) >= _TABLE_COLUMNS:
            result[start:number] = [True] * (number - start)
        start = number
    return result


def _below(above: Line, line: Line) -> bool:
    if len(above.pieces) != len(line.pieces) or above.page != line.page:
        return False
    for number, (one, other) in enumerate(zip(above.pieces, line.pieces, strict=True)):
        if one.right < other.left or other.right < one.left:
            return False
        if number and (
            one.left < line.pieces[number - 1].right or other.left < above.pieces[number - 1].right
        ):
            return False
    return True
