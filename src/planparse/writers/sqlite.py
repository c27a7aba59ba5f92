"""SQLite: a table for each table, with keys, and a full-text search over divisions.

Every table begins with `row_no`, the order of its rows, and, where whole notices are written,
`notice_no`, the number of the notice in the run: two inputs of one name stay apart. The search
is a trigram index, which finds any run of three characters or more, Chinese ones too. Needs no
more than Python's own sqlite3 (SQLite 3.34 or later).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planparse.writers.cells import as_json, encodable
from planparse.writers.columns import Type, carried, types
from planparse.writers.destination import UnusableError
from planparse.writers.scratch import bytes_of
from planparse.writers.tables import Table

if TYPE_CHECKING:
    from sqlite3 import Connection

    from planparse.writers import Layout, Records

_LARGEST, _SMALLEST = 2**63 - 1, -(2**63)
_DECLARED = {"integer": "INTEGER", "number": "REAL", "truth": "INTEGER"}
_POINTERS = (
    "division_id",
    "parent_id",
    "inherited_from",
    "role_from",
)  # each names a row of `divisions`


def write_sqlite(records: Records, layout: Layout) -> Iterator[bytes]:
    """A database of whole notices, or of the rows of `layout.table`.

    A notice may be given as its values by table, and a row as its values, as `cells_of` gives them.
    """
    from sqlite3 import Error, connect

    def make(path: Path) -> None:
        with closing(connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("PRAGMA application_id = 1886154098")  # "plpr", for file(1)
            database.execute("BEGIN")
            if layout.table is None:
                _write_notices(database, records)
            else:
                database.execute(declare(layout.table, with_notices=False))
                _insert(database, cells_of(layout.table, records), layout.table, 0, None)
            if layout.table is None or layout.table.name == "divisions":
                _index(database)
            database.execute("COMMIT")

    return bytes_of("notices.sqlite", make, Error)


def declare(table: Table, *, with_notices: bool) -> str:
    """The statement that makes a table, with its keys where whole notices are written."""
    lines = ["row_no INTEGER PRIMARY KEY"]
    if with_notices:
        lines.append("notice_no INTEGER NOT NULL")
    for column, of in types(table.name).items():
        lines.append(f'"{column}" {_DECLARED.get(of.kind, "TEXT")}{"" if of.nullable else " NOT NULL"}')
    if with_notices:
        if table.name == "metadata":
            lines.append("UNIQUE (notice_no)")
        else:
            lines.append("FOREIGN KEY (notice_no) REFERENCES metadata (notice_no)")
        if table.key is not None:
            lines.append(f'UNIQUE (notice_no, "{table.key}")')
        lines += [
            f'FOREIGN KEY (notice_no, "{column}") REFERENCES divisions (notice_no, division_id)'
            for column in _POINTERS
            if column in table.columns and column != table.key
        ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _write_notices(database: Connection, notices: Iterable[Any]) -> None:
    tables = carried()
    for table in tables:
        database.execute(declare(table, with_notices=True))
    counts = dict.fromkeys((table.name for table in tables), 0)
    for number, notice in enumerate(notices, 1):
        for table in tables:
            assert table.rows is not None
            apart = isinstance(notice, dict)  # its values, by table, as `cells_of` gave them
            rows = notice[table.name] if apart else cells_of(table, table.rows(notice))
            counts[table.name] = _insert(database, rows, table, counts[table.name], number)
    for table in tables:
        if table.name not in ("metadata", "divisions"):
            columns = "notice_no, division_id" if "division_id" in table.columns else "notice_no"
            database.execute(f'CREATE INDEX "{table.name}_by_division" ON "{table.name}" ({columns})')


def cells_of(table: Table, rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The values of each row as SQLite takes them; a row that is a list is one of those already."""
    kinds = types(table.name)
    for row in rows:
        yield row if isinstance(row, list) else [_value(row[column], of) for column, of in kinds.items()]


def _insert(
    database: Connection, rows: Iterable[list[Any]], table: Table, count: int, notice_no: int | None
) -> int:
    """Inserts rows behind the first `count`, and says how many there are now."""
    before = [] if notice_no is None else [notice_no]
    marks = ", ".join("?" * (1 + len(before) + len(table.columns)))

    def values() -> Iterator[list[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield [count, *before, *row]

    database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', values())
    return count


def _index(database: Connection) -> None:
    """The full-text search over divisions; it holds no text of its own."""
    from sqlite3 import OperationalError

    try:
        database.execute(
            "CREATE VIRTUAL TABLE search USING fts5(heading, text, content='divisions',"
            " content_rowid='row_no', tokenize='trigram')"
        )
    except OperationalError as error:
        raise UnusableError(
            f"the SQLite of this Python has no full-text search by trigrams ({error})",
            advice="use a Python with SQLite 3.34 or later, or another format",
        ) from None
    database.execute("INSERT INTO search (search) VALUES ('rebuild')")
    database.execute("INSERT INTO search (search) VALUES ('optimize')")


def _value(value: Any, of: Type) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if of.kind in ("list", "record"):
        return encodable(as_json(value))
    if of.kind == "number":
        return float(value)
    if of.kind == "integer":
        return value if _SMALLEST <= value <= _LARGEST else float(value)
    return encodable(str(value))
