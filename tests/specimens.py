"""Files for the fuzz to spoil: composed notices in every format and, where they are at hand, real ones."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from planparse.readers import office

_ROOT = Path(__file__).resolve().parent.parent
_CORPUS = _ROOT.parent / "shared" / "corpus"
_LARGEST = 400_000  # bytes of a real file that is spoilt
_PAPERS = 6


class File(NamedTuple):
    """A file's name and bytes."""

    name: str
    data: bytes


def texts(folder: Path) -> list[File]:
    """Text and Markdown, in every encoding."""
    from papers import as_text, compose

    composed = [as_text(compose(f"fuzz-{number}")).decode() for number in range(_PAPERS)]
    files = [
        File(f"{number}.{suffix}", text.encode(encoding, "replace"))
        for number, text in enumerate(composed)
        for suffix, encoding in (
            ("txt", "utf-8"),
            ("txt", "gb18030"),
            ("txt", "utf-16"),
            ("md", "utf-8"),
        )
    ]
    sample = next((_ROOT / "data" / "samples").glob("*.txt"))
    return [*files, File(sample.name, sample.read_bytes()), *real("txt", 12), *real("md", 8)]


def pages(folder: Path) -> list[File]:
    """Pages of sites."""
    from papers import as_page, as_print, compose

    composed = [compose(f"fuzz-{number}") for number in range(_PAPERS)]
    files = [
        File(f"{number}.html", write(paper))
        for number, paper in enumerate(composed)
        for write in (as_page, as_print)
    ]
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n\n"
    archives = [
        File(f"{n}.mht", head + as_page(paper) + b"\n--a--\n") for n, paper in enumerate(composed)
    ]
    return files + archives + real("html", 16)


def documents(folder: Path) -> list[File]:
    """Word documents: by python-docx, and with everything that the tests' own writer knows."""
    from documents import docx, lists, numbered, p, table
    from papers import as_document, compose
    from test_docx import PLAN

    note = '<w:footnote w:id="1"><w:p><w:r><w:t>注文</w:t></w:r></w:p></w:footnote>'
    body = "".join(numbered(f"题目{n}", 1, n % 3) for n in range(9)) + p(
        '<w:r><w:t>甲</w:t><w:footnoteReference w:id="1"/></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>'
        "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice></mc:AlternateContent></w:r>"
    )
    own = docx(body + table(["序号", "任务"], ["1", "甲"]), numbering=lists(*PLAN), footnotes=note)
    files = [File(f"{n}.docx", as_document(compose(f"fuzz-{n}"))) for n in range(_PAPERS)]
    return [File("own.docx", own), *files, *real("docx", 6)]


def old_files(folder: Path) -> list[File]:
    """Word 97 and rich text files that LibreOffice saved of composed notices."""
    from programs import save_as

    made = [file.data for file in documents(folder)[:_PAPERS]]
    files = [
        File(f"{number}.{form}", data)
        for form in ("doc", "rtf")
        for number, data in enumerate(save_as(made, "docx", form, folder))
    ]
    return files + real("doc", 8)


def prints(folder: Path) -> list[File]:
    """PDF files: by the tests' own writer, and by Chromium and LibreOffice where they are there."""
    from papers import as_document, as_print, compose
    from programs import find_chromium, has_fonts, print_pages, save_as
    from sheets import Sheet, write_pdf

    composed = [compose(f"fuzz-{number}") for number in range(_PAPERS)]
    sheet = Sheet(extra="/X Do")
    y = 80.0
    for line in composed[0].lines[:14]:
        y = sheet.block(line.number + line.words, y)
    sheet.grid([90, 200, 300, 400], [y, y + 30, y + 60])
    sheet.say("序号", 95, y + 20)
    files = [File("own.pdf", write_pdf(sheet))]
    if has_fonts() and find_chromium():
        printed = print_pages([as_print(paper).decode() for paper in composed])
        files += [File(f"chromium-{number}.pdf", data) for number, data in enumerate(printed)]
    if has_fonts() and office.find_office():
        made = [as_document(paper, tracked=False) for paper in composed[:3]]
        files += [
            File(f"office-{number}.pdf", data)
            for number, data in enumerate(save_as(made, "docx", "pdf", folder))
        ]
    return files + real("pdf", 3)


def real(suffix: str, most: int) -> list[File]:
    """Real files of that suffix, where they are at hand: small ones, from all over the folder."""
    paths = [path for path in sorted(_CORPUS.glob(f"*.{suffix}")) if path.stat().st_size < _LARGEST]
    return [File(path.name, path.read_bytes()) for path in paths[:: max(len(paths) // most, 1)][:most]]
