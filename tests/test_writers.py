"""Writers: the same facts in every format, by the tables' contract."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from planparse import parse
from planparse.model import ON_REQUEST, Notice
from planparse.pipeline import parse_source
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source
from planparse.writers import WRITERS, Layout, find_writer
from planparse.writers.csv import cell
from planparse.writers.destination import Destination, UnusableError
from planparse.writers.tables import TABLES, Table, edit_rows, plain

TEXT = """关于印发行动方案(2022—2025年)的通知
国市监质发〔2022〕95号
各省、自治区、直辖市人民政府,国务院各部委、各直属机构:
现印发给你们,请认真贯彻落实。由财政部会同有关部门另行制定办法。
市场监管总局 财政部
2022年11月1日
行动方案(2022—2025年)
一、总体要求
(一)提升质量。到2025年,拖拉机平均故障间隔时间达到80小时以上,合格率达到98.5%。(财政部牵头,教育部、某某未知委员会等配合)
(二)加强监管。全面落實(shí)责任。贯彻《纲要》,实施质量提升行动,2023年底前完成清理。(责任单位:市场监管总局)
"""


@pytest.fixture(scope="module")
def notice() -> Notice:
    return parse_source(Source(TEXT, name="notice.txt"), default(), also=ON_REQUEST)


def write(form: str, records: list[Any], layout: Layout) -> bytes:
    return b"".join(WRITERS[form].write(records, layout))


def rows_of(notice: Notice, table: Table) -> list[dict[str, Any]]:
    if table.rows is not None:
        return list(table.rows(notice))
    restored, _ = restore(Source(TEXT, name="notice.txt"), default())
    return list(edit_rows("notice.txt", restored.text))


# ---------------------------------------------------------------------- tables


CONTRACT = {
    "metadata": "title doc_number issuers issuer_ids issue_date addressees genre instrument plan_title"
    " period_start period_end effective_date expiry_date publicity approved_by attachments coverage"
    " source_sha256 source_kind encoding",
    "fields": "field value quote rule confidence place start end source_start source_end",
    "divisions": "division_id parent_id part level kind number ordinal heading text confidence start end"
    " source_start source_end place",
    "agencies": "division_id assignment_id name agency_id canonical_name successor_id role open_ended"
    " inherited inherited_from phrase deadline quote scope_start scope_end rule confidence start end"
    " source_start source_end place",
    "mentions": "division_id name agency_id canonical_name successor_id counterpart_id candidate_ids role quote"
    " rule confidence start end source_start source_end place",
    "targets": "target_id division_id quote subject indicator comparator value value_max unit change"
    " rate deadline deadline_derived baseline binding rule confidence start end source_start source_end"
    " place",
    "milestones": "milestone_id division_id assignment_id action object deadline deadline_derived recurrence quote"
    " rule confidence start end source_start source_end place",
    "quantities": "quantity_id division_id kind written value value_max unit quote rule confidence start end"
    " source_start source_end place",
    "references": "reference_id division_id title doc_number relation article quote rule confidence start end"
    " source_start source_end place",
    "programmes": "programme_id division_id name action quote rule confidence start end source_start source_end"
    " place",
    "tables": "division_id row column text header start end source_start source_end place",
    "diagnostics": "code severity message division_id place start end source_start source_end",
    "edits": "rule original replacement confidence start end source_start source_end",
    "chunks": "chunk_id division_id part kind text heading_path title doc_number issuers issue_date"
    " agency_names agency_ids target_ids target_quotes start end source_start source_end place",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_the_contracts_in_its_order(name: str) -> None:
    wanted = ["notice_id", "source_name", *CONTRACT[name].split()]
    kept = [column for column in TABLES[name].columns if column in wanted]
    assert kept == wanted
    assert TABLES[name].columns[:2] == ("notice_id", "source_name")


def test_the_contract_and_the_tables_name_the_same() -> None:
    assert list(CONTRACT) == list(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_column(notice: Notice, name: str) -> None:
    rows = rows_of(notice, TABLES[name])
    assert rows or name in ("tables", "diagnostics")  # the sample has none
    for row in rows:
        assert tuple(row) == TABLES[name].columns
        assert (row["notice_id"], row["source_name"]) == (notice.notice_id, "notice.txt")


def test_the_contract_file_says_the_same(repo_root: Path) -> None:
    contract = repo_root.parent / "shared" / "contract.md"
    if not contract.is_file():
        pytest.skip("../shared/contract.md is not here")
    text = contract.read_text("utf-8")
    for name in ("metadata", "divisions", "agencies", "targets"):
        section = text.split(f"\n## {name}")[1].split("\n## ")[0]
        named = re.findall(r"`(\w+)`", "".join(re.findall(r"(?m)^\| (`[^|]*)\|", section)))
        assert [column for column in TABLES[name].columns if column in named] == named


# ---------------------------------------------------------------------- formats


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_json_and_jsonl_hold_the_same_rows(notice: Notice, name: str) -> None:
    rows = rows_of(notice, TABLES[name])
    layout = Layout(TABLES[name])
    lines = write("jsonl", rows, layout).decode().splitlines()
    assert [json.loads(line) for line in lines] == rows
    assert json.loads(write("json", rows, layout)) == rows
    data = write("csv", rows, layout).decode()
    read = list(csv.DictReader(io.StringIO(data, newline="")))
    assert [[cell(row[key]) for key in row] for row in rows] == [list(row.values()) for row in read]
    assert read == [] or tuple(read[0]) == TABLES[name].columns
    for row, line in zip(rows, lines, strict=True):
        for key, value in row.items():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                assert f'"{key}":{cell(value)}' in line, "a number has one spelling"


def test_csv_is_that_of_rfc_4180(notice: Notice) -> None:
    rows = [{"a": '一,"二"\n三', "b": ["x", None, "y"]}, {"a": None, "b": []}]
    table = Table("t", ("a", "b"), (), None)
    assert write("csv", rows, Layout(table)).decode() == ('a,b\r\n"一,""二""\n三",x；；y\r\n,\r\n')
    assert write("csv", rows, Layout(table, excel=True)).startswith(b"\xef\xbb\xbfa,b\r\n")
    assert write("csv", [], Layout(TABLES["targets"])).decode().count("\r\n") == 1


CELLS = [
    (None, ""),
    (True, "true"),
    (False, "false"),
    (80, "80"),
    (plain(80.0), "80"),
    (0.667, "0.667"),
    (-5, "-5"),
    (["a"], "a"),
    ([None, "a"], "；a"),
    ([], ""),
    ("文", "文"),
    # run as a formula
    ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
    ("+1", "'+1"),
    ("-1+1", "'-1+1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r1", "'\r1"),
    ("\n =1", "'\n =1"),
    ("＝1+1", "'＝1+1"),
    (["=1", "b"], "'=1；b"),
    # text to every spreadsheet
    ("=", "="),
    (">=", ">="),
    ("——企业主导", "——企业主导"),
    ("a=1", "a=1"),
]


@pytest.mark.parametrize(("value", "text"), CELLS)
def test_a_cell_is_harmless_and_otherwise_as_it_is(value: Any, text: str) -> None:
    assert cell(value) == text


def test_a_notice_as_json_reloads_as_itself(notice: Notice) -> None:
    for layout in (Layout(one=True), Layout(one=True, indent=True)):
        data = write("json", [notice], layout)
        assert Notice.model_validate_json(data) == notice
        assert data.endswith(b"}\n")
        assert data.count(b"\n") == 1 or layout.indent
    assert write("jsonl", [notice], Layout()) == write("json", [notice], Layout(one=True))
    several = json.loads(write("json", [notice, notice], Layout()))
    assert len(several) == 2
    assert json.loads(write("json", [], Layout())) == []
    assert b'"value":80,' in write("jsonl", [notice], Layout())
    assert b'"value":98.5,' in write("jsonl", [notice], Layout())


def test_no_json_can_steer_a_terminal() -> None:
    hostile = "标题\x1b[31m\x9b2J\x7f\u202e\u2028"
    rows = [{"a": hostile}]
    for form in ("json", "jsonl"):
        data = write(form, rows, Layout(Table("t", ("a",), (), None)))
        text = data.decode()
        assert not set("\x1b\x9b\x7f\u202e\u2028") & set(text)
        assert json.loads(text) in (rows, rows[0])
    notice = parse("通知" + hostile)
    data = write("json", [notice], Layout(one=True, indent=True))
    assert not set("\x1b\x9b\x7f\u202e\u2028") & set(data.decode())
    assert Notice.model_validate_json(data) == notice


def test_the_suffix_chooses_the_format() -> None:
    for writer in WRITERS.values():
        for suffix in writer.suffixes:
            assert find_writer("a/b" + suffix.upper()) is writer
    assert find_writer("a/csv") is None


# ---------------------------------------------------------------------- destinations


def put(path: Path | str, data: bytes, discard: bool = False) -> None:
    with Destination(str(path)) as out:
        out.write(data)
        if discard:
            out.discard()


def test_a_file_is_complete_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    put(path, b"one")
    assert path.read_bytes() == b"one"
    put(path, b"two", discard=True)
    assert path.read_bytes() == b"one"

    def broken() -> None:
        with Destination(str(path)) as out:
            out.write(b"thr")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert path.read_bytes() == b"one"
    path.chmod(0o640)
    put(path, b"four")
    assert path.read_bytes() == b"four"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [found.name for found in tmp_path.iterdir()] == ["a.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"one")
    link.symlink_to(real)
    put(link, b"two")
    assert link.is_symlink()
    assert real.read_bytes() == b"two"


@pytest.mark.parametrize("path", ["no/such/folder/a", ".", "file/a", "a\0b"])
def test_an_unusable_place_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_bytes(b"x")
    with pytest.raises(UnusableError) as caught:
        put(path, b"x")
    assert caught.value.advice
    assert [found.name for found in tmp_path.iterdir()] == ["file"]
