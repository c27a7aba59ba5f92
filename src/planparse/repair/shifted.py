"""Shifted bytes: runs of GBK that were read one byte off, put right again."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.diagnostics import Code, Report
from planparse.rulebook import Rulebook
from planparse.text import TracedText


def realign(text: TracedText, rulebook: Rulebook) -> tuple[TracedText, list[Report]]:
    """Undoes runs of GBK bytes that were read one off, where words and quotes decide."""
    rule = rulebook.rule("restore.shifted-bytes")
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
