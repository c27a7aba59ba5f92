"""Tables: the cells that a notice's readers know, and those that its text shows."""

from __future__ import annotations

from operator import attrgetter

from planparse.layout.flattened import flattened_tables
from planparse.layout.tables import Grid, known_tables, shown_tables
from planparse.rulebook import Rulebook
from planparse.text import Source, Span, TracedText


def find_tables(source: Source, text: TracedText, rulebook: Rulebook) -> list[Grid]:
    """The tables of a notice, in the order of its restored text; none overlaps another.

    Cells that the reader found stand as they are; besides them are tables parted by tabs or
    bars, or flattened to one cell a line.

    >>> from planparse.rulebook import default
    >>> text = "任务\\t责任单位\\n提升质量\\t财政部\\n"
    >>> [grid] = find_tables(Source(text), TracedText(text), default())
    >>> [(cell.row, cell.column, cell.head) for cell in grid.cells if not cell.header]
    [(2, 1, '任务'), (2, 2, '责任单位')]
    """
    grids = list(known_tables(source.cells, text, rulebook))
    spans = [Span(grid.start, grid.end) for grid in grids]
    for find in (shown_tables, flattened_tables):
        found = list(find(text.text, spans, rulebook))
        grids += found
        spans += [Span(grid.start, grid.end) for grid in found]
    return sorted(grids, key=attrgetter("start"))
