"""Composed notices, printed: as pages that a test sets itself, by Chromium, and by LibreOffice.

What is read from the print must be what was printed: the same paragraphs and rows, and so the same
divisions, bodies and targets.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import pytest

from conftest import LONG, SEED
from grammar.composition import compose
from planparse.model import Notice
from planparse.pipeline import parse_source
from planparse.readers import read_bytes
from planparse.readers.office import find_office
from planparse.rulebook import default
from planparse.text import Source
from programs import find_chromium, has_fonts, print_pages, save_as
from sheets import Sheet, width, write_pdf

CASES = 200 if LONG else 16
PRINTED = 100 if LONG else 30
RIGHT = 0.995  # share of the paragraphs that come back as they were
NEARLY = 0.97  # of those of one notice: where a line is full, print may not show that a paragraph ends
TABLE = [
    ["序号", "重点任务", "责任单位", "完成时限"],
    ["1", "健全质量监督抽查制度，完善产品质量安全追溯体系，推动重点产品合格率达到98%以上", "市场监管局", "2025年"],
    ["2", "培育质量标杆企业100家", "工业和信息化厅、财政厅", "2024年底"],
    ["3", "建设标准实验室", "市场监管局", "持续推进"],
]  # fmt: skip


def paragraphs(seed: str) -> list[str]:
    """The paragraphs of a composed notice, one line each."""
    lines = compose(seed, "line").text.splitlines()
    return [re.sub(r"[*#]", "", line).strip() for line in lines if line.strip()]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def facts(notice: Notice) -> list[object]:
    """What must not depend on the print."""
    return [
        [
            (d.division_id, squeezed(d.number), d.heading and squeezed(d.heading))
            for d in notice.divisions
            if d.number
        ],
        [(a.division_id, x.name, x.role) for a in notice.assignments for x in a.agencies],
        [(t.target_id, t.value, t.unit, t.deadline) for t in notice.targets],
        [notice.metadata.doc_number, notice.metadata.issue_date, notice.metadata.issuers],
    ]


def parsed(text: str) -> Notice:
    return parse_source(Source(text), default())


def share(wanted: list[str], found: list[str]) -> float:
    """How many of the paragraphs were found, in a set that counts each once."""
    return len(set(map(squeezed, wanted)) & set(map(squeezed, found))) / len(set(map(squeezed, wanted)))


# ---------------------------------------------------------------------- set by the test itself


def set_pages(lines: list[str], random: Random) -> list[Sheet]:
    """`lines` on pages of a setting that `random` chooses: margins, type, indents, heads and feet."""
    size = random.choice((10.5, 12, 14, 16))
    pitch = size * random.choice((1.4, 1.75, 2.0))
    left, right = random.choice((60, 79, 90)), random.choice((505, 521))
    apart = random.choice((0, 0, 0.8 * pitch))  # between paragraphs, where first lines are not set in
    first = 0 if apart else 2
    head = random.choice(("", "某省人民政府公报"))
    foot = random.choice(("— {} —", "{}", "第{}页", ""))
    sheets: list[Sheet] = []
    y = 10_000.0
    for number, line in enumerate(lines):
        x = left + first * size
        row = ""
        rows = []
        for ch in line:
            if x + width(row + ch, size) > right:
                kept = 1 if ch in "，。；：、）”》％%" else 0  # no line begins with a mark
                rows.append((row[: len(row) - kept], x))
                row, x = row[len(row) - kept :], left
            row += ch
        rows.append((row, x))
        for words, start in rows:
            if y > 740:
                sheets.append(Sheet())
                y = 100.0
                if head:
                    sheets[-1].say(head, left, 50, 9)
                if foot:
                    sheets[-1].middle(foot.format(len(sheets)), 800, 10)
            if number == 0 and len(rows) == 1:
                sheets[-1].middle(words, y, size)
            else:
                sheets[-1].say(words, start, y, size)
            y += pitch
        y += apart
    return sheets


def test_what_was_set_on_pages_comes_back() -> None:
    hits = total = same = 0
    missed = []
    for number in range(CASES):
        seed = f"{SEED}-{number}"
        lines = paragraphs(seed)
        source = read_bytes(write_pdf(*set_pages(lines, Random(seed))), "a.pdf")
        found = source.text.splitlines()
        wanted = {squeezed(line) for line in lines}
        lost = wanted - {squeezed(line) for line in found}
        hits += len(wanted) - len(lost)
        total += len(wanted)
        missed += [f"{seed}: {line[:60]}" for line in sorted(lost)]
        same += facts(parse_source(source, default())) == facts(parsed("\n".join(lines)))
    assert hits >= RIGHT * total, "\n".join(missed[:20])
    assert same >= 0.9 * CASES


# ---------------------------------------------------------------------- printed by other programs


STYLES = (
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/29pt serif;text-align:justify}p{margin:0;text-indent:2em}",
    "@page{size:A4;margin:20mm}body{font:12pt/1.6 sans-serif}p{margin:0 0 12pt 0}",
    "@page{size:A5;margin:15mm}body{font:10.5pt/1.5 sans-serif}p{margin:0;text-indent:2em}",
)


def check(lines: list[str], data: bytes, what: str) -> None:
    """The paragraphs, the table and the facts of a printed notice."""
    source = read_bytes(data, "a.pdf")
    found = source.text.splitlines()
    alike = share([*lines, *map("".join, TABLE)], found)
    assert alike >= NEARLY, what
    for row in TABLE:
        assert "\t".join(row) in found, what
    assert [source.text[cell.start : cell.end] for cell in source.cells] == [
        c for row in TABLE for c in row
    ]
    plain = "\n".join([*lines, "附件", "任务分工表", *map("\t".join, TABLE)])
    if alike == 1:
        assert facts(parse_source(source, default())) == facts(parsed(plain)), what


@pytest.mark.skipif(not (find_chromium() and has_fonts()), reason="no Chromium with a Chinese font here")
def test_what_chromium_prints_gives_the_same_facts() -> None:
    notices = [paragraphs(f"{SEED}-print-{number}") for number in range(PRINTED)]
    rows = "".join(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>" for row in TABLE)
    pages = []
    for number, lines in enumerate(notices):
        body = "".join(f"<p>{html.escape(line)}</p>" for line in [*lines, "附件", "任务分工表"])
        pages.append(
            f"<!doctype html><html lang=zh><meta charset=utf-8><title>打印</title><style>{STYLES[number % 3]}"
            "table{border-collapse:collapse;page-break-inside:avoid}td{border:1px solid;padding:4px}</style>"
            f"{body}<table>{rows}</table>"
        )
    printed = print_pages(pages, [number % 2 == 1 for number in range(PRINTED)])
    for number, (lines, data) in enumerate(zip(notices, printed, strict=True)):
        check(lines, data, f"number {number} of seed {SEED}")


@pytest.mark.skipif(
    not (find_office() and has_fonts()), reason="no LibreOffice with a Chinese font here"
)
def test_what_libreoffice_prints_gives_the_same_facts(tmp_path: Path) -> None:
    notices = [paragraphs(f"{SEED}-office-{number}") for number in range(PRINTED)]
    files = [
        _open_document(lines, first=32 * (number % 2)).encode() for number, lines in enumerate(notices)
    ]
    for number, (lines, data) in enumerate(
        zip(notices, save_as(files, "fodt", "pdf", tmp_path), strict=True)
    ):
        check(lines, data, f"number {number} of seed {SEED}")


@pytest.mark.skipif(
    not (find_office() and has_fonts()), reason="no LibreOffice with a Chinese font here"
)
def test_what_libreoffice_prints_downwards_gives_the_same_facts(tmp_path: Path) -> None:
    notices = [paragraphs(f"{SEED}-down-{number}") for number in range(PRINTED // 6)]
    files = [_open_document(lines, first=32, down=True).encode() for lines in notices]
    printed = save_as(files, "fodt", "pdf", tmp_path)
    for number, (lines, data) in enumerate(zip(notices, printed, strict=True)):
        check(lines, data, f"number {number} of seed {SEED}")


def _open_document(lines: list[str], first: int, down: bool = False) -> str:
    """A flat OpenDocument text with a head, a foot that counts the pages, and the table.

    Its lines run from left to right or, where `down`, from the top, the first one at the right.
    """
    width, height = (297, 210) if down else (210, 297)
    names = ["office", "style", "text", "table", "fo"]
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:'
        f'{"xsl-fo-compatible" if name == "fo" else name}:1.0"'
        for name in names
    )
    after = 0 if first else 10
    body = "".join(
        f'<text:p text:style-name="P">{escape(line)}</text:p>' for line in [*lines, "附件", "任务分工表"]
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="C" office:value-type="string"><text:p>{escape(c)}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for row in TABLE
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>'
        '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties'
        f' style:punctuation-wrap="simple" fo:text-indent="{first}pt" fo:margin-bottom="{after}pt"'
        ' fo:text-align="justify"/><style:text-properties fo:font-size="14pt" style:font-size-asian="14pt"/>'
        "</style:style></office:styles><office:automatic-styles>"
        '<style:style style:name="C" style:family="table-cell"><style:table-cell-properties'
        ' fo:border="0.5pt solid #000000" fo:padding="1mm"/></style:style>'
        '<style:style style:name="T" style:family="table"><style:table-properties table:align="margins"/></style:style>'
        '<style:style style:name="R" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>'
        '<style:page-layout style:name="L"><style:page-layout-properties'
        f' style:writing-mode="{"tb-rl" if down else "lr-tb"}" fo:page-width="{width}mm"'
        f' fo:page-height="{height}mm" fo:margin="28mm"/><style:header-style/><style:footer-style/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard"'
        ' style:page-layout-name="L"><style:header><text:p>政策文件汇编</text:p></style:header><style:footer>'
        "<text:p>— <text:page-number>1</text:page-number> —</text:p></style:footer></style:master-page>"
        f"</office:master-styles><office:body><office:text>{body}"
        f'<table:table table:name="T" table:style-name="T"><table:table-column table:number-columns-repeated="4"/>{rows}</table:table>'
        "</office:text></office:body></office:document>"
    )
