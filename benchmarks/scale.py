"""Whether time grows with the text, and what memory a long one takes.

Texts of 1 and of 10 MB are put together from the notices in ../shared/corpus (from the sample alone
where that is not here), each notice once and then with its numbers changed. Each is parsed in a
process of its own, whose peak memory is that process's, its JSON written included; rates are of parsing
alone. With `--check` the exit code is 1 where a limit is not kept.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "samples" / "quality-action-plan-2022.txt"
CORPUS = ROOT.parent / "shared" / "corpus"
MEGABYTE = 1_000_000
LINEAR = 0.8  # of the rate for a tenth of the text, at least
TEN = 25  # times a text of 10 MB, at most, for a parse and its JSON
ONE = 60  # megabytes for the sample, at most

# What a process of its own runs: it says how long parsing took and the most memory it held.
PROGRAM = """
import json, sys, time
from pathlib import Path
import planparse
from planparse.model import ON_REQUEST
text = Path(sys.argv[1]).read_text("utf-8")
planparse.parse("关于印发方案的通知")
begun = time.perf_counter()
notice = planparse.parse(text, also=ON_REQUEST if sys.argv[2] == "all" else ())
took = time.perf_counter() - begun
from planparse.writers import WRITERS, Layout
written = sum(map(len, WRITERS["json"].write([notice], Layout(one=True))))
sys.path.insert(0, sys.argv[3])
from batch import peak
print(json.dumps([len(text), took, peak(), written]))
"""


class Run(NamedTuple):
    """Characters of a text, seconds to parse it, peak bytes of the process, bytes of its JSON."""

    characters: int
    seconds: float
    peak: int
    written: int

    @property
    def rate(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds


def make_text(size: int) -> str:
    """Notices, one behind the other, of `size` bytes in UTF-8 and little more."""
    paths = [*sorted(CORPUS.glob("*.txt")), *sorted(CORPUS.glob("*.md"))] or [SAMPLE]
    texts = [path.read_text("utf-8", "replace") for path in paths]
    parts: list[str] = []
    length = number = 0
    while length < size:
        turn, place = divmod(number, len(texts))
        parts.append(texts[place].replace("2", str(2 + turn % 7)) if turn else texts[place])
        length += len(parts[-1].encode()) + 1
        number += 1
    return "\n".join(parts)


def run(path: Path, tables: str) -> Run:
    """Parses the text at `path` in a process of its own; `tables` is `default` or `all`."""
    command = [sys.executable, "-c", PROGRAM, str(path), tables, str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, check=True)
    return Run(*json.loads(done.stdout))


def figures(repeat: int = 3) -> Iterator[tuple[str, float, float | None, bool]]:
    """Each figure: what it is, its value, its limit if any, and whether it is kept."""
    sample = run(SAMPLE, "all")
    mega = sample.peak / MEGABYTE
    yield "peak memory of the sample with all tables, MB", mega, ONE, mega <= ONE
    with TemporaryDirectory() as folder:
        path = Path(folder)
        for size in (1, 10):
            (path / f"{size}.txt").write_text(make_text(size * MEGABYTE), "utf-8")
        for tables in ("default", "all"):
            tenth = max((run(path / "1.txt", tables) for _ in range(repeat)), key=lambda one: one.rate)
            whole = max((run(path / "10.txt", tables) for _ in range(repeat)), key=lambda one: one.rate)
            ratio = whole.rate / tenth.rate
            yield f"rate for 10 MB against 1 MB, {tables} tables", ratio, LINEAR, ratio >= LINEAR
            times = whole.peak / (path / "10.txt").stat().st_size
            limit = TEN if tables == "default" else None  # all tables are JSON of five times the text
            what = f"peak memory for 10 MB, times the text, {tables} tables"
            yield what, times, limit, limit is None or times <= limit


def main() -> int:
    """Prints the figures; 1 where one is over its limit and `--check` is given."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    arguments.add_argument("--check", action="store_true", help="exit 1 where a limit is not kept")
    check = arguments.parse_args().check
    kept = True
    for what, value, limit, holds in figures():
        bound = "           " if limit is None else f"limit {limit:<5}"
        print(f"{value:7.2f}  {bound} {'ok  ' if holds else 'OVER'} {what}", flush=True)
        kept = kept and holds
    return int(check and not kept)


if __name__ == "__main__":
    sys.exit(main())
