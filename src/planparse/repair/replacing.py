"""Replacing: the matches of a rule as edits."""

from __future__ import annotations

from planparse.rulebook import Rule
from planparse.text import TracedText


def replace(text: TracedText, rule: Rule, replacement: str) -> TracedText:
    """`text` with each match of the rule replaced, one edit a match."""
    edits = [(*found.span(), replacement) for found in rule.pattern.finditer(text.text)]
    return text.edit(edits, rule.id, rule.confidence)
