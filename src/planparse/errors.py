"""Errors for callers: each says what happened, where, and what to do next.

The content of a notice never raises; trouble inside it is a diagnostic (see
`planparse.diagnostics`). These are for files, arguments and broken rule files.
"""

from __future__ import annotations


class PlanparseError(Exception):
    """What went wrong, where, and what to do next, in one sentence each."""

    def __init__(self, what: str, *, where: str = "", advice: str = "") -> None:
        self.what = what
        self.where = where
        self.advice = advice
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}; {self.advice}" if self.advice else head


class ReadError(PlanparseError):
    """An input that cannot be read: missing, a folder, empty, binary, in no known encoding, too long."""


class RulebookError(PlanparseError):
    """A rule, word list, unit or agency file that is missing or says something that cannot be."""


class WriteError(PlanparseError):
    """An output that cannot be written."""


class EngineError(PlanparseError):
    """A worker that does not fit the driver, or that cannot start."""
