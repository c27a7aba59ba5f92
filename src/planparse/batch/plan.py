"""The plan: the inputs of a batch in order, on disk, so that any number of them takes no memory.

It is made before anything is read. Two inputs of one name are refused then: rows and files could not
be told apart.
"""

from __future__ import annotations

import json
import os
import stat
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path

from planparse.batch.containers import CONTAINERS, Columns, Item
from planparse.batch.inputs import Found
from planparse.batch.names import mark_of
from planparse.batch.order import Input
from planparse.batch.staging import troubled, write
from planparse.errors import PlanparseError, ReadError
from planparse.writers.destination import UnusableError

_CHANGED = "changed while the batch ran; run the same command again"


class Plan:
    """The inputs that `found` gives, kept in the file at `path`.

    Raises UnusableError where two have one name by `as_file`, which gives a name as results have it.
    """

    def __init__(
        self, path: Path, found: Iterable[Found], as_file: Callable[[str], str] = lambda name: name
    ) -> None:
        self._path = path
        self._as_file = as_file
        marks = array("Q")
        with troubled(path.name), open(path, "wb") as file:
            for one in found:
                write(file, json.dumps(one).encode() + b"\n")
                marks.append(mark_of(as_file(one.name)))
        self.count = len(marks)
        ordered = array("Q", sorted(marks))
        doubles = {mark for mark, after in pairwise(ordered) if mark == after}
        if doubles:
            self._refuse(doubles)

    def _refuse(self, doubles: set[int]) -> None:
        seen: dict[str, Found] = {}
        for one in self:
            name = self._as_file(one.name)
            if mark_of(name) not in doubles:
                continue
            if (other := seen.setdefault(name, one)) is not one:
                places = (
                    f"{other.path} and {one.path}" if other.path != one.path else f"{one.path}, twice"
                )
                raise UnusableError(
                    f"two inputs have this name ({places})",
                    where=one.name,
                    advice="name each once: by the folder above both, or by a column that differs",
                )

    def __iter__(self) -> Iterator[Found]:
        with open(self._path, "rb") as file:
            for line in file:
                yield Found(*json.loads(line))

    def read(self, columns: Columns) -> Iterator[Input]:
        """Each input with its bytes, as they are now; what cannot be read says why."""
        number = 0
        for (path, kind), group in groupby(self, key=lambda one: (one.path, one.kind)):
            read = partial(_members, path, kind) if kind else _files
            found = read(group, columns)
            for item in found:
                yield Input(number, item.name, item.data, item.encoding, item.trouble)
                number += 1


def _files(group: Iterable[Found], columns: Columns) -> Iterator[Item]:
    return (_file(one, columns) for one in group)


def _file(one: Found, columns: Columns) -> Item:
    from planparse.readers import open_file, read_stream

    try:
        mode = os.stat(one.path).st_mode if os.path.exists(one.path) else 0
        if stat.S_ISDIR(mode):
            raise ReadError("is a folder that may not be listed", advice="check its permissions")
        if mode and not stat.S_ISREG(mode):
            raise ReadError(
                "is no file but a device or a pipe", advice="give a file that holds a notice"
            )
        with open_file(one.path) as stream:
            data = read_stream(stream, one.name, max_chars=columns.max_chars)
    except PlanparseError as error:
        return Item(one.name, trouble=f"{error.what}; {error.advice}")
    except OSError as error:  # while it is read: a disk or a network that fails
        return Item(one.name, trouble=f"cannot be read ({error.strerror}); check the disk")
    return Item(one.name, data)


def _members(path: str, kind: str, group: Iterable[Found], columns: Columns) -> Iterator[Item]:
    """What a container holds of the inputs in `group`, which stood in it when the plan was made."""
    items = CONTAINERS[kind].items(path, columns, True)
    trouble = ""
    for one in group:
        if one.trouble or trouble:
            yield Item(one.name, trouble=one.trouble or trouble)
            continue
        for item in items:
            if not item.name:
                trouble = item.trouble
                break
            if item.name == one.member:
                yield item._replace(name=one.name)
                break
        else:
            trouble = _CHANGED
        if trouble:
            yield Item(one.name, trouble=trouble)
