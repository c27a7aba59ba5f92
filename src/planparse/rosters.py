"""Rosters: one list of responsible bodies, read from its words into members with roles.

A roster is a run of tiers. A tier is names that share a label before them (牵头单位：) or a
closing phrase behind them (牵头, 按职责分工负责); 、 separates names, ， and ； separate tiers or
names, and a clause may be no names at all but a date or a note on the list.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from planparse.bodies import Names, strip_marks, trim
from planparse.brackets import CLOSING, COVER, OPENING, cover
from planparse.rulebook import Rule, Rulebook

_CLAUSE = re.compile(r"[^，,；;。]+")
_LABEL = re.compile(r"[^：:、，]{1,14}[：:]|[^：:、，\s]{2,6}(?:单位|部门)(?:[ \u3000]+|为|是)")
_GIVER = re.compile(r"(?:并|主要|统一|具体|可|均|需|须|应)?(?:由|请)")  # 由省教育厅牵头
_TOGETHER = re.compile(r"会同(?!县)")  # 会同县 is a county
_JOINED = re.compile(r"以及|及|和|、")


class Member:
    """One name of a roster: offsets into the text, and its role so far (None: by its tier)."""

    __slots__ = ("end", "marked", "role", "start")

    def __init__(self, start: int, end: int, role: str | None, marked: bool) -> None:
        self.start = start
        self.end = end
        self.role = role
        self.marked = marked


class Roster:
    """What one list says: its members in order, and how sure it is that it is a list.

    `rule` is the rule that made it one, None where nothing did; `led` tells that a member
    leads by the list's own words, `first_leads` that a note in it makes the first one lead.
    """

    __slots__ = ("closed", "deadline", "first_leads", "labelled", "led", "members", "open_ended")
    __slots__ += ("other", "phrase", "rule", "unsound")

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.open_ended = False
        self.phrase: str | None = None
        self.deadline: str | None = None
        self.rule: Rule | None = None
        self.labelled = False
        self.closed = False
        self.led = False
        self.first_leads = False
        self.unsound = 0  # names that do not look like bodies
        self.other = False  # it has clauses under a label that names no bodies


class Label(NamedTuple):
    """A label such as 牵头单位： with the rule that knows it (None: a label that none knows)."""

    rule: Rule | None
    role: str
    end: int


class Grammar:
    """The rules by which rosters are read; get it with `rulebook.derive("rosters", Grammar)`."""

    __slots__ = ("_closing", "_deadline", "_labels", "_notes", "_open", "_roles", "names")

    def __init__(self, rulebook: Rulebook) -> None:
        self.names = rulebook.derive("names", Names)
        self._labels = rulebook.group("agencies.label")
        self._closing = rulebook.group("agencies.closing")
        self._roles = rulebook.group("agencies.role")
        self._open = rulebook.group("agencies.open")
        self._deadline = rulebook.group("agencies.deadline")
        self._notes = rulebook.group("agencies.note")

    def label(self, own: str, start: int = 0) -> Label | None:
        """The label with which `own[start:]` begins."""
        found = _LABEL.match(own, start)
        if found is None:
            return None
        word = found.group()
        for rule in self._labels:
            if rule.pattern.search(word):
                return Label(rule, rule.options["role"], found.end())
        return Label(None, "none", found.end()) if word[-1] in "：:" else None

    def read(self, text: str, start: int, end: int) -> Roster:
        """The roster in `text[start:end]`, brackets around it left out; it always returns one."""
        roster = Roster()
        tier: list[Member] = []
        own = cover(text[start:end])
        role: str | None = None  # of the label that rules
        mode = "names"
        for clause in _CLAUSE.finditer(own):
            at, stop = trim(own, clause.start(), clause.end())
            if at >= stop:
                continue
            label = self.label(own[:stop], at)
            if label is not None:
                self._finish(roster, tier, role, None)
                tier = []
                at, stop = trim(own, label.end, stop)
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
            else:
                words = own[at:stop]
                if self._note(roster, words):
                    mode = "note"
                    continue
                if mode in ("note", "none"):
                    continue
                if any(rule.pattern.search(words) for rule in self._deadline):
                    roster.deadline = roster.deadline or text[start + at : start + stop]
                    continue
                if mode == "deadline":
                    continue
            name_end = stop
            closing = None
            for rule in self._closing:
                closing = rule.pattern.search(own[at:stop])
                if closing is not None:
                    name_end = at + closing.start()
                    roster.closed = True
                    roster.phrase = closing.group()
                    roster.rule = roster.rule or rule
                    break
            tier += self._members(roster, text, own, (at, name_end), start)
            if closing is not None:
                self._finish(roster, tier, role, closing.group())
                tier = []
        self._finish(roster, tier, role, None)
        if roster.led:
            for member in roster.members:
                if member.role == "unspecified":
                    member.role = "support"
        return roster

    def clauses_below(self, text: str) -> list[tuple[int, list[tuple[int, int]]]]:
        """Each clause that lays bodies on all that follows it: its offset, and the names' spans."""
        found = []
        for rule in self._notes:
            if rule.options["kind"] != "below":
                continue
            for match in rule.pattern.finditer(text):
                roster = self.read(text, *match.span("names"))
                if roster.members and not roster.unsound:
                    found.append((match.start(), [(m.start, m.end) for m in roster.members]))
        return sorted(found)

    def notes_on_first(self, text: str) -> list[int]:
        """The offset of each note that makes the first body of the lists it rules their leader."""
        return sorted(
            match.start()
            for rule in self._notes
            if rule.options["kind"] == "first"
            for match in rule.pattern.finditer(text)
        )

    def _note(self, roster: Roster, words: str) -> bool:
        for rule in self._notes:
            if rule.options["kind"] != "below" and rule.pattern.search(words):
                roster.first_leads = roster.first_leads or rule.options["kind"] == "first"
                return True
        return False

    def _members(
        self, roster: Roster, text: str, own: str, span: tuple[int, int], base: int
    ) -> list[Member]:
        """The names in `own[span]`, with the roles that words between or behind them give."""
        at, end = span
        giver = _GIVER.match(own, at, end)
        if giver is not None:
            at = giver.end()
        words = own[at:end]
        for rule in self._open:
            for tail in rule.pattern.finditer(words):
                roster.open_ended = True
                stop = tail.end()
                joined = _JOINED.match(words, stop)
                stop = joined.end() if joined is not None else stop
                words = words[: tail.start()] + "、" * (stop - tail.start()) + words[stop:]
        together = _TOGETHER.search(words)
        if together is not None:
            words = words[: together.start()] + "、、" + words[together.end() :]
        members: list[Member] = []
        for first, last in self.names.split(words, 0, len(words)):
            role = None
            if together is not None:
                role = "lead" if first < together.start() else "support"
            (first, last), marked = strip_marks(words, first, last)
            last, own_role = self._role_behind(roster, text, words, (first, last), base + at)
            if first >= last:
                continue
            name = words[first:last]
            if self.names.is_prose(name) or not (
                self.names.is_body(name) or self.names.is_place(name)
            ):
                roster.unsound += 1
                if roster.labelled and self.names.is_prose(name) and not self.names.is_body(name):
                    continue
            members.append(Member(base + at + first, base + at + last, own_role or role, marked))
            roster.led = roster.led or own_role == "lead"
        return members

    def _role_behind(
        self, roster: Roster, text: str, words: str, span: tuple[int, int], base: int
    ) -> tuple[int, str | None]:
        """Where a name ends that has its role in a bracket behind it: 省教育厅（牵头）."""
        first, last = span
        bracket = last
        while bracket > first and words[bracket - 1] == COVER:
            bracket -= 1
        if bracket == last or bracket == first:
            return last, None
        inside = text[base + bracket : base + last]
        if inside[0] not in OPENING or inside[-1] not in CLOSING:
            return last, None
        inside = inside[1:-1]
        if any(r.options["kind"] == "first" and r.pattern.search(inside) for r in self._notes):
            roster.first_leads = True
            return bracket, None
        if len(inside) <= 6 and (role := self._role_of(inside)) is not None:
            return bracket, role
        return last, None

    def _role_of(self, phrase: str) -> str | None:
        for rule in self._roles:
            if rule.pattern.search(phrase):
                role: str = rule.options["role"]
                return role
        return None

    def _finish(
        self, roster: Roster, tier: list[Member], label: str | None, phrase: str | None
    ) -> None:
        """Gives the members of a tier their role and adds them to the roster."""
        role = self._role_of(phrase) if phrase else None
        if role is None:
            role = label if label in ("lead", "support") else "unspecified"
        for member in tier:
            if member.role is None:
                member.role = role
                roster.led = roster.led or role == "lead"
        roster.members += tier
