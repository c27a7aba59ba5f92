"""Programmes: the actions, projects and campaigns that a notice names, with the verb that starts them.

继续实施地理标志农产品保护工程, 深入推进“数商兴农”. Only who asks for the table `programmes` pays
for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planparse.figures.clauses import clause_around, sentence_around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planparse.outline import Outline
    from planparse.rulebook import Rule, Rulebook

_SILENT = frozenset(("furniture", "title", "addressees", "signature"))
_LONGEST = 60  # characters of a name with what leads it
_SHORTEST = 4
_QUOTED = 200  # characters of a quote on either side


def find_programmes(outline: Outline, rulebook: Rulebook) -> list[dict[str, Any]]:
    """Every programme that a notice starts or goes on with, in the order of the text.

    Rows of `model.Programme`; `start`:`end` is the name as written, `quote` its clause, offsets count
    into the outline's text. What is only mentioned (结合城市更新行动), and what stands in the title of a
    document, is none. Source of the rules: docs/facts.md, `data/rules/programmes.toml`.
    """
    text = outline.text
    rows: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    reach = 0
    for start, end, verb, rule in _Finder(text, rulebook).find():
        node = outline.at(start)
        if start < reach or node.kind in _SILENT or end > node.text_end:
            continue
        reach = end
        counts[node.id] = counts.get(node.id, 0) + 1
        sentence = sentence_around(text, start, end, (node.start, node.text_end), _QUOTED)
        low, high = clause_around(text, start, end, sentence)
        rows.append(
            {
                "programme_id": f"{node.id}+{counts[node.id]}",
                "division_id": node.id,
                "name": "".join(text[start:end].split()),
                "action": verb,
                "quote": text[low:high],
                "rule": rule.id,
                "confidence": rule.confidence,
                "start": start,
                "end": end,
            }
        )
    return rows


class _Finder:
    """The rules of programmes over one text."""

    def __init__(self, text: str, rulebook: Rulebook) -> None:
        self.text = text
        self.verb = rulebook.rule("programmes.starting-verb")
        self.names = rulebook.group("programmes.name")
        self.joint = rulebook.rule("programmes.joint")
        self.lead = rulebook.rule("programmes.before-a-name")
        self.common = rulebook.group("programmes.no_name")

    def find(self) -> Iterator[tuple[int, int, str, Rule]]:
        """Each name: its span, its verb and its rule, in order."""
        for match in self.verb.pattern.finditer(self.text):
            if self._is_title(match.start()):
                continue
            at = match.end()
            while (found := self._name(at)) is not None:
                start, end, rule = found
                yield start, end, match["verb"], rule
                joint = self.joint.pattern.match(self.text, end)
                if joint is None:
                    break
                at = joint.end()

    def _name(self, at: int) -> tuple[int, int, Rule] | None:
        """The name that begins at `at`, the shortest that a rule sees; None where none does."""
        best: tuple[int, int, Rule] | None = None
        limit = min(len(self.text), at + _LONGEST)
        for rule in self.names:
            match = rule.pattern.match(self.text, at, limit)
            if match is None or (best is not None and match.end("name") >= best[1]):
                continue
            start, end = match.span("name")
            lead = self.lead.pattern.match(self.text, start, end)
            if lead is not None:
                start = lead.end()
            name = self.text[start:end]
            if len(name) >= _SHORTEST and not any(no.pattern.search(name) for no in self.common):
                best = (start, end, rule)
        return best

    def _is_title(self, at: int) -> bool:
        """Whether a place stands inside the title of a document."""
        opened = self.text.rfind("《", max(0, at - _QUOTED), at)
        return opened >= 0 and "》" not in self.text[opened:at]
