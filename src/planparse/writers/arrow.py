"""Rows as Arrow, with one fixed schema a table; Parquet and Arrow files of them.

The schemas follow from the models, so that every batch of a table has the same one, however few
rows it holds: lists are lists, dates are dates, what may be unknown may be null. Needs
`planparse[arrow]` (pyarrow).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from planparse.writers.cells import encodable
from planparse.writers.columns import Type, types

if TYPE_CHECKING:
    import pyarrow as pa

    from planparse.writers import Layout, Records
    from planparse.writers.tables import Row

_BATCH = 65_536  # rows of a group
_LARGEST, _SMALLEST = 2**63 - 1, -(2**63)


def schema_of(name: str) -> pa.Schema:
    """The Arrow schema of the table called `name`.

    >>> print(schema_of("metadata").field("issuers").type, schema_of("targets").field("value").type)
    list<item: string not null> double
    """
    import pyarrow as pa

    return pa.schema(
        [pa.field(column, _arrow(of), nullable=of.nullable) for column, of in types(name).items()]
    )


def batch_of(name: str, rows: Iterable[Row]) -> pa.RecordBatch:
    """The rows of the table called `name` as one Arrow batch; also of none.

    A whole number beyond 64 bits, which Arrow has none of, becomes null.
    """
    import pyarrow as pa

    given = list(rows)
    schema = schema_of(name)
    arrays = [
        pa.array([_value(row[column], of) for row in given], type=schema.field(column).type)
        for column, of in types(name).items()
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def join(name: str, batches: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """The rows of many batches of the table called `name` in as few as a file has groups.

    A batch takes some kilobytes however few rows it holds, so many small ones are joined in time.
    """
    import pyarrow as pa

    table = pa.Table.from_batches(batches, schema_of(name)).combine_chunks()
    return [batch for batch in table.to_batches(max_chunksize=_BATCH) if batch.num_rows]


def write_parquet(records: Records, layout: Layout) -> Iterator[bytes]:
    """The rows of `layout.table` as a Parquet file; they may be given as batches."""
    from pyarrow.parquet import ParquetWriter

    name, stream = _begun(layout)
    with ParquetWriter(stream, schema_of(name), compression="zstd") as out:
        for batch in _batches(name, records):
            out.write_batch(batch)
            yield _taken(stream)
    yield _taken(stream)


def write_arrow(records: Records, layout: Layout) -> Iterator[bytes]:
    """The rows of `layout.table` as an Arrow file, also known as Feather; else as `write_parquet`."""
    from pyarrow.ipc import new_file

    name, stream = _begun(layout)
    with new_file(stream, schema_of(name)) as out:
        for batch in _batches(name, records):
            out.write_batch(batch)
            yield _taken(stream)
    yield _taken(stream)


class _Growing(BytesIO):
    """A stream whose bytes can be taken as they come, while it still tells where it is."""

    def __init__(self) -> None:
        super().__init__()
        self._gone = 0

    def tell(self) -> int:
        return self._gone + super().tell()

    def take(self) -> bytes:
        data = self.getvalue()
        self._gone += len(data)
        super().seek(0)
        self.truncate()
        return data

    def close(self) -> None:
        """Stays open, so that the end can be taken too."""


def _begun(layout: Layout) -> tuple[str, _Growing]:
    if layout.table is None:
        raise ValueError("a Parquet or Arrow file holds the rows of one table")
    return layout.table.name, _Growing()


def _taken(stream: _Growing) -> bytes:
    return stream.take()


def _batches(name: str, records: Records) -> Iterator[pa.RecordBatch]:
    rows: Iterator[Any] = iter(records)
    while some := list(islice(rows, _BATCH)):
        yield from [batch_of(name, some)] if isinstance(some[0], dict) else some


def _arrow(of: Type) -> pa.DataType:
    import pyarrow as pa

    if of.kind == "list":
        assert of.item is not None
        return pa.list_(pa.field("item", _arrow(of.item), nullable=of.item.nullable))
    if of.kind == "record":
        return pa.struct(
            [pa.field(name, _arrow(kind), nullable=kind.nullable) for name, kind in of.fields]
        )
    simple = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
        "date": pa.date32(),
    }
    return simple[of.kind]


def _value(value: Any, of: Type) -> Any:
    if value is None:
        return None
    if of.kind == "text":
        return encodable(value if isinstance(value, str) else str(value))
    if of.kind == "number":
        return float(value)
    if of.kind == "integer":
        return value if _SMALLEST <= value <= _LARGEST else None
    if of.kind == "date":
        return date.fromisoformat(value) if isinstance(value, str) else value
    if of.kind == "list":
        assert of.item is not None
        return [_value(item, of.item) for item in value]
    if of.kind == "record":
        return {name: _value(_member(value, name), kind) for name, kind in of.fields}
    return value


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)
