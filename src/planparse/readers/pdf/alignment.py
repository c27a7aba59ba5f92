"""Rows of tables that no line rules, told by what stands below what."""

from __future__ import annotations

import re
from itertools import pairwise

from planparse.readers.pdf.grids import join
from planparse.readers.pdf.lines import Line, Piece

_FEWEST_ROWS = 3
_SURE_COLUMNS = 3  # with two the cells may be signatures, and more must show that they are none
_EDGE = 0.3  # ems by which lines of a cell begin apart
_CLOSE = 1.6  # ems between two lines of a cell
_VALUES = 0.7  # share of the rows that have a value, of a table of two columns
_VALUE = re.compile(r"[≥≤<>±+\-－—约]{0,2}\d[\d.,，]*\s*\S{0,6}|\d{4}\s*年.{0,8}|[/／—-]")
_COUNT = re.compile(r"\d{1,3}")
_CONTENTS = re.compile(r"[第（(一二三四五六七八九十附\d]")


def set_rows(lines: list[Line]) -> list[Line]:
    """The lines of a page, with pieces only where these are the cells of a row of a table.

    At least three rows whose pieces stand below each other make a table; with two columns one
    of them must hold values. A line that goes on with cells of the row above is part of it.
    """
    result: list[Line] = []
    start = 0
    while start < len(lines):
        rows, end = _rows_from(lines, start)
        if _is_table(rows):
            result += [_lean(row) for row in rows]
        else:
            result += [line._replace(pieces=()) for line in lines[start:end]]
        start = end
    return result


def _rows_from(lines: list[Line], start: int) -> tuple[list[Line], int]:
    """The rows that begin with the line `start`, and the number of the line behind them."""
    first = lines[start]
    rows = [first]
    if len(first.pieces) < 2:
        return rows, start + 1
    extents = [(piece.left, piece.right) for piece in first.pieces]
    above = first
    number = start + 1
    while number < len(lines):
        line = lines[number]
        if len(line.pieces) == len(extents) and _is_below(rows[-1], line):
            rows.append(line)
        elif _goes_on(line, above, extents):
            rows[-1] = _with_rest(rows[-1], line, extents)
            above = line
            number += 1
            continue
        else:
            break
        extents = [
            (min(left, piece.left), max(right, piece.right))
            for (left, right), piece in zip(extents, line.pieces, strict=True)
        ]
        above = line
        number += 1
    return rows, number


def _is_below(above: Line, line: Line) -> bool:
    """Whether each piece of a line stands below the same one of another, and below no other."""
    if above.frame != line.frame:
        return False
    for number, (one, other) in enumerate(zip(above.pieces, line.pieces, strict=True)):
        if one.right < other.left or other.right < one.left:
            return False
        if number and (
            one.left < line.pieces[number - 1].right or other.left < above.pieces[number - 1].right
        ):
            return False
    return True


def _goes_on(line: Line, above: Line, extents: list[tuple[float, float]]) -> bool:
    """Whether a line holds only the rest of cells of the row above: none of the first column."""
    if line.frame != above.frame or not 0 < line.base - above.base < _CLOSE * line.size:
        return False
    columns = [_column(piece, line.size, extents) for piece in line.pieces]
    return 0 < len(columns) < len(extents) and None not in columns and 0 not in columns


def _column(piece: Piece, size: float, extents: list[tuple[float, float]]) -> int | None:
    """The column that a piece stands in, from its left edge on and not far over its right one."""
    for number, (left, right) in enumerate(extents):
        if abs(piece.left - left) < _EDGE * size and piece.right < right + size:
            return number
    return None


def _with_rest(row: Line, line: Line, extents: list[tuple[float, float]]) -> Line:
    pieces = list(row.pieces)
    for piece in line.pieces:
        column = _column(piece, line.size, extents)
        if column is not None:
            pieces[column] = pieces[column]._replace(text=join(pieces[column].text, piece.text))
    return row._replace(pieces=tuple(pieces))


def _is_table(rows: list[Line]) -> bool:
    if len(rows) < _FEWEST_ROWS or len(rows[0].pieces) < 2:
        return False
    if len(rows[0].pieces) >= _SURE_COLUMNS:
        return True
    cells = [[row.pieces[column].text.strip() for row in rows] for column in (0, 1)]
    if all(map(_CONTENTS.match, cells[0])) and all(map(_COUNT.fullmatch, cells[1])):
        return False  # a list of contents with its pages
    if [cell for cell in cells[0] if _COUNT.fullmatch(cell)] == [
        str(number) for number in range(1, len(rows))
    ]:
        return True  # numbered, below a head
    values = sum([_VALUE.fullmatch(cell) is not None for cell in cells[1]])
    return values >= _VALUES * (len(rows) - 1) and _stand_alike(rows)


def _stand_alike(rows: list[Line]) -> bool:
    """Whether the second column has one edge, or one middle, in all rows."""
    lefts = [row.pieces[1].left for row in rows]
    rights = [row.pieces[1].right for row in rows]
    middles = [(row.pieces[1].left + row.pieces[1].right) / 2 for row in rows]
    size = rows[0].size
    return any(
        all(abs(one - other) < size for one, other in pairwise(places))
        for places in (lefts, rights, middles)
    )


def _lean(row: Line) -> Line:
    return row._replace(pieces=tuple([piece._replace(glyphs=()) for piece in row.pieces]))
