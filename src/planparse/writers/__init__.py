"""Writers: notices, or the rows of one table, into bytes.

One table, `WRITERS`, holds every format; the choices of `--format` and the suffixes of
`-o` follow from it. A new format is a new row; what the tables hold is in `tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.writers.csv import write_csv
from planparse.writers.json import write_json, write_jsonl

if TYPE_CHECKING:
    from planparse.model import Notice
    from planparse.writers.tables import Table

Row = dict[str, Any]
Records = Iterable["Notice"] | Iterable[Row]


class Layout(NamedTuple):
    """How a writer lays out what it gets.

    `table` is the table that the rows are of, None for whole notices. `one` says that
    there is one notice and no list around it, `indent` that a person will read it,
    `excel` that a spreadsheet will.
    """

    table: Table | None = None
    one: bool = False
    indent: bool = False
    excel: bool = False


class Writer(NamedTuple):
    """One format: `write` gives its bytes piece by piece, as the records come.

    `nested` says that it can hold whole notices, not only rows.
    """

    name: str
    suffixes: tuple[str, ...]
    nested: bool
    write: Callable[[Records, Layout], Iterator[bytes]]


WRITERS: dict[str, Writer] = {
    writer.name: writer
    for writer in (
        Writer("json", (".json",), True, write_json),
        Writer("jsonl", (".jsonl", ".ndjson"), True, write_jsonl),
        Writer("csv", (".csv",), False, write_csv),
    )
}


def find_writer(path: str) -> Writer | None:
    """The writer for the suffix of `path`, or None where it names no format.

    >>> find_writer("out/targets.CSV").name, find_writer("out/targets")
    ('csv', None)
    """
    lowered = path.lower()
    return next((writer for writer in WRITERS.values() if lowered.endswith(writer.suffixes)), None)
