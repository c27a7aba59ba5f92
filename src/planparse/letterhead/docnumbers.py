"""发文字号: where a document's own number stands in its head, and how it is written.

A number that is only cited (根据…（国发〔2018〕11号）精神) is no match. Offsets count into the
text that is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from planparse.letterhead.signatories import Lexicon
from planparse.rulebook import Rule, Rulebook

_CITING = ("（", "(", "《", "》", "〈", "〉", "“", "根据", "按照", "依据", "落实")
_CITED = ("》", "”", "文件", "文精", "精神", "要求", "规定", "印发", "废止", "同时")
_BEHIND_BRACKET = (
    "的",
    "精神",
    "要求",
    "规定",
    "文件",
    "，",
    "、",
    "和",
    "及",
    "同时",
    "等",
    "废止",
    "印发",
)


def find_numbers(
    text: str, start: int, end: int, rulebook: Rulebook, lexicon: Lexicon
) -> Iterator[tuple[int, int, Rule]]:
    """The spans of the numbers in `text[start:end]` that nothing cites, by rule."""
    for rule in rulebook.group("metadata.number"):
        if not rule.may_see(text, start, end):
            continue
        for match in rule.pattern.finditer(text, start, end):
            begin, stop = match.span(1)
            if "code" in match.groupdict():
                begin = _code_start(text, begin, stop, rulebook, lexicon)
            line = text[max(text.rfind("\n", start, begin) + 1, start) : begin].strip(" \t\u3000")
            if line.endswith(("（", "(")) and not text.startswith(_BEHIND_BRACKET, match.end() + 1):
                # a number in brackets alone, or behind a title, is the document's
                title = line[:-1].rstrip().endswith(rulebook.words("metadata.genres"))
                line = "" if title or len(line) == 1 else line
            if not line.endswith(_CITING) and not text.startswith(_CITED, match.end()):
                yield begin, match.end(), rule


def format_number(text: str) -> str:
    """The number with 〔〕 around its year, digits in ASCII, no white space.

    >>> format_number("冀科财字(1993) 016号"), format_number("冀政﹝２０１５﹞16号")
    ('冀科财字〔1993〕016号', '冀政〔2015〕16号')
    """
    value = "".join([normalize("NFKC", c) if c.isdigit() else c for c in text if not c.isspace()])
    if "〔" not in value:
        for opening, closing in ("[]", "【】", "﹝﹞", "〈〉", "［］", "（）", "()"):
            if opening in value:
                return value.replace(opening, "〔", 1).replace(closing, "〕", 1)
    return value


def _code_start(text: str, start: int, end: int, rulebook: Rulebook, lexicon: Lexicon) -> int:
    """Where the number's letters begin when a title or a red head runs into them."""
    if text.startswith("的函", max(start - 1, 0)) and text[start] == "函":
        return start + 1
    code = text[start:end]
    match = rulebook.rule("metadata.code-start").pattern.match(code)
    if match is not None:
        return start + match.end()
    if len(code) > 10:
        ends = [n for n in lexicon.ends(code) if 1 < len(code) - n < 9]
        return start + min(ends, default=0)
    return start
