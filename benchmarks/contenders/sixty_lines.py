"""The script of an afternoon, `benchmarks/script.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from serving import Finding, serve

import script


def read(text: str, date: str | None = None) -> dict[str, list[Finding]]:
    """All that it finds."""
    year = int(date[:4]) if date else None
    times = script.times(text, year)
    return {
        "headings": script.headings(text),
        "bodies": script.bodies(text),
        "values": script.targets(text),
        "times": times,
        "any time": times,
    }


serve({"read": (read, read)}, [])
