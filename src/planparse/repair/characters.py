"""Characters: single ones that a decoder, a font or a web page put in the place of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from unicodedata import normalize

import regex

from planparse.diagnostics import Code, Report
from planparse.repair.replacing import replace
from planparse.rulebook import Rule, Rulebook
from planparse.text import TracedText

FEW = 100  # question marks beside which alone the signs of a lost blank are looked for
BLANKS_OF_A_YEAR = 3  # 2 0 0 5年
NESTED = 8  # times that an entity may hide another, or an invisible character split one


def mend_characters(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` without entities, radicals, invisible characters and halves of surrogate pairs.

    Full-width letters and digits stay as they are.

    >>> from planparse.rulebook import default
    >>> text = mend_characters(TracedText("⾰命&lt;⽂物&gt;\u200b"), default())
    >>> str(text), list(text.counts())
    ('革命<文物>', ['restore.entity', 'restore.invisible', 'restore.radical'])
    """
    for _ in range(NESTED):
        before = text
        text = _without_odd(text, rulebook)
        if text is before:
            break
    return text


def mend_blanks(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` with U+3000 for the question marks that stand where a blank was lost.

    >>> from planparse.rulebook import default
    >>> str(mend_blanks(TracedText("摘? 要"), default()))
    '摘\u3000 要'
    """
    marks = text.text.count("?")
    if not marks:
        return text
    near = text.text if marks > FEW else "\n".join(_around(text.text))
    for rule in rulebook.group("restore.blanks"):
        if rule.may_see(near):
            text = _with_blanks(text, rule)
    return text


def _around(text: str) -> Iterator[str]:
    """The question marks of a text, each with the characters beside it."""
    at = text.find("?")
    while at >= 0:
        yield text[max(at - 1, 0) : at + 2]
        at = text.find("?", at + 1)


def widen_blanks(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` with U+3000 for pairs of spaces, where a site made every full-width mark half-width.

    The marks stay as they are: they mean the same.

    >>> from planparse.rulebook import default
    >>> str(widen_blanks(TracedText("省教育厅:  现将方案印发,请执行,(附后)"), default()))
    '省教育厅:\u3000\u3000现将方案印发,请执行,(附后)'
    """
    rule = rulebook.rule("restore.half-width-blank")
    whole = text.text
    if "  " not in whole or any(mark in whole for mark in rule.options["full"]):
        return text
    if sum(map(whole.count, rule.options["half"])) < rule.options["fewest"]:
        return text
    edits = [(*found.span(), "\u3000" * len(found[0])) for found in rule.pattern.finditer(whole)]
    return text.edit(edits, rule.id, rule.confidence)


def join_digits(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` without the blanks inside numbers, where its years show that it sets digits apart.

    >>> from planparse.rulebook import default
    >>> str(join_digits(TracedText("2 0 0 5年比2 0 0 0年增长6 .5 %，1 9 9 5年为8 %"), default()))
    '2005年比2000年增长6.5 %，1995年为8 %'
    """
    rule = rulebook.rule("restore.spaced-digits")
    years = rule.options["years"]
    if text.text.count(" ") < BLANKS_OF_A_YEAR * years:
        return text
    found = rulebook.rule("restore.spaced-year").pattern.finditer(text.text)
    if len(list(islice(found, years))) < years:
        return text
    return replace(text, rule, "")


def _without_odd(text: TracedText, rulebook: Rulebook) -> TracedText:
    if "&" in text.text:
        text = _without_entities(text, rulebook)
    if rulebook.derive("restore.odd", _odd).search(text.text):
        text = _without_surrogates(text, rulebook)
        text = replace(text, rulebook.rule("restore.invisible"), "")
        text = _without_radicals(text, rulebook)
        text = replace(text, rulebook.rule("restore.private-blank"), "\u3000")
    return text


def _odd(rulebook: Rulebook) -> re.Pattern[str]:
    # of a class of characters alone: `re` looks for it four times faster than `regex`
    return re.compile(rulebook.rule("restore.odd-character").source)


def report_private_use(text: str, rulebook: Rulebook) -> list[Report]:
    """One report for each private-use character of the restored `text`, at the first place of it."""
    counts: dict[str, list[int]] = {}
    for found in rulebook.rule("restore.private-use").pattern.finditer(text):
        counts.setdefault(found[0], []).append(found.start())
    return [
        Report(Code.PRIVATE_USE_CHARACTER, f"{len(places)} × U+{ord(ch):04X}", places[0], places[0] + 1)
        for ch, places in counts.items()
    ]


def _without_entities(text: TracedText, rulebook: Rulebook) -> TracedText:
    rule = rulebook.rule("restore.entity")
    named = dict(pair.split("=", 1) for pair in rule.options["named"].split(" "))
    edits = []
    for found in rule.pattern.finditer(text.text):
        character = named[found["name"]] if found["name"] else _numbered(found)
        if character:
            edits.append((*found.span(), character))
    return text.edit(edits, rule.id, rule.confidence)


def _numbered(found: regex.Match[str]) -> str | None:
    """The character of a numeric entity; None of one that is none, or that could make another entity."""
    value = int(found["decimal"] or found["hex"], 10 if found["decimal"] else 16)
    if value < 0x20 or 0x7F <= value < 0xA0 or 0xD800 <= value < 0xE000 or value > 0x10FFFF:
        return None
    character = chr(value)
    return None if character in "&#;?" or (character.isascii() and character.isalnum()) else character


def _without_surrogates(text: TracedText, rulebook: Rulebook) -> TracedText:
    rule = rulebook.rule("restore.lone-surrogate")
    halves = regex.finditer(r"[\ud800-\udfff]", text.text)
    return text.edit([(*half.span(), rule.options["replacement"]) for half in halves], rule.id)


def _without_radicals(text: TracedText, rulebook: Rulebook) -> TracedText:
    rule = rulebook.rule("restore.radical")
    table = dict(zip(rule.options["from"], rule.options["to"], strict=True))
    edits = []
    for found in rule.pattern.finditer(text.text):
        character = table.get(found[0]) or normalize("NFKC", found[0])
        if character != found[0]:
            edits.append((*found.span(), character))
    return text.edit(edits, rule.id, rule.confidence)


def _with_blanks(text: TracedText, rule: Rule) -> TracedText:
    matches = list(rule.pattern.finditer(text.text))
    if len(matches) < rule.options.get("fewest", 1):
        return text
    edits = [
        (at, at + 1, "\u3000")
        for found in matches
        for at in range(*found.span())
        if text.text[at] == "?"
    ]
    return text.edit(edits, rule.id, rule.confidence)
