"""The agenda of a notice: what is due, in the order of time, with the bodies that answer for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planparse.display.amounts import amount_of
from planparse.display.typesetting import Piece, StyledLine, clean, columns, shorten, wrap

if TYPE_CHECKING:
    from planparse.model import Milestone, Notice, Target

_WHEN = 12  # columns of the time
_TASK = 60  # columns of a task
_BODIES = 3  # named behind a task
_OFTEN = {
    "annual": "每年",
    "half-yearly": "每半年",
    "quarterly": "每季度",
    "monthly": "每月",
    "weekly": "每周",
    "daily": "每日",
    "ongoing": "长期",
}


class _Entry(NamedTuple):
    """One thing that is due; entries sort by how often, by their last day, by their place."""

    often: int
    last_day: str
    start: int
    when: str
    fact: Milestone | Target
    pieces: list[Piece]
    list_id: str | None


def draw_agenda(notice: Notice, width: int, why: bool) -> Iterator[StyledLine]:
    """The lines of the agenda; none where milestones were not asked for, or nothing is due.

    Dates come first, a year or a month at its end, then what comes again, then what has no end. Targets
    with a date stand among them.
    """
    entries = sorted([*_milestones(notice), *_targets(notice)]) if "milestones" in notice.also else []
    if not entries:
        return
    yield []
    yield [("时限", "label")]
    numbers = {division.division_id: division.number for division in notice.divisions}
    bodies = _bodies(notice)
    indent = " " * (2 + _WHEN)
    for entry in entries:
        before = entry.when + " " * max(1, _WHEN - columns(entry.when))
        after = [numbers.get(entry.fact.division_id), bodies.get(entry.list_id or "")]
        told = [(f" · {clean(word)}", "dim") for word in after if word]
        yield from wrap([*entry.pieces, *told], width, [("  " + before, "target")], [(indent, "")])
        if why:
            fact = entry.fact
            quote = shorten(clean(fact.quote), 2 * width)
            words = f"{fact.rule} {fact.confidence:.2f} · {fact.place} · {quote}"
            first, rest = [(indent + "· ", "dim")], [(indent + "  ", "dim")]
            yield from wrap([(words, "dim")], width, first, rest)


def _milestones(notice: Notice) -> Iterator[_Entry]:
    for fact in notice.milestones:
        often = list(_OFTEN).index(fact.recurrence) + 1 if fact.recurrence else 0
        date = fact.deadline or ""
        when = " ".join([_OFTEN.get(fact.recurrence or "", ""), date.lstrip("-")]).strip()
        words = " ".join([clean(word) for word in (fact.action, fact.object) if word])
        pieces = [(shorten(words, _TASK), "body")]
        yield _Entry(often, _last_day(date), fact.start, when, fact, pieces, fact.assignment_id)


def _targets(notice: Notice) -> Iterator[_Entry]:
    for fact in notice.targets:
        if fact.deadline:
            pieces = amount_of(fact, dated=False)
            yield _Entry(0, _last_day(fact.deadline), fact.start, fact.deadline, fact, pieces, None)


def _last_day(date: str) -> str:
    """A date that sorts where it ends: a year behind its months, a month behind its days.

    >>> sorted(["2022", "2022-06", "2022-06-30", "2022-05-01"], key=_last_day)
    ['2022-05-01', '2022-06-30', '2022-06', '2022']
    """
    return date + "~"


def _bodies(notice: Notice) -> dict[str, str]:
    """The bodies of each list in a few words, those that lead alone where some do."""
    found: dict[str, str] = {}
    for assignment in notice.assignments:
        own = [agency for agency in assignment.agencies if not agency.inherited]
        names = [agency.name for agency in own if agency.role == "lead"] or [a.name for a in own]
        more = "等" if len(names) > _BODIES or assignment.open_ended else ""
        found[assignment.assignment_id] = "、".join(names[:_BODIES]) + more
    return found
