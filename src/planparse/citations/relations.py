"""Relations: what a notice has to do with a document that it names, by the words around it.

Documents joined by 、 or 和 share the words before the first and behind the last of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.bodies.brackets import CLOSING, OPENING

if TYPE_CHECKING:
    from planparse.citations.documents import Document
    from planparse.rulebook import Rule, Rulebook

_AHEAD, _BEHIND = 100, 80  # characters around documents that are looked at
_GAP = 60  # characters between two documents of a chain
_STOPS = "。；;\n！!？?"
_COMMAS = "，,"


def relate(
    text: str, documents: list[Document], rulebook: Rulebook, sentences: list[tuple[int, int]]
) -> list[Rule]:
    """The rule that says how each document is related: its option `relation`.

    `sentences` are the spans of the sentences that the documents stand in.
    """
    words = _Words(rulebook)
    rules: list[Rule] = []
    number = 0
    while number < len(documents):
        stop = number + 1
        while (
            stop < len(documents)
            and sentences[stop] == sentences[number]
            and words.joins(text[documents[stop - 1].end : documents[stop].start])
        ):
            stop += 1
        rule = words.relation(text, documents[number].start, documents[stop - 1].end, sentences[number])
        rules += [rule] * (stop - number)
        number = stop
    return rules


class _Words:
    """The rules by which a relation is told."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.leads = rulebook.group("references.lead")
        self.tails = rulebook.group("references.tail")
        self.joint = rulebook.rule("references.joint")
        self.made = rulebook.rule("references.made-by")
        self.plain = rulebook.rule("references.named")

    def joins(self, gap: str) -> bool:
        """Whether the words between two documents only join them: 要求和, 精神、国务院办公厅."""
        if not gap or len(gap) > _GAP:
            return not gap  # 《甲》《乙》
        bare = _without_brackets(gap)
        return self.joint.pattern.fullmatch(bare) is not None and not any(
            rule.pattern.search(bare) for rule in self.leads
        )

    def relation(self, text: str, start: int, end: int, sentence: tuple[int, int]) -> Rule:
        behind = _without_brackets(text[end : min(sentence[1], end + _BEHIND)])
        last: Rule | None = None
        for rule in self.tails:
            if rule.may_see(behind) and rule.pattern.match(behind):
                if not rule.options.get("last"):
                    return rule
                last = rule
        ahead = _without_brackets(text[max(sentence[0], start - _AHEAD) : start])
        best: Rule | None = None
        reach = (-1, 0)
        for rule in self.leads:
            for match in rule.pattern.finditer(ahead):
                gap = ahead[match.end() :]
                if (match.end(), -match.start()) > reach and self._leads(gap, rule):
                    best, reach = rule, (match.end(), -match.start())
        return best or last or self.plain

    def _leads(self, gap: str, rule: Rule) -> bool:
        """Whether nothing parts a lead word from its document, as a clause of its own would."""
        if len(gap) > rule.options["gap"] or any(c in _STOPS for c in gap):
            return False
        if any(c in _COMMAS for c in gap):
            return self.made.pattern.search(gap) is not None
        return "》" not in gap or rule.options["gap"] > _GAP


def _without_brackets(text: str) -> str:
    """`text` without what stands in round brackets, the unclosed ones cut off."""
    if not any(c in text for c in OPENING + CLOSING):
        return text
    parts: list[str] = []
    depth = 0
    for c in text:
        if c in OPENING:
            depth += 1
        elif c in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(c)
    return "".join(parts)
