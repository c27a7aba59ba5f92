"""Numbers written at random in each form that notices use, and read back; and what is vague."""

from __future__ import annotations

from random import Random

import pytest

from conftest import LONG, SEED
from grammar.numerals import DIGITS, WIDE
from planparse.figures.quantities import find_quantities, load_units
from planparse.numbers import find_numbers, parse_number
from planparse.rulebook import default

UNITS = load_units(default())
CASES = 2_000 if LONG else 200
SCALES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}


def below_a_myriad(value: int, *, first: bool) -> str:
    """A number below 10000; 零 before it where it fills fewer places and another part goes before."""
    words = "" if first or value >= 1000 else "零"
    gap = False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + name
        gap = bool(words.strip("零")) and not digit
    return words


def in_chinese(value: int) -> str:
    """A whole number below 万亿 in Chinese numerals: 一亿零三万, 二十四."""
    words = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, size)
        if part:
            words += below_a_myriad(part, first=not words) + name
    return words.removeprefix("一") if words.startswith("一十") else words


def write_forms(random: Random) -> list[tuple[str, float]]:
    """One number in each form, with its value."""
    whole, places = random.randint(1, 10 ** random.randint(1, 9)), random.randint(1, 3)
    decimal = f"{random.randint(0, 9999)}.{random.randint(1, 9)}{random.randint(10, 99)}"[: places + 6]
    scale = random.choice([*SCALES])
    small, digit = random.randint(1, 9999), random.randint(1, 9)
    return [
        (str(whole), whole),
        (f"{whole:,}", whole),
        (str(whole).translate(WIDE), whole),
        (decimal, float(decimal)),
        (decimal.translate(WIDE).replace(".", "．"), float(decimal)),
        (f"{small}{scale}", small * SCALES[scale]),
        (f"{small / 10}{scale}", round(small * SCALES[scale] / 10, 4)),
        (in_chinese(whole), whole),
        (in_chinese(small) + "万", small * 10_000),
        (f"{in_chinese(small)}点{DIGITS[digit]}", small + digit / 10),
        (f"{in_chinese(small)}点{DIGITS[digit]}亿", small * 10**8 + digit * 10**7),
        (f"百分之{in_chinese(small)}", small),
        (f"百分之{small}", small),
        (f"{DIGITS[digit]}分之一", round(1 / digit, 3)),
    ]


def test_a_number_in_any_form_is_read_back() -> None:
    random = Random(SEED)
    for _ in range(CASES):
        for words, value in write_forms(random):
            said = f"{words!r}, PLANPARSE_SEED={SEED}"
            assert parse_number(words) == pytest.approx(value, rel=1e-12), said
            found = [number.value for number in find_numbers(f"达到{words}，")]
            assert found == [pytest.approx(value, rel=1e-12)], said


@pytest.mark.parametrize("joint", ["—", "－", "-", "–", "~", "～", "至", "到"])
@pytest.mark.parametrize("unit", ["%", "个", "万元", "亿元", "个百分点", "家", "公里"])
def test_a_range_is_one_quantity(joint: str, unit: str) -> None:
    random = Random(f"{SEED}{joint}{unit}")
    scale = {"万": 1e4, "亿": 1e8}.get(unit[0], 1)
    bare = unit[1:] if scale > 1 else unit
    for _ in range(CASES // 10):
        low = random.randint(1, 90)
        high = low + random.randint(1, 99)
        for words in (f"{low}{joint}{high}{unit}", f"{low}{unit}{joint}{high}{unit}"):
            (found,) = find_quantities(f"达到{words}，", UNITS)
            assert (found.value, found.value_max, found.unit) == (low * scale, high * scale, bare), words


@pytest.mark.parametrize("unit", ["个", "家", "名", "亿元", "公里"])
@pytest.mark.parametrize(
    "vague",
    [
        "数十",
        "数百",
        "几十",
        "几千",
        "上百",
        "上千",
        "上万",
        "若干",
        "一批",
        "成百上千",
        "多",
        "众多",
        "数",
    ],
)
def test_what_is_vague_has_no_value(vague: str, unit: str) -> None:
    assert find_quantities(f"建设{vague}{unit}，", UNITS) == []


WRITTEN = {  # text: (value, value_max, unit)
    "建成一百个": [(100, None, "个")],
    "形成二十家": [(20, None, "家")],
    "网上十二家": [(12, None, "家")],
    "总数二十个": [(20, None, "个")],
    "14.7万元": [(147000, None, "元")],
    "589.8亿立方米": [(58980000000, None, "立方米")],
    "3.3万、4.7万户": [(33000, None, None), (47000, None, "户")],
    "2000余家": [(2000, None, "家")],
    "200多万人": [(2e6, None, "人")],
    "5‰": [(5, None, "‰")],
    "万元工业增加值用水量": [],
    "产值超亿元": [(1e8, None, "元")],
    "每万人拥有": [],
    "收入比降至1.8∶1": [(1.8, None, None)],
    "收入比降至１.8：1以内": [(1.8, None, None)],
    "按照4:3:2:1的比例": [],
    "比例为5：2": [],
}


@pytest.mark.parametrize(("text", "expected"), WRITTEN.items())
def test_quantities_of_composed_clauses(
    text: str, expected: list[tuple[float, float | None, str | None]]
) -> None:
    found = find_quantities(text, UNITS)
    assert [(quantity.value, quantity.value_max, quantity.unit) for quantity in found] == expected
