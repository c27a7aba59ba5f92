"""CSV by RFC 4180: the rows of one table, with a header, lines ended by CR LF.

A list is joined by `；`, an unknown value is empty. Text that a spreadsheet would run as a
formula gets an apostrophe in front, always; numbers never. `--excel` puts a byte order
mark before the first row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planparse.writers import Layout, Records

# What Excel, WPS and LibreOffice take for a formula, also full-width and behind white space.
# A single sign, such as a comparator =, is text to all of them.
_FORMULA = r"(?s)[\t\r]|\s*[=+\-@＝＋－＠]."


def write_csv(records: Records, layout: Layout) -> Iterator[bytes]:
    """The header and the rows; `layout.table` must be given."""
    from csv import writer
    from io import StringIO

    table = layout.table
    if table is None:
        raise ValueError("CSV holds the rows of one table")
    buffer = StringIO(newline="")
    out = writer(buffer)
    out.writerow(table.columns)
    yield ("\ufeff" if layout.excel else "").encode()
    for record in records:
        assert isinstance(record, dict)
        out.writerow([cell(record[column]) for column in table.columns])
        if buffer.tell() > 65_536:
            yield _taken(buffer)
    yield _taken(buffer)


def cell(value: Any) -> str:
    """One value as the text of a cell.

    >>> cell(["财政部", None]), cell(None), cell(True), cell(-5), cell("=1+1"), cell("=")
    ('财政部；', '', 'true', '-5', "'=1+1", '=')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, list):
        value = "；".join(["" if item is None else str(item) for item in value])
    text = str(value)
    return "'" + text if re.match(_FORMULA, text) else text


def _taken(buffer: Any) -> bytes:
    data: bytes = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data
