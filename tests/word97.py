"""Word 97 files for tests: the streams of one, and one whose text stands in pieces, as Word's fast save leaves it.

Fast save appended to a file what was changed, and wrote a table of the pieces that now make the
text. Such files lie in every office, and no program of today writes them. Offsets count bytes of the
stream `WordDocument`; the layout is that of [MS-DOC] and [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

_SECTOR, _SMALL, _MINI = 512, 64, 4096  # bytes; a stream shorter than the last lies in small sectors
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FLAGS, _TEXT_LENGTH, _PIECES = 0x0A, 0x4C, 0x01A2  # places in the header of the stream
_COMPLEX, _OTHER_TABLE = 0x0004, 0x0200
_NARROW = 0x40000000  # one byte a character


class Piece(NamedTuple):
    """Characters `start` to `end` of the document stand from byte `at` of the stream, each in `width` bytes."""

    start: int
    end: int
    at: int
    width: int


def read_streams(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file, by name."""
    (first_directory,) = struct.unpack_from("<I", data, 48)
    (first_small,) = struct.unpack_from("<I", data, 60)
    table: list[int] = []
    for number in struct.unpack_from("<109I", data, 76):
        if number < _FAT:
            table += struct.unpack_from("<128I", data, _SECTOR * (number + 1))

    def chain(sector: int, links: Sequence[int]) -> list[int]:
        found = []
        while sector < _FAT:
            found.append(sector)
            sector = links[sector]
        return found

    def content(sector: int) -> bytes:
        return b"".join(data[_SECTOR * (n + 1) : _SECTOR * (n + 2)] for n in chain(sector, table))

    directory = content(first_directory)
    links = [number for (number,) in struct.iter_unpack("<I", content(first_small))]
    streams = {}
    small = b""
    for at in range(0, len(directory), 128):
        entry = directory[at : at + 128]
        length, kind = struct.unpack_from("<HB", entry, 64)
        sector, size = struct.unpack_from("<IQ", entry, 116)
        name = entry[: max(length - 2, 0)].decode("utf-16-le")
        if kind == 5:
            small = content(sector)
        elif kind == 2 and size >= _MINI:
            streams[name] = content(sector)[:size]
        elif kind == 2:
            parts = [small[_SMALL * n : _SMALL * (n + 1)] for n in chain(sector, links)]
            streams[name] = b"".join(parts)[:size]
    return streams


def write_streams(streams: dict[str, bytes]) -> bytes:
    """A compound file of these streams; short ones are filled up with zeros."""
    sectors: list[bytes] = []
    links: list[int] = []

    def add(content: bytes) -> int:
        first = len(sectors)
        count = -(-len(content) // _SECTOR)
        for number in range(count):
            sectors.append(content[_SECTOR * number : _SECTOR * (number + 1)].ljust(_SECTOR, b"\0"))
            links.append(_END if number == count - 1 else len(sectors))
        return first

    full = {name: content.ljust(_MINI, b"\0") for name, content in streams.items()}
    entries = [_entry("Root Entry", 5, child=1, size=0, sector=_END)]
    for number, (name, content) in enumerate(full.items(), 1):
        right = number + 1 if number < len(full) else _FREE
        entries.append(_entry(name, 2, right=right, size=len(content), sector=add(content)))
    directory = add(b"".join(entries))
    tables = 1
    while tables * 128 < len(links) + tables:
        tables += 1
    first = len(sectors)
    links += [_FAT] * tables + [_FREE] * (128 * tables - len(links) - tables)
    sectors += [struct.pack("<128I", *links[128 * n : 128 * (n + 1)]) for n in range(tables)]
    numbers = [*range(first, first + tables), *[_FREE] * (109 - tables)]
    header = _MAGIC + bytes(16) + struct.pack("<5H6x3I", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory)
    header += struct.pack("<6I", 0, _MINI, _END, 0, _END, 0) + struct.pack("<109I", *numbers)
    return header + b"".join(sectors)


def _entry(
    name: str, kind: int, *, size: int, sector: int, child: int = _FREE, right: int = _FREE
) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    return words.ljust(64, b"\0") + struct.pack(
        "<HBB3I36xIQ", len(words), kind, 1, _FREE, right, child, sector, size
    )


def read_pieces(streams: dict[str, bytes]) -> list[Piece]:
    """The pieces that the text of a Word 97 file is made of."""
    main, table = streams["WordDocument"], streams[_table_name(streams["WordDocument"])]
    (at,) = struct.unpack_from("<I", main, _PIECES)
    assert table[at] == 2, "a table with properties of its own"
    (length,) = struct.unpack_from("<I", table, at + 1)
    count = (length - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    pieces = []
    for number in range(count):
        (place,) = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * number + 2)
        narrow = bool(place & _NARROW)
        place = (place & ~_NARROW) // (2 if narrow else 1)
        pieces.append(Piece(starts[number], starts[number + 1], place, 1 if narrow else 2))
    return pieces


def read_text(streams: dict[str, bytes]) -> str:
    """The main text of a Word 97 file, with the marks that end paragraphs and cells."""
    main = streams["WordDocument"]
    (length,) = struct.unpack_from("<I", main, _TEXT_LENGTH)
    text = "".join(
        main[p.at : p.at + p.width * (p.end - p.start)].decode("cp1252" if p.width == 1 else "utf-16-le")
        for p in read_pieces(streams)
    )
    return text[:length]


def save_fast(data: bytes, spans: Sequence[tuple[int, int]]) -> bytes:
    """The Word 97 file `data` with its main text made of these spans of its characters, in this order.

    The characters stay where they are: only the table of pieces says in what order they are read,
    and what no span holds is text that was deleted. What stands behind the main text stays behind it.
    """
    streams = read_streams(data)
    main = bytearray(streams["WordDocument"])
    known = read_pieces(streams)
    (length,) = struct.unpack_from("<I", main, _TEXT_LENGTH)
    pieces = []
    for start, end in [*spans, (length, known[-1].end)]:
        for piece in known:
            first, last = max(start, piece.start), min(end, piece.end)
            if first < last:
                pieces.append(
                    (last - first, piece.at + piece.width * (first - piece.start), piece.width)
                )
    starts = [sum(piece[0] for piece in pieces[:number]) for number in range(len(pieces) + 1)]
    content = struct.pack(f"<{len(starts)}I", *starts)
    for _, place, width in pieces:
        content += struct.pack("<HIH", 0, place if width == 2 else 2 * place | _NARROW, 0)
    name = _table_name(main)
    table = streams[name]
    struct.pack_into("<II", main, _PIECES, len(table), len(content) + 5)
    struct.pack_into("<I", main, _TEXT_LENGTH, sum(end - start for start, end in spans))
    (flags,) = struct.unpack_from("<H", main, _FLAGS)
    struct.pack_into("<H", main, _FLAGS, flags | _COMPLEX)
    whole = {
        "WordDocument": bytes(main),
        name: table + b"\2" + struct.pack("<I", len(content)) + content,
    }
    return write_streams(whole | {other: streams[other] for other in ("Data",) if other in streams})


def _table_name(main: bytes | bytearray) -> str:
    return "1Table" if struct.unpack_from("<H", main, _FLAGS)[0] & _OTHER_TABLE else "0Table"
