"""Word documents: computed numbers, tracked changes, notes, boxes, tables; and hostile ones."""

from __future__ import annotations

import random
import time
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from conftest import LONG, SEED
from documents import archive, docx, level, lists, numbered, p, part, relations, table
from planparse import ReadError, parse
from planparse.pipeline import parse_source
from planparse.readers import read_bytes
from planparse.readers.word.numerals import format_number
from planparse.rulebook import default

PLAN = [
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
]


def lines(body: str, **parts: str) -> list[str]:
    source = read_bytes(docx(body, **parts), "a.docx")
    assert source.kind == "docx"
    return source.text.splitlines()


# ---------------------------------------------------------------------- numbers


FORMS = [
    # (format, numbers, as Word writes them)
    ("decimal", [1, 10], "1 10"),
    ("decimalZero", [1, 10], "01 10"),
    ("decimalFullWidth", [1, 10], "１ １０"),
    ("decimalEnclosedCircle", [1, 20, 21, 36, 51], "① ⑳ ㉑ ㊱ 51"),
    ("decimalEnclosedParen", [1, 20, 21], "⑴ ⒇ 21"),
    ("decimalEnclosedFullstop", [3], "⒊"),
    ("chineseCounting", [1, 10, 11, 20, 21, 99, 100], "一 十 十一 二十 二十一 九十九 一○○"),
    ("chineseCountingThousand", [10, 12, 99, 100, 101, 110, 111], "十 十二 九十九 一百 一百零一 一百一十 一百一十一"),
    ("chineseCountingThousand", [1000, 1001, 1010, 10_000, 20_300], "一千 一千零一 一千零一十 一万 二万零三百"),
    ("japaneseCounting", [1, 10, 12, 100, 120, 1000], "一 十 十二 百 百二十 千"),
    ("taiwaneseCountingThousand", [12, 10_000], "十二 一萬"),
    ("ideographTraditional", [1, 10, 11], "甲 癸 11"),
    ("ideographZodiac", [1, 12], "子 亥"),
    ("ideographZodiacTraditional", [1, 13, 60], "甲子 丙子 癸亥"),
    ("ideographDigital", [1, 10, 25], "一 一〇 二五"),
    ("chineseLegalSimplified", [1, 12], "壹 壹拾贰"),
    ("ideographEnclosedCircle", [1, 10], "㊀ ㊉"),
    ("upperLetter", [1, 26, 27], "A Z AA"),
    ("lowerLetter", [28], "bb"),
    ("upperRoman", [4, 9, 1990], "IV IX MCMXC"),
    ("lowerRoman", [12], "xii"),
    ("ordinal", [1, 2, 3, 11, 22], "1st 2nd 3rd 11th 22nd"),
    ("numberInDash", [7], "- 7 -"),
    ("none", [1], ""),
    ("bullet", [1], ""),
    ("arabicAbjad", [3], "3"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "numbers", "written"), FORMS, ids=lambda value: str(value)[:30])
def test_a_number_is_written_as_word_does(form: str, numbers: list[int], written: str) -> None:
    assert " ".join([format_number(number, form) for number in numbers]) == written


def test_levels_count_and_begin_anew() -> None:
    depths = [0, 1, 1, 2, 2, 3, 1, 2, 0, 1, 2]
    body = "".join(numbered(f"题{n}", 1, depth) for n, depth in enumerate(depths))
    assert lines(body, numbering=lists(*PLAN)) == [
        "一、题0", "（一）题1", "（二）题2", "1.题3", "2.题4", "① 题5", "（三）题6", "1.题7", "二、题8",
        "（一）题9", "1.题10",
    ]  # fmt: skip


def test_articles_run_through_chapters_that_restart_nothing() -> None:
    levels = [
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>'),
    ]
    body = "".join(numbered("题", 1, depth) for depth in [0, 1, 1, 0, 1])
    expected = ["第一章 题", "第一条 题", "第二条 题", "第二章 题", "第三条 题"]
    assert lines(body, numbering=lists(*levels)) == expected


def test_a_level_that_only_a_higher_one_restarts() -> None:
    levels = [*PLAN[:2], level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')]
    body = "".join(numbered("题", 1, depth) for depth in [0, 1, 2, 1, 2, 0, 1, 2])
    found = [line for line in lines(body, numbering=lists(*levels)) if line[0].isdecimal()]
    assert found == ["1.题", "2.题", "1.题"]


def test_numbers_of_several_levels_and_legal_ones() -> None:
    levels = [
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "%1.%2.%3", "<w:isLgl/>"),
    ]
    body = "".join(numbered("目的", 1, depth) for depth in [0, 1, 1, 2, 0, 1])
    assert lines(body, numbering=lists(*levels)) == [
        "一、目的", "1.1 目的", "1.2 目的", "1.2.1 目的", "二、目的", "2.1 目的",
    ]  # fmt: skip


def test_a_second_list_goes_on_or_begins_anew_as_it_says() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "decimal", "%1)")
        + "</w:lvlOverride></w:num>"
    )
    body = "".join(numbered("甲", list_id) for list_id in [1, 1, 2, 3, 3, 1, 4])
    assert lines(body, numbering=lists(*PLAN, nums=nums)) == [
        "一、甲", "二、甲", "三、甲", "五、甲", "六、甲", "七、甲", "8)甲",
    ]  # fmt: skip


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Head"><w:basedOn w:val="Base"/></w:style>
<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Base"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Off"><w:basedOn w:val="Base"/><w:pPr><w:numPr>
<w:numId w:val="0"/></w:numPr></w:pPr></w:style>"""


def test_styles_number_their_paragraphs() -> None:
    numbering = lists(PLAN[0], level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="Sub"/>'))
    body = "".join(
        p(style, f'<w:pStyle w:val="{style}"/>')
        for style in ["Head", "Sub", "Sub", "Normal", "Off", "Loop", "Gone", "Head", "Sub"]
    )
    body += p("direct", '<w:pStyle w:val="Head"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body, numbering=numbering, styles=STYLES) == [
        "一、 Head", "（一） Sub", "（二） Sub", "Normal", "Off", "Loop", "Gone", "二、 Head", "（一） Sub",
        "direct",
    ]  # fmt: skip


def test_a_list_style_stands_for_its_list() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Plan"/></w:abstractNum>'
        + lists(*PLAN)
        + '<w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Plan"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    body = numbered("甲", 9) + numbered("乙", 9, 1)
    assert lines(body, numbering=numbering, styles=styles) == ["一、甲", "（一）乙"]


def test_an_empty_numbered_paragraph_counts() -> None:
    body = numbered("甲", 1) + numbered("", 1) + numbered("丙", 1)
    assert lines(body, numbering=lists(*PLAN)) == ["一、甲", "三、丙"]


def test_bullets_and_numbers_without_digits_are_as_shown() -> None:
    levels = [level(0, "bullet", "\uf06c"), level(1, "decimal", "附件："), level(2, "none", "")]
    levels.append(level(3, "bullet", "——"))
    body = "".join(numbered(words, 1, depth) for depth, words in enumerate("甲乙丙丁"))
    assert lines(body, numbering=lists(*levels)) == ["甲", "附件：乙", "丙", "——丁"]


def test_a_digit_behind_a_number_stays_apart_from_it() -> None:
    levels = [level(0, "decimal", "%1.")]
    body = numbered("5G基站", 1) + numbered("2025年", 1)
    assert lines(body, numbering=lists(*levels)) == ["1. 5G基站", "2. 2025年"]


# ---------------------------------------------------------------------- words

RUN = "<w:r><w:t>{}</w:t></w:r>"
INSERTED = '<w:rPr><w:ins w:id="1"/></w:rPr>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, SEPARATE, END = (FIELD.format(turn) for turn in ("begin", "separate", "end"))
BOX = "<w:txbxContent>{}</w:txbxContent>"
WORDS = {
    # what it is about: (paragraphs, the lines)
    "runs": (p(RUN.format("第一") + RUN.format("章")), ["第一章"]),
    "inserted": (p(f"<w:ins>{RUN.format('新')}</w:ins>{RUN.format('增')}"), ["新增"]),
    "deleted": (p(f"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>{RUN.format('新')}"), ["新"]),
    "moved": (
        p(f"<w:moveFrom>{RUN.format('甲')}</w:moveFrom>{RUN.format('乙')}")
        + p(f"<w:moveTo>{RUN.format('甲')}</w:moveTo>"),
        ["乙", "甲"],
    ),
    "a deleted paragraph mark": (p("甲", "<w:rPr><w:del/></w:rPr>") + p("乙") + p("丙"), ["甲乙", "丙"]),
    "a deleted last mark": (p("甲", "<w:rPr><w:del/></w:rPr>"), ["甲"]),
    "a deleted mark before a table": (
        p("甲", "<w:rPr><w:del/></w:rPr>") + table(["一", "二"]) + p("乙"),
        ["甲", "一\t二", "乙"],
    ),
    "old properties": (
        p("甲", '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'),
        ["甲"],
    ),
    "breaks": (p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>"), ["甲", "乙\t丙"]),
    "paragraphs inside a field, as LibreOffice gives those of an old file": (
        p(f"{BEGIN}{SEPARATE}<w:r><w:t>甲</w:t><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>{RUN.format('丁')}{END}"),
        ["甲", "乙", "丙丁"],
    ),
    "texts side by side": (p("<w:r><w:t>甲</w:t><w:t>乙</w:t></w:r>"), ["甲乙"]),
    "tab stops": (p("甲", "<w:tabs><w:tab w:val='left'/></w:tabs>"), ["甲"]),
    "hyphens": (p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t></w:r>"), ["a-b"]),
    "hidden": (
        p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>" + RUN.format("乙")) + p("丙"),
        ["乙", "丙"],
    ),
    "not hidden": (p("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>甲</w:t></w:r>"), ["甲"]),
    "a hidden mark": (p("甲", "<w:rPr><w:vanish/></w:rPr>"), ["甲"]),
    "symbols": (p('<w:r><w:sym w:font="SimSun" w:char="2160"/><w:t>类</w:t></w:r>'), ["Ⅰ类"]),
    "a ruby": (
        p(f"<w:r><w:ruby><w:rt>{RUN.format('guān')}</w:rt><w:rubyBase>{RUN.format('关')}</w:rubyBase></w:ruby></w:r>"),
        ["关"],
    ),
    "a field": (
        p(f"{BEGIN}<w:r><w:instrText>REF 甲</w:instrText></w:r>{SEPARATE}{RUN.format('乙')}{END}{RUN.format('丙')}"),
        ["乙丙"],
    ),
    "a field inside an instruction": (
        p(f"{BEGIN}{BEGIN}{SEPARATE}{RUN.format('甲')}{END}{SEPARATE}{RUN.format('乙')}{END}"),
        ["乙"],
    ),
    "a field that never ends": (p(f"{BEGIN}<w:r><w:instrText>PAGE</w:instrText></w:r>") + p("乙"), ["乙"]),
    "a circled number by formula": (
        p(f"{BEGIN}<w:r><w:instrText> eq \\o\\ac(○,</w:instrText></w:r><w:r><w:instrText>3)</w:instrText></w:r>{END}{RUN.format('丙')}"),
        ["③丙"],
    ),
    "a hyperlink and a control": (
        p(f"<w:hyperlink>{RUN.format('甲')}</w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>{RUN.format('乙')}</w:sdtContent></w:sdt>"),
        ["甲乙"],
    ),
    "a placeholder": (
        p(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{RUN.format('点击')}</w:sdtContent></w:sdt>") + p("乙"),
        ["乙"],
    ),
    "a formula": (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), ["x=1"]),
    "a box before words": (
        p(f"<w:r><w:pict><v:textbox>{BOX.format(p('某市人民政府文件'))}</v:textbox></w:pict></w:r>{RUN.format('标题')}"),
        ["某市人民政府文件", "标题"],
    ),
    "a box behind words": (
        p(f"{RUN.format('前')}<w:r><w:pict>{BOX.format(p('框') + p('内'))}</w:pict></w:r>{RUN.format('后')}"),
        ["前后", "框", "内"],
    ),
    "a box written twice": (
        p(
            "<w:r><mc:AlternateContent>"
            f"<mc:Choice Requires='wps'>{BOX.format(p('框'))}</mc:Choice>"
            f"<mc:Fallback>{BOX.format(p('框'))}</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        ["框"],
    ),
    "only a fallback": (
        p(f"<w:r><mc:AlternateContent><mc:Fallback>{BOX.format(p('框'))}</mc:Fallback></mc:AlternateContent></w:r>"),
        ["框"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WORDS)
def test_words_are_as_the_page_shows_them(case: str) -> None:
    body, expected = WORDS[case]
    assert lines(body) == expected


def test_headers_and_footers_stay_out() -> None:
    body = p("正文") + '<w:sectPr><w:headerReference w:type="default"/></w:sectPr>'
    files = {
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": relations({"header": "header1.xml", "footer": "footer1.xml"}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/header1.xml": part("hdr", p("页眉")),
        "word/footer1.xml": part("ftr", p("— 1 —")),
    }
    assert read_bytes(archive(files), "a.docx").text == "正文\n"


def note(kind: str, number: int, words: str, more: str = "") -> str:
    return f'<w:{kind} w:id="{number}"{more}>{p(words)}</w:{kind}>'


def test_notes_stand_behind_their_paragraph() -> None:
    notes = note("footnote", 0, "线", ' w:type="separator"') + note("footnote", 2, "指规模以上。")
    end_notes = note("endnote", 1, "见附件。")
    body = (
        p(f'{RUN.format("企业")}<w:r><w:footnoteReference w:id="2"/></w:r>{RUN.format("达标。")}')
        + table(["甲", '<w:p><w:r><w:t>乙</w:t><w:endnoteReference w:id="1"/></w:r></w:p>'])
        + p("完")
    )
    source = read_bytes(docx(body, footnotes=notes, endnotes=end_notes), "a.docx")
    assert source.text.splitlines() == [
        "企业达标。",
        "注1：指规模以上。",
        "甲\t乙",
        "注2：见附件。",
        "完",
    ]
    assert [source.place(source.text.index(word)) for word in ("注1", "注2", "完")] == [
        "footnote 1", "endnote 2", "paragraph 2",
    ]  # fmt: skip


# ---------------------------------------------------------------------- tables


def cell(words: str, properties: str) -> str:
    return f"<w:tcPr>{properties}</w:tcPr>{p(words)}"


def test_cells_keep_their_rows_and_columns() -> None:
    merged = '<w:vMerge w:val="restart"/>'
    body = p("任务分工表") + table(
        ["序号", "任务", cell("责任单位", '<w:gridSpan w:val="2"/>')],
        [cell("1", merged), "甲", "财政部", "教育部"],
        [cell("", "<w:vMerge/>"), "乙", "", "民政部"],
        header=True,
    )
    source = read_bytes(docx(body), "a.docx")
    assert source.text.splitlines() == [
        "任务分工表", "序号\t任务\t责任单位", "1\t甲\t财政部\t教育部", "\t乙\t\t民政部",
    ]  # fmt: skip
    cells = {source.text[c.start : c.end]: c for c in source.cells}
    assert {words: (c.table, c.row, c.column) for words, c in cells.items()} == {
        "序号": (1, 1, 1), "任务": (1, 1, 2), "责任单位": (1, 1, 3), "1": (1, 2, 1), "甲": (1, 2, 2),
        "财政部": (1, 2, 3), "教育部": (1, 2, 4), "乙": (1, 3, 2), "民政部": (1, 3, 4),
    }  # fmt: skip
    assert (cells["1"].rows, cells["责任单位"].columns, cells["甲"].rows) == (2, 2, 1)
    assert [words for words, c in cells.items() if c.header] == ["序号", "任务", "责任单位"]
    assert source.place(cells["民政部"].start) == "table 1 row 3 cell 4"


def test_numbers_in_cells_are_computed() -> None:
    body = table(["序号", "任务"], *[[numbered("<w:r/>", 1), word] for word in "甲乙"])
    assert lines(body, numbering=lists(level(0, "decimal", "%1"))) == ["序号\t任务", "1\t甲", "2\t乙"]


def test_a_cell_of_several_paragraphs_is_one_cell() -> None:
    body = table(["任务", "单位"], [p("甲") + p("乙"), "丙"])
    assert lines(body) == ["任务\t单位", "甲 乙\t丙"]


def test_deleted_rows_are_gone_and_rows_before_the_grid_are_shifted() -> None:
    deleted = table(["旧", "行"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    shifted = table(["乙", "丙"]).replace("<w:tr>", "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>")
    inner = table(["甲", "一", "二"])
    body = inner.replace("</w:tbl>", deleted.partition("</w:tblGrid>")[2].removesuffix("</w:tbl>")
        + shifted.partition("</w:tblGrid>")[2])  # fmt: skip
    assert lines(body) == ["甲\t一\t二", "\t乙\t丙"]


def test_a_table_around_a_table_only_lays_out() -> None:
    assert lines(table([table(["甲", "乙"]) + p("丙"), "丁"])) == ["甲\t乙", "丙", "丁"]


def test_a_box_of_one_cell_is_lines() -> None:
    assert lines(table([p("专栏1 重点工程") + p("1.甲工程。")])) == ["专栏1 重点工程", "1.甲工程。"]


# ---------------------------------------------------------------------- the notice


def test_computed_numbers_head_divisions() -> None:
    depths = [(0, "总体要求"), (1, "指导思想"), (1, "主要目标"), (0, "主要任务"), (1, "提升质量")]
    body = p("某市质量提升行动方案") + "".join(numbered(words, 1, depth) for depth, words in depths)
    text = read_bytes(docx(body, numbering=lists(*PLAN)), "a.docx").text
    found = [(d.division_id, d.heading) for d in parse(text).divisions if d.number]
    assert found == [
        ("plan/1", "总体要求"), ("plan/1/1", "指导思想"), ("plan/1/2", "主要目标"), ("plan/2", "主要任务"),
        ("plan/2/1", "提升质量"),
    ]  # fmt: skip


def test_markdown_that_a_converter_left_is_undone() -> None:
    body = p("# 某市行动方案") + p("**一、总体要求**") + p("**二、主要任务**")
    notice = parse_source(read_bytes(docx(body), "a.docx"), default())
    assert [d.heading for d in notice.divisions if d.number] == ["总体要求", "主要任务"]
    kept = parse_source(read_bytes(docx(p("一、电话138****0000")), "a.docx"), default())
    assert "138****0000" in kept.text


# ---------------------------------------------------------------------- what is none


def test_the_kind_is_told_by_content() -> None:
    data = docx(p("正文"))
    for name in ("a.docx", "a.doc", "a.txt", "a", "-"):
        assert read_bytes(data, name).kind == "docx"
    html = read_bytes("<html><p>正文。</p></html>".encode(), "a.docx")
    assert (html.kind, html.text) == ("html", "正文。\n")


def refused(data: bytes, **options: int) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "folder/a.docx", **options)
    assert caught.value.where == "folder/a.docx"
    assert caught.value.advice
    return caught.value


BOMB = p("<w:r><w:t>" + "啊" * 1_000_000 + "</w:t></w:r>")
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "啊啊啊啊啊啊啊啊">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)
REFUSED = {
    "cut off": (docx(p("正文"))[:-100], "damaged"),
    "no document": (archive({"word/document.txt": "x"}), "no part that is the document"),
    "no XML": (archive({"word/document.xml": "正文"}), "damaged"),
    "entities": (
        archive({"word/document.xml": ENTITIES + part("document", p("&b;")).partition("?>")[2]}),
        "document type",
    ),
    "an external entity": (
        archive({"word/document.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}),
        "document type",
    ),
    "no text": (docx(p("")), "no text"),
    "a bomb of words": (docx(BOMB * 11), "more than 10,000,000 characters"),
    "a bomb of marks": (docx("<w:p/>" * 1_100_000), "more than 10,000,000 characters"),
    "a bomb of blanks": (docx(" " * 41_000_000), "unpacks to more than 40,000,000 bytes"),
    "a bomb of styles": (docx(p("正文"), styles="<w:style/>" * 400_000), "300,000 elements"),
    "an archive of many files": (
        archive({f"{n}": "" for n in range(20_001)} | {"word/document.xml": ""}),
        "20,000 files",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_time(case: str) -> None:
    data, says = REFUSED[case]
    start = time.perf_counter()
    assert says in str(refused(data))
    assert time.perf_counter() - start < 20


def test_a_limit_may_be_raised() -> None:
    data = docx(p("正文") + " " * 5_000_000)
    assert "--max-chars" in refused(data, max_chars=1000).advice
    assert read_bytes(data, "a.docx", max_chars=2_000_000).text == "正文\n"
    assert "more than 3 characters" in str(refused(docx(p("一二三四")), max_chars=3))


def test_no_path_in_a_document_leads_out_of_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(part("document", f"<w:body>{p('秘密')}</w:body>"), "utf-8")
    for target in (str(secret), secret.as_uri(), f"../../../../../../../..{secret}"):
        files = {
            "_rels/.rels": relations({"officeDocument": target}),
            "word/document.xml": part("document", f"<w:body>{p('正文')}</w:body>"),
            "../../outside.xml": part("document", p("外面")),
        }
        assert read_bytes(archive(files), "a.docx").text == "正文\n"
    assert [path.name for path in tmp_path.iterdir()] == ["secret.xml"]


DEEP = {
    "elements": "<w:r>" * 100_000 + "<w:t>正文</w:t>" + "</w:r>" * 100_000,
    "tables": "<w:tbl><w:tr><w:tc>" * 30_000 + p("正文") + "</w:tc></w:tr></w:tbl>" * 30_000,
    "boxes": f"<w:p><w:r>{'<w:txbxContent><w:p><w:r>' * 30_000}<w:t>正文</w:t>"
    + "</w:r></w:p></w:txbxContent>" * 30_000 + "</w:r></w:p>",
}  # fmt: skip


@pytest.mark.parametrize("case", DEEP)
def test_deep_documents_are_read_in_time(case: str) -> None:
    body = DEEP[case] if case != "elements" else p(DEEP[case])
    start = time.perf_counter()
    assert read_bytes(docx(body), "a.docx").text.strip() == "正文"
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("markup", ["<w:tr><w:tc/></w:tr>", p("甲"), table(["甲", "乙"])])
def test_memory_is_bounded(markup: str) -> None:
    longest = 10_000_000 if LONG else 500_000  # 500 MB for the usual limit
    data = docx(f"<w:tbl>{markup * (longest // 10)}</w:tbl>")
    tracemalloc.start()
    try:
        refused(data, max_chars=longest)
        assert tracemalloc.get_traced_memory()[1] < 50 * longest
    finally:
        tracemalloc.stop()


# ---------------------------------------------------------------------- damage


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A document with its XML damaged, packed again; or the archive itself damaged."""
    if chance.random() < 0.3:
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        return bytes(broken[: chance.randrange(1, len(broken))] if chance.random() < 0.2 else broken)
    with zipfile.ZipFile(BytesIO(data)) as packed:
        files = {
            name: packed.read(name) for name in packed.namelist() if name.endswith((".xml", ".rels"))
        }
    for name, content in files.items():
        if chance.random() < 0.5:
            files[name] = _mutated_xml(content, chance)
    return archive(files)


def _mutated_xml(content: bytes, chance: random.Random) -> bytes:
    pieces = content.split(b"<")
    for _ in range(chance.randrange(1, 20)):
        at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(4):
            case 0:
                del pieces[at : at + chance.randrange(1, 4)]
            case 1:
                pieces[at:at] = pieces[other : other + 3]
            case 2:
                pieces[at] = pieces[at].replace(b'"1"', b'"-99999999999"').replace(b'"0"', b'"x"')
            case _:
                pieces[at], pieces[other % len(pieces)] = pieces[other % len(pieces)], pieces[at]
        pieces = pieces or [b""]
    return b"<".join(pieces)


def test_mutated_documents_are_read_or_refused(corpus_dir: Path) -> None:
    documents = [path.read_bytes() for path in sorted(corpus_dir.glob("*.docx"))]
    body = "".join(numbered("题", 1, depth) for depth in [0, 1, 2, 3]) + table(
        ["甲", "乙"], ["丙", "丁"]
    )
    body += WORDS["a field"][0] + WORDS["a box behind words"][0] + WORDS["a deleted paragraph mark"][0]
    documents.append(
        docx(body, numbering=lists(*PLAN), styles=STYLES, footnotes=note("footnote", 2, "注"))
    )
    chance = random.Random(SEED)
    read = 0
    for number in range(2_000 if LONG else 100):
        data = mutated(chance.choice(documents), chance)
        start = time.perf_counter()
        try:
            read += bool(read_bytes(data, "a.docx").text)
        except ReadError:
            continue
        finally:
            assert time.perf_counter() - start < 20, f"number {number} of seed {SEED}"
    assert read > 0
