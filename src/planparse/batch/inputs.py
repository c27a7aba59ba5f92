"""Inputs: what files, folders, archives and tables that a command names hold, in a fixed order.

A folder is read with all folders below it, by name; what begins with a dot is left out, and so is
a link back to a folder that holds it. An input is called by its path below the folder that was
named, with `/` between the parts; what is in an archive or a table, by the name of that and its
own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from planparse.batch.containers import Columns, find_container, member_name
from planparse.batch.names import name_of, text_of

Identity = tuple[int, int]


class Found(NamedTuple):
    """An input that was found: its name, the path of the file it is in, and that file's kind.

    `kind` is that of a container, in which `member` is its name, and empty for a file of its own.
    `trouble` says why nothing can be read there.
    """

    name: str
    path: str
    kind: str = ""
    member: str = ""
    trouble: str = ""


class Choice(NamedTuple):
    """Which of the files in folders and archives are taken, by globs on name or whole path.

    >>> Choice(include=("*.html",)).takes("a/b.html"), Choice(exclude=("a/*",)).takes("a/b.html")
    (True, False)
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Whether the file called `name` is one of them."""
        return (not self.include or _matches(name, self.include)) and not self.leaves(name)

    def leaves(self, name: str) -> bool:
        """Whether a file or folder called `name` is left out."""
        return _matches(name, self.exclude)


def _matches(name: str, globs: Sequence[str]) -> bool:
    last = name.rsplit("/", 1)[-1]
    return any(fnmatchcase(name, glob) or fnmatchcase(last, glob) for glob in globs)


def find_inputs(names: Sequence[str], choice: Choice, columns: Columns, out: str) -> Iterator[Found]:
    """Every input behind `names`, in their order; the folder `out`, where results go, is none.

    Nothing is raised: what cannot be listed is an input with its trouble.
    """
    for name in names:
        if os.path.isdir(name):
            for path, inner in _walk(name, choice, _identity(out)):
                yield from _in_file(path, inner, choice, columns)
        else:
            yield from _in_file(name, name_of(name), choice, columns)


def _in_file(path: str, name: str, choice: Choice, columns: Columns) -> Iterator[Found]:
    container = find_container(path)
    if container is None:
        yield Found(name, path)
        return
    for item in container.items(path, columns, False):
        inner = member_name(name, container, item)
        if not item.name:
            yield Found(inner, path, container.kind, trouble=item.trouble)
        elif not container.packs or choice.takes(inner):
            yield Found(inner, path, container.kind, item.name)


def _walk(root: str, choice: Choice, out: Identity | None) -> Iterator[tuple[str, str]]:
    """The path and the name of each file in the folder `root` and below it.

    A folder that cannot be listed is given as a file would be: it is told when it is read.
    """
    first = _identity(root)
    if first is None or first == out:
        return
    open_folders: list[tuple[str, str, Iterator[str], tuple[Identity, ...]]]
    try:
        open_folders = [(root, "", iter(_listed(root)), (first,))]
    except OSError:
        yield root, name_of(root)
        return
    while open_folders:
        folder, before, entries, above = open_folders[-1]
        entry = next(entries, None)
        if entry is None:
            open_folders.pop()
            continue
        path, name = os.path.join(folder, entry), before + text_of(entry)
        if choice.leaves(name):
            continue
        try:
            found = os.stat(path)
        except OSError:  # a link to nothing, or to itself
            if choice.takes(name):
                yield path, name
            continue
        if stat.S_ISREG(found.st_mode):
            container = find_container(entry)
            if choice.takes(name) or (container is not None and container.packs):
                yield path, name
        elif stat.S_ISDIR(found.st_mode):
            here = (found.st_dev, found.st_ino)
            if here in above or here == out:
                continue
            try:
                inner = _listed(path)
            except OSError:
                yield path, name
                continue
            open_folders.append((path, name + "/", iter(inner), (*above, here)))


def _listed(folder: str) -> list[str]:
    return sorted([name for name in os.listdir(folder) if not name.startswith(".")])


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
