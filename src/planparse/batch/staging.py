"""Staging: files are written beside their place and renamed, so that each is whole or not there.

Whatever is written into the folder of a batch goes through `write`, and trouble with it
becomes a WriteError that says what to do.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from planparse.errors import WriteError

STATE = ".planparse"  # the folder in which a batch keeps what it needs to go on
STAGE = "stage"


def write(stream: IO[bytes], data: bytes) -> None:
    """Writes all of `data`; the one call by which a batch writes."""
    stream.write(data)


@contextmanager
def troubled(name: str) -> Iterator[None]:
    """Makes WriteErrors of what goes wrong with the file called `name`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(
            f"could not be written ({error.strerror or error})",
            where=name,
            advice="make room, or mend what is wrong there, and run the same command again; it goes on",
        ) from None


class Staging:
    """Writes files of the folder `out`; what an interrupted run left half-done is cleared first."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._stage = out / STATE / STAGE
        self._count = 0
        with troubled(STAGE):
            shutil.rmtree(self._stage, ignore_errors=True)
            self._stage.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def file(self, name: str, *, settle: bool = True) -> Iterator[IO[bytes]]:
        """The file `name` below the folder, open for writing: there, and whole, when all went well.

        With `settle` the disk is told to keep it.
        """
        self._count += 1
        beside = self._stage / str(self._count)
        with troubled(name):
            target = self.out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(beside, "wb") as stream:
                yield stream
                stream.flush()
                if settle:
                    os.fsync(stream.fileno())
            os.replace(beside, target)

    def settle(self) -> None:
        """Tells the disk to keep all that was written, where a system can be told so at once."""
        if hasattr(os, "sync"):
            os.sync()

    def close(self) -> None:
        """Removes the place where files were written."""
        shutil.rmtree(self._stage, ignore_errors=True)
