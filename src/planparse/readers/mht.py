"""Web archives (.mht, and many a .doc): a page with its pictures in one file, as a mail holds them.

Word and office systems save "single file web pages", often under the suffix of a Word file.
Needs `planparse[html]` (selectolax).
"""

from __future__ import annotations

import re

from planparse.errors import ReadError
from planparse.readers.html import read_html
from planparse.text import Source

_HEAD = 4_000  # bytes in which the header says what the file is
_FIELD = rb"(?im)^mime-version:[ \t]*1"
_ARCHIVE = rb"(?im)^content-type:\s*(?:multipart/(?:related|mixed|alternative)|text/html)\b"


def looks_like_mht(head: bytes) -> bool:
    """Whether the bytes begin with the header of a mail that holds a page.

    >>> looks_like_mht(b"MIME-Version: 1.0\\nContent-Type: multipart/related; boundary=a\\n\\n--a")
    True
    >>> looks_like_mht("MIME-Version: 1.0 是一个标准。".encode())
    False
    """
    begins = re.match(rb"(?:\xef\xbb\xbf)?\s*[A-Za-z][\w-]{0,60}:", head)
    first = head[:_HEAD]
    return bool(begins and re.search(_FIELD, first) and re.search(_ARCHIVE, first))


def read_mht(data: bytes, name: str, encoding: str | None, max_chars: int) -> Source:
    """The notice in the first page of the archive `data`, read as `read_html` reads it.

    Raises ReadError where it holds no page, and as `read_html` does.
    """
    from email import message_from_bytes
    from email.policy import compat32

    message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                source = read_html(page, name, encoding, max_chars)
                source.kind = "mht"
                return source
    raise ReadError(
        "is a web archive without a page in it", where=name, advice="open it and save it as HTML"
    )
