"""Lists of bodies in the columns of a table: one a row, with roles and deadlines from the header."""

from __future__ import annotations

from pathlib import Path

import pytest

from planparse import parse, parse_file
from planparse.model import Notice

Members = list[tuple[str, str]]


def read(rows: str, title: str = "任务分工表") -> Notice:
    text = f"关于印发任务分工的通知\n\n各有关单位：\n现印发给你们。\n\n附件\n\n{title}\n{rows}\n"
    return parse(text, also=("milestones",))


def lists(notice: Notice) -> list[Members]:
    return [[(agency.name, agency.role) for agency in row.agencies] for row in notice.assignments]


ROWS = "序号\t工作任务\t{}\t{}\n1\t制定管理办法\t{}\t{}\n2\t开展评估\t省审计厅\t省公安厅\n"
L, S, U = "lead", "support", "unspecified"
CASES: list[tuple[tuple[str, str, str, str], Members]] = [
    (("责任单位", "备注", "省财政厅、省教育厅", "重点"), [("省财政厅", U), ("省教育厅", U)]),
    (("牵头单位", "配合单位", "省财政厅", "各市人民政府"), [("省财政厅", L), ("各市人民政府", S)]),
    (("牵头部门", "责任单位", "省财政厅", "省教育厅等"), [("省财政厅", L), ("省教育厅", S)]),
    (("牵 头 单 位", "参与单位", "省财政厅", "省教育厅"), [("省财政厅", L), ("省教育厅", S)]),
    (("牵头（责任）单位", "备注", "省财政厅", "重点"), [("省财政厅", L)]),
    (("责任单位", "备注", "省财政厅牵头，省教育厅配合", ""), [("省财政厅", L), ("省教育厅", S)]),
    (("主办单位", "协办单位", "省财政厅", "省教育厅 省公安厅"), [("省财政厅", L), ("省教育厅", S), ("省公安厅", S)]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_a_row_is_a_list(words: tuple[str, str, str, str], expected: Members) -> None:
    notice = read(ROWS.format(*words))
    assert lists(notice)[0] == expected
    row = notice.assignments[0]
    assert notice.text[row.scope_start : row.scope_end].startswith("1\t制定管理办法")


@pytest.mark.parametrize(
    "rows",
    [
        "序号\t单位\t电话\n1\t省财政厅\t12345\n2\t省教育厅\t12346\n",
        "序号\t工作任务\t责任单位\n1\t制定管理办法\t无\n2\t开展评估\t另行通知\n",
        "序号\t工作任务\t责任人\n1\t制定管理办法\t省财政厅厅长\n2\t开展评估\t张某\n",
    ],
)
def test_other_columns_hold_no_lists(rows: str) -> None:
    assert lists(read(rows)) == []


def test_the_column_of_deadlines_dates_the_list_and_its_milestone_names_it() -> None:
    notice = read(
        "序号\t工作任务\t责任单位\t完成时限\n"
        "1\t制定管理办法\t省财政厅\t2022年6月底前\n2\t开展评估\t省审计厅\t长期坚持\n"
    )
    dated = [[agency.deadline for agency in row.agencies] for row in notice.assignments]
    assert dated == [["2022年6月底前"], ["长期坚持"]]
    assert [m.assignment_id for m in notice.milestones] == [
        row.assignment_id for row in notice.assignments
    ]


def test_a_deadline_between_the_bodies_is_one_milestone() -> None:
    notice = read(
        "序号\t工作任务\t牵头单位\t完成时限\t配合单位\n"
        "1\t制定管理办法\t省财政厅\t2022年6月底前\t省教育厅\n2\t开展评估\t省审计厅\t长期\t省公安厅\n"
    )
    assert [(m.action, m.object, m.deadline) for m in notice.milestones] == [
        ("制定", "管理办法", "2022-06"),
        ("开展", "评估", None),
    ]


def test_a_note_makes_the_first_of_each_row_lead() -> None:
    notice = read(
        ROWS.format("责任单位", "备注", "省财政厅、省教育厅", "重点"),
        "任务分工表（列第一位者为牵头单位）",
    )
    assert lists(notice) == [[("省财政厅", L), ("省教育厅", S)], [("省审计厅", L)]]


def test_a_list_in_a_cell_of_its_own_labels_is_read_once() -> None:
    words = "牵头单位：省财政厅；配合单位：省教育厅"
    notice = read(ROWS.format("责任单位", "备注", words, ""))
    assert lists(notice)[0] == [("省财政厅", L), ("省教育厅", S)]
    assert len(notice.assignments) == 2


def test_a_cell_over_several_rows_answers_for_all_of_them(tmp_path: Path) -> None:
    cells = (
        "<table><tr><th>任务</th><th>牵头单位</th><th>配合单位</th></tr>"
        "<tr><td>制定管理办法</td><td rowspan=2>省财政厅<br>省教育厅</td><td>省公安厅</td></tr>"
        "<tr><td>开展评估</td><td>省审计厅</td></tr></table>"
    )
    source = f"<html><body><p>关于印发任务分工的通知</p><p>现印发给你们。</p>{cells}</body></html>"
    page = tmp_path / "notice.html"
    page.write_text(source, encoding="utf-8")
    notice = parse_file(page)
    assert lists(notice) == [
        [("省财政厅", L), ("省教育厅", L)],
        [("省公安厅", S)],
        [("省审计厅", S)],
    ]
    whole = notice.assignments[0]
    assert "开展评估" in notice.text[whole.scope_start : whole.scope_end]
