"""Mentions: bodies that sentences name outside every list, with the part they play there.

市场监管总局要会同有关部门… is no list: nobody is made responsible for a division, and yet it says
who acts. Only who asks for the table `mentions` pays for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from planparse.bodies.functions import LONGEST, Functions
from planparse.bodies.identities import Body, Home, days_of, identity, report_ambiguous
from planparse.bodies.regions import Regions
from planparse.bodies.register import BLANKS, Register, fold
from planparse.bodies.resolution import Resolver
from planparse.diagnostics import Report
from planparse.outline import Node, Outline
from planparse.rulebook import Rule, Rulebook

_NO_PROSE = frozenset(("furniture", "title", "addressees", "signature"))
_LEVELS = "省市县区镇乡"
_SHORT = frozenset(("中办", "国办", "央行"))  # names of two characters that sentences use
_NOUNS = frozenset(("enterprises", "universities", "financial-institutions", "associations", "units"))
_COMPANY = ("公司", "集团", "银行", "总社", "交易所")  # 中国电子信息行业 begins as a company is called
_NO_ZONE = "园社发作港新地景保税山林灾牧城辖片校学厂库矿政治郊"  # before 区 in words like 园区
_BEFORE = "和及与由向经报请对为将把按以在同商是或"  # characters of sentences right before a name
_CITED = (
    r"(?:等.{0,6}部门)?(?:令|公告)|.{0,4}发\s?[〔\[（(﹝]"  # 国务院令第426号 cites what a body issued
)
_FAR = 12  # characters around a name that say what it does
_CHAIN = "[、和及与]|以及"

Span = tuple[int, int]


def find_mentions(
    outline: Outline,
    metadata: dict[str, Any],
    assignments: Sequence[dict[str, Any]],
    rulebook: Rulebook,
) -> tuple[list[dict[str, Any]], list[Report]]:
    """Every body named in a sentence, in the order of the text, as rows of `model.Mention`.

    What stands in a list, in the name of a document (《…》), in a title, a signature or among
    the addressees is none. The role is that of the words around the name, which bodies
    joined by 、 and 和 share. Offsets count into the outline's text.
    """
    if not outline.nodes:
        return [], []
    text = outline.text
    resolver: Resolver = rulebook.derive("resolver", Resolver)
    days, home = days_of(metadata), resolver.home(metadata, text)._replace(issuer=None)
    taken = _Taken(text, assignments)
    rows: list[dict[str, Any]] = []
    reports: list[Report] = []
    told: set[str] = set()
    for start, end in rulebook.derive("namesakes", Namesakes).find(text, home):
        node = outline.at(start)
        if taken.holds(start) or node.kind in _NO_PROSE or _is_heading(node, start):
            continue
        if _fills_line(text, start, end):  # a signature, or a cell of a table
            continue
        name = text[start:end]
        found = resolver.find(name, days, home)
        if not found or _is_noun(name, found[0]) or _is_cited(text, end):
            continue
        if len(found) > 1 and name not in told:
            told.add(name)
            reports.append(report_ambiguous(name, found, start, end))
        rows.append(_row(outline, node, found, start, end))
    _give_roles(text, rows, rulebook.group("agencies.mention"))
    return rows, reports


class Namesakes:
    """Finds what is called as bodies are: names of the register, and region with function and kind."""

    __slots__ = ("_end", "_functions", "_no", "_of_functions", "_of_register", "_regions", "_register")

    def __init__(self, rulebook: Rulebook) -> None:
        self._register: Register = rulebook.derive("register", Register.of)
        self._functions: Functions = rulebook.derive("functions", Functions)
        self._regions: Regions = rulebook.derive("regions", Regions)
        self._no = frozenset(rulebook.words("agencies.no_mention"))
        self._of_register = _lengths(self._register.spellings())
        self._of_functions = _lengths(self._functions.names())
        ends = {name[-1] for name in self._register.names()} | set("委局厅办部会院府署社联校馆台处")
        self._end = re.compile("[" + "".join(sorted(ends)) + "]")

    def find(self, text: str, home: Home) -> list[Span]:
        """The spans of names in `text`, apart and in order; of two that overlap the longer one."""
        found: list[Span] = []
        folded = fold(text)
        places = [at for at, c in enumerate(text) if c not in BLANKS]  # of the folded characters
        for last in self._end.finditer(folded):
            end = places[last.start()] + 1
            if text[end - 1 : end + 1] in self._no:
                continue
            start = self._start(text, folded, places, last.end())
            if start is None:
                continue
            while found and found[-1][1] > start:
                if found[-1][0] < start:
                    break
                found.pop()
            else:
                found.append((start, end))
        return found

    def _start(self, text: str, folded: str, places: Sequence[int], stop: int) -> int | None:
        """Where the longest name begins that ends at `stop` of the folded text."""
        end = places[stop - 1] + 1
        tail = folded[max(stop - 2, 0) : stop]
        for length in self._of_register.get(tail, ()):
            if length > stop or folded[stop - length : stop] not in self._register:
                continue
            start = places[stop - length]
            name = text[start:end]
            if 2 < len(name) <= LONGEST or name in _SHORT:
                place = self._place(text, start)
                if place is not None or not self._goes_before(text, start, name):
                    return start if place is None else place
        for length in self._of_functions.get(tail, ()):
            start = end - length  # names of functions have no blank in them
            if start >= 0 and self._functions.called(text[start:end]):
                place = self._place(text, start)
                if place is not None:
                    return place
        return None

    def _goes_before(self, text: str, start: int, name: str) -> bool:
        """Whether a short name is the end of a longer one: 旅游局 in 文化广电旅游局, 电子税务局."""
        before = text[start - 1 : start]
        short = len(name) < 5 and name.endswith(("局", "院", "办", "委"))
        return short and "\u4e00" <= before <= "\u9fff" and before not in _BEFORE

    def _place(self, text: str, start: int) -> int | None:
        """Where the region or 省, 市, … right before a function begins."""
        under = start - 1 if text[start - 1 : start] == "委" else start
        for begin in range(max(0, under - LONGEST), under - 1):
            if self._regions.named(text[begin:under]) is not None:
                return begin
        if under < 1 or text[under - 1] not in _LEVELS:
            return None
        for begin in range(max(0, under - 8), under - 1):
            places = self._regions.at_start(text[begin:under]) if text[begin] not in _LEVELS else []
            if places and places[0][1] == under - begin and text[begin] not in "和及与":
                return begin
        before = text[max(0, under - 2) : under - 1]
        if before and (before in "各有相级全辖治" or before in _LEVELS):
            return None
        return None if text[under - 1] == "区" and before and before in _NO_ZONE else under - 1


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the names are that end in the same two characters, longest first."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        if 1 < len(name) <= LONGEST:
            lengths.setdefault(name[-2:], set()).add(len(name))
    return {tail: tuple(sorted(of, reverse=True)) for tail, of in lengths.items()}


class _Taken:
    """What no sentence says: lists, and the names of documents."""

    def __init__(self, text: str, assignments: Sequence[dict[str, Any]]) -> None:
        spans = [(row["start"], row["end"]) for row in assignments]
        spans += [match.span() for match in re.finditer("《[^《》]{1,200}》", text)]
        spans.sort()
        self._starts = [span[0] for span in spans]
        self._spans = spans

    def holds(self, at: int) -> bool:
        """Whether `at` lies in one of them."""
        number = bisect_right(self._starts, at) - 1
        return any(start <= at < end for start, end in self._spans[max(0, number - 3) : number + 1])


def _is_cited(text: str, end: int) -> bool:
    return re.match(_CITED, text[end : end + _FAR]) is not None


def _is_noun(name: str, body: Body) -> bool:
    """Whether a name tells what others are, and no body that acts: 金融机构, 成员单位, 中国电子."""
    if body.kind == "collective":
        return body.id in _NOUNS or name.startswith(("成员", "各成员", "行业"))
    return body.kind == "enterprise" and not name.endswith(_COMPANY)


def _fills_line(text: str, start: int, end: int) -> bool:
    before = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    return not (text[before:start] + text[end : after if after >= 0 else len(text)]).strip()


def _is_heading(node: Node, at: int) -> bool:
    return node.heading is not None and node.heading[0] <= at < node.heading[1]


def _row(outline: Outline, node: Node, found: list[Body], start: int, end: int) -> dict[str, Any]:
    first, last = outline.sentence(start, end)
    return {
        "division_id": outline.numbered(node).id,
        "name": outline.text[start:end],
        **identity(found),
        "role": "unspecified",
        "quote": outline.text[first:last],
        "rule": "agencies.mention",
        "confidence": 0.9,
        "start": start,
        "end": end,
    }


def _give_roles(text: str, rows: list[dict[str, Any]], rules: Sequence[Rule]) -> None:
    """Gives each chain of names the role that the words before and behind it say."""
    number = 0
    while number < len(rows):
        stop = number + 1
        while stop < len(rows) and re.fullmatch(
            _CHAIN, text[rows[stop - 1]["end"] : rows[stop]["start"]]
        ):
            stop += 1
        chain = rows[number:stop]
        start, end = chain[0]["start"], chain[-1]["end"]
        for rule in rules:
            before = rule.options["side"] == "before"
            around = text[max(0, start - _FAR) : start] if before else text[end : end + _FAR]
            if rule.pattern.search(around) is not None:
                for row in chain:
                    row |= {"role": rule.options["role"], "rule": rule.id, "confidence": rule.confidence}
                break
        number = stop
