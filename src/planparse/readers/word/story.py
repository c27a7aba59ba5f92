"""Stories: the words of a Word document as the lines that it shows, with their numbers and tables.

Changes that are tracked count as accepted, hidden text is left out, a text box stands where it
is anchored, a note behind the paragraph that refers to it. ECMA-376, part 1, 17.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from planparse.readers.lines import WIDEST, Cell, Line, Table
from planparse.readers.word.elements import is_on
from planparse.readers.word.lists import Numbering
from planparse.readers.word.paragraphs import Fields, Paragraph

_FEWEST_BLOCKS = 50_000  # paragraphs, rows and cells that any limit on characters lets pass
DEEPEST = 40  # tables inside each other; the cells of deeper ones are lines of those around them

# What stands inside is not shown, or is what stood there before a change.
_SKIPPED = frozenset((
    "w:moveFrom", "w:pPrChange", "w:rPrChange", "w:tblPrChange", "w:trPrChange", "w:tcPrChange",
    "w:tblPrExChange", "w:sectPrChange", "w:numberingChange", "w:tblGridChange", "w:rt", "w:sectPr",
    "w:framePr", "w:tblGrid",
))  # fmt: skip
_BLOCKS = frozenset(("w:p", "w:tr", "w:tc", "w:tbl"))
_SIGNS = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-",
}  # fmt: skip


class Note(NamedTuple):
    """A footnote or endnote: its kind and the lines of its text."""

    kind: str
    lines: list[str]


Notes = dict[tuple[str, str], Note]


class TooLongError(Exception):
    """The text, or the number of its paragraphs and cells, is past what was asked for."""


class Story:
    """Reads the elements of one part into `lines`; those of a part of notes into `notes`.

    `start`, `end` and `text` are called by `elements.scan`. A story ends with TooLongError where it
    has more than `longest` characters, or more than a tenth as many paragraphs and cells.
    """

    def __init__(self, numbering: Numbering, notes: Notes, longest: int) -> None:
        self.lines: list[Line] = []
        self.notes: Notes = {}
        self._numbering = numbering
        self._known = notes
        self._left = longest
        self._blocks_left = max(longest // 10, _FEWEST_BLOCKS)
        self._sink = self.lines
        self._sinks: list[list[Line]] = []
        self._above: list[str] = []
        self._skipped = 0
        self._tables: list[Table | None] = []
        self._table_count = 0
        self._open_cells: list[Cell | None] = []
        self._carried: list[Paragraph | None] = [None]  # what goes on in the next paragraph
        self._paragraphs: list[Paragraph] = []
        self._fields = Fields()
        self._reading: str | None = None  # "text", or "instruction" of a field
        self._behind_text = False  # whether nothing stands between here and the text before in its run
        self._choices: list[bool] = []
        self._placeholders: list[bool] = []
        self._noted = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "w:body": lambda attributes: self._carried.append(None),
            "w:p": self._begin_paragraph,
            "w:tbl": self._begin_table,
            "w:tr": self._begin_row,
            "w:tc": self._begin_cell,
            "w:t": self._begin_text,
            "m:t": lambda attributes: self._read("text"),
            "w:instrText": lambda attributes: self._read("instruction"),
            "w:fldChar": self._turn_field,
            "w:sym": self._put_symbol,
            "w:txbxContent": self._begin_box,
            "w:footnote": self._begin_note,
            "w:endnote": self._begin_note,
            "w:footnoteReference": lambda attributes: self._refer("footnote", attributes),
            "w:endnoteReference": lambda attributes: self._refer("endnote", attributes),
            "w:sdt": lambda attributes: self._placeholders.append(False),
            "mc:AlternateContent": lambda attributes: self._choices.append(False),
        }
        self._ends: dict[str, Callable[[], None]] = {
            "w:body": self._end_carried,
            "w:p": self._end_paragraph,
            "w:tbl": self._end_table,
            "w:tc": self._end_cell,
            "w:r": self._end_run,
            "w:t": self._end_text,
            "m:t": lambda: self._read(None),
            "w:instrText": lambda: self._read(None),
            "w:txbxContent": self._end_box,
            "w:footnote": self._end_note,
            "w:endnote": self._end_note,
            "w:sdt": self._end_control,
            "mc:AlternateContent": self._end_choices,
        }

    # ------------------------------------------------------------------ elements

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._skipped:
            self._skipped += 1
            return
        parent = self._above[-1] if self._above else ""
        if self._is_skipped(name, parent):
            self._skipped = 1
            return
        self._above.append(name)
        if name in _BLOCKS:
            self._blocks_left -= 1
            if self._blocks_left < 0:
                raise TooLongError
        begin = self._starts.get(name)
        if begin is not None:
            begin(attributes)
        elif name in _SIGNS and parent == "w:r":
            self._put(_SIGNS[name])
        elif parent.endswith("Pr"):
            self._set_property(name, parent, attributes)
        self._behind_text = False

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            return
        self._above.pop()
        finish = self._ends.get(name)
        if finish is not None:
            finish()

    def text(self, words: str) -> None:
        """Text stands between elements."""
        if self._reading == "text" and not self._skipped:
            self._put(words)
        elif self._reading and not self._skipped:
            self._fields.instruct(words)

    def _is_skipped(self, name: str, parent: str) -> bool:
        if name in _SKIPPED:
            # a mark that a paragraph or a row was moved away, not one around words
            return not (name == "w:moveFrom" and parent in ("w:rPr", "w:trPr"))
        if name == "w:del":
            return parent not in ("w:rPr", "w:trPr")
        if parent == "mc:AlternateContent" and self._choices:
            taken, self._choices[-1] = self._choices[-1], True
            return taken
        return name == "w:sdtContent" and bool(self._placeholders) and self._placeholders[-1]

    def _end_control(self) -> None:
        self._placeholders.pop()

    def _end_choices(self) -> None:
        self._choices.pop()

    def _set_property(self, name: str, parent: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val")
        paragraph = self._paragraphs[-1] if self._paragraphs else None
        if parent == "w:rPr":
            of_mark = len(self._above) > 2 and self._above[-3] == "w:pPr"
            if paragraph is None:
                return
            if of_mark and name in ("w:del", "w:moveFrom"):
                paragraph.deleted_mark = True
            elif not of_mark and name == "w:vanish":
                paragraph.hidden = is_on(attributes)
        elif parent in ("w:pPr", "w:numPr") and paragraph is not None:
            if name == "w:pStyle":
                paragraph.style = value
            elif name == "w:numId":
                paragraph.list_id = value
            elif name == "w:ilvl" and value is not None and value.strip().isdecimal():
                paragraph.depth = int(value[:3])
        elif parent == "w:trPr":
            self._set_row(name, value, attributes)
        elif parent == "w:tcPr":
            self._set_cell(name, value)
        elif parent == "w:sdtPr" and name == "w:showingPlcHdr" and self._placeholders:
            self._placeholders[-1] = is_on(attributes)

    # ------------------------------------------------------------------ words

    def _read(self, what: str | None) -> None:
        self._reading = what

    def _begin_text(self, attributes: dict[str, str]) -> None:
        if self._behind_text and len(self._fields):
            self._put(
                "\n"
            )  # LibreOffice drops the mark where a paragraph ends inside a field of an old file
        self._read("text")

    def _end_text(self) -> None:
        self._read(None)
        self._behind_text = True

    def _put(self, words: str) -> None:
        if not self._paragraphs or self._paragraphs[-1].hidden or not self._fields.show():
            return
        self._left -= len(words)
        if self._left < 0:
            raise TooLongError
        self._paragraphs[-1].parts.append(words)

    def _put_symbol(self, attributes: dict[str, str]) -> None:
        try:
            code = int(attributes.get("w:char", ""), 16)
        except ValueError:
            return
        if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE:
            self._put(chr(code))

    def _end_run(self) -> None:
        if self._paragraphs:
            self._paragraphs[-1].hidden = False

    def _turn_field(self, attributes: dict[str, str]) -> None:
        shown = self._fields.turn(attributes.get("w:fldCharType"))
        if shown:
            self._put(shown)

    # ------------------------------------------------------------------ paragraphs

    def _begin_paragraph(self, attributes: dict[str, str]) -> None:
        carried, self._carried[-1] = self._carried[-1], None
        if carried is not None:
            carried.begin_anew()
        self._paragraphs.append(carried or Paragraph(len(self._fields)))

    def _end_paragraph(self) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs.pop()
        self._fields.drop_broken(paragraph.fields)
        if paragraph.deleted_mark:
            self._carried[-1] = paragraph
            return
        self._finish(paragraph)

    def _finish(self, paragraph: Paragraph) -> None:
        number = self._numbering.next(paragraph.style, paragraph.list_id, paragraph.depth)
        lines = paragraph.lines(number)
        if number and not lines and self._open_cells:
            lines = [Line(number)]  # the cells of a column 序号 often hold nothing else
        self._sink += lines
        self._sink += paragraph.boxes
        for reference in paragraph.notes:
            self._put_note(reference)

    # ------------------------------------------------------------------ boxes and notes

    def _begin_box(self, attributes: dict[str, str]) -> None:
        self._sinks.append(self._sink)
        self._carried.append(None)
        host = self._paragraphs[-1] if self._paragraphs else None
        if host is not None and host.has_words():
            self._sink = host.boxes

    def _end_box(self) -> None:
        self._end_carried()
        self._sink = self._sinks.pop()

    def _end_carried(self) -> None:
        """A paragraph whose mark was deleted, and that no other follows, ends all the same."""
        carried = self._carried.pop()
        if carried is not None:
            self._finish(carried)

    def _begin_note(self, attributes: dict[str, str]) -> None:
        self._sinks.append(self._sink)
        self._carried.append(None)
        kind = self._above[-1].removeprefix("w:")
        lines: list[Line] = []
        self._sink = lines
        if attributes.get("w:type", "normal") == "normal":
            self.notes[kind, attributes.get("w:id", "")] = Note(kind, [])

    def _end_note(self) -> None:
        self._end_carried()
        lines = [line.text for line in self._sink]
        self._sink = self._sinks.pop()
        last = next(reversed(self.notes.values()), None)
        if last is not None and not last.lines:
            last.lines.extend(lines)

    def _refer(self, kind: str, attributes: dict[str, str]) -> None:
        reference = kind, attributes.get("w:id", "")
        if self._paragraphs and not self._paragraphs[-1].hidden and reference in self._known:
            self._paragraphs[-1].notes.append(reference)

    def _put_note(self, reference: tuple[str, str]) -> None:
        note = self._known[reference]
        self._noted += 1
        words = " ".join([line.strip() for line in note.lines])
        self._left -= len(words)
        if self._left < 0:
            raise TooLongError
        if words.strip():
            # a note in a cell stands behind the table
            outer = next((table for table in self._tables if table is not None), None)
            sink = self._sink if outer is None else outer.notes
            sink.append(Line(f"注{self._noted}：{words}", place=f"{note.kind} {self._noted}"))

    # ------------------------------------------------------------------ tables

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._end_carried()
        self._carried += [None, None]
        if len(self._tables) >= DEEPEST:
            self._tables.append(None)
            return
        for table in self._tables[-1:]:
            if table is not None:
                table.nested = True
        self._table_count += 1
        table = Table(self._table_count, self._sink)
        self._tables.append(table)
        self._sink = table.loose

    def _end_table(self) -> None:
        self._end_carried()
        table = self._tables.pop()
        if table is not None:
            self._sink = table.around
            self._sink += table.lines()
            self._sink += table.notes

    def _begin_row(self, attributes: dict[str, str]) -> None:
        if self._tables and self._tables[-1] is not None:
            self._tables[-1].add_row()

    def _set_row(self, name: str, value: str | None, attributes: dict[str, str]) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None or not table.rows:
            return
        if name == "w:tblHeader" and is_on(attributes):
            table.headers.add(len(table.rows) - 1)
        elif name == "w:gridBefore" and _count(value):
            table.add_cell(_count(value))
        elif name in ("w:del", "w:moveFrom"):
            table.deleted.add(len(table.rows) - 1)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._carried.append(None)
        self._sinks.append(self._sink)
        table = self._tables[-1] if self._tables else None
        cell = None
        if table is not None:
            if not table.rows:
                table.add_row()
            cell = table.add_cell()
            self._sink = cell.lines
        self._open_cells.append(cell)

    def _set_cell(self, name: str, value: str | None) -> None:
        cell = self._open_cells[-1] if self._open_cells else None
        table = self._tables[-1] if self._tables else None
        if cell is None or table is None:
            return
        if name == "w:gridSpan":
            cell.columns = max(1, min(_count(value), WIDEST))
        elif name == "w:vMerge":
            cell.continues = value != "restart"

    def _end_cell(self) -> None:
        self._end_carried()
        if self._open_cells:
            self._open_cells.pop()
            self._sink = self._sinks.pop()


def _count(value: str | None) -> int:
    found = re.match(r"\s*(\d{1,4})", value or "", re.ASCII)
    return int(found[1]) if found else 0
