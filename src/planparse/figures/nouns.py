"""Nouns that a quantity counts: where they begin and end, and what they share in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.figures.clauses import SPACE, STOPS

if TYPE_CHECKING:
    from planparse.figures.clauses import Lexicon

FOR = ("对", "为", "向", "给")
_NOT_FOR = (
    "应对", "针对", "面对", "面向", "绝对", "相对", "反对", "作为", "成为", "认为",
    "因为", "供给", "导向", "行为", "方向",
)  # fmt: skip
_NO_NOUN = "，,；;：:。、！!?？)）】〕》+的"
_ITEM = ("、", "和", "及", "与", "或", "且", "并")
_BARE = ("大关", "目标", "任务", "规模", "水平", "标准", "目标任务", "政策", "比例", "要求")
_SCALES = "十百千万亿"
_GIVEN = ("纳入", "给予", "予以", "加快", "入驻")
_DOES = ("得到", "具备", "配备", "拥有", "纳入", "参加", "配套", "建有", "设有", "用上", "签订", "接入")
_PATTERN = 6  # characters of a noun behind which 格局 only says how it is spread
_REACH = 120  # characters behind a number in which its noun may end


def is_noun(behind: str) -> bool:
    """Whether a text begins with words that the number counts, not with a mark, a joint or 的.

    >>> [is_noun(x) for x in ("公厕", "、公厕", "的公厕", "目标", "")]
    [True, False, False, False, False]
    """
    if not behind or behind[0] in _NO_NOUN or behind.startswith(_ITEM):
        return False
    return behind.rstrip(STOPS) not in _BARE


def is_for(rest: str) -> bool:
    """Whether a preposition ends the words, and not the end of a word such as 应对 or 成为."""
    return rest[-1:] in FOR and rest[-2:] not in _NOT_FOR


def is_list(rest: str) -> bool:
    """Whether words name several things one after the other, brackets left out."""
    depth = 0
    for c in rest:
        depth += (c in "（(") - (c in "）)")
        if c == "、" and depth <= 0:
            return "每" not in rest
    return False


def is_grade(noun: str) -> bool:
    """Whether a noun is only a grade whose head stands later: 国家级, 万亿级, 百万亩."""
    if 1 < len(noun) <= 4 and noun[0] in _SCALES:
        return True
    return 1 < len(noun) <= 7 and noun[-1] in "级型类" and not noun.endswith("等级")


def head_of(noun: str) -> str:
    """A noun without its grade.

    >>> head_of("省级高技能人才培训基地"), head_of("万亩防沙治沙基地")
    ('高技能人才培训基地', '防沙治沙基地')
    """
    if noun and noun[0] in _SCALES:
        return noun.lstrip(_SCALES)[1:]
    place = next((i for i, c in enumerate(noun[:7]) if c in "级型类"), -1)
    return noun[place + 1 :] if place > 0 else noun


def cut_joint(gap: str) -> tuple[str, str]:
    """The noun of `gap` and the joint that ends it; no joint where none does.

    >>> cut_joint("国家级、"), cut_joint("公厕")
    (('国家级', '、'), ('公厕', ''))
    """
    for joint in ("以及", "，以及", "、", "和", "及", "与"):
        if gap.endswith(joint) and len(gap) > len(joint):
            return gap[: -len(joint)], joint
    return gap, ""


def cut_noun(noun: str) -> str:
    """A noun without a vague item behind it (和一批…) and without what is done with it (纳入…).

    >>> cut_noun("三千亿级和一批千亿级产业"), cut_noun("中小企业纳入重点支持范畴")
    ('三千亿级产业', '中小企业')
    """
    for mark in ("和一批", "、一批", "及一批"):
        noun, found, vague = noun.partition(mark)
        if found:
            noun += head_of(vague) if is_grade(noun) else ""
    noun = noun.removesuffix("格局") if len(noun) > _PATTERN else noun
    for word in _GIVEN:
        cut = noun.find(word)
        noun = noun[:cut] if cut > 2 else noun
    return noun


def noun_before_action(gap: str, lexicon: Lexicon) -> str:
    """The noun of `gap` where a joint and another action follow it: A、资助培养 → A; else empty."""
    rest = gap.strip(SPACE)
    action = lexicon.build.ends(rest)
    if not action:
        return ""
    while action:
        rest = rest[: -len(action)]
        action = lexicon.build.ends(rest)
    noun, joint = cut_joint(rest)
    return noun if joint else ""


def each_of(name: str) -> str:
    """The 每万人口 that begins a name and that the next items share; else empty."""
    for unit in ("人口", "人", "户", "家", "名"):
        cut = name.find(unit, 1)
        if 0 < cut <= 5:
            return name[: cut + len(unit)]
    return ""


def trim(name: str) -> str:
    """A name without marks around it, a number (（一）) or a stray mark before it, 指标 behind it."""
    name = name.strip(STOPS).replace("原则上", "")
    for mark in ("安排为", "具体为"):
        name = name.rpartition(mark)[2] or name
    if name[:1] in ("（", "(") and name[2:3] in ("）", ")"):
        name = name[3:]
    number = len(name) - len(name.lstrip("0123456789"))
    if (
        0 < number < 3
        and name[number : number + 1] in (".", "．")
        and not name[number + 1 : number + 2].isdecimal()
    ):
        name = name[number + 1 :]
    if name[:1] == "“" and "”" not in name:
        name = name[1:]
    for word in ("指标", "目标", "要求"):
        if name.endswith(word) and len(name) > len(word) + 2:
            name = name[: -len(word)]
    return name.removesuffix("的") if len(name) < 4 else name


def share_prefix(first: str, name: str, prefix: str) -> tuple[str, str]:
    """An item of a list with what it shares with the `first`, and that prefix for the next item.

    >>> share_prefix("省级以上绿色工厂", "绿色园区", ""), share_prefix("5G射频前端芯片", "模块", "")
    (('省级以上绿色园区', '省级以上'), ('5G射频前端模块', ''))
    """
    place = first.find(name[:2]) if len(name) > 2 else -1
    if place > 0:
        prefix = first[:place]
    elif 0 < len(name) <= 2 < len(first) - 2:
        return first[: -len(name)] + name, prefix
    elif len(name) > 4:
        prefix = ""
    return prefix + name, prefix


def extended_noun(text: str, start: int, stop: int, end: int) -> str:
    """A noun whose attribute runs on over a comma: 具有自主知识产权,营业收入超10亿元的企业.

    From `start` on; to `stop`, its clause's end, where the sentence to `end` has no 的 for it.
    """
    stretch = text[start : min(end, start + _REACH)]
    place = stretch.find("的")
    if place < 0:
        return text[start:stop]
    last = next((i for i in range(place, len(stretch)) if stretch[i] in "，,；;。"), len(stretch))
    return stretch[:last].strip(SPACE)


def closing_noun(text: str, start: int, end: int) -> str:
    """The noun that closes the sentence `text[start:end]`, behind its last 、 or comma."""
    stretch = text[max(start, end - _REACH) : end]
    return stretch[1 + max(stretch.rfind(mark) for mark in "，,、") :].strip(SPACE)


def does(noun: str, lexicon: Lexicon) -> bool:
    """Whether a noun is followed by what it does: 行政村 实现污水治理."""
    verbs = lexicon.verbs[0]
    return any(
        verbs.starts(noun[cut:]) or lexicon.build.starts(noun[cut:]) or noun.startswith(_DOES, cut)
        for cut in range(1, min(len(noun), 20))
    )
