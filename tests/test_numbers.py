"""Numerals: every way in which notices write a value, and what only looks like one."""

from __future__ import annotations

import pytest

from planparse.figures.periods import find_periods
from planparse.figures.quantities import find_quantities, load_units
from planparse.numbers import find_numbers, parse_number, parse_ordinal
from planparse.rulebook import default

UNITS = load_units(default())

ORDINALS = {
    "一": 1, "十": 10, "十一": 11, "二十": 20, "二十二": 22, "廿五": 25, "卅": 30, "百零三": 103, "一百零三": 103,
    "一百二十": 120, "一百一十一": 111, "一千零一": 1001, "一〇": 10, "一○三": 103, "〇": 0, "零": 0, "○": 0,
    "1": 1, "12": 12, "１２": 12, "①": 1, "⑳": 20, "⑴": 1, "⒈": 1, "㈠": 1, "㈩": 10, "㉑": 21, "Ⅳ": 4,
    "壹拾": 10,
}  # fmt: skip
NO_ORDINALS = ("", "总", "二十二二", "十十", "一百万", "两两", "一、", "第一", "²", "123456789")

VALUES = {
    "80": 80, "２５０": 250, "1,234": 1234, "1,234,567.5": 1234567.5, "２．５": 2.5, "3.14": 3.14,
    "3千万": 3e7, "1.5万亿": 1.5e12, "2.16万": 21600, "29.79万": 297900, "5百": 500, "12亿": 1.2e9,
    "二十四点一": 24.1, "二十四点一亿": 2.41e9, "两": 2, "十五": 15, "一百二十": 120, "一百二十万": 1.2e6, "两万三千": 23000,
    "三千万": 3e7, "千亿": 1e11, "万亿": 1e12, "百": 100, "二〇二二": 2022,
    "一半": 0.5, "三分之二": 0.667, "四分之一": 0.25, "百分之十五": 15, "百分之十二点五": 12.5, "百分之12.5": 12.5, "千分之三": 3,
}  # fmt: skip
NO_VALUES = ("", "若干", "一批", "数", "多", "零点", "1" * 30, "十十", "二二十")


@pytest.mark.parametrize(("text", "value"), ORDINALS.items())
def test_an_ordinal_has_its_value(text: str, value: int) -> None:
    assert parse_ordinal(text) == value


@pytest.mark.parametrize("text", NO_ORDINALS)
def test_what_is_no_ordinal_has_none(text: str) -> None:
    assert parse_ordinal(text) is None


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_a_number_has_its_value(text: str, value: float) -> None:
    assert parse_number(text) == value
    found = find_numbers(f"达到{text}，")
    assert [number.value for number in found] == [value]


@pytest.mark.parametrize("text", NO_VALUES)
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("value", range(1, 10_000, 37))
def test_a_chinese_numeral_is_read_back(value: int) -> None:
    assert parse_ordinal(_written(value)) == value
    assert parse_number(_written(value) + "万") == value * 10_000


def _written(value: int) -> str:
    """A number below 10000 as notices write it, 零 where a place is empty."""
    digits = "零一二三四五六七八九"
    out, empty = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            out += ("零" if empty and out else "") + digits[digit] + name
            empty = False
        else:
            empty = True
    return out.removeprefix("一") if out.startswith("一十") else out


# text: (value, value_max, unit)
QUANTITIES = {
    "营业收入1.5万亿元": [(1.5e12, None, "元")],
    "资金3千万元": [(3e7, None, "元")],
    "2000余家": [(2000, None, "家")],
    "100余万个": [(1e6, None, "个")],
    "10—15%": [(10, 15, "%")],
    "１０％": [(10, None, "%")],
    "3～5个": [(3, 5, "个")],
    "1-2家": [(1, 2, "家")],
    "10%至15%": [(10, 15, "%")],
    "6至8个": [(6, 8, "个")],
    "1—2万家": [(1e4, 2e4, "家")],
    "百分之二十": [(20, None, "%")],
    "千分之三": [(3, None, "‰")],
    "5个百分点": [(5, None, "个百分点")],
    "三分之二以上": [(0.667, None, None)],
    "一半以上": [(0.5, None, None)],
    "80、250小时": [(80, None, None), (250, None, "小时")],
    "1.1亿吨标准煤": [(1.1e8, None, "吨标准煤")],
    "0.5元/千瓦时": [(0.5, None, "元/千瓦时")],
    "8件/万人": [(8, None, "件/万人")],
    "2000台（套）": [(2000, None, "台（套）")],
    "35微克/立方米": [(35, None, "微克/立方米")],
    "9.8万Gbps": [(98000, None, "Gbps")],
    "10亿千瓦": [(1e9, None, "千瓦")],
    "两个万亿级产业集群": [(2, None, "个")],
    "10个百万亩基地": [(10, None, "个")],
    "规模达到千亿级": [(1e11, None, None)],
    "数十个": [],
    "上百家": [],
    "几千人": [],
    "统一思想": [],
    "千方百计": [],
    "三方协同": [],
    "5G网络": [],
    "IPv6地址": [],
    "第3项": [],
    "G101线": [],
    "每万人口": [],
    "“1+21”体系": [(1, None, None)],
}


@pytest.mark.parametrize(("text", "expected"), QUANTITIES.items())
def test_quantities(text: str, expected: list[tuple[float, float | None, str | None]]) -> None:
    found = find_quantities(text, UNITS)
    assert [(q.value, q.value_max, q.unit) for q in found] == expected
    for quantity in found:
        assert 0 <= quantity.start < quantity.number_end <= quantity.end <= len(text)


# text: (role, deadline)
PERIODS = {
    "到2025年，": [("by", "2025")],
    "2025年底前": [("by", "2025")],
    "２０２５年６月底前": [("by", "2025-06")],
    "2025年6月30日前": [("by", "2025-06-30")],
    "到二○二五年": [("by", "2025")],
    "2022年上半年": [("by", "2022-06")],
    "2019至2022年": [("span", "2022")],
    "2023-2025年": [("span", "2025")],
    "比2020年提高": [("base", "2020")],
    "较“十三五”末": [("base", "2020")],
    "2020年的19.4%": [("base", "2020")],
    "到“十四五”末": [("by", "2025")],
    "“十二五”期末": [("by", "2015")],
    "十四五末": [("by", "2025")],
    "“十四五”时期主要指标": [("span", "2025")],
    "展望2035年": [("outlook", "2035")],
    "三年内": [("by", "2025")],
    "12月底前": [("by", "2024-12")],
    "年底前": [("by", "2024")],
    "全年": [("by", "2024")],
    "“十四五”规划": [],
    "十五个": [],
    "5年以上": [],
}


@pytest.mark.parametrize(("text", "expected"), PERIODS.items())
def test_periods(text: str, expected: list[tuple[str, str]]) -> None:
    from datetime import date

    found = find_periods(text, date(2022, 11, 1), 2024)
    assert [(period.role, period.deadline) for period in found] == expected
