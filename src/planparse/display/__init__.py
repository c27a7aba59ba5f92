"""What a person sees: a notice as a tree, the list of its repairs, text safe for a terminal."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planparse.model import Notice
    from planparse.text import Source, TracedText

# What can steer a terminal or turn text around, line ends and tabs aside.
_UNSAFE = "[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
_WIDEST = 100  # columns that a line is easily read on


def visible(text: str) -> str:
    r"""`text` with control characters and the marks that turn text around as escapes.

    >>> visible("标题\x1b[31m\u202e"), visible("a\n\tb")
    ('标题\\x1b[31m\\u202e', 'a\n\tb')
    """
    return re.sub(_UNSAFE, _escaped, text) if re.search(_UNSAFE, text) else text


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def show_notice(notice: Notice, *, why: bool = False, terminal: bool = False) -> str:
    """The notice as a tree for a person, ending in a line end.

    In colour where `terminal` is set and the environment does not ask for plain text
    (NO_COLOR, TERM=dumb). As wide as the terminal, or 80 columns; at most 100. With `why`
    each fact has its rule, how sure it is, and the words it was read from.
    """
    from shutil import get_terminal_size

    from planparse.display.tree import draw
    from planparse.display.typesetting import paint, plain

    width = min(max(get_terminal_size().columns, 40), _WIDEST)
    lines = draw(notice, width, why)
    bare = not terminal or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return plain(lines) if bare else paint(lines)


def list_edits(source: Source, text: TracedText) -> str:
    """Every repair on a line: where in the source, by which rule, what became what."""
    lines = [
        f"{source.place(edit.source_span.start)}\t{edit.rule}\t"
        f"{_in_marks(edit.original)} → {_in_marks(edit.replacement)}\n"
        for edit in text.edits()
    ]
    return visible("".join(lines))


def _in_marks(text: str) -> str:
    return "「" + text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t") + "」"
