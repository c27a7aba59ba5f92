"""The document itself: what was read, head and tail, the tree of divisions, tables, diagnostics."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from planparse.diagnostics import Code
from planparse.model.base import Confidence, Model, Offset, Placed

Year = Annotated[int, Field(ge=1900, le=2200)]
Kind = Literal[
    "part", "chapter", "section", "article", "measure", "item", "subitem", "box", "annex", "table",
    "title", "addressees", "preamble", "paragraph", "signature", "closing", "furniture",
]  # fmt: skip


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
    user_files: list[str] = Field([])


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
    children: list["Division"] = Field([])

    def walk(self) -> Iterator["Division"]:
        """This division and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


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
