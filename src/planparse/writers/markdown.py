"""Markdown: the restored notice with its headings, lists and tables, and the facts of each measure.

The words are the notice's, furniture left out, and none can be taken for a mark of Markdown.
Who answers for a measure, what it aims at and when stands in a table behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from planparse.writers.captions import FACT_NAMES, FACTS, HEAD, column_caption
from planparse.writers.cells import encodable, flat
from planparse.writers.measures import FRAMES, Facts, beyond, bodies, caption, is_measure
from planparse.writers.tables import plain
from planparse.writers.tasks import date_words

if TYPE_CHECKING:
    from planparse.model import Division, Notice, Target
    from planparse.writers import Layout, Records

_DEEPEST = 6  # levels of headings that Markdown has
_LONG = 80  # characters of a heading; a longer one is a paragraph
_SIGNS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ ", "=": "", "range": ""}
_CHANGES = {"reach": "", "increase_by": "+ ", "decrease_by": "− ", "multiply": "× "}
_ABOUT = (
    "title", "doc_number", "issuers", "issue_date", "addressees", "genre", "instrument", "plan_title",
    "period_start", "period_end", "effective_date", "expiry_date", "publicity", "approved_by",
)  # fmt: skip


def write_markdown(records: Records, layout: Layout) -> Iterator[bytes]:
    """Whole notices one behind the other, or the rows of `layout.table` as one table."""
    if layout.table is not None:
        table = layout.table
        yield f"{_line([column_caption(name, layout.lang) for name in table.columns])}\n".encode()
        yield f"{_line(['---'] * len(table.columns), marks=True)}\n".encode()
        for row in records:
            assert isinstance(row, dict)
            yield f"{_line([_cell(row[name]) for name in table.columns])}\n".encode()
        return
    before = ""
    for notice in records:
        assert not isinstance(notice, dict)
        yield (before + "\n\n".join(_blocks(notice, layout.lang)) + "\n").encode()
        before = "\n* * *\n\n"


def escaped(text: str) -> str:
    r"""Words that no reader of Markdown takes for marks, on one line, without blanks around them.

    >>> print(escaped("1. *甲*|乙 <b>"), escaped("- 丙"), escaped("# 丁_戊"))
    1\. \*甲\*\|乙 \<b\> \- 丙 \# 丁\_戊
    """
    text = re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", encodable(text)).strip(" \u3000\xa0")
    text = re.sub(r"[\\`*_{}\[\]<>#|~&]", r"\\\g<0>", text)
    return re.sub(r"^(\d{1,9})(?=[.)](?: |$))|^(?=[-+=])", r"\1\\", text)


def _blocks(notice: Notice, lang: str) -> Iterator[str]:
    """The blocks of one notice; blank lines go between them."""
    head = notice.metadata
    title = head.title or head.plan_title or notice.source.source_name
    yield f"# {escaped(title)}"
    about = [(column_caption(name, lang), _cell(plain(getattr(head, name)))) for name in _ABOUT[1:]]
    yield from _table(HEAD[lang], [row for row in about if row[1]])
    facts = Facts(notice)
    for part in notice.parts:
        yield from _division(part, facts, lang, said=title)


def _division(division: Division, facts: Facts, lang: str, said: str) -> Iterator[str]:
    """A frame with all below it, a measure, or a paragraph between them."""
    if division.kind == "furniture":
        return
    if is_measure(division):
        yield from _headed(division)
        for child in division.children:
            yield from _item(child, 0)
        yield from _facts(list(division.walk()), facts, lang)
        return
    if division.kind == "title":
        yield from _title(division, said)
    elif division.kind in FRAMES:
        yield from _headed(division)
    else:
        yield from _paragraphs(division.text)
    yield from _facts([division], facts, lang)
    for child in division.children:
        yield from _division(child, facts, lang, said)


def _title(division: Division, said: str) -> Iterator[str]:
    """The title of a part, unless the notice began with it."""
    whole = "".join(division.text.split())
    if whole == "".join(said.split()):
        return
    lines = [line for line in division.text.split("\n") if line.strip()]
    if lines and "".join(lines[0].split()) == "".join(said.split()):
        yield from _paragraphs("\n".join(lines[1:]))
    elif lines:
        yield f"## {escaped(' '.join(lines))}"


def _headed(division: Division) -> Iterator[str]:
    """A heading and what follows on it; paragraphs alone where there is no heading."""
    words = caption(division)
    rest = beyond(division.text, division)
    if division.heading is None or len(words) > _LONG or len(rest) >= len(division.text.strip()):
        yield from _paragraphs(division.text)
        return
    yield f"{'#' * min(max(division.level, 1) + 1, _DEEPEST)} {escaped(words)}"
    yield from _paragraphs(rest)


def _item(division: Division, depth: int) -> Iterator[str]:
    """An item of a measure as an item of a list, with its own items in it."""
    if division.kind == "furniture":
        return
    inside = "  " * depth
    if is_measure(division):
        for number, block in enumerate(_paragraphs(division.text)):
            mark = "  " if number else "- "
            yield "\n".join(
                inside + (mark if at == 0 else "  ") + line for at, line in enumerate(block.split("\n"))
            )
        depth += 1
    else:
        for block in _paragraphs(division.text):
            yield "\n".join(inside + line for line in block.split("\n"))
    for child in division.children:
        yield from _item(child, depth)


def _paragraphs(text: str) -> Iterator[str]:
    """The lines of a text as paragraphs; lines of cells that tabs part are a table."""
    lines = [line for line in text.split("\n") if line.strip()]
    for tabbed, group in groupby(lines, key=lambda line: "\t" in line.strip()):
        if not tabbed:
            yield from (escaped(line) for line in group)
            continue
        rows = [line.split("\t") for line in group]
        widest = max(map(len, rows))
        rows = [row + [""] * (widest - len(row)) for row in rows]
        yield from _table(rows[0], rows[1:], also_without_rows=True)


def _facts(divisions: list[Division], facts: Facts, lang: str) -> Iterator[str]:
    """The table of what is laid on these divisions, where there is anything."""
    lead, others, aim = FACT_NAMES[lang]
    rows: list[list[str]] = []
    for division in divisions:
        number = division.number or ""
        for assignment in facts.assignments(division):
            due = dict.fromkeys(a.deadline for a in assignment.agencies if a.deadline)
            when = "；".join(date_words(deadline, lang) for deadline in due)
            for name, names in (
                (lead, bodies([assignment], lead=True)),
                (others, bodies([assignment], lead=False)),
            ):
                if names:
                    rows.append([number, name, names, when, assignment.agencies[0].place])
        for target in facts.targets(division):
            when = date_words(target.deadline, lang) if target.deadline else ""
            rows.append([number, aim, _aim(target), when, target.place])
    yield from _table(FACTS[lang], rows)


def _aim(target: Target) -> str:
    value = str(plain(target.value))
    if target.value_max is not None:
        value += f"–{plain(target.value_max)}"
    size = f"{_CHANGES[target.change]}{_SIGNS[target.comparator]}{value}{target.unit or ''}"
    return " ".join(filter(None, (target.subject, target.indicator, size)))


def _table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, also_without_rows: bool = False
) -> Iterator[str]:
    lines = [_line(row) for row in rows]
    if lines or also_without_rows:
        yield "\n".join([_line(head), _line(["---"] * len(head), marks=True), *lines])


def _line(cells: Iterable[str], *, marks: bool = False) -> str:
    return "| " + " | ".join(cell if marks else escaped(cell) for cell in cells) + " |"


def _cell(value: Any) -> str:
    found = flat(value)
    return "" if found is None else str(found).lower() if isinstance(found, bool) else str(found)
