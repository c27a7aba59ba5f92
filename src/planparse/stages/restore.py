"""Restoration: damage that scrapers do is undone, each repair recorded as an edit.

The order is fixed, for each step needs the one before: line ends, odd characters, Markdown marks,
glosses, Traditional characters, 著 for 着, bytes that were read one off. Last, what
belongs to a site and not to the notice is marked as furniture; nothing is deleted.
"""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

import regex

from planparse.diagnostics import Code, Report
from planparse.repair.characters import mend_blanks, mend_characters, report_private_use
from planparse.repair.furniture import find_furniture
from planparse.repair.glosses import remove_glosses
from planparse.repair.replacing import replace
from planparse.repair.shifted import realign
from planparse.repair.traditional import to_simplified
from planparse.rulebook import Rulebook
from planparse.text import Source, Span, TracedText

_WORD = ("docx", "doc", "rtf", "wps")
_FEWEST_MARKS = 2
PASSES = 8  # times that a repair may show another


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
        text = replace(text, rulebook.rule("restore.line-end"), "\n")
    text = mend_characters(text, rulebook)
    if source.kind == "md" or (source.kind in _WORD and _is_markdown(text.text, rulebook)):
        text = _without_marks(text, rulebook)
    for _ in range(PASSES):
        before = text
        text = remove_glosses(mend_blanks(text, rulebook), rulebook)
        if text is before or "?" not in text.text:
            break  # else a gloss may have stood between two marks that are a blank
    text, reports = to_simplified(text, rulebook)
    text, more = realign(text, rulebook)
    reports += more
    reports += report_private_use(text.text, rulebook)
    reports += _replacement_characters(text.text, more)
    return Restored(text, find_furniture(text, rulebook)), reports


def _is_markdown(text: str, rulebook: Rulebook) -> bool:
    """Whether a document's words are Markdown that a converter left in it: several such lines."""
    rule = rulebook.rule("restore.markdown-line")
    found = rule.pattern.finditer(text) if rule.may_see(text) else iter(())
    return len(list(islice(found, _FEWEST_MARKS))) == _FEWEST_MARKS


def _without_marks(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` without Markdown marks, nor what their going makes one: an entity, another mark."""
    for _ in range(PASSES):
        before = text
        text = mend_characters(replace(text, rulebook.rule("restore.markdown-mark"), ""), rulebook)
        if text is before:
            break
    return text


def _replacement_characters(text: str, told: list[Report]) -> list[Report]:
    """A report for each run of U+FFFD that is not of our own making, as those in `told` are."""
    ours = {at for report in told for at in range(report.start, report.end)}
    return [
        Report(Code.REPLACEMENT_CHARACTER, f"{len(run[0])} × U+FFFD", *run.span())
        for run in (regex.finditer("\ufffd+", text) if "\ufffd" in text else ())
        if run.start() not in ours
    ]
