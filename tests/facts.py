"""Gold of the tables that are read on request, and the score of what is read against it.

`tests/data/facts/` holds a file a table: a row for each fact of a notice that was read by hand, with
the notice's number in the corpus and the offset in its restored text. docs/facts.md says what counts.
The notices themselves stay where they are.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse import parse_file
from planparse.model import ON_REQUEST, Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

TESTS = Path(__file__).resolve().parent
CORPUS = TESTS.parent.parent / "shared" / "corpus"
TABLES = ("milestones", "references", "quantities", "programmes")


class Part(NamedTuple):
    """Notices that were read at one time, and the tables that were read of them."""

    what: str
    notices: tuple[str, ...]
    tables: tuple[str, ...] = TABLES


PARTS = {
    "read_before": Part(
        "read before the rules were written",
        ("d009", "d013", "d022", "d024", "d069", "d095", "d101", "d317", "d321", "quality-action-plan-2022"),
    ),
    "read_after": Part(
        "read after them, the rules mended since",
        (
            "d033", "d050", "d054", "d057", "d093", "d102", "d117", "d138", "d144", "d147", "d302", "d307",
            "d322", "d324", "d359",
        ),
    ),
    "read_later": Part(
        "chosen by lot, tasks and programmes only, the rules mended since",
        ("d003", "d021", "d028", "d199", "d214", "d224", "d301"),
        ("milestones", "programmes"),
    ),
    "held_out": Part(
        "chosen by the same lot and scored before anything was mended for them, the rules mended since",
        ("d002", "d060", "d066", "d116", "d125", "d315", "d355"),
        ("milestones", "programmes"),
    ),
    "held_out_again": Part(
        "chosen by a later lot and scored before anything was mended for them, the rules mended since",
        (
            "d015", "d043", "d088", "d131", "d139", "d161", "d185", "d201", "d219", "d313", "d338", "d342",
        ),
        ("milestones", "programmes"),
    ),
    "held_out_last": Part(
        "chosen by lot after that and scored before anything was mended for them, the rules mended since",
        ("d008", "d083", "d111", "d189", "d213", "d215", "d220", "d350"),
        ("milestones", "programmes"),
    ),
}  # fmt: skip
"""docs/facts.md has what was reached at first sight, before the rules were mended."""


class Score(NamedTuple):
    """What was found of what a reader found: rows right, rows found, rows in the gold."""

    right: int
    found: int
    gold: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there is nothing to find."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0


def gold(table: str) -> list[dict[str, str]]:
    """The rows of a table that were read by hand."""
    with (TESTS / "data" / "facts" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@lru_cache(maxsize=32)
def parsed(notice: str) -> Notice:
    """A notice of the corpus by its number, with every table."""
    (path,) = CORPUS.glob(f"{notice}[_.]*")
    return parse_file(path, also=ON_REQUEST)


def keys(table: str, row: dict[str, str] | Any, text: str = "") -> tuple[Any, ...]:
    """What must be right of a row; `row` is one of the gold, or a fact of a model."""
    if isinstance(row, dict):
        own = {name: value for name, value in row.items() if name not in ("notice", "object")}
        own["start"] = int(row["start"])
        return tuple(own.values())
    start = (row.start,)
    if table == "milestones":
        words = text[row.start : row.end]
        return (*start, words, row.deadline or "", row.recurrence or "", row.action or "")
    if table == "references":
        return (*start, row.title or "", row.doc_number or "", row.relation, row.article or "")
    if table == "programmes":
        return (*start, row.name, row.action)
    return (*start, row.written, row.kind)


def score(table: str, names: Sequence[str], *, show: bool = False) -> Score:
    """How a table does on these notices."""
    wanted: Counter[Any] = Counter()
    found: Counter[Any] = Counter()
    rows = gold(table)
    for name in names:
        notice = parsed(name)
        wanted.update((name, *keys(table, row)) for row in rows if row["notice"] == name)
        found.update((name, *keys(table, fact, notice.text)) for fact in getattr(notice, table))
    right = wanted & found
    if show:
        for row in sorted((wanted - found).elements()):
            print(f"  {table} missed  {row}")
        for row in sorted((found - wanted).elements()):
            print(f"  {table} extra   {row}")
    return Score(right.total(), found.total(), wanted.total())


def objects(names: Sequence[str], *, show: bool = False) -> Score:
    """How many milestones have the object that the reader gave them, of those found in both."""
    right = total = 0
    for name in names:
        of = {row["start"]: row["object"] for row in gold("milestones") if row["notice"] == name}
        for fact in parsed(name).milestones:
            if str(fact.start) in of:
                total += 1
                same = (fact.object or "")[:24] == of[str(fact.start)]
                right += same
                if show and not same:
                    print(f"  object of {name} {fact.start}: {fact.object} for {of[str(fact.start)]}")
    return Score(right, total, total)


def main() -> None:
    """Prints every score, and with --show what is missed; names of parts or tables choose among them."""
    show = "--show" in sys.argv
    chosen = [word for word in sys.argv[1:] if not word.startswith("-")]
    parts = [name for name in chosen if name in PARTS] or list(PARTS)
    tables = [name for name in chosen if name in TABLES] or TABLES
    for name in parts:
        part = PARTS[name]
        print(f"{name}, {part.what}: {', '.join(part.notices)}")
        for table in part.tables:
            if table in tables:
                found = score(table, part.notices, show=show)
                print(
                    f"{table:12} F1 {found.f1:.4f}  {found.right} right, {found.found} found, {found.gold} read"
                )
        if "milestones" in tables:
            result = objects(part.notices, show=show)
            print(f"{'objects':12} {result.right} of {result.found}")


if __name__ == "__main__":
    main()
