"""Notices in an Arrow batch in, the rows of tables as Arrow batches out.

What pandas, Polars, DuckDB, Spark and Ray hand over and take back: pure functions without
state, files or workers of their own. Needs `planparse[arrow]` (pyarrow).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from planparse.engines.parsed import Failure, Outcome, names_of, parsed_batch
from planparse.errors import PlanparseError, ReadError
from planparse.text import Source
from planparse.writers.arrow import batch_of, schema_of
from planparse.writers.columns import carried
from planparse.writers.tables import TABLES, Row, edit_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from planparse.model import Notice
    from planparse.rulebook import Rulebook

__all__ = ["parse_batch", "parse_each", "schema_of"]

MAX_CHARS = 10_000_000
TOO_MUCH_MEMORY = "takes more memory than a worker may have"


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
    one, their names (else `-`). `tables` are names of tables, by default all but those on
    request, `edits` and `chunks`. Each batch has the schema that `schema_of` gives, also where it
    holds no row. A
    text that is null gives no rows. Raises ReadError where the batch has no such column of
    text, ValueError for a table that is not there; the content of a notice never raises.

    >>> import pyarrow as pa
    >>> batch = pa.record_batch({"text": ["一、管理。合格率达到98%以上。（财政部负责）", None]})
    >>> found = parse_batch(batch, tables=["targets", "agencies"])
    >>> found["targets"].column("value").to_pylist(), found["agencies"].column("name").to_pylist()
    ([98.0], ['财政部'])
    """
    from planparse.rulebook import default

    names = names_of([table.name for table in carried()] if tables is None else tables)
    rules = rulebook or default()
    texts = _values(batch, text, str)
    rows: dict[str, list[Row]] = {name: [] for name in names}
    for words, origin in zip(texts, _origins(batch, source_name), strict=True):
        if words is not None:
            source = Source(words, name=origin)
            if "edits" in rows:
                rows["edits"] += _edits(source, rules)
            if set(rows) != {"edits"}:
                for name, found in _rows(_parsed(source, rules, names), names).items():
                    rows[name] += found
    return {name: batch_of(name, rows[name]) for name in names}


def parse_each(
    batch: pa.RecordBatch | pa.Table,
    *,
    tables: Iterable[str] | None = None,
    text: str = "text",
    source_name: str = "source_name",
    rulebook: Rulebook | None = None,
    encoding: str | None = None,
    max_chars: int = MAX_CHARS,
    begin: Callable[[int], None] = lambda row: None,
) -> pa.RecordBatch:
    """The notices in `batch`, one row each, with its outcome and its rows of each table as lists.

    The result has as many rows as `batch`, in its order, and the schema that `parsed_schema`
    gives; `rows_in` takes the rows of a table out of it. `tables` are by default all but those
    on request, `edits` and `chunks`. The column called `text` holds texts, or
    the bytes of files (text, HTML, Word, PDF, …), which are read as `planparse.parse_file` reads
    them; `encoding` and `max_chars` are for those. A notice that is null, cannot be read, or on which
    planparse breaks is a row with outcome `failed` and the reason. `begin` is called with the
    number of each row before it is parsed. Raises what `parse_batch` raises, and only that.

    >>> import pyarrow as pa
    >>> files = {"source_name": ["a", "b"], "text": ["一、管理。".encode("gb18030"), b"\\x89PNG"]}
    >>> for row in parse_each(pa.record_batch(files), tables=["metadata"]).to_pylist():
    ...     print(row["source_name"], row["outcome"], row["message"])
    a ok None
    b failed is a picture, which no reader takes; a scanned notice needs text recognition first
    """
    from planparse.rulebook import default

    names = names_of(tables)
    rules = rulebook or default()
    given = _values(batch, text, str, bytes)
    origins = _origins(batch, source_name)
    documents = _converted(given)
    outcomes: list[Outcome] = []
    rows: dict[str, list[list[Row]]] = {name: [] for name in names}
    for row, (value, origin) in enumerate(zip(given, origins, strict=True)):
        begin(row)
        found: dict[str, list[Row]] = {}
        try:
            source = _source(value, origin, encoding, max_chars, documents.get(row))
            notice = _parsed(source, rules, names)
            found = _rows(notice, names)
            if "edits" in rows:
                found["edits"] = _edits(source, rules)
            outcome = _outcome(notice)
        except ReadError as error:
            failure = Failure.NO_TEXT if value is None else Failure.UNREADABLE
            outcome = Outcome.failed(origin, failure, _sentence(error))
        except MemoryError:
            outcome = Outcome.failed(origin, Failure.MEMORY, TOO_MUCH_MEMORY)
        except Exception as error:  # a defect in one is no reason to lose the others
            outcome = Outcome.failed(origin, Failure.DEFECT, _defect(error))
        outcomes.append(outcome)
        for name in names:
            rows[name].append(found.get(name, []))
    return parsed_batch(outcomes, rows)


def _parsed(source: Source, rules: Rulebook, names: Sequence[str]) -> Notice:
    from planparse.model import ON_REQUEST
    from planparse.pipeline import parse_source

    return parse_source(source, rules, also=[name for name in ON_REQUEST if name in names])


def _rows(notice: Notice, names: Sequence[str]) -> dict[str, list[Row]]:
    """The rows of a notice in each table that it carries."""
    fills = {name: TABLES[name].rows for name in names}
    return {name: list(fill(notice)) for name, fill in fills.items() if fill is not None}


def _edits(source: Source, rules: Rulebook) -> list[Row]:
    from planparse.stages.restore import restore

    restored, _ = restore(source, rules)
    return list(edit_rows(source.name, restored.text))


def _outcome(notice: Notice) -> Outcome:
    warned = any(found.severity == "warning" for found in notice.diagnostics)
    return Outcome(
        notice.source.source_name,
        "warnings" if warned else "ok",
        notice_id=notice.notice_id,
        characters=notice.source.characters,
        coverage=notice.metadata.coverage,
    )


def _source(
    value: str | bytes | None, origin: str, encoding: str | None, max_chars: int, document: bytes | None
) -> Source:
    if value is None:
        raise ReadError("the row holds no notice")
    if isinstance(value, bytes):
        from planparse.readers import read_bytes

        source = read_bytes(value, origin, encoding=encoding, max_chars=max_chars, document=document)
        source.name = origin
        return source
    if len(value) > max_chars:
        raise ReadError(
            f"holds more than {max_chars:,} characters",
            advice="raise the limit with max_chars= if it is one notice",
        )
    return Source(value, name=origin)


def takes_office(batch: pa.RecordBatch, text: str = "text") -> bool:
    """Whether LibreOffice may have to read a file in `batch`."""
    return bool(_for_office(_values(batch, text, str, bytes)))


def _for_office(values: Sequence[str | bytes | None]) -> dict[int, bytes]:
    from planparse.readers import office

    return {
        row: value
        for row, value in enumerate(values)
        if isinstance(value, bytes)
        and (value.startswith(office.OLE) or office.looks_like_rtf(value[:64]))
    }


def _converted(values: Sequence[str | bytes | None]) -> dict[int, bytes]:
    """What one call of LibreOffice makes of those files that it must read, by their rows."""
    old = _for_office(values)
    if len(old) < 2:
        return {}
    from planparse.readers import office

    made = zip(old, office.convert(list(old.values())), strict=True)
    return {row: document for row, document in made if document is not None}


def _sentence(error: PlanparseError) -> str:
    return f"{error.what}; {error.advice}" if error.advice else error.what


def _defect(error: Exception) -> str:
    from pathlib import Path
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1]
    at = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
    return f"could not be parsed ({at}); this is a defect of planparse, please report it"


def _origins(batch: pa.RecordBatch | pa.Table, name: str) -> list[str]:
    if name not in batch.schema.names:
        return ["-"] * batch.num_rows
    return ["-" if value is None else value for value in _values(batch, name, str)]


def _values(batch: pa.RecordBatch | pa.Table, name: str, *kinds: type) -> list[Any]:
    if name not in batch.schema.names:
        raise ReadError(
            f"the batch has no column {name!r} but {', '.join(batch.schema.names)}",
            advice="name the one that holds the notices (text=…)",
        )
    values: list[Any] = batch.column(name).to_pylist()
    if not all(value is None or isinstance(value, kinds) for value in values):
        raise ReadError(
            f"the column {name!r} holds {batch.schema.field(name).type}, no text",
            advice="decode or cast it first",
        )
    return values
