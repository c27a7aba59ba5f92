"""From the bytes of a PDF to the plain text of its layer, or an error that says why there is none."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from planparse.errors import ReadError
from planparse.readers.pdf.glyphs import Glyph, read_page
from planparse.readers.pdf.lines import is_chinese
from planparse.readers.pdf.pages import Pages, Row
from planparse.readers.pdf.paragraphs import join_lines
from planparse.text import TableCell

FEWEST = 20  # characters a page that a text layer has
STACKED = 0.3  # share of characters that stand on the one before in a layer that is of no use
LOST = 0.5  # share of characters without a meaning in a layer that is of no use
_RAISE = "raise the limits with --max-chars (max_chars=) if it is one notice"


class LayerText(NamedTuple):
    """The plain text of a layer, names for places in it, and the cells of its tables."""

    text: str
    places: list[tuple[int, str]]
    cells: list[TableCell]


def read_pages(data: bytes, max_pages: int, max_chars: int) -> LayerText:
    """The text of the PDF `data`; raises ReadError, without a place, as `read_pdf` says."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(error.err_code, raw) from None
    try:
        pages = _read_pages(file, pypdfium2, raw, max_pages, max_chars)
    finally:
        file.close()
    return put_together(pages)


def _not_opened(code: int | None, raw: Any) -> ReadError:
    if code == raw.FPDF_ERR_PASSWORD:
        return ReadError("is a PDF that wants a password", advice="save it without one first")
    if code == raw.FPDF_ERR_SECURITY:
        return ReadError(
            "is a PDF locked in a way that no reader here knows",
            advice="print it to a new PDF",
        )
    return ReadError("is a damaged PDF", advice="fetch it again, or open it and print it to a new PDF")


def _read_pages(file: Any, pypdfium2: Any, raw: Any, max_pages: int, max_chars: int) -> Pages:
    """The pages of `file`; pages that cannot be read are left out unless there are no others."""
    count = len(file)
    if count > max_pages:
        raise ReadError(f"is a PDF of {count:,} pages, more than {max_pages:,}", advice=_RAISE)
    pages = Pages()
    total = lost = stacked = pictures = 0
    broken = []
    for index in range(count):
        try:
            page = file[index]
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        try:
            content = read_page(page, raw, max_chars - total)
        finally:
            page.close()
        total += len(content.glyphs)
        lost += sum([_says_nothing(glyph.text) for glyph in content.glyphs])
        stacked += sum([_stands_on(*pair) for pair in pairwise(content.glyphs)])
        pictures += content.pictures
        pages.add(content)
        if total > max_chars:
            raise ReadError(f"holds more than {max_chars:,} characters", advice=_RAISE)
    if len(broken) == count:
        raise ReadError("is a PDF none of whose pages can be read", advice="fetch it again")
    if total < FEWEST * pictures and total < FEWEST * count:
        raise ReadError(
            "is a scanned PDF: pictures of pages, without a text layer",
            advice="a scanned notice needs text recognition first",
        )
    if lost > LOST * total:
        raise ReadError(
            "is a PDF whose fonts do not say which characters they draw",
            advice="it needs text recognition first",
        )
    if stacked > STACKED * total:
        raise ReadError(
            "is a PDF whose text layer has its characters on top of each other",
            advice="print it again from left to right, or have its text recognized first",
        )
    return pages


def _stands_on(before: Glyph, after: Glyph) -> bool:
    """Whether a character has the place of the one before: browsers lose those of vertical text."""
    near = 0.2 * after.size
    there = abs(after.left - before.left) < near and abs(after.base - before.base) < near
    return there and before.text != after.text and is_chinese(before.text) and is_chinese(after.text)


def _says_nothing(ch: str) -> bool:
    return ch == "\ufffd" or "\ue000" <= ch <= "\uf8ff"


def put_together(pages: Pages) -> LayerText:
    """What stands on `pages` as text: each paragraph and each row a line."""
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    cells: list[TableCell] = []
    at = 0
    for block in join_lines(pages.items(), pages.widths):
        if isinstance(block, Row):
            text = "\t".join(block.cells)
            start = at
            for column, cell in enumerate(block.cells):
                if cell or column == 0:
                    label = f"p. {block.page} table {block.table} row {block.number} cell {column + 1}"
                    places.append((start, label))
                if cell:
                    end = start + len(cell)
                    extent = block.extents.get(column, (1, 1))
                    found = TableCell(block.table, block.number, column + 1, start, end, False, *extent)
                    cells.append(found)
                start += len(cell) + 1
        else:
            text = block.text
            places += [(at + offset, f"p. {page} line {line}") for offset, page, line in block.lines]
        parts.append(text)
        at += len(text) + 1
    return LayerText("\n".join([*parts, ""]), places, cells)
