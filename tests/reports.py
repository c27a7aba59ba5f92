"""Notices to make reports of, and reports read back."""

from __future__ import annotations

import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

from planparse.model import ON_REQUEST
from planparse.pipeline import parse_traced
from planparse.report.page import render
from planparse.report.paper import Paper, find_repairs
from planparse.rulebook import default
from planparse.text import Source

BODIES = (
    "财政部",
    "教育部",
    "工业和信息化部",
    "科技部",
    "市场监管总局",
    "商务部",
    "交通运输部",
    "民政部",
)
WORDS = (
    "完善制度机制", "推动重点领域改革", "加快设施建设", "提升服务水平", "健全标准体系", "强化监督检查",
    "培育骨干企业", "支持关键技术研发", "优化营商环境", "保障群众合法权益", "促进区域协调发展", "扩大开放合作",
)  # fmt: skip
DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A Chinese numeral up to 9999."""
    out = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            out += DIGITS[digit] + unit
        elif out and not out.endswith("零"):
            out += "零"
    out = out.rstrip("零")
    return out[1:] if out.startswith("一十") else out


def long_notice(characters: int, seed: int = 1) -> str:
    """A plan of about so many characters: chapters of measures with bodies, targets and dates."""
    random = Random(seed)
    lines = ["关于印发高质量发展行动方案的通知", "国发〔2022〕1号", "各省、自治区、直辖市人民政府："]
    lines += ["现印发给你们，请认真贯彻落实。", "国务院", "2022年11月1日", "高质量发展行动方案"]
    length = chapter = measure = 0
    while length < characters:
        if measure % 8 == 0:
            chapter += 1
            lines.append(f"{numeral(chapter)}、{random.choice(WORDS)}")
        measure += 1
        sentences = "。".join(
            "，".join(random.choice(WORDS) for _ in range(random.randint(2, 4)))
            for _ in range(random.randint(3, 9))
        )
        target = f"到202{random.randint(3, 9)}年合格率达到{random.randint(60, 99)}%以上。"
        lead, *others = random.sample(BODIES, random.randint(2, 5))
        lines.append(
            f"（{numeral(measure)}）{random.choice(WORDS)}。{sentences}。{target}（{lead}牵头，{'、'.join(others)}配合）"
        )
        length += len(lines[-1])
    return "\n".join(lines) + "\n"


def hostile_notice(measures: int) -> str:
    """A notice whose words would be markup, script, links and control characters if they could."""
    lines = [
        "\x01\x1b]0;关于<script>alert(1)</script>\u202e加强工作的通知\x07",
        "国发〔2022〕1号",
        "各省人民政府：</script><!-- <script>{{ 7*7 }}{% raw %}",
    ]
    for number in range(measures):
        if number % 50 == 0:
            lines.append(f"{numeral(number // 50 + 1)}、</title><style>*{{}}</style>")
        lead = BODIES[number % 8]
        words = "管理"
        if number % 10 == 0:
            words = f'<b onclick=alert(1)>[链](javascript:alert({number}))"><img src=x onerror=alert(1)>'
        target = f"合格率达到{number % 40 + 60}%。" if number % 5 == 0 else ""
        lines.append(f"（{numeral(number % 50 + 1)}）{words}{number}号。{target}（{lead}牵头）")
    return "\n".join(lines) + "\n"


def paper_of(text: str, name: str = "notice.txt") -> Paper:
    source = Source(text, name)
    notice, traced = parse_traced(source, default(), also=ON_REQUEST)
    return Paper(notice, find_repairs(source, traced))


@cache
def long_paper() -> Paper:
    """A notice of 100,000 characters, parsed once for all tests."""
    return paper_of(long_notice(100_000))


def page_of(*texts: str, lang: str = "zh") -> str:
    papers = [paper_of(text, f"notice{number}.txt") for number, text in enumerate(texts, 1)]
    return "".join(render(papers, lang))


def write_page(path: Path, *texts: str, lang: str = "zh") -> Path:
    path.write_text(page_of(*texts, lang=lang), encoding="utf-8", newline="\n")
    return path


class Page(HTMLParser):
    """A report as a parser of HTML sees it: tags, blocks with their places, scripts, styles."""

    VOID = frozenset(("meta", "link", "input", "br"))

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[int, str]] = []
        self.marks: dict[str, str] = {}
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if "data-s" in found:
            self.blocks.append((int(found["data-s"] or ""), ""))
        if tag == "script":
            self.scripts.append((found, ""))
        if tag == "style":
            self.styles.append("")
        if tag not in self.VOID:
            self._open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif self._open and self._open[-1][0] == "style":
            self.styles[-1] += data
        if any("data-s" in attributes for _, attributes in self._open):
            at, text = self.blocks[-1]
            self.blocks[-1] = (at, text + data)
            for tag, attributes in self._open:
                if tag == "mark":
                    ref = attributes["data-f"] or ""
                    self.marks[ref] = self.marks.get(ref, "") + data

    def data(self, name: str) -> Any:
        """What the JSON of that id says."""
        return next(
            json.loads(text) for attributes, text in self.scripts if attributes.get("id") == name
        )

    @property
    def code(self) -> list[str]:
        """The scripts that run."""
        return [text for attributes, text in self.scripts if "type" not in attributes]


def unpack(packed: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a packed table, as the page's scripts read them."""
    rows: list[dict[str, Any]] = [{} for _ in range(packed["n"])]
    for name, column in packed["c"].items():
        for at, row in enumerate(rows):
            if "v" in column:
                row[name] = column["v"]
            elif "l" in column:
                row[name] = column["l"][at]
            elif "s" in column:
                row[name] = sum(column["s"][: at + 1])
            else:
                row[name] = column["d"][column["i"][at]]
    return rows
