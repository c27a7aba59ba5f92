"""A notice as a report takes it: the facts, and what each repair found in the source."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planparse.writers.measures import caption, find_measures

if TYPE_CHECKING:
    from planparse.model import Division, Notice
    from planparse.text import Edit, Source, TracedText

_TITLES = frozenset(("title", "plan_title"))
_LONGEST = 44  # characters of a line that names a division


class Repair(NamedTuple):
    """A run of the text that differs from the source, and the source's own wording.

    `start`/`end` count into the restored text, `source_start`/`source_end` into the source. Edits
    that touch are one run, which names each rule once and is as sure as the least sure of them.
    """

    rule: str
    original: str
    replacement: str
    confidence: float
    start: int
    end: int
    source_start: int
    source_end: int
    place: str


class Paper:
    """One notice with its repairs; without them where only the notice is at hand."""

    def __init__(self, notice: Notice, repairs: list[Repair] | None = None) -> None:
        self.notice = notice
        self.repairs = repairs or []

    @cached_property
    def text(self) -> str:
        """The restored text."""
        return self.notice.text

    @cached_property
    def title(self) -> str:
        """What the notice is called: its title, else that of what it issues, else the file's name."""
        head = self.notice.metadata
        return head.title or head.plan_title or self.notice.source.source_name

    @cached_property
    def titles(self) -> dict[int, int]:
        """Where titles begin in the text, and where each ends."""
        return {field.start: field.end for field in self.notice.fields if field.field in _TITLES}

    @cached_property
    def captions(self) -> dict[str, str]:
        """What each division is called in one line: number and heading, or how its words begin."""
        return {division.division_id: self._caption(division) for division in self.notice.divisions}

    def _caption(self, division: Division) -> str:
        start, end = division.start, division.end
        title = next((at for at in self.titles if division.level == 0 and start <= at < end), None)
        if division.heading or title is None:
            words = caption(division) if division.heading else division.text
        else:
            words = self.text[title : self.titles[title]]
        words = " ".join(words.split())
        return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"

    @cached_property
    def measures(self) -> frozenset[str]:
        """The ids of the measures."""
        return frozenset(measure.division.division_id for measure in find_measures(self.notice))


def find_repairs(source: Source, text: TracedText) -> list[Repair]:
    """The runs in which `text` differs from its source, in the order of the text.

    >>> from planparse.text import Source, TracedText
    >>> text = TracedText("關(guān)于").edit([(1, 7, "")], "gloss").substitute("关于", "t2s")
    >>> [repair[1:6] for repair in find_repairs(Source("關(guān)于"), text)]
    [('關(guān)', '关', 1.0, 0, 1)]
    """
    return list(_runs(source, text))


def _runs(source: Source, text: TracedText) -> Iterator[Repair]:
    run: list[Edit] = []
    end = source_end = 0
    for edit in sorted(text.edits(), key=lambda e: (e.source_span, e.span)):
        if run and not (edit.source_span.start <= source_end and edit.span.start <= end):
            yield _repair(source, text, run)
            run = []
        before = (end, source_end) if run else (0, 0)
        end, source_end = max(before[0], edit.span.end), max(before[1], edit.source_span.end)
        run.append(edit)
    if run:
        yield _repair(source, text, run)


def _repair(source: Source, text: TracedText, run: list[Edit]) -> Repair:
    start, end = min(edit.span.start for edit in run), max(edit.span.end for edit in run)
    source_start = min(edit.source_span.start for edit in run)
    source_end = max(edit.source_span.end for edit in run)
    return Repair(
        rule=", ".join(dict.fromkeys(edit.rule for edit in run)),
        original=source.text[source_start:source_end],
        replacement=text.text[start:end],
        confidence=min(edit.confidence for edit in run),
        start=start,
        end=end,
        source_start=source_start,
        source_end=source_end,
        place=source.place(source_start),
    )
