"""Diagnostics: what a stage found wrong or doubtful in a notice, as values.

One closed enum, `Code`, with its severity and its meaning beside each. A stage returns
`Report`s; the pipeline gives them places and puts them into the `Notice`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """The closed list of diagnostic codes; `.severity` is info or warning, `.meaning` one sentence."""

    severity: str
    meaning: str

    def __new__(cls, value: str, severity: str, meaning: str) -> Code:
        member = str.__new__(cls, value)
        member._value_ = value
        member.severity = severity
        member.meaning = meaning
        return member

    LOST_CHARACTERS = (
        "lost-characters",
        "warning",
        "Characters were lost before planparse saw the text and could not be restored for certain.",
    )
    REPLACEMENT_CHARACTER = (
        "replacement-character",
        "warning",
        "The source holds U+FFFD: a decoder before planparse gave up on bytes here.",
    )
    PRIVATE_USE_CHARACTER = (
        "private-use-character",
        "warning",
        "The source holds characters that only one font or program can read.",
    )
    TRADITIONAL_DOCUMENT = (
        "traditional-document",
        "info",
        "The notice was issued in Traditional characters; they were converted to Simplified ones.",
    )
    NO_NUMBERING = (
        "no-numbering",
        "warning",
        "No numbered division was found; the text is kept as paragraphs.",
    )
    SEQUENCE_GAP = (
        "sequence-gap",
        "warning",
        "A number in a sequence of divisions is missing or stands out of order.",
    )
    LOW_CONFIDENCE = (
        "low-confidence",
        "info",
        "A choice between two readings was close; the message names the other one.",
    )
    REPEATED_DOCUMENT = (
        "repeated-document",
        "info",
        "The file holds the same document twice; the second copy is marked as furniture.",
    )
    UNREAD_LIST = (
        "unread-list",
        "info",
        "A bracket looks like a list of bodies but could not be read as one for certain.",
    )
    AMBIGUOUS_BODY = (
        "ambiguous-body",
        "info",
        "A name belonged to several bodies, and the notice does not say which; the message names them.",
    )
    DATE_NOT_REAL = (
        "date-not-real",
        "warning",
        "A date in the notice does not exist in the calendar.",
    )
    RULE_GIVEN_UP = (
        "rule-given-up",
        "warning",
        "A rule of the user's own took longer than the text explains, and found nothing more in it.",
    )


class Report(NamedTuple):
    """One finding: `start`/`end` are offsets into the restored text, half-open."""

    code: Code
    message: str
    start: int = 0
    end: int = 0
    division_id: str | None = None
