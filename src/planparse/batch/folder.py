"""The folder of a batch: who may write there, which files are results, whether they are up to date."""

from __future__ import annotations

import json
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from planparse.batch.names import mark_of
from planparse.batch.order import Order
from planparse.batch.staging import STATE, Staging, troubled, write
from planparse.writers.destination import UnusableError

MANIFEST = "manifest.jsonl"
_LISTED = f"{STATE}/outputs"


class Folder:
    """The folder at `path` for results of `order`, which this process alone writes to.

    Raises UnusableError where something else stands in it, or the results of another order, or
    where another process is at it.
    """

    def __init__(self, path: str, order: Order) -> None:
        self.path = Path(path)
        state = self.path / STATE
        try:
            if self.path.is_dir() and not state.is_dir() and any(self.path.iterdir()):
                raise UnusableError(
                    "is a folder with files in it that are no batch",
                    where=path,
                    advice="choose another for -o",
                )
            state.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(state / "lock", path)
            self._keep_to(order, state / "order")
        except OSError as error:
            raise UnusableError(
                f"cannot be written ({error.strerror or error})",
                where=path,
                advice="choose another folder for -o",
            ) from None
        self.journal = state / "journal"
        self.plan = state / "plan"
        self.staging = Staging(self.path)

    def _keep_to(self, order: Order, path: Path) -> None:
        """Refuses results of another kind beside those that are there."""
        told = json.dumps([order.form, order.table, order.each])
        if path.exists():
            form, table, each = json.loads(path.read_text("utf-8"))
            if path.read_text("utf-8") != told:
                what = form + (f" of {table}" if table else "") + (", a file each" if each else "")
                raise UnusableError(
                    f"holds a batch of another kind ({what})",
                    where=str(self.path),
                    advice="choose another folder for -o, or remove this one",
                )
            return
        beside = path.with_suffix(".part")
        beside.write_text(told, "utf-8")
        os.replace(beside, path)

    def is_current(self, key: str) -> bool:
        """Whether the results that `key` stands for are all there."""
        names = self._listed()
        return (
            next(names, "") == key
            and (self.path / MANIFEST).is_file()
            and all((self.path / name).is_file() for name in names)
        )

    def announce(self, names: Iterable[str]) -> int:
        """Says which files are about to be written, and removes those of earlier runs that are not.

        Gives how many they are.
        """
        marks = array("Q")
        with self.staging.file(_LISTED) as stream:
            write(stream, _line(""))
            for name in names:
                write(stream, _line(name))
                marks.append(mark_of(name))
            expected = array("Q", sorted(marks))
            strays = (name for name in self._listed(1) if not _holds(expected, mark_of(name)))
            for name in strays:
                write(stream, _line(name))
        for number, name in enumerate(self._listed(1)):
            if number >= len(marks):
                self._remove(name)
        return len(marks)

    def keep(self, key: str, count: int) -> None:
        """Says that the first `count` of the announced files are what `key` stands for, and there."""
        with self.staging.file(_LISTED) as stream:
            write(stream, _line(key))
            for number, name in enumerate(self._listed(1)):
                if number < count:
                    write(stream, _line(name))

    def finish(self) -> None:
        """Removes what only a run that is interrupted needs."""
        self.staging.close()
        self.plan.unlink(missing_ok=True)

    def _listed(self, start: int = 0) -> Iterator[str]:
        try:
            with open(self.path / _LISTED, encoding="utf-8") as file:
                for number, line in enumerate(file):
                    if number >= start:
                        yield json.loads(line)
        except FileNotFoundError:
            return

    def _remove(self, name: str) -> None:
        """Removes a file, and the folders that are empty without it."""
        with troubled(name):
            (self.path / name).unlink(missing_ok=True)
        with suppress(OSError):
            for folder in (self.path / name).parents:
                if folder == self.path:
                    break
                folder.rmdir()

    def close(self) -> None:
        """Lets others write there."""
        self._lock.close()


def _locked(path: Path, where: str) -> IO[bytes]:
    """The file at `path`, which no other process can lock until this one ends, however that comes."""
    file: IO[bytes] = path.open("a+b")
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise UnusableError(
            "another planparse is writing there",
            where=where,
            advice="wait for it, or choose another folder",
        ) from None
    return file


def _line(value: str) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _holds(ordered: array[int], mark: int) -> bool:
    at = bisect_left(ordered, mark)
    return at < len(ordered) and ordered[at] == mark
