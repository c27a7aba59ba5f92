"""Values as they stand in a cell or a field that holds no lists: plain text, flat, encodable."""

from __future__ import annotations

import re
from typing import Any


def flat(value: Any) -> Any:
    """A list as text joined by `；` (an unknown element is empty), a list of lists or records as JSON.

    >>> flat(["财政部", None]), flat([]), flat(None), flat(3), flat([{"a": "甲"}])
    ('财政部；', '', None, 3, '[{"a":"甲"}]')
    """
    if isinstance(value, dict) or (
        isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple, dict)) for item in value)
    ):
        return as_json(value)
    if isinstance(value, (list, tuple)):
        return "；".join(["" if item is None else str(item) for item in value])
    return value


def as_json(value: Any) -> str:
    """A list or record as JSON on one line, without blanks."""
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def encodable(text: str) -> str:
    """`text` with halves of surrogate pairs, which no encoding has, made `?` as in every format.

    >>> encodable("甲\\ud800乙")
    '甲?乙'
    """
    return re.sub("[\ud800-\udfff]", "?", text)


def width(text: str) -> int:
    """How many columns the longest line of `text` takes; a Chinese character takes two.

    Three bytes of UTF-8 are two columns, which holds of the scripts that notices have.

    >>> width("序号"), width("a\\n责任单位")
    (4, 8)
    """
    return max((len(line) + len(line.encode("utf-8", "replace"))) // 2 for line in text.split("\n"))
