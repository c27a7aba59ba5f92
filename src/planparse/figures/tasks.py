"""Tasks: what is to be done by a time, as the clause behind it says: action and object.

The first verb that stands where a predicate can stand is the action: behind adverbs, behind who acts
and 要 or 应, behind 在… or 对…, or behind 将 with its object. The object of 报送 and the like stands
before them as often as behind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from planparse.figures.clauses import STOPS, split_clauses
from planparse.figures.objects import (
    balanced,
    is_before,
    is_earlier,
    is_open,
    trim_object,
    trim_subject,
)

if TYPE_CHECKING:
    from planparse.figures.verbs import Verbs

_AHEAD = 3  # clauses behind a time in which its task is looked for
_LONGEST = 120  # characters of a clause that are read
_SUBJECT = 60  # characters before a verb in its clause
_ACTOR = 30  # characters before 将
_TAKE = ("将", "把")
_TO = (
    "在",
    "于",
    "与",
    "向",
    "对",
    "从",
    "以",
    "由",
    "就",
    "为",
    "按",
    "面向",
)  # what leads an adverbial
_AND = ("、", "和", "并", "及", "或")
_DONE = ("完毕", "到位", "完成", "就绪", "结束", "成功")  # behind a verb, that it has been done
_OPEN, _CLOSED = ("（", "("), ("）", ")")
_WITHIN = ("中", "内", "上", "下", "时", "间", "里", "方面")  # ends 在…中, 从…上
_COUNTERS = ("个", "家", "项", "种", "名", "所", "批", "类")  # 20个取得进展的园区
_BODIES = ("局", "院", "厅", "委", "卡", "部门", "中心", "机构", "单位", "人员", "期", "费", "证", "网")
# in a clause that has a time of its own
_TIMED = re.compile("[0-9]月(?!报)|[年月日底旬]前|[上下]半年|[一二三四1-4]季度")
_MUST = ("应当", "必须", "要", "须")
_NO_MUST = "主重需必摘概提纲首"  # before 要 or 须 in another word
_STATES = ("情况", "率", "时限", "时间", "进度", "程度", "条件", "标准", "期", "栏", "无")  # 完成情况


class Task(NamedTuple):
    """What is to be done: `action` or `object` is None where the clause names none.

    `start`:`end` are the clause in the text.
    """

    action: str | None
    object: str | None
    start: int
    end: int


class _Predicate(NamedTuple):
    """A clause's verb, what stands behind it, and who or what stands before it."""

    action: str
    thing: str
    actor: str


def read_task(text: str, time: tuple[int, int], sentence: tuple[int, int], verbs: Verbs) -> Task | None:
    """The task of the time at `time` in its sentence; None where no clause says one.

    `sentence` ends where what the time rules ends: at its end, or at the next time.

    >>> from planparse.figures.verbs import load_verbs
    >>> from planparse.rulebook import default
    >>> text = "监管方案要于2015年底前报上一级人民政府备案"
    >>> read_task(text, (6, 13), (0, len(text)), load_verbs(default()))[:2]
    ('报', '监管方案')
    """
    before = text[max(sentence[0], time[0] - _LONGEST) : time[0]]
    return _Reader(verbs).read(text, time[1], sentence[1], before)


class _Reader:
    """Reads the clauses behind a time."""

    def __init__(self, verbs: Verbs) -> None:
        self.words = verbs

    def read(self, text: str, start: int, end: int, before: str) -> Task | None:
        at = max(before.rfind(word) for word in _TAKE)
        earlier = self._bare_end(before[at + 1 :]) if at >= 0 else ""  # what 将 took before the time
        before = before[:at] if at >= 0 else before
        taken = ""  # what 将 took in a clause behind it, whose verb is still to come
        for a, b in split_clauses(text, start, end)[:_AHEAD]:
            words = balanced(text[a:b])[:_LONGEST]
            if not words:
                continue
            if words.endswith("的"):
                return None  # a condition: 当年缴纳确有困难的
            found = self._predicate(words)
            if found is None:
                if words.startswith(_TAKE):
                    taken = taken or words[1:]
                    continue
                if self._is_aside(words) or is_earlier(words):
                    continue
                return Task(None, words, a, b) if len(words) > 3 else None
            return self._task(found, taken or ("" if "将" in words else earlier), before, (a, b))
        return None

    def _is_aside(self, words: str) -> bool:
        """Whether a clause without a predicate only says on what, with whom or to whom."""
        return self._bare_start(words).startswith(_TO) or any(
            word in words for word in self.words.by.all
        )

    def _task(self, found: _Predicate, taken: str, before: str, clause: tuple[int, int]) -> Task:
        action, thing, actor = found
        actor = trim_subject(actor)
        if thing in _DONE:
            action, thing = action + thing, ""
        thing = trim_object(thing, self.words.often, self._acts)
        if action in self.words.cause.all:
            action, thing = self._caused(action, thing)
        if thing[:1] in _OPEN and thing[-1:] in _CLOSED:  # 下达（除特殊项目外）
            thing = ""
        reports = self.words.report.ends(action) or self.words.report.starts(action)
        if taken and (reports or not thing):
            thing = taken
        elif not thing or (reports and self._is_recipient(thing)):
            thing = actor or self._named_before(before) or thing
        return Task(action, thing or None, *clause)

    def _caused(self, action: str, thing: str) -> tuple[str, str]:
        """What others are made to do: 完成 of 组织三级医院完成术语转换."""
        for at in range(2, min(len(thing), _ACTOR)):
            verb = self.words.plain.starts(thing[at:])
            if verb and thing[:at].endswith(self.words.actors) and not is_open(thing[:at]):
                rest = thing[at + len(verb) :]
                return (verb, rest) if rest and not self._is_noun(rest, verb) else (action, thing)
        return action, thing

    def _acts(self, words: str) -> bool:
        """Whether words begin with a verb, or with to whom or how something is done."""
        rest = self._bare_start(words)
        return bool(self.words.verbs.starts(rest)) or rest.startswith(_TO)

    # ------------------------------------------------------------------ a clause

    def _predicate(self, words: str) -> _Predicate | None:
        """The verb of a clause that is its predicate, or None."""
        verbs = self.words.verbs
        rest = self._bare_start(words)
        if rest.startswith(_TAKE) and (found := self._taking(rest[1:])):
            return found
        if is_earlier(rest) or (rest.startswith(("在", "从", "于")) and rest.endswith(_WITHIN)):
            return None  # 工作完成后, 在技术改造等项目中
        if (verb := verbs.starts(rest)) and not self._is_noun(rest[len(verb) :], verb, first=True):
            behind = rest[len(verb) :]
            if not is_before(behind):
                governed = self._governed(rest, len(verb)) or self._qualified(rest, verb)
                return governed or self._joined(verb, behind, "")
            later = behind.lstrip("之以")[1:]
            return self._predicate(later) if later.strip(STOPS) else None
        if rest.startswith("以") and "为" in rest:  # 以提升质量为统领
            rest = "以" + rest[rest.rindex("为") :]
        at = rest.find("对")
        if at > 0 and self.words.by.starts(rest) and (found := self._light(rest[at:])):
            return found  # 通过自查、抽查等方式对各地开展检查
        at = rest.find("将")
        taken = 0 < at <= _ACTOR and not rest.startswith("将来", at)
        if taken and (found := self._taking(rest[at + 1 :])):
            return found
        if rest.startswith(("对", "就")):
            return self._light(rest)
        for at in range(1, min(len(rest), _SUBJECT)):
            verb = verbs.starts(rest[at:])
            if verb and self._may_act(rest[:at].rstrip(STOPS), rest[at + len(verb) :], verb):
                return self._joined(verb, rest[at + len(verb) :], self._bare_end(rest[:at]))
        return None

    def _governed(self, words: str, start: int) -> _Predicate | None:
        """The verb behind 要 or 应当 of a clause that only begins with one: 自查情况要形成报告."""
        for must in _MUST:
            at = words.find(must, start)
            if at > 0 and words[at - 1] not in _NO_MUST and not is_open(words[:at]):
                rest = self._bare_start(words[at + len(must) :])
                if verb := self.words.verbs.starts(rest):
                    return self._joined(verb, rest[len(verb) :], self._bare_end(words[:at]))
        return None

    def _qualified(self, words: str, first: str) -> _Predicate | None:
        """The verb that ends a clause whose first one stands before 的: 覆盖城乡的网络全面建成."""
        at = words.rfind("的", len(first) + 2)
        if at < 0 or first in self.words.firm.all or is_open(words[:at]):
            return None
        verb = self.words.verbs.ends(words)
        subject = self._bare_end(words[: -len(verb)]) if len(verb) > 1 else ""
        led = len(subject) < len(words) - len(verb)
        return _Predicate(verb, "", subject) if led and len(subject) > at + 2 else None

    def _light(self, rest: str) -> _Predicate | None:
        """对 X 开展 Y, 就 X 进行 Y: the verb behind all that it is done to."""
        for at in range(2, min(len(rest), _LONGEST)):
            verb = self.words.light.starts(rest[at:])
            if verb and not is_open(rest[:at]) and rest[at + len(verb) :].strip(STOPS):
                return _Predicate(verb, rest[at + len(verb) :].strip(STOPS), "")
        return None

    def _may_act(self, ahead: str, behind: str, verb: str) -> bool:
        """Whether a verb inside a clause is its predicate, not a part of a noun."""
        if ahead.endswith("的") or self._is_noun(behind, verb) or is_open(ahead):
            return False
        if is_before(behind):
            return False
        if self.words.modals.ends(ahead) or self.words.adverbs.ends(ahead):
            return True
        if self.words.light.starts(verb) == verb and len(behind) > 1:
            return True
        if not behind.strip(STOPS):
            return True
        if verb in self.words.plain.all and behind[0] not in _AND:
            return ahead[-1:] not in _COUNTERS and not behind.startswith(_STATES)
        if len(verb) < 2 or behind.startswith(_BODIES):
            return False  # 在市住房城乡建设局网站公示
        return ahead.endswith(self.words.actors) or ahead.startswith(_TO)

    def _is_noun(self, behind: str, verb: str, *, first: bool = False) -> bool:
        """Whether a verb is only the first part of a noun: 建设标准, 评估工作.

        Where it is the `first` word of its clause, 调整清单 is a verb with its object.
        """
        if behind.startswith(("改革委", "改革部门", "改革局")):
            return True  # 发展改革委
        if behind.startswith("的") or verb in self.words.firm.all:
            return behind.startswith("的")
        more = self.words.verbs.starts(behind[1:]) if behind[:1] in _AND else ""
        if more and behind[1 + len(more) :].startswith("的"):  # 制定或修改的项目
            return True
        for actor in self.words.actors if first else ():
            if behind.startswith(actor) and self.words.modals.starts(behind[len(actor) :]):
                return True  # 承办单位应当进行总结
        rest = behind
        nouns = self.words.nouns if first else self.words.nouns + self.words.things
        while noun := next((noun for noun in nouns if rest.startswith(noun)), ""):
            rest = rest[len(noun) :]
        return rest != behind and not rest.strip(STOPS)

    def _taking(self, words: str) -> _Predicate | None:
        """将 X 报送 Y: the verb behind the object, one of reporting first."""
        verbs = self.words
        best: _Predicate | None = None
        for at in range(2, min(len(words), _LONGEST)):
            verb = verbs.verbs.starts(words[at:])
            behind = words[at + len(verb) :]
            if not verb or (len(verb) == 1 and verb not in "报送") or is_open(words[:at]):
                continue
            reports = bool(verbs.report.starts(verb))
            if not reports and behind.startswith(("对象", *_BODIES)):
                continue
            if behind.startswith(("的", "和", "、")) or verbs.report.starts(behind):
                continue
            if not reports and behind.startswith(verbs.nouns + verbs.things):
                continue
            found = _Predicate(verb, self._bare_end(words[:at]), "")
            if reports:
                return found
            best = best or found
        return best

    def _joined(self, verb: str, rest: str, actor: str) -> _Predicate:
        """A verb with those that follow on it at once (制定出台, 清理、废除), and what it is done to."""
        action = verb
        for _ in range(2):
            joint = rest[:1] if rest[:1] in _AND else ""
            firm = verb in self.words.firm.all and not joint and verb != "组织"
            source = self.words.second if firm else self.words.verbs
            more = source.starts(rest[len(joint) :])
            after = rest[len(joint) + len(more) :]
            if verb == "组织" and not after.strip(STOPS):
                break  # 组织验收
            if len(more) < 2 or not (after.strip(STOPS) or actor or joint or action != verb):
                break
            if after.startswith(("的", *self.words.nouns, *self.words.things)):
                break
            action, rest = action + joint + more, after
        if rest[:1] in ("了", "出", "好") and len(rest) > 2:
            rest = rest[1:]
        rest = balanced(rest)
        return _Predicate(action, rest, actor)

    # ------------------------------------------------------------------ what only leads or follows

    def _bare_start(self, words: str) -> str:
        """A clause without the adverbs and modal words that lead it."""
        while True:
            words = words.lstrip(STOPS)
            word = self.words.adverbs.starts(words)
            modal = self.words.modals.starts(words)
            word = word if len(word) >= len(modal) else modal
            verb = self.words.verbs.starts(words)
            if not word or len(verb) > len(word):
                return words
            rest = words[len(word) :].lstrip(STOPS)
            if verb == word and not self.words.verbs.starts(rest):
                return words
            if word == "将" and not self._is_future(rest):
                return words
            words = rest

    def _is_future(self, rest: str) -> bool:
        """Whether 将 before `rest` only says that something will be, and takes no object."""
        words = self.words
        found = self._taking(rest)
        if found is not None and words.report.starts(found.action):
            return False
        return any(known.starts(rest) for known in (words.verbs, words.adverbs, words.by))

    def _bare_end(self, words: str) -> str:
        """Words without the adverbs and modal words that end them."""
        words = words.strip(STOPS)
        while word := self.words.adverbs.ends(words) or self.words.modals.ends(words):
            words = words[: -len(word)].rstrip(STOPS)
        return words

    def _named_before(self, before: str) -> str:
        """What the words before a time name: 监管网格划分方案要于, 形成书面评估报告，于."""
        words = self._bare_end(before)
        for a, b in reversed(split_clauses(words, 0, len(words))):
            if timed := _TIMED.search(words, a, b):  # another task of the same thing, perhaps
                thing = trim_subject(self._bare_end(words[a : timed.start()].rstrip("0123456789年月")))
                if len(thing) > 1:
                    return thing
                continue
            rest = self._bare_start(words[a:b].strip(STOPS))
            found = self._predicate(rest)
            thing = "" if found is None or found.thing.startswith(self.words.things) else found.thing
            if len(thing) < 2 and not self.words.by.starts(rest):
                thing = trim_subject(rest)
            if len(thing) > 1 and not is_open(thing):
                return trim_object(thing, self.words.often, self._acts)
        return ""

    def _is_recipient(self, thing: str) -> bool:
        """Whether what stands behind a verb of reporting is to whom, not what."""
        return thing.startswith(("至", "到", "给", "我", "上级", "上一级")) or thing.endswith(
            self.words.to_whom
        )
