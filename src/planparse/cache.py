"""The cache: what one run compiled of a rulebook, kept for the next start.

To parse the rule files and to compile their patterns costs a third of what `extract` of one
notice does. The file stands where the user's programs keep such things (`PLANPARSE_CACHE`
names another folder; empty, nothing is kept). It is called by all that it depends on: the
rulebook's digest, the versions of `regex` and Python, and of its own form. A file that is missing,
broken or of others is as none: everything is made anew, and the result is the same.
"""

from __future__ import annotations

import copyreg
import marshal
import os
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import regex

FORM = 1  # of what is kept; another number where its shape or the reading of rule files changes
KEPT = 8  # files; one for each rulebook in use
FOLDERS = {  # where a system keeps what programs may lose: its variable, and the usual place
    "win32": ("LOCALAPPDATA", "AppData/Local"),
    "darwin": ("XDG_CACHE_HOME", "Library/Caches"),
}


class Cache:
    """Compiled patterns and parsed tables of the rulebook with the digest `rulebook`.

    What is asked for and not in it is made by `make`, and kept by `keep()`.
    """

    def __init__(self, rulebook: str) -> None:
        parts = (FORM, rulebook, regex.__version__, sys.implementation.cache_tag)
        self._path = _path(sha256(" ".join(map(str, parts)).encode()).hexdigest()[:16])
        self._made: dict[str, dict[str, Any]] = _read(self._path) or {"patterns": {}, "tables": {}}
        self._grown = False

    def pattern(self, key: str, make: Callable[[], str]) -> regex.Pattern[str]:
        """The compiled pattern under `key`, whose source `make` gives."""
        parts = self._made["patterns"].get(key)
        rebuild, take_apart = _protocol()
        if parts is not None:
            return rebuild(*parts)
        pattern = regex.compile(make(), regex.VERSION1)
        self._made["patterns"][key] = take_apart(pattern)[1]
        self._grown = True
        return pattern

    def table(self, key: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The table under `key`, of strings, numbers, lists and tables."""
        found: dict[str, Any] | None = self._made["tables"].get(key)
        if found is None:
            found = self._made["tables"][key] = make()
            self._grown = True
        return found

    def keep(self) -> None:
        """Writes what was made, beside its place and renamed; no trouble in that is an error."""
        if self._path is None or not self._grown:
            return
        try:
            data = marshal.dumps(self._made)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(f".{os.getpid()}")
            beside.write_bytes(sha256(data).digest() + data)
            beside.replace(self._path)
            files = sorted(self._path.parent.glob("*.rulebook"), key=os.path.getmtime)
            for old in files[:-KEPT]:
                old.unlink()
        except (OSError, ValueError):
            return
        self._grown = False


@cache
def _protocol() -> tuple[Callable[..., regex.Pattern[str]], Callable[..., Any]]:
    """How `pickle` builds a pattern from its parts, and takes it apart: without compiling again."""
    take_apart: Callable[..., Any] = copyreg.dispatch_table[regex.Pattern]
    return take_apart(regex.compile(""))[0], take_apart


def _path(name: str) -> Path | None:
    folder = os.environ.get("PLANPARSE_CACHE")
    if folder is None:
        variable, usual = FOLDERS.get(sys.platform, ("XDG_CACHE_HOME", ".cache"))
        base = os.environ.get(variable) or os.path.expanduser(f"~/{usual}")
        folder = os.path.join(base, "planparse") if os.path.isabs(base) else ""
    return Path(folder, f"{name}.rulebook") if folder else None


def _read(path: Path | None) -> dict[str, dict[str, Any]] | None:
    """What `keep()` wrote, or None where that is not there to the last byte."""
    try:
        data = path.read_bytes() if path else b""
    except OSError:
        return None
    if len(data) <= 32 or sha256(data[32:]).digest() != data[:32]:
        return None
    made: dict[str, dict[str, Any]] = marshal.loads(data[32:])
    return made
