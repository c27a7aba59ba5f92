"""Clauses: how a sentence is cut into them, and the classes of words that a clause is read by.

The words stand in `data/rules/targets.toml`; each class is looked up at the end or the start of
a text, the longest word first, without a pattern.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planparse.rulebook import Rule, Rulebook

SPACE = " \t\u3000\u00a0*"
STOPS = "，,；;：:。、—–─" + SPACE
_SENTENCE = "。！!？?；;\n"
_OPENING = "（(〔【[“《"
_CLOSING = "）)〕】]”》"
_MARKS = re.compile(r"[（(〔【\[“《，,；;：:\t]")
_QUOTED, _BRACKETED, _NAMED = 40, 200, 24  # the longest that is still one


class Words:
    """One class of words, found at the end or the start of a text, the longest first."""

    __slots__ = ("_firsts", "_lasts", "_lengths", "all")

    def __init__(self, words: Iterable[str]) -> None:
        self.all = frozenset(words)
        self._firsts = frozenset(word[0] for word in self.all)
        self._lasts = frozenset(word[-1] for word in self.all)
        self._lengths = sorted({len(word) for word in self.all}, reverse=True)

    def ends(self, text: str) -> str:
        """The longest word that ends `text`, or an empty string."""
        if text[-1:] not in self._lasts:
            return ""
        for length in self._lengths:
            if text[-length:] in self.all and len(text) >= length:
                return text[-length:]
        return ""

    def starts(self, text: str) -> str:
        """The longest word that starts `text`, or an empty string."""
        if text[:1] not in self._firsts:
            return ""
        for length in self._lengths:
            if text[:length] in self.all:
                return text[:length]
        return ""


class Lexicon:
    """The word classes and forms of a rulebook, as the grammar asks for them.

    `before` and `after` give the comparator of a bound, `verbs` the letter of a verb (V
    reach, I rise, D fall, H hold, C cap). What each other class holds is said in the file.
    """

    __slots__ = (
        "add", "after", "before", "build", "dependent", "driver",
        "drop", "forms", "keep", "lead", "measure", "region",
        "spend", "strong", "tail", "verbs", "whole",
    )  # fmt: skip

    def __init__(self, rulebook: Rulebook) -> None:
        def words(name: str) -> list[str]:
            return [word for line in rulebook.words(name) for word in line.split()]

        self.before = _table(
            {
                ">=": words("targets.at_least"),
                ">": words("targets.above"),
                "<=": words("targets.at_most"),
                "<": words("targets.below"),
                "~": words("targets.about"),
            }
        )
        self.after = _table(
            {
                ">=": words("targets.at_least_after"),
                "<=": words("targets.at_most_after"),
                "~": words("targets.about_after"),
            }
        )
        rise, fall = words("targets.rise"), words("targets.fall")
        verbs = dict.fromkeys(words("targets.reach"), "V")
        verbs |= dict.fromkeys(rise, "I") | dict.fromkeys(fall, "D") | {"翻": "I"}
        verbs |= {word + to: "V" for word in (*rise, *fall) for to in ("到", "至", "为", "到了")}
        verbs |= dict.fromkeys(words("targets.hold"), "H") | dict.fromkeys(words("targets.cap"), "C")
        self.verbs = (Words(verbs), verbs)
        self.add = Words(words("targets.add"))
        self.drop = Words(words("targets.drop"))
        self.build = Words({*words("targets.build"), *self.add.all, *self.drop.all})
        self.strong = tuple(words("targets.strong"))
        self.spend = Words(words("targets.spend"))
        self.keep = Words(words("targets.keep"))
        self.driver = Words(words("targets.driver"))
        self.whole = Words(words("targets.whole_word"))
        self.lead = Words(words("targets.lead"))
        self.tail = Words(words("targets.tail"))
        self.region = Words(words("targets.region"))
        self.measure = Words(words("targets.measure"))
        self.dependent = Words(words("targets.dependent"))
        self.forms: tuple[Rule, ...] = rulebook.group("targets.form")


def load_lexicon(rulebook: Rulebook) -> Lexicon:
    """The lexicon of a rulebook, made once."""
    return rulebook.derive("clauses.lexicon", Lexicon)


def _table(groups: dict[str, list[str]]) -> tuple[Words, dict[str, str]]:
    meaning = {word: sign for sign, words in groups.items() for word in words}
    return Words(meaning), meaning


def split_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of the sentence `text[start:end]`, in order; a tab, between two cells, parts too.

    What stands in brackets or short quotation marks is not cut; a bracket that does not
    close within 200 characters counts as none.

    >>> split_clauses("到2025年,（市、区,县）达到3个;其中B", 0, 22)
    [(0, 6), (7, 18), (19, 22)]
    """
    clauses: list[tuple[int, int]] = []
    at = beyond = start
    for mark in _MARKS.finditer(text, start, end):
        i = mark.start()
        if i < beyond:
            continue
        c = text[i]
        if c in _OPENING:
            reach = min(end, i + (_QUOTED if c == "“" else _BRACKETED))
            close = text.find(_CLOSING[_OPENING.index(c)], i, reach)
            if close < 0 and c in "（(":
                close = text.find(")" if c == "（" else "）", i, reach)
            beyond = close if close > 0 else i
            continue
        if c == "," and text[i - 1 : i].isdecimal() and text[i + 1 : i + 4].isdecimal():
            continue
        if c in ":：" and text[i - 1 : i].isdecimal() and text[i + 1 : i + 2].isdecimal():
            continue
        clauses.append((at, i))
        at = i + 1
    clauses.append((at, end))
    return [clause for clause in clauses if clause[1] > clause[0]]


def clause_around(text: str, start: int, end: int, within: tuple[int, int]) -> tuple[int, int]:
    """The clauses of the sentence `within` that `start`:`end` stands in, without blanks at their ends.

    >>> text = "根据《甲，乙》，完成3个"
    >>> [text[slice(*clause_around(text, at, at + 1, (0, len(text))))] for at in (2, 10)]
    ['根据《甲，乙》', '完成3个']
    """
    low, high = start, end
    for a, b in split_clauses(text, *within):
        if a < end and start < b:
            low, high = min(low, a), max(high, b)
    while low < start and text[low].isspace():
        low += 1
    while high > end and text[high - 1].isspace():
        high -= 1
    return low, high


def sentence_around(
    text: str, start: int, end: int, within: tuple[int, int], reach: int
) -> tuple[int, int]:
    """The sentence of `text[slice(*within)]` around `start`:`end`, cut `reach` characters away.

    >>> sentence_around("甲。乙3个；丙", 3, 5, (0, 7), 100)
    (2, 5)
    """
    low = max(within[0], start - reach)
    low = 1 + max([text.rfind(c, low, start) for c in _SENTENCE] + [low - 1])
    high = min(within[1], end + reach)
    ends = [text.find(c, end, high) for c in _SENTENCE]
    return low, max(end, min([at for at in ends if at >= 0], default=high))


def find_enclosures(
    text: str, start: int, end: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The insides of the brackets of `text[start:end]`, and its names in quotation marks or 《》.

    >>> find_enclosures("推进“三品一标”（含2个）", 0, 13)
    ([(9, 12)], [(2, 7)])
    """
    brackets: list[tuple[int, int]] = []
    names: list[tuple[int, int]] = []
    pending: list[tuple[str, int]] = []
    for i in range(start, end):
        c = text[i]
        if c in "（(〔“《":
            pending.append((c, i))
        elif c in "）)〕”》" and pending:
            mark, at = pending.pop()
            if mark in "（(〔":
                brackets.append((at + 1, i))
            elif i - at <= _NAMED or mark == "《":
                names.append((at, i))
    brackets.sort()
    return brackets, names
