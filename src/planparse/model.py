"""The public models: what planparse says of a notice, frozen and validated.

Names and meanings are those of the tables' contract (schema version 1); field names
follow GB/T 9704-2012 in English, with the Chinese term in the description. Offsets
count Unicode code points, 0-based and half-open: `start`/`end` into the restored text,
`source_start`/`source_end` into the plain text that the reader made.
"""

# no `from __future__ import annotations`: pydantic would evaluate a hundred strings at every start
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from planparse.diagnostics import Code

if TYPE_CHECKING:
    from planparse.writers.frames import Rows

SCHEMA_VERSION = 1

Offset = Annotated[int, Field(ge=0)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Kind = Literal[
    "part", "chapter", "section", "article", "measure", "item", "subitem", "box", "annex", "table",
    "title", "addressees", "preamble", "paragraph", "signature", "closing", "furniture",
]  # fmt: skip
Role = Literal["lead", "support", "unspecified"]
Comparator = Literal[">=", ">", "<=", "<", "=", "~", "range"]
Change = Literal["reach", "increase_by", "decrease_by", "multiply"]


class Model(BaseModel):
    """Frozen, closed, and built once with the root model that holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Placed(Model):
    """Something that stands at a place in the restored text and in the source."""

    start: Offset
    end: Offset
    source_start: Offset
    source_end: Offset
    place: str


class SourceInfo(Model):
    """What was read: the plain text that the reader made, its digest, its length in characters.

    `encoding_confidence` is how sure the encoding is: 1 where the file or the caller says it.
    """

    source_name: str
    source_kind: str
    encoding: str
    encoding_confidence: Confidence = 1.0
    source_sha256: str
    characters: Offset


class RulebookInfo(Model):
    """By which planparse and which rules: `user_files` were laid over the built-in ones."""

    version: str
    digest: str
    user_files: list[str] = []


class Metadata(Model):
    """Head and tail of the notice; what it does not hold is null or empty."""

    title: str | None = Field(None, description="标题")
    doc_number: str | None = Field(None, description="发文字号")
    issuers: list[str] = Field([], description="署名 / 发文机关")
    issuer_ids: list[str | None] = Field([], description="the issuers in the register")
    issue_date: date | None = Field(None, description="成文日期")
    addressees: list[str] = Field([], description="主送机关")
    genre: str | None = Field(None, description="文种")
    instrument: str | None = Field(None, description="what is issued: 行动方案, 意见, 办法, …")
    plan_title: str | None = Field(None, description="the issued document's title, where another")
    period_start: Year | None = None
    period_end: Year | None = None
    effective_date: date | None = Field(None, description="施行日期")
    expiry_date: date | None = Field(None, description="有效期至")
    publicity: str | None = Field(None, description="公开发布 / 主动公开 / …")
    approved_by: str | None = Field(None, description="经…同意")
    attachments: list[str] = Field([], description="附件")
    coverage: Confidence = Field(
        1.0, description="share of the characters in a division or in marked furniture"
    )


class FieldValue(Placed):
    """One value of `Metadata` and the words that it was read from."""

    field: str
    value: str
    quote: str
    rule: str
    confidence: Confidence


class Division(Placed):
    """A node of the tree: `text` are its own words, `start`:`end` it and its children."""

    division_id: str
    part: str
    level: Offset
    kind: Kind
    number: str | None = None
    ordinal: int | None = None
    heading: str | None = None
    text: str
    text_start: Offset
    text_end: Offset
    confidence: Confidence
    sentences: list[tuple[Offset, Offset]] = Field([], description="spans in the restored text")
    children: list["Division"] = []

    def walk(self) -> Iterator["Division"]:
        """This division and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Agency(Placed):
    """One body of one list, as written and as the register knows it."""

    name: str
    agency_id: str | None = None
    canonical_name: str | None = None
    successor_id: str | None = None
    counterpart_id: str | None = Field(None, description="the central body whose work a local one does")
    candidate_ids: list[str] = Field([], description="who it may be, where the notice has no date")
    role: Role
    role_from: str | None = Field(
        None,
        description="the division of the clause elsewhere that gave the role (列第一位者为牵头单位)",
    )
    inherited: bool = False
    inherited_from: str | None = None
    deadline: str | None = None
    rule: str
    confidence: Confidence


class Assignment(Model):
    """One list of bodies that answer for words of a division."""

    assignment_id: str
    division_id: str
    open_ended: bool = Field(description="the list ends in 等")
    phrase: str | None = Field(None, description="按职责分工负责, 负责落实, …")
    quote: str
    start: Offset
    end: Offset
    scope_start: Offset
    scope_end: Offset
    agencies: list[Agency]


class Mention(Placed):
    """One body that a sentence names outside every list, and the part it plays there."""

    division_id: str
    name: str
    agency_id: str | None = None
    canonical_name: str | None = None
    successor_id: str | None = None
    counterpart_id: str | None = None
    candidate_ids: list[str] = []
    role: Role
    quote: str
    rule: str
    confidence: Confidence


class Target(Placed):
    """One value that the notice sets for the future."""

    target_id: str
    division_id: str
    quote: str
    subject: str | None = None
    indicator: str | None = None
    comparator: Comparator
    value: float
    value_max: float | None = None
    unit: str | None = None
    change: Change
    rate: Literal["annual"] | None = None
    deadline: str | None = Field(None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    deadline_derived: bool = False
    baseline: str | None = None
    binding: Literal["binding", "expected"] | None = None
    rule: str
    confidence: Confidence


class Cell(Placed):
    """One filled cell of a table: row and column from 1 on, and how far it reaches."""

    row: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=1)]
    row_span: Annotated[int, Field(ge=1)] = 1
    column_span: Annotated[int, Field(ge=1)] = 1
    text: str
    header: bool = Field(description="the cell is one of the table's header")
    head: str | None = Field(None, description="what the header says over the cell's column")


class Table(Placed):
    """A table of the notice, in the division that it begins in; cells without words are left out."""

    table_id: str
    division_id: str
    cells: list[Cell]


class Diagnostic(Placed):
    """What was found wrong or doubtful, and where."""

    code: Code
    severity: Literal["info", "warning"]
    message: str
    division_id: str | None = None


class Notice(Model):
    """Everything that planparse says of one notice.

    `parts` holds the tree of divisions, which tiles the text: `Notice.text`, the restored
    text, is their own words joined in document order. Assignments and targets name their
    division by its id. `edits` counts the repairs by rule.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=False)

    schema_version: Literal[1] = 1
    notice_id: str = Field(pattern=r"^[0-9a-f]{16}$")
    source: SourceInfo
    rulebook: RulebookInfo
    metadata: Metadata
    fields: list[FieldValue]
    parts: list[Division]
    assignments: list[Assignment]
    targets: list[Target]
    tables: list[Table] = []
    mentions: list[Mention] = Field([], description="only where they were asked for")
    diagnostics: list[Diagnostic]
    edits: dict[str, int]

    @property
    def divisions(self) -> list[Division]:
        """Every division of every part, in document order."""
        return [division for part in self.parts for division in part.walk()]

    @property
    def text(self) -> str:
        """The restored text."""
        return "".join([division.text for division in self.divisions])

    def table(self, name: str) -> "Rows":
        """The rows of the table called `name`, a list of plain dicts as JSONL has them.

        `.to_pandas()`, `.to_polars()` and `.to_arrow()` make data frames of them. Raises
        ValueError where there is no such table, and for `edits`, of which a notice has
        counts only.

        >>> from planparse import parse
        >>> rows = parse("一、合格率达到98%以上。").table("targets")
        >>> len(rows), rows[0]["comparator"], rows[0]["value"], rows[0]["unit"]
        (1, '>=', 98, '%')
        """
        from planparse.writers.frames import rows_of

        return rows_of(self, name)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Notice":
        problems = list(_problems(self))
        if problems:
            raise ValueError("; ".join(problems[:5]))
        return self


def _stands_in(heading: str, text: str) -> bool:
    """Whether the heading is in the text, which may have it in several lines."""
    return "".join(heading.split()) in "".join(text.split())


def _problems(notice: Notice) -> Iterator[str]:
    """What in the notice contradicts itself, a sentence each."""
    by_id: dict[str, Division] = {}
    own: list[str] = []
    at = 0
    stack: list[tuple[Division | None, Division]] = [(None, part) for part in notice.parts[::-1]]
    while stack:
        parent, d = stack.pop()
        stack.extend((d, child) for child in d.children[::-1])
        if d.division_id in by_id:
            yield f"parts: the id {d.division_id} occurs twice"
        if parent is not None and not (
            parent.start <= d.start <= d.end <= parent.end
            and parent.source_start <= d.source_start <= d.source_end <= parent.source_end
            and d.level == parent.level + 1
        ):
            yield f"parts: {d.division_id} does not lie inside its parent {parent.division_id}"
        if parent is None and d.level != 0:
            yield f"parts: {d.division_id}: a part has level 0"
        if not d.start == d.text_start <= d.text_end <= d.end:
            yield f"parts: {d.division_id}: its own words do not begin it"
        if d.text_start != at or len(d.text) != d.text_end - d.text_start:
            yield f"parts: {d.division_id} does not follow on the words before it (offset {at})"
        at = d.text_end
        if d.heading is not None and d.heading not in d.text and not _stands_in(d.heading, d.text):
            yield f"parts: {d.division_id}: the heading is not in its words"
        own.append(d.text)
        by_id[d.division_id] = d
    text = "".join(own)
    length = len(text)
    seen: set[str] = set()
    for a in notice.assignments:
        if a.assignment_id in seen:
            yield f"assignments: the id {a.assignment_id} occurs twice"
        seen.add(a.assignment_id)
        if a.division_id not in by_id:
            yield f"assignments: {a.assignment_id}: no division {a.division_id}"
        if a.quote != text[a.start : a.end]:
            yield f"assignments: {a.assignment_id}: the quote is not the text at {a.start}"
        if not 0 <= a.scope_start <= a.scope_end <= length:
            yield f"assignments: {a.assignment_id}: the scope leaves the text"
        for agency in a.agencies:
            for origin in (agency.inherited_from, agency.role_from):
                if origin is not None and origin not in by_id:
                    yield f"assignments: {a.assignment_id}: no division {origin}"
            if agency.name != text[agency.start : agency.end]:
                yield f"assignments: {a.assignment_id}: {agency.name} is not at {agency.start}"
    for t in notice.targets:
        if t.target_id in seen:
            yield f"targets: the id {t.target_id} occurs twice"
        seen.add(t.target_id)
        division = by_id.get(t.division_id)
        if division is None:
            yield f"targets: {t.target_id}: no division {t.division_id}"
        elif not division.start <= t.start < t.end <= division.end:
            yield f"targets: {t.target_id} is not inside {t.division_id}"
        if t.quote not in text[max(0, t.end - len(t.quote)) : t.start + len(t.quote)]:
            yield f"targets: {t.target_id}: the quote is not in the text around {t.start}"
        if (t.comparator == "range") != (t.value_max is not None):
            yield f"targets: {t.target_id}: a range, and only a range, has a second value"
    for table in notice.tables:
        if table.table_id in seen:
            yield f"tables: the id {table.table_id} occurs twice"
        seen.add(table.table_id)
        if table.division_id not in by_id:
            yield f"tables: {table.table_id}: no division {table.division_id}"
        for cell in table.cells:
            if cell.text != text[cell.start : cell.end]:
                yield f"tables: {table.table_id}: the text is not that at {cell.start}"
    for m in notice.mentions:
        if m.division_id not in by_id:
            yield f"mentions: {m.name} at {m.start}: no division {m.division_id}"
        around = text[max(0, m.end - len(m.quote)) : m.start + len(m.quote)]
        if m.name != text[m.start : m.end] or m.quote not in around:
            yield f"mentions: {m.name} is not at {m.start}"
    for f in notice.fields:
        if f.quote != text[f.start : f.end]:
            yield f"fields: {f.field}: the quote is not the text at {f.start}"
    for x in notice.diagnostics:
        if not x.start <= x.end <= length:
            yield f"diagnostics: {x.code.value} at {x.start} leaves the text"
