"""Collectives: bodies that a notice names by their kind and not one by one: 各市人社局, 有关部门."""

from __future__ import annotations

import re
from typing import NamedTuple

from planparse.rulebook import Rulebook

_HEAD = (
    "各有关|各相关|地方各级|各级|各地|地方|各|有关|相关|其他|其它|属地|当地|所在地|所在|试点|沿线"
    "|全[省市县]各?"
)
_PLACE = (
    "(?:设区的?|地级以上|地级|县级|省级|自治)?"
    "(?P<place>自治[区州县]|新区|地区|街道|市(?!场|容|政|监)|乡(?!村)|区(?!域)|[省县州盟旗镇])(?:级|直)?|[、和及]"
)
_SOME = ("各有关", "各相关", "有关", "相关", "试点", "沿线")
_LEVEL = {
    "省": "province", "自治区": "province", "市": "prefecture", "州": "prefecture", "盟": "prefecture",
    "自治州": "prefecture", "地区": "prefecture", "县": "county", "区": "county", "旗": "county",
    "自治县": "county", "新区": "county", "镇": "township", "乡": "township", "街道": "township",
}  # fmt: skip
_ORDER = ("province", "prefecture", "county", "township")
_GOVERNMENTS = {
    ("province",): ("provincial-governments", "provinces-concerned"),
    ("prefecture",): ("city-governments", "cities-concerned"),
    ("prefecture", "county"): ("city-county-governments", "cities-concerned"),
    ("county",): ("county-governments", "districts-concerned"),
    ("township",): ("township-governments", "township-governments"),
}
_GOVERNMENT = "(?:人民政府|政府|行政公署|管委会|管理委员会)(?:办公[厅室])?$"
_DEPARTMENTS = "(?:各?有关|各?相关|各)?(?:部门|单位|部门和单位|部门、单位)"
_BARE = {  # what a collective name ends in, and who that is
    "部门和单位": "departments-and-units",
    "部门单位": "departments-and-units",
    "部门及单位": "departments-and-units",
    "部门": "departments",
    "金融机构": "financial-institutions",
    "商业银行": "financial-institutions",
    "单位": "units",
    "企业": "enterprises",
    "公司": "enterprises",
    "高等学校": "universities",
    "高校": "universities",
    "院校": "universities",
    "大学": "universities",
    "协会": "associations",
    "商会": "associations",
}


class Collective(NamedTuple):
    """A collective name taken apart.

    `id` is the register's entry where the name says no function; else `tail` is the name of a
    body, `where` the first half of its id, and `otherwise` the entry where nobody is called so.
    """

    id: str | None
    name: str
    tail: str
    where: str
    level: str
    otherwise: str | None


class Collectives:
    """Tells collective names from names of one body.

    >>> from planparse.rulebook import default
    >>> collectives = default().derive("collectives", Collectives)
    >>> collectives.parse("各市、县人力资源社会保障局").where
    'each-prefecture-county'
    >>> collectives.parse("有关市县政府").id
    'cities-concerned'
    >>> collectives.parse("省财政厅") is None
    True
    """

    __slots__ = ("_departments", "_government", "_head", "_place")

    def __init__(self, rulebook: Rulebook) -> None:
        self._head = re.compile(_HEAD)
        self._place = re.compile(_PLACE)
        self._government = re.compile(_GOVERNMENT)
        self._departments = re.compile(_DEPARTMENTS)

    def parse(self, name: str) -> Collective | None:
        """The parts of a collective name, or None where it is the name of one body."""
        head = self._head.match(name)
        at = head.end() if head is not None else 0
        places: list[str] = []
        while (place := self._place.match(name, at)) is not None:
            if place["place"] is None and not places:
                break
            if place["place"]:
                places.append(place["place"])
            at = place.end()
        otherwise = next((id for end, id in _BARE.items() if name.endswith(end)), None)
        if head is None and len(places) < 2:
            return (
                Collective(otherwise, name, "", "", "local", None)
                if _describes(name, otherwise)
                else None
            )
        levels = tuple(sorted({_LEVEL[place] for place in places}, key=_ORDER.index))
        level = levels[0] if len(levels) == 1 and levels[0] != "township" else "local"
        tail = name[at:]
        some = head is not None and name.startswith(_SOME)
        if not tail:
            return Collective("regions", name, "", "", level, None)
        government = self._government.search(name)
        if government is not None and (government.start() <= at or otherwise is None):
            before = _places_before(name, government.start()) or levels
            some = some or (before != levels and government.start() > at)  # 各对口支援区县政府
            if name.startswith("试点"):
                return Collective("pilot-cities", name, "", "", level, None)
            if before == ("county",) and set(places) == {"区"} and not some:
                return Collective("district-governments", name, "", "", level, None)
            pair = _GOVERNMENTS.get(before, ("local-governments", "local-governments"))
            return Collective(pair[some], name, "", "", level, None)
        if otherwise in ("departments", "units", "departments-and-units"):
            if self._departments.fullmatch(tail):
                if head is not None and name.startswith(("各地", "各级", "地方")):
                    otherwise = "local-departments"
                return Collective(otherwise, name, "", "", level, None)
            stem = re.sub("(?:行政)?(?:主管)?部门$", "", tail)
            tail = stem or tail
        where = "-".join(("some" if some else "each", *levels))
        return Collective(None, name, tail, where, level, otherwise)


def _describes(name: str, otherwise: str | None) -> bool:
    """Whether a name without 各 tells what its bodies do: 项目承担单位, 领导小组成员单位."""
    return (otherwise in ("units", "departments") and len(name) > 4) or name.endswith("成员单位")


def _places_before(name: str, end: int) -> tuple[str, ...]:
    """The levels of the places right before `end`: 各对口协同发展区县 has that of 区 and 县."""
    found: set[str] = set()
    at = end
    while at > 0 and name[at - 1] in "省市县区州盟旗镇乡、和及":
        at -= 1
        if name[at] in _LEVEL:
            found.add(_LEVEL[name[at]])
    return tuple(sorted(found, key=_ORDER.index))
