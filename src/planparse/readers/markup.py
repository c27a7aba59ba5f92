"""Markup: a tree of elements read into the lines that a browser would show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planparse.readers.lines import Line, Table

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing",
    "main", "menu", "nav", "ol", "optgroup", "option", "p", "plaintext", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
_DROPPED = frozenset((
    "applet", "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "map",
    "meter", "noembed", "noframes", "noscript", "object", "progress", "rp", "rt", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip

_HIDDEN = r"(?i)display\s*:\s*none"
_BLOCK_STYLE = r"(?i)display\s*:\s*(?:block|flex|grid|list-item|table(?!-cell))"
_PRE_STYLE = r"(?i)white-space\s*:\s*(?:pre\b|break-spaces)"
_TOKEN = r"[ \t\r\n\f]+|[^ \t\r\n\f]+"
_QUOTES = "“”‘’—…·"


class _Open:
    """An element that is open while a page is read, and what ends with it."""

    __slots__ = ("block", "hidden", "link", "marker", "node", "number", "pre", "table", "tag")

    def __init__(self, node: LexborNode, tag: str, number: int, above: _Open | None) -> None:
        self.node = node
        self.tag = tag
        self.number = number
        self.block = tag in _BLOCKS
        self.hidden: bool = above is not None and above.hidden
        self.link: bool = tag == "a" or (above is not None and above.link)
        self.pre: bool = tag in ("pre", "listing", "xmp") or (above is not None and above.pre)
        self.table: Table | None = above.table if above else None
        self.marker: _Marker | None = None


class Page:
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
            if above and above.tag == "thead":
                opened.table.headers.add(len(opened.table.rows) - 1)
        elif tag in ("td", "th") and opened.table and opened.table.rows:
            cell = opened.table.add_cell(
                _count(attributes.get("colspan")), _count(attributes.get("rowspan")), tag == "th"
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
