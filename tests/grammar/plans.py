"""Bodies of plans: chapters, measures and what stands below them, in each family of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .forms import LINES, PARTED, Form
from .numerals import Family
from .page import Page
from .words import Words

FIRST = ("总体要求", "总体要求", "工作目标", "指导思想和目标", "总体思路", "目标任务")
LAST = ("保障措施", "保障措施", "组织实施", "工作要求", "强化组织保障", "组织领导")
DUTIES = ("加强组织领导", "强化资金保障", "严格督导考核", "做好宣传引导", "健全工作机制", "夯实工作基础")


class Plan:
    """A plan while it is written, its numbers counted; a level in `run_on` never begins anew.

    `shape` says how the innermost measures look: a title and its body in one paragraph
    (`run-in`), a title alone (`alone`), or no title (`provision`); `mixed` takes one of the first two.
    """

    def __init__(
        self,
        page: Page,
        words: Words,
        levels: Sequence[str],
        *,
        run_on: Sequence[int] = (),
        shape: str = "mixed",
        rosters: float = 0.5,
        boxes: str = "",
    ) -> None:
        self.page, self.words, self.random = page, words, words.random
        self.families = [Family(name, self.random) for name in levels]
        self.counts = [0] * len(levels)
        self.run_on = run_on
        self.shape = shape if shape != "mixed" else self.random.choices(("run-in", "alone"), (7, 1))[0]
        self.rosters = rosters if self.random.random() < 0.7 else 0.0
        self.boxes, self.box_number = boxes, 0
        self.gap = self.random.choice(("", "", "", "", " "))

    # ------------------------------------------------------------------ numbers

    def number(self, level: int) -> str:
        """The next number of that level (0 is outermost)."""
        self.counts[level] += 1
        for deeper in range(level + 1, len(self.counts)):
            if deeper not in self.run_on:
                self.counts[deeper] = 0
        return self.families[level](self.counts[level])

    def put(
        self, level: int, title: str | None = None, body: str = "", heading: str | None = ""
    ) -> None:
        """A numbered division at that level."""
        number = self.number(level)
        gap = self.gap if level and not number.endswith("。") else ""
        self.page.division(level + 1, number, title, body, gap=gap, heading=heading)

    # ------------------------------------------------------------------ parts of a plan

    def write(self, chapters: int) -> None:
        """The whole plan."""
        for number in range(chapters):
            if number == 0:
                self.overview(self.random.choice(FIRST))
            elif number == chapters - 1:
                self.duties(self.random.choice(LAST))
            else:
                self.chapter(self.words.fresh("chapter"))

    def overview(self, title: str) -> None:
        """总体要求, with its aims and principles below it or as plain words."""
        self.put(0, title)
        if len(self.families) == 1 or self.random.random() < 0.3:
            for _ in range(self.random.randint(1, 2)):
                self.page.write("body", self.words.prose(self.random.randint(2, 3)))
            return
        below = self.random.sample(("指导思想", "基本原则", "主要目标", "发展目标"), 3)
        alone = self.random.random() < 0.4
        for name in below:
            if name == "基本原则":
                self.put(1, name + ("" if alone else "。"), heading=name)
                for words in self.words.dashes():
                    self.page.write("body", words)
            elif alone:
                self.put(1, name)
                self.page.write("body", self.words.prose(3))
            else:
                self.put(1, name, self.words.prose(3))

    def chapter(self, title: str) -> None:
        """A chapter of measures."""
        self.put(0, title)
        if len(self.families) == 1:
            self.page.write("body", self.words.prose(self.random.randint(2, 4)) + self._roster())
            return
        if self.random.random() < 0.2:
            self.page.write("body", self.words.prose(2))
        for _ in range(self.random.randint(2, 5)):
            self.measure(1)
        if self.boxes and self.random.random() < 0.7:
            self.box()

    def measure(self, level: int) -> None:
        """A measure, with others below it where the plan goes deeper."""
        deeper = level + 1 < len(self.families) and self.random.random() < 0.6
        if not deeper:
            self.leaf(level)
            return
        title = self.words.fresh("title")
        if self.random.random() < 0.3:
            self.put(level, title, self.words.prose(1))
        else:
            stop = "。" if self.random.random() < 0.4 else ""
            self.put(level, title + stop, heading=title)
        for _ in range(self.random.randint(2, 4)):
            self.measure(level + 1)

    def leaf(self, level: int) -> None:
        """An innermost measure."""
        body = self.words.prose(self.random.randint(1, 5)) + self._roster()
        if self.random.random() < 0.1:
            body += self.words.pick("sentence") + self._roster()
        if self.shape == "provision":
            self.put(level, None, self.words.provision() + self._roster())
        elif self.shape == "alone":
            self.put(level, self.words.fresh("title"))
            self.page.write("body", body)
            if self.rosters and self.random.random() < 0.05:
                self.page.write("body", f"牵头单位：{self.words.bodies(1)}")
                self.page.write("body", f"责任单位：{self.words.bodies(3)}")
        else:
            self.put(level, self.words.fresh("title"), body)
            if self.random.random() < 0.1:
                self.page.write("body", self.words.prose(1))

    def duties(self, title: str) -> None:
        """保障措施, the last chapter."""
        self.put(0, title)
        if len(self.families) == 1 or self.random.random() < 0.25:
            self.page.write("body", f"各级{self.words.field}部门要高度重视，" + self.words.prose(2))
            return
        for name in self.random.sample(DUTIES, self.random.randint(2, 4)):
            self.put(1, name, self.words.prose(2))

    def box(self) -> None:
        """专栏N behind the last measure of a chapter, with plain words or numbers of its own."""
        self.box_number += 1
        label = f"专栏{self.box_number}"
        between = {"colon": "：", "wide": "\u3000", "tight": ""}.get(self.boxes, "")
        if self.boxes == "broken":
            label, between = f"专栏\n{self.box_number}", "\n"
        self.page.box(label, self.words.fresh("chapter"), between)
        if self.random.random() < 0.5:
            for _ in range(2):
                self.page.write("body", f"{self.words.fresh('title')}。{self.words.prose(1)}")
        else:
            family = Family("1.", self.random)
            for ordinal in range(1, self.random.randint(3, 5)):
                self.page.division(1, family(ordinal), self.words.fresh("title"), self.words.prose(1))
        self.page.end_box()

    def _roster(self) -> str:
        return self.words.roster() if self.random.random() < self.rosters else ""


# ---------------------------------------------------------------------- forms


def plan(
    *levels: str,
    chapters: tuple[int, int] = (3, 6),
    run_on: Sequence[int] = (),
    shape: str = "mixed",
    boxes: str = "",
) -> Callable[[Page, Words], None]:
    """What writes a `Plan` of these levels."""

    def write(page: Page, words: Words) -> None:
        body = Plan(page, words, levels, run_on=run_on, shape=shape, boxes=boxes)
        body.write(words.random.randint(*chapters))

    return write


def one_level(page: Page, words: Words) -> None:
    """一、 to beyond 十, each a title and its body in one paragraph."""
    body = Plan(page, words, ("一、",))
    for _ in range(words.random.randint(6, 15)):
        body.put(0, words.fresh("title"), words.prose(words.random.randint(2, 3)) + body._roster())


def one_level_provisions(page: Page, words: Words) -> None:
    """一、 to beyond 十, each plain sentences, as what a notice asks for."""
    body = Plan(page, words, ("一、",), rosters=0.8)
    for _ in range(words.random.randint(3, 13)):
        body.put(0, None, words.provision() + body._roster())


def years(page: Page, words: Words) -> None:
    """1.2018年…: a number that meets a year, in the steps of a plan."""
    random = words.random
    body = Plan(page, words, ("一、", "（一）", "1."), rosters=0.2)
    body.families[2].style = random.choice(("1.", "1.", "1．", "1、"))
    body.overview("工作目标")
    body.put(0, "实施步骤")
    for name in ("动员部署阶段", "集中推进阶段", "总结验收阶段"):
        body.put(1, f"{name}（{random.randint(1, 12)}月份）" if random.random() < 0.5 else name)
        for _ in range(random.randint(2, 4)):
            day = words("{year}年{month}月底前" if random.random() < 0.7 else "{year}年1月1日至12月31日")
            if random.random() < 0.7:
                body.put(2, None, f"{day}，{words('{area}完成{thing}')}清查，{words.provision()}")
            else:
                body.put(2, words.fresh("title"), words.prose(2))
    body.duties("工作要求")


def run_together(page: Page, words: Words) -> None:
    """(1)…；(2)… in one paragraph that the first opens: rows all the same."""
    body = Plan(page, words, ("一、", "（一）", "（1）"), shape="run-in", rosters=0.3)
    body.overview("总体要求")
    body.put(0, words.fresh("chapter"))
    for _ in range(words.random.randint(2, 4)):
        title = words.fresh("title")
        body.put(1, title + "。", heading=title)
        for ordinal in range(words.random.randint(2, 4)):
            words_of_it = (
                words("到{year}年新增{thing}{count}个，同比增长{decimal}%") if ordinal else None
            )
            said = words_of_it or words("{field}部门负责{thing}的统计和发布，每年更新")
            body.page.division(3, body.number(2), None, said + "；", same_line=ordinal > 0)
        page.paragraphs[-1].words = page.paragraphs[-1].words[:-1] + "。"
    body.duties("保障措施")


FORMS = [
    Form("一、 alone, run-in titles", "d012", r"十一、[^。]{4,24}。", one_level),
    Form("一、 alone, provisions", "d018", "二、对超额完成[^。]{20,}", one_level_provisions),
    Form(
        "（一） restarting",
        "d033",
        "二、主要任务（一）[^。]+。.*三、保障措施（一）",
        plan("一、", "（一）"),
        weight=4,
    ),
    Form(
        "（一） running on",
        "d337",
        "二、促进就地就近就业（四）",
        plan("一、", "（一）", run_on=(1,)),
        weight=4,
    ),
    Form(
        "（一） without titles",
        "d022",
        "（二）以开展联合抽查为重点，",
        plan("一、", "（一）", shape="provision"),
    ),
    Form(
        "1. restarting below （一）",
        "d085",
        "（二）[^。]+。　　1.增强",
        plan("一、", "（一）", "1."),
        weight=4,
    ),
    Form(
        "1. running on below （一）",
        "d005",
        "（二）深化体制机制改革[^。]+。6.",
        plan("一、", "（一）", "1.", run_on=(2,)),
    ),
    Form(
        "1. running on below 一、", "d044", "二、着力打造[^。]+　　4.", plan("一、", "1.", run_on=(1,))
    ),
    Form("1. restarting below 一、", "d202", "1.坚持正确导向。", plan("一、", "1.")),
    Form(
        "1. without titles below （一）",
        "d093",
        "1.充分发挥",
        plan("一、", "（一）", "1.", shape="provision"),
    ),
    Form(
        "（1） below 1.",
        "d048",
        "2.项目（课题）预算的编报原则　　（1）",
        plan("一、", "（一）", "1.", "（1）"),
    ),
    Form("（1） below （一）", "d032", "（1）重点行业企业。", plan("一、", "（一）", "（1）")),
    Form(
        "① below （1）",
        "d071",
        "（1）所需材料　　①",
        plan("一、", "（一）", "1.", "（1）", "①", chapters=(3, 4)),
    ),
    Form("⑴ below 1.", "layouts.md", "⑴", plan("一、", "（一）", "1.", "⑴"), weight=1),
    Form(
        "titles on lines of their own",
        "d359",
        "（一）开展风险摸排各级",
        plan("一、", "（一）", "1.", shape="alone"),
    ),
    Form("boxes with a colon", "d089", "）专栏1：雄安", plan("一、", "（一）", "1.", boxes="colon")),
    Form(
        "boxes behind a wide space",
        "d190",
        "专栏2　安全生产",
        plan("一、", "（一）", boxes="wide"),
        kinds=PARTED,
    ),
    Form(
        "boxes with nothing between",
        "d081",
        "专栏1太阳能",
        plan("一、", "（一）", run_on=(1,), boxes="tight"),
    ),
    Form(
        "boxes broken over lines",
        "d119",
        "专栏\n1\n",
        plan("一、", "（一）", boxes="broken"),
        weight=1,
        kinds=("line",),
    ),
    Form("numbers that meet a year", "d064", "23.2022年1月1日", years),
    Form("items run together", "d061", "。（1）推动[^（]+。（2）", run_together, kinds=LINES),
]
