"""Columns of bodies: the lists of a table that says in its header who answers for a row.

A 任务分工表 has its bodies in columns (责任单位; 牵头单位 and 配合单位), one list a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planparse.bodies.brackets import COVER, cover
from planparse.bodies.mandates import Mandate
from planparse.bodies.rosters import Grammar, Label, Roster
from planparse.layout.tables import Cell, Grid
from planparse.outline import Outline

_BLANK = re.compile(r"\s+")
_CONFIDENCE = 0.9
_ROLES = ("lead", "support", "unspecified")


def find_columns(outline: Outline, grammar: Grammar, grids: Sequence[Grid]) -> Iterator[Mandate]:
    """The lists in columns of bodies, one for the cells of a row that begin and end in the same rows.

    A list answers for its row, or for all rows that its cells reach over. Its deadline is what
    a column of deadlines says beside it.
    """
    text = outline.text
    for grid in grids:
        labels = {
            head: _label(head, grammar) for head in {cell.head for cell in grid.cells if cell.head}
        }
        if not any(label is not None and label.role in _ROLES for label in labels.values()):
            continue
        rows: dict[int, list[Cell]] = {}
        groups: dict[tuple[int, int], list[tuple[Cell, Label]]] = {}
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.rows):
                rows.setdefault(row, []).append(cell)
            label = labels.get(cell.head) if cell.head and not cell.header else None
            if label is not None and label.role in _ROLES:
                groups.setdefault((cell.row, cell.rows), []).append((cell, label))
        for (row, reach), cells in groups.items():
            first, last = cells[0][0].start, cells[-1][0].end
            roster = _join([_read(text, cell, label, grammar) for cell, label in cells])
            if not roster.sound or roster.other or roster.rule is None:
                continue
            beside = [cell for n in range(row, row + reach) for cell in rows[n] if not cell.header]
            due = {
                text[cell.start : cell.end]
                for cell in beside
                if cell.head and (label := labels[cell.head]) is not None and label.role == "deadline"
            }
            if len(due) == 1:
                roster.deadline = roster.deadline or due.pop()
            found = Mandate(roster, first, last, roster.rule.id, _CONFIDENCE)
            found.node = outline.numbered(outline.at(first))
            found.scope = min(cell.start for cell in beside), max(cell.end for cell in beside)
            yield found


def _label(head: str, grammar: Grammar) -> Label | None:
    """What the header over a column says of it, as a label of a list: 牵 头 单 位（部门）."""
    words = _BLANK.sub("", cover(head)).replace(COVER, "")
    label = grammar.label(f"{words}：")
    return label if label is not None and label.rule is not None else None


def _read(text: str, cell: Cell, label: Label, grammar: Grammar) -> Roster:
    """The roster of one cell; a line's end parts names where each line ends as a name does."""
    lines = text[cell.start : cell.end].split("\n")
    each = len(lines) > 1 and all(grammar.ends_in_name(line.strip()) for line in lines if line.strip())
    return grammar.read(text, cell.start, cell.end, lines=each, label=label)


def _join(rosters: Sequence[Roster]) -> Roster:
    """One roster of the cells of a row; beside a leader the others support."""
    joined = rosters[0]
    for roster in rosters[1:]:
        joined.members += roster.members
        joined.open_ended = joined.open_ended or roster.open_ended
        joined.phrase = joined.phrase or roster.phrase
        joined.deadline = joined.deadline or roster.deadline
        joined.led = joined.led or roster.led
        joined.first_leads = joined.first_leads or roster.first_leads
        joined.prose += roster.prose
        joined.unsound += roster.unsound
    if joined.led:
        for member in joined.members:
            if member.role == "unspecified":
                member.role = "support"
    return joined
