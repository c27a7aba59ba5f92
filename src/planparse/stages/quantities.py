"""Quantities: every number of a notice that is no target and dates no milestone, with its kind.

Together the tables targets, milestones and quantities hold each numeric expression of the restored
text exactly once, the numbers of divisions and what belongs to a site left out. Only who asks for
the table `quantities` pays for it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

from planparse.citations.documents import find_articles, find_codes
from planparse.figures.clauses import clause_around, sentence_around
from planparse.figures.deadlines import plan_years
from planparse.figures.expressions import Expression, find_expressions
from planparse.figures.times import find_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planparse.outline import Node, Outline
    from planparse.rulebook import Rule, Rulebook

_REACH = 160  # characters of a sentence on either side that are read


def find_quantities(
    outline: Outline,
    metadata: dict[str, Any],
    rulebook: Rulebook,
    *,
    targets: Sequence[dict[str, Any]],
    milestones: Sequence[dict[str, Any]],
    references: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """The quantities of a notice, in the order of the text, as rows of `model.Quantity`.

    `start`:`end` is the expression as written, `quote` its clause; offsets count into the outline's
    text. Source of the kinds: docs/facts.md, `data/rules/quantities.toml`.
    """
    return _Finder(outline, metadata, references, rulebook).rows(targets, milestones)


class _Finder:
    """One notice: its expressions, and the words by which each has its kind."""

    def __init__(
        self,
        outline: Outline,
        metadata: dict[str, Any],
        references: Sequence[dict[str, Any]],
        rulebook: Rulebook,
    ) -> None:
        self.outline = outline
        self.text = outline.text
        self.rulebook = rulebook
        self.years = plan_years(outline.text, metadata)
        self.cited = sorted((row["start"], row["end"]) for row in references)
        self.times = find_times(self.text, self.years.issued, self.years.named)
        self.time_starts = [time.start for time in self.times]
        self.past: dict[str, bool] = {}
        self.rules = rulebook.group("quantities.kind")
        self.forms = {rule.options["form"]: rule for rule in rulebook.group("quantities.form")}

    def rows(
        self, targets: Sequence[dict[str, Any]], milestones: Sequence[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        text = self.text
        taken = [(row["start"], row["end"]) for row in (*targets, *milestones)]
        codes = [code[:2] for code in find_codes(text, self.rulebook)]
        found = find_expressions(
            text,
            self.rulebook,
            taken=[*taken, *self._silent()],
            documents=sorted([*codes, *find_articles(text, self.rulebook)]),
            times=self.times,
        )
        rows: list[dict[str, Any]] = []
        counts: dict[str, int] = {}
        for expression in found:
            node = self.outline.at(expression.start)
            division = self.outline.around(expression.start, expression.end).id
            counts[division] = counts.get(division, 0) + 1
            within = (node.start, max(node.text_end, expression.end))
            sentence = sentence_around(text, expression.start, expression.end, within, _REACH)
            clause = clause_around(text, expression.start, expression.end, sentence)
            rule = self._rule(node, expression, sentence)
            value = expression.quantity
            rows.append(
                {
                    "quantity_id": f"{division}={counts[division]}",
                    "division_id": division,
                    "kind": rule.options["kind"],
                    "written": text[expression.start : expression.end],
                    "value": value.value if value else None,
                    "value_max": value.value_max if value else None,
                    "unit": value.unit if value else None,
                    "quote": text[slice(*clause)],
                    "rule": rule.id,
                    "confidence": rule.confidence,
                    "start": expression.start,
                    "end": expression.end,
                }
            )
        return rows

    def _silent(self) -> list[tuple[int, int]]:
        """Where no quantity is: the numbers of divisions, and what belongs to a site."""
        spans: list[tuple[int, int]] = []
        for node in self.outline.nodes:
            if node.kind == "furniture":
                spans.append((node.start, node.text_end))
            elif node.number and node.level:
                at = self.text.find(node.number, node.start, node.text_end)
                if at >= 0:
                    spans.append((at, at + len(node.number)))
        return spans

    # ------------------------------------------------------------------ kinds

    def _rule(self, node: Node, expression: Expression, sentence: tuple[int, int]) -> Rule:
        """The rule that gives an expression its kind: where it stands, its words, its form."""
        start, end = expression.start, expression.end
        if self._is_cited(start):
            return self.forms["cited"]
        low, high = sentence
        text, quantity = self.text, expression.quantity
        marked = f"{text[low:start]}<{text[start:end]}>{text[end:high]}"
        counted = quantity.kind if quantity is not None else ""
        if "分之" in text[start:end] and not counted:
            counted = "share"
        if counted and counted != "time" and self._is_told(node, low, start):
            return self.rulebook.rule("quantities.told")
        for rule in self.rules:
            forms = rule.options.get("forms", ("number",))
            if expression.form not in forms or (
                expression.form == "number" and counted not in rule.options.get("units", (counted,))
            ):
                continue
            if rule.may_see(marked) and rule.pattern.search(marked):
                return rule
        return self.forms.get(f"{expression.form}-{counted or 'bare'}") or self.forms[expression.form]

    def _is_cited(self, at: int) -> bool:
        number = bisect_right(self.cited, (at, len(self.text))) - 1
        return number >= 0 and at < self.cited[number][1]

    def _is_told(self, node: Node, low: int, at: int) -> bool:
        """Whether a number is of what there was: in a division of results, or behind a past year."""
        if self._is_past_division(node):
            return True
        if self.text[at - 1 : at] == "的":
            return False  # 2021年度平均工资的60%
        first = self.years.first
        if first is None:
            return False
        number = bisect_left(self.time_starts, at) - 1
        while number >= 0 and self.times[number].start >= low:
            time = self.times[number]
            year = time.deadline[:4] if time.deadline and time.deadline[0] != "-" else ""
            if self.text.startswith(("起", "开始"), time.end):
                return False
            if year and not time.derived:
                return int(year) < first
            number -= 1
        return False

    def _is_past_division(self, node: Node) -> bool:
        """Whether the heading of a division, or of one around it, speaks of what was reached."""
        known = self.past.get(node.id)
        if known is None:
            rule = self.rulebook.rule("targets.past-division")
            words = self.text[slice(*node.heading)] if node.heading else ""
            known = bool(words and rule.may_see(words) and rule.pattern.search(words)) or (
                node.parent is not None and self._is_past_division(node.parent)
            )
            self.past[node.id] = known
        return known
