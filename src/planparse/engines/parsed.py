"""Parsed notices in one Arrow batch: a row a notice, with its outcome and its tables as lists.

It is what engines pass on, since it has as many rows as what they were given: whatever happens
to a notice happens to its row. The rows of one table are taken out of it without a copy.
Needs `planparse[arrow]` (pyarrow).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.writers.arrow import batch_of, schema_of
from planparse.writers.columns import carried
from planparse.writers.tables import TABLES, Row

if TYPE_CHECKING:
    import pyarrow as pa

OUTCOMES = "outcomes"


class Failure(StrEnum):
    """Why a notice has no rows, as the column `code` says it."""

    NO_TEXT = "no-text"
    UNREADABLE = "unreadable"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    DEFECT = "defect"


class Outcome(NamedTuple):
    """What became of one notice: a row of the table `outcomes`.

    `outcome` is `ok`, `warnings` (its diagnostics have some) or `failed`; `code` and `message` say
    why it failed. `characters` are those of its source, `coverage` is the share of the restored ones
    that stand in a division.
    """

    source_name: str
    outcome: str
    code: str | None = None
    message: str | None = None
    notice_id: str | None = None
    characters: int | None = None
    coverage: float | None = None

    @classmethod
    def failed(cls, source_name: str, failure: Failure, message: str) -> Outcome:
        """The outcome of a notice that could not be parsed."""
        return cls(source_name, "failed", failure.value, message)


def names_of(tables: Iterable[str] | None) -> tuple[str, ...]:
    """The names of the asked tables, by default all but those on request, `edits` and `chunks`.

    Raises ValueError for a table that is not there.

    >>> names_of(None)
    ('metadata', 'fields', 'divisions', 'agencies', 'targets', 'tables', 'diagnostics')
    """
    from planparse.model import ON_REQUEST

    usual = (table.name for table in carried() if table.name not in ON_REQUEST)
    names = tuple(usual if tables is None else tables)
    for name in names:
        if name not in TABLES:
            raise ValueError(f"there is no table {name!r}; there are {', '.join(TABLES)}")
    return names


def outcome_schema() -> pa.Schema:
    """The Arrow schema of the table `outcomes`: one row for each notice that was given."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field("source_name", pa.string(), nullable=False),
            pa.field("outcome", pa.string(), nullable=False),
            pa.field("code", pa.string()),
            pa.field("message", pa.string()),
            pa.field("notice_id", pa.string()),
            pa.field("characters", pa.int64()),
            pa.field("coverage", pa.float64()),
        ]
    )


def parsed_schema(tables: Iterable[str] | None = None) -> pa.Schema:
    """The Arrow schema of parsed notices: the columns of `outcomes`, then a list a table.

    >>> schema = parsed_schema(["targets"])
    >>> schema.names[-1], schema.field("targets").type.value_type.field("value").type
    ('targets', DataType(double))
    """
    import pyarrow as pa

    schema = outcome_schema()
    for name in names_of(tables):
        schema = schema.append(pa.field(name, pa.list_(_item(name)), nullable=False))
    return schema


def parsed_batch(outcomes: Sequence[Outcome], rows: dict[str, list[list[Row]]]) -> pa.RecordBatch:
    """One batch of the notices with these `outcomes`; `rows` holds their rows, table by table."""
    import pyarrow as pa

    columns = zip(*outcomes, strict=True) if outcomes else [[]] * len(Outcome._fields)
    arrays = [
        pa.array(list(values), type=field.type)
        for values, field in zip(columns, outcome_schema(), strict=True)
    ]
    for name, of_notices in rows.items():
        offsets = [0, *accumulate(map(len, of_notices))]
        flat = batch_of(name, [row for of_notice in of_notices for row in of_notice])
        records = pa.StructArray.from_arrays(flat.columns, fields=list(flat.schema))
        arrays.append(
            pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), records, type=pa.list_(_item(name)))
        )
    return pa.RecordBatch.from_arrays(arrays, schema=parsed_schema(rows))


def rows_in(parsed: pa.RecordBatch | pa.Table, table: str) -> pa.Table:
    """The rows that parsed notices have in `table`, in their order, with the schema of that table.

    `outcomes` is a table too. No value is copied.

    >>> from planparse.engines.arrow import parse_each
    >>> import pyarrow as pa
    >>> parsed = parse_each(pa.record_batch({"text": ["一、管理。合格率达到98%以上。", None]}))
    >>> rows_in(parsed, "targets").column("value").to_pylist()
    [98.0]
    >>> rows_in(parsed, "outcomes").column("outcome").to_pylist()
    ['ok', 'failed']
    """
    import pyarrow as pa

    if table == OUTCOMES:
        schema = outcome_schema()
        columns: list[Any] = [parsed.column(name) for name in schema.names]
        return pa.Table.from_arrays(columns, schema=schema)
    schema = schema_of(table)
    column = parsed.column(table)
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    flat = [pa.RecordBatch.from_arrays(_records(chunk), schema=schema) for chunk in chunks]
    return pa.Table.from_batches(flat, schema=schema)


def _records(lists: Any) -> list[Any]:
    columns: list[Any] = lists.flatten().flatten()
    return columns


def _item(name: str) -> Any:
    import pyarrow as pa

    return pa.field("item", pa.struct(list(schema_of(name))), nullable=False)
