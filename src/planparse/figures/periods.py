"""Periods: by when something is to be reached, as notices write it (到2025年, 6月底前, 十四五末).

`find_periods` reads every year and date of a text once and says what each does: sets a
deadline, names a base (比2020年), or only a span of time. Two digits of a year written in
Chinese are read too (二○三五年).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_ZEROS = str.maketrans("〇○零ＯOo一二三四五六七八九０１２３４５６７８９", "0000001234567890123456789")
_SMALL = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_YEAR = (
    r"(?:(?<![0-9０-９.．])(?:19|20|１９|２０)[0-9０-９]{2}|二[〇○零ＯO][〇○零ＯO一二三四五六七八九]{2})"
)
_END = "(?:年底|年末|年年底|底|末)?"
_PLAN = (
    '(?:[“"](?P<plan>十[一二三四五六七八九]?五)[”"]|(?P<bare>十[一二三四五六]五)(?=[末期时规]))'
    "(?P<tail>规划)?(?P<last>期末|末期|时期末|期间末|末|期间|时期)?"
)
_SOURCE = (
    rf"(?P<from>{_YEAR})(?:年)?(?:[—－–\-~～至到]{{1,2}})(?P<until>{_YEAR})年"
    rf"|(?P<year>{_YEAR})年(?:度)?(?:(?P<month>[0-9０-９]{{1,2}})月(?:份)?(?:(?P<day>[0-9０-９]{{1,2}})[日号])?"
    rf"|(?P<half>上半年|下半年|一季度|二季度|三季度|前三季度))?{_END}"
    rf"|(?<![0-9０-９])(?P<onlymonth>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?P<onlyday>[0-9０-９]{{1,2}}[日号])?{_END}(?=之?前|以前)"
    rf"|{_PLAN}"
    r"|(?:未来|今后)(?P<coming>[一二两三四五六七八九十]|[0-9]{1,2})年"
    r"|(?<![一二两三四五六七八九十0-9至到—－–~～-])(?P<within>[一二两三四五六七八九十]|[0-9]{1,2})年(?:时间)?(?:之)?内"
    r"|(?<![年一二两三四])第?(?P<part>(?:[上下]半|前三季|[一二三]季)(?:年|度))(?:末|底)?"
    r"|(?P<two>今明两年)"
    r"|(?P<this>全年|(?<![一二两三四五六七八九十0-9])年内|今年(?:年?底)?|(?<![0-9０-９])年底|年末)"
)
_ANCHOR = '[年月五季](?:(?<=[年月])|(?<=五)[”"末期时规]|(?<=季)度)'
# in every period; searched for first, which is far quicker where a set of characters leads
_AHEAD, _BEHIND = 14, 18  # characters of a period before and behind its anchor
_BASES = ("比", "较", "由", "从", "自", "于", "与", "同", "以", "截至", "截止", "截止到", "较之")
_LEADS = ("到", "至", "在", "于", "力争", "争取", "确保", "预计", "力争到", "，", ",")


class Period(NamedTuple):
    """One mention of a time at `start`:`end`.

    `role` is `by` (到2025年, 2025年底前, 2022年，), `span` (2019至2022年), `base` (比2020年,
    2020年的), or `outlook` (展望2035年). `deadline` is ISO (`2025`, `2025-06`,
    `2025-06-30`) or None where it needs more than the text says; `derived` where it was counted.
    `strong` says that 到, 至 or 前 marks it as a deadline.
    """

    start: int
    end: int
    role: str
    deadline: str | None
    derived: bool
    strong: bool


def find_periods(
    text: str,
    issued: date | None = None,
    year: int | None = None,
    start: int = 0,
    end: int | None = None,
) -> list[Period]:
    """The periods of `text[start:end]`, in order; `year` is what 今年 and 年底 mean.

    >>> [(p.role, p.deadline) for p in find_periods("到2025年底，比2020年；2023年6月底前；“十四五”末")]
    [('by', '2025'), ('base', '2020'), ('by', '2023-06'), ('by', '2025')]
    """
    found: list[Period] = []
    end = len(text) if end is None else end
    pattern = _compiled(_SOURCE)
    reach = start
    for anchor in _compiled(_ANCHOR).finditer(text, start, end):
        at = anchor.start()
        if at < reach:
            continue
        match = pattern.search(text, max(reach, at - _AHEAD), min(end, at + _BEHIND))
        if match is None:
            continue
        reach = max(reach, match.end())
        period = _read(text, match, issued, year)
        if period is not None:
            found.append(period)
    return found


def _read(text: str, match: re.Match[str], issued: date | None, year: int | None) -> Period | None:
    start, end = match.span()
    derived = False
    role = "by"
    if match["until"]:
        deadline: str | None = _digits(match["until"])
        role = "span"
    elif match["year"]:
        deadline = _digits(match["year"])
        if match["month"]:
            deadline += f"-{int(match['month']):02d}" + (
                f"-{int(match['day']):02d}" if match["day"] else ""
            )
        elif match["half"]:
            deadline += {"上半年": "-06", "下半年": "", "一季度": "-03", "二季度": "-06"}.get(
                match["half"], "-09"
            )
    elif match["onlymonth"]:
        if year is None:
            return None
        month = _small(match["onlymonth"])
        deadline = f"{year}-{month:02d}" if 1 <= month <= 12 else None
        if match["onlyday"] and deadline:
            deadline += f"-{int(match['onlyday'][:-1]):02d}"
        derived = True
    elif match["plan"] or match["bare"]:
        plan = match["plan"] or match["bare"]
        number = 10 + (_SMALL[plan[1]] if len(plan) == 3 else 0)
        deadline, derived = str(1955 + 5 * number), True
        if not match["last"] and not match["tail"]:
            role = "span"
        elif match["tail"]:
            return None
        elif match["last"] in ("期间", "时期"):
            role = "span"
    elif match["part"]:
        deadline, derived = _part_of(year, match["part"], issued), True
        if deadline is None and year is not None:
            role = "base"
    elif match["two"]:
        deadline, derived = str(year + 1) if year else None, True
    elif years := match["within"] or match["coming"]:
        deadline, derived = str(issued.year + _small(years)) if issued else None, True
    else:
        if year is None:
            return None
        deadline, derived = str(year), True
    before = text[max(start - 4, 0) : start].rstrip('“" ')
    after = text[end : end + 3].lstrip('”"')
    if after.startswith(("前", "之前", "以前")):
        end += 1 if after[0] == "前" else 2
        return Period(start, end, "by", deadline, derived, True)
    if before.endswith("起至") and match["day"]:  # how long a policy holds
        return Period(start, end, "base", deadline, derived, False)
    if role == "span" and match["until"]:
        return Period(start, end, role, deadline, derived, False)
    if before.endswith(_BASES) and not (
        before.endswith("于") and "应于" in text[max(start - 3, 0) : start]
    ):
        return Period(start, end, "base", deadline, derived, False)
    if after.startswith(("的", "相比", "基础上", "水平", "以来", "起", "开始", "颁", "版", "第")):
        return Period(start, end, "base", deadline, derived, False)
    if before.endswith(("展望", "展望到")):
        return Period(start, end, "outlook", deadline, derived, False)
    strong = before.endswith(("到", "至")) or match.group().endswith(("底", "末"))
    return Period(start, end, role, deadline, derived, strong)


def _part_of(year: int | None, part: str, issued: date | None) -> str | None:
    """The month that ends a part of the year (上半年); None where that was over at the issue date."""
    if year is None:
        return None
    if part == "下半年":
        return str(year)
    month = {"上半年": 6, "一季度": 3, "二季度": 6}.get(part, 9)
    over = issued is not None and (year, month) < (issued.year, issued.month)
    return None if over else f"{year}-{month:02d}"


def _digits(year: str) -> str:
    return year.translate(_ZEROS)


def _small(written: str) -> int:
    if written[0] in _SMALL:
        if len(written) == 1:
            return _SMALL[written]
        return 10 + _SMALL.get(written[1], 0) if written[0] == "十" else 0
    return int(written)


@lru_cache(maxsize=2)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
