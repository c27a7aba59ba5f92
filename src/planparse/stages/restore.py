"""Restoration: damage that scrapers do is undone, each repair recorded as an edit.

The order is fixed, for each step needs the one before: line ends; then bytes read in a wrong
encoding, wrapped lines, odd characters, Markdown marks, lost blanks and glosses, again until
nothing changes, for one hides another; then Traditional characters, 著 for 着, bytes that were
read one off. Last, what belongs to a site and not to the notice is marked as furniture.
"""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

import regex

from planparse.diagnostics import Code, Report
from planparse.repair.characters import (
    join_digits,
    mend_blanks,
    mend_characters,
    report_private_use,
    widen_blanks,
)
from planparse.repair.furniture import find_furniture
from planparse.repair.glosses import remove_glosses
from planparse.repair.recoding import recode
from planparse.repair.replacing import replace
from planparse.repair.shifted import realign
from planparse.repair.traditional import to_simplified
from planparse.repair.wrapping import unwrap
from planparse.rulebook import Rulebook
from planparse.text import Source, Span, TracedText

_WORD = ("docx", "doc", "rtf", "wps")
_LINES = ("txt", "md", "html", "mht")  # of which a line may be a piece of a paragraph
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
    marked = source.kind == "md" or (source.kind in _WORD and _is_markdown(text.text, rulebook))
    reports: list[Report] = []
    for number in range(PASSES):
        before = text
        settled = _settle(text, marked, source.kind in _LINES, rulebook)
        simplified, found = to_simplified(settled, rulebook)
        if number and simplified is before:
            break  # what was put right has shown nothing more
        text, lost = realign(simplified, rulebook)
        reports = [_moved(report, before, text) for report in reports] + found + lost
        if text is settled or (text is simplified and "?" not in text.text):
            break
    reports += report_private_use(text.text, rulebook)
    reports += _replacement_characters(text.text, reports)
    return Restored(text, find_furniture(text, rulebook)), reports


def _is_markdown(text: str, rulebook: Rulebook) -> bool:
    """Whether a document's words are Markdown that a converter left in it: several such lines."""
    rule = rulebook.rule("restore.markdown-line")
    found = rule.pattern.finditer(text) if rule.may_see(text) else iter(())
    return len(list(islice(found, _FEWEST_MARKS))) == _FEWEST_MARKS


def _settle(text: TracedText, marked: bool, in_lines: bool, rulebook: Rulebook) -> TracedText:
    """`text` with the repairs that show each other done until nothing changes."""
    without: TracedText | None = None  # what had its glosses taken away already
    for _ in range(PASSES):
        before = text
        text = recode(text, rulebook)
        # at its full length a line shows that it was broken: before and after other repairs
        text = unwrap(text, rulebook) if in_lines else text
        text = mend_characters(text, rulebook)
        if marked:
            text = replace(text, rulebook.rule("restore.markdown-mark"), "")
        text = join_digits(mend_blanks(text, rulebook), rulebook)
        if text is not without:
            text = without = remove_glosses(text, rulebook)
        text = widen_blanks(text, rulebook)
        if text is before:
            break
    return text


def _moved(report: Report, before: TracedText, text: TracedText) -> Report:
    """A report about `before` where its words stand in `text`."""
    start, end = text.span_since(before, report.start, report.end)
    return report._replace(start=start, end=end)


def _replacement_characters(text: str, told: list[Report]) -> list[Report]:
    """A report for each run of U+FFFD that is not of our own making, as those in `told` are."""
    ours = {at for report in told for at in range(report.start, report.end)}
    return [
        Report(Code.REPLACEMENT_CHARACTER, f"{len(run[0])} × U+FFFD", *run.span())
        for run in (regex.finditer("\ufffd+", text) if "\ufffd" in text else ())
        if run.start() not in ours
    ]
