"""Word 97 files that Word saved fast: their text stands in pieces, in another order than it is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import word97
from documents import docx, lists, numbered, p, table
from papers import as_document, compose
from planparse.pipeline import parse_source
from planparse.readers import office, read_bytes
from planparse.rulebook import default
from programs import save_as
from test_docx import PLAN
from test_office import LINES
from test_papers import check

needs_office = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
needs_antiword = pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")

DEPTHS = [0, 1, 1, 2, 0]
DRAFT = (  # what was typed first, in the order in which it was typed
    numbered("题目3", 1, 2)
    + numbered("题目0", 1, 0)
    + p("这一段后来删去了")
    + numbered("题目2", 1, 1)
    + p("关于的通知")
    + p("印发行动方案")
    + numbered("题目4", 1, 0)
    + numbered("题目1", 1, 1)
    + table(["序号", "任务", "责任单位"], ["1", "提升质量", "财政部"], ["2", "加强监管", "教育部"])
    + p("完")
)


def reordered(draft: bytes, words: list[str]) -> bytes:
    """The file with its text made of these words of it, and of all from the first cell on."""
    text = word97.read_text(word97.read_streams(draft))
    spans = [(text.index(part), text.index(part) + len(part)) for part in words]
    return word97.save_fast(draft, [*spans, (text.index("序号\x07"), len(text))])


@pytest.fixture(scope="module")
def fast_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A draft whose paragraphs were moved, one deleted, and words put into another."""
    folder = tmp_path_factory.mktemp("fast")
    (draft,) = save_as([docx(DRAFT, numbering=lists(*PLAN))], "docx", "doc", folder)
    words = ["关于", "印发行动方案", "的通知\r", *(f"题目{number}\r" for number in range(5))]
    data = reordered(draft, words)
    pieces = word97.read_pieces(word97.read_streams(data))
    assert len(pieces) == 9
    assert [piece.at for piece in pieces] != sorted(piece.at for piece in pieces)
    return data


@needs_office
def test_libreoffice_reads_the_pieces_in_order(fast_file: bytes) -> None:
    source = read_bytes(fast_file, "a.doc")
    assert source.text.splitlines() == LINES
    assert source.place(source.text.index("教育部")) == "table 1 row 3 cell 3"


@needs_office
@needs_antiword
def test_antiword_reads_the_pieces_in_order(fast_file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    text = read_bytes(fast_file, "a.doc").text
    places = [
        text.index(words)
        for words in ("关于印发行动方案的通知", *(f"题目{n}" for n in range(5)), "序号", "完")
    ]
    assert places == sorted(places)
    assert "删去" not in text


@needs_office
def test_a_notice_saved_fast_gives_the_same_facts(tmp_path: Path) -> None:
    """Every paragraph of composed notices is a piece of its own, the last ones first in the file."""
    papers = [compose(f"fast-{number}") for number in range(6)]
    drafts = save_as(
        [as_document(paper._replace(lines=paper.lines[::-1]), tracked=False) for paper in papers],
        "docx", "doc", tmp_path,
    )  # fmt: skip
    files = []
    for paper, draft in zip(papers, drafts, strict=True):
        text = word97.read_text(word97.read_streams(draft))
        end = text.index("附件\r")
        spans, at = [], 0
        for part in text[:end].splitlines(keepends=True):
            spans.append((at, at + len(part)))
            at += len(part)
        assert len(spans) == len(paper.lines)
        files.append(word97.save_fast(draft, [*reversed(spans), (end, len(text))]))
    for paper, data, document in zip(papers, files, office.convert(files), strict=True):
        check(paper, parse_source(read_bytes(data, "a.doc", document=document), default()), "saved fast")
