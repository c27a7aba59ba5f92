"""What head and tail of a notice say: title, 发文字号, who issued it when and to whom.

Facts of the outermost document come first: the letter's where there is one. A page's
header block fills only what the notice itself does not say. Every value is a row of
`fields` with the words that it was read from.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from planparse.dates import parse_date
from planparse.diagnostics import Code, Report
from planparse.letterhead import Found, Letterhead, Signature, solid
from planparse.outline import Outline
from planparse.register import Register
from planparse.rulebook import Rule, Rulebook
from planparse.terms import (
    find_approval,
    find_attachments,
    find_effective,
    find_expiry,
    find_kind,
    find_period,
    find_plan_title,
    find_publicity,
)

_BODY = 1500  # characters of a body in which it says what it issues and who agreed
_KEYS = (
    "title", "doc_number", "issuers", "issuer_ids", "issue_date", "addressees", "genre", "instrument",
    "plan_title", "period_start", "period_end", "effective_date", "expiry_date", "publicity",
    "approved_by", "attachments",
)  # fmt: skip
_LISTS = ("issuers", "issuer_ids", "addressees", "attachments")


class Head(NamedTuple):
    """The values of `Metadata`, and one row for each with the place of its words."""

    metadata: dict[str, Any]
    fields: list[dict[str, Any]]


def find_metadata(outline: Outline, rulebook: Rulebook) -> tuple[Head, list[Report]]:
    """Every value of `Metadata` but its coverage, and a row of `fields` for each.

    What the notice does not hold is None or an empty list. Dates are `datetime.date`, years
    int. Rows come in the order of the values; `start`/`end` count into the restored text
    and `quote` is the text between them. A date that the calendar does not have is reported
    and left out.
    """
    notes = _Notes(outline.text, rulebook)
    if outline.parts:
        sheet = Letterhead(outline.parts[0], outline, rulebook)
        notes.signature = sheet.find_signature()
        _find_title(notes, sheet, outline)
        _find_number(notes, sheet)
        _find_signature(notes, sheet)
        _find_under_title(notes, sheet)
        _find_addressees(notes, sheet)
        _find_issuers_elsewhere(notes, sheet)
        _find_header(notes, sheet, outline)
        _find_ids(notes)
        _find_issued(notes, sheet, outline)
        _find_terms(notes, sheet, outline)
    return Head(notes.values, notes.rows()), notes.reports


class _Notes:
    """The values found so far, each with its row."""

    __slots__ = ("_found", "reports", "rulebook", "signature", "text", "values")

    def __init__(self, text: str, rulebook: Rulebook) -> None:
        self.text = text
        self.rulebook = rulebook
        self.values: dict[str, Any] = {key: [] if key in _LISTS else None for key in _KEYS}
        self._found: dict[str, list[dict[str, Any]]] = {}
        self.reports: list[Report] = []
        self.signature: Signature | None = None

    def put(self, field: str, value: Any, start: int, end: int, rule: Rule) -> None:
        """Takes `value` for the field, or as one more of a list."""
        if field in _LISTS:
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
        if found is not None:
            self.put(field, found.value, found.start, found.end, found.rule)

    def span(self, field: str) -> tuple[int, int] | None:
        rows = self._found.get(field)
        return (rows[0]["start"], rows[0]["end"]) if rows else None

    def found(self, field: str) -> list[dict[str, Any]]:
        return self._found.get(field, [])

    def rows(self) -> list[dict[str, Any]]:
        return [row for key in _KEYS for row in self._found.get(key, ())]


# ---------------------------------------------------------------------- title, number


def _find_title(notes: _Notes, sheet: Letterhead, outline: Outline) -> None:
    """The letter's title, or where it lost its line the next document's."""
    span = sheet.find_title()
    if span is None:
        found = find_plan_title(notes.text, None, _first_words(sheet), notes.rulebook)
        named = found.value if found else ""
        if notes.signature is not None and notes.signature.date is not None:
            span = sheet.find_title_behind(named, notes.signature.date[1])
        for part in outline.parts[1:3]:
            span = span or Letterhead(part, outline, notes.rulebook).find_title(named)
    if span is not None:
        words = solid(notes.text[slice(*span)])
        for rule in notes.rulebook.group("metadata.title"):
            if rule.pattern.search(words):
                notes.put("title", words, *span, rule)
                return


def _first_words(sheet: Letterhead) -> tuple[int, int]:
    """Where a body says what it issues and who agreed."""
    return sheet.body, min(sheet.part.end, sheet.body + _BODY)


def _find_number(notes: _Notes, sheet: Letterhead) -> None:
    found = sheet.find_number()
    if found is not None:
        notes.put("doc_number", found.value, found.start, found.end, found.rule)


# ---------------------------------------------------------------------- signature, dates


def _find_signature(notes: _Notes, sheet: Letterhead) -> None:
    """Issuers and date of the signature, unless it is that of a document which the title passes on."""
    signature = notes.signature
    if signature is None:
        return
    rule = notes.rulebook.rule("metadata.signature-date")
    names = [solid(notes.text[a:b]) for a, b in signature.issuers]
    title = notes.span("title")
    if names and title is not None and "转" in notes.values["title"][:40]:
        issuing = sheet.find_title_issuers(*title)
        passing = [solid(notes.text[a:b]) for a, b in issuing[0]] if issuing else []
        if passing and not any(one in other or other in one for one in names for other in passing):
            notes.signature = None
            return
    notes.put_names("issuers", signature.issuers, rule)
    if signature.date is not None:
        notes.put_day("issue_date", *signature.date, rule)


def _find_under_title(notes: _Notes, sheet: Letterhead) -> None:
    """Date and number from the notes under a title: （2018年5月30日）, …令第46号公布, …会议通过."""
    for node in sheet.part.children[:8]:
        if node.start > sheet.body and node.kind not in ("title", "paragraph", "preamble"):
            break
        if node.kind == "furniture":
            continue
        end = min(node.text_end, node.start + 1500)
        for rule in notes.rulebook.group("metadata.date"):
            if rule.id == "metadata.signature-date" or (node.kind != "title" and "title" in rule.id):
                continue
            match = rule.pattern.search(notes.text, node.start, end)
            if match is None:
                continue
            if notes.values["issue_date"] is None and not notes.put_day(
                "issue_date", *match.span("date"), rule
            ):
                continue
            if "order" in match.groupdict() and notes.values["doc_number"] is None:
                notes.put("doc_number", solid(match["order"]), *match.span("order"), rule)


def _find_header(notes: _Notes, sheet: Letterhead, outline: Outline) -> None:
    """What a page's header block says of fields that the notice leaves open."""
    for node in outline.kinds("furniture"):
        if node.start > sheet.body + 200:
            break
        for rule in notes.rulebook.group("metadata.header"):
            match = rule.pattern.search(notes.text, node.start, min(node.text_end, node.start + 6000))
            if match is None:
                continue
            field = match.lastgroup or ""
            if notes.values[field]:
                continue
            if field == "issue_date":
                notes.put_day(field, *match.span(field), rule)
            elif field == "issuers":
                start = match.start(field)
                spans = _pieces(match[field])
                notes.put_names(field, [(start + a, start + b) for a, b in spans], rule)
            else:
                notes.put(field, solid(match[field]), *match.span(field), rule)


def _pieces(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for piece in text.replace("，", "、").replace(",", "、").replace(" ", "、").split("、"):
        if piece:
            spans.append((at, at + len(piece)))
        at += len(piece) + 1
    return spans


# ---------------------------------------------------------------------- issuers, addressees


def _find_issuers_elsewhere(notes: _Notes, sheet: Letterhead) -> None:
    """Issuers from the title, an order's red head, or a news agency's first sentence."""
    if notes.values["issuers"]:
        return
    span = notes.span("title")
    if span is not None:
        found = sheet.find_title_issuers(*span)
        if found is not None:
            notes.put_names("issuers", *found)
            return
    rule = notes.rulebook.rule("metadata.news-issuer")
    start = sheet.part.start
    match = rule.pattern.search(notes.text, start, start + 600)
    if match is not None:
        first = match.start("names")
        notes.put_names("issuers", [(first + a, first + b) for a, b in _pieces(match["names"])], rule)
        return
    number = notes.span("doc_number")
    if number is not None:
        order = notes.rulebook.rule("metadata.order-number")
        match = order.pattern.search(notes.text, *number)
        if match is not None:
            notes.put_names("issuers", [match.span("body")], order)


def _find_addressees(notes: _Notes, sheet: Letterhead) -> None:
    found = sheet.find_addressees()
    if found is not None:
        notes.put_names("addressees", *found)


def _find_ids(notes: _Notes) -> None:
    """The issuers in the register, as of the issue date: one for each issuer, None for an unknown one."""
    register = notes.rulebook.derive("register", Register.of)
    for row in notes.found("issuers"):
        entry = register.find(row["value"], notes.values["issue_date"])
        if entry is None:
            notes.values["issuer_ids"].append(None)
        else:
            notes.put("issuer_ids", entry.id, row["start"], row["end"], notes.rulebook.rule(row["rule"]))


# ---------------------------------------------------------------------- what is issued


def _find_issued(notes: _Notes, sheet: Letterhead, outline: Outline) -> None:
    """文种, the issued plan's title and kind, and the years that it covers."""
    rulebook = notes.rulebook
    body = _first_words(sheet)
    title = notes.span("title")
    own = title is not None and sheet.part.start <= title[0] < sheet.part.end
    if title is not None:
        notes.put_found("genre", find_kind("genre", notes.text, title, rulebook) if own else None)
    issuing = rulebook.rule("metadata.issuing-words")
    match = None if own else issuing.pattern.search(notes.text, *body)
    if match is not None:
        notes.put("genre", match["genre"] or "通知", *match.span(), issuing)
    _find_plan_title(notes, sheet, outline, title if own else None, body)
    for field in ("plan_title", "title"):
        span = notes.span(field)
        if span is not None and notes.values["instrument"] is None:
            notes.put_found("instrument", find_kind("instrument", notes.text, span, rulebook))
        period = find_period(notes.text, span, rulebook) if span is not None else None
        if period is not None and notes.values["period_start"] is None:
            notes.put_found("period_start", period[0])
            notes.put_found("period_end", period[1])


def _find_plan_title(
    notes: _Notes,
    sheet: Letterhead,
    outline: Outline,
    title: tuple[int, int] | None,
    body: tuple[int, int],
) -> None:
    """The issued document's own title line, else how the letter names it; where it is not `title`."""
    rule = notes.rulebook.rule("metadata.issued-title")
    found = find_plan_title(notes.text, title, body, notes.rulebook)
    for part in outline.parts[1:3]:
        span = Letterhead(part, outline, notes.rulebook).find_title(found.value if found else "")
        if span is not None and part.id.startswith("annex"):
            # an annex is what is issued where the letter names it so
            span = span if found and solid(notes.text[slice(*span)]) == found.value else None
        if span is not None and rule.pattern.search(solid(notes.text[slice(*span)])):
            words = solid(notes.text[slice(*span)])
            if words != notes.values["title"]:
                notes.put("plan_title", words, *span, rule)
            return
    if found is not None and found.value != notes.values["title"]:
        notes.put_found("plan_title", found)


def _find_terms(notes: _Notes, sheet: Letterhead, outline: Outline) -> None:
    """From when, until when, how public, with whose consent, with which annexes."""
    text, rulebook = notes.text, notes.rulebook
    notes.put_found("effective_date", find_effective(outline, notes.values["issue_date"], rulebook))
    since = notes.values["effective_date"] or notes.values["issue_date"]
    notes.put_found("expiry_date", find_expiry(outline, since, rulebook))
    notes.put_found("publicity", find_publicity(text, rulebook))
    notes.put_found("approved_by", find_approval(text, _first_words(sheet), rulebook))
    end = notes.signature.start if notes.signature else sheet.part.end
    for found in find_attachments(text, max(sheet.body, end - 2000), end, notes.values["issuers"], rulebook):
        notes.put_found("attachments", found)
