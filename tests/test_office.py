"""Old Word, RTF and WPS files: through LibreOffice or antiword, or an error that names them."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from documents import docx, lists, numbered, p, table
from planparse import ReadError
from planparse.cli import main
from planparse.readers import office, read_bytes, read_file
from planparse.readers.inputs import convert_inputs, read_input
from programs import save_as
from test_docx import PLAN

needs_office = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")

BODY = (
    p("关于印发行动方案的通知")
    + "".join(numbered(f"题目{n}", 1, depth) for n, depth in enumerate([0, 1, 1, 2, 0]))
    + table(["序号", "任务", "责任单位"], ["1", "提升质量", "财政部"], ["2", "加强监管", "教育部"])
    + p("完")
)
LINES = [
    "关于印发行动方案的通知", "一、题目0", "（一）题目1", "（二）题目2", "1.题目3", "二、题目4",
    "序号\t任务\t责任单位", "1\t提升质量\t财政部", "2\t加强监管\t教育部", "完",
]  # fmt: skip
WORD97 = office.OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 2000


def escaped(words: str) -> str:
    """Words as rich text writes them."""
    return "".join(f"\\u{ord(ch)}?" for ch in words)


def rtf(*paragraphs: str) -> bytes:
    """A rich text file."""
    written = "".join(escaped(words) + "\\par\n" for words in paragraphs)
    return f"{{\\rtf1\\ansi\\ansicpg936\\uc1 {written}}}".encode("ascii")


NUMBERED = (
    r"{\*\listtable{\list{\listlevel\levelnfc39\levelnfcn39\leveljc0\levelfollow2\levelstartat1"
    r"{\leveltext\'02\'00\u12289\'a1\'a2;}{\levelnumbers\'01;}}\listid1}}"
    r"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
)
ROW = r"\pard\trowd\cellx3000\cellx6000\intbl %s\cell %s\cell\row "


@needs_office
def test_numbers_and_tables_come_through_rich_text() -> None:
    listed = "".join(rf"\pard\ls1\ilvl0 {escaped(words)}\par " for words in ("总体要求", "主要任务"))
    rows = ROW % (escaped("任务"), escaped("单位")) + ROW % (escaped("提升"), escaped("财政部"))
    data = rf"{{\rtf1\ansi\ansicpg936\uc1{NUMBERED}{listed}{rows}\pard {escaped('完')}\par}}".encode(
        "ascii"
    )
    source = read_bytes(data, "a.rtf")
    assert source.text.splitlines() == [
        "一、总体要求",
        "二、主要任务",
        "任务\t单位",
        "提升\t财政部",
        "完",
    ]
    assert source.place(source.text.index("财政部")) == "table 1 row 2 cell 2"


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A document that LibreOffice saved as a Word 97 file."""
    (data,) = save_as(
        [docx(BODY, numbering=lists(*PLAN))], "docx", "doc", tmp_path_factory.mktemp("old")
    )
    return data


@needs_office
def test_numbers_and_tables_come_through(old_file: bytes) -> None:
    source = read_bytes(old_file, "plan.txt")
    assert (source.kind, source.name) == ("doc", "plan.txt")
    assert source.text.splitlines() == LINES
    assert source.place(source.text.index("教育部")) == "table 1 row 3 cell 3"


@needs_office
def test_rich_text_is_told_by_its_content() -> None:
    source = read_bytes(rtf("一、总体要求", "二、主要任务"), "a.doc")
    assert (source.kind, source.text) == ("rtf", "一、总体要求\n二、主要任务\n")


@needs_office
def test_one_call_takes_many_files(
    old_file: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for number, data in enumerate([old_file, rtf("甲通知。"), b"{\\rtf", rtf("乙通知。"), b"plain"]):
        path = tmp_path / f"{number}.doc"
        path.write_bytes(data)
        names.append(str(path))
    calls = []
    run = office._run
    monkeypatch.setattr(office, "_run", lambda *args: calls.append(args) or run(*args))
    documents = convert_inputs([*names, str(tmp_path / "gone.doc"), "-"])
    assert len(calls) == 1
    texts = []
    for name in names:
        try:
            texts.append(read_input(name, documents=documents).text)
        except ReadError:
            texts.append("")
    assert texts == ["\n".join([*LINES, ""]), "甲通知。\n", texts[2], "乙通知。\n", "plain"]
    assert len(calls) == 1  # what it could not read is not tried again


@needs_office
def test_a_run_over_files_makes_one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        (tmp_path / f"{number}.rtf").write_bytes(rtf("一、总体要求", f"二、第{number}项"))
    calls = []
    run = office._run
    monkeypatch.setattr(office, "_run", lambda *args: calls.append(args) or run(*args))
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    result = CliRunner().invoke(main, ["extract", *names, "--table", "metadata"])
    assert (result.exit_code, result.stdout.count("\n"), len(calls)) == (0, 4, 1)


@needs_office
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert read_bytes(rtf("甲"), "a.rtf").text == "甲\n"
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------- the programs


def stand_in(folder: Path, name: str, script: str) -> None:
    """A program of that name, alone on the search path with the shell's own."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the search path, empty."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(office, "_PLACES", ())
    return folder


def refused(data: bytes, name: str) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    assert caught.value.where == name
    assert caught.value.advice
    return str(caught.value)


def test_without_either_program_the_error_names_both(programs: Path) -> None:
    assert "an old Word file (.doc), which LibreOffice or antiword reads" in refused(WORD97, "a.doc")
    assert "a rich text file (.rtf), which LibreOffice reads, and it is not" in refused(rtf("甲"), "a")
    for kind in (WORD97, rtf("甲")):
        assert "install LibreOffice, or save the file as .docx" in refused(kind, "a.wps")


@needs_posix
def test_antiword_reads_what_libreoffice_cannot(programs: Path) -> None:
    stand_in(programs, "antiword", 'echo "一、总体要求"; echo "二、主要任务"')
    for soffice in (None, "exit 1"):
        if soffice:
            stand_in(programs, "soffice", soffice)
        source = read_bytes(WORD97, "a.doc")
        assert (source.kind, source.text) == ("doc", "一、总体要求\n二、主要任务\n")
    assert "LibreOffice could not read" in refused(rtf("甲"), "a.rtf")


@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
def test_antiword_reads_a_real_file(corpus_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    (path,) = corpus_dir.glob("d178_*.doc")
    text = read_file(path).text
    assert "浙银保监发〔2019〕184号" in text
    assert "第一章" in text


OFFICE = """
import os, pathlib, shutil, sys, time
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
for path in map(pathlib.Path, sys.argv[sys.argv.index("--outdir") + 2:]):
    said = path.read_text()
    if "crash" in said:
        os.abort()
    if "hang" in said:
        time.sleep(60)
    if "greedy" in said:
        bytearray(3_000_000_000)
    if "half" in said:
        (out / path.stem).with_suffix(".docx").write_bytes(b"PK\\3\\4 and no more")
        os.abort()
    if "odd" not in said:
        shutil.copy(MADE, (out / path.stem).with_suffix(".docx"))
"""
MISHAPS = {
    # (the files, how often the program is called)
    "none": (["good", "good"], 1),
    "it says no": (["odd", "good", "odd"], 1),
    "it crashes on one": (["good", "crash", "good", "good"], 2),
    "it crashes on the first and the last": (["crash", "good", "crash"], 2),
    "it crashes on all": (["crash", "crash"], 2),
    "it hangs": (["good", "hang", "good"], 2),
    "it hangs on all": (["hang", "hang", "hang", "hang", "hang"], 3),
    "one wants all memory": (["good", "greedy", "good"], 2),
    "one is half written": (["good", "half", "good"], 2),
}


@needs_posix
@pytest.mark.parametrize("case", MISHAPS)
def test_a_file_that_ends_libreoffice_costs_no_other(
    programs: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    whats, times = MISHAPS[case]
    if "greedy" in whats and sys.platform != "linux":
        pytest.skip("memory is bounded on Linux")
    monkeypatch.setenv("PLANPARSE_OFFICE_SECONDS", "3" if "hang" in whats else "60")
    (programs / "made.docx").write_bytes(docx(p("甲")))
    script = OFFICE.replace("MADE", repr(str(programs / "made.docx")))
    stand_in(programs, "soffice", f"exec '{sys.executable}' - \"$@\" <<'END'\n{script}\nEND")
    calls = []
    run = office._run
    monkeypatch.setattr(office, "_run", lambda *args: calls.append(args) or run(*args))
    files = [rtf("甲") + what.encode() for what in whats]
    made = office.convert(files)
    assert [bool(document) for document in made] == [what == "good" for what in whats]
    assert len(calls) == times
    for data, document in zip(files, made, strict=True):
        if document:
            assert read_bytes(data, "a.rtf", document=document).text == "甲\n"
        else:
            with pytest.raises(ReadError, match="could not read"):
                read_bytes(data, "a.rtf", document=document)
    assert len(calls) == times


@needs_posix
def test_a_program_that_hangs_is_ended(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANPARSE_OFFICE_SECONDS", "1")
    for name in ("soffice", "antiword"):
        stand_in(programs, name, "/bin/sleep 60 & wait")
    start = time.perf_counter()
    said = refused(WORD97, "a.doc")
    assert "LibreOffice and antiword could not read in 1 seconds" in said
    assert "PLANPARSE_OFFICE_SECONDS" in said
    assert time.perf_counter() - start < 10


LOCKED = (
    office.OLE + b"\0" * 504 + b"\xec\xa5" + b"\0" * 8 + b"\x00\x01" + "WordDocument".encode("utf-16-le")
)
OTHERS = {
    "a workbook": (office.OLE + "Workbook".encode("utf-16-le"), "a.doc", "no Word file"),
    "an OLE file of no kind": (office.OLE + b"\0" * 600, "a.doc", "no Word file"),
    "a locked document": (
        office.OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "locked with a password",
    ),
    "a locked old file": (LOCKED, "a.doc", "locked with a password"),
    "a WPS file": (office.OLE + b"\0" * 600, "a.wps", "a WPS file (.wps), which LibreOffice reads"),
    "a file of Works": (office.OLE + "MatOST".encode("utf-16-le"), "a", "a WPS file (.wps)"),
    "XML of 2003": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "a.xml",
        "an old Word file",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHERS)
def test_the_kind_is_told_by_content(programs: Path, case: str) -> None:
    data, name, says = OTHERS[case]
    assert says in refused(data, name)


def test_what_is_a_page_is_read_as_one_whatever_its_name() -> None:
    assert read_bytes("<html><p>通知。</p></html>".encode(), "a.doc").kind == "html"
    assert read_bytes("通知。".encode(), "a.doc").kind == "txt"


# ---------------------------------------------------------------------- real files


@needs_office
def test_real_old_files_are_read(corpus_dir: Path) -> None:
    paths = sorted(corpus_dir.glob("*.doc"))
    documents = convert_inputs([str(path) for path in paths])
    assert len(documents) == len(paths)
    for path in paths:
        text = read_input(str(path), documents=documents).text
        assert text.count("。") > 5, path.name
