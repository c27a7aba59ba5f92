"""Damaged notices: clean ones that hand-read truth exists for, hurt as scrapers do, and restored.

The program that does the damage, the notices and the truth stand in `../shared`. What is
compared is folded: NFKC, without white space, without furniture. A character that was
lost counts as right where it came back, as reported where a diagnostic stands on it.
"""

from __future__ import annotations

import importlib.util
import json
import random
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from conftest import LONG
from planparse.diagnostics import Code, Report
from planparse.pipeline import parse_source
from planparse.rulebook import default
from planparse.stages.restore import Restored, restore
from planparse.text import Source
from planparse.writers.tables import TABLES

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SEEDS = range(5)
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["damage"]
KINDS = ("mojibake", "chrome", "trad", "gloss", "half", "wrap")
REACH, ALIKE = 80, 6  # characters in which two texts must meet again, and how many of them prove it

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")


class Clean(NamedTuple):
    """A notice without damage and the truth about it."""

    name: str
    kind: str
    text: str
    truth: dict[str, object]


@cache
def load(name: str) -> ModuleType:
    """A program of `../shared/eval` as a module."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "eval" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@cache
def notices() -> list[Clean]:
    found = []
    for path in sorted((SHARED / "eval" / "gold").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        name = truth["file"]
        if name.endswith((".txt", ".md")) and name != "quality-action-plan-2022.txt":
            text = (SHARED / "corpus" / name).read_bytes().decode("utf-8")
            found.append(Clean(path.stem, name.rpartition(".")[2], text, truth))
    return found


# ---------------------------------------------------------------------- what is compared


def folded(restored: Restored) -> tuple[str, list[int]]:
    """What is the notice's own, folded, and the place in the text of each of its characters."""
    text, places, furniture = restored.text.text, [], restored.furniture
    own = bytearray(b"\1") * len(text)
    for start, end in furniture:
        own[start:end] = bytes(end - start)
    parts = []
    for at, character in enumerate(text):
        if own[at]:
            letters = "".join(unicodedata.normalize("NFKC", character).split())
            parts.append(letters)
            places += [at] * len(letters)
    return "".join(parts), places


def differences(old: str, new: str) -> Iterator[tuple[int, int, int, int]]:
    """Where two texts that are nearly the same differ: spans of the one and of the other."""
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        steps = ((a, width - a) for width in range(1, REACH) for a in range(width + 1))
        a, b = next(
            (
                (a, b)
                for a, b in steps
                if (met := old[i + a : i + a + ALIKE]) and met == new[j + b : j + b + ALIKE]
            ),
            (len(old) - i, len(new) - j),
        )
        yield i, i + a, j, j + b
        i, j = i + a, j + b
    if i < len(old) or j < len(new):
        yield i, len(old), j, len(new)


class Count(NamedTuple):
    """Characters that should be there, and those that are not and that nothing reports."""

    characters: int
    wrong: int
    notes: list[str]


def compare(clean: Clean, kinds: tuple[str, ...], seed: int) -> Count:
    """How many characters of the restored text are not those of the clean one, reported gaps aside."""
    expected, _ = folded(restore(Source(clean.text, kind=clean.kind), default())[0])
    damaged = load("damage").damage(clean.text, list(kinds), seed)
    restored, reports = restore(Source(damaged, kind=clean.kind), default())
    got, places = folded(restored)
    gaps = lost(reports)
    wrong, notes = 0, []
    for a, b, c, d in differences(expected, got):
        reported = sum(places[at] in gaps for at in range(c, d))
        missed = max(b - a, d - c) - reported
        if missed > 0:
            wrong += missed
            notes.append(
                f"{clean.name} seed {seed}: {expected[a - 9 : b + 6]!r} -> {got[c - 9 : d + 6]!r}"
            )
    return Count(len(expected), wrong, notes)


def lost(reports: list[Report]) -> set[int]:
    """The places that a report names as characters that are lost."""
    codes = (Code.LOST_CHARACTERS, Code.REPLACEMENT_CHARACTER)
    return {at for report in reports if report.code in codes for at in range(report.start, report.end)}


# ---------------------------------------------------------------------- the floors


@pytest.mark.parametrize("kinds", [*((kind,) for kind in KINDS), KINDS], ids="+".join)
def test_the_text_comes_back(kinds: tuple[str, ...]) -> None:
    counts = [compare(clean, kinds, seed) for clean in notices() for seed in SEEDS]
    right = 1 - sum(count.wrong for count in counts) / sum(count.characters for count in counts)
    notes = [note for count in counts for note in count.notes]
    assert right >= FLOORS["alone" if len(kinds) == 1 else "together"], (right, notes[:12])


def test_lost_characters_come_back_or_are_reported() -> None:
    """The two outer characters of each run that was read one byte off; all other damage done too."""
    outcome: Counter[str] = Counter()
    notes = []
    for clean in notices():
        for seed in SEEDS if not LONG else range(25):
            for at, width in load("damage").mojibake_spots(clean.text, random.Random(seed)):
                for place, said in fates(clean, seed, (at, at + width - 1)):
                    outcome[said] += 1
                    if said == "wrong":
                        notes.append(f"{clean.name} seed {seed}: {clean.text[place - 6 : place + 7]!r}")
    total = sum(outcome.values())
    assert outcome["right"] >= FLOORS["outer_right"] * total, (outcome, notes[:12])
    assert outcome["wrong"] < FLOORS["outer_wrong"] * total, (outcome, notes[:12])


@cache
def _aligned(name: str, seed: int) -> tuple[dict[int, int], dict[int, str]]:
    """Of a notice with all damage: the folded place of each character of the clean text, and what
    became of those that are not right, by folded place."""
    clean = next(clean for clean in notices() if clean.name == name)
    plain, _ = restore(Source(clean.text, kind=clean.kind), default())
    expected, expected_places = folded(plain)
    at = {plain.text.source_span(p, p + 1).start: n for n, p in enumerate(expected_places)}
    damaged = load("damage").damage(clean.text, list(KINDS), seed)
    restored, reports = restore(Source(damaged, kind=clean.kind), default())
    got, places = folded(restored)
    gaps = lost(reports)
    fate: dict[int, str] = {}
    for a, b, c, d in differences(expected, got):
        told = any(places[n] in gaps for n in range(c, d))
        fate |= dict.fromkeys(range(a, b), "reported" if told else "wrong")
    return at, fate


def fates(clean: Clean, seed: int, places: tuple[int, int]) -> Iterator[tuple[int, str]]:
    """What became of the characters at `places` of the clean text: right, reported or wrong."""
    at, fate = _aligned(clean.name, seed)
    for place in places:
        if place in at:
            yield place, fate.get(at[place], "right")


def test_each_repair_is_accounted_for() -> None:
    """Undone, restored twice, and each character led back, over every notice with all damage."""
    for clean in notices():
        for seed in SEEDS:
            damaged = load("damage").damage(clean.text, list(KINDS), seed)
            restored, _ = restore(Source(damaged, kind=clean.kind), default())
            said = f"{clean.name} seed {seed}"
            assert restored.text.undo() == damaged, said
            again, _ = restore(Source(str(restored.text), kind=clean.kind), default())
            assert str(again.text) == str(restored.text), said
            last = 0
            for at in range(len(restored.text)):
                start, end = restored.text.source_span(at, at + 1)
                assert last <= start <= end <= len(damaged), said
                last = start


def test_the_divisions_are_found_all_the_same() -> None:
    score = load("score")
    before, after = score.Tally(), score.Tally()
    for clean in notices():
        alone = score.Tally()
        score.score_one(clean.truth, tables(clean, clean.text), alone, clean.name)
        score.score_one(clean.truth, tables(clean, clean.text), before, clean.name)
        for seed in SEEDS:
            hurt = score.Tally()
            damaged = tables(clean, load("damage").damage(clean.text, list(KINDS), seed))
            score.score_one(clean.truth, damaged, hurt, clean.name)
            score.score_one(clean.truth, damaged, after, clean.name)
            lower = alone.f1("divisions")[2] - hurt.f1("divisions")[2]
            assert lower <= FLOORS["notice_lower"], (clean.name, seed, hurt.notes["divisions"][:12])
    lower = before.f1("divisions")[2] - after.f1("divisions")[2]
    assert lower <= FLOORS["divisions_lower"], (lower, after.notes["divisions"][:12])


def tables(clean: Clean, text: str) -> dict[str, list[dict[str, object]]]:
    notice = parse_source(Source(text, name=clean.name, kind=clean.kind), default())
    names = ("metadata", "divisions", "agencies", "targets")
    return {name: list(TABLES[name].rows(notice)) for name in names}
