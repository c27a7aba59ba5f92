"""The engine of one machine: a process a worker, each watched by a pool of its own.

A pool of several processes shares one pipe, which a process that is killed while it speaks leaves
unusable to all. So each worker has a pool of one: whatever happens to it costs its chunk, and the
inputs of a chunk that was lost are parsed once more, one by one, where the one that did it fails
and no other.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import product
from multiprocessing import get_context
from typing import Any, NamedTuple

from pebble import ProcessExpired, ProcessPool

from planparse.batch.faults import crashed, patience, too_large, too_slow
from planparse.batch.frames import Failure, failed_frame
from planparse.batch.limits import bound_memory, end_politely, end_with_parent, guarded
from planparse.batch.order import Chunk, Order
from planparse.batch.parsing import parse_chunk
from planparse.errors import PlanparseError
from planparse.memory import TOO_MUCH

Work = Callable[[Order, Chunk], bytes]
Given = tuple[Chunk, bool]

_TICK = 1.0  # seconds after which a key that was pressed is seen at the latest
_AHEAD = 2  # chunks that a worker has: the one in work and the next
_CHUNKS = 100  # after which a worker is replaced: what it remembers of bodies and rules only grows
_MOST_STARTS = 5  # of a worker in a row that came to nothing


def parse_locally(
    order: Order,
    chunks: Iterator[Chunk],
    workers: int,
    master: str | None = None,
    work: Work = parse_chunk,
) -> Iterator[bytes]:
    """The frames of all chunks as they are done, by `workers` processes on this machine.

    `work` makes a frame of a chunk. Raises what it raises as a PlanparseError, which means
    that no chunk can be done.
    """
    context = _context()
    crew = [_Worker(order, context, work) for _ in range(workers)]
    again: deque[Given] = deque()
    try:
        while True:
            for depth, worker in product(range(_AHEAD), crew):
                if len(worker.tasks) == depth:
                    chunk, last = again.popleft() if again else (next(chunks, None), False)
                    if chunk is not None:
                        worker.give(chunk, last, again)
            given = [task.future for worker in crew for task in worker.tasks]
            if not given:
                return
            wait(given, _TICK, FIRST_COMPLETED)
            for worker in crew:
                yield from worker.take(again)
    finally:
        for worker in crew:
            worker.stop()
        for worker in crew:
            worker.join()


class _Task(NamedTuple):
    future: Any
    chunk: Chunk
    last: bool


class _Worker:
    """One process, and the chunks that it was given."""

    def __init__(self, order: Order, context: Any, work: Work) -> None:
        self._order = order
        self._context = context
        self._work = work
        self._starts = 0
        self.tasks: deque[_Task] = deque()
        self._pool = self._start()

    def _start(self) -> Any:
        return ProcessPool(
            max_workers=1,
            max_tasks=_CHUNKS,
            initializer=_begin,
            initargs=(self._order.megabytes,),
            context=self._context,
        )

    def give(self, chunk: Chunk, last: bool, again: deque[Given]) -> None:
        """Gives one more chunk to the worker, or to another process where this one is gone.

        `last` says that the chunk was lost before: it is not given out again.
        """
        if self.tasks and not self._pool.active:
            self._renew(again)
        seconds = patience(self._order, chunk)
        args = (self._work, self._order, chunk, seconds)
        future = self._pool.schedule(guarded, args=args, timeout=seconds)
        self.tasks.append(_Task(future, chunk, last))

    def take(self, again: deque[Given]) -> Iterator[bytes]:
        """The frames that are done; what must be done once more goes to `again`."""
        while self.tasks and self.tasks[0].future.done():
            _, chunk, last = self.tasks[0]
            try:
                frame = self.tasks[0].future.result()
            except PlanparseError:
                raise
            except TimeoutError:
                code, message = Failure.TIMEOUT, too_slow(self._order, chunk)
            except MemoryError:
                code, message = Failure.MEMORY, too_large(self._order)
            except (BrokenProcessPool, CancelledError):
                self._renew(again)
                return
            except ProcessExpired as error:
                large = error.exitcode == TOO_MUCH
                code = Failure.MEMORY if large else Failure.CRASHED
                message = too_large(self._order) if large else crashed(error.exitcode)
            else:
                self.tasks.popleft()
                self._starts = 0
                yield frame
                continue
            self.tasks.popleft()
            self._starts = 0
            if len(chunk) > 1 or not (last or code is Failure.TIMEOUT):
                again.extend(((item,), True) for item in chunk)
            else:
                limit = patience(self._order, chunk) if code is Failure.TIMEOUT else 0.0
                yield failed_frame(chunk[0], code, message, limit)
            if code is not Failure.TIMEOUT:  # who knows in what state it left its pipe, or its memory
                self._renew(again)
        if self.tasks and not self._pool.active:
            self._renew(again)

    def _renew(self, again: deque[Given]) -> None:
        """Another process takes the place of this one; what it was given is given out again."""
        self._starts += 1
        if self._starts > _MOST_STARTS:
            raise PlanparseError(
                "the workers end as soon as they are started",
                advice="give them more memory (--memory), or look what the system says of them",
            )
        again.extendleft((task.chunk, task.last) for task in reversed(self.tasks))
        self.tasks.clear()
        self.stop()
        self.join()
        self._pool = self._start()

    def stop(self) -> None:
        self._pool.stop()

    def join(self) -> None:
        self._pool.join()


def _begin(megabytes: int) -> None:
    """What a worker does before its first chunk."""
    end_politely()
    end_with_parent()
    bound_memory(megabytes)


def _context() -> Any:
    """How workers are started: on Linux by a process that has everything imported and no threads."""
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["planparse.batch.parsing", "planparse.model"])
    return context
