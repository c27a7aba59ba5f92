"""Tables on a page: the grid that ruled lines make, and the words in its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from planparse.readers.pdf.glyphs import Glyph, Ruling
from planparse.readers.pdf.lines import Line, set_lines

_NEAR = 3.0  # points by which lines that meet may miss each other
_COVERED = 0.6  # share of a cell's side that is ruled
_MOST_RULINGS = 4_000
_MOST_CELLS = 20_000
_SLACK = 0.5  # ems that a full line of a cell may leave


class Cell(NamedTuple):
    """A cell: its place in the grid, how far it reaches there, its corners, and the lines in it."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    top: float
    right: float
    bottom: float
    lines: list[Line]


class GridRow(NamedTuple):
    """The words of a row by column, and how many rows and columns each cell with words covers."""

    cells: list[str]
    extents: dict[int, tuple[int, int]]


class Grid(NamedTuple):
    """A ruled table: its corners, how many columns, and its cells by row and column."""

    left: float
    top: float
    right: float
    bottom: float
    columns: int
    cells: list[Cell]

    def rows(self) -> list[GridRow]:
        """The rows that hold words; what a cell spans beyond its first place is empty."""
        count = max([cell.row for cell in self.cells], default=-1) + 1
        rows = [GridRow([""] * self.columns, {}) for _ in range(count)]
        edges = [0.0] * self.columns
        for cell in self.cells:
            for line in cell.lines:
                edges[cell.column] = max(edges[cell.column], line.right)
        for cell in self.cells:
            row = rows[cell.row]
            row.cells[cell.column] = _cell_text(cell.lines, edges[cell.column])
            row.extents[cell.column] = (cell.rows, cell.columns)
        return [row for row in rows if row.extents]


def find_grids(rulings: list[Ruling], glyphs: list[Glyph]) -> tuple[list[Grid], list[Glyph]]:
    """The ruled tables and boxes of a page with the words in them, and the glyphs that are in none.

    A table inside a cell of another is not told apart from that cell's lines.
    """
    frames = [frame for part in _connected(_merged(rulings)) if (frame := _frame(part)) is not None]
    frames.sort(key=lambda frame: (frame[0][0] - frame[0][-1]) * (frame[1][0] - frame[1][-1]))
    held: list[list[Glyph]] = [[] for _ in frames]
    rest: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.35 * glyph.size
        for number, (xs, ys, _) in enumerate(frames):
            if xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]:
                held[number].append(glyph)
                break
        else:
            rest.append(glyph)
    grids = []
    for (xs, ys, regions), inside in zip(frames, held, strict=True):
        grid = _grid(xs, ys, regions, inside)
        if grid is not None:
            grids.append(grid)
        else:
            rest += inside
    return grids, rest


Frame = tuple[list[float], list[float], list[list[int]]]


def _merged(rulings: list[Ruling]) -> list[Ruling]:
    """`rulings` with the pieces of one line (dashes, sides of two cells) made one."""
    result: list[Ruling] = []
    for ruling in sorted(rulings, key=lambda ruling: (ruling.upright, round(ruling.at), ruling.start)):
        last = result[-1] if result else None
        if (
            last is not None
            and last.upright == ruling.upright
            and abs(last.at - ruling.at) <= _NEAR / 2
            and ruling.start <= last.end + _NEAR
        ):
            result[-1] = last._replace(end=max(last.end, ruling.end))
        else:
            result.append(ruling)
    return result if len(result) <= _MOST_RULINGS else []


def _connected(rulings: list[Ruling]) -> list[list[Ruling]]:
    """The lines that touch each other, set by set."""
    level = [ruling for ruling in rulings if not ruling.upright]
    upright = sorted((r for r in rulings if r.upright), key=lambda ruling: ruling.at)
    places = [ruling.at for ruling in upright]
    above = list(range(len(level) + len(upright)))

    def find(item: int) -> int:
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    for number, line in enumerate(level):
        at = bisect_right(places, line.start - _NEAR)
        while at < len(upright) and places[at] <= line.end + _NEAR:
            if upright[at].start - _NEAR <= line.at <= upright[at].end + _NEAR:
                above[find(number)] = find(len(level) + at)
            at += 1
    sets: dict[int, list[Ruling]] = {}
    for number, line in enumerate(level + upright):
        sets.setdefault(find(number), []).append(line)
    return _in_bands(list(sets.values()))


def _in_bands(parts: list[list[Ruling]]) -> list[list[Ruling]]:
    """`parts` with those that are as high as each other, side by side, made one.

    Browsers draw no line around an empty cell, which parts its row.
    """
    bands: dict[tuple[int, int], list[Ruling]] = {}
    alone: list[list[Ruling]] = []
    for part in parts:
        upright = [ruling for ruling in part if ruling.upright]
        if not upright or len(part) == len(upright):
            alone.append(part)
            continue
        top, bottom = min(r.start for r in upright), max(r.end for r in upright)
        bands.setdefault((round(top / _NEAR), round(bottom / _NEAR)), []).extend(part)
    return [*bands.values(), *alone]


def _frame(rulings: list[Ruling]) -> Frame | None:
    """Where the columns and rows of a table part, and which cells are one; None for no table."""
    upright = [ruling for ruling in rulings if ruling.upright]
    level = [ruling for ruling in rulings if not ruling.upright]
    if not upright or len(level) < 2:
        return None
    xs = _clustered([r.at for r in upright] + [end for r in level for end in (r.start, r.end)])
    ys = _clustered([r.at for r in level] + [end for r in upright for end in (r.start, r.end)])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows > _MOST_CELLS:
        return None
    region = list(range(columns * rows))

    def find(item: int) -> int:
        while region[item] != item:
            region[item] = region[region[item]]
            item = region[item]
        return item

    by_x = _by_place(upright, xs)
    by_y = _by_place(level, ys)
    for row in range(rows):
        for column in range(columns):
            own = row * columns + column
            if column and not _ruled(by_x[column], ys[row], ys[row + 1]):
                region[find(own)] = find(own - 1)
            if row and not _ruled(by_y[row], xs[column], xs[column + 1]):
                region[find(own)] = find(own - columns)
    return xs, ys, [[find(row * columns + column) for column in range(columns)] for row in range(rows)]


def _clustered(values: list[float]) -> list[float]:
    """The values that are more than `_NEAR` apart."""
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > _NEAR:
            result.append(value)
    return result


def _by_place(rulings: list[Ruling], places: list[float]) -> list[list[Ruling]]:
    """The lines that stand at each place."""
    result: list[list[Ruling]] = [[] for _ in places]
    for ruling in rulings:
        at = max(bisect_right(places, ruling.at + 0.01) - 1, 0)
        result[at].append(ruling)
    return result


def _ruled(rulings: list[Ruling], start: float, end: float) -> bool:
    covered = sum([max(0.0, min(r.end, end) - max(r.start, start)) for r in rulings])
    return covered >= _COVERED * (end - start)


def _grid(
    xs: list[float], ys: list[float], regions: list[list[int]], glyphs: list[Glyph]
) -> Grid | None:
    """The table with its words; None where it is a single cell or has no words."""
    first: dict[int, tuple[int, int]] = {}
    last: dict[int, tuple[int, int]] = {}
    for row, names in enumerate(regions):
        for column, name in enumerate(names):
            r, c = first.setdefault(name, (row, column))
            first[name] = min(r, row), min(c, column)
            r, c = last.setdefault(name, (row, column))
            last[name] = max(r, row), max(c, column)
    inside: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.35 * glyph.size
        row = min(max(bisect_right(ys, y) - 1, 0), len(ys) - 2)
        column = min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
        inside.setdefault(regions[row][column], []).append(glyph)
    # what parts no two cells is no row or column: two lines side by side, a box within
    rows = sorted({row for row, _ in first.values()})
    columns = sorted({column for _, column in first.values()})
    cells = []
    for name, (row, column) in first.items():
        lines = set_lines(inside.get(name, []))
        if lines:
            bottom, right = last[name]
            place = bisect_left(rows, row), bisect_left(columns, column)
            extent = bisect_right(rows, bottom) - place[0], bisect_right(columns, right) - place[1]
            cells.append(
                Cell(*place, *extent, xs[column], ys[row], xs[right + 1], ys[bottom + 1], lines)
            )
    if not cells:
        return None
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(xs[0], ys[0], xs[-1], ys[-1], len(columns), cells)


def _cell_text(lines: list[Line], edge: float) -> str:
    """The words of a cell: lines that were broken joined, the others parted by blanks."""
    text = ""
    if all(len(line.text) == 1 for line in lines):  # a narrow cell that is read downwards
        return "".join([line.text for line in lines])
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None:
            text = line.text
            continue
        broken = before.right + line.first > edge - _SLACK * line.size
        text = join(text, line.text) if broken else f"{text} {line.text}"
    return text.replace("\t", " ").replace("\u3000\u3000", " ")


def join(text: str, more: str) -> str:
    """The words of a line that was broken, with a blank only between Latin words."""
    latin = text[-1:].isascii() and more[:1].isascii()
    words = latin and text[-1:] not in "-/" and (text[-1:].isalpha() or more[:1].isalpha())
    return f"{text} {more}" if words else text + more
