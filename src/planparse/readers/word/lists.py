"""Lists: the numbers that Word computes for paragraphs (`w:numPr`) and keeps out of the text.

What a number looks like stands in `numbering.xml`, which paragraphs name by `w:numId`, their
styles for them in `styles.xml`. ECMA-376, part 1, 17.9.
"""

from __future__ import annotations

import re
from copy import copy
from typing import NamedTuple

from planparse.readers.word.elements import Element
from planparse.readers.word.numerals import format_number

LEVELS = 9
_LEGAL_FORMS = ("decimal", "decimalZero", "decimalHalfWidth", "decimalFullWidth", "decimalFullWidth2")
_DASHES = "—–―－"  # bullets that notices write themselves: ——坚持创新
_LONGEST_CHAIN = 60  # styles that are based on each other


class Level:
    """One level of a list: how it counts, and what is written around the numbers.

    `restart` is the level (1 to 9) whose numbers begin this one anew, 0 for none, None for
    every higher one; `legal` writes all numbers in digits.
    """

    __slots__ = ("form", "legal", "picture", "restart", "start", "style")

    def __init__(self, element: Element) -> None:
        self.start = _number(element.value("w:start"), 0)
        self.form = element.value("w:numFmt") or "decimal"
        self.picture = element.value("w:lvlText") or ""
        self.style = element.value("w:pStyle")
        self.legal = element.is_on("w:isLgl")
        restart = element.value("w:lvlRestart")
        self.restart = None if restart is None else _number(restart, 0)


class _List(NamedTuple):
    """One `w:num`: its levels, and which of them begin anew where it is first used."""

    abstract: str
    levels: dict[int, Level]
    anew: set[int]


class Numbering:
    """The lists of a document, and how far each has been counted.

    `next` is called once for each numbered paragraph, in the order of the text.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._by_style: dict[str, tuple[str | None, int | None]] = {}
        self._default = ""
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[str] = set()
        style_lists = self._read_styles(styles) if styles is not None else {}
        if numbering is not None:
            self._read_lists(numbering, style_lists)

    # ------------------------------------------------------------------ reading

    def _read_styles(self, styles: Element) -> dict[str, str]:
        """Takes in the paragraph styles; gives the lists that list styles stand for."""
        own: dict[str, tuple[str | None, str | None, str | None]] = {}
        style_lists: dict[str, str] = {}
        for style in styles.all("w:style"):
            name = style.attributes.get("w:styleId", "")
            properties = style.first("w:pPr")
            numbers = properties.first("w:numPr") if properties is not None else None
            list_id = numbers.value("w:numId") if numbers is not None else None
            level = numbers.value("w:ilvl") if numbers is not None else None
            if style.attributes.get("w:type") == "numbering":
                if list_id is not None:
                    style_lists[name] = list_id
                continue
            if style.attributes.get("w:type", "paragraph") != "paragraph":
                continue
            own[name] = (style.value("w:basedOn"), list_id, level)
            if style.attributes.get("w:default") in ("1", "true", "on"):
                self._default = name
        for name in own:
            found: str | None = None
            depth: str | None = None
            at: str | None = name
            for _ in range(_LONGEST_CHAIN):
                if at is None or at not in own:
                    break
                above, list_id, level = own[at]
                found = list_id if found is None else found
                depth = level if depth is None else depth
                at = above
            self._by_style[name] = (found, None if depth is None else _number(depth, 0))
        return style_lists

    def _read_lists(self, numbering: Element, style_lists: dict[str, str]) -> None:
        abstract: dict[str, Element] = {}
        for element in numbering.all("w:abstractNum"):
            abstract.setdefault(element.attributes.get("w:abstractNumId", ""), element)
        of_list = {
            element.attributes.get("w:numId", ""): element.value("w:abstractNumId") or ""
            for element in numbering.all("w:num")
        }
        for element in numbering.all("w:num"):
            list_id = element.attributes.get("w:numId", "")
            name = of_list[list_id]
            # a list that only names a list style has its levels where that style's list has them
            for _ in range(_LONGEST_CHAIN):
                link = abstract[name].value("w:numStyleLink") if name in abstract else None
                other = of_list.get(style_lists.get(link or "", ""), "")
                if not link or other not in abstract or other == name:
                    break
                name = other
            if name not in abstract:
                continue
            levels = dict(_levels(abstract[name]))
            anew: set[int] = set()
            for override in element.all("w:lvlOverride"):
                at = _number(override.attributes.get("w:ilvl"), 0)
                for number, level in _levels(override):
                    levels[number] = level
                start = override.value("w:startOverride")
                if start is not None and at in levels:
                    levels[at] = copy(levels[at])
                    levels[at].start = _number(start, 1)
                    anew.add(at)
            self._lists[list_id] = _List(name, levels, anew)

    # ------------------------------------------------------------------ counting

    def next(self, style: str | None, list_id: str | None, depth: int | None) -> str:
        """The number of the next paragraph as it is written; empty for none.

        `style` is the paragraph's, `list_id` and `depth` what it says itself of its list.
        """
        style = style or self._default
        of_style, style_depth = self._by_style.get(style, (None, None))
        direct = list_id is not None
        list_id = list_id if direct else of_style
        found = self._lists.get(list_id or "")
        if found is None or list_id is None or list_id == "0":
            return ""
        if depth is None:
            # the level that names the style is the style's, whatever the style says
            linked = (n for n, level in found.levels.items() if level.style == style and not direct)
            depth = next(linked, style_depth)
        depth = min(max(depth or 0, 0), LEVELS - 1)
        level = found.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        if list_id not in self._used:
            self._used.add(list_id)
            for number in found.anew:
                counts[number] = None
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        for below in range(depth + 1, LEVELS):
            lower = found.levels.get(below)
            restart = lower.restart if lower is not None else None
            if restart is None or depth < restart:
                counts[below] = None
        return _written(found.levels, counts, level)


def _written(levels: dict[int, Level], counts: list[int | None], level: Level) -> str:
    """The number of `level` with the words around it, as its picture says: 第%1章, %1.%2."""

    def put(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        shown = levels.get(index)
        if shown is None:
            return ""
        count = counts[index]
        value = shown.start if count is None else count
        form = shown.form
        if level.legal and form not in (*_LEGAL_FORMS, "none"):
            form = "decimal"
        return format_number(value, form)

    if level.form == "bullet":
        return level.picture if level.picture and not level.picture.strip(_DASHES) else ""
    return re.sub(r"%([1-9])", put, level.picture)


def _levels(element: Element) -> list[tuple[int, Level]]:
    found = []
    for level in element.all("w:lvl"):
        number = _number(level.attributes.get("w:ilvl"), 0)
        if 0 <= number < LEVELS:
            found.append((number, Level(level)))
    return found


def _number(value: str | None, otherwise: int) -> int:
    found = re.fullmatch(r"\s*([+-]?\d{1,9})\s*", value or "", re.ASCII)
    return int(found[1]) if found else otherwise
