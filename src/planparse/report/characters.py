"""Characters as a page can hold them: what steers made visible, JSON that no tag can end."""

from __future__ import annotations

import json
import re
from typing import Any

from planparse.writers.cells import encodable

_STEERING = re.compile("[\x80-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def shown(text: str) -> str:
    r"""`text` as a page may show it, character for character: what steers becomes a sign.

    >>> shown("标\x00题\x1b[31m\u202e\t\n")
    '标␀题␛[31m␦\t\n'
    """
    text = re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f]",
        lambda found: "\u2421" if found[0] == "\x7f" else chr(0x2400 + ord(found[0])),
        encodable(text),
    )
    return _STEERING.sub("\u2426", text)


def astral(text: str) -> list[int]:
    """Where characters stand that UTF-16 takes two units for.

    >>> astral("甲𠮷乙")
    [1]
    """
    if max(text, default="") <= "\uffff":
        return []
    return [at for at, character in enumerate(text) if character > "\uffff"]


def as_script(value: Any) -> str:
    r"""JSON that is safe inside a `<script>`: no character in it can end or open a tag.

    Halves of surrogate pairs, which no page can hold, become `?`.

    >>> as_script({"a": "</script><!-- & \u2028"})
    '{"a":"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", encodable(text))
