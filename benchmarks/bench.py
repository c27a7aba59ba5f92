"""How fast planparse is, as ratios to what it cannot be faster than.

Each figure is the minimum of 21 runs of the one thing over the minimum of 21 runs of the
other, the runs interleaved, so that a machine that is slow for a while is slow for both.
With `--check` the exit code is 1 where a ratio is over its limit.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import opencc

import planparse
from planparse.bodies.resolution import Resolver
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "samples" / "quality-action-plan-2022.txt"
FLOOR = ROOT / "benchmarks" / "floor.py"
PLANPARSE = Path(sys.executable).parent / "planparse"
PAIRS = 21
TEN = "甲乙丙丁戊己庚辛壬癸"  # words that tell ten copies apart; a repeated one is not parsed twice


class Figure(NamedTuple):
    """A ratio, the limit that it must keep if any, and the two times behind it, in seconds."""

    what: str
    ratio: float
    limit: float | None
    at_least: bool
    seconds: float
    yardstick: float

    @property
    def kept(self) -> bool:
        if self.limit is None:
            return True
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def __str__(self) -> str:
        bound = "       " if self.limit is None else f"{'≥' if self.at_least else '≤'} {self.limit:<5}"
        times = f"{self.seconds * 1000:8.2f} ms against {self.yardstick * 1000:7.2f} ms"
        return f"{self.ratio:6.3f} {bound} {'ok  ' if self.kept else 'OVER'} {times}  {self.what}"


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def pair(run: Callable[[], object], yardstick: Callable[[], object]) -> tuple[float, float]:
    """The least time of each, over interleaved runs after one of each to warm up."""
    run()
    yardstick()
    times = [(seconds(run), seconds(yardstick)) for _ in range(PAIRS)]
    return min(first for first, _ in times), min(second for _, second in times)


def process(*command: str | Path, cache: str = "") -> Callable[[], object]:
    """Runs the command, which keeps what it compiles in `cache`; its output goes nowhere."""
    words = [str(word) for word in command]
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env["PLANPARSE_CACHE"] = cache
    return lambda: subprocess.run(words, env=env, stdout=subprocess.DEVNULL, check=True)


def figures() -> list[Figure]:
    """All of them, in the order of the README."""
    text = SAMPLE.read_text(encoding="utf-8")
    convert = opencc.OpenCC("t2s").convert
    found = []

    floor_run = process(sys.executable, FLOOR, SAMPLE)
    with TemporaryDirectory() as cache:
        ours, floor = pair(process(PLANPARSE, "extract", SAMPLE, cache=cache), floor_run)
    found.append(
        Figure("extract of the sample, against floor.py", ours / floor, 1.4, False, ours, floor)
    )
    ours, floor = pair(process(PLANPARSE, "extract", SAMPLE), floor_run)
    found.append(
        Figure("the same where nothing is kept from run to run", ours / floor, None, False, ours, floor)
    )

    ours, floor = pair(process(PLANPARSE, "--help"), process(sys.executable, "-c", "import click"))
    found.append(Figure("--help, against importing click", ours / floor, 1.5, False, ours, floor))

    ours, floor = pair(lambda: planparse.parse(text), lambda: convert(text))
    what = "rate of parsing the sample, against OpenCC's on it"
    found.append(Figure(what, floor / ours, 1 / 20, True, ours, floor))

    clean = planparse.parse(text).text
    for words, limit, what in (
        (clean, 0.15, "restoring the sample's restored text, of parsing it"),
        (text, 0.5, "restoring the sample, of parsing it"),
    ):
        ours, floor = pair(partial(restore, Source(words), default()), partial(planparse.parse, words))
        found.append(Figure(what, ours / floor, limit, False, ours, floor))

    notice = planparse.parse(text)
    names = [agency.name for listed in notice.assignments for agency in listed.agencies]
    days = (notice.metadata.issue_date,) if notice.metadata.issue_date else ()

    def resolve() -> None:
        resolver = Resolver(default())  # that knows no name yet
        for name in (*names, *notice.metadata.issuers):
            resolver.find(name, days)

    ours, floor = pair(resolve, lambda: planparse.parse(text))
    what = "finding who its bodies are, of parsing the sample"
    found.append(Figure(what, ours / floor, 0.1, False, ours, floor))

    ten = "".join(text.replace("質(zhì)量", f"{word}量") for word in TEN)
    assert len(planparse.parse(ten).targets) == 10 * len(planparse.parse(text).targets)
    ours, floor = pair(lambda: planparse.parse(ten), lambda: planparse.parse(text))
    what = "rate of ten samples in one text, against that of one"
    found.append(Figure(what, 10 * floor / ours, 0.8, True, ours, floor))
    return found


def main() -> int:
    """Prints the figures; 1 where one is over its limit and `--check` is given."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    arguments.add_argument("--check", action="store_true", help="exit 1 where a limit is not kept")
    check = arguments.parse_args().check
    for folder in (Path(planparse.__file__).parent, FLOOR.parent):
        compileall.compile_dir(folder, quiet=2)
    found = figures()
    for figure in found:
        print(figure)
    return int(check and not all(figure.kept for figure in found))


if __name__ == "__main__":
    sys.exit(main())
