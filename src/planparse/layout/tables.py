"""Tables: their cells with rows and columns, which of them are headers, and what a text hides of them.

Word documents and pages say where their cells are. In plain text a table shows by its tabs, by
Markdown's bars, or by its header's words on lines of their own, and then one line a cell.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from planparse.dates import parse_date
from planparse.rulebook import Rulebook
from planparse.text import Span, TableCell, TracedText, strip

LONGEST_HEAD = 24  # characters of a header's cell
MOST_HEADERS = 3  # rows of a header
FEWEST_ROWS = FEWEST_COLUMNS = 3  # of a table without header whose cells are data all the same
BLANK = " \t\n\u3000\u00a0"


class Cell(NamedTuple):
    """A filled cell: row and column from 1 on, its place in the text, and how far it reaches.

    `header` says whether it is one of the header's; `head` is what the header says over it.
    """

    row: int
    column: int
    start: int
    end: int
    header: bool = False
    rows: int = 1
    columns: int = 1
    head: str | None = None


class Grid(NamedTuple):
    """A table: `start` to `end` are its lines below its title; a table of data `masks` them.

    No line of those heads a division. Signatures in columns and red heads are no data.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    masks: bool


def known_tables(cells: Sequence[TableCell], text: TracedText, rulebook: Rulebook) -> Iterator[Grid]:
    """The tables that the reader found, as they stand in the restored text."""
    for _, of_table in groupby(cells, key=attrgetter("table")):
        found = []
        for cell in of_table:
            start, end = strip(text.text, text.locate(cell.start), text.locate(cell.end), BLANK)
            if start < end:
                found.append(
                    Cell(cell.row, cell.column, start, end, cell.header, cell.rows, cell.columns)
                )
        if found:
            yield make_grid(found, text.text, rulebook)


def make_grid(cells: Sequence[Cell], text: str, rulebook: Rulebook) -> Grid:
    """The table of these cells: its header is found where none of them is marked as one."""
    header = {cell.row for cell in cells if cell.header} or _header_rows(cells, text, rulebook)
    last = max(header, default=0)
    over: dict[int, list[str]] = {}
    result = []
    for cell in cells:
        if cell.row in header:
            words = "".join(text[cell.start : cell.end].split())
            for column in range(cell.column, cell.column + cell.columns):
                over.setdefault(column, []).append(words)
            result.append(cell._replace(header=True))
        else:
            head = " ".join(over.get(cell.column, ())) if cell.row > last else ""
            result.append(cell._replace(header=False, head=head or None))
    # a title in a row of its own above the others is none of the data
    first = next((a for a, b in pairwise(cells) if a.row == b.row), cells[0])
    start = text.rfind("\n", 0, first.start) + 1
    end = text.find("\n", cells[-1].end)
    end = len(text) if end < 0 else end
    return Grid(start, end, tuple(result), bool(header) or _holds_data(cells, text))


def _header_rows(cells: Sequence[Cell], text: str, rulebook: Rulebook) -> set[int]:
    """The rows of the header: the first of several cells, and those that its cells reach into."""
    width = max(cell.column + cell.columns - 1 for cell in cells)
    rows = [list(row) for _, row in groupby(cells, key=attrgetter("row"))]
    first = next((row for row in rows if len(row) > 1), None)
    if first is None or width < 2 or first[0].row == cells[-1].row:
        return set()
    words = [fold(text[cell.start : cell.end]) for cell in first]
    if sum(cell.columns for cell in first) < width or any(len(word) > LONGEST_HEAD for word in words):
        return set()
    known = sum(is_head(word, rulebook) for word in words)
    spans = any(cell.columns > 1 for cell in first)
    depth = min(max(cell.rows for cell in first), MOST_HEADERS) if spans else 1
    header = set(range(first[0].row, first[0].row + depth))
    if known < 2 and 2 * known < len(words):
        below = [cell for row in rows for cell in row if cell.row > max(header)]
        if any(_begins_value(word) or word.endswith(":") for word in words):
            return set()
        if not _holds_numbers(below, text, 1 if spans else 2):
            return set()
    return header


def _begins_value(words: str) -> bool:
    """Whether a cell's folded words begin with a number that is no year."""
    return words[:1].isdecimal() and not (words[:4].isdecimal() and words[4:5] == "年")


def _holds_numbers(cells: Sequence[Cell], text: str, fewest: int) -> bool:
    """Whether one column of the cells is all numbers, at least so many."""
    columns: dict[int, list[bool]] = {}
    for cell in cells:
        columns.setdefault(cell.column, []).append(text[cell.start].isdecimal())
    return any(len(numbers) >= fewest and all(numbers) for numbers in columns.values())


def _holds_data(cells: Sequence[Cell], text: str) -> bool:
    """Whether a table without a header is one of data: it has rows and columns, and no day ends it."""
    rows = {cell.row for cell in cells}
    columns = {cell.column for cell in cells}
    if len(rows) < FEWEST_ROWS or len(columns) < FEWEST_COLUMNS:
        return False
    last = cells[-1]
    return parse_date("".join(text[last.start : last.end].split())) is None


def is_head(words: str, rulebook: Rulebook) -> bool:
    """Whether such folded words stand over the columns of tables: 责任单位, 2025年, 完成时限.

    >>> from planparse.rulebook import default
    >>> [is_head(words, default()) for words in ("责任单位", "2025年目标", "提升产品质量")]
    [True, True, False]
    """
    if len(words) > LONGEST_HEAD:
        return False
    words = words.partition("(")[0] or words
    if words[:4].isdecimal() and words[4:5] == "年":
        return not words[5:] or words[5:] in rulebook.words("structure.year_heads")
    return words.endswith(rulebook.words("structure.table_heads"))


def fold(words: str) -> str:
    """Words without white space, full-width letters and brackets made narrow."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def shown_tables(text: str, outside: Sequence[Span], rulebook: Rulebook) -> Iterator[Grid]:
    """The tables that stand in `text` as tabs or bars, but not in the spans `outside`.

    A row with tabs is one only below a header; rows have as many cells as that, or fewer.
    """
    taken = sorted(outside)
    for rule in rulebook.group("structure.table-rows"):
        if not rule.may_see(text):
            continue
        passed = 0
        of_rule: list[Span] = []
        for found in rule.pattern.finditer(text):
            if found.start() < passed or overlaps(taken, *found.span()):
                continue
            mark = rule.options["mark"]
            rows = _around(text, *found.span()) if mark == "|" else Span(*found.span())
            passed = rows.end
            cells = list(_split(text, rows, mark))
            grid = make_grid(cells, text, rulebook) if cells else None
            if grid is not None and any(cell.header for cell in grid.cells):
                of_rule.append(Span(grid.start, grid.end))
                yield grid
        taken = sorted([*taken, *of_rule])


def overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether `start`:`end` shares a character with one of the sorted `spans`."""
    at = bisect_right(spans, Span(end, -1)) - 1
    return at >= 0 and spans[at].end > start


def _around(text: str, start: int, end: int) -> Span:
    """From the line above the one at `start`:`end` to the last one below it that begins with a bar."""
    above = text.rfind("\n", 0, max(start - 1, 0)) + 1
    while end < len(text) and text[end + 1 : end + 5].lstrip(" \t").startswith("|"):
        end = text.find("\n", end + 1)
        end = len(text) if end < 0 else end
    return Span(above, end)


def _split(text: str, rows: Span, mark: str) -> Iterator[Cell]:
    """The filled cells of consecutive lines whose cells are parted by `mark`."""
    row = 0
    at = rows.start
    while at < rows.end:
        end = text.find("\n", at, rows.end)
        end = rows.end if end < 0 else end
        start, stop = at, end
        at = end + 1
        if mark == "|":
            start, stop = strip(text, start, stop, BLANK)
            start += text.startswith("|", start)
            stop -= text.endswith("|", start, stop)
            if not text[start:stop].strip("|:- \t"):
                continue  # the line between header and rows
        row += 1
        for column, words in enumerate(text[start:stop].split(mark), 1):
            first, last = strip(text, start, start + len(words), BLANK)
            if first < last:
                yield Cell(row, column, first, last)
            start += len(words) + 1
