"""Pages of print: what stands on each in the order of reading, lines and rows of tables."""

from __future__ import annotations

from typing import NamedTuple

from planparse.readers.pdf.alignment import set_rows
from planparse.readers.pdf.columns import in_columns, side_of
from planparse.readers.pdf.glyphs import PageContent
from planparse.readers.pdf.grids import Grid, GridRow, find_grids, join
from planparse.readers.pdf.lines import Line, set_lines, with_blanks
from planparse.readers.pdf.margins import find_margins
from planparse.readers.pdf.vertical import is_vertical, lay_down

_BOX = 10  # the first frame of a box; those below are columns
_NEAR = 6.0  # points by which a table on two pages may differ
_FILLED = 0.8  # share of the rows whose first cell is filled where an empty one begins no row


class Row(NamedTuple):
    """A row of a table: its cells, the page, the numbers of the table and of the row in it.

    `extents` says how many rows and columns each cell with words covers, by its column.
    """

    cells: list[str]
    page: int
    table: int
    number: int
    extents: dict[int, tuple[int, int]]


class Break(NamedTuple):
    """Where a box begins or ends: no paragraph goes on."""

    page: int


Item = Line | Row | Break


class _Table(NamedTuple):
    """A table on its page: from where to where it reaches, in which column, and its rows."""

    top: float
    bottom: float
    left: float
    right: float
    frame: int
    rows: list[GridRow]


class Pages:
    """The pages of one file, added as they are read; `items` gives what is in them."""

    def __init__(self) -> None:
        self._lines: list[list[Line]] = []
        self._breaks: list[list[float]] = []
        self._tables: list[list[_Table]] = []
        self._heights: list[float] = []
        self.widths: list[float] = []
        self._gutter: float | None = None
        self._vertical = False

    def add(self, content: PageContent) -> None:
        """Lays out the next page."""
        self._vertical = is_vertical(content.glyphs, self._vertical)
        if self._vertical:
            content = lay_down(content)
        grids, rest = find_grids(content.rulings, with_blanks(content.glyphs))
        tables = []
        lines, gutter = in_columns(set_lines(rest), self._gutter)
        self._gutter = self._gutter if gutter is None else gutter
        breaks = []
        for grid in grids:
            if grid.columns == 1:
                lines = _with_box(lines, grid)
                breaks += [cell.top for cell in grid.cells] + [grid.bottom]
            else:
                corners = grid.top, grid.bottom, grid.left, grid.right
                tables.append(_Table(*corners, side_of(grid.left, grid.right, gutter), grid.rows()))
        self._lines.append(set_rows(lines))
        self._breaks.append(breaks)
        self._tables.append(tables)
        self._heights.append(content.height)
        self.widths.append(content.width)

    def items(self) -> list[Item]:
        """Lines and rows in the order of reading, without what the margins of pages hold."""
        margins = find_margins(self._lines, self._heights)
        items: list[Item] = []
        joined = _Joined()
        for index, lines in enumerate(self._lines):
            page = index + 1
            kept = [line for number, line in enumerate(lines) if (index, number) not in margins]
            tables = sorted(self._tables[index], key=lambda table: (table.frame, table.top))
            breaks = sorted(self._breaks[index])
            last = max([line.base for line in kept], default=0.0)
            first = min([line.base for line in kept], default=self._heights[index])
            aligned = 0
            for number, line in enumerate(kept, 1):
                while tables and _stands_before(tables[0], line):
                    table = tables.pop(0)
                    _add_rows(items, joined.rows(table, page, table.top < first, table.bottom > last))
                while breaks and breaks[0] < line.base:
                    breaks.pop(0)
                    items.append(Break(page))
                if line.pieces:
                    aligned += 1
                    joined.table += aligned == 1
                    cells = [piece.text for piece in line.pieces]
                    extents = dict.fromkeys(range(len(cells)), (1, 1))
                    items.append(Row(cells, page, joined.table, aligned, extents))
                else:
                    aligned = 0
                    items.append(line._replace(page=page, number=number))
            for table in tables:
                _add_rows(items, joined.rows(table, page, table.top < first, table.bottom > last))
            if breaks and breaks[-1] > last and kept and kept[-1].frame < _BOX:
                items.append(Break(page))
        return items


def _stands_before(table: _Table, line: Line) -> bool:
    """Whether a table is read before a line."""
    if line.frame in (0, table.frame):
        return table.top < line.base
    return 0 < table.frame < line.frame < _BOX


class _Joined:
    """Counts tables, and joins one to its rest on the next page."""

    def __init__(self) -> None:
        self.table = 0
        self._open: _Table | None = None  # the last one, where it reaches down to the end of its page
        self._page = 0
        self._row = 0

    def rows(self, table: _Table, page: int, at_top: bool, at_bottom: bool) -> list[Row]:
        """The rows of a table, without a head that stood on the page before.

        A row that a page's end broke has the number of its first half.
        """
        before = self._open if at_top and page == self._page + 1 else None
        if before is not None and not (
            abs(before.left - table.left) < _NEAR and abs(before.right - table.right) < _NEAR
        ):
            before = None
        rows = table.rows
        if before is None:
            self.table += 1
            self._row = 0
        else:
            if rows and rows[0].cells == before.rows[0].cells:
                rows = rows[1:]
            filled = sum([bool(row.cells[0]) for row in before.rows])
            if rows and not rows[0].cells[0] and filled >= _FILLED * max(len(before.rows), 2):
                self._row -= 1
        first = self._row + 1
        self._row += len(rows)
        self._page = page
        known = before.rows if before is not None else []
        self._open = table._replace(rows=known + rows) if at_bottom and table.rows else None
        return [
            Row(row.cells, page, self.table, number, row.extents)
            for number, row in enumerate(rows, first)
        ]


def _add_rows(items: list[Item], rows: list[Row]) -> None:
    """Adds rows to `items`; one that a page's end broke is put together again."""
    last = items[-1] if items else None
    if rows and isinstance(last, Row) and (last.table, last.number) == (rows[0].table, rows[0].number):
        width = max(len(last.cells), len(rows[0].cells))
        halves = [cells + [""] * (width - len(cells)) for cells in (last.cells, rows[0].cells)]
        cells = [
            join(one, other) if one and other else one or other
            for one, other in zip(*halves, strict=True)
        ]
        items[-1] = last._replace(cells=cells, extents=rows[0].extents | last.extents)
        rows = rows[1:]
    items += [row._replace(cells=_stripped(row.cells)) for row in rows]


def _stripped(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _with_box(lines: list[Line], grid: Grid) -> list[Line]:
    """`lines` with those of a box among them; they have margins of their own."""
    frame = _BOX + int(grid.left) * 10_000 + int(grid.right)
    own = [line._replace(frame=frame) for cell in grid.cells for line in cell.lines]
    at = next((n for n, line in enumerate(lines) if line.base > grid.top), len(lines))
    return [*lines[:at], *own, *lines[at:]]
