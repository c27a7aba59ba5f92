"""A user's own rule that takes too long is given up in that text, reported, and tried on the next."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from planparse import backstop, parse
from planparse.diagnostics import Code
from planparse.rulebook import Rulebook, default, load

RULE = """
[[furniture]]
id = "endless"
why = "a pattern that can read the same characters in very many ways"
pattern = '(?:甲|甲甲)+乙'
options = { zone = "any" }
"""
FINE, BAD = (
    "一、加强管理。\n二、落实责任。\n甲甲乙\n",
    "一、加强管理。\n二、落实责任。\n" + "甲" * 60 + "\n",
)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rulebook:
    monkeypatch.setattr(backstop, "SECONDS", 0.1)
    (tmp_path / "restore.toml").write_text(RULE, encoding="utf-8")
    return load(rules=tmp_path)


def test_a_rule_that_takes_too_long_is_reported_and_the_rest_is_done(book: Rulebook) -> None:
    start = time.perf_counter()
    notice = parse(BAD, rulebook=book)
    assert time.perf_counter() - start < 20
    (told,) = [found for found in notice.diagnostics if found.code is Code.RULE_GIVEN_UP]
    assert "restore.endless" in told.message
    assert notice.text == BAD
    assert [division.number for division in notice.divisions if division.number] == ["一、", "二、"]


def test_the_next_notice_has_the_rule_again(book: Rulebook) -> None:
    parse(BAD, rulebook=book)
    notice = parse(FINE, rulebook=book)
    assert not [found for found in notice.diagnostics if found.code is Code.RULE_GIVEN_UP]
    assert [d.text.strip() for d in notice.divisions if d.kind == "furniture"] == ["甲甲乙"]


def test_a_pattern_with_a_backstop_is_as_the_pattern(book: Rulebook) -> None:
    watched = book.rule("restore.endless").pattern
    assert isinstance(watched, backstop.Backstop)
    assert watched.search("丙甲乙")[0] == "甲乙"
    assert watched.search("丙甲乙", 2) is None
    assert watched.match("丙甲乙", 1)[0] == "甲乙"
    assert watched.fullmatch("丙甲乙") is None
    assert [found[0] for found in watched.finditer("甲乙甲甲乙")] == ["甲乙", "甲甲乙"]
    assert watched.groups == 0
    assert list(watched.finditer("甲乙" + "甲" * 60)) != []
    assert watched.gave_up
    assert list(watched.finditer("甲乙")) == []
    assert watched.match("甲乙") is None


def test_built_in_rules_have_none() -> None:
    parse(FINE)
    assert not default().watched
    assert not any(
        isinstance(rule.pattern, backstop.Backstop) for rule in default().rules() if rule.source
    )
