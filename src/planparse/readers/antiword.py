"""What antiword prints of a Word 97 file: paragraphs, tables drawn with bars, marks for pictures."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from planparse.readers.lines import Line, Table

_ROW = re.compile(r"\s*(\|.+\|)\s*")
_PICTURE = re.compile(r"\s*\[pic\]\s*")
_ROOM = 2  # columns of the screen that a Chinese character takes


def read_listing(text: str) -> list[Line]:
    """The lines of what antiword printed, one a paragraph; those of a table as its rows.

    Antiword draws a row as cells between bars, and breaks the words of a cell that has no room:
    a line is the rest of the row above where it holds words only below cells that are full.

    >>> [line.text for line in read_listing("|序号  |任务  |\\n|1     |甲乙丙|\\n|      |丁    |")]
    ['序号\\t任务', '1\\t甲乙丙丁']
    """
    result: list[Line] = []
    rows: list[list[str]] = []
    count = 0
    for line in [*text.splitlines(), ""]:
        found = _ROW.fullmatch(line)
        cells = found[1][1:-1].split("|") if found else []
        if rows and len(cells) != len(rows[0]):
            count += 1
            result += _table(rows, count)
            rows = []
        if len(cells) > 1:
            rows.append(cells)
        elif line.strip() and not _PICTURE.fullmatch(line):
            result.append(Line(line.strip(" ")))
    return result


def _table(rows: list[list[str]], number: int) -> list[Line]:
    table = Table(number, [])
    above: list[str] = []
    words: list[str] = []
    for row in [*rows, None]:
        if row is not None and above and _goes_on(row, above):
            words = [one.rstrip() + other.strip() for one, other in zip(words, row, strict=True)]
        else:
            if above:
                table.add_row()
                for cell in words:
                    held = table.add_cell()
                    held.lines += [Line(cell.strip())] if cell.strip() else []
            words = row or []
        above = row or []
    return table.lines()


def _goes_on(row: list[str], above: list[str]) -> bool:
    """Whether all words of a row stand below cells that had no room for one more character."""
    full = [_width(cell.rstrip()) + _ROOM > _width(cell) for cell in above]
    filled = [bool(cell.strip()) for cell in row]
    return any(filled) and all(full[column] for column, has in enumerate(filled) if has)


def _width(text: str) -> int:
    return sum([2 if east_asian_width(ch) in "WF" else 1 for ch in text])
