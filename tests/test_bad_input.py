"""Bad input: a sentence that says what, where and what to do; the right code; nothing half-done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from planparse import parse
from planparse.cli import main
from planparse.model import Notice
from planparse.rulebook import Rulebook
from planparse.text import Source

GOOD = "一、总体要求\n(一)提升质量。(财政部、教育部按职责分工负责)\n"


@pytest.fixture(autouse=True)
def _inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(GOOD, "utf-8")
    Path("empty.txt").write_bytes(b"")
    Path("blank.txt").write_bytes(b" \r\n\n")
    Path("binary.txt").write_bytes(b"\0\1\2\3" * 100)
    Path("scan.pdf").write_bytes(b"%PDF-1.4 ...")
    Path("old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...")
    Path("lost.txt").write_bytes(b"\x81\xff\x81\xff\x81\xff")
    Path("long.txt").write_text("一" * 1001, "utf-8")
    Path("folder").mkdir()


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args, prog_name="planparse")


CASES = [
    # (arguments, exit code, what the message says)
    (["extract", "nothing.txt"], 1, ["nothing.txt", "no such file", "check the path"]),
    (["extract", "folder"], 1, ["folder", "is a folder", "name the files in it"]),
    (["extract", "empty.txt"], 1, ["empty.txt", "is empty", "give a file"]),
    (["extract", "blank.txt"], 1, ["blank.txt", "holds no text", "give a file"]),
    (["extract", "binary.txt"], 1, ["binary.txt", "is binary", "give a text"]),
    (["extract", "scan.pdf"], 1, ["scan.pdf", "is a damaged PDF", "print it"]),
    (["extract", "old.doc"], 1, ["old.doc", "old office document", "save it as text"]),
    (["extract", "lost.txt"], 1, ["lost.txt", "no known encoding", "--encoding"]),
    (["extract", "good.txt", "--encoding", "gbk"], 1, ["good.txt", "is not in gbk", "leave --encoding"]),
    (["extract", "long.txt", "--max-chars", "1000"], 1, ["long.txt", "more than 1,000", "--max-chars"]),
    (["show", "nothing.txt"], 1, ["nothing.txt", "no such file"]),
    (["restore", "empty.txt"], 1, ["empty.txt", "is empty"]),
    (["validate", "nothing.json"], 1, ["nothing.json", "no such file"]),
    (["validate", "good.txt"], 1, ["good.txt", "not JSON"]),
    (["validate", "empty.txt"], 1, ["empty.txt", "is empty"]),
    (["extract"], 2, ["no input", "name files"]),
    (["extract", "good.txt", "--table", "verses"], 2, ["--table", "'verses'", "'agencies'"]),
    (["extract", "good.txt", "--format", "xml"], 2, ["--format", "'xml'", "'jsonl'"]),
    (["extract", "good.txt", "--format", "csv"], 2, ["csv", "--table"]),
    (["extract", "good.txt", "-o", "a.csv"], 2, ["csv", "--table"]),
    (["extract", "good.txt", "--excel"], 2, ["--table"]),
    (["extract", "good.txt", "--excel", "--format", "json"], 2, ["--excel", "csv"]),
    (["extract", "good.txt", "--encoding", "klingon"], 2, ["--encoding", "klingon", "utf-8"]),
    (["extract", "good.txt", "--max-chars", "0"], 2, ["--max-chars", "0"]),
    (["extract", "good.txt", "--max-chars", "many"], 2, ["--max-chars", "many"]),
    (["extract", "good.txt", "-o", "no/a.json"], 2, ["no/a.json", "folder does not exist", "make it"]),
    (["extract", "good.txt", "-o", "folder"], 2, ["folder", "is a folder", "name a file in it"]),
    (["extract", "good.txt", "-o", "good.txt"], 2, ["good.txt", "is an input"]),
    (["extract", "good.txt", "--save-source", "./good.txt"], 2, ["good.txt", "is an input"]),
    (["extract", "good.txt", "-o", "good.txt/a"], 2, ["good.txt/a", "cannot be written"]),
    (["restore", "good.txt", "-o", "no/a.txt"], 2, ["no/a.txt", "folder does not exist"]),
    (["restore", "good.txt", "-o", "folder/../good.txt"], 2, ["is an input"]),
    (["schema", "-o", "no/a.json"], 2, ["no/a.json", "folder does not exist"]),
    (["extract", "--input-list", "nothing"], 2, ["--input-list", "nothing", "no such file"]),
    (["extract", "good.txt", "good.txt", "--save-source", "a"], 2, ["--save-source", "one input"]),
    (["extract", "good.txt", "--rules", "nowhere"], 2, ["nowhere", "not a folder", "--rules"]),
    (["extract", "good.txt", "--rules", "folder"], 2, ["folder", "no .toml file"]),
    (["extract", "good.txt", "--agencies", "nothing.csv"], 2, ["nothing.csv", "No such file"]),
    (["show"], 2, ["Missing argument", "FILE"]),
    (["show", "a", "b"], 2, ["unexpected extra argument"]),
    (["validate"], 2, ["Missing argument"]),
    (["translate"], 2, ["No such command", "translate"]),
    (["extract", "--verses"], 2, ["No such option", "--verses"]),
]


@pytest.mark.parametrize(("args", "code", "says"), CASES, ids=[" ".join(args) for args, _, _ in CASES])
def test_each_mistake_is_a_sentence_with_its_code(args: list[str], code: int, says: list[str]) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in Path().iterdir()}
    result = run(*args)
    assert result.exit_code == code
    assert isinstance(result.exception, SystemExit)
    assert result.stdout_bytes == b""
    for words in says:
        assert words in result.stderr, result.stderr
    assert "Traceback" not in result.stderr
    assert {path.name: path.stat().st_mtime_ns for path in Path().iterdir()} == before


def test_the_other_inputs_are_still_done() -> None:
    bad = ["nothing.txt", "folder", "empty.txt", "binary.txt", "scan.pdf", "lost.txt"]
    names = [name for pair in zip(bad, ["good.txt"] * 6, strict=True) for name in pair]
    result = run("extract", *names, "--table", "metadata", "-o", "out.jsonl")
    assert result.exit_code == 1
    assert Path("out.jsonl").read_text("utf-8").count('"source_name":"good.txt"') == 6
    assert len(result.stderr.splitlines()) == len(bad)


def test_where_every_input_fails_the_old_output_stays() -> None:
    Path("out.json").write_text("old", "utf-8")
    assert run("extract", "nothing.txt", "-o", "out.json").exit_code == 1
    assert Path("out.json").read_text("utf-8") == "old"
    assert run("extract", "good.txt", "-o", "out.json").exit_code == 0
    assert Path("out.json").read_text("utf-8").startswith("{")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["extract", "show", "restore"])
def test_a_full_disk_is_said(command: str) -> None:
    args = [sys.executable, "-m", "planparse", command, "good.txt"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(args, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(b"planparse: standard output: could not be written")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="closes a descriptor as a POSIX shell does")
def test_closed_streams_are_said() -> None:
    for shell, says in (
        (">&-", b"planparse: standard output: is closed"),
        ("<&-", b"planparse: -: standard input is closed"),
    ):
        line = f'"{sys.executable}" -m planparse extract - {shell}'
        command = ["sh", "-c", line]
        done = subprocess.run(command, input=GOOD.encode(), capture_output=True, check=False)
        assert done.returncode in (1, 2)
        assert done.stderr.startswith(says)
        assert done.stderr.count(b"\n") == 1


def test_a_read_only_file_is_not_replaced() -> None:
    Path("kept.json").write_text("old", "utf-8")
    Path("kept.json").chmod(0o444)
    if os.access("kept.json", os.W_OK):
        pytest.skip("this user may write everything")
    assert run("extract", "good.txt", "-o", "kept.json").exit_code == 2
    assert Path("kept.json").read_text("utf-8") == "old"


# ---------------------------------------------------------------------- nothing steers a terminal

ESCAPES = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202e"


def harmless(text: str) -> bool:
    return not set(text) & set("\x1b\x07\x9b\u202e\x08\r")


def test_no_name_of_a_file_or_option_steers_a_terminal() -> None:
    for args in (["extract", ESCAPES], ["extract", f"--{ESCAPES}"], [ESCAPES], ["show", ESCAPES]):
        result = run(*args)
        assert result.exit_code in (1, 2)
        assert result.stderr
        assert harmless(result.stderr)
        assert "owned" in result.stderr


def test_no_text_of_a_notice_steers_a_terminal() -> None:
    title = f"关于{ESCAPES}印发方案的通知"
    measure = f"(一)提{ESCAPES}升。合格率达到98{ESCAPES}%。(财政{ESCAPES}部负责)"
    body = f"一、总{ESCAPES}体要求\n{measure}\n三、丙"
    Path("hostile.txt").write_text(f"{title}\n{body}", "utf-8")
    for args in (
        ["show", "hostile.txt"],
        ["show", "hostile.txt", "--why"],
        ["show", "hostile.txt", "--strict"],
        ["extract", "hostile.txt"],
        ["restore", "hostile.txt", "--edits"],
    ):
        result = run(*args)
        assert result.exit_code in (0, 3)
        assert harmless(result.stdout)
        assert harmless(result.stderr)


# ---------------------------------------------------------------------- content is never bad

CONTENT = {
    "no numbering": "这是一段没有任何编号的文字，只有一句话。",
    "one character": "一",
    "one million of a character": "啊" * 1_000_000,
    "one million brackets": "（" * 1_000_000,
    "one million digits": "1" * 1_000_000,
    "line ends": "甲" + "\n" * 300_000,
    "Latin": "Lorem ipsum dolor sit amet.",
    "control characters": "一、甲\x01\x02\x0b\x0c\x1b[31m\n二、乙",
}


@pytest.mark.parametrize("case", CONTENT)
def test_content_is_a_notice_of_some_sort(case: str) -> None:
    Path("content.txt").write_text(CONTENT[case], "utf-8", newline="")
    start = time.perf_counter()
    result = run("extract", "content.txt", "--table", "metadata")
    assert result.exit_code == 0, result.stderr
    assert '"coverage":1,' in result.stdout
    assert time.perf_counter() - start < 60


@pytest.mark.parametrize("text", ["啊" * 100_000, "这是一段没有任何编号的文字。"])
def test_no_numbering_is_a_diagnostic(text: str) -> None:
    assert "no-numbering" in {found.code.value for found in parse(text).diagnostics}


def test_a_defect_costs_one_input_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import planparse.pipeline

    whole = planparse.pipeline.parse_source

    def sometimes(source: Source, rulebook: Rulebook, *, also: Collection[str] = ()) -> Notice:
        if source.name == "long.txt":
            raise ZeroDivisionError
        return whole(source, rulebook, also=also)

    monkeypatch.setattr(planparse.pipeline, "parse_source", sometimes)
    result = run("extract", "good.txt", "long.txt", "good.txt")
    assert result.exit_code == 1
    assert result.stdout.count("\n") == 2
    assert "long.txt: could not be parsed (ZeroDivisionError in " in result.stderr
    assert "please report it" in result.stderr
