"""Pairs: how common characters and pairs of neighbours are in notices, from `data/pairs.csv`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import add

import regex

from planparse.rulebook import Rulebook

GRADES = 9
BASE, STEP = 1.5, 2.5  # grade g stands for BASE * STEP**(g - 1) times
_RARE = 0.05  # times that a character counts which is not in the table
_UNLINKED = 0.1  # of what two characters would meet by chance, where their pair is not in the table
_OWN = 30.0  # times that one occurrence in the notice itself counts
_PHRASE = 5.0  # in place of a likelihood, for a pair that a phrase of the rules holds: it is to win
_ENOUGH = 10_000  # characters of a notice whose own words are counted
_OWN_THREE = 100.0  # … of three characters in a row
_CLASSES = {
    **{code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if code != 0x7C},
    **dict.fromkeys([*range(0x30, 0x3A), *range(0xFF10, 0xFF1A)], "n"),
    **dict.fromkeys([*range(0x41, 0x5B), *range(0x61, 0x7B)], "a"),
    **dict.fromkeys([*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)], "a"),
}


def fold(text: str) -> str:
    """`text` as pairs are counted: digits n, letters a, white space |, punctuation full-width.

    >>> fold("到2025年, GDP")
    '到nnnn年，|aaa'
    """
    return regex.sub(r"\s+", "|", text).translate(_CLASSES)


class Pairs:
    """The table, each row read when it is first asked for; figures are counts."""

    __slots__ = ("_bytes", "_read", "_rows", "singles", "total")

    def __init__(self, rows: dict[str, str]) -> None:
        self._rows = rows
        self._bytes: dict[tuple[int | None, int | None], list[tuple[str, str, int]]] = {}
        self._read: dict[str, dict[str, float]] = {}
        self.singles = self.after("")
        self.total = sum(self.singles.values())

    def after(self, first: str) -> dict[str, float]:
        """What follows `first`, and how often; after nothing: any character."""
        found = self._read.get(first)
        if found is None:
            found = self._read[first] = {}
            value = 0.0
            for ch in self._rows.get(first, ""):
                if "1" <= ch <= "9":
                    value = BASE * STEP ** (int(ch) - 1)
                else:
                    found[ch] = value
        return found

    def candidates(
        self, lead: int | None = None, trail: int | None = None
    ) -> list[tuple[str, str, int]]:
        """The characters with the GBK byte `lead` or `trail`: each with its fold, and how many it is.

        Those that the table does not hold are one together, U+FFFD.
        """
        found = self._bytes.get((lead, trail))
        if found is not None:
            return found
        leads = range(0x81, 0xFF) if lead is None else (lead,)
        trails = [at for at in range(0x40, 0xFF) if at != 0x7F] if trail is None else (trail,)
        found = []
        strange = 0
        for raw in (bytes((first, second)) for first in leads for second in trails):
            ch = raw.decode("gbk", "ignore")
            if len(ch) != 1 or ch.isascii():
                continue
            folded = "|" if ch == "\u3000" else ch.translate(_CLASSES)
            if folded in self.singles:
                found.append((ch, folded, 1))
            else:
                strange += 1
        found.append(("\ufffd", "\ufffd", strange))
        self._bytes[lead, trail] = found
        return found


def pairs(rulebook: Rulebook) -> Pairs:
    """The table of `rulebook`, read once."""
    return rulebook.derive(
        "restore.pairs",
        lambda book: Pairs({row["first"]: row["followers"] for row in book.rows("pairs.csv")}),
    )


class Likelihood:
    """How likely characters follow each other in one notice: the table, and the notice's own words.

    `phrases` are words that win where they fit. Characters are folded; an
    empty string stands for one that is not known.
    """

    __slots__ = ("_folded", "_own", "_phrases", "_three", "table")

    def __init__(self, table: Pairs, text: str, phrases: Iterable[str] = ()) -> None:
        self._folded = folded = fold(text[:_ENOUGH])
        self._own = Counter(map(add, folded, folded[1:]))
        self._three: dict[str, int] = {}
        self._phrases = {pair for phrase in phrases for pair in map(add, phrase, phrase[1:])}
        self.table = table

    def alone(self, ch: str) -> float:
        """The share of `ch` among all characters."""
        return self.table.singles.get(ch, _RARE) / self.table.total

    def follows(self, first: str, second: str, before: str = "", seen: int = 0) -> float:
        """How likely `second` is behind `first`, with `before` in front of it where known.

        `seen` is how often the pair stands in what is being judged, which proves nothing.
        """
        table = self.table
        often = table.singles.get(second, _RARE)
        if not first:
            return often / table.total
        pair = first + second
        if pair in self._phrases:
            return _PHRASE
        base = table.singles.get(first, _RARE)
        together = table.after(first).get(second) or min(
            _UNLINKED * often * base / table.total, BASE / 2
        )
        own = self._own[pair] - seen if pair in self._own else 0
        if own > 0:
            together += _OWN * own
            base += _OWN * own
            if before and (three := self._times(before + pair)):
                together += _OWN_THREE * three
                base += _OWN_THREE * three
        return together / base

    def all_following(self, first: str, seconds: Iterable[str], before: str = "") -> list[float]:
        """`follows` for many characters behind the same one."""
        if not first:
            return [self.follows(first, second, before) for second in seconds]
        table, own, phrases = self.table, self._own, self._phrases
        singles, links = table.singles, table.after(first)
        base = singles.get(first, _RARE)
        unlinked, most = _UNLINKED * base / table.total, BASE / 2
        found = []
        for second in seconds:
            pair = first + second
            if pair in own or pair in phrases:
                found.append(self.follows(first, second, before))
            else:
                together = links.get(second)
                found.append((together or min(unlinked * singles.get(second, _RARE), most)) / base)
        return found

    def all_before(self, firsts: Iterable[str], second: str, before: str = "") -> list[float]:
        """`follows` for the same character behind many."""
        table, own, phrases = self.table, self._own, self._phrases
        singles, after = table.singles, table.after
        unlinked, most = _UNLINKED * singles.get(second, _RARE) / table.total, BASE / 2
        found = []
        for first in firsts:
            pair = first + second
            if not first or pair in own or pair in phrases:
                found.append(self.follows(first, second, before))
            else:
                base = singles.get(first, _RARE)
                found.append((after(first).get(second) or min(unlinked * base, most)) / base)
        return found

    def _times(self, three: str) -> int:
        found = self._three.get(three)
        if found is None:
            found = self._three[three] = self._folded.count(three)
        return found
