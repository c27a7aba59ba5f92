"""What a notice says: who answers for what, what is to be reached, what is due, what it cites."""

from typing import Literal

from pydantic import Field

from planparse.model.base import Confidence, Model, Offset, Placed

Role = Literal["lead", "support", "unspecified"]
Comparator = Literal[">=", ">", "<=", "<", "=", "~", "range"]
Change = Literal["reach", "increase_by", "decrease_by", "multiply"]
Recurrence = Literal["annual", "half-yearly", "quarterly", "monthly", "weekly", "daily", "ongoing"]
QuantityKind = Literal[
    "background", "threshold", "money", "procedure", "period", "name", "count", "reference"
]
Relation = Literal["basis", "implements", "forwards", "amends", "repeals", "cites"]


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
    candidate_ids: list[str] = Field([])
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


class Milestone(Placed):
    """A task with a time: what is to be done by when, or how often; `start`:`end` is the time."""

    milestone_id: str
    division_id: str
    assignment_id: str | None = Field(None, description="the list of bodies that answer for it")
    action: str | None = Field(None, description="the verb of the task: 完成, 出台, 报送")
    object: str | None = Field(None, description="what is to be done, made or reported")
    deadline: str | None = Field(
        None,
        pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}(-\d{2})?|---\d{2})$",
        description="2022, 2022-06, 2022-06-30; --01-15 each year, ---20 each month",
    )
    deadline_derived: bool = False
    recurrence: Recurrence | None = None
    quote: str
    rule: str
    confidence: Confidence


class Quantity(Placed):
    """A number with its unit, a time or a numbered name that neither target nor milestone holds."""

    quantity_id: str
    division_id: str
    kind: QuantityKind
    written: str = Field(description="the expression as the notice writes it")
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    quote: str
    rule: str
    confidence: Confidence


class Reference(Placed):
    """Another document that the notice names, and what it has to do with it."""

    reference_id: str
    division_id: str
    title: str | None = Field(None, description="in full, where the notice says 以下简称")
    doc_number: str | None = Field(None, description="发文字号, or the number of a standard")
    relation: Relation
    article: str | None = Field(None, description="第三条第二款")
    quote: str
    rule: str
    confidence: Confidence


class Programme(Placed):
    """A named action, project or campaign, with the verb that starts it."""

    programme_id: str
    division_id: str
    name: str
    action: str = Field(description="实施, 开展, 推进, …")
    quote: str
    rule: str
    confidence: Confidence
