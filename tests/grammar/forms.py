"""The forms that notices are composed from, each with the real notice that shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

ALL = ("line", "wrapped", "spaced", "fused")
LINES = ("line", "wrapped")
PARTED = ("line", "wrapped", "spaced")  # where a paragraph's end can be seen


class Form(NamedTuple):
    """One way in which notices are written.

    `file` is the beginning of the name of a file of the corpus (or `layouts.md`), `shows` a regular
    expression that is found in it. `document` says what it is (`plan`, `rule`, `reply`, `taiwan`), of
    a head what may stand below it. `kinds` are the layouts that it is composed in, `weight` how often.
    """

    name: str
    file: str
    shows: str
    write: Callable[..., None]
    document: str = "plan"
    weight: int = 2
    kinds: tuple[str, ...] = ALL
