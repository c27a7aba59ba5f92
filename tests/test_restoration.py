"""Restoration, case by case: `data/restoration.toml` holds them by origin, with the reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from planparse.diagnostics import Code, Report
from planparse.readers import read_file
from planparse.repair.glosses import remove_glosses
from planparse.repair.shifted import UNKNOWN, realign
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source, TracedText

DATA = Path(__file__).parent / "data" / "restoration.toml"
ORIGINS = ("wild", "synthetic", "untouched", "known_failures")
TABLES: dict[str, list[dict[str, str]]] = tomllib.loads(DATA.read_text(encoding="utf-8"))


class Outcome(NamedTuple):
    """What a repair made of a text, what it says of it, and how the result is shown."""

    text: TracedText
    reports: list[Report]
    shown: str


def glosses(text: str) -> Outcome:
    found = remove_glosses(TracedText(text), default())
    return Outcome(found, [], str(found))


def shifted(text: str) -> Outcome:
    found, reports = realign(TracedText(text), default())
    return Outcome(found, reports, str(found))


def everything(text: str) -> Outcome:
    restored, reports = restore(Source(text), default())
    return Outcome(restored.text, reports, str(restored.text))


def furniture(text: str) -> Outcome:
    restored, reports = restore(Source(text), default())
    whole, shown, at = str(restored.text), "", 0
    for start, end in restored.furniture:
        shown += f"{whole[at:start]}⟦{whole[start:end]}⟧"
        at = end
    return Outcome(restored.text, reports, shown + whole[at:])


REPAIRS: dict[str, Callable[[str], Outcome]] = {
    "glosses": glosses,
    "bytes": shifted,
    "all": everything,
    "furniture": furniture,
}


def cases() -> list[object]:
    found = []
    for origin in ORIGINS:
        for case in TABLES[origin]:
            failing = origin == "known_failures"
            marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if failing else []
            name = f"{origin}: {case['why']}: {case['text'][:24]}"
            found.append(pytest.param(case, id=ascii(name), marks=marks))
    return found


@pytest.mark.parametrize("case", cases())
def test_a_case(case: dict[str, str]) -> None:
    run, text = REPAIRS[case["repair"]], case["text"]
    outcome = run(text)
    expected = case.get("gives", text)
    assert outcome.shown == expected
    assert outcome.text.undo() == text
    assert str(run(str(outcome.text)).text) == str(outcome.text), "once is enough"

    lost = {
        at
        for report in outcome.reports
        if report.code in (Code.LOST_CHARACTERS, Code.REPLACEMENT_CHARACTER)
        for at in range(report.start, report.end)
    }
    marked = {at for at, character in enumerate(str(outcome.text)) if character == UNKNOWN}
    assert case["repair"] == "glosses" or marked <= lost


def test_right_text_is_never_touched(corpus_dir: Path) -> None:
    """All that is changed in real notices was read, and is right; nothing else is."""
    listed = tomllib.loads((DATA.parent / "clean_changes.toml").read_text(encoding="utf-8"))["notice"]
    expected = {row["name"]: set(row["rules"]) for row in listed}
    changed = {}
    for path in sorted(corpus_dir.iterdir()):
        if path.suffix in (".txt", ".md", ".html"):
            restored, _ = restore(read_file(path), default())
            rules = set(restored.text.counts()) - {"restore.line-end", "restore.markdown-mark"}
            if rules:
                changed[path.stem.split("_")[0]] = rules
    assert changed == expected


def test_the_cases_are_many_and_each_has_its_reason() -> None:
    every = [case for origin in ORIGINS for case in TABLES[origin]]
    assert set(TABLES) == set(ORIGINS)
    assert len(every) >= 150
    assert all(case["why"] and set(case) <= {"repair", "text", "gives", "why"} for case in every)
    texts = [(case["repair"], case["text"]) for case in every]
    assert len(texts) == len(set(texts))
