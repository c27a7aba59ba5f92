"""The fuzz of the readers finds what it is there to find, and nothing where there is nothing."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

import fuzz_readers
import mutations
from documents import docx, p
from planparse import ReadError
from planparse.readers import read_bytes
from sheets import Sheet, write_pdf

TESTS = Path(__file__).resolve().parent
PLANTED = {
    # what a reader does wrong, and what is said of it
    "raise ValueError('slip')": "ValueError: slip",
    "os.abort()": "died with -6",
    "exec('while True: pass')": "computed for more than",
    "bytearray(700_000_000)": " MB (kept in",
    "subprocess.run([sys.executable, '-c', 'bytearray(700_000_000)'])": " MB (kept in",
    "return Source('\\ud800')": "half a character",
    "return Source('甲', places=[(1, 'p. 1')])": "no place",
    "return Source('甲', cells=[TableCell(1, 1, 1, 0, 2)])": "cells out of the text",
    "raise ReadError('', where='a')": "says too little",
}
WORKER = """
import os, subprocess, sys
sys.path[:0] = [TESTS]
import json, pathlib, fuzz_readers
from planparse import ReadError
from planparse.text import Source, TableCell
fuzz_readers.HANG = 1.0
def read_bytes(data, name, **others):
    if data == b"spoilt":
        DEFECT
    return Source("甲")
fuzz_readers.read_bytes = read_bytes
fuzzed = fuzz_readers.Fuzzed(lambda folder: [], {"txt": lambda data, chance, others: WHAT})
files = [fuzz_readers.File("a.txt", b"whole")]
print(json.dumps(fuzz_readers.work(fuzzed, files, "1", 0.2, pathlib.Path(KEPT))))
"""


def watched(kept: Path, defect: str, what: str) -> tuple[str, bool]:
    script = (
        WORKER.replace("TESTS", repr(str(TESTS)))
        .replace("KEPT", repr(str(kept)))
        .replace("DEFECT", defect)
        .replace("WHAT", what)
    )
    return fuzz_readers.watch("txt", [sys.executable, "-c", script], kept, 0.2)


@pytest.mark.skipif(os.name != "posix", reason="it runs on Linux and macOS")
@pytest.mark.parametrize("defect", PLANTED)
def test_a_defect_is_found_and_its_file_kept(tmp_path: Path, defect: str) -> None:
    said, well = watched(tmp_path / "kept", defect, 'b"spoilt"')
    assert not well
    assert PLANTED[defect] in said
    assert "FOUND 1-0.txt" in said
    assert (tmp_path / "kept" / "1-0.txt").read_bytes() == b"spoilt"


@pytest.mark.skipif(os.name != "posix", reason="it runs on Linux and macOS")
def test_where_nothing_is_wrong_nothing_is_found(tmp_path: Path) -> None:
    said, well = watched(tmp_path / "kept", "pass", 'b"other"')
    assert well, said
    assert list((tmp_path / "kept").iterdir()) == []


FILES = {
    "txt": (mutations.spoil_text, "一、总则\n（一）甲。\n".encode()),
    "html": (mutations.spoil_page, b"<p>1</p><table><tr><td>2</td></tr></table>"),
    "docx": (mutations.spoil_document, docx(p("甲"))),
    "rtf": (mutations.spoil_rich_text, b"{\\rtf1\\ansi a\\par b{\\b c}}"),
    "pdf": (mutations.spoil_print, write_pdf(Sheet(extra="0 0 m 9 9 l S"))),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_seed_spoils_a_file_in_one_way(kind: str) -> None:
    spoil, data = FILES[kind]
    made = [spoil(data, Random(number % 60), [data]) for number in range(120)]
    assert made[:60] == made[60:]
    assert len(set(made)) > 30
    assert data not in made[:1]
    assert max(map(len, made)) < 20 * mutations.MOST


# What the fuzz found once: the file, as small as it becomes, and what it did.
FOUND = {
    "a run of bytes in no encoding took seconds a hundred thousand": "通知。".encode()
    + b"\xff\x7f" * 400_000,
    "blanks behind a comment at the start of a page took for ever": b"<!-- a -->" + b" " * 60 + b"}<p>",
}


@pytest.mark.parametrize("case", FOUND)
def test_what_was_found_once_is_read_or_refused_at_once(case: str) -> None:
    import time

    start = time.process_time()
    with suppress(ReadError):
        read_bytes(FOUND[case], "a.txt")
    assert time.process_time() - start < 10
