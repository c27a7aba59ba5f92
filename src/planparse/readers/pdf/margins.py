"""Heads, feet and page numbers: the lines in the margins of pages that belong to the print."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from planparse.readers.pdf.lines import Line

_BAND = 0.13  # share of a page's height in which heads and feet stand
_EDGE_LINES = 4  # lines of such a band that are looked at
_OFTEN = 0.25  # share of the pages that a head stands on
_LONGEST_NUMBER = 24  # characters
_RUNNING = 24  # characters of a line that runs on close below in the same type: no head is as long
_STEP = 8  # points by which a head may stand higher or lower

_BAR = r"[\s\u3000—–―\-－_~·•|/／.．]*"
_DASH = r"[\s\u3000]*[—–―\-－_~·•|][\s\u3000—–―\-－_~·•|]*"
# A number with dashes around it, or with words that say what it counts; and one that is bare.
_NUMBER = re.compile(
    rf"{_DASH}(?:\d{{1,4}}|[０-９]{{1,4}}|[ivxIVX]{{1,6}}){_DASH}"
    rf"|{_BAR}第\s*(?:\d{{1,4}}|[０-９]{{1,4}}|[一二三四五六七八九十]{{1,3}})\s*页"
    rf"(?:[\s\u3000/／,，、|]*共\s*(?:\d{{1,4}}|[０-９]{{1,4}}|[一二三四五六七八九十]{{1,3}})\s*页)?{_BAR}"
    rf"|{_BAR}[Pp]age\s*\d{{1,4}}(?:\s*of\s*\d{{1,4}})?{_BAR}"
)
_BARE = re.compile(
    r"[\s\u3000]*(?:\d{1,4}|[０-９]{1,4}|[ivxIVX]{1,6}|\d{1,4}\s*[/／]\s*\d{1,4})[\s\u3000]*"
)
_APART = 2.2  # ems between a bare number and the text where it counts pages
_AT_END = re.compile(
    r"(?:^|[\s\u3000]+)[—–―\-－·|]?\s*(?:第\s*)?(\d{1,4})(?:\s*[/／]\s*\d{1,4})?\s*页?\s*[—–―\-－·|]?$"
)
_AT_START = re.compile(r"^[—–―\-－·|]?\s*(?:第\s*)?(\d{1,4})\s*页?\s*[—–―\-－·|]?[\s\u3000]+")
# What a browser prints above and below: a day with its time, an address, the page of the pages.
_PRINTED = re.compile(
    r"(?:(?:https?|fi ?le)://\S+|about:blank|data:\S+)(?:[\s\u3000]+\d+\s*/\s*\d+)?"
    r"|\d{1,4}[/.\-年]\d{1,2}[/.\-月]\d{1,4}日?[,，]?\s*(?:[上下]午)?\s*\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?(?:[\s\u3000].*)?"
)
_NEVER = re.compile(r"附[件表录]|专栏|表|第.{1,4}[章节条]|[一二三四五六七八九十]{1,3}、|.*[。；：，:;]$")


class _Place(NamedTuple):
    """A line in a margin: its page, its number there, whether it stands above, and how high."""

    page: int
    number: int
    above: bool
    level: int


def find_margins(pages: list[list[Line]], heights: list[float]) -> set[tuple[int, int]]:
    """Page and number on it, from 0, of each line that is a head, a foot or a page number.

    Such a line stands in the upper or lower margin of a page, with none of the notice's own lines
    between it and the edge, and it is a page number, or says the same at the same height on
    other pages, or is what a browser prints there.
    """
    places: list[tuple[_Place, str]] = []
    apart: set[tuple[int, int]] = set()  # lines that stand far from the next one
    running: set[tuple[int, int]] = set()
    for page, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        order = sorted(range(len(lines)), key=lambda number: lines[number].base)
        for above, edge in ((True, order[:_EDGE_LINES]), (False, order[::-1][:_EDGE_LINES])):
            for number, inner in zip(edge, [*edge[1:], None], strict=False):
                line = lines[number]
                if inner is None or abs(lines[inner].base - line.base) > _APART * lines[inner].size:
                    apart.add((page, number))
                elif len(line.text) > _RUNNING and abs(lines[inner].size - line.size) < 0.1 * line.size:
                    running.add((page, number))
                deep = line.base if above else height - line.base
                if deep <= _BAND * height:
                    level = round((line.base if above else line.base - height) / _STEP)
                    places.append((_Place(page, number, above, level), line.text.strip()))
    often = max(2, _OFTEN * len(pages))
    said: Counter[tuple[str, bool, int]] = Counter()
    for place, text in places:
        for words in _wordings(text, place.page):
            for level in (place.level - 1, place.level, place.level + 1):
                said[(words, place.above, level)] += 1
    found = set()
    outermost: dict[tuple[int, bool], int] = {}
    for place, text in places:
        rank = outermost.get((place.page, place.above), 0)
        own = not _NEVER.match(text) and (place.page, place.number) not in running
        repeated = own and any(
            said[(words, place.above, place.level)] >= often for words in _wordings(text, place.page)
        )
        lone = (place.page, place.number) in apart and _BARE.fullmatch(text)
        counts = len(text) <= _LONGEST_NUMBER and (lone or _NUMBER.fullmatch(text))
        if rank == 0 and (repeated or counts or _PRINTED.fullmatch(text)):
            found.add((place.page, place.number))
        else:
            outermost[(place.page, place.above)] = rank + 1
    return found


def _wordings(text: str, page: int) -> set[str]:
    """What a head says apart from a number at either end that counts the pages."""
    words = {re.sub(r"\s+", " ", text)}
    for pattern in (_AT_END, _AT_START):
        found = pattern.search(text)
        if found:
            rest = (text[: found.start()] + text[found.end() :]).strip()
            words.add(f"{rest}\0{int(found[1]) - page}")
    return words
