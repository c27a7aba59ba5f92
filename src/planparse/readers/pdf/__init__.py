"""PDF: the text layer's lines put together as paragraphs, its tables as rows.

Heads, feet and page numbers are left out. Needs `planparse[pdf]` (pypdfium2).
"""

from __future__ import annotations

from planparse.text import Source


def looks_like_pdf(head: bytes) -> bool | None:
    """True where the bytes begin as a PDF does, behind at most some odd bytes.

    >>> looks_like_pdf(b"%PDF-1.7"), looks_like_pdf("一、%PDF-1.7".encode())
    (True, False)
    """
    at = head.find(b"%PDF-", 0, 1024)
    return at >= 0 and (not head[:at].strip() or b" obj" in head)


def read_pdf(data: bytes, name: str, encoding: str | None, max_chars: int) -> Source:
    """The notice in the text layer of `data`; an `encoding` changes nothing.

    Places are `p. N line M`, counted from the top of the page without what its margins
    hold, and `p. N table T row R cell C`. Raises ReadError where the file is damaged,
    wants a password, has no text layer, or takes more pages, time or memory to read than a
    text of `max_chars` characters may.
    """
    from planparse.readers.pdf.process import read_apart

    return read_apart(data, name, max_chars)
