"""`planparse batch` where things go wrong: each costs only itself, and a run that was killed goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from conftest import LONG, SEED
from crawls import dead_on_arrival, lay_out, notice, poisoned, tree
from planparse.batch import assembly, folder, journal, local, outputs, plan, staging
from planparse.batch.containers import Columns
from planparse.batch.journal import Journal
from planparse.batch.order import Order
from planparse.batch.run import run_batch
from planparse.errors import PlanparseError, WriteError
from planparse.memory import most_held, watch
from planparse.rulebook import default
from test_batch import Done, batch

WRITING = (assembly, folder, journal, outputs, plan)  # the modules that write into a batch's folder
posix = pytest.mark.skipif(os.name != "posix", reason="signals and links are those of POSIX")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Quiet:
    """Progress that nobody is told of."""

    def begin(self, total: int) -> None: ...

    def advance(self, done: int, failed: int) -> None: ...

    def end(self) -> None: ...


def order(**given: Any) -> Order:
    return Order(digest=default().digest, **given)


def run(names: Sequence[str], out: str = "out", *, work: Any = poisoned, **given: Any) -> Done:
    """A run in this process, by workers that come to harm."""
    own = {key: given.pop(key) for key in ("workers", "retry_failed") if key in given}
    engine = partial(local.parse_locally, work=work)
    summary = run_batch(
        order(**given), names, out, engine=engine, progress=Quiet(), **{"workers": 2, **own}
    )
    return Done(int(bool(summary.failed)), "\n".join(summary.lines()), Path(out))


# ---------------------------------------------------------------------- poison


POISON = [
    ("CRASH", "crashed", "exit code 3"),
    ("FAULT", "crashed", "SIGSEGV"),
    ("SLEEP", "timeout", "more than 5 seconds"),
    ("SPIN", "timeout", "more than 5 seconds"),
    ("EAT", "memory", "more than 300 MB"),
]


@posix
def test_poison_costs_only_itself() -> None:
    lay_out(Path("clean"), 30)
    lay_out(Path("crawl"), 30, **{word.lower(): word.encode() + b"\n" for word, _, _ in POISON})
    expected = batch("clean", out="expected").manifest
    done = run(["crawl"], seconds=5, megabytes=300)
    assert done.code == 1
    found = done.manifest
    for word, code, says in POISON:
        entry = found.pop(f"{word.lower()}.txt")
        assert (entry["outcome"], entry["code"]) == ("failed", code), entry
        assert says in entry["message"]
    assert found == expected
    again = run(["crawl"], seconds=5, megabytes=300, work=dead_on_arrival)
    assert "35 of them were done before" in again.err, "what fails is not tried again unasked"


@posix
def test_a_worker_that_somebody_kills_costs_nothing(tmp_path: Path) -> None:
    lay_out(Path("crawl"), 30)
    for number in range(3):
        marker = os.fsencode(tmp_path / f"m{number}")
        Path(f"crawl/0{number}/once.txt").write_bytes(b"ONCE " + marker + b"\n")
    done = run(["crawl"], workers=2)
    assert done.code == 0, done.manifest
    assert all((tmp_path / f"m{number}").exists() for number in range(3))
    assert done.files == batch("crawl", out="undisturbed").files


@posix
def test_a_poisoned_notice_is_retried_where_that_is_asked_for() -> None:
    lay_out(Path("crawl"), 3, crash=b"CRASH\n" + notice(5).encode())
    assert run(["crawl"]).manifest["crash.txt"]["code"] == "crashed"
    assert batch("crawl", "--retry-failed").manifest["crash.txt"]["outcome"] == "ok"


def test_workers_that_never_start_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(Path("crawl"), 1)
    monkeypatch.setattr(local, "_begin", dead_on_arrival)
    with pytest.raises(PlanparseError, match="end as soon as they are started"):
        run(["crawl"], workers=1)


def test_workers_that_are_started_anew_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows, where no fork server is."""
    lay_out(Path("crawl"), 6, crash=b"CRASH\n" if os.name == "posix" else b"\0\1")
    expected = run(["crawl"], "forked").files
    monkeypatch.setattr(local, "_context", lambda: get_context("spawn"))
    assert run(["crawl"], "spawned").files == expected


def test_workers_that_are_replaced_in_time_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(Path("crawl"), 24)
    expected = run(["crawl"], "lasting").files
    monkeypatch.setattr(local, "_CHUNKS", 1)
    assert run(["crawl"], "replaced").files == expected


def test_a_worker_that_nobody_ends_ends_itself() -> None:
    code = (
        "from planparse.batch import limits\n"
        "limits._GRACE = 0.5\n"
        "limits.guarded(lambda order, chunk: sum(range(10**13)), None, (), 0.5)\n"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60, capture_output=True)
    assert done.returncode == 1
    assert not done.stderr
    assert time.monotonic() - began < 50


def test_rules_that_change_meanwhile_stop_the_run() -> None:
    lay_out(Path("crawl"), 2)
    with pytest.raises(PlanparseError, match="rules were changed"):
        run_batch(
            Order(digest="another"), ["crawl"], "out",
            engine=local.parse_locally,
            workers=1, progress=Quiet(),
        )  # fmt: skip


def test_a_process_that_looks_at_its_memory_ends_itself() -> None:
    code = (
        "from planparse.memory import most_held, watch\n"
        "watch(most_held() + 50_000_000)\n"
        "held = []\n"
        "while True: held.append(bytearray(1_000_000))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert done.returncode == 77
    assert most_held() > 0
    assert callable(watch)


# ---------------------------------------------------------------------- files and names


@posix
@pytest.mark.skipif(not os.path.isdir("/proc"), reason="names of any bytes are those of Linux")
def test_odd_names_and_files_cost_only_themselves() -> None:
    lay_out(Path("crawl"), 2)
    odd = [
        "a\nb.txt",
        "a\x1b[31m.txt",
        "-dash.txt",
        " blank .txt",
        "\u202egnp.txt",
        os.fsdecode(b"\xff.txt"),
    ]
    for number, name in enumerate([*odd, os.fsdecode(b"\xfe.txt")]):
        Path("crawl", name).write_text(notice(number), "utf-8")
    os.symlink("loop", "crawl/loop")
    os.symlink("..", "crawl/00/up")
    os.symlink("nowhere", "crawl/nowhere")
    os.mkfifo("crawl/pipe")
    Path("crawl/locked.txt").write_text("x", "utf-8")
    Path("crawl/locked.txt").chmod(0)
    Path("crawl/locked").mkdir(mode=0)
    try:
        done = batch("crawl", "--format", "json")
    finally:
        Path("crawl/locked").chmod(0o700)
    failed = {name for name, entry in done.manifest.items() if entry["outcome"] == "failed"}
    expected = {"loop", "nowhere"} | (set() if os.geteuid() == 0 else {"locked", "locked.txt"})
    assert failed - {"locked.txt"} == expected - {"locked.txt"}
    assert {"a\nb.txt", "\\xff.txt", "\\xfe.txt", "00/000.txt", "00/001.txt"} <= set(done.manifest)
    assert "pipe" not in done.manifest
    assert not any("up" in name for name in done.manifest)
    raw = done.files["manifest.jsonl"]
    assert b"\x1b" not in raw
    assert "\u202e".encode() not in raw
    assert "notices/%5Cxff.txt.json" in done.files
    assert "notices/a%0Ab.txt.json" in done.files
    assert batch("crawl/pipe", out="pipe").code == 1


def test_a_folder_that_changes_while_it_is_read() -> None:
    lay_out(Path("crawl"), 40)

    def changing(*args: Any) -> Any:
        for number, frame in enumerate(local.parse_locally(*args)):
            if number == 0:
                Path("crawl/03/039.txt").unlink()
                Path("crawl/03/new.txt").write_text(notice(1), "utf-8")
            yield frame

    summary = run_batch(order(), ["crawl"], "out", engine=changing, workers=1, progress=Quiet())
    done = Done(0, "", Path("out"))
    assert summary.failed == 1
    assert "no such file" in done.manifest["03/039.txt"]["message"]
    assert "03/new.txt" not in done.manifest
    assert len(done.manifest) == 40


def test_an_archive_that_changes_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile

    def fill(*numbers: int) -> None:
        with zipfile.ZipFile("a.zip", "w") as archive:
            for number in numbers:
                archive.writestr(f"{number}.txt", notice(number))

    fill(1, 2, 3)
    from planparse.batch.plan import Plan

    read = Plan.read

    def later(self: Plan, columns: Columns) -> Any:
        fill(1, 3)
        return read(self, columns)

    monkeypatch.setattr(Plan, "read", later)
    done = batch("a.zip")
    assert done.manifest["a.zip/1.txt"]["outcome"] == "ok"
    assert "changed while the batch ran" in done.manifest["a.zip/2.txt"]["message"]


def test_two_runs_do_not_share_a_folder() -> None:
    lay_out(Path("crawl"), 1)
    batch("crawl")
    code = "from planparse.batch.folder import Folder; from planparse.batch.order import Order\n"
    code += "import time; held = Folder('out', Order()); print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        done = batch("crawl")
        other.kill()
    assert done.code == 2
    assert "another planparse is writing there" in done.err
    assert batch("crawl").code == 0


# ---------------------------------------------------------------------- full disks


def test_a_full_disk_stops_the_run_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(Path("crawl"), 10)
    expected = batch("crawl", "--format", "json", out="undisturbed").files
    calls = 0

    def counting(stream: Any, data: bytes) -> None:
        nonlocal calls
        calls += 1
        stream.write(data)

    real = staging.write
    for module in WRITING:
        monkeypatch.setattr(module, "write", counting)
    batch("crawl", "--format", "json", out="counted")
    for full_at in sorted(random.Random(SEED).sample(range(calls), 8)):
        left = full_at

        def full(stream: Any, data: bytes) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                real(stream, data[: len(data) // 2])
                raise OSError(28, "No space left on device")
            real(stream, data)

        for module in WRITING:
            monkeypatch.setattr(module, "write", full)
        out = f"full{full_at}"
        done = batch("crawl", "--format", "json", out=out)
        assert done.code == 1
        assert "No space left on device" in done.err
        assert "it goes on" in done.err
        for module in WRITING:
            monkeypatch.setattr(module, "write", real)
        assert batch("crawl", "--format", "json", out=out).files == expected, f"full at write {full_at}"


def test_a_journal_that_was_cut_anywhere_is_read_to_its_last_whole_frame() -> None:
    lay_out(Path("crawl"), 6)
    expected = batch("crawl").files
    whole = Path("out/.planparse/journal").read_bytes()
    for cut in random.Random(SEED).sample(range(len(whole)), 6):
        Path("out/.planparse/journal").write_bytes(whole[:cut])
        assert batch("crawl").files == expected, f"cut at {cut}"
    spoilt = bytearray(whole)
    spoilt[len(whole) // 2] ^= 0xFF
    Path("out/.planparse/journal").write_bytes(spoilt)
    assert batch("crawl").files == expected


def test_a_journal_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    with pytest.raises(WriteError, match="journal"):
        Journal(tmp_path / "journal", "key")


# ---------------------------------------------------------------------- killed


def spawn(out: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "planparse",
        "batch",
        "crawl",
        "-o",
        out,
        "-j",
        "2",
        "--shard",
        "20",
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@posix
def test_a_run_that_is_killed_at_any_moment_goes_on() -> None:
    lay_out(Path("crawl"), 80, odd=b"\0\1")
    began = time.monotonic()
    assert spawn("undisturbed").wait() == 1
    took = time.monotonic() - began
    expected = tree(Path("undisturbed"))
    dice = random.Random(SEED)
    moments = [dice.uniform(0, took) for _ in range(20 if LONG else 3)]
    print(
        f"killed after {', '.join(f'{moment:.2f}' for moment in moments)} s of {took:.2f}; seed {SEED}"
    )
    for number, moment in enumerate(moments):
        out = f"killed{number}"
        process = spawn(out)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if number % 2:  # and once more, while it goes on
            process = spawn(out)
            time.sleep(dice.uniform(0, took))
            process.send_signal(signal.SIGKILL)
            process.wait()
        process = spawn(out)
        err = process.communicate()[1].decode()
        assert process.returncode == 1, err
        assert tree(Path(out)) == expected, f"killed after {moment:.3f} s, seed {SEED}"


@posix
def test_ctrl_c_says_how_to_go_on_and_leaves_nobody_behind() -> None:
    lay_out(Path("crawl"), 60)
    process = spawn("out")
    kept = Path("out/.planparse/journal")
    for _ in range(600):
        if kept.exists() and kept.stat().st_size > 1000:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    err = process.communicate(timeout=60)[1].decode()
    if process.returncode != 0:  # it was still at it
        assert process.returncode == 130
        assert "run the same command again" in err
        assert "Traceback" not in err
    assert spawn("out").wait() == 0
    assert spawn("fresh").wait() == 0
    assert tree(Path("out")) == tree(Path("fresh"))


@posix
@pytest.mark.skipif(not os.path.isdir("/proc"), reason="looks at processes as Linux shows them")
def test_workers_end_with_a_parent_that_is_killed() -> None:
    lay_out(Path("crawl"), 200)
    process = spawn("out")
    workers: list[int] = []
    for _ in range(600):
        workers = descendants(process.pid)
        if len(workers) >= 3:
            break
        time.sleep(0.05)
    assert workers
    process.send_signal(signal.SIGKILL)
    process.communicate()
    for _ in range(200):
        if not any(is_running(pid) for pid in workers):
            break
        time.sleep(0.05)
    assert not [pid for pid in workers if is_running(pid)]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found
