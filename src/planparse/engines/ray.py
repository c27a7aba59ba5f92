"""Notices in a Ray Dataset in, one Dataset a table out: `map_batches` over `parse_each`.

Needs `planparse[ray]` (ray with its data library) on every node: docs/scaling.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from planparse.engines.extraction import Extraction
from planparse.engines.isolation import ROWS, Limits, Order, isolation_for, order_of
from planparse.engines.parsed import OUTCOMES, names_of, parsed_schema, rows_in
from planparse.errors import ReadError

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

    from planparse.rulebook import Rulebook


def extract(
    ds: Dataset,
    *,
    text_column: str = "text",
    id_column: str | None = "source_name",
    tables: Iterable[str] | None = None,
    rulebook: Rulebook | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Extraction[Dataset]:
    """A Dataset for each table, and one of outcomes, of the notices in `ds`.

    Arguments, tables and errors are those of `planparse.engines.spark.extract`. Notices are parsed
    at once and one time: `parsed` is materialized, in the object store and beyond it on disk, as long
    as it or `Extraction` is held. Ray gives batches as they are done, unless the order is asked to be
    kept (`ds.context.execution_options.preserve_order = True`).
    """
    asked = names_of(tables)
    parsed = parse(
        ds,
        text_column=text_column,
        id_column=id_column,
        tables=asked,
        rulebook=rulebook,
        encoding=encoding,
        limits=limits,
    ).materialize()
    if parsed.count():
        return Extraction(parsed, split(parsed, asked))
    from ray.data import from_arrow  # for what Ray maps has no columns where it has no rows

    nothing = parsed_schema(asked).empty_table()
    empty = {name: from_arrow(rows_in(nothing, name)) for name in (OUTCOMES, *asked)}
    return Extraction(from_arrow(nothing), empty)


def parse(
    ds: Dataset,
    *,
    text_column: str = "text",
    id_column: str | None = "source_name",
    tables: Iterable[str] | None = None,
    rulebook: Rulebook | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Dataset:
    """The notices in `ds`, parsed: a row each, with its tables as lists. Nothing runs yet.

    Written once, it holds everything, and `split` takes the tables out of what is read back.
    """
    order = order_of(rulebook, tables, encoding, limits)
    columns = ds.columns(fetch_if_missing=False)  # None where only a run would tell
    if columns is not None:
        _check(columns, text_column, id_column)
    work = partial(parse_block, order.plain(), text_column, id_column)
    return ds.map_batches(work, batch_format="pyarrow", batch_size=ROWS, zero_copy_batch=True)


def split(parsed: Dataset, tables: Iterable[str] | None = None) -> dict[str, Dataset]:
    """The Dataset of each table, and of `outcomes`, that stands in parsed notices."""
    return {
        name: parsed.map_batches(partial(take_rows, name), batch_format="pyarrow", batch_size=None)
        for name in (OUTCOMES, *names_of(tables))
    }


def parse_block(
    order: tuple[Any, ...], text_column: str, id_column: str | None, block: pa.Table
) -> pa.Table:
    """What a worker does with a block; `order` is what `Order.plain` made of the driver's."""
    import pyarrow as pa

    isolation = isolation_for(opened := Order.opened(order))
    _check(block.column_names, text_column, id_column)
    origin = (
        block.column(id_column).cast(pa.string()) if id_column else pa.nulls(len(block), pa.string())
    )
    notices = pa.table({"source_name": origin.fill_null("-"), "text": block.column(text_column)})
    schema = parsed_schema(opened.tables)
    return pa.Table.from_batches(isolation.parse(notices), schema=schema)


def take_rows(table: str, parsed: pa.Table) -> pa.Table:
    """The rows of `table` in a block of parsed notices."""
    return rows_in(parsed, table)


def _check(columns: Iterable[str], *asked: str | None) -> None:
    there = list(columns)
    for name in asked:
        if name is not None and name not in there:
            raise ReadError(
                f"the Dataset has no column {name!r} but {', '.join(there)}",
                advice="name those of notices and ids (text_column=…, id_column=…)",
            )
