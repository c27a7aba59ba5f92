"""How the lines of a notice reach a file: on their own, parted by wide spaces, or run together."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from .page import Paragraph, Row

KINDS = ("line", "spaced", "fused")
PAPER = 28  # characters of a line of GB/T 9704

# what follows what without a space where the other paragraphs of a text are parted by spaces
TIGHT = [
    ("title", "docno"), ("docno", "addressees"), ("title", "addressees"), ("day", "title"),
    ("note", "title"), ("label", "title"), ("chapter", "article"), ("article", "chapter"),
    ("chapter", "chapter"), ("title", "chapter"), ("heading", "item"), ("heading", "heading"),
]  # fmt: skip


class Laid(NamedTuple):
    """The text of a file, its format, and the rows of its truth with their places in it."""

    text: str
    format: str
    rows: list[Row]


def lay_out(paragraphs: list[Paragraph], kind: str, random: Random) -> Laid:
    """The paragraphs as a file of that kind (see `KINDS`) holds them."""
    if kind == "line":
        return _lines(paragraphs, random)
    if kind == "spaced":
        return _spaced(paragraphs, random)
    return _fused(paragraphs, random)


def _joined(pieces: list[tuple[str, Paragraph, str]], format: str) -> Laid:
    """The text of (what stands before, paragraph, what stands behind), the rows moved to it."""
    rows: list[Row] = []
    text = ""
    for before, paragraph, behind in pieces:
        text += before
        rows += [row._replace(start=row.start + len(text)) for row in paragraph.rows]
        text += paragraph.words + behind
    return Laid(text, format, rows)


def _lines(paragraphs: list[Paragraph], random: Random) -> Laid:
    """As d092 (line by line), d113 (Markdown), d142 (indented) and d318 (with carriage returns)."""
    style = random.choice(("plain", "plain", "indented", "blank", "markdown", "return"))
    end = {"blank": "\n\n", "markdown": "\n\n", "return": "\r\n"}.get(style, "\n")
    bold = random.random() < 0.5
    pieces = []
    for paragraph in paragraphs:
        before, behind = "", end
        if paragraph.role in ("signer", "day"):
            before = random.choice(("", "\u3000" * 20, "\u3000\u3000"))
            behind = random.choice(("", "       ")) + end
        elif style in ("indented", "blank") and paragraph.role not in ("title", "docno", "addressees"):
            before = "\u3000\u3000" if style == "indented" else "    "
        if style == "markdown" and paragraph.role in ("title", "heading", "chapter"):
            before, behind = ("**", f"**{end}") if bold else ("## ", end)
        pieces.append((before, paragraph, behind))
    return _joined(pieces, "md" if style == "markdown" else "txt")


def _spaced(paragraphs: list[Paragraph], random: Random) -> Laid:
    """As d056 (spaces everywhere), d085 (day and title fused) and d070 (chapters fused)."""
    tight = [pair for pair in TIGHT if random.random() < 0.25]
    wide = random.choice(("\u3000\u3000", "\u3000\u3000", "\u3000\u3000\u3000\u3000", "\xa0\xa0"))
    pieces = []
    last = ""
    for paragraph in paragraphs:
        before = "" if (last, paragraph.role) in tight else wide
        if paragraph.role in ("signer", "day") and before:
            before = random.choice((wide, "\u3000" * 14))
        pieces.append((before, paragraph, ""))
        last = paragraph.role
    start = random.choice(("\n", "", "\n"))
    pieces[0] = (start + pieces[0][0], pieces[0][1], "")
    return _joined(pieces, "txt")


def _fused(paragraphs: list[Paragraph], random: Random) -> Laid:
    """As d009 (nothing between) and d022 (a few wide spaces left)."""
    left = 0.1 if random.random() < 0.15 else 0.0
    pieces = []
    for paragraph in paragraphs:
        rest = random.random() < left and paragraph.role in ("item", "provision", "body")
        pieces.append(("\u3000\u3000\u3000\u3000" if rest else "", paragraph, ""))
    return _joined(pieces, "txt")


def wrap(paragraphs: list[Paragraph]) -> Laid:
    """Lines broken at the width of a page, an indent before each paragraph, page numbers between."""
    number, on_page = 1, 0
    pieces: list[tuple[str, Paragraph, str]] = []
    for paragraph in paragraphs:
        words = "\u3000\u3000" + paragraph.words
        for start in range(0, len(words), PAPER):
            piece = Paragraph(paragraph.role, words[start : start + PAPER])
            piece.rows = [
                row._replace(start=row.start + 2 - start)
                for row in paragraph.rows
                if start <= row.start + 2 < start + PAPER
            ]
            on_page += 1
            behind = "\n"
            if on_page == 22:
                behind, on_page, number = f"\n— {number} —\n", 0, number + 1
            pieces.append(("", piece, behind))
    return _joined(pieces, "txt")
