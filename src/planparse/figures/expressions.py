"""Numeric expressions: every place of a text where a number is written, each once.

Numbers with their units, times, ordinals, numbers of documents and names with digits in them (5G,
“三品一标”) part the text among them: of what overlaps, the wider and surer reading is kept, and no
digit is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planparse.figures.quantities import find_quantities, load_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planparse.figures.quantities import Quantity
    from planparse.figures.times import Time
    from planparse.rulebook import Rulebook

_NUMERALS = "一二三四五六七八九十百千万亿两零〇○"
_NUMERIC = f"[0-9０-９{_NUMERALS}]"
_ORDINAL = (
    "第[ \\u3000]?(?:[0-9０-９]{1,6}|[一二三四五六七八九十百千零〇两]{1,7})"
    "(?:[条款项目章节编号届批期次轮代版卷名位档类组季]|个|部分|阶段|年度?|学期|天|日|小时|周|步|产业|轮次)?"
    "|第[ \\u3000]?[0-9０-９]{1,6}"
)
_ONES = "一二三四五六七八九"
_SETS = f"(?<![{_ONES}十第])(?P<number>[{_ONES}]?十[{_ONES}]?|[{_ONES[1:]}])部门"
_QUOTED = "[“「](?P<name>[^“”「」，。；：\\n]{1,16})[”」]"
_DIGITS = "[0-9０-９]"
_CODE = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ①-⑳⑴-⒇][0-9A-Za-z０-９.．\\-/+_@·:：―—–]*"
# no number with a unit
_WORD = "(?:[A-Za-z]|[0-9]{3,4}[-—–][0-9]{7,8}$)(?=.*[0-9])|[^@]*@.*[0-9]|[0-9]+[^@]*@"
_COUNTERS = "条款项目章节编号届批期次轮代版卷名位档类组"


class Expression(NamedTuple):
    """One expression at `start`:`end`; `form` says how it was read.

    `form` is `number` (with its `quantity`), `set` (十二部门), `time`, `ordinal`, `quoted`,
    `document` or `code`.
    """

    start: int
    end: int
    form: str
    quantity: Quantity | None = None


def find_expressions(
    text: str,
    rulebook: Rulebook,
    *,
    taken: Iterable[tuple[int, int]],
    documents: Iterable[tuple[int, int]],
    times: Iterable[Time],
) -> list[Expression]:
    """The expressions of `text` outside the spans that are `taken`, in order and apart.

    `documents` are the spans of numbers of documents and of articles, each one expression.

    >>> from planparse.rulebook import default
    >>> text = "“三品一标”和5G基站3个"
    >>> found = find_expressions(text, default(), taken=(), documents=(), times=())
    >>> [(text[e.start : e.end], e.form) for e in found]
    [('三品一标', 'quoted'), ('5G', 'code'), ('3个', 'number')]
    """
    cover = Cover(taken)
    found: list[Expression] = []
    partial: list[Expression] = []  # what something wider or surer overlaps

    def keep(start: int, end: int, form: str, quantity: Quantity | None = None) -> None:
        if start >= end:
            return
        expression = Expression(start, end, form, quantity)
        (found if cover.add(start, end) else partial).append(expression)

    for start, end in documents:
        keep(start, end, "document")
    for match in _compiled(_QUOTED).finditer(text):
        name = match["name"]
        if _is_numbered_name(name):
            keep(*match.span("name"), "quoted")
    for time in times:
        if re.search(_NUMERIC, text[time.start : time.end]):
            keep(time.start, time.end, "time")
    for match in _compiled(_ORDINAL).finditer(text):
        if match.group()[-1] in _COUNTERS or re.search(_DIGITS, match.group()):
            keep(*match.span(), "ordinal")
    codes = list(_codes(text))
    for start, end in codes:
        if re.match(_WORD, text[start:end]):
            keep(start, end, "code")
    for match in _compiled(_SETS).finditer(text):
        keep(match.start("number"), match.end("number"), "set")
    units = load_units(rulebook)
    for quantity in find_quantities(text, units):
        keep(quantity.start, quantity.end, "number", quantity)
    for start, end in codes:
        for a, b in cover.gaps(start, end):
            if re.search(_DIGITS, text[a:b]):
                keep(a, b, "code")
    for expression in partial:
        for a, b in cover.gaps(expression.start, expression.end):
            for part in find_quantities(text, units, a, b):
                keep(part.start, min(part.end, b), "number", part)
    return sorted(found, key=lambda expression: expression.start)


def _is_numbered_name(name: str) -> bool:
    """Whether what stands in quotation marks is a name with numbers in it: 三品一标, 24小时不打烊."""
    if re.search(_DIGITS, name):
        return True
    numerals = [c for c in name if c in "一二三四五六七八九十两百千万"]
    return len(numerals) > 1 or (bool(numerals) and name[0] in "一二三四五六七八九十两百千万")


def _codes(text: str) -> Iterator[tuple[int, int]]:
    """Runs of letters and digits that hold a digit: IPv6, 0311-66908622, 66005105@163.com."""
    for match in _compiled(_CODE).finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in ".．-/+_@·:：―—–":
            end -= 1
        yield start, end


class Cover:
    """Spans of a text that are taken, apart and in order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def add(self, start: int, end: int) -> bool:
        """Takes a span; False where another one overlaps it."""
        if self.meets(start, end):
            return False
        number = bisect_right(self._starts, start)
        self._starts.insert(number, start)
        self._ends.insert(number, end)
        return True

    def meets(self, start: int, end: int) -> bool:
        """Whether a span overlaps one of them."""
        number = bisect_right(self._starts, start)
        return (number > 0 and self._ends[number - 1] > start) or (
            number < len(self._starts) and self._starts[number] < end
        )

    def holds(self, at: int) -> bool:
        """Whether a place is in one of them."""
        number = bisect_right(self._starts, at) - 1
        return number >= 0 and at < self._ends[number]

    def gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a span that nothing has taken yet."""
        number = max(bisect_right(self._starts, start) - 1, 0)
        parts: list[tuple[int, int]] = []
        at = start
        while number < len(self._starts) and self._starts[number] < end:
            if self._ends[number] > at:
                if self._starts[number] > at:
                    parts.append((at, self._starts[number]))
                at = self._ends[number]
            number += 1
        if at < end:
            parts.append((at, end))
        yield from parts


@lru_cache(maxsize=4)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
