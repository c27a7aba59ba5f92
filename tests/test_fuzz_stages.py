"""What fuzzing kept and found holds, and the fuzzing itself would see a fault."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import LONG
from fuzz import run, seeds, targets

ROOT = Path(__file__).resolve().parent.parent
KEPT = seeds.read(seeds.KEPT)
FINDINGS = seeds.read(seeds.FINDINGS)
TEXTS = [name for name in targets.TARGETS if name != "cli"]


def test_the_program_and_the_table_name_the_same_targets() -> None:
    assert tuple(targets.TARGETS) == run.NAMES


@pytest.mark.parametrize("name", TEXTS)
def test_kept_inputs_and_findings_hold(name: str) -> None:
    step = 1 if LONG or name != "parse" else 3
    for text in [*FINDINGS, *KEPT[::step]]:
        targets.TARGETS[name](text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "number", range(len(targets.OPTIONS)), ids=lambda n: " ".join(targets.OPTIONS[n])
)
def test_commands_take_kept_inputs(number: int) -> None:
    for text in [*FINDINGS, *KEPT[number :: 1 if LONG else 97]]:
        targets.fuzz_cli(bytes([number]) + text.encode("utf-8", "surrogatepass"))


def test_kept_inputs_are_sorted_and_short() -> None:
    assert sorted(set(KEPT)) == KEPT
    assert len(KEPT) > 50
    assert all(len(text.encode("utf-8", "surrogatepass")) <= run.LONGEST for text in KEPT)


def test_seeds_are_the_same_every_time() -> None:
    first = list(seeds.seeds())
    assert first == list(seeds.seeds())
    assert len(set(first)) > 500


def test_any_bytes_are_a_text() -> None:
    assert targets.text_of("甲\ud800".encode("utf-8", "surrogatepass")) == "甲\ud800"
    assert targets.text_of(b"\xe7\x94") == "\ufffd"


PLANTED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv.pop(1))
from fuzz import run, targets
def fault(data):
    assert "一、".encode() * 2 not in data, "planted"
targets.TARGETS["numbers"] = fault
run.BUILD = Path(sys.argv.pop(1))
sys.exit(run.main())
"""


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed")
def test_a_planted_fault_is_found(tmp_path: Path) -> None:
    program = [sys.executable, "-c", PLANTED, str(ROOT / "tests"), str(tmp_path)]
    done = subprocess.run(
        [*program, "numbers", "--inputs", "300000"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )
    assert done.returncode == 77, done.stderr[-2000:]
    (found,) = tmp_path.glob("numbers-crash-*")
    assert "一、一、" in found.read_text(encoding="utf-8", errors="replace")
