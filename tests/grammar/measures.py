"""What composed clauses measure and count, and how one case draws its words and numbers.

The words are of many fields; none was taken from the tests of the rules.
"""

from __future__ import annotations

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


BEHIND = ((">=", "以上"), ("~", "左右"))
BASES = (
    ("比2020年", "2020年"), ("较2022年", "2022年"), ("比上年", "上年"), ("较“十三五”末", "“十三五”末"),
    ("在2020年基础上", "2020年"), ("比2021年底", "2021年底"), ("较现行标准", "现行标准"), ("与2020年相比", "2020年"),
)  # fmt: skip
RISES, FALLS = ("增长", "提高", "提升", "增加"), ("下降", "降低", "减少")


BUILD = ("建设", "新建", "建成", "改造提升", "新改扩建", "建设改造")
GROW = ("培育", "新培育", "打造", "培育发展", "支持", "认定")
TEACH = ("培训", "培养", "引进", "累计培训", "选派")


def made(author: Author) -> tuple[str, tuple[str, str]]:
    verbs, stock = author.random.choice(((BUILD, BUILT), (GROW, GROWN), (TEACH, PEOPLE)))
    return author.one(verbs), author.random.choice(stock)


def set_value(name: str, value: Value, sign: str = "", change: str = "reach") -> Target:
    return Target(name, sign or value.comparator, value.value, value.unit, value.value_max, change)
