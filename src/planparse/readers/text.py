"""Plain text and Markdown: the text behind a byte order mark, everything else as it stands."""

from __future__ import annotations

import re

from planparse.readers.encodings import detect
from planparse.text import Source

_HEADING = rb"(?m)^#{1,6}[ \t]+[^\s#]"


def looks_like_markdown(head: bytes) -> bool | None:
    """True where the text begins with a `# heading` or has two of them, else None.

    >>> looks_like_markdown("# 实施方案\\n一、总体要求".encode()), looks_like_markdown(b"1. a")
    (True, None)
    """
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")
    if b"#" not in head:
        return None
    found = re.findall(_HEADING, head)
    begins = re.match(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*#{1,6}[ \t]+[^\s#]", head)
    return True if begins or len(found) > 1 else None


def read_text(data: bytes, name: str, encoding: str | None) -> Source:
    """The text of `data`, line ends as they are; places are lines."""
    text, used, confidence = detect(data, name, encoding)
    return Source(text, name, "txt", used, confidence=confidence)


def read_markdown(data: bytes, name: str, encoding: str | None) -> Source:
    """The text of `data` with its marks, which restoration takes out; places are lines."""
    text, used, confidence = detect(data, name, encoding)
    return Source(text, name, "md", used, confidence=confidence)
