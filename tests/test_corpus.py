"""Every real notice that is at hand parses, and nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from planparse import parse_file
from planparse.readers.office import find_office

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
SUFFIXES = {".txt", ".md", ".html", ".docx", ".pdf"} | ({".doc"} if find_office() else set())
NOTICES = sorted(path for path in CORPUS.glob("*") if path.suffix in SUFFIXES)


@pytest.mark.parametrize(
    "path",
    NOTICES or [pytest.param(None, marks=pytest.mark.skip(reason="../shared/corpus is not here"))],
    ids=lambda path: path.name.split("_")[0] if path else "none",
)
def test_a_real_notice_parses_wholly(path: Path) -> None:
    notice = parse_file(path)
    assert notice.metadata.coverage == 1.0
    assert sum(len(division.text) for division in notice.divisions) == len(notice.text)
