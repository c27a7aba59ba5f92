"""Readers: which format, which encoding, which words of a page; what is no notice."""

from __future__ import annotations

import base64
import quopri
import random
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from documents import docx, p
from planparse import ReadError
from planparse.readers import READERS, choose_reader, office, read_bytes, read_file
from planparse.readers.encodings import decode

NOTICE = "关于印发实施方案的通知\n\n各市人民政府：\n一、总体要求\n（一）加强管理，落实责任。\n"
TRADITIONAL = "關於印發實施方案的通知\n\n各市人民政府：\n一、總體要求\n（一）加強管理，落實責任。\n"


# ---------------------------------------------------------------------- formats

KINDS = [
    # (the file's name, its bytes, the kind)
    ("a.txt", NOTICE, "txt"),
    ("a", NOTICE, "txt"),
    ("a.md", NOTICE, "md"),
    ("a.MARKDOWN", NOTICE, "md"),
    ("a.txt", "# 实施方案\n\n一、总体要求\n", "md"),
    ("a.txt", "前言\n## 第一章 总则\n第一条\n## 第二章 附则\n", "md"),
    ("a.txt", "编号#3\n#4 号\n", "txt"),
    ("a.html", "<p>第一条</p>", "html"),
    ("a.txt", "<!DOCTYPE html><html><body><p>第一条</p></body></html>", "html"),
    ("a.txt", "\n<!-- 存档 -->\n<div class='c'><p>第一条</p></div>", "html"),
    ("a.txt", "题目<p>第一条</p><p>第二条</p><p>第三条</p>", "html"),
    ("a.html", NOTICE, "txt"),
    ("a.md", "# 方案\n\n<table><tr><td>一</td></tr></table>\n<br>\n", "md"),
    ("a.txt", "A<B，C>D，<附件>见下", "txt"),
]


@pytest.mark.parametrize(("name", "text", "kind"), KINDS)
def test_kind_is_told_by_content_then_by_suffix(name: str, text: str, kind: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        source = read_bytes(text.encode(encoding), name)
        assert source.kind == kind, encoding


def test_every_reader_is_reached_by_each_of_its_suffixes() -> None:
    text = "题目<br>第一条".encode()
    for reader in READERS.values():
        for suffix in () if reader.sniff(text) is False else reader.suffixes:  # told by content alone
            chosen = choose_reader(text, "某通知" + suffix.upper())
            assert chosen is reader


INSIDE = {
    # what a file is inside, whatever its name says
    "docx": docx(p("甲")),
    "doc": office.OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 2000,
    "wps": office.OLE + b"\0" * 504 + "MatOST".encode("utf-16-le"),
    "rtf": b"{\\rtf1\\ansi a\\par}",
    "pdf": b"%PDF-1.4\n1 0 obj\n<< >>\nendobj",
    "mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=a\r\n\r\n--a\r\n",
    "html": "<html xmlns:o='urn:schemas-microsoft-com:office:office'><p>甲。</p></html>".encode("gbk"),
}


@pytest.mark.parametrize("kind", INSIDE)
def test_a_name_that_says_otherwise_changes_nothing(kind: str) -> None:
    for suffix in ["", *(suffix for reader in READERS.values() for suffix in reader.suffixes)]:
        assert choose_reader(INSIDE[kind], f"a{suffix}").kind == kind, suffix
        assert choose_reader(INSIDE[kind], f"a{suffix.upper()}").kind == kind, suffix


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
@pytest.mark.parametrize("how", ["quoted-printable", "base64"])
def test_the_page_in_a_web_archive_is_read(encoding: str, how: str) -> None:
    page = (
        f"<html><meta charset={encoding}><body><p>关于放假的通知</p><p>一、放假三天。</p></body></html>"
    )
    packed = page.encode(encoding)
    body = base64.encodebytes(packed) if how == "base64" else quopri.encodestring(packed)
    data = (
        b"From: <Saved by WPS>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"a\"\n\nA page.\n"
        b"--a\nContent-Location: file:///C:/a.htm\nContent-Transfer-Encoding: " + how.encode()
        + b"\nContent-Type: text/html; charset=" + encoding.encode() + b"\n\n" + body
        + b"\n--a\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--a--\n"
    )  # fmt: skip
    source = read_bytes(data, "通知.doc")
    assert (source.kind, source.text) == ("mht", "关于放假的通知\n一、放假三天。\n")
    assert source.place(source.text.index("一")) == "paragraph 2"


def test_a_web_archive_without_a_page_is_refused() -> None:
    with pytest.raises(ReadError, match="without a page"):
        read_bytes(INSIDE["mht"], "a.mht")


def test_text_is_kept_as_it_stands() -> None:
    text = "一、甲\r\n二、乙\r三、丙\n\u3000\xa0# 丁 **戊**\t\n"
    assert read_bytes(text.encode(), "a.txt").text == text
    assert read_bytes(("# 题\n" + text).encode(), "a.md").text == "# 题\n" + text
    assert read_bytes(("\ufeff" + text).encode(), "a.txt").text == text


@pytest.mark.parametrize(
    ("path", "name"), [("x/y/通知.txt", "通知.txt"), ("x\\y\\通知.txt", "通知.txt"), ("-", "-")]
)
def test_the_name_is_the_files_without_its_folder(path: str, name: str) -> None:
    assert read_bytes(NOTICE.encode(), path).name == name


def test_a_name_in_no_encoding_reaches_no_output(tmp_path: Path) -> None:
    path = bytes(tmp_path) + b"/\xff.txt"
    try:
        with open(path, "wb") as file:
            file.write(NOTICE.encode())
    except OSError:
        pytest.skip("this file system takes no such names")
    assert read_file(path.decode("utf-8", "surrogateescape")).name == "\ufffd.txt"


# ---------------------------------------------------------------------- encodings

ENCODINGS = [
    # (text, as which bytes, the name that is reported)
    (NOTICE, "utf-8", "utf-8"),
    (NOTICE, "utf-8-sig", "utf-8"),
    (NOTICE, "gb2312", "gb18030"),
    (NOTICE, "gbk", "gb18030"),
    (NOTICE, "gb18030", "gb18030"),
    (NOTICE, "utf-16", "utf-16-le"),
    (NOTICE, "utf-16-le", "utf-16-le"),
    (NOTICE, "utf-16-be", "utf-16-be"),
    (NOTICE, "utf-32", "utf-32-le"),
    (TRADITIONAL, "utf-8", "utf-8"),
    (TRADITIONAL, "big5", "big5"),
    (TRADITIONAL, "big5hkscs", "big5"),
    (TRADITIONAL, "gb18030", "gb18030"),
    (TRADITIONAL + "\u4e02\U00020000", "gb18030", "gb18030"),
    ("附件", "gbk", "gb18030"),
    ("2022 plan\r\n", "utf-16-be", "utf-16-be"),
    ("plain ASCII", "ascii", "utf-8"),
]


@pytest.mark.parametrize(("text", "encoding", "reported"), ENCODINGS)
def test_the_encoding_is_found(text: str, encoding: str, reported: str) -> None:
    assert decode(text.encode(encoding), "x") == (text, reported)


OVERRIDES = [
    (NOTICE, "gbk", "gb2312", "gb18030"),
    (NOTICE, "utf-8-sig", "utf-8", "utf-8"),
    (NOTICE, "utf-16", "utf-16", "utf-16"),
    ("naïve", "latin-1", "latin-1", "iso8859-1"),
]


@pytest.mark.parametrize(("text", "encoding", "given", "reported"), OVERRIDES)
def test_the_encoding_given_is_taken(text: str, encoding: str, given: str, reported: str) -> None:
    assert decode(text.encode(encoding), "x", given) == (text, reported)


def test_a_stray_byte_in_a_long_text_is_marked_not_fatal() -> None:
    for encoding in ("utf-8", "gb18030"):
        data = (NOTICE * 30).encode(encoding)
        text, found = decode(data + b"\xff" + data, "x")
        assert (text.count("\ufffd"), found) == (1, encoding)
        assert text.replace("\ufffd", "") == NOTICE * 60


def test_a_pages_label_decides_between_like_readings() -> None:
    page = '<meta charset="gb2312"><p>' + NOTICE + "</p>"
    assert read_bytes(page.encode("gb18030"), "a.html").encoding == "gb18030"


def test_encodings_of_cuts_of_real_notices(corpus_dir: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted(corpus_dir.glob("*.txt"))[::5]]
    chance = random.Random(20221101)
    right = total = 0
    for _ in range(150):
        text = chance.choice(texts)
        start = chance.randrange(max(len(text) - 300, 1))
        cut = text[start : start + 300].lstrip("\ufeff")
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "utf-16"):
            total += 1
            try:
                right += decode(cut.encode(encoding), "x")[0] == cut
            except ReadError:
                continue
    assert right >= 0.995 * total


# ---------------------------------------------------------------------- what is no notice

REFUSED = [
    (b"", None, "empty"),
    (b"\xef\xbb\xbf", None, "no text"),
    (b" \r\n\t", None, "no text"),
    ("\u3000\xa0\n".encode(), None, "no text"),
    (b"<html><script>x</script></html>", None, "no text"),
    (b"\0\x01\x02\x03", None, "binary"),
    (NOTICE.encode() + b"\0", None, "binary"),
    (b"%PDF-1.7\n", None, "a damaged PDF"),
    (b"PK\x03\x04....word/document.xml", None, "a damaged Word document"),
    (b"PK\x03\x04....xl/workbook.xml", None, "an Excel workbook"),
    (b"PK\x03\x04....", None, "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", None, "an old office document"),
    (b"{\\rtf1 ...", None, "rich text"),
    (b"\x89PNG\r\n\x1a\n", None, "a picture"),
    (b"\x81\xff\x81\xff\x81", None, "no known encoding"),
    (NOTICE.encode(), "gbk", "is not in gbk"),
    (NOTICE.encode(), "klingon", "no encoding 'klingon'"),
    (NOTICE.encode(), "base64", "no encoding 'base64'"),
    (b"\\ud800", "unicode_escape", "is not in unicode_escape"),
    (NOTICE.encode("utf-16-le"), "latin-1", "NUL characters"),
]


@pytest.mark.parametrize(("data", "encoding", "says"), REFUSED)
def test_what_is_no_notice_is_refused(data: bytes, encoding: str | None, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "folder/it", encoding=encoding)
    assert says in caught.value.what
    assert caught.value.where == "folder/it"
    assert caught.value.advice


@pytest.mark.parametrize("size", [10, 11, 12])
def test_the_limit_counts_characters(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一" * size, "utf-8")
    if size <= 11:
        assert len(read_file(path, max_chars=11).text) == size
        return
    with pytest.raises(ReadError, match="more than 11 characters"):
        read_file(path, max_chars=11)


@pytest.mark.parametrize(
    "head", [b"", b"<html>", b"%PDF-1.7", b"PK\x03\x04", b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_far_too_long_file_is_not_read_whole(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(10_000_000_000)  # sparse: no room on disk is taken
    tracemalloc.start()
    try:
        with pytest.raises(
            ReadError, match=r"(more than 10,000,000 characters|larger than 200 MB); raise"
        ):
            read_file(path)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


# ---------------------------------------------------------------------- pages

FRAGMENTS = [
    # (markup, the lines)
    ("<p>一</p><p>二</p>", ["一", "二"]),
    ("<p>一<br>二<br/><br>三</p>", ["一", "二", "三"]),
    ("<div>一<p>二</p>三</div>", ["一", "二", "三"]),
    ("<p>第\n  一\n条</p>", ["第一条"]),
    ("<p>财政部 \n 教育部</p>", ["财政部教育部"]),
    ("<p>财政部   教育部</p>", ["财政部 教育部"]),
    ("<p>the\nnew   plan\n，附件</p>", ["the new plan ，附件"]),
    ("<p>\n 一、<span> 总体</span>\n<b>要求</b> </p>", ["一、 总体要求"]),
    ("<p>&nbsp;&nbsp;甲&nbsp;乙　丙</p>", ["\xa0\xa0甲\xa0乙\u3000丙"]),
    ("<p>　　第一条</p><p>&nbsp;</p>", ["\u3000\u3000第一条"]),
    ("<p>&#24180;&#x5EA6;&#xD800;</p>", ["年度\ufffd"]),
    ("<script>a</script><style>b</style><!-- c -->甲<noscript>d</noscript>", ["甲"]),
    ("<p hidden>甲</p><p style='display : none'>乙</p><p>丙</p>", ["丙"]),
    ("<body style='visibility: hidden'><p>甲</p></body>", ["甲"]),
    ("<div style='display:none'><p>甲，全文都在这里。</p></div>", ["甲，全文都在这里。"]),
    ("<p><ruby>關<rp>(</rp><rt>guān</rt><rp>)</rp></ruby>于</p>", ["關于"]),
    ("<pre>一、甲\n  二、乙</pre>", ["一、甲", "  二、乙"]),
    ("<p style='white-space: pre-wrap'>甲\n乙  丙</p>", ["甲", "乙  丙"]),
    ("<span style='display:block'>甲</span>乙", ["甲", "乙"]),
    ("<ol><li>甲<li value=5>乙</ol>", ["1.甲", "5.乙"]),
    ("<ol><li><p>1.甲</p></ol><ul><li>乙</ul>", ["1.甲", "乙"]),
    ("<ol style='list-style-type:cjk-ideographic' start=10><li>甲<li>乙</ol>", ["十、甲", "十一、乙"]),
    ("<ol class='custom_cn1'><li>甲</ol><ol style='list-style:none'><li>乙</ol>", ["（一）甲", "乙"]),
    # tables
    ("<table><tr><th>单位<th>任务<tr><td>甲<td>乙</table>", ["单位\t任务", "甲\t乙"]),
    ("<table><tr><td><p>甲</p><td><p>乙<br>丙</p></table>", ["甲\t乙 丙"]),
    ("<table><tr><td rowspan=2>甲<td>一<tr><td>二</table>", ["甲\t一", "\t二"]),
    ("<table><tr><td colspan=2>甲<td>乙<tr><td>一<td>二<td>三</table>", ["甲\t\t乙", "一\t二\t三"]),
    ("<table><caption>表1</caption><tr><td>甲<td>乙</table>", ["表1", "甲\t乙"]),
    ("<table><tr><td>甲<td> <td></table>", ["甲"]),
    ("<table><tr><td><p>甲</p><p>乙</p></table>", ["甲", "乙"]),
    ("<table><tr><td><table><tr><td>甲<td>乙</table>丙<td>丁</table>", ["甲\t乙", "丙", "丁"]),
    (
        "<table><tr><td>" + f"<p>{'正文，' * 20}</p>" * 5 + f"<td>{'侧文，' * 20}</table>",
        ["正文，" * 20] * 5 + ["侧文，" * 20],
    ),
]


@pytest.mark.parametrize(("markup", "lines"), FRAGMENTS)
def test_a_fragment_becomes_lines(markup: str, lines: list[str]) -> None:
    assert read_bytes(f"<!doctype html>{markup}".encode(), "a.html").text.splitlines() == lines


BODY = """
<p style="text-align:center">各市人民政府：</p>
<p>　　《实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。</p>
<p>　　一、总体要求</p><p>　　坚持问题导向，落实各项任务，确保取得实效。</p>
<p>某市人民政府</p><p>2022年11月1日</p>
<p>附件：1.<a href="x.doc">任务分工表.doc</a></p>"""
MENU = "<div><ul>" + "".join(f"<li><a href=#>栏目{n}</a></li>" for n in range(9)) + "</ul></div>"
FOOT = """<div class="f"><p>主办单位：某市人民政府办公室　承办单位：某中心，网站标识码：3300000000</p>
<p>建议使用1024*768分辨率，IE9.0以上版本浏览器浏览本站。</p></div>"""
OWN = [
    "各市人民政府：",
    "　　《实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。",
    "　　一、总体要求",
    "　　坚持问题导向，落实各项任务，确保取得实效。",
    "某市人民政府",
    "2022年11月1日",
    "附件：1.任务分工表.doc",
]
TITLE = "某市人民政府关于印发实施方案的通知"
HEAD_TABLE = """<table><tr><td>索 引 号：</td><td>00/2022-1</td><td>发文机关：</td><td>某市政府</td></tr>
<tr><td>发文字号：</td><td>某政发〔2022〕1号</td><td>成文日期：</td><td>2022年11月1日</td></tr></table>"""

PAGES = {
    "menus and footer around": (f"{MENU}<div id=c>{BODY}</div>{FOOT}", OWN),
    "the title outside, as the page calls itself": (
        f"<title>{TITLE}_某市政府网</title>{MENU}<div><div>{TITLE}</div>"
        f"<div>发布时间：2022-11-02 来源：本站 字体：大 中 小</div><div>{BODY}</div></div>{FOOT}",
        [TITLE, *OWN],
    ),
    "the title as a heading": (
        f"{MENU}<h1>{TITLE}</h1><div>来源：本站 点击：9</div><div>{BODY}</div>",
        [TITLE, *OWN],
    ),
    "the title twice": (
        f"<h1>{TITLE}</h1>{MENU}<div><p>{TITLE}</p>{BODY}</div>",
        [TITLE, *OWN],
    ),
    "a header table": (
        f"{MENU}{HEAD_TABLE}<div>{BODY}</div>{FOOT}",
        [
            "索 引 号：\t00/2022-1\t发文机关：\t某市政府",
            "发文字号：\t某政发〔2022〕1号\t成文日期：\t2022年11月1日",
            *OWN,
        ],
    ),
    "a header table whose last value is empty": (
        f"{MENU}{HEAD_TABLE}<table><tr><td>主 题 词：</td><td></td><td></td></tr></table>"
        f"<div><p>某市人民政府关于印发</p><p>实施方案的通知</p>{BODY}</div>{FOOT}",
        [
            "索 引 号：\t00/2022-1\t发文机关：\t某市政府",
            "发文字号：\t某政发〔2022〕1号\t成文日期：\t2022年11月1日",
            "主 题 词：",
            "某市人民政府关于印发",
            "实施方案的通知",
            *OWN,
        ],
    ),
    "a header list, labels and values apart": (
        f"{MENU}<dl><dt>索引号：</dt><dd>00/2022-1</dd><dt>文 号：</dt><dd>某政发〔2022〕1号</dd></dl>"
        f"<div>{BODY}</div>",
        ["索引号：00/2022-1", "文 号：某政发〔2022〕1号", *OWN],
    ),
    "a hidden copy for printers": (
        f"<div id=c>{BODY}</div><div id=print style='display:none'>{BODY}</div>{FOOT}",
        OWN,
    ),
    "news beside it": (
        f"<table><tr><td><div>{BODY}</div></td><td><ul>"
        + "".join(f"<li><a href=#>某市召开会议，部署重点工作{n}</a></li>" for n in range(9))
        + "</ul><table><tr><td>热点</td></tr></table></td></tr></table>",
        OWN,
    ),
    "the signature in a box of its own": (
        f"{MENU}<div><div>{BODY.partition('<p>某市')[0]}</div><div>某市人民政府<br>2022年11月1日</div></div>",
        [*OWN[:4], "某市人民政府", "2022年11月1日"],
    ),
    "one paragraph of prose": (
        "<div><p>关于放假的通知</p><p>根据安排，现就放假有关事项通知如下。</p><p>办公室</p></div>"
        + MENU,
        ["关于放假的通知", "根据安排，现就放假有关事项通知如下。", "办公室"],
    ),
    "no running text": (f"{MENU}<p>附表</p>", [*(f"栏目{n}" for n in range(9)), "附表"]),
}


@pytest.mark.parametrize("case", PAGES)
def test_the_notice_is_found_in_its_page(case: str) -> None:
    markup, lines = PAGES[case]
    page = f"<!doctype html><html><body>{markup}</body></html>"
    assert read_bytes(page.encode(), "a.html").text.splitlines() == lines


def test_places_lead_to_paragraph_and_cell() -> None:
    markup = "<p>甲</p><table><tr><td>一<td>二<tr><td>三<td>四</table><p>乙</p>"
    source = read_bytes(markup.encode(), "a.html")
    places = {word: source.place(source.text.index(word)) for word in "甲一二三四乙"}
    assert places == {
        "甲": "paragraph 1",
        "一": "table 1 row 1 cell 1",
        "二": "table 1 row 1 cell 2",
        "三": "table 1 row 2 cell 1",
        "四": "table 1 row 2 cell 2",
        "乙": "paragraph 2",
    }


HOSTILE = {
    "div": "<div>" * 100_000 + "通知。",
    "list": "<li><ul>" * 50_000 + "通知。",
    "table": "<table><tr><td>" * 30_000 + "通知。",
    "font": "".join(f"<font size={n}>" for n in range(3000)) + "<p>通知。" * 3000,
    "bold": "<b>" * 4 + "<p>通知。<b>" * 30_000,
    "open tag": "<p>通知。</p>" + "<div " * 100_000,
    "spans": "<table>" + ("<tr>" + "<td colspan=1000 rowspan=1000>通" * 5) * 2000,
    "blank": "<p>通" + " \n" * 500_000 + "知。",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_markup_is_read_in_time(case: str) -> None:
    start = time.perf_counter()
    source = read_bytes(HOSTILE[case].encode(), "a.html")
    assert "通" in source.text
    assert time.perf_counter() - start < 20  # the worst took 40 s and more before it was tamed


def test_a_page_of_too_many_tags_is_refused_and_the_limit_may_be_raised() -> None:
    page = ("<p>通知。</p>" + "<b></b>" * 60_000).encode()
    with pytest.raises(ReadError, match=r"more than 100,000 tags; raise the limit with --max-chars"):
        read_bytes(page, "a.html", max_chars=1000)
    assert read_bytes(page, "a.html", max_chars=2_000_000).text == "通知。\n"


DENSE = {
    "tables": "<table><tr><td>" * 33_000,
    "paragraphs": "<p>" * 100_000,
    "cells": "<table>" + "<td>" * 99_000,
}


@pytest.mark.parametrize("case", DENSE)
def test_memory_is_bounded(case: str) -> None:
    page = (DENSE[case] + "通知。").encode()
    tracemalloc.start()
    try:
        read_bytes(page, "a.html")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000  # a tenth of what is allowed
    finally:
        tracemalloc.stop()


def test_real_pages_keep_the_notice_and_drop_the_site(corpus_dir: Path) -> None:
    for path in sorted(corpus_dir.glob("*.html")):
        text = read_file(path).text
        assert text.count("。") >= 3, path.name
        for word in ("公网安备", "版权所有", "无障碍浏览", "扫一扫在手机打开"):
            assert word not in text, path.name


def test_without_its_library_a_reader_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(ReadError, match=r"selectolax.* is not installed; .*planparse\[html\]"):
        read_bytes(b"<html><p>x</p></html>", "a.html")
