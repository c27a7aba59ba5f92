"""Names: what inputs are called, and which files the results that follow them stand in."""

from __future__ import annotations

import os
import re
from hashlib import blake2b, sha256
from pathlib import PurePath

_LONGEST = 180  # bytes of a name's part; systems take 255, and suffixes are added

# What one of the systems has no file names with, and what would be taken for an escape of it.
_ODD = '[\0-\x1f<>:"\\\\|?*\x7f]|%(?=[0-9A-Fa-f]{2})|[. ]$|^ '
_DEVICES = r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)"


def name_of(path: str) -> str:
    r"""What an input that was named by `path` is called: without root, drive and `..` before it.

    A character that is none, as in a name whose bytes are no UTF-8, is written `\xff`.

    >>> name_of("../crawl/./1.txt"), name_of("/srv/crawl/1.txt"), name_of("a\udcff.txt")
    ('crawl/1.txt', 'srv/crawl/1.txt', 'a\\xff.txt')
    """
    given = PurePath(os.path.normpath(path))
    parts = [part for part in given.parts[1 if given.anchor else 0 :] if part not in (".", "..")]
    return text_of("/".join(parts)) or "-"


def text_of(name: str) -> str:
    """A file's name as text that every encoding has; different names stay different."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def entry_name(name: str) -> str | None:
    r"""The name of a file in an archive, or None where it is hidden.

    >>> entry_name(".\\通知\\1.txt"), entry_name("__MACOSX/1.txt"), entry_name("../1.txt")
    ('通知/1.txt', None, '1.txt')
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return None if hidden or not parts else text_of("/".join(parts))


def mark_of(name: str) -> int:
    """A number of 64 bits that stands for a name where many must take little memory.

    >>> mark_of("1.txt") == mark_of("1.txt"), mark_of("1.txt") == mark_of("2.txt")
    (True, False)
    """
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def file_name(name: str) -> str:
    r"""A path that every system has, which follows `name`; different names give different paths.

    >>> file_name("2022/a: b?.txt"), file_name("../con.txt"), file_name("a//b."), file_name("100%")
    ('2022/a%3A b%3F.txt', '%2E%2E/%63on.txt', 'a/%/b%2E', '100%')
    """
    return "/".join([_part(part) for part in name.split("/")])


def _part(part: str) -> str:
    if part in ("", ".", ".."):
        return part.replace(".", "%2E") or "%"
    safe = re.sub(_ODD, _escaped, part)
    if re.match(_DEVICES, safe):
        safe = f"%{ord(safe[0]):02X}{safe[1:]}"
    if len(raw := safe.encode()) > _LONGEST:
        mark = sha256(part.encode()).hexdigest()[:12]
        safe = raw[: _LONGEST - 13].decode("utf-8", "ignore") + "~" + mark
    return safe


def _escaped(found: re.Match[str]) -> str:
    return "".join([f"%{byte:02X}" for byte in found[0].encode()])
