"""The cache: the second start is the first again, but quicker; a bad file is as none."""

from __future__ import annotations

from pathlib import Path

import pytest

import planparse
from planparse import cache
from planparse.cache import Cache
from planparse.rulebook import Rulebook, load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that everything compiled is kept in."""
    monkeypatch.setenv("PLANPARSE_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def first_run(sample_text: str) -> tuple[Rulebook, str]:
    rulebook = load()
    result = planparse.parse(sample_text, rulebook=rulebook).model_dump_json()
    rulebook.keep()
    return rulebook, result


def test_the_second_run_compiles_nothing_and_says_the_same(
    folder: Path, sample_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, expected = first_run(sample_text)
    assert [path.suffix for path in files(folder)] == [".rulebook"]

    compiled = []
    real = cache.regex.compile
    monkeypatch.setattr(
        cache.regex, "compile", lambda source, *flags: compiled.append(source) or real(source, *flags)
    )
    second = load()
    assert planparse.parse(sample_text, rulebook=second).model_dump_json() == expected
    assert compiled == []
    written = files(folder)[0].stat().st_mtime_ns
    second.keep()
    assert files(folder)[0].stat().st_mtime_ns == written  # nothing new, nothing written


@pytest.mark.parametrize("left", [0, 10, 32, 40, 5000, -1])
def test_a_broken_file_is_as_none_and_is_mended(folder: Path, sample_text: str, left: int) -> None:
    _, expected = first_run(sample_text)
    (path,) = files(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:left])
    assert first_run(sample_text)[1] == expected
    assert path.read_bytes()[32:] == whole[32:]


def test_one_changed_byte_is_seen(folder: Path, sample_text: str) -> None:
    _, expected = first_run(sample_text)
    (path,) = files(folder)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert first_run(sample_text)[1] == expected


def test_other_rules_have_a_file_of_their_own(folder: Path, tmp_path: Path, sample_text: str) -> None:
    first_run(sample_text)
    own = tmp_path / "rules"
    own.mkdir()
    (own / "restore.toml").write_text(
        '[[furniture]]\nid = "mine"\nwhy = "a site"\npattern = "甲站"\noptions = { zone = "any" }\n',
        encoding="utf-8",
    )
    rulebook = load(own)
    planparse.parse("甲站\n一、总则", rulebook=rulebook)
    rulebook.keep()
    assert len(files(folder)) == 2
    assert [field.rule for field in planparse.parse("乙站", rulebook=load()).fields] == []


def test_only_the_newest_files_are_kept(folder: Path) -> None:
    for number in range(cache.KEPT + 3):
        some = Cache(str(number))
        some.pattern("x", lambda: "x")
        some.keep()
    assert len(files(folder)) == cache.KEPT


def test_without_a_place_for_it_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_text: str
) -> None:
    monkeypatch.setenv("PLANPARSE_CACHE", "")
    _, expected = first_run(sample_text)
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    monkeypatch.setenv("PLANPARSE_CACHE", str(in_the_way / "kept"))
    assert first_run(sample_text)[1] == expected


@pytest.mark.parametrize(
    ("platform", "variable", "usual"),
    [
        ("linux", "XDG_CACHE_HOME", ".cache/planparse"),
        ("darwin", "XDG_CACHE_HOME", "Library/Caches/planparse"),
        ("win32", "LOCALAPPDATA", "AppData/Local/planparse"),
    ],
)
def test_it_stands_where_the_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, usual: str
) -> None:
    monkeypatch.delenv("PLANPARSE_CACHE", raising=False)
    monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(cache.sys, "platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    rulebook = Cache("x")
    rulebook.pattern("x", lambda: "x")
    rulebook.keep()
    assert len(files(tmp_path / usual)) == 1

    monkeypatch.setenv(variable, str(tmp_path / "named"))
    named = Cache("x")
    named.pattern("x", lambda: "x")
    named.keep()
    assert len(files(tmp_path / "named" / "planparse")) == 1
