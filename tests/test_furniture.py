"""A site's words are marked, whole and nothing else: in lines, in wrapped lines, in one line.

A case says where it is from: `wild` (seen in a notice), `synthetic` (made for the rule),
`untouched` (the notice's own words), `known failure`. In the texts ⟦ ⟧ stand around what is to
be marked.
"""

from __future__ import annotations

import pytest

from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source

BODY = "为贯彻落实决策部署，制定本方案。"
SITE = "首页 > 政务公开 > 政策文件"
BUTTONS = "【字体:大 中 小】 打印"

CASES = [
    ("wild", f"⟦{SITE}\n{BUTTONS}\n⟧一、总则\n{BODY}\n⟦打印本页 关闭窗口⟧", "around a notice"),
    ("wild", f"一、总则\n⟦— 1 —\n⟧{BODY}\n⟦- 2 -\n⟧二、附则", "page numbers"),
    ("wild", "各地要加强组织领导，压实工作\n⟦— 3 —\n⟧责任。", "a page number inside a sentence"),
    ("wild", f"⟦===PAGE 1===\n⟧{BODY}\n⟦===PAGE 2===\n⟧附则", "page marks of a converter"),
    ("wild", f"⟦索引号：0001/2022-1\n发布日期：2022-11-10\n⟧关于印发方案的通知\n{BODY}", "labels"),
    ("wild", f"{BODY}\n⟦责任编辑:李明\n分享到:⟧", "an editor and a share bar"),
    ("wild", f"{BODY}\n⟦相关稿件\n方案解读\n一图读懂⟧", "links, to the end"),
    ("wild", f"{BODY}⟦更多信息请关注官方微信“河北人社”⟧", "run on to the end"),
    ("wild", f"{BODY}⟦更多信息请关注官方微信“河北人社”\n打印本页 关闭窗口⟧", "run on, and lines behind it"),
    ("wild", f"⟦{SITE}\n⟧{BODY}⟦更多信息请关注官方微信“河北人社”\n扫一扫在手机打开当前页\n分享到:⟧", "both"),
    ("wild", f"{BODY}⟦更多信息请关注官方微信“河\n北人社”⟧", "run on, and broken by a line end"),
    ("synthetic", f"{BODY}⟦【打印本页】【关闭窗口】⟧", "buttons run on to the end"),
    ("synthetic", f"{BODY}⟦责任编辑：李明 扫一扫在手机打开当前页⟧", "an editor run on to the end"),
    ("synthetic", f"⟦{SITE}⟧ 各市人民政府：{BODY}", "a path before a one-line text"),
    ("synthetic", f"关于印发方案的通知 ⟦发布时间：2022-11-10 09:30 {BUTTONS}⟧ {BODY}", "buttons in it"),
    ("synthetic", f"⟦{SITE}⟧ 方案的通知 ⟦来源：办公厅 【字体：大 中 小】⟧{BODY}", "a path and buttons in it"),
    ("untouched", f"——企业主导。\n2022—2025\n{BODY}", "dashes that are the notice's"),
    ("untouched", "专栏\n1\n物流枢纽建设工程\n专栏\n2\n铁路升级工程", "bare numbers are a box's"),
    ("untouched", f"{BODY}\n由责任编辑：负责审稿的人员签字", "the words of an editor's line"),
    ("untouched", "各单位请关注微信公众号并按要求提交材料，逾期不予受理。" + BODY, "an order to follow"),
    ("untouched", "（一）在首页或者其他显著位置标示价格。", "首页 in a sentence"),
    ("untouched", f"一、版面要求\n正文用3号仿宋字体：每页22行。{BODY}", "字体 in a sentence"),
    ("untouched", "各省、自治区、直辖市人民政府：\n" + BODY, "a colon is no label"),
    ("known failure", "\n".join([*["甲" * 30] * 20, "⟦1\n⟧" + "甲" * 30, *["甲" * 30] * 20, "⟦2⟧"]),
     "bare page numbers: like a box's or a table's numbers"),
]  # fmt: skip


def check(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    restored, _ = restore(Source(text), default())
    got, at = "", 0
    for start, end in restored.furniture:
        got += f"{text[at:start]}⟦{text[start:end]}⟧"
        at = end
    assert got + text[at:] == marked
    assert str(restored.text) == text


@pytest.mark.parametrize("marked", [
    pytest.param(case[1], id=case[2], marks=[pytest.mark.xfail(strict=True)] if case[0] == "known failure" else [])
    for case in CASES
])  # fmt: skip
def test_furniture(marked: str) -> None:
    check(marked)


def test_marks_of_markdown_leave_blank_lines() -> None:
    restored, _ = restore(Source("甲\n\n## 一、总则\n", kind="md"), default())
    assert str(restored.text) == "甲\n\n一、总则\n"


WRAPPED = [
    ("原文链接: http://a.sh.gov.cn/zwgk/20251031/8feac4b175464c3bbb2e01314d2534ec.html", "an address"),
    ("主题: 关于促进高端医疗器械产业全链条发展行动方案的若干政策措施的通知", "a label's words"),
    (
        "**主题**: 关于促进高端醫(yī)療(liáo)器械產(chǎn)业全链条发展行动方案的若干措施",
        "marks and glosses in it",
    ),
    ("- [关于印发《创新带建设方案》的通知.pdf](/cmsres/c2/c280da1ff6d54dd6b21a.pdf )", "a link"),
]


@pytest.mark.parametrize("width", [22, 30, 37, 44])
@pytest.mark.parametrize("line", [row[0] for row in WRAPPED], ids=[row[1] for row in WRAPPED])
def test_a_line_that_was_broken_is_marked_whole(line: str, width: int) -> None:
    """The width is the source's: what restoration took out of a line stood in it."""
    at_end = line.startswith("- [")
    body = [
        "各地要加强组织领导，压实工作责任，确保各项政策措施落到实处、取得成效，重大情况及时报告。" * 2
    ] * 9
    page = "\n".join(_wrap(paragraph, width) for paragraph in body)
    broken = _wrap(line, width)
    text = f"{page}\n{broken}" if at_end else f"{broken}\n{page}"
    restored, _ = restore(Source(text, kind="md"), default())
    assert len(restored.furniture) == 1
    start, end = restored.text.source_span(*restored.furniture[0])
    assert text[start:end].strip() == broken.strip()


def test_a_page_number_may_stand_in_a_broken_line() -> None:
    line = _wrap(WRAPPED[1][0], 30).replace("\n", "\n— 1 —\n", 1)
    page = "\n".join(
        [_wrap("各地要加强组织领导，压实工作责任，确保各项政策措施落到实处、取得成效，及时报告。", 30)]
        * 9
    )
    restored, _ = restore(Source(f"{line}\n{page}"), default())
    assert restored.furniture == [(0, len(line) + 1)]


def test_only_what_goes_on_is_joined() -> None:
    """A label's line that is shorter than the others, or before a paragraph, is whole by itself."""
    text = "主题: 关于促进产业发展的通知\n为贯彻落实决策部署，制定本方案。"
    restored, _ = restore(Source(text), default())
    assert restored.furniture == [(0, text.index("\n") + 1)]


def _wrap(paragraph: str, width: int) -> str:
    indented = "\u3000\u3000" + paragraph
    return "\n".join(indented[at : at + width] for at in range(0, len(indented), width))
