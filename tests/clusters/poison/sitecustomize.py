"""In a Python that starts with this folder on PYTHONPATH, some texts break the parser.

So tests see what a worker does with a notice that ends, stops or fills the process that parses it,
and planparse has no word in it that does so.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any


def _break(text: str) -> None:
    words = text.split()
    if words[:1] != ["POISON"]:
        return
    if words[1] == "exit":
        os._exit(3)
    if words[1] == "segfault":
        ctypes.string_at(0)
    if words[1] == "hang":
        while True:
            pass
    if words[1] == "deaf":  # a call that lets no other thread run
        sum(range(10**12))
    if words[1] == "memory":
        kept = []
        while True:
            kept.append(bytearray(50_000_000))
    if words[1] == "defect":
        raise KeyError(words[1])
    if words[1] == "once":
        try:
            Path(words[2]).touch(exist_ok=False)
        except FileExistsError:
            return
        os._exit(4)


def _poison(spine: Any) -> None:
    parse = spine.parse_source

    def parse_source(source: Any, *args: Any, **options: Any) -> Any:
        _break(source.text)
        return parse(source, *args, **options)

    spine.parse_source = parse_source


try:
    from planparse import pipeline
except ImportError:  # a Python of another environment
    pass
else:
    _poison(pipeline)
