"""Rosters: one list of responsible bodies, read from its words into members with roles.

A roster is a run of tiers. A tier is names that share a label before them (牵头单位：) or a
closing phrase behind them (牵头, 按职责分工负责); 、 separates names, ， and ； separate tiers or
names, and a clause may be no names at all but a date or a note on the list.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from planparse.bodies.brackets import CLOSING, COVER, cover
from planparse.bodies.names import Names, Span, strip_marks, trim
from planparse.rulebook import Rule, Rulebook

_CLAUSE = "[^，,；;。]+"
_LINE = r"[^，,；;。\r\n]+"
_LABEL = r"[^：:、，]{1,14}[：:]|[^：:、，\s]{2,6}(?:单位|部门)(?:[ \u3000]+|[为是])"
_BLANK_BEFORE_LABEL = r"\s(?=[^\s，,；;。、：:]{2,8}[：:])"
_GIVER = "(?:并|主要|统一|具体|可|均|需|须|应)?[由请]"  # 由省教育厅牵头
_TOGETHER = "会同(?!县)"  # 会同县 is a county
_PHRASES = 1024  # closing phrases that are kept
_JOINED = "以及|及|和|、"


class Member:
    """One name of a roster: offsets into the text, and its role so far (None: by its tier).

    `role_from` is the division of the clause elsewhere that gave it the role.
    """

    __slots__ = ("end", "marked", "role", "role_from", "start")

    def __init__(self, start: int, end: int, role: str | None, marked: bool) -> None:
        self.start = start
        self.end = end
        self.role = role
        self.role_from: str | None = None
        self.marked = marked


class Roster:
    """What one list says: its members in order, and how sure it is that it is a list.

    `rule` is the rule that made it one, None where nothing did; `led` tells that a member
    leads by the list's own words, `first_leads` that a note in it makes the first one lead.
    `prose` counts names that hold words of sentences, `unsound` others that do not end as
    bodies do; `other` tells of clauses whose label names no bodies. `tier` is for reading, as
    is `heads`: how many of its members stand in the clause that opens the list or follows a
    label, None before that clause is read.
    """

    __slots__ = (
        "closed", "deadline", "first_leads", "heads", "labelled", "led", "members", "open_ended",
        "other", "phrase", "prose", "rule", "tier", "unsound",
    )  # fmt: skip

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.tier: list[Member] = []
        self.heads: int | None = None
        self.open_ended = False
        self.phrase: str | None = None
        self.deadline: str | None = None
        self.rule: Rule | None = None
        self.labelled = False
        self.closed = False
        self.led = False
        self.first_leads = False
        self.prose = 0
        self.unsound = 0
        self.other = False

    @property
    def sound(self) -> bool:
        """Whether the names look like bodies, all but a few whose endings are not known."""
        return bool(self.members) and not self.prose and 2 * self.unsound < len(self.members)


class Label(NamedTuple):
    """A label such as 牵头单位： with the rule that knows it (None: a label that none knows)."""

    rule: Rule | None
    role: str
    end: int


class Grammar:
    """The rules by which rosters are read; get it with `rulebook.derive("rosters", Grammar)`."""

    __slots__ = (
        "_aside", "_below", "_by", "_closed_by", "_closing", "_deadline", "_doing", "_duty", "_first",
        "_labels", "_lead", "_open", "_role_of", "_share", "_support", "_units", "names",
    )  # fmt: skip

    def __init__(self, rulebook: Rulebook) -> None:
        group, words = rulebook.group, rulebook.words
        self.names = rulebook.derive("names", Names)
        self._labels = group("agencies.label")
        self._closing = group("agencies.closing")
        self._open = group("agencies.open")
        self._deadline = group("agencies.deadline")
        self._first = group("agencies.first")
        self._below = group("agencies.below")
        self._units = words("agencies.unit")
        self._aside = words("agencies.aside")
        self._doing: dict[str, list[str]] = {}  # by their last character
        for word in sorted(words("agencies.doing"), key=len, reverse=True):
            self._doing.setdefault(word[-1], []).append(word)
        self._by = words("agencies.by")
        self._duty = words("agencies.duty")
        self._lead = words("agencies.lead")
        self._share = words("agencies.share")
        # a few phrases close nearly all lists
        self._role_of = lru_cache(_PHRASES)(self._role_in)
        self._closed_by = lru_cache(_PHRASES)(self._closing_rule)
        self._support = words("agencies.support")

    # ------------------------------------------------------------------ the whole list

    def read(
        self, text: str, start: int, end: int, *, lines: bool = False, label: Label | None = None
    ) -> Roster:
        """The roster in `text[start:end]`, brackets around it left out; it always returns one.

        With `lines` a line's end separates as ， does; else it is a blank in a wrapped name. `label`
        stands over it in the header of a table.
        """
        roster = Roster()
        own = self._set_apart(cover(text[start:end]))
        role: str | None = None  # of the label that rules
        if label is not None:
            role, roster.rule, roster.labelled = label.role, label.rule, True
        mode = "names"
        for clause in re.finditer(_LINE if lines else _CLAUSE, own):
            at, stop = trim(own, clause.start(), clause.end())
            if at >= stop:
                continue
            label = self.label(own[at:stop])
            if label is not None:
                self._finish(roster, role, None)
                roster.heads = None
                at = trim(own, at + label.end, stop)[0]
                mode = role = label.role
                if mode == "deadline":
                    roster.deadline = text[start + at : start + stop] or None
                elif mode == "none":
                    roster.other = True
                else:
                    mode = "names"
                    roster.labelled = True
                    roster.rule = roster.rule or label.rule
                if mode != "names" or at >= stop:
                    continue
            name_end = self._phrase_start(own, at, stop)
            phrase = own[name_end:stop]
            if label is None and not self._are_names(own[at:name_end]):
                if self._is_note(roster, own[at:stop]):
                    mode = "note"
                    continue
                if any(rule.pattern.search(own[at:stop]) for rule in self._deadline):
                    roster.deadline = roster.deadline or text[start + at : start + stop]
                    continue
            if mode != "names":
                continue
            self._add_names(roster, text, own, (at, name_end), start)
            if roster.heads is None:
                roster.heads = len(roster.tier)
            if phrase:
                rule = self._closed_by(phrase)
                roster.closed = roster.closed or rule is not None
                roster.rule = roster.rule or rule
                roster.phrase = phrase
                self._finish(roster, role, phrase)
        self._finish(roster, role, None)
        if roster.led:
            for member in roster.members:
                if member.role == "unspecified":
                    member.role = "support"
        return roster

    def label(self, words: str) -> Label | None:
        """The label with which `words` begins."""
        if "：" not in words and ":" not in words and "单位" not in words and "部门" not in words:
            return None
        found = re.match(_LABEL, words)
        if found is None:
            return None
        word = found.group()
        for rule in self._labels:
            if rule.pattern.search(word):
                return Label(rule, rule.options["role"], found.end())
        return Label(None, "none", found.end()) if word[-1] in "：:" else None

    def bare_label(self, words: str) -> Rule | None:
        """The rule of a label that may open a list without brackets; `words` are up to its colon."""
        if not words.endswith(self._units):
            return None
        label = self.label(words + "：")
        if label is None or label.rule is None or not label.rule.options.get("bare"):
            return None
        return label.rule

    # ------------------------------------------------------------------ notes with scope

    def notes_on_first(self, text: str) -> list[int]:
        """The offset of each note that makes the first body of the lists it rules their leader."""
        if not any(word in text for word in self._lead):
            return []
        return sorted(m.start() for rule in self._first for m in rule.pattern.finditer(text))

    def clauses_below(self, text: str) -> list[tuple[int, Rule, list[Span]]]:
        """Each clause that lays bodies on all that follows: its offset, its rule, the names' spans."""
        found: list[tuple[int, Rule, list[Span]]] = []
        if "不再" not in text:
            return found
        for rule in self._below:
            for match in rule.pattern.finditer(text):
                roster = self.read(text, *match.span("names"))
                if roster.sound:
                    found.append((match.start(), rule, [(m.start, m.end) for m in roster.members]))
        return sorted(found, key=lambda clause: clause[0])

    # ------------------------------------------------------------------ the parts of a clause

    def ends_in_name(self, words: str) -> bool:
        """Whether the last of the words between 、 ends as names of bodies and places do."""
        last = words.rpartition("、")[2].removesuffix("等")
        return self.names.is_body(last) or self.names.is_place(last)

    def _are_names(self, words: str) -> bool:
        """Whether the words before a closing phrase end as names do, and hold no sentence."""
        return self.ends_in_name(words) and not self.names.is_prose(words, len(words))

    def _is_note(self, roster: Roster, words: str) -> bool:
        first = ("第一" in words or "首" in words) and any(
            rule.pattern.search(words) for rule in self._first
        )
        roster.first_leads = roster.first_leads or first
        return first or words.startswith(self._aside)

    def _phrase_start(self, own: str, start: int, end: int) -> int:
        """Where the closing phrase of `own[start:end]` begins, such as 按职责分工负责; else `end`."""
        at = end
        while at > start:
            doing = self._doing.get(own[at - 1], ())
            length = next((len(word) for word in doing if own.endswith(word, start, at)), 0)
            if not length:
                break
            at -= length
        if at == end:
            return end
        by = max([own.rfind(word, max(start, at - 20), at) for word in self._by])
        if by >= 0:
            between = own[by:at]
            if "、" not in between and any(word in between for word in self._duty):
                return by
        return at

    def _set_apart(self, own: str) -> str:
        """The words with separators where less parts tiers: 牵头、 牵头会同, a blank before a label."""
        if "牵头、" in own or "负责、" in own or "牵头会同" in own:
            own = (
                own.replace("牵头、", "牵头，")
                .replace("负责、", "负责，")
                .replace("牵头会同", "牵头，，")
            )
        if own.count("：") + own.count(":") > 1:
            own = re.sub(_BLANK_BEFORE_LABEL, "；", own)
        return own

    def _add_names(self, roster: Roster, text: str, own: str, part: Span, base: int) -> None:
        """Adds the names in the part of `own` to the tier, with the roles that words among them give."""
        at, end = part
        words = own[at:end]
        if "由" in words[:4] or "请" in words[:4]:
            giver = re.match(_GIVER, words)
            at += giver.end() if giver is not None else 0
            words = own[at:end]
        together = re.search(_TOGETHER, words) if "会同" in words else None
        if together is not None:
            words = words[: together.start()] + "、、" + words[together.end() :]
            for member in roster.tier:
                member.role = member.role or "lead"
        if "等" in words:
            words = self._without_tail(roster, words)
        for span in self.names.split(words, 0, len(words)):
            role = None
            if together is not None:
                role = "lead" if span[0] < together.start() else "support"
            if self.names.is_plain(words[span[0] : span[1]]):
                roster.tier.append(Member(base + at + span[0], base + at + span[1], role, False))
                continue
            bare, marked = strip_marks(words, *span)
            first = bare[0]
            last, own_role = self._role_behind(roster, text, words, bare, base + at)
            if first >= last:
                continue
            name = words[first:last]
            body = self.names.is_body(name)
            if self.names.is_prose(name):
                roster.prose += 1
                if not body and roster.labelled:
                    continue
            elif not body and not self.names.is_place(name):
                roster.unsound += 1
            roster.tier.append(Member(base + at + first, base + at + last, own_role or role, marked))
            roster.led = roster.led or own_role == "lead"

    def _without_tail(self, roster: Roster, words: str) -> str:
        """The words with 等, 等部门 and the like made separators, which keeps the offsets."""
        for rule in self._open:
            for tail in rule.pattern.finditer(words):
                roster.open_ended = True
                joined = re.match(_JOINED, words[tail.end() : tail.end() + 2])
                stop = tail.end() + (joined.end() if joined is not None else 0)
                words = words[: tail.start()] + "、" * (stop - tail.start()) + words[stop:]
        return words

    def _role_behind(
        self, roster: Roster, text: str, words: str, span: Span, base: int
    ) -> tuple[int, str | None]:
        """Where a name ends that has its role or its share in a bracket behind it: 省教育厅（牵头）."""
        first, last = span
        bracket = last
        while bracket > first and words[bracket - 1] == COVER:
            bracket -= 1
        if bracket in (first, last) or text[base + last - 1] not in CLOSING:
            return last, None
        inside = text[base + bracket + 1 : base + last - 1]
        if any(rule.pattern.search(inside) for rule in self._first):
            roster.first_leads = True
            return bracket, None
        if inside.startswith("负责") or inside.endswith(self._share):
            return bracket, None
        role = self._role_of(inside) if len(inside) <= 6 else None
        return (bracket, role) if role is not None else (last, None)

    def _role_in(self, phrase: str) -> str | None:
        # 配合牵头单位 holds both: who supports the leader does not lead
        if any(word in phrase for word in self._support):
            return "support"
        return "lead" if any(word in phrase for word in self._lead) else None

    def _closing_rule(self, phrase: str) -> Rule | None:
        return next((rule for rule in self._closing if rule.pattern.search(phrase)), None)

    def _finish(self, roster: Roster, label: str | None, phrase: str | None) -> None:
        """Gives the members of the tier their role and adds them to the roster."""
        own = label if label in ("lead", "support") else "unspecified"
        role = (self._role_of(phrase) if phrase else None) or own
        # 牵头部门：省教育厅，省财政厅、团省委配合: who helps stands behind the first clause
        heads = (roster.heads or 0) if role == "support" else 0
        if heads == len(roster.tier):
            heads = 0
        for number, member in enumerate(roster.tier):
            if member.role is None:
                member.role = own if number < heads else role
                roster.led = roster.led or member.role == "lead"
        roster.members += roster.tier
        roster.tier = []
        roster.heads = 0
