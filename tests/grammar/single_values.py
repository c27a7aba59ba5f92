"""Clauses that set one value: levels, limits, changes and counts."""

from __future__ import annotations

from .measures import (
    ADDED,
    BASES,
    BEHIND,
    BUILT,
    FALLING,
    FALLS,
    GROWING,
    RATES,
    RISES,
    Author,
    Target,
    Value,
    made,
    set_value,
)

REACH = ("达到", "达到", "提高到", "提升到", "提升至", "达", "力争达到", "提高至", "增加到")


def write_level(author: Author) -> tuple[str, list[Target]]:
    name, value = author.level()
    verb = author.one(REACH)
    sign, behind = author.random.choice((("", ""), ("", ""), *BEHIND))
    if value.comparator != "=":
        sign, behind = "", ""
    return f"{author.lead()}{name}{verb}{value.words}{behind}", [set_value(name, value, sign)]


def write_held(author: Author) -> tuple[str, list[Target]]:
    name, value = author.level("~")
    sign, behind = author.random.choice(BEHIND)
    return f"{author.lead()}{name}{author.one(('稳定在', '保持在', '维持在'))}{value.words}{behind}", [
        set_value(name, value, sign)
    ]


def write_capped(author: Author) -> tuple[str, list[Target]]:
    name = author.one(
        FALLING[:3] + FALLING[4:5] + ("城镇调查失业率", "居民消费价格涨幅", "政府债务率", "婴儿死亡率")
    )
    change = "increase_by" if name.endswith("涨幅") else "reach"
    value = author.share(2, 12, "<=")
    behind = author.one(("以内", "以下", "之内"))
    return f"{author.lead()}{name}控制在{value.words}{behind}", [
        set_value(name, value, "<=", change=change)
    ]


LIMITS = {
    "不低于": ">=", "不少于": ">=", "不得低于": ">=", "至少达到": ">=", "不超过": "<=", "不高于": "<=", "超过": ">",
    "突破": ">", "高于": ">", "低于": "<", "达到或超过": ">=",
}  # fmt: skip


def write_limit(author: Author) -> tuple[str, list[Target]]:
    word = author.one(tuple(LIMITS))
    name, value = (author.rate if LIMITS[word] == "<=" else author.level)(LIMITS[word])
    if word in ("不少于", "突破") and value.unit == "%":
        word = "超过"
    return f"{author.one(('', '力争', '确保'))}{name}{word}{value.words}", [
        set_value(name, value, LIMITS[word])
    ]


def write_lowered(author: Author) -> tuple[str, list[Target]]:
    name = author.one(("政务服务事项平均办理时限", "企业开办时间", "工程建设项目审批时间"))
    words, number = author.digits(2, 60)
    unit = author.one(("个工作日", "天"))
    behind = author.one(("以内", "内", ""))
    verb = author.one(("压缩到", "压缩至", "缩短至", "缩短到"))
    value = Value(f"{words}{unit}", number, None, unit, "<=" if behind else "=")
    return f"{author.one(('将', '力争', ''))}{name}{verb}{value.words}{behind}", [
        set_value(name, value, value.comparator)
    ]


def write_change(author: Author) -> tuple[str, list[Target]]:
    random = author.random
    rising = random.random() < 0.5
    name = author.one(GROWING if rising else FALLING)
    verb = author.one(RISES if rising else FALLS)
    value = author.share(2, 40)
    if random.random() < 0.2:
        words, number = author.digits(1, 9, random.choice((0, 1)))
        value = Value(f"{words}个百分点", number, None, "个百分点", "=")
        name = author.one(tuple(rate[0] for rate in RATES))
    base, baseline = random.choice((("", None), *BASES))
    pace = "" if base else author.one(("", "年均", "每年", "累计", "分别"))
    pace = "" if pace == "分别" else pace
    sign, behind = random.choice((("", ""), ("", ""), *BEHIND))
    row = set_value(name, value, sign, change="increase_by" if rising else "decrease_by")
    row = row._replace(baseline=baseline, rate="annual" if pace in ("年均", "每年") else None)
    return f"{author.lead()}{name}{base}{pace}{verb}{value.words}{behind}", [row]


def write_from(author: Author) -> tuple[str, list[Target]]:
    name, value = author.level()
    if value.value_max is not None or value.comparator != "=":
        name, value = author.rate()
    old = f"{author.random.randint(2, 9)}{value.unit}"
    verb = author.one(("提高到", "提升至", "增加到", "提高至"))
    return f"{author.lead()}{name}由{old}{verb}{value.words}", [
        set_value(name, value)._replace(baseline=old)
    ]


def write_doubled(author: Author) -> tuple[str, list[Target]]:
    name = author.one(GROWING)
    base, baseline = author.random.choice((("", None), *BASES[:3]))
    words, factor = author.random.choice((("翻一番", 2.0), ("翻两番", 4.0)))
    row = Target(name, "=", factor, None, change="multiply", baseline=baseline)
    return f"{author.lead()}{name}{base}{words}", [row]


def write_part(author: Author) -> tuple[str, list[Target]]:
    name, whole = author.random.choice(
        (
            ("再生水利用量", "污水处理总量"), ("县域医疗卫生支出", "财政总支出"), ("中小企业采购份额", "采购预算总额"),
            ("实践性教学课时", "总课时"), ("绿色建筑面积", "新建建筑总面积"),
        )
    )  # fmt: skip
    word, sign = author.random.choice((("达到", "="), ("不低于", ">="), ("不少于", ">=")))
    value = author.share(10, 60, sign)
    joint = author.one(("的", "")) if word != "达到" else "的"
    row = set_value(name, value, sign)._replace(baseline=whole)
    return f"{author.lead()}{name}{word}{whole}{joint}{value.words}", [row]


def write_count_behind(author: Author) -> tuple[str, list[Target]]:
    verb, (name, unit) = made(author)
    before, sign, behind = author.random.choice(
        (("", "", ""), ("", "", ""), ("", ">=", "以上"), ("", "~", "左右"), ("至少", ">=", ""),
         ("不少于", ">=", ""), ("超过", ">", ""), ("约", "~", ""))
    )  # fmt: skip
    value = author.amount(unit, sign or "=")
    return f"{author.one(('', '', '力争', '计划', '重点'))}{verb}{before}{value.words}{behind}{name}", [
        set_value(name, value, sign)
    ]


def write_count_before(author: Author) -> tuple[str, list[Target]]:
    verb, (name, unit) = made(author)
    before, sign, behind = author.random.choice(
        (("", "", ""), ("", "", ""), ("", ">=", "以上"), ("", "~", "左右"), ("不少于", ">=", ""))
    )
    value = author.amount(unit, sign or "=")
    if sign:
        value = value._replace(comparator=sign)
    return f"{author.one(('', '', '力争', '计划', '累计'))}{verb}{name}{before}{value.words}{behind}", [
        set_value(name, value, sign)
    ]


def write_added(author: Author) -> tuple[str, list[Target]]:
    name, unit = author.random.choice(ADDED)
    sign, behind = author.random.choice((("", ""), *BEHIND))
    value = author.amount(unit, sign or "=")
    verb = author.one(("新增", "净增", "增加", "累计新增"))
    row = set_value(name, value, sign, change="increase_by")
    return f"{author.one(('', '力争', '确保'))}{verb}{name}{value.words}{behind}", [row]


def write_yearly(author: Author) -> tuple[str, list[Target]]:
    verb, (name, unit) = made(author)
    value = author.amount(unit)
    adverb = author.one(("每年", "年均"))
    order = author.random.random() < 0.5
    words = f"{verb}{value.words}{name}" if order else f"{verb}{name}{value.words}"
    return adverb + words, [set_value(name, value)._replace(rate="annual")]


def write_each(author: Author) -> tuple[str, list[Target]]:
    who = author.one(("每个县（市、区）", "每个乡镇", "每个市", "每县"))
    name, unit = author.random.choice(BUILT[:2] + BUILT[6:10])
    number = author.random.randint(1, 5)
    unit = "个"
    value = Value(f"{number}个", number, None, unit, ">=")
    return f"{who}至少{author.one(('建设', '建成', '培育'))}{value.words}{name}", [
        set_value(who + name, value, ">=")
    ]
