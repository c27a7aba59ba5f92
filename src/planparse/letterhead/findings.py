"""What was found of a notice's metadata: the values, and for each the words that it was read from."""

from __future__ import annotations

from datetime import date
from typing import Any

from planparse.dates import parse_date
from planparse.diagnostics import Code, Report
from planparse.letterhead.letter import Found, Signature
from planparse.letterhead.titlepage import solid
from planparse.rulebook import Rule, Rulebook

KEYS = (
    "title", "doc_number", "issuers", "issuer_ids", "issue_date", "addressees", "genre", "instrument",
    "plan_title", "period_start", "period_end", "effective_date", "expiry_date", "publicity",
    "approved_by", "attachments",
)  # fmt: skip
LISTS = ("issuers", "issuer_ids", "addressees", "attachments")


class Findings:
    """The values of one notice found so far, each with its row of `fields`."""

    __slots__ = ("_found", "reports", "rulebook", "signature", "text", "values")

    def __init__(self, text: str, rulebook: Rulebook) -> None:
        self.text = text
        self.rulebook = rulebook
        self.values: dict[str, Any] = {key: [] if key in LISTS else None for key in KEYS}
        self._found: dict[str, list[dict[str, Any]]] = {}
        self.reports: list[Report] = []
        self.signature: Signature | None = None

    def put(self, field: str, value: Any, start: int, end: int, rule: Rule) -> None:
        """Takes `value` for the field, or as one more of a list."""
        if field in LISTS:
            self.values[field].append(value)
        else:
            self.values[field] = value
        row = {
            "field": field,
            "value": value.isoformat() if isinstance(value, date) else str(value),
            "quote": self.text[start:end],
            "rule": rule.id,
            "confidence": rule.confidence,
            "start": start,
            "end": end,
        }
        self._found.setdefault(field, []).append(row)

    def put_names(self, field: str, spans: list[tuple[int, int]], rule: Rule) -> None:
        """Takes the names at these spans, each without the white space inside it."""
        for start, end in spans:
            self.put(field, solid(self.text[start:end]), start, end, rule)

    def put_day(self, field: str, start: int, end: int, rule: Rule) -> bool:
        """Takes the date written there; reports it where no calendar has it."""
        found = parse_date(self.text[start:end])
        if found is None:
            message = f"no calendar has the day {self.text[start:end]}"
            self.reports.append(Report(Code.DATE_NOT_REAL, message, start, end))
            return False
        self.put(field, found, start, end, rule)
        return True

    def put_found(self, field: str, found: Found | None) -> None:
        """Takes what a reading found, if it found anything."""
        if found is not None:
            self.put(field, found.value, found.start, found.end, found.rule)

    def span(self, field: str) -> tuple[int, int] | None:
        """Where the field's (first) value stands."""
        rows = self._found.get(field)
        return (rows[0]["start"], rows[0]["end"]) if rows else None

    def found(self, field: str) -> list[dict[str, Any]]:
        """The rows of one field."""
        return self._found.get(field, [])

    def rows(self) -> list[dict[str, Any]]:
        """All rows, in the order of the fields of `Metadata`."""
        return [row for key in KEYS for row in self._found.get(key, ())]
