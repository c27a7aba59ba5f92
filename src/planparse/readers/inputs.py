"""What a command line names: files, standard input, and lists of further names."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import IO

from planparse.errors import ReadError
from planparse.readers import (
    MAX_CHARS,
    office,
    open_file,
    printable,
    read_bytes,
    read_file,
    read_stream,
)
from planparse.text import Source

NO_DOCUMENTS: Mapping[str, bytes] = MappingProxyType({})
_MOST_TOGETHER = 50_000_000  # bytes of files that are given to one call
_LARGEST_JSON = 2_000_000_000  # bytes of results to check


def read_input(
    name: str,
    *,
    encoding: str | None = None,
    max_chars: int = MAX_CHARS,
    documents: Mapping[str, bytes] = NO_DOCUMENTS,
) -> Source:
    """The plain text of the notice in the file `name`, or on standard input for `-`.

    `documents` are what `convert_inputs` made of inputs before. Raises ReadError as `read_file`
    does.
    """
    if name != "-" and not documents:
        return read_file(name, encoding=encoding, max_chars=max_chars)
    data = _read(name, max_chars)
    document = documents.get(_digest(data)) if documents else None
    where = printable(name)
    return read_bytes(data, where, encoding=encoding, max_chars=max_chars, document=document)


def convert_inputs(names: Sequence[str], *, max_chars: int = MAX_CHARS) -> dict[str, bytes]:
    """The Word documents that one call of LibreOffice makes of those inputs that need it.

    By the digest of the file; an input that cannot be read, or converted, is left out.
    """
    found: dict[str, bytes] = {}
    room = _MOST_TOGETHER
    for name in names:
        try:
            if name != "-" and _needs_office(name) and room > 0:
                data = _read(name, max_chars)
                found[_digest(data)] = data
                room -= len(data)
        except ReadError:
            continue  # it is said when its turn comes
    if len(found) < 2:
        return {}
    made = zip(found, office.convert(list(found.values())), strict=True)
    return {digest: document for digest, document in made if document is not None}


def _needs_office(name: str) -> bool:
    with open_file(name) as stream:
        head = stream.read(len(office.OLE) + 64)
    return head.startswith(office.OLE) or office.looks_like_rtf(head)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def read_names(path: str) -> list[str]:
    """The names in a list: one a line, or parted by NUL; empty ones are left out.

    Raises ReadError where the list cannot be read.
    """
    data = _read_result(path)
    names = data.split(b"\0") if b"\0" in data else data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return [os.fsdecode(name) for name in names if name.strip()]


def read_result(name: str) -> bytes:
    """The bytes of a file of results, or of standard input for `-`.

    Raises ReadError where it cannot be read or holds nothing.
    """
    data = _read_result(name)
    if not data.strip():
        raise ReadError("is empty", where=name, advice="give what planparse extract writes")
    return data


def _read(name: str, max_chars: int) -> bytes:
    if name == "-":
        return read_stream(_stdin(), name, max_chars=max_chars)
    with open_file(name) as stream:
        return read_stream(stream, printable(name), max_chars=max_chars)


def _read_result(name: str) -> bytes:
    if name == "-":
        return _stdin().read(_LARGEST_JSON)
    with open_file(name) as stream:
        return stream.read(_LARGEST_JSON)


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise ReadError("standard input is closed", where="-", advice="name a file")
    return sys.stdin.buffer
