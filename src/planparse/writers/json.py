"""JSON and JSON lines: whole notices, or the rows of one table.

Control characters that JSON lets through (DEL, C1) and the marks that turn text around are
written as escapes, so that no output of planparse can steer a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

if TYPE_CHECKING:
    from planparse.writers import Layout, Records

# 80.0 is written as 80, as in the tables; a key is the only string that a colon follows.
_WHOLE = r'("(?:value|value_max|confidence|coverage)": ?-?\d+)\.0(?=[,}\n])'
_PIECE = 1 << 20  # bytes
_UNSAFE = "[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def write_json(records: Records, layout: Layout) -> Iterator[bytes]:
    """One notice as an object, several or the rows of a table as an array."""
    if layout.one and layout.table is None:
        for record in records:
            yield from _pieces(record, layout.indent)
            yield b"\n"
        return
    before = b"[\n" if layout.indent else b"["
    between = b",\n" if layout.indent else b","
    first = True
    for record in records:
        yield before if first else between
        yield from _pieces(record, layout.indent)
        first = False
    yield (before if first else b"") + (b"\n]\n" if layout.indent else b"]\n")


def write_jsonl(records: Records, layout: Layout) -> Iterator[bytes]:
    """One record a line."""
    for record in records:
        yield from _pieces(record, False)
        yield b"\n"


def _pieces(record: Any, indent: bool) -> Iterator[bytes]:
    """The record as JSON, in pieces: what is made safe piece by piece is never all held twice."""
    if isinstance(record, dict):
        import json

        text = json.dumps(record, ensure_ascii=False, separators=(", ", ": ") if indent else (",", ":"))
        yield _safe(text).encode()
        return
    data = to_json(record, indent=2 if indent else None)
    at = 0
    while at < len(data):
        end = data.find(b",", at + _PIECE) + 1 or len(data)  # no pattern reaches over a comma
        yield _safe(re.sub(_WHOLE, r"\1", data[at:end].decode())).encode()
        at = end


def _safe(text: str) -> str:
    return re.sub(_UNSAFE, _escaped, text) if re.search(_UNSAFE, text) else text


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
