"""Tokens around a quantity, read from the number outwards: bound, verb, adverb, action.

The words of each class come from a `Lexicon`; what stands before them stays as plain words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.figures.clauses import SPACE
from planparse.figures.nouns import is_for, is_noun
from planparse.figures.phrases import LONGEST, strip_lead
from planparse.numbers import scaled

if TYPE_CHECKING:
    from planparse.figures.clauses import Lexicon
    from planparse.figures.quantities import Quantity

_JOINTS = ("、", "和", "及", "与", "以及", "，", ",", "或", "、和")
_COUNTABLE = ("count", "person", "measure", "money")
_EACH = ("人", "户", "生", "地", "亩", "车")
_WITHIN = ("内部", "内外", "内涵", "内容", "内陆", "内地", "内的")


class Left:
    """What ends the words before a number, and the `rest` of them.

    `verbs` are letters (V reach, I rise, D fall, H hold, C cap), `bound` a comparator,
    `action` an action word that takes what stands behind the number (培育10个平台).
    """

    __slots__ = ("action", "bound", "rest", "verbs")

    def __init__(self) -> None:
        self.rest = ""
        self.verbs = ""
        self.bound = ""
        self.action = ""

    @property
    def changes(self) -> bool:
        """Whether a verb of rising or falling is among them."""
        return "I" in self.verbs or "D" in self.verbs


def read_left(ahead: str, quantity: Quantity, behind: str, lexicon: Lexicon) -> Left:
    """The tokens that end `ahead`, the words before `quantity`; `behind` are those behind it."""
    left = Left()
    bounds, signs = lexicon.before
    verbs, letters = lexicon.verbs
    countable = quantity.kind in _COUNTABLE or (quantity.unit is None and quantity.scale > 1.0)
    noun = is_noun(behind) or behind.startswith("的")
    rest = ahead.rstrip(SPACE)
    while rest and not left.action:
        limit = "" if left.bound or left.verbs else bounds.ends(rest)
        verb = verbs.ends(rest)
        action = ""
        if noun and not left.verbs and (countable or left.bound):
            action = _action(rest, quantity, left, lexicon)
        adverb = lexicon.tail.ends(rest)
        if (adverb == "均" and rest[-2:-1] in _EACH) or (adverb == "计划" and left.bound):
            adverb = ""  # 人均, 预留计划: nouns
        longest = max(len(limit), len(verb), len(action), len(adverb))
        if longest == 0:
            break
        shorter = rest[:-longest]
        if len(limit) == longest:
            left.bound = signs[limit]
        elif len(action) == longest and (len(verb) < longest or _acts(verb, shorter, lexicon)):
            left.action = action
        elif len(verb) == longest and (longest > 1 or _is_verb(verb, shorter, quantity)):
            left.verbs = letters[verb] + left.verbs
        elif len(adverb) != longest:
            break
        rest = shorter.rstrip(SPACE)
    while left.action and (more := lexicon.build.ends(rest)):
        left.action = more + left.action
        rest = rest[: -len(more)].rstrip("、或和并及" + SPACE)
    if not left.verbs and not left.action and rest[-1:] in ("至", "到"):
        opened = strip_lead(rest, lexicon)
        verb = verbs.starts(opened)
        if verb and letters[verb] in "ID":  # 降低时延至20毫秒
            left.verbs, rest = "V", opened[len(verb) : -1]
    left.rest = rest
    return left


def _action(rest: str, quantity: Quantity, left: Left, lexicon: Lexicon) -> str:
    """The action or the preposition that ends `rest` and takes the noun behind the number."""
    if rest.endswith("年产"):
        return "年产"
    if quantity.kind in ("person", "count") and not left.bound and is_for(rest):
        return rest[-1]
    action = lexicon.build.ends(rest)
    if not action and rest[-1] in "出了成":
        action = lexicon.build.ends(rest[:-1])
        return action + rest[-1] if action else ""
    return action


def _acts(verb: str, shorter: str, lexicon: Lexicon) -> bool:
    """Whether a word that is a verb and an action (提升, 完成) is an action here."""
    return (
        verb in ("增加", "减少")
        or lexicon.verbs[1][verb] == "V"
        or bool(lexicon.build.ends(shorter))
        or not strip_lead(shorter, lexicon)
    )


def _is_verb(verb: str, shorter: str, quantity: Quantity) -> bool:
    """Whether a verb of one character is one here: 为 and 降 are parts of many words."""
    before = shorter.rstrip(SPACE)
    if verb == "达":
        return not before.endswith(("发", "到", "表", "直", "雷", "下", "传", "送", "转", "抵"))
    if verb == "为":
        return quantity.kind in ("share", "") or before.endswith(("总数", "规模", "标准", "目标"))
    return quantity.kind == "share" and bool(before)


def bound_behind(text: str, quantity: Quantity, lexicon: Lexicon) -> tuple[str, int]:
    """The comparator behind a quantity (以上, 左右) and where its word ends; a bracket is passed over.

    ("", the quantity's end) where none stands there.
    """
    at = quantity.end
    words, signs = lexicon.after
    if text[at : at + 1] in (" ", "\u3000"):
        at += 1
    word = words.starts(text[at : at + 5])
    if not word and text[at : at + 1] in ("（", "("):
        close = next((i for i in range(at, min(at + LONGEST, len(text))) if text[i] in "）)"), -1)
        if close < 0:
            return "", quantity.end
        word = words.starts(text[close + 1 : close + 6])
        if not word and text[close + 1 : close + 2] != "的":
            return "", quantity.end
        at = close + 1
        return (signs[word] if word else "", at + len(word))
    if not word or text[at : at + 2] in _WITHIN:
        return "", quantity.end
    return signs[word], at + len(word)


def find_chain(text: str, members: list[Quantity], index: int, lexicon: Lexicon) -> list[Quantity]:
    """The quantities from `index` on that only 、 or 和 part; a later unit serves all of them."""
    chain = [members[index]]
    for following in members[index + 1 :]:
        last = chain[-1]
        gap = text[bound_behind(text, last, lexicon)[1] : following.start].strip(SPACE)
        if gap not in _JOINTS or (gap in ("，", ",") and last.unit is not None):
            break
        chain.append(following)
    unit = next((quantity for quantity in reversed(chain) if quantity.unit is not None), None)
    for quantity in chain:
        if unit is not None and quantity.unit is None:
            quantity.unit, quantity.kind = unit.unit, unit.kind
            if quantity.scale == 1.0 and unit.scale > 1.0 and quantity.value < 10000:
                quantity.value = scaled(quantity.value, unit.scale)
    return chain
