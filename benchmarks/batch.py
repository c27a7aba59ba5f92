"""How well `planparse batch` uses a machine: what a second worker adds, what the parent holds.

A crawl of notices is made of those in ../shared/corpus (of the sample alone where that is not
here), each varied and every other one damaged, by a seed. Runs with one worker and with two are
interleaved; the figure is the median of their ratios. The parent's peak memory is that of runs over
a tenth of the crawl and over all of it, after one to warm up. What start-up and journal cost is timed
inside the run. With `--check` the exit code is 1 where a limit is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "samples" / "quality-action-plan-2022.txt"
SHARED = ROOT.parent / "shared"
KINDS = ("trad", "gloss", "half", "mojibake", "wrap", "chrome")
A_FOLDER = 500  # notices


class Run(NamedTuple):
    """What one run took: seconds, of those start-up and journal, and the parent's peak in bytes."""

    seconds: float
    start: float
    journal: float
    peak: int


# ---------------------------------------------------------------------- the crawl


def make_crawl(folder: Path, count: int, seed: int) -> None:
    """`count` notices in folders below `folder`, the first tenth of them in `few`."""
    dice = random.Random(seed)
    texts = list(variants(seed))
    for number in range(count):
        text = dice.choice(texts)
        head = f"第{number}号\n" if dice.random() < 0.5 else ""
        part = "few" if number < count // 10 else "more"
        path = folder / part / f"{number // A_FOLDER:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{head}{text}\n（{number}）\n", "utf-8")


def variants(seed: int) -> Iterator[str]:
    """Texts of notices, each as it is and damaged once."""
    damage = find_damage()
    paths = sorted((SHARED / "corpus").glob("*.txt")) or [SAMPLE]
    for number, path in enumerate(paths):
        text = path.read_text("utf-8", "replace")
        yield text
        dice = random.Random(seed + number)
        yield damage(text, dice.sample(KINDS, 2), seed + number) if damage else text[::-1]


def find_damage() -> Callable[[str, list[str], int], str] | None:
    """The function that damages texts as scrapers do, where it is at hand."""
    path = SHARED / "eval" / "damage.py"
    if not path.is_file():
        print(f"{path} is not here: texts are turned around instead of damaged")
        return None
    scope: dict[str, Any] = {"__name__": "damage", "__file__": str(path)}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), scope)
    found: Callable[[str, list[str], int], str] = scope["damage"]
    return found


# ---------------------------------------------------------------------- one run


def measure(folder: Path, workers: int, out: Path) -> Run:
    """One run in a process of its own, into a new folder that is removed behind it."""
    command = [sys.executable, __file__, "--inside", str(folder), str(out), str(workers)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    rmtree(out)
    return Run(*json.loads(done.stdout.splitlines()[-1]))


def run_inside(folder: str, out: str, workers: str) -> None:
    """The run itself, timed from within; prints what `Run` holds."""
    began = time.perf_counter()
    from planparse.batch import local
    from planparse.batch.journal import Journal
    from planparse.cli import main

    spent = {"start": 0.0, "journal": 0.0}

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **given: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*args, **given)
            finally:
                spent["journal"] += time.perf_counter() - start

        return call

    def timed_each(function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        def call(*args: Any) -> Iterator[Any]:
            step = timed(lambda found: next(found, None))
            found = function(*args)
            while (item := step(found)) is not None:
                yield item

        return call

    parse = local.parse_locally

    def started(*args: Any) -> Iterator[bytes]:
        spent["start"] = time.perf_counter() - began
        return parse(*args)

    for name, wrap in (("__init__", timed), ("append", timed), ("rewrite", timed_each)):
        setattr(Journal, name, wrap(getattr(Journal, name)))
    local.parse_locally = started
    try:
        main(["batch", folder, "-o", out, "-j", workers, "--quiet"])
    except SystemExit as stop:
        if stop.code not in (None, 0, 1):
            raise
    seconds = time.perf_counter() - began
    print(json.dumps([seconds, spent["start"], spent["journal"], peak()]), flush=True)
    os._exit(0)


def peak() -> int:
    """The most memory that this process itself has held."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        from planparse.memory import most_held

        return most_held()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) * 1024


# ---------------------------------------------------------------------- figures


def tell(what: str, value: float, limit: float, at_least: bool) -> bool:
    """Prints a figure beside its limit, and says whether it keeps it."""
    kept = value >= limit if at_least else value <= limit
    print(f"{value:6.3f} {'≥' if at_least else '≤'} {limit:<5} {'ok  ' if kept else 'OVER'} {what}")
    return kept


def main() -> int:
    """Prints the figures; 1 where one is over its limit and `--check` is given."""
    if sys.argv[1:2] == ["--inside"]:
        run_inside(*sys.argv[2:])
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    arguments.add_argument("--notices", type=int, default=20_000, help="in the crawl (20,000)")
    arguments.add_argument("--pairs", type=int, default=5, help="of runs with one worker and two (5)")
    arguments.add_argument("--seed", type=int, default=20221101)
    arguments.add_argument("--check", action="store_true", help="exit 1 where a limit is not kept")
    given = arguments.parse_args()
    with TemporaryDirectory(prefix="planparse-bench-") as scratch:
        crawl, out = Path(scratch, "crawl"), Path(scratch, "out")
        make_crawl(crawl, given.notices, given.seed)
        size = sum(path.stat().st_size for path in crawl.rglob("*.txt"))
        print(f"{given.notices:,} notices, {size / 1e6:.1f} MB, seed {given.seed}")
        measure(crawl / "few", 2, out)
        few = measure(crawl / "few", 2, out)
        pairs = []
        for _ in range(given.pairs):
            pairs.append((measure(crawl, 1, out), measure(crawl, 2, out)))
            one, two = pairs[-1]
            rates = [f"{given.notices / run.seconds:.1f}" for run in (one, two)]
            print(f"       one worker {rates[0]} a second, two {rates[1]}", flush=True)
    many = pairs[-1][1]
    ratio = statistics.median(one.seconds / two.seconds for one, two in pairs)
    cost = statistics.median((two.start + two.journal) / two.seconds for _, two in pairs)
    peaks = f"{few.peak / 1e6:.1f} and {many.peak / 1e6:.1f} MB"
    kept = [
        tell("rate of two workers, against one", ratio, 1.6, True),
        tell(
            f"peak of the parent, against that over a tenth ({peaks})", many.peak / few.peak, 1.1, False
        ),
        tell("start-up and journal, of a run with two workers", cost, 0.05, False),
    ]
    return int(given.check and not all(kept))


if __name__ == "__main__":
    sys.exit(main())
