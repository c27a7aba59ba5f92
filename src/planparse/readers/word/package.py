"""Packages: the ZIP archive that a Word document is, opened without trusting what it says of itself.

Parts are looked up by their names in the archive and read in pieces; nothing is unpacked to a
disk, so that no name leads anywhere. What a part unpacks to is counted while it is read.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from planparse.errors import ReadError
from planparse.readers.word.elements import BadMarkupError, Element, read_tree

_PIECE = 65_536
_DIRECTORY_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 20_000
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError, LookupError, OverflowError,
)  # fmt: skip
_DAMAGED = "open it in a word processor and save it again"


class Package:
    """The parts of a document; together they may unpack to `room` bytes.

    Raises ReadError where the archive is damaged, locked or a bomb.
    """

    def __init__(self, data: bytes, where: str, room: int) -> None:
        self._where = where
        self._room = self._left = room
        if data.count(_DIRECTORY_ENTRY) > _MOST_ENTRIES:
            raise ReadError(
                f"is an archive of more than {_MOST_ENTRIES:,} files",
                where=where,
                advice="a Word document has a few dozen",
            )
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            # names in an archive may differ in case from those in its relations
            self._names = {name.lower(): name for name in reversed(self._archive.namelist())}
        except _DAMAGE as error:
            raise self._damaged(f"as an archive ({error})") from None

    def main_part(self) -> str:
        """The name of the part that holds the document's own words. Raises ReadError."""
        for kind, target in self.relations("").items():
            if kind == "officeDocument" and self.has(target):
                return target
        for name in ("word/document.xml", "word/document2.xml"):
            if self.has(name):
                return name
        raise self._damaged("(it has no part that is the document)")

    def relations(self, part: str) -> dict[str, str]:
        """Which parts the part names for what: `styles` → `word/styles.xml`. Raises ReadError."""
        folder, _, name = part.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, str] = {}
        tree = self.tree(listed) if self.has(listed) else None
        for relation in tree.all("rel:Relationship") if tree is not None else ():
            target = relation.attributes.get("Target", "")
            kind = relation.attributes.get("Type", "").rpartition("/")[2]
            if relation.attributes.get("TargetMode") != "External" and kind not in found:
                rooted = target if target.startswith("/") else posixpath.join("/", folder, target)
                found[kind] = posixpath.normpath(rooted).lstrip("/")
        return found

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._names

    def tree(self, name: str) -> Element:
        """The elements of a small part. Raises ReadError."""
        try:
            return read_tree(self.pieces(name))
        except BadMarkupError as error:
            raise self._damaged(f"in {name} ({error})") from None

    def pieces(self, name: str) -> Iterator[bytes]:
        """What the part unpacks to, piece by piece. Raises ReadError."""
        try:
            with self._archive.open(self._names[name.lower()]) as stream:
                while piece := stream.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        break
                    yield piece
        except _DAMAGE as error:
            if "encrypted" in str(error):
                raise ReadError(
                    "is locked with a password", where=self._where, advice="unlock it first"
                ) from None
            raise self._damaged(f"in {name} ({error})") from None
        if self._left < 0:
            raise ReadError(
                f"unpacks to more than {self._room:,} bytes",
                where=self._where,
                advice="raise the limit with --max-chars (max_chars=) if it is one notice",
            )

    def damaged(self, name: str, error: BadMarkupError) -> ReadError:
        """The error that says that the part is no XML that Word writes."""
        return self._damaged(f"in {name} ({error})")

    def _damaged(self, how: str) -> ReadError:
        return ReadError(f"is a damaged Word document {how}", where=self._where, advice=_DAMAGED)
