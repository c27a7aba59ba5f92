"""Signatures: issuers and the day that end a letter or a document, and what may follow them."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.dates import find_dates, parse_date
from planparse.layout.heads import LONGEST_TITLE, title_end
from planparse.layout.paragraphs import Layout
from planparse.text import Span

SIGNERS = "厅委部局会府院行署办处室组司社联团校区心关省市县协站队所"  # last characters of issuers
NOT_IN_NAMES = "。；，,：:？！“”《》（）()0123456789;"
LINE_ENDS = "\n\u3000\u2003\u2002\u00a0"
LONGEST, LONGEST_NAME = 400, 60
FUSED_NAMES = 3  # bodies in a line that has lost the spaces between them
LONGEST_DAY = 16  # characters of 二〇〇四年十二月二十九日, with spaces
SHORTEST_DOCUMENT = 60
BODIES = ("第一章", "第一条", "第 一 条")  # what a document begins with whose title is lost
TAIL, LONGEST_NOTE = 800, 120  # where a last signature is looked for; what may follow it


def letter_ends(layout: Layout) -> list[tuple[Span, int]]:
    """Each signature that a document follows: its span, and where that document begins.

    Where no body signs, a day alone in its paragraph behind a text is one.
    """
    ends = []
    for start, end in _days(layout, 0, len(layout.text)):
        signature = _signature(layout, start, end)
        if signature is not None:
            following = past_notes(layout, signature.end)
            if _begins_document(layout, following) or layout.text.startswith(BODIES, following):
                ends.append((signature, following))
    return ends or list(_bare_days(layout))


def last_signature(layout: Layout, start: int, end: int) -> Span | None:
    """The signature at the very end of `start`:`end`, which nothing follows but a note; or None."""
    last = None
    for day, day_end in _days(layout, max(start, end - TAIL), end):
        signature = _signature(layout, day, day_end)
        if (
            signature
            and len(layout.text[past_notes(layout, signature.end) : end].strip()) < LONGEST_NOTE
        ):
            last = signature
    return last


def past_notes(layout: Layout, at: int) -> int:
    """Behind the notes that may follow a day, （此件公开发布）, （联系单位：…）, and white space."""
    text = layout.text
    pattern = layout.rulebook.rule("structure.publicity-note").pattern
    while (found := pattern.match(text, at)) and found.end() > at:
        at = found.end()
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _days(layout: Layout, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The days in `start`:`end` that are not part of a sentence."""
    in_sentence = layout.rulebook.rule("structure.day-in-a-sentence").pattern
    for day in find_dates(layout.text, start, end):
        if not in_sentence.match(layout.text, day[1]):
            yield day


def _signature(layout: Layout, day: int, day_end: int) -> Span | None:
    """The span of a signature, or None where the words before the day are no issuers.

    They go back to the last mark or digit, line by line, as long as lines end like names.
    """
    text = layout.text
    low = max(0, day - LONGEST)
    first = max(low, 1 + max(text.rfind(mark, low, day) for mark in NOT_IN_NAMES))
    start = end = day
    while end > first:
        line = max(first, 1 + max(text.rfind(mark, first, end) for mark in LINE_ENDS))
        name = text[line:end].strip()
        if len(name) == 1:  # 国　务　院, set apart by as much as parts names elsewhere
            start, end = line, line - 1 if line > first else first
            continue
        fused = sum(map(name.count, "部厅局委")) >= FUSED_NAMES
        if name and (name[-1] not in SIGNERS or (len(name) > LONGEST_NAME and not fused)):
            if start < day and _begins_name(text, line, name):
                start = line
            break
        if name:
            start = line
        end = line - 1 if line > first else first
    if start == first and text[start - 1 : start].isdecimal() and text[start : start + 1] in ".．、":
        start = _behind_annex_title(layout, start, day)
    elif start == first and start and text[start - 1] not in "。！）)：:；;":
        return None
    if start == day:
        return None
    while text[start].isspace():
        start += 1
    return Span(start, day_end)


def _behind_annex_title(layout: Layout, start: int, day: int) -> int:
    """Where issuers begin that are glued to the last title of 附件：1.…表2.…表, or `day`."""
    nouns = layout.rulebook.rule("structure.annex-noun").pattern
    ends = [found.end() for found in nouns.finditer(layout.text, start, day)]
    return ends[-1] if ends else day


def _begins_name(text: str, line: int, name: str) -> bool:
    """Whether `name`, at `line`, is the first line of an issuer that goes on below it.

    It stands right behind the last sentence of the letter.
    """
    before = text[max(0, line - LONGEST_NAME) : line].rstrip()
    return len(name) * 2 <= LONGEST_NAME and before[-1:] in ("。", "！", "；")


def _bare_days(layout: Layout) -> Iterator[tuple[Span, int]]:
    """Days alone in their paragraph, behind a body and before a document."""
    text = layout.text
    said = False
    for block in layout.blocks[:-1]:
        alone = said and block.end - block.start <= LONGEST_DAY
        if alone and parse_date(text[block.start : block.end]) is not None:
            end = past_notes(layout, block.end)
            if _begins_document(layout, end) or text.startswith(("一、", "第一"), end):
                yield block, end
        said = said or text.find("。", *block) >= 0


def _begins_document(layout: Layout, at: int) -> bool:
    """Whether a title, or the opening of a body, or an annex stands at `at`, with words behind it."""
    text = layout.text
    if len(text) - at < SHORTEST_DOCUMENT:
        return False
    if text.startswith(layout.rulebook.words("structure.document_openings"), at):
        return True
    return title_end(layout, at, min(len(text), at + LONGEST_TITLE + 40)) is not None
