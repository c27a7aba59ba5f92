"""The tables: which columns each has, in order, and its rows of a notice.

Names, order and meanings are those of the tables' contract (schema version 1). Columns
may be added; to rename or drop one takes a new schema version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from planparse.model import Division, Notice
    from planparse.text import TracedText

Row = dict[str, Any]

_KEY = "notice_id source_name"
_PLACE = "start end source_start source_end"


class Table(NamedTuple):
    """One table: its name, its columns in order, and the rows that a notice has in it.

    `models` names the models whose fields the columns are, the first one that has the field
    counting: types and meanings are theirs. `rows` is None for `edits`, which a notice does
    not carry (see `edit_rows`). `key` is the column that names a row within its notice, where
    there is one. `own` is False for a table that only says again what others hold: it is
    written where it is asked for, and left out where all tables are.
    """

    name: str
    columns: tuple[str, ...]
    models: tuple[str, ...]
    rows: Callable[[Notice], Iterator[Row]] | None
    key: str | None = None
    own: bool = True

    def sized(self, max_chars: int | None) -> Table:
        """The table with rows of at most so many characters, which only chunks have."""
        if max_chars is None or self.name != "chunks":
            return self

        def rows(notice: Notice) -> Iterator[Row]:
            from planparse.writers.chunks import chunk_rows

            return chunk_rows(notice, max_chars)

        return self._replace(rows=rows)

    def row(self, *facts: Any, **given: Any) -> Row:
        """One row: each column from `given`, else from the first of `facts` that has it."""
        row: Row = {}
        for column in self.columns:
            if column in given:
                row[column] = given[column]
                continue
            for fact in facts:
                try:
                    row[column] = plain(getattr(fact, column))
                except AttributeError:
                    continue
                break
        return row


def plain(value: Any) -> Any:
    """A value as every format writes it: whole numbers without `.0`, dates in ISO form.

    >>> plain(80.0), plain(0.6), plain(date(2022, 11, 1)), plain(["a", None])
    (80, 0.6, '2022-11-01', ['a', None])
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)


def _key(notice: Notice) -> Row:
    return {"notice_id": notice.notice_id, "source_name": notice.source.source_name}


def _metadata(notice: Notice) -> Iterator[Row]:
    yield METADATA.row(notice.metadata, notice.source, **_key(notice))


def _fields(notice: Notice) -> Iterator[Row]:
    return (FIELDS.row(field, **_key(notice)) for field in notice.fields)


def _divisions(notice: Notice) -> Iterator[Row]:
    key = _key(notice)
    stack: list[tuple[str | None, Division]] = [(None, part) for part in reversed(notice.parts)]
    while stack:
        parent_id, division = stack.pop()
        yield DIVISIONS.row(division, parent_id=parent_id, **key)
        stack.extend((division.division_id, child) for child in reversed(division.children))


def _agencies(notice: Notice) -> Iterator[Row]:
    key = _key(notice)
    for assignment in notice.assignments:
        for agency in assignment.agencies:
            yield AGENCIES.row(agency, assignment, **key)


def _mentions(notice: Notice) -> Iterator[Row]:
    return (MENTIONS.row(mention, **_key(notice)) for mention in notice.mentions)


def _targets(notice: Notice) -> Iterator[Row]:
    return (TARGETS.row(target, **_key(notice)) for target in notice.targets)


def _milestones(notice: Notice) -> Iterator[Row]:
    return (MILESTONES.row(milestone, **_key(notice)) for milestone in notice.milestones)


def _quantities(notice: Notice) -> Iterator[Row]:
    return (QUANTITIES.row(quantity, **_key(notice)) for quantity in notice.quantities)


def _references(notice: Notice) -> Iterator[Row]:
    return (REFERENCES.row(reference, **_key(notice)) for reference in notice.references)


def _programmes(notice: Notice) -> Iterator[Row]:
    return (PROGRAMMES.row(programme, **_key(notice)) for programme in notice.programmes)


def _tables(notice: Notice) -> Iterator[Row]:
    key = _key(notice)
    for table in notice.tables:
        for cell in table.cells:
            yield CELLS.row(cell, table, **key)


def _diagnostics(notice: Notice) -> Iterator[Row]:
    return (DIAGNOSTICS.row(found, **_key(notice)) for found in notice.diagnostics)


def _chunks(notice: Notice) -> Iterator[Row]:
    from planparse.writers.chunks import chunk_rows

    return chunk_rows(notice)


def edit_rows(source_name: str, text: TracedText) -> Iterator[Row]:
    """The rows of `edits`: every repair of a restored text.

    They follow the order in which the rules worked, and the text's order within a rule.
    """
    notice_id = sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    for edit in text.edits():
        yield EDITS.row(
            notice_id=notice_id,
            source_name=source_name,
            rule=edit.rule,
            original=edit.original,
            replacement=edit.replacement,
            confidence=plain(edit.confidence),
            start=edit.span.start,
            end=edit.span.end,
            source_start=edit.source_span.start,
            source_end=edit.source_span.end,
        )


def _table(
    name: str,
    columns: str,
    models: str,
    rows: Callable[[Notice], Iterator[Row]] | None,
    *,
    key: str | None = None,
    own: bool = True,
) -> Table:
    return Table(name, tuple(f"{_KEY} {columns}".split()), tuple(models.split()), rows, key, own)


METADATA = _table(
    "metadata",
    "title doc_number issuers issuer_ids issue_date addressees genre instrument plan_title period_start"
    " period_end effective_date expiry_date publicity approved_by attachments coverage source_sha256"
    " source_kind encoding encoding_confidence",
    "Metadata SourceInfo Notice",
    _metadata,
)
FIELDS = _table(
    "fields",
    f"field value quote rule confidence place {_PLACE}",
    "FieldValue SourceInfo Notice",
    _fields,
)
DIVISIONS = _table(
    "divisions",
    "division_id parent_id part level kind number ordinal heading text text_start text_end confidence"
    f" {_PLACE} place",
    "Division SourceInfo Notice",
    _divisions,
    key="division_id",
)
AGENCIES = _table(
    "agencies",
    "division_id assignment_id name agency_id canonical_name successor_id counterpart_id candidate_ids"
    " role role_from open_ended inherited inherited_from phrase deadline quote scope_start scope_end"
    f" rule confidence {_PLACE} place",
    "Agency Assignment SourceInfo Notice",
    _agencies,
)
MENTIONS = _table(
    "mentions",
    "division_id name agency_id canonical_name successor_id counterpart_id candidate_ids role quote rule"
    f" confidence {_PLACE} place",
    "Mention SourceInfo Notice",
    _mentions,
)
TARGETS = _table(
    "targets",
    "target_id division_id quote subject indicator comparator value value_max unit change rate deadline"
    f" deadline_derived baseline binding rule confidence {_PLACE} place",
    "Target SourceInfo Notice",
    _targets,
    key="target_id",
)
MILESTONES = _table(
    "milestones",
    "milestone_id division_id assignment_id action object deadline deadline_derived recurrence quote"
    f" rule confidence {_PLACE} place",
    "Milestone SourceInfo Notice",
    _milestones,
    key="milestone_id",
)
QUANTITIES = _table(
    "quantities",
    f"quantity_id division_id kind written value value_max unit quote rule confidence {_PLACE} place",
    "Quantity SourceInfo Notice",
    _quantities,
    key="quantity_id",
)
REFERENCES = _table(
    "references",
    f"reference_id division_id title doc_number relation article quote rule confidence {_PLACE} place",
    "Reference SourceInfo Notice",
    _references,
    key="reference_id",
)
PROGRAMMES = _table(
    "programmes",
    f"programme_id division_id name action quote rule confidence {_PLACE} place",
    "Programme SourceInfo Notice",
    _programmes,
    key="programme_id",
)
CELLS = _table(
    "tables",
    f"division_id table_id row column row_span column_span text header head {_PLACE} place",
    "Cell Table SourceInfo Notice",
    _tables,
)
DIAGNOSTICS = _table(
    "diagnostics",
    f"code severity message division_id place {_PLACE}",
    "Diagnostic SourceInfo Notice",
    _diagnostics,
)
EDITS = _table(
    "edits", f"rule original replacement confidence {_PLACE}", "FieldValue SourceInfo Notice", None
)

CHUNKS = _table(
    "chunks",
    "chunk_id division_id part kind text heading_path title doc_number issuers issue_date agency_names"
    f" agency_ids target_ids target_quotes {_PLACE} place",
    "Division Metadata SourceInfo Notice",
    _chunks,
    key="chunk_id",
    own=False,
)

_ALL = (
    METADATA, FIELDS, DIVISIONS, AGENCIES, MENTIONS, TARGETS, MILESTONES, QUANTITIES, REFERENCES,
    PROGRAMMES, CELLS, DIAGNOSTICS, EDITS, CHUNKS,
)  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in _ALL}
