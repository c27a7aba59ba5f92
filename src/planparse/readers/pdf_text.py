"""From the bytes of a PDF to the plain text of its layer, or an error that says why there is none."""

from __future__ import annotations

from typing import Any

from planparse.errors import ReadError
from planparse.readers.pdf_glyphs import read_page
from planparse.readers.pdf_pages import Pages, Row
from planparse.readers.pdf_paragraphs import join_lines
from planparse.text import Source

MAX_PAGES = 3_000
MOST_CHARACTERS = 20_000_000
FEWEST = 20  # characters a page that a text layer has
LOST = 0.5  # share of characters without a meaning in a layer that is of no use


def read_pages(data: bytes, name: str) -> Source:
    """The source of the PDF `data`; raises ReadError as `read_pdf` says."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(error.err_code, raw, name) from None
    try:
        pages = _read_pages(file, pypdfium2, raw, name)
    finally:
        file.close()
    return put_together(pages, name)


def _not_opened(code: int | None, raw: Any, name: str) -> ReadError:
    if code == raw.FPDF_ERR_PASSWORD:
        return ReadError(
            "is a PDF that wants a password", where=name, advice="save it without one first"
        )
    if code == raw.FPDF_ERR_SECURITY:
        return ReadError(
            "is a PDF locked in a way that no reader here knows",
            where=name,
            advice="print it to a new PDF",
        )
    return ReadError(
        "is a damaged PDF", where=name, advice="fetch it again, or open it and print it to a new PDF"
    )


def _read_pages(file: Any, pypdfium2: Any, raw: Any, name: str) -> Pages:
    """The pages of `file`; pages that cannot be read are left out unless there are no others."""
    count = len(file)
    if count > MAX_PAGES:
        raise ReadError(f"has {count:,} pages, more than {MAX_PAGES:,}", where=name, advice="split it")
    pages = Pages()
    total = lost = pictures = 0
    broken = []
    for index in range(count):
        try:
            page = file[index]
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        try:
            content = read_page(page, raw, MOST_CHARACTERS - total)
        finally:
            page.close()
        total += len(content.glyphs)
        lost += sum([_says_nothing(glyph.text) for glyph in content.glyphs])
        pictures += content.pictures
        pages.add(content)
        if total > MOST_CHARACTERS:
            raise ReadError(
                f"holds more than {MOST_CHARACTERS:,} characters", where=name, advice="split it"
            )
    if len(broken) == count:
        raise ReadError("is a PDF none of whose pages can be read", where=name, advice="fetch it again")
    if total < FEWEST * pictures and total < FEWEST * count:
        raise ReadError(
            "is a scanned PDF: pictures of pages, without a text layer",
            where=name,
            advice="a scanned notice needs text recognition first",
        )
    if lost > LOST * total:
        raise ReadError(
            "is a PDF whose fonts do not say which characters they draw",
            where=name,
            advice="it needs text recognition first",
        )
    return pages


def _says_nothing(ch: str) -> bool:
    return ch == "\ufffd" or "\ue000" <= ch <= "\uf8ff"


def put_together(pages: Pages, name: str) -> Source:
    """The source of what stands on `pages`: each paragraph and each row a line."""
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    at = 0
    for block in join_lines(pages.items(), pages.widths):
        if isinstance(block, Row):
            text = "\t".join(block.cells)
            cell_at = at
            for number, cell in enumerate(block.cells, 1):
                if cell or number == 1:
                    label = f"p. {block.page} table {block.table} row {block.number} cell {number}"
                    places.append((cell_at, label))
                cell_at += len(cell) + 1
        else:
            text = block.text
            places += [(at + offset, f"p. {page} line {line}") for offset, page, line in block.lines]
        parts.append(text)
        at += len(text) + 1
    return Source("\n".join([*parts, ""]), name, "pdf", "utf-8", places)
