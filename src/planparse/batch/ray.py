"""The engine of a Ray cluster: a task a chunk, several at a time."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from planparse.batch.order import Chunk, Order
from planparse.batch.parcels import parcel_of, parse_parcel
from planparse.errors import EngineError, PlanparseError

_AHEAD = 2  # chunks that a core has: the one in work and the next


def parse_by_ray(
    order: Order, chunks: Iterator[Chunk], workers: int, master: str | None
) -> Iterator[bytes]:
    """The frames of all chunks as they are done, by the cluster whose address is `master`.

    Without one, Ray runs on this machine with so many `workers`. Raises EngineError where it does not
    start, or a task fails: what notices do to its workers fails none.
    """
    ray: Any = import_module("ray")
    parcel = parcel_of(order)
    ours = _start(ray, workers, master)
    running: list[Any] = []
    try:
        sent = ray.put(parcel)
        task = ray.remote(parse_parcel).options(num_cpus=1, max_retries=3)
        cores = max(workers, int(ray.cluster_resources().get("CPU", 0)))
        for chunk in chunks:
            running.append(task.remote(sent, pickle.dumps(chunk)))
            if len(running) >= cores * _AHEAD:
                done, running = ray.wait(running, num_returns=1)
                yield from _got(ray, done[0])
        while running:
            done, running = ray.wait(running, num_returns=1)
            yield from _got(ray, done[0])
    finally:
        for one in running:
            ray.cancel(one, force=True)
        if ours:
            ray.shutdown()


def _got(ray: Any, reference: Any) -> list[bytes]:
    try:
        frames: list[bytes] = ray.get(reference)
    except Exception as error:
        cause = getattr(error, "cause", error)
        if isinstance(cause, PlanparseError):
            raise EngineError(str(cause), where="Ray") from None
        raise EngineError(f"a task failed ({str(cause).splitlines()[0][:200]})", where="Ray") from None
    return frames


def _start(ray: Any, workers: int, master: str | None) -> bool:
    """Starts Ray, or finds the cluster; whether it must be left again."""
    if ray.is_initialized():
        return False
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # planparse speaks to nobody
    asked: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
    asked |= {"address": master} if master else {"num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(**asked)
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise EngineError(
            f"Ray does not start ({reason})",
            where=master or "here",
            advice="name its address with --master",
        ) from None
    return True
