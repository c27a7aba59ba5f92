"""Sentences that set targets, composed of what bounds, changes, shares out and dates them.

Each form names a real notice that shows it. The words are of many fields, and none of them was
taken from the tests of the rules. `compose_clause(seed)` gives a small notice and the targets that it
sets, in order, with every attribute; some of its other sentences have numbers that set nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .measures import EARLY, IDLE, ISSUED, PLACES, PLAIN, YEARS, Author, Target
from .numerals import chinese
from .several_values import (
    write_all_alike,
    write_changes,
    write_counts,
    write_cut,
    write_listed,
    write_mean,
    write_money,
    write_of_which,
    write_others,
    write_pushed,
    write_region,
    write_shared_change,
    write_shared_out,
    write_shared_unit,
    write_speed,
    write_then_grown,
    write_twice,
    write_with_count,
)
from .single_values import (
    write_added,
    write_capped,
    write_change,
    write_count_before,
    write_count_behind,
    write_doubled,
    write_each,
    write_from,
    write_held,
    write_level,
    write_limit,
    write_lowered,
    write_part,
    write_yearly,
)


class ClauseForm(NamedTuple):
    """A way to set targets: `write` gives a clause and its targets, not dated yet.

    `file` is the beginning of the name of a corpus file, `shows` a pattern found in it.
    """

    name: str
    file: str
    shows: str
    write: Callable[[Author], tuple[str, list[Target]]]


class Case(NamedTuple):
    """A composed notice, the names of its forms, and the targets in their order."""

    seed: str
    forms: tuple[str, ...]
    text: str
    sentence: str
    targets: list[Target]


class When(NamedTuple):
    """How a date reaches the clause: `write` gives the paragraphs, with {clause} where it stands."""

    name: str
    file: str
    shows: str
    write: Callable[[Author], tuple[str, str | None, bool]]


def _year(author: Author) -> int:
    return author.random.choice(YEARS)


def date_ahead(author: Author) -> tuple[str, str | None, bool]:
    year = _year(author)
    early = author.one(EARLY) + "，" if author.random.random() < 0.4 else ""
    lead = author.one(
        (f"到{year}年，", f"到{year}年底，", f"{year}年底前，", f"力争到{year}年，", f"到{year}年年底，")
    )
    return f"{lead}{early}{{clause}}。", str(year), False


def date_joined(author: Author) -> tuple[str, str | None, bool]:
    year = _year(author)
    return (
        author.one((f"到{year}年", f"{year}年底前", f"力争到{year}年", f"{year}年")) + "{clause}。",
        str(year),
        False,
    )


def date_month(author: Author) -> tuple[str, str | None, bool]:
    year, month = _year(author), author.random.randint(1, 12)
    return f"{year}年{month}月底前，{{clause}}。", f"{year}-{month:02d}", False


def date_of_this_year(author: Author) -> tuple[str, str | None, bool]:
    return author.one(("年底前，", "今年年底前，", "年内，", "全年")) + "{clause}。", str(ISSUED), True


def date_in_years(author: Author) -> tuple[str, str | None, bool]:
    number = author.random.randint(2, 5)
    words = author.one((chinese(number), str(number))).replace("二", "两")
    lead = author.one((f"{words}年内，", f"力争{words}年内", f"未来{words}年，", f"用{words}年时间，"))
    if lead.startswith("用"):
        lead = f"{words}年内"
    return lead + "{clause}。", str(ISSUED + number), True


def date_of_plan(author: Author) -> tuple[str, str | None, bool]:
    return author.one(("到“十四五”末，", "到“十四五”期末，", "“十四五”末")) + "{clause}。", "2025", True


def date_of_paragraph(author: Author) -> tuple[str, str | None, bool]:
    year = _year(author)
    return f"到{year}年，{author.one(EARLY).format(place='')}。{{clause}}。", str(year), False


def date_of_goals(author: Author) -> tuple[str, str | None, bool]:
    year = _year(author)
    return f"到{year}年，{author.one(EARLY).format(place='')}。\n——{{clause}}。", str(year), False


def date_none(author: Author) -> tuple[str, str | None, bool]:
    return "{clause}。", None, False


FORMS = [
    ClauseForm("level", "d085", "每万人口发明专利拥有量达到8件", write_level),
    ClauseForm("held", "d085", "合格率稳定在99%以上", write_held),
    ClauseForm("capped", "d064", "担保费率控制在0.8%以内", write_capped),
    ClauseForm("limit", "d035", "县城（市区）不低于80%", write_limit),
    ClauseForm("lowered", "d064", "将担保费率降至1.5%以内", write_lowered),
    ClauseForm("change", "d061", "比2014年提高5个百分点", write_change),
    ClauseForm("from", "d086", "由1.25%提高到1.5%", write_from),
    ClauseForm("doubled", "d060", "科技型中小企业数量翻一番", write_doubled),
    ClauseForm("part", "d318", "达到城市建成区面积的20%以上", write_part),
    ClauseForm("count behind", "d342", "培育10家智能制造标杆企业", write_count_behind),
    ClauseForm("count before", "d137", "建成绿色园区30个", write_count_before),
    ClauseForm("added", "d064", "新增品牌连锁便利店800家", write_added),
    ClauseForm("yearly", "d065", "每年培训教师2000名", write_yearly),
    ClauseForm("each", "d023", "每县至少培育1个劳务品牌", write_each),
    ClauseForm("shared out", "d137", "企业占比分别提高到55％、70％以上", write_shared_out),
    ClauseForm("shared unit", "d318", "分别达到95%和85%左右", write_shared_unit),
    ClauseForm("all alike", "d103", "启动率和完成率均达100%", write_all_alike),
    ClauseForm("twice", "d085", "达到8件、高价值发明专利拥有量达到3.5件", write_twice),
    ClauseForm("listed", "d005", "每年新建5个国家级、10个省级", write_listed),
    ClauseForm("of which", "d005", "技能人才总量达到750万人，其中高技能人才达到215万人", write_of_which),
    ClauseForm("shared change", "d137", "能耗、水耗较“十三五”末分别下降16％、20％", write_shared_change),
    ClauseForm("changes", "d137", "年均增长6.5％以上、占", write_changes),
    ClauseForm("then grown", "d087", "达1912亿元，较2015年增长54.1%", write_then_grown),
    ClauseForm("speed", "d089", "达到3000亿元，年均增速15%以上", write_speed),
    ClauseForm("cut", "d319", "国控断面个数由759个增加到970个", write_cut),
    ClauseForm("mean", "d056", "达到全省平均水平的3倍以上", write_mean),
    ClauseForm("counts", "d064", "集聚区和5个服务外包示范城市", write_counts),
    ClauseForm("region", "d076", "全省培育10个各具特色", write_region),
    ClauseForm("money", "d064", "完成投资40亿元", write_money),
    ClauseForm("others", "d033", "运动场、百姓健身房等300个", write_others),
    ClauseForm("pushed", "d064", "推动24个国家级外贸基地", write_pushed),
    ClauseForm("with a count", "d075", "中小企业500家以上，选拔", write_with_count),
]
WHENS = [
    When("ahead", "d085", "到2025年，每万人口", date_ahead),
    When("joined", "d054", "力争2025年建成4个", date_joined),
    When("month", "d064", "2022年6月底前", date_month),
    When("this year", "d064", "年底前天然气管网", date_of_this_year),
    When("in years", "d061", "力争三年内全省科技型中小企业达到", date_in_years),
    When("plan", "d023", "到“十四五”末，所有县", date_of_plan),
    When("paragraph", "d034", "总体目标到2020年，我省公民", date_of_paragraph),
    When("goals", "d137", "到20", date_of_goals),
    When("none", "d342", "每年培育10家智能制造标杆企业", date_none),
]
GOALS = ("paragraph", "goals")


def compose_clause(seed: str) -> Case:
    """The notice of that seed."""
    author = Author(seed)
    random = author.random
    form, when = random.choice(FORMS), random.choice(WHENS)
    clause, rows = form.write(author)
    frame, deadline, derived = when.write(author)
    rows = [row._replace(deadline=deadline, derived=derived) for row in rows]
    sentence = frame.replace("{clause}", clause)
    if random.random() < 0.25:
        sentence = sentence.translate(str.maketrans("，（）", ",()"))
        rows = [row._replace(what=row.what.translate(str.maketrans("，（）", ",()"))) for row in rows]
    place = author.one(PLACES)
    idle = author.one((*IDLE, *PLAIN)).format(unit=place[-1])
    plain = author.one(PLAIN)
    goals = when.name in GOALS
    body = f"{sentence}{plain}" if goals else f"{plain}{sentence}"
    body = f"{body}{'' if goals else idle}"
    if goals:
        chapter = f"一、{author.one(('主要目标', '工作目标', '总体目标', '发展目标'))}\n{body}\n二、重点任务\n（一）加强组织实施。{idle}\n"
    else:
        chapter = (
            f"一、总体要求\n坚持稳中求进，推动高质量发展。\n二、重点任务\n（一）推进重点工作。{body}\n"
        )
    text = (
        f"{place}人民政府办公室关于印发{place}高质量发展行动方案的通知\n各有关单位：\n"
        f"《{place}高质量发展行动方案》已经同意，现印发给你们，请认真贯彻执行。\n{place}人民政府办公室\n"
        f"{ISSUED}年3月6日\n{place}高质量发展行动方案\n{chapter}"
        "（二）强化保障。加大宣传力度，营造良好氛围。\n"
    )
    return Case(seed, (form.name, when.name), text, sentence, rows)
