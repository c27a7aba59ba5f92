"""A site's words are marked, whole and nothing else: in lines, in wrapped lines, in one line."""

from __future__ import annotations

import pytest

from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source

BODY = "为贯彻落实决策部署，制定本方案。"
SITE = "首页 > 政务公开 > 政策文件"
BUTTONS = "【字体:大 中 小】 打印"


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
    assert [restored.text.source_span(*span) for span in restored.furniture] == [(0, len(line) + 1)]


def test_only_what_goes_on_is_joined() -> None:
    """A label's line that is shorter than the others, or before a paragraph, is whole by itself."""
    text = "主题: 关于促进产业发展的通知\n为贯彻落实决策部署，制定本方案。"
    restored, _ = restore(Source(text), default())
    assert restored.furniture == [(0, text.index("\n") + 1)]


def _wrap(paragraph: str, width: int) -> str:
    indented = "\u3000\u3000" + paragraph
    return "\n".join(indented[at : at + width] for at in range(0, len(indented), width))


@pytest.mark.parametrize("mark", ["", "- "])
def test_a_crawlers_own_notes_are_no_title(mark: str) -> None:
    notes = "".join(f"{mark}{key}: {value}\n" for key, value in (
        ("title", "关于加强管理的通知"), ("source_url", "https://a.gov.cn/1.html"), ("http-status", "200"),
    ))  # fmt: skip
    text = f"{notes}\n关于加强管理的通知\n各市人民政府：\n一、加强管理。url: 不是标记。\n"
    restored, _ = restore(Source(text), default())
    assert [text[span.start : span.end].strip() for span in restored.furniture] == [notes.strip()]
