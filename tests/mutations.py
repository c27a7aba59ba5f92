"""How a fuzz spoils files: by bytes, and inside what a format is made of.

Every mutation takes the file, a generator of chances and the other files it may take pieces
from, and gives the spoilt file, which is at most `MOST` bytes longer.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]

MOST = 2_000_000
_NUMBERS = (
    0,
    1,
    2,
    7,
    63,
    127,
    128,
    255,
    1000,
    32767,
    65535,
    65536,
    2**31 - 1,
    2**31,
    2**32 - 1,
    10**12,
)
_WRITTEN = re.compile(rb"(?<![\w#])-?\d{1,9}")


def spoil_bytes(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """Bytes changed, cut, doubled, moved, and taken from another file; or the file cut short."""
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 4, 20, 100))):
        at = chance.randrange(len(spoilt) + 1)
        size = chance.choice((1, 2, 4, 30, 400, 4000))
        match chance.randrange(8):
            case 0 | 1:
                spoilt[at : at + 1] = bytes([chance.randrange(256)])
            case 2:
                del spoilt[at : at + size]
            case 3:
                spoilt[at:at] = spoilt[at : at + size]
            case 4:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                spoilt[at:at] = other[start : start + size]
            case 5:
                spoilt[at : at + size] = chance.randbytes(min(size, 40))
            case 6:
                piece = spoilt[at : at + chance.choice((1, 2, 3, 10))]
                spoilt[at:at] = piece * chance.choice((10, 1000, 20_000))
            case _:
                value = chance.choice(_NUMBERS) % 2**32
                width = chance.choice((2, 4))
                spoilt[at : at + width] = value.to_bytes(4, "little")[:width]
    if chance.random() < 0.1:
        del spoilt[chance.randrange(len(spoilt) + 1) :]
    return bytes(spoilt[: len(data) + MOST]) or b"\0"


def with_words(*words: bytes) -> Mutation:
    """A mutation that puts words of a format at random places, or in the place of others of them."""

    def spoil(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
        for _ in range(chance.choice((1, 3, 10))):
            word, times = chance.choice(words), chance.choice((1, 1, 1, 50, 5000))
            known = [found.start() for found in re.finditer(re.escape(chance.choice(words)), data)]
            at = (
                chance.choice(known)
                if known and chance.random() < 0.6
                else chance.randrange(len(data) + 1)
            )
            gone = chance.choice((0, 0, len(word)))
            data = data[:at] + (word * times)[:MOST] + data[at + gone :]
        return data

    return spoil


def spoil_numbers(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """Some of the numbers that a file has in writing become others."""
    share = chance.choice((0.001, 0.02, 0.3))

    def other(found: re.Match[bytes]) -> bytes:
        if chance.random() >= share:
            return found[0]
        return str(chance.choice((1, 1, -1)) * chance.choice(_NUMBERS)).encode()

    return _WRITTEN.sub(other, data)


def spoil_tree(opening: bytes, closing: bytes) -> Mutation:
    """A mutation of what nests: parts between two marks are cut, doubled, moved, nested in themselves."""
    mark = re.compile(opening + b"|" + closing)

    def spoil(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
        for _ in range(chance.choice((1, 2, 8))):
            marks = [found.span() for found in mark.finditer(data)][:20_000]
            if len(marks) < 2:
                return data
            first = chance.randrange(len(marks) - 1)
            last = min(first + chance.choice((1, 1, 2, 5, 30)), len(marks) - 1)
            (start, inner), (_, end) = marks[first], marks[last]
            piece = data[start:end]
            match chance.randrange(6):
                case 0:
                    data = data[:start] + data[end:]
                case 1:
                    times = min(chance.choice((2, 2, 100, 3000)), MOST // max(len(piece), 1) + 1)
                    data = data[:start] + piece * times + data[end:]
                case 2:
                    at = chance.choice(marks)[0]
                    data = data[:at] + piece + data[at:]
                case 3:  # only what opens, so that all behind is inside
                    times = min(chance.choice((1, 50, 20_000)), MOST // max(inner - start, 1) + 1)
                    data = data[:start] + data[start:inner] * times + data[inner:]
                case 4:
                    data = data[:start] + data[inner:]
                case _:
                    data = data[:inner] + piece + data[inner:]
        return data

    return spoil


def spoil_lines(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """Lines are shuffled, doubled, joined; or the whole is written in another encoding, or two."""
    lines = data.split(b"\n")
    match chance.randrange(5):
        case 0:
            chance.shuffle(lines)
        case 1:
            lines = lines * chance.choice((2, 20))
        case 2:
            return b"".join(lines)
        case 3:
            return b"\n".join(lines).replace(
                b"\n", chance.choice((b"\r", b"\r\n", b"\0", b"\x85", b"\n\n\n"))
            )
        case _:
            text = data.decode("utf-8", "replace")
            at = chance.randrange(len(text) + 1)
            one, two = chance.choices(
                ("utf-16", "utf-16-be", "gb18030", "big5", "utf-8-sig", "utf-32"), k=2
            )
            return text[:at].encode(one, "replace") + text[at:].encode(two, "replace")
    return b"\n".join(lines)[: len(data) + MOST]


def in_archive(inner: Mutation) -> Mutation:
    """A mutation of one member of a ZIP archive, or of which members it has."""

    def spoil(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
        members = _members(data)
        if not members:
            return spoil_bytes(data, chance, others)
        name = chance.choice(
            [name for name in members if name.endswith((".xml", ".rels"))] or [*members]
        )
        match chance.randrange(8):
            case 0:
                del members[name]
            case 1:
                other = chance.choice([*members])
                members[name], members[other] = members[other], members[name]
            case 2:
                members |= _members(chance.choice(others))
            case _:
                members[name] = inner(members[name], chance, [*members.values()])
        out = io.BytesIO()
        with zipfile.ZipFile(
            out, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
        ) as packed:
            for name, content in members.items():
                packed.writestr(zipfile.ZipInfo(name), content)
        return out.getvalue()

    return spoil


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
    ):
        return {}


_STREAM = re.compile(
    rb"(?s)<<((?:(?!>>\s*endobj).){0,400}?)>>\s*stream\r?\n(.{0,300000}?)\r?\nendstream"
)


def in_streams(inner: Mutation) -> Mutation:
    """A mutation of what the streams of a PDF hold, written unpacked in its place."""

    def spoil(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
        streams = list(_STREAM.finditer(data))
        if not streams:
            return spoil_bytes(data, chance, others)
        for found in sorted(
            chance.sample(streams, min(len(streams), chance.choice((1, 2, 5)))),
            key=re.Match.start,
            reverse=True,
        ):
            words, content = found[1], found[2]
            if b"FlateDecode" in words and b"/Predictor" not in words:
                try:
                    content = zlib.decompress(content)
                except zlib.error:
                    continue
                words = re.sub(rb"/Filter\s*(?:\[\s*)?/FlateDecode(?:\s*\])?", b"", words)
            content = inner(content, chance, [content])[:MOST]
            words = re.sub(rb"/Length\s+\d+(?:\s+\d+\s+R)?", b"/Length %d" % len(content), words)
            data = (
                data[: found.start()]
                + b"<<%s>>\nstream\n%s\nendstream" % (words, content)
                + data[found.end() :]
            )
        return data

    return spoil


def one_of(*mutations: Mutation) -> Mutation:
    """One or two of these, one after the other."""

    def spoil(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
        for mutation in chance.choices(mutations, k=chance.choice((1, 1, 2))):
            data = mutation(data, chance, others)
        return data

    return spoil


# ---------------------------------------------------------------------- what each format is made of

spoil_text = one_of(
    spoil_bytes,
    spoil_lines,
    spoil_numbers,
    with_words(
        "一、".encode(),
        "（一）".encode(),
        "\u3000".encode(),
        b"# ",
        b"|",
        b"|---|",
        b"\t",
        b"\xef\xbb\xbf",
        b"\0",
        b"\xff\xfe",
        b"?",
    ),
)
_markup = one_of(spoil_bytes, spoil_numbers, spoil_tree(rb"<[^<>/][^<>]{0,300}>", rb"</[^<>]{0,60}>"))
spoil_page = one_of(
    _markup,
    _markup,
    spoil_lines,
    with_words(
        b"<table>", b"<td colspan=60000>", b"<td rowspan=-1>", b"<tr>", b"<li>", b"<div>", b"</div>", b"<b>", b"<p",
        b"<!--", b"-->", b"<script>", b"<style>", b"<svg>", b"<template>", b"<select>", b"<frameset>", b"<plaintext>",
        b"<meta charset=utf-7>", b"<meta charset='utf-16'>", b"&#x110000;", b"&#0;", b"&lt", b"<br>", b"<![CDATA[",
    ),
)  # fmt: skip
spoil_document = one_of(
    spoil_bytes,
    *[
        in_archive(
            one_of(
                _markup,
                with_words(
                    b"<w:p>", b"</w:p>", b"<w:tbl>", b"</w:tbl>", b"<w:tc>", b"<w:tr/>", b"<w:numPr/>", b'<w:gridSpan w:val="99999999"/>',
                    b'<w:vMerge/>', b'<w:ilvl w:val="-1"/>', b"<w:txbxContent>", b"<w:del>", b"<w:ins>", b"<w:br/>", b'<w:start w:val="99999999999"/>',
                    b'<w:footnoteReference w:id="1"/>', b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<mc:Choice>", b'<w:numFmt w:val="bullet"/>',
                    b'<w:basedOn w:val="a"/>', b'<w:lvlText w:val="%1%2%3%9%1"/>',
                ),
            )
        )
    ]
    * 4,
)  # fmt: skip
spoil_rich_text = one_of(
    spoil_bytes,
    spoil_numbers,
    spoil_tree(rb"\{", rb"\}"),
    with_words(
        b"{", b"}", b"\\par ", b"\\cell ", b"\\row ", b"\\trowd", b"\\cellx9999999", b"\\u-99999?", b"\\ls99", b"\\ilvl8", b"\\uc9",
        b"\\bin999 ", b"{\\*\\listtable", b"\\'ff", b"\\intbl ", b"{\\object{\\*\\objdata 00", b"\\nesttableprops", b"\\ansicpg0",
    ),
)  # fmt: skip
spoil_print = one_of(
    spoil_bytes,
    spoil_numbers,
    spoil_tree(rb"<<", rb">>"),
    with_words(b"0 R", b"1 0 R", b"<<", b">>", b"[", b"]", b"stream\n", b"endstream", b"endobj", b"/Kids", b"/Length 1", b"/Rotate 90", b"/MediaBox [0 0 1e9 1e-9]"),
    *[in_streams(one_of(spoil_bytes, spoil_numbers, with_words(b" Tj ", b" TJ ", b" Do ", b" q ", b" Q ", b" cm ", b" Tm ", b" re S ", b" BT ", b" ET ", b" Tf ", b" l S ", b" beginbfchar ", b" 1e30 ")))] * 3,
)  # fmt: skip
