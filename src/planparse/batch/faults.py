"""Faults: how long a chunk may take, and what is said of an input that took more than it may.

The words are the same whichever engine saw it, for they stand in the manifest.
"""

from __future__ import annotations

import os
import signal

from planparse.batch.order import Chunk, Order
from planparse.batch.parsing import needs_office

_OFFICE, _OFFICE_A_FILE = 150.0, 25.0  # seconds that LibreOffice may take beside the rest


def patience(order: Order, chunk: Chunk) -> float:
    """The seconds that a chunk may take: those of one notice, for few come near them.

    A chunk that takes longer is parsed one by one. LibreOffice has a limit of its own.
    """
    files = sum(item.data is not None and needs_office(item.data) for item in chunk)
    return order.seconds + (_OFFICE + _OFFICE_A_FILE * files if files else 0.0)


def too_slow(order: Order, chunk: Chunk) -> str:
    """What is said of an input that took too long."""
    return f"takes more than {patience(order, chunk):g} seconds; give it more with --timeout"


def too_large(order: Order) -> str:
    """What is said of an input that took too much memory."""
    return f"takes more than {order.megabytes:,} MB; give it more with --memory"


def crashed(code: int) -> str:
    """What is said of an input whose process ended with this exit code, or by the signal below zero."""
    how = f"exit code {code}"
    if code < 0 and os.name == "posix":
        try:
            how = signal.Signals(-code).name
        except ValueError:
            how = f"signal {-code}"
    if how in ("SIGKILL", "SIGTERM"):
        return f"somebody, or a system short of memory, ended its process ({how}); try --retry-failed"
    return f"ended the process that parsed it ({how}); this is a defect of planparse, please report it"
