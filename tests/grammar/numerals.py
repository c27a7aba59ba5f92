"""The written numbers of divisions, family by family, with the slips that real notices have."""

from __future__ import annotations

import unicodedata
from random import Random
from typing import ClassVar

DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ALIKE = str.maketrans("〔〕[]【】﹝﹞條", "()()()()条")


def chinese(number: int) -> str:
    """一, 十, 十一, 二十, 一百零三."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        between = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return f"{DIGITS[hundreds]}百{between}{chinese(rest) if rest else ''}"
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")


def key(number: str) -> str:
    """A number with widths, white space and trailing marks folded, as the evaluation folds it."""
    folded = unicodedata.normalize("NFKC", number).translate(ALIKE)
    return "".join(folded.split()).rstrip(".。、,:")


class Family:
    """How the numbers of one level are written in one notice: `family(3)` is the third.

    `slip` is the ordinal whose number is written wrong, as a typist or a scanner does it.
    """

    STYLES: ClassVar[dict[str, tuple[str, ...]]] = {
        "一、": ("一、",),
        "（一）": ("（一）", "(一)", "（一）+"),
        "1.": ("1.", "1．", "1、", "１、", "１．", "1.+"),
        "（1）": ("（1）", "(1)", "（１）"),
        "①": ("①",),
        "⑴": ("⑴",),
    }

    def __init__(self, name: str, random: Random) -> None:
        styles = self.STYLES[name]
        weights = [5 if number == 0 else 1 for number in range(len(styles))]
        self.style = random.choices(styles, weights)[0]
        self.random = random
        self.slip = random.randint(2, 4) if self.style.endswith("+") else 0

    def __call__(self, ordinal: int) -> str:
        """The number as it stands in the text."""
        if self.style == "一、":
            return chinese(ordinal) + "、"
        if self.style in ("（一）", "(一)"):
            return self.style.replace("一", chinese(ordinal))
        if self.style == "（一）+":  # both widths in one notice, sometimes in one pair
            left, right = self.random.choice(("（）", "（）", "()", "（)", "(）"))
            return f"{left}{chinese(ordinal)}{right}"
        if self.style == "①":
            return chr(ord("①") + ordinal - 1)
        if self.style == "⑴":
            return chr(ord("⑴") + ordinal - 1)
        if self.style == "1.+":
            return f"{ordinal}{'。' if ordinal == self.slip else '.'}"
        digits = str(ordinal).translate(WIDE) if "１" in self.style else str(ordinal)
        return self.style.replace("1", digits).replace("１", digits)
