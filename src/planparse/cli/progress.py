"""How far a batch is, on standard error: a bar on a terminal, else a line a minute."""

from __future__ import annotations

import sys
import threading
from time import monotonic
from typing import TYPE_CHECKING

from planparse.cli.group import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

MINUTE = 60.0


class Silence:
    """Says nothing."""

    def begin(self, total: int) -> None:
        """So many inputs there are."""

    def advance(self, done: int, failed: int) -> None:
        """So many more are done."""

    def end(self) -> None:
        """All are done."""


class Lines(Silence):
    """Says a line every `seconds`, also while nothing is done."""

    def __init__(self, seconds: float = MINUTE) -> None:
        self._seconds = seconds
        self._total = self._done = self._failed = 0
        self._over = threading.Event()
        self._began = 0.0

    def begin(self, total: int) -> None:
        self._total = total
        self._began = monotonic()
        threading.Thread(target=self._tell, daemon=True).start()

    def advance(self, done: int, failed: int) -> None:
        self._done += done
        self._failed += failed

    def end(self) -> None:
        self._over.set()

    def _tell(self) -> None:
        while not self._over.wait(self._seconds):
            say(state_of(self._done, self._failed, self._total, monotonic() - self._began))


def state_of(done: int, failed: int, total: int, seconds: float) -> str:
    """How far a batch is, in a sentence.

    >>> state_of(1500, 3, 20000, 60.0)
    '1,500 of 20,000 done, 3 failed, 25.0 a second, 0:12:20 left'
    """
    from datetime import timedelta

    rate = done / seconds if seconds else 0.0
    left = f"{timedelta(seconds=round((total - done) / rate))} left" if rate else "no telling how long"
    return f"{done:,} of {total:,} done, {failed:,} failed, {rate:.1f} a second, {left}"


class Bar(Silence):
    """A bar on a terminal."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._failed = 0

    def begin(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]:,} failed"),
            TextColumn("{task.fields[rate]:.1f}/s"),
            TimeRemainingColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("", total=total, failed=0, rate=0.0)
        self._bar.start()

    def advance(self, done: int, failed: int) -> None:
        if self._bar is None or self._task is None:
            return
        self._failed += failed
        speed = self._bar.tasks[0].speed or 0.0
        self._bar.update(self._task, advance=done, failed=self._failed, rate=speed)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def progress_for(quiet: bool) -> Silence:
    """What tells of a batch here."""
    if quiet:
        return Silence()
    return Bar() if sys.stderr is not None and sys.stderr.isatty() else Lines()
