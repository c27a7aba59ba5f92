"""Recoding: text whose bytes were read in another encoding than they were written in.

UTF-8 read as GB 18030 or in an alphabet of single bytes, GB 18030 read as Latin-1 or Big5, Big5 read
as GB 18030. The
bytes are still there: written back and read as they should have been, they say what they said.
What gives such a text away are its marks: ， in UTF-8 read as GB 18030 begins with 锛.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from planparse.rulebook import Rule, Rulebook
from planparse.text import TracedText

PASSES = 3  # times that bytes may have been read wrongly, one upon the other
HOLE = b"\xff"  # stands for a byte that was lost, for no encoding has it
LOST = "\ufffd"
HOLES = 0.35  # share of characters that may be lost in a line
EURO = "€"  # what Windows shows for 0x80
WIDE = ("gb18030", "big5")
LEAST, GAIN = 0.2, 0.1  # share of common characters in a line, and how much it must have gained
_CUT_OFF = re.compile(rb"([\xe0-\xef][\x80-\xbf]|[\xc3-\xef])\?(?![\x80-\xbf])")


class _Line(NamedTuple):
    """What stands in a stretch of a line when its bytes are read anew, and whether all of it does."""

    start: int
    end: int
    new: str
    whole: bool


def recode(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` with its bytes read as they were written, line by line, where its marks give it away.

    A character of which a byte was lost becomes U+FFFD.

    >>> from planparse.rulebook import default
    >>> wrong = "一、总则，（略）".encode().decode("latin-1")
    >>> str(recode(TracedText(wrong), default()))
    '一、总则，（略）'
    """
    if not rulebook.derive("restore.recoded-signs", _signs).search(text.text):
        return text
    rules = rulebook.group("restore.recoded")
    signs = [sign for rule in rules for sign in rule.options["hints"]]
    for _ in range(PASSES):
        before = text
        for rule in rules:
            if rule.may_see(text.text):
                text = _recode(text, rule, rulebook.derive("restore.common", _common), signs)
        if text is before:
            break
    return text


def _signs(rulebook: Rulebook) -> re.Pattern[str]:
    """The first characters of all signs: a class alone is looked for quickly."""
    first = {hint[0] for rule in rulebook.group("restore.recoded") for hint in rule.options["hints"]}
    return re.compile("[" + "".join(map(re.escape, sorted(first))) + "]")


def _common(rulebook: Rulebook) -> frozenset[str]:
    return frozenset("".join(rulebook.words("restore.common")))


def _recode(text: TracedText, rule: Rule, common: frozenset[str], signs: Sequence[str]) -> TracedText:
    """One pair of encodings undone, in each line that reads more like a notice then.

    Or that shows the signs of another pair: bytes may have been read wrongly twice.
    """
    read, wrote = rule.options["read"], rule.options["wrote"]
    sure: list[_Line] = []
    likely: list[_Line] = []  # too short to say, right where all around it is wrong
    rest = 0
    for start, end in _runs(text.text, read):
        old = text.text[start:end]
        data = _written(old, read)
        new = _strictly(data, wrote)
        whole = new is not None and LOST not in old and (read != "gb18030" or EURO not in old)
        new = new if new is not None else _with_holes(data, wrote)
        line = _Line(start, end, new, whole)
        share, before = _share(new, common), _share(old, common)
        holes = new.count(LOST)
        twice = whole and read not in WIDE and any(sign in new for sign in signs)
        if twice or (holes <= 1 + HOLES * len(new) and share >= max(LEAST, before + GAIN)):
            sure.append(line)
        elif share >= before and (whole or 0 < holes <= HOLES * sum(ch > "~" for ch in new)):
            likely.append(line)
            rest += 0 if whole else end - start
        else:
            rest += end - start
    if sum(line.end - line.start for line in sure) > rest:
        sure = sorted(sure + likely)
    edits: list[tuple[int, int, str]] = []
    for start, end, new, whole in sure:
        if whole:
            edits += _aligned(text.text[start:end], new, read, wrote, start)
        else:
            edits.append((start, end, new))
    return text.edit(edits, rule.id, rule.confidence)


def _runs(text: str, read: str) -> Iterator[tuple[int, int]]:
    """The stretches of each line that the encoding can hold and that are more than ASCII."""
    held = _held(read)
    for line in re.finditer("[^\n]+", text):
        for run in held.finditer(line[0]):
            if not run[0].isascii():
                yield line.start() + run.start(), line.start() + run.end()


def _written(text: str, read: str) -> bytes:
    """The bytes that `text` was read from, a hole for each that was lost."""
    if read not in WIDE:
        table = _single_bytes(read)
        return b"".join([table.get(ch, HOLE) for ch in text])
    # 0x80 begins no character of GB 18030: it was lost, or shown as what Windows has there
    pieces = (text.replace(EURO, LOST) if read == "gb18030" else text).split(LOST)
    data = pieces[0].encode(read, "ignore")
    for piece in pieces[1:]:
        data += (b"\x80" if piece[:1] > "~" else HOLE) + piece.encode(read, "ignore")
    return data


@cache
def _single_bytes(read: str) -> dict[str, bytes]:
    """The byte of each character; those that the encoding leaves open are shown as in Latin-1."""
    table = {chr(code): bytes([code]) for code in range(256)}
    for code in range(0x80, 0x100):
        shown = bytes([code]).decode(read, "ignore")
        if shown:
            table[shown] = bytes([code])
    return table


@cache
def _held(read: str) -> re.Pattern[str]:
    if read in WIDE:
        return re.compile("[^\n]+")
    return re.compile(
        "[" + "".join(map(re.escape, (*_single_bytes(read), LOST))).replace("\n", "") + "]+"
    )


def _strictly(data: bytes, wrote: str) -> str | None:
    try:
        return data.decode(wrote)
    except UnicodeDecodeError:
        return None


def _with_holes(data: bytes, wrote: str) -> str:
    if wrote == "utf-8":
        data = _CUT_OFF.sub(HOLE, data)
    return re.sub(f"{LOST}+", LOST, data.decode(wrote, "replace"))


def _share(text: str, common: frozenset[str]) -> float:
    """How much of what is not ASCII is common in notices."""
    wide = [ch for ch in text if ch > "~"]
    return sum(ch in common for ch in wide) / len(wide) if wide else 0.0


def _aligned(old: str, new: str, read: str, wrote: str, start: int) -> Iterator[tuple[int, int, str]]:
    """One edit for each stretch between two places where characters of both readings begin."""
    before = [0, *accumulate(len(_written(ch, read)) for ch in old)]
    after = [0, *accumulate(len(ch.encode(wrote)) for ch in new)]
    i = j = 0
    for at in sorted(set(before[1:]) & set(after[1:])):
        k, m = before.index(at, i), after.index(at, j)
        if old[i:k] != new[j:m]:
            yield start + i, start + k, new[j:m]
        i, j = k, m
