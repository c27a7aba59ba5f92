"""DuckDB: the same tables as in SQLite, with lists as lists and dates as dates.

Needs `planparse[duckdb]` (duckdb, pyarrow).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planparse.writers.arrow import batch_of, join, schema_of
from planparse.writers.columns import carried
from planparse.writers.scratch import bytes_of

if TYPE_CHECKING:
    from planparse.writers import Layout, Records
    from planparse.writers.tables import Row, Table

_ROWS = 20_000  # inserted at a time
_SMALL = 100  # batches that are held before they are joined
# The form of the file: later ones hold a random number, earlier ones what was left in memory.
_STORAGE = "v1.3.0"


def write_duckdb(records: Records, layout: Layout) -> Iterator[bytes]:
    """A database of whole notices, or of the rows of `layout.table`.

    A notice may be given as Arrow batches by table, and rows as a batch, as `batch_of` gives them.
    """
    import duckdb

    def make(path: Path) -> None:
        with closing(duckdb.connect(":memory:", config={"threads": 1})) as database:
            place = str(path).replace("'", "''")
            database.execute(f"ATTACH '{place}' AS notices (STORAGE_VERSION '{_STORAGE}')")
            database.execute("USE notices")
            if layout.table is None:
                _write_notices(database, records)
            else:
                filled = _Filled(database, layout.table, with_notices=False)
                for record in records:
                    filled.add(record)
                filled.flush()
            database.execute("CHECKPOINT notices")
            database.execute("USE memory")
            database.execute("DETACH notices")

    return bytes_of("notices.duckdb", make, duckdb.Error)


class _Filled:
    """A table of the database that is being filled, many rows at a time."""

    def __init__(self, database: Any, table: Table, *, with_notices: bool) -> None:
        self._database = database
        self._table = table
        self._with_notices = with_notices
        self._rows: list[Row] = []
        self._batches: list[Any] = []
        self._numbers: list[int] = []
        self._count = 0
        self._made = False

    def add(self, row: Any, number: int = 0) -> None:
        """One row, or a batch of rows, of the notice with this number."""
        if isinstance(row, dict):
            self._rows.append(row)
            self._numbers.append(number)
        elif row.num_rows:
            self._batches.append(row)
            if len(self._batches) >= _SMALL:
                self._batches = join(self._table.name, self._batches)
            self._numbers += [number] * row.num_rows
        if len(self._numbers) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """Writes what is held; makes the table the first time, also for no row."""
        import pyarrow as pa

        if self._made and not self._numbers:
            return
        schema = schema_of(self._table.name)
        batches = self._batches or [batch_of(self._table.name, self._rows)]
        batch = pa.Table.from_batches(batches, schema)
        first = self._count + 1
        self._count += batch.num_rows
        columns = [pa.array(range(first, self._count + 1), pa.int64())]
        names = ["row_no"]
        if self._with_notices:
            columns.append(pa.array(self._numbers, pa.int64()))
            names.append("notice_no")
        given = pa.table([*columns, *batch.columns], names=[*names, *schema.names])
        self._database.register("given", given)
        verb = (
            f'INSERT INTO "{self._table.name}"'
            if self._made
            else f'CREATE TABLE "{self._table.name}" AS'
        )
        self._database.execute(f"{verb} SELECT * FROM given")
        self._database.unregister("given")
        self._made = True
        self._rows, self._batches, self._numbers = [], [], []


def _write_notices(database: Any, notices: Any) -> None:
    tables = {table.name: _Filled(database, table, with_notices=True) for table in carried()}
    for number, notice in enumerate(notices, 1):
        for table in carried():
            assert table.rows is not None
            rows = [notice[table.name]] if isinstance(notice, dict) else table.rows(notice)
            for row in rows:
                tables[table.name].add(row, number)
    for filled in tables.values():
        filled.flush()
