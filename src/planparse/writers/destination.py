"""Where output goes: standard output, or a file that is complete or not there at all."""

from __future__ import annotations

import os
import stat
import sys
from types import TracebackType
from typing import IO, Self

from planparse.errors import WriteError


class Destination:
    """A place to write bytes to; use it in a `with` statement.

    Without a path it is standard output. A file is written beside its place and renamed when
    all went well; after an error, or `discard()`, what stood there stays. Devices and pipes
    are written directly. Raises WriteError where it cannot be opened (UnusableError) or
    written; BrokenPipeError where nobody reads any more.
    """

    def __init__(self, path: str | None) -> None:
        self.name = "standard output" if path in (None, "-") else str(path)
        self._path = None if path in (None, "-") else path
        self._beside: str | None = None
        self._kept = True
        self._stream: IO[bytes] | None = None

    @property
    def terminal(self) -> bool:
        """Whether a person looks at it."""
        return self._path is None and sys.stdout is not None and sys.stdout.isatty()

    def write(self, data: bytes) -> None:
        """Writes `data`, which a terminal shows at once."""
        assert self._stream is not None
        try:
            self._stream.write(data)
            if self.terminal:
                self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._trouble(error) from None

    def discard(self) -> None:
        """Leaves the file as it was before."""
        self._kept = False

    def __enter__(self) -> Self:
        if self._path is None:
            if sys.stdout is None:
                raise UnusableError("is closed", where=self.name, advice="give a file with -o")
            self._stream = sys.stdout.buffer
            return self
        try:
            self._path = os.path.realpath(self._path)
            mode = os.stat(self._path).st_mode if os.path.exists(self._path) else None
            if mode is not None and stat.S_ISDIR(mode):
                raise UnusableError("is a folder", where=self.name, advice="name a file in it")
            if mode is not None and not stat.S_ISREG(mode):
                self._stream = open(self._path, "wb")
                return self
            if mode is not None and not os.access(self._path, os.W_OK):
                raise UnusableError(
                    "is read-only", where=self.name, advice="choose another place for -o"
                )
            folder, name = os.path.split(self._path)
            self._beside = os.path.join(folder, f".{name[:200]}.{os.getpid()}.part")
            self._stream = open(self._beside, "xb")
            if mode is not None:
                os.chmod(self._beside, stat.S_IMODE(mode))
        except WriteError:
            raise
        except FileNotFoundError:
            raise UnusableError(
                "its folder does not exist", where=self.name, advice="make it first"
            ) from None
        except (OSError, ValueError) as error:
            raise UnusableError(
                f"cannot be written ({_reason(error)})",
                where=self.name,
                advice="choose another place for -o",
            ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stream, self._stream = self._stream, None
        assert stream is not None
        try:
            if self._path is None:
                stream.flush()
            else:
                stream.close()
            if self._beside and kind is None and self._kept:
                assert self._path is not None
                os.replace(self._beside, self._path)
                self._beside = None
        except BrokenPipeError:
            raise
        except OSError as trouble:
            if kind is None:
                raise self._trouble(trouble) from None
        finally:
            if self._beside and os.path.exists(self._beside):
                os.unlink(self._beside)

    def _trouble(self, error: OSError) -> WriteError:
        return WriteError(
            f"could not be written to its end ({_reason(error)})",
            where=self.name,
            advice="make room and run the command again",
        )


class UnusableError(WriteError):
    """A destination that cannot be opened at all: nothing was tried yet."""


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
