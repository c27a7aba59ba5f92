"""Readers: bytes in, the plain text of a notice out.

One table, `READERS`, holds every format; suffixes, the choice by content and the wording
of errors follow from it. A new format is a new row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import fsencode, fspath, fstat
from typing import IO, TYPE_CHECKING, NamedTuple

from planparse.errors import ReadError
from planparse.readers import office
from planparse.readers.docx import looks_like_docx, read_docx
from planparse.readers.html import looks_like_html, read_html
from planparse.readers.mht import looks_like_mht, read_mht
from planparse.readers.pdf import looks_like_pdf, read_pdf
from planparse.readers.text import looks_like_markdown, read_markdown, read_text
from planparse.text import Source

if TYPE_CHECKING:
    from os import PathLike

MAX_CHARS = 10_000_000
HEAD = 65_536  # bytes by which a format is told

# A page holds many times its text in markup, a document in pictures, a text at most four bytes a
# character.
_BYTES_A_CHARACTER = 4
_MARKUP, _PICTURES = 10, 5
_PACKED = (b"PK\x03\x04", office.OLE, b"{\\rtf", b"%PDF-")  # may hold pictures, which are no text
_SMALLEST_LIMIT = 1_000_000


class Reader(NamedTuple):
    """One format: `sniff` says of the first bytes True (surely), None (maybe) or False.

    Among the formats that may be meant the suffix decides, and else the last row.
    `read` makes a source of bytes, a name and an encoding or None; `extra` names the
    dependencies that it needs beyond planparse's own: `planparse[EXTRA]`. A `packed` format is
    no text: it holds pictures and the like beside its words, and its `sniff` sees the whole file. Of
    one that is `packed` or `limited`, `read` takes a fourth argument, the most characters that the
    text may have. `by_office` says
    that LibreOffice must read it; `read` then takes a fifth, the Word document that was made of
    the file before, or None.
    """

    kind: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool | None]
    read: Callable[..., Source]
    extra: str | None = None
    packed: bool = False
    by_office: bool = False
    limited: bool = False


_PAGES = (".html", ".htm", ".xhtml", ".shtml")

READERS: dict[str, Reader] = {
    reader.kind: reader
    for reader in (
        Reader("docx", (".docx", ".docm", ".dotx"), looks_like_docx, read_docx, packed=True),
        Reader("doc", (".doc", ".dot"), office.looks_like_doc, office.read_doc, None, True, True),
        Reader("rtf", (".rtf",), office.looks_like_rtf, office.read_rtf, None, True, True),
        Reader("wps", (".wps", ".wpt"), office.looks_like_wps, office.read_wps, None, True, True),
        Reader("pdf", (".pdf",), looks_like_pdf, read_pdf, "pdf", packed=True),
        Reader("mht", (".mht", ".mhtml"), looks_like_mht, read_mht, "html", limited=True),
        Reader(
            "html",
            (".html", ".htm", ".xhtml", ".shtml"),
            looks_like_html,
            read_html,
            "html",
            limited=True,
        ),
        Reader("md", (".md", ".markdown"), looks_like_markdown, read_markdown),
        Reader("txt", (".txt", ".text"), lambda head: None, read_text),
    )
}

_AS_TEXT = "save it as text, Markdown or HTML first"

# What is no notice for any reader: how its bytes begin, its name, what to do about it.
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or an office document", _AS_TEXT),
    (office.OLE, "an old office document, and no Word file", _AS_TEXT),
    (b"\x89PNG", "a picture", "a scanned notice needs text recognition first"),
    (b"\xff\xd8\xff", "a picture", "a scanned notice needs text recognition first"),
    (b"GIF8", "a picture", "a scanned notice needs text recognition first"),
    (b"II*\0", "a picture", "a scanned notice needs text recognition first"),
    (b"MM\0*", "a picture", "a scanned notice needs text recognition first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first (gunzip -c FILE | planparse extract -)"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"SQLite format 3\0", "a SQLite database", "give its texts as files"),
    (b"\x7fELF", "a program", "give a text, Markdown or HTML file"),
)
_IN_ZIP = (
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
)


def read_file(
    path: str | PathLike[str], *, encoding: str | None = None, max_chars: int = MAX_CHARS
) -> Source:
    """The plain text of the notice in the file at `path`.

    The format is told by content first, then by suffix; the encoding by its bytes unless
    `encoding` names one. Raises ReadError where the file is missing, a folder, empty,
    binary, in no known encoding, or longer than `max_chars` characters.
    """
    where = printable(path)
    with open_file(path) as stream:
        data = read_stream(stream, where, max_chars=max_chars)
    return read_bytes(data, where, encoding=encoding, max_chars=max_chars)


@contextmanager
def open_file(path: str | PathLike[str]) -> Iterator[IO[bytes]]:
    """The file at `path`, open for reading; trouble with it becomes a ReadError."""
    where = printable(path)
    try:
        with open(path, "rb") as stream:
            yield stream
    except FileNotFoundError:
        raise ReadError("there is no such file", where=where, advice="check the path") from None
    except IsADirectoryError:
        raise ReadError("is a folder", where=where, advice="name the files in it") from None
    except PermissionError:
        raise ReadError("may not be read", where=where, advice="check its permissions") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"cannot be read ({reason})", where=where, advice="check the path") from None


def read_stream(stream: IO[bytes], name: str, *, max_chars: int = MAX_CHARS) -> bytes:
    """All bytes of `stream`, unless they are surely more than `max_chars` characters of text.

    Raises ReadError where they are.
    """
    head = stream.read(HEAD)
    room = max(max_chars * _BYTES_A_CHARACTER, _SMALLEST_LIMIT)
    if head.startswith(_PACKED):
        room *= _PICTURES
    elif looks_like_html(head) is not False or looks_like_mht(head):
        room *= _MARKUP
    if (size := _size_of(stream)) > room:  # before it fills the memory
        raise _too_large(name, room) if size and head.startswith(_PACKED) else _too_long(name, max_chars)
    rest = stream.read(max(room - len(head), 0) + 1) if len(head) == HEAD else b""
    if len(head) + len(rest) > room:
        raise _too_long(name, max_chars)
    return head + rest


def _size_of(stream: IO[bytes]) -> int:
    """How many bytes the file behind a stream has; 0 where there is none, or it does not say."""
    try:
        return fstat(stream.fileno()).st_size
    except (OSError, ValueError):
        return 0


def read_bytes(
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    max_chars: int = MAX_CHARS,
    document: bytes | None = None,
) -> Source:
    """The plain text of the notice whose bytes are `data`.

    `name` is a path or `-`; its suffix helps to tell the format, its last part becomes
    `Source.name`; `document` is what `office.convert` made of the bytes, if it was done before.
    Raises ReadError as `read_file` does.

    >>> source = read_bytes("<p>第一章 总则</p><p>第一条</p>".encode(), "a/rules.html")
    >>> source.name, source.kind, source.encoding, source.text
    ('rules.html', 'html', 'utf-8', '第一章 总则\\n第一条\\n')
    """
    where = printable(name)
    if not data:
        raise ReadError("is empty", where=where, advice="give a file that holds a notice")
    reader = choose_reader(data if data.startswith(_PACKED) else data[:HEAD], name)
    for magic, kind, advice in () if reader.packed else _FOREIGN:
        if data.startswith(magic):
            inner = _IN_ZIP if magic.startswith(b"PK") else ()
            what = next((document for inside, document in inner if inside in data), kind)
            raise ReadError(f"is {what}, which no reader takes", where=where, advice=advice)
    try:
        limit = (max_chars,) if reader.packed or reader.limited else ()
        made = (document,) if reader.by_office else ()
        source = reader.read(data, where, encoding, *limit, *made)
    except ModuleNotFoundError as error:
        raise ReadError(
            f"is {reader.kind}, and {error.name} is not installed",
            where=where,
            advice=f'install it with: pip install "planparse[{reader.extra}]"',
        ) from None
    if len(source.text) > max_chars:
        raise _too_long(where, max_chars)
    if not source.text.strip("\ufeff \t\r\n\f\v\u3000\xa0"):
        raise ReadError("holds no text", where=where, advice="give a file that holds a notice")
    source.name = where if where == "-" else where.replace("\\", "/").rsplit("/", 1)[-1]
    return source


def choose_reader(head: bytes, name: str) -> Reader:
    """The reader for a file of this name that begins with `head`: content first, then suffix."""
    maybe: list[Reader] = []
    for reader in READERS.values():
        sure = reader.sniff(head)
        if sure:
            return reader
        if sure is None:
            maybe.append(reader)
    lowered = name.lower()
    return next((reader for reader in maybe if lowered.endswith(reader.suffixes)), maybe[-1])


def _too_large(where: str, room: int) -> ReadError:
    return ReadError(
        f"is larger than {room // 1_000_000:,} MB",
        where=where,
        advice="raise the limit with --max-chars (max_chars=) if it is one notice",
    )


def _too_long(where: str, max_chars: int) -> ReadError:
    return ReadError(
        f"holds more than {max_chars:,} characters",
        where=where,
        advice="raise the limit with --max-chars (max_chars=) if it is one notice",
    )


def printable(path: str | PathLike[str]) -> str:
    """A path as text: bytes of a name that are no UTF-8 become U+FFFD."""
    return fsencode(fspath(path)).decode("utf-8", "replace")
