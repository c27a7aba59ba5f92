"""Tables: cells with rows, columns and heads from every format; none of them is a heading."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from documents import docx, numbered, p, table
from planparse import parse_file
from planparse.model import Notice
from planparse.pipeline import parse_source
from planparse.readers import read_bytes
from planparse.rulebook import default
from planparse.stages.tables import find_tables
from planparse.text import Source, TracedText
from planparse.writers.tables import TABLES

ROWS = [
    ["序号", "重点任务", "责任单位", "完成时限"],
    ["1", "一、提升产品质量", "市场监管局", "2025年"],
    ["2", "（二）加强监管", "公安局、财政局", "2026年"],
    ["3", "3.完善制度", "司法局", ""],
]
HEAD = "某市质量提升行动方案"
FIRST = "一、总体要求"
LAST = "二、保障措施"


def html(rows: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{body}</table>"


FORMATS: dict[str, tuple[str, bytes]] = {
    "docx": ("a.docx", docx(p(HEAD) + p(FIRST) + table(*ROWS) + p(LAST))),
    "html": ("a.html", f"<p>{HEAD}</p><p>{FIRST}</p>{html(ROWS)}<p>{LAST}</p>".encode()),
    "tabs": ("a.txt", "\n".join([HEAD, FIRST, *map("\t".join, ROWS), LAST]).encode()),
    "bars": (
        "a.md",
        "\n".join(
            ["# " + HEAD, FIRST, "| " + " | ".join(ROWS[0]) + " |", "|---|:-:|---|---|",
             *("| " + " | ".join(row) + " |" for row in ROWS[1:]), "", LAST]
        ).encode(),
    ),
}  # fmt: skip


def parsed(name: str, data: bytes) -> Notice:
    return parse_source(read_bytes(data, name), default())


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_cells(form: str) -> None:
    notice = parsed(*FORMATS[form])
    (found,) = notice.tables
    assert (found.division_id, found.table_id) == ("plan/1", "plan/1^1")
    cells = {(cell.row, cell.column): cell for cell in found.cells}
    assert {key: cell.text for key, cell in cells.items()} == {
        (row, column): words
        for row, line in enumerate(ROWS, 1)
        for column, words in enumerate(line, 1)
        if words
    }
    for (row, column), cell in cells.items():
        assert cell.header == (row == 1)
        assert cell.head == (None if row == 1 else ROWS[0][column - 1])
    assert [d.heading for d in notice.divisions if d.number] == ["总体要求", "保障措施"]


@pytest.mark.parametrize("form", FORMATS)
def test_each_cell_has_a_row_and_a_place(form: str) -> None:
    notice = parsed(*FORMATS[form])
    rows = list(TABLES["tables"].rows(notice)) if TABLES["tables"].rows else []
    assert len(rows) == 15
    row = next(row for row in rows if row["text"] == "司法局")
    assert tuple(row) == TABLES["tables"].columns
    assert (row["row"], row["column"], row["head"], row["header"]) == (4, 3, "责任单位", False)
    assert notice.text[row["start"] : row["end"]] == "司法局"
    assert row["place"] == {"tabs": "line 6", "bars": "line 7"}.get(form, "table 1 row 4 cell 3")


def flat(*cells: str) -> list[tuple[int, int, str, str | None]]:
    """What is found in cells that stand on a line each."""
    text = "\n".join(cells)
    return [
        (cell.row, cell.column, text[cell.start : cell.end], cell.head)
        for grid in find_tables(Source(text), TracedText(text), default())
        for cell in grid.cells
    ]


def rows(*lines: str) -> list[tuple[int, int, str, str | None]]:
    """A table's rows as they should be found, their cells parted by blanks; `-` for none."""
    heads = ["".join(head.split()) for head in lines[0].split(" ")]
    return [
        (row, column, words, None if row == 1 else heads[column - 1])
        for row, line in enumerate(lines, 1)
        for column, words in enumerate(line.split(" "), 1)
    ]


FLATTENED = {
    # what stands there: (the lines, the rows)
    "numbers of rows": (
        ["序号", "指　标", "预期值", "", "1", "死亡人数", "下降15%", "2", "事故起数", "下降20%", "专栏2"],
        ["序号 指　标 预期值", "1 死亡人数 下降15%", "2 事故起数 下降20%"],
    ),
    "a value that is the next number": (
        ["序号", "市", "数量（个）", "1", "甲市", "2", "2", "乙市", "4"],
        ["序号 市 数量（个）", "1 甲市 2", "2 乙市 4"],
    ),
    "groups of rows": (
        ["序号", "指标", "目标值", "一、经济", "1", "甲", "5%", "2", "乙", "6%", "二、民生", "3", "丙", "7%"],
        [],
    ),
    "a group between rows": (
        ["序号", "指标", "目标值", "1", "甲", "5%", "2", "乙", "6%", "二、民生", "3", "丙", "7%"],
        ["序号 指标 目标值", "1 甲 5%", "2 乙 6%", "二、民生", "3 丙 7%"],
    ),
    "no numbers of rows": (
        ["指标", "单位", "2020年", "2025年", "属性", "生产总值", "亿元", "100", "150", "预期性", "森林覆盖率",
         "%", "23.1", "24.1", "约束性", "为此，要落实各项任务。"],
        ["指标 单位 2020年 2025年 属性", "生产总值 亿元 100 150 预期性", "森林覆盖率 % 23.1 24.1 约束性"],
    ),
    "groups without numbers": (
        ["指标名称", "2020年", "2025年", "一、经济发展", "生产总值", "100", "150", "二、民生", "就业", "5", "6"],
        ["指标名称 2020年 2025年", "一、经济发展", "生产总值 100 150", "二、民生", "就业 5 6"],
    ),
    "one row": (["序号", "任务", "1", "提升质量", "说明"], []),
    "prose below such a word": (["主要任务", "提升质量，到2025年达到95%。", "加强监管", "完善制度"], []),
    "headings below such a word": (["序号", "一、总体要求", "二、主要任务", "三、保障措施"], []),
    "a list of numbers": (["任务", "1.提升质量", "2.加强监管", "3.完善制度"], []),
}  # fmt: skip


@pytest.mark.parametrize("case", FLATTENED)
def test_a_flattened_table_is_known_by_its_head(case: str) -> None:
    lines, expected = FLATTENED[case]
    assert flat(*lines) == (rows(*expected) if expected else [])


def test_a_row_with_a_lost_cell_is_left_out_and_masked() -> None:
    lines = ["序号", "任务", "单位", "1", "甲", "财政局", "2", "（一）乙", "3", "丙", "司法局"]
    assert [cell[2] for cell in flat(*lines) if cell[0] > 1] == [
        "1",
        "甲",
        "财政局",
        "3",
        "丙",
        "司法局",
    ]
    notice = parse_source(Source("\n".join([HEAD, FIRST, *lines, LAST])), default())
    assert [d.heading for d in notice.divisions if d.number] == ["总体要求", "保障措施"]


def test_no_two_tables_overlap() -> None:
    text = "| 任务\t目标 | 单位\t时限 |\n|---|---|\n| 甲\t1 | 乙\t2 |\n序号\n任务\n1\n甲\n2\n乙"
    grids = find_tables(Source(text), TracedText(text), default())
    assert all(a.end <= b.start for a, b in pairwise(grids))
    assert len(grids) == 2


HEADERS = {
    # rows, each a list of cells or (cell, columns, rows): the heads of the last row's cells
    "two lines": (
        [[("指标", 1, 2), ("目标", 2, 1)], ["2025年", "2030年"], ["甲", "5", "6"], ["乙", "7", "8"]],
        ["指标", "目标 2025年", "目标 2030年"],
    ),
    "a title above": ([[("任务分工表", 2, 1)], ["任务", "责任单位"], ["提升质量", "财政局"]], ["任务", "责任单位"]),
    "words over numbers": ([["甲物", "乙物"], ["钢", "5"], ["铁", "6"]], ["甲物", "乙物"]),
    "no header": ([["财政局", "司法局"], ["公安局", "教育局"]], [None, None]),
    "a form": ([["姓名", ""], ["性别", "男"], ["学历", "本科"]], [None, None]),
    "labels and values": ([["文号：", "1号"], ["日期：", "2日"], ["机关：", "某局"]], [None, None]),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADERS)
def test_a_header_is_known_by_its_words_or_its_place(case: str) -> None:
    made, expected = HEADERS[case]
    markup = ""
    for row in made:
        markup += "<tr>"
        for cell in row:
            words, columns, count = cell if isinstance(cell, tuple) else (cell, 1, 1)
            markup += f"<td colspan={columns} rowspan={count}>{words}</td>"
    notice = parsed("a.html", f"<p>通知。</p><table>{markup}</table>".encode())
    cells = notice.tables[0].cells
    assert [cell.head for cell in cells if cell.row == len(made)] == expected


def test_a_header_that_the_file_marks_is_one() -> None:
    markup = "<table><thead><tr><td>甲<td>乙</thead><tr><td>丙<td>丁<tr><th>戊<td>己</table>"
    cells = parsed("a.html", f"<p>通知。</p>{markup}".encode()).tables[0].cells
    assert [(cell.text, cell.header, cell.head) for cell in cells] == [
        ("甲", True, None), ("乙", True, None), ("丙", False, "甲"), ("丁", False, "乙"), ("戊", False, "甲"),
        ("己", False, "乙"),
    ]  # fmt: skip


def test_a_title_in_the_first_row_heads_an_annex() -> None:
    titled = html([["附件1 任务分工表"], *ROWS]).replace("<td>附件1", "<td colspan=4>附件1")
    letter = "<p>关于印发方案的通知</p><p>各区：</p><p>现将方案印发给你们。</p><p>某市人民政府</p><p>2022年1月1日</p>"
    plan = f"<p>{HEAD}</p><p>{FIRST}</p><p>坚持质量第一。</p><p>{LAST}</p><p>加强领导。</p>"
    notice = parsed("a.html", (letter + plan + titled).encode())
    assert [part.division_id for part in notice.parts] == ["letter", "plan", "annex1"]
    assert notice.tables[0].division_id.startswith("annex1")


def test_signatures_in_columns_stay_signatures() -> None:
    signed = table(["财政部", "教育部"], ["民政部", "司法部"], ["", "2022年11月1日"])
    body = p("关于加强管理的通知") + p("各省：") + p(FIRST) + p("落实责任。") + signed
    notice = parsed("a.docx", docx(body))
    assert notice.metadata.issuers == ["财政部", "教育部", "民政部", "司法部"]
    assert str(notice.metadata.issue_date) == "2022-11-01"


def test_a_tab_behind_a_number_makes_no_table() -> None:
    body = p("<w:r><w:t>一、</w:t><w:tab/><w:t>总体要求</w:t></w:r>") + p("坚持。") + p("二、措施")
    notice = parsed("a.docx", docx(body))
    assert [d.heading for d in notice.divisions if d.number] == ["总体要求", "措施"]
    assert notice.tables == []


def test_numbers_that_word_computes_in_cells_head_nothing() -> None:
    body = p(FIRST) + table(["序号", "任务"], [numbered("", 1), "甲"], [numbered("", 1), "乙"]) + p(LAST)
    levels = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    notice = parsed("a.docx", docx(body, numbering=levels))
    assert [d.heading for d in notice.divisions if d.number] == ["总体要求", "保障措施"]
    assert [cell.text for cell in notice.tables[0].cells if cell.column == 1] == ["序号", "1.", "2."]


def test_cells_follow_the_repairs_of_the_text() -> None:
    markup = html(
        [["任務", "責任單位"], ["提升質(zhì)量", "財(cái)政局"], ["加強(qiáng)監(jiān)管", "司法局"]]
    )
    notice = parsed("a.html", f"<p>關(guān)于印發(fā)方案的通知。</p>{markup}".encode())
    assert [cell.text for cell in notice.tables[0].cells] == [
        "任务", "责任单位", "提升质量", "财政局", "加强监管", "司法局",
    ]  # fmt: skip


SLOW = {
    "heads": "指标\n单位\n属性\n" * 20_000,
    "openings": "序号\n" * 60_000,
    "rows": "序号\n任务\n" + "".join(f"{n}\n甲\n" for n in range(1, 30_000)),
    "tabs": "任务\t单位\n" * 30_000,
    "one line of tabs": "甲\t" * 100_000,
    "many tables": "任务\t单位\n甲\t乙\n\n" * 10_000,
    "many flattened": "指标\n单位\n目标\n甲\n%\n5\n乙\n%\n6\n为此。\n" * 5_000,
    "bars": "| 任务 | 单位 |\n|---|---|\n" * 20_000,
}


@pytest.mark.parametrize("case", SLOW)
def test_tables_take_linear_time(case: str) -> None:
    text = SLOW[case]
    took = []
    for part in (text[: len(text) // 8], text):
        start = time.process_time()
        find_tables(Source(part), TracedText(part), default())
        took.append(time.process_time() - start)
    assert took[1] < 10
    assert took[1] < 24 * took[0] + 0.5


def test_tables_of_real_notices(corpus_dir: Path) -> None:
    wanted = {
        # notice: (rows, columns, the header)
        "d190": (8, 4, ["序号", "指　　标", "预期值", "属性"]),
        "d095": (14, 3, ["序号", "市", "新建、改扩建幼儿园（所）"]),
        "d196": (23, 5, ["序号", "改革举措", "主 要 内 容", "指导部门", "推广范围"]),
        "d358": (5, 3, ["学历层次", "年龄要求", "核心说明"]),
    }
    for name, (height, width, header) in wanted.items():
        (path,) = corpus_dir.glob(f"{name}_*")
        found = parse_file(path).tables[-1]
        assert max(cell.row for cell in found.cells) == height, name
        assert max(cell.column for cell in found.cells) == width, name
        assert [cell.text for cell in found.cells if cell.header] == header
