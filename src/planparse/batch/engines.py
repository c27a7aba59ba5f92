"""Engines: who parses the chunks of a batch.

One table, `ENGINES`, holds them. An engine takes chunks as they come, and no more at a time than it
has work for; it gives frames in any order, and each input is in exactly one of them. It answers
for what an input does to a process: whoever crashes, hangs or takes all memory is an entry
that says so, and costs no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple, Protocol

from planparse.batch.order import Chunk, Order
from planparse.writers.destination import UnusableError


class Engine(Protocol):
    """Chunks in, frames as bytes out; `workers` is how many may work at once.

    `parse_chunk` of `planparse.batch.parsing` is what makes a frame of a chunk, wherever it runs.
    `master` says where workers are, for engines whose workers are elsewhere.
    """

    def __call__(
        self, order: Order, chunks: Iterator[Chunk], workers: int, master: str | None
    ) -> Iterator[bytes]: ...


class Row(NamedTuple):
    """One engine: the module that has it and its name there, and what must be installed for it."""

    module: str
    name: str
    extra: str
    needs: tuple[str, ...]


ENGINES: dict[str, Row] = {
    "local": Row("planparse.batch.local", "parse_locally", "batch", ("pebble",)),
    "spark": Row("planparse.batch.spark", "parse_by_spark", "spark", ("pyspark",)),
    "ray": Row("planparse.batch.ray", "parse_by_ray", "ray", ("ray",)),
}


def find_engine(name: str) -> Engine:
    """The engine called `name`. Raises UnusableError where what it needs is not installed."""
    from planparse.writers.extras import require

    row = ENGINES.get(name)
    if row is None:
        raise UnusableError(f"there is no engine {name!r}", advice=f"there are {', '.join(ENGINES)}")
    require(row.extra, *row.needs, where=f"--engine {name}")
    found: Callable[..., Iterator[bytes]] = getattr(import_module(row.module), row.name)
    return found
