"""What stands around a body: the letter that issues it, its signature, other documents, annexes."""

from __future__ import annotations

from collections.abc import Callable

from .forms import LINES, PARTED, Form
from .numerals import chinese
from .page import Page
from .words import VOCABULARY, Words

Body = Callable[[Page, Words], None]
MINISTRIES: list[str] = VOCABULARY["bodies"]["state"]


class Letter:
    """The words of one letter, all about the same document."""

    def __init__(self, page: Page, words: Words, document: str) -> None:
        self.page, self.words, self.random = page, words, words.random
        self.noun = words.pick("rule" if document == "rule" else "instrument")
        words.kind = self.noun[-2:]
        self.name = f"{words.place}{words.topic}{self.noun}"
        if document == "plan" and self.random.random() < 0.3:
            self.name += f"（{words.year}—{words.year + 3}年）"
        elif document == "rule" and self.random.random() < 0.3:
            self.name += "（试行）"
        self.issuer = self.random.choice(
            [
                f"{words.place}{name}"
                for name in ("人民政府办公厅", "人民政府", words.local("财政厅"), words.field + "局")
            ]
        )

    def head(self, title: str) -> None:
        """Title, 发文字号 and addressees, some of them missing as crawlers leave them out."""
        number = f"{self.words.letter}政办发〔{self.words.year}〕{self.random.randint(1, 99)}号"
        missing = self.random.choice(("", "", "title", "docno", "all but addressees", "addressees"))
        if missing not in ("title", "all but addressees"):
            self.page.write("title", title)
        if missing not in ("docno", "all but addressees"):
            self.page.write("docno", number)
        if missing != "addressees":
            self.page.write("addressees", self.words.pick("addressees"))

    def issue(self) -> None:
        """The sentence that issues the document."""
        agreed = self.random.choice(
            (f"《{self.name}》已经{self.words.unit}政府同意，现", f"现将《{self.name}》", "现将修订后的")
        )
        if agreed == "现将修订后的":
            agreed += f"《{self.name}》"
        more = self.random.choice(
            ("", "", "执行中如有问题，请及时反馈。", self.words("自{year}年{month}月1日起施行。"))
        )
        self.page.write("body", f"{agreed}印发给你们，请结合实际认真贯彻执行。{more}")

    def sign(self, *, notes: bool = True) -> None:
        """Issuers and day: one, several in columns or line by line, or the day alone."""
        random, page = self.random, self.page
        form = random.choice(("one", "one", "one", "lines", "columns", "day"))
        if form == "one":
            page.write("signer", self.issuer)
        elif form == "lines":
            for name in random.sample(MINISTRIES, random.randint(2, 4)):
                page.write("signer", name)
        elif form == "columns":
            names = random.sample(MINISTRIES, random.randint(3, 6))
            for start in range(0, len(names), 3):
                page.write("signer", "\u3000".join(names[start : start + 3]))
        page.write("day", self.day())
        if notes and random.random() < 0.5:
            note = random.choice(
                ("（此件公开发布）", "（此件主动公开）", "(此件公开发布)", "（本文有删减）")
            )
            page.write("note", note)

    def day(self) -> str:
        """成文日期 in one of its spellings."""
        year, month, day = self.words.year, self.random.randint(1, 12), self.random.randint(1, 28)
        zero = self.random.choice("〇○")
        spelled = "".join(zero if digit == "0" else chinese(int(digit)) for digit in str(year))
        return self.random.choice(
            (f"{year}年{month}月{day}日",) * 4
            + (f"{spelled}年{chinese(month)}月{chinese(day)}日", f"{year} 年 {month} 月 {day} 日")
        )


def issued(page: Page, words: Words, document: str, body: Body) -> None:
    """A letter, and the document that it issues."""
    letter = Letter(page, words, document)
    letter.head(f"{letter.issuer}关于印发《{letter.name}》的通知")
    letter.issue()
    letter.sign()
    page.begin()
    page.write("title", letter.name)
    _body(page, words, letter, document, body)


def issued_without_title(page: Page, words: Words, document: str, body: Body) -> None:
    """The same where a crawler dropped the title between the letter and the document."""
    letter = Letter(page, words, document)
    page.write("addressees", words.pick("addressees"))
    letter.issue()
    page.write("signer", letter.issuer)
    page.write("day", f"{words.year}年{words.random.randint(1, 12)}月{words.random.randint(1, 28)}日")
    page.begin()
    page.write("body", words.preamble(letter.noun[-2:]))
    body(page, words)


def issued_as_annex(page: Page, words: Words, document: str, body: Body) -> None:
    """A bare 附件 above the issued document, which is no row."""
    letter = Letter(page, words, document)
    letter.head(f"{letter.issuer}关于印发{letter.name}的通知")
    letter.issue()
    page.write("list", f"附件：{letter.name}")
    letter.sign()
    page.begin()
    page.write("label", "附件" + words.random.choice(("", "", "：")))
    page.write("title", letter.name)
    _body(page, words, letter, document, body)


def forwarded(page: Page, words: Words, document: str, body: Body) -> None:
    """转发: the bodies that made the document stand below its title."""
    letter = Letter(page, words, document)
    made_by = words.random.sample(MINISTRIES, 2)
    name = f"关于推进{words.topic}发展的{letter.noun}"
    page.write("title", f"{letter.issuer}转发{''.join(made_by)}{name}的通知")
    page.write("addressees", words.pick("addressees"))
    page.write(
        "body", f"{'、'.join(made_by)}《{name}》已经{words.unit}政府同意，现转发给你们，请认真贯彻执行。"
    )
    page.write("signer", letter.issuer)
    page.write("day", letter.day())
    page.write("note", "（此件公开发布）")
    page.begin()
    page.write("title", name)
    page.write("signer", "\u3000".join(made_by))
    page.write("body", words.preamble(letter.noun[-2:]))
    body(page, words)


def forwarded_report(page: Page, words: Words, document: str, body: Body) -> None:
    """转发 of a 报告: a letter inside a letter, with an addressee and a signature of its own."""
    letter = Letter(page, words, document)
    author = words.random.choice(MINISTRIES)
    name = f"关于进一步加强{words.topic}工作意见的报告"
    page.write("title", f"国务院办公厅转发{author}{name}的通知")
    page.write("docno", f"国办发〔{words.year}〕{words.random.randint(1, 99)}号")
    page.write("addressees", "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：")
    page.write("body", f"{author}《{name}》已经国务院同意，现转发给你们，请认真贯彻执行。")
    page.write("signer", "国务院办公厅")
    page.write("day", letter.day())
    page.begin()
    page.write("title", name)
    page.write("addressees", "国务院：")
    page.write(
        "body", words("近年来，{topic}工作取得进展，但仍存在薄弱环节。根据《{law}》，提出以下意见：")
    )
    body(page, words)
    page.write("closing", "以上意见如无不妥，请批转各地区、各部门贯彻执行。")
    page.write("signer", author)
    page.write("day", letter.day())


def several(page: Page, words: Words, document: str, body: Body) -> None:
    """Two documents that one letter issues; the numbers begin anew in the second."""
    letter = Letter(page, words, document)
    second = (
        f"{words.place}{words.topic}考核{words.pick('rule' if document == 'rule' else 'instrument')}"
    )
    letter.head(f"关于印发《{letter.name}》和《{second}》的通知")
    page.write("body", f"现将《{letter.name}》和《{second}》印发给你们，请遵照执行。")
    letter.sign()
    for name in (letter.name, second):
        page.begin()
        page.write("title", name)
        page.write("body", words.preamble(letter.noun[-2:]))
        body(page, words)


def with_annexes(page: Page, words: Words, document: str, body: Body) -> None:
    """A letter with its own measures or a plan, a list of annexes, and the annexes."""
    letter = Letter(page, words, document)
    names = [
        f"{words.pick('chapter')}{noun}"
        for noun in ("认定标准", "任务清单", "评分细则")[: words.random.randint(2, 3)]
    ]
    letter.head(f"{letter.issuer}关于印发{letter.name}的通知")
    letter.issue()
    letter.sign()
    page.begin()
    page.write("title", letter.name)
    _body(page, words, letter, document, body)
    listed = [f"{number}.{name}" for number, name in enumerate(names, 1)]
    if words.random.random() < 0.5:
        page.write("list", "附件：" + "".join(listed))
    else:
        page.write("list", "附件：" + listed[0])
        for line in listed[1:]:
            page.write("list", line)
    for number, name in enumerate(names, 1):
        page.annex(f"附件{number}" + words.random.choice(("", "", "：")))
        page.write("title", name)
        for chapter in range(1, words.random.randint(3, 4)):
            page.division(1, f"{chinese(chapter)}、", words.fresh("chapter"))
            for item in range(1, words.random.randint(2, 5)):
                page.division(2, f"（{chinese(item)}）", words.fresh("title"), words.prose(1))


def ordered(page: Page, words: Words, document: str, body: Body) -> None:
    """令第N号, the sentence that makes a rule public, who signed it and when."""
    letter = Letter(page, words, document)
    page.write("title", f"{words.place}人民政府令")
    page.write("docno", f"第{words.random.randint(101, 300)}号")
    passed = f"《{letter.name}》已经{words.unit}政府第{words.random.randint(2, 60)}次常务会议审议通过"
    page.write("body", f"{passed}，现予公布，自公布之日起施行。")
    page.write("signer", words.random.choice(("省长", "市长", "主席", "省\u3000长")) + "\u3000李文和")
    page.write("day", letter.day())
    page.begin()
    page.write("title", letter.name)
    body(page, words)


def alone(page: Page, words: Words, document: str, body: Body) -> None:
    """A document without a letter: with its title, perhaps the day it was passed, or without either."""
    letter = Letter(page, words, document)
    form = words.random.choice(("title", "title", "passed", "nothing"))
    if form != "nothing":
        page.write("title", letter.name)
    if form == "passed":
        page.write("note", f"（{letter.day()}{words.unit}政府常务会议通过）")
    if document == "plan":
        page.write("body", words.preamble(letter.noun[-2:]))
    body(page, words)


def direct(page: Page, words: Words, document: str, body: Body) -> None:
    """A letter that holds the measures itself, with its signature at the end."""
    letter = Letter(page, words, document)
    letter.head(f"{letter.issuer}关于做好{words.topic}工作的通知")
    page.write("body", words.preamble("通知") if words.random.random() < 0.3 else
               words("为做好{topic}工作，经研究，现就有关事项通知如下："))  # fmt: skip
    body(page, words)
    if words.random.random() < 0.3:
        page.write("closing", f"各级{words.field}部门要结合实际抓好落实，重要情况及时报告。")
    if words.random.random() < 0.3:
        page.write("list", f"附件：1.{words.topic}申报表2.{words.topic}汇总表")
    letter.sign()


def replied(page: Page, words: Words, document: str, body: Body) -> None:
    """批复: numbered provisions, no titles."""
    letter = Letter(page, words, document)
    page.write("title", f"{letter.issuer}关于{words.place}{words.topic}规划的批复")
    page.write("docno", f"{words.letter}政函〔{words.year}〕{words.random.randint(1, 99)}号")
    page.write("addressees", f"{words.place}{words.field}厅：")
    page.write("body", f"你厅《关于报批{letter.name}的请示》收悉。现批复如下：")
    for number in range(1, words.random.randint(3, 7)):
        page.division(1, f"{chinese(number)}、", None, words.provision())
    letter.sign()


def taiwan(page: Page, words: Words, document: str, body: Body) -> None:
    """A rule of Taiwan: its title and a bare day."""
    page.write("title", "社區營造補助辦法")
    page.write("note", f"{words.year}0{words.random.randint(1, 9)}15")
    body(page, words)


def twice(page: Page, words: Words, document: str, body: Body) -> None:
    """The whole text twice in one file; the second copy is none of the truth."""
    issued_without_title(page, words, document, body)
    for paragraph in page.paragraphs[:]:
        page.write(paragraph.role, paragraph.words)


def _body(page: Page, words: Words, letter: Letter, document: str, body: Body) -> None:
    if document == "plan":
        page.write("body", words.preamble(letter.noun[-2:]))
    body(page, words)
    if words.random.random() < 0.2:
        page.write(
            "closing", f"本{letter.noun[-2:]}自印发之日起施行，有效期至{words.year + 5}年12月31日。"
        )


HEADS = [
    Form(
        "letter and document", "d085", "2023年3月24日河北省质量强省建设行动方案", issued, "plan rule", 8
    ),
    Form(
        "letter without the document's title",
        "d033",
        "2023年12月13日为深入贯彻",
        issued_without_title,
        "plan rule",
        2,
    ),
    Form(
        "letter, 附件 and document",
        "d088",
        "　　附件河北省食盐供应应急预案",
        issued_as_annex,
        "plan rule",
        2,
    ),
    Form("forwarding letter", "d041", "若干措施　　商务部　科技部　　", forwarded, "plan", 2),
    Form(
        "letter inside a letter",
        "d204",
        "现转发给你们(?s:.*)国务院：\n(?s:.*)以上意见如无不妥",
        forwarded_report,
        "plan",
        1,
    ),
    Form(
        "letter and two documents",
        "d067",
        "同时废止。　　河北省山区创业奖励办法实施细则",
        several,
        "plan rule",
        2,
    ),
    Form(
        "letter, document and annexes",
        "d077",
        "附件2河北省专精特新",
        with_annexes,
        "plan rule",
        2,
        PARTED,
    ),
    Form(
        "letter, document and annexes, fused",
        "d040",
        "。附件2：科学",
        with_annexes,
        "plan rule",
        1,
        ("fused",),
    ),
    Form("order and rule", "d040", "令第12号《[^》]+》已经.*?部长万钢", ordered, "rule", 2),
    Form("document alone", "d076", "。", alone, "plan rule", 4),
    Form("letter that holds the measures", "d359", "现将有关事项通知如下：一、", direct, "plan", 5),
    Form("reply", "d200", "现批复如下", replied, "reply", 1),
    Form("rule of Taiwan", "d104", "辦法\n20240506\n第 1 條", taiwan, "taiwan", 2, LINES),
    Form(
        "the whole text twice",
        "d033",
        "(?s)现印发给你们.*现印发给你们",
        twice,
        "plan",
        1,
        ("spaced", "fused"),
    ),
]
