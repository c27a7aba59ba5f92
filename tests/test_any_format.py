"""Any text whatever in every format: nothing raises, nothing is lost, nothing is taken for something else."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planparse.writers import Layout
from planparse.writers.captions import TABLES_ZH
from planparse.writers.cells import encodable
from planparse.writers.columns import carried, types
from planparse.writers.measures import beyond
from planparse.writers.tables import TABLES
from test_formats import check_chunks, in_sql, shown, squeezed, tokens, typed, workbook, write
from test_invariants import parsed, texts

# Each makes a workbook and a database.
FEW = max(settings.default.max_examples // 5, 1) if settings.default else 1
MARKS = st.text("*_`#-+>|<&[]()!~=\\ \t\n1.一、（甲乙。", max_size=60)


@given(texts, st.sampled_from([1, 5, 40, 500]))
@example("\ud800一、甲", 500)
def test_chunks_tile_any_text(text: str, max_chars: int) -> None:
    check_chunks(parsed(text), max_chars)


@given(st.one_of(texts, MARKS))
@example("一、甲\n1. 乙\n```\n丙")
def test_markdown_says_any_text(text: str) -> None:
    notice = parsed(text)
    found = tokens(write("md", [notice], Layout(one=True)).decode())
    said = squeezed("".join(shown(token) for token in found if token.type == "inline"))
    for division in notice.divisions:
        if division.kind != "furniture":
            for line in re.split(r"[\n\t]", beyond(division.text, division)):
                assert squeezed(encodable(line)) in said
    blocks = {token.type for token in found}
    assert not blocks & {
        "hr",
        "fence",
        "code_block",
        "html_block",
        "blockquote_open",
        "ordered_list_open",
    }


@given(texts)
@settings(max_examples=FEW)
def test_binary_formats_hold_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    notice = parsed(text)
    book = workbook(write("xlsx", [notice], Layout()))
    path = tmp_path_factory.getbasetemp() / "any.sqlite"
    Path(path).write_bytes(write("sqlite", [notice], Layout()))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in carried():
            assert table.rows is not None
            rows = list(table.rows(notice))
            kinds = types(table.name)
            wanted = json.loads(encodable(json.dumps(rows, ensure_ascii=False)))
            columns = ", ".join(f'"{column}"' for column in kinds)
            found = database.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY row_no').fetchall()
            assert found == [tuple(in_sql(row[c], of.kind) for c, of in kinds.items()) for row in wanted]
            parquet = write("parquet", rows, Layout(TABLES[table.name]))
            assert pyarrow.parquet.read_table(io.BytesIO(parquet)).to_pylist() == [
                {c: typed(row[c], of.kind) for c, of in kinds.items()} for row in wanted
            ]
            assert book[TABLES_ZH[table.name]].max_row == max(len(rows), 0) + 1
