"""Brackets: which open and close together, and text with the inner ones covered.

All widths and kinds that notices mix count: a round one closes a round one, whether full-
or half-width, and a square one a square one.
"""

from __future__ import annotations

import re

COVER = "\ue000"  # stands for a covered character: no notice writes it, and it is no word
LIMIT = 1500  # characters between two brackets that may still belong together

_ROUND = "（(﹙"
_ROUND_CLOSED = "）)﹚"
_SQUARE = "〔[【﹝［〖"
_SQUARE_CLOSED = "〕]】﹞］〗"
OPENING = _ROUND + _SQUARE
CLOSING = _ROUND_CLOSED + _SQUARE_CLOSED
_ANY = r"[（(﹙）)﹚〔\[【﹝［〖〕\]】﹞］〗]"
_KIND = dict.fromkeys(_ROUND + _ROUND_CLOSED, 0) | dict.fromkeys(_SQUARE + _SQUARE_CLOSED, 1)
_QUOTES = {"“": "”", "「": "」", "《": "》", "‘": "’"}


def find_brackets(text: str) -> list[tuple[int, int]]:
    """The pairs of brackets in `text` as half-open spans that hold both, by their start.

    Pairs nest or lie apart. A bracket without its partner within 1,500 characters is left
    out and hides nothing.

    >>> find_brackets("a（b(c)d)（")
    [(1, 8), (3, 6)]
    """
    pairs: list[tuple[int, int]] = []
    stacks: tuple[list[int], list[int]] = ([], [])
    for found in re.finditer(_ANY, text):
        mark, at = found.group(), found.start()
        kind = _KIND[mark]
        stack = stacks[kind]
        if mark in OPENING:
            stack.append(at)
        elif stack:
            start = stack.pop()
            other = stacks[1 - kind]
            while other and other[-1] > start:  # opened inside and never closed
                other.pop()
            if at - start < LIMIT:
                pairs.append((start, at + 1))
    pairs.sort()
    return pairs


def cover(text: str) -> str:
    """`text` with every bracketed or quoted run covered, so that only its own words are left.

    The length stays; an opening mark without its partner stays as it is.

    >>> cover("各市（含定州、辛集市）政府").replace(COVER, "*")
    '各市*********政府'
    """
    runs = find_brackets(text)
    for opening, closing in _QUOTES.items():
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            if end < 0:
                break
            runs.append((start, end + 1))
            start = text.find(opening, end)
    if not runs:
        return text
    parts: list[str] = []
    at = 0
    for start, end in sorted(runs):
        if start < at:
            continue
        parts.append(text[at:start])
        parts.append(COVER * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)
