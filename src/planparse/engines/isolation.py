"""Parsing that outlives any notice: what breaks the process that parses is one row's failure.

Every engine calls the same function, `Isolation.parse`, on its batches. It cuts them into small
ones and has a process apart parse each. Where that dies, the rows before the one it was at are parsed
again, and that one alone, in a new process; a second death is its outcome.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.engines.apart import Begin, DiedError, Process, Task, Work
from planparse.engines.arrow import MAX_CHARS, TOO_MUCH_MEMORY, parse_each, takes_office
from planparse.engines.parsed import Failure, Outcome, names_of, parsed_batch
from planparse.engines.shipment import Shipment, check, pack, unpack
from planparse.memory import TOO_MUCH, unbounded

if TYPE_CHECKING:
    import pyarrow as pa

    from planparse.rulebook import Rulebook

ROWS = 64  # of what is parsed in one go, and again where its process dies
SIZE = 1_000_000  # bytes of the same, of texts as UTF-8
SECONDS, MEMORY = 120.0, 1_500_000_000  # that one notice may take


class Limits(NamedTuple):
    """How much of what one notice may have.

    `seconds` for each million bytes begun, of a text as UTF-8; `retries` in a new process after it was
    at work when one died; `characters` of its text; `memory` in bytes beside what the process that
    parses it holds before, None for any number: only Linux holds to it.
    """

    seconds: float = SECONDS
    retries: int = 1
    characters: int = MAX_CHARS
    memory: int | None = MEMORY


class Order(NamedTuple):
    """All that a worker must know to parse: plain values, the same on every machine."""

    shipment: Shipment
    tables: tuple[str, ...]
    encoding: str | None = None
    limits: Limits = Limits()

    def plain(self) -> tuple[Any, ...]:
        """The order without a class of planparse, so that a worker of any version can open it."""
        return (tuple(self.shipment), self.tables, self.encoding, tuple(self.limits))

    @classmethod
    def opened(cls, plain: tuple[Any, ...]) -> Order:
        """The order that `plain` made. Raises EngineError where the driver's version is not this one."""
        check(plain[0])
        shipment, tables, encoding, limits = plain
        return cls(Shipment(*shipment), tables, encoding, Limits(*limits))


class Isolation:
    """A process apart for one order, and the rule for what is done when it dies."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._process = Process(Task(f"{__name__}:parser", order, order.limits.memory))

    def parse(self, batch: pa.RecordBatch | pa.Table) -> Iterator[pa.RecordBatch]:
        """The notices in the columns `source_name` and `text` of `batch`, as `parse_each` gives them.

        In the order of the batch, a few at a time. Raises EngineError where the process cannot start.
        """
        waiting = deque((piece, 0) for piece in pieces(batch))
        while waiting:
            piece, deaths = waiting.popleft()
            if deaths and self._process.worked:
                self._process.close()
            try:
                yield _loaded(self._process.work(_dumped(piece), self._seconds(piece)))
            except DiedError as died:
                if piece.num_rows > 1:
                    at = died.item
                    parts = ((piece.slice(0, at), 0), (piece.slice(at, 1), 1), (piece.slice(at + 1), 0))
                    waiting.extendleft(part for part in reversed(parts) if part[0].num_rows)
                elif died.code is None or deaths >= self._order.limits.retries:
                    yield self._failed(piece, died, deaths + 1)
                else:
                    waiting.appendleft((piece, deaths + 1))

    def close(self) -> None:
        """Ends the process; the next batch starts another."""
        self._process.close()

    def _seconds(self, piece: pa.RecordBatch) -> list[float]:
        a_million = self._order.limits.seconds
        return [a_million * (1 + size // 1_000_000) for size in sizes_of(piece)]

    def _failed(self, piece: pa.RecordBatch, died: DiedError, times: int) -> pa.RecordBatch:
        name = piece.column("source_name")[0].as_py()
        if died.code is None:
            outcome = Outcome.failed(name, Failure.TIMEOUT, died.how)
        elif died.code == TOO_MUCH:
            outcome = Outcome.failed(name, Failure.MEMORY, TOO_MUCH_MEMORY)
        else:
            often = "" if times == 1 else f", {times} times"
            message = f"the process that parsed it {died.how}{often}"
            outcome = Outcome.failed(name, Failure.CRASHED, message)
        return parsed_batch([outcome], {table: [[]] for table in self._order.tables})


def order_of(
    rulebook: Rulebook | None,
    tables: Iterable[str] | None,
    encoding: str | None,
    limits: Limits | None,
) -> Order:
    """The order that a driver sends: with the rulebook, by default the built-in one, packed.

    Raises ValueError for a table that is not there.
    """
    from planparse.rulebook import default

    return Order(pack(rulebook or default()), names_of(tables), encoding, limits or Limits())


@lru_cache(maxsize=1)
def isolation_for(order: Order) -> Isolation:
    """The isolation of this worker for `order`: its process is kept from one task to the next."""
    return Isolation(order)


def parser(order: Order) -> Work:
    """What the process apart works with: batches in, parsed notices out, as bytes."""
    rulebook = unpack(order.shipment)

    def work(message: bytes, begin: Begin) -> bytes:
        batch = _loaded(message)
        with unbounded() if takes_office(batch) else nullcontext():
            parsed = parse_each(
                batch,
                tables=order.tables,
                rulebook=rulebook,
                encoding=order.encoding,
                max_chars=order.limits.characters,
                begin=begin,
            )
        return _dumped(parsed)

    return work


def pieces(batch: pa.RecordBatch | pa.Table) -> Iterator[pa.RecordBatch]:
    """`batch` in batches of at most `ROWS` rows and, but for a single row, at most `SIZE` long."""
    import pyarrow as pa

    whole = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
    if not whole.num_rows:
        return
    joined = whole.combine_chunks().to_batches()
    for part in joined:
        start = held = 0
        for row, size in enumerate(sizes_of(part)):
            if row > start and (row - start == ROWS or held + size > SIZE):
                yield part.slice(start, row - start)
                start, held = row, 0
            held += size
        yield part.slice(start)


def sizes_of(batch: pa.RecordBatch) -> list[int]:
    """The bytes of each notice in `batch`, a text's as UTF-8; 0 for one that is null."""
    import pyarrow.compute as pc

    sizes: list[int | None] = pc.binary_length(batch.column("text")).to_pylist()
    return [size or 0 for size in sizes]


def _dumped(batch: pa.RecordBatch) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _loaded(data: bytes) -> pa.RecordBatch:
    import pyarrow as pa

    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()
