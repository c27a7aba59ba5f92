"""Measured times of notices, replayed over any number of workers: how long a job would take, and why.

`benchmarks/notice_times.csv` holds what real notices took on one core; `--measure FILE…` measures
yours. A job is replayed as engines run it: notices are cut into tasks, and the next task goes to the
first worker that is free. What is lost against perfect division comes from tasks that are too
few or too long, from starting workers and handing out tasks.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from heapq import heapify, heapreplace
from itertools import pairwise
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

TIMES = Path(__file__).resolve().parent / "notice_times.csv"
BILLION = 1_000_000_000


class Timed(NamedTuple):
    """What one notice took: its characters, and seconds on one core."""

    characters: int
    seconds: float


class Replay(NamedTuple):
    """A job over so many workers, its notices cut into so many tasks: how long it takes.

    `least` is what no way of cutting could beat: perfect division, or the longest notice.
    """

    workers: int
    tasks: int
    seconds: float
    least: float
    work: float

    @property
    def busy(self) -> float:
        """The share of the workers' time in which they parse."""
        return self.work / (self.workers * self.seconds)


def replay(
    seconds: Sequence[float],
    workers: int,
    tasks: int,
    *,
    longest_first: bool = False,
    start: float = 0.0,
    handing: float = 0.0,
) -> Replay:
    """The job of notices that take `seconds` each, over `workers`, in `tasks` of as many notices each.

    `longest_first` sorts the notices by time and deals them out, so that every task has long
    and short ones and the longest begin first; else tasks are cut in the order of the notices.
    `start` is what a worker needs before its first task, `handing` what each task costs beside its
    notices.
    """
    tasks = min(tasks, len(seconds))
    if longest_first:
        ordered = sorted(seconds, reverse=True)
        sums = [sum(ordered[at::tasks]) for at in range(tasks)]
    else:
        cuts = [len(seconds) * number // tasks for number in range(tasks + 1)]
        sums = [sum(seconds[a:b]) for a, b in pairwise(cuts)]
    free = [start] * workers
    heapify(free)
    for task in sums:
        heapreplace(free, free[0] + handing + task)
    work = sum(seconds)
    return Replay(workers, tasks, max(free), max(work / workers, *seconds), work)


def read_times(path: Path) -> list[Timed]:
    """The times in a CSV file with the columns `characters` and `seconds`."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Timed(int(row["characters"]), float(row["seconds"])) for row in csv.DictReader(file)]


def measure(paths: Sequence[str]) -> Iterator[Timed]:
    """What each file takes from text to tables, the least of three runs; bad ones are left out."""
    import pyarrow as pa

    from planparse.engines.arrow import parse_each
    from planparse.errors import ReadError
    from planparse.readers import read_file
    from planparse.rulebook import default

    rulebook = default()
    for path in paths:
        try:
            text = read_file(path).text
        except ReadError as error:
            print(error, file=sys.stderr)
            continue
        batch = pa.record_batch({"text": [text]})
        runs = []
        for _ in range(3):
            begun = perf_counter()
            parse_each(batch, rulebook=rulebook)
            runs.append(perf_counter() - begun)
        yield Timed(len(text), min(runs))


def drawn(times: Sequence[Timed], characters: int, seed: int) -> list[Timed]:
    """Notices drawn from the measured ones until they hold so many characters."""
    random = Random(seed)
    found, held = [], 0
    while held < characters:
        one = times[random.randrange(len(times))]
        found.append(one)
        held += one.characters
    return found


def main() -> None:
    """Prints the replay as a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--times", type=Path, default=TIMES, help="CSV: characters,seconds")
    parser.add_argument("--measure", nargs="+", metavar="FILE", help="measure these and print the CSV")
    parser.add_argument("--characters", type=float, default=1e8, help="of the job (1e8)")
    parser.add_argument("--workers", type=int, nargs="+", default=[2, 8, 32, 128, 512])
    parser.add_argument("--tasks", type=int, nargs="+", default=[1, 4, 16], help="for each worker")
    parser.add_argument("--start", type=float, default=2.0, help="seconds that a worker needs to start")
    parser.add_argument("--handing", type=float, default=0.05, help="seconds that a task costs beside")
    parser.add_argument("--long", type=float, nargs="*", default=[], help="seconds of notices put last")
    parser.add_argument("--price", type=float, default=0.05, help="of a core for an hour")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.measure:
        print("characters,seconds")
        for one in measure(options.measure):
            print(f"{one.characters},{one.seconds:.4f}")
        return
    times = read_times(options.times)
    job = drawn(times, int(options.characters), options.seed)
    seconds = [one.seconds for one in job] + options.long
    characters = sum(one.characters for one in job)
    rate = characters / sum(one.seconds for one in job)
    hours = BILLION / rate / 3600
    print(f"{len(seconds):,} notices, {characters:,} characters, {sum(seconds) / 3600:.2f} core-hours")
    print(f"one core: {rate:,.0f} characters a second")
    print(f"a billion characters: {hours:.1f} core-hours, which cost {hours * options.price:.2f}")
    print("workers  tasks each  order          time   busy  over the least")
    for workers in options.workers:
        for each in options.tasks:
            for longest_first in (False, True):
                found = replay(
                    seconds,
                    workers,
                    workers * each,
                    longest_first=longest_first,
                    start=options.start,
                    handing=options.handing,
                )
                order = "longest first" if longest_first else "as they come"
                over = found.seconds / found.least - 1
                told = f"{_time(found.seconds)} {found.busy:6.0%} {over:15.0%}"
                print(f"{workers:7} {each:11}  {order:13} {told}")


def _time(seconds: float) -> str:
    return f"{seconds:6.1f} s" if seconds < 120 else f"{seconds / 60:4.1f} min"


if __name__ == "__main__":
    main()
