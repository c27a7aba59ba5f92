"""PDF: lines become paragraphs and rows, margins stay out, and what cannot be read says why."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from planparse import ReadError, parse
from planparse.readers import read_bytes, read_file
from planparse.text import Source
from sheets import A4, Sheet, width, write_pdf

FIRST = "为贯彻落实党中央、国务院关于质量强国建设的决策部署，进一步提高产品、工程和服务质量，结合本地区实际，制定本实施方案，请认真贯彻执行。"
SECOND = "各地区各部门要加强组织领导，明确责任分工，细化工作措施，确保到2025年重点产品合格率达到98%以上，重大工程质量稳步提升。"
THIRD = (
    "有关部门要按照职责分工抓好落实，重要情况及时报告，工作中的问题和建议由牵头部门汇总后统一研究解决。"
)


def read(*sheets: Sheet) -> Source:
    return read_bytes(write_pdf(*sheets), "a.pdf")


def lines(*sheets: Sheet) -> list[str]:
    return read(*sheets).text.splitlines()


# ---------------------------------------------------------------------- paragraphs


@pytest.mark.parametrize("first", [0, 2])
@pytest.mark.parametrize("size", [10.5, 16])
def test_wrapped_lines_are_joined(first: float, size: float) -> None:
    sheet = Sheet()
    pitch = 1.75 * size
    y = 100.0
    for text in (FIRST, SECOND, THIRD):
        y = sheet.block(text, y, first=first, size=size, pitch=pitch) + (0 if first else pitch)
    assert lines(sheet) == [FIRST, SECOND, THIRD]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    sheet, more = Sheet(), Sheet()
    sheet.block(SECOND, 100)
    sheet.block(THIRD, 200)
    sheet.say(FIRST[:24], 122, 780)
    more.block(FIRST[24:], 100, first=0)
    more.block(SECOND, 200)
    assert lines(sheet, more) == [SECOND, THIRD, FIRST, SECOND]


def turned(first: str, second: str) -> list[str]:
    """What is read of paragraphs that stand apart, where a page ends behind full lines."""
    one, two = Sheet(), Sheet()
    y = one.block(SECOND, 100, first=0)
    y = one.block(THIRD, y + 28, first=0)
    one.block(first, y + 28, first=0)
    y = two.block(second, 100, first=0)
    two.block(THIRD, y + 28, first=0)
    return lines(one, two)[2:-1]


AT_PAGE_ENDS = {
    "a number that counts on within the paragraph": ("要求：（1）" + SECOND[:19] + "；", "（2）培育品牌100个；（3）其他。", True),
    "一是 … 二是": ("要求：一是" + SECOND[:20] + "；", "二是培育品牌100个。", True),
    "a number that begins the next paragraph": ("（1）" + SECOND[:22] + "；", "（3）培育品牌100个。", False),
    "a value that begins as a number does": (SECOND[:26], "22.6%的企业达标。", True),
    "a day behind the last sentence": (SECOND[:25] + "。", "2022年11月16日", False),
}  # fmt: skip


@pytest.mark.parametrize("case", AT_PAGE_ENDS)
def test_what_begins_a_page_goes_on_or_not(case: str) -> None:
    first, second, joined = AT_PAGE_ENDS[case]
    assert turned(first, second) == ([first + second] if joined else [first, second])


def test_a_line_that_two_pages_begin_with_is_no_head() -> None:
    sheets = []
    for text in (SECOND, THIRD):
        sheet = Sheet()
        sheet.block("2." + FIRST[:40] + text, 90, first=0)
        sheets.append(sheet)
    assert lines(*sheets) == ["2." + FIRST[:40] + text for text in (SECOND, THIRD)]


def test_headings_signature_and_day_stand_alone() -> None:
    sheet = Sheet()
    sheet.middle("关于印发质量提升行动方案的通知", 90, 22)
    sheet.say("各市人民政府，省政府各部门：", 90, 140)
    y = sheet.block(FIRST, 168)
    sheet.say("一、总体要求", 122, y)
    y = sheet.block("（一）指导思想。" + SECOND, y + 28)
    sheet.right("某省人民政府办公厅", 474, y + 28)
    sheet.right("2022年11月1日", 458, y + 56)
    sheet.say("（此件公开发布）", 122, y + 84)
    assert lines(sheet) == [
        "关于印发质量提升行动方案的通知",
        "各市人民政府，省政府各部门：",
        FIRST,
        "一、总体要求",
        "（一）指导思想。" + SECOND,
        "某省人民政府办公厅",
        "2022年11月1日",
        "（此件公开发布）",
    ]


def test_a_title_too_wide_for_its_line_is_one_but_not_the_heading_below() -> None:
    sheet = Sheet()
    sheet.middle("某省人民政府办公厅关于印发进一步提高产品", 90, 20)
    sheet.middle("工程和服务质量行动方案的通知", 120, 20)
    sheet.middle("第一章　总则", 170, 20)
    sheet.block(FIRST, 200)
    assert lines(sheet) == [
        "某省人民政府办公厅关于印发进一步提高产品工程和服务质量行动方案的通知",
        "第一章　总则",
        FIRST,
    ]


def test_signatures_in_two_columns_keep_apart() -> None:
    sheet = Sheet()
    y = sheet.block(FIRST, 100)
    for left, right in (("工业和信息化部", "财　政　部"), ("市场监管总局", "国家能源局")):
        y += 28
        sheet.say(left, 120, y)
        sheet.say(right, 330, y)
    sheet.right("2022年11月1日", 440, y + 28)
    notice = parse(read(sheet).text)
    assert notice.metadata.issuers == ["工业和信息化部", "财政部", "市场监管总局", "国家能源局"]


def test_two_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    sheet.middle("某省人民政府公报", 60, 22)
    text = (FIRST + THIRD) * 4
    cut = 16 + 11 * 18  # whole lines
    y = sheet.block(text[:cut], 100, left=60, right=276, size=12, pitch=18)
    sheet.block(text[cut:], 100, left=319, right=535, size=12, pitch=18, first=0)
    assert y == 100 + 12 * 18
    assert lines(sheet) == ["某省人民政府公报", text]


# ---------------------------------------------------------------------- characters


def test_the_order_of_the_file_does_not_count() -> None:
    sheet = Sheet()
    place = {n: 90 + 16 * n for n in range(20)}
    for n, ch in enumerate("国办发"):
        sheet.say(ch, place[n], 100)
    sheet.say("2022", 154, 100)
    sheet.say("3号", 202, 100)
    sheet.say("〔", 138, 100)
    sheet.say("〕", 186, 100)
    assert lines(sheet) == ["国办发〔2022〕3号"]


def test_blanks_are_kept_where_they_part_words() -> None:
    sheet = Sheet()
    x = sheet.say("到", 90, 100)
    x = sheet.say("2025", x + 4, 100)  # the quarter of an em that word processors put there
    sheet.say("年", x + 4, 100)
    sheet.say("第一章　总则", 90, 130)
    sheet.say("Annex one", 90, 160)
    sheet.say("关于印发方案", 90, 190, spread=8)
    assert lines(sheet) == ["到2025年", "第一章　总则", "Annex one", "关于印发方案"]


def test_where_latin_and_chinese_stand_close_a_small_gap_is_a_blank() -> None:
    sheet = Sheet()
    sheet.say("到2025年，完成98项", 90, 100)
    for number, heading in enumerate(("总则", "组织机构"), 1):
        sheet.say(heading, sheet.say(str(number), 90, 100 + 40 * number) + 4, 100 + 40 * number)
    assert lines(sheet) == ["到2025年，完成98项", "1 总则", "2 组织机构"]


def test_print_that_is_doubled_to_look_bold_is_read_once() -> None:
    sheet = Sheet()
    for shift in (0, 0.4):
        sheet.say("一、总体要求", 90 + shift, 100)
    assert lines(sheet) == ["一、总体要求"]


def test_watermarks_are_no_text() -> None:
    sheet = Sheet()
    sheet.slanted("内部资料", 200, 500)
    sheet.block(FIRST, 100)
    assert lines(sheet) == [FIRST]


def test_vertical_text_is_read_from_right_to_left() -> None:
    sheet = Sheet((842.0, 595.0))
    sheet.say("某省人民政府公报", 40, 30, 9)
    x = 740.0
    for text in (FIRST, SECOND):
        column, y = "", 90 + 32.0
        for ch in text:
            if y + width(column + ch, 16) > 505:
                sheet.down(column, x, y)
                column, y, x = "", 90, x - 28
            column += ch
        sheet.down(column, x, y)
        x -= 28
    for at in (60, 160, 300, 500):
        sheet.rule(x - 60, at, x + 20, at)
    for at in (x - 60, x - 20, x + 20):
        sheet.rule(at, 60, at, 500)
    for row, cells in enumerate((("序号", "任务", "单位"), ("1", "培育品牌", "商务厅"))):
        for y, cell in zip((70, 170, 310), cells, strict=True):
            sheet.down(cell, x - 8 - 40 * row, y, 12)
    source = read(sheet)
    assert source.text.splitlines() == [FIRST, SECOND, "序号\t任务\t单位", "1\t培育品牌\t商务厅"]
    assert source.place(source.text.index("商务厅")) == "p. 1 table 1 row 2 cell 3"


def test_characters_on_top_of_each_other_are_no_text() -> None:
    sheet = Sheet()
    for number, ch in enumerate(FIRST):
        sheet.say(ch, 90, 100 + number % 3)
    with pytest.raises(ReadError, match="on top of each other"):
        read(sheet)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_turned_pages_are_read_as_they_are_seen(turned: int) -> None:
    width, height = A4
    size = (width, height) if turned % 180 == 0 else (height, width)
    # what a page that is turned by `turned` must be drawn with, to stand upright when seen
    matrix = {
        0: "1 0 0 1 0 0",
        90: f"0 1 -1 0 {height} 0",
        180: f"-1 0 0 -1 {width} {height}",
        270: f"0 -1 1 0 0 {width}",
    }
    sheet = Sheet()
    sheet.block(FIRST, 100)
    sheet.block(SECOND, 300)
    sheet.size = size
    sheet.turned = turned
    sheet.parts.insert(0, f"q {matrix[turned]} cm")
    assert lines(sheet) == [FIRST, SECOND]


# ---------------------------------------------------------------------- margins

FOOTS = ["— {} —", "- {} -", "{}", "第 {} 页", "第{}页 共3页", "{} / 3", "Page {} of 3"]


@pytest.mark.parametrize("foot", FOOTS)
def test_heads_feet_and_page_numbers_stay_out(foot: str) -> None:
    sheets = []
    for number, text in enumerate((FIRST, SECOND, THIRD), 1):
        sheet = Sheet()
        sheet.say("某省人民政府公报", 90, 50, 9)
        sheet.rule(90, 55, 506, 55)
        y = sheet.block(text, 100)
        sheet.block(text[::-1], y)
        sheet.middle(foot.format(number), 800, 12)
        sheets.append(sheet)
    assert lines(*sheets) == [t for text in (FIRST, SECOND, THIRD) for t in (text, text[::-1])]


def test_what_a_browser_prints_around_a_page_stays_out() -> None:
    sheet = Sheet()
    sheet.say("2022/11/1 上午10:20", 30, 20, 8)
    sheet.say("关于印发质量提升行动方案的通知", 250, 20, 8)
    sheet.block(FIRST, 100)
    sheet.say("https://www.example.gov.cn/art/2022/11/1/art_1_2.html", 30, 830, 8)
    sheet.say("1/1", 550, 830, 8)
    assert lines(sheet) == [FIRST]


def test_annexes_that_begin_each_page_stay_in() -> None:
    sheets = []
    for number in range(1, 4):
        sheet = Sheet()
        sheet.say(f"附件{number}", 90, 80)
        sheet.block((FIRST, SECOND, THIRD)[number - 1], 120)
        sheets.append(sheet)
    assert lines(*sheets) == ["附件1", FIRST, "附件2", SECOND, "附件3", THIRD]


# ---------------------------------------------------------------------- tables


def test_a_ruled_table_is_a_line_a_row() -> None:
    sheet = Sheet()
    sheet.say("任务分工表", 250, 90)
    sheet.grid([90, 140, 340, 506], [110, 140, 200, 230])
    for x, text in ((95, "序号"), (145, "重点任务"), (345, "责任单位")):
        sheet.say(text, x, 130, 12)
    sheet.say("1", 95, 160, 12)
    sheet.say("健全质量监督抽查制度，完善产品", 145, 155, 12)
    sheet.say("质量安全追溯体系", 145, 175, 12)
    sheet.say("市场监管总局", 345, 160, 12)
    sheet.say("2", 95, 220, 12)
    sheet.say("培育品牌", 145, 220, 12)
    sheet.block(FIRST, 270)
    source = read(sheet)
    assert source.text.splitlines() == [
        "任务分工表",
        "序号\t重点任务\t责任单位",
        "1\t健全质量监督抽查制度，完善产品质量安全追溯体系\t市场监管总局",
        "2\t培育品牌",
        FIRST,
    ]
    assert source.place(source.text.index("培育")) == "p. 1 table 1 row 3 cell 2"
    assert [(c.row, c.column, source.text[c.start : c.end]) for c in source.cells][3:5] == [
        (2, 1, "1"),
        (2, 2, "健全质量监督抽查制度，完善产品质量安全追溯体系"),
    ]


def test_cells_that_reach_over_others_keep_the_columns_in_place() -> None:
    sheet = Sheet()
    for y, start in ((100, 90), (130, 90), (160, 200), (190, 90)):
        sheet.rule(start, y, 400, y)
    for x, spans in (
        (90, [(100, 190)]),
        (200, [(100, 190)]),
        (300, [(100, 130), (160, 190)]),
        (400, [(100, 190)]),
    ):
        for top, bottom in spans:
            sheet.rule(x, top, x, bottom)
    words = {
        "指标": (95, 120), "2020年": (205, 120), "2025年": (305, 120),
        "合格率": (95, 150), "只作比较": (205, 150), "95%": (205, 180), "98%": (305, 180),
    }  # fmt: skip
    for text, (x, y) in words.items():
        sheet.say(text, x, y, 12)
    source = read(sheet)
    assert source.text.splitlines() == ["指标\t2020年\t2025年", "合格率\t只作比较", "\t95%\t98%"]
    reach = {source.text[cell.start : cell.end]: (cell.rows, cell.columns) for cell in source.cells}
    assert reach["合格率"] == (2, 1)
    assert reach["只作比较"] == (1, 2)
    assert reach["98%"] == (1, 1)


def test_words_set_downwards_in_a_cell_are_one() -> None:
    sheet = Sheet()
    sheet.grid([90, 170, 340], [100, 130, 210])
    sheet.say("工作类别", 95, 120, 12)
    sheet.say("任务", 200, 120, 12)
    for number, ch in enumerate("重点任务"):
        sheet.say(ch, 120, 145 + 16 * number, 12)
    sheet.say("培育品牌", 200, 160, 12)
    assert lines(sheet) == ["工作类别\t任务", "重点任务\t培育品牌"]


def test_a_table_goes_on_over_the_end_of_a_page() -> None:
    one, two = Sheet(), Sheet()
    one.block(FIRST, 100)
    one.grid([90, 140, 506], [700, 730, 760, 790])
    for y, a, b in (
        (720, "序号", "任务"),
        (750, "1", "完善制度"),
        (780, "2", "建设一批质量标准实验室和"),
    ):
        one.say(a, 95, y, 12)
        one.say(b, 145, y, 12)
    two.grid([90, 140, 506], [60, 90, 120, 150])
    for y, a, b in ((80, "序号", "任务"), (110, "", "技术服务平台"), (140, "3", "培育品牌")):
        two.say(a, 95, y, 12)
        two.say(b, 145, y, 12)
    two.block(SECOND, 200)
    assert lines(one, two) == [
        FIRST,
        "序号\t任务",
        "1\t完善制度",
        "2\t建设一批质量标准实验室和技术服务平台",
        "3\t培育品牌",
        SECOND,
    ]


def test_rows_that_nothing_rules_are_told_by_their_alignment() -> None:
    sheet = Sheet()
    rows = [("指标", "2020年", "2025年"), ("合格率", "95%", "98%"), ("标准数", "100项", "200项")]
    for number, row in enumerate(rows):
        for x, text in zip((120, 260, 400), row, strict=True):
            sheet.say(text, x, 100 + 28 * number)
    assert lines(sheet) == ["\t".join(row) for row in rows]


def aligned(*rows: list[tuple[float, float, str]]) -> list[str]:
    """What is read of words that stand at these places."""
    sheet = Sheet()
    for row in rows:
        for x, y, text in row:
            sheet.say(text, x, y, 12)
    sheet.block(FIRST, 500)
    return lines(sheet)[:-1]


def test_lines_of_a_cell_that_nothing_rules_are_joined() -> None:
    assert aligned(
        [(90, 100, "序号"), (140, 100, "重点任务"), (400, 100, "责任单位")],
        [(90, 130, "1"), (140, 130, "健全质量监督抽查制度，完善产品"), (400, 130, "市场监管局、")],
        [(140, 146, "质量安全追溯体系"), (400, 146, "财政厅")],
        [(90, 176, "2"), (140, 176, "培育品牌"), (400, 176, "商务厅")],
        [(400, 192, "教育厅")],
    ) == [
        "序号\t重点任务\t责任单位",
        "1\t健全质量监督抽查制度，完善产品质量安全追溯体系\t市场监管局、财政厅",
        "2\t培育品牌\t商务厅教育厅",
    ]


TWO_COLUMNS = {
    "values": ([("指标", "2025年"), ("合格率", "98%"), ("标准数", "200项"), ("实验室", "≥3家")], True),
    "numbered": ([("序号", "任务"), ("1", "提升质量"), ("2", "加强监管"), ("3", "培育品牌")], True),
    "signatures": ([("工业和信息化部", "财政部"), ("市场监管总局", "能源局"), ("商务部", "教育部")], False),
    "names and numbers to call": ([("联系人：张某", "电话：12345"), ("传真：23456", "邮编：10000"), ("地址：甲", "乙")], False),
    "contents": ([("一、总体要求", "1"), ("二、重点任务", "3"), ("三、保障措施", "12")], False),
}  # fmt: skip


@pytest.mark.parametrize("case", TWO_COLUMNS)
def test_two_columns_are_a_table_where_one_holds_values(case: str) -> None:
    rows, is_table = TWO_COLUMNS[case]
    found = aligned(*[[(120, 100 + 28 * n, a), (360, 100 + 28 * n, b)] for n, (a, b) in enumerate(rows)])
    assert (found == ["\t".join(row) for row in rows]) is is_table
    assert any("\t" in line for line in found) is is_table


def test_a_box_around_running_text_is_no_table() -> None:
    sheet = Sheet()
    sheet.block(FIRST, 100)
    sheet.grid([100, 496], [200, 230, 360])
    sheet.say("专栏1　质量提升工程", 220, 222, 14)
    sheet.block(SECOND, 255, left=106, right=490, size=12, pitch=20)
    sheet.block(THIRD, 400)
    assert lines(sheet) == [FIRST, "专栏1　质量提升工程", SECOND, THIRD]


def test_places_lead_to_the_page_and_its_line() -> None:
    sheet, more = Sheet(), Sheet()
    sheet.block(FIRST, 100)
    more.block(SECOND, 100)
    source = read(sheet, more)
    assert source.place(0) == "p. 1 line 1"
    assert source.place(source.text.index("制定")) == "p. 1 line 3"
    assert source.place(source.text.index("各地区")) == "p. 2 line 1"
    notice = parse("一、总则")
    assert notice.source.source_kind == "txt"


# ---------------------------------------------------------------------- what cannot be read


def form(number: int, draws: int, times: int) -> dict[int, str]:
    """A form that draws another one several times."""
    body = "/X Do " * times
    return {
        number: "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources"
        f" << /XObject << /X {draws} 0 R >> >> /Length {len(body)} >>\nstream\n{body}\nendstream"
    }


def whole(extra: str = "") -> Sheet:
    sheet = Sheet(extra=extra)
    sheet.block(FIRST, 100)
    return sheet


LOCK = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >> /ID [<00> <00>]"
)
PICTURE = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
REFUSED = [
    (lambda: b"%PDF-1.4 ...", "a damaged PDF"),
    (lambda: write_pdf(whole())[:200], "a damaged PDF"),
    (lambda: write_pdf(whole(), trailer=LOCK), "wants a password"),
    (
        lambda: write_pdf(Sheet(extra="q 500 0 0 500 9 9 cm /X Do Q"), objects={7: PICTURE}),
        "a scanned PDF",
    ),
    (lambda: write_pdf(Sheet(extra="0 0 m 9 9 l S")), "no text"),
    (
        lambda: write_pdf(
            whole(), objects={2: f"<< /Type /Pages /Count 6000 /Kids [{'10 0 R ' * 6000}] >>"}
        ),
        "6,000 pages",
    ),
    (
        lambda: write_pdf(
            whole(), objects={10: "<< /Type /Page >>", 2: "<< /Type /Pages /Count 0 /Kids [] >>"}
        ),
        "PDF",
    ),
]


@pytest.mark.parametrize(
    ("data", "says"), REFUSED, ids=[says + str(n) for n, (_, says) in enumerate(REFUSED)]
)
def test_what_cannot_be_read_says_why(data: object, says: str) -> None:
    assert callable(data)
    with pytest.raises(ReadError) as caught:
        read_bytes(data(), "folder/a.pdf")
    assert says in caught.value.what
    assert caught.value.where == "folder/a.pdf"
    assert caught.value.advice


LOOPS = {
    "a form that draws itself": lambda: write_pdf(whole("/X Do"), objects=form(7, 7, 1)),
    "pages that hold themselves": lambda: write_pdf(whole(), kids="2 0 R 10 0 R"),
    "a thousand million pages": lambda: write_pdf(
        whole(), objects={2: "<< /Type /Pages /Count 1000000000 /Kids [10 0 R] >>"}
    ),
}


@pytest.mark.parametrize("case", LOOPS)
def test_loops_are_read_past(case: str) -> None:
    start = time.perf_counter()
    assert read_bytes(LOOPS[case](), "a.pdf").text == FIRST + "\n"
    assert time.perf_counter() - start < 20


def test_what_would_take_all_time_and_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.readers.pdf.process.SECONDS", 4.0)
    forms = form(7, 101, 10)
    for number in range(101, 112):
        forms |= form(number, number + 1, 10)
    data = write_pdf(whole("/X Do"), objects=forms | {112: "<< >>"})
    start = time.perf_counter()
    with pytest.raises(ReadError, match=r"(seconds|MB).*--max-chars"):
        read_bytes(data, "a.pdf")
    assert time.perf_counter() - start < 20


def test_a_longer_limit_of_characters_raises_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.readers.pdf.process.CHARS_A_PAGE", 2_000_000)  # 5 pages, not 5,000
    data = write_pdf(whole(), objects={2: f"<< /Type /Pages /Count 6 /Kids [{'10 0 R ' * 6}] >>"})
    with pytest.raises(ReadError, match="6 pages, more than 5"):
        read_bytes(data, "a.pdf")
    assert read_bytes(data, "a.pdf", max_chars=12_000_000).text.count("制定本实施方案") == 6


def test_too_many_characters_are_refused() -> None:
    with pytest.raises(ReadError, match=r"more than 50 characters.*--max-chars"):
        read_bytes(write_pdf(whole()), "a.pdf", max_chars=50)


def test_a_layer_whose_characters_mean_nothing_is_no_text() -> None:
    sheet = Sheet()
    sheet.block("".join(chr(0xE000 + ord(ch) % 0x800) for ch in FIRST), 100)
    with pytest.raises(ReadError, match="fonts do not say"):
        read(sheet)


def test_without_its_library_the_reader_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.readers.pdf.process.find_spec", lambda name: None)
    with pytest.raises(ReadError, match=r"pypdfium2 is not installed; .*planparse\[pdf\]"):
        read_bytes(b"%PDF-1.7", "a.pdf")


# ---------------------------------------------------------------------- real files


def test_real_files_are_read_without_their_margins(corpus_dir: Path) -> None:
    for path in sorted(corpus_dir.glob("*.pdf")):
        source = read_file(path)
        assert source.kind == "pdf"
        paragraphs = source.text.splitlines()
        assert max(map(len, paragraphs)) > 150, path.name
        ends = [line for line in paragraphs if len(line) > 60]
        assert sum(line[-1] in "。：；、" for line in ends) > 0.9 * len(ends), path.name
