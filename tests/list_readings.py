"""Lists in `data/readings.csv` which characters have which reading, from pypinyin's dictionary.

usage: python tests/list_readings.py

Needs pypinyin (MIT), which planparse itself does not use. The characters are those of
GB 2312 and every Traditional or variant form that OpenCC turns into one of them. Forms
of one character share their readings, so that what is read of a text is the same before
and after it is converted. Rows are sorted: the same dictionary gives the same file.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from itertools import chain
from pathlib import Path

import opencc
from pypinyin import Style, pinyin

ROOT = Path(__file__).resolve().parent.parent
CONVERSIONS = ("t2s", "tw2s", "hk2s")
SLIPS = ("著着", "乾干", "瞭了", "藉借", "徵征", "覆复", "夥伙", "於于", "麼么", "鍾钟", "像象")
UNIFIED = chain(range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


def simplified_characters() -> set[str]:
    """The 6,763 characters of GB 2312."""
    found = set()
    for lead in range(0xB0, 0xF8):
        for trail in range(0xA1, 0xFF):
            try:
                found.add(bytes((lead, trail)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def forms() -> dict[str, set[str]]:
    """For every character that is listed, all forms of it."""
    simplified = simplified_characters()
    converters = [opencc.OpenCC(name) for name in CONVERSIONS]
    together = {ch: {ch} for ch in simplified}

    def join(one: str, other: str) -> None:
        both = together.setdefault(one, {one}) | together.setdefault(other, {other})
        for ch in both:
            together[ch] = both

    for code in UNIFIED:
        for converter in converters:
            if (form := converter.convert(chr(code))) in simplified and form != chr(code):
                join(chr(code), form)
    for slip in SLIPS:
        join(slip[0], slip[1])
    return together


def plain(reading: str) -> str:
    """`reading` as planparse compares it: without ê, and ü for pypinyin's v."""
    bare = "".join(ch for ch in unicodedata.normalize("NFD", reading) if ch in "u\u0308" or ch.isascii())
    return unicodedata.normalize("NFC", bare.replace("v", "ü"))


def main() -> None:
    rows: defaultdict[str, set[str]] = defaultdict(set)
    together = forms()
    for ch in together:
        for form in together[ch]:
            for reading in pinyin(form, style=Style.NORMAL, heteronym=True)[0]:
                if (syllable := plain(reading)).isalpha() and reading != form:
                    rows[syllable].add(ch)
    with (ROOT / "data" / "readings.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["syllable", "characters"])
        writer.writerows((syllable, "".join(sorted(rows[syllable]))) for syllable in sorted(rows))
    print(f"{len(rows)} syllables of {len(together)} characters")


if __name__ == "__main__":
    main()
