"""Draws resolutions of names from real notices, to be read one by one: `tests/data/readings.csv`.

    python tests/draw_readings.py 20221101 200 > drawn.csv

A row is one body in one notice, issuers too; who reads it writes the verdict and the reason.
The seed is printed to standard error and repeats the draw.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from planparse import parse_file

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
COLUMNS = ("notice", "span", "quote", "subject", "value", "verdict", "reason")


def resolutions(path: Path) -> Iterator[dict[str, str]]:
    """Each name of one notice once, with its first place and who it was found to be."""
    notice = parse_file(path)
    seen: set[str] = set()
    found = [
        (agency.name, agency.agency_id, agency.canonical_name, agency.start, agency.end)
        for row in notice.assignments
        for agency in row.agencies
    ]
    found += [
        (field.quote, field.value, "", field.start, field.end)
        for field in notice.fields
        if field.field == "issuer_ids"
    ]
    for name, id, canonical, start, end in found:
        if id and name not in seen:
            seen.add(name)
            yield {
                "notice": path.name.split("_", maxsplit=1)[0],
                "span": f"{start}-{end}",
                "quote": name,
                "subject": "agency_id",
                "value": id,
                "verdict": "",
                "reason": f"{notice.metadata.issue_date} {notice.metadata.title} {canonical}",
            }


def main(seed: int, count: int) -> None:
    """Prints `count` rows, drawn by `seed`."""
    print(f"seed {seed}", file=sys.stderr)
    paths = sorted(path for path in CORPUS.iterdir() if path.suffix in {".txt", ".md", ".html"})
    rows = [row for path in paths for row in resolutions(path)]
    drawn = sorted(random.Random(seed).sample(range(len(rows)), count))
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([rows[number] for number in drawn])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
