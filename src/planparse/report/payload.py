"""The facts of a notice as the page carries them: columns of values, no value said twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from planparse.report.characters import as_script, astral, shown
from planparse.report.kinds import KINDS, rows_of
from planparse.writers.tables import TABLES

if TYPE_CHECKING:
    from planparse.report.kinds import Row
    from planparse.report.paper import Paper

Packed = dict[str, Any]


def pack(rows: Sequence[Row]) -> Packed:
    """Rows as columns, each in the shortest of four forms, by the letter that it has.

    `v`: one value where all are alike; `l`: a list; `s`: numbers as steps from one to the next, the
    first from 0; `d` and `i`: the values, and for each row which one.

    >>> rows = [{"name": "财政部", "at": 1000, "it": "是"}, {"name": "财政部", "at": 1002, "it": "否"}]
    >>> pack(rows)["c"]
    {'name': {'v': '财政部'}, 'at': {'s': [1000, 2]}, 'it': {'l': ['是', '否']}}
    """
    columns = {name: _column([row[name] for row in rows]) for name in (rows[0] if rows else ())}
    return {"n": len(rows), "c": columns}


def _column(values: list[Any]) -> Packed:
    spell = json.JSONEncoder(ensure_ascii=False).encode
    spelt = [spell(value) for value in values]
    distinct = {value: at for at, value in enumerate(dict.fromkeys(spelt))}
    if len(distinct) == 1:
        return {"v": values[0]}
    forms: list[Packed] = [{"l": values}]
    if all(type(value) is int for value in values):
        forms.append({"s": [values[0], *(after - before for before, after in pairwise(values))]})
    if 2 * len(distinct) <= len(values):
        forms.append({"d": [json.loads(value) for value in distinct], "i": [distinct[s] for s in spelt]})
    return min(forms, key=lambda form: len(as_script(form)))


def notice_payload(paper: Paper, anchor: str, rows: dict[str, list[Row]]) -> dict[str, Any]:
    """What the page knows of one notice; `anchor` is what its links begin with.

    `rows` are its rows by table; their quotes become spans. Offsets are those of the tables;
    `astral` lists the characters that JavaScript counts twice.
    """
    notice = paper.notice
    make = TABLES["metadata"].rows
    assert make is not None
    labels = {
        kind.letter: [
            {"label": shown(kind.label(row)) if kind.keeps(row) else None} for row in rows[kind.table]
        ]
        for kind in KINDS
        if kind.label is not None
    }
    lists = {found.assignment_id: [found.start, found.end] for found in notice.assignments}
    for row in rows.get("agencies", ()):
        row["quote"] = lists[row["assignment_id"]]
    for table, found in rows.items():
        if table != "agencies" and found and "quote" in found[0]:
            for row in found:
                _drop_quote(row, paper.text)
    for row in rows["repairs"]:  # it stands in the text
        row.pop("replacement", None)
    return {
        "anchor": anchor,
        "title": shown(paper.title),
        "metadata": next(make(notice)),
        "astral": astral(paper.text),
        "tables": {name: pack(found) for name, found in rows.items()},
        "labels": {letter: pack(found) for letter, found in labels.items()},
        "edits": notice.edits,
    }


def table_rows(paper: Paper) -> dict[str, list[Row]]:
    """The rows of every table that a kind of fact is read from, by the table's name."""
    return {table: rows_of(table, paper) for table in dict.fromkeys(kind.table for kind in KINDS)}


def _drop_quote(row: Row, text: str) -> None:
    """The quote as a span, since the words stand in the page."""
    quote = row["quote"]
    at = text.rfind(quote, max(0, row["end"] - len(quote)), row["start"] + len(quote))
    row["quote"] = [at, at + len(quote)] if at >= 0 else quote
