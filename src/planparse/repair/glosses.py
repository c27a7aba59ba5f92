"""Glosses: readings that mirror sites put in brackets behind characters: 關(guān)于, 社會(huì )."""

from __future__ import annotations

from planparse.repair.replacing import replace
from planparse.rulebook import Rulebook
from planparse.text import TracedText


def remove_glosses(text: TracedText, rulebook: Rulebook) -> TracedText:
    """`text` without its glosses."""
    if "(" in text.text or "（" in text.text:
        return replace(text, rulebook.rule("restore.pinyin-gloss"), "")
    return text
