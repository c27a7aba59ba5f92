"""Containers: files that hold many notices, archives of files and tables with a column of texts.

One table, `CONTAINERS`, holds every kind, told by the suffix. Each is read from its beginning to
its end and never as a whole, so that one of any size takes little memory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from planparse.batch.names import entry_name
from planparse.errors import PlanparseError, ReadError
from planparse.writers.cells import encodable

if TYPE_CHECKING:
    from zipfile import ZipInfo

_HEAD = 65_536  # bytes that tell the encoding of a table
_ROWS = 64  # of a Parquet file, read at a time
_LONGEST = 10  # bytes a character that a line of JSON may take
_UTF8_FLAG, _LOCKED_FLAG = 0x800, 1  # of an entry in a ZIP archive


class Columns(NamedTuple):
    """Which columns of a table hold a notice and its name; the encoding of a CSV file, if it is known.

    `max_chars` is the most characters that a text may have.
    """

    text: str = "text"
    id: str | None = None
    encoding: str | None = None
    max_chars: int = 10_000_000


class Item(NamedTuple):
    """One thing in a container: its name there and, where bytes were asked for, its bytes.

    An item without a name is the container itself, with its `trouble`. `encoding` is that of bytes
    that were text in the container.
    """

    name: str
    data: bytes | None = None
    encoding: str | None = None
    trouble: str = ""


Items = Callable[[str, Columns, bool], Iterator[Item]]


class Container(NamedTuple):
    """One kind: `items` gives what is in the file at a path, in its order.

    Its last argument says whether their bytes are wanted, or only names. `packs` says that it holds
    files, `between` stands before their names.
    """

    kind: str
    suffixes: tuple[str, ...]
    read: Items
    packs: bool
    between: str

    def items(self, path: str, columns: Columns, wanted: bool) -> Iterator[Item]:
        """Its items; what breaks it off is a last item without a name. Nothing is raised."""
        import csv
        import tarfile
        import zipfile
        import zlib
        from lzma import LZMAError

        try:
            yield from self.read(path, columns, wanted)
        except PlanparseError as error:
            yield Item("", trouble=_sentence(error))
        except ModuleNotFoundError as error:
            advice = 'install it with: pip install "planparse[arrow]"'
            yield Item("", trouble=f"is {self.kind}, and {error.name} is not installed; {advice}")
        except (
            OSError, EOFError, ValueError, RuntimeError, zlib.error, LZMAError, csv.Error,
            tarfile.TarError, zipfile.BadZipFile, NotImplementedError,
        ) as error:  # fmt: skip
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            yield Item("", trouble=f"breaks off as {self.kind} ({reason}); get the file anew")


def member_name(name: str, container: Container, item: Item) -> str:
    """What an item of the container called `name` is called."""
    return f"{name}{container.between}{item.name}" if item.name else name


def find_container(path: str) -> Container | None:
    """The kind of container that a file of this name is, or None.

    >>> find_container("crawl.TAR.gz").kind, find_container("notice.docx")
    ('tar', None)
    """
    lowered = path.lower()
    return next((c for c in CONTAINERS.values() if lowered.endswith(c.suffixes)), None)


def _sentence(error: PlanparseError) -> str:
    return f"{error.what}; {error.advice}" if error.advice else error.what


def _zip(path: str, columns: Columns, wanted: bool) -> Iterator[Item]:
    import zipfile
    import zlib

    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = entry_name(_zip_name(info))
            if name is None or info.is_dir():
                continue
            if not wanted:
                yield Item(name)
                continue
            if info.flag_bits & _LOCKED_FLAG:
                yield Item(name, trouble="is locked with a password; unlock it first")
                continue
            try:
                with archive.open(info) as stream:
                    yield _read(stream, name, columns.max_chars)
            except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
                yield Item(name, trouble=f"cannot be unpacked ({error}); get the archive anew")


def _zip_name(info: ZipInfo) -> str:
    """The name of an entry; without the flag for UTF-8 it is likely what a Chinese Windows wrote."""
    from planparse.readers.encodings import score

    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    found = []
    for encoding in ("utf-8", "gb18030"):  # 通知 in GB 18030 is UTF-8 as well
        try:
            found.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return max(found, key=score, default=info.filename)


def _tar(path: str, columns: Columns, wanted: bool) -> Iterator[Item]:
    import tarfile

    with tarfile.open(path, "r|*", encoding="utf-8", errors="surrogateescape") as archive:
        for member in archive:
            name = entry_name(member.name)
            if name is None or not member.isreg():
                continue
            stream = archive.extractfile(member) if wanted else None
            yield Item(name) if stream is None else _read(stream, name, columns.max_chars)


def _read(stream: IO[bytes], name: str, max_chars: int) -> Item:
    from planparse.readers import read_stream

    try:
        return Item(name, read_stream(BufferedReader(_Member(stream)), name, max_chars=max_chars))
    except ReadError as error:
        return Item(name, trouble=_sentence(error))


class _Member(RawIOBase):
    """The stream of a file in an archive, behind which there is no file of its own."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        data = self._stream.read(len(room))
        room[: len(data)] = data
        return len(data)


def _csv(path: str, columns: Columns, wanted: bool) -> Iterator[Item]:
    import csv

    from planparse.readers.encodings import detect

    csv.field_size_limit(2**31 - 1)
    with ExitStack() as held:
        stream = held.enter_context(_opened(path))
        head = stream.read(_HEAD)
        if not head:
            return
        encoding = detect(head[: head.rfind(b"\n") + 1] or head, path, columns.encoding).encoding
        stream.seek(0)
        text = held.enter_context(TextIOWrapper(stream, encoding=encoding, errors="replace", newline=""))
        separator = "\t" if ".tsv" in path.lower() else ","
        rows = csv.reader(text, delimiter=separator)
        names = [name.strip("\ufeff ") for name in next(rows, [])]
        at, by = _place(names, columns)
        for number, row in enumerate(filter(None, rows), 1):
            value = row[at] if at < len(row) else None
            called = row[by] if by is not None and by < len(row) else None
            yield _row(number, value, called, columns, wanted)


def _jsonl(path: str, columns: Columns, wanted: bool) -> Iterator[Item]:
    with _opened(path) as stream:
        number = 0
        for line, whole in _lines(stream, columns.max_chars * _LONGEST):
            if not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            number += 1
            if columns.id is None and not wanted:
                yield Item(str(number))
                continue
            trouble = "" if whole else "is a line too long for one notice; raise --max-chars"
            record: Any = None
            try:
                record = json.loads(line.removeprefix(b"\xef\xbb\xbf")) if whole else None
            except (ValueError, RecursionError):
                trouble = "is no line of JSON; mend the line"
            if not trouble and not isinstance(record, dict):
                trouble = "is no JSON object; give one a line, with its columns"
            if not trouble and columns.text not in record:
                trouble = (
                    f"has no column {columns.text!r} but {_listed(record)}; name it with --text-column"
                )
            if trouble:
                yield Item(_row(number, "", None, columns, False).name, trouble=trouble)
                continue
            called = None if columns.id is None else record.get(columns.id)
            yield _row(number, record[columns.text], called, columns, wanted)


def _lines(stream: IO[bytes], room: int) -> Iterator[tuple[bytes, bool]]:
    """The lines of `stream`; one longer than `room` is cut, which the second value says."""
    while line := stream.readline(room):
        whole = len(line) < room or line.endswith(b"\n")
        yield line, whole
        while not whole and (rest := stream.readline(room)):
            whole = rest.endswith(b"\n")


def _parquet(path: str, columns: Columns, wanted: bool) -> Iterator[Item]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            names = file.schema_arrow.names
            _place(names, columns)
            needed = [*([columns.text] if wanted else []), *([columns.id] if columns.id else [])]
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS, columns=needed or names[:1]):
                none = [None] * batch.num_rows
                texts = batch.column(columns.text).to_pylist() if wanted else none
                ids = batch.column(columns.id).to_pylist() if columns.id else none
                for text, called in zip(texts, ids, strict=True):
                    number += 1
                    yield _row(number, text, called, columns, wanted)
    except pa.ArrowException as error:
        raise ReadError(f"cannot be read as Parquet ({error})", advice="get the file anew") from None


def _place(names: list[str], columns: Columns) -> tuple[int, int | None]:
    """Where the columns for text and name stand; ReadError where one is not there."""
    for column, option in ((columns.text, "--text-column"), (columns.id, "--id-column")):
        if column is not None and column not in names:
            raise ReadError(
                f"has no column {column!r} but {_listed(names)}", advice=f"name it with {option}"
            )
    return names.index(columns.text), None if columns.id is None else names.index(columns.id)


def _listed(names: Any) -> str:
    return ", ".join(map(repr, list(names)[:20])) or "none"


def _row(number: int, value: Any, called: Any, columns: Columns, wanted: bool) -> Item:
    """The row with this number: its text, and its name where a column has it."""
    name = str(number)
    if columns.id is not None:
        own = "" if called is None else encodable(str(called)).strip()
        name = own or f"row {number}"
    if not wanted:
        return Item(name)
    if value is None or value == "":
        return Item(name, trouble="holds no text; leave such rows out")
    if isinstance(value, bytes):
        return Item(name, value)
    if not isinstance(value, str):
        return Item(name, trouble=f"holds {type(value).__name__}, no text; choose another column")
    if len(value) > columns.max_chars:
        return Item(name, trouble=f"holds more than {columns.max_chars:,} characters; raise --max-chars")
    return Item(name, encodable(value).encode(), "utf-8")


def _opened(path: str) -> IO[bytes]:
    import bz2
    import gzip
    import lzma

    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
    opened: IO[bytes] = openers.get(os.path.splitext(path.lower())[1], open)(path, "rb")
    return opened


def _packed(*suffixes: str) -> tuple[str, ...]:
    return tuple(suffix + more for suffix in suffixes for more in ("", ".gz", ".bz2", ".xz"))


CONTAINERS: dict[str, Container] = {
    container.kind: container
    for container in (
        Container("zip", (".zip",), _zip, True, "/"),
        Container("tar", (*_packed(".tar"), ".tgz", ".tbz2", ".txz"), _tar, True, "/"),
        Container("csv", _packed(".csv", ".tsv"), _csv, False, "#"),
        Container("jsonl", _packed(".jsonl", ".ndjson"), _jsonl, False, "#"),
        Container("parquet", (".parquet",), _parquet, False, "#"),
    )
}
