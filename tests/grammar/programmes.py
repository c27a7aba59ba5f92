"""Bodies with numbers of their own kind: programmes, emergency plans, plans of several years."""

from __future__ import annotations

from collections.abc import Callable

from .forms import PARTED, Form
from .numerals import Family, chinese
from .page import UNKNOWN, Page
from .words import VOCABULARY, Words


def projects(page: Page, words: Words) -> None:
    """A programme: categories without numbers, below each a list that begins anew and has no 。."""
    random = words.random
    family = Family("1.", random)
    for chapter in range(1, random.randint(3, 4)):
        page.division(
            1, f"{chinese(chapter)}、", f"{words.fresh('chapter')}项目（{random.randint(9, 30)}项）"
        )
        for category in ("一类", "二类", "三类")[: random.randint(1, 3)]:
            page.write(
                "body", f"{category}项目：年内完成或者条件成熟时实施的项目（{random.randint(3, 9)}项）。"
            )
            for ordinal in range(1, random.randint(4, 13)):
                title = f"{words.fresh('title')}（{words.bodies(1)}负责）"
                page.division(2, family(ordinal), title, heading=UNKNOWN)


def contingency(outer: str) -> Callable[[Page, Words], None]:
    """An emergency plan: 1.1 and 1.1.1 below 一、 or below a plain 1, and （1） below these."""

    def write(page: Page, words: Words) -> None:
        random = words.random
        gap = "" if outer == "一、" else random.choice(("\u3000", " "))
        chapters = [*VOCABULARY["contingency"].items()][: random.randint(2, 4)]
        for chapter, (title, names) in enumerate(chapters, 1):
            number = chinese(chapter) + "、" if outer == "一、" else str(chapter)
            page.division(1, number, title, gap="" if outer == "一、" else gap)
            for section, name in enumerate(names, 1):
                page.division(2, f"{chapter}.{section}", name, gap=gap)
                if random.random() < 0.6:
                    page.write("body", words.prose(2))
                    continue
                for item in range(1, random.randint(3, 4)):
                    page.division(3, f"{chapter}.{section}.{item}", None, words.provision(), gap=gap)
                    if random.random() < 0.2:
                        for entry in range(1, 4):
                            page.division(
                                4, f"（{entry}）", None, words("{field}部门负责{thing}的调度和保障。")
                            )

    return write


def long_plan(page: Page, words: Words) -> None:
    """第一篇, 第一章 running on, 第一节 restarting; below them words, or 一、 again."""
    random = words.random
    outer = random.choice(("篇", "篇", "篇", "编", "部分"))
    gap = random.choice(("", "\u3000", " "))
    chapter = 0
    for part in range(1, random.randint(3, 4)):
        page.division(1, f"第{chinese(part)}{outer}", words.fresh("chapter"), gap=gap)
        if random.random() < 0.5:
            page.write("body", words.prose(2))
        for _ in range(random.randint(1, 3)):
            chapter += 1
            page.division(2, f"第{chinese(chapter)}章", words.fresh("chapter"), gap=gap)
            if random.random() < 0.3:
                page.write("body", words.prose(3))
                continue
            for section in range(1, random.randint(3, 5)):
                page.division(3, f"第{chinese(section)}节", words.fresh("title"), gap=gap)
                for _ in range(random.randint(1, 3)):
                    page.write("body", words.prose(2))


FORMS = [
    Form("lists of projects", "d031", r"（省人力资源社会保障厅起草）2\.", projects, weight=1),
    Form("1.1 below 一、", "d088", "1.1编制目的", contingency("一、")),
    Form("1.1 below 1", "d332", "\n1　总则\n", contingency("1"), weight=1, kinds=PARTED),
    Form("第一篇, 第一章, 第一节", "d353", "第一篇　转变方式", long_plan),
]
