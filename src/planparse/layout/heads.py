"""Heads: what stands before a part's first number: title lines, 文号, 主送机关, preamble."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.layout.paragraphs import Layout
from planparse.text import Span

LONGEST_TITLE, SHORTEST_TITLE = 90, 2
NOT_IN_TITLE = "。；;！？\n："
BEHIND_TITLE, LONGEST_BRACKETS = 60, 48  # characters that are read behind a title's noun
LONGEST_ADDRESSEES = 600
NOT_IN_ADDRESSEES = "。；;！？”\n"
MOST_PIECES = 12  # an addressee line further down is a sentence that ends in a colon
FIRST_LINES = 40  # in which a table of contents is looked for
FEWEST_ENTRIES, ENTRY = 3, 6  # of a table of contents; characters of an entry that are compared


class Piece(NamedTuple):
    """A stretch of a part's head: a division without a number, and where it begins."""

    kind: str
    start: int


def title_end(layout: Layout, start: int, end: int) -> int | None:
    """Where the title that begins at `start` ends, or None where no title stands there.

    A title ends with the noun of its kind (方案, 意见, 办法, …), then perhaps （试行） or its
    years, where its line ends or a 文号, an addressee or a body follows.
    """
    text = layout.text
    stops = [at for mark in NOT_IN_TITLE if (at := text.find(mark, start, start + LONGEST_TITLE)) >= 0]
    limit = min([end, start + LONGEST_TITLE, *stops])
    pattern = layout.rulebook.rule("structure.document-title").pattern
    found = pattern.search(text, start + SHORTEST_TITLE, min(end, limit + BEHIND_TITLE))
    return found.end() if found and found.end() <= limit + LONGEST_BRACKETS else None


def title_before(layout: Layout, start: int, end: int) -> int | None:
    """Where the title of a document begins whose first number stands at `end`, or None.

    Looked for in the last few paragraphs between `start` (the last number before) and `end`.
    """
    last = bisect_left(layout.blocks, Span(end, end))
    for block in layout.blocks[max(0, last - 8) : last]:
        if block.start <= start or block.end - block.start > LONGEST_TITLE:
            continue
        if title_end(layout, *block) == block.end:
            return block.start
    return None


def find_contents(layout: Layout, start: int, end: int, numbers: Sequence[int]) -> Span | None:
    """The table of contents in `start`:`end`, or None: 目录 and the short lines behind it.

    `numbers` are the offsets of headings' candidates. It ends where its first entry stands
    again as a heading, or before the first sentence.
    """
    text, blocks = layout.text, layout.blocks
    pattern = layout.rulebook.rule("structure.table-of-contents").pattern
    first = bisect_left(blocks, Span(start, start))
    for index in range(first, min(first + FIRST_LINES, len(blocks))):
        block = blocks[index]
        if block.start >= end:
            break
        if not pattern.match(text, *block):
            continue
        stop = block.end
        for line in blocks[index + 1 :]:
            if line.start >= end or text.find("。", *line) >= 0:
                break
            stop = line.end
        entries = [at for at in numbers if block.start <= at < stop]
        if len(entries) < FEWEST_ENTRIES:
            return None
        words = [_entry(text, at) for at in entries]
        again = words.index(words[0], 1) if words[0] in words[1:] else None
        return Span(block.start, entries[again] if again else stop)
    return None


def _entry(text: str, at: int) -> str:
    return "".join(text[at : at + 2 * ENTRY].split())[:ENTRY]


def head_pieces(layout: Layout, start: int, end: int, contents: Span | None) -> list[Piece]:
    """The pieces of a part's head, which begins at `start` and ends at its first number.

    The table of contents, where there is one, is a paragraph of its own. Adjacent pieces
    of one kind are one.
    """
    pieces: list[Piece] = []
    for piece in _pieces(layout, start, end, contents):
        if not pieces or pieces[-1].kind != piece.kind:
            pieces.append(piece)
    return pieces


def _pieces(layout: Layout, start: int, end: int, contents: Span | None) -> Iterator[Piece]:
    text, blocks = layout.text, layout.blocks
    number_line = layout.rulebook.rule("structure.document-number-line").pattern
    named = False  # whether the addressees have been seen
    count = 0
    for block in blocks[max(0, bisect_left(blocks, Span(start, start)) - 1) :]:
        if block.start >= end:
            return
        if block.end <= start:
            continue
        if contents and contents.start <= block.start < contents.end:
            yield Piece("paragraph", block.start)
            continue
        if block in layout.tables:
            yield Piece("paragraph", max(block.start, start))
            if count:
                return
            continue
        first = at = max(block.start, start)
        stop = min(block.end, end)
        while at < stop:
            while at < stop and text[at].isspace():
                at += 1
            count += 1
            number = number_line.match(text, at, stop)
            if number:
                yield Piece("title", at)
                at = number.end()
                continue
            title = None if named or at != first else title_end(layout, at, stop)
            if title is not None and title < stop:
                yield Piece("title", at)
                at = title
                continue
            colon = -1 if named or count > MOST_PIECES else _addressees_end(layout, at, stop)
            if colon >= 0:
                yield Piece("addressees", at)
                named = True
                at = colon
                continue
            if named or not _is_title_line(text[at:stop]):
                yield Piece("preamble", at)
                return
            yield Piece("title", at)
            at = stop


def _addressees_end(layout: Layout, start: int, end: int) -> int:
    """Behind the colon that ends the addressees who begin at `start`, or -1 where none do."""
    text = layout.text
    low = min(end, start + LONGEST_ADDRESSEES)
    colon = min((at for mark in "：:" if (at := text.find(mark, start, low)) >= 0), default=-1)
    if colon < 0 or any(text.find(mark, start, colon) >= 0 for mark in NOT_IN_ADDRESSEES):
        return -1
    ends = layout.rulebook.rule("structure.addressees-end").pattern
    return colon + 1 if ends.search(text, max(start, colon - BEHIND_TITLE), colon) else -1


def _is_title_line(line: str) -> bool:
    """Whether a line may be one of a title's: short, without a sentence's marks."""
    return (
        len(line) <= LONGEST_TITLE
        and not any(ch in "。；;！？" for ch in line)
        and not line.endswith(("：", ":"))
    )
