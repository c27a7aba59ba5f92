"""Titles whose line end is lost: where 加强组织领导 stops and 各级各部门要… begins.

Every place where a title may end is weighed by the words that end titles, the words that
begin bodies, how long titles are, and whether the place would cut a word that the same
text uses elsewhere. The weights are log odds counted over the titles of notices that
have their line ends (`data/titles.csv`).
"""

from __future__ import annotations

from collections import Counter
from math import log
from operator import add
from typing import NamedTuple

from planparse.rulebook import Rulebook

LONGEST, SHORTEST = 36, 4
STOPS = frozenset("。；;！？!?：:")
NOT_BEHIND = frozenset("，、,的和及与）)”》。；")  # never the first character of a body
NOT_BEFORE = frozenset("，、,的和及与（(“《以在于对把将")  # never the last one of a title
UNKNOWN, WORD, LENGTH, CLAUSE, SINGLE, OPENING = -1.5, 2.5, 0.7, 1.0, 0.6, 2.0


class End(NamedTuple):
    """Where a title ends (an offset), its weight, and how far the next best place is behind."""

    at: int
    weight: float
    margin: float


class Weights(NamedTuple):
    """Log odds by what stands on either side of a title's end, and by its length."""

    last: dict[str, float]
    first: dict[str, float]
    length: dict[int, float]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Weights:
        """The weights in `data/titles.csv`."""
        weights = cls({}, {}, {})
        for row in rulebook.rows("titles.csv"):
            if row["side"] == "length":
                weights.length[int(row["words"])] = float(row["weight"])
            else:
                side = weights.last if row["side"] == "last" else weights.first
                side[row["words"]] = float(row["weight"])
        return weights


class Words(NamedTuple):
    """How often characters, pairs of neighbours, and three characters behind a 。 stand in a text."""

    singles: Counter[str]
    pairs: Counter[str]
    openings: Counter[str]
    length: int

    @classmethod
    def of(cls, text: str) -> Words:
        """The counts of `text`, in one pass each."""
        openings = Counter(sentence.lstrip()[:3] for sentence in text.split("。")[1:])
        return cls(Counter(text), Counter(map(add, text, text[1:])), openings, len(text))

    def opens(self, words: str) -> float:
        """The log of how often a sentence of the text begins with these three characters, at most 2."""
        return min(2.0, log(1 + self.openings[words]))

    def tie(self, pair: str) -> float:
        """How much more often the two stand together elsewhere than chance has them, as log odds."""
        together = self.pairs[pair] - 1
        if together <= 0:
            return 0.0
        chance = self.singles[pair[0]] * self.singles[pair[1]] / self.length
        return min(4.0, max(0.0, log((together + 0.3) / (chance + 0.3))))


def find_title_end(text: str, start: int, end: int, words: Words, rulebook: Rulebook) -> End | None:
    """The likeliest end of the title that begins at `start`, or None where none may end.

    `words` are the counts of the whole text.

    >>> from planparse.rulebook import default
    >>> text = "加强组织领导各级各部门要高度重视本方案的实施，明确责任。"
    >>> found = find_title_end(text, 0, len(text), Words.of(text), default())
    >>> text[: found.at]
    '加强组织领导'
    """
    weights = rulebook.derive("titles", Weights.of)
    best = End(-1, -99.0, 0.0)
    second = -99.0
    clauses = 0
    for at in range(start + 2, min(start + LONGEST, end - 2)):
        before, behind = text[at - 1], text[at]
        if before in STOPS:
            break
        clauses += before in "，,"
        if at - start < SHORTEST or behind in NOT_BEHIND or before in NOT_BEFORE:
            continue
        weight = (
            _side(weights.last, text[at - 2 : at], before)
            + _side(weights.first, text[at : at + 2], behind)
            + OPENING * words.opens(text[at : at + 3])
            - WORD * words.tie(before + behind)
            + LENGTH * weights.length.get(at - start, -5.0)
            - CLAUSE * clauses
        )
        if weight > best.weight:
            second = best.weight
            best = End(at, weight, 0.0)
        elif weight > second:
            second = weight
    return best._replace(margin=best.weight - second) if best.at >= 0 else None


def _side(weights: dict[str, float], pair: str, single: str) -> float:
    known = weights.get(pair)
    return known if known is not None else UNKNOWN + SINGLE * weights.get(single, -3.0)
