"""What a command line names: files, standard input, and lists of further names."""

from __future__ import annotations

import os
import sys
from typing import IO

from planparse.errors import ReadError
from planparse.readers import MAX_CHARS, open_file, read_bytes, read_file, read_stream
from planparse.text import Source

_LARGEST_JSON = 2_000_000_000  # bytes of results to check


def read_input(name: str, *, encoding: str | None = None, max_chars: int = MAX_CHARS) -> Source:
    """The plain text of the notice in the file `name`, or on standard input for `-`.

    Raises ReadError as `read_file` does.
    """
    if name != "-":
        return read_file(name, encoding=encoding, max_chars=max_chars)
    data = read_stream(_stdin(), name, max_chars=max_chars)
    return read_bytes(data, name, encoding=encoding, max_chars=max_chars)


def read_names(path: str) -> list[str]:
    """The names in a list: one a line, or parted by NUL; empty ones are left out.

    Raises ReadError where the list cannot be read.
    """
    data = _read(path, _LARGEST_JSON)
    names = data.split(b"\0") if b"\0" in data else data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return [os.fsdecode(name) for name in names if name.strip()]


def read_result(name: str) -> bytes:
    """The bytes of a file of results, or of standard input for `-`.

    Raises ReadError where it cannot be read or holds nothing.
    """
    data = _read(name, _LARGEST_JSON)
    if not data.strip():
        raise ReadError("is empty", where=name, advice="give what planparse extract writes")
    return data


def _read(name: str, limit: int) -> bytes:
    if name == "-":
        return _stdin().read(limit)
    with open_file(name) as stream:
        return stream.read(limit)


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise ReadError("standard input is closed", where="-", advice="name a file")
    return sys.stdin.buffer
