"""Shifted bytes: runs of GBK that were read one byte off, put right again.

Where a lead byte was lost, the bytes behind it pair up wrongly until a trail byte is lost
too: `维保”、` (B1A3 A1B1) became `维?！?、`. The bytes between the marks give the inner
characters back. Of the two outer ones one byte each is known; their neighbours decide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise, product
from math import inf
from typing import NamedTuple

import regex

from planparse.diagnostics import Code, Report
from planparse.repair.pairs import Likelihood, fold, pairs
from planparse.rulebook import Rule, Rulebook
from planparse.text import TracedText

UNKNOWN = "\ufffd"
_PASSES = 8  # a run that is put right may show what stands beside it
_MARKS = {"”": "“", "’": "‘", "》": "《", "）": "（", "】": "【", "〕": "〔", "〉": "〈"}
_OPENED_BY = _MARKS | {opening: closing for closing, opening in _MARKS.items()}
_NARROW = {"（": "(", "）": ")"}
_ENDS = (
    16  # outer characters, the likeliest of each side, that are tried with all where nothing is inner
)
_REACH = 120  # characters in which the other half of a bracket is looked for


class _Place(NamedTuple):
    """What is known around a run, folded: two characters on each side, the marks that are owed."""

    before: str
    last: str
    after: str
    then: str
    owed: str
    asked: bool


class _Run(NamedTuple):
    """A run of shifted bytes at `start`-`end`; its characters, U+FFFD for what is not known.

    `inner` are the places between its marks that belong to it, a line end or page number not.
    """

    start: int
    end: int
    inner: tuple[int, ...]
    characters: str
    score: float

    @property
    def sure(self) -> bool:
        return UNKNOWN not in self.characters


def realign(text: TracedText, rulebook: Rulebook) -> tuple[TracedText, list[Report]]:
    """`text` with runs of GBK bytes that were read one off put right.

    A lost character that neither its neighbours nor a bracket or quotation mark decides
    becomes U+FFFD, and the run is reported. A question mark behind a question stays.

    >>> from planparse.rulebook import default
    >>> text, reports = realign(TracedText("评价管理服务体?担?实行质量保证"), default())
    >>> str(text), reports
    ('评价管理服务体系，实行质量保证', [])
    """
    spans: list[tuple[int, int, str]] = []
    if text.text.count("?") < 2:
        return text, []
    for _ in range(_PASSES):
        runs = _find_runs(text, rulebook)
        if not runs:
            break
        for sure, name in ((True, "restore.shifted-bytes"), (False, "restore.shifted-bytes-in-part")):
            rule = rulebook.rule(name)
            edits = [edit for run in runs if run.sure == sure for edit in _edits(run, text.text)]
            moved = _mover(edits)
            spans = [(moved(start), moved(end), message) for start, end, message in spans]
            if not sure:
                spans += [(moved(r.start), moved(r.end), _message(r)) for r in runs if not r.sure]
            runs = [run if run.sure == sure else _moved(run, moved) for run in runs]
            text = text.edit(edits, rule.id, rule.confidence)
    return text, [Report(Code.LOST_CHARACTERS, what, start, end) for start, end, what in sorted(spans)]


def _moved(run: _Run, moved: Callable[[int], int]) -> _Run:
    inner = tuple(map(moved, run.inner))
    return run._replace(start=moved(run.start), end=moved(run.end), inner=inner)


def _message(run: _Run) -> str:
    return f"{run.characters!r}: each {UNKNOWN} stands for a character of which a byte was lost"


def _edits(run: _Run, text: str) -> list[tuple[int, int, str]]:
    """One edit for the run; one for each character where a line ends in it, so that the end stays."""
    if len(run.inner) == run.end - run.start - 2:
        return [(run.start, run.end, run.characters)]
    places = (run.start, *run.inner, run.end - 1)
    return [(at, at + 1, new) for at, new in zip(places, (*run.characters, ""), strict=True)]


def _mover(edits: Sequence[tuple[int, int, str]]) -> Callable[[int], int]:
    """Where an offset that lies in no edit has gone; one at an edit's end goes to its new end."""
    starts = [start for start, _, _ in edits]
    grown = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]
    return lambda at: at + grown[bisect_right(starts, at - 1)]


def _find_runs(text: TracedText, rulebook: Rulebook) -> list[_Run]:
    """The runs of `text` that are damage, sorted; of two that share a mark the likelier one."""
    rule = rulebook.rule("restore.shifted-bytes")
    question = rulebook.rule("restore.question")
    whole = text.text
    phrases = rulebook.words("restore.phrases")
    likelihood: Likelihood | None = None
    runs: list[_Run] = []
    known: dict[tuple[_Place, tuple[str, ...]], tuple[float, str]] = {}
    for match in _at_marks(rule.pattern, whole):
        start, end = match.span()
        if whole[start - 1 : start] in ("?", "？") or whole[end : end + 1] in ("?", "？"):
            continue
        inner = tuple(match.starts("inner"))
        variants = tuple(_variants(text, at) for at in inner)
        if said := _by_phrase(whole, start, variants, _owed(whole, start, end), phrases):
            while runs and runs[-1].end > start:
                runs.pop()
            runs.append(_Run(start, end, inner, said, inf))
            continue
        if likelihood is None:
            likelihood = Likelihood(pairs(rulebook), whole, phrases)
        asked = question.pattern.search(whole, max(0, start - _REACH), start) is not None
        place = _Place(*_left(whole, start), *_right(whole, end), _owed(whole, start, end), asked)
        if (place, variants) not in known:
            known[place, variants] = _judge(likelihood, place, variants, rule)
        score, characters = known[place, variants]
        if score < rule.options["odds"]:
            continue
        if runs and runs[-1].end > start:
            if runs[-1].score >= score:
                continue
            runs.pop()
        runs.append(_Run(start, end, inner, characters, score))
    return runs


def _by_phrase(
    text: str, start: int, variants: tuple[str, ...], owed: str, phrases: Iterable[str]
) -> str | None:
    """The run at `start` where a phrase decides its first character and an owed mark its last.

    What the rules say for certain is not weighed, and costs no reading of the table.
    """
    fitting = {phrase[-1] for phrase in phrases if text.endswith(phrase[:-1], 0, start)}
    if not fitting or not owed:
        return None
    for choice in product(*variants):
        raw = b"".join(_gbk(ch) or b"" for ch in choice)
        inner = _decoded(raw[1:-1]) if len(raw) == 2 * len(choice) else None
        if inner is None:
            continue
        firsts = {ch for ch in fitting if (_gbk(ch) or b"")[-1:] == raw[:1]}
        lasts = {mark for mark in owed if (_gbk(mark) or b"")[:1] == raw[-1:]}
        if len(firsts) == len(lasts) == 1:
            return firsts.pop() + inner + lasts.pop()
    return None


def _at_marks(pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """The matches of `pattern`, which begins with a question mark; the marks are found by `str.find`."""
    at = text.find("?")
    while at >= 0:
        found = pattern.match(text, at)
        if found:
            yield found
        at = text.find("?", at + 1)


def _variants(text: TracedText, at: int) -> str:
    """What may have stood at `at` before a conversion: the character now, or the source's."""
    ch = text.text[at]
    source = text.source[slice(*text.source_span(at, at + 1))]
    return ch + source if len(source) == 1 and source != ch and not source.isascii() else ch


def _left(text: str, at: int) -> tuple[str, str]:
    """The two characters before `at`; a line that breaks off in a sentence goes on."""
    piece = text[max(0, at - 20) : at]
    bare = piece.rstrip()
    if not bare or (bare != piece and ("\n" not in piece[len(bare) :] or bare[-1] in "。；：;:")):
        return "", "|"
    folded = fold(bare[-2:])
    return folded[:-1], folded[-1]


def _right(text: str, at: int) -> tuple[str, str]:
    """The two characters from `at` on; a line that breaks off in a sentence goes on."""
    piece = text[at : at + 20]
    bare = piece.lstrip()
    if not bare or (bare != piece and "\n" not in piece[: len(piece) - len(bare)]):
        return "|", ""
    folded = fold(bare[:2])
    return folded[0], folded[1:]


def _owed(text: str, start: int, end: int) -> str:
    """Closing marks owed to one open before `start`, opening ones to one closed behind `end`."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    owed = ""
    for closing, opening in _MARKS.items():
        begins, ends = {opening, _NARROW.get(opening, opening)}, {closing, _NARROW.get(closing, closing)}
        if max(map(before.rfind, begins)) > max(map(before.rfind, ends)):
            owed += closing
        found = [at for at in map(after.find, ends) if at >= 0]
        if found and not any(0 <= after.find(mark) < min(found) for mark in begins):
            owed += opening
    return owed


def _weight(ch: str, owed: str) -> float:
    """What brackets and quotation marks owe makes of the likelihood of `ch`.

    An opening mark is owed no closing one where that closing one is owed already: the mark
    that closes behind the run then belongs to the one that is open before it.
    """
    if ch in _OPENED_BY:
        if ch not in owed:
            return 0.02
        return 0.05 if _OPENED_BY[ch] in owed else 6.0
    if ch in "|an":  # U+3000 and full-width letters: the class is common, the wide form of it is not
        return 0.02 if ch == "|" else 0.002
    return 1.0


def _gbk(ch: str) -> bytes | None:
    """The two GBK bytes of `ch`, half-width punctuation made full-width as it was."""
    try:
        raw = (chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch).encode("gbk")
    except UnicodeEncodeError:
        return None
    return raw if len(raw) == 2 else None


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode("gbk")
    except UnicodeDecodeError:
        return None


class _Shares:
    """How much of all readings of a run speaks for each character, or row of them, at one place."""

    __slots__ = ("shares",)

    def __init__(self) -> None:
        self.shares: dict[str, float] = {}

    def add(self, character: str, weight: float) -> None:
        self.shares[character] = self.shares.get(character, 0.0) + weight

    def best(self, least: float) -> str:
        """The likeliest one; U+FFFD, as many as it is long, where its share is not above `least`."""
        likeliest = max(self.shares, key=lambda ch: (self.shares[ch], ch))
        sure = self.shares[likeliest] > least * sum(self.shares.values())
        return likeliest if sure else UNKNOWN * len(likeliest)


def _judge(
    likelihood: Likelihood, place: _Place, variants: tuple[str, ...], rule: Rule
) -> tuple[float, str]:
    """How much likelier than as it stands the run is as damage, and the characters that it was."""
    firsts, inners, lasts = _Shares(), _Shares(), _Shares()
    for choice in product(*variants):
        raw = b"".join(_gbk(ch) or b"" for ch in choice)
        inner = _decoded(raw[1:-1]) if len(raw) == 2 * len(choice) else None
        if inner is not None and len(inner) == len(choice) - 1:
            _read(likelihood, place, raw, inner, (firsts, inners, lasts))
    total = sum(inners.shares.values())
    if not total:
        return 0.0, ""
    stands = likelihood.alone(fold(variants[0][0])) * likelihood.alone(place.after)
    for a, b in pairwise(fold("".join(options[0] for options in variants))):
        stands *= likelihood.follows(a, b, seen=1)
    stands *= rule.options["questions" if place.asked else "marks"]
    least = rule.options["least"]
    score = total / max(stands, 1e-250)
    return score, firsts.best(least) + inners.best(least) + lasts.best(least)


def _read(
    likelihood: Likelihood,
    place: _Place,
    raw: bytes,
    inner: str,
    shares: tuple[_Shares, _Shares, _Shares],
) -> None:
    """Adds what the readings of the bytes `raw`, the inner ones of which are `inner`, speak for."""
    follows, owed, after = likelihood.follows, place.owed, place.after
    firsts, inners, lasts = shares
    candidates = likelihood.table.candidates(trail=raw[0])
    likely_heads = likelihood.all_following(place.last, [row[1] for row in candidates], place.before)
    heads = [
        (ch, folded, likely * many * _weight(folded, owed))
        for (ch, folded, many), likely in zip(candidates, likely_heads, strict=True)
    ]
    candidates = likelihood.table.candidates(lead=raw[-1])
    tail_folds = [folded for _, folded, _ in candidates]
    tails = [
        (ch, folded, many * _weight(folded, owed) * likely)
        for (ch, folded, many), likely in zip(
            candidates, likelihood.all_before(tail_folds, after, inner and fold(inner)[-1]), strict=True
        )
    ]
    if inner:
        body = fold(inner)
        middle = 1.0
        for a, b in pairwise(body):
            middle *= follows(a, b)
        joined = likelihood.all_before([folded for _, folded, _ in heads], body[0], place.last)
        begins = [(ch, weight * joint) for (ch, _, weight), joint in zip(heads, joined, strict=True)]
        joined = likelihood.all_following(body[-1], tail_folds, body[-2:-1])
        ends = [(ch, weight * joint) for (ch, _, weight), joint in zip(tails, joined, strict=True)]
        begun, ended = sum(weight for _, weight in begins), sum(weight for _, weight in ends)
        for ch, weight in begins:
            firsts.add(ch, weight * middle * ended)
        for ch, weight in ends:
            lasts.add(ch, weight * middle * begun)
        inners.add(inner, middle * begun * ended)
        return
    closing = {folded: (ch, weight) for ch, folded, weight in tails}

    after_all = sorted(closing, key=lambda folded: -closing[folded][1])[:_ENDS]
    linked = [likelihood.table.after(folded) for _, folded, _ in heads]
    met = [
        sum(links[folded] * closing[folded][1] for folded in links.keys() & closing.keys())
        for links in linked
    ]
    likely = sorted(range(len(heads)), key=lambda at: -heads[at][2])[:_ENDS]
    likely += sorted(range(len(heads)), key=lambda at: -heads[at][2] * met[at])[:_ENDS]
    for ch, folded, weight in (heads[at] for at in dict.fromkeys(likely)):
        links = likelihood.table.after(folded)
        for folded_last in sorted({*after_all, *(links.keys() & closing.keys())}):
            last, end = closing[folded_last]
            both = weight * end * follows(folded, folded_last, place.last)
            firsts.add(ch, both)
            lasts.add(last, both)
            inners.add("", both)
