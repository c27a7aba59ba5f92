"""The division of tasks (任务分工表) as offices write it: a row a measure, or an item of one.

A measure is split where its items have lists of bodies of their own, or where it is too long
for one cell to be read; else it is one row. What no measure holds has a row where somebody
answers for it or a target stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planparse.writers.measures import (
    FRAMES,
    Facts,
    beyond,
    bodies,
    caption,
    find_measures,
    is_measure,
    words,
)

if TYPE_CHECKING:
    from planparse.model import Division, Notice

_LONG = 700  # characters; the tallest row of a spreadsheet shows about 900 in its widest column


class Task(NamedTuple):
    """One row: what is to be done, and by whom, in the words of the notice."""

    chapter: str
    heading: str
    measures: str
    targets: str
    lead: str
    others: str
    deadline: str
    source: str


def find_tasks(notice: Notice, lang: str = "zh") -> Iterator[Task]:
    """The rows of a notice, in document order; dates are written as in `lang`."""
    facts = Facts(notice)
    text = notice.text
    measures = {measure.division.division_id for measure in find_measures(notice)}
    # The heading is that of the measure around a division, None outside of measures.
    stack: list[tuple[Division, tuple[Division, ...], str | None]]
    stack = [(part, (), None) for part in reversed(notice.parts)]
    while stack:
        division, above, within = stack.pop()
        if division.division_id in measures:
            within = division.heading or ""
        whole = list(division.walk())
        if within is not None and not _split(division, whole, facts):
            yield _task(notice, text, whole, above, heading=within, facts=facts, lang=lang)
            continue
        own = [division, *(child for child in division.children if not _goes_further(child, division))]
        if facts.any(*own) or (within is not None and beyond(words(text, own, []), division).strip()):
            yield _task(notice, text, own, above, heading=within, facts=facts, lang=lang)
        further = [child for child in division.children if _goes_further(child, division)]
        stack.extend((child, (*above, division), within) for child in reversed(further))


def date_words(deadline: str, lang: str) -> str:
    """A deadline as offices write it; what is no ISO date stays as it is.

    >>> date_words("2025-06", "zh"), date_words("2025", "zh"), date_words("2025-06", "en")
    ('2025年6月', '2025年', '2025-06')
    >>> date_words("长期坚持", "zh")
    '长期坚持'
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", deadline)
    if lang != "zh" or not found:
        return deadline
    parts = zip(found.groups(), "年月日", strict=True)
    return "".join([f"{int(digits)}{mark}" for digits, mark in parts if digits])


def _goes_further(child: Division, parent: Division) -> bool:
    """Whether a child is looked at by itself, and not with its parent's own words."""
    return is_measure(child) or (child.kind in FRAMES and parent.kind in FRAMES)


def _split(division: Division, whole: list[Division], facts: Facts) -> bool:
    items = [child for child in division.children if is_measure(child)]
    if not items:
        return False
    below = [d for d in whole if d is not division and is_measure(d)]
    return bool(facts.assignments(*below)) or sum(len(d.text) for d in whole) > _LONG


def _task(
    notice: Notice,
    text: str,
    divisions: list[Division],
    above: tuple[Division, ...],
    *,
    heading: str | None,
    facts: Facts,
    lang: str,
) -> Task:
    assignments = facts.assignments(*divisions)
    if not assignments:  # an item of a long measure whose list stands at its end
        for division in reversed(above):
            assignments = facts.assignments(division) if is_measure(division) else []
            if assignments:
                break
    targets = facts.targets(*divisions)
    given = [agency.deadline for a in assignments for agency in a.agencies if agency.deadline]
    deadlines = dict.fromkeys(given + [target.deadline for target in targets if target.deadline])
    chapters = [caption(frame) for frame in (*above, divisions[0]) if frame.kind in FRAMES]
    numbers = [d.number for d in (*above, divisions[0]) if d.number]
    said = words(text, divisions, assignments)
    if divisions[0].kind in FRAMES or (heading and heading == divisions[0].heading):
        said = beyond(said, divisions[0]) or said
    head = notice.metadata
    origin = head.doc_number or head.plan_title or head.title or notice.source.source_name
    return Task(
        chapter="\n".join(filter(None, chapters)),
        heading=heading or "",
        measures=said,
        targets="\n".join(dict.fromkeys(target.quote.strip() for target in targets)),
        lead=bodies(assignments, lead=True),
        others=bodies(assignments, lead=False),
        deadline="\n".join(date_words(deadline, lang) for deadline in deadlines),
        source="\n".join(filter(None, (origin, "".join(numbers), divisions[0].place))),
    )
