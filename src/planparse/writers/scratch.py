"""A folder of one's own for formats that only a file can be made of, and the file's bytes from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from planparse.errors import WriteError

_PIECE = 1_048_576  # bytes read back at a time


def bytes_of(name: str, make: Callable[[Path], None], *troubles: type[Exception]) -> Iterator[bytes]:
    """The bytes of the file called `name` that `make` makes, piece by piece.

    The name stands in the file of some formats, so it is always the same. Raises WriteError
    where the folder for temporary files has no room, which a library says by `troubles`.

    >>> b"".join(bytes_of("a.txt", lambda path: print(path.write_bytes(b"abc"))))
    3
    b'abc'
    """
    expected: tuple[type[Exception], ...] = (OSError, *troubles)
    try:
        with TemporaryDirectory(prefix="planparse-") as folder:
            path = Path(folder, name)
            make(path)
            with path.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    yield piece
    except expected as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise WriteError(
            f"could not be made in the folder for temporary files ({error})",
            where=name,
            advice="make room there, or name another folder with TMPDIR",
        ) from None
