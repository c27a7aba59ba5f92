"""Whether a notice agrees with itself: what no type can say, a sentence for each contradiction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planparse.model import Notice
    from planparse.model.document import Division

_IDS = {
    "milestones": "milestone_id",
    "quantities": "quantity_id",
    "references": "reference_id",
    "programmes": "programme_id",
}


def find_contradictions(notice: Notice) -> Iterator[str]:
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
    yield from _of_requests(notice, by_id, text, seen)


def _of_requests(notice: Notice, by_id: dict[str, Division], text: str, seen: set[str]) -> Iterator[str]:
    """What contradicts itself in the tables that are read on request."""
    for name in ("mentions", *_IDS):
        facts = getattr(notice, name)
        if facts and name not in notice.also:
            yield f"{name}: there are some, and also does not name them"
        if name == "mentions":
            continue
        for fact in facts:
            own = getattr(fact, _IDS[name])
            if own in seen:
                yield f"{name}: the id {own} occurs twice"
            seen.add(own)
            division = by_id.get(fact.division_id)
            if division is None:
                yield f"{name}: {own}: no division {fact.division_id}"
            elif not division.start <= fact.start < fact.end <= division.end:
                yield f"{name}: {own} is not inside {fact.division_id}"
            if fact.quote not in text[max(0, fact.end - len(fact.quote)) : fact.start + len(fact.quote)]:
                yield f"{name}: {own}: the quote is not the text around {fact.start}"
    lists = {assignment.assignment_id for assignment in notice.assignments}
    for m in notice.milestones:
        if m.assignment_id is not None and m.assignment_id not in lists:
            yield f"milestones: {m.milestone_id}: no list {m.assignment_id}"
    for q in notice.quantities:
        if q.written != text[q.start : q.end]:
            yield f"quantities: {q.quantity_id}: what is written is not the text at {q.start}"


def _stands_in(heading: str, text: str) -> bool:
    """Whether the heading is in the text, which may have it in several lines."""
    return "".join(heading.split()) in "".join(text.split())
