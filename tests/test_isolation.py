"""Notices that break whatever parses them cost themselves, and what engines pass on is what was parsed."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from conftest import ROOT
from planparse import __version__
from planparse.engines import apart, isolation, shipment
from planparse.engines.apart import DiedError, Process, Task
from planparse.engines.arrow import parse_batch, parse_each, schema_of
from planparse.engines.isolation import Isolation, Limits, Order, order_of, pieces
from planparse.engines.parsed import OUTCOMES, Outcome, outcome_schema, parsed_schema, rows_in
from planparse.errors import EngineError, ReadError
from planparse.rulebook import Rulebook, default, load
from planparse.writers.tables import TABLES

POISON = ROOT / "tests" / "clusters" / "poison"
GOOD = "一、加强管理。合格率达到{}%以上。（财政部牵头，教育部配合）"


def batch_of(*texts: str | None) -> pa.RecordBatch:
    """The texts as a batch, each called by its number."""
    return pa.record_batch(
        {"source_name": [str(n) for n in range(len(texts))], "text": pa.array(texts, pa.string())}
    )


def order(**limits: Any) -> Order:
    return order_of(None, None, None, Limits(**limits))


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are started now break on texts that say so."""
    monkeypatch.setenv("PYTHONPATH", str(POISON))


@pytest.fixture
def isolated() -> Iterator[Any]:
    """Parses a batch apart, with some limits, and ends the process behind the test."""
    made: list[Isolation] = []

    def parse(batch: pa.RecordBatch, **limits: Any) -> list[dict[str, Any]]:
        made.append(Isolation(order(**limits)))
        parsed = pa.Table.from_batches(made[-1].parse(batch), schema=parsed_schema())
        rows: list[dict[str, Any]] = rows_in(parsed, OUTCOMES).to_pylist()
        assert rows_in(parsed, "targets").num_rows == sum(row["outcome"] != "failed" for row in rows)
        return rows

    yield parse
    for one in made:
        one.close()


# ---------------------------------------------------------------------- parsed notices


def test_a_row_a_notice_holds_the_rows_of_all_tables(sample_text: str) -> None:
    batch = batch_of(sample_text, None, "", GOOD.format(98), "二、合格率达到95%以上。")
    parsed = parse_each(batch, tables=list(TABLES))
    assert parsed.num_rows == batch.num_rows
    assert parsed.schema.equals(parsed_schema(list(TABLES)))
    for name, wanted in parse_batch(batch, tables=list(TABLES)).items():
        found = rows_in(parsed, name)
        assert found.schema.equals(schema_of(name))
        assert found.equals(pa.Table.from_batches([wanted])), name
    outcomes = rows_in(parsed, OUTCOMES)
    assert outcomes.schema.equals(outcome_schema())
    assert outcomes.column("outcome").to_pylist() == ["ok", "failed", "ok", "ok", "warnings"]
    assert outcomes.column("code").to_pylist() == [None, "no-text", None, None, None]
    assert outcomes.column("characters").to_pylist()[0] == len(sample_text)
    some = rows_in(parsed.slice(2, 2), "targets")
    assert some.column("source_name").to_pylist() == ["3"], "a slice has the rows of its notices"
    nothing = parse_each(batch.slice(0, 0))
    assert rows_in(nothing, "agencies").num_rows == 0


def test_files_are_read_and_bad_ones_say_why(corpus_free_files: dict[str, bytes]) -> None:
    files = corpus_free_files
    batch = pa.record_batch({"source_name": list(files), "text": pa.array(files.values(), pa.binary())})
    told = []
    rows = parse_each(batch, max_chars=10_000).to_pylist()
    for row in rows:
        told.append((row["source_name"], row["outcome"], row["code"]))
        assert len(row["metadata"]) == (row["outcome"] != "failed")
    assert told == [
        ("s3://lake/a/1.txt", "ok", None),
        ("s3://lake/b/1.html", "ok", None),
        ("picture", "failed", "unreadable"),
        ("empty", "failed", "unreadable"),
        ("long", "failed", "unreadable"),
    ]
    kinds = [row["metadata"][0]["source_kind"] for row in rows[:2]]
    assert kinds == ["txt", "html"]
    assert "more than 10,000 characters" in rows[-1]["message"]


@pytest.fixture
def corpus_free_files() -> dict[str, bytes]:
    """Files as they lie in a lake, some of them no notices."""
    text = "关于加强管理的通知\n\n一、加强管理。\n二、合格率达到98%以上。\n"
    page = "<html><body><p>" + "</p><p>".join(text.split()) + "</p></body></html>"
    return {
        "s3://lake/a/1.txt": text.encode("gb18030"),
        "s3://lake/b/1.html": page.encode(),
        "picture": b"\x89PNG\r\n",
        "empty": b"",
        "long": ("管理" * 10_000).encode(),
    }


def test_a_text_that_is_too_long_is_a_row_too() -> None:
    row = parse_each(batch_of("管理" * 10), max_chars=19).to_pylist()[0]
    assert (row["outcome"], row["code"]) == ("failed", "unreadable")
    assert "more than 19 characters" in row["message"]


def test_what_is_no_batch_of_notices_is_said() -> None:
    with pytest.raises(ReadError, match="holds int64, no text"):
        parse_each(pa.record_batch({"text": [1]}))
    with pytest.raises(ReadError, match="holds binary, no text"):
        parse_batch(pa.record_batch({"text": [b"x"]}))
    with pytest.raises(ValueError, match="no table 'goals'"):
        parse_each(batch_of("x"), tables=["goals"])


def test_old_word_files_of_a_batch_go_to_the_office_together(monkeypatch: pytest.MonkeyPatch) -> None:
    from planparse.readers import office

    calls: list[int] = []

    def convert(files: list[bytes], soffice: str | None = None) -> list[bytes | None]:
        calls.append(len(files))
        return [None] * len(files)

    monkeypatch.setattr(office, "convert", convert)
    rtf = b"{\\rtf1 x}"
    values = pa.array([rtf, b"\x89PNG", rtf, None], pa.binary())
    found = parse_each(pa.record_batch({"text": values}), tables=["metadata"])
    assert calls[0] == 2
    assert set(found.column("outcome").to_pylist()) == {"failed"}


# ---------------------------------------------------------------------- isolation


@pytest.mark.usefixtures("poisoned")
def test_a_notice_that_breaks_its_process_costs_itself(isolated: Any, tmp_path: Path) -> None:
    texts = [GOOD.format(n) for n in range(90, 96)]
    texts[1] = "POISON exit"
    texts[2] = "POISON segfault"
    texts[4] = f"POISON once {tmp_path / 'mark'}\n{texts[4]}"
    rows = isolated(batch_of(*texts, "POISON defect", None))
    assert [row["source_name"] for row in rows] == [str(n) for n in range(8)], "in order, each once"
    codes = [row["code"] for row in rows]
    assert codes == [None, "crashed", "crashed", None, None, None, "defect", "no-text"]
    assert rows[1]["message"] == "the process that parsed it ended with exit code 3, 2 times"
    if os.name == "posix":
        assert rows[2]["message"] == "the process that parsed it was ended by SIGSEGV, 2 times"
    assert "KeyError in sitecustomize.py" in rows[6]["message"]
    assert (tmp_path / "mark").exists(), "it died once, and was parsed in another process"


@pytest.mark.usefixtures("poisoned")
def test_a_notice_that_hangs_is_given_up(isolated: Any) -> None:
    begun = time.monotonic()
    rows = isolated(batch_of("POISON hang", GOOD.format(98)), seconds=2.0)
    assert [row["code"] for row in rows] == ["timeout", None]
    assert rows[0]["message"] == "took more than 2 seconds"
    assert time.monotonic() - begun < 60


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux only")
@pytest.mark.usefixtures("poisoned")
def test_a_notice_that_takes_all_memory_is_given_up(isolated: Any) -> None:
    rows = isolated(batch_of(GOOD.format(97), "POISON memory", GOOD.format(98)), memory=800_000_000)
    assert [row["code"] for row in rows] == [None, "memory", None]


@pytest.mark.usefixtures("poisoned")
def test_retries_are_as_many_as_asked(isolated: Any) -> None:
    row = isolated(batch_of("POISON exit"), retries=0)[0]
    assert row["message"] == "the process that parsed it ended with exit code 3"


def test_batches_are_cut_by_rows_and_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "ROWS", 3)
    monkeypatch.setattr(isolation, "SIZE", 10)
    texts = ["x", None, "x", "x", "x" * 11, "x" * 9, "x", "x"]
    found = [piece.column("text").to_pylist() for piece in pieces(batch_of(*texts))]
    assert found == [["x", None, "x"], ["x"], ["x" * 11], ["x" * 9, "x"], ["x"]]
    table = pa.Table.from_batches([batch_of("a"), batch_of("b")])
    assert [piece.num_rows for piece in pieces(table)] == [2]
    assert list(pieces(batch_of())) == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_a_process_ends_with_whoever_asked_it() -> None:
    one = Isolation(order())
    list(one.parse(batch_of("x")))
    running = one._process._running
    assert running is not None
    assert alive(running.pid)
    del one
    gc.collect()
    assert not alive(running.pid)
    code = (
        "import os, pyarrow as pa\n"
        "from planparse.engines.isolation import *\n"
        "one = Isolation(order_of(None, None, None, None))\n"
        "list(one.parse(pa.record_batch({'source_name': ['a'], 'text': ['x']})))\n"
        "print(one._process._running.pid, flush=True)\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    assert gone(int(done.stdout)), "the process outlives its worker"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
@pytest.mark.usefixtures("poisoned")
def test_a_process_that_hangs_ends_even_when_nobody_is_left_to_end_it() -> None:
    code = (
        "import os, threading, time, pyarrow as pa\n"
        "from planparse.engines import apart\n"
        "from planparse.engines.isolation import *\n"
        "apart.GRACE = 1\n"
        "one = Isolation(order_of(None, None, None, Limits(seconds=2)))\n"
        "list(one.parse(pa.record_batch({'source_name': ['a'], 'text': ['x']})))\n"
        "print(one._process._running.pid, flush=True)\n"
        "bad = pa.record_batch({'source_name': ['a'], 'text': ['POISON deaf']})\n"
        "threading.Thread(target=lambda: list(one.parse(bad))).start()\n"
        "time.sleep(0.5)\n"
        "os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert gone(int(done.stdout)), "the process outlives its worker"


def gone(pid: int) -> bool:
    """Whether the process ends within a while."""
    for _ in range(200):
        if not alive(pid):
            return True
        time.sleep(0.1)
    return False


def alive(pid: int) -> bool:
    """Whether a process of that number runs, and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


# ---------------------------------------------------------------------- processes apart


def shouting(given: str) -> apart.Work:
    """A task for tests: upper case; some words end the process or raise."""

    def work(message: bytes, begin: apart.Begin) -> bytes:
        print("what a library prints")
        for item, word in enumerate(message.split()):
            begin(item)
            if word == b"die":
                os._exit(7)
            if word == b"raise":
                raise RuntimeError("a defect outside notices")
        return given.encode() + message.upper()

    return work


def broken(given: str) -> apart.Work:
    raise EngineError(given, where="somewhere")


def leaving(given: str) -> apart.Work:
    os._exit(1)


def test_a_process_works_through_messages_and_dies_of_some() -> None:
    process = Process(Task("test_isolation:shouting", "> "))
    assert process.work(b"a b", [60, 60]) == b"> A B"
    assert process.work(b"x" * 3_000_000, [60]) == b"> " + b"X" * 3_000_000
    with pytest.raises(DiedError, match="ended with exit code 7") as died:
        process.work(b"a b die c", [60] * 4)
    assert died.value.item == 2
    assert process.work(b"c", [60]) == b"> C"
    with pytest.raises(EngineError, match="a defect outside notices"):
        process.work(b"raise", [60])
    assert process.work(b"d", [60]) == b"> D"
    process.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        ("test_isolation:broken", "could not start: somewhere: no rules"),
        ("test_isolation:leaving", "could not start: it ended with exit code 1"),
        ("no.such:module", "could not start: No module named 'no'"),
    ],
)
def test_a_process_that_cannot_start_says_why(make: str, words: str) -> None:
    with pytest.raises(EngineError, match=words):
        Process(Task(make, "no rules")).work(b"", [60])


# ---------------------------------------------------------------------- shipments


def test_a_rulebook_travels_whole(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    own = '[words]\nheading_words = ["试验"]\n'
    (tmp_path / "rules" / "structure.toml").write_text(own, encoding="utf-8")
    bodies = tmp_path / "bodies.csv"
    bodies.write_text("agency_id,name\nx1,河畔镇\n", encoding="utf-8")
    book = load(tmp_path / "rules", bodies)
    sent = Order.opened(order_of(book, None, None, None).plain()).shipment
    come = shipment.unpack(sent)
    assert (come.digest, come.user_files) == (book.digest, book.user_files)
    assert come.digest != default().digest


def test_another_version_is_refused_before_anything_is_opened() -> None:
    plain = order().plain()
    other = (("9.9.9", "digest", b"no pickle of this version"), "what", "a later", "version", "sends")
    with pytest.raises(EngineError, match=rf"has planparse {__version__}, the driver 9\.9\.9; install"):
        Order.opened(other)
    assert Order.opened(plain) == order()


def test_what_did_not_come_whole_is_refused() -> None:
    sent = order().shipment
    with pytest.raises(EngineError, match="did not come whole"):
        shipment.unpack(sent._replace(files=sent.files[:-10]))
    with pytest.raises(EngineError, match=r"has the digest .*, the driver's abc;"):
        shipment.unpack(sent._replace(digest="abc"))
    assert isinstance(shipment.unpack(sent), Rulebook)


def test_planparse_works_from_an_archive_without_its_data(tmp_path: Path) -> None:
    archive = tmp_path / "planparse.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in sorted((ROOT / "src" / "planparse").rglob("*.py")):
            out.write(path, path.relative_to(ROOT / "src").as_posix())
    code = (
        "import sys, pickle, pyarrow as pa\n"
        f"sys.path[:] = [{str(archive)!r}] + [p for p in sys.path if not p.endswith('src')]\n"
        "import planparse; assert '.zip' in planparse.__file__, planparse.__file__\n"
        "from planparse.engines.isolation import *\n"
        "order = Order.opened(pickle.loads(sys.stdin.buffer.read()))\n"
        "batch = pa.record_batch({'source_name': ['a'], 'text': ['一、合格率达到98%以上。']})\n"
        "for parsed in Isolation(order).parse(batch):\n"
        "    print(parsed.to_pylist()[0]['targets'][0]['value'])\n"
    )
    import pickle

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(order().plain()),
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.stdout.split() == [b"98.0"], done.stderr.decode()


def test_an_outcome_says_what_its_schema_says() -> None:
    assert tuple(outcome_schema().names) == Outcome._fields
