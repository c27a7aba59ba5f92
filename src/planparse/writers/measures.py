"""The measures of a notice: where in the tree they stand, and what bears on each.

What sheets, chunks and Markdown say of a measure follows from this one reading of the tree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from planparse.model import Agency, Assignment, Division, Notice, Target

FRAMES = frozenset(("part", "chapter", "section", "annex"))
UNNUMBERED = frozenset(
    ("title", "addressees", "preamble", "paragraph", "signature", "closing", "furniture")
)
_ENDS = "。；;！!？?\n"
_BLANK = " \t\n\u3000\xa0"
_BLANKS = 40  # no paragraph is indented further


class Measure(NamedTuple):
    """The topmost numbered division below the chapters, and the frames around it, outermost first."""

    division: Division
    frames: tuple[Division, ...]


class Facts:
    """What a notice lays on its divisions, by their ids."""

    def __init__(self, notice: Notice) -> None:
        self._assignments: dict[str, list[Assignment]] = defaultdict(list)
        self._targets: dict[str, list[Target]] = defaultdict(list)
        for assignment in notice.assignments:
            self._assignments[assignment.division_id].append(assignment)
        for target in notice.targets:
            self._targets[target.division_id].append(target)

    def assignments(self, *divisions: Division) -> list[Assignment]:
        """The lists of bodies of these divisions, in their order."""
        return [found for d in divisions for found in self._assignments.get(d.division_id, ())]

    def targets(self, *divisions: Division) -> list[Target]:
        """The targets of these divisions, in their order."""
        return [found for d in divisions for found in self._targets.get(d.division_id, ())]

    def any(self, *divisions: Division) -> bool:
        """Whether anything is laid on one of them."""
        return any(
            d.division_id in self._assignments or d.division_id in self._targets for d in divisions
        )


def is_measure(division: Division) -> bool:
    """Whether it is a measure where nothing above it is one."""
    return division.kind not in FRAMES and division.kind not in UNNUMBERED


def find_measures(notice: Notice) -> Iterator[Measure]:
    """Every measure of every part, in document order."""
    stack: list[Measure] = [Measure(part, ()) for part in reversed(notice.parts)]
    while stack:
        division, frames = stack.pop()
        if is_measure(division):
            yield Measure(division, frames)
        elif division.kind in FRAMES:
            stack.extend(Measure(child, (*frames, division)) for child in reversed(division.children))


def caption(division: Division) -> str:
    """A division's number and heading as one line; empty where it has neither."""
    return f"{division.number or ''}{division.heading or ''}".strip()


def beyond(text: str, division: Division) -> str:
    """What follows in `text`, a division's own words, on its number and heading.

    Blanks and line breaks may part the heading in the text. Where it begins otherwise, all of
    it follows.
    """
    at = 0
    for character in f"{division.number or ''}{division.heading or ''}":
        if character in _BLANK:
            continue
        while at < len(text) and text[at] in _BLANK:
            at += 1
        if not text.startswith(character, at):
            return text
        at += 1
    return text[at:].lstrip(_BLANK + "。．.:：") if at else text


def bodies(assignments: list[Assignment], *, lead: bool) -> str:
    """The bodies that lead, or all others, as one reads them: list by list, 等 where one is open.

    Bodies that an earlier clause lays on the division come last. None stands there twice.
    """
    seen: set[str] = set()
    named: list[str] = []
    inherited: list[str] = []
    for assignment in assignments:
        own: list[str] = []
        for agency in assignment.agencies:
            if (agency.role == "lead") != lead or agency.name in seen:
                continue
            seen.add(agency.name)
            (inherited if agency.inherited else own).append(agency.name)
        if own:
            open_here = assignment.open_ended and not _leads_follow(assignment.agencies, lead)
            named.append("、".join(own) + ("等" if open_here else ""))
    return "；".join(named + (["、".join(inherited)] if inherited else []))


def words(notice_text: str, divisions: list[Division], assignments: list[Assignment]) -> str:
    """The words of divisions, furniture left out, without the lists that stand apart from sentences."""
    parts = []
    for division in divisions:
        if division.kind == "furniture":
            continue
        at = division.text_start
        for assignment in sorted(assignments, key=lambda a: a.start):
            start, end = assignment.start, assignment.end
            if at <= start and end <= division.text_end and _stands_apart(notice_text, start, end):
                parts.append(notice_text[at:start])
                at = end
        parts.append(notice_text[at : division.text_end])
    text = re.sub(r"[ \t\u3000\xa0]*\n\s*", "\n", "".join(parts))
    return text.strip(_BLANK)


def _leads_follow(agencies: list[Agency], lead: bool) -> bool:
    """Whether the open end of the list belongs to the others: they come after its leads."""
    return lead and any(agency.role != "lead" and not agency.inherited for agency in agencies)


def _stands_apart(text: str, start: int, end: int) -> bool:
    if text[start] in "(（[【〔":
        return True
    before = text[max(0, start - _BLANKS) : start].rstrip(" \t\u3000\xa0")[-1:]
    after = text[end : end + _BLANKS].lstrip(" \t\u3000\xa0")[:1]
    return (not before or before in _ENDS) and (not after or after in _ENDS)
