"""Sentences that set targets, composed of what bounds, changes, shares out and dates them.

Each form names a real notice that shows it. The words are of many fields, and none of them was
taken from the tests of the rules. `compose_clause(seed)` gives a small notice and the targets that it
sets, in order, with every attribute; some of its other sentences have numbers that set nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from .numerals import WIDE, chinese

PLACES = ("临川市", "云溪县", "北岭省", "河湾区", "青石市", "沙洲县")
# measure, unit, from, to, whether a level of it is a share
RATES = (
    ("义务教育巩固率", "%", 80, 99), ("城市建成区绿化覆盖率", "%", 30, 60), ("主要农作物良种覆盖率", "%", 80, 99),
    ("行政村快递服务通达率", "%", 60, 99), ("住院费用跨省直接结算率", "%", 50, 95), ("农村卫生厕所普及率", "%", 55, 95),
    ("生活垃圾回收利用率", "%", 30, 60), ("新能源汽车渗透率", "%", 20, 60), ("产品质量监督抽查合格率", "%", 85, 99),
    ("大型养殖场粪污处理设施装备配套率", "%", 80, 99), ("居民健康素养水平", "%", 20, 40), ("常住人口城镇化率", "%", 50, 80),
    ("数字经济核心产业增加值占地区生产总值比重", "%", 7, 20), ("非化石能源占一次能源消费比重", "%", 15, 30),
    ("重点人群家庭医生签约服务覆盖率", "%", 60, 95), ("道路交通事故万车死亡率", "%", 1, 5), ("河流断面水质优良比例", "%", 60, 95),
)  # fmt: skip
LEVELS = (
    ("规模以上工业总产值", "亿元"), ("旅游总收入", "亿元"), ("技术合同成交额", "亿元"), ("粮食综合生产能力", "万吨"),
    ("水产品总产量", "万吨"), ("光伏发电装机容量", "万千瓦"), ("集装箱吞吐量", "万标箱"), ("高速公路通车里程", "公里"),
    ("每千人口执业医师数", "人"), ("森林蓄积量", "万立方米"), ("高新技术企业数量", "家"), ("农村居民人均可支配收入", "元"),
    ("茶园种植面积", "万亩"), ("地铁运营里程", "公里"), ("跨境电商进出口额", "亿美元"), ("市场主体总量", "万户"),
    ("每万人口有效发明专利拥有量", "件"), ("高技能人才总量", "万人"), ("社会消费品零售总额", "亿元"),
)  # fmt: skip
GROWING = (
    "粮食单产", "服务业增加值", "居民人均可支配收入", "全员劳动生产率", "乡村旅游收入", "软件业务收入", "货物贸易进出口总额",
    "研发经费支出", "农产品加工业营业收入", "民间投资", "公共图书馆外借册次", "茶叶综合产值",
)  # fmt: skip
FALLING = (
    "单位地区生产总值能耗", "万元工业增加值用水量", "化肥使用量", "生产安全事故死亡人数", "细颗粒物平均浓度", "企业制度性交易成本",
    "化学需氧量排放总量", "公共机构人均用能", "物流费用", "煤炭消费总量", "农药使用量",
)  # fmt: skip
BUILT = (
    ("口袋公园", "个"), ("充电桩", "个"), ("养老服务站", "家"), ("中小学校", "所"), ("污水处理厂", "座"), ("数字化车间", "个"),
    ("农产品冷链仓库", "座"), ("特色小镇", "个"), ("产学研联合体", "个"), ("文化驿站", "处"), ("高标准农田", "万亩"),
    ("城市绿道", "公里"), ("保障性租赁住房", "万套"), ("智慧灯杆", "根"), ("农村公路", "公里"), ("社区食堂", "家"),
)  # fmt: skip
GROWN = (
    ("链主企业", "家"), ("专精特新中小企业", "家"), ("家庭农场", "家"), ("知名电商品牌", "个"), ("职业农民", "名"),
    ("非遗传承人", "名"), ("乡村振兴示范村", "个"), ("瞪羚企业", "家"), ("绿色工厂", "家"), ("产业集群", "个"),
    ("农业产业化龙头企业", "家"), ("科技型中小企业", "家"),
)  # fmt: skip
PEOPLE = (
    ("全科医生", "名"), ("乡村教师", "名"), ("农村实用人才", "人次"), ("家政服务人员", "人次"), ("社区工作者", "人"),
    ("高层次人才", "名"), ("退役军人", "人次"), ("科技特派员", "名"),
)  # fmt: skip
ADDED = (
    ("停车泊位", "个"), ("幼儿园学位", "个"), ("养老床位", "张"), ("城市绿地", "公顷"), ("上市公司", "家"), ("公交车辆", "辆"),
    ("储能装机", "万千瓦"), ("公共体育场地", "万平方米"), ("节水灌溉面积", "万亩"),
)  # fmt: skip
PAIRS = (  # names of several things before the measure that all have; the measure
    (("小学", "初中"), "专任教师学历达标率"), (("水稻", "小麦", "玉米"), "耕种收综合机械化率"), (("城市", "县城"), "污水集中处理率"),
    (("国道", "省道"), "优良路率"), (("畜禽", "水产"), "产品抽检合格率"), (("公立医院", "基层医疗机构"), "电子病历普及率"),
    (("文化馆", "博物馆"), "免费开放率"), (("秸秆", "农膜"), "回收利用率"),
)  # fmt: skip
EARLY = (
    "{place}创新能力显著增强",
    "发展质量明显提升",
    "体制机制更加完善",
    "产业结构持续优化",
    "群众满意度稳步提高",
)
IDLE = (  # sentences with a number that sets nothing
    "对符合条件的企业给予最高50万元奖励。", "截至2022年底，全{unit}已建成示范点36个。", "各地每季度至少调度1次工作进展。",
    "受理后应当在5个工作日内作出答复。", "贯彻落实《行动计划（2021—2023年）》要求。", "近年来，有关产值年均增长9.5%。",
    "营业收入2000万元以上的企业，可按规定申报。", "做好第3批试点经验总结。",
)  # fmt: skip
PLAIN = ("健全工作机制，强化要素保障。", "推动政策落地见效。", "加强组织领导，压实工作责任。", "")
YEARS = (2024, 2025, 2026, 2027)
ISSUED = 2023


class Target(NamedTuple):
    """What one value sets; `what` is subject and indicator in one phrase."""

    what: str
    comparator: str
    value: float
    unit: str | None
    value_max: float | None = None
    change: str = "reach"
    rate: str | None = None
    baseline: str | None = None
    deadline: str | None = None
    derived: bool = False


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


class Value(NamedTuple):
    """A number as written with its unit; `comparator` is what the words around it mean together."""

    words: str
    value: float
    value_max: float | None
    unit: str
    comparator: str


class Author:
    """Draws the words and numbers of one case."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)

    def one(self, words: tuple[str, ...]) -> str:
        return self.random.choice(words)

    # ------------------------------------------------------------------ numbers

    def digits(self, low: float, high: float, places: int = 0) -> tuple[str, float]:
        """A number between the two: Arabic, full-width, with thousands marks."""
        random = self.random
        value = (
            round(random.uniform(low, high), places) if places else random.randint(int(low), int(high))
        )
        words = f"{value:,}" if value >= 1000 and random.random() < 0.2 else str(value)
        if random.random() < 0.1:
            words = words.translate(WIDE).replace(".", "．") if "," not in words else words
        return words, float(value)

    def share(self, low: int = 1, high: int = 99, sign: str = "=", places: int = -1) -> Value:
        random = self.random
        places = random.choice((0, 0, 1)) if places < 0 else places
        words, value = self.digits(low, high, places)
        form = random.random()
        if form < 0.06:
            number = random.randint(max(low, 2), high)
            return Value(f"百分之{chinese(number)}", number, None, "%", sign)
        return Value(words + ("％" if form < 0.16 else "%"), value, None, "%", sign)

    def amount(self, unit: str, sign: str = "=", *, small: bool = False) -> Value:
        """A value in that unit: 12个, 1,200公里, 1.5万亿元, 2000余家, 二十个, 3～5个."""
        random = self.random
        scale, bare = 1.0, unit
        for mark, size in (("万", 1e4), ("亿", 1e8)):
            if bare.startswith(mark) and len(bare) > 1:
                scale, bare = size, bare[1:]
        form = random.random()
        if scale > 1:
            words, value = self.digits(2, 900, random.choice((0, 0, 1)))
            if bare == "元" and form < 0.15:
                words, value = self.digits(1, 9, 1)
                return Value(f"{words}万亿{bare}", round(value * 1e12), None, bare, sign)
            return Value(words + unit, round(value * scale, 4), None, bare, sign)
        if form < 0.1 and sign == "=" and not small:
            low, high = random.randint(2, 9), random.randint(10, 30)
            joint = random.choice(("—", "～", "-", "至"))
            return Value(f"{low}{joint}{high}{unit}", low, high, unit, "range")
        if form < 0.16:
            number = random.choice((2, 3, 5, 10, 12, 20, 35, 60, 100))
            words = "两" if number == 2 else "一百" if number == 100 else chinese(number)
            if unit in ("个", "家", "所", "座", "名") and (
                number > 9 or unit in ("个", "家", "座", "名")
            ):
                return Value(words + unit, number, None, unit, sign)
        if form < 0.22 and sign == "=":
            number = random.choice((100, 500, 2000))
            return Value(f"{number}余{unit}", number, None, unit, ">")
        if form < 0.3:
            words, value = self.digits(1, 9, 1)
            return Value(f"{words}万{unit}", round(value * 1e4), None, unit, sign)
        words, value = self.digits(2, 60 if small else 9000)
        return Value(words + unit, value, None, unit, sign)

    # ------------------------------------------------------------------ measures

    def rate(self, sign: str = "=") -> tuple[str, Value]:
        name, _, low, high = self.random.choice(RATES)
        return name, self.share(low, high, sign)

    def level(self, sign: str = "=") -> tuple[str, Value]:
        if self.random.random() < 0.5:
            return self.rate(sign)
        name, unit = self.random.choice(LEVELS)
        return name, self.amount(unit, sign)

    def lead(self) -> str:
        return self.one(("", "", "", "力争", "确保", "推动", "使", "争取"))


# ---------------------------------------------------------------------- one value

BEHIND = ((">=", "以上"), ("~", "左右"))
REACH = ("达到", "达到", "提高到", "提升到", "提升至", "达", "力争达到", "提高至", "增加到")


def write_level(author: Author) -> tuple[str, list[Target]]:
    name, value = author.level()
    verb = author.one(REACH)
    sign, behind = author.random.choice((("", ""), ("", ""), *BEHIND))
    if value.comparator != "=":
        sign, behind = "", ""
    return f"{author.lead()}{name}{verb}{value.words}{behind}", [_row(name, value, sign)]


def write_held(author: Author) -> tuple[str, list[Target]]:
    name, value = author.level("~")
    sign, behind = author.random.choice(BEHIND)
    return f"{author.lead()}{name}{author.one(('稳定在', '保持在', '维持在'))}{value.words}{behind}", [
        _row(name, value, sign)
    ]


def write_capped(author: Author) -> tuple[str, list[Target]]:
    name = author.one(
        FALLING[:3] + FALLING[4:5] + ("城镇调查失业率", "居民消费价格涨幅", "政府债务率", "婴儿死亡率")
    )
    change = "increase_by" if name.endswith("涨幅") else "reach"
    value = author.share(2, 12, "<=")
    behind = author.one(("以内", "以下", "之内"))
    return f"{author.lead()}{name}控制在{value.words}{behind}", [_row(name, value, "<=", change=change)]


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
        _row(name, value, LIMITS[word])
    ]


def write_lowered(author: Author) -> tuple[str, list[Target]]:
    name = author.one(("政务服务事项平均办理时限", "企业开办时间", "工程建设项目审批时间"))
    words, number = author.digits(2, 60)
    unit = author.one(("个工作日", "天"))
    behind = author.one(("以内", "内", ""))
    verb = author.one(("压缩到", "压缩至", "缩短至", "缩短到"))
    value = Value(f"{words}{unit}", number, None, unit, "<=" if behind else "=")
    return f"{author.one(('将', '力争', ''))}{name}{verb}{value.words}{behind}", [
        _row(name, value, value.comparator)
    ]


# ---------------------------------------------------------------------- change

BASES = (
    ("比2020年", "2020年"), ("较2022年", "2022年"), ("比上年", "上年"), ("较“十三五”末", "“十三五”末"),
    ("在2020年基础上", "2020年"), ("比2021年底", "2021年底"), ("较现行标准", "现行标准"), ("与2020年相比", "2020年"),
)  # fmt: skip
RISES, FALLS = ("增长", "提高", "提升", "增加"), ("下降", "降低", "减少")


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
    row = _row(name, value, sign, change="increase_by" if rising else "decrease_by")
    row = row._replace(baseline=baseline, rate="annual" if pace in ("年均", "每年") else None)
    return f"{author.lead()}{name}{base}{pace}{verb}{value.words}{behind}", [row]


def write_from(author: Author) -> tuple[str, list[Target]]:
    name, value = author.level()
    if value.value_max is not None or value.comparator != "=":
        name, value = author.rate()
    old = f"{author.random.randint(2, 9)}{value.unit}"
    verb = author.one(("提高到", "提升至", "增加到", "提高至"))
    return f"{author.lead()}{name}由{old}{verb}{value.words}", [_row(name, value)._replace(baseline=old)]


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
    row = _row(name, value, sign)._replace(baseline=whole)
    return f"{author.lead()}{name}{word}{whole}{joint}{value.words}", [row]


# ---------------------------------------------------------------------- counts

BUILD = ("建设", "新建", "建成", "改造提升", "新改扩建", "建设改造")
GROW = ("培育", "新培育", "打造", "培育发展", "支持", "认定")
TEACH = ("培训", "培养", "引进", "累计培训", "选派")


def write_count_behind(author: Author) -> tuple[str, list[Target]]:
    verb, (name, unit) = _made(author)
    before, sign, behind = author.random.choice(
        (("", "", ""), ("", "", ""), ("", ">=", "以上"), ("", "~", "左右"), ("至少", ">=", ""),
         ("不少于", ">=", ""), ("超过", ">", ""), ("约", "~", ""))
    )  # fmt: skip
    value = author.amount(unit, sign or "=")
    return f"{author.one(('', '', '力争', '计划', '重点'))}{verb}{before}{value.words}{behind}{name}", [
        _row(name, value, sign)
    ]


def write_count_before(author: Author) -> tuple[str, list[Target]]:
    verb, (name, unit) = _made(author)
    before, sign, behind = author.random.choice(
        (("", "", ""), ("", "", ""), ("", ">=", "以上"), ("", "~", "左右"), ("不少于", ">=", ""))
    )
    value = author.amount(unit, sign or "=")
    if sign:
        value = value._replace(comparator=sign)
    return f"{author.one(('', '', '力争', '计划', '累计'))}{verb}{name}{before}{value.words}{behind}", [
        _row(name, value, sign)
    ]


def write_added(author: Author) -> tuple[str, list[Target]]:
    name, unit = author.random.choice(ADDED)
    sign, behind = author.random.choice((("", ""), *BEHIND))
    value = author.amount(unit, sign or "=")
    verb = author.one(("新增", "净增", "增加", "累计新增"))
    row = _row(name, value, sign, change="increase_by")
    return f"{author.one(('', '力争', '确保'))}{verb}{name}{value.words}{behind}", [row]


def write_yearly(author: Author) -> tuple[str, list[Target]]:
    verb, (name, unit) = _made(author)
    value = author.amount(unit)
    adverb = author.one(("每年", "年均"))
    order = author.random.random() < 0.5
    words = f"{verb}{value.words}{name}" if order else f"{verb}{name}{value.words}"
    return adverb + words, [_row(name, value)._replace(rate="annual")]


def write_each(author: Author) -> tuple[str, list[Target]]:
    who = author.one(("每个县（市、区）", "每个乡镇", "每个市", "每县"))
    name, unit = author.random.choice(BUILT[:2] + BUILT[6:10])
    number = author.random.randint(1, 5)
    unit = "个"
    value = Value(f"{number}个", number, None, unit, ">=")
    return f"{who}至少{author.one(('建设', '建成', '培育'))}{value.words}{name}", [
        _row(who + name, value, ">=")
    ]


# ---------------------------------------------------------------------- several values


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
    rows = [_row(name + measure, value, sign) for name, value in zip(names, values, strict=True)]
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
        _row(owner, value, sign)
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
    return words, [_row(one, first), _row(two, second, sign)]


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
    rows = [_row(name, value, sign) for (name, _), value in zip(things, values, strict=True)]
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
    return words, [_row(whole, first), _row(part, second)]


def write_with_count(author: Author) -> tuple[str, list[Target]]:
    thing, unit = author.random.choice(GROWN[:4])
    value = author.amount(unit, ">=")
    name, share = author.rate()
    words = f"{author.one(GROW)}{thing}{value.words}以上，{name}达到{share.words}"
    return words, [_row(thing, value, ">="), _row(name, share)]


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
        _row(name, value, sign, change)._replace(
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
        _row(one, first, change="increase_by")._replace(rate=rate),
        _row(two, second, change="increase_by")._replace(rate=rate),
    ]
    if author.random.random() < 0.5:
        words += f"，{three}{down}{third.words}"
        rows.append(_row(three, third, change="decrease_by"))
    return words, rows


def write_then_grown(author: Author) -> tuple[str, list[Target]]:
    """A level, and behind the comma by how much that is more than before."""
    name, unit = author.random.choice([level for level in LEVELS if not level[0].startswith("每")])
    value, more = author.amount(unit), author.share(3, 60)
    base, baseline = author.random.choice(BASES[:4])
    verb = author.one(("达到", "突破", "超过"))
    if value.comparator != "=":
        return write_level(author)
    rows = [_row(name, value, "=" if verb == "达到" else ">")]
    rows.append(_row(name, more, change="increase_by")._replace(baseline=baseline))
    return f"{author.lead()}{name}{verb}{value.words}，{base}{author.one(RISES)}{more.words}", rows


def write_speed(author: Author) -> tuple[str, list[Target]]:
    name, unit = author.random.choice([level for level in LEVELS if not level[0].startswith("每")])
    value, speed = author.amount(unit), author.share(3, 30, ">=")
    if value.comparator != "=":
        return write_level(author)
    rows = [_row(name, value)]
    rows.append(_row(name + "增速", speed, ">=", "increase_by")._replace(rate="annual"))
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
        _row(name, value)._replace(baseline=old)
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
        _row(name, value)._replace(baseline=whole)
    ]


def write_counts(author: Author) -> tuple[str, list[Target]]:
    (one, unit), (two, other) = author.random.sample(author.one((BUILT, GROWN)), 2)
    first, second = author.amount(unit), author.amount(other)
    sign, behind = author.random.choice((("", ""), (">=", "以上")))
    if first.comparator != "=" or second.comparator != "=":
        sign, behind = "", ""
    verb = author.one(("建设", "培育", "打造"))
    return f"{verb}{first.words}{behind}{one}和{second.words}{behind}{two}", [
        _row(one, first, sign), _row(two, second, sign)
    ]  # fmt: skip


def write_region(author: Author) -> tuple[str, list[Target]]:
    where = author.one(("全省", "全市", "全县"))
    verb, (name, unit) = _made(author)
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
    return where + words, [_row(where + name, value, change="increase_by" if more else "reach")]


def write_money(author: Author) -> tuple[str, list[Target]]:
    name = author.one(
        ("投资", "技术改造投资", "旅游综合收入", "网络零售额", "外贸进出口额", "固定资产投资", "产值")
    )
    verb = author.one(("完成", "实现", "实现", "累计完成"))
    sign, behind = author.random.choice((("", ""), *BEHIND))
    value = author.amount("亿元", sign or "=")
    return f"{author.one(('', '力争', '预计', '确保'))}{verb}{name}{value.words}{behind}", [
        _row(name, value, sign)
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


# ---------------------------------------------------------------------- when


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


# ---------------------------------------------------------------------- the tables

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


def _made(author: Author) -> tuple[str, tuple[str, str]]:
    verbs, stock = author.random.choice(((BUILD, BUILT), (GROW, GROWN), (TEACH, PEOPLE)))
    return author.one(verbs), author.random.choice(stock)


def _row(name: str, value: Value, sign: str = "", change: str = "reach") -> Target:
    return Target(name, sign or value.comparator, value.value, value.unit, value.value_max, change)
