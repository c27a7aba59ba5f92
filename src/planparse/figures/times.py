"""Times: every date, year, part of a year and span of them that a text writes, and how often.

Where `periods` reads what dates a target, `find_times` finds each expression once, with the last
day that it names: of 2019年4月—11月底 that is November 2019, of 每月20日前 the 20th of each month.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planparse.dates import DATE
from planparse.figures.periods import find_periods

if TYPE_CHECKING:
    from datetime import date

_D = "[0-9０-９]"
_ASCII = str.maketrans("０１２３４５６７８９", "0123456789")
_CHINESE_DIGITS = "一二三四五六七八九十"
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○ＯO", 0)
_YEAR = (
    f"(?:(?<!{_D})(?:19|20|１９|２０){_D}{{2}}|[一二][〇○零ＯO一九八][〇○零ＯO一二三四五六七八九]{{2}})"
)
_SMALL = f"(?:(?<!{_D}){_D}{{1,2}}|十[一二]|[一二三四五六七八九十])"
_DAY = rf"(?:{_D}{{1,2}}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[ \t]?[日号]"
_PART = "第?[一二三四1-4]季度|[上下]半年|前[三二]季度|[春夏秋冬]季(?:学期)?"
_TAIL = "(?:[年月]?底|[年月]?末|[年月]?初|中旬)"
_TENTH = "(?:[上中下]|[上中]、?[中下])旬"
_HOUR = r"[ \t]?(?:[上下中]午|晚上)?[ \t]?\d{1,2}(?:[:：]\d{2}|[时点]整?(?:\d{1,2}分)?)"
_IN_YEAR = f"(?:{_SMALL}[ \t]?月份?(?:{_DAY}|{_TENTH})?|{_PART})"
_ONE = (
    f"{DATE}"
    f"|{_YEAR}[ \t]?年度?(?:[ \t]?{_IN_YEAR})?(?:[ \t]?{_TAIL})?"
    rf"|{_SMALL}[ \t]?月份?(?:{_DAY}|{_TENTH})?{_TAIL}?"
    f"|第?[一二三四1-4]季度{_TAIL}?|[上下]半年|前[三二]季度"
    f"|(?:本|今|当|明|次|上一?|下一|前一)年度?(?:年?底|年?末|[上下]半年|{_IN_YEAR})?{_TAIL}?|年(?:底|末|内)|年[中终](?=前|[、，,和及]|开展|组织|进行|[对向要])|全年|今明两年|明后两年"
    f"|[本下]月(?:{_DAY}|{_TENTH}|底|末)"
)
_OTHER = (
    rf"{_D}{{1,2}}[:：]{_D}{{2}}(?:[-—－–~～至]{{1,2}}{_D}{{1,2}}[:：]{_D}{{2}})?(?![:：0-9])"
    f"|{_YEAR}[-—－–~～至]{{1,2}}{_YEAR}(?!{_D}|年|号)"
    f"|(?<=[（(])(?:19|20){_D}{{2}}(?=[)）])"
)
_COUNT = "(?:[一二两三四五六七八九十]|[0-9]{1,2})"
_JOINT = "[ \t]?[—－–~～\\-至到]{1,2}[ \t]?"
_NO_TREND = "(?!.{0,2}(?:提高|提升|增[加长多]|递[增减]|下降|减少|上升|扩大|降低))"  # 逐月下降
_WEEKDAY = "[一二三四五六日天](?=之?前|以前|[上中下]午|[、和至到])"
_OFTEN = {
    "annual": "每一?年度?|每学年|按年度?|各年度",
    "half-yearly": "每半年|每学期|按半年",
    "quarterly": f"每个?季度?|按季度?|逐季度?{_NO_TREND}",
    "monthly": f"每个?月|按月|逐月{_NO_TREND}|次月(?={_D}{{1,2}}[日号])",
    "weekly": f"(?:每周|每星期)(?:{_WEEKDAY})?|按周|逐周{_NO_TREND}",
    "daily": f"每日|每天|按日|逐日{_NO_TREND}",
}
_EACH = "|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _OFTEN.items())
_SOURCE = (
    f"(?P<clock>{_OTHER})"
    f"|(?:{_EACH})(?:的|[年月周]?[末底](?!月)|季度?[末底])?(?P<within>{_IN_YEAR}{_TAIL}?|{_DAY}|的?(?:第[一二三1-3]个?|首个?|末)月的?(?:{_DAY})?)?"
    rf"|(?<=[用过])(?P<lasting>(?:{_COUNT}[—－–~～至到-])?(?P<years>{_COUNT})年(?:左右|多)?的?(?:时间|努力))"
    f"|(?P<from>{_ONE})(?:(?:{_HOUR})?{_JOINT}(?P<until>{_ONE}|{_DAY})(?:{_HOUR})?)?(?:{_HOUR}(?=之?前))?"
)
_RELATIVE = re.compile("^(?:本|今|当|明|次|翌|上一?|下一|前一)年度?(?=.)")
_FIRST = f"[一二两三四五六七八九十本今当明次上下年全每按逐各前第]|{_D}"
_BEFORE = re.compile("(?:[ \t]?下班)?(?:之|以)?前(?![提后往列景期])")
_QUARTERS = dict(zip("一二三四1234", (3, 6, 9, 12) * 2, strict=True))
_LAST_DAYS = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
_NO_MONTH = ("月刊", "月球", "月饼", "月经", "月子", "月薪", "月嫂")
_APART = 120  # characters in which a year named before still rules a month
_COUNTED = "0123456789０１２３４５６７８９.．个"  # before a number that is no month


class Time(NamedTuple):
    """One time at `start`:`end`, a 前 behind it included.

    `deadline` is the last day it names: ISO, `--01-15` of each year, `---20` of each month, or
    None; `derived` says that its year was taken from the notice. `strong` times say 前, 底 or 末
    or have 到 before them. `recurrence` is as in `model.Milestone`; a `span` has a first day too.
    """

    start: int
    end: int
    deadline: str | None
    derived: bool
    strong: bool
    recurrence: str | None = None
    span: bool = False


def find_times(text: str, issued: date | None = None, year: int | None = None) -> list[Time]:
    """The times of a text, in order and apart; `year` is the one of dates that name none.

    >>> found = find_times("2019年4月—11月底，每年1月15日前。3月31日、6月30日前", year=2022)
    >>> [(time.deadline, time.recurrence) for time in found]
    [('2019-11', None), ('--01-15', 'annual'), ('2022-03-31', None), ('2022-06-30', None)]
    """
    found = _written(text, issued, year)
    found += [
        Time(p.start, p.end, p.deadline, p.derived, p.strong) for p in find_periods(text, issued, year)
    ]
    found.sort(key=lambda time: (time.start, -time.end))
    apart: list[Time] = []
    for time in found:
        if not apart or time.start >= apart[-1].end:
            apart.append(time)
        elif time.end > apart[-1].end:  # the longer of two that overlap
            apart[-1] = time._replace(start=apart[-1].start)
    return _in_chains(text, apart)


def _written(text: str, issued: date | None, year: int | None) -> list[Time]:
    """The times that are written as dates, and the words that say how often."""
    first, source = _compiled(_FIRST), _compiled(_SOURCE)
    found: list[Time] = []
    at = 0
    while begin := first.search(text, at):
        at = begin.start()
        match = source.match(text, at)
        if match is None or not _is_time(text, match):
            at += 1
            while at < len(text) and text[at - 1].isdecimal() and text[at].isdecimal():
                at += 1  # the rest of a number
            continue
        time = _read(text, match, issued, year)
        found.append(time)
        at = time.end
    return found


def _is_time(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a time is one here: no month in 3个月 or 月刊, no day in 每日电讯."""
    start, written = match.start(), match.group()
    before = text[start - 1 : start]
    if written[0].isdecimal() and before and (before in _COUNTED or before.isascii()):
        # 3．2020年底前: the number of an item before a year
        dated = re.match(f"{_D}{{4}}年", written) and before in ".．"
        return dated or not before.strip() or before in "（(，,、:：;-—~/“\"'"
    if match["from"] and not written[0].isdecimal():
        if before and before in "一二三四五六七八九十百千第个":
            return False
        if written[0] == "次" and (before.isdecimal() or before in tuple("此每首本历两几多各逐")):
            return False  # 此次年度抽查
        if written[0] in _CHINESE_DIGITS and "年" not in written and "季" not in written:
            at = written.find("月")
            return at > 0 and not text.startswith(_NO_MONTH, start + at)
        if written.startswith("年") and before and before in "百千万数几多少成周每":
            return False
    return not written.startswith("上年") or "上年度" in written or before not in ("以", "之")


def _read(text: str, match: re.Match[str], issued: date | None, year: int | None) -> Time:
    start, end = match.span()
    often = next((name for name in _OFTEN if match[name.replace("-", "_")]), None)
    written = match.group()
    strong = written.endswith(("底", "末"))
    if ahead := _BEFORE.match(text, end):
        end, strong = ahead.end(), True
    strong = strong or text[max(0, start - 2) : start].rstrip(" \t").endswith(("到", "至"))
    if match["clock"]:
        years = re.findall(f"{_D}{{4}}", written)
        return Time(start, end, years[-1].translate(_ASCII) if years else None, False, False)
    if often:
        within = match["within"]
        if within is None:
            ends = often == "annual" and written.endswith(("底", "末"))
            return Time(start, end, "--12" if ends else None, False, strong, often)
        _, month, day = (None, None, None) if "个" in within or often == "quarterly" else _parts(within)
        if month is None and day is not None:
            return Time(start, end, f"---{day:02d}", False, strong, often)
        date_of = f"--{month:02d}" + (f"-{day:02d}" if day else "") if month else None
        return Time(start, end, date_of, False, strong, often)
    if match["lasting"]:  # 用三年时间
        count = _number(match["years"].replace("两", "二"))
        last_year = f"{issued.year + count}" if issued and count else None
        return Time(start, end, last_year, True, True)
    if written[0] in "本下" and written[1] == "月":
        return Time(start, end, _in_month(written, issued), True, strong)
    first = _parts(match["from"])
    last = _parts(match["until"]) if match["until"] else first
    own = last[0] or first[0]
    month, day = (last[1] or (first[1] if match["until"] and last[2] else None)), last[2]
    derived = own is None
    own = own or (year + _shift(written) if year else None)
    if own is None or (month is not None and not 1 <= month <= 12) or (day and not 1 <= day <= 31):
        return Time(start, end, None, derived, strong)
    deadline = f"{own}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    return Time(start, end, deadline, derived, strong, None, bool(match["until"]))


def _in_month(written: str, issued: date | None) -> str | None:
    """The day of 本月25日 and 下月底 in a notice of a known day."""
    if issued is None:
        return None
    month = issued.year * 12 + issued.month - 1 + (written[0] == "下")
    day = _parts(f"{month % 12 + 1}{written[1:]}")[2]
    return f"{month // 12}-{month % 12 + 1:02d}" + (f"-{day:02d}" if day else "")


def _shift(written: str) -> int:
    """How many years from the notice's own a year without a number is: 明年, 次年, 上年."""
    if written.endswith("两年"):
        return 2 if written[0] == "明" else 1
    return 1 if written[0] in "明次" else -1 if written.startswith(("上年", "去年")) else 0


def _parts(written: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a time, each None where it names none; 上旬 is the 10th."""
    plain = "".join(written.split()).translate(_ASCII)
    if numeric := re.match(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", plain):
        return int(numeric[1]), int(numeric[2]), int(numeric[3])
    plain = _RELATIVE.sub("", plain)  # of 次年1月15日 the month and the day
    year_part, mark, rest = plain.partition("年")
    year = _number(year_part) if mark and len(year_part) == 4 else None
    if year is None:
        rest = plain
    month: int | None = None
    day: int | None = None
    if "月" in rest:
        month_part, _, after = rest.partition("月")
        month = _number(month_part.lstrip("度")) if month_part else None
        if "旬" in after and month:
            last = _LAST_DAYS.get(month, 31)
            day = {"上": 10, "中": 20}.get(after[after.find("旬") - 1], last)
        else:
            written_day = re.match(f"份?({_DAY})", after)
            day = _number(re.split("[日号]", written_day[1])[0].strip()) if written_day else None
    elif "季度" in rest:
        month = _QUARTERS.get(rest[rest.find("季") - 1])
    elif plain == "年中":
        month = 6
    elif "半年" in rest:
        month = 6 if "上半年" in rest else 12
    elif re.search("[日号]$", rest.rstrip("前底末")):
        day = _number(re.split("[日号]", rest)[0])
    return year, month, day


def _number(written: str) -> int | None:
    """The value of a year, month or day in digits, or in Chinese (digit by digit for a year)."""
    if written.isdecimal():
        return int(written)
    if len(written) == 4 and all(c in _CHINESE for c in written):
        return int("".join(str(_CHINESE[c]) for c in written))
    tens, mark, ones = written.partition("十")
    if mark:
        return 10 * _CHINESE.get(tens, 1) + _CHINESE.get(ones, 0)
    return _CHINESE.get(written)


def _with_years(text: str, times: list[Time]) -> list[Time]:
    """The times with the year that one before them in the sentence names: 2021年6月底前…，12月底前…."""
    found: list[Time] = []
    named: Time | None = None
    for time in times:
        dated = time
        # as the one that a year's task names
        same = text.startswith(("当年", "次年", "翌年"), time.start)
        if (
            named is not None
            and named.recurrence == "annual"
            and time.derived
            and (named.strong or same)
        ):
            gap = text[named.end : time.start]
            if time.strong and len(gap) <= _APART and "。" not in gap:
                _, month, day = _parts(re.sub("^[当次翌]年", "", text[time.start : time.end]))
                last = f"--{month or 12:02d}" + (f"-{day:02d}" if month and day else "")
                dated = time._replace(deadline=last, recurrence="annual", derived=False)
        elif (
            named is not None
            and named.recurrence is None
            and time.derived
            and "-" in (time.deadline or "")
        ):
            gap = text[named.end : time.start]
            if len(gap) <= _APART and "。" not in gap and text[time.start] not in "今本当明次上":
                dated = time._replace(deadline=(named.deadline or "")[:4] + (time.deadline or "")[4:])
        found.append(dated)
        if dated.recurrence or (dated.deadline and not dated.derived):
            named = dated if dated.strong or dated.recurrence == "annual" else None
    return found


def _in_chains(text: str, times: list[Time]) -> list[Time]:
    """The times with 前 or a recurrence laid on all that 、 joins: 3月31日、6月30日前."""
    found = _with_years(text, times)
    for number in range(len(found) - 2, -1, -1):
        time, following = found[number], found[number + 1]
        gap = text[time.end : following.start]
        if gap in ("、", "和", "及", "或") and following.strong and time.deadline:
            found[number] = time._replace(strong=True)
    for number in range(1, len(found)):
        before, time = found[number - 1], found[number]
        gap = text[before.end : time.start]
        if (
            gap in ("、", "和", "及", "或")
            and before.recurrence == "annual"
            and time.recurrence is None
            and time.derived
            and time.deadline
        ):
            found[number] = time._replace(
                recurrence="annual", deadline="-" + time.deadline[4:], derived=False
            )
    return found


@lru_cache(maxsize=4)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
