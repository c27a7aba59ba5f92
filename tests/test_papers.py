"""One notice in every format: the same divisions, bodies, targets and cells through each reader."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import pytest

from conftest import LONG, SEED
from documents import docx, p
from grammar.composition import compose as grammar
from papers import HEADS, Paper, as_document, as_page, as_print, as_text, compose
from planparse.model import Notice
from planparse.pipeline import parse_source
from planparse.readers import office, read_bytes
from planparse.rulebook import default
from planparse.text import Source
from programs import find_chromium, has_fonts, print_pages, save_as

CASES = 100 if LONG else 30
PAPERS = [compose(f"{SEED}-{number}") for number in range(CASES)]
WRITERS: dict[str, Callable[[Paper], bytes]] = {
    "txt": as_text,
    "html": as_page,
    "docx": as_document,
}


@cache
def read(form: str, number: int) -> Notice:
    """The paper of that number, written in that format and read."""
    return parse_source(read_bytes(WRITERS[form](PAPERS[number]), f"a.{form}"), default())


def check(paper: Paper, notice: Notice, what: str) -> None:
    """The truth of the paper, in the notice that was read."""
    found = [(d.number, d.heading) for d in notice.divisions if d.number and d.kind != "annex"]
    assert found == paper.divisions, what
    bodies = [agency.name for a in notice.assignments for agency in a.agencies]
    assert [name for name in bodies if name in paper.bodies][: len(paper.bodies)] == paper.bodies, what
    assert [(t.value, t.unit) for t in notice.targets][: len(paper.values)] == paper.values, what
    assert notice.metadata.title == paper.lines[0].words, what
    assert notice.metadata.doc_number == paper.lines[1].words, what
    (table,) = notice.tables
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
        assert cell.head == (None if cell.row == 1 else HEADS[cell.column - 1]), what
    assert list(rows.values()) == paper.table, what
    assert table.division_id.startswith("annex"), what


def facts(notice: Notice) -> list[object]:
    """What must be the same whatever the format."""
    return [
        [(d.division_id, d.kind, d.number, d.heading) for d in notice.divisions],
        [(a.division_id, x.name, x.agency_id, x.role) for a in notice.assignments for x in a.agencies],
        [t.model_dump(include={"target_id", "subject", "indicator", "comparator", "value", "unit", "deadline"}) for t in notice.targets],
        [(c.row, c.column, c.text, c.header, c.head) for t in notice.tables for c in t.cells],
        notice.metadata.model_dump(),
    ]  # fmt: skip


@pytest.mark.parametrize("form", WRITERS)
def test_what_was_composed_is_read(form: str) -> None:
    for number, paper in enumerate(PAPERS):
        notice = read(form, number)
        assert notice.source.source_kind == form
        check(paper, notice, f"{form}, number {number} of seed {SEED}")


@pytest.mark.parametrize("form", WRITERS)
def test_every_format_gives_the_same_facts(form: str) -> None:
    for number in range(CASES):
        wanted = facts(read("txt", number))
        assert facts(read(form, number)) == wanted, f"{form}, number {number} of seed {SEED}"


@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("form", "computed", "tracked"), [("doc", True, True), ("rtf", False, True), ("pdf", True, False)]
)
def test_what_libreoffice_saves_gives_the_same_facts(
    tmp_path: Path, form: str, computed: bool, tracked: bool
) -> None:
    """It writes no 、 of a list into rich text, and prints what was deleted."""
    if form == "pdf" and not has_fonts():
        pytest.skip("there is no Chinese font to print with")
    files = save_as([as_document(paper, computed, tracked) for paper in PAPERS], "docx", form, tmp_path)
    documents = [None] * CASES if form == "pdf" else office.convert(files)
    for number, (data, document) in enumerate(zip(files, documents, strict=True)):
        source = read_bytes(data, f"a.{form}", document=document)
        assert source.kind == form
        check(PAPERS[number], parse_source(source, default()), f"{form}, number {number} of seed {SEED}")


@pytest.mark.skipif(
    office.find_office() is None or shutil.which("antiword") is None, reason="not both are installed"
)
def test_what_antiword_reads_gives_the_same_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows no numbers that Word computes: they stand in the text here."""
    papers = PAPERS[:10]
    made = save_as(
        [as_document(paper, computed=False, tracked=False) for paper in papers], "docx", "doc", tmp_path
    )
    monkeypatch.setattr(office, "find_office", lambda: None)
    for number, (paper, data) in enumerate(zip(papers, made, strict=True)):
        notice = parse_source(read_bytes(data, "a.doc"), default())
        check(paper, notice, f"number {number} of seed {SEED}")


@pytest.mark.skipif(not (find_chromium() and has_fonts()), reason="no Chromium with a Chinese font here")
def test_what_chromium_prints_gives_the_same_facts() -> None:
    pages = [as_print(paper).decode() for paper in PAPERS]
    for number, printed in enumerate(print_pages(pages)):
        notice = parse_source(read_bytes(printed, "a.pdf"), default())
        check(PAPERS[number], notice, f"number {number} of seed {SEED}")


def test_every_layout_reads_alike_from_a_document_and_a_page() -> None:
    """What the grammar composes, a paragraph a line: the text's divisions and targets."""
    for number in range(300 if LONG else 25):
        written = grammar(f"{SEED}-format-{number}", "line")
        wanted = outline_of(parse_source(Source(written.text, kind=written.format), default()))
        lines = [escape(line) for line in written.text.splitlines() if line.strip()]
        files = {"docx": docx("".join(p(line) for line in lines))}
        if written.format != "md":
            files["html"] = f"<!doctype html>{''.join(f'<p>{line}</p>' for line in lines)}".encode()
        for form, data in files.items():
            found = outline_of(parse_source(read_bytes(data, f"a.{form}"), default()))
            assert found == wanted, f"{form}, {written.seed!r} {written.forms}"


def outline_of(notice: Notice) -> list[object]:
    """Its numbered divisions and its targets."""
    divisions = [(d.division_id, d.number, d.heading) for d in notice.divisions if d.number]
    return [divisions, [(t.division_id, t.value, t.unit) for t in notice.targets]]
