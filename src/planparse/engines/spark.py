"""Notices in a Spark DataFrame in, one DataFrame a table out: `mapInArrow` over `parse_each`.

Needs `planparse[spark]` (pyspark) where the driver runs, and planparse with pyarrow on every
executor: docs/scaling.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from planparse.engines.extraction import Extraction
from planparse.engines.isolation import Limits, Order, isolation_for, order_of
from planparse.engines.parsed import OUTCOMES, names_of, outcome_schema, parsed_schema
from planparse.errors import ReadError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from planparse.rulebook import Rulebook


def extract(
    df: DataFrame,
    *,
    text_column: str = "text",
    id_column: str | None = "source_name",
    tables: Iterable[str] | None = None,
    rulebook: Rulebook | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Extraction[DataFrame]:
    """A DataFrame for each table, and one of outcomes, of the notices in `df`.

    `text_column` holds texts, or the bytes of files; `id_column`, of any type that can be cast to
    a string, becomes `source_name` (without one it is `-`). `tables` are names of tables, by
    default all but those on request, `edits` and `chunks`. Nothing runs before a DataFrame is used; each
    notice is parsed once, for `parsed` is persisted (in memory and on disk) until `release()`.
    Schemas are those of `schema_of`. A notice that cannot be parsed, or breaks the process that
    parses it, is a row of `outcomes` that says why, and no job fails of it. Raises ReadError where
    `df` has no such column, ValueError for a table that is not there; a worker whose planparse is
    of another version fails the job with an EngineError.
    """
    parsed = parse(
        df,
        text_column=text_column,
        id_column=id_column,
        tables=tables,
        rulebook=rulebook,
        encoding=encoding,
        limits=limits,
    ).persist()
    return Extraction(parsed, split(parsed, tables), parsed.unpersist)


def parse(
    df: DataFrame,
    *,
    text_column: str = "text",
    id_column: str | None = "source_name",
    tables: Iterable[str] | None = None,
    rulebook: Rulebook | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> DataFrame:
    """The notices in `df`, parsed: a row each, in its order and partitions, with its tables as lists.

    For lakes: written once, it holds everything, and `split` takes the tables out of what is read
    back. Arguments and errors are those of `extract`.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    order = order_of(rulebook, tables, encoding, limits)
    schema = from_arrow_schema(parsed_schema(order.tables))
    return _notices(df, text_column, id_column).mapInArrow(
        partial(parse_partition, order.plain()), schema
    )


def split(parsed: DataFrame, tables: Iterable[str] | None = None) -> dict[str, DataFrame]:
    """The DataFrame of each table, and of `outcomes`, that stands in parsed notices.

    Spark takes the lists apart by itself: no Python runs, and nothing is parsed.
    """
    found = {OUTCOMES: parsed.select(*outcome_schema().names)}
    for name in names_of(tables):
        found[name] = parsed.selectExpr(f"inline(`{name}`)")
    return found


def parse_partition(
    order: tuple[Any, ...], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """What a worker does with its partition; `order` is what `Order.plain` made of the driver's."""
    isolation = isolation_for(Order.opened(order))
    for batch in batches:
        yield from isolation.parse(batch)


def _notices(df: DataFrame, text_column: str, id_column: str | None) -> DataFrame:
    from pyspark.sql import functions
    from pyspark.sql.types import BinaryType, StringType

    for name in (text_column, id_column):
        if name is not None and name not in df.columns:
            raise ReadError(
                f"the DataFrame has no column {name!r} but {', '.join(df.columns)}",
                advice="name those of notices and ids (text_column=…, id_column=…)",
            )
    kind = df.schema[text_column].dataType
    if not isinstance(kind, StringType | BinaryType):
        raise ReadError(
            f"the column {text_column!r} holds {kind.simpleString()}, no text and no files",
            advice="decode or cast it first",
        )
    origin = functions.col(_quoted(id_column)) if id_column else functions.lit("-")
    return df.select(
        origin.cast("string").alias("source_name"), functions.col(_quoted(text_column)).alias("text")
    )


def _quoted(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"
