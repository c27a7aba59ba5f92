"""The engine of a Spark cluster: a job a chunk, several at a time."""

from __future__ import annotations

import os
import pickle
import re
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, Any

from planparse.batch.order import Chunk, Order
from planparse.batch.parcels import parcel_of, parse_parcel
from planparse.errors import EngineError

if TYPE_CHECKING:
    from pyspark import SparkContext

_AHEAD = 2  # chunks that a core has: the one in work and the next
_TOLD = re.compile(r"planparse\.errors\.\w+: (.+)")


def parse_by_spark(
    order: Order, chunks: Iterator[Chunk], workers: int, master: str | None
) -> Iterator[bytes]:
    """The frames of all chunks as they are done, by the cores that the `master` knows.

    Without one, Spark runs on this machine with so many `workers`. Raises EngineError where it does not
    start, or a job fails: what notices do to its workers fails none.
    """
    parcel = parcel_of(order)
    context, ours = _context(workers, master)
    shared = context.broadcast(parcel)
    cores = max(workers, context.defaultParallelism)
    running: set[Future[list[bytes]]] = set()
    pool = ThreadPoolExecutor(cores * _AHEAD)
    try:
        for chunk in chunks:
            running.add(pool.submit(_run, context, shared, pickle.dumps(chunk)))
            if len(running) >= cores * _AHEAD:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from future.result()
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if running:
            context.cancelAllJobs()
        shared.unpersist()
        if ours:
            context.stop()


def work(shared: Any, data: bytes) -> list[bytes]:
    """What a task does: the frames of one chunk."""
    return parse_parcel(shared.value, data)


def _run(context: SparkContext, shared: Any, data: bytes) -> list[bytes]:
    try:
        return list(context.parallelize([data], 1).flatMap(partial(work, shared)).collect())
    except Exception as error:
        told = _TOLD.search(str(error))
        what = told[1] if told else f"a job failed ({str(error).splitlines()[0][:200]})"
        raise EngineError(what, where="Spark") from None


def _context(workers: int, master: str | None) -> tuple[SparkContext, bool]:
    """Spark's context, and whether it was made here and not found."""
    from pyspark import SparkConf, SparkContext

    there = getattr(SparkContext, "_active_spark_context", None)
    if there is not None:
        return there, False
    where = master or f"local[{workers}]"
    conf = SparkConf().setAppName("planparse batch").setMaster(where)
    conf.set("spark.ui.showConsoleProgress", "false").set("spark.log.level", "ERROR")
    if where.startswith("local"):
        conf.set("spark.ui.enabled", "false").set("spark.driver.host", "localhost")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        return SparkContext(conf=conf), True
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise EngineError(
            f"Spark does not start ({reason})",
            where=where,
            advice="install Java 17, or name its --master",
        ) from None
