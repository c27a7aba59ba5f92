"""Paragraphs of a Word document while they are read, and the fields whose results they show."""

from __future__ import annotations

import re

from planparse.readers.lines import Line

# A circled number that an author drew by a formula: EQ \o\ac(○,1).
_ENCLOSED = r"(?i)\s*eq\s*\\o\s*(?:\\ac)?\s*[(（]\s*[○〇]\s*[,，;；]\s*(\d{1,2})\s*[)）]"
_LONGEST_INSTRUCTION = 200
_CLOSING = "、）)．。：.】〕》」—"
_BLANK = " \t\u3000"


class Paragraph:
    """A paragraph while it is read; `boxes` are the lines of text boxes behind its first words.

    A `deleted_mark` joins it to the next one; `hidden` is set while a run is open that is not
    shown; `fields` is how many fields were open before it.
    """

    __slots__ = (
        "boxes", "deleted_mark", "depth", "fields", "hidden", "list_id", "notes", "parts", "style",
    )  # fmt: skip

    def __init__(self, fields: int) -> None:
        self.parts: list[str] = []
        self.boxes: list[Line] = []
        self.notes: list[tuple[str, str]] = []
        self.hidden = False
        self.fields = fields
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forgets its properties: those of the paragraph that it is joined to count."""
        self.style: str | None = None
        self.list_id: str | None = None
        self.depth: int | None = None
        self.deleted_mark = False

    def has_words(self) -> bool:
        """Whether it holds more than white space so far."""
        return any(part.strip() for part in self.parts)

    def lines(self, number: str) -> list[Line]:
        """Its lines, parted where it breaks one, with the computed `number` before the first."""
        result: list[Line] = []
        for words in "".join(self.parts).split("\n"):
            if not words.strip():
                continue
            numbered = number and not result
            line = Line(number + _between(number, words) + words.lstrip(_BLANK) if numbered else words)
            line.goes_on = bool(result)
            result.append(line)
        return result


def _between(number: str, words: str) -> str:
    """The blank between a computed number and its paragraph, where the two would run together."""
    first = words.lstrip(_BLANK)[:1]
    return "" if number[-1] in _CLOSING and not (first.isascii() and first.isalnum()) else " "


class Fields:
    """The fields that are open, the innermost last: of each only the result is shown."""

    __slots__ = ("_instructions", "_results")

    def __init__(self) -> None:
        self._results: list[bool] = []  # of each, whether its result has begun
        self._instructions: list[str] = []

    def __len__(self) -> int:
        return len(self._results)

    def show(self) -> bool:
        """Whether what stands here is part of a result, or of no field."""
        return all(self._results)

    def instruct(self, words: str) -> None:
        """Words of an instruction."""
        if self._instructions:
            self._instructions[-1] = (self._instructions[-1] + words)[:_LONGEST_INSTRUCTION]

    def turn(self, kind: str | None) -> str:
        """A field begins, its result begins, or it ends; gives what is shown for one without result."""
        if kind == "begin":
            self._results.append(False)
            self._instructions.append("")
        elif kind == "separate" and self._results:
            self._results[-1] = True
        elif kind == "end" and self._results:
            instruction = self._instructions.pop()
            enclosed = None if self._results.pop() else re.match(_ENCLOSED, instruction)
            if enclosed and 1 <= int(enclosed[1]) <= 20:
                return chr(ord("①") + int(enclosed[1]) - 1)
        return ""

    def drop_broken(self, before: int) -> None:
        """A paragraph ends: instructions that began in it, behind `before` fields, are broken."""
        while len(self._results) > before and not self._results[-1]:
            self._results.pop()
            self._instructions.pop()
