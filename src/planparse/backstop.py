"""The backstop of patterns that nobody has proved: a user's own rule is given up if it takes long.

The tests prove the built-in patterns, which therefore run without: a time-out makes matching four
times slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import regex

SECONDS = 1.0  # that a call may take on the shortest text
PER_CHARACTER = 1e-5  # and more for each character: thirty times what built-in rules take


class Backstop:
    """A compiled pattern that finds nothing more once a call took longer than its text explains.

    It has the methods of a pattern that stages call. `gave_up` says whether that happened since
    `reset`.

    >>> slow = Backstop(regex.compile("(?:甲|甲甲)+乙"), seconds=0.05)
    >>> slow.search("甲乙")[0], slow.search("甲" * 60), slow.gave_up, slow.search("甲乙")
    ('甲乙', None, True, None)
    """

    __slots__ = ("_compiled", "_seconds", "gave_up")

    def __init__(self, compiled: regex.Pattern[str], seconds: float | None = None) -> None:
        self._compiled = compiled
        self._seconds = SECONDS if seconds is None else seconds
        self.gave_up = False

    def reset(self) -> bool:
        """Gives the pattern its chance again, on the next notice; whether it had been given up."""
        gave_up, self.gave_up = self.gave_up, False
        return gave_up

    def search(self, text: str, *place: int) -> regex.Match[str] | None:
        """As the pattern's own; None where it was given up."""
        return self._call(self._compiled.search, text, *place)

    def match(self, text: str, *place: int) -> regex.Match[str] | None:
        """As the pattern's own; None where it was given up."""
        return self._call(self._compiled.match, text, *place)

    def fullmatch(self, text: str, *place: int) -> regex.Match[str] | None:
        """As the pattern's own; None where it was given up."""
        return self._call(self._compiled.fullmatch, text, *place)

    def finditer(self, text: str, *place: int) -> Iterator[regex.Match[str]]:
        """As the pattern's own, as far as it came before it was given up."""
        if self.gave_up:
            return
        try:
            find: Callable[..., Iterator[regex.Match[str]]] = self._compiled.finditer
            yield from find(text, *place, timeout=self._limit(text))
        except TimeoutError:
            self.gave_up = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled, name)

    def _limit(self, text: str) -> float:
        return self._seconds + PER_CHARACTER * len(text)

    def _call(
        self, method: Callable[..., regex.Match[str] | None], text: str, *place: int
    ) -> regex.Match[str] | None:
        if self.gave_up:
            return None
        try:
            return method(text, *place, timeout=self._limit(text))
        except TimeoutError:
            self.gave_up = True
            return None


def watch(compiled: regex.Pattern[str], id: str, watched: dict[str, Backstop]) -> regex.Pattern[str]:
    """The pattern of the rule `id` with a backstop, which is put into `watched`."""
    watched[id] = Backstop(compiled)
    return cast("regex.Pattern[str]", watched[id])
