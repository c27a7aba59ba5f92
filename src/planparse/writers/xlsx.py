"""XLSX for Excel, WPS and LibreOffice: the division of tasks, then a sheet for each table.

Every text is written as text, never as a formula or a link. A text longer than a cell holds
goes on in the row below, a table longer than a sheet on a further sheet: nothing is cut.
Needs `planparse[xlsx]` (XlsxWriter).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from planparse.writers.captions import TASK_SHEET, TASKS, table_caption
from planparse.writers.columns import Type, carried
from planparse.writers.sheets import Sheet, Styles, columns_of, folded_of

if TYPE_CHECKING:
    from planparse.writers import Layout, Records

# The same input gives the same bytes: no clock in the document's properties.
_MADE = datetime(2000, 1, 1)
_TASK_WIDTHS = (6, 15, 17, 54, 26, 15, 24, 11, 17)


def write_xlsx(records: Records, layout: Layout) -> Iterator[bytes]:
    """One workbook of whole notices, or of the rows of `layout.table`."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(stream, options)
    book.set_properties({"created": _MADE})
    styles = Styles(book)
    if layout.table is None:
        _write_notices(book, styles, records, layout.lang)
    else:
        sheet = _sheet_of(layout.table.name, book, styles, layout.lang)
        for record in records:
            assert isinstance(record, dict)
            sheet.write(list(record.values()))
        sheet.end()
    book.close()
    yield stream.getvalue()


def _write_notices(book: Any, styles: Styles, notices: Any, lang: str) -> None:
    from planparse.writers.tasks import find_tasks

    kinds = [Type("integer"), *[Type("text")] * (len(TASKS[lang]) - 1)]
    columns = list(zip(TASKS[lang], kinds, strict=True))
    tasks = Sheet(book, styles, TASK_SHEET[lang], columns, lang=lang, widths=_TASK_WIDTHS)
    sheets = [(table, _sheet_of(table.name, book, styles, lang)) for table in carried()]
    number = 0
    for notice in notices:
        for task in find_tasks(notice, lang):
            number += 1
            tasks.write([number, *task])
        for table, sheet in sheets:
            assert table.rows is not None
            for row in table.rows(notice):
                sheet.write(list(row.values()))
    for sheet in (tasks, *(sheet for _, sheet in sheets)):
        sheet.end()


def _sheet_of(name: str, book: Any, styles: Styles, lang: str) -> Sheet:
    caption = table_caption(name, lang)
    return Sheet(book, styles, caption, columns_of(name, lang), lang=lang, folded=folded_of(name))
