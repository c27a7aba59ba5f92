"""Text read in a wrong encoding comes back, and right text is left alone."""

from __future__ import annotations

import opencc
import pytest

from planparse.repair.recoding import recode
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source, TracedText

LATIN = ["latin-1", "mac_cyrillic", "cp1251", "mac_roman"]


def clean(sample_text: str) -> str:
    return str(restore(Source(sample_text), default())[0].text)


def wrongly(data: bytes, read: str) -> str:
    """The bytes in an alphabet of single ones; what it leaves open is shown as in Latin-1."""
    return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize("read", [*LATIN, "cp1252"])
def test_utf_8_in_an_alphabet_comes_back_whole(sample_text: str, read: str) -> None:
    text = clean(sample_text)
    found = recode(TracedText(wrongly(text.encode(), read)), default())
    assert str(found) == text
    assert found.undo() == wrongly(text.encode(), read)


def test_gb_18030_as_latin_comes_back_whole(sample_text: str) -> None:
    text = clean(sample_text)
    assert str(recode(TracedText(text.encode("gb18030").decode("latin-1")), default())) == text


def test_big5_as_gb_18030_comes_back_whole(sample_text: str) -> None:
    data = opencc.OpenCC("s2t").convert(clean(sample_text)).encode("big5", "ignore")
    assert str(recode(TracedText(data.decode("gb18030")), default())) == data.decode("big5")


def test_utf_8_as_gb_18030_comes_back_but_for_lost_bytes(sample_text: str) -> None:
    """A byte before a line end or a digit was lost with what it stood for, and is marked."""
    text = clean(sample_text).replace(",", "，")
    damaged = text.encode().decode("gb18030", "replace")
    restored, reports = restore(Source(damaged), default())
    got = str(restored.text)
    assert sum(report.code.value == "replacement-character" for report in reports) > 0
    holes = got.count("\ufffd")
    assert holes < 0.03 * len(text)
    assert abs(len(got) - len(text)) < 0.01 * len(text)
    same = set(text.split("。")) & set(got.split("。"))
    assert len(same) > 0.5 * len(set(text.split("。")))


def test_twice_wrong_comes_back_too(sample_text: str) -> None:
    text = clean(sample_text)
    once = text.encode().decode("latin-1")
    assert str(recode(TracedText(once.encode().decode("latin-1")), default())) == text


def test_only_the_wrong_lines_are_touched() -> None:
    wrong = "各单位要加强管理，落实责任。".encode().decode("latin-1")
    text = f"3×5·10±2，温度25°\n{wrong}\nBjörk"
    assert (
        str(recode(TracedText(text), default()))
        == "3×5·10±2，温度25°\n各单位要加强管理，落实责任。\nBjörk"
    )


def test_each_character_knows_its_bytes() -> None:
    wrong = "ab：要加强管理，落实责任。".encode().decode("latin-1")
    found = recode(TracedText(wrong), default())
    at = str(found).index("责")
    assert wrong[slice(*found.source_span(at, at + 1))] == "责".encode().decode("latin-1")


def test_right_notices_have_none_of_it(sample_text: str) -> None:
    assert recode(TracedText(clean(sample_text)), default()).counts() == {}
