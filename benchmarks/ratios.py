"""How fast planparse is beside OpenCC and the script, held to `limits.toml`: what CI asks of speed.

A few seconds, without anything to install: the sample as it was found, its restored text, and that
without line ends. Each figure is the least time of the yardstick over the least time of planparse, their
runs interleaved. Times are of the processor, not of the clock, since a machine that is busy with
something else is no slow change; for the same reason all is measured again, twice at most, where a
figure is below its limit. The exit code is 1 where one stays below.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import opencc

import planparse
import script
from planparse.model import ON_REQUEST
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source

HERE = Path(__file__).resolve().parent
LIMITS = HERE / "limits.toml"
SAMPLE = HERE.parent / "data" / "samples" / "quality-action-plan-2022.txt"
clock = time.perf_counter if sys.platform == "win32" else time.process_time
ROUNDS = 9
TRIES = 3

Limits = dict[str, dict[str, float]]


class Ratio(NamedTuple):
    """What is compared with what, how its rate is to the other's, and the least that it may be."""

    what: str
    yardstick: str
    ratio: float
    limit: float

    @property
    def kept(self) -> bool:
        """Whether it is no slower than it may be."""
        return self.ratio >= self.limit

    def __str__(self) -> str:
        kept = "ok  " if self.kept else "SLOW"
        return f"{self.ratio:7.4f} ≥ {self.limit:<7} {kept} {self.what}: of the rate of {self.yardstick}"


def read(text: str) -> None:
    """All that the script finds."""
    for find in (script.headings, script.bodies, script.targets, script.times):
        find(text)


TASKS: dict[str, Callable[[str], object]] = {
    "restore": lambda text: restore(Source(text), default()),
    "parse": planparse.parse,
    "everything": lambda text: planparse.parse(text, also=ON_REQUEST),
}
YARDSTICKS: dict[str, Callable[[str], object]] = {
    "OpenCC": opencc.OpenCC("t2s").convert,
    "the script": read,
}


def least(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least time of the processor that each run takes, in turns, after one to warm up."""
    found = dict.fromkeys(runs, float("inf"))
    for turn in range(rounds + 1):
        for name, run in runs.items():
            start = clock()
            run()
            spent = clock() - start
            if turn:
                found[name] = min(found[name], spent)
    return found


def ratios(
    limits: Limits, tasks: dict[str, Callable[[str], object]], rounds: int = ROUNDS
) -> list[Ratio]:
    """Each task on each text against each yardstick. KeyError where one has no limit."""
    sample = SAMPLE.read_text(encoding="utf-8")
    clean = planparse.parse(sample).text
    texts = {"clean": clean, "damaged": sample, "one line": "".join(clean.split("\n"))}
    found = []
    for kind, text in texts.items():
        runs = {name: partial(run, text) for name, run in (tasks | YARDSTICKS).items()}
        seconds = least(runs, rounds)
        for task in tasks:
            what = f"{task}, {kind}"
            for name in YARDSTICKS:
                found.append(Ratio(what, name, seconds[name] / seconds[task], limits[what][name]))
    return found


def main() -> int:
    """Prints the ratios; 1 where one stays below its limit."""
    limits: Limits = tomllib.loads(LIMITS.read_text(encoding="utf-8"))
    for _ in range(TRIES):
        found = ratios(limits, TASKS)
        if all(one.kept for one in found):
            break
    print(*found, sep="\n")
    return int(not all(one.kept for one in found))


if __name__ == "__main__":
    sys.exit(main())
