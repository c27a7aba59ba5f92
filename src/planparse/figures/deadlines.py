"""Deadlines: by when a claim is to be reached, from its clause out to the whole notice.

The nearest date rules: in the clause, before it in the sentence, in the heading of the table or
the goals division, in the note that closes the division, in a sentence that dates all tasks.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.figures.periods import Period, find_periods

if TYPE_CHECKING:
    from datetime import date

    from planparse.figures.claims import Claim
    from planparse.outline import Node
    from planparse.rulebook import Rulebook

_HEAD = 400  # characters in which a document without a date names its plan period
_TITLE = 60  # characters of a title before the years in it
_OPENERS = "，,；;：:、"


class Deadline(NamedTuple):
    """`date` is ISO (`2025`, `2025-06`, `2025-06-30`); `derived` says that it was counted."""

    date: str
    derived: bool


class PlanYears(NamedTuple):
    """The years of a notice: `named` is the one of dates without a year, `first` and `last` the plan's.

    Before `first` a date tells what was reached. None is unknown.
    """

    issued: date | None
    named: int | None
    first: int | None
    last: int | None


def plan_years(text: str, metadata: dict[str, Any]) -> PlanYears:
    """The years by which the dates of a notice are read, from its metadata or else its first words."""
    issued: date | None = metadata.get("issue_date")
    start, end = metadata.get("period_start"), metadata.get("period_end")
    named = start if start and start == end else (issued.year if issued else None)
    first: int | None = start or (issued.year if issued else None)
    if first is None:
        for period in find_periods(text, end=min(_HEAD, len(text))):
            if period.derived and period.deadline:
                end = int(period.deadline)
                first = end - 4
                break
    return PlanYears(issued, named, first, end)


def _outside_titles(text: str, period: Period) -> Period:
    """The period, as one that dates nothing where a title holds it: 《行动计划（2011—2030年）》."""
    opened = text.rfind("《", max(0, period.start - _TITLE), period.start)
    if opened < 0 or text.rfind("》", opened, period.start) >= 0:
        return period
    return period._replace(role="base")


class Deadlines:
    """The periods of a notice, and the dates that have come to rule its divisions so far.

    `first_year` is the one before which a date tells what was reached; None where unknown.
    """

    def __init__(
        self,
        text: str,
        metadata: dict[str, Any],
        assignments: list[dict[str, Any]],
        rulebook: Rulebook,
    ) -> None:
        self._text = text
        self._whole = rulebook.group("targets.whole")
        years = plan_years(text, metadata)
        issued, year = years.issued, years.named
        self.first_year: int | None = years.first
        self._last_year: int | None = years.last
        self.periods = [_outside_titles(text, period) for period in find_periods(text, issued, year)]
        self._starts = [period.start for period in self.periods]
        self._listed: dict[str, Deadline] = {}  # of the note that closes a division
        for row in assignments:
            for words in {agency["deadline"]: None for agency in row["agencies"] if agency["deadline"]}:
                for period in find_periods(words, issued, year):
                    if period.deadline:
                        self._listed.setdefault(
                            row["division_id"], Deadline(period.deadline, period.derived)
                        )
        self._ruling: dict[str, Deadline] = {}  # that a goals division has named
        self._headed: dict[str, Deadline] = {}  # that the heading of a goals division names
        self._overall: Deadline | None = None  # of all tasks

    def between(self, start: int, end: int) -> list[Period]:
        """The periods that begin in `start`:`end`."""
        return self.periods[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    # ------------------------------------------------------------------ what comes to rule

    def head(self, node: Node, start: int, end: int) -> None:
        """Takes the plan period in a heading (“十四五”时期主要指标) for the deadline of its division."""
        for period in self.between(start, end):
            if period.role == "span" and period.deadline:
                self._headed[node.id] = Deadline(period.deadline, True)

    def rule(
        self, node: Node, start: int, end: int, periods: list[Period], goals: bool
    ) -> Deadline | None:
        """The deadline that the sentence `start`:`end` sets for what follows in its division, or None.

        In a goals division it rules the numbered division's paragraphs too; a sentence that
        speaks of all tasks rules every later target. An outlook beyond the plan sets none.
        """
        sentence = self._text[start:end]
        named = [
            period
            for period in periods
            if period.deadline
            and (
                (period.role == "by" and self._sets(period, start, sentence))
                or (goals and period.role == "span" and self._aims(period, end))
            )
        ]
        if not named:
            return None
        ruling = Deadline(named[-1].deadline or "", named[-1].derived)
        if goals:
            owner = node
            self._ruling[owner.id] = ruling
            while owner.number is None and owner.level > 0 and owner.parent is not None:
                owner = owner.parent
                self._ruling[owner.id] = ruling
        finished = "完成" in sentence or "落实" in sentence
        if finished and any(rule.pattern.search(sentence) for rule in self._whole):
            self._overall = ruling
        return ruling

    def _aims(self, period: Period, end: int) -> bool:
        """Whether a plan period is the time of the goals themselves: “十二五”时期的总体目标是."""
        said = self._text[period.end : end]
        return period.derived and any(
            word in said for word in ("目标是", "目标为", "目标如下", "目标：")
        )

    def _sets(self, period: Period, start: int, sentence: str) -> bool:
        if self._last_year and int((period.deadline or "0")[:4]) > self._last_year:
            return False
        if "展望" in sentence or "远景" in sentence:
            return False
        before = self._text[start : period.start].strip(' \u3000“"')
        leads = not before or before[-1] in _OPENERS or before.endswith(("力争", "争取", "确保"))
        return period.strong or leads

    # ------------------------------------------------------------------ what rules a claim

    def own(self, claim: Claim, periods: list[Period]) -> Deadline | None:
        """What the claim's own clause names, or the words before it in the sentence."""
        dated = [p for p in periods if p.role in ("by", "span", "outlook") and p.deadline]
        turn, turns = claim.turn
        before = [p for p in dated if p.end <= claim.start]
        if turns > 1 and len(before) == turns:  # 到2023年和2025年分别达到90%和95%
            return Deadline(before[turn].deadline or "", before[turn].derived)
        inside = [p for p in dated if claim.clause[0] <= p.start < claim.clause[1]]
        chosen = [p for p in inside if p.end <= claim.start] or [p for p in inside if p.strong]
        if not chosen:
            chosen = [p for p in dated if p.end <= claim.clause[0]][-1:]
        if not chosen:
            return None
        latest = max(chosen, key=lambda p: (p.deadline or "", not p.derived))
        return Deadline(latest.deadline or "", latest.derived)

    def find(
        self, node: Node, own: Deadline | None, ruling: Deadline | None, goals: bool
    ) -> Deadline | None:
        """The deadline of a claim in `node`: its `own`, else the nearest that rules it, else None."""
        if own:
            overall = self._overall
            year_only = own.derived and overall is not None and overall.date.startswith(own.date)
            return overall if year_only else own
        around = (node, *node.ancestors())
        for division in around:
            if division.id in self._headed:
                return self._headed[division.id]
        if goals and ruling:
            return ruling
        for division in around if goals else ():
            if division.id in self._ruling:
                return self._ruling[division.id]
        return self._listed.get(node.id) or self._overall
