"""Clauses with quantities, read as a grammar over tokens: number, unit, bound, verb, time, base.

Around each quantity a clause is read outwards: the limit and the verb beside it, the words
they speak of, what stands behind. The words of each class are lists of `data/rules/
targets.toml`; its `[[form]]` rules say which strings of tokens are a claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planparse.rulebook import Rule, Rulebook

OPENING = "（(〔【[“《"
CLOSING = "）)〕】]”》"
_SPACE = " \t\u3000\u00a0"
_STOPS = "，,；;：:。、" + _SPACE


class Words:
    """One class of words, found at the end or the start of a text, the longest first."""

    __slots__ = ("_by_length", "all")

    def __init__(self, words: Iterable[str]) -> None:
        self.all = frozenset(words)
        lengths = sorted({len(word) for word in self.all}, reverse=True)
        self._by_length = lengths

    def ends(self, text: str) -> str:
        """The longest word that ends `text`, or an empty string."""
        for length in self._by_length:
            if text[-length:] in self.all and len(text) >= length:
                return text[-length:]
        return ""

    def starts(self, text: str) -> str:
        """The longest word that starts `text`, or an empty string."""
        for length in self._by_length:
            if text[:length] in self.all:
                return text[:length]
        return ""


class Lexicon:
    """The word classes and forms of a rulebook, as the grammar asks for them."""

    __slots__ = ("add", "after", "before", "build", "dependent", "driver", "drop", "forms", "keep")
    __slots__ += ("lead", "measure", "region", "spend", "tail", "verbs")

    def __init__(self, rulebook: Rulebook) -> None:
        def words(name: str) -> tuple[str, ...]:
            return rulebook.words(f"targets.{name}")

        self.before = _table(
            {">=": words("at_least"), ">": words("above"), "<=": words("at_most"),
             "<": words("below"), "~": words("about")}
        )  # fmt: skip
        self.after = _table(
            {">=": words("at_least_after"), "<=": words("at_most_after"), "~": words("about_after")}
        )
        rise, fall = words("rise"), words("fall")
        verbs = {word: "V" for word in words("reach")}
        verbs |= {word: "I" for word in rise} | {word: "D" for word in fall}
        verbs |= {word + to: "V" for word in (*rise, *fall) for to in ("到", "至", "为", "到了")}
        verbs |= {word: "H" for word in words("hold")} | {word: "C" for word in words("cap")}
        verbs["翻"] = "I"
        self.verbs = (Words(verbs), verbs)
        self.add = Words(words("add"))
        self.drop = Words(words("drop"))
        self.spend = Words(words("spend"))
        self.keep = Words(words("keep"))
        self.build = Words({*words("build"), *words("add"), *words("drop")})
        self.lead = Words(words("lead"))
        self.driver = Words(words("driver"))
        self.driver = Words(words("driver"))
        self.driver = Words(words("driver"))
        self.driver = Words(words("driver"))
        self.driver = Words(words("driver"))
        self.tail = Words(words("tail"))
        self.region = Words(words("region"))
        self.measure = Words(words("measure"))
        self.dependent = Words(words("dependent"))
        self.forms: tuple[Rule, ...] = rulebook.group("targets.form")


def load_lexicon(rulebook: Rulebook) -> Lexicon:
    """The lexicon of a rulebook, made once."""
    return rulebook.derive("clauses.lexicon", Lexicon)


def _table(groups: dict[str, tuple[str, ...]]) -> tuple[Words, dict[str, str]]:
    meaning = {word: sign for sign, words in groups.items() for word in words}
    return Words(meaning), meaning


def split_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of the sentence `text[start:end]`, in order; what stands in brackets with a
    comma or a colon of its own is not cut, and not a clause by itself.

    >>> split_clauses("到2025年,（市、区,县）达到3个;其中B", 0, 23)
    [(0, 6), (7, 19), (20, 23)]
    """
    clauses: list[tuple[int, int]] = []
    depth, at = 0, start
    for i in range(start, end):
        c = text[i]
        if c in OPENING:
            depth += 1
        elif c in CLOSING:
            depth = max(depth - 1, 0)
        elif depth == 0 and c in "，,；;：:":
            if c == "," and text[i - 1 : i].isdigit() and text[i + 1 : i + 4].isdigit():
                continue
            clauses.append((at, i))
            at = i + 1
    clauses.append((at, end))
    return [clause for clause in clauses if clause[1] > clause[0]]
