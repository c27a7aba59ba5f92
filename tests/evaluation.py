"""Runs the evaluation on hand-read notices and holds its scores against `floors.toml`.

The notices and the program that scores stand beside the project, in `../shared`; where they
are not, there is nothing to do, and a line says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from planparse.readers.office import find_office

TESTS = Path(__file__).resolve().parent
SCORE = TESTS.parent.parent / "shared" / "eval" / "score.py"


def score(arguments: list[str]) -> dict[str, Any]:
    """What `score.py --json` writes: `f1` by table, and which notices `failed`."""
    command = Path(sys.executable).parent / "planparse"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.json"
        done = subprocess.run(
            [sys.executable, str(SCORE), *arguments, "--json", str(out)],
            env=os.environ | {"PLANPARSE": str(command)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if not out.exists():
            raise SystemExit(f"score.py wrote nothing:\n{done.stderr}")
        scores: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return scores


def check(run: dict[str, Any]) -> bool:
    """Prints a line for each floor of one run; whether all are kept and no notice failed."""
    scores = score(run["arguments"])
    f1: dict[str, float] = scores["f1"]
    floors = dict.fromkeys(f1, run["every"]) if "every" in run else run["floors"]
    kept = not scores["failed"]
    print(f"{run['what']}: {len(scores['docs'])} notices")
    for failure in scores["failed"]:
        print(f"  FAILED {failure}")
    for table, floor in floors.items():
        value = f1.get(table, 0.0)
        held = value >= floor
        kept = kept and held
        print(f"  {table:24} {value:.4f}  floor {floor:.4f}  {'ok' if held else 'BELOW'}")
    return kept


def main() -> int:
    """0 where every floor is kept or there is nothing to measure, else 1."""
    if not SCORE.is_file():
        print("evaluation skipped: ../shared/eval is not here")
        return 0
    runs = tomllib.loads((TESTS / "floors.toml").read_text(encoding="utf-8"))["run"]
    kept = []
    for run in runs:
        if run.get("needs") == "office" and find_office() is None:
            print(f"{run['what']}: left out, LibreOffice is not installed")
            continue
        kept.append(check(run))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
