"""How Word writes the number of a list: `w:numFmt`, the Chinese counting formats among them.

The names are those of ECMA-376, part 1, 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_JAPANESE_LEGAL = "〇壱弐参四伍六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_LETTERS = 780  # as far as Word counts in letters: z thirty times
_MOST_ROMAN = 32_767


def format_number(value: int, form: str) -> str:
    """The number `value` in the counting format `form`; one that is not known counts in digits.

    >>> [format_number(12, form) for form in ("decimal", "chineseCountingThousand", "lowerRoman")]
    ['12', '十二', 'xii']
    >>> [format_number(3, form) for form in ("decimalEnclosedCircle", "ideographTraditional", "bullet")]
    ['③', '丙', '']
    """
    write = _FORMS.get(form)
    if write is None or value < 0:
        return str(value)
    return write(value) or str(value) if form not in ("none", "bullet") else ""


def _series(first: str, length: int) -> Callable[[int], str]:
    """1, 2, … as the characters from `first` on; nothing past the last."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= length else ""


def _circled(value: int) -> str:
    for first, start, last in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if start <= value <= last:
            return chr(ord(first) + value - start)
    return "⓪" if value == 0 else ""


def _letters(value: int) -> str:
    """a to z, then aa, bb, …"""
    if not 1 <= value <= _MOST_LETTERS:
        return ""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    if value > _MOST_ROMAN:
        return ""
    parts = []
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        parts.append(letters * count)
    return "".join(parts)


def _by_digit(digits: str) -> Callable[[int], str]:
    """Each decimal digit by itself: 10 is 一〇."""
    return lambda value: "".join([digits[int(digit)] for digit in str(value)])


def _counted(value: int, digits: str, units: str, *, one_ten: bool, ones: bool = True) -> str:
    """A number in words below 100,000,000: 二百零三, 一万二千.

    `units` are 十, 百, 千, 万; without `one_ten` a number from 10 to 19 has no 一 before its 十,
    without `ones` no unit has one (百二十).
    """
    if value == 0:
        return digits[0]
    if value >= 100_000_000:
        return ""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        head = _counted(high, digits, units, one_ten=one_ten, ones=True) + units[3]
        if not low:
            return head
        zero = digits[0] if low < 1000 and ones else ""
        return head + zero + _counted(low, digits, units, one_ten=True, ones=ones)
    parts: list[str] = []
    gap = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if not digit:
            gap = bool(parts)
            continue
        if gap and ones:
            parts.append(digits[0])
        gap = False
        bare = digit == 1 and power > 0 and (not ones or (power == 1 and not parts and not one_ten))
        parts.append(("" if bare else digits[digit]) + (units[power - 1] if power else ""))
    return "".join(parts)


def _chinese(value: int) -> str:
    return _counted(value, "零一二三四五六七八九", "十百千万", one_ten=False)


def _chinese_or_digits(value: int) -> str:
    """十一 up to 九十九, digit by digit from 100 on."""
    return _chinese(value) if value < 100 else _by_digit("○一二三四五六七八九")(value)


def _taiwanese(value: int) -> str:
    return _counted(value, "零一二三四五六七八九", "十百千萬", one_ten=False)


def _legal(digits: str, units: str) -> Callable[[int], str]:
    return lambda value: _counted(value, digits, units, one_ten=True)


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "bullet": lambda value: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _by_digit("０１２３４５６７８９"),
    "decimalFullWidth2": _by_digit("０１２３４５６７８９"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _series("⒈", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "numberInDash": lambda value: f"- {value} -",
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "ordinal": lambda value: f"{value}{_english_ending(value)}",
    "hex": lambda value: f"{value:X}",
    "chineseCounting": _chinese_or_digits,
    "chineseCountingThousand": _chinese,
    "chineseLegalSimplified": _legal(_LEGAL_SIMPLIFIED, "拾佰仟万"),
    "taiwaneseCounting": _chinese_or_digits,
    "taiwaneseCountingThousand": _taiwanese,
    "taiwaneseDigital": _by_digit("○一二三四五六七八九"),
    "japaneseCounting": lambda value: _counted(
        value, "〇一二三四五六七八九", "十百千万", one_ten=False, ones=False
    ),
    "japaneseDigitalTenThousand": _by_digit(_DIGITS),
    "japaneseLegal": _legal(_JAPANESE_LEGAL, "拾百阡萬"),
    "ideographDigital": _by_digit(_DIGITS),
    "ideographTraditional": lambda value: _STEMS[value - 1] if 1 <= value <= 10 else "",
    "ideographZodiac": lambda value: _BRANCHES[value - 1] if 1 <= value <= 12 else "",
    "ideographZodiacTraditional": lambda value: (
        _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if 1 <= value <= 60 else ""
    ),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL, "拾佰仟萬"),
    "ideographEnclosedCircle": _series("㊀", 10),
}


def _english_ending(value: int) -> str:
    if value // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
