"""Elements: the XML of a package's parts, read as it streams by, or small parts as a tree.

Nothing is expanded that the part does not hold itself: a document type, which Word never writes
and which entities would need, is refused. No element is read by recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/content-types": "types:",
    "urn:schemas-microsoft-com:vml": "v:",
}
_LOOKS = frozenset(("w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:latentStyles", "w:tblStylePr"))
_MOST_ELEMENTS = 300_000
_PARTED = "\x1f"  # between namespace and name, as the parser gives them

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class BadMarkupError(ValueError):
    """A part that is no XML, or XML that no office program writes; says where."""


class Element:
    """An element of a small part: its name with a known prefix (`w:lvl`), attributes, children."""

    __slots__ = ("attributes", "children", "name")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element] = []

    def all(self, name: str) -> list[Element]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Element | None:
        """The first child of that name, or None."""
        return next((child for child in self.children if child.name == name), None)

    def value(self, name: str) -> str | None:
        """The `w:val` of the first child of that name, or None."""
        child = self.first(name)
        return child.attributes.get("w:val") if child is not None else None

    def is_on(self, name: str) -> bool:
        """Whether a child of that name says yes, which it does without a value too."""
        child = self.first(name)
        return child is not None and is_on(child.attributes)


def is_on(attributes: dict[str, str]) -> bool:
    """Whether an on-off element with these attributes says yes."""
    return attributes.get("w:val", "1") not in ("0", "false", "off", "none")


def scan(chunks: Iterable[bytes], start: Start, end: End, text: Text | None = None) -> None:
    """Calls `start` and `end` for each element of the part, and `text` for what stands between.

    Raises BadMarkupError.
    """
    names: dict[str, str] = {}

    def named(raw: str) -> str:
        name = names.get(raw)
        if name is None:
            space, _, local = raw.rpartition(_PARTED)
            name = names[raw] = _SPACES.get(space, "?:" if space else "") + local
        return name

    def begin(raw: str, attributes: dict[str, str]) -> None:
        start(named(raw), {named(key): value for key, value in attributes.items()} if attributes else {})

    def refuse(*_: object) -> None:
        raise BadMarkupError("it declares a document type, as no office program does")

    parser = expat.ParserCreate(namespace_separator=_PARTED)
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda raw: end(named(raw))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "bad XML")
        raise BadMarkupError(f"{reason} in line {error.lineno}") from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not have
        if isinstance(error, BadMarkupError):
            raise
        raise BadMarkupError("bad XML") from None


def read_tree(chunks: Iterable[bytes]) -> Element:
    """The elements of a small part without their text and without how things look.

    Raises BadMarkupError, also where it is not small.
    """
    root = Element("", {})
    above = [root]
    count = ignored = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, ignored
        if ignored or name in _LOOKS:
            ignored += 1
            return
        count += 1
        if count > _MOST_ELEMENTS:
            raise BadMarkupError(f"it has more than {_MOST_ELEMENTS:,} elements")
        element = Element(name, attributes)
        above[-1].children.append(element)
        above.append(element)

    def end(name: str) -> None:
        nonlocal ignored
        if ignored:
            ignored -= 1
        else:
            above.pop()

    scan(chunks, start, end)
    return root.children[0] if root.children else root
