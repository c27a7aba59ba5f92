"""Clauses that set several values: shared out, listed, or carried over from one to the next."""

from __future__ import annotations

from .measures import (
    ADDED,
    BASES,
    BEHIND,
    BUILD,
    BUILT,
    FALLING,
    FALLS,
    GROW,
    GROWING,
    GROWN,
    LEVELS,
    PAIRS,
    PEOPLE,
    RISES,
    TEACH,
    Author,
    Target,
    Value,
    made,
    set_value,
)
from .single_values import write_level


def write_shared_out(author: Author) -> tuple[str, list[Target]]:
    names, measure = author.random.choice(PAIRS)
    values = [author.share(40, 99, places=0) for _ in names]
    joint = author.one(("、", "和")) if len(names) == 2 else "、"
    last = author.one(("、", "和"))
    sign, behind = author.random.choice((("", ""), *BEHIND))
    before = ""
    if not sign:
        before, sign = author.random.choice(
            (("达到", ""), ("提高到", ""), ("超过", ">"), ("稳定在", ""))
        )
        sign = sign or ""
    else:
        before = author.one(("达到", "提高到", "稳定在", "保持在"))
    owner = joint.join(names) if len(names) == 2 else "、".join(names)
    figures = "、".join(value.words for value in values[:-1]) + last + values[-1].words
    rows = [set_value(name + measure, value, sign) for name, value in zip(names, values, strict=True)]
    return f"{author.lead()}{owner}{measure}分别{before}{figures}{behind}", rows


def write_shared_unit(author: Author) -> tuple[str, list[Target]]:
    (one, unit), (two, other) = author.random.choice(
        (
            (("国家级旅游度假区", "家"), ("省级旅游度假区", "家")), (("蔬菜产量", "万吨"), ("水果产量", "万吨")),
            (("普通公路里程", "公里"), ("高速公路里程", "公里")), (("村级服务站", "个"), ("乡镇服务中心", "个")),
            (("机场旅客吞吐量", "万人次"), ("铁路旅客发送量", "万人次")), (("风电装机", "万千瓦"), ("光伏装机", "万千瓦")),
        )
    )  # fmt: skip
    assert unit == other
    first, second = author.digits(3, 900), author.digits(3, 900)
    scale = 1e4 if unit.startswith("万") else 1.0
    bare = unit.removeprefix("万")
    sign, behind = author.random.choice((("", ""), *BEHIND))
    once = author.random.random() < 0.5
    figures = f"{first[0]}{'' if once else unit}{author.one(('、', '和'))}{second[0]}{unit}"
    rows = [
        Target(name, sign or "=", round(number[1] * scale), bare)
        for name, number in ((one, first), (two, second))
    ]
    return f"{author.lead()}{one}、{two}分别{author.one(('达到', '增加到'))}{figures}{behind}", rows


def write_all_alike(author: Author) -> tuple[str, list[Target]]:
    names, measure = author.random.choice(PAIRS)
    owner = "、".join(names[:-1]) + author.one(("和", "、")) + names[-1] + measure
    verb, sign = author.random.choice(
        (("达到", "="), ("超过", ">"), ("不低于", ">="), ("稳定在", ">="), ("控制在", "<="))
    )
    value = author.share(30, 99, sign)
    behind = {"稳定在": "以上", "控制在": "以内"}.get(verb, "")
    return f"{author.lead()}{owner}{author.one(('均', '都'))}{verb}{value.words}{behind}", [
        set_value(owner, value, sign)
    ]


def write_twice(author: Author) -> tuple[str, list[Target]]:
    one, first = author.level()
    two, second = author.level()
    while two == one:
        two, second = author.level()
    verb = author.one(("达到", "提高到"))
    joint = author.one(("，", "、", "，"))
    again = verb if joint == "、" or author.random.random() < 0.7 else ""
    sign, behind = author.random.choice((("", ""), (">=", "以上")))
    if not again:  # the verb once: the second value has a bound
        sign, behind = ">=", "以上"
    if "range" in (first.comparator, second.comparator) or ">" in (first.comparator, second.comparator):
        return write_level(author)
    words = f"{author.lead()}{one}{verb}{first.words}{joint}{two}{again}{second.words}{behind}"
    return words, [set_value(one, first), set_value(two, second, sign)]


def write_listed(author: Author) -> tuple[str, list[Target]]:
    random = author.random
    verb, stock = random.choice(((BUILD, BUILT), (GROW, GROWN), (TEACH, PEOPLE)))
    count = random.choice((2, 2, 3))
    things = random.sample(stock, count)
    values = [author.amount(unit) for _, unit in things]
    order = random.random() < 0.5
    sign, behind = random.choice((("", ""), (">=", "以上")))
    if any(value.comparator != "=" for value in values):
        sign, behind = "", ""
    pieces = [
        f"{value.words}{behind}{name}" if order else f"{name}{value.words}{behind}"
        for (name, _), value in zip(things, values, strict=True)
    ]
    rows = [set_value(name, value, sign) for (name, _), value in zip(things, values, strict=True)]
    return f"{author.one(('', '力争'))}{author.one(verb)}{'、'.join(pieces)}", rows


def write_of_which(author: Author) -> tuple[str, list[Target]]:
    (whole, part), unit = author.random.choice(
        (
            (("森林面积", "公益林面积"), "万亩"), (("技能人才总量", "高技能人才"), "万人"), (("天然气产量", "页岩气产量"), "亿立方米"),
            (("物流企业数量", "A级物流企业"), "家"), (("学前教育学位", "公办园学位"), "万个"),
        )
    )  # fmt: skip
    first, second = author.amount(unit), author.amount(unit)
    if first.comparator != "=" or second.comparator != "=":
        return write_level(author)
    words = f"{author.lead()}{whole}达到{first.words}，其中{part}达到{second.words}"
    return words, [set_value(whole, first), set_value(part, second)]


def write_with_count(author: Author) -> tuple[str, list[Target]]:
    thing, unit = author.random.choice(GROWN[:4])
    value = author.amount(unit, ">=")
    name, share = author.rate()
    words = f"{author.one(GROW)}{thing}{value.words}以上，{name}达到{share.words}"
    return words, [set_value(thing, value, ">="), set_value(name, share)]


def write_shared_change(author: Author) -> tuple[str, list[Target]]:
    rising = author.random.random() < 0.5
    names = author.random.sample(GROWING if rising else FALLING, 2)
    base, baseline = author.random.choice((("", None), *BASES))
    values = [author.share(2, 40, places=0) for _ in names]
    sign, behind = author.random.choice((("", ""), *BEHIND))
    verb = author.one(RISES if rising else FALLS)
    pace = "" if base else author.one(("", "年均", "累计"))
    figures = author.one(("、", "和")).join(value.words for value in values)
    change = "increase_by" if rising else "decrease_by"
    rows = [
        set_value(name, value, sign, change)._replace(
            baseline=baseline, rate="annual" if pace == "年均" else None
        )
        for name, value in zip(names, values, strict=True)
    ]
    return f"{author.lead()}{'、'.join(names)}{base}{pace}分别{verb}{figures}{behind}", rows


def write_changes(author: Author) -> tuple[str, list[Target]]:
    one, two = author.random.sample(GROWING, 2)
    three = author.one(FALLING)
    first, second, third = (author.share(2, 40) for _ in range(3))
    pace = author.one(("", "年均"))
    rate = "annual" if pace else None
    up, down = author.one(RISES), author.one(FALLS)
    joint = author.one(("，", "、"))
    words = f"{author.lead()}{one}{pace}{up}{first.words}{joint}{two}{pace}{up}{second.words}"
    rows = [
        set_value(one, first, change="increase_by")._replace(rate=rate),
        set_value(two, second, change="increase_by")._replace(rate=rate),
    ]
    if author.random.random() < 0.5:
        words += f"，{three}{down}{third.words}"
        rows.append(set_value(three, third, change="decrease_by"))
    return words, rows


def write_then_grown(author: Author) -> tuple[str, list[Target]]:
    """A level, and behind the comma by how much that is more than before."""
    name, unit = author.random.choice([level for level in LEVELS if not level[0].startswith("每")])
    value, more = author.amount(unit), author.share(3, 60)
    base, baseline = author.random.choice(BASES[:4])
    verb = author.one(("达到", "突破", "超过"))
    if value.comparator != "=":
        return write_level(author)
    rows = [set_value(name, value, "=" if verb == "达到" else ">")]
    rows.append(set_value(name, more, change="increase_by")._replace(baseline=baseline))
    return f"{author.lead()}{name}{verb}{value.words}，{base}{author.one(RISES)}{more.words}", rows


def write_speed(author: Author) -> tuple[str, list[Target]]:
    name, unit = author.random.choice([level for level in LEVELS if not level[0].startswith("每")])
    value, speed = author.amount(unit), author.share(3, 30, ">=")
    if value.comparator != "=":
        return write_level(author)
    rows = [set_value(name, value)]
    rows.append(set_value(name + "增速", speed, ">=", "increase_by")._replace(rate="annual"))
    return f"{author.lead()}{name}达到{value.words}，年均增速{speed.words}以上", rows


def write_cut(author: Author) -> tuple[str, list[Target]]:
    name = author.one(("审批环节", "申请材料", "办事跑动次数", "平均排队时间", "项目审批时间"))
    unit = {"审批环节": "个", "申请材料": "份", "办事跑动次数": "次"}.get(name, "个工作日")
    low = author.random.randint(2, 9)
    high = low + author.random.randint(3, 20)
    old = f"{high}{unit}"
    verb = author.one(("减少到", "压减至", "压缩到", "压缩至"))
    value = Value(f"{low}{unit}", low, None, unit, "=")
    return f"{author.one(('将', '', '力争'))}{name}由{old}{verb}{value.words}", [
        set_value(name, value)._replace(baseline=old)
    ]


def write_mean(author: Author) -> tuple[str, list[Target]]:
    name = author.one(
        ("人均财政收入", "亩均产出", "研发投入强度", "每万人拥有公交车数量", "工业投资强度")
    )
    whole = author.one(("全国平均水平", "全省平均水平", "东部地区平均水平"))
    words, number = author.digits(1, 4, author.random.choice((0, 1)))
    words, number = (words, number) if number != 1 else ("2", 2.0)
    behind, sign = author.random.choice((("", "="), ("以上", ">="), ("左右", "~")))
    value = Value(f"{words}倍", number, None, "倍", sign)
    return f"{author.lead()}{name}达到{whole}的{value.words}{behind}", [
        set_value(name, value)._replace(baseline=whole)
    ]


def write_counts(author: Author) -> tuple[str, list[Target]]:
    (one, unit), (two, other) = author.random.sample(author.one((BUILT, GROWN)), 2)
    first, second = author.amount(unit), author.amount(other)
    sign, behind = author.random.choice((("", ""), (">=", "以上")))
    if first.comparator != "=" or second.comparator != "=":
        sign, behind = "", ""
    verb = author.one(("建设", "培育", "打造"))
    return f"{verb}{first.words}{behind}{one}和{second.words}{behind}{two}", [
        set_value(one, first, sign), set_value(two, second, sign)
    ]  # fmt: skip


def write_region(author: Author) -> tuple[str, list[Target]]:
    where = author.one(("全省", "全市", "全县"))
    verb, (name, unit) = made(author)
    value = author.amount(unit)
    more = author.random.random() < 0.4
    if more:
        (name, unit), verb = author.random.choice(ADDED), "新增"
        value = author.amount(unit)
    words = (
        f"{verb}{name}{value.words}"
        if more or author.random.random() < 0.5
        else f"{verb}{value.words}{name}"
    )
    return where + words, [set_value(where + name, value, change="increase_by" if more else "reach")]


def write_money(author: Author) -> tuple[str, list[Target]]:
    name = author.one(
        ("投资", "技术改造投资", "旅游综合收入", "网络零售额", "外贸进出口额", "固定资产投资", "产值")
    )
    verb = author.one(("完成", "实现", "实现", "累计完成"))
    sign, behind = author.random.choice((("", ""), *BEHIND))
    value = author.amount("亿元", sign or "=")
    return f"{author.one(('', '力争', '预计', '确保'))}{verb}{name}{value.words}{behind}", [
        set_value(name, value, sign)
    ]


def write_others(author: Author) -> tuple[str, list[Target]]:
    kinds = author.one(("生物医药、新型显示", "绿色食品、现代家居、智能装备", "高端装备、精品钢材"))
    value = author.digits(4, 40)
    thing = author.one(("产业集群", "特色产业链", "制造业基地"))
    unit = "条" if thing.endswith("链") else "个"
    words = f"{author.one(('打造', '培育', '形成'))}{kinds}等{value[0]}{unit}{thing}"
    return words, [Target(thing, "=", value[1], unit)]


def write_pushed(author: Author) -> tuple[str, list[Target]]:
    what = author.one(
        (
            "重点企业上云用云",
            "县城启动排水管网改造",
            "乡镇卫生院达到服务能力标准",
            "老旧小区完成加装电梯",
        )
    )
    unit = "家" if what.startswith("重点企业") else "个"
    before, sign = author.random.choice((("", "="), ("不少于", ">="), ("至少", ">=")))
    value = author.digits(3, 900)
    return f"推动{before}{value[0]}{unit}{what}", [Target(what, sign, value[1], unit)]
