"""The rows of one table in Python: plain dicts, and data frames of them with typed columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from planparse.writers.columns import Type, types
from planparse.writers.extras import require
from planparse.writers.tables import TABLES, Row

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from planparse.model import Notice

_PANDAS = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "truth": "boolean",
    "date": "datetime64[s]",
}


class Rows(list[Row]):
    """The rows of one table: a list of dicts, as JSONL has them, that also makes data frames.

    `name` is the table's. The columns of a frame have the same types however few rows there
    are: text, 64-bit numbers, booleans, dates; what may be unknown may be missing. Raises
    WriteError, with the command that installs it, where a package is missing.
    """

    def __init__(self, name: str, rows: Any = ()) -> None:
        super().__init__(rows)
        self.name = name

    def to_arrow(self) -> pa.RecordBatch:
        """An Arrow batch (`planparse[arrow]`)."""
        require("arrow", "pyarrow")
        from planparse.writers.arrow import batch_of

        return batch_of(self.name, self)

    def to_pandas(self) -> pd.DataFrame:
        """A pandas DataFrame with nullable types; a list stays a list (`planparse[pandas]`)."""
        require("pandas", "pandas")
        import pandas as pd

        return pd.DataFrame(
            {
                column: pd.Series([row[column] for row in self], dtype=_PANDAS.get(of.kind, "object"))
                for column, of in types(self.name).items()
            }
        )

    def to_polars(self) -> pl.DataFrame:
        """A Polars DataFrame; a list is a list of its type (`planparse[polars]`)."""
        require("polars", "polars")
        import polars as pl

        kinds = types(self.name)
        return pl.DataFrame(
            {column: [_typed(row[column], of) for row in self] for column, of in kinds.items()},
            schema={column: _polars(of) for column, of in kinds.items()},
        )


def rows_of(notice: Notice, name: str) -> Rows:
    """The rows that `notice` has in the table called `name`; see `Notice.table`."""
    table = TABLES.get(name)
    if table is None:
        raise ValueError(f"there is no table {name!r}; there are {', '.join(TABLES)}")
    if table.rows is None:
        raise ValueError(
            f"a notice carries counts of its {name} only; planparse extract --table {name}"
            " and planparse.engines.arrow.parse_batch give each"
        )
    return Rows(name, table.rows(notice))


def _typed(value: Any, of: Type) -> Any:
    if value is not None and of.kind == "date":
        return date.fromisoformat(value)
    return float(value) if value is not None and of.kind == "number" else value


def _polars(of: Type) -> Any:
    import polars as pl

    if of.kind == "list":
        assert of.item is not None
        return pl.List(_polars(of.item))
    if of.kind == "record":
        return pl.Struct({name: _polars(kind) for name, kind in of.fields})
    simple = {
        "text": pl.String,
        "integer": pl.Int64,
        "number": pl.Float64,
        "truth": pl.Boolean,
        "date": pl.Date,
    }
    return simple[of.kind]
