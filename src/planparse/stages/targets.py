"""Targets: the quantities that a notice sets for the future, one row for each value.

The text is scanned once for quantities and once for periods; only the sentences around a
quantity are read further (`planparse.claims`). Here is decided which claims are targets: by the
division they stand in, the mood of the sentence, the genre of the document, and rules that
know what is none.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from planparse.claims import Claim, read_sentence
from planparse.clauses import load_lexicon
from planparse.diagnostics import Report
from planparse.periods import Period, find_periods
from planparse.quantities import Quantity, find_quantities, load_units

if TYPE_CHECKING:
    from datetime import date

    from planparse.outline import Node, Outline
    from planparse.rulebook import Rule, Rulebook

_SILENT = {"furniture", "title", "addressees", "signature"}
_LEGAL = ("办法", "规定", "条例", "细则", "规则", "章程", "规程", "令", "公告", "公示", "通告", "指南", "法", "标准", "规范", "批复", "函", "复函")
_SENTENCE_ENDS = "。！!？?；;\n"
_CROWD = 80  # quantities in one sentence: a table whose cells ran together
_WINDOW = 1500  # characters of one sentence that are read


def find_targets(
    outline: Outline,
    metadata: dict[str, Any],
    assignments: list[dict[str, Any]],
    rulebook: Rulebook,
) -> tuple[list[dict[str, Any]], list[Report]]:
    """The numeric targets of a notice, in the order of the text.

    Each row has the columns of `Target` without its places in the source; `start`:`end` is
    the value with its unit and bound in the restored text, `quote` the clause. Numbers inside a
    list of bodies, a heading, a signature or furniture are never targets.
    """
    return _Finder(outline, metadata, assignments, rulebook).find(), []


class _Finder:
    """One notice: its numbers, its times, and what each division says of them."""

    def __init__(
        self,
        outline: Outline,
        metadata: dict[str, Any],
        assignments: list[dict[str, Any]],
        rulebook: Rulebook,
    ) -> None:
        self.outline = outline
        self.text = outline.text
        self.rulebook = rulebook
        self.issued: date | None = metadata.get("issue_date")
        self.first_year = metadata.get("period_start") or (self.issued.year if self.issued else None)
        start, end = metadata.get("period_start"), metadata.get("period_end")
        self.last_year: int | None = end
        self.plan_year = start if start and start == end else None
        self.legal = _is_legal(metadata)
        self.lists = sorted((row["start"], row["end"]) for row in assignments)
        self.list_deadlines = {
            row["division_id"]: agency["deadline"]
            for row in assignments
            for agency in row.get("agencies", ())
            if agency.get("deadline")
        }
        self.ruling: dict[str, tuple[str, bool]] = {}  # goals division → the deadline it named
        self.overall: tuple[str, bool] | None = None  # of all tasks
        self.headed: dict[str, tuple[str, bool]] = {}  # division → the plan period in its heading
        self.roles: dict[str, frozenset[str]] = {}

    def find(self) -> list[dict[str, Any]]:
        quantities = find_quantities(self.text, load_units(self.rulebook))
        if not quantities:
            return []
        year = self.plan_year or (self.issued.year if self.issued else None)
        self.periods = find_periods(self.text, self.issued, year)
        self._period_starts = [period.start for period in self.periods]
        quantities = self._outside(quantities)
        self._quantity_starts = [quantity.start for quantity in quantities]
        self.quantities = quantities
        rows: list[dict[str, Any]] = []
        for node in self.outline.nodes:
            if node.kind in _SILENT or node.text_end <= node.start:
                continue
            rows += self._read_node(node)
        return rows

    def _outside(self, quantities: list[Quantity]) -> list[Quantity]:
        """The quantities that stand neither in a period nor in a list of bodies."""
        spans = [(period.start, period.end) for period in self.periods] + self.lists
        spans.sort()
        kept, at = [], 0
        reach = 0
        for quantity in quantities:
            while at < len(spans) and spans[at][0] <= quantity.start:
                reach = max(reach, spans[at][1])
                at += 1
            if quantity.start >= reach:
                kept.append(quantity)
        return kept

    # ------------------------------------------------------------------ divisions

    def _read_node(self, node: Node) -> list[dict[str, Any]]:
        start = node.start + len(node.number or "")
        first = bisect_left(self._quantity_starts, start)
        last = bisect_left(self._quantity_starts, node.text_end)
        periods = self._between(node.start, node.text_end)
        if first == last and not periods:
            return []
        roles = self._roles(node)
        rows: list[dict[str, Any]] = []
        ruling: tuple[str, bool] | None = None
        at = first
        for a, b in self._sentences(start, node.text_end, first, last, periods):
            inside = [period for period in periods if a <= period.start < b]
            members: list[Quantity] = []
            while at < last and self._quantity_starts[at] < b:
                members.append(self.quantities[at])
                at += 1
            if node.heading:
                members = [q for q in members if not node.heading[0] <= q.start < node.heading[1]]
            if members and len(members) <= _CROWD:
                lexicon = load_lexicon(self.rulebook)
                claims = read_sentence(self.text, a, b, members, inside, lexicon)
                beside = False
                for claim in claims:
                    row = self._target(node, claim, (a, b), inside, roles, ruling, beside)
                    beside = beside or row is not None
                    if row is not None:
                        row["target_id"] = f"{node.id}!{len(rows) + 1}"
                        rows.append(row)
            named = [p for p in inside if p.role == "by" and p.deadline and self._rules(a, b, p)]
            if named:
                ruling = (named[-1].deadline or "", named[-1].derived)
                self._rule(node, ruling, roles, self.text[a:b])
        return rows

    def _rule(self, node: Node, ruling: tuple[str, bool], roles: frozenset[str], sentence: str) -> None:
        if "goals" in roles:
            owner: Node | None = node
            while owner is not None and owner.number is None and owner.level > 0:
                self.ruling[owner.id] = ruling
                owner = owner.parent
            if owner is not None:
                self.ruling[owner.id] = ruling
        for rule in self.rulebook.group("targets.whole"):
            if "完成" in sentence and rule.pattern.search(sentence):
                self.overall = ruling

    def _sentences(
        self, start: int, end: int, first: int, last: int, periods: list[Period]
    ) -> list[tuple[int, int]]:
        """The sentences of `start`:`end` that hold a quantity or a period."""
        marks = sorted({*self._quantity_starts[first:last], *(period.start for period in periods)})
        found: list[tuple[int, int]] = []
        for mark in marks:
            if found and mark < found[-1][1]:
                continue
            low = max(start, found[-1][1] if found else start, mark - _WINDOW)
            a = max((self.text.rfind(c, low, mark) for c in _SENTENCE_ENDS), default=-1) + 1
            a = max(a, low)
            b = min((i for c in _SENTENCE_ENDS if (i := self.text.find(c, mark, min(end, mark + _WINDOW))) >= 0), default=min(end, mark + _WINDOW))
            found.append((a, b))
        return found

    def _between(self, start: int, end: int) -> list[Period]:
        a, b = bisect_left(self._period_starts, start), bisect_left(self._period_starts, end)
        return self.periods[a:b]

    def _rules(self, start: int, end: int, period: Period) -> bool:
        """Whether a deadline rules the sentences behind it: not an outlook beyond the plan."""
        if self.last_year and int((period.deadline or "0")[:4]) > self.last_year:
            return False
        if any(word in self.text[start:end] for word in ("展望", "远景")):
            return False
        return period.strong or self._leads(start, period)

    def _leads(self, start: int, period: Period) -> bool:
        """Whether a bare year opens the sentence or its clause: 2022年,… ."""
        before = self.text[start : period.start].strip(" \u3000“\"")
        return not before or before[-1] in "，,；;：:、" or before.endswith(("力争", "争取", "确保"))

    def _roles(self, node: Node) -> frozenset[str]:
        """What the headings of a division and of those around it say of its figures."""
        known = self.roles.get(node.id)
        if known is not None:
            return known
        words = ""
        if node.heading:
            words = self.text[slice(*node.heading)]
        elif node.kind in ("box", "table", "part", "annex"):
            words = self.text[node.start : min(node.text_end, node.start + 30)].split("\n")[0]
        roles = {
            rule.options["role"]
            for rule in self.rulebook.group("targets.context")
            if words and node.kind != "part" and rule.pattern.search(words)
        }
        if "goals" in roles:
            place = (node.start, node.start + len(words) + 30) if not node.heading else node.heading
            for period in self._between(node.start, place[1]):
                if period.role == "span" and period.deadline and period.start < place[1]:
                    self.headed[node.id] = (period.deadline, True)
        if node.parent is not None:
            roles |= self._roles(node.parent)
        self.roles[node.id] = frozenset(roles)
        return self.roles[node.id]

    # ------------------------------------------------------------------ decisions

    def _target(
        self,
        node: Node,
        claim: Claim,
        sentence: tuple[int, int],
        periods: list[Period],
        roles: frozenset[str],
        ruling: tuple[str, bool] | None,
        beside: bool,
    ) -> dict[str, Any] | None:
        """The row for a claim, or None where it is no target."""
        if claim.form is None or "past" in roles:
            return None
        words = self.text[slice(*sentence)]
        marked = f"{claim.before}<{self.text[claim.quantity.start : claim.quantity.end]}>{claim.behind}"
        for rule in self.rulebook.group("targets.not"):
            if rule.pattern.search(marked):
                return None
        dated, derived = self._deadline(node, claim, sentence, periods, roles, ruling)
        own = self._own_period(claim, sentence, periods)
        hope = any(rule.pattern.search(words) for rule in self.rulebook.group("targets.hope"))
        if own and self.first_year and own[0] and int(own[0][:4]) < self.first_year:
            return None
        if not own and not hope and any(
            rule.pattern.search(words[: claim.start - sentence[0]]) for rule in self.rulebook.group("targets.past")
        ):
            return None
        if "conditions" in roles and not own:
            return None
        if self.legal and not own and not (hope and claim.form.id.endswith("level")):
            return None
        confidence = claim.form.confidence
        if claim.form.id.endswith("bare") and not (own or claim.rate or "goals" in roles or beside):
            return None
        if not (own or hope or "goals" in roles):
            confidence = round(confidence * 0.85, 2)
        value = claim.quantity
        return {
            "target_id": "",
            "division_id": node.id,
            "quote": self.text[slice(*claim.clause)].strip(),
            "subject": claim.subject or None,
            "indicator": claim.indicator or None,
            "comparator": claim.comparator,
            "value": value.value,
            "value_max": value.value_max,
            "unit": value.unit,
            "change": claim.change,
            "rate": claim.rate,
            "deadline": dated,
            "deadline_derived": derived,
            "baseline": claim.baseline or None,
            "binding": _binding(words),
            "rule": claim.form.id,
            "confidence": confidence,
            "start": claim.start,
            "end": claim.end,
        }

    def _own_period(
        self, claim: Claim, sentence: tuple[int, int], periods: list[Period]
    ) -> tuple[str, bool] | None:
        """The deadline that the claim's own clause or the words before it in the sentence name."""
        by = [p for p in periods if p.role in ("by", "span", "outlook") and p.deadline]
        inside = [p for p in by if claim.clause[0] <= p.start < claim.clause[1]]
        before = [p for p in inside if p.end <= claim.start]
        chosen = before or [p for p in inside if p.strong]
        if not chosen:
            chosen = [p for p in by if p.end <= claim.clause[0]][-1:]
        if not chosen:
            return None
        latest = max(chosen, key=lambda p: p.deadline or "")
        return (latest.deadline or "", latest.derived)

    def _deadline(
        self,
        node: Node,
        claim: Claim,
        sentence: tuple[int, int],
        periods: list[Period],
        roles: frozenset[str],
        ruling: tuple[str, bool] | None,
    ) -> tuple[str | None, bool]:
        own = self._own_period(claim, sentence, periods)
        if own:
            if own[1] and self.overall and self.overall[0].startswith(own[0]):
                return self.overall
            return own
        for ancestor in (node, *node.ancestors()):
            if ancestor.id in self.headed:
                return self.headed[ancestor.id]
        if "goals" in roles:
            if ruling:
                return ruling
            for ancestor in (node, *node.ancestors()):
                if ancestor.id in self.ruling:
                    return self.ruling[ancestor.id]
        listed = self.list_deadlines.get(node.id)
        if listed:
            year = self.plan_year or (self.issued.year if self.issued else None)
            for period in find_periods(listed, self.issued, year):
                if period.deadline:
                    return period.deadline, period.derived
        if self.overall:
            return self.overall
        return None, False


def _is_legal(metadata: dict[str, Any]) -> bool:
    """Whether the document is one of rules (办法, 规定, 条例), whose numbers are mostly thresholds."""
    for key in ("instrument", "plan_title", "genre", "title"):
        value = metadata.get(key)
        if value:
            name = str(value).split("（")[0].split("(")[0].rstrip("》”\"")
            if key == "title" and name.endswith("通知"):
                continue
            return name.endswith(_LEGAL)
    return False


def _binding(words: str) -> str | None:
    if "约束性" in words:
        return "binding"
    return "expected" if "预期性" in words else None
