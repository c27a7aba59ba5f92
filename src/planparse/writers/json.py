"""JSON and JSON lines: whole notices, or the rows of one table.

Control characters that JSON lets through (DEL, C1) and the marks that turn text around are
written as escapes, so that no output of planparse can steer a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planparse.writers import Layout, Records

# 80.0 is written as 80, as in the tables; a key is the only string that a colon follows.
_WHOLE = r'("(?:value|value_max|confidence|coverage)": ?-?\d+)\.0(?=[,}\n])'
_UNSAFE = "[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def write_json(records: Records, layout: Layout) -> Iterator[bytes]:
    """One notice as an object, several or the rows of a table as an array."""
    if layout.one and layout.table is None:
        for record in records:
            yield (_text(record, layout.indent) + "\n").encode()
        return
    before = "[\n" if layout.indent else "["
    between = ",\n" if layout.indent else ","
    first = True
    for record in records:
        yield ((before if first else between) + _text(record, layout.indent)).encode()
        first = False
    yield (before if first else "").encode() + (b"\n]\n" if layout.indent else b"]\n")


def write_jsonl(records: Records, layout: Layout) -> Iterator[bytes]:
    """One record a line."""
    for record in records:
        yield (_text(record, False) + "\n").encode()


def _text(record: Any, indent: bool) -> str:
    if isinstance(record, dict):
        import json

        text = json.dumps(record, ensure_ascii=False, separators=(", ", ": ") if indent else (",", ":"))
    else:
        text = re.sub(_WHOLE, r"\1", record.model_dump_json(indent=2 if indent else None))
    return re.sub(_UNSAFE, _escaped, text) if re.search(_UNSAFE, text) else text


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
