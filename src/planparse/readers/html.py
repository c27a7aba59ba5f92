"""HTML pages and fragments: the lines that a person would copy out of a browser.

Each block element and each `<br>` is a line, each row of a data table one line with its
cells parted by tabs. White space is collapsed as browsers do it, except that a line break
between two Chinese characters vanishes. Needs `planparse[html]` (selectolax).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.readers.encodings import decode
from planparse.readers.lines import Line, Table
from planparse.readers.page import choose_lines, put_together
from planparse.text import Source

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main "
    "menu nav ol optgroup option p plaintext pre section summary table tbody td tfoot th thead tr "
    "ul xmp".split()
)
_DROPPED = frozenset(
    "applet audio button canvas datalist embed head iframe input map math meter noembed noframes "
    "noscript object progress rp rt script select style svg template textarea title video".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSE_THEMSELVES = frozenset("dd dt li option p rp rt tbody td tfoot th thead tr".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_DEEPEST = 400  # elements inside each other; a browser stops at 512
_DEEPEST_FORMATTING = 4  # each of these left open is repeated in every later paragraph

_HIDDEN = r"(?i)display\s*:\s*none"
_BLOCK_STYLE = r"(?i)display\s*:\s*(?:block|flex|grid|list-item|table(?!-cell))"
_PRE_STYLE = r"(?i)white-space\s*:\s*(?:pre\b|break-spaces)"
_TOKEN = r"[ \t\r\n\f]+|[^ \t\r\n\f]+"
_QUOTES = "“”‘’—…·"


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
        rb"(?i)(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s+|<\?xml[^>]*>|<!--.{0,2000}?-->)*"
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


def read_html(data: bytes, name: str, encoding: str | None) -> Source:
    """The notice in the page or fragment `data`, without menus, scripts and hidden copies.

    Places are `paragraph N` and `table N row R cell C`, counted in what is kept. Raises
    ReadError where selectolax is not installed.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise ReadError(
            "is HTML, and selectolax is not installed",
            where=name,
            advice='install it with: pip install "planparse[html]"',
        ) from None
    text, used = decode(data, name, encoding, _charset(data))
    parser = LexborHTMLParser(_tamed(text))
    page = _Page()
    root = parser.root
    if root is not None:
        page.read(root)
        if page.hidden > 3 * page.shown:  # what a script will show
            page = _Page(with_hidden=True)
            page.read(root)
    found = parser.css_first("title")
    title = found.text(deep=True) if found is not None else ""
    lines = choose_lines(page.lines, page.parents, page.tags, title)
    return put_together(lines, name, used)


def _charset(data: bytes) -> str | None:
    found = re.search(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})", data[:4096])
    return found[1].decode("ascii") if found else None


def _tamed(html: str) -> str:
    """The page without tags that open deeper than any browser goes.

    The time that a parser takes grows with the square of the depth; tags that are left open
    for good make it repeat them in each paragraph. What is dropped are tags, never text.
    """
    dropped: list[tuple[int, int]] = []
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
        dropped.append((found.start(), skipped_to))
    if not dropped:
        return html
    parts = []
    at = 0
    for start, end in dropped:
        parts.append(html[at:start])
        at = end
    return "".join([*parts, html[at:]])


class _Open:
    """An element that is open while a page is read, and what ends with it."""

    __slots__ = ("block", "hidden", "link", "marker", "node", "number", "pre", "table", "tag")

    def __init__(self, node: LexborNode, tag: str, number: int, above: _Open | None) -> None:
        self.node = node
        self.tag = tag
        self.number = number
        self.block = tag in _BLOCKS
        self.hidden = above.hidden if above else False
        self.link = tag == "a" or (above.link if above else False)
        self.pre = tag in ("pre", "listing", "xmp") or (above.pre if above else False)
        self.table: Table | None = above.table if above else None
        self.marker: _Marker | None = None


class _Page:
    """Reads a tree into lines, without recursion: pages may nest as deep as they like.

    `parents` and `tags` describe the elements by number, in document order. `shown` and
    `hidden` count the Chinese characters of either kind.
    """

    def __init__(self, with_hidden: bool = False) -> None:
        self.lines: list[Line] = []
        self.parents: list[int] = []
        self.tags: list[str] = []
        self.shown = self.hidden = 0
        self._with_hidden = with_hidden
        self._sink = self.lines
        self._tables = 0
        self._buffer: list[str] = []
        self._space = ""
        self._links = 0
        self._owner = 0
        self._prefix = ""

    def read(self, root: LexborNode) -> None:
        """Takes in `root` and all below it."""
        above: list[_Open] = []
        node: LexborNode | None = root
        while node is not None:
            child: LexborNode | None = None
            if node.is_text_node:
                if above:
                    self._text(node.text_content or "", above[-1])
            elif node.is_element_node and node.tag not in _DROPPED:
                opened = self._enter(node, above[-1] if above else None)
                child = node.child
                if child is not None:
                    above.append(opened)
                else:
                    self._leave(opened)
            if child is not None:
                node = child
                continue
            while node.next is None:
                if not above:
                    self._flush()
                    return
                opened = above.pop()
                self._leave(opened)
                node = opened.node
            node = node.next if above else None

    def _enter(self, node: LexborNode, above: _Open | None) -> _Open:
        tag = node.tag or ""
        opened = _Open(node, tag, len(self.tags), above)
        self.parents.append(above.number if above else -1)
        self.tags.append(tag)
        attributes = node.attributes
        if attributes:
            style = attributes.get("style") or ""
            if "hidden" in attributes or (style and re.search(_HIDDEN, style)):
                opened.hidden = True
            if style:
                opened.block = opened.block or re.search(_BLOCK_STYLE, style) is not None
                if "white-space" in style:
                    opened.pre = re.search(_PRE_STYLE, style) is not None
        if opened.block or tag == "br":
            self._flush()
        if tag == "table":
            self._tables += 1
            if opened.table is not None:
                opened.table.nested = True
            opened.table = Table(self._tables, self._sink)
            self._sink = opened.table.loose
        elif tag == "tr" and opened.table:
            opened.table.add_row(opened.number)
        elif tag in ("td", "th") and opened.table and opened.table.rows:
            cell = opened.table.add_cell(
                _count(attributes.get("colspan")), _count(attributes.get("rowspan"))
            )
            self._sink = cell.lines
        elif tag == "ol":
            opened.marker = _Marker(attributes)
        elif tag == "li" and above and above.marker:
            self._prefix = above.marker.take(attributes)
        return opened

    def _leave(self, opened: _Open) -> None:
        if opened.block:
            self._flush()
        table = opened.table
        if table is None:
            return
        if opened.tag in ("td", "th"):
            self._sink = table.loose
        elif opened.tag == "table":
            self._sink = table.around
            self._sink += table.lines()

    def _text(self, text: str, inside: _Open) -> None:
        if inside.hidden and not self._with_hidden:
            self.hidden += sum(["\u4e00" <= ch <= "\u9fff" for ch in text])
            return
        if inside.pre and "\n" in text:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._put(first, inside)
            for line in rest:
                self._flush()
                self._put(line, inside)
            return
        if inside.pre:
            self._put(text, inside)
            return
        for token in re.findall(_TOKEN, text):
            if token[0] in " \t\r\n\f":
                self._space += token
            else:
                self._put(token, inside)

    def _put(self, token: str, inside: _Open) -> None:
        if not token:
            return
        if not self._buffer:
            self._owner = inside.number
        elif self._space:
            broken = "\n" in self._space or "\r" in self._space
            if not (broken and _is_chinese(self._buffer[-1][-1]) and _is_chinese(token[0])):
                self._buffer.append(" ")
        self._space = ""
        self._buffer.append(token)
        if inside.link:
            self._links += len(token)

    def _flush(self) -> None:
        if self._buffer:
            text = "".join(self._buffer)
            if text.strip():
                if self._prefix and not text.lstrip().startswith(self._prefix):
                    text = self._prefix + text
                self._prefix = ""
                self.shown += sum(["\u4e00" <= ch <= "\u9fff" for ch in text])
                self._sink.append(Line(text, self._owner, self._links))
            self._buffer = []
        self._space = ""
        self._links = 0


class _Marker:
    """The numbers that a browser writes before the items of an `<ol>`."""

    __slots__ = ("_form", "_next")

    def __init__(self, attributes: dict[str, str | None]) -> None:
        self._next = _count(attributes.get("start"))
        style = (attributes.get("style") or "").lower()
        classes = (attributes.get("class") or "").lower()
        self._form = "{}."
        if found := re.search(r"custom_(cn|num)([12]?)", classes):  # UEditor, most portals' editor
            mark = {"": "{}、" if found[1] == "cn" else "{}.", "1": "（{}）", "2": "{}）"}[found[2]]
            self._form = mark.replace("{}", "{c}") if found[1] == "cn" else mark
        elif re.search(r"list-style(?:-type)?\s*:[^;]*(?:cjk-ideographic|chinese|cjk-decimal)", style):
            self._form = "{c}、"
        elif re.search(r"list-style(?:-type)?\s*:[^;]*(?:none|alpha|roman|greek)", style) or (
            attributes.get("type") or "1"
        ) not in ("1", ""):
            self._form = ""

    def take(self, attributes: dict[str, str | None]) -> str:
        """The number of the next item."""
        if attributes.get("value"):
            self._next = _count(attributes["value"])
        number = self._next
        self._next += 1
        return self._form.format(number, c=_in_chinese(number))


def _count(value: str | None) -> int:
    found = re.match(r"\s*(\d{1,4})", value or "", re.ASCII)
    return int(found[1]) if found else 1


def _in_chinese(number: int) -> str:
    """1 to 99 in Chinese numerals; others as they are."""
    digits = "一二三四五六七八九"
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else digits[tens - 1]) + "十" if tens else ""
    return head + (digits[ones - 1] if ones else "")


def _is_chinese(ch: str) -> bool:
    return (
        "\u2e80" <= ch <= "\u9fff" or "\uf900" <= ch <= "\uffef" or ch in _QUOTES or ch >= "\U00020000"
    )
