"""Every format is read back by a tool of its own world, which finds the rows of JSONL there."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from planparse import parse, parse_file
from planparse.model import Notice
from planparse.writers import WRITERS, Layout
from planparse.writers.captions import COLUMNS_ZH, TABLES_ZH, TASKS, column_caption, table_caption
from planparse.writers.cells import flat
from planparse.writers.columns import carried, types
from planparse.writers.tables import TABLES
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


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


def test_libreoffice_reads_the_same(notices: list[Notice], office: str, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(write("xlsx", notices, Layout(lang="en")))
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / "book.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
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
