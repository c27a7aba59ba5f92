"""Frames: what a worker says of a chunk, as bytes.

A frame is a line of JSON and behind it the pieces, one behind the other: what was made of each
notice, compressed. The line holds an entry for each input, which becomes its line of the
manifest, the length of its piece, and in frames from workers its number and how long it took.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate
from typing import Any, NamedTuple

from planparse.batch.order import Input

Entry = dict[str, Any]

_ODD = "[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


class Failure(StrEnum):
    """The closed list of codes that an input fails with."""

    UNREADABLE = "unreadable"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    DEFECT = "defect"


class Frame(NamedTuple):
    """The entries of some inputs, and the piece of each; empty for one that failed."""

    entries: Sequence[Entry]
    pieces: Sequence[bytes]
    numbers: Sequence[int] = ()
    seconds: Sequence[float] = ()

    def to_bytes(self) -> bytes:
        """The frame as bytes; the same frame gives the same bytes.

        >>> frame = Frame([{"source_name": "甲.txt"}], [b"12"], [7], [0.5])
        >>> frame.to_bytes().decode()
        '{"entries":[{"source_name":"甲.txt"}],"sizes":[2],"numbers":[7],"seconds":[0.5]}\\n12'
        >>> parse_frame(frame.to_bytes()) == frame
        True
        """
        told: dict[str, Any] = {"entries": self.entries, "sizes": [len(piece) for piece in self.pieces]}
        if self.numbers:
            told |= {"numbers": self.numbers, "seconds": self.seconds}
        return b"".join([as_line(told), *self.pieces])


def parse_frame(data: bytes) -> Frame:
    """The frame that `Frame.to_bytes` gave. Raises ValueError where the bytes are none."""
    head, _, rest = data.partition(b"\n")
    told = json.loads(head)
    ends = list(accumulate(told["sizes"]))
    pieces = [rest[end - size : end] for size, end in zip(told["sizes"], ends, strict=True)]
    return Frame(told["entries"], pieces, told.get("numbers", ()), told.get("seconds", ()))


def as_line(value: Any) -> bytes:
    r"""`value` as one line of JSON that can steer no terminal, whatever a name holds.

    >>> as_line({"source_name": "a\nb\x9b"})
    b'{"source_name":"a\\nb\\u009b"}\n'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if re.search(_ODD, text):
        text = re.sub(_ODD, lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.encode() + b"\n"


def entry_of_failure(item: Input, digest: str | None, code: Failure, message: str) -> Entry:
    """The entry of an input of which nothing came."""
    return {
        "source_name": item.name,
        "sha256": digest,
        "bytes": None if item.data is None else len(item.data),
        "outcome": "failed",
        "code": code.value,
        "message": message,
    }


def failed_frame(item: Input, code: Failure, message: str, seconds: float) -> bytes:
    """The frame of one input that failed outside of what parses it."""
    from hashlib import sha256

    digest = None if item.data is None else sha256(item.data).hexdigest()
    entry = entry_of_failure(item, digest, code, message)
    return Frame([entry], [b""], [item.number], [seconds]).to_bytes()
