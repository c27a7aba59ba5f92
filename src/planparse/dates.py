"""Dates as notices write them: 2022年11月1日, ２０２２年, 二〇二二年十一月一日, 2022-11-01, 2022.11.1.

Pure: no rulebook, no text around the date. The characters that print for a zero in
二〇二二 (〇 ○ ◯ and the Latin O) are all in use; scanned text has spaces anywhere.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_FIRST = re.compile("[12１２一二民]")
_CHINESE = dict(zip("〇○◯零OＯo一二三四五六七八九", "0000000123456789", strict=True))
_GAP = r"[ \t\u00a0\u3000]*"
_ARABIC = "[0-9０-９]"
_TENS = "一二三四五六七八九十"
_NUMERAL = f"(?:{_ARABIC}(?:{_GAP}{_ARABIC})?|[{_TENS}廿卅](?:{_GAP}[{_TENS}〇○]){{0,2}})"

YEAR = (
    f"(?:(?<!{_ARABIC})[12１２](?:{_GAP}{_ARABIC}){{3}}"
    f"|[一二](?:{_GAP}[0０{''.join(_CHINESE)}]){{3}}"
    f"|民[国國]{_GAP}{_ARABIC}{{2,3}}){_GAP}年"
)
"""Regex source of a written year, without groups: `2022年`, `２０２２ 年`, `二〇二二年`, `民国111年`."""

MONTH = f"{YEAR}{_GAP}{_NUMERAL}{_GAP}月"
"""Regex source of a year and month, without groups: `2018年7月`."""

DATE = (
    f"(?:{MONTH}{_GAP}{_NUMERAL}{_GAP}[日号]"
    r"|(?<![0-9])[12][0-9]{3}(?:-[0-9]{1,2}-|\.[0-9]{1,2}\.|/[0-9]{1,2}/)[0-9]{1,2}(?![0-9]))"
)
"""Regex source of a full date, without groups: `2022年11月1日`, `二○○八年七月二十三日`, `2022-11-01`."""


def parse_date(text: str) -> date | None:
    """The day that `text` names, all of it being one written date; else None.

    None also where the calendar has no such day. Spaces inside and around are let pass, so
    are eight digits (20221101); a republican year (民国) has 1911 added.

    >>> parse_date("二○○八年七月二十三日"), parse_date("2022.11.1"), parse_date("2022年2月30日")
    (datetime.date(2008, 7, 23), datetime.date(2022, 11, 1), None)
    """
    compact = "".join(text.split())
    if len(compact) == 8 and compact.isdecimal():
        compact = f"{compact[:4]}-{compact[4:6]}-{compact[6:]}"
    elif _compiled().fullmatch(text.strip()) is None:
        return None
    year, month, day = re.split(r"[年月./-]", compact.rstrip("日号"))
    try:
        if year[0] == "民":
            return date(int(year[2:]) + 1911, _small(month), _small(day))
        return date(int("".join([_CHINESE.get(c, c) for c in year])), _small(month), _small(day))
    except ValueError:
        return None


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of all full dates in `text[start:end]`, in order, real in the calendar or not.

    >>> find_dates("自2023年1月1日起施行，有效期至2027年12月31日。")
    [(1, 10), (18, 29)]
    """
    # a class of characters alone is looked for faster than a whole date
    end = len(text) if end is None else end
    date = _compiled()
    found: list[tuple[int, int]] = []
    while first := _FIRST.search(text, start, end):
        match = date.match(text, first.start(), end)
        start = match.end() if match else first.end()
        if match:
            found.append(match.span())
    return found


def _small(numeral: str) -> int:
    """A month or day: `11`, `１１`, `十一`, `二十三`, `廿三`, and digit by digit `二三`.

    Raises ValueError where it is none.
    """
    if "十" not in numeral and numeral[0] not in "廿卅":
        return int("".join([_CHINESE.get(c, c) for c in numeral]))
    tens, _, ones = numeral.replace("廿", "二十").replace("卅", "三十").partition("十")
    return 10 * int(_CHINESE.get(tens, "1")) + int(_CHINESE.get(ones, ones or "0"))


@lru_cache(maxsize=1)
def _compiled() -> re.Pattern[str]:
    return re.compile(DATE)
