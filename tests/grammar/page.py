"""A notice while it is written: its paragraphs, and beside them the truth about each number."""

from __future__ import annotations

from typing import NamedTuple

from .numerals import key

UNKNOWN = "?"  # a heading that the guide does not settle, so it is not compared


class Row(NamedTuple):
    """One numbered division: where its number stands, its numbers from the root, its title or None."""

    start: int
    path: str
    heading: str | None


class Paragraph:
    """Words that stood on a line of their own; the starts of its rows count from its beginning."""

    __slots__ = ("role", "rows", "words")

    def __init__(self, role: str, words: str) -> None:
        self.role = role
        self.words = words
        self.rows: list[Row] = []


class Page:
    """The paragraphs of a notice, in order, and the tree of numbers that is open."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._open: list[tuple[int, str]] = []
        self._box: list[tuple[int, str]] | None = None

    def write(self, role: str, words: str) -> Paragraph:
        """A paragraph without a number."""
        self.paragraphs.append(Paragraph(role, words))
        return self.paragraphs[-1]

    def begin(self) -> None:
        """Another document begins: no number is open."""
        self._open, self._box = [], None

    def annex(self, label: str, title: str = "") -> None:
        """A label that is a row, as 附件2 is; what follows stands inside it."""
        self._open, self._box = [(0, key(label))], None
        self.write("label", label + title).rows.append(Row(0, key(label), UNKNOWN))

    def box(self, label: str, title: str, between: str) -> None:
        """A box such as 专栏1, to its `end_box`; in broken sources the label has several lines."""
        self._box = [(0, key(label))]
        lines = f"{label}{between}{title}".split("\n")
        self.write("box", lines[0]).rows.append(Row(0, key(label), title))
        for line in lines[1:]:
            self.write("box-line", line)

    def end_box(self) -> None:
        """What follows stands in the notice again."""
        self._box = None

    def division(
        self,
        level: int,
        number: str,
        title: str | None = None,
        body: str = "",
        *,
        gap: str = "",
        stop: str = "。",
        heading: str | None = "",
        same_line: bool = False,
        role: str = "",
    ) -> None:
        """A numbered division: a title alone on its line, a title with a body, or a body alone.

        `heading` is the truth where it is not `title`, `role` the paragraph's where its shape does
        not say it. With `same_line` it goes on in the
        paragraph before, as items do that are run together.
        """
        rows = self._open if self._box is None else self._box
        while rows and rows[-1][0] >= level:
            rows.pop()
        rows.append((level, key(number)))
        path = "/".join(part for _, part in rows)
        title_words = "" if title is None else title + (stop if body else "")
        words = f"{number}{gap}{title_words}{body}"
        if same_line:
            paragraph = self.paragraphs[-1]
        else:
            shape = "provision" if title is None else "item" if body else "heading"
            paragraph = self.write(role or shape, "")
        truth = title if heading == "" else heading
        paragraph.rows.append(Row(len(paragraph.words), path, truth))
        paragraph.words += words
