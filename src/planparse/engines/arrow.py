"""Texts in an Arrow batch in, the rows of tables as Arrow batches out.

What pandas, Polars, DuckDB, Spark and Ray hand over and take back: a pure function without
state, files or workers of its own. Needs `planparse[arrow]` (pyarrow).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.text import Source
from planparse.writers.arrow import batch_of, schema_of
from planparse.writers.columns import carried
from planparse.writers.tables import TABLES, Row, edit_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from planparse.rulebook import Rulebook

__all__ = ["parse_batch", "schema_of"]


def parse_batch(
    batch: pa.RecordBatch | pa.Table,
    *,
    tables: Iterable[str] | None = None,
    text: str = "text",
    source_name: str = "source_name",
    rulebook: Rulebook | None = None,
) -> dict[str, pa.RecordBatch]:
    """The rows of each table of all notices in `batch`, in its order, as one batch a table.

    The column called `text` holds the notices, the one called `source_name`, where there is
    one, their names (else `-`). `tables` are names of tables, by default all but `edits` and
    `chunks`. Each batch has the schema that `schema_of` gives, also where it holds no row. A
    text that is null gives no rows. Raises ReadError where the batch has no such column of
    text, ValueError for a table that is not there; the content of a notice never raises.

    >>> import pyarrow as pa
    >>> batch = pa.record_batch({"text": ["一、管理。合格率达到98%以上。（财政部负责）", None]})
    >>> found = parse_batch(batch, tables=["targets", "agencies"])
    >>> found["targets"].column("value").to_pylist(), found["agencies"].column("name").to_pylist()
    ([98.0], ['财政部'])
    """
    from planparse.model import ON_REQUEST
    from planparse.pipeline import parse_source
    from planparse.rulebook import default

    names = [table.name for table in carried()] if tables is None else list(tables)
    for name in names:
        if name not in TABLES:
            raise ValueError(f"there is no table {name!r}; there are {', '.join(TABLES)}")
    rules = rulebook or default()
    texts = _strings(batch, text)
    has_names = source_name in batch.schema.names
    called = _strings(batch, source_name) if has_names else [None] * len(texts)
    rows: dict[str, list[Row]] = {name: [] for name in names}
    for words, origin in zip(texts, called, strict=True):
        if words is None:
            continue
        source = Source(words, name="-" if origin is None else origin)
        if "edits" in rows:
            from planparse.stages.restore import restore

            restored, _ = restore(source, rules)
            rows["edits"] += edit_rows(source.name, restored.text)
        if set(rows) == {"edits"}:
            continue
        notice = parse_source(source, rules, also=[name for name in ON_REQUEST if name in rows])
        for name in names:
            fill = TABLES[name].rows
            if fill is not None:
                rows[name] += fill(notice)
    return {name: batch_of(name, rows[name]) for name in names}


def _strings(batch: pa.RecordBatch | pa.Table, name: str) -> list[str | None]:
    if name not in batch.schema.names:
        raise ReadError(
            f"the batch has no column {name!r} but {', '.join(batch.schema.names)}",
            advice="name the one that holds the notices (text=…)",
        )
    values: list[str | None] = batch.column(name).to_pylist()
    if not all(value is None or isinstance(value, str) for value in values):
        raise ReadError(
            f"the column {name!r} holds {batch.schema.field(name).type}, no text",
            advice="decode or cast it first",
        )
    return values
