"""The commands: what they print, where, with which exit code; the examples of every --help."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

import planparse
from planparse.cli import FORMAT_NAMES, TABLE_NAMES, main
from planparse.model import Notice
from planparse.writers import WRITERS
from planparse.writers.tables import TABLES

TEXT = "关于加强管理的通知\n一、总体要求\n(一)提升质量。合格率达到98%。(财政部、教育部按职责分工负责)\n"
WARNS = "一、甲。\n二、乙。\n四、丁。\n"
COMMANDS = ["agencies", "batch", "extract", "report", "restore", "schema", "show", "validate"]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notice.txt").write_bytes(sample_path.read_bytes())
    Path("short.txt").write_text(TEXT, "utf-8")
    Path("warns.txt").write_text(WARNS, "utf-8")


class Done(NamedTuple):
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


def run(*args: str, stdin: bytes | None = None) -> Done:
    """The command in this process."""
    result = CliRunner().invoke(main, args, input=stdin, prog_name="planparse")
    return Done(result.exit_code, result.stdout_bytes, result.stderr)


def spawn(*args: str, stdin: bytes | None = None, env: dict[str, str] | None = None) -> Done:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "planparse", *args]
    environment = os.environ | (env or {})
    done = subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False)
    return Done(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def lines(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.text.splitlines()]


# ---------------------------------------------------------------------- help


def test_the_names_are_those_of_the_tables_and_formats() -> None:
    assert tuple(TABLES) == TABLE_NAMES
    assert tuple(WRITERS) == FORMAT_NAMES
    assert sorted(main.commands) == sorted(COMMANDS)


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_the_examples_of_every_help_run(command: Sequence[str]) -> None:
    page = run(*command, "--help")
    assert page.code == 0
    assert all(len(line) <= 80 for line in page.text.splitlines())
    block = re.search(r"Example:\n((?: {4}\S.*\n)+)", page.text)
    assert block, "every --help has an example"
    for line in block[1].splitlines():
        stages = [shlex.split(stage) for stage in line.split("|")]
        stdin = None
        if stages[0][0] == "cat":
            stdin = Path(stages.pop(0)[1]).read_bytes()
        assert len(stages) == 1
        assert stages[0][0] == "planparse"
        done = run(*stages[0][1:], stdin=stdin)
        assert done.code == 0, (line, done.err)
        assert done.out or "-o" in stages[0] or "validate" in stages[0]


def test_version() -> None:
    assert run("--version").text == f"planparse {planparse.__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from planparse.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'rich', 'opencc', 'regex', 'ahocorasick', 'selectolax', 'tomllib'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr == b"[]\n"


# ---------------------------------------------------------------------- extract


def test_one_notice_gives_json_several_give_lines() -> None:
    one = run("extract", "short.txt")
    assert (one.code, one.err) == (0, "")
    assert one.out.count(b"\n") == 1
    assert Notice.model_validate_json(one.out).source.source_name == "short.txt"
    two = run("extract", "short.txt", "notice.txt")
    assert [row["source"]["source_name"] for row in lines(two)] == ["short.txt", "notice.txt"]
    assert two.out.splitlines()[0] == one.out.rstrip()


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_every_table_in_every_format(table: str) -> None:
    rows = lines(run("extract", "notice.txt", "--table", table))
    assert rows or table in ("tables", "diagnostics")
    assert json.loads(run("extract", "notice.txt", "--table", table, "--format", "json").out) == rows
    data = run("extract", "notice.txt", "--table", table, "--format", "csv")
    read = list(csv.DictReader(io.StringIO(data.text, newline="")))
    assert len(read) == len(rows)
    assert data.code == 0


def test_rows_of_several_notices_have_one_header() -> None:
    done = run("extract", "short.txt", "notice.txt", "--table", "metadata", "--format", "csv")
    read = list(csv.DictReader(io.StringIO(done.text, newline="")))
    assert [row["source_name"] for row in read] == ["short.txt", "notice.txt"]


def test_standard_input() -> None:
    named = json.loads(run("extract", "short.txt").out)
    piped = json.loads(run("extract", "-", stdin=TEXT.encode("gbk")).out)
    assert piped["source"]["source_name"] == "-"
    assert piped["source"]["encoding"] == "gb18030"
    assert piped["parts"] == named["parts"]


@pytest.mark.parametrize("parted", [b"\n", b"\r\n", b"\0"])
def test_a_list_of_inputs(parted: bytes) -> None:
    listed = parted.join([b"short.txt", b"", b"notice.txt", b""])
    done = run("extract", "warns.txt", "--input-list", "-", "--table", "metadata", stdin=listed)
    assert [row["source_name"] for row in lines(done)] == ["warns.txt", "short.txt", "notice.txt"]
    Path("list").write_bytes(listed)
    assert run("extract", "--input-list", "list", "--table", "metadata").out.count(b"\n") == 2


@pytest.mark.parametrize(
    ("path", "begins"), [("a.json", b"{"), ("a.jsonl", b"{"), ("a.CSV", b"notice_id,")]
)
def test_the_suffix_of_the_output_chooses_the_format(path: str, begins: bytes) -> None:
    table = ["--table", "targets"] if path.endswith("CSV") else []
    done = run("extract", "short.txt", "-o", path, *table)
    assert done == Done(0, b"", "")
    assert Path(path).read_bytes().startswith(begins)


def test_excel_gets_a_byte_order_mark() -> None:
    done = run("extract", "short.txt", "--table", "targets", "--excel")
    assert done.out.startswith(b"\xef\xbb\xbfnotice_id,")


def test_the_source_that_offsets_count_into_is_saved() -> None:
    markup = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    Path("page.html").write_text(f"<html>{markup}</html>", "utf-8")
    notice = Notice.model_validate_json(run("extract", "page.html", "--save-source", "plain").out)
    plain = Path("plain").read_bytes()
    assert plain.decode().splitlines() == TEXT.splitlines()
    assert notice.source.source_sha256 == sha256(plain).hexdigest()
    target = notice.targets[0]
    assert plain.decode()[target.source_start : target.source_end] in target.quote


def test_rules_and_bodies_of_ones_own(repo_root: Path) -> None:
    Path("own.csv").write_text(
        (repo_root / "data" / "agencies.csv").read_text("utf-8").splitlines()[0] + "\n", "utf-8"
    )
    usual = json.loads(run("extract", "short.txt").out)["rulebook"]
    own = json.loads(run("extract", "short.txt", "--agencies", "own.csv").out)["rulebook"]
    assert own["user_files"] == ["agencies.csv"]
    assert own["digest"] != usual["digest"]
    Path("rules").mkdir()
    Path("rules/restore.toml").write_text(
        '[[furniture]]\nid = "own-line"\nwhy = "a test"\npattern = "甲乙丙"\n'
        'options = { zone = "any" }\ngives = [{ text = "甲乙丙", match = "甲乙丙" }]\n',
        "utf-8",
    )
    done = run("restore", "-", "--rules", "rules", stdin="甲乙丙\n一、丁\n".encode())
    assert (done.code, done.text) == (0, "一、丁\n")


def test_same_input_same_bytes() -> None:
    first, second = spawn("extract", "notice.txt"), spawn("extract", "notice.txt")
    assert first.out == second.out
    assert first.out == run("extract", "notice.txt").out


# ---------------------------------------------------------------------- restore


def test_restore_gives_the_text_without_furniture(sample_path: Path) -> None:
    done = run("restore", "notice.txt")
    assert done.text.startswith(
        "关于印发进一步提高产品、工程和服务质量行动方案(2022—2025年)的通知\n国市监质发"
    )
    assert "相关稿件" not in done.text
    assert "相关稿件" in run("restore", "notice.txt", "--with-furniture").text
    assert run("restore", "notice.txt", "-o", "out.txt").out == b""
    assert Path("out.txt").read_bytes() == done.out


def test_restoring_twice_changes_nothing() -> None:
    once = run("restore", "notice.txt").out
    assert run("restore", "-", stdin=once).out == once


def test_restore_lists_each_repair() -> None:
    listed = run("restore", "notice.txt", "--edits").text.splitlines()
    rows = lines(run("extract", "notice.txt", "--table", "edits"))
    assert len(listed) == len(rows)
    assert listed[0] == "line 1\trestore.pinyin-gloss\t「(guān)」 → 「」"


# ---------------------------------------------------------------------- schema, validate


def test_schema_prints_the_files(repo_root: Path) -> None:
    for args, name in (([], "notice.schema.json"), (["--tables"], "tables.schema.json")):
        assert run("schema", *args).out == (repo_root / "schemas" / name).read_bytes()


def test_validate_says_where_json_breaks() -> None:
    run("extract", "short.txt", "notice.txt", "-o", "good.jsonl")
    done = run("validate", "good.jsonl")
    assert (done.code, done.out) == (0, b"")
    assert done.err == "planparse: good.jsonl: valid (2 notices)\n"
    value = lines(Done(0, Path("good.jsonl").read_bytes(), ""))[0]
    value["parts"][0]["level"] = -1
    value["\x1b[2J"] = 1
    Path("bad.json").write_text(json.dumps(value), "utf-8")
    done = run("validate", "bad.json", "good.jsonl", "nothing.json")
    assert (done.code, done.out) == (1, b"")
    assert "bad.json: $.parts[0].level: Input should be greater than or equal to 0" in done.err
    assert "\\x1b[2J: Extra inputs" in done.err
    assert "good.jsonl: valid" in done.err
    assert "nothing.json: there is no such file" in done.err
    assert run("validate", "-", stdin=b"{").code == 1


# ---------------------------------------------------------------------- codes and streams


def test_warnings_count_under_strict_alone() -> None:
    assert run("extract", "warns.txt")[0::2] == (0, "")
    for command in ("extract", "show"):
        strict = run(command, "warns.txt", "--strict")
        assert strict.code == 3
        assert strict.out
        assert strict.err.startswith("planparse: warns.txt: line ")
    assert run("extract", "warns.txt", "nothing.txt", "--strict").code == 1
    assert run("extract", "short.txt", "--strict").code == 0


def test_a_closed_pipe_is_no_news() -> None:
    for args in (
        ["extract", "notice.txt", "--table", "edits"],
        ["extract", "notice.txt"],
        ["restore", "notice.txt", "--edits"],
        ["show", "notice.txt"],
    ):
        command = [sys.executable, "-m", "planparse", *args]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_ctrl_c_ends_quietly() -> None:
    os.mkfifo("pipe")
    command = [sys.executable, "-m", "planparse", "extract", "pipe", "-o", "out.json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        with open("pipe", "wb"):  # opens once the other end is waited at
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130
        assert process.stderr
        assert process.stderr.read() == b""
    assert not [name for name in os.listdir() if "out.json" in name]


LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "utf-16"},
]


@pytest.mark.parametrize("env", LOCALES, ids=range(len(LOCALES)))
def test_output_is_utf8_whatever_the_locale(env: dict[str, str]) -> None:
    usual = {name: run(name, "short.txt").out for name in ("extract", "show", "restore")}
    for name, out in usual.items():
        assert spawn(name, "short.txt", env=env) == Done(0, out, "")
    missing = spawn("extract", "没有.txt", env=env)
    assert (missing.code, missing.out) == (1, b"")
    assert spawn("--help", env=env).code == 0


def test_from_python() -> None:
    notice = planparse.parse_file("short.txt")
    assert notice.model_dump_json() == planparse.parse(TEXT, name="short.txt").model_dump_json()
    with pytest.raises(planparse.ReadError):
        planparse.parse_file("nothing.txt")


# ---------------------------------------------------------------------- agencies


def test_a_body_is_shown_with_its_history() -> None:
    done = run("agencies", "银监会")
    assert done.code == 0
    assert "cbrc" in done.text
    assert "└ 国家金融监督管理总局  nfra, 2023-05-18 – today" in done.text
    assert "2018-03-17，国务院机构改革方案 2018" in done.text
    assert done.text.endswith("its work today: nfra\n")


def test_one_name_is_two_bodies_unless_a_day_is_given() -> None:
    both = json.loads(run("agencies", "国家药监局", "--format", "json").text)
    assert [body["agency_id"] for body in both["bodies"]] == ["sda", "nmpa"]
    one = json.loads(run("agencies", "国家药监局", "--at", "2001-05-01", "--format", "json").text)
    assert [body["agency_id"] for body in one["bodies"]] == ["sda"]
    assert one["at"] == "2001-05-01"


def test_a_body_may_be_asked_for_by_its_id_or_composed() -> None:
    [body] = json.loads(run("agencies", "nhc", "--format", "json").text)["bodies"]
    assert body["predecessors"][0]["agency_id"] == "nhfpc"
    [body] = json.loads(run("agencies", "河北省人社厅", "--format", "json").text)["bodies"]
    assert (body["agency_id"], body["counterpart_id"]) == ("130000/human-resources", "mohrss")
    assert "does the work of mohrss" in run("agencies", "河北省人社厅").text


def test_all_bodies_are_listed_with_their_time() -> None:
    rows = [line.split("\t") for line in run("agencies").text.splitlines()]
    assert len(rows) > 400
    assert ["cbrc", "中国银行业监督管理委员会", "2003-03-10 – 2018-03-17"] in rows
    then = [line.split("\t")[0] for line in run("agencies", "--at", "2017").text.splitlines()]
    assert "cbrc" in then
    assert "nfra" not in then


def test_what_no_body_is_called_is_said() -> None:
    done = run("agencies", "某某局")
    assert (done.code, done.out) == (1, b"")
    assert "某某局: the register knows nobody of that name" in done.err
    done = run("agencies", "银监会", "--at", "1990")
    assert done.code == 1
    assert "but cbrc 2003-03-10 – 2018-03-17" in done.err
    assert run("agencies", "银监会", "--at", "yesterday").code == 2


def test_a_register_of_ones_own_is_laid_over(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("agency_id,name,names,predecessors\nnew,国家新局,新局,nda\n", encoding="utf-8")
    done = run("agencies", "新局", "--agencies", str(own))
    assert "└ 国家数据局  nda" in done.text
    own.write_text("agency_id,name,successors\nnew,国家新局,nobody\n", encoding="utf-8")
    done = run("agencies", "新局", "--agencies", str(own))
    assert done.code == 2
    assert "row new: there is no body 'nobody'" in done.err
