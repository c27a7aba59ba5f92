"""Objects: the noun phrase that a task acts on, cut out of the words of its clause.

`trim_object` takes the words behind a verb, `trim_subject` those before one (网站 of 网站开通上线). What
only says how often, by whom, from where, or what is done next is no part of either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planparse.figures.clauses import STOPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from planparse.rulebook import Rule

_NO_NEXT = ("合", "兼", "吞", "一", "归", "火")  # before 并 in a word of its own
_NO_VERB = ("轨", "网", "购", "发", "联", "行", "列", "案", "重", "存")  # behind it
_LEADING = ("由", "从", "在", "按", "以", "于", "自", "向", "经", "当")  # begin no noun phrase
_FIRM = ("以上", "以下", "自然", "自主", "自动", "经济", "经营", "经费", "当地", "从业", "按揭")
_NO_BY = ("自", "理", "缘", "事", "案", "来")  # before 由 in a noun
_AFTER = ("后", "之后", "以后", "时")  # behind a verb, that its clause is not yet the task
_HOURS = ("小时", "学时", "课时", "工时", "同时", "及时", "按时", "临时", "实时")
_NO_AFTER = ("后勤", "后续", "后备", "后台", "后期", "时代", "时间", "时空", "时尚", "时效")
_PAIRS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"), ("〔", "〕"))
_SHORTEST = 2
_ASIDE = re.compile("[（(](?:以下|简称|见?附件)[^（）()]*[）)]$")  # how it is called, where it is found


def trim_object(words: str, often: Rule, acts: Callable[[str], bool]) -> str:
    """The object in the words behind a verb, empty where they only say how often: 每年监测一次.

    It ends before 并 with what is done next; `acts` tells whether words begin with a verb. `often` is
    the rule of counts of times.

    >>> from planparse.rulebook import default
    >>> often = default().rule("milestones.how-often")
    >>> trim_object("推荐名录库并向社会公布", often, lambda words: words == "向社会公布")
    '推荐名录库'
    >>> trim_object("示范宣讲不少于4次", often, lambda words: False)
    '示范宣讲'
    """
    at = words.find("并", _SHORTEST)
    while at > 0:
        rest = words[at + 1 :]
        if words[at - 1] not in _NO_NEXT and not rest.startswith(_NO_VERB) and acts(rest):
            words = words[:at]
            break
        at = words.find("并", at + 1)
    at = words.find("作为", _SHORTEST)
    words = _ASIDE.sub("", words[:at] if at > 0 else words)
    match = often.pattern.search(words)
    return (words[: match.start()] if match else words).strip(STOPS)


def trim_subject(words: str) -> str:
    """Who or what a verb behind `words` is said of, without by whom and from where.

    >>> trim_subject("个人缴费由医保机构分别从基金中"), trim_subject("从其缴纳的医保费中")
    ('个人缴费', '')
    """
    for sign in ("由", "从", "应当", "必须"):
        at = words.find(sign, _SHORTEST)
        if at > 0 and words[at - 1] not in _NO_BY and not words.startswith(("由于", "从事"), at):
            words = words[:at].rstrip(STOPS)
    words = words.removeprefix("对").removeprefix("其").rstrip("在").rstrip("要应须需")
    if (words.startswith(_LEADING) and not words.startswith(_FIRM)) or words.endswith(
        ("后", "时", "起")
    ):
        return ""
    return words


def is_before(behind: str) -> bool:
    """Whether a verb with these words behind it is done before the task is: 汇总后申报."""
    return behind.startswith(_AFTER) and not behind.startswith(_NO_AFTER)


def is_earlier(words: str) -> bool:
    """Whether a clause only says after what or when: 工作完成后."""
    return words.endswith(_AFTER) and not words.endswith(_HOURS)


def is_open(words: str) -> bool:
    """Whether a bracket or a quotation mark opens in the words and does not close."""
    return any(words.count(pair[0]) > words.count(pair[1]) for pair in _PAIRS)


def balanced(words: str) -> str:
    """Words without marks around them, and without a bracket that only closes at their end."""
    words = words.strip(STOPS)
    for opening, closing in _PAIRS:
        while words.endswith(closing) and words.count(opening) < words.count(closing):
            words = words[:-1].rstrip(STOPS)
    return words
