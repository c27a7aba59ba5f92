"""Glosses: readings that mirror sites put in brackets behind characters: 關(guān)于, 局(ju)(ju).

A reading with its tone is one wherever it stands behind a character. One without is
checked against the character's own readings (`data/readings.csv`), for (app) and (an) are
words too; what does not fit is a gloss only where the text around is full of them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import regex

from planparse.repair.replacing import moved
from planparse.rulebook import Plain, Rulebook
from planparse.text import TracedText

OPENING, CLOSING = "(（", ")）"
LOST = "?？_\ufffd□"  # what may stand for a character that a site lost while its gloss stayed
BESIDE = 40  # characters before a bracket among which its carrier is, a page number between them
GLOSSED = 3  # glosses on characters of daily use that no author, but a site, puts into a text
MANY = 20  # glosses on any characters at all
COMMON_LEADS = {"gb2312": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}  # of the levels in daily use

_Edit = tuple[int, int, str]


class _Bracket(NamedTuple):
    """What a bracket with Latin letters says, wherever it stands."""

    syllable: str  # without its tone; empty where the letters are none
    toned: bool
    opened: bool  # its opening bracket is there; else a mark stands for what was lost
    whole: bool  # both brackets are there
    parts: Sequence[tuple[int, int]]  # what of it is the gloss, for a page number may stand in it


class _Gloss(NamedTuple):
    """A bracket in its place that its neighbours must speak for, or half of one."""

    start: int
    carrier: str  # the character that it speaks of
    bracket: _Bracket


class _Glosses:
    """The glosses of a text: edits of those that are sure, with their carriers, and the others."""

    __slots__ = ("others", "toned", "toned_carriers", "toneless", "toneless_carriers")

    def __init__(self) -> None:
        self.toned: list[_Edit] = []
        self.toned_carriers: list[str] = []
        self.toneless: list[_Edit] = []
        self.toneless_carriers: list[str] = []
        self.others: list[_Gloss] = []


def remove_glosses(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` without its glosses, one edit a gloss (two where a page number stands inside).

    A line break inside a gloss goes with it. Of a gloss whose bracket was lost together
    with the carrier (`?jiǎng)`) the mark stays, for something stood there.

    >>> from planparse.rulebook import default
    >>> str(remove_glosses(TracedText("關(guān)于廳(局(ju)(ju)、委)的客户端(app)"), default()))
    '關于廳(局、委)的客户端(app)'
    """
    whole = text.text
    if not any(bracket in whole for bracket in OPENING + CLOSING):
        return text
    pieces = _pieces(whole, rulebook)
    if len(pieces) == 1:
        return text
    known, plain = _known({*pieces[1::2]}, rulebook)
    carriers = [piece[-1:] for piece in pieces[:-1:2]]
    if len(carriers) >= MANY and len(plain) == len(known) and all(map(_is_ideograph, {*carriers})):
        rule = rulebook.rule("restore.pinyin-gloss")
        return text.without(pieces, rule.id, rule.confidence)
    sure = [
        words in plain and _is_ideograph(carrier)
        for words, carrier in zip(pieces[1::2], carriers, strict=True)
    ]
    edges = list(accumulate(map(len, pieces)))
    found = _find(
        whole, list(zip(edges[:-1:2], edges[1::2], carriers, sure, strict=True)), known, rulebook
    )
    gone: list[_Edit] = []
    for name, edits in _by_rule(found, rulebook):
        rule = rulebook.rule(name)
        text = text.edit(moved(edits, gone) if gone else edits, rule.id, rule.confidence)
        gone = sorted(gone + edits) if gone else edits
    return text


# ---------------------------------------------------------------------- what stands in the text


def _pieces(text: str, rulebook: Rulebook) -> list[str]:
    """The text cut at every bracket that could be a gloss by its letters, each second piece one."""
    pattern = rulebook.derive("restore.gloss-pattern", _pattern)
    pieces = pattern.split(text)  # a third faster than asking each match for its words and its place
    stride = pattern.groups + 1
    if stride > 2:  # a user's own rule may have groups
        pieces = [piece for number, piece in enumerate(pieces) if number % stride < 2]
    return pieces


def _pattern(rulebook: Rulebook) -> Plain:
    """The pattern of the rule, its whole match as its first group."""
    rule = rulebook.rule("restore.pinyin-gloss")
    return rulebook.compile_plain(f"({rule.source})", rule.id)


def _known(brackets: set[str], rulebook: Rulebook) -> tuple[dict[str, _Bracket], set[str]]:
    """What each of these says; and those of the commonest kind, which but a carrier need speak for."""
    common = rulebook.derive("restore.brackets", lambda _: dict[str, _Bracket]())  # seen before
    known, plain = {}, set()
    for words in brackets:
        bracket = common.get(words) or _read(words, rulebook)
        known[words] = bracket
        if bracket.toned and bracket.whole and bracket.syllable and len(bracket.parts) == 1:
            plain.add(words)
            if words[1:-1].isalpha():  # of which there are no more than syllables
                common[words] = bracket
    return known, plain


def _find(
    text: str,
    brackets: Sequence[tuple[int, int, str, bool]],
    known: Mapping[str, _Bracket],
    rulebook: Rulebook,
) -> _Glosses:
    """What each of the `brackets` is by its letters and by what stands before it.

    Of each there is its start and end, the character right before it, and whether it needs no
    more than that to be a gloss. What it says by itself is `known` of its words.
    """
    found = _Glosses()
    toned: list[tuple[_Edit, str]] = []
    carrier, last = "", -1
    for start, end, before, is_sure in brackets:
        if is_sure:
            toned.append(((start, end, ""), before))
            carrier, last = before, end
            continue
        words = text[start:end]
        bracket = known[words]
        syllable, is_toned, opened, whole, parts = bracket
        if not syllable or (not whole and _runs_on(text, end)):
            continue
        if _is_ideograph(before):
            carrier = before
        else:
            at = start if start == last else _behind(text, start, rulebook)
            if at != last:  # else it repeats the gloss before it: 局(ju)(ju)
                carrier = text[at - 1 : at]
            if opened and not _is_han(carrier) and not (is_toned and _is_lost(text, carrier, end)):
                continue
        if is_toned and whole:
            toned += [((start + a, start + b, ""), carrier) for a, b in parts]
        elif not is_toned and whole and len(syllable) > 1 and _reads(carrier, syllable, rulebook):
            for a, b in parts:
                found.toneless.append((start + a, start + b, ""))
                found.toneless_carriers.append(carrier)
        else:
            found.others.append(_Gloss(start, carrier, bracket))
            if not opened and not _reads(carrier, syllable, rulebook):
                carrier = words[0]
        last = end
    found.toned = [edit for edit, _ in toned]
    found.toned_carriers = [carrier for _, carrier in toned]
    return found


def _read(words: str, rulebook: Rulebook) -> _Bracket:
    """What the bracket `words` says."""
    opened, closed = words[0] in OPENING, words[-1] in CLOSING
    page = rulebook.rule("restore.gloss-page-number").pattern.search(words) if "\n" in words else None
    parts = ((0, page.start()), (page.end(), len(words))) if page else ((0, len(words)),)
    inner = "".join([words[a:b] for a, b in parts])[1:-1]
    letters = unicodedata.normalize("NFC", "".join(inner.split()))
    syllable = letters.translate(rulebook.derive("restore.tones", _tones))
    toned = syllable != letters
    syllable = syllable.replace("v", "ü").replace("ê", "e")
    named = rulebook.rule("restore.gloss-syllable").pattern.match(syllable)
    if not named or (len(syllable) == 1 and not (opened and closed)):
        syllable = ""
    return _Bracket(syllable, toned, opened, opened and closed, parts)


def _tones(_: Rulebook) -> dict[int, str]:
    """The letters with a tone, and those beneath it; a tone that no letter has goes alone."""
    table = dict.fromkeys((0x300, 0x301, 0x304, 0x30C), "")
    for letter in "aeiouümnê":
        for tone in "\u0300\u0301\u0304\u030c":
            toned = unicodedata.normalize("NFC", letter + tone)
            if len(toned) == 1:
                table[ord(toned)] = letter
    return table


def _behind(text: str, start: int, rulebook: Rulebook) -> int:
    """Where the words before `start` end: in front of white space and of a page number."""
    head = text[max(0, start - BESIDE) : start]
    bare = head.rstrip()
    if len(bare) < len(head) and bare and not bare[-1].isalnum():
        pages = list(rulebook.rule("restore.gloss-page-number").pattern.finditer(head))
        if pages and not head[pages[-1].end() :].strip():
            bare = head[: pages[-1].start()].rstrip()
    return start - len(head) + len(bare)


def _is_ideograph(carrier: str) -> bool:
    return "\u4e00" <= carrier <= "\u9fff"


def _is_han(carrier: str) -> bool:
    return _is_ideograph(carrier) or bool(regex.match(r"\p{Han}", carrier))


def _is_lost(text: str, carrier: str, end: int) -> bool:
    """Whether a mark stands for the carrier of the gloss that ends at `end`."""
    return bool(carrier) and carrier in LOST and not _runs_on(text, end)


def _runs_on(text: str, end: int) -> bool:
    """Whether Latin letters follow: with them, what is left could be taken for half a gloss."""
    behind = text[end : end + 1]
    return behind < "\u2e80" and (behind.isalpha() or "\u0300" <= behind <= "\u030c")


# ---------------------------------------------------------------------- which of it is a gloss


def _by_rule(found: _Glosses, rulebook: Rulebook) -> Iterator[tuple[str, list[_Edit]]]:
    """The edits of each rule, in the order of the text; what is no gloss is left out."""
    toned, toneless = found.toned, found.toneless
    if not _is_glossed(found):
        toned = _on_common(toned, found.toned_carriers)
        toneless = _on_common(toneless, found.toneless_carriers)
    if toned:
        yield "restore.pinyin-gloss", toned
    if toneless:
        yield "restore.toneless-gloss", toneless
    if not found.others:
        return
    broken = [gloss for gloss in found.others if gloss.bracket.toned]
    doubtful = [gloss for gloss in found.others if not gloss.bracket.toned]
    if broken:
        yield "restore.broken-gloss", _edits(broken, rulebook)
    if doubtful:
        carriers = {*found.toned_carriers, *found.toneless_carriers}
        starts = sorted(start for start, _, _ in toned + toneless)
        glosses = _among(doubtful, starts, carriers, rulebook)
        if glosses:
            yield "restore.doubtful-gloss", _edits(glosses, rulebook)


def _reads(carrier: str, syllable: str, rulebook: Rulebook) -> bool:
    """Whether the syllable is a reading of the carrier, in whatever form that is written."""
    if not carrier:
        return False
    readings = rulebook.derive("restore.readings", _readings)
    if carrier in readings.get(syllable, ""):
        return True
    return syllable[0] in "ln" and carrier in readings.get(syllable.replace("u", "ü"), "")


def _readings(rulebook: Rulebook) -> dict[str, str]:
    """The characters of each syllable."""
    readings: dict[str, str] = {}
    for row in rulebook.rows("readings.csv"):
        readings[row["syllable"]] = readings.get(row["syllable"], "") + row["characters"]
    return readings


def _is_glossed(found: _Glosses) -> bool:
    """Whether a site glossed the text, and not its author a rare character: 睢（suī）县."""
    if len(found.toned) + len(found.toneless) >= MANY:
        return True
    missing = GLOSSED
    for carriers in (found.toned_carriers, found.toneless_carriers):
        for carrier in carriers:
            missing -= _is_common(carrier)
            if not missing:
                return True
    return False


def _on_common(edits: list[_Edit], carriers: list[str]) -> list[_Edit]:
    return [edit for edit, carrier in zip(edits, carriers, strict=True) if _is_common(carrier)]


def _is_common(carrier: str) -> bool:
    """Whether the character is one of daily use, Simplified or Traditional; what is lost may be."""
    for encoding, leads in COMMON_LEADS.items():
        try:
            return carrier.encode(encoding)[0] in leads or carrier in LOST
        except UnicodeEncodeError:
            continue
    return carrier in LOST


def _among(
    doubtful: list[_Gloss], starts: list[int], carriers: set[str], rulebook: Rulebook
) -> list[_Gloss]:
    """Those near enough of sure ones, which begin at `starts` and whose carriers these are."""
    options = rulebook.rule("restore.doubtful-gloss").options
    syllables = rulebook.derive("restore.readings", _readings)
    glosses = []
    for gloss in doubtful:
        syllable, _, opened, _, _ = gloss.bracket
        around = bisect_right(starts, gloss.start + options["near"])
        around -= bisect_left(starts, gloss.start - options["near"])
        # a site glosses a character alike wherever it stands: 智能(ai) is none beside 能(neng)
        new = gloss.carrier not in carriers or not opened
        right = around >= options["fewest_right"] and _reads(gloss.carrier, syllable, rulebook)
        if right or (around >= options["fewest"] and new and syllable in syllables):
            glosses.append(gloss)
    return glosses


# ---------------------------------------------------------------------- what goes


def _edits(glosses: list[_Gloss], rulebook: Rulebook) -> list[_Edit]:
    """The brackets go, and of half a bracket the mark too where its carrier is there after all."""
    edits = []
    for start, carrier, (syllable, _, opened, whole, parts) in glosses:
        first = int(not opened and not _reads(carrier, syllable, rulebook))
        last = int(opened and not whole)
        for a, b in parts:
            edits.append((start + max(a, first), start + min(b, parts[-1][1] - last), ""))
    return edits
