"""Phrases: the words of a claim, without what leads to them, and parted among its values.

Pure functions over short strings and a `Lexicon`. What a notice measures or counts is kept
as written; only modal words, verbs, actions and bases of comparison come off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.figures.clauses import SPACE, STOPS
from planparse.figures.nouns import FOR

if TYPE_CHECKING:
    from planparse.figures.claims import Claim
    from planparse.figures.clauses import Lexicon
    from planparse.figures.quantities import Quantity

ANNUAL = ("年均", "每年", "逐年", "年平均")
YEARLY = ("每年", "逐年")  # these rule a whole clause
LONGEST = 60  # characters of a phrase that are read on either side of a number
_PER = ("平均", "人均", "年均")
_MEASURED = "率量数值额度例重比"
_OF_A_MEASURE = ("率", "量", "数", "的", "人数", "人员数", "数量", "规模", "面积", "总")
_TOTAL = "的量额数时值费入本资金总出积位模"  # what a part is of ends in one of these
_NOT_OF = ("数字", "数据", "数控", "数智", "数码", "量子", "总部", "规模化", "规模以上")
_HOLDERS = (
    "市", "县", "区", "省", "州", "镇", "乡", "村", "地区", "单位", "企业", "部门", "机构", "学校",
    "个人", "部分", "城", "部", "人员", "户", "职工", "居民", "东部", "中部", "西部",
)  # fmt: skip
_PLACED = ("个", "家", "座", "处", "所", "条", None)  # units of places and bodies themselves
_HOLDING = (
    "城市", "城镇", "县城", "农村", "乡镇", "乡村", "城区", "市区", "地级及以上城市", "设市城市",
    "全国", "全省", "全市", "东部地区", "中部地区", "西部地区", "省级", "市级", "县级", "省会城市",
    "省会", "直辖市", "设区市", "设区的市", "大型企业", "中型企业", "中小微企业", "小微企业",
)  # fmt: skip
_HEADLESS = (  # nouns that a verb before them belongs to: 改造项目, 培训中心
    "项目", "工程", "任务", "计划", "中心", "基地", "能力", "行动", "活动", "机构",
    "人员", "平台", "试点", "示范", "投资",
)  # fmt: skip
_INSIDE = ("在", "依托", "通过", "以", "由", "利用", "围绕", "面向", "每", "结合", "从")
_NOT_SHOULD = "用急届对变链"  # 应用, 应急, … : here 应 is no modal verb
_BASE_REACH = 24  # characters of a base of comparison


def strip_lead(rest: str, lexicon: Lexicon) -> str:
    """`rest` without what only leads up to a claim: modal words, drivers, joints.

    A word such as 重点 leads only where an action follows (重点建设), else it is part of the noun.
    """
    while True:
        rest = rest.lstrip(STOPS)
        if rest[:1] == "“" and "”" not in rest:
            rest = rest[1:].lstrip(STOPS)  # a quotation that goes on behind the number
        if len(lexicon.whole.starts(rest)) > 1:
            return rest  # 再生水, 并网容量, 对外贸易: words of their own
        word = lexicon.driver.starts(rest)
        if not word:
            word = lexicon.lead.starts(rest)
            onward = rest[len(word) :]
            leads = lexicon.build.starts(onward) or lexicon.lead.starts(onward)
            whole = len(lexicon.build.starts(rest)) > len(word)  # 新建 is one word
            if word and onward and (whole or not leads) and not lexicon.driver.starts(onward):
                word = ""
        if not word and len(rest) > 2 and rest[0] in "和及与":
            word = rest[0]
        if not word:
            return rest
        rest = rest[len(word) :]


def strip_tail(rest: str, lexicon: Lexicon) -> str:
    """`rest` without the adverbs that end it: 分别, 总体, 年均."""
    while word := lexicon.tail.ends(rest):
        rest = rest[: -len(word)]
    return rest


def find_holder(rest: str, lexicon: Lexicon) -> str:
    """Who has the quantity, where the words before an action name them: 全省, 每个设区市; else empty."""
    words = strip_lead(rest, lexicon).removeprefix("原则上")
    for word in (*ANNUAL, "应", "力争", "至少", "原则上", "均能", "均可", "都能", "都可", "免费"):
        cut = words.find(word)
        if cut > 0:
            words = words[:cut]
    if "每" in words[:24] or words.startswith(("所有", "各")) or lexicon.region.starts(words):
        for mark in (*FOR, "在"):
            cut = words.find(mark, 2)
            words = words[:cut] if cut > 0 else words
        words = strip_tail(words, lexicon)
        return words[1:LONGEST] if words.startswith(("为每", "向每", "对每")) else words[:LONGEST]
    return ""


def find_action(words: str, served: bool, lexicon: Lexicon) -> tuple[str, str, str]:
    """`words` without the action that leads them (建设 公厕), the action, and the subject before it.

    `served` says that 对 or 为 stood before the words: then the action comes later
    (重点人群 提供 法律援助). Without an action the words come back as they were.
    """
    kept = lexicon.keep.starts(words)
    if kept:
        return words, kept, ""
    subject = ""
    if not lexicon.build.starts(words):
        subject, words = _action_inside(words, served, lexicon)
    action = lexicon.build.starts(words)
    if not action:
        return subject + words, "", ""
    rest = words[len(action) :]
    if rest[:1] in ("出", "了", "成") and len(rest) > 1:
        rest = rest[1:]
    if not rest and len(action) > 3:  # 新增就业
        return action[2:], action[:2], subject
    if not rest and len(action) > 1:
        return "", action, subject
    if not rest or (rest.startswith(_OF_A_MEASURE) and not rest.startswith(_NOT_OF)):
        return words, "", subject
    if action in lexicon.add.all:
        return rest.removeprefix("完成").removeprefix("实现"), action, subject
    while True:
        joined = rest.lstrip("、和或及并" + SPACE)
        more = lexicon.build.starts(joined)
        onward = joined[len(more) :]
        if not more or len(onward) < 3 or onward.startswith(_HEADLESS):
            return rest, action, subject
        if len(joined) == len(rest) and len(more) < 2:
            return rest, action, subject
        action, rest = action + more, onward


def _action_inside(words: str, served: bool, lexicon: Lexicon) -> tuple[str, str]:
    """The subject and the rest from the action on, where one stands inside: 雄安新区每年 开展…."""
    for mark in (*ANNUAL, "应", "力争", "至少", "须"):
        cut = words.find(mark)
        if mark == "应" and words[cut + 1 : cut + 2] in _NOT_SHOULD:
            continue
        if cut > 1:
            onward = strip_lead(words[cut:], lexicon)
            if lexicon.build.starts(onward):
                return words[:cut], onward
    region = lexicon.region.starts(words)
    if words.startswith(_INSIDE) or region or served:
        for cut in range(max(len(region), 2), min(len(words) - 2, LONGEST)):
            found = lexicon.build.starts(words[cut:])
            if len(found) > 1 and len(words) - cut - len(found) >= 2:
                holder = strip_tail(words[:cut], lexicon)
                return (holder if words[0] == "每" or region or served else ""), words[cut:]
    places = (words.find(word, 2) for word in lexicon.strong)
    cut = min((at for at in places if 0 < at < len(words) - 3), default=0)
    if words.endswith("新增就业") and 0 < cut <= LONGEST:
        return words[: cut + 2], words[cut:]  # 城镇新增就业: the whole is a name
    if cut:
        return find_holder(words[:cut], lexicon) if "年" not in words[:cut] else "", words[cut:]
    return "", words


def object_of(words: str, lexicon: Lexicon) -> str:
    """What the words of a clause do something with: 加强A培育与认定 → A."""
    for word in ("加强", "加快", "推进", "强化", "做好", "实施", "促进"):
        words = words.removeprefix(word)
    action = lexicon.build.starts(words)
    if action and len(words) > len(action) + 3:
        words = words[len(action) :].removeprefix("一批")
    while (action := lexicon.build.ends(words)) and len(words) > len(action) + 3:
        words = words[: -len(action)].rstrip("、和与及")
    return words.removesuffix("进行")[-LONGEST:]


def part_phrase(name: str, lexicon: Lexicon) -> tuple[str, str]:
    """A phrase as subject and indicator; both together read as the phrase."""
    for mark in ("将", "把"):
        cut = name.find(mark)
        if 0 < cut < len(name) - 2 and name[cut + 1] not in "来军":
            holder = name[:cut]
            for word in ("引导", "推动", "督促", "支持", "鼓励"):
                holder = holder.rpartition(word)[2]
            while word := lexicon.tail.ends(holder) or lexicon.lead.ends(holder):
                holder = holder[: -len(word)]
            return holder, name[cut + 1 :]
    for mark in _PER:
        cut = name.find(mark)
        if cut > 1 and name[cut - 1] not in "的、和每":
            return name[:cut], name[cut:]
    region = lexicon.region.starts(name)
    measure = lexicon.measure.ends(name)
    ahead = name[: -len(measure)] if measure else ""
    if ahead and "占" not in name and ahead[-1] not in "的、和":
        return ahead, measure
    if region and len(name) > len(region) + 2 and name[len(region)] not in "的、和":
        return region, name[len(region) :]
    return "", name


# ---------------------------------------------------------------------- what a value is compared with


def find_base(rest: str, lexicon: Lexicon) -> tuple[str, str]:
    """The words before a verb or a bound without their base of comparison, and the base; or it is empty.

    比2020年, 较“十三五”末, 在2010年的基础上, 由9400家: the base as written, without its marks.
    """
    for mark in ("由", "从"):
        cut = rest.rfind(mark)
        if cut >= 0 and any(c.isdecimal() for c in rest[cut + 1 :]) and len(rest) - cut < _BASE_REACH:
            return rest[:cut], rest[cut + 1 :]
    for mark in ("比", "较", "与", "在", "同"):
        cut = rest.rfind(mark)
        base = rest[cut + 1 :]
        if cut < 0 or not 1 < len(base) < _BASE_REACH or any(c in base for c in "，,、率"):
            continue
        if mark == "比" and (
            base[0] in "重例率值较对" or rest[cut - 1 : cut] in ("占", "对", "同", "环")
        ):
            continue
        if mark == "在" and not base.endswith("基础上"):
            continue
        if mark in "与同" and not base.endswith("相比"):
            continue
        for ending in ("的基础上", "基础上", "相比"):
            base = base.removesuffix(ending)
        return strip_tail(rest[:cut], lexicon), base
    return rest, ""


def is_whole(rest: str, quantity: Quantity) -> bool:
    """Whether the words before a share end in what it is of: 达到平均水平的, 不低于总课时."""
    if quantity.kind != "share":
        return rest.endswith("的") and quantity.value < 1
    return rest[-1:] in _TOTAL


def elliptic(name: str, last: Claim, quantity: Quantity, lexicon: Lexicon) -> tuple[str, str] | None:
    """Whose quantity and the measure of the `last` claim, where a clause names only who.

    失业保险费率1%,其中用人单位0.7%; 县城达到98%, 农村达到90%; 达到100项, 试验区达到150项. None
    where `name` is a measure of its own.
    """
    if name in ("人均", "户均", "生均"):
        return strip_tail(last.words.partition("每")[0], lexicon), name
    said = last.indicator if last.subject.endswith(_HOLDERS) else last.words
    if not name or not said or quantity.unit != last.quantity.unit or name == said:
        return None
    if quantity.kind == "share":
        if name[-1] in _MEASURED or said[-1] not in "率例重度入" or "占" in name:
            return None
    elif quantity.unit in _PLACED or quantity.kind in ("money", "person"):
        return None
    if not name.endswith(_HOLDERS) or len(name) > 16:
        return None
    holder = next((word for word in _HOLDING if said.startswith(word)), "")
    return name, said[len(holder) :]


def find_whole(rest: str, lexicon: Lexicon) -> tuple[str, str, str, str]:
    """达到Y的 before a share: the words before, Y, and the verb's letter or the comparator.

    (rest, base, letter, comparator); the base is empty where there is no such thing.
    """
    bounds, verbs = lexicon.before, lexicon.verbs
    for cut in range(len(rest) - 2, max(len(rest) - _BASE_REACH, 0), -1):
        ahead = rest[:cut]
        limit, verb = bounds[0].ends(ahead), verbs[0].ends(ahead)
        base = rest[cut:].removesuffix("的")
        if limit and ahead[: -len(limit)].endswith("计划"):
            return ahead[: -len(limit)], base, "", bounds[1][limit]
        if len(limit) > 1 and len(limit) >= len(verb):
            return strip_tail(ahead[: -len(limit)], lexicon), base, "", bounds[1][limit]
        if len(verb) > 1 or verb == "达":
            return strip_tail(ahead[: -len(verb)], lexicon), base, verbs[1][verb], ""
    return rest, "", "", ""


# ---------------------------------------------------------------------- several values, several names


def share_out(words: str, count: int, lexicon: Lexicon) -> list[str]:
    """The names that `count` values are of, in order: A、B的C分别达到X、Y.

    Where the words name another number of things, each value is of all of them.
    """
    receivers, found, given = words.partition("分别")
    if found and given and receivers[:1] in ("向", "对", "为", "给"):
        head = _pieces(receivers[1:], "、和及与")
        if len(head) == count:
            return [one + given for one in head]
    parts = _pieces(words, "、和及与")
    if len(parts) > count:
        parts = _pieces(words, "、")
        if len(parts) == count - 1:
            for joint in ("以及", "和", "及", "与"):
                one, found, two = parts[-1].rpartition(joint)
                if found and one and two:
                    parts[-1:] = [one, two]
                    break
    if len(parts) != count:
        return [words] * count
    tail = _common_tail(parts[0], parts[1:-1], parts[-1], lexicon)
    having = next((word for word in ("具有", "拥有", "有") if parts[0].startswith(word)), "")
    if having and tail.startswith("的"):  # 有研发机构、研发活动的企业
        parts[1:] = [part if part.startswith(having) else having + part for part in parts[1:]]
    parts = [part + tail for part in parts[:-1]] + [parts[-1]]
    ends = [part for part in parts[1:] if len(part) <= 3 and part[-1] == parts[0][-1]]
    if len(ends) == count - 1 and len(parts[0]) > len(ends[0]) + 2:  # 单位增加值能耗、水耗
        return [parts[0]] + [parts[0][: -len(end)] + end for end in ends]
    region = lexicon.region.starts(parts[0])
    return [parts[0]] + [part if part.startswith(region) else region + part for part in parts[1:]]


def _common_tail(first: str, middle: list[str], last: str, lexicon: Lexicon) -> str:
    """What of the last item all the others share: 平均故障间隔时间, 机械化率; or empty."""
    cut = last.find("的")
    if cut > 0 and "的" not in first:
        return last[cut:]
    measure = lexicon.measure.ends(last)
    if _is_measure(first, lexicon):
        return ""
    if len(last) <= 3 and len(first) > len(last) + 2 and first[-1:] == last[-1:]:
        return ""
    if first[-1:] == last[-1:] and (not measure or first.endswith(measure[-2:])):
        return ""
    for mark in _PER:
        cut = last.find(mark)
        if cut > 0:
            return last[cut:]
    places = [last.find(mark) for mark in ("综合", "总体")]
    if measure and len(measure) < len(last):
        places.append(len(last) - len(measure))
    common = min((place for place in places if place > 0), default=0)
    for length in (2, 1):
        cut = last.find(first[-length:])
        near = abs(cut + length - len(first)) <= 2  # 国家级、省级, but not 小学、初中…学历
        if cut >= 0 and near and cut + length < len(last):
            return last[cut + length :]
    if common:
        cut = _alike_cut(first, middle, last, common)
        return last[cut or common :]
    if last[-1] in _MEASURED:
        length = len(middle[0]) if middle else 2
        return last[length:] if length < len(last) - 1 else ""
    return ""


def _is_measure(name: str, lexicon: Lexicon) -> bool:
    """Whether a name says by itself what is measured (物流费用, 能耗), and shares no measure."""
    if name.endswith("需氧量"):
        return False  # the name of what is discharged
    ends = bool(lexicon.measure.ends(name)) or name[-1:] in _MEASURED + "耗入出资费"
    return ends or any(name.find(mark) > 0 for mark in _PER)


def _alike_cut(first: str, middle: list[str], last: str, common: int) -> int:
    """Where the own name of the last item ends, before `common`: behind a holder (机构), or as long
    as the others are (小学、初中 | 专任教师学历达标率); 0 where nothing says so.
    """
    holders = [
        last.rfind(word, 0, common) + len(word)
        for word in _HOLDERS
        if len(word) > 1 and word in last[:common]
    ]
    if holders:
        return max(holders)
    same = all(len(name) == len(first) for name in middle)
    return len(first) if same and 2 <= len(first) <= common else 0


def _pieces(words: str, marks: str) -> list[str]:
    parts: list[str] = []
    at = 0
    for i, c in enumerate(words):
        if c in marks:
            parts.append(words[at:i])
            at = i + 1
    parts.append(words[at:])
    return [part for part in (part.strip(SPACE) for part in parts) if part]
