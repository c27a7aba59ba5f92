"""Word documents of 2007 and later (.docx), read without any library beyond Python's own.

The numbers that Word computes stand in the text, tracked changes count as accepted, headers
and footers stay out, and each table is one line a row with its cells parted by tabs.
"""

from __future__ import annotations

from planparse.errors import ReadError
from planparse.readers.lines import put_together
from planparse.text import Source

_ZIP = b"PK\x03\x04"
_ROOM = 4  # bytes that a document may unpack to, for each character that it may hold
_SMALLEST_ROOM = 4_000_000


def looks_like_docx(data: bytes) -> bool:
    """Whether the file's bytes are an archive with a Word document's main part in it.

    >>> looks_like_docx(b"PK\\x03\\x04 ... word/document.xml"), looks_like_docx(b"word/document.xml")
    (True, False)
    """
    return data.startswith(_ZIP) and b"word/document" in data


def read_docx(data: bytes, name: str, encoding: str | None, max_chars: int) -> Source:
    """The text of the Word document `data`; an `encoding` changes nothing.

    Places are `paragraph N`, counted over the paragraphs that hold words, `table N row R cell C`
    and `footnote N`. Raises ReadError where the document is damaged, locked, or unpacks to
    more than four bytes for each of `max_chars` characters.
    """
    from planparse.readers.word.elements import BadMarkupError, scan
    from planparse.readers.word.lists import Numbering
    from planparse.readers.word.package import Package
    from planparse.readers.word.story import Notes, Story, TooLongError

    package = Package(data, name, max(_ROOM * max_chars, _SMALLEST_ROOM))
    main = package.main_part()
    related = package.relations(main)
    lists, styles = (
        package.tree(part) if (part := related.get(kind)) and package.has(part) else None
        for kind in ("numbering", "styles")
    )
    numbering = Numbering(lists, styles)
    notes: Notes = {}
    try:
        for kind in ("footnotes", "endnotes"):
            part = related.get(kind)
            if part and package.has(part):
                story = Story(numbering, {}, max_chars)
                scan(package.pieces(part), story.start, story.end, story.text)
                notes |= story.notes
        part = main
        story = Story(numbering, notes, max_chars)
        scan(package.pieces(part), story.start, story.end, story.text)
    except BadMarkupError as error:
        raise package.damaged(part or main, error) from None
    except TooLongError:
        raise ReadError(
            f"holds more than {max_chars:,} characters",
            where=name,
            advice="raise the limit with --max-chars (max_chars=) if it is one notice",
        ) from None
    return put_together(story.lines, name, "docx", "utf-8")
