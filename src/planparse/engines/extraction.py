"""What an engine gives back: a frame for each table, made from notices that are parsed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Generic, TypeVar

Frame = TypeVar("Frame")


class Extraction(Mapping[str, Frame], Generic[Frame]):
    """The frames of an extraction by the names of their tables; `outcomes` is among them.

    `parsed` is what they are made from: a row a notice, its tables as lists. The engine keeps it
    until `release()` is called, or the `with` block is left; Ray as long as the frames are held.
    """

    def __init__(
        self,
        parsed: Frame,
        tables: Mapping[str, Frame],
        release: Callable[[], object] = lambda: None,
    ) -> None:
        self.parsed = parsed
        self._tables = dict(tables)
        self._release = release

    def __getitem__(self, name: str) -> Frame:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def release(self) -> None:
        """Lets the engine forget the parsed notices; frames that are used later parse again."""
        self._release()

    def __enter__(self) -> Extraction[Frame]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
