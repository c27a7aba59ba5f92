"""The replay of measured times adds up: no job is shorter than it can be, none longer than one worker."""

from __future__ import annotations

import sys
from random import Random

import pytest

from conftest import ROOT, SEED

sys.path.insert(0, str(ROOT / "benchmarks"))

from replay import Replay, drawn, read_times, replay


def test_a_job_by_hand() -> None:
    times = [1.0, 1.0, 1.0, 1.0, 4.0]
    assert replay(times, 2, 2) == Replay(2, 2, 6.0, 4.0, 8.0), "cut as [1, 1] and [1, 1, 4]"
    assert replay(times, 2, 5).seconds == 6.0, "the long one comes last, and one worker waits"
    assert replay(times, 2, 5, longest_first=True).seconds == 4.0
    assert replay(times, 1, 5).busy == 1.0
    assert replay(times, 2, 5, start=3.0, handing=1.0).seconds == 3 + 1 + 1 + 1 + 1 + 1 + 4


@pytest.mark.parametrize("longest_first", [False, True])
def test_no_job_is_shorter_than_it_can_be(longest_first: bool) -> None:
    random = Random(SEED)
    for _ in range(100):
        times = [random.expovariate(5) for _ in range(random.randint(1, 200))]
        workers, tasks = random.randint(1, 20), random.randint(1, 60)
        found = replay(times, workers, tasks, longest_first=longest_first)
        assert found.least - 1e-9 <= found.seconds <= sum(times) + 1e-9
        assert found.tasks <= len(times)
        if tasks >= len(times):
            assert found.seconds <= sum(times) / workers + max(times) + 1e-9, "Graham's bound"


def test_the_measured_times_are_those_of_real_notices() -> None:
    times = read_times(ROOT / "benchmarks" / "notice_times.csv")
    assert len(times) > 100
    assert min(one.seconds for one in times) > 0
    job = drawn(times, 1_000_000, seed=1)
    assert sum(one.characters for one in job) >= 1_000_000
    assert job == drawn(times, 1_000_000, seed=1)
