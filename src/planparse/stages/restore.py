"""Restoration: damage that scrapers do is undone, each repair recorded as an edit.

The order is fixed, for each step needs the one before: line ends, Markdown marks,
glosses, Traditional characters, 著 for 着, bytes that were read one off. Last, what
belongs to a site and not to the notice is marked as furniture; nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from planparse.diagnostics import Code, Report
from planparse.rulebook import Rule, Rulebook
from planparse.text import Source, Span, TracedText

EDGE_LINES = 40  # how far from either end of a text a site's lines are looked for
TRAILER = 200  # characters at the end of a text in which a site's last words are looked for
LONGEST_FURNITURE = 300  # characters of a line


class Restored(NamedTuple):
    """The restored text, and the spans in it that are a site's words, sorted and apart."""

    text: TracedText
    furniture: list[Span]


def restore(source: Source, rulebook: Rulebook) -> tuple[Restored, list[Report]]:
    """The text of `source` with its damage undone and its furniture marked.

    Any text is accepted. What is lost for good stays as it stands in the source and is
    reported. Restoring a restored text changes nothing.

    >>> from planparse.rulebook import default
    >>> restored, reports = restore(Source("關(guān)于印發(fā)方案"), default())
    >>> str(restored.text), restored.text.counts(), reports
    ('关于印发方案', {'restore.pinyin-gloss': 2, 'restore.traditional': 2}, [])
    """
    text = TracedText(source.text)
    if "\r" in text.text:
        text = _replace(text, rulebook.rule("restore.line-end"), "\n")
    if any("\ud800" <= ch <= "\udfff" for ch in set(source.text)):
        rule = rulebook.rule("restore.lone-surrogate")
        surrogates = regex.finditer(r"[\ud800-\udfff]", source.text)
        edits = [(*found.span(), rule.options["replacement"]) for found in surrogates]
        text = text.edit(edits, rule.id)
    if source.kind == "md":
        text = _replace(text, rulebook.rule("restore.markdown-mark"), "")
    if "(" in text.text or "（" in text.text:
        text = _replace(text, rulebook.rule("restore.pinyin-gloss"), "")
    text = _to_simplified(text, rulebook)
    text, reports = _realign(text, rulebook.rule("restore.shifted-bytes"), rulebook)
    reports += _replacement_characters(text.text)
    return Restored(text, _furniture(text.text, rulebook)), reports


def _replace(text: TracedText, rule: Rule, replacement: str) -> TracedText:
    edits = [(*found.span(), replacement) for found in rule.pattern.finditer(text.text)]
    return text.edit(edits, rule.id, rule.confidence)


# ---------------------------------------------------------------------- Traditional


def _to_simplified(text: TracedText, rulebook: Rulebook) -> TracedText:
    """Simplified text; left alone where only a stray character of it is Traditional."""
    rule = rulebook.rule("restore.traditional")
    simplified = _t2s(text.text, rulebook)
    if simplified == text.text:
        return text
    converted = text.substitute(simplified, rule.id, rule.confidence)
    if converted.changed < rule.options["share"] * len(text):
        return text
    text = converted
    if "著" in text.text:
        text = _replace(text, rulebook.rule("restore.zhe-particle"), "着")
    return text


def _t2s(text: str, rulebook: Rulebook) -> str:
    """OpenCC's t2s, which keeps the length; asserted, for the map of offsets rests on it."""
    import opencc

    converter = rulebook.derive("restore.t2s", lambda _: opencc.OpenCC("t2s"))
    converted: str = converter.convert(text)
    if len(converted) != len(text):
        raise AssertionError("OpenCC t2s changed the length of a text")
    return converted


# ---------------------------------------------------------------------- shifted bytes


def _realign(text: TracedText, rule: Rule, rulebook: Rulebook) -> tuple[TracedText, list[Report]]:
    """Undoes runs of GBK bytes that were read one off, where words and quotes decide."""
    if text.text.count("?") < 2:
        return text, []
    phrases = rulebook.words("restore.phrases")
    edits: list[tuple[int, int, str]] = []
    lost: list[tuple[int, int]] = []
    for found in _at_marks(rule.pattern, text.text):
        raw = _gbk(found["inner"])
        if raw is None:
            continue
        first = _lost_lead(text.text, found.start(), raw[0], phrases)
        inner = _decoded(raw[1:-1])
        last = _lost_trail(text.text, found.start(), raw[-1])
        if first and last and inner is not None:
            edits.append((*found.span(), first + inner + last))
        elif not any("\u4e00" <= ch <= "\u9fff" for ch in found["inner"]):
            lost.append(found.span())
    edited = text.edit(edits, rule.id, rule.confidence)
    reports = []
    for start, end in lost:
        shift = sum(len(new) - (b - a) for a, b, new in edits if b <= start)
        message = f"{text.text[start:end]!r} stands for characters whose bytes were lost"
        reports.append(Report(Code.LOST_CHARACTERS, message, start + shift, end + shift))
    return edited, reports


def _at_marks(pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """The matches of `pattern`, which begins with a question mark; the marks are found by `str.find`."""
    at = text.find("?")
    while at >= 0:
        found = pattern.match(text, at)
        if found:
            yield found
            at = found.end() - 1
        at = text.find("?", at + 1)


def _gbk(inner: str) -> bytes | None:
    """The GBK bytes of `inner`, its half-width punctuation made full-width as it was."""
    wide = "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in inner)
    try:
        raw = wide.encode("gbk")
    except UnicodeEncodeError:
        return None
    return raw if len(raw) == 2 * len(inner) else None


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode("gbk")
    except UnicodeDecodeError:
        return None


def _lost_lead(text: str, at: int, trail: int, phrases: tuple[str, ...]) -> str | None:
    """The character of trail byte `trail` that makes a known phrase with what stands before `at`."""
    fitting = {
        phrase[-1]
        for phrase in phrases
        if text.endswith(phrase[:-1], 0, at) and phrase[-1].encode("gbk")[-1] == trail
    }
    return fitting.pop() if len(fitting) == 1 else None


def _lost_trail(text: str, at: int, lead: int) -> str | None:
    """The mark of lead byte `lead` that is owed to the nearest open one before `at`."""
    for opening, closing in (("“", "”"), ("《", "》")):
        if closing.encode("gbk")[0] != lead:
            continue
        opened = text.rfind(opening, max(0, at - 200), at)
        if opened >= 0 and text.find(closing, opened, at) < 0:
            return closing
    return None


def _replacement_characters(text: str) -> list[Report]:
    return [
        Report(Code.REPLACEMENT_CHARACTER, f"{len(run[0])} × U+FFFD", *run.span())
        for run in (regex.finditer("\ufffd+", text) if "\ufffd" in text else ())
    ]


# ---------------------------------------------------------------------- furniture


def _furniture(text: str, rulebook: Rulebook) -> list[Span]:
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
