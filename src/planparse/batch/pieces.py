"""Pieces: what a worker makes of one notice, so that little is left to do where all are put together.

A piece is bytes. Of a text format it is what stands in the file; for a database it is the values of
rows as JSON, for Arrow and Parquet its batches. `facts` are what the manifest says of a notice.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from planparse.batch.frames import Entry
from planparse.batch.order import Order
from planparse.model import ON_REQUEST
from planparse.pipeline import parse_source
from planparse.rulebook import Rulebook
from planparse.stages.restore import restore
from planparse.text import Source
from planparse.writers import WRITERS, Layout, Writer
from planparse.writers.columns import carried
from planparse.writers.tables import TABLES, Row, Table, edit_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from planparse.diagnostics import Report
    from planparse.model import Notice

# Formats whose pieces are rows of several tables; those of all others are the writer's own bytes.
ARROW = ("parquet", "arrow", "duckdb")
VALUES = ("sqlite",)


def table_of(order: Order) -> Table | None:
    """The table whose rows are asked for, or None where whole notices are."""
    return TABLES[order.table].sized(order.size) if order.table else None


def tables_of(order: Order) -> list[Table]:
    """The tables that a database or data set of this order holds."""
    table = table_of(order)
    return carried() if table is None else [table]


def layout_of(order: Order) -> Layout:
    """How the order's writer lays out what one notice gives."""
    return Layout(
        table=table_of(order),
        one=order.each,
        excel=order.excel,
        lang=order.lang,
        max_chars=order.size,
    )


def make_piece(order: Order, source: Source, rulebook: Rulebook) -> tuple[Entry, bytes]:
    """What the manifest says of the notice in `source`, and its piece."""
    writer = WRITERS[order.form]
    if order.table == "edits":
        restored, reports = restore(source, rulebook)
        rows = list(edit_rows(source.name, restored.text))
        return _facts_of_text(source, reports, len(rows)), _rows_piece(order, writer, {"edits": rows})
    all_tables = order.everything or (order.table is None and (writer.tables or _apart(order)))
    also = [name for name in ON_REQUEST if all_tables or name == order.table]
    notice = parse_source(source, rulebook, also=also)
    if _apart(order) or order.table:
        found = {table.name: list(table.rows(notice)) for table in tables_of(order) if table.rows}
        return _facts(notice), _rows_piece(order, writer, found)
    return _facts(notice), b"".join(writer.write([notice], layout_of(order)))


def _apart(order: Order) -> bool:
    return not order.each and order.form in (*ARROW, *VALUES)


def _rows_piece(order: Order, writer: Writer, rows: dict[str, list[Row]]) -> bytes:
    if _apart(order):
        return _batches_piece(rows) if order.form in ARROW else _values_piece(rows)
    assert order.table is not None
    layout = layout_of(order)
    piece = b"".join(writer.write(rows[order.table], layout))
    return piece if order.each else piece[len(head_of(order)) :]


def head_of(order: Order) -> bytes:
    """What stands before the first piece in each file that holds several: the header of CSV."""
    writer = WRITERS[order.form]
    return b"".join(writer.write([], layout_of(order))) if order.form == "csv" else b""


def _values_piece(rows: dict[str, list[Row]]) -> bytes:
    from planparse.writers.sqlite import cells_of

    found = {name: list(cells_of(TABLES[name], some)) for name, some in rows.items()}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def values_of(piece: bytes) -> dict[str, list[list[Any]]]:
    """The values of the rows of each table in a piece for SQLite."""
    values: dict[str, list[list[Any]]] = json.loads(piece)
    return values


def _batches_piece(rows: dict[str, list[Row]]) -> bytes:
    from planparse.writers.arrow import batch_of

    found = {name: batch_of(name, some).serialize().to_pybytes() for name, some in rows.items()}
    head = json.dumps({name: len(data) for name, data in found.items()}).encode()
    return b"".join([head, b"\n", *found.values()])


def batches_of(piece: bytes) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The batch of each table in a piece for Arrow, with the table's name."""
    import pyarrow as pa

    from planparse.writers.arrow import schema_of

    head, _, _ = piece.partition(b"\n")
    at = len(head) + 1
    for name, size in json.loads(head).items():
        part = pa.py_buffer(piece[at : at + size])
        yield name, pa.ipc.read_record_batch(part, schema_of(name))
        at += size


def _facts(notice: Notice) -> Entry:
    counts = {
        "divisions": len(notice.divisions),
        "agencies": sum(len(one.agencies) for one in notice.assignments),
    }
    for name in type(notice).model_fields:
        value = getattr(notice, name)
        if isinstance(value, list) and name not in ("parts", "diagnostics"):
            counts[name] = len(value)
    counts["edits"] = sum(notice.edits.values())
    found = [(one.code.value, one.severity) for one in notice.diagnostics]
    return {
        "outcome": _outcome(severity for _, severity in found),
        "notice_id": notice.notice_id,
        "source_kind": notice.source.source_kind,
        "counts": counts,
        "diagnostics": dict(sorted(Counter(code for code, _ in found).items())),
        "coverage": notice.metadata.coverage,
    }


def _facts_of_text(source: Source, reports: list[Report], edits: int) -> Entry:
    return {
        "outcome": _outcome(report.code.severity for report in reports),
        "notice_id": None,
        "source_kind": source.kind,
        "counts": {"edits": edits},
        "diagnostics": dict(sorted(Counter(report.code.value for report in reports).items())),
        "coverage": None,
    }


def _outcome(severities: Iterable[str]) -> str:
    return "warnings" if "warning" in severities else "ok"
