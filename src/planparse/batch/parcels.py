"""Parcels: what a batch sends to workers on other machines, and what those do with a chunk.

A worker has a process apart that parses, with the rules that came in the parcel: paths of the machine
that the batch was started on say nothing elsewhere. The words for what goes wrong are those of the local
engine, so that results are the same.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from planparse.batch.faults import crashed, patience, too_large, too_slow
from planparse.batch.frames import Failure, failed_frame
from planparse.batch.order import Chunk, Order
from planparse.batch.parsing import parse_chunk
from planparse.engines.apart import Begin, DiedError, Process, Task, Work
from planparse.engines.shipment import Shipment, check, pack, unpack
from planparse.errors import RulebookError
from planparse.memory import TOO_MUCH
from planparse.rulebook import load

Parcel = tuple[tuple[str, str, bytes], dict[str, Any]]
Sent = Callable[[bytes], Any]  # begins the work at a chunk, and gives what stands for its frames


def parcel_of(order: Order) -> Parcel:
    """The order with its rulebook, as plain values that a worker of any version can look into.

    Raises RulebookError where the rules are not those that the batch began with.
    """
    rulebook = load(
        Path(order.rules) if order.rules else None, Path(order.agencies) if order.agencies else None
    )
    if rulebook.digest != order.digest:
        raise RulebookError(
            "the rules were changed while the batch ran",
            where=order.rules or order.agencies or "data/",
            advice="run the same command again; it does all again by the new ones",
        )
    sent = pack(rulebook)
    return (sent.version, sent.digest, sent.files), asdict(order)


def parse_parcel(parcel: Parcel, data: bytes) -> list[bytes]:
    """The frames of a chunk that was pickled: one, or one an input where it broke what parsed it.

    Raises EngineError where this machine's planparse is not of the version that sent the parcel.
    """
    check(Shipment(*parcel[0]))
    chunk: Chunk = pickle.loads(data)
    return list(_crew_for(_Key(parcel)).frames(chunk))


class _Key:
    """A parcel by its digest and order, since what is in it cannot be hashed."""

    def __init__(self, parcel: Parcel) -> None:
        self.sent = Shipment(*parcel[0])
        self.order = Order(**parcel[1])

    def __hash__(self) -> int:
        return hash((self.sent.digest, self.order))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (self.sent, self.order) == (other.sent, other.order)


class _Crew:
    """The process of a worker, and what is done when it ends."""

    def __init__(self, order: Order, sent: Shipment) -> None:
        self._order = order
        memory = order.megabytes * 1_000_000
        self._process = Process(Task(f"{__name__}:parser", (order, sent), memory))

    def frames(self, chunk: Chunk, again: bool = False) -> Iterator[bytes]:
        """The frames of a chunk; where it breaks the process, of each input alone."""
        limit = patience(self._order, chunk)
        try:
            yield self._process.work(pickle.dumps(chunk), [limit])
        except DiedError as died:
            if len(chunk) > 1:
                for item in chunk:
                    yield from self.frames((item,), again=True)
            elif died.code is None:
                yield failed_frame(chunk[0], Failure.TIMEOUT, too_slow(self._order, chunk), limit)
            elif died.code == TOO_MUCH:
                yield failed_frame(chunk[0], Failure.MEMORY, too_large(self._order), 0.0)
            elif again:
                yield failed_frame(chunk[0], Failure.CRASHED, crashed(died.code), 0.0)
            else:
                yield from self.frames(chunk, again=True)


@lru_cache(maxsize=1)
def _crew_for(key: _Key) -> _Crew:
    return _Crew(key.order, key.sent)


def parser(given: tuple[Order, Shipment]) -> Work:
    """What the process of a worker works with: chunks in, frames out."""
    order, sent = given
    rulebook = unpack(sent)

    def work(message: bytes, begin: Begin) -> bytes:
        return parse_chunk(order, pickle.loads(message), rulebook)

    return work
