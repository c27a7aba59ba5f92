"""The tree of a notice: head, chapters, measures with bodies and targets, what is due, diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from planparse.display.agenda import draw_agenda
from planparse.display.amounts import amount_of
from planparse.display.typesetting import Piece, StyledLine, clean, columns, shorten, wrap

if TYPE_CHECKING:
    from planparse.model import Agency, Assignment, Division, FieldValue, Notice, Target

T = TypeVar("T")

_LABEL = 10  # columns of the labels in the head
_SEVERAL = 12  # diagnostics of one code that are listed before the rest is only counted
_PARAGRAPHS = 20  # paragraphs shown of a notice without numbered divisions

_ROLES = {"lead": "牵头", "support": "配合", "unspecified": "责任"}
_BETWEEN = {"attachments": "；", "addressees": "，"}  # a name of an addressee may hold 、
_FIELDS = (
    ("文号", "doc_number"),
    ("日期", "issue_date"),
    ("发文机关", "issuers"),
    ("主送", "addressees"),
    ("文种", "genre"),
    ("印发", "plan_title"),
    ("期限", "period_start"),
    ("施行", "effective_date"),
    ("有效期至", "expiry_date"),
    ("批准", "approved_by"),
    ("公开", "publicity"),
    ("附件", "attachments"),
)


def draw(notice: Notice, width: int, why: bool) -> list[StyledLine]:
    """The lines of the whole picture, none wider than `width` columns."""
    lines = list(_head(notice, width, why))
    lines += _Tree(notice, width, why).lines()
    lines += draw_agenda(notice, width, why)
    lines += _diagnostics(notice, width)
    lines.append([])
    lines += wrap([(_counts(notice), "dim")], width)
    return lines


def _head(notice: Notice, width: int, why: bool) -> Iterator[StyledLine]:
    metadata = notice.metadata
    title = clean(metadata.title or metadata.plan_title or notice.source.source_name)
    yield from wrap([(title, "title")], width)
    yield [("─" * width, "rule")]
    reasons: dict[str, list[FieldValue]] = {}
    for field in notice.fields:
        reasons.setdefault(field.field, []).append(field)
    if why:
        yield from _reasons(reasons.get("title", ()), width, "")
    for label, name in _FIELDS:
        pieces = _field(notice, name)
        if not pieces:
            continue
        before = label + " " * (_LABEL - columns(label))
        yield from wrap(pieces, width, [(before, "label")], [(" " * _LABEL, "")], len(pieces) > 2)
        if why:
            yield from _reasons(reasons.get(name, ()), width, " " * _LABEL)


def _field(notice: Notice, name: str) -> list[Piece]:
    """The value of a field as a person reads it, a piece for each item of a list."""
    metadata = notice.metadata
    if name == "period_start":
        years = [str(year) for year in (metadata.period_start, metadata.period_end) if year]
        value: object = "–".join(dict.fromkeys(years))
    elif name == "genre":
        value = " · ".join([word for word in (metadata.genre, metadata.instrument) if word])
    else:
        value = getattr(metadata, name)
    if isinstance(value, list):
        mark = _BETWEEN.get(name, "、")
        return [(clean(item) + (mark if at else ""), "") for at, item in _countdown(value)]
    return [(clean(str(value)), "")] if value else []


def _countdown(items: list[T]) -> Iterator[tuple[int, T]]:
    """Each item with how many are still to come."""
    return zip(range(len(items) - 1, -1, -1), items, strict=True)


def _reasons(fields: Iterable[FieldValue], width: int, indent: str) -> Iterator[StyledLine]:
    """Why a field has its values; those of one rule together."""
    for _, group in groupby(fields, key=lambda field: (field.rule, field.confidence)):
        same = list(group)
        yield from _reason(same[0], "、".join([field.quote for field in same]), width, indent)


def _reason(
    fact: FieldValue | Agency | Target, quote: str, width: int, indent: str
) -> Iterator[StyledLine]:
    words = f"{fact.rule} {fact.confidence:.2f} · {fact.place} · {shorten(clean(quote), 2 * width)}"
    yield from wrap([(words, "dim")], width, [(indent + "· ", "dim")], [(indent + "  ", "dim")])


class _Tree:
    """The divisions that are shown, and what hangs on each."""

    def __init__(self, notice: Notice, width: int, why: bool) -> None:
        self._notice = notice
        self._width = width
        self._why = why
        self._shown: dict[str, list[Division]] = {}
        self._numbers = {d.division_id: d.number for d in notice.divisions}
        above: dict[str, str] = {}
        numbered = any(d.number is not None and d.level for d in notice.divisions)
        left = _PARAGRAPHS
        for part in notice.parts:
            stack = [(part, part.division_id)]
            while stack:
                division, parent = stack.pop()
                own = parent
                if division is not part and (
                    division.number is not None
                    or (not numbered and left > 0 and division.kind in ("paragraph", "preamble"))
                ):
                    self._shown.setdefault(parent, []).append(division)
                    own = division.division_id
                    left -= 1
                above[division.division_id] = own
                stack.extend((child, own) for child in reversed(division.children))
        self._assignments: dict[str, list[Assignment]] = {}
        for assignment in notice.assignments:
            self._assignments.setdefault(above[assignment.division_id], []).append(assignment)
        self._targets: dict[str, list[Target]] = {}
        for target in notice.targets:
            self._targets.setdefault(above[target.division_id], []).append(target)

    def lines(self) -> Iterator[StyledLine]:
        """Part by part; a part without divisions or facts is left out."""
        parts = [part for part in self._notice.parts if self._has_content(part)]
        for part in parts:
            if len(parts) > 1 or part.number:
                yield []
                name = " ".join([clean(word) for word in (part.number, _title(part)) if word])
                yield from wrap([(name or part.part, "label")], self._width, None, [("  ", "")])
            elif part.division_id in self._assignments or part.division_id in self._targets:
                yield []
            yield from self._facts(part, "  ")
            for division in self._shown.get(part.division_id, ()):
                has_more = self._has_content(division)
                if has_more or division.kind in ("chapter", "section"):
                    yield []
                yield from self._node(division, "", "", chapter=True)

    def _has_content(self, division: Division) -> bool:
        return any(
            division.division_id in held for held in (self._shown, self._assignments, self._targets)
        )

    def _node(
        self, division: Division, before: str, below: str, chapter: bool = False
    ) -> Iterator[StyledLine]:
        """One division, what hangs on it, and those below it; `before` and `below` draw the branches."""
        children = self._shown.get(division.division_id, [])
        number = clean(division.number or "")
        gap = "" if number[-1:] in "、.．）)：。" else " "
        hanging = [(below, "rule"), (" " * min(columns(number + gap), 6), "")]
        if division.heading:
            pieces: list[Piece] = [
                (number + gap, "chapter" if chapter else "number"),
                (clean(division.heading), "chapter" if chapter else "heading"),
            ]
            yield from wrap(pieces, self._width, [(before, "rule")], hanging)
        else:
            room = self._width - columns(before + number + gap)
            words = clean(division.text)
            words = shorten(words.removeprefix(number).lstrip(), room)
            yield [(before, "rule"), (number + gap, "number"), (words, "words")]
        yield from self._facts(division, below + ("│ " if children and not chapter else "  "))
        inner = "" if chapter else below
        for child in children:
            last = child is children[-1]
            yield from self._node(
                child, inner + ("└─ " if last else "├─ "), inner + ("   " if last else "│  ")
            )

    def _facts(self, division: Division, indent: str) -> Iterator[StyledLine]:
        for assignment in self._assignments.get(division.division_id, ()):
            yield from self._assignment(assignment, indent)
        for target in self._targets.get(division.division_id, ()):
            label = [(indent, "rule"), ("目标 ", "label")]
            rest = [(indent, "rule"), ("     ", "")]
            yield from wrap(amount_of(target), self._width, label, rest, whole=True)
            if self._why:
                yield from _reason(target, target.quote, self._width, indent + " " * 5)

    def _assignment(self, assignment: Assignment, indent: str) -> Iterator[StyledLine]:
        groups: dict[tuple[str, str | None], list[Agency]] = {}
        for agency in assignment.agencies:
            groups.setdefault((agency.role, agency.inherited_from), []).append(agency)
        own = [key for key in groups if key[1] is None]
        for (role, source), agencies in groups.items():
            if source is not None and own:
                continue  # named behind the last own group
            pieces = _names(agencies, "lead" if role == "lead" else "body", self._numbers)
            if assignment.open_ended and own and (role, source) == own[-1]:
                pieces[-1] = (pieces[-1][0] + "等", pieces[-1][1])
            if agencies[0].deadline:
                pieces.append((f" · {clean(agencies[0].deadline)}", "dim"))
            if own and (role, source) == own[-1]:
                for key, inherited in groups.items():
                    if key not in own:
                        more = _names(inherited, "dim", self._numbers)
                        pieces += [(" ", ""), ("＋ " + more[0][0], "dim"), *more[1:]]
            first = [(indent, "rule"), (_ROLES[role] + " ", "label")]
            yield from wrap(pieces, self._width, first, [(indent, "rule"), ("     ", "")], whole=True)
            if self._why:
                yield from _reason(agencies[0], assignment.quote, self._width, indent + " " * 5)


def _names(agencies: list[Agency], style: str, numbers: dict[str, str | None]) -> list[Piece]:
    """The names in a row; behind inherited ones the number of the division that they come from."""
    pieces = [(clean(a.name) + ("、" if at else ""), style) for at, a in _countdown(agencies)]
    source = agencies[0].inherited_from
    if source is not None:
        pieces[-1] = (f"{pieces[-1][0]} ← {clean(numbers.get(source) or source)}", style)
    return pieces


def _title(part: Division) -> str:
    """The title lines of a part in one."""
    return "".join([clean(child.text) for child in part.children if child.kind == "title"])


def _diagnostics(notice: Notice, width: int) -> Iterator[StyledLine]:
    told: dict[str, int] = {}
    order = sorted(notice.diagnostics, key=lambda found: found.severity != "warning")
    for number, found in enumerate(order):
        if number == 0:
            yield []
        code = found.code.value
        told[code] = told.get(code, 0) + 1
        if told[code] > _SEVERAL:
            continue
        style = "warning" if found.severity == "warning" else "dim"
        mark = "! " if found.severity == "warning" else "· "
        message = (clean(found.message), "" if style == "warning" else "dim")
        pieces = [(f"{found.place}  ", style), message, (f"  {code}", "dim")]
        yield from wrap(pieces, width, [(mark, style)], [("  ", "")])
    more = {code: count - _SEVERAL for code, count in told.items() if count > _SEVERAL}
    for code, count in more.items():
        yield [("· ", "dim"), (f"and {count} more {code}", "dim")]


def _counts(notice: Notice) -> str:
    divisions = notice.divisions
    warnings = sum([found.severity == "warning" for found in notice.diagnostics])
    counted = (
        (sum([d.kind == "chapter" for d in divisions]), "chapter"),
        (sum([d.kind == "article" for d in divisions]), "article"),
        (sum([d.kind == "measure" for d in divisions]), "measure"),
        (len({agency.name for a in notice.assignments for agency in a.agencies}), "body"),
        (len(notice.targets), "target"),
        (len(notice.milestones), "milestone"),
        (sum(notice.edits.values()), "repair"),
        (warnings, "warning"),
    )
    words = [f"{count:,} {_plural(word, count)}" for count, word in counted if count]
    return " · ".join([*words, notice.source.source_name and clean(notice.source.source_name)])


def _plural(word: str, count: int) -> str:
    if count == 1:
        return word
    return "bodies" if word == "body" else word + "s"
