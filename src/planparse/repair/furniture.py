"""Furniture: what belongs to a site and not to the notice is marked; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.rulebook import Rule, Rulebook
from planparse.text import Span

EDGE_LINES = 40  # how far from either end of a text a site's lines are looked for
TRAILER = 200  # characters at the end of a text in which a site's last words are looked for
LONGEST_FURNITURE = 300  # characters of a line


def find_furniture(text: str, rulebook: Rulebook) -> list[Span]:
    """The spans of lines that are a site's, with their line ends; adjacent ones joined."""
    rules = [rule for rule in rulebook.group("restore.furniture") if _may_see(rule, text)]
    lines = list(_lines(text)) if rules else []
    spans: list[Span] = []
    for number, (start, end) in enumerate(lines):
        if end - start > LONGEST_FURNITURE:
            continue
        head, tail = number < EDGE_LINES, number >= len(lines) - EDGE_LINES
        zones = {"any", *(("head", "edge") if head else ()), *(("tail", "edge") if tail else ())}
        line = text[start:end].strip()
        rule = next((r for r in rules if r.options["zone"] in zones and r.pattern.fullmatch(line)), None)
        if rule is None:
            continue
        to_end = rule.options.get("to_end", False)
        whole = Span(start, len(text) if to_end else min(end + 1, len(text)))
        if spans and not text[spans[-1].end : whole.start].strip():
            spans[-1] = Span(spans[-1].start, whole.end)
        else:
            spans.append(whole)
        if to_end:
            return spans
    return spans + _trailer(text, spans, rulebook)


def _may_see(rule: Rule, text: str) -> bool:
    hints = rule.options.get("hints")
    return hints is None or any(hint in text for hint in hints)


def _trailer(text: str, spans: list[Span], rulebook: Rulebook) -> list[Span]:
    """What a site adds in the last line, behind the notice's own words."""
    for rule in rulebook.group("restore.trailer"):
        found = rule.pattern.search(text, max(0, len(text) - TRAILER)) if _may_see(rule, text) else None
        if found and found[0] and (not spans or spans[-1].end <= found.start()):
            return [Span(found.start(), len(text))]
    return []


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line that holds more than white space, without its line end."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        if text[start:end].strip():
            yield start, end
        start = end + 1
