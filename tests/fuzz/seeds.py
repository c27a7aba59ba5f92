"""What fuzzing starts from: the sample and composed notices in pieces, the rules' examples, what was kept.

`kept.jsonl` holds inputs that reached code which none before had reached, `findings.jsonl` those that
broke something once; both are a string of JSON a line, and every test run tries them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from grammar.composition import compose
from planparse.rulebook import default
from test_invariants import FRAGMENTS

FOLDER = Path(__file__).resolve().parent
SAMPLE = FOLDER.parent.parent / "data" / "samples" / "quality-action-plan-2022.txt"
KEPT, FINDINGS = FOLDER / "kept.jsonl", FOLDER / "findings.jsonl"
PIECE = 300  # characters: longer inputs are slower, and reach little more


def seeds() -> Iterator[str]:
    """Texts to begin with, always the same ones in the same order."""
    yield from pieces(SAMPLE.read_text(encoding="utf-8"))
    for kind in ("line", "spaced", "fused", "wrapped"):
        for number in range(6):
            yield from pieces(compose(f"fuzz {number}", kind).text)
    for rule in default().rules():
        for example in rule.gives:
            yield example["text"]
        yield from rule.ignores
    yield from read(KEPT)
    yield from read(FINDINGS)


def pieces(text: str) -> Iterator[str]:
    """`text` in pieces, each of which begins in the middle of the one before."""
    for start in range(0, max(len(text) - PIECE // 2, 1), PIECE // 2):
        yield text[start : start + PIECE]


def read(path: Path) -> list[str]:
    """The inputs that a file holds."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, texts: list[str]) -> None:
    """Writes inputs to a file, sorted, each once."""
    lines = [json.dumps(text, ensure_ascii=True) + "\n" for text in sorted(set(texts))]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def dictionary() -> str:
    """The words of the field as libFuzzer takes them, one quoted line each."""
    words = {word for line in FRAGMENTS.split("\n") for word in line.split("|") if word}
    quoted = (
        "".join(f"\\x{byte:02X}" for byte in word.encode("utf-8", "surrogatepass")) for word in words
    )
    return "".join(f'"{word}"\n' for word in sorted(quoted) if len(word) <= 4 * 64)
