"""Parsing: what a worker makes of a chunk, from bytes to bytes, whichever engine it works for."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from traceback import extract_tb
from typing import TYPE_CHECKING

from planparse.batch.frames import Entry, Failure, Frame, entry_of_failure
from planparse.batch.order import Chunk, Input, Order
from planparse.batch.pieces import make_piece
from planparse.errors import ReadError, RulebookError
from planparse.memory import unbounded
from planparse.readers import HEAD, choose_reader, office, read_bytes

if TYPE_CHECKING:
    from planparse.rulebook import Rulebook
    from planparse.text import Source

_LEVEL = 1  # of compression: it is done for the disk, and must not take time


def parse_chunk(order: Order, chunk: Chunk, rulebook: Rulebook | None = None) -> bytes:
    """The frame of the inputs in `chunk`: for each its entry and its piece.

    Without a `rulebook`, that of the order is loaded. An input that cannot be read, or shows a defect
    of planparse, fails alone. Raises RulebookError where the rules are not those that the batch began
    with; MemoryError where memory ends, for there is nothing left to tell it with.
    """
    rulebook = rulebook or rulebook_of(order)
    documents = _converted(chunk)
    entries, pieces, seconds = [], [], []
    for item in chunk:
        start = perf_counter()
        entry, piece = parse_input(order, item, rulebook, documents)
        entries.append(entry)
        pieces.append(piece)
        seconds.append(round(perf_counter() - start, 3))
    return Frame(entries, pieces, [item.number for item in chunk], seconds).to_bytes()


def parse_input(
    order: Order, item: Input, rulebook: Rulebook, documents: Mapping[str, bytes]
) -> tuple[Entry, bytes]:
    """The entry and the compressed piece of one input."""
    if item.data is None:
        return entry_of_failure(item, None, Failure.UNREADABLE, item.trouble), b""
    digest = sha256(item.data).hexdigest()
    try:
        source = _read(order, item, item.data, documents.get(digest))
        facts, piece = make_piece(order, source, rulebook)
    except ReadError as error:
        message = f"{error.what}; {error.advice}" if error.advice else error.what
        return entry_of_failure(item, digest, Failure.UNREADABLE, message), b""
    except (MemoryError, RulebookError):
        raise
    except Exception as error:  # a defect in one is no reason to leave the others undone
        last = extract_tb(error.__traceback__)[-1]
        at = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
        message = f"could not be parsed ({at}); this is a defect of planparse, please report it"
        return entry_of_failure(item, digest, Failure.DEFECT, message), b""
    entry = {"source_name": item.name, "sha256": digest, "bytes": len(item.data)}
    return entry | facts, zlib.compress(piece, _LEVEL)


def needs_office(data: bytes) -> bool:
    """Whether LibreOffice may have to read a file of these bytes."""
    return data.startswith(office.OLE) or office.looks_like_rtf(data[:64])


@lru_cache(maxsize=1)
def rulebook_of(order: Order) -> Rulebook:
    """The rulebook of `order`, loaded once a process; RulebookError where it is another by now."""
    from planparse.rulebook import load

    rulebook = load(
        Path(order.rules) if order.rules else None, Path(order.agencies) if order.agencies else None
    )
    if rulebook.digest != order.digest:
        raise RulebookError(
            "the rules were changed while the batch ran, or are others here",
            where=order.rules or order.agencies or "data/",
            advice="run the same command again; it does all again by the new ones",
        )
    return rulebook


def _read(order: Order, item: Input, data: bytes, document: bytes | None) -> Source:
    def read() -> Source:
        return read_bytes(
            data,
            item.name,
            encoding=item.encoding or order.encoding,
            max_chars=order.max_chars,
            document=document,
        )

    if document is None and needs_office(data):
        with unbounded():
            source = read()
    else:
        source = read()
    source.name = item.name
    return source


def _converted(chunk: Chunk) -> dict[str, bytes]:
    """The Word documents that one call of LibreOffice makes of those inputs that need it."""
    files: dict[str, bytes] = {}
    for item in chunk:
        if item.data and needs_office(item.data):
            data = item.data
            if choose_reader(data if data.startswith(office.OLE) else data[:HEAD], item.name).by_office:
                files[sha256(data).hexdigest()] = data
    if len(files) < 2:
        return {}
    with unbounded():
        made = office.convert(list(files.values()))
    return {digest: document for digest, document in zip(files, made, strict=True) if document}
