"""Traditional characters: OpenCC's t2s, and the slips that a conversion leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from planparse.diagnostics import Code, Report
from planparse.rulebook import Rule, Rulebook
from planparse.text import TracedText

LAST_OF_BMP = "\uffff"
FEW, PLAINLY = (
    800,
    4,
)  # characters that tell as much where their shares are so many times what they need be
ENOUGH = 8000  # characters, spread over the text, that tell in which form it is written
NOTICE_HEAD = 2000  # characters that tell where a notice was issued


def to_simplified(text: TracedText, rulebook: Rulebook) -> tuple[TracedText, list[Report]]:
    """Simplified text, with a report where the notice was issued in Traditional characters.

    Left alone where only a stray character is Traditional, or where most are Simplified.
    The length stays.

    >>> from planparse.rulebook import default
    >>> text, reports = to_simplified(TracedText("本辦法依第二條之規定訂定之，著重想像"), default())
    >>> str(text), [report.code.value for report in reports]
    ('本办法依第二条之规定订定之，着重想象', ['traditional-document'])
    """
    rule = rulebook.rule("restore.traditional")
    if not _is_traditional(text.text, rule.options["share"]):
        return text, []
    converted = text.substitute(_t2s(text.text, rulebook), rule.id, rule.confidence)
    if converted.text == text.text or converted.changed < rule.options["share"] * len(text):
        return text, []
    for id in ("restore.conversion-slip", "restore.zhe-particle"):
        converted = _mend(converted, rulebook.rule(id))
    return converted, _issued_so(converted.text, rulebook)


def _is_traditional(text: str, share: float) -> bool:
    """Whether at least this share of the text's characters, and most that tell, are Traditional."""
    for characters, times in ((FEW, PLAINLY), (ENOUGH, 1)):
        sample = text[:: 1 + len(text) // characters]
        traditional, simplified = _weigh(sample)
        if traditional >= max(times * share * len(sample), 1) and traditional >= times * simplified:
            return True
    return False


def _weigh(text: str) -> tuple[int, int]:
    """How many characters only a Traditional text has, how many only a Simplified one: roughly.

    Of two standards made for the one and for the other each can write its own alone.
    """
    big5 = text.encode("big5", "ignore").decode("big5", "ignore")
    gb2312 = text.encode("gb2312", "ignore").decode("gb2312", "ignore")
    both = len(big5.encode("gb2312", "ignore").decode("gb2312", "ignore"))
    return len(big5) - both - text.count("—") - text.count("·"), len(gb2312) - both


def _t2s(text: str, rulebook: Rulebook) -> str:
    """OpenCC's t2s, which keeps the length; asserted, for the map of offsets rests on it.

    A character that only exists outside the Basic Multilingual Plane once simplified stays:
    二噁英 is right, and no font has the other.
    """
    import opencc

    converter = rulebook.derive("restore.t2s", lambda _: opencc.OpenCC("t2s"))
    lines = text.split("\n")
    joined: str = converter.convert("".join(lines))  # a word may have been broken by a line end
    ends = [0, *accumulate(map(len, lines))]
    if len(joined) != ends[-1]:
        raise AssertionError("OpenCC t2s changed the length of a text")
    converted = "\n".join([joined[start:end] for start, end in pairwise(ends)])
    if len(converted.encode("utf-16-le", "surrogatepass")) > 2 * len(converted):
        pairs = zip(text, converted, strict=True)
        converted = "".join([old if new > LAST_OF_BMP else new for old, new in pairs])
    return converted


def _mend(text: TracedText, rule: Rule) -> TracedText:
    """What a conversion to Traditional changed and t2s does not bring back: 想像, 座标, 著力.

    The rule's pattern is tried only where one of the characters stands that it replaces,
    of one that is common in the words that the rule names.
    """
    right = dict(zip(rule.options["from"], rule.options["to"], strict=True))
    words = {ch: ch for ch in right} | rule.options.get("common", {})
    places = sorted(at + word.index(ch) for ch, word in words.items() for at in _places(text.text, word))
    if not places:
        return text
    pattern = rule.pattern
    edits = [(at, at + 1, right[text.text[at]]) for at in places if pattern.match(text.text, at)]
    return text.edit(edits, rule.id, rule.confidence)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _issued_so(text: str, rulebook: Rulebook) -> list[Report]:
    """A report where a notice's words are those of Taiwan, Hong Kong or Macau."""
    words = rulebook.rule("restore.traditional-notice").options
    head = text[:NOTICE_HEAD]
    own = sum(map(head.count, words["own"].split()))
    if not own or own <= sum(map(head.count, words["converted"].split())):
        return []
    message = "issued in Traditional characters, it seems; converted to Simplified ones"
    return [Report(Code.TRADITIONAL_DOCUMENT, message)]
