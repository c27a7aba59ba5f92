"""Readings: a sentence cut into clauses, and what the clauses before lend the one being read.

A clause that has only a verb and a number takes its measure, its base of comparison, its
action or the part it speaks of from an earlier one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.figures.clauses import SPACE, split_clauses
from planparse.figures.phrases import LONGEST, YEARLY, find_base, object_of, strip_lead, strip_tail

if TYPE_CHECKING:
    from planparse.figures.claims import Claim
    from planparse.figures.clauses import Lexicon
    from planparse.figures.periods import Period

_PLACES = ("中", "内", "基础上", "范围", "方面")
_TO = ("力争到", "争取到", "到", "至", "在", "于")


class Reading:
    """A sentence at `span` of a text; `clause` is the one being read, `end` the sentence's end."""

    __slots__ = ("clause", "clauses", "end", "lexicon", "periods", "text")

    def __init__(
        self, text: str, span: tuple[int, int], periods: list[Period], lexicon: Lexicon
    ) -> None:
        self.text = text
        self.end = span[1]
        self.periods = periods
        self.lexicon = lexicon
        self.clauses = split_clauses(text, *span)
        self.clause = span

    def words(self, start: int, end: int) -> str:
        """The words from `start` to `end`, the periods among them left out."""
        parts: list[str] = []
        at = start
        for period in self.periods:
            if period.start < at or period.end > end or period.role == "base":
                continue
            part = self.text[at : period.start]
            lead = next((word for word in _TO if part.endswith(word)), "")
            parts.append(part[: len(part) - len(lead)])
            at = period.end
        parts.append(self.text[at:end])
        return "".join(parts)

    def portion(self) -> str:
        """The part that the clause before speaks of: 项目经费100万元以下的部分,间接费用比例…."""
        before = [clause for clause in self.clauses if clause[1] < self.clause[0]]
        words = strip_lead(self.words(*before[-1]).strip(SPACE), self.lexicon) if before else ""
        return words if words.endswith("的部分") and len(words) <= LONGEST else ""

    def each_year(self) -> bool:
        """Whether the clause before only says where, each year: 每年在科技项目中,选择100项…."""
        before = [clause for clause in self.clauses if clause[1] < self.clause[0]]
        words = self.text[slice(*before[-1])].strip(SPACE) if before else ""
        return words.startswith(YEARLY) and words.endswith(_PLACES)

    def led(self) -> bool:
        """Whether an action word led a clause before this one."""
        return any(
            self.lexicon.build.starts(strip_lead(self.words(*clause), self.lexicon))
            for clause in self.clauses
            if clause[1] < self.clause[0]
        )

    def object_before(self) -> str:
        """What the clause before speaks of, without its verb: 开发X系列产品 → X系列产品."""
        for clause in reversed(self.clauses):
            words = strip_lead(self.words(*clause), self.lexicon) if clause[1] < self.clause[0] else ""
            if words:
                return words[len(self.lexicon.build.starts(words)) :][:LONGEST]
        return ""

    def base_before(self) -> str:
        """The base that the clause before names: 在2020年基础上,…减少10%."""
        before = [clause for clause in self.clauses if clause[1] < self.clause[0]]
        words = self.text[slice(*before[-1])].strip(SPACE) if before else ""
        closed = words.endswith(("基础上", "相比")) or words.startswith("较")
        return find_base(words, self.lexicon)[1] if closed else ""

    def borrowed(self, last: Claim | None) -> str:
        """The measure that an earlier clause named, where this one has only a verb and a number."""
        for clause in reversed(self.clauses):
            if clause[1] >= self.clause[0]:
                continue
            if last is not None and clause[0] <= last.clause[0]:
                break
            words = strip_lead(self.words(*clause), self.lexicon)
            while word := self.lexicon.verbs[0].ends(words) or self.lexicon.tail.ends(words):
                words = words[: -len(word)]
            words = self._unbounded(words)
            if words and not words.startswith(("较", "比", "由", "从")):
                return object_of(words, self.lexicon)
        return last.words if last is not None else ""

    def _unbounded(self, words: str) -> str:
        """`words` up to a bound (不小于) in them: 有效容积应不小于24小时产量."""
        bounds = (words.find(word) for word in self.lexicon.before[0].all if len(word) > 2)
        limit = min((place for place in bounds if place > 1), default=0)
        return strip_tail(words[:limit], self.lexicon) if limit else words
