"""Assembly: results, manifest and journal written in the order of the inputs, once all are done."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, groupby
from typing import NamedTuple

from planparse import __version__
from planparse.batch.folder import MANIFEST, Folder
from planparse.batch.frames import Entry, as_line
from planparse.batch.journal import Journal
from planparse.batch.order import Order
from planparse.batch.outputs import OUTPUTS, Piece, output_of
from planparse.batch.staging import write
from planparse.batch.summary import Summary


class Assembly(NamedTuple):
    """The results of `order`, whose entries and pieces stand at `places` of the journal.

    `shard` is how many inputs a file has where it holds many.
    """

    order: Order
    journal: Journal
    places: array[int]
    shard: int
    user_files: Sequence[str]

    def write(self, folder: Folder, summary: Summary) -> None:
        """Writes all into `folder`, unless it is there already; counts the entries in `summary`.

        The manifest takes its place last: where it is of these results, they are all there.
        """
        key = self._key(summary)
        if folder.is_current(key):
            if self.journal.grew:
                for _ in self.journal.rewrite(self.places):
                    pass
            folder.finish()
            return
        count = folder.announce(self._files())
        with folder.staging.file(MANIFEST) as manifest:
            write(manifest, as_line(self._header()))
            pieces = self._pieces(lambda line: write(manifest, line))
            output_of(self.order).write(self.order, self.shard, pieces, folder.staging)
            for _ in pieces:  # an output that looks at none still lets all be told
                pass
        folder.keep(key, count)
        folder.finish()

    def _key(self, summary: Summary) -> str:
        """What stands for all results."""
        total = sha256(f"{self.order.key} {self.shard}".encode())
        for entry in self.journal.entries(self.places):
            summary.count(entry)
            total.update(as_line(entry))
        return total.hexdigest()

    def _files(self) -> Iterator[str]:
        """The files that results stand in."""
        output = output_of(self.order)
        entries = enumerate(self.journal.entries(self.places))
        found = (self._place(number, entry) for number, entry in entries)
        always = [output.place(self.order, self.shard, 0, "")] if output is OUTPUTS["database"] else []
        for place, _ in groupby(chain(always, filter(None, found))):
            yield from output.files(self.order, place)

    def _place(self, number: int, entry: Entry) -> str | None:
        """Where the result of an input stands, or None where there is none."""
        if entry["outcome"] == "failed":
            return None
        return output_of(self.order).place(self.order, self.shard, number, entry["source_name"])

    def _pieces(self, tell: Callable[[bytes], None]) -> Iterator[Piece]:
        """The pieces in order; one by one, the manifest is told and the new journal written."""
        for number, place in enumerate(self.journal.rewrite(self.places)):
            entry = self.journal.entry(place)
            where = self._place(number, entry)
            tell(as_line(entry | {"output": where}))
            if where is not None:
                yield Piece(number, entry["source_name"], self.journal.piece(place))

    def _header(self) -> Entry:
        """The first line of the manifest: what ran, by which rules, for what."""
        return {
            "run": {
                "planparse": __version__,
                "rulebook": self.order.digest,
                "user_files": list(self.user_files),
                "format": self.order.form,
                "table": self.order.table,
                "each": self.order.each,
                "inputs": len(self.places),
            }
        }
