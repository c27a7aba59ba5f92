"""The journal: what was done, so that a run which was interrupted goes on.

Frames are appended, each with its length and a checksum, and the disk is told to keep them before
the next is taken. What stands behind the last whole frame is cut off when the journal is opened:
it is of a run that was killed while it wrote. The first line says what the results depend on; a journal
of another rulebook, version or order is begun anew.
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from planparse.batch.frames import Entry, Frame, as_line, parse_frame
from planparse.batch.names import mark_of
from planparse.batch.staging import troubled, write

_SLOTS = 4096  # entries that a frame has at most
_FRAME = 64  # entries of a frame once the journal is in order
_FULL = 4_000_000  # bytes of pieces that fill a frame before
_HELD = 3  # frames that are kept while they are read

NOWHERE = -1


class Journal:
    """The journal at `path`, for results that depend on `key`. Raises WriteError as `troubled` does.

    A place says where an entry stands. `find` knows what stood there when it was opened; `append`
    says where something stands now. `grew` says whether anything was appended.
    """

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._head = as_line({"journal": 1, "key": key})
        self._index: dict[int, int] = {}
        self._held: OrderedDict[int, Frame] = OrderedDict()
        self.grew = False
        with troubled(path.name):
            self._file: IO[bytes] = path.open("r+b" if path.exists() else "x+b")
            self._end = self._scan()

    def _scan(self) -> int:
        """Reads the whole journal, and cuts off what is no frame."""
        if self._file.readline() != self._head:
            self._file.seek(0)
            self._file.truncate()
            write(self._file, self._head)
            self._settle()
            return self._file.tell()
        end = self._file.tell()
        while (body := self._frame()) is not None:
            for slot, entry in enumerate(parse_frame(body).entries):
                self._index[mark_of(entry["source_name"])] = end * _SLOTS + slot
            end = self._file.tell()
        self._file.seek(end)
        self._file.truncate()
        return end

    def _frame(self) -> bytes | None:
        """The frame that the file stands before, or None where there is no whole one."""
        head = self._file.readline(40).split()
        if len(head) != 2 or not head[0].isdigit():
            return None
        body = self._file.read(int(head[0]))
        whole = len(body) == int(head[0]) and b"%08x" % zlib.crc32(body) == head[1]
        return body if whole else None

    def _settle(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def find(self, name: str) -> tuple[int, Entry] | None:
        """The place and entry of the input called `name` as the journal was opened, or None."""
        place = self._index.get(mark_of(name))
        if place is None:
            return None
        entry = self.entry(place)
        return (place, entry) if entry["source_name"] == name else None

    def append(self, frame: Frame) -> list[int]:
        """The places of the entries of `frame`, which is on the disk when this returns."""
        data = record(frame)
        self.grew = True
        with troubled(self._path.name):
            self._file.seek(self._end)
            write(self._file, data)
            self._settle()
        start, self._end = self._end, self._end + len(data)
        return [start * _SLOTS + slot for slot in range(len(frame.entries))]

    def entry(self, place: int) -> Entry:
        """The entry at `place`."""
        return self._at(place // _SLOTS).entries[place % _SLOTS]

    def piece(self, place: int) -> bytes:
        """What was made of the notice at `place`."""
        piece = self._at(place // _SLOTS).pieces[place % _SLOTS]
        return zlib.decompress(piece) if piece else b""

    def entries(self, places: array[int]) -> Iterator[Entry]:
        """The entries at `places`, in that order."""
        return map(self.entry, places)

    def _at(self, offset: int) -> Frame:
        if (held := self._held.get(offset)) is not None:
            self._held.move_to_end(offset)
            return held
        self._file.seek(offset)
        body = self._frame()
        assert body is not None, "the journal was changed by somebody else"
        frame = self._held[offset] = parse_frame(body)
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return frame

    def rewrite(self, places: array[int]) -> Iterator[int]:
        """Writes the journal anew with what stands at `places`, in that order, and nothing else.

        Goes on as its places are taken from the iterator; when the last was taken it takes the
        journal's place. However a run was interrupted, and by how many workers it was done,
        the journal is the same then.
        """
        beside = self._path.with_suffix(".part")
        entries: list[Entry] = []
        pieces: list[bytes] = []
        with troubled(self._path.name), open(beside, "wb") as file:
            write(file, self._head)
            for place in places:
                yield place
                frame = self._at(place // _SLOTS)
                entries.append(frame.entries[place % _SLOTS])
                pieces.append(frame.pieces[place % _SLOTS])
                if len(entries) == _FRAME or sum(map(len, pieces)) >= _FULL:
                    write(file, record(Frame(entries, pieces)))
                    entries, pieces = [], []
            if entries:
                write(file, record(Frame(entries, pieces)))
            file.flush()
            os.fsync(file.fileno())
        self.close()
        with troubled(self._path.name):
            os.replace(beside, self._path)

    def close(self) -> None:
        """Lets go of the file."""
        self._held.clear()
        self._file.close()


def record(frame: Frame) -> bytes:
    """A frame as it stands in the journal: without what only its run knows."""
    body = Frame(frame.entries, frame.pieces).to_bytes()
    return b"%d %08x\n" % (len(body), zlib.crc32(body)) + body
