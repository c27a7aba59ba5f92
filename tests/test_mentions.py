"""Bodies that sentences name outside lists, and the part that they play there."""

from __future__ import annotations

import pytest

from planparse.pipeline import parse_source
from planparse.rulebook import default
from planparse.text import Source

HEAD = "河北省人民政府关于加强质量工作的意见\n各市人民政府：\n一、总体要求\n"
TAIL = "\n河北省人民政府\n2022年5月1日\n"


def mentions(text: str, head: str = HEAD, tail: str = TAIL) -> list[tuple[str, str | None, str]]:
    notice = parse_source(Source(head + text + tail), default(), also=["mentions"])
    for found in notice.mentions:
        assert notice.text[found.start : found.end] == found.name
        assert found.name in found.quote
    return [(found.name, found.agency_id, found.role) for found in notice.mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "市场监管总局要会同有关部门制定办法。",
            [("市场监管总局", "samr", "lead"), ("有关部门", "departments", "support")],
        ),
        (
            "具体办法由省财政厅、省教育厅另行制定。",
            [("省财政厅", "130000/finance", "lead"), ("省教育厅", "130000/education", "lead")],
        ),
        (
            "省科技厅负责组织实施，省财政厅予以配合。",
            [("省科技厅", "130000/science", "lead"), ("省财政厅", "130000/finance", "support")],
        ),
        ("将结果报石家庄市财政局备案。", [("石家庄市财政局", "130100/finance", "unspecified")]),
        ("报送承德县教育局。", [("承德县教育局", "130821/education", "unspecified")]),
        ("报国家发展改革委批准。", [("国家发展改革委", "ndrc", "unspecified")]),
    ],
)
def test_a_sentence_says_who_acts(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert mentions(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "教育部门要加强管理。",  # no 教育部
        "推广电子税务局。",
        "根据《财政部关于加强管理的通知》执行。",
        "依照国务院令第426号执行。",
        "推动文化广电旅游局。",
        "引导金融机构扩大投放。",
        "建设工业园区管委会大楼。",
        "（一）加强管理。（省财政厅、省教育厅负责）",
        "全省高新区发展迅速。",
    ],
)
def test_what_names_no_body_in_a_sentence_is_none(text: str) -> None:
    assert mentions(text) == []


def test_who_does_not_ask_gets_none() -> None:
    notice = parse_source(Source(HEAD + "由省财政厅另行制定。" + TAIL), default())
    assert notice.mentions == []


def test_time_grows_with_the_text() -> None:
    from time import process_time

    def took(times: int) -> float:
        text = (
            HEAD
            + "由省财政厅会同石家庄市人民政府和市场监管总局制定办法，报省政府批准。\n" * times
            + TAIL
        )
        source = Source(text)
        start = process_time()
        parse_source(source, default(), also=["mentions"])
        return process_time() - start

    took(10)
    assert min(took(800) for _ in range(2)) < 14 * max(min(took(100) for _ in range(3)), 0.005)
