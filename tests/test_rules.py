"""Every rule finds what it says that it gives, and nothing in what it says that it ignores."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from planparse.rulebook import Rule, Rulebook, default

BOOK = default()
RULES = list(BOOK.rules())
GIVES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.gives)
]
IGNORES = [
    pytest.param(rule, text, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, text in enumerate(rule.ignores)
]


@pytest.mark.parametrize(("rule", "example"), GIVES)
def test_a_rule_gives(rule: Rule, example: dict[str, Any]) -> None:
    expected = {key: value for key, value in example.items() if key != "text"}
    assert rule.may_see(example["text"]), "its hints keep the rule from its own example"
    found = rule.pattern.search(example["text"])
    assert found is not None, f"nothing found in {example['text']!r}"
    got = {key: found[0] if key == "match" else found[key] for key in expected}
    assert got == expected


@pytest.mark.parametrize(("rule", "text"), IGNORES)
def test_a_rule_ignores(rule: Rule, text: str) -> None:
    found = rule.pattern.search(text)
    assert found is None, f"found {found[0]!r}" if found else ""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_whole(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*", rule.id), "ids are words-with-hyphens"
    assert 0 < rule.confidence <= 1
    assert rule.why.strip() == rule.why
    assert len(rule.why) >= 20, "`why` tells which pattern of the field proved the rule"
    if not rule.source:  # its meaning is code; it stands for its id and its reason
        return
    assert rule.gives, "a rule has at least one example"
    assert rule.pattern.search("") is None, "a rule that finds nothing at all is found everywhere"


def test_what_is_skipped_at_start_is_for_people_only(repo_root: Path) -> None:
    """At start `why`, `gives` and `ignores` are not parsed; a user's own files are read whole."""
    folder = repo_root / "data" / "rules"
    files = {f"rules/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.toml"))}
    whole = {rule.id: rule for rule in Rulebook({}, files).rules()}
    assert list(whole) == [rule.id for rule in RULES]
    for rule in RULES:
        for key in ("group", "source", "confidence", "options", "why", "gives", "ignores"):
            assert getattr(rule, key) == getattr(whole[rule.id], key), f"{rule.id}: {key}"


def test_ids_are_single() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


def test_word_lists_are_used_and_hold_no_word_twice(repo_root: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (repo_root / "src").rglob("*.py")]
    patterns = [rule.source for rule in RULES]
    for name in sorted(BOOK._words):
        words = BOOK.words(name)
        assert len(words) == len(set(words)), f"{name} holds a word twice"
        short = name.split(".")[1]
        called = any(f"(?&{short})" in pattern for pattern in patterns)
        asked = any(name in text or f"(?&{short})" in text for text in texts)
        assert called or asked, f"nothing uses the word list {name}"


def test_a_rulebook_reads_of_a_file_what_it_needs() -> None:
    """The parse that leaves out what only people read finds the same rules as the whole one."""
    for rule in RULES:
        row = BOOK.row_of(rule.id)
        assert rule.source == row.get("pattern", "")
        assert rule.confidence == row.get("confidence", 1.0)
        assert rule.options == row.get("options", {})
    assert len(RULES) == len(BOOK._rows)
