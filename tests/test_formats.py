"""Every format is read back by a tool of its own world, which finds the rows of JSONL there."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conftest import LONG
from planparse import ReadError, WriteError, parse, parse_file
from planparse.cli import main
from planparse.engines.arrow import parse_batch, schema_of
from planparse.model import ON_REQUEST, Notice
from planparse.pipeline import parse_source
from planparse.rulebook import default
from planparse.text import Source
from planparse.writers import WRITERS, Layout
from planparse.writers.captions import COLUMNS_ZH, TABLES_ZH, TASKS, column_caption, table_caption
from planparse.writers.cells import flat
from planparse.writers.chunks import chunk_rows
from planparse.writers.columns import carried, types
from planparse.writers.measures import beyond
from planparse.writers.tables import TABLES, plain
from planparse.writers.tasks import find_tasks

HOSTILE = """关于加强管理的通知
某政发〔2021〕3号
=HYPERLINK("x") 各市人民政府：
一、=1+1
(一)@SUM(A1)。合格率达到98.5%以上，到2025年培训120万人次。(财政部牵头，教育部、某某未知委员会等配合)
(二)<r>甲</r>&amp;_x0041_"乙"\t丙。(责任单位:市场监管总局；完成时限：2023年6月)
1．甲事。由民政部负责。
"""
OTHER = "通知\n第一条 甲。\n第二条 乙，不低于30%。\n"


@pytest.fixture(scope="module")
def notices(sample_path: Path) -> list[Notice]:
    return [
        parse_file(sample_path),
        parse(HOSTILE, name="hostile.txt"),
        parse(OTHER, name="hostile.txt"),
        parse("没有编号", name="-"),
    ]


def write(form: str, records: list[Any], layout: Layout) -> bytes:
    return b"".join(WRITERS[form].write(records, layout))


def rows_of(name: str, notices: list[Notice]) -> list[dict[str, Any]]:
    """The rows as JSONL has them."""
    table = TABLES[name]
    assert table.rows is not None
    rows = [row for notice in notices for row in table.rows(notice)]
    lines = write("jsonl", rows, Layout(table)).splitlines()
    return [json.loads(line) for line in lines]


CARRIED = [table.name for table in carried()]
ENGINES = ("spark", "ray")  # extras too large for `all`, with tests of their own
WITH_ROWS = [name for name, table in TABLES.items() if table.rows]
WHOLE = [writer for writer in WRITERS.values() if writer.nested]


@pytest.mark.parametrize("writer", WRITERS.values(), ids=lambda writer: writer.name)
def test_same_input_same_bytes(notices: list[Notice], writer: Any, monkeypatch: Any) -> None:
    layouts: list[tuple[list[Any], Layout]] = []
    if writer.nested:
        layouts += [(notices, Layout()), (notices[:1], Layout(one=True))]
    if writer.rows:
        layouts.append((rows_of("targets", notices), Layout(TABLES["targets"])))
    for records, layout in layouts:
        once = write(writer.name, records, layout)
        monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
        assert once == write(writer.name, records, layout)
        assert once


# ---------------------------------------------------------------------- XLSX


def workbook(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data))


def cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def in_sheet(value: Any, kind: str) -> Any:
    """What openpyxl finds for a value of JSONL."""
    if kind == "date" and value is not None:
        return datetime.fromisoformat(value)
    value = flat(value)
    return None if value == "" else value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_has_the_tasks_and_a_sheet_for_each_table(notices: list[Notice], lang: str) -> None:
    book = workbook(write("xlsx", notices, Layout(lang=lang)))
    names = [table_caption(name, lang) for name in CARRIED]
    assert book.sheetnames == ["任务分工表" if lang == "zh" else "tasks", *names]
    for name in CARRIED:
        found = cells(book[table_caption(name, lang)])
        kinds = types(name)
        assert found[0] == [column_caption(column, lang) for column in kinds]
        rows = rows_of(name, notices)
        assert found[1:] == [[in_sheet(row[c], of.kind) for c, of in kinds.items()] for row in rows]
    tasks = cells(book[book.sheetnames[0]])
    assert tuple(tasks[0]) == TASKS[lang]
    wanted = [task for notice in notices for task in find_tasks(notice, lang)]
    assert tasks[1:] == [
        [number, *(text or None for text in task)] for number, task in enumerate(wanted, 1)
    ]


TASKED = """工作方案
一、总体要求
坚持质量第一。
二、重点任务
（一）加强管理。建立制度，到2025年合格率达到98%以上。（财政部牵头，教育部等配合）
（二）落实责任。
1．办好甲事。（牵头单位：民政部；责任单位：公安部；完成时限：2023年6月）
2．办好乙事。
（三）以下事项由各地落实：
1．丙事。（责任单位：科技部）
2．丁事。
三、保障措施
各地要加强领导。（责任单位：各市人民政府）
"""
# 章, 重点任务, 具体措施, 目标, 牵头单位, 责任单位, 完成时限, the last two lines of 来源
TASKED_ROWS = [
    ("二、重点任务", "加强管理", "建立制度，到2025年合格率达到98%以上。", "到2025年合格率达到98%以上", "财政部", "教育部等", "2025年", "二、（一）\nline 5"),
    ("二、重点任务", "落实责任", "1．办好甲事。", "", "民政部", "公安部", "2023年6月", "二、（二）1．\nline 7"),
    ("二、重点任务", "落实责任", "2．办好乙事。", "", "", "", "", "二、（二）2．\nline 8"),
    ("二、重点任务", "", "（三）以下事项由各地落实：", "", "", "", "", "二、（三）\nline 9"),
    ("二、重点任务", "", "1．丙事。", "", "", "科技部", "", "二、（三）1．\nline 10"),
    ("二、重点任务", "", "2．丁事。", "", "", "", "", "二、（三）2．\nline 11"),
    ("三、保障措施", "", "各地要加强领导。", "", "", "各市人民政府", "", "三、\nline 12"),
]  # fmt: skip


def test_tasks_are_divided_as_offices_do() -> None:
    found = [tuple(task) for task in find_tasks(parse(TASKED))]
    assert [(*row[:-1], row[-1].split("\n", 1)[1]) for row in found] == TASKED_ROWS


def test_a_long_measure_is_a_row_an_item_with_the_bodies_of_the_whole() -> None:
    items = "".join(f"{n}．第{n}件事{'要办好办实' * 40}。\n" for n in range(1, 5))
    text = f"一、任务\n（一）甲类。总的要求。（财政部负责）\n{items}（二）乙类。丙。（民政部负责）\n"
    rows = [(row.heading, row.measures[:5], row.others) for row in find_tasks(parse(text))]
    assert rows == [
        ("甲类", "总的要求。", "财政部"),
        *(("甲类", f"{n}．第{n}件", "财政部") for n in range(1, 5)),
        ("乙类", "丙。", "民政部"),
    ]


def test_sheets_are_set_up_to_be_read_and_printed(notices: list[Notice]) -> None:
    book = workbook(write("xlsx", notices, Layout()))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=2) for cell in row)
    tasks = book["任务分工表"]
    assert tasks.column_dimensions["D"].width >= 50
    lines = tasks["D2"].value
    assert tasks.row_dimensions[2].height > 13 * len(lines) * 2 / 60
    divisions = book[TABLES_ZH["divisions"]]
    assert divisions.column_dimensions["A"].hidden, "what is for machines is folded"


def test_no_text_becomes_a_formula_or_a_link(notices: list[Notice]) -> None:
    data = write("xlsx", notices, Layout())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                xml = archive.read(name)
                assert b"<f>" not in xml
                assert b"<hyperlink" not in xml
    book = workbook(data)
    guarded = [
        cell
        for row in book[TABLES_ZH["divisions"]].iter_rows()
        for cell in row
        if str(cell.value).startswith("=")
    ]
    assert guarded
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in guarded)


ODD = [
    "<r>甲</r>",
    "_x0041_",
    "a\x00\x1b\ufffe\uffffb",
    " 前后 ",
    "\n首尾\n",
    "<b>&amp;",
    "\U00020000",
    "'=1",
]


def unescaped(text: str) -> str:
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_comes_back(text: str) -> None:
    row = dict.fromkeys(TABLES["edits"].columns, 0) | {"original": text, "replacement": "x\ud800"}
    sheet = workbook(write("xlsx", [row], Layout(TABLES["edits"]))).worksheets[0]
    found = dict(zip(TABLES["edits"].columns, cells(sheet)[1], strict=True))
    # openpyxl leaves the escapes of control characters as they are
    assert text in (found["original"], unescaped(found["original"]))
    assert found["replacement"] == "x?"


def test_what_no_cell_or_sheet_holds_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "甲" * 40_000 + "\U00020000" * 20_000
    row = dict.fromkeys(TABLES["edits"].columns, 0) | {"original": long}
    sheet = workbook(write("xlsx", [row], Layout(TABLES["edits"]))).worksheets[0]
    column = list(TABLES["edits"].columns).index("original")
    assert "".join(found[column] for found in cells(sheet)[1:]) == long
    monkeypatch.setattr("planparse.writers.sheets.ROWS", 3)
    rows = [row | {"original": str(number)} for number in range(5)]
    book = workbook(write("xlsx", rows, Layout(TABLES["edits"])))
    assert book.sheetnames == ["文字修复", "文字修复 2", "文字修复 3"]
    found = [found[column] for sheet in book for found in cells(sheet)[1:]]
    assert found == ["0", "1", "2", "3", "4"]


def test_every_table_and_column_has_a_chinese_name() -> None:
    columns = {column for table in TABLES.values() for column in table.columns}
    assert not set(TABLES) - set(TABLES_ZH), "name it in writers/captions.py"
    assert not columns - set(COLUMNS_ZH), "name it in writers/captions.py"
    for table in TABLES.values():
        names = [column_caption(column, "zh") for column in table.columns]
        assert len(set(names)) == len(names), f"{table.name}: two columns of one name"


def convert(path: Path, form: str) -> None:
    """Lets LibreOffice Calc make `form` of a file, beside it; skips the test where it is not there."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    command = [office, f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", form, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def test_libreoffice_reads_the_same(notices: list[Notice], tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("a\n", "utf-8")
    convert(tmp_path / "one.csv", "xlsx")
    if not (tmp_path / "one.xlsx").exists():
        pytest.skip("this LibreOffice has no Calc")
    (tmp_path / "book.xlsx").write_bytes(write("xlsx", notices, Layout(lang="en")))
    convert(
        tmp_path / "book.xlsx",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    )
    for name in CARRIED:
        data = (tmp_path / f"book-{name}.csv").read_text("utf-8")
        found = list(csv.reader(io.StringIO(data, newline="")))
        kinds = types(name)
        assert found[0] == list(kinds)
        assert len(found) - 1 == len(rows_of(name, notices))
        for line, row in zip(found[1:], rows_of(name, notices), strict=True):
            for text, (column, of) in zip(line, kinds.items(), strict=True):
                if of.kind in ("text", "date", "list"):
                    assert text == (flat(row[column]) or ""), (name, column)
                elif of.kind in ("integer", "number") and row[column] is not None:
                    assert float(text) == pytest.approx(row[column])


# ---------------------------------------------------------------------- SQLite and DuckDB


def in_sql(value: Any, kind: str) -> Any:
    """What SQLite holds for a value of JSONL."""
    if kind in ("list", "record") and value is not None:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value


@pytest.fixture(scope="module")
def database(notices: list[Notice], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("sqlite") / "notices.sqlite"
    path.write_bytes(write("sqlite", notices, Layout()))
    with closing(sqlite3.connect(path)) as found:
        yield found


@pytest.mark.parametrize("name", CARRIED)
def test_sqlite_holds_the_rows(notices: list[Notice], database: Any, name: str) -> None:
    kinds = types(name)
    columns = ", ".join(f'"{column}"' for column in kinds)
    found = database.execute(f'SELECT {columns} FROM "{name}" ORDER BY row_no').fetchall()
    rows = rows_of(name, notices)
    assert found == [tuple(in_sql(row[column], of.kind) for column, of in kinds.items()) for row in rows]
    numbers = database.execute(f'SELECT row_no, notice_no FROM "{name}" ORDER BY row_no').fetchall()
    assert [number for number, _ in numbers] == list(range(1, len(rows) + 1))
    assert [n for _, n in numbers] == [
        number for number, notice in enumerate(notices, 1) for _ in rows_of(name, [notice])
    ]


def test_sqlite_has_keys_that_hold(database: Any) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    keys = database.execute("PRAGMA foreign_key_list(targets)").fetchall()
    assert {(key[2], key[3], key[4]) for key in keys} >= {("divisions", "division_id", "division_id")}
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO divisions SELECT 10000, * FROM (SELECT notice_no, notice_id,"
                         " source_name, division_id, parent_id, part, level, kind, number, ordinal,"
                         " heading, text, text_start, text_end, confidence, start, end, source_start,"
                         " source_end, place FROM divisions LIMIT 1)")  # fmt: skip


@pytest.mark.parametrize("words", ["农产品食品", "关于加强管理", "培训120万", "@SUM(A1)"])
def test_sqlite_finds_words_in_divisions(notices: list[Notice], database: Any, words: str) -> None:
    query = (
        "SELECT d.source_name, d.division_id FROM search JOIN divisions AS d ON d.row_no = search.rowid"
        " WHERE search MATCH ? ORDER BY d.row_no"
    )
    found = database.execute(query, (f'"{words}"',)).fetchall()
    assert found == [
        (notice.source.source_name, division.division_id)
        for notice in notices
        for division in notice.divisions
        if words in division.text
    ]
    assert found


def test_sqlite_and_duckdb_take_one_table(notices: list[Notice], tmp_path: Path) -> None:
    import duckdb

    rows = rows_of("targets", notices)
    layout = Layout(TABLES["targets"])
    (tmp_path / "a.sqlite").write_bytes(write("sqlite", rows, layout))
    (tmp_path / "a.duckdb").write_bytes(write("duckdb", rows, layout))
    query = "SELECT target_id, value FROM targets ORDER BY row_no"
    wanted = [(row["target_id"], row["value"]) for row in rows]
    for found in (sqlite3.connect(tmp_path / "a.sqlite"), duckdb.connect(tmp_path / "a.duckdb")):
        with closing(found):
            assert found.execute(query).fetchall() == wanted


def typed(value: Any, kind: str) -> Any:
    return date.fromisoformat(value) if kind == "date" and value is not None else value


def test_duckdb_holds_the_same_tables(notices: list[Notice], tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "notices.duckdb"
    path.write_bytes(write("duckdb", notices, Layout()))
    with closing(duckdb.connect(path, read_only=True)) as found:
        names = [name for (name,) in found.execute("SHOW TABLES").fetchall()]
        assert sorted(names) == sorted(CARRIED)
        for name in CARRIED:
            kinds = types(name)
            columns = ", ".join(f'"{column}"' for column in kinds)
            got = found.execute(f'SELECT {columns} FROM "{name}" ORDER BY row_no').fetchall()
            rows = rows_of(name, notices)
            assert got == [tuple(typed(row[c], of.kind) for c, of in kinds.items()) for row in rows]
        query = "SELECT count(*) FROM targets JOIN divisions USING (notice_no, division_id)"
        assert found.execute(query).fetchall() == [(len(rows_of("targets", notices)),)]


def test_a_number_too_large_for_a_column_harms_nothing(tmp_path: Path) -> None:
    row = rows_of("divisions", [parse("一、甲。")])[0] | {"ordinal": 10**30}
    layout = Layout(TABLES["divisions"])
    for form in ("sqlite", "duckdb", "parquet", "arrow", "xlsx", "csv"):
        assert write(form, [row], layout)


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_no_room_for_a_database_is_one_sentence(
    form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "n.txt").write_text(OTHER, "utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    args = ["extract", str(tmp_path / "n.txt"), "-o", str(tmp_path / f"out.{form}")]
    done = CliRunner().invoke(main, args, prog_name="planparse")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"planparse: notices.{form}: could not be made in the folder for temp")
    assert done.stderr.endswith("; make room there, or name another folder with TMPDIR\n")
    assert [path.name for path in tmp_path.iterdir()] == ["n.txt"]


# ---------------------------------------------------------------------- Parquet and Arrow


@pytest.mark.parametrize("name", WITH_ROWS)
@pytest.mark.parametrize("some", [True, False], ids=["rows", "none"])
def test_parquet_and_arrow_hold_the_rows(notices: list[Notice], name: str, some: bool) -> None:
    import pyarrow.ipc
    import pyarrow.parquet

    rows = rows_of(name, notices) if some else []
    kinds = types(name)
    wanted = [{column: typed(row[column], of.kind) for column, of in kinds.items()} for row in rows]
    parquet = pyarrow.parquet.read_table(io.BytesIO(write("parquet", rows, Layout(TABLES[name]))))
    arrow = pyarrow.ipc.open_file(write("arrow", rows, Layout(TABLES[name]))).read_all()
    for table in (parquet, arrow):
        assert table.to_pylist() == wanted
        assert table.schema.equals(schema_of(name))


def test_duckdb_and_polars_query_parquet_and_arrow(notices: list[Notice], tmp_path: Path) -> None:
    import duckdb
    import polars

    rows = rows_of("metadata", notices)
    for form in ("parquet", "arrow"):
        (tmp_path / f"m.{form}").write_bytes(write(form, rows, Layout(TABLES["metadata"])))
    wanted = [(row["source_name"], issuer) for row in rows for issuer in row["issuers"]]
    query = f"SELECT source_name, unnest(issuers) FROM '{tmp_path / 'm.parquet'}'"
    with closing(duckdb.connect()) as found:
        assert found.execute(query).fetchall() == wanted
    for frame in (
        polars.scan_parquet(tmp_path / "m.parquet").collect(),
        polars.read_ipc(tmp_path / "m.arrow"),
    ):
        listed = frame.filter(polars.col("issuers").list.len() > 0).explode("issuers")
        assert listed.select("source_name", "issuers").rows() == wanted
        assert frame["issue_date"].to_list()[0] == date(2022, 11, 1)


def test_texts_as_arrow_give_tables_as_arrow(notices: list[Notice], sample_text: str) -> None:
    import pyarrow as pa

    texts = [sample_text, None, HOSTILE, OTHER, ""]
    names = ["quality-action-plan-2022.txt", "none", "hostile.txt", "hostile.txt", None]
    batch = pa.record_batch({"text": texts, "source_name": names, "other": range(5)})
    found = parse_batch(batch)
    assert list(found) == CARRIED
    again = [
        parse_source(Source(text, name=name or "-"), default(), also=ON_REQUEST)
        for text, name in zip(texts, names, strict=True)
        if text is not None
    ]
    for name, made in found.items():
        assert made.schema.equals(schema_of(name))
        kinds = types(name)
        wanted = [{c: typed(row[c], of.kind) for c, of in kinds.items()} for row in rows_of(name, again)]
        assert made.to_pylist() == wanted
    assert parse_batch(batch) == found, "a pure function"
    large = pa.record_batch({"body": pa.array(texts, pa.large_string())})
    some = parse_batch(large, tables=["edits", "targets"], text="body")
    assert list(some) == ["edits", "targets"]
    assert some["targets"].column("value") == found["targets"].column("value")
    assert len(some["edits"]) > 2_000
    none = parse_batch(batch.slice(0, 0), tables=list(TABLES))
    assert {name: len(made) for name, made in none.items()} == dict.fromkeys(TABLES, 0)
    assert all(made.schema.equals(schema_of(name)) for name, made in none.items())


def test_what_is_no_batch_of_texts_is_said() -> None:
    import pyarrow as pa

    with pytest.raises(ReadError, match="no column 'text' but a; name the one"):
        parse_batch(pa.record_batch({"a": ["x"]}))
    with pytest.raises(ReadError, match="holds int64, no text"):
        parse_batch(pa.record_batch({"text": [1]}))
    with pytest.raises(ValueError, match="no table 'goals'"):
        parse_batch(pa.record_batch({"text": ["x"]}), tables=["goals"])


# ---------------------------------------------------------------------- data frames


@pytest.mark.parametrize("name", WITH_ROWS)
def test_a_notice_gives_rows_and_frames(notices: list[Notice], name: str) -> None:
    kinds = types(name)
    shapes = set()
    for notice in notices:
        rows = notice.table(name)
        assert rows == rows_of(name, [notice])
        wanted = [{column: typed(row[column], of.kind) for column, of in kinds.items()} for row in rows]
        polars, pandas = rows.to_polars(), rows.to_pandas()
        assert polars.to_dicts() == wanted == rows.to_arrow().to_pylist()
        assert list(pandas.columns) == list(kinds)
        for column, of in kinds.items():
            values = [None if pandas_null(value) else value for value in pandas[column]]
            if of.kind == "date":
                values = [value and value.date() for value in values]
            assert values == [row[column] for row in wanted], column
        shapes.add((str(polars.schema), str(pandas.dtypes.to_dict())))
    assert len(shapes) == 1, "the types of columns do not depend on the rows"


def pandas_null(value: Any) -> bool:
    import pandas

    return not isinstance(value, list) and bool(pandas.isna(value))


def test_there_is_no_such_table(notices: list[Notice]) -> None:
    with pytest.raises(ValueError, match="there is no table 'goals'; there are metadata, "):
        notices[0].table("goals")
    with pytest.raises(ValueError, match="counts of its edits only"):
        notices[0].table("edits")


# ---------------------------------------------------------------------- what is missing


NEEDS = [(writer.name, need, writer.extra) for writer in WRITERS.values() for need in writer.needs]


@pytest.mark.parametrize(("form", "need", "extra"), NEEDS, ids=str)
def test_a_missing_extra_is_one_sentence(
    form: str, need: str, extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, need, None)
    notice = tmp_path / "notice.txt"
    notice.write_text(OTHER, "utf-8")
    args = ["extract", str(notice), "--format", form, "--table", "targets", "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(main, args, prog_name="planparse")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        f"planparse: --format {form}: {need} is not installed;"
        f' install it with: pip install "planparse[{extra}]"\n'
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("frame", ["pandas", "polars", "arrow"])
def test_a_missing_frame_is_one_sentence(
    notices: list[Notice], frame: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow" if frame == "arrow" else frame, None)
    with pytest.raises(WriteError, match=rf'install it with: pip install "planparse\[{frame}\]"$'):
        getattr(notices[0].table("targets"), f"to_{frame}")()


def test_every_extra_is_a_real_one_and_part_of_all(repo_root: Path) -> None:
    project = tomllib.loads((repo_root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    (everything,) = extras["all"]
    named = set(re.findall(r"\w+", everything)) - {"planparse"}
    assert named == set(extras) - {"all", "dev", "docs", *ENGINES}
    assert {writer.extra for writer in WRITERS.values() if writer.extra} <= named


@pytest.mark.parametrize("writer", [w for w in WRITERS.values() if w.binary], ids=lambda w: w.name)
def test_binary_formats_want_a_file_or_a_pipe(writer: Any, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(OTHER, "utf-8")
    args = ["extract", str(notice), "--format", writer.name, "--table", "targets"]
    done = CliRunner().invoke(main, args, prog_name="planparse")
    assert done.exit_code == 2
    assert f"{writer.name} is binary; name a file with -o" in done.stderr
    piped = CliRunner().invoke(main, [*args, "-o", "-"], prog_name="planparse")
    assert piped.exit_code == 0
    for suffix in writer.suffixes:
        path = tmp_path / f"out{suffix}"
        done = CliRunner().invoke(main, [*args[:2], *args[4:], "-o", str(path)], prog_name="planparse")
        assert done.exit_code == 0, done.stderr
        assert path.read_bytes() == piped.stdout_bytes


# ---------------------------------------------------------------------- chunks


CHUNKED = """关于印发工作方案的通知
某政发〔2021〕3号
各市人民政府：
现印发给你们。
某市人民政府
2021年3月1日
工作方案
为做好工作，制定本方案。
一、总体要求
坚持质量第一。到2025年，合格率达到98%以上。
二、重点任务
（一）加强管理。第一句话说明事由。第二句话说明办法，培训10万人次；第三句话说明要求。（财政部牵头，教育部配合）
（二）落实责任。
1．甲事。由各市落实。
2．乙事，不低于30%。（责任单位：民政部）
三、保障措施
各地要加强领导。
附件1
责任清单
一、清单之一
"""


def without_furniture(notice: Notice) -> str:
    return "".join(d.text for d in notice.divisions if d.kind != "furniture")


def check_chunks(notice: Notice, max_chars: int) -> list[dict[str, Any]]:
    """What holds of the chunks of any notice, whatever their size."""
    rows = list(chunk_rows(notice, max_chars))
    assert "".join(row["text"] for row in rows) == without_furniture(notice)
    ids = [row["chunk_id"] for row in rows]
    assert len(set(ids)) == len(ids)
    own = {d.division_id: d for d in notice.divisions}
    furniture = [(d.text_start, d.text_end) for d in notice.divisions if d.kind == "furniture"]
    at = 0
    for row in rows:
        assert at <= row["start"] <= row["end"] <= len(notice.text)
        at = row["end"]
        shown = notice.text[row["start"] : row["end"]]
        if all(b <= row["start"] or a >= row["end"] for a, b in furniture):
            assert row["text"] == shown
        assert len(row["text"].rstrip()) <= max_chars or not row["text"].strip()
        assert row["division_id"] in own
        assert 0 <= row["source_start"] <= row["source_end"]
        assert len(row["agency_names"]) == len(row["agency_ids"])
    targets = [target for row in rows for target in row["target_ids"]]
    assert targets == sorted(targets, key=[t.target_id for t in notice.targets].index)
    assert set(targets) == {t.target_id for t in notice.targets}
    for row in rows:
        for agency in row["agency_names"]:
            assert any(agency == a.name for x in notice.assignments for a in x.agencies)
    return rows


@pytest.mark.parametrize("max_chars", [1, 7, 60, 500, 10_000])
def test_every_character_is_in_one_chunk(notices: list[Notice], max_chars: int) -> None:
    for notice in [*notices, parse(CHUNKED), parse(""), parse("\n \n")]:
        check_chunks(notice, max_chars)


def test_a_chunk_is_a_measure_with_what_it_stands_under() -> None:
    rows = {row["chunk_id"]: row for row in chunk_rows(parse(CHUNKED, name="n.txt"))}
    assert list(rows) == [
        "letter@1", "plan@1", "plan/1@1", "plan/2/1@1", "plan/2/2@1", "plan/3@1", "annex1/1@1",
    ]  # fmt: skip
    one = rows["plan/2/1@1"]
    assert one["text"].startswith("二、重点任务\n（一）加强管理。")
    assert one["heading_path"] == ["二、重点任务", "（一）加强管理"]
    assert (one["title"], one["doc_number"]) == ("关于印发工作方案的通知", "某政发〔2021〕3号")
    assert (one["issue_date"], one["issuers"]) == ("2021-03-01", ["某市人民政府"])
    assert one["agency_names"] == ["财政部", "教育部"]
    assert one["agency_ids"] == ["mof", "moe"]
    assert "培训10万人次" in one["target_quotes"][0]
    two = rows["plan/2/2@1"]
    assert "1．甲事" in two["text"]
    assert "民政部" in two["agency_names"]


def test_a_long_measure_is_split_between_sentences() -> None:
    rows = [row for row in chunk_rows(parse(CHUNKED), 40) if row["division_id"] == "plan/2/1"]
    assert [row["chunk_id"] for row in rows] == [f"plan/2/1@{n}" for n in range(1, len(rows) + 1)]
    assert len(rows) > 1
    assert all(row["text"].rstrip().endswith(("。", "；", "）")) for row in rows)


def test_chunks_as_a_format_and_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(CHUNKED, "utf-8")

    def run(*args: str) -> bytes:
        done = CliRunner().invoke(main, ["extract", str(tmp_path / "n.txt"), *args])
        assert done.exit_code == 0, done.stderr
        return done.stdout_bytes

    for more, size in (([], 500), (["--max-chars", "30"], 30)):
        rows = list(chunk_rows(parse(CHUNKED, name="n.txt"), size))
        assert [json.loads(line) for line in run("--format", "chunks", *more).splitlines()] == rows
        assert json.loads(run("--table", "chunks", "--format", "json", *more)) == rows
    run("-o", str(tmp_path / "a.chunks.jsonl"))
    assert (tmp_path / "a.chunks.jsonl").read_bytes() == run("--format", "chunks")
    run("--table", "chunks", "-o", str(tmp_path / "a.parquet"))
    args = ["extract", str(tmp_path / "n.txt"), "--format", "chunks", "--table", "targets"]
    assert CliRunner().invoke(main, args).exit_code == 2
    assert (
        CliRunner().invoke(main, ["extract", str(tmp_path / "n.txt"), "--max-chars", "30"]).exit_code
        == 1
    )


@pytest.mark.skipif(not LONG, reason="the corpus as a whole takes minutes")
def test_every_character_of_the_corpus_is_in_one_chunk(corpus_dir: Path) -> None:
    for path in sorted(corpus_dir.glob("*.txt")):
        for max_chars in (100, 500):
            check_chunks(parse_file(path), max_chars)


# ---------------------------------------------------------------------- Markdown


def tokens(text: str) -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse(text)


def shown(token: Any) -> str:
    """The words of an inline token as a reader shows them."""
    assert all(child.type in ("text", "softbreak", "text_special") for child in token.children), token
    return "".join(child.content for child in token.children)


def in_markdown(notice: Notice, lang: str = "zh") -> tuple[list[tuple[str, str]], list[list[list[str]]]]:
    """Headings, with their level, and tables of a notice in Markdown."""
    found = tokens(write("md", [notice], Layout(one=True, lang=lang)).decode())
    headings, tables = [], []
    for before, token in pairwise(found):
        if before.type == "heading_open":
            headings.append((before.tag, shown(token)))
        elif before.type == "table_open":
            tables.append([])
        elif before.type == "tr_open":
            tables[-1].append([])
        elif before.type in ("td_open", "th_open"):
            tables[-1][-1].append(shown(token))
    return headings, tables


def squeezed(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", "", text)


def test_markdown_has_the_headings_and_the_facts(notices: list[Notice]) -> None:
    for notice in [*notices, parse(CHUNKED)]:
        headings, tables = in_markdown(notice)
        found = {squeezed(words) for _, words in headings}
        assert headings[0][0] == "h1"
        for d in notice.divisions:
            headed = d.kind in ("chapter", "measure", "section") and len(d.heading or "") in range(1, 60)
            if headed and squeezed(d.text).rstrip("。") != squeezed(f"{d.number}{d.heading}"):
                assert squeezed(f"{d.number or ''}{d.heading}") in found
        facts = [row for table in tables if table[0][1:3] == ["事项", "内容"] for row in table[1:]]
        aims = [row[2] for row in facts if row[1] == "目标"]
        assert len(aims) == len(notice.targets)
        for target in notice.targets:
            value = f"{flat(plain(target.value))}"
            assert any(value in aim and (target.unit or "") in aim for aim in aims)
        for assignment in notice.assignments:
            for agency in assignment.agencies:
                label = "牵头单位" if agency.role == "lead" else "责任单位"
                assert any(row[1] == label and agency.name in row[2] for row in facts)


def test_markdown_says_every_word_of_the_notice(notices: list[Notice]) -> None:
    for notice in [*notices, parse(CHUNKED)]:
        text = write("md", [notice], Layout(one=True)).decode()
        said = squeezed("".join(shown(token) for token in tokens(text) if token.type == "inline"))
        for division in notice.divisions:
            if division.kind != "furniture":
                for line in re.split(r"[\n\t]", beyond(division.text, division)):
                    assert squeezed(line) in said
                assert squeezed(division.number or "") in said


MARKS = ["*a* _b_ `c`", "# a", "- a", "+ a", "1. a", "1) a", "> a", "<b>a</b>", "[a](b)", "a | b", "~~a~~", "===", "---", "&amp;", "\\", "![a](b)", "    a", "<!-- a -->", "***", "a  \\"]  # fmt: skip


@pytest.mark.parametrize("words", MARKS)
def test_no_words_are_taken_for_marks(words: str) -> None:
    for text in (words, f"一、甲\n{words}\n二、乙\n", f"一、甲\n（一）{words}\n1．{words}\n"):
        notice = parse(text)
        data = write("md", [notice], Layout(one=True)).decode()
        said = [shown(token) for token in tokens(data) if token.type == "inline"]
        for line in without_furniture(notice).split("\n"):
            assert squeezed(line) in squeezed("".join(said))
        assert not {"hr", "fence", "code_block", "html_block", "blockquote_open"} & {
            token.type for token in tokens(data)
        }


def test_markdown_of_a_table_of_items_and_of_many(notices: list[Notice]) -> None:
    text = "一、甲\n（一）乙。\n1．丙事。\n（1）丁事。\n2．戊事。\n名称\t数值\n甲|乙\t3\n"
    data = write("md", [parse(text)], Layout(one=True)).decode()
    assert "\n\n- 1．丙事。\n\n" in data
    found = tokens(data)
    assert [t.type for t in found].count("bullet_list_open") >= 2
    assert [shown(t) for t in found if t.type == "inline"][-4:] == ["名称", "数值", "甲|乙", "3"]
    many = tokens(write("md", notices, Layout()).decode())
    assert [token.tag for token in many if token.type == "heading_open"].count("h1") == len(notices)
    assert [token.type for token in many].count("hr") == len(notices) - 1
    rows = rows_of("targets", notices)
    table = tokens(write("md", rows, Layout(TABLES["targets"], lang="en")).decode())
    words = [shown(token) for token in table if token.type == "inline"]
    columns = list(TABLES["targets"].columns)
    assert words[: len(columns)] == columns
    assert len(words) == len(columns) * (len(rows) + 1)


def test_what_holds_every_table_holds_mentions_too(tmp_path: Path) -> None:
    """They are read only where they are asked for: in a table of their own, or with all others."""
    (tmp_path / "n.txt").write_text("一、加强管理。市场监管总局要会同有关部门完善制度。\n", "utf-8")
    done = CliRunner().invoke(main, ["extract", str(tmp_path / "n.txt"), "-o", str(tmp_path / "n.db")])
    assert done.exit_code == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "n.db")) as found:
        names = [name for (name,) in found.execute("SELECT name FROM mentions")]
    assert "市场监管总局" in names
    args = ["extract", str(tmp_path / "n.txt"), "--table", "mentions", "--format", "jsonl"]
    rows = CliRunner().invoke(main, args).stdout.splitlines()
    assert [json.loads(row)["name"] for row in rows] == names
