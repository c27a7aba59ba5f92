"""Numerals of Chinese notices: their values, the ranges they make, and ordinals such as 二十二.

Pure functions over text; nothing here knows of rules, units or notices. Both digit widths,
万 / 亿 mixed with Arabic digits, fractions and 百分之 are read; what is vague (数十, 上百, 若干)
has no value.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_DIGITS = {
    "〇": 0, "零": 0, "○": 0, "◯": 0, "Ｏ": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6,
    "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ENCLOSED = (  # first, last, value of the first
    ("①", "⑳", 1), ("⑴", "⒇", 1), ("⒈", "⒛", 1), ("㈠", "㈩", 1), ("㊀", "㊉", 1), ("❶", "❿", 1),
    ("㉑", "㉟", 21), ("㊱", "㊿", 36), ("⓪", "⓪", 0), ("Ⅰ", "Ⅻ", 1), ("ⅰ", "ⅻ", 1),
)  # fmt: skip


def parse_ordinal(text: str) -> int | None:
    """The value of an ordinal without its brackets and marks, or None where it is none.

    Chinese numerals up to 9999 (also 百零三 and 十), digits one by one (一〇三), Arabic and
    full-width digits, and enclosed or Roman numerals of one character.

    >>> [parse_ordinal(x) for x in ("二十二", "百零三", "一〇", "１２", "⑳", "㈠", "廿五", "总")]
    [22, 103, 10, 12, 20, 1, 25, None]
    """
    if not text or len(text) > 8:
        return None
    if len(text) == 1:
        for first, last, value in _ENCLOSED:
            if first <= text <= last:
                return value + ord(text) - ord(first)
    if text.isdecimal():
        return int(text)
    if text[0] in "廿卅":
        text = ("二十" if text[0] == "廿" else "三十") + text[1:]
    return _chinese_integer(text)


def _chinese_integer(text: str) -> int | None:
    """The value of a Chinese numeral below 10000, None where it is none."""
    if all(c in _DIGITS for c in text):
        if len(text) > 1 and any(c in "两俩" for c in text):
            return None
        value = 0
        for c in text:
            value = value * 10 + _DIGITS[c]
        return value
    total = 0
    digit: int | None = None
    last = 10000
    for c in text:
        if c in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[c]
            continue
        unit = _TENS.get(c)
        if unit is None or unit >= last:
            return None
        total += unit * (digit or 1)
        last, digit = unit, None
    return total + (digit or 0)


_ARABIC = "[0-9０-９]"
_SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_PLAIN = str.maketrans("０１２３４５６７８９．,", "0123456789._")
_HAN = "〇零○一二两三四五六七八九十百千万亿"

_KILO = "瓦克米伏帕卡焦升赫"  # 千瓦, 千克: here 千 belongs to the unit
_SCALED = f"(?:(?!千[{_KILO}])[十百千万亿])"

DECIMAL = (
    f"{_ARABIC}{{1,3}}(?:,{_ARABIC}{{3}})+(?!{_ARABIC})(?:[.．]{_ARABIC}+)?"
    f"|{_ARABIC}+(?:[.．]{_ARABIC}+)?"
)
"""Regex source of Arabic digits, without groups: `1,234`, `２．５`, `80`."""

NUMBER = (
    f"一半|半数|(?<![上下前后每])半(?=个?(?:月|小时)|天)|百分之(?:{DECIMAL}|[{_HAN}]+(?:点[{_HAN}]+)?)|千分之[{_HAN}]+|[{_HAN}]+分之[{_HAN}]+"
    f"|(?:{DECIMAL})(?:[ \u3000]?{_SCALED}+)?"
    f"|(?:(?!千[{_KILO}])[{_HAN}])+(?:点[〇零○一二三四五六七八九]+)?(?:[万亿]+)?"
)
"""Regex source of one written number, without groups; it may still be none (统一, 万众)."""

_FIRST = f"[0-9０-９半{_HAN}]"  # searched for by itself: far quicker than the whole pattern
_VAGUE = {"数": "十百千万亿", "几": "十百千万亿", "上": "百千万亿", "成": "百千"}  # 数十, 上百, 成千
_MORE = "余多"
_LONGEST = 24  # characters of a number; longer runs of digits are identifiers


class Number(NamedTuple):
    """One written number: `start`:`end` in the text, its value, and how exactly it is one.

    `scale` is what 万 and 亿 multiplied in (1 where none stood); `unit` is `%` or `‰` for
    百分之 and 千分之; `more` says that 余 or 多 stood behind it (2000余: more than that).
    """

    start: int
    end: int
    value: float
    scale: float
    unit: str | None
    more: bool


def find_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """The written numbers of `text[start:end]`, in order.

    A vague one (数十, 上百, 几千) is none; a fraction has three places. Characters that only look
    like numerals (统一, 千方百计) may be among them: the unit behind them decides. Linear time.

    >>> [n.value for n in find_numbers("１.5万亿元、3千万、2000余家、百分之十五、三分之二、数十个")]
    [1500000000000.0, 30000000.0, 2000.0, 15.0, 0.667]
    """
    found: list[Number] = []
    end = len(text) if end is None else end
    first, number = _compiled(_FIRST), _compiled(NUMBER)
    place = start
    while begin := first.search(text, place, end):
        match = number.match(text, begin.start(), end)
        if match is None:
            place = begin.end()
            continue
        at, to = match.span()
        place = to
        if at > 0 and text[at] in _VAGUE.get(text[at - 1], ""):
            continue
        written = match.group()
        value, scale, unit = _read(written)
        if value is None or len(written) > _LONGEST:
            continue
        to = at + len(written.rstrip(" \u3000"))
        more = to < len(text) and text[to] in _MORE
        if more:
            to += 1
            if text[to : to + 1] in ("万", "亿"):
                step = 1
                while text[to + step : to + step + 1] in ("万", "亿"):
                    step += 1
                for letter in text[to : to + step]:
                    value, scale = value * _SCALES[letter], scale * _SCALES[letter]
                value = _tidy(value)
                to += step
        place = max(place, to)
        found.append(Number(at, to, value, scale, unit, more))
    return found


def parse_number(text: str) -> float | None:
    """The value that `text`, all of it, is written for; None where it is none or vague.

    >>> [parse_number(x) for x in ("二十四点一", "一半", "1,234.5", "3千万", "百分之六", "若干")]
    [24.1, 0.5, 1234.5, 30000000.0, 6.0, None]
    """
    match = _compiled(NUMBER).fullmatch(text.strip()) if len(text) <= _LONGEST else None
    return _read(match.group())[0] if match else None


def scaled(value: float, scale: float) -> float:
    """`value` times 万 or 亿, without the last bits that a multiplication leaves behind (2.16万).

    >>> scaled(589.8, 1e8), scaled(1.5, 1.0)
    (58980000000.0, 1.5)
    """
    return _tidy(value * scale)


def _tidy(value: float) -> float:
    near = float(f"{value:.13g}")
    return value if value.is_integer() or abs(near - value) > 1e-12 * max(1.0, abs(value)) else near


@lru_cache(maxsize=1024)  # a notice writes the same few hundred numbers over and over
def _read(written: str) -> tuple[float | None, float, str | None]:
    """Value, the scale in it, and the unit that 百分之 stands for."""
    value, scale, unit = _read_plain(written)
    return None if value is None else _tidy(value), scale, unit


def _read_plain(written: str) -> tuple[float | None, float, str | None]:
    if written in ("一半", "半数", "半"):
        return 0.5, 1.0, None
    before, part, after = written.partition("分之")
    if part:
        upper = _arabic(after)[0] if after[0].isdecimal() else _decimal(after)[0]
        lower = _chinese(before)
        if upper is None or not lower:
            return None, 1.0, None
        if before in ("百", "千"):
            return upper, 1.0, "%" if before == "百" else "‰"
        return round(upper / lower, 3), 1.0, None
    if written[0].isdecimal():
        value, scale = _arabic(written)
        return value, scale, None
    return *_decimal(written), None


def _decimal(written: str) -> tuple[float | None, float]:
    """Value and scale of a Chinese numeral with or without 点: 二十四点一亿."""
    whole, point, fraction = written.partition("点")
    if not point:
        return _chinese(written), 1.0
    scale = 1.0
    while fraction and fraction[-1] in "万亿":
        scale *= _SCALES[fraction[-1]]
        fraction = fraction[:-1]
    digits = "".join(str(_DIGITS[c]) for c in fraction if c in _DIGITS)
    number = _chinese(whole)
    if number is None or not digits:
        return None, 1.0
    return (number + float("0." + digits)) * scale, scale


def _arabic(written: str) -> tuple[float, float]:
    """Value and scale of Arabic digits with Chinese scales behind them: 3千万."""
    digits = written.rstrip("十百千万亿")
    scale = 1.0
    for letter in written[len(digits) :]:
        scale *= _SCALES[letter]
    return float(digits.strip().translate(_PLAIN).replace("_", "")) * scale, scale


def _chinese(written: str) -> float | None:
    """The value of a Chinese numeral with 万 and 亿, None where it is none."""
    if not written or len(written) > _LONGEST:
        return None
    total, rest = 0.0, written
    for mark, size in (("万亿", 1e12), ("亿", 1e8), ("万", 1e4)):
        upper, found, lower = rest.partition(mark)
        if not found:
            continue
        part = 1.0 if not upper else _chinese_integer(upper)
        if part is None:
            return None
        total += part * size
        rest = lower
    if not rest:
        return total
    low = _chinese_integer(rest)
    return None if low is None else total + low


@lru_cache(maxsize=4)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
