"""`planparse batch`: what comes out, in which order, and what a second run does again."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import sqlite3
import sys
import tarfile
import time
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import planparse
from crawls import lay_out, notice, tree
from planparse.cli import main
from planparse.cli.progress import Bar, Lines, Silence, progress_for
from planparse.rulebook import default
from planparse.writers import WRITERS

pytest.importorskip("pebble")


class Done:
    """What a run said, and what it left in its folder."""

    def __init__(self, code: int, err: str, out: Path) -> None:
        self.code = code
        self.err = err
        self.out = out

    @property
    def files(self) -> dict[str, bytes]:
        return tree(self.out)

    @property
    def header(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "manifest.jsonl").read_bytes().splitlines()[0])
        return found

    @property
    def manifest(self) -> dict[str, dict[str, Any]]:
        lines = (self.out / "manifest.jsonl").read_text("utf-8").splitlines()[1:]
        entries = [json.loads(line) for line in lines]
        found = {entry["source_name"]: entry for entry in entries}
        assert len(found) == len(entries), "exactly one line an input"
        return found


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def batch(*args: str, out: str = "out", stdin: bytes | None = None) -> Done:
    """The command in this process, with one worker unless `-j` is given."""
    jobs = [] if "-j" in args else ["-j", "1"]
    command = ["batch", *args, "-o", out, *jobs]
    result = CliRunner().invoke(main, command, input=stdin, prog_name="planparse")
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stderr, Path(out))


# ---------------------------------------------------------------------- what comes out


def test_a_folder_gives_lines_and_a_manifest() -> None:
    lay_out(Path("crawl"), 12)
    done = batch("crawl")
    assert done.code == 0, done.err
    lines = [json.loads(line) for line in done.files["notices-00000.jsonl"].splitlines()]
    names = [f"{number // 10:02}/{number:03}.txt" for number in range(12)]
    assert [line["source"]["source_name"] for line in lines] == names
    assert list(done.manifest) == names
    run = done.header["run"]
    assert (run["planparse"], run["rulebook"]) == (planparse.__version__, default().digest)
    assert run["inputs"] == 12
    entry = done.manifest["01/011.txt"]
    assert entry["sha256"] == sha256(Path("crawl/01/011.txt").read_bytes()).hexdigest()
    assert (entry["outcome"], entry["coverage"]) == ("ok", 1.0)
    assert entry["counts"]["agencies"] == 3
    assert entry["counts"]["targets"] == 1
    assert entry["output"] == "notices-00000.jsonl"
    assert "12 inputs: 12 ok, 0 with warnings, 0 failed" in done.err
    assert "slowest: " in done.err


def test_the_lines_are_those_of_extract() -> None:
    lay_out(Path("crawl"), 3)
    done = batch("crawl/00/000.txt", "crawl/00/001.txt")
    extract = CliRunner().invoke(main, ["extract", "crawl/00/000.txt", "crawl/00/001.txt"])
    ours = done.files["notices-00000.jsonl"].decode()
    assert ours.replace("crawl/00/", "") == extract.stdout


def test_the_tables_on_request_are_asked_for() -> None:
    lay_out(Path("crawl"), 1)
    done = batch("crawl/00/000.txt", "--all")
    extract = CliRunner().invoke(main, ["extract", "crawl/00/000.txt", "--all", "--format", "jsonl"])
    line = done.files["notices-00000.jsonl"].decode()
    assert line.replace("crawl/00/", "") == extract.stdout
    assert json.loads(line)["quantities"]
    assert "--table names one table" in batch("crawl", "--all", "--table", "targets", out="b").err


@pytest.mark.parametrize("form", sorted(set(WRITERS) - {"json", "md"}))
def test_each_format_is_the_same_whatever_the_number_of_workers(form: str) -> None:
    lay_out(Path("crawl"), 14, odd=b"\0\1\2\3" * 50)
    table = ["--table", "targets"] if form == "csv" else []
    kind = ["--format", form, "--shard", "5", *table]
    one, two = batch("crawl", *kind, out="one"), batch("crawl", *kind, "-j", "2", out="two")
    assert one.code == two.code == 1
    assert one.files == two.files
    assert one.manifest["odd.txt"]["code"] == "unreadable"


def test_shards_follow_the_numbers_of_inputs() -> None:
    lay_out(Path("crawl"), 7)
    done = batch("crawl", "--format", "csv", "--table", "targets", "--shard", "3")
    shards = [name for name in done.files if name.startswith("targets-")]
    assert shards == ["targets-00000.csv", "targets-00001.csv", "targets-00002.csv"]
    rows = [list(csv.DictReader(io.StringIO(done.files[name].decode(), newline=""))) for name in shards]
    assert [len(some) for some in rows] == [3, 3, 1]
    assert done.manifest["00/006.txt"]["output"] == "targets-00002.csv"


def test_a_file_each_follows_its_input() -> None:
    lay_out(Path("crawl"), 2)
    Path("crawl", "甲 100%.html").write_text(f"<p>{notice(3)}</p>", "utf-8")
    done = batch("crawl", "--format", "json")
    assert {name for name in done.files if name.startswith("notices/")} == {
        "notices/00/000.txt.json",
        "notices/00/001.txt.json",
        "notices/甲 100%.html.json",
    }
    assert json.loads(done.files["notices/00/001.txt.json"])["source"]["source_name"] == "00/001.txt"
    rows = batch("crawl", "--format", "csv", "--table", "targets", "--each", out="rows")
    assert rows.files["targets/00/000.txt.csv"].startswith(b"notice_id,source_name,")
    assert rows.manifest["00/000.txt"]["output"] == "targets/00/000.txt.csv"


def test_a_data_set_and_databases_hold_all_rows() -> None:
    duckdb = pytest.importorskip("duckdb")
    lay_out(Path("crawl"), 9)
    parquet = batch("crawl", "--format", "parquet", "--shard", "4", out="set")
    sqlite = batch("crawl", "--format", "sqlite", out="lite")
    duck = batch("crawl", "--format", "duckdb", out="duck")
    assert (parquet.code, sqlite.code, duck.code) == (0, 0, 0)
    assert parquet.manifest["00/008.txt"]["output"] == "*/part-00002.parquet"
    asked = "SELECT source_name, value FROM {} ORDER BY source_name, target_id"
    expected = duckdb.sql(asked.format("'set/targets/*.parquet'")).fetchall()
    assert len(expected) == 9
    with sqlite3.connect("lite/notices.sqlite") as database:
        assert database.execute(asked.format("targets")).fetchall() == expected
        (found,) = database.execute(
            "SELECT count(*) FROM search WHERE search MATCH '\"示范点\"'"
        ).fetchone()
        assert found == 9
    with duckdb.connect("duck/notices.duckdb", read_only=True) as base:
        assert base.execute(asked.format("targets")).fetchall() == expected


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_a_database_is_what_extract_writes(form: str) -> None:
    pytest.importorskip(form if form == "duckdb" else "sqlite3")
    lay_out(Path("crawl"), 3)
    names = [f"crawl/00/{number:03}.txt" for number in range(3)]
    for number, name in enumerate(names):
        os.replace(name, f"{number}.txt")
    names = ["0.txt", "1.txt", "2.txt"]
    done = batch(*names, "--format", form)
    assert CliRunner().invoke(main, ["extract", *names, "-o", f"direct.{form}"]).exit_code == 0
    assert done.files[f"notices.{form}"] == Path(f"direct.{form}").read_bytes()


def test_one_table_of_a_database() -> None:
    lay_out(Path("crawl"), 3)
    batch("crawl", "--format", "sqlite", "--table", "edits", out="edits")
    batch("crawl", "--format", "sqlite", "--table", "agencies", out="agencies")
    with sqlite3.connect("agencies/agencies.sqlite") as database:
        assert database.execute("SELECT count(*) FROM agencies").fetchone() == (9,)


def test_strict_tells_of_warnings() -> None:
    Path("gap.txt").write_text("一、甲。\n二、乙。\n四、丁。\n", "utf-8")
    assert batch("gap.txt").code == 0
    done = batch("gap.txt", "--strict")
    assert done.code == 3
    assert done.manifest["gap.txt"]["diagnostics"] == {"sequence-gap": 1}
    assert done.manifest["gap.txt"]["outcome"] == "warnings"


def test_progress_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(seconds=0.01)
    lines.begin(20)
    lines.advance(5, 2)
    for _ in range(500):
        if "5 of 20 done, 2 failed" in (said := capsys.readouterr().err):
            break
        time.sleep(0.01)
    lines.end()
    assert re.search(r"planparse: 5 of 20 done, 2 failed, [\d.]+ a second, \d:\d\d:\d\d left\n", said)


def test_progress_is_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    assert isinstance(progress_for(quiet=True), Silence)
    bar = progress_for(quiet=False)
    assert isinstance(bar, Bar)
    bar.begin(20)
    bar.advance(15, 1)
    bar.advance(5, 1)
    bar.end()
    bar.end()
    shown = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", screen.getvalue())
    assert "20/20 2 failed" in shown


def test_quiet_says_nothing() -> None:
    lay_out(Path("crawl"), 2)
    assert batch("crawl", "--quiet").err == ""


# ---------------------------------------------------------------------- where it comes from


def test_archives_give_what_is_in_them() -> None:
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("2022/1.txt", notice(1))
        archive.writestr("2022/.hidden", "x")
        archive.writestr("__MACOSX/1.txt", "x")
        archive.writestr("NAME.txt", notice(2))
    packed = Path("a.zip").read_bytes()  # as a Chinese Windows names files: without saying how
    Path("a.zip").write_bytes(packed.replace(b"NAME", "通知".encode("gb18030")))
    for name, mode in (("b.tar.gz", "w:gz"), ("c.tar", "w")):
        with tarfile.open(name, mode) as tar:
            data = notice(3).encode()
            member = tarfile.TarInfo("./x/3.txt")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    done = batch("a.zip", "b.tar.gz", "c.tar")
    assert done.code == 0, done.err
    assert list(done.manifest) == [
        "a.zip/2022/1.txt",
        "a.zip/通知.txt",
        "b.tar.gz/x/3.txt",
        "c.tar/x/3.txt",
    ]
    assert done.manifest["a.zip/通知.txt"]["sha256"] == sha256(notice(2).encode()).hexdigest()


def test_tables_give_a_notice_a_row() -> None:
    rows = [{"url": f"u/{number}", "content": notice(number)} for number in range(4)]
    with gzip.open("a.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write("".join(json.dumps(row) + "\n" for row in rows))
    with open("b.csv", "w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, ["url", "content"])
        writer.writeheader()
        writer.writerows(rows)
    names = ["a.jsonl.gz", "b.csv"]
    if (pa := pytest.importorskip("pyarrow")) is not None:
        from pyarrow.parquet import write_table

        write_table(pa.Table.from_pylist(rows), "c.parquet")
        names.append("c.parquet")
    done = batch(*names, "--text-column", "content", "--id-column", "url")
    assert done.code == 0, done.err
    assert list(done.manifest) == [f"{name}#u/{number}" for name in names for number in range(4)]
    shas = [entry["sha256"] for entry in done.manifest.values()]
    assert shas == [sha256(row["content"].encode()).hexdigest() for row in rows] * len(names)
    numbered = batch("b.csv", "--text-column", "content", out="numbered")
    assert list(numbered.manifest) == ["b.csv#1", "b.csv#2", "b.csv#3", "b.csv#4"]
    apart = batch("b.csv", "--text-column", "content", "--id-column", "url", "--each", out="apart")
    assert "notices/b.csv#u/3.jsonl" in apart.files


def test_a_row_that_holds_no_text_costs_itself() -> None:
    lines = [
        {"text": notice(1)}, {"text": None}, {"text": ""}, {"text": 5}, {"body": "x"}, [1],
        {"text": "\ud800" + notice(2)},
    ]  # fmt: skip
    text = "".join(json.dumps(line) + "\n" for line in lines) + "{broken\n\n" + json.dumps(lines[0])
    Path("a.jsonl").write_text(text, "utf-8")
    done = batch("a.jsonl")
    assert done.code == 1
    outcomes = [entry["outcome"] for entry in done.manifest.values()]
    assert outcomes == ["ok", *["failed"] * 5, "ok", "failed", "ok"]
    assert "no column 'text' but 'body'" in done.manifest["a.jsonl#5"]["message"]
    missing = batch("a.jsonl", "--text-column", "content", out="missing")
    assert missing.code == 1


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.zip", b"PK\3\4 nothing", "breaks off as zip"),
        ("a.tar", b"x" * 1000, "breaks off as tar"),
        ("a.tar.gz", gzip.compress(b"x" * 1000), "breaks off as tar"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 100)[:-9], "breaks off as jsonl"),
        ("a.csv", b"id,content\n1,x\n", "no column 'text' but 'id', 'content'"),
        ("a.parquet", b"PAR1", "Parquet"),
    ],
)
def test_a_container_that_breaks_off_is_told_of(name: str, data: bytes, says: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    Path(name).write_bytes(data)
    Path("good.txt").write_text(notice(1), "utf-8")
    done = batch(name, "good.txt")
    assert done.code == 1
    assert says in done.manifest[name]["message"]
    assert done.manifest["good.txt"]["outcome"] == "ok"


def test_globs_choose_files_of_folders_and_archives() -> None:
    lay_out(Path("crawl"), 12)
    Path("crawl/00/a.html").write_text("<p>x</p>", "utf-8")
    Path("crawl/.hidden").write_text("x", "utf-8")
    with zipfile.ZipFile("crawl/a.zip", "w") as archive:
        archive.writestr("9.html", "<p>" + notice(9) + "</p>")
        archive.writestr("9.css", "x")
    done = batch("crawl", "--include", "*.html")
    assert list(done.manifest) == ["00/a.html", "a.zip/9.html"]
    left = batch("crawl", "--exclude", "00", "--exclude", "*.zip", "--exclude", "01/010.*", out="left")
    assert list(left.manifest) == ["01/011.txt"]


def test_a_list_on_standard_input() -> None:
    lay_out(Path("crawl"), 3)
    names = b"crawl/00/001.txt\ncrawl/00/000.txt\n"
    assert list(batch("-", stdin=names).manifest) == ["crawl/00/001.txt", "crawl/00/000.txt"]
    Path("names").write_bytes(names.replace(b"\n", b"\0"))
    assert list(batch("--input-list", "names", out="two").manifest) == [
        "crawl/00/001.txt",
        "crawl/00/000.txt",
    ]


def test_results_inside_the_crawl_are_no_input() -> None:
    lay_out(Path("crawl"), 3)
    first = batch("crawl", out="crawl/results")
    again = batch("crawl", out="crawl/results")
    assert len(first.manifest) == len(again.manifest) == 3


def test_old_word_files_go_to_libreoffice_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    from planparse.readers import office

    if office.find_office() is None:
        pytest.skip("LibreOffice is not installed")
    for number in range(3):
        words = "".join(f"\\u{ord(ch)}?" if ord(ch) > 127 else ch for ch in notice(number))
        body = words.replace("\n", "\\par\n")
        Path(f"{number}.rtf").write_text(
            "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\n" + body + "}", "ascii"
        )
        Path(f"{number}.txt").write_text(notice(number), "utf-8")
    names = [f"{number}.{kind}" for number in range(3) for kind in ("rtf", "txt")]
    done = batch(*names)
    assert done.code == 0, done.manifest
    assert list(done.manifest) == names
    for number in range(3):
        paper, text = done.manifest[f"{number}.rtf"], done.manifest[f"{number}.txt"]
        assert paper["source_kind"] == "rtf"
        assert paper["counts"]["agencies"] == text["counts"]["agencies"] == 3
    calls: list[int] = []
    convert = office.convert
    monkeypatch.setattr(office, "convert", lambda files: calls.append(len(files)) or convert(files))
    from planparse.batch.order import Input, Order
    from planparse.batch.parsing import parse_chunk

    chunk = tuple(Input(n, f"{n}.rtf", Path(f"{n}.rtf").read_bytes()) for n in range(3))
    assert parse_chunk(Order(digest=default().digest), chunk)
    assert calls == [3]


# ---------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], ["no input"]),
        (["-o", "out"], ["no input"]),
        (["empty", "-o", "out"], ["no input was found"]),
        (["a.txt", "a.txt", "-o", "out"], ["a.txt", "two inputs have this name", "name each once"]),
        (["crawl", "other", "-o", "out"], ["00/000.txt", "crawl/00/000.txt and other/00/000.txt"]),
        (["a.txt", "-o", "crawl"], ["crawl", "files in it", "choose another"]),
        (["a.txt", "-o", "a.txt"], ["a.txt", "cannot be written"]),
        (["a.txt", "-o", "out", "--format", "csv"], ["csv", "--table"]),
        (["a.txt", "-o", "out", "--format", "pdf"], ["--format", "'pdf'", "'jsonl'"]),
        (["a.txt", "-o", "out", "--table", "verses"], ["--table", "'verses'", "'targets'"]),
        (["a.txt", "-o", "out", "--excel"], ["--excel", "csv"]),
        (["a.txt", "-o", "out", "--engine", "abacus"], ["abacus", "local"]),
        (["a.txt", "-o", "out", "--input-list", "nothing"], ["--input-list", "no such file"]),
        (
            ["a.txt", "-o", "done", "--format", "json"],
            ["done", "another kind (jsonl)", "another folder"],
        ),
    ],
)
def test_what_cannot_be_done_is_refused(args: list[str], says: list[str]) -> None:
    for name in ("crawl", "other"):
        lay_out(Path(name), 1)
    Path("empty").mkdir()
    Path("a.txt").write_text(notice(1), "utf-8")
    if "done" in args:
        batch("a.txt", out="done")
    result = CliRunner().invoke(main, ["batch", *args], prog_name="planparse")
    assert result.exit_code == 2, result.stderr
    assert all(say in result.stderr for say in says) or not args, result.stderr
    assert not Path("out/manifest.jsonl").exists()


# ---------------------------------------------------------------------- again


def test_a_second_run_does_what_has_changed() -> None:
    lay_out(Path("crawl"), 12)
    first = batch("crawl", "--format", "json")
    stamps = {path: path.stat().st_mtime_ns for path in first.out.rglob("*.json*")}
    idle = batch("crawl", "--format", "json")
    assert "12 of them were done before and are unchanged" in idle.err
    assert {path: path.stat().st_mtime_ns for path in idle.out.rglob("*.json*")} == stamps
    Path("crawl/00/003.txt").write_text(notice(33), "utf-8")
    Path("crawl/00/004.txt").unlink()
    Path("crawl/01/new.txt").write_text(notice(44), "utf-8")
    Path("crawl/01/010.txt").rename("crawl/01/renamed.txt")
    second = batch("crawl", "--format", "json")
    assert "9 of them were done before" in second.err
    assert second.files == batch("crawl", "--format", "json", out="fresh").files
    assert not Path("out/notices/00/004.txt.json").exists()


def test_other_rules_or_limits_do_all_again() -> None:
    lay_out(Path("crawl"), 3)
    batch("crawl")
    Path("own.csv").write_text("agency_id,name,names\nmy-body,示范点办公室,\n", "utf-8")
    ruled = batch("crawl", "--agencies", "own.csv")
    assert ruled.code == 0, ruled.err
    assert "done before" not in ruled.err
    assert ruled.header["run"]["user_files"] == ["agencies.csv"]
    assert "done before" in batch("crawl", "--agencies", "own.csv").err
    assert "done before" in batch("crawl", "--agencies", "own.csv", "-j", "2", "--timeout", "60").err
    assert "done before" not in batch("crawl").err
    assert batch("crawl").files == batch("crawl", out="fresh").files


def test_a_broken_register_stops_the_run() -> None:
    lay_out(Path("crawl"), 2)
    Path("own.csv").write_text("id,name\nmy-body,示范点办公室\n", "utf-8")
    done = batch("crawl", "--agencies", "own.csv")
    assert done.code == 2
    assert "agencies.csv, row 示范点办公室: agency_id or name is missing" in done.err


def test_other_shards_leave_none_of_the_old_ones() -> None:
    lay_out(Path("crawl"), 6)
    batch("crawl", "--shard", "2")
    assert batch("crawl", "--shard", "4").files == batch("crawl", "--shard", "4", out="fresh").files


def test_results_that_were_removed_come_back() -> None:
    lay_out(Path("crawl"), 4)
    first = batch("crawl", "--shard", "2").files
    Path("out/notices-00001.jsonl").unlink()
    assert batch("crawl", "--shard", "2").files == first
    Path("out/manifest.jsonl").unlink()
    assert batch("crawl", "--shard", "2").files == first


def test_failures_are_done_again_where_that_is_asked_for() -> None:
    lay_out(Path("crawl"), 2, long=("一" * 20_000).encode(), gone=b"x")
    Path("crawl/gone.txt").unlink()
    os.symlink("nowhere", "crawl/gone.txt")
    first = batch("crawl", "--max-chars", "10000")
    assert (first.code, first.manifest["long.txt"]["code"]) == (1, "unreadable")
    assert "more than 10,000 characters" in first.manifest["long.txt"]["message"]
    assert "no such file" in first.manifest["gone.txt"]["message"]
    again = batch("crawl", "--max-chars", "10000")
    assert "4 of them were done before" in again.err
    assert again.code == 1
    retried = batch("crawl", "--max-chars", "10000", "--retry-failed")
    assert "2 of them were done before" in retried.err
    assert retried.files == first.files
    Path("crawl/gone.txt").unlink()
    Path("crawl/gone.txt").write_text(notice(7), "utf-8")
    assert batch("crawl", "--max-chars", "10000").manifest["gone.txt"]["outcome"] == "ok"
