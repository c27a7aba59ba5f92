"""GBK read one byte off: what comes back, what is marked, what is left alone."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from planparse.diagnostics import Code
from planparse.repair.shifted import UNKNOWN, realign
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source, TracedText


class Case(NamedTuple):
    """A clean text with its run in ⟦⟧ and what becomes of it there, or a text that stays."""

    origin: str  # wild, synthetic or untouched
    text: str
    expected: str
    reason: str


CASES = [
    Case(
        "wild",
        "推广“全包维⟦保”⟧、“物联网+维保”",
        "推广“全包维保”、“物联网+维保”",
        "a quotation mark is owed",
    ),
    Case(
        "wild",
        "“物联网+维⟦保”⟧。规范家居服务",
        "“物联网+维保”。规范家居服务",
        "the phrase list knows what the dictionary does not",
    ),
    Case(
        "synthetic",
        "比照相⟦应层级⟧工程技术人员",
        "比照相\ufffd层\ufffd工程技术人员",
        "inner character exact",
    ),
    Case(
        "synthetic", "新型职⟦业农民队伍⟧。全面", "新型职业农民队伍。全面", "five characters: four inner"
    ),
    Case(
        "synthetic",
        "返乡下⟦乡创⟧业人员",
        "返乡下乡创业人员",
        "two outer characters and one between the bytes",
    ),
    Case(
        "synthetic",
        "评价管理服务体⟦系，⟧实行质量保证",
        "评价管理服务体系，实行质量保证",
        "punctuation as the last one",
    ),
    Case("synthetic", "全县就⟦业技能培⟧训30万人次", "全县就业技能培训30万人次", "digits behind"),
    Case("synthetic", "省政府⟦有关部⟧门负责", "省政府有关部门负责", "ranked by neighbours"),
    Case(
        "synthetic",
        "整合共享实施⟦方案⟧，有条件的力争",
        "整合共享实施方案，有条件的力争",
        "one pair of bytes only",
    ),
    Case(
        "synthetic", "智能⟦场景⟧。家居领域", "智能场景。家居领域", "Markdown-like bracket from the bytes"
    ),
    Case("synthetic", "建⟦设完善⟧基础设施", "建设完善基础设施", "ranked by neighbours"),
    Case(
        "synthetic",
        "人力资源社⟦会保障⟧、民政部门",
        "人力资源社会保障、民政部门",
        "a full-width capital among the shifted bytes",
    ),
    Case(
        "synthetic",
        "（财政⟦部、教育⟧部按职责分工负责）",
        "（财政部、教育部按职责分工负责）",
        "a pause mark inside",
    ),
    Case(
        "synthetic",
        "《关于印发行动⟦方案》的⟧通知",
        "《关于印发行动方案》的通知",
        "a closing title mark inside",
    ),
    Case("synthetic", "供应⟦链安全⟧稳定", "供应链安全稳定", "ranked by neighbours"),
    Case(
        "synthetic",
        "失业人员和下⟦岗（失业⟧）军队退役人员",
        "失业人员和下\ufffd（失\ufffd）军队退役人员",
        "an outer one that two words fit is marked",
    ),
    Case(
        "synthetic",
        "国家标⟦准、行⟧业标准制修订",
        "国家标准、\ufffd业标准制修订",
        "行业 or 企业 …: marked where not sure",
    ),
    Case(
        "synthetic",
        "支持企⟦业加大⟧研发投入",
        "支持企业加\ufffd研发投入",
        "what cannot be told is marked",
    ),
    Case("synthetic", "坚持⟦以人民⟧为中心", "坚持\ufffd人\ufffd为中心", "what cannot be told is marked"),
    Case(
        "synthetic",
        "高⟦质量发展⟧取得成效",
        "高质量发\ufffd取得成效",
        "inner ones are exact whatever the outer are",
    ),
    Case("synthetic", "营商⟦环境⟧持续优化", "营商\ufffd\ufffd持续优化", "both outer: each is judged"),
    Case(
        "synthetic", "加强组织⟦领导⟧，落实责任", "加强组织领导，落实责任", "both outer: each is judged"
    ),
    Case("synthetic", "按照职责⟦分工负责⟧抓好落实", "按照职责分工负责抓好落实", "ranked by neighbours"),
    Case("synthetic", "深化产教⟦融合、⟧校企合作", "深化产教融合\ufffd校企合作", "pause mark last"),
    Case("synthetic", "组织⟦实施方案⟧，有条件的", "组织实施方案，有条件的", "certain throughout"),
    Case("synthetic", "着力⟦提升⟧服务水平", "着力提升服务水平", "both outer: each is judged"),
    Case("synthetic", "加强质量⟦监督管⟧理。", "加强质量监督管理。", "before a full stop"),
    Case("synthetic", "推进⟦乡村振⟧兴战略", "推进乡村振兴战略", "ranked by neighbours"),
    Case("synthetic", "保障⟦农民工⟧工资支付", "保障农民\ufffd工资支付", "ranked by neighbours"),
    Case("synthetic", "健全⟦长效机⟧制", "健全长效机制", "at the end of the text"),
    Case("untouched", "什么?怎么办?", "什么?怎么办?", "two real questions"),
    Case("untouched", "为什么?怎么做?谁来做?", "为什么?怎么做?谁来做?", "three real questions"),
    Case(
        "untouched", "可以吗?能!?", "可以吗?能!?", "an exclamation mark before the second question mark"
    ),
    Case("untouched", "是否办理?是?否?", "是否办理?是?否?", "a choice behind a question word"),
    Case(
        "untouched", "是否参保?(是、否)?", "是否参保?(是、否)?", "a bracket between two question marks"
    ),
    Case("untouched", "年龄多大?住哪里?做什么工作?", "年龄多大?住哪里?做什么工作?", "a questionnaire"),
    Case(
        "untouched", "单位有没有公章?有?没有?", "单位有没有公章?有?没有?", "verb-not-verb is a question"
    ),
    Case("untouched", "这是不是真的?是?", "这是不是真的?是?", "verb-not-verb is a question"),
    Case("untouched", "什么??!?", "什么??!?", "question marks in a row"),
    Case("untouched", "??!?。", "??!?。", "question marks in a row"),
    Case("untouched", "有无隐患?有无漏洞?", "有无隐患?有无漏洞?", "有无 is a question"),
    Case("untouched", "谁干?干什么?怎么干?", "谁干?干什么?怎么干?", "short questions"),
    Case("untouched", "合格?不合格?", "合格?不合格?", "a choice in whole words"),
    Case("untouched", "对?错?", "对?错?", "a choice in single characters"),
    Case("untouched", "a?b?c", "a?b?c", "Latin letters"),
    Case("untouched", "http://x.cn/a?b=1?c=2", "http://x.cn/a?b=1?c=2", "an address"),
    Case("untouched", "摘? 要? 题", "摘? 要? 题", "blanks that became question marks"),
    Case(
        "untouched",
        "一问:来了没有?二问:走了没有?",
        "一问:来了没有?二问:走了没有?",
        "questions with labels",
    ),
    Case("untouched", "?", "?", "one mark"),
    Case("untouched", "???", "???", "marks only"),
    Case(
        "synthetic",
        "方案》要求,?岷瞎\nぷ?实际,制定",
        "方案》要求,结合工\n\ufffd实际,制定",
        "a line ends in the run and stays",
    ),
    Case(
        "synthetic",
        "开发高端?搅破\n— 10 —\n餍?保险产品",
        "开发高端医疗器\n— 10 —\n\ufffd保险产品",
        "a page ends in the run",
    ),
    Case(
        "synthetic",
        "到2025年,?岷瞎ぷ?实际",
        "到2025年,结合工\ufffd实际",
        "half-width punctuation around",
    ),
]

KNOWN_FAILURES = [
    ("男?女?", "a choice between single characters with no question word before it"),
    ("你好?好?好?", "a single character asked back, with no question word before it"),
]


def damaged(text: str) -> str:
    """`text` with its runs in ⟦⟧ read one byte off."""
    before, _, rest = text.partition("⟦")
    if not rest:
        return text
    run, _, after = rest.partition("⟧")
    off = run.encode("gbk")[1:-1].decode("gbk")
    return damaged(f"{before}?{off}?{after}")


def check(text: str, expected: str) -> None:
    restored, reports = realign(TracedText(text), default())
    assert str(restored) == expected
    assert restored.undo() == text
    lost = [report for report in reports if report.code is Code.LOST_CHARACTERS]
    marked = [at for at, ch in enumerate(expected) if ch == UNKNOWN]
    assert all(any(report.start <= at < report.end for report in lost) for at in marked)
    assert bool(lost) == bool(marked)
    again, _ = realign(TracedText(expected), default())
    assert str(again) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_run_is_put_right_or_marked_or_left(case: Case) -> None:
    check(damaged(case.text), case.expected)


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("text", "reason"), KNOWN_FAILURES)
def test_a_known_failure(text: str, reason: str) -> None:
    check(text, text)


def test_only_what_a_conversion_changed_has_two_readings() -> None:
    """The conversion came after the damage: 溝 is now 沟, and may have been either."""
    text = "科普助力高質?糠⒄溝?動能顯著增強，發展環境更加優化"
    restored, _ = restore(Source(text), default())
    assert "高质量发展" in str(restored.text)
    assert restored.text.undo() == text


def test_a_run_that_is_half_known_is_an_edit_of_less_confidence() -> None:
    """The rule and its confidence tell the two kinds apart."""
    whole, _ = realign(TracedText(damaged("组织⟦实施方案⟧，有条件的")), default())
    part, _ = realign(TracedText(damaged("坚持⟦以人民⟧为中心")), default())
    (sure,), (unsure,) = whole.edits(), part.edits()
    assert sure.rule == "restore.shifted-bytes"
    assert unsure.rule == "restore.shifted-bytes-in-part"
    assert unsure.confidence < sure.confidence


def test_many_runs_keep_their_reports_in_place() -> None:
    """Each report stands where its run is after all of them were put right."""
    text = damaged("坚持⟦以人民⟧为中心。组织⟦实施方案⟧，营商⟦环境⟧持续优化")
    restored, reports = realign(TracedText(text), default())
    assert [report.start for report in reports] == sorted(report.start for report in reports)
    for report in reports:
        assert UNKNOWN in str(restored)[report.start : report.end]
    assert sum(str(restored)[r.start : r.end].count(UNKNOWN) for r in reports) == str(restored).count(
        UNKNOWN
    )
