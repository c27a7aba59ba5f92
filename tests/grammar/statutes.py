"""Bodies of 办法, 条例 and other rules: articles, alone or in chapters, and what they list."""

from __future__ import annotations

from collections.abc import Callable

from .forms import LINES, PARTED, Form
from .numerals import Family, chinese
from .page import Page
from .words import PHRASES, VOCABULARY, Words


class Statute:
    """A rule while it is written; its articles run on through all chapters.

    `gap` stands between a number and its words, `titled` gives articles titles in brackets.
    """

    def __init__(self, page: Page, words: Words, *, titled: bool = False) -> None:
        self.page, self.words, self.random = page, words, words.random
        self.gap = self.random.choice(("", "", "\u3000", " "))
        self.chapter_gap = self.gap or self.random.choice(("", "", "\u3000"))
        self.titled = titled
        self.entries = Family("（一）", self.random)
        self.inner = Family("1.", self.random)
        self.article = self.level = 0

    def heading(self, level: int, number: str, title: str) -> None:
        """The number and title of a chapter or section; 总则 may be spaced out."""
        between = (
            self.random.choice(("", "\u3000", "\u3000\u3000", " "))
            if self.chapter_gap and len(title) == 2
            else ""
        )
        self.page.division(level, number, between.join(title), gap=self.chapter_gap, role="chapter")
        self.level = level

    def articles(self, number: int) -> None:
        """So many articles, some with a list, some of several paragraphs."""
        for _ in range(number):
            self.article += 1
            if self.random.random() < 0.3:
                self._listing()
            else:
                self._put(self.words.fresh("article"))
            if self.random.random() < 0.25:
                self.page.write("body", self.words.fresh("article"))

    def closed(self) -> None:
        """The last articles, which say who explains the rule and from when it holds."""
        for said in self.random.sample(PHRASES["statute-last"], 2):
            self.article += 1
            self._put(self.words(said))

    def first(self) -> None:
        """The article that says why the rule is made."""
        self.article += 1
        self._put(
            self.words(
                f"为规范{{topic}}工作，根据《{{law}}》等规定，结合本{self.words.unit}实际，制定本{{kind}}。"
            )
        )

    def _put(self, said: str) -> None:
        titles = ("适用范围", "部门职责", "申请条件", "信息公开", "经费保障", "监督检查", "档案管理")
        title = self.random.choice(titles) if self.titled else ""
        left, right = self.random.choice(("（）", "【】")) if title else ("", "")
        number = f"第{chinese(self.article)}条"
        words = f"{left}{title}{right}{said}"
        self.page.division(
            self.level + 1, number, None, words, gap=self.gap, heading=title or None, role="article"
        )

    def _listing(self) -> None:
        self._put(self.words.fresh("lead-in"))
        number = self.random.randint(2, 6)
        for ordinal in range(1, number + 1):
            end = "。" if ordinal == number else "；"
            deeper = self.random.random() < 0.12 and ordinal < number
            said = self.words.fresh("entry") + ("：" if deeper else end)
            self.page.division(self.level + 2, self.entries(ordinal), None, said)
            for inner in range(1, 4) if deeper else ():
                said = self.words.fresh("entry") + ("；" if inner < 3 else end)
                self.page.division(self.level + 3, self.inner(inner), None, said)


def articles(*, titled: bool = False) -> Callable[[Page, Words], None]:
    """A rule of articles alone."""

    def write(page: Page, words: Words) -> None:
        rule = Statute(page, words, titled=titled)
        rule.first()
        rule.articles(words.random.randint(6, 14))
        rule.closed()

    return write


def chapters(*, sections: bool = False, contents: bool = False) -> Callable[[Page, Words], None]:
    """A rule in chapters, some of them in sections, perhaps behind a table of contents."""

    def write(page: Page, words: Words) -> None:
        random = words.random
        rule = Statute(page, words)
        titles = ["总则", *(words.fresh("statute-chapter") for _ in range(random.randint(2, 4))), "附则"]
        if contents:
            page.write("title", "目" + random.choice(("", "\u3000", "\u3000\u3000")) + "录")
            for number, title in enumerate(titles, 1):
                page.write("contents", f"第{chinese(number)}章{rule.chapter_gap}{title}")
        for number, title in enumerate(titles, 1):
            rule.heading(1, f"第{chinese(number)}章", title)
            if number == 1:
                rule.first()
            if title == "附则":
                rule.closed()
            elif sections and 1 < number < 4:
                for section in range(1, random.randint(3, 4)):
                    rule.heading(2, f"第{chinese(section)}节", words.fresh("statute-section"))
                    rule.articles(random.randint(1, 4))
            else:
                rule.articles(random.randint(2, 6))

    return write


def taiwan(*, in_chapters: bool) -> Callable[[Page, Words], None]:
    """第 一 章 over 第 1 條, each number alone on its line; 一、 below an article."""

    def write(page: Page, words: Words) -> None:
        random, said = words.random, VOCABULARY["taiwan"]
        article = 0
        level = 1
        for number, (title, simplified) in enumerate(said["chapters"], 1):
            if in_chapters:
                gap = random.choice((" ", "\u3000"))
                page.division(1, f"第 {chinese(number)} 章", title, gap=gap, heading=simplified)
                level = 2
            for _ in range(random.randint(2, 4)):
                article += 1
                page.division(level, f"第 {article} 條")
                if random.random() < 0.35:
                    page.write("body", random.choice(said["leads"]))
                    for entry in range(1, random.randint(3, 7)):
                        numeral = f"{chinese(entry)}、"
                        page.division(level + 1, numeral, None, random.choice(said["entries"]))
                else:
                    page.write("body", random.choice(said["articles"]))
                    if random.random() < 0.3:
                        page.write("body", random.choice(said["articles"]))

    return write


FORMS = [
    Form("articles alone", "d039", "第二条项目评估，是指", articles(), "rule", 3),
    Form("articles in chapters", "d092", "\n第一章总则\n第一条为", chapters(), "rule", 4),
    Form(
        "articles in chapters and sections",
        "d070",
        "第二章[^。]+第一节[^。]+　　第五条",
        chapters(sections=True),
        "rule",
        3,
    ),
    Form("articles with titles", "layouts.md", "第一条（目的与依据）", articles(titled=True), "rule", 1),
    Form(
        "contents before the chapters",
        "d318",
        "目　　录\\s+第一章",
        chapters(contents=True),
        "rule",
        1,
        PARTED,
    ),
    Form(
        "第 1 條 in chapters",
        "d108",
        "第 一 章 總則\n第 1 條",
        taiwan(in_chapters=True),
        "taiwan",
        2,
        LINES,
    ),
    Form("第 1 條 alone", "d104", "第 2 條\n保送", taiwan(in_chapters=False), "taiwan", 1, LINES),
]
