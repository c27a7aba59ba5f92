"""Replacing: the matches of a rule as edits."""

from __future__ import annotations

from planparse.rulebook import Rule
from planparse.text import TracedText


def replace(text: TracedText, rule: Rule, replacement: str) -> TracedText:
    """`text` with each match of the rule replaced, one edit a match."""
    edits = [(*found.span(), replacement) for found in rule.pattern.finditer(text.text)]
    return text.edit(edits, rule.id, rule.confidence)


def moved(
    edits: list[tuple[int, int, str]], gone: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """`edits` of a text as they stand in it once `gone` is taken away; both are in order.

    >>> moved([(7, 8, "x")], [(2, 4, "")])
    [(5, 6, 'x')]
    """
    found, shift, passed = [], 0, 0
    for start, end, new in edits:
        while passed < len(gone) and gone[passed][1] <= start:
            shift += gone[passed][1] - gone[passed][0]
            passed += 1
        found.append((start - shift, end - shift, new))
    return found
