"""Encodings: real words in every encoding, whole, cut and spoilt; how sure the choice is."""

from __future__ import annotations

import json
import random
from pathlib import Path

import opencc
import pytest
from click.testing import CliRunner

from conftest import LONG, SEED
from planparse import ReadError
from planparse.cli import main
from planparse.readers import read_bytes, read_file
from planparse.readers.encodings import detect

NOTICE = (
    "关于印发实施方案的通知\n\n各市人民政府：\n一、总体要求\n（一）加强管理，落实责任，确保取得实效。\n"
)
SIMPLIFIED = ("utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
TRADITIONAL = ("utf-8", "big5", "gb18030", "utf-16-le", "utf-16-be")
CUTS = 2_000 if LONG else 150
RIGHT = 0.995


@pytest.fixture(scope="module")
def cuts(corpus_dir: Path) -> list[str]:
    """Cuts of 200 and more characters of the corpus, from every kind of file that is text."""
    chance = random.Random(SEED)
    paths = [path for path in sorted(corpus_dir.glob("*")) if path.suffix in (".txt", ".md", ".html")]
    if not LONG:
        paths = chance.sample(paths, 40)
    texts = [read_file(path).text for path in paths]
    found: list[str] = []
    while len(found) < CUTS:
        text = chance.choice(texts)
        length = chance.choice((200, 200, 400, 1_000))
        start = chance.randrange(max(len(text) - length, 1))
        cut = text[start : start + length].lstrip("\ufeff").replace("\0", "")
        # the corpus has a file whose own words were decoded wrongly before it was saved
        if len(cut) >= min(length, len(text)) - 2 and sum("Ѐ" <= ch <= "ӿ" for ch in cut) < 20:
            found.append(cut)
    return found


def encodable(text: str, encoding: str) -> str:
    """`text` without the characters that an encoding lacks."""
    return text.encode(encoding, "ignore").decode(encoding).lstrip("\ufeff")


def share_right(texts: list[str], encoding: str) -> float:
    """How many of `texts` come back from an encoding as they were."""
    right = 0
    for text in texts:
        words = encodable(text, encoding)
        try:
            right += detect(words.encode(encoding), "x").text == words
        except ReadError:
            continue
    return right / len(texts)


@pytest.mark.parametrize("encoding", SIMPLIFIED)
def test_cuts_of_real_notices_come_back(cuts: list[str], encoding: str) -> None:
    assert share_right(cuts, encoding) >= RIGHT


@pytest.mark.parametrize("encoding", TRADITIONAL)
def test_cuts_in_traditional_characters_come_back(cuts: list[str], encoding: str) -> None:
    convert = opencc.OpenCC("s2t").convert
    assert share_right([convert(cut) for cut in cuts], encoding) >= RIGHT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5"])
def test_a_text_cut_in_mid_character_loses_that_alone(cuts: list[str], encoding: str) -> None:
    convert = opencc.OpenCC("s2t").convert if encoding == "big5" else str
    right = 0
    for cut in cuts:
        words = encodable(convert(cut), encoding).rstrip() + "定"
        try:
            right += detect(words.encode(encoding)[:-1], "x").text == words[:-1] + "\ufffd"
        except ReadError:
            continue
    assert right >= RIGHT * len(cuts)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le"])
def test_bad_bytes_in_a_good_text_are_marked_and_reported(encoding: str, tmp_path: Path) -> None:
    spoken = opencc.OpenCC("s2t").convert(NOTICE) if encoding == "big5" else NOTICE
    whole = spoken * 30
    data = bytearray(whole.encode(encoding))
    for at in (100, 900, 1_700):
        unit = 2 * (at // 2)
        data[unit : unit + 2] = b"\xff\xff" if encoding != "utf-16-le" else b"\x00\xdc"
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    text = read_file(path).text
    assert 3 <= text.count("\ufffd") <= 12
    assert sum(line in spoken for line in text.splitlines()) >= len(whole.splitlines()) - 4
    done = CliRunner().invoke(main, ["extract", str(path), "--table", "diagnostics"])
    assert sum("replacement-character" in line for line in done.stdout.splitlines()) >= 3


def test_a_lost_first_byte_does_not_spoil_what_follows() -> None:
    text = NOTICE * 20
    data = bytearray(text.encode("gb18030"))
    at = len((NOTICE * 10 + "关于印").encode("gb18030"))
    data[at] = 0xFF  # the first byte of 发: read one off, all that follows would be other characters
    found = detect(bytes(data), "x").text
    assert found == NOTICE * 10 + "关于印\ufffd" + (NOTICE * 10)[4:]


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_no_text(seed: int) -> None:
    with pytest.raises(ReadError):
        detect(random.Random(seed).randbytes(3_000), "x")


CONFIDENCE = [
    # (bytes, what names the encoding, at least, at most)
    (NOTICE.encode(), None, 1.0, 1.0),
    (b"plan 2022", None, 1.0, 1.0),
    (NOTICE.encode("utf-8-sig"), None, 1.0, 1.0),
    (NOTICE.encode("utf-16"), None, 1.0, 1.0),
    ("é".encode(), None, 0.5, 0.99),
    (NOTICE.encode("gbk"), "gbk", 1.0, 1.0),
    (NOTICE.encode("gbk"), None, 0.8, 0.99),
    (NOTICE.encode("utf-16-le"), None, 0.8, 0.99),
    ("中".encode("gbk"), None, 0.5, 0.99),
]


@pytest.mark.parametrize(("data", "encoding", "least", "most"), CONFIDENCE)
def test_how_sure_the_encoding_is(data: bytes, encoding: str | None, least: float, most: float) -> None:
    assert least <= detect(data, "x", encoding).confidence <= most


def test_the_choice_and_its_confidence_are_in_the_result(tmp_path: Path) -> None:
    for name, markup in (("a.txt", NOTICE), ("a.html", f"<html><body><p>{NOTICE}</p></body></html>")):
        path = tmp_path / name
        path.write_bytes(markup.encode("gbk"))
        notice = json.loads(CliRunner().invoke(main, ["extract", str(path)]).stdout)
        assert notice["source"]["encoding"] == "gb18030"
        assert 0.8 < notice["source"]["encoding_confidence"] < 1
        row = CliRunner().invoke(
            main, ["extract", str(path), "--table", "metadata", "--encoding", "gbk"]
        )
        assert json.loads(row.stdout)["encoding_confidence"] == 1


LABELS = [
    # (what a page says of itself, the bytes' encoding, what is found)
    ("gb2312", "gb18030", "gb18030"),
    ("gbk", "utf-8", "utf-8"),
    ("utf-8", "gb18030", "gb18030"),
    ("big5", "gb18030", "gb18030"),
    ("iso-8859-1", "gb18030", "gb18030"),
    ("x-unknown", "utf-16-le", "utf-16-le"),
]


@pytest.mark.parametrize(("label", "encoding", "found"), LABELS)
def test_a_pages_label_is_a_hint_and_no_more(label: str, encoding: str, found: str) -> None:
    page = f'<html><head><meta charset="{label}"><script>{"var a=1;" * 4_000}</script></head><p>{NOTICE}</p>'
    source = read_bytes((page + "\u4dae㐂").encode(encoding), "a.html")
    assert source.encoding == found
    assert "落实责任" in source.text
