"""The public models: what planparse says of a notice, frozen and validated.

Names and meanings are those of the tables' contract (schema version 1); field names
follow GB/T 9704-2012 in English, with the Chinese term in the description. Offsets
count Unicode code points, 0-based and half-open: `start`/`end` into the restored text,
`source_start`/`source_end` into the plain text that the reader made.
"""

# no `from __future__ import annotations`: pydantic would evaluate a hundred strings at every start
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field, model_validator

from planparse.diagnostics import Code
from planparse.model.agreement import find_contradictions
from planparse.model.base import Model, Placed
from planparse.model.document import (
    Cell,
    Diagnostic,
    Division,
    FieldValue,
    Kind,
    Metadata,
    RulebookInfo,
    SourceInfo,
    Table,
)
from planparse.model.facts import (
    Agency,
    Assignment,
    Change,
    Comparator,
    Mention,
    Milestone,
    Programme,
    Quantity,
    Reference,
    Role,
    Target,
)

if TYPE_CHECKING:
    from planparse.writers.frames import Rows

__all__ = [
    "ON_REQUEST", "SCHEMA_VERSION", "Agency", "Assignment", "Cell", "Change", "Code", "Comparator",
    "Diagnostic", "Division", "FieldValue", "Kind", "Mention", "Metadata", "Milestone", "Model",
    "Notice", "Placed", "Programme", "Quantity", "Reference", "Role", "RulebookInfo", "SourceInfo",
    "Table", "Target",
]  # fmt: skip

SCHEMA_VERSION = 1
OnRequest = Literal["mentions", "milestones", "quantities", "references", "programmes"]
ON_REQUEST: tuple[OnRequest, ...] = ("mentions", "milestones", "quantities", "references", "programmes")
"""The tables that are read only where they are asked for, in their order (see `Notice.also`)."""


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
    tables: list[Table] = Field([])
    also: list[OnRequest] = Field(
        [], description="the tables that were asked for; a list below that is not here was not read"
    )
    mentions: list[Mention] = Field([])
    milestones: list[Milestone] = Field([])
    quantities: list[Quantity] = Field([])
    references: list[Reference] = Field([])
    programmes: list[Programme] = Field([])
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
        problems = list(find_contradictions(self))
        if problems:
            raise ValueError("; ".join(problems[:5]))
        return self
