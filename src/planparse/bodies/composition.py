"""Composition: bodies that the words of a name make up, because no list could hold them all.

A local body is a region, or 省, 市, 县, … for the notice's own, and a function with its kind
(发展改革委, 市监局, 人社厅). Its id is made so too: `130000/human-resources` is the 人社厅 of 河北省,
`province/human-resources` that of a province which the notice does not say, and
`each-prefecture/human-resources` is 各市人社局.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from planparse.bodies.collectives import Collective, Collectives
from planparse.bodies.functions import Function, Functions, Work
from planparse.bodies.identities import Body, Home, body_of
from planparse.bodies.regions import Region, Regions
from planparse.bodies.register import Entry, Register
from planparse.rulebook import Rulebook

_PROVINCE = (
    "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海)省"
    "|(?:北京|天津|上海|重庆)市|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区"
)
_PARTY = ("中国共产党", "中共")
_UNDER = {
    "人民政府": "政府",
    "政府": "政府",
    "管委会": "",
    "管理委员会": "",
    "党委": "委",
    "委": "委",
    "级": "",
    "直": "",
}
_LEVELS = {
    "自治区": "province",
    "省": "province",
    "市": "prefecture",
    "自治州": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "地区": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
    "自治县": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}
_NO_OFFICE = ("省", "市", "县", "领导小组", "指挥部", "联席会议", "委员会办公室")
_LABELS = {"province": "省", "prefecture": "市", "county": "县", "township": "乡镇", "local": ""}


class Names(Protocol):
    """What knows the names of the register."""

    def registered(self, name: str, days: Sequence[date]) -> list[Body]:
        """The bodies that were called `name` on one of these days, or ever."""


class Composer:
    """Takes names apart into region and function.

    >>> from planparse.rulebook import default
    >>> composer = default().derive("composer", Composer)
    >>> [body] = composer.compose("天津市教委", (), Home())
    >>> body.id, body.name, body.counterpart_id
    ('120000/education', '天津市教育委员会', 'moe')
    """

    __slots__ = (
        "_bare_unit", "_collectives", "_functions", "_province",
        "_regions", "_register", "_unit", "_word",
    )  # fmt: skip

    def __init__(self, rulebook: Rulebook) -> None:
        self._register: Register = rulebook.derive("register", Register.of)
        self._regions = rulebook.derive("regions", Regions)
        self._functions = rulebook.derive("functions", Functions)
        self._collectives = rulebook.derive("collectives", Collectives)
        self._unit = re.compile(r".*[处科室司局队站所办部组厅院心会]$")
        self._bare_unit = re.compile(r".*(?:处|科|室|司|局|队|站|所|中心|办)$")
        self._word = re.compile("(?:全|本|我)?(自治[区州县]|地区|街道|[省市州盟县区旗镇乡])")
        self._province = re.compile(_PROVINCE)

    def region_of(self, id: str) -> Region | None:
        """The region in the id of a composed body."""
        return self._regions.get(id.split("/", maxsplit=1)[0])

    def find_region(self, id: str | None, title: str | None, text: str) -> Region | None:
        """The region of a body's id, else the one that a title begins with, else that of the text.

        A text is about the province that it names at least twice, and twice as often as any other.
        """
        region = self.region_of(id) if id is not None else None
        if region is None and title:
            found = self._regions.at_start(re.sub("^(?:中共|关于|印发|转发)+", "", title))
            region = found[0][0] if len(found) == 1 else None
        if region is None:
            counts = Counter(self._province.findall(text))
            (name, most), (_, second), *_ = [*counts.most_common(2), ("", 0), ("", 0)]
            region = self._regions.named(name) if most > 1 and most >= 2 * second else None
        return region

    def part(self, name: str, days: Sequence[date], home: Home, names: Names) -> list[Body]:
        """The central body whose branch or office `name` is: 教育部办公厅, 人行石家庄中心支行."""
        for end in range(min(len(name) - 1, 20), 1, -1):
            head, rest = name[:end], name[end:]
            found = names.registered(head, days) if head in self._register else []
            function = None
            if len(found) == 1 and found[0].level == "central":
                function = self._functions.branch_of(found[0].id)
            elif (function := self._functions.stem(head)) is None or function.kind != "branch":
                continue
            places = self._regions.at_start(rest, home.region)
            if len(places) == 1:
                region, after = places[0]
                full = found[0].name + rest if found else ""
                if found and found[0].kind == "enterprise":  # 中国铁路北京局 is called so in full
                    full = name
                if function is not None:
                    body = self._local(region, region.level, Work(function, rest[after:], ""), days)
                    return [body._replace(name=full)] if full else [body]
                return [Body(f"{region.id}/{found[0].id}", full, "branch", region.level, found[0].id)]
            if found and self._is_unit(rest):
                return found
        issuer = home.issuer
        if issuer is None or issuer.level == "central" or not self._bare_unit.match(name):
            return []
        return (
            []
            if issuer.id.endswith(("/government", "-office")) or issuer.kind == "collective"
            else [issuer]
        )

    def compose(self, name: str, days: Sequence[date], home: Home) -> list[Body]:
        """The local or collective body that the words of `name` make up."""
        collective = self._collectives.parse(name)
        if collective is not None:
            return self._collective(collective, days)
        body = name
        for party in _PARTY:
            body = body.removeprefix(party)
        if "、" in body:
            return self._together(body, days, home)
        places = self._regions.at_start(body, home.region)
        if places:
            return [
                found
                for region, end in places
                for found in self._with_region(
                    region, region.level, body[end:], days, body[:end] != region.name
                )
            ]
        own = home.region
        if own is not None and own.level == "county" and body.startswith(own.name[:-1]):
            found = self._with_region(own, own.level, body[len(own.name) - 1 :], days, True)
            if found:
                return found
        word = self._word.match(body)
        if word is not None and word.end() < len(body):
            level = _LEVELS[word[1]]
            found = self._with_region(
                self._own_region(level, word[1], home), level, body[word.end() :], days
            )
            if found:
                return found
        if body.startswith(("团省委", "团市委", "团县委", "团区委")):
            level = _LEVELS[body[1]]
            return self._with_region(self._own_region(level, body[1], home), level, "团委", days)
        return self._bare(body, days, home)

    def opening(self, name: str, home: Home) -> str:
        """The words of a name that what follows it in a list may share: 各市、县 of 各市、县人社局.

        Empty where the name says no region of its own, or means governments and not their offices.
        """
        collective = self._collectives.parse(name)
        if collective is not None:
            tail = collective.tail
            if self._work(tail, ()) is None and self._functions.stem(tail) is None:
                return ""
            return name.removesuffix("部门").removesuffix(tail)
        places = self._regions.at_start(name, home.region)
        work = self._work(name[places[0][1] :], ()) if len(places) == 1 else None
        named = work is not None and work.function.id not in ("government", "government-office")
        return name[: places[0][1]] if named else ""

    def _with_region(
        self, region: Region | None, level: str, tail: str, days: Sequence[date], short: bool = False
    ) -> list[Body]:
        """The body called `tail` of a region, or of the notice's own where that is not known."""
        work = self._work(tail or "政府", days, short)
        return [self._local(region, level, work, days)] if work is not None else []

    def _work(
        self, tail: str, days: Sequence[date], short: bool = False, under: str = ""
    ) -> Work | None:
        """What the body called `tail` does; an office inside it (人社厅就业促进处) is the body."""
        functions = self._functions
        written = functions.longest(tail)
        for head, under_whom in _UNDER.items():
            if tail.startswith(head) and written != tail and len(tail) > len(head) + 1:
                inner = self._work(tail[len(head) :], days, short, under_whom or under)
                if inner is not None:
                    return inner
        if written is None or (written != tail and not self._is_unit(tail[len(written) :])):
            return None
        found = functions.called(written)
        if short or under == "委":  # 委外办 is the Party's, 上海金融监管局 the central body's
            kind = "party" if under == "委" else "branch"
            found = sorted(found, key=lambda pair: pair[0].kind != kind)
        for function, formal in found:
            if days and function.in_force(days[0]):
                return Work(function, formal, under)
        return Work(*found[0], under)

    def _is_unit(self, rest: str) -> bool:
        """Whether what follows a body's name may be an office of it: 就业促进处, and not 市民政局."""
        return self._unit.match(rest) is not None and not any(word in rest for word in _NO_OFFICE)

    def _bare(self, name: str, days: Sequence[date], home: Home) -> list[Body]:
        """A body without its region: the notice's own, or one further down where 厅 and 局 say so."""
        work = self._work(name, days) if len(name) > 1 and name[0] not in "委级直" else None
        if work is None:
            return []
        function, formal, _ = work
        if not home.local:
            central = self._counterpart(function, days)
            if function.kind in ("mass", "association", "party") and central is not None:
                return [body_of(central, self._register)]
            return [self._local(None, "local", work, days)]
        region = home.region
        if formal.endswith("厅") and not formal.endswith("办公厅"):
            return [self._local(self._own_region("province", "省", home), "province", work, days)]
        lower = region is not None and region.level == "province" and "厅" in function.kinds
        if region is None or (lower and formal.endswith("局")):
            return [self._local(None, "local", work, days)]
        return [self._local(region, region.level, work, days)]

    def _own_region(self, level: str, word: str, home: Home) -> Region | None:
        """The region that 省 or 市 means in a notice from `home`."""
        region = home.region
        while region is not None:
            if region.level == level and (level != "county" or region.name.endswith(word)):
                return region
            if word == "市" and region.is_city:
                return region
            if word == "区" and (region.level == "zone" or region.name.endswith("自治区")):
                return region
            region = self._regions.get(region.parent_id) if region.parent_id else None
        return None

    def _local(self, region: Region | None, level: str, work: Work, days: Sequence[date]) -> Body:
        function = last = work.function
        while last.until and last.successors and (following := self._functions.get(last.successors[0])):
            last = following
        where = region.id if region is not None else level
        full = self._regions.full_name(region) if region is not None else _LABELS.get(level, "")
        short = region.short if region is not None else full
        central = self._counterpart(function, days)
        return Body(
            f"{where}/{function.id}",
            work.full_name(full, short, self._owner(function) if region is not None else ""),
            function.kind,
            level if region is None else region.level,
            central.id if central is not None else None,
            None if last is function else f"{where}/{last.id}",
        )

    def _owner(self, function: Function) -> str:
        """The name of the central body that a branch is one of, whatever became of it."""
        entry = self._register.get(function.counterparts[0]) if function.counterparts else None
        return entry.name if entry is not None else ""

    def _counterpart(self, function: Function, days: Sequence[date]) -> Entry | None:
        found = [entry for id in function.counterparts if (entry := self._register.get(id)) is not None]
        if not days or not found:
            return found[0] if found else None
        now = next((entry for entry in found if entry.in_force(days[0])), None)
        return now or self._register.of_its_time(found[0].id, days[0])

    def _together(self, name: str, days: Sequence[date], home: Home) -> list[Body]:
        """Bodies of several regions that share their ending: 石家庄、邢台、廊坊市政府."""
        *before, last = name.split("、")
        bodies: list[Body] = []
        end = self._regions.at_start(last, home.region)
        if len(end) != 1:
            return []
        tail = last[end[0][1] :]
        for piece in before:
            places = self._regions.at_start(piece, home.region)
            if len(places) != 1 or places[0][1] != len(piece):
                return []
            bodies += self._with_region(places[0][0], places[0][0].level, tail, days)
        bodies += self._with_region(end[0][0], end[0][0].level, tail, days)
        if len(bodies) != len(before) + 1:
            return []
        where = "+".join(body.id.split("/")[0] for body in bodies)
        function = bodies[0].id.split("/")[1]
        full = "、".join(body.name for body in bodies)
        return [
            Body(f"{where}/{function}", full, "collective", bodies[0].level, bodies[0].counterpart_id)
        ]

    def _collective(self, found: Collective, days: Sequence[date]) -> list[Body]:
        if found.id is not None:
            entry = self._register.get(found.id)
            return [body_of(entry, self._register)] if entry is not None else []
        work = self._work(found.tail, days)
        function = work.function if work is not None else self._functions.stem(found.tail)
        if function is None:
            entry = self._register.get(found.otherwise) if found.otherwise else None
            return [body_of(entry, self._register)] if entry is not None else []
        counterpart = self._counterpart(function, days)
        return [
            Body(
                f"{found.where}/{function.id}",
                found.name,
                "collective",
                found.level,
                counterpart.id if counterpart is not None else None,
            )
        ]
