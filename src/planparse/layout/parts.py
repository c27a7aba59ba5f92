"""Parts: where the letter, the issued plan and the annexes of a notice begin and end.

A letter ends with its signature and day; the issued document follows. Annexes begin
with their label.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from planparse.layout.heads import LONGEST_TITLE, NOT_IN_TITLE, title_end
from planparse.layout.paragraphs import Layout, lines_are_gone
from planparse.layout.signatures import last_signature, letter_ends
from planparse.text import Span

LETTER = 3000  # characters in which a letter without signature is looked for
LISTED = 4  # first characters by which a title of that list is known again
ANNEX_LIST = 700  # characters before a signature in which the list 附件：1.… 2.… stands


class Part(NamedTuple):
    """A document of the notice: `kind` letter, plan or annex, with the annex's label as a span.

    `body` is where its words begin behind a label; `signature` the span from the first
    issuer to the end of the day, None where it has none.
    """

    kind: str
    start: int
    end: int
    body: int
    label: Span | None
    signature: Span | None

    @property
    def body_end(self) -> int:
        """Where its words end: at the signature, or its end."""
        return self.signature.start if self.signature else self.end


class _Label(NamedTuple):
    """The label of an annex: `start`:`end` with its colon, `words_end` without; numbered or bare."""

    start: int
    end: int
    words_end: int
    numbered: bool


def find_parts(layout: Layout) -> list[Part]:
    """The parts of the notice in order; together they cover the text."""
    text = layout.text
    limit = layout.blocks[-1].end if layout.blocks else 0
    cuts = [cut for cut in letter_ends(layout) if cut[1] < limit]
    labels = _annex_labels(layout, cuts)
    cuts = cuts or _issuing_sentences(layout, labels)
    starts = _starts(layout, cuts, labels)
    signatures = [signature for signature, _ in cuts if signature.end > signature.start]
    parts = []
    for index, (start, kind, body, label) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        inside = signatures[
            bisect_left(signatures, Span(start, start)) : bisect_left(signatures, Span(end, end))
        ]
        signature = inside[-1] if inside else last_signature(layout, start, min(end, limit))
        parts.append(Part(kind, start, end, body, label, signature))
    return parts


def _starts(
    layout: Layout, cuts: Sequence[tuple[Span, int]], labels: Sequence[_Label]
) -> list[tuple[int, str, int, Span | None]]:
    """Where each part begins: start, kind, where its words begin, and its label."""
    text = layout.text
    labelled = {label.start for label in labels}
    starts: list[tuple[int, str, int, Span | None]] = [
        (end, "plan", end, None) for _, end in cuts if end not in labelled
    ]
    issuing = layout.rulebook.rule("structure.issuing-verb").pattern
    issues = bool(cuts) and issuing.search(text, 0, cuts[0][0].start) is not None
    plans = {start for start, *_ in starts}
    for index, label in enumerate(labels):
        # the label right behind a letter that issues one document is above that document
        alone = not label.numbered or len(labels) == 1
        if issues and index == 0 and alone and not any(start < label.start for start in plans):
            starts.append((label.start, "plan", label.end, None))
        else:
            starts.append((label.start, "annex", label.end, Span(label.start, label.words_end)))
    starts.sort()
    if not starts or starts[0][0] > 0:
        first = "letter" if any(kind == "plan" for _, kind, _, _ in starts) else "plan"
        starts.insert(0, (0, first, 0, None))
    return starts


def _annex_labels(layout: Layout, cuts: Sequence[tuple[Span, int]]) -> list[_Label]:
    """The labels that head an annex: alone in their paragraph, or right behind a letter."""
    text, blocks = layout.text, layout.blocks
    rule = layout.rulebook.rule("structure.annex-label")
    first_end = cuts[0][1] if cuts else len(text)
    places = {end: len(text) for _, end in cuts}
    for index, block in enumerate(blocks):
        if not text.startswith("附", block.start):
            continue
        found = rule.pattern.match(text, *block)
        if not found:
            continue
        colon = text[found.end() - 1] in "：:"
        if found.end() == block.end:  # alone
            last = index + 1 == len(blocks)
            if (found["n"] or not colon) and not last and not _opens_list(text, blocks[index + 1].start):
                places[block.start] = block.end
        elif found["n"] and block.start >= first_end:
            titled = title_end(layout, found.end(), block.end) == block.end
            spaced = found[0][-1].isspace() and _may_be_title(text, found.end(), block.end)
            if colon or titled or spaced or text[found.end()].isspace():
                places[block.start] = block.end
    places |= _fused_labels(layout, first_end)
    labels = []
    for start, end in sorted(places.items()):
        found = rule.pattern.match(text, start, end) if text.startswith("附", start) else None
        if found:
            words = found[0].rstrip(" \u3000：:.")
            labels.append(_Label(start, found.end(), start + len(words), bool(found["n"])))
    return labels


def _may_be_title(text: str, start: int, end: int) -> bool:
    """Whether `start`:`end` is as short as a title and holds no mark of a sentence."""
    return end - start <= LONGEST_TITLE and not any(
        text.find(mark, start, end) >= 0 for mark in NOT_IN_TITLE
    )


def _fused_labels(layout: Layout, start: int) -> dict[int, int]:
    """Labels glued to the titles of their annexes, behind `start`: where each and its title end.

    Where lines are gone any title will do, else one that a list before it holds.
    """
    text, gone = layout.text, lines_are_gone(layout)
    rule = layout.rulebook.rule("structure.fused-annex-label")
    start = start if start < len(text) else 0
    places = {}
    for found in rule.pattern.finditer(text, start) if rule.may_see(text, start) else ():
        end = _listed_title_end(text, found.start(), found.end(), found["n"])
        if end is None and gone:
            end = title_end(layout, found.end(), min(len(text), found.end() + LONGEST_TITLE + 40))
        if end is not None:
            places[found.start()] = end
    return places


def _listed_title_end(text: str, label: int, start: int, number: str) -> int | None:
    """Where the title at `start` ends that a list 附件：1.… 2.… before `label` holds by its number."""
    known, low = text[start : start + LISTED], max(0, label - ANNEX_LIST)
    entries = [f"{before}{mark}{known}" for before in (number, "附件") for mark in ".．、：:"]
    found = [at + len(entry) for entry in entries if (at := text.rfind(entry, low, label)) >= 0]
    if not found:
        return None
    listed = max(found) - LISTED
    longest = min(LONGEST_TITLE, label - listed, len(text) - start)
    same = next((n for n in range(longest) if text[listed + n] != text[start + n]), longest)
    behind = text[listed + same]
    return start + same if behind.isdecimal() or behind.isspace() or behind in "附；;。" else None


def _opens_list(text: str, at: int) -> bool:
    """Whether 1. stands at `at`: the label before it opens the list 附件：1.… 2.… of a letter."""
    return text[at : at + 1] in ("1", "１") and text[at + 1 : at + 2] in tuple(".．、")


def _issuing_sentences(layout: Layout, labels: Sequence[_Label]) -> list[tuple[Span, int]]:
    """Where a letter without signature ends: 现印发给你们… and then a title on its own line."""
    text, blocks = layout.text, layout.blocks
    found = layout.rulebook.rule("structure.issuing-sentence").pattern.search(text, 0, LETTER)
    if not found:
        return []
    index = bisect_left(blocks, Span(found.end(), found.end()))
    if index == len(blocks) or any(label.start == blocks[index].start for label in labels):
        return []
    end = title_end(layout, *blocks[index])
    openings = layout.rulebook.words("structure.document_openings")
    if end is None or (end < blocks[index].end and not text.startswith(openings, end)):
        return []
    return [(Span(found.end(), found.end()), blocks[index].start)]


def find_annex_list(layout: Layout, part: Part) -> int | None:
    """Where 附件：1.… 2.… stands in the last lines before a part's signature or end, or None."""
    text, blocks = layout.text, layout.blocks
    low = max(part.body, part.body_end - ANNEX_LIST)
    opening = layout.rulebook.rule("structure.annex-list").pattern
    first, last = bisect_left(blocks, Span(low, low)), bisect_left(blocks, Span(part.body_end, 0))
    for block in reversed(blocks[first:last]):
        if text.startswith("附", block.start) and opening.match(text, *block):
            return block.start
    at = max(text.rfind(label, low, part.body_end) for label in ("附件：", "附件:"))
    if at <= 0 or text[at - 1] not in "。）) \u3000\n":
        return None
    return at if part.signature or text.find("。", at, part.body_end) < 0 else None
