"""Lines of styled text for a terminal: how wide they are, where they break, how they look.

A line is a list of (text, style). Styles are kept apart from the words, so that plain output
is the same text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from planparse.display import visible

Piece = tuple[str, str]
StyledLine = list[Piece]

_OPENING = "（《〈「『【〔“‘(\\["
_CLOSING = "，。；：、！？）》〉」』】〕”’…—·％,.;:!?)\\]%"
# What stays together: a Latin word or one character, with the marks that belong to it.
_UNIT = rf"\s+|[{_OPENING}]*(?:[!-~]+|\S)[{_CLOSING}]*"

STYLES = {
    "": "",
    "title": "bold",
    "rule": "dim",
    "label": "cyan",
    "chapter": "bold",
    "number": "",
    "heading": "",
    "words": "dim",
    "lead": "bold",
    "body": "",
    "target": "green",
    "dim": "dim",
    "warning": "yellow",
}


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes.

    >>> columns("第3章"), columns("e\u0301")
    (5, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        [
            2 if unicodedata.east_asian_width(ch) in "WF" else 0 if unicodedata.combining(ch) else 1
            for ch in text
        ]
    )


def clean(text: str) -> str:
    """`text` in one line: white space as single spaces, nothing that steers a terminal."""
    return visible(re.sub(r"\s+", " ", text).strip())


def shorten(text: str, width: int) -> str:
    """`text` cut to `width` columns, with … where something was cut.

    >>> shorten("为贯彻落实党中央", 9)
    '为贯彻落…'
    """
    if columns(text) <= width:
        return text
    room = width - 1
    for at, ch in enumerate(text):
        room -= columns(ch)
        if room < 0:
            return text[:at].rstrip() + "…"
    return text


def wrap(
    pieces: Iterable[Piece],
    width: int,
    first: StyledLine | None = None,
    rest: StyledLine | None = None,
    whole: bool = False,
) -> list[StyledLine]:
    """`pieces` in lines of at most `width` columns, none of which begins with a closing mark.

    `first` and `rest` stand before the first line and before those under it. With `whole` a
    piece is only cut where it is longer than a line.
    """
    first, rest = first or [], rest or []
    lines: list[StyledLine] = []
    line = list(first)
    start = used = sum([columns(text) for text, _ in line])
    hanging = sum([columns(text) for text, _ in rest])
    for text, style in pieces:
        for unit in _units(text, max(width - hanging, 2), whole):
            shown = unit
            if used + columns(unit) > width and used > start:
                lines.append(_trimmed(line))
                line = list(rest)
                start = used = hanging
                shown = unit.lstrip()
            line.append((shown, style))
            used += columns(shown)
    lines.append(_trimmed(line))
    return lines


def _units(text: str, most: int, whole: bool) -> Iterable[str]:
    if whole and columns(text) <= most:
        yield text
        return
    for unit in re.findall(_UNIT, text):
        if columns(unit) <= most:
            yield unit
            continue
        part = ""
        for ch in unit:
            if columns(part + ch) > most:
                yield part
                part = ""
            part += ch
        yield part


def _trimmed(line: StyledLine) -> StyledLine:
    while line and line[-1][0].isspace() and len(line) > 1:
        line = line[:-1]
    return line


def plain(lines: Iterable[StyledLine]) -> str:
    """The words of the lines alone."""
    return "".join(["".join([text for text, _ in line]).rstrip() + "\n" for line in lines])


def paint(lines: Iterable[StyledLine]) -> str:
    """The lines in the colours of the terminal, as escape sequences."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    out = StringIO()
    console = Console(file=out, force_terminal=True, legacy_windows=False, highlight=False, width=1000)
    for line in lines:
        runs = groupby(line, key=lambda piece: STYLES[piece[1]])
        styled = [("".join([text for text, _ in run]), style) for style, run in runs]
        console.print(Text.assemble(*styled), soft_wrap=True)
    return out.getvalue()
