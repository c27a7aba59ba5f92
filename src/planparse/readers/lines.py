"""The lines of a page or a document, the tables that some of them are rows of, and their source."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from planparse.text import Source, TableCell

WIDEST = 60  # columns that a table is laid out on
_LONG_CELL = 200  # characters of a cell that holds running text
_SEVERAL = 4  # lines of such a cell
_NO_EXTENTS: dict[int, tuple[int, int]] = {}  # of a line that is no row


class Line:
    """One line of text: which element it stands in, how much of it are links, its cells if a row.

    `owner` is the number of the element in document order. A row of a data table has
    `cells`, its table's mark `table`, equal for all rows of it, and its number `row`;
    `extents` holds how many rows and columns a cell covers, by its column, `header` whether the
    file marks the row as one. `place` is set where a line is no paragraph of the text; one that
    `goes_on` belongs to the paragraph before it. The cell beside a `lone` one is empty: what
    follows it is no value of it.
    """

    __slots__ = (
        "cells", "extents", "goes_on", "header", "links", "lone", "owner", "place", "row", "table",
        "text",
    )  # fmt: skip

    def __init__(self, text: str, owner: int = 0, links: int = 0, place: str = "") -> None:
        self.text = text
        self.owner = owner
        self.links = links
        self.place = place
        self.goes_on = self.lone = False
        self.cells: list[str] | None = None
        self.extents = _NO_EXTENTS
        self.header = False
        self.table = -1
        self.row = 0


class Cell:
    """One cell of a table while it is read: its lines and how far it spans.

    A cell that `continues` belongs to the one above it (Word writes merged cells so).
    """

    __slots__ = ("columns", "continues", "heads", "lines", "rows")

    def __init__(self, columns: int, rows: int, heads: bool = False) -> None:
        self.lines: list[Line] = []
        self.columns = min(max(columns, 1), WIDEST)
        self.rows = min(max(rows, 1), 1000)
        self.heads = heads
        self.continues = False


class Table:
    """A table while it is read; `lines()` says what becomes of it.

    `number` marks it, `around` is where the lines before it went, `headers` are the rows
    that the file marks as such, `deleted` those that a tracked change took out, `notes` are
    lines that follow it.
    """

    __slots__ = (
        "around", "deleted", "headers", "loose", "nested", "notes", "number", "owners", "rows",
    )  # fmt: skip

    def __init__(self, number: int, around: list[Line]) -> None:
        self.number = number
        self.around = around
        self.loose: list[Line] = []  # a caption
        self.rows: list[list[Cell]] = []
        self.owners: list[int] = []
        self.headers: set[int] = set()
        self.deleted: set[int] = set()
        self.notes: list[Line] = []
        self.nested = False

    def add_row(self, owner: int = 0) -> None:
        """Begins a row that is the element number `owner`."""
        self.rows.append([])
        self.owners.append(owner)

    def add_cell(self, columns: int = 1, rows: int = 1, heads: bool = False) -> Cell:
        """Begins a cell in the last row; `heads` where the file marks it as one of a header."""
        cell = Cell(columns, rows, heads)
        self.rows[-1].append(cell)
        return cell

    def lines(self) -> list[Line]:
        """One line a row for data; the cells' own lines where the table only lays out a page."""
        if self.deleted:
            for number in self.deleted:
                self.rows[number] = []
        if self._lays_out():
            for row in self.rows:
                for cell, beside in pairwise(row):
                    if cell.lines and not beside.lines:
                        cell.lines[-1].lone = True
            return self.loose + [line for row in self.rows for cell in row for line in cell.lines]
        result = self.loose
        carried: dict[int, int] = {}  # column → rows that a cell above still reaches into
        open_cells: dict[int, tuple[Line, tuple[int, int]]] = {}  # column → what a cell may continue
        for number, (row, owner) in enumerate(zip(self.rows, self.owners, strict=True), 1):
            line = Line("", owner)
            line.extents = {}
            cells: list[str] = []
            _skip(cells, carried)
            for cell in row:
                start = len(cells)
                cells.append(" ".join([part.text.strip().replace("\t", " ") for part in cell.lines]))
                cells += [""] * (cell.columns - 1)
                line.links += sum([part.links for part in cell.lines])
                if cell.continues and start in open_cells:
                    above, (rows, columns) = open_cells[start]
                    open_cells[start] = above, (rows + 1, columns)
                    above.extents[start] = (rows + 1, columns)
                else:
                    rows = min(cell.rows, len(self.rows) - number + 1)
                    line.extents[start] = (rows, cell.columns)
                    open_cells[start] = line, (rows, cell.columns)
                if cell.rows > 1:
                    carried.update(dict.fromkeys(range(start, len(cells)), cell.rows - 1))
                _skip(cells, carried)
                if len(cells) > WIDEST:
                    break
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                line.text = "\t".join(cells)
                line.cells, line.table, line.row = cells, self.number, number
                filled = [cell.heads for cell in row if cell.lines]
                line.header = number - 1 in self.headers or all(filled)
                result.append(line)
        return result

    def _lays_out(self) -> bool:
        if self.nested:
            return True
        filled = [[cell for cell in row if cell.lines] for row in self.rows]
        of_several = [row for row in filled if len(row) > 1]
        if not of_several:
            return True
        return len(of_several) < 3 and any(
            len(cell.lines) >= _SEVERAL and sum([len(line.text) for line in cell.lines]) >= _LONG_CELL
            for row in of_several
            for cell in row
        )


def _skip(cells: list[str], carried: dict[int, int]) -> None:
    """Adds an empty cell for each column that a cell above reaches into."""
    while carried.get(len(cells), 0) > 0 and len(cells) <= WIDEST:
        carried[len(cells)] -= 1
        cells.append("")


def put_together(lines: Iterable[Line], name: str, kind: str, encoding: str) -> Source:
    """The source of `lines`, each on a line of its own, with its tables and places for a person."""
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    found: list[TableCell] = []
    at = paragraphs = tables = 0
    table = -1
    for line in lines:
        if line.cells is None:
            paragraphs += not (line.place or (line.goes_on and paragraphs))
            places.append((at, line.place or f"paragraph {paragraphs}"))
        else:
            if line.table != table:
                table = line.table
                tables += 1
            cell_at = at
            for column, cell in enumerate(line.cells):
                end = cell_at + len(cell)
                if cell or column == 0:
                    places.append((cell_at, f"table {tables} row {line.row} cell {column + 1}"))
                if cell:
                    rows, columns = line.extents.get(column, (1, 1))
                    found.append(
                        TableCell(tables, line.row, column + 1, cell_at, end, line.header, rows, columns)
                    )
                cell_at = end + 1
        parts.append(line.text)
        at += len(line.text) + 1
    return Source("\n".join([*parts, ""]), name, kind, encoding, places, cells=found)
