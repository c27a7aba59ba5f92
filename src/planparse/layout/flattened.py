"""Flattened tables: one cell a line, their rows told by the header's words and by what repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.layout.tables import LONGEST_HEAD, Cell, Grid, fold, is_head, make_grid, overlaps
from planparse.rulebook import Rulebook
from planparse.text import Span

NUMBER = "序号"
MOST_COLUMNS, MOST_ROWS = 12, 2_000
LONGEST_CELL, LONGEST_VALUE = 600, 60
FEWEST_HEADS, FEWEST_ROWS = 3, 2
_MARKS = "≥≤><＞＜〔[【（(约%％+-—－ "
_KINDS = ("约束性", "预期性", "约束", "预期")
_GROUPS = "一二三四五六七八九十（("


def flattened_tables(text: str, outside: Sequence[Span], rulebook: Rulebook) -> Iterator[Grid]:
    """The tables of `text` that were flattened to one cell a line, but not in the spans `outside`.

    A table begins with 序号, and its rows then with 1, 2, …; or with at least three words that
    stand over columns, and then it goes on as long as one column holds nothing but values.

    >>> from planparse.rulebook import default
    >>> text = "序号\\n市\\n幼儿园（所）\\n1\\n甲市\\n34\\n2\\n乙市\\n14\\n说明"
    >>> [grid] = flattened_tables(text, [], default())
    >>> [(c.row, c.column, text[c.start : c.end], c.head) for c in grid.cells][-2:]
    [(3, 2, '乙市', '市'), (3, 3, '14', '幼儿园（所）')]
    """
    rule = rulebook.rule("structure.table-opening")
    if not rule.may_see(text):
        return
    taken = sorted(outside)
    passed = 0
    for found in rule.pattern.finditer(text):
        start = found.start("head")
        if start < passed or overlaps(taken, start, start + 1):
            continue
        lines = _Lines(text, start)
        numbered = fold(found["head"]) == NUMBER
        cells = _numbered(lines) if numbered else _valued(lines, rulebook)
        if cells:
            grid = make_grid(cells, text, rulebook)
            grid = grid._replace(end=max(grid.end, lines.end), masks=True)
            yield grid
            passed = grid.end


class _Lines:
    """The lines from an offset on that hold words, read only as far as they are asked for.

    `end` is where the table was said to end.
    """

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.end = start
        self._spans: list[tuple[int, int]] = []
        self._at = start

    def span(self, number: int) -> tuple[int, int] | None:
        """The place of line `number`, or None behind the last."""
        while len(self._spans) <= number:
            if self._at >= len(self.text):
                return None
            end = self.text.find("\n", self._at)
            end = len(self.text) if end < 0 else end
            words = self.text[self._at : end]
            if words.strip():
                first = self._at + len(words) - len(words.lstrip())
                self._spans.append((first, first + len(words.strip())))
            self._at = end + 1
        return self._spans[number]

    def words(self, number: int) -> str:
        """The line's words, folded; empty behind the last."""
        span = self.span(number)
        return fold(self.text[slice(*span)][:LONGEST_CELL]) if span else ""

    def cell(self, number: int, row: int, column: int, header: bool = False) -> Cell:
        """The line as a cell."""
        start, end = self._spans[number]
        self.end = max(self.end, end)
        return Cell(row, column, start, end, header)


def _numbered(lines: _Lines) -> list[Cell]:
    """The cells of a table whose header begins with 序号: each row begins with the next number."""
    width = next((n for n in range(1, MOST_COLUMNS + 2) if _ordinal(lines.words(n)) == 1), 0)
    if not 2 <= width <= MOST_COLUMNS or any(len(lines.words(n)) > LONGEST_HEAD for n in range(width)):
        return []
    cells = [lines.cell(n, 1, n + 1, True) for n in range(width)]
    at, row, whole = width, 1, 0
    for number in range(1, MOST_ROWS):
        if _ordinal(lines.words(at)) != number:
            break
        row += 1
        following = _next_row(lines, at, width, number + 1)
        length = (following or at + width) - at
        ends = lines.span(at + length - 1)
        if ends is None:
            break
        if length == width or (length == width + 1 and lines.words(at + width)[:1] in _GROUPS):
            whole += 1
            cells += [lines.cell(at + n, row, n + 1) for n in range(width)]
            if length > width:  # the title of the group of rows that follow
                row += 1
                cells.append(lines.cell(at + width, row, 1))
        else:  # which cells are missing, or have several lines, nothing says
            lines.end = max(lines.end, ends[1])
        if following is None:
            break
        at = following
    return cells if whole >= FEWEST_ROWS else []


def _next_row(lines: _Lines, at: int, width: int, number: int) -> int | None:
    """The line that begins the row `number`: right behind this row, else near it."""
    lengths: list[int] = [width, width + 1, *range(2, 3 * width)]
    for length in lengths:
        if _ordinal(lines.words(at + length)) == number:
            return at + length
    return None


def _ordinal(words: str) -> int:
    """The number that a cell holds and nothing else; 0 for none."""
    words = words.rstrip(".、")
    return int(words) if words.isdecimal() and len(words) <= 4 else 0


def _valued(lines: _Lines, rulebook: Rulebook) -> list[Cell]:
    """The cells of a table without row numbers: a row is as many lines as there are heads."""
    width = 0
    while width <= MOST_COLUMNS and is_head(lines.words(width), rulebook):
        width += 1
    if not FEWEST_HEADS <= width <= MOST_COLUMNS:
        return []
    cells = [lines.cell(n, 1, n + 1, True) for n in range(width)]
    at, row, whole = width, 1, 0
    columns = set(range(1, width))
    while row < MOST_ROWS:
        values = _values(lines, at, width) & columns
        shifted = _values(lines, at + 1, width) & columns
        if len(shifted) > len(values) and len(lines.words(at)) <= LONGEST_HEAD:
            row += 1
            cells.append(lines.cell(at, row, 1))  # the title of a group of rows
            at += 1
        elif values:
            row, whole, columns = row + 1, whole + 1, values
            cells += [lines.cell(at + n, row, n + 1) for n in range(width)]
            at += width
        else:
            break
    return cells if whole >= FEWEST_ROWS else []


def _values(lines: _Lines, at: int, width: int) -> set[int]:
    """Which columns of the row at line `at` hold values, where the row may be one."""
    words = [lines.words(at + n) for n in range(width)]
    if not all(words) or any(len(word) > LONGEST_VALUE or "。" in word for word in words):
        return set()
    return {
        n
        for n, word in enumerate(words)
        if word.strip("()") in _KINDS or word.lstrip(_MARKS)[:1].isdecimal()
    }
