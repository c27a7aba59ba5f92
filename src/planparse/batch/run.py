"""The spine of a batch: plan, go on where a journal says, parse, put together.

What comes out depends on the inputs, the order and the rules, never on how many workers there were
or how often a run was interrupted.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from hashlib import sha256
from time import monotonic
from typing import Protocol

from planparse.batch.assembly import Assembly
from planparse.batch.containers import Columns
from planparse.batch.engines import Engine
from planparse.batch.folder import Folder
from planparse.batch.frames import Entry, parse_frame
from planparse.batch.inputs import Choice, find_inputs
from planparse.batch.journal import NOWHERE, Journal
from planparse.batch.order import Chunk, Input, Order
from planparse.batch.outputs import SHARD, place_to_tell
from planparse.batch.parsing import needs_office
from planparse.batch.plan import Plan
from planparse.batch.summary import Summary
from planparse.errors import PlanparseError
from planparse.writers.destination import UnusableError

_TOGETHER, _BYTES = 64, 2_000_000  # inputs and bytes of a chunk
_PAPERS, _PAPER_BYTES = 50, 50_000_000  # the same of files that LibreOffice reads in one call
_SHARES = 4  # chunks that a worker has at least
_ALL, _USUAL = Choice(), Columns()


class Progress(Protocol):
    """Who is told how far a batch is."""

    def begin(self, total: int) -> None:
        """So many inputs there are."""

    def advance(self, done: int, failed: int) -> None:
        """So many more are done, so many of which failed."""

    def end(self) -> None:
        """All are done, or none will be any more."""


def run_batch(
    order: Order,
    names: Sequence[str],
    out: str,
    *,
    engine: Engine,
    workers: int,
    progress: Progress,
    user_files: Sequence[str] = (),
    choice: Choice = _ALL,
    columns: Columns = _USUAL,
    shard: int = SHARD,
    retry_failed: bool = False,
    master: str | None = None,
) -> Summary:
    """Parses all inputs behind `names` and writes what `order` asks for, and a manifest, into `out`.

    What an earlier run into `out` did is taken over where input, order and rules are the same.
    Raises UnusableError where `out` cannot be used or two inputs have one name, WriteError where the
    disk is full: run it again, and it goes on.
    """
    folder = Folder(out, order)
    journal = None
    try:
        found = find_inputs(names, choice, columns, out)
        plan = Plan(folder.plan, found, (lambda name: place_to_tell(order, name)) if order.each else str)
        if not plan.count:
            raise UnusableError("no input was found", where=", ".join(names[:3]), advice="name others")
        journal = Journal(folder.journal, order.key)
        run = _Run(order, plan, journal, progress, columns=columns, retry_failed=retry_failed)
        run.parse(engine, workers, master)
        Assembly(order, journal, run.places, shard, user_files).write(folder, run.summary)
        return run.summary
    finally:
        progress.end()
        if journal is not None:
            journal.close()
        folder.close()


class _Run:
    """One run: where in the journal each input stands, and what is known of it."""

    def __init__(
        self,
        order: Order,
        plan: Plan,
        journal: Journal,
        progress: Progress,
        *,
        columns: Columns,
        retry_failed: bool,
    ) -> None:
        self.summary = Summary()
        self.places = array("q", [NOWHERE]) * plan.count
        self._order = order
        self._plan = plan
        self._journal = journal
        self._columns = columns
        self._retry_failed = retry_failed
        self._progress = progress

    def parse(self, engine: Engine, workers: int, master: str | None) -> None:
        """Has every input parsed that an earlier run did not do."""
        began = monotonic()
        self._progress.begin(self._plan.count)
        for data in engine(self._order, self._chunks(workers), workers, master):
            frame = parse_frame(data)
            stand = self._journal.append(frame)
            for number, place, entry, seconds in zip(
                frame.numbers, stand, frame.entries, frame.seconds, strict=True
            ):
                self.places[number] = place
                self.summary.time(entry["source_name"], seconds)
            failed = sum(entry["outcome"] == "failed" for entry in frame.entries)
            self._progress.advance(len(frame.entries), failed)
        self.summary.seconds = monotonic() - began
        if NOWHERE in self.places:
            raise PlanparseError("the engine left inputs undone", advice="run the same command again")

    def _chunks(self, workers: int) -> Iterator[Chunk]:
        most = max(1, min(_TOGETHER, self._plan.count // (workers * _SHARES)))
        plain = _Filling(most, _BYTES)
        papers = _Filling(_PAPERS, _PAPER_BYTES)
        for item in self._plan.read(self._columns):
            if self._take_over(item):
                continue
            filling = papers if item.data and needs_office(item.data) else plain
            yield from filling.add(item)
        yield from plain.rest()
        yield from papers.rest()

    def _take_over(self, item: Input) -> bool:
        """Whether an earlier run did this very input; then its entry stands."""
        earlier = self._journal.find(item.name)
        if earlier is None or not self._holds(earlier[1], item):
            return False
        self.places[item.number] = earlier[0]
        self.summary.taken += 1
        self._progress.advance(1, earlier[1]["outcome"] == "failed")
        return True

    def _holds(self, entry: Entry, item: Input) -> bool:
        if entry["outcome"] == "failed" and self._retry_failed:
            return False
        if item.data is None:
            return entry["sha256"] is None and entry.get("message") == item.trouble
        return bool(entry["sha256"] == sha256(item.data).hexdigest())


class _Filling:
    """A chunk that is being filled."""

    def __init__(self, most: int, room: int) -> None:
        self._most = most
        self._room = room
        self._items: list[Input] = []
        self._size = 0

    def add(self, item: Input) -> Iterator[Chunk]:
        """Adds an input; gives the chunk where that fills it."""
        self._items.append(item)
        self._size += len(item.data or b"")
        if len(self._items) >= self._most or self._size >= self._room:
            yield from self.rest()

    def rest(self) -> Iterator[Chunk]:
        """The chunk as it is, unless it is empty."""
        if self._items:
            chunk, self._items, self._size = tuple(self._items), [], 0
            yield chunk
