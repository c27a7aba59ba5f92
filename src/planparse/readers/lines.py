"""The lines of a page, and the tables that some of them are rows of."""

from __future__ import annotations

WIDEST = 60  # columns that a table is laid out on
_LONG_CELL = 200  # characters of a cell that holds running text
_SEVERAL = 4  # lines of such a cell


class Line:
    """One line of text: which element it stands in, how much of it are links, its cells if a row.

    `owner` is the number of the element in document order. A row of a data table has
    `cells`, its table's mark `table`, equal for all rows of it, and its number `row`.
    """

    __slots__ = ("cells", "links", "owner", "row", "table", "text")

    def __init__(self, text: str, owner: int, links: int = 0) -> None:
        self.text = text
        self.owner = owner
        self.links = links
        self.cells: list[str] | None = None
        self.table = -1
        self.row = 0


class Cell:
    """One cell of a table while it is read: its lines and how far it spans."""

    __slots__ = ("columns", "lines", "rows")

    def __init__(self, columns: int, rows: int) -> None:
        self.lines: list[Line] = []
        self.columns = min(max(columns, 1), WIDEST)
        self.rows = min(max(rows, 1), 1000)


class Table:
    """A table while it is read; `lines()` says what becomes of it.

    `number` marks it, `around` is where the lines before it went.
    """

    __slots__ = ("around", "loose", "nested", "number", "owners", "rows")

    def __init__(self, number: int, around: list[Line]) -> None:
        self.number = number
        self.around = around
        self.loose: list[Line] = []  # a caption
        self.rows: list[list[Cell]] = []
        self.owners: list[int] = []
        self.nested = False

    def add_row(self, owner: int) -> None:
        """Begins a row that is the element number `owner`."""
        self.rows.append([])
        self.owners.append(owner)

    def add_cell(self, columns: int, rows: int) -> Cell:
        """Begins a cell in the last row."""
        cell = Cell(columns, rows)
        self.rows[-1].append(cell)
        return cell

    def lines(self) -> list[Line]:
        """One line a row for data; the cells' own lines where the table only lays out a page."""
        if self._lays_out():
            return self.loose + [line for row in self.rows for cell in row for line in cell.lines]
        result = self.loose
        carried: dict[int, int] = {}  # column → rows that a cell above still reaches into
        for number, (row, owner) in enumerate(zip(self.rows, self.owners, strict=True), 1):
            cells: list[str] = []
            _skip(cells, carried)
            links = 0
            for cell in row:
                start = len(cells)
                cells.append(" ".join([line.text.strip().replace("\t", " ") for line in cell.lines]))
                cells += [""] * (cell.columns - 1)
                links += sum([line.links for line in cell.lines])
                if cell.rows > 1:
                    carried.update(dict.fromkeys(range(start, len(cells)), cell.rows - 1))
                _skip(cells, carried)
                if len(cells) > WIDEST:
                    break
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                line = Line("\t".join(cells), owner, links)
                line.cells, line.table, line.row = cells, self.number, number
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
