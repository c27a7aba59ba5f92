"""Grids: tables of figures, their cells parted by tabs or each on a line of its own.

`find_tables` gives the number cells that set something: in a table that parts a task among
places each value is of its column's head, in a table of indicators of its row's name.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = "序号"
_PLACES = (
    "市", "县", "区", "地区", "市县", "县区", "市（州）", "单位", "市别", "地市", "州市", "乡镇", "城市",
)  # fmt: skip
_NAMES = (
    "指标", "指标名称", "主要指标", "目标", "项目", "名称", "指标内容", "目标名称", "任务", "建设内容",
)  # fmt: skip
_VALUES = ("目标", "预期", "规划值", "任务数", "计划数")
_UNITS = ("单位", "计量单位")
_TOTALS = ("合计", "总计", "小计", "全省", "全市", "总数")
_NOTES = (
    "备注", "责任单位", "牵头单位", "属性", "指标属性", "完成时限", "时限", "类别", "类型",
)  # fmt: skip
_MARKS = "≥≤><＞＜〔〕[]【】约%％+"
_WIDEST, _LONGEST = 12, 40  # columns of a table, characters of a name
_BLANK = " \u3000\u00a0*"


Rows = list[list[tuple[int, int]]]


class Cell(NamedTuple):
    """A number cell at `start`:`end`; `place` is the row it quotes from, `year` its column's or None.

    `unit` is as the table writes it (万吨), or empty where the cell itself has one.
    """

    start: int
    end: int
    row: int
    subject: str
    indicator: str
    unit: str
    year: str


def find_tables(text: str) -> Iterator[tuple[int, list[Cell]]]:
    """Where each table begins, and its number cells that name a value.

    >>> table = "序号\\t市\\t幼儿园（所）\\n1\\t甲市\\t34\\n2\\t乙市\\t14"
    >>> [(c.subject, c.indicator, table[c.start:c.end]) for _, row in find_tables(table) for c in row]
    [('甲市', '幼儿园', '34'), ('乙市', '幼儿园', '14')]
    """
    for read, mark in ((_tabbed, "\t"), (_numbered, _NUMBER)):
        at = text.find(mark)
        while at >= 0:
            rows, to = read(text, at)
            cells = _read_rows(text, rows) if len(rows) > 1 else []
            if cells:
                yield rows[0][0][0], cells
            at = text.find(mark, max(to, at + 1))


def _read_rows(text: str, rows: Rows) -> list[Cell]:
    heads = ["".join(text[a:b].split()).strip(_BLANK) for a, b in rows[0]]
    named = next((i for i, head in enumerate(heads) if head in (*_PLACES, *_NAMES)), -1)
    if named < 0 or (heads[named] in _UNITS and any(head in _NAMES for head in heads)):
        return []
    parted = heads[named] not in _NAMES
    column = next((i for i, head in enumerate(heads) if head in _UNITS and i != named), -1)
    found: list[Cell] = []
    for row in rows[1:]:
        name = text[slice(*row[named])].strip(_BLANK)
        if not name or name[0].isdecimal() or name in _TOTALS or len(name) > _LONGEST:
            continue
        for i, (a, b) in enumerate(row):
            head, measured = _split_unit(heads[i])
            value = text[a:b].strip(_MARKS + _BLANK)
            if i in (named, column) or head in (_NUMBER, *_NOTES) or not value[:1].isdecimal():
                continue
            year = head[:4] if head[:4].isdecimal() and head[4:5] == "年" else ""
            if parted and head and not year:
                found.append(Cell(a, b, row[named][0], name, head, measured, ""))
            elif not parted and (year or any(word in head for word in _VALUES)):
                indicator, own = _split_unit(name)
                unit = text[slice(*row[column])].strip(_BLANK) if column >= 0 else own or measured
                found.append(Cell(a, b, row[named][0], "", indicator, unit, year))
    return found


def _tabbed(text: str, at: int) -> tuple[Rows, int]:
    """The rows of cells parted by tabs from the line of `at` on, and where they end.

    All are as wide as the first; others are left out, and a line without a tab ends the table.
    """
    rows: Rows = []
    start = text.rfind("\n", max(0, at - _WIDEST * _LONGEST), at) + 1
    for a, b in _lines(text, start):
        cells = [(a, b)]
        while (tab := text.find("\t", cells[-1][0], b)) >= 0:
            cells[-1] = (cells[-1][0], tab)
            cells.append((tab + 1, b))
        if len(cells) == 1 or len(cells) > _WIDEST:
            return rows, b
        if not rows or len(cells) == len(rows[0]):
            rows.append(cells)
    return rows, len(text)


def _numbered(text: str, at: int) -> tuple[Rows, int]:
    """The rows of a table with a cell on each line, told apart by 序号 and the numbers 1, 2, …."""
    cells = ((a, b) for a, b in _lines(text, at) if text[a:b].strip(_BLANK))
    head: list[tuple[int, int]] = []
    first = next(cells)
    if text[slice(*first)].strip(_BLANK) != _NUMBER:
        return [], first[1]
    head.append(first)
    for first in cells:
        if text[slice(*first)].strip(_BLANK) == "1" or len(head) > _WIDEST:
            break
        head.append(first)
    rows: Rows = [head]
    while first and text[slice(*first)].strip(_BLANK) == str(len(rows)):
        row = [first, *islice(cells, len(head) - 1)]
        if len(row) < len(head):
            break
        rows.append(row)
        first = next(cells, (0, 0))
    return rows, rows[-1][-1][1]


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < len(text):
        line = text.find("\n", at)
        line = len(text) if line < 0 else line
        if line > at:
            yield at, line
        at = line + 1


def _split_unit(head: str) -> tuple[str, str]:
    """The words of a head without the unit in brackets behind them, and the unit."""
    for opening, closing in ("（）", "()"):
        cut = head.rfind(opening)
        if cut > 0 and head.endswith(closing) and len(head) - cut < 10:
            return head[:cut], head[cut + 1 : -1]
    return head, ""
