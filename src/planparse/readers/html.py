"""HTML pages and fragments: the lines that a person would copy out of a browser.

Each block element and each `<br>` is a line, each row of a data table one line with its
cells parted by tabs. White space is collapsed as browsers do it, except that a line break
between two Chinese characters vanishes. Needs `planparse[html]` (selectolax).
"""

from __future__ import annotations

import re
from array import array

from planparse.errors import ReadError
from planparse.readers.encodings import detect
from planparse.readers.lines import put_together
from planparse.readers.markup import Page
from planparse.readers.page import choose_lines
from planparse.text import Source

_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
_CLOSE_THEMSELVES = frozenset((
    "dd", "dt", "li", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr",
))  # fmt: skip
_FORMATTING = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
_CHARS_A_TAG, _FEWEST_TAGS = 10, 100_000  # a tag takes as much memory as a hundred characters
_DEEPEST = 400  # elements inside each other; a browser stops at 512
_DEEPEST_FORMATTING = 4  # each of these left open is repeated in every later paragraph


def looks_like_html(head: bytes) -> bool | None:
    """True where the bytes begin as a page or a fragment does, None where they hold tags at all.

    >>> looks_like_html(b"<!DOCTYPE html><html>"), looks_like_html("一、<br>二、".encode())
    (True, None)
    >>> looks_like_html("A<B，C>D".encode())
    False
    """
    if b"<" not in head:
        return False
    if b"\0" in head:
        head = head.replace(b"\0", b"")  # UTF-16
    begins = re.match(
        rb"(?i)(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s++|<\?xml[^>]*+>|<!--(?:(?!-->).){0,2000}+-->)*+"
        rb"<(!doctype\s+html|html|head|body|meta|title|(?:a|article|b|br|center|div|font|h[1-6]|img|li|main"
        rb"|ol|p|section|span|strong|style|table|td|tr|tbody|ul)[\s/>])",
        head,
    )
    if begins and (begins[1][:1] == b"!" or b"\n# " not in head):
        return True
    closed = len(re.findall(rb"(?i)</(?:p|div|td|span|li|h[1-6])\s*>", head))
    if closed > 2 and not re.search(rb"(?m)^#{1,6} ", head):
        return True
    return None if closed or re.search(rb"(?i)<(?:p|br|div|td|!--)|&nbsp;", head) else False


def read_html(data: bytes, name: str, encoding: str | None, max_chars: int) -> Source:
    """The notice in the page or fragment `data`, without menus, scripts and hidden copies.

    Places are `paragraph N` and `table N row R cell C`, counted in what is kept. Raises ReadError
    where there are more tags than a tenth of `max_chars`.
    """
    from selectolax.lexbor import LexborHTMLParser

    text, used, confidence = detect(data, name, encoding, _charset(data))
    most = max(max_chars // _CHARS_A_TAG, _FEWEST_TAGS)
    if text.count("<") > most:
        raise ReadError(
            f"is a page of more than {most:,} tags",
            where=name,
            advice="raise the limit with --max-chars (max_chars=) if it is one notice",
        )
    parser = LexborHTMLParser(_tamed(text))
    page = Page()
    root = parser.root
    if root is not None:
        page.read(root)
        if page.hidden > 3 * page.shown:  # what a script will show
            page = Page(with_hidden=True)
            page.read(root)
    found = parser.css_first("title")
    title = found.text(deep=True) if found is not None else ""
    lines = choose_lines(page.lines, page.parents, page.tags, title)
    source = put_together(lines, name, "html", used)
    source.confidence = confidence
    return source


def _charset(data: bytes) -> str | None:
    found = re.search(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})", data[:4096])
    return found[1].decode("ascii") if found else None


def _tamed(html: str) -> str:
    """The page without tags that open deeper than any browser goes.

    The time that a parser takes grows with the square of the depth; tags that are left open
    for good make it repeat them in each paragraph. What is dropped are tags, never text.
    """
    starts, ends = array("q"), array("q")  # of what is dropped; there may be a million
    depth = formatting = skipped_to = 0
    skipped: dict[str, int] = {}
    opened: dict[str, int] = {}
    for found in re.finditer(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", html):
        if found.start() < skipped_to:
            continue
        tag = found[2].lower()
        if tag in _VOID or tag in _CLOSE_THEMSELVES:
            continue
        light = tag in _FORMATTING
        if not found[1]:
            if depth < _DEEPEST and (not light or formatting < _DEEPEST_FORMATTING):
                opened[tag] = opened.get(tag, 0) + 1
                depth += 1
                formatting += light
                continue
            skipped[tag] = skipped.get(tag, 0) + 1
        elif skipped.get(tag):
            skipped[tag] -= 1
        else:
            if opened.get(tag):
                opened[tag] -= 1
                depth -= 1
                formatting -= light
            continue
        skipped_to = html.find(">", found.end()) + 1 or len(html)
        starts.append(found.start())
        ends.append(skipped_to)
    if not starts:
        return html
    parts = []
    at = 0
    for start, end in zip(starts, ends, strict=True):
        parts.append(html[at:start])
        at = end
    return "".join([*parts, html[at:]])
