"""A process apart that works through messages, so that what breaks it breaks nothing else.

A worker of Spark or Ray that dies fails its task, and after a few times the job. So notices are
parsed in a process below the worker, which may die, hang or fill its memory: the worker
learns at which item it was, and starts another. It is a new Python and no fork: a fork of a
worker has its threads' locks and its connections. Where the worker ends, its process does too.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import IO, Any, NamedTuple

from planparse.errors import EngineError
from planparse.memory import TOO_MUCH, bound

Begin = Callable[[int], None]
Work = Callable[[bytes, Begin], bytes]

SECONDS_TO_START = 120.0
GRACE = 60.0  # seconds after its limit in which a process is ended by whoever started it
_READY, _BEGIN, _DONE, _BROKEN = b"R", b"B", b"D", b"X"
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from planparse.engines.apart import serve
serve()
"""


class DiedError(Exception):
    """The process ended, or was ended, in the middle of a message: at which item, and how.

    `code` is its exit code, below zero the signal that ended it; `TOO_MUCH` where it had no more
    memory, None where it took too long.
    """

    def __init__(self, item: int, how: str, code: int | None = None) -> None:
        super().__init__(how)
        self.item = item
        self.how = how
        self.code = code


class Task(NamedTuple):
    """What a process does: `module:function` makes of `given` the function that it works with.

    `given` is pickled. `memory` is how many bytes the process may take for its messages, beside what
    it holds when it has started, None for any number; only Linux holds to it.
    """

    make: str
    given: Any
    memory: int | None = None


class Process:
    """One process for `task`, started when it is first needed, and again whenever it died.

    Not for two threads at once.
    """

    def __init__(self, task: Task) -> None:
        self.worked = False
        self._task = task
        self._running: subprocess.Popen[bytes] | None = None
        self._frames: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
        self._end: Callable[[], object] = lambda: None

    def work(self, message: bytes, seconds: Sequence[float]) -> bytes:
        """What the task makes of `message`, each item of which may take its `seconds`.

        Raises DiedError where the process ends before it answers, or an item takes longer; EngineError
        where it cannot be started.
        """
        running = self._start()
        self.worked = True
        item, most = 0, sum(seconds)  # what comes before the first item is done for all
        try:
            assert running.stdin is not None
            _send(running.stdin, _BEGIN, int(most + GRACE).to_bytes(8, "big"))
            _send(running.stdin, _DONE, message)
        except OSError:
            raise self._death(item) from None
        while True:
            try:
                kind, data = self._frames.get(timeout=most)
            except queue.Empty:
                self.close()
                raise DiedError(item, f"took more than {most:.0f} seconds") from None
            if kind == _BEGIN:
                item = int.from_bytes(data, "big")
                most = seconds[item]
            elif kind == _DONE:
                return data
            elif data:
                self.close()
                raise EngineError(data.decode(), where="the process that parses")
            else:
                raise self._death(item)

    def close(self) -> None:
        """Ends the process, and those that it started; the next message starts another."""
        self._end()
        self._end = lambda: None
        self._running = None
        self.worked = False

    def _start(self) -> subprocess.Popen[bytes]:
        if self._running is not None:
            return self._running
        if not sys.executable:
            raise EngineError(
                "there is no Python to start",
                where="the process that parses",
                advice="set sys.executable",
            )
        frames = self._frames = queue.SimpleQueue()
        running = self._running = subprocess.Popen(
            [sys.executable, "-c", _CHILD, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._end = weakref.finalize(self, _kill, running)
        assert running.stdin is not None
        assert running.stdout is not None
        threading.Thread(target=_listen, args=(running.stdout, frames), daemon=True).start()
        try:
            _send(running.stdin, _DONE, pickle.dumps(self._task))
            kind, data = frames.get(timeout=SECONDS_TO_START)
        except (OSError, queue.Empty):
            kind, data = _BROKEN, b""
        if kind != _READY:
            how = data.decode() or f"it {self._death(0).how}"
            self.close()
            raise EngineError(
                f"could not start: {how}",
                where="the process that parses",
                advice="what it wrote to stderr is in the log of this worker",
            )
        return running

    def _death(self, item: int) -> DiedError:
        """How the process ended, in the rest of a sentence."""
        assert self._running is not None
        ended = self._running
        self.close()
        code = ended.returncode
        try:
            how = f"was ended by {signal.Signals(-code).name}"
        except ValueError:
            how = f"ended with exit code {code}" if code >= 0 else f"was ended by signal {-code}"
        return DiedError(item, how, code)


def serve() -> None:
    """What the process does: answers messages on standard input until that is closed."""
    import faulthandler

    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    faulthandler.enable()
    _prefer_for_killing()
    messages: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(stdin, messages, True), daemon=True).start()
    try:
        task = Task(*pickle.loads(messages.get()[1]))
        module, name = task.make.split(":")
        work: Work = getattr(import_module(module), name)(task.given)
        _bound_memory(task.memory)
    except Exception as error:
        _send(stdout, _BROKEN, (str(error) or type(error).__name__).encode("utf-8", "replace"))
        return
    _send(stdout, _READY, b"")

    def begin(item: int) -> None:
        _send(stdout, _BEGIN, item.to_bytes(8, "big"))

    while True:
        seconds = int.from_bytes(messages.get()[1], "big")
        message = messages.get()[1]
        # Whoever would end a call that lets nothing else run may be gone by then.
        faulthandler.dump_traceback_later(seconds, exit=True, file=sys.stderr)
        try:
            _send(stdout, _DONE, work(message, begin))
        except MemoryError:
            os._exit(TOO_MUCH)
        except Exception as error:
            _send(stdout, _BROKEN, (str(error) or type(error).__name__).encode("utf-8", "replace"))
        finally:
            faulthandler.cancel_dump_traceback_later()


def _listen(
    stream: IO[bytes], frames: queue.SimpleQueue[tuple[bytes, bytes]], leave: bool = False
) -> None:
    """Puts what comes on `stream` among the `frames`, and at its end an empty one, or leaves."""
    try:
        while len(head := stream.read(9)) == 9:
            length = int.from_bytes(head[1:], "big")
            data = stream.read(length)
            if len(data) < length:
                break
            frames.put((head[:1], data))
    except (OSError, ValueError):
        pass
    if leave:  # whoever asked is gone, in the middle of an item or not
        os._exit(0)
    frames.put((_BROKEN, b""))


def _send(stream: IO[bytes], kind: bytes, data: bytes) -> None:
    stream.write(kind + len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process with all that it started; one that has ended keeps its own exit code."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, 9)
        else:
            process.kill()
    except OSError:  # it is gone
        pass
    for stream in (process.stdin, process.stdout):
        try:
            if stream is not None:
                stream.close()
        except OSError:  # what was still to be written has no reader
            pass
    process.wait()


def _prefer_for_killing() -> None:
    """Has Linux end this process first where memory runs out, and not the worker above it."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
            score.write("1000")
    except OSError:
        return


def _bound_memory(memory: int | None) -> None:
    """Lets this process have `memory` bytes of data more than now: libraries hold some in reserve."""
    if memory is None or sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as counts:
        held = int(counts.read().split()[5]) * resource.getpagesize()
    bound(held + memory)
