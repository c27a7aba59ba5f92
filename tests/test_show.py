"""`show`: the picture of a notice, at any width, in words that every terminal can take."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
from pathlib import Path

import pytest

from planparse import parse
from planparse.display import show_notice, visible
from planparse.display.amounts import number_of
from planparse.display.typesetting import columns, plain, shorten, wrap

TEXT = """关于印发行动方案(2022—2025年)的通知
国市监质发〔2022〕95号
各省、自治区、直辖市人民政府,国务院各部委、各直属机构:
《行动方案(2022—2025年)》已经国务院同意,现印发给你们,请认真贯彻落实。
市场监管总局 财政部
2022年11月1日
行动方案(2022—2025年)
一、总体要求
坚持稳中求进。
二、重点任务
(一)提升质量。到2025年,拖拉机平均故障间隔时间达到80小时以上。(市场监管总局牵头,教育部、财政部等配合)
(二)加强监管。落实责任。(责任单位:市场监管总局、公安部、司法部、民政部、教育部、人力资源社会保障部)
"""


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


def shown(text: str = TEXT, why: bool = False) -> list[str]:
    return show_notice(parse(text, name="notice.txt"), why=why).splitlines()


def test_the_picture() -> None:
    assert shown() == [
        "关于印发行动方案(2022—2025年)的通知",
        "─" * 80,
        "文号      国市监质发〔2022〕95号",
        "日期      2022-11-01",
        "发文机关  市场监管总局、财政部",
        "主送      各省、自治区、直辖市人民政府，国务院各部委、各直属机构",
        "文种      通知 · 行动方案",
        "印发      行动方案(2022—2025年)",
        "期限      2022–2025",
        "批准      国务院",
        "",
        "一、总体要求",
        "",
        "二、重点任务",
        "├─ (一)提升质量",
        "│    牵头 市场监管总局",
        "│    配合 教育部、财政部等",
        "│    目标 拖拉机 平均故障间隔时间 ≥ 80 小时 · 2025年",
        "└─ (二)加强监管",
        "     责任 市场监管总局、公安部、司法部、民政部、教育部、人力资源社会保障部",
        "",
        "2 chapters · 2 measures · 7 bodies · 1 target · notice.txt",
    ]


def test_why_adds_rule_and_quote_and_place() -> None:
    text = "\n".join(shown(why=True))
    assert re.search(r"文号 .*\n +· metadata\.[a-z-]+ \d\.\d\d · line 2 · 国市监质发〔2022〕95号", text)
    assert re.search(r"配合 .*\n│ +· agencies\.[a-z-]+ \d\.\d\d · line 11 · \(市场监管总局牵头", text)
    assert re.search(r"目标 .*\n│ +· targets\.[a-z-]+ \d\.\d\d · line 11 · ", text)
    assert [line for line in shown() if line not in text] == []


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(
    sample_text: str, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for text in (TEXT, sample_text, "字" * 500, "word" * 500, "一、" + "（" * 300):
        for why in (False, True):
            for line in shown(text, why):
                assert columns(line) <= min(width, 100)
                assert not re.match(r"[│├└─ ]*[，。；：、）》”】,;:)]", line), "a closing mark begins it"


def test_a_notice_without_numbers_shows_its_paragraphs() -> None:
    lines = shown(
        "关于放假的通知\n根据安排，现将放假有关事项通知如下，请遵照执行。\n值班人员应当在岗。\n"
    )
    assert any("根据安排" in line for line in lines)
    assert any(line.startswith("! line ") and line.endswith("no-numbering") for line in lines)


def test_what_has_no_title_is_shown_as_it_begins() -> None:
    lines = shown("第一条 为了加强管理，制定本办法。\n第二条 " + "本办法适用于本市。" * 20 + "\n")
    row = next(line for line in lines if "第二条" in line)
    assert columns(row) <= 80
    assert row.endswith("…")


def test_many_diagnostics_of_one_kind_are_counted() -> None:
    text = "".join(f"{n}、丙。\n" for n in "一三五七九")
    many = "".join(f"第{n}条 内容。\n" for n in range(1, 99, 3))
    assert sum("sequence-gap" in line for line in shown(many)) == 13
    assert any(re.fullmatch(r"· and \d+ more sequence-gap", line) for line in shown(many))
    assert not any("more sequence-gap" in line for line in shown(text))


# ---------------------------------------------------------------------- on a terminal


def on_terminal(*args: str, **env: str) -> str:
    """What a command writes to a terminal of 80 columns."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | env
    process = subprocess.Popen(
        [sys.executable, "-m", "planparse", *args],
        stdout=theirs,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        env=environment,
    )
    os.close(theirs)
    data = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65_536)
        except OSError:
            break
        if not piece:
            break
        data += piece
    os.close(ours)
    assert process.wait(60) == 0
    return data.decode().replace("\r\n", "\n")


def test_colour_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, "utf-8")
    plain_text = show_notice(parse(TEXT, name="notice.txt", also=["milestones"]))
    coloured = on_terminal("show", str(path), TERM="xterm-256color")
    assert "\x1b[1m关于印发" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain_text
    assert on_terminal("show", str(path), TERM="xterm-256color", NO_COLOR="1") == plain_text
    assert on_terminal("show", str(path), TERM="dumb") == plain_text


def test_json_is_indented_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, "utf-8")
    written = on_terminal("extract", str(path))
    assert written.startswith('{\n  "schema_version": 1,\n')
    assert json.loads(written) == json.loads(parse(TEXT, name="notice.txt").model_dump_json())


@pytest.mark.parametrize(
    "args", [["restore"], ["restore", "--edits"], ["extract", "--table", "divisions", "--format", "csv"]]
)
def test_text_on_a_terminal_cannot_steer_it(tmp_path: Path, args: list[str]) -> None:
    path = tmp_path / "notice.txt"
    path.write_text("一、甲\x1b[31m乙\x9b2J\u202e\n關(guān)于\n", "utf-8")
    command, *options = args
    written = on_terminal(command, str(path), *options)
    assert written
    assert not set(written) & set("\x1b\x9b\u202e")


# ---------------------------------------------------------------------- typesetting

WRAPS = [
    # (text, width, lines)
    ("一二三四五六", 6, ["一二三", "四五六"]),
    ("一二三，四五六", 6, ["一二", "三，四", "五六"]),
    ("一二（三）四", 6, ["一二", "（三）", "四"]),
    ("一二 three四", 8, ["一二", "three四"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("", 4, [""]),
    ("，，，，，，", 4, ["，，", "，，", "，，"]),
]


@pytest.mark.parametrize(("text", "width", "lines"), WRAPS)
def test_lines_break_where_a_typesetter_would(text: str, width: int, lines: list[str]) -> None:
    assert plain(wrap([(text, "")], width)).splitlines() == lines


def test_lines_under_the_first_hang() -> None:
    lines = wrap([("一二三四五", "")], 8, [("甲 ", "label")], [("   ", "")])
    assert plain(lines).splitlines() == ["甲 一二", "   三四", "   五"]


def test_whole_pieces_are_not_cut() -> None:
    pieces = [("财政部、", ""), ("教育部、", ""), ("公安部", "")]
    assert plain(wrap(pieces, 12, whole=True)).splitlines() == ["财政部、", "教育部、", "公安部"]


NUMBERS = [
    (80.0, "80"),
    (98.5, "98.5"),
    (0.667, "0.667"),
    (216000.0, "21.6万"),
    (1e11, "1000亿"),
    (7e9, "70亿"),
    (123456.0, "123456"),
    (-5.0, "-5"),
]


@pytest.mark.parametrize(("value", "text"), NUMBERS)
def test_numbers_are_written_as_a_person_would(value: float, text: str) -> None:
    assert number_of(value) == text


def test_shorten_and_visible() -> None:
    assert shorten("一二三", 6) == "一二三"
    assert shorten("一二三四", 7) == "一二三…"
    assert shorten("一二三四", 6) == "一二…"
    assert visible("a\x00\x1b\x7f\x9b\u202e\ud800\tb\n") == "a\\x00\\x1b\\x7f\\x9b\\u202e\\ud800\tb\n"
