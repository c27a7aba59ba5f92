"""Notices for the test of formats: composed from a seed, with their truth, and written to files.

The numbers of the documents are Word's own: no paragraph holds its number as text. In pages and
plain text they stand as a person sees them.
"""

from __future__ import annotations

import io
from random import Random
from typing import NamedTuple

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from documents import WORD, level, lists

CHINESE = ("", *"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五")
PLACES = ("东山省", "临江市", "海州市", "南岭省", "平湖县")
FIELDS = ("产品质量", "营商环境", "数字经济", "生态保护", "公共服务", "安全生产", "科技创新", "职业培训")
VERBS = ("提升", "完善", "加强", "推进", "优化", "深化")
NOUNS = ("监督管理", "标准体系", "服务能力", "基础设施", "人才队伍", "协同机制", "信用建设", "市场秩序")
BODIES = (
    "市场监管局", "发展改革委", "财政厅", "教育厅", "工业和信息化厅", "人力资源社会保障厅", "自然资源厅",
    "生态环境厅", "交通运输厅", "农业农村厅", "商务厅", "卫生健康委", "应急管理厅",
)  # fmt: skip
HEADS = ["序号", "重点任务", "责任单位", "完成时限"]


class Line(NamedTuple):
    """A paragraph: its words without the number, and its level in the list (-1 for none)."""

    words: str
    level: int = -1
    number: str = ""


class Paper(NamedTuple):
    """A composed notice: its lines, its table, what follows that, and the truth.

    `divisions` are numbers and headings, `bodies` the names in lists, `values` numbers with units.
    """

    lines: list[Line]
    table: list[list[str]]
    divisions: list[tuple[str, str | None]]
    bodies: list[str]
    values: list[tuple[float, str]]


def compose(seed: str) -> Paper:
    """The notice of that seed."""
    random = Random(seed)
    place, field, year = random.choice(PLACES), random.choice(FIELDS), random.randint(2019, 2024)
    plan = f"{place}{random.choice(VERBS)}{field}行动方案（{year}—{year + 3}年）"
    paper = Paper([], [HEADS], [], [], [])
    lines = paper.lines
    for words in (
        f"{place}人民政府办公厅关于印发{plan}的通知",
        f"东政办发〔{year}〕{random.randint(1, 99)}号",
        "各市、县人民政府，省政府各部门：",
        f"《{plan}》已经省政府同意，现印发给你们，请认真贯彻执行。",
        f"{place}人民政府办公厅",
        f"{year}年{random.randint(1, 12)}月{random.randint(1, 28)}日",
        plan,
        f"为{random.choice(VERBS)}{field}，制定本方案。",
    ):
        lines.append(Line(words))
    for chapter in range(1, random.randint(3, 5)):
        _add(paper, 0, f"{CHINESE[chapter]}、", f"{random.choice(VERBS)}{random.choice(NOUNS)}", "")
        for measure in range(1, random.randint(3, 5)):
            title = f"{random.choice(VERBS)}{random.choice(FIELDS)}{random.choice(NOUNS)}"
            bodies = random.sample(BODIES, random.randint(2, 4))
            body = f"坚持问题导向，健全工作机制。{_target(paper, random, year)}（{'、'.join(bodies)}按职责分工负责）"
            _add(paper, 1, f"（{CHINESE[measure]}）", title, body)
            paper.bodies.extend(bodies)
            for item in range(1, random.choice((1, 3, 4))):
                _add(
                    paper,
                    2,
                    f"{item}.",
                    f"{random.choice(VERBS)}{random.choice(NOUNS)}",
                    "落实各项任务，加强督导检查。",
                )
    for row in range(1, random.randint(3, 7)):
        task = f"{random.choice(VERBS)}{random.choice(FIELDS)}{random.choice(NOUNS)}"
        paper.table.append([str(row), task, "、".join(random.sample(BODIES, 2)), f"{year + 1}年"])
    return paper


def _add(paper: Paper, level: int, number: str, title: str, body: str) -> None:
    words = f"{title}。{body}" if body else title
    paper.lines.append(Line(words, level, number))
    paper.divisions.append((number, title))


def _target(paper: Paper, random: Random, year: int) -> str:
    if random.random() < 0.5:
        value = random.randint(60, 99)
        paper.values.append((value, "%"))
        return f"到{year + 3}年，合格率达到{value}%以上。"
    value = random.randint(10, 900)
    paper.values.append((value, "家"))
    return f"到{year + 3}年，培育示范企业{value}家。"


# ---------------------------------------------------------------------- files


def as_text(paper: Paper) -> bytes:
    """Plain text: numbers as they are seen, tabs between cells."""
    lines = [line.number + line.words for line in paper.lines]
    return "\n".join([*lines, "附件", "重点任务分工表", *map("\t".join, paper.table), ""]).encode()


def as_page(paper: Paper) -> bytes:
    """A page of a site: menus before the notice, a footer behind it."""
    menu = "".join(f"<li><a href='#'>栏目{n}</a></li>" for n in range(12))
    body = "".join(f"<p>　　{line.number}{line.words}</p>" for line in paper.lines)
    rows = "".join(
        f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in paper.table
    )
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{paper.lines[0].words}</title></head><body>"
        f"<ul>{menu}</ul><div id='content'>{body}<p>附件</p><p>重点任务分工表</p><table>{rows}</table></div>"
        "<div>主办单位：某市人民政府办公厅 网站标识码：3300000000</div></body></html>"
    ).encode()


def as_print(paper: Paper) -> bytes:
    """The page that a browser prints: the notice alone, its table ruled."""
    style = "p { text-indent: 2em; margin: 0 } td { border: 1px solid; padding: 4px } table { border-collapse: collapse }"
    body = "".join(f"<p>{line.number}{line.words}</p>" for line in paper.lines)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in paper.table)
    table = f"<p>附件</p><p>重点任务分工表</p><table>{rows}</table>"
    return f"<!doctype html><meta charset='utf-8'><style>{style}</style>{body}{table}".encode()


def as_document(paper: Paper, computed: bool = True, tracked: bool = True) -> bytes:
    """A Word document written by python-docx: numbers are Word's own, or text where not `computed`.

    It has a header, a footer, a row whose number is computed too and, where `tracked`, a text that
    was deleted.
    """
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料"
    section.footer.paragraphs[0].text = "— 1 —"
    _add_lists(document)
    for line in paper.lines:
        numbered = computed and line.level >= 0
        paragraph = document.add_paragraph(line.words if numbered else line.number + line.words)
        if numbered:
            _number(paragraph, 90, line.level)
    deleted = parse_xml(
        f'<w:del xmlns:w="{WORD}" w:id="1" w:author="a"><w:r><w:delText>旧文</w:delText></w:r></w:del>'
    )
    if tracked:
        document.paragraphs[-1]._p.append(deleted)
    document.add_paragraph("附件")
    document.add_paragraph("重点任务分工表")
    table = document.add_table(rows=0, cols=len(HEADS), style="Table Grid")
    for number, row in enumerate(paper.table):
        cells = table.add_row().cells
        for column, words in enumerate(row):
            if computed and number and column == 0:
                _number(cells[0].paragraphs[0], 91, 0)
            else:
                cells[column].text = words
    document.add_paragraph("")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_lists(document: docx.document.Document) -> None:
    """The lists of a plan (一、 （一） 1.) and of a column 序号 (1)."""
    numbering = document.part.numbering_part.element
    plan = [
        level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>'),
        level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>'),
        level(2, "decimal", "%3.", '<w:suff w:val="nothing"/>'),
    ]
    for abstract, number, levels in ((90, 90, plan), (91, 91, [level(0, "decimal", "%1")])):
        inner = lists(*levels, nums="").replace('abstractNumId="0"', f'abstractNumId="{abstract}"')
        element = parse_xml(inner.replace("<w:abstractNum ", f'<w:abstractNum xmlns:w="{WORD}" ', 1))
        numbering.insert(0, element)
        numbering.append(
            parse_xml(
                f'<w:num xmlns:w="{WORD}" w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'
            )
        )


def _number(paragraph: docx.text.paragraph.Paragraph, number: int, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().set(qn("w:val"), str(depth))
    properties.get_or_add_numId().set(qn("w:val"), str(number))
