"""Dates as notices write them, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planparse.dates import find_dates, parse_date

DAY = date(2022, 11, 1)
CHINESE = "〇一二三四五六七八九"

WRITTEN = {
    "plain": ("2022年11月1日", DAY),
    "with leading zero": ("2022年11月01日", DAY),
    "with spaces, from a scan": ("2 0 2 2年 1 1月 1 日", DAY),
    "with wide spaces around": ("　　2022年11月1日　", DAY),
    "full-width digits": ("２０２２年１１月１日", DAY),
    "Chinese digits": ("二〇二二年十一月一日", DAY),
    "a circle for the zero": ("二○二二年十一月一日", DAY),
    "a large circle for the zero": ("二◯二二年十一月一日", DAY),
    "the word zero": ("二零二二年十一月一日", DAY),
    "a Latin O for the zero": ("二OO八年一月二十五日", date(2008, 1, 25)),
    "a full-width O for the zero": ("二ＯＯ八年一月二十五日", date(2008, 1, 25)),
    "Chinese and Arabic digits mixed": ("二00八年七月二十三日", date(2008, 7, 23)),
    "the nineties": ("一九九六年二月六日", date(1996, 2, 6)),
    "the tens of a day": ("二〇一六年十月十日", date(2016, 10, 10)),
    "the last of a month": ("二〇一八年十二月三十一日", date(2018, 12, 31)),
    "廿 for twenty": ("二〇一九年十月廿五日", date(2019, 10, 25)),
    "号 for 日": ("2022年11月1号", DAY),
    "hyphens": ("2022-11-01", DAY),
    "stops": ("2022.11.1", DAY),
    "slashes": ("2022/11/1", DAY),
    "eight digits": ("20221101", DAY),
    "a republican year": ("民国111年11月1日", DAY),
    "a leap day": ("2020年2月29日", date(2020, 2, 29)),
    "no such day": ("2022年2月29日", None),
    "no such month": ("2022年13月1日", None),
    "no such month in digits": ("20221301", None),
    "a month without a day": ("2022年11月", None),
    "a year": ("2022年", None),
    "more than a date": ("2022年11月1日起", None),
    "two separators": ("2022-11.01", None),
    "a telephone number": ("0311-66908853", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_a_written_date_is_read(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


FOUND = {
    "in a sentence": (
        "自2023年1月1日起施行，有效期至2027年12月31日。",
        ["2023年1月1日", "2027年12月31日"],
    ),
    "behind a name": ("国务院办公厅2018年12月7日（此件公开发布）", ["2018年12月7日"]),
    "over spaces but not over lines": ("2022年 11月 1日\n2022年11月\n1日", ["2022年 11月 1日"]),
    "not inside longer numbers": ("12022年11月1日 12022-11-011", []),
    "not where a day is missing": ("2022年11月印发", []),
    "a real one or not": ("2022年2月31日", ["2022年2月31日"]),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_dates_are_found(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_dates(text)] == expected


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else CHINESE[tens] + "十") + (
        CHINESE[ones] if ones else ""
    )


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_every_writing(day: date) -> None:
    year = "".join(CHINESE[int(digit)] for digit in str(day.year))
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
    ):
        assert parse_date(text) == day
        assert find_dates(f"办公厅{text}，") == [(3, 3 + len(text))]


@given(st.text(alphabet="0123456789年月日一二〇-. ", max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.isoformat()
    for start, end in find_dates(text):
        assert 0 <= start < end <= len(text)
