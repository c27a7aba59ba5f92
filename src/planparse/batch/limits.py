"""Limits of a worker: how much memory it may have, and that it ends with whoever started it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait

from planparse.batch.order import Chunk, Order

TOO_MUCH = 77  # the exit code of a worker that saw itself take too much memory
_ROOM = 200_000_000  # bytes that Python, planparse and its tables take
_TICK = 0.05  # seconds between two looks
_GRACE = 10.0  # seconds that a process, and programs which it started, have to end


def bound_memory(megabytes: int) -> None:
    """Lets this process have no more memory than that, beside what planparse itself needs.

    Linux refuses more, which is a MemoryError where it happens. Other systems do not; there the
    process looks at itself, and ends with the exit code `TOO_MUCH`.
    """
    room = megabytes * 1_000_000 + _ROOM
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        room = room if most == resource.RLIM_INFINITY else min(room, most)
        resource.setrlimit(resource.RLIMIT_DATA, (room, most))
    else:
        watch_memory(room)


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


def watch_memory(room: int) -> None:
    """Ends this process once it has held more than `room` bytes."""

    def watch() -> None:
        while most_held() <= room:
            time.sleep(_TICK)
        os._exit(TOO_MUCH)

    threading.Thread(target=watch, daemon=True).start()


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


class Ended(BaseException):
    """Somebody asked this process to end: what it started is ended on the way out."""


_work: list[Chunk] = []  # what this process is at


def guarded(work: Callable[[Order, Chunk], bytes], order: Order, chunk: Chunk, seconds: float) -> bytes:
    """What `work` gives; where the process is asked to end meanwhile, it clears up and ends.

    It also ends by itself some time after `seconds`, when whoever should have ended it is gone, even
    where it is inside of a call that lets nothing else run.
    """
    import faulthandler

    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
        _work.append(chunk)
        try:
            return work(order, chunk)
        except Ended:
            os._exit(1)
        finally:
            _work.clear()
            faulthandler.cancel_dump_traceback_later()


def end_politely() -> None:
    """Lets a request to end run what clears up, so that no program that was started is left behind."""
    import signal

    def end(number: int, frame: object) -> None:
        if _work:
            raise Ended
        os._exit(1)

    signal.signal(signal.SIGTERM, end)


def end_with_parent() -> None:
    """Ends this process when the one that started it is gone, however that came."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        if os.name == "posix":
            import signal

            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(_GRACE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
