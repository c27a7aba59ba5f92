"""Quantities: a number with its unit, as one expression of a clause (80小时, 1.5万亿元, 10—15%).

The units stand in `data/units.toml`; `find_quantities` scans a text once. A range is one
quantity; digits that belong to a name (5G, IPv6, G101, 〔2022〕95号, 第3) are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.numbers import Number, find_numbers, scaled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planparse.rulebook import Rulebook

_BRACKETS = {"（": "）", "(": ")"}
_WIDEST_GAP = 4  # characters between the ends of a range, blanks counted
_RANGE = "—－–-~～至到"
_COLONS = ("∶", ":", "：")  # of a ratio to one: 1.8∶1
_RATIOS = ("/10万", "/十万", "/万", "／10万", "/１０万", "／１０万")  # what a rate is of
_COUNTED, _SIZES = ("count", "person"), ("money", "measure", "share", "time")
_FIRST_YEAR = 1900  # what is below is a number of years
_LOOSE = "点面道口方里市县区村镇乡度分级线片芯头眼案时班本部号层期届轮门店队团支只张回遍次"
_SAME = "同统唯某任另"  # before 一 in words: 同一项目
_REACHED = tuple("到达破超近过逾")  # a bare 万 or 亿 is a value only behind these
_CLOSED = "个家项座处所条名位户套倍成番场种类亩元人年公小百次天%"


class Units:
    """The units by their first character, longest first, each with its kind."""

    __slots__ = ("_by_first", "kinds")

    def __init__(self, table: Mapping[str, str]) -> None:
        self.kinds = {unit: kind for kind, units in table.items() for unit in units.split()}
        by_first: dict[str, list[str]] = {}
        for unit in sorted(self.kinds, key=lambda unit: (-len(unit), unit)):
            by_first.setdefault(unit[0], []).append(unit)
        self._by_first = by_first

    def match(self, text: str, at: int) -> str | None:
        """The longest unit that stands at `at`, with a second one behind `/` or in brackets; or None."""
        unit = self._one(text, at)
        if unit is None:
            return None
        to = at + len(unit)
        mark = text[to : to + 1]
        if mark in ("/", "／"):
            step = to + 1
            second = self._one(text, step)
            if second is None and text[step : step + 1] in ("百", "千", "万", "亿"):
                step += 1
                second = self._one(text, step)
            if second is not None:
                return text[at : step + len(second)]
        elif mark in _BRACKETS:
            close = text.find(_BRACKETS[mark], to, to + 8)
            if close > 0 and all(self._one(part, 0) == part for part in _parts(text[to + 1 : close])):
                return text[at : close + 1]
        return unit

    def kind(self, unit: str) -> str:
        """The kind of a unit that `match` gave; of a compound its first part's."""
        return self.kinds.get(unit) or self.kinds[self._one(unit, 0) or unit]

    def _one(self, text: str, at: int) -> str | None:
        for unit in self._by_first.get(text[at : at + 1], ()):
            if text.startswith(unit, at) and not (
                unit[-1].isascii() and _is_letter(text, at + len(unit))
            ):
                return unit
        return None


class Quantity:
    """One number with its unit; `start`:`end` is the whole expression in the text.

    `kind` is the unit's (count, person, share, money, measure, time) or "" without one.
    `value_max` is set for a range. `number_end` is where the unit begins. `more` says that 余
    stood behind the number.
    """

    __slots__ = ("end", "kind", "more", "number_end", "scale", "start", "unit", "value", "value_max")

    def __init__(self, number: Number, unit: str | None, kind: str, end: int) -> None:
        self.start = number.start
        self.number_end = number.end
        self.end = end
        self.value = number.value
        self.value_max: float | None = None
        self.scale = number.scale
        self.unit = unit
        self.kind = kind
        self.more = number.more

    def __repr__(self) -> str:
        return f"Quantity({self.value!r}, {self.unit!r}, {self.start}:{self.end})"


def load_units(rulebook: Rulebook) -> Units:
    """The units of `data/units.toml`, read once for a rulebook."""
    return rulebook.derive("quantities.units", lambda book: Units(book.toml("units.toml")))


def find_quantities(text: str, units: Units, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The quantities of `text[start:end]`, in order; ranges are joined, names left out.

    Arabic numbers without a unit are among them (unit None), Chinese ones only with a unit.
    A number that leans on the unit of a later one (80、250小时) has none of its own here.
    """
    found: list[Quantity] = []
    for number in find_numbers(text, start, end):
        quantity = _read(text, units, number)
        if quantity is None or (found and quantity.start < found[-1].end):
            continue
        if found and found[-1].end == quantity.start:
            sizes = found[-1].kind in _COUNTED and quantity.kind in _SIZES
            if sizes or not text[quantity.start].isdecimal():
                continue  # 10个百万亩基地, 1500项10亿元以上项目: the second sizes the noun of the first
        if found and _joins(text, found[-1], quantity):
            first = found[-1]
            if first.scale == 1.0 and quantity.scale > 1.0 and first.unit is None:
                first.value = scaled(first.value, quantity.scale)
            first.value_max = quantity.value
            first.end, first.number_end = quantity.end, quantity.number_end
            first.unit, first.kind = quantity.unit, quantity.kind
            continue
        found.append(quantity)
    return found


def _read(text: str, units: Units, number: Number) -> Quantity | None:
    before = text[number.start - 1 : number.start]
    arabic = text[number.start].isdecimal()
    if (
        before == "第"
        or (before == "每" and not arabic)
        or (text[number.start] == "一" and before and before in _SAME)
        or (arabic and (before in ("+", "·", ".", "．") or _is_letter(text, number.start - 1)))
    ):
        return None
    to = number.end
    if before in _COLONS and text[number.start - 2 : number.start - 1].isdecimal():
        return None
    if arabic and text[to : to + 1] in _COLONS and text[to + 1 : to + 2].isdecimal():
        one = text[to + 1] in "1１" and not text[to + 2 : to + 3].isdecimal()
        return Quantity(number, None, "share", to + 2) if one else None
    if arabic and text[to : to + 1] in (" ", "\u3000"):
        to += 1
    unit = number.unit or units.match(text, to)
    if arabic and text[to : to + 1] in ("/", "／"):
        per = next((per for per in _RATIOS if text.startswith(per, to)), "")
        if per:  # 12/10万
            return Quantity(number, per, "measure", to + len(per))
    if unit is None or number.unit:
        if arabic and _is_letter(text, number.end):
            return None
        if not arabic and not number.unit and not _is_bare(text, number):
            return None
        return Quantity(number, number.unit, "share" if number.unit else "", number.end)
    if not arabic and number.value < 10 and (unit == "元" or text.startswith("次性", to)):
        return None
    if unit == "元" and text[number.start] in "百千万亿" and before not in _REACHED:
        return None  # 万元工业增加值用水量
    if not arabic and unit[0] not in _CLOSED and (number.value < 10 or unit in _LOOSE):
        return None
    if unit == "％":
        return Quantity(number, "%", "share", to + 1)
    return Quantity(number, unit, units.kind(unit), to + len(unit))


def _is_bare(text: str, number: Number) -> bool:
    """Whether a Chinese numeral is a value without a unit: 三分之二, 一半, 千亿级."""
    written = text[number.start : number.end]
    return (
        "分之" in written
        or written in ("一半", "半数")
        or (
            written[-1] in "万亿"
            and text[number.end : number.end + 1] == "级"
            and text[number.start - 1 : number.start] in _REACHED
        )
    )


def _joins(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two neighbours are the ends of one range: 3～5个, 10%至15%."""
    gap = text[first.end : min(second.start, first.end + _WIDEST_GAP)].strip(" \u3000")
    if second.start - first.end > _WIDEST_GAP:
        return False
    if first.value_max is not None or not 1 <= len(gap) <= 2 or any(c not in _RANGE for c in gap):
        return False
    low, high = first.value, second.value
    if second.unit == "年" and low < _FIRST_YEAR <= high:
        return False  # 三分之二到2025年: a year, which ends no range of values
    if first.scale == 1.0 and first.unit is None:
        low *= second.scale
    return low < high and (first.unit is None or first.unit == second.unit)


def _parts(text: str) -> list[str]:
    return text.replace("/", "、").split("、")


def _is_letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalpha()
