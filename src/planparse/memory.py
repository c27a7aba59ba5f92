"""Memory: how much of it a process that parses may have."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

TOO_MUCH = 77  # the exit code of a process that had no more memory to go on with
_TICK = 0.05  # seconds between two looks


def bound(room: int) -> None:
    """Lets this process have no more than `room` bytes.

    Linux refuses more, which is a MemoryError where it happens. Other systems do not; there the
    process looks at itself, and ends with the exit code `TOO_MUCH`.
    """
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        room = room if most == resource.RLIM_INFINITY else min(room, most)
        resource.setrlimit(resource.RLIMIT_DATA, (room, most))
    else:
        watch(room)


@contextmanager
def unbounded() -> Iterator[None]:
    """No bound on memory inside, for programs that are started and need more: LibreOffice."""
    if sys.platform != "linux":
        yield
        return
    import resource

    bound, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (bound, most))


def watch(room: int) -> None:
    """Ends this process once it has held more than `room` bytes."""

    def look() -> None:
        while most_held() <= room:
            time.sleep(_TICK)
        os._exit(TOO_MUCH)

    threading.Thread(target=look, daemon=True).start()


def most_held() -> int:
    """The most memory that this process has held so far, in bytes.

    >>> 1_000_000 < most_held() < 100_000_000_000
    True
    """
    if sys.platform == "win32":
        return _most_held_on_windows()
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _most_held_on_windows() -> int:
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            ("most", ctypes.c_size_t),
            ("others", ctypes.c_size_t * 7),
        )

    counters = Counters(size=ctypes.sizeof(Counters))
    windows = ctypes.CDLL("kernel32")
    windows.GetCurrentProcess.restype = ctypes.c_void_p
    windows.K32GetProcessMemoryInfo.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
    windows.K32GetProcessMemoryInfo(windows.GetCurrentProcess(), ctypes.byref(counters), counters.size)
    return int(counters.most)
