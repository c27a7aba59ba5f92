"""The kinds of facts that a report shows: one row each, and everything else follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.report.characters import shown
from planparse.writers.tables import TABLES, plain

if TYPE_CHECKING:
    from planparse.report.paper import Paper

Row = dict[str, Any]

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈", "=": "", "range": ""}
_CHANGES = {"reach": "", "increase_by": "↑", "decrease_by": "↓", "multiply": "×"}
_DATES = ("issue_date", "effective_date", "expiry_date", "period_start", "period_end")


class Kind(NamedTuple):
    """One kind of fact: where its rows come from, what it is called, how its words are marked.

    `letter` is its own, and names a highlight together with the row's number. `table` is a table
    of `writers.tables`, or `repairs`; `where` keeps only rows with one of these values in a
    column. `key` is the column that its link begins with, `sign` what parts it from a counter
    (empty where the column names the row already). `ink` is a colour of the style sheet, `line`
    a form of marking, which differs without colour too. `label` says the fact where the marked
    words do not (a tab parts what is said from its value), `when` is the column with its deadline,
    for the time line. `marked` is whether its words are highlighted before a reader asks for it,
    `counted` at which place the head of the page has their number, if at all, `listed` whether they
    stand in the list of all facts.
    """

    letter: str
    name: str
    zh: str
    en: str
    table: str
    ink: str
    line: str
    key: str
    sign: str = "."
    where: tuple[str, tuple[Any, ...]] | None = None
    label: Callable[[Row], str] | None = None
    when: str | None = None
    marked: bool = True
    counted: int = 0
    listed: bool = True

    def keeps(self, row: Row) -> bool:
        """Whether the row of its table is one of this kind.

        >>> dates = find_kind("dates")
        >>> dates.keeps({"field": "issue_date"}), dates.keeps({"field": "title"})
        (True, False)
        """
        return self.where is None or row[self.where[0]] in self.where[1]


def measure_of(row: Row) -> str:
    """A target's value with its bound and unit.

    >>> row = {"change": "increase_by", "comparator": ">=", "value": 60, "value_max": None, "unit": "%"}
    >>> measure_of(row), measure_of(row | {"change": "reach", "value": 300_000_000_000, "unit": "元"})
    ('↑ ≥ 60%', '≥ 3,000亿元')
    """
    value = _size(row["value"])
    if row["value_max"] is not None:
        value += f"–{_size(row['value_max'])}"
    signs = (_CHANGES[row["change"]], _SIGNS[row["comparator"]], f"{value}{row['unit'] or ''}")
    return " ".join(filter(None, signs))


def _milestone(row: Row) -> str:
    return f"{row['action'] or ''}{row['object'] or ''}\t{row['deadline'] or row['recurrence'] or ''}"


def _size(value: float) -> str:
    """A number with 万 or 亿, where that says all of it."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        share = round(value / unit, 4)
        if value >= unit and share * unit == value:
            return f"{share:,.10g}{name}"
    return f"{value:,}"


def _target(row: Row) -> str:
    return " ".join(filter(None, (row["subject"], row["indicator"]))) + "\t" + measure_of(row)


# A kind whose highlight should win where two begin and end alike stands further down.
KINDS: tuple[Kind, ...] = (
    Kind("d", "measures", "措施", "Measures", "divisions", "red", "number", "division_id", "",
         ("measure", (True,)), counted=1),
    Kind("x", "diagnostics", "提示", "Notes", "diagnostics", "red", "wavy", "code",
         label=lambda row: str(row["message"]), counted=6),
    Kind("h", "head", "文头信息", "Head", "fields", "green", "dashed", "field",
         where=("field", tuple(sorted({*TABLES["metadata"].columns} - {*_DATES}))), marked=False),
    Kind("w", "dates", "日期", "Dates", "fields", "green", "double", "field", where=("field", _DATES)),
    Kind("m", "mentions", "提及单位", "Bodies named", "mentions", "blue", "dotted", "division_id", "@",
         marked=False),
    Kind("q", "quantities", "其他数量", "Other numbers", "quantities", "ochre", "dotted", "quantity_id",
         "", marked=False),
    Kind("f", "references", "引用文件", "References", "references", "grey", "solid", "reference_id", "",
         marked=False),
    Kind("p", "programmes", "专项行动", "Programmes", "programmes", "red", "dashed", "programme_id", "",
         marked=False),
    Kind("s", "milestones", "时间节点", "Milestones", "milestones", "green", "solid", "milestone_id", "",
         None, _milestone, "deadline", counted=4),
    Kind("a", "agencies", "责任单位", "Bodies", "agencies", "blue", "solid", "assignment_id", counted=2),
    Kind("t", "targets", "目标", "Targets", "targets", "ochre", "box", "target_id", "", None, _target,
         "deadline", counted=3),
    Kind("r", "repairs", "文字修复", "Repairs", "repairs", "grey", "dotted", "rule",
         counted=5, listed=False),
)  # fmt: skip


def find_kind(name: str) -> Kind:
    """The kind called `name`; KeyError where there is none."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise KeyError(name)


def rows_of(table: str, paper: Paper) -> list[Row]:
    """The rows that a notice has in a table, with what the report adds to them.

    A division has what it is called in a line, and says whether it is a measure. What the page
    holds anyway (the notice's name, the words of a division) is left out.
    """
    if table == "repairs":
        return [repair._asdict() for repair in paper.repairs]
    make = TABLES[table].rows
    assert make is not None
    rows = list(make(paper.notice))
    for row in rows:
        if table == "divisions":
            row["caption"] = shown(paper.captions[row["division_id"]])
            row["measure"] = row["division_id"] in paper.measures
            del row["text"]
        del row["notice_id"], row["source_name"]
        for name, value in row.items():
            row[name] = plain(value)
    return rows
