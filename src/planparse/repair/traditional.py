"""Traditional characters: OpenCC's t2s, and the slips that a conversion leaves behind."""

from __future__ import annotations

from planparse.repair.replacing import replace
from planparse.rulebook import Rulebook
from planparse.text import TracedText


def to_simplified(text: TracedText, rulebook: Rulebook) -> TracedText:
    """Simplified text; left alone where only a stray character of it is Traditional."""
    rule = rulebook.rule("restore.traditional")
    simplified = _t2s(text.text, rulebook)
    if simplified == text.text:
        return text
    converted = text.substitute(simplified, rule.id, rule.confidence)
    if converted.changed < rule.options["share"] * len(text):
        return text
    text = converted
    if "著" in text.text:
        text = replace(text, rulebook.rule("restore.zhe-particle"), "着")
    return text


def _t2s(text: str, rulebook: Rulebook) -> str:
    """OpenCC's t2s, which keeps the length; asserted, for the map of offsets rests on it."""
    import opencc

    converter = rulebook.derive("restore.t2s", lambda _: opencc.OpenCC("t2s"))
    converted: str = converter.convert(text)
    if len(converted) != len(text):
        raise AssertionError("OpenCC t2s changed the length of a text")
    return converted
