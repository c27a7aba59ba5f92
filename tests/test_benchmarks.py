"""What measures planparse measures right: the script, the ratios of CI, the scores, the table of peers."""

from __future__ import annotations

import ast
import doctest
import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks" / "contenders"))
sys.path.insert(0, str(ROOT / "benchmarks"))

import field
import ratios
import scale
import script
import standing
import trials
from field import CONTENDERS, ROWS, Child, Contender, LostError
from standing import BEGIN, END, Report, placed, tables
from trials import Paper, Score, Truth

BENCHMARKS = ROOT / "benchmarks"
PAGE = ROOT / "docs" / "benchmarks.md"
NOTICE = (
    "一、总体要求\n（一）目标。到2025年，建成示范区5个，投资达到1.5亿元，目前已有3家。\n"
    "2024年6月底前完成。（市财政局牵头，教育局、各区政府按职责分工负责）\n"
)
needs_shared = pytest.mark.skipif(not trials.SHARED.is_dir(), reason="../shared is not here")


def code_lines(text: str) -> list[str]:
    """The lines that are neither blank nor comment nor docstring."""
    told: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.FunctionDef)) and ast.get_docstring(node):
            told.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), 1)
    return [
        one for n, one in lines if one.strip() and not one.lstrip().startswith("#") and n not in told
    ]


def test_the_script_has_sixty_lines() -> None:
    assert 50 <= len(code_lines((BENCHMARKS / "script.py").read_text(encoding="utf-8"))) <= 60
    assert code_lines('"""a\n\nb"""\n# c\n\nd = 1\ndef e():\n    """f"""\n    return d\n') == [
        "d = 1",
        "def e():",
        "    return d",
    ]


def test_the_script_reads_a_clean_notice() -> None:
    def words(rows: list[dict[str, Any]]) -> list[str]:
        return [NOTICE[row["start"] : row["end"]] for row in rows]

    assert [(row["number"], row["heading"]) for row in script.headings(NOTICE)] == [
        ("一、", "总体要求"),
        ("（一）", "目标"),
    ]
    assert words(script.bodies(NOTICE)) == ["市财政局", "教育局", "各区政府"]
    assert [(row["value"], row["unit"]) for row in script.targets(NOTICE)] == [(5, "个"), (1.5e8, "元")]
    assert [(NOTICE[row["start"] : row["end"]], row["last"]) for row in script.times(NOTICE, 2023)] == [
        ("2024年6月底前", ["2024-06-30"])
    ]
    assert script.times("6月底前完成", 2023)[0]["last"] == ["2023-06-30"]


@pytest.mark.parametrize("module", [standing, trials], ids=lambda module: module.__name__)
def test_examples(module: Any) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_every_ratio_has_a_limit_that_a_slow_change_breaks() -> None:
    limits = tomllib.loads(ratios.LIMITS.read_text(encoding="utf-8"))
    assert set(limits) == {
        f"{task}, {kind}" for task in ratios.TASKS for kind in ("clean", "damaged", "one line")
    }
    assert all(one > 0 for limit in limits.values() for one in limit.values())
    restore = ratios.TASKS["restore"]
    found = ratios.ratios(limits, {"restore": lambda text: [restore(text) for _ in range(20)]}, rounds=1)
    assert len(found) == 6
    assert not any(one.kept for one in found)
    assert {one.yardstick for one in found} == set(ratios.YARDSTICKS)
    assert "SLOW" in str(found[0])


def paper(clean: str, gold: dict[str, Any], **facts: list[dict[str, str]]) -> Paper:
    """A notice of a test, with truth."""
    gold = {"targets": [], "assignments": [], "headings": []} | gold
    places = list(range(len(clean) + 1))
    return Paper("t", clean, clean, places, None, gold, facts.get("due", []), facts.get("other", []))


@needs_shared
def test_values_are_right_in_their_clause() -> None:
    targets = [
        {"quote": "建成示范区5个", "value": 5, "unit": "个"},
        {"quote": "投资达到1.5亿元", "value": 1.5e8, "unit": "元"},
    ]
    truth = Truth(paper(NOTICE, {"targets": targets}))
    found = script.targets(NOTICE)
    assert truth.score_values(found) == Score(2, 2, 2)
    assert truth.score_values(found, unit="元") == Score(1, 2, 1)
    elsewhere = [{"start": 0, "value": 5.0}]
    assert truth.score_values(elsewhere) == Score(0, 1, 2)
    assert truth.score_values([found[0], found[0]]) == Score(1, 2, 2), "one finding, one value"


@needs_shared
def test_bodies_are_right_from_first_to_last_character() -> None:
    names = ["市财政局", "教育局", "各区政府"]
    listed = {
        "quote": "（市财政局牵头，教育局、各区政府按职责分工负责）",
        "agencies": [{"name": name} for name in names],
    }
    truth = Truth(paper(NOTICE, {"assignments": [listed]}))
    assert truth.lost == 0
    assert truth.score_bodies(script.bodies(NOTICE)) == Score(3, 3, 3)
    at = NOTICE.index("财政局")
    part = [{"start": at, "end": at + 3}]
    assert truth.score_bodies(part) == Score(0, 1, 3)
    assert truth.score_bodies(part, touched=True) == Score(1, 1, 3)


@needs_shared
def test_times_are_right_by_their_last_day() -> None:
    at = NOTICE.index("2024年6月")
    due = [{"start": str(at), "words": "2024年6月底前", "deadline": "2024-06"}]
    other = [{"start": "0", "words": "一", "kind": "period"}]
    truth = Truth(paper(NOTICE, {}, due=due, other=other))
    right = [{"start": at, "end": at + 7, "last": ["2024-06-30"]}]
    assert truth.score_due(right) == Score(1, 1, 1)
    assert truth.score_due([{**right[0], "last": ["2024-06-01"]}]) == Score(0, 1, 1)
    assert truth.score_due([*right, {"start": 0, "end": 1, "last": ["2022-01-01"]}]) == Score(1, 2, 1)
    assert truth.score_any_time(right) == Score(1, 1, 2)


@needs_shared
def test_damage_leads_back_to_where_each_character_stood() -> None:
    damaged, places = trials.spoil(NOTICE, 1)
    assert len(damaged) > len(NOTICE)
    assert len(places) == len(damaged) + 1
    plain = trials.simplified(damaged)
    for name in ("一", "5", "2024", "区"):
        where = places[plain.index(name)]
        assert NOTICE.startswith(name, where) or name == "区"
    start = plain.index("2024")
    (back,) = trials.led_back([{"start": start, "end": start + 4}], places)
    assert NOTICE[back["start"] : back["end"]] == "2024"
    truth = Truth(paper(NOTICE, {}))
    assert truth.score_text(NOTICE).right == truth.score_text(NOTICE).gold > 3
    assert truth.score_text(damaged).right < truth.score_text(NOTICE).gold


def test_a_contender_answers_in_a_process_of_its_own() -> None:
    with Child("script") as child:
        assert child.python
        assert child.ask({"texts": [NOTICE]}) == {}
        assert child.ask({"time": "read", "text": 0})["seconds"] > 0
        found = child.ask({"find": "read", "text": 0, "date": "2023-01-01"})["found"]
        assert found["headings"] == script.headings(NOTICE)
        assert "KeyError" in child.ask({"time": "nothing", "text": 0})["error"]


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise SystemExit(1)", "ended by itself"),
        ("import time; time.sleep(60)", "no answer within 1 s"),
    ],
)
def test_a_contender_that_is_lost_says_why(
    program: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "program.py"
    path.write_text(program, encoding="utf-8")
    monkeypatch.setitem(CONTENDERS, "script", Contender(str(path), "broken"))
    monkeypatch.setattr(field, "PATIENCE", 1.0)
    with pytest.raises(LostError, match=reason):
        Child("script")


def test_what_raises_on_a_notice_finds_what_stands_in_its_other_sentences() -> None:
    look = import_module("serving").look

    def find(text: str, date: str | None) -> dict[str, list[dict[str, Any]]]:
        if "坏" in text:
            raise OverflowError("bad")
        at = text.find("好")
        return {"times": [{"start": at, "end": at + 1}] if at >= 0 else []}

    answer = look(find, "坏。好。坏好。\n好", None)
    assert answer["found"] == {"times": [{"start": 2, "end": 3}, {"start": 8, "end": 9}]}
    assert answer["error"] == "OverflowError: bad"


def report() -> Report:
    """A made-up run in which one contender is lost, and one has not all texts."""
    fast, slow = ("opencc", "convert"), ("planparse", "parse")
    return Report(
        machine="a machine",
        versions={"opencc": ("3.12.0", {"opencc": "1.0"})},
        names=["d001_a.txt", "d002_b.txt"],
        sizes={"clean": [1000, 2000]},
        seconds={
            "clean": {fast: {0: 0.001, 1: 0.002}, ("script", "read"): {0: 0.01, 1: 0.02}, slow: {0: 0.1}}
        },
        clean={slow: {"bodies": Score(3, 4, 6), "targets in 元": Score(1, 1, 2)}},
        damaged={slow: {"bodies": Score(1, 4, 6), "clauses": Score(9, 9, 10)}},
        papers=2,
        unread=[],
        lost={("jieba", "tags"): "not installed: no such thing"},
        refused={slow: {"KeyError: x"}},
    )


def test_the_table_has_a_row_for_each_task_and_says_what_is_missing() -> None:
    text = tables(report())
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len([line for line in rows if line.startswith(("| OpenCC", "| the script", "| jieba"))]) == 3
    assert any("not installed: no such thing" in line for line in rows)
    (summary, detail) = [line for line in rows if line.startswith("| planparse, parse")]
    assert "| 0.01 / 0.1 * |" in summary
    assert "| 50 / 75 |" in summary
    assert summary.endswith("| 90 |")
    assert "| 16 / 25 |" in detail
    assert "50 % of 2" in detail
    assert "sentence by sentence: KeyError: x." in text
    assert "1 million characters" in text


def test_the_page_is_written_between_its_marks() -> None:
    page = PAGE.read_text(encoding="utf-8")
    new = placed(page, tables(report()))
    assert "no such thing" in new
    assert placed(new, "x").count(BEGIN) == 1
    assert placed(new, "x") == placed(page, "x")
    with pytest.raises(ValueError, match="needs a line"):
        placed("no marks", "x")


def test_the_page_has_every_row_and_nothing_of_this_machine() -> None:
    page = PAGE.read_text(encoding="utf-8")
    text = page.partition(BEGIN)[2].partition(END)[0]
    for row in ROWS:
        assert row.does in text
    assert "Machine: " in text
    assert not re.search(r"(?<![\w.])/\w+/|https?:|\d\d:\d\d|\.(?:org|com|cn)\b", text)
    for packages in (contender.packages for contender in CONTENDERS.values()):
        assert all("==" in package for package in packages), "pinned, so that a run can be done again"


def test_texts_of_a_size_are_parsed_in_a_process_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(scale.make_text(200_000), "utf-8")
    assert 200_000 <= path.stat().st_size < 1_000_000
    parsed = [scale.run(path, tables) for tables in ("default", "all")]
    assert {run.characters for run in parsed} == {len(path.read_text("utf-8"))}
    assert all(run.seconds > 0 and run.rate > 0 for run in parsed)
    assert parsed[1].written > parsed[0].written
    assert parsed[1].peak > 20 * scale.MEGABYTE
