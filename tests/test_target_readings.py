"""150 numbers of real notices, each read by hand: is it a target, and which; replayed in place.

The notices have no gold. Drawn with `random.Random(20261124)`: 90 of the 989 expressions that were read
as targets, and 60 of the 1,383 others with a unit in notices that set targets. `quote` has the
number in square brackets; `reason` says why it is what it is. A row that is `open` is known to be
misread, and must be closed once it is not.

| read by hand as | found: before, after the rules were mended | not found: before, after |
| --- | --- | --- |
| target | 84, 86 (value, bound, unit, change and date right: 73, 83) | 5, 3 |
| none | 6, 1 | 55, 60 |
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

import pytest

from planparse import parse_file
from planparse.model import Notice, Target

READINGS = Path(__file__).parent / "data" / "target_readings.csv"
with READINGS.open(encoding="utf-8", newline="") as handle:
    ROWS = list(csv.DictReader(handle))


@lru_cache(maxsize=2)  # the rows of one notice stand together
def parsed(path: Path) -> Notice:
    return parse_file(path)


def find_target(row: dict[str, str], corpus: Path) -> Target | None:
    """The target at the number of a row; its text must still hold the quote."""
    (path,) = corpus.glob(f"{row['notice']}_*")
    notice = parsed(path)
    ahead, _, rest = row["quote"].partition("[")
    words = ahead + rest.replace("]", "", 1)
    text = notice.text
    places = [found.start() for found in re.finditer(re.escape(words), text)]
    assert places, f"{path.name} no longer says {words!r}"
    at = min((place + len(ahead) for place in places), key=lambda place: abs(place - int(row["start"])))
    return next((target for target in notice.targets if target.start <= at < target.end), None)


def is_as_read(row: dict[str, str], target: Target | None) -> bool:
    """Whether the program says of a number what the reader said."""
    if target is None or row["verdict"] == "none":
        return target is None and row["verdict"] == "none"
    top = float(row["value_max"]) if row["value_max"] else None
    return (
        target.value == float(row["value"])
        and target.value_max == top
        and target.comparator == row["comparator"]
        and (target.unit or "") == row["unit"]
        and target.change == row["change"]
        and (target.deadline or "") == row["deadline"]
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['notice']}-{row['start']}")
def test_a_number_is_as_it_was_read(row: dict[str, str], corpus_dir: Path) -> None:
    target = find_target(row, corpus_dir)
    if row["open"]:
        assert not is_as_read(row, target), "it is read now: take `open` away"
        return
    assert is_as_read(row, target), f"{row['quote']}: {row['verdict']} ({row['reason']}), got {target!r}"


def test_the_readings_are_whole() -> None:
    assert len(ROWS) == 150
    assert len({(row["notice"], row["start"]) for row in ROWS}) == 150
    assert all(row["verdict"] in ("target", "none") and row["reason"] for row in ROWS)
    assert all(row["quote"].count("[") == row["quote"].count("]") == 1 for row in ROWS)
    assert sum(1 for row in ROWS if row["open"]) <= 13
