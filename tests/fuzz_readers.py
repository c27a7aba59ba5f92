"""Fuzzes the readers: real and composed files are spoilt and read, so many seconds a reader.

    python tests/fuzz_readers.py [--seconds 60] [--seed 20221101] [--jobs 2] [KIND …]

A spoilt file is read, or refused with a ReadError. A finding is another exception, a process that
dies, one file that takes `HANG` seconds of computing, text or places that do not fit together,
and more memory than `MEMORY` or 20 times the file. Its file is kept in build/fuzz, and the exit
code is 1. How fast the machine is changes how many files are tried, and nothing else.

Each reader is fuzzed in a process of its own, which is watched from outside; another one makes its
files before, so that the memory of the programs that write them is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

import mutations
import specimens
from planparse import ReadError
from planparse.readers import office, read_bytes
from planparse.text import Source
from specimens import File

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "fuzz"
SEED = "20221101"
HANG = 60.0  # seconds of computing for one file: the slowest takes one or two
MEMORY, MEMORY_A_BYTE = 500_000_000, 20
MOST_FINDINGS = 5  # after which a reader is not fuzzed on


class Fuzzed(NamedTuple):
    """A reader: its files, how each is spoilt by its suffix, and how many are read together."""

    files: Callable[[Path], list[File]]
    spoil: dict[str, mutations.Mutation]
    together: int = 1


FUZZED = {
    "text": Fuzzed(specimens.texts, {"txt": mutations.spoil_text, "md": mutations.spoil_text}),
    "html": Fuzzed(specimens.pages, {"html": mutations.spoil_page, "mht": mutations.spoil_page}),
    "docx": Fuzzed(specimens.documents, {"docx": mutations.spoil_document}),
    "office": Fuzzed(specimens.old_files, {"doc": mutations.spoil_bytes, "rtf": mutations.spoil_rich_text}, 12),
    "pdf": Fuzzed(specimens.prints, {"pdf": mutations.spoil_print}),
}  # fmt: skip


# ---------------------------------------------------------------------- the process that reads


def work(
    fuzzed: Fuzzed, files: Sequence[File], seed: str, seconds: float, kept: Path
) -> dict[str, object]:
    """Spoils `files` and reads them for so long; what was counted, and what was found.

    The file of a finding stays in `kept`.
    """
    kept.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    findings: list[str] = []
    slowest = 0.0
    for file in sorted(files, key=lambda file: len(file.data))[:2]:
        read_all([file])  # what is loaded with the first file is no file's own
    memory = Memory()
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end and len(findings) < MOST_FINDINGS:
        spoilt = []
        for _ in range(fuzzed.together):
            chance = Random(f"{seed}-{number}")
            file = chance.choice(files)
            suffix = file.name.rpartition(".")[2]
            others = [other.data for other in files if other.name.endswith(suffix)]
            data = fuzzed.spoil[suffix](file.data, chance, others)
            spoilt.append(File(f"{seed}-{number}.{suffix}", data))
            number += 1
        for file in spoilt:
            (kept / file.name).write_bytes(file.data)  # it is there if this process dies of it
        set_alarm(HANG * fuzzed.together)
        start = time.process_time()
        answers = read_all(spoilt)
        slowest = max(slowest, time.process_time() - start)
        set_alarm(0)
        allowed = max(MEMORY, MEMORY_A_BYTE * sum(len(file.data) for file in spoilt))
        if (taken := memory.over()) > allowed:
            answers = [f"took {taken // 1_000_000} MB"] * len(spoilt)
            memory.start()
        for file, answer in zip(spoilt, answers, strict=True):
            if answer in ("read", "refused"):
                counts[answer] += 1
                (kept / file.name).unlink()
            else:
                findings.append(f"{file.name}: {answer}")
    return {
        "files": number,
        "counts": counts,
        "memory": memory.most,
        "slowest": slowest,
        "findings": findings,
    }


def read_all(files: Sequence[File]) -> list[str]:
    """Of each file `read`, `refused`, or what went wrong."""
    made: dict[str, bytes | None] = {}
    old = [f for f in files if office.looks_like_rtf(f.data) or office.looks_like_doc(f.data)]
    if len(old) > 1:
        made = dict(zip([f.name for f in old], office.convert([f.data for f in old]), strict=True))
    return [read_one(file, made.get(file.name)) for file in files]


def read_one(file: File, document: bytes | None) -> str:
    """What comes of one file."""
    try:
        source = read_bytes(file.data, file.name, document=document)
    except ReadError as error:
        return "refused" if error.what and error.where and error.advice else f"says too little: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "; ".join(faults(source)) or "read"


def faults(source: Source) -> Iterator[str]:
    """What of a source does not fit together."""
    size = len(source.text)
    try:
        source.text.encode()
    except UnicodeEncodeError:
        yield "half a character"
    if not all(source.place(at) for at in range(0, size, size // 50 + 1)):
        yield "no place"
    if not all(0 <= cell.start < cell.end <= size and min(cell[:3]) > 0 for cell in source.cells):
        yield "cells out of the text"


def set_alarm(seconds: float) -> None:
    """Ends this process once it has computed for so long, even inside a library written in C."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


class Memory:
    """How much more memory this process, or a program it starts, takes than at first."""

    def __init__(self) -> None:
        self.most = 0
        self.start()

    def start(self) -> None:
        """What is taken now is no file's."""
        self._own, self._programs = self._now()

    def over(self) -> int:
        """Bytes taken at most since this was last asked (where the system tells it) or since ever."""
        own, programs = self._now()
        taken = max(own - self._own, programs - self._programs, 0)
        self.most = max(self.most, taken)
        return taken

    def _now(self) -> tuple[int, int]:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        programs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
        try:
            status = Path("/proc/self/status").read_text()
            own = int(status.partition("VmHWM:")[2].split()[0]) * 1024
            Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew
        except (OSError, IndexError):
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        return own, programs


# ---------------------------------------------------------------------- the process that watches


def watch(kind: str, command: Sequence[str], kept: Path, seconds: float) -> tuple[str, bool]:
    """Starts the process that reads; what it says in one line and a line a finding, and whether all is well."""
    shutil.rmtree(kept, ignore_errors=True)
    allowed = 10 * (seconds + 120)
    try:
        done = subprocess.run(command, capture_output=True, timeout=allowed, check=False)
        code, said = done.returncode, done.stdout
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        died = f"died with {code}: {last}"
        if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF:
            died = f"computed for more than {HANG:.0f} seconds"
    except subprocess.TimeoutExpired:
        code, said, died = 1, b"", f"said nothing for {allowed:.0f} seconds"
    if code:
        left = ", ".join(sorted(path.name for path in kept.glob("*"))) or "no file"
        return f"{kind}: the process {died}\n  FOUND {left}", False
    result = json.loads(said)
    counts = ", ".join(f"{count} {what}" for what, count in sorted(result["counts"].items()))
    line = (
        f"{kind}: {result['files']} files: {counts}; at most {result['memory'] / 1e6:.0f} MB and "
        f"{result['slowest']:.1f} s of computing"
    )
    found = [f"  FOUND {finding} (kept in {kept})" for finding in result["findings"]]
    return "\n".join([line, *found]), not found


def main() -> int:
    """0 where nothing was found, else 1."""
    parser = argparse.ArgumentParser(description="Fuzzes the readers.")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(FUZZED))
    parser.add_argument("--seconds", type=float, default=60, help="a reader")
    parser.add_argument("--seed", default=os.environ.get("PLANPARSE_SEED", SEED))
    parser.add_argument("--jobs", type=int, default=2, help="readers at a time")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        (kind,) = options.kinds
        with TemporaryDirectory() as folder:
            for file in FUZZED[kind].files(Path(folder)):
                (options.make / file.name).write_bytes(file.data)
        return 0
    if options.read:
        (kind,) = options.kinds
        files = [File(path.name, path.read_bytes()) for path in sorted(options.read.iterdir())]
        os.environ.setdefault("PLANPARSE_OFFICE_SECONDS", "30")  # more would be spent on one file
        result = work(FUZZED[kind], files, options.seed, options.seconds, KEPT / kind)
        print(json.dumps(result))
        return 0
    if os.name != "posix":
        print("the readers are fuzzed on Linux and macOS")
        return 0
    kinds = options.kinds or list(FUZZED)
    if "office" in kinds and office.find_office() is None:
        kinds.remove("office")
        print("office: left out, LibreOffice is not installed")
    print(f"seed {options.seed}, {options.seconds:.0f} s a reader", flush=True)

    def start(kind: str) -> tuple[str, bool]:
        program = [sys.executable, str(Path(__file__)), kind, "--seed", options.seed]
        with TemporaryDirectory() as folder:
            subprocess.run([*program, "--make", folder], check=True)
            read = [*program, "--seconds", str(options.seconds), "--read", folder]
            return watch(kind, read, KEPT / kind, options.seconds)

    well = True
    with ThreadPoolExecutor(options.jobs) as pool:
        for line, fine in pool.map(start, kinds):
            print(line, flush=True)
            well = well and fine
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
