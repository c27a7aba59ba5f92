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
    `excel` that a spreadsheet will. `lang` is the language of captions that a person
    reads; the names of columns in data are the contract's in every language. `max_chars` is
    the length beyond which chunks are split, None for the usual one.
    """

    table: Table | None = None
    one: bool = False
    indent: bool = False
    excel: bool = False
    lang: str = "zh"
    max_chars: int | None = None


class Writer(NamedTuple):
    """One format: `write` gives its bytes piece by piece, as the records come.

    `nested` says that it can hold whole notices, not only rows; `rows`, that it can hold
    rows; `tables`, that it holds every table of a notice. `binary` bytes are nothing for a
    terminal. `captions` are in the language that
    `Layout.lang` names. `needs` are modules beyond planparse's own dependencies:
    `planparse[EXTRA]` installs them.
    """

    name: str
    suffixes: tuple[str, ...]
    nested: bool
    write: Callable[[Records, Layout], Iterator[bytes]]
    rows: bool = True
    tables: bool = False
    binary: bool = False
    captions: bool = False
    extra: str | None = None
    needs: tuple[str, ...] = ()

    def check(self, where: str = "") -> None:
        """Raises UnusableError, with the command that installs it, where a module is missing."""
        if self.extra:
            from planparse.writers.extras import require

            require(self.extra, *self.needs, where=where)


def _later(module: str, name: str) -> Callable[[Records, Layout], Iterator[bytes]]:
    """The function `name` of a module beside this one, imported once it is called."""

    def write(records: Records, layout: Layout) -> Iterator[bytes]:
        from importlib import import_module

        found = getattr(import_module(f"planparse.writers.{module}"), name)
        written: Iterator[bytes] = found(records, layout)
        return written

    return write


WRITERS: dict[str, Writer] = {
    writer.name: writer
    for writer in (
        Writer("json", (".json",), True, write_json),
        Writer("jsonl", (".jsonl", ".ndjson"), True, write_jsonl),
        Writer("csv", (".csv",), False, write_csv),
        Writer(
            "xlsx", (".xlsx",), True, _later("xlsx", "write_xlsx"),
            tables=True, binary=True, captions=True, extra="xlsx", needs=("xlsxwriter",),
        ),
        Writer(
            "sqlite", (".sqlite", ".sqlite3", ".db"), True, _later("sqlite", "write_sqlite"),
            tables=True, binary=True,
        ),
        Writer(
            "duckdb", (".duckdb",), True, _later("duckdb", "write_duckdb"),
            tables=True, binary=True, extra="duckdb", needs=("duckdb", "pyarrow"),
        ),
        Writer(
            "parquet", (".parquet",), False, _later("arrow", "write_parquet"),
            binary=True, extra="arrow", needs=("pyarrow",),
        ),
        Writer(
            "arrow", (".arrow", ".feather"), False, _later("arrow", "write_arrow"),
            binary=True, extra="arrow", needs=("pyarrow",),
        ),
        Writer(
            "md", (".md", ".markdown"), True, _later("markdown", "write_markdown"), captions=True
        ),
        Writer(
            "chunks", (".chunks.jsonl",), True, _later("chunks", "write_chunks"), rows=False
        ),
    )
}  # fmt: skip


def find_writer(path: str) -> Writer | None:
    """The writer for the suffix of `path`, or None where it names no format.

    >>> find_writer("out/targets.CSV").name, find_writer("out/targets")
    ('csv', None)
    """
    lowered = path.lower()
    found = [
        (len(suffix), writer)
        for writer in WRITERS.values()
        for suffix in writer.suffixes
        if lowered.endswith(suffix)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
