"""Limits of a worker: how much memory it may have, and that it ends with whoever started it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import wait

from planparse.batch.order import Chunk, Order
from planparse.memory import bound

_ROOM = 200_000_000  # bytes that Python, planparse and its tables take
_GRACE = 10.0  # seconds that a process, and programs which it started, have to end


def bound_memory(megabytes: int) -> None:
    """Lets this process have no more memory than that, beside what planparse itself needs."""
    bound(megabytes * 1_000_000 + _ROOM)


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
