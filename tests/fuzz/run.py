"""Fuzzes one target with atheris, which libFuzzer leads by coverage of planparse's own code.

    python tests/fuzz/run.py parse --seconds 60
    python tests/fuzz/run.py parse --inputs 1000000 --seed 7
    python tests/fuzz/run.py --keep      # what the runs before have found goes into kept.jsonl

A finding ends the run with exit code 77 and stands in build/fuzz-stages/TARGET-…; its text then belongs into
`findings.jsonl`. Where atheris is not installed (it is for Linux), that is said, and nothing is run.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
BUILD = TESTS.parent / "build" / "fuzz-stages"
SLOWEST = 20  # seconds for one input
LONGEST = 4096  # bytes
NAMES = ("restore", "structure", "numbers", "parse", "cli")


def main() -> int:
    """Runs what the command line asks for; 0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("target", nargs="?", choices=NAMES)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--inputs", type=int, default=-1)
    parser.add_argument("--seed", type=int, default=20221101)
    parser.add_argument("--longest", type=int, default=LONGEST, help="bytes of an input")
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    os.environ["PLANPARSE_CACHE"] = ""
    if asked.keep:
        return keep()
    if find_spec("atheris") is None:
        print("fuzzing is skipped: atheris is not installed")
        return 0
    return fuzz(asked)


def fuzz(asked: argparse.Namespace) -> int:
    """Fuzzes one target until the time or the inputs are spent; libFuzzer ends the process."""
    import atheris

    name = asked.target or "parse"
    with atheris.instrument_imports(include=["planparse"]):
        from fuzz import seeds, targets
    start, found = BUILD / "seeds" / name, BUILD / name
    for folder in (start, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(seeds.seeds()):
        data = text.encode("utf-8", "surrogatepass")
        # the first byte of an input of the command line chooses the command
        first = bytes([number % 251]) if name == "cli" else b""
        (start / f"{number:05}").write_bytes(first + data)
    (BUILD / "words.dict").write_text(seeds.dictionary(), encoding="utf-8")
    options = [
        f"-max_total_time={asked.seconds}",
        f"-runs={asked.inputs}",
        f"-seed={asked.seed}",
        f"-max_len={asked.longest}",
        f"-timeout={SLOWEST}",
        "-rss_limit_mb=4096",
        f"-dict={BUILD / 'words.dict'}",
        f"-artifact_prefix={BUILD / name}-",
        "-print_final_stats=1",
        "-verbosity=0" if name == "cli" else "-verbosity=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(found), str(start)], targets.TARGETS[name])
    atheris.Fuzz()
    return 0


def keep() -> int:
    """Adds to `kept.jsonl` the shortest inputs that the runs before found to reach new code."""
    from fuzz import seeds, targets

    texts = list(seeds.read(seeds.KEPT))
    for name in NAMES:
        if name != "cli" and (BUILD / name).is_dir():
            paths = sorted((BUILD / name).iterdir(), key=lambda path: (path.stat().st_size, path.name))
            texts += [targets.text_of(path.read_bytes()) for path in paths[:60]]
    seeds.write(seeds.KEPT, texts)
    print(f"{len(set(texts))} inputs are kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
