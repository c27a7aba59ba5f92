"""Markers: every place in a text where a number may head a division."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from planparse.layout.numbering import GLUED, PARAGRAPH, SENTENCE, Marker
from planparse.layout.paragraphs import Layout, lines_are_gone
from planparse.numbers import parse_ordinal
from planparse.text import Span

SENTENCE_ENDS = frozenset("。；;：:！!？?）)】」』”》〕…")
STOPS = ("。", "；", ";", "：", ":")
LETTERS_FOR_ONE = ("l", "ｌ", "I", "Ｉ")
ARTICLE = 3  # the rank of 第X条
CHAPTERS = (1, 4)  # ranks of forms that are rare inside a sentence: 第一章 to 一、
NUMBERS = 6  # the rank of 1.
FUSED_LENGTH, FUSED_SHARE, FUSED_MARKERS, FUSED_CLEAR = 700, 0.6, 3, 2
NUMBER_ENDS = ("、", ".", "．", "）", ")", "章", "节", "条")
LONGEST_NUMBER = 8
GLUED_TITLE = 45  # characters of a title between its number and the one glued to it


def find_markers(layout: Layout) -> list[Marker]:
    """Every number in a paragraph that may head a division, in order; none in a table's rows."""
    text, blocks = layout.text, layout.blocks
    firsts = [block.start for block in blocks]
    tables = {n for n, block in enumerate(blocks) if block in layout.tables or _is_row(text, block)}
    gone = lines_are_gone(layout)
    found: dict[int, Marker] = {}
    # a form that stands alone, inside a paragraph: a decimal, or glued to a title
    unsure: set[int] = set()
    for rule in layout.rulebook.group("structure.marker"):
        rank, kind = rule.options["rank"], rule.options["kind"]
        alone, below = rule.options.get("alone", False), rule.options.get("below", False)
        if not rule.may_see(text):
            continue
        for match in rule.pattern.finditer(text):
            start = match.start()
            ordinal = 1 if match["n"] in LETTERS_FOR_ONE else parse_ordinal(match["n"])
            index = bisect_right(firsts, start) - 1
            if not ordinal or index < 0 or start >= blocks[index].end or start in found:
                continue
            where = _where(text, start, firsts[index])
            if index in tables:
                continue
            if alone and where < PARAGRAPH and not gone:
                unsure.add(start)
            above = int(match["above"]) if below else 0
            number = match[0].strip()
            found[start] = Marker(
                start, match.end(), number, rank, ordinal, where, index, kind=kind, above=above
            )
    markers = _without_notes([marker for _, marker in sorted(found.items())], layout)
    fused = set(range(len(blocks))) if gone else _fused_paragraphs(markers, layout)
    return [
        marker
        for marker in _in_paragraphs(markers, fused, text)
        if marker.start not in unsure
        or marker.where == PARAGRAPH
        or (marker.fused and marker.where == SENTENCE)
    ]


def _is_row(text: str, block: Span) -> bool:
    """Whether tabs part the paragraph into cells; one that only follows its number does not."""
    tab = text.find("\t", *block)
    if tab < 0:
        return False
    number = text[block.start : tab].rstrip()
    alone = len(number) <= LONGEST_NUMBER and number.endswith(NUMBER_ENDS)
    return not alone or text.find("\t", tab + 1, block.end) >= 0


def _without_notes(markers: Sequence[Marker], layout: Layout) -> list[Marker]:
    """The markers without those of notes to a table: 注：①… and the paragraphs ②… ③… behind it."""
    result: list[Marker] = []
    last: Marker | None = None  # of the notes that are open
    for marker in markers:
        follows = last is not None and marker.rank == last.rank and marker.ordinal == last.ordinal + 1
        near = last is not None and marker.paragraph - last.paragraph <= 1
        head = layout.text[max(0, marker.start - 4) : marker.start].split("\n")[-1].strip()
        if (follows and near) or (marker.ordinal == 1 and head in ("注：", "注:")):
            last = marker
            continue
        result.append(marker)
    return result


def _fused_paragraphs(markers: Sequence[Marker], layout: Layout) -> set[int]:
    """The paragraphs that have lost line ends.

    They are long and hold many numbers behind their start, or chapters, or numbers right
    behind full stops.
    """
    inside: dict[int, int] = {}
    clear: dict[int, int] = {}
    for marker in markers:
        if marker.where < PARAGRAPH:
            index = marker.paragraph
            inside[index] = inside.get(index, 0) + 1
            chapter = CHAPTERS[0] <= marker.rank <= CHAPTERS[1]
            number = marker.rank <= NUMBERS or marker.above
            if chapter or (number and _behind_stop(layout.text, marker)):
                clear[index] = clear.get(index, 0) + 1
    return {
        index
        for index, count in inside.items()
        if clear.get(index, 0) >= FUSED_CLEAR
        or (count >= FUSED_MARKERS and _is_long(layout.blocks[index], len(layout.text)))
    }


def _in_paragraphs(markers: Sequence[Marker], fused: set[int], text: str) -> list[Marker]:
    """The markers with what their paragraph says of them.

    One that is glued to the title of the number before it stands as clear as at a
    paragraph's start; a list that begins inside a sentence is inline, unless the next paragraph
    begins with the number that follows on its last.
    """
    result: list[Marker] = []
    lists: dict[float, list[int]] = {}  # where the markers of each open inline list stand in `result`
    heads: dict[float, int] = {}  # the last ordinal of each form that began a paragraph
    for number, found in enumerate(markers):
        marker = found
        before = result[number - 1] if number else None
        if before is not None and before.paragraph != marker.paragraph:
            before = None
        if marker.paragraph in fused:
            marker = marker._replace(fused=True)
        if before is not None and before.rank < marker.rank and _is_title(text, before, marker):
            marker = marker._replace(where=PARAGRAPH, fused=True)
        elif marker.where < PARAGRAPH and not marker.fused:
            last = result[lists[marker.rank][-1]] if marker.rank in lists else None
            if marker.rank > CHAPTERS[1] and marker.ordinal == 1 and not _behind_stop(text, marker):
                marker = marker._replace(inline=True)
                lists[marker.rank] = [number]
            elif last and last.ordinal == marker.ordinal - 1 and last.paragraph == marker.paragraph:
                marker = marker._replace(inline=True)
                lists[marker.rank].append(number)
        elif marker.where == PARAGRAPH and marker.rank in lists:
            inline = lists.pop(marker.rank)
            last = result[inline[-1]]
            follows = marker.ordinal == last.ordinal + 1 and marker.paragraph == last.paragraph + 1
            if follows and heads.get(marker.rank) != last.ordinal:
                for index in inline:
                    result[index] = result[index]._replace(inline=False, fused=True)
        if marker.where == PARAGRAPH:
            heads[marker.rank] = marker.ordinal
        result.append(marker)
    return result


def _is_title(text: str, before: Marker, marker: Marker) -> bool:
    """Whether what stands between two numbers may be the title of the first."""
    glued = before.where < SENTENCE and marker.ordinal > 1
    clear = before.where == PARAGRAPH or (before.fused and not glued)
    if before.rank == ARTICLE or marker.rank == CHAPTERS[1]:  # 统一、协调 in an article
        return False
    if not clear or not 2 <= marker.start - before.end <= GLUED_TITLE:
        return False
    between = text[before.end : marker.start].rstrip()
    return not any(stop in between.removesuffix("。") for stop in STOPS)


def _behind_stop(text: str, marker: Marker) -> bool:
    """Whether a full stop stands right before: no list inside a sentence begins there."""
    return text[max(0, marker.start - 8) : marker.start].rstrip()[-1:] == "。"


def _where(text: str, start: int, paragraph_start: int) -> int:
    before = start - 1
    while before >= paragraph_start and text[before].isspace():
        before -= 1
    if before < paragraph_start:
        return PARAGRAPH
    return SENTENCE if text[before] in SENTENCE_ENDS else GLUED


def _is_long(block: Span, length: int) -> bool:
    """Whether a paragraph is so long, or so much of the whole text, that it has lost line ends."""
    return block.end - block.start > min(FUSED_LENGTH, FUSED_SHARE * length)
