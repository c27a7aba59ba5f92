"""Composed clauses: each target that `tests/grammar/clauses.py` writes, read back with every attribute.

A row counts as read only where what is measured, bound, value, unit, change, rate, base and deadline
are all right. Each case has its own seed, printed where the floor is not kept.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from conftest import LONG, SEED
from grammar.clauses import FORMS, WHENS, Case, ClauseForm, When, compose_clause
from planparse import parse
from planparse.readers import read_file

CASES = 3_000 if LONG else 300
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SHOWN = 12  # cases in the message of a failed test
FLOOR = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["clauses"]["whole"]

Values = tuple[object, ...]


def fold(text: str | None) -> str | None:
    """Words with widths and white space folded."""
    return None if text is None else "".join(unicodedata.normalize("NFKC", text).split())


def written(case: Case) -> Counter[Values]:
    """The targets that a case sets."""
    return Counter(
        (
            fold(row.what), row.comparator, row.value, row.value_max, fold(row.unit), row.change, row.rate,
            fold(row.baseline), row.deadline, row.derived,
        )
        for row in case.targets
    )  # fmt: skip


def read(case: Case) -> Counter[Values]:
    """The targets that the parser finds in it."""
    return Counter(
        (
            fold((row.subject or "") + (row.indicator or "")), row.comparator, row.value, row.value_max,
            fold(row.unit), row.change, row.rate, fold(row.baseline), row.deadline, row.deadline_derived,
        )
        for row in parse(case.text).targets
    )  # fmt: skip


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """So many composed notices."""
    return [compose_clause(f"{SEED}-{number}") for number in range(CASES)]


def test_composed_targets_are_read_whole(cases: list[Case]) -> None:
    hit = wrong = 0
    notes: list[str] = []
    for case in cases:
        wanted, found = written(case), read(case)
        hit += (wanted & found).total()
        missed, extra = wanted - found, found - wanted
        wrong += missed.total() + extra.total()
        if missed or extra:
            notes.append(f"{case.seed} {case.forms}: {case.sentence!r}\n  - {[*missed]}\n  + {[*extra]}")
    f1 = 2 * hit / (2 * hit + wrong)
    said = f"F1 {f1:.4f} of whole targets, PLANPARSE_SEED={SEED}"
    assert f1 >= FLOOR, "\n".join([said, *notes[:SHOWN]])


def test_every_form_and_date_is_composed(cases: list[Case]) -> None:
    seen = {name for case in cases for name in case.forms}
    assert seen >= {form.name for form in (*FORMS, *WHENS)}


def test_a_case_is_its_seed(cases: list[Case]) -> None:
    for case in cases[:50]:
        assert compose_clause(case.seed) == case
        assert case.sentence in case.text
        assert case.targets


@pytest.mark.parametrize("form", [*FORMS, *WHENS], ids=lambda form: form.name)
def test_a_real_notice_shows_the_clause(form: ClauseForm | When) -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("../shared/corpus is not here")
    (path,) = (SHARED / "corpus").glob(f"{form.file}_*")
    text = "".join(read_file(path).text.split())
    assert re.search(form.shows, text), f"{form.file} does not show {form.shows!r}"
