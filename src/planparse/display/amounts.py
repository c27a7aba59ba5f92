"""Amounts: a target in one line, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.display.typesetting import Piece, clean

if TYPE_CHECKING:
    from planparse.model import Target

_SIGNS = {">=": "≥", "<=": "≤", "~": "约", "=": "=", ">": ">", "<": "<", "range": ""}
_CHANGES = {"reach": "", "increase_by": "提高", "decrease_by": "下降", "multiply": "×"}


def amount_of(target: Target, *, dated: bool = True) -> list[Piece]:
    """Whose quantity, how much of it, and by when, where it is to be `dated`."""
    words = [clean(word) for word in (target.subject, target.indicator) if word]
    if target.rate:
        words.append("年均")
    if target.change != "reach":
        words.append(_CHANGES[target.change])
    amount = _SIGNS[target.comparator] + (" " if target.comparator in (">=", "<=", ">", "<") else "")
    amount = "" if target.comparator == "=" else amount
    amount += number_of(target.value)
    if target.value_max is not None:
        amount += "–" + number_of(target.value_max)
    if target.unit:
        amount += " " + clean(target.unit)
    year = target.deadline if target.deadline and len(target.deadline) == 4 else None
    after = [
        (f"{year}年" if year else target.deadline) if dated else None,
        f"比{clean(target.baseline)}" if target.baseline else None,
        {"binding": "约束性", "expected": "预期性"}.get(target.binding or ""),
    ]
    told = [(f" · {word}", "dim") for word in after if word]
    return [(" ".join([*words, ""]), "body"), (amount, "target"), *told]


def number_of(value: float) -> str:
    """A value as a person reads it: 万 and 亿 again where they leave few digits.

    >>> number_of(80.0), number_of(1.25), number_of(9e7), number_of(123456.0)
    ('80', '1.25', '9000万', '123456')
    """
    for size, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= size and round(value / size, 2) == value / size:
            return f"{value / size:.12g}{word}"
    return f"{value:.12g}"
