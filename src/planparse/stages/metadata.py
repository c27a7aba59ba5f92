"""What head and tail of a notice say: title, 发文字号, who issued it when and to whom.

Facts of the outermost document come first: the letter's where there is one. A page's
header block fills only what the notice itself does not say. Every value is a row of
`fields` with the words that it was read from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import regex

from planparse.bodies.identities import days_of, report_ambiguous
from planparse.bodies.resolution import Resolver
from planparse.dates import find_dates
from planparse.diagnostics import Report
from planparse.letterhead.docnumbers import format_number
from planparse.letterhead.findings import Findings
from planparse.letterhead.letter import Letterhead
from planparse.letterhead.terms import (
    find_approval,
    find_attachments,
    find_effective,
    find_expiry,
    find_kind,
    find_period,
    find_plan_title,
    find_publicity,
)
from planparse.letterhead.titlepage import solid
from planparse.outline import Outline
from planparse.rulebook import Rule, Rulebook

_BODY = 1500  # characters of a body in which it says what it issues and who agreed


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
    notes = Findings(outline.text, rulebook)
    if outline.parts:
        sheet = Letterhead(outline.parts[0], outline, rulebook)
        notes.signature = sheet.find_signature()
        _find_title(notes, sheet, outline)
        _find_number(notes, sheet)
        _find_signature(notes, sheet)
        _find_under_title(notes, sheet)
        _find_addressees(notes, sheet)
        _find_issuers_elsewhere(notes, sheet)
        _find_header(notes, sheet, outline, "title", "doc_number", "issue_date", "issuers")
        _find_ids(notes)
        _find_issued(notes, sheet, outline)
        _find_late_signature(notes, sheet, outline)
        _find_terms(notes, sheet, outline)
        _find_header(notes, sheet, outline, "effective_date", "expiry_date")
    return Head(notes.values, notes.rows()), notes.reports


# ---------------------------------------------------------------------- title, number


def _find_title(notes: Findings, sheet: Letterhead, outline: Outline) -> None:
    """The letter's title, or where it lost its line the next document's."""
    span = sheet.find_title()
    if span is None:
        _find_title_elsewhere(notes, sheet, outline)
    else:
        _put_title(notes, _whole_title(notes, sheet, outline, span))


def _whole_title(
    notes: Findings, sheet: Letterhead, outline: Outline, span: tuple[int, int]
) -> tuple[int, int]:
    """The span with the lines before it that a page's header block says belong to it.

    Where a table's last cell is empty, the title's first line can be taken for its value.
    """
    rule = notes.rulebook.rule("metadata.header-title")
    words = solid(notes.text[slice(*span)])
    for match in _header_matches(notes, sheet, outline, rule):
        lost = solid(match["title"]).removesuffix(words)
        start = span[0]
        for c in reversed(lost) if len(lost) < len(solid(match["title"])) else ():
            while start > 0 and notes.text[start - 1].isspace():
                start -= 1
            if start == 0 or notes.text[start - 1] != c:
                return span
            start -= 1
        return start, span[1]
    return span


def _find_title_elsewhere(notes: Findings, sheet: Letterhead, outline: Outline) -> None:
    """A lost title: the page's own name for the letter, else the title of what it issues."""
    rule = notes.rulebook.rule("metadata.header-title")
    cover = notes.rulebook.rule("metadata.cover-title").pattern
    for match in _header_matches(notes, sheet, outline, rule):
        if cover.search(solid(match["title"])):
            notes.put("title", solid(match["title"]), *match.span("title"), rule)
            return
    found = find_plan_title(notes.text, None, _first_words(sheet), notes.rulebook)
    named = found.value if found else ""
    span = None
    if notes.signature is not None and notes.signature.date is not None:
        span = sheet.find_title_behind(named, notes.signature.date[1])
    pages = [Letterhead(part, outline, notes.rulebook) for part in outline.parts[1:3]]
    for page in pages:
        span = span or page.find_title(named)
    for page in (sheet, *pages):
        span = span or page.find_lone_title()
    if span is not None:
        _put_title(notes, span)


def _put_title(notes: Findings, span: tuple[int, int]) -> None:
    words = solid(notes.text[slice(*span)])
    for rule in notes.rulebook.group("metadata.title"):
        if rule.pattern.search(words):
            notes.put("title", words, *span, rule)
            return


def _first_words(sheet: Letterhead) -> tuple[int, int]:
    """Where a body says what it issues and who agreed."""
    return sheet.body, min(sheet.part.end, sheet.body + _BODY)


def _find_number(notes: Findings, sheet: Letterhead) -> None:
    found = sheet.find_number()
    if found is not None:
        notes.put("doc_number", found.value, found.start, found.end, found.rule)


# ---------------------------------------------------------------------- signature, dates


def _find_signature(notes: Findings, sheet: Letterhead) -> None:
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


def _find_late_signature(notes: Findings, sheet: Letterhead, outline: Outline) -> None:
    """The date of a signature behind the issued document by the same body, where the letter has none."""
    title = notes.span("title")
    if notes.values["issue_date"] is not None or notes.signature is not None or title is None:
        return
    issuing = sheet.find_title_issuers(*title)
    names = [solid(notes.text[a:b]) for a, b in issuing[0]] if issuing else []
    for node in outline.kinds("signature"):
        words = solid(notes.text[node.start : node.text_end])
        days = find_dates(notes.text, node.start, node.text_end)
        if any(name in words for name in names):
            for day in days:
                notes.put_day("issue_date", *day, notes.rulebook.rule("metadata.signature-date"))
                return


def _find_under_title(notes: Findings, sheet: Letterhead) -> None:
    """Date and number from the notes under a title: （2018年5月30日）, …令第46号公布, …会议通过."""
    if notes.values["issue_date"] is not None and notes.values["doc_number"] is not None:
        return
    for node in sheet.part.children[:8]:
        if node.start > sheet.body and node.kind not in ("title", "paragraph", "preamble"):
            break
        if node.kind == "furniture":
            continue
        end = min(node.text_end, node.start + 1500)
        for rule in notes.rulebook.group("metadata.date"):
            if node.kind != "title" and "title" in rule.id:
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


def _find_header(notes: Findings, sheet: Letterhead, outline: Outline, *fields: str) -> None:
    """What a page's header block says of those `fields` that the notice leaves open."""
    for rule in notes.rulebook.group("metadata.header"):
        field = rule.id.removeprefix("metadata.header-").replace("-", "_")
        if field not in fields or notes.values[field]:
            continue
        for match in _header_matches(notes, sheet, outline, rule):
            start, end = match.span(field)
            if field.endswith("date"):
                notes.put_day(field, start, end, rule)
            elif field == "issuers":
                notes.put_names(field, [(start + a, start + b) for a, b in _pieces(match[field])], rule)
            else:
                value = format_number(match[field]) if field == "doc_number" else solid(match[field])
                notes.put(field, value, start, end, rule)
            break


def _header_matches(
    notes: Findings, sheet: Letterhead, outline: Outline, rule: Rule
) -> Iterator[regex.Match[str]]:
    """What the rule finds in the furniture before the body, the nearest block first."""
    blocks = [node for node in outline.kinds("furniture") if node.start <= sheet.body + 200]
    for node in reversed(blocks):
        match = rule.pattern.search(notes.text, node.start, min(node.text_end, node.start + 6000))
        if match is not None:
            yield match


def _pieces(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for piece in text.replace("，", "、").replace(",", "、").replace(" ", "、").split("、"):
        if piece:
            spans.append((at, at + len(piece)))
        at += len(piece) + 1
    return spans


# ---------------------------------------------------------------------- issuers, addressees


def _find_issuers_elsewhere(notes: Findings, sheet: Letterhead) -> None:
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


def _find_addressees(notes: Findings, sheet: Letterhead) -> None:
    found = sheet.find_addressees()
    if found is not None:
        notes.put_names("addressees", *found)


def _find_ids(notes: Findings) -> None:
    """The issuers in the register as of the issue date, None for an unknown one."""
    resolver = notes.rulebook.derive("resolver", Resolver)
    days = days_of(notes.values)
    for row in notes.found("issuers"):
        found = resolver.find(row["value"], days)
        if len(found) == 1:
            rule = notes.rulebook.rule(row["rule"])
            notes.put("issuer_ids", found[0].id, row["start"], row["end"], rule)
        else:
            notes.values["issuer_ids"].append(None)
            if found:
                notes.reports.append(report_ambiguous(row["value"], found, row["start"], row["end"]))


# ---------------------------------------------------------------------- what is issued


def _find_issued(notes: Findings, sheet: Letterhead, outline: Outline) -> None:
    """文种, the issued plan's title and kind, and the years that it covers."""
    rulebook = notes.rulebook
    body = _first_words(sheet)
    title = notes.span("title")
    last = notes.signature.start if notes.signature else sheet.part.end
    own = title is not None and sheet.part.start <= title[0] < last
    order = rulebook.rule("metadata.order-number")
    issuing = rulebook.rule("metadata.issuing-words")
    if own and title is not None:
        notes.put_found("genre", find_kind("genre", notes.text, title, rulebook))
    elif (number := notes.found("doc_number")) and number[0]["rule"] == order.id:
        notes.put("genre", "令", number[0]["start"], number[0]["end"], order)
    elif match := issuing.pattern.search(notes.text, *body):
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
    notes: Findings,
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


def _find_terms(notes: Findings, sheet: Letterhead, outline: Outline) -> None:
    """From when, until when, how public, with whose consent, with which annexes."""
    text, rulebook = notes.text, notes.rulebook
    notes.put_found("effective_date", find_effective(outline, notes.values["issue_date"], rulebook))
    since = notes.values["effective_date"] or notes.values["issue_date"]
    notes.put_found("expiry_date", find_expiry(outline, since, rulebook))
    notes.put_found("publicity", find_publicity(text, rulebook))
    notes.put_found("approved_by", find_approval(text, _first_words(sheet), rulebook))
    end = notes.signature.start if notes.signature else sheet.part.end
    for found in find_attachments(
        text, max(sheet.body, end - 2000), end, notes.values["issuers"], rulebook
    ):
        notes.put_found("attachments", found)
