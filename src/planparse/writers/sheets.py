"""One table on sheets of a workbook: header, cells, widths, filter, print set-up."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from planparse.writers.captions import PAGES, column_caption
from planparse.writers.cells import encodable, flat, width
from planparse.writers.columns import Type, types
from planparse.writers.tables import TABLES

ROWS = 1_048_576  # of a sheet
CELL = 32_767  # UTF-16 units of a cell
_NAME = 31  # characters of a sheet's name
_FIRST_DAY = date(1900, 3, 1)  # before it the calendars of spreadsheets differ
# What a spreadsheet would run where a person edits the cell: it is marked as text for good.
_FORMULA = r"(?s)[\t\r]|\s*[=+\-@＝＋－＠]."

_NARROW, _WIDE, _WIDEST_HEAD = 6, 44, 18  # columns in characters; a Chinese one takes two
_LOOKED_AT = 300  # rows by which widths are chosen
_A4 = 9
_PAGE = 210  # characters across a page that can still be read
_LINE, _PADDING, _TALLEST = 13.2, 3.0, 409.0  # points: a line, what is around it, the tallest row

# For machines: there, but folded behind the + above the header, so that the rest can be read.
_FOLDED = frozenset((
    "start", "end", "source_start", "source_end", "scope_start", "scope_end", "text_start", "text_end",
    "confidence", "rule", "parent_id", "level", "ordinal", "source_sha256", "source_kind", "encoding",
    "coverage", "deadline_derived", "part",
))  # fmt: skip


class Styles:
    """The formats of a workbook's cells."""

    def __init__(self, book: Any) -> None:
        base = {
            "font_name": "宋体",
            "font_size": 10,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
            "border_color": "#BFBFBF",
        }
        self.text = book.add_format(base)
        self.guarded = book.add_format(base | {"quote_prefix": True})
        self.middle = book.add_format(base | {"align": "center"})
        # Excel shows a truth value as it is; LibreOffice takes its neighbour's format for it.
        shown = '"TRUE";"TRUE";"FALSE"'
        self.truth = book.add_format(base | {"align": "center", "num_format": shown})
        self.day = book.add_format(base | {"num_format": "yyyy-mm-dd", "align": "center"})
        head = {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DDE6F0"}
        self.head = book.add_format(base | head)


class Sheet:
    """A sheet that takes the rows of one table; past the last row a further sheet goes on.

    `columns` are the captions with their types, in order. `widths` are those of the columns;
    without them they follow from the cells. `folded` are the numbers of the columns that are
    shown on request only.
    """

    def __init__(
        self,
        book: Any,
        styles: Styles,
        name: str,
        columns: Sequence[tuple[str, Type]],
        *,
        lang: str,
        widths: Sequence[int] | None = None,
        folded: Collection[int] = (),
    ) -> None:
        self._book = book
        self._styles = styles
        self._name = name
        self._columns = columns
        self._lang = lang
        self._widths = widths
        self._folded = folded
        self._texts: list[list[tuple[int, str]]] = []  # of each row, for its height
        self._seen = [min(width(caption) + 3, _WIDEST_HEAD) for caption, _ in columns]
        self._count = 0
        self._begin()

    def write(self, values: Sequence[Any]) -> None:
        """One row, and below it what of its texts no cell can hold."""
        rest: list[Any] = list(values)
        while True:
            if self._at == ROWS:
                self.end()
                self._begin()
            self._texts.append([])
            over: list[Any] = [None] * len(rest)
            for column, value in enumerate(rest):
                over[column] = self._cell(column, value)
            self._at += 1
            if not any(over):
                return
            rest = over

    def end(self) -> None:
        """Closes the sheet: filter, widths, heights."""
        widths = [max(seen, _NARROW) for seen in self._widths or self._seen]
        self._sheet.autofilter(0, 0, max(self._at - 1, 1), len(widths) - 1)
        for column, wide in enumerate(widths):
            hidden = {"level": 1, "hidden": True} if column in self._folded else {}
            self._sheet.set_column(column, column, wide, None, hidden)
            if column and not hidden and column - 1 in self._folded:
                self._sheet.set_column(column, column, wide, None, {"collapsed": True})
        shown = sum(wide for column, wide in enumerate(widths) if column not in self._folded)
        across = max(ceil(shown / _PAGE - 0.1), 1)  # a tenth less than legible is borne
        self._sheet.fit_to_pages(across, 0)
        if across > 1:
            self._sheet.repeat_columns(0, 1)
        # Excel finds a row's height by itself, LibreOffice and some of WPS take what is written.
        for row, texts in enumerate(self._texts, 1):
            lines = max(
                (_lines(text, widths[column]) for column, text in texts if column not in self._folded),
                default=1,
            )
            self._sheet.set_row(row, min(lines * _LINE + _PADDING, _TALLEST))
        self._texts = []

    def _begin(self) -> None:
        self._count += 1
        name = self._name if self._count == 1 else f"{self._name[: _NAME - 4]} {self._count}"
        self._sheet = self._book.add_worksheet(name[:_NAME])
        self._at = 1
        for column, (caption, _) in enumerate(self._columns):
            self._sheet.write_string(0, column, caption, self._styles.head)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        self._sheet.set_header(f'&C&"宋体,Bold"&14{name}', {"margin": 0.3})
        self._sheet.set_footer(f"&C&9{PAGES[self._lang]}", {"margin": 0.3})

    def _cell(self, column: int, value: Any) -> str | None:
        """Writes one value; gives what is left of its text."""
        kind = self._columns[column][1].kind
        row, sheet, styles = self._at, self._sheet, self._styles
        value = flat(value)
        if value is None or value == "":
            sheet.write_blank(row, column, None, styles.text)
            return None
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, styles.truth)
            return None
        if isinstance(value, (int, float)):
            sheet.write_number(row, column, value, styles.middle)
            self._look(column, repr(value))
            return None
        if kind == "date" and date.fromisoformat(value) >= _FIRST_DAY:
            sheet.write_datetime(row, column, datetime.fromisoformat(value), styles.day)
            self._look(column, value)
            return None
        text = encodable(str(value))
        size = CELL if len(text) <= CELL // 2 or text.isascii() or max(text) <= "\uffff" else CELL // 2
        piece, rest = text[:size], text[size:]
        style = styles.guarded if re.match(_FORMULA, piece) else styles.text
        if piece.startswith("<r>") and piece.endswith("</r>"):  # XlsxWriter takes that for its own
            sheet.write_rich_string(row, column, piece[:1], styles.text, piece[1:], style)
        else:
            sheet.write_string(row, column, piece, style)
        self._look(column, piece)
        return rest or None

    def _look(self, column: int, text: str) -> None:
        self._texts[-1].append((column, text))
        if self._widths is None and self._at <= _LOOKED_AT and self._seen[column] < _WIDE:
            self._seen[column] = max(self._seen[column], min(width(text[:400]) + 1, _WIDE))


def _lines(text: str, wide: int) -> int:
    """How many lines a text takes in a column so wide; none but the first thousands count."""
    room = max(wide * 21 // 20, 2)  # a column's unit is a digit of 11 points, the text has 10
    return sum(max(-(-width(line) // room), 1) for line in text[:4000].split("\n"))


def folded_of(name: str) -> list[int]:
    """The numbers of the columns of the table called `name` that a person seldom needs."""
    return [
        number
        for number, column in enumerate(TABLES[name].columns)
        if column in _FOLDED or (column.endswith(("_id", "_ids")) and column != "division_id")
    ]


def columns_of(name: str, lang: str) -> list[tuple[str, Type]]:
    """The columns of the table called `name`, with their captions in `lang`."""
    return [(column_caption(column, lang), of) for column, of in types(name).items()]
