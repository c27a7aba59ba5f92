"""What is asked of a batch, and what workers are handed: plain values, cheap to send."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import NamedTuple

from planparse import __version__

SECONDS, MEGABYTES = 120.0, 1_500  # that a notice may take

# What decides when, where or how patiently something is done, and never what comes out.
_OF_NO_EFFECT = ("rules", "agencies", "seconds", "megabytes")


@dataclass(frozen=True)
class Order:
    """How notices are read and what is made of each; the same for every notice of a batch.

    `form` is the name of a writer, `table` that of a table where only its rows are wanted;
    `everything` asks for the tables on request too, `each` for a file of each notice; `size` is the
    length beyond which chunks are split. `rules` and `agencies` are paths of the user's own,
    `digest` is that of the rulebook they make. `seconds` and `megabytes` bound one notice.
    """

    form: str = "jsonl"
    table: str | None = None
    everything: bool = False
    each: bool = False
    excel: bool = False
    lang: str = "zh"
    size: int | None = None
    encoding: str | None = None
    max_chars: int = 10_000_000
    rules: str | None = None
    agencies: str | None = None
    digest: str = ""
    seconds: float = SECONDS
    megabytes: int = MEGABYTES

    @property
    def key(self) -> str:
        """The sha256 over all that a result depends on beside the input: also planparse's version.

        >>> Order(seconds=1).key == Order().key, Order(form="csv").key == Order().key
        (True, False)
        """
        told = {name: value for name, value in asdict(self).items() if name not in _OF_NO_EFFECT}
        told["version"] = __version__
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


class Input(NamedTuple):
    """One input: its number in the batch, its name, its bytes.

    `encoding` is that of bytes whose text is known (a column's). Where there are no bytes, `trouble`
    says why, and what to do.
    """

    number: int
    name: str
    data: bytes | None
    encoding: str | None = None
    trouble: str = ""


Chunk = tuple[Input, ...]
