"""Markdown for words that come from elsewhere: rules, notices, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_MARKS = re.compile(r"[^\w\s（）、，。：；“”〔〕《》—…/.=-]", re.ASCII)
_SHOWN = {"\n": "⏎", "\t": "\\t", "\r": "\\r", "\u3000": "□"}


def plain(text: object) -> str:
    """`text` as it is read, whatever signs of Markdown or HTML are in it.

    >>> plain("a|b*"), plain("第一行\\n第二行")
    ('a&#124;b&#42;', '第一行⏎第二行')
    """
    shown = "".join(_SHOWN.get(ch, ch) for ch in str(text))
    return _MARKS.sub(lambda mark: _entity(mark[0]), shown)


def _entity(character: str) -> str:
    if character.isprintable() and ord(character) > 127:
        return character
    if character.isprintable():
        return f"&#{ord(character)};"
    return f"U+{ord(character):04X}"


def code(text: object) -> str:
    """`text` as code that stands in a line or a cell.

    >>> code("a|b")
    '<code>a&#124;b</code>'
    """
    return f"<code>{plain(text)}</code>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; empty where there are no rows.

    >>> table(["a"], [["1"]])
    '| a |\\n| --- |\\n| 1 |\\n'
    """
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "| --- " * len(head) + "|", *lines]) + "\n"


def fence(language: str, body: str) -> str:
    """A block of code."""
    return f"```{language}\n{body.rstrip()}\n```\n"


def page(*parts: str) -> str:
    """A page of parts, with an empty line between each two."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
