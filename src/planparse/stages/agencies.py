"""Agencies: every list of bodies made responsible for a division, and who they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import Any

from planparse.bodies import trim
from planparse.brackets import CLOSING, OPENING, find_brackets
from planparse.diagnostics import Code, Report
from planparse.outline import Node, Outline
from planparse.register import Entry, Register
from planparse.rosters import Grammar, Roster
from planparse.rulebook import Rulebook

_SHORTEST = 4  # characters of a bracket with one short name and 负责 in it, brackets counted
_CUES = ("：", ":", "负责", "牵头", "配合", "落实", "参与", "指导", "协", "会同", "办")
_NO_LISTS = frozenset(("furniture", "title", "addressees", "signature"))
_BLANK = " \t\u3000\xa0"
_ALL = ("各", "有关", "相关")
_INDENT = "\u3000\u3000"
_BEFORE_LABEL = "。；;\n\r" + OPENING
_SENTENCE = "。！；;!?？”…\n\r"
_NUMBER = re.compile(r"[一二三四五六七八九十]+、|[(（]?[一二三四五六七八九十\d]+[)）.．、]")
_OWN_NAME = ("国家", "全国", "中国", "中央", "国务院", "中华", "最高", "新华", "共青团中央", "人民")
_OWN_END = ("部", "总局", "总署", "总社", "总工会", "集团", "银行", "总台")


class _List:
    """One list at its place: the roster, the division it belongs to, the span of its quote."""

    __slots__ = ("confidence", "end", "node", "roster", "rule", "start")

    def __init__(self, roster: Roster, start: int, end: int, rule: str, confidence: float) -> None:
        self.roster = roster
        self.start = start
        self.end = end
        self.rule = rule
        self.confidence = confidence
        self.node: Node


def find_assignments(
    outline: Outline, metadata: dict[str, Any], rulebook: Rulebook
) -> tuple[list[dict[str, Any]], list[Report]]:
    """Every list of responsible bodies, in the order of the text, as rows of `model.Assignment`.

    `metadata` gives the date by which names are resolved (`issue_date`) and whether the
    notice is a central one (`issuers`, `issuer_ids`). Offsets count into the outline's text.
    A bracket that looks like a list but cannot be read as one is reported, never guessed.
    Source of the rules: eval/GUIDE.md, `data/rules/agencies.toml`.
    """
    if not outline.nodes:
        return [], []
    text = outline.text
    grammar = rulebook.derive("rosters", Grammar)
    lists, reports = _find_lists(outline, grammar, rulebook)
    if not lists:
        return [], reports
    _settle(outline, lists)
    _let_first_lead(outline, lists, grammar)
    who = _Who(rulebook, metadata, text, lists)
    rows: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    first_of: dict[str, dict[str, Any]] = {}
    for number, found in enumerate(lists):
        division = found.node.id
        counts[division] = counts.get(division, 0) + 1
        roster = found.roster
        scope = _scope(text, lists, number)
        row = {
            "assignment_id": f"{division}#{counts[division]}",
            "division_id": division,
            "open_ended": roster.open_ended,
            "phrase": roster.phrase,
            "quote": text[found.start : found.end],
            "start": found.start,
            "end": found.end,
            "scope_start": scope[0],
            "scope_end": scope[1],
            "agencies": [
                who.row(m.start, m.end, m.role or "unspecified", found.rule, found.confidence)
                | {"deadline": roster.deadline}
                for m in roster.members
            ],
        }
        first_of.setdefault(division, row)
        rows.append(row)
    _lay_below(outline, lists, first_of, grammar, who)
    return rows, reports


# ---------------------------------------------------------------------- which words are lists


def _find_lists(
    outline: Outline, grammar: Grammar, rulebook: Rulebook
) -> tuple[list[_List], list[Report]]:
    """The lists in brackets and behind bare labels, in the order of the text."""
    text = outline.text
    lists: list[_List] = []
    reports: list[Report] = []
    until = 0
    for start, end in find_brackets(text):
        if start < until or end - start < _SHORTEST:
            continue
        content = text[start + 1 : end - 1]
        plain = _stands_alone(text, start, end, "、" in content)
        if not plain and not any(cue in content for cue in _CUES):
            continue
        roster = grammar.read(text, start + 1, end - 1)
        if not roster.members:
            if lists and roster.deadline and not text[lists[-1].end : start].strip(_BLANK):
                lists[-1].roster.deadline = lists[-1].roster.deadline or roster.deadline
                lists[-1].end = until = end
            continue
        found = _judge(text, start, end, roster, grammar, rulebook, plain)
        if isinstance(found, Report):
            reports.append(found)
        elif found is not None and outline.at(start).kind not in _NO_LISTS:
            lists.append(found)
            until = end
    bare = _bare_lists(outline, grammar, lists)
    if bare:
        lists = sorted(lists + bare, key=lambda found: found.start)
    return lists, reports


def _judge(
    text: str, start: int, end: int, roster: Roster, grammar: Grammar, rulebook: Rulebook, plain: bool
) -> _List | Report | None:
    """The bracket as a list, or what is doubtful about it, or None where it is no list at all."""
    names = grammar.names
    if roster.labelled and roster.rule is not None:
        return _List(roster, start, end, roster.rule.id, 0.99 if not roster.unsound else 0.9)
    words = [text[m.start : m.end] for m in roster.members]
    sure = [names.is_known(word) or names.is_local(word) or word.startswith(_ALL) for word in words]
    mostly = 2 * sum(sure) >= len(sure)
    if roster.closed and roster.rule is not None:
        doubt = "a name in it does not look like a body" if roster.unsound else None
        if doubt is None and _inside_sentence(text, start, end):
            doubt = "the sentence runs on behind it"
        if doubt is None:
            return _List(roster, start, end, roster.rule.id, 0.97 if any(sure) else 0.85)
        if mostly and len(sure) > 1:
            return Report(Code.UNREAD_LIST, f"This looks like a list of bodies, but {doubt}.", start, end)
        return None
    if plain and mostly and not roster.unsound and not roster.other:
        return _List(roster, start, end, "agencies.plain", rulebook.rule("agencies.plain").confidence)
    return None


def _stands_alone(text: str, start: int, end: int, several: bool) -> bool:
    """Whether the bracket stands behind a sentence: …质量。（市科委、市教委); a single name also ends its paragraph."""
    before = text[max(start - 3, 0) : start].rstrip(_BLANK)
    if not before or before[-1] not in _SENTENCE:
        return False
    after = text[end : end + 8].lstrip(_BLANK)
    return several or not after or after[0] in "\n\r*#" or _NUMBER.match(after) is not None


def _inside_sentence(text: str, start: int, end: int) -> bool:
    """Whether the sentence around the bracket runs on behind it."""
    before = text[max(start - 3, 0) : start].rstrip(_BLANK)
    if not before or before[-1] in _SENTENCE or before[-1] in ")），,":
        return False
    after = text[end : end + 1]
    return "\u4e00" <= after <= "\u9fff" or after in ("、", "“", "《")


def _bare_lists(outline: Outline, grammar: Grammar, taken: list[_List]) -> list[_List]:
    """The lists behind a label without brackets: 责任单位：… on a line of its own or behind a 。."""
    text = outline.text
    starts = [found.start for found in taken]
    lists: list[_List] = []
    for colon in re.finditer("[：:]", text):
        at = colon.start()
        begin = at
        while begin > 0 and at - begin < 14 and text[begin - 1] not in _BEFORE_LABEL:
            begin -= 1
        if begin and text[begin - 1] not in _BEFORE_LABEL:
            continue
        opened = begin > 0 and text[begin - 1] in OPENING  # never closed, or it would be taken
        begin = trim(text, begin, at)[0]
        if lists and begin < lists[-1].end:
            continue
        label = grammar.label(text[begin : at + 1])
        if label is None or label.rule is None or not label.rule.options.get("bare"):
            continue
        index = bisect_left(starts, begin) - 1
        if index >= 0 and begin < taken[index].end:
            continue
        node = outline.at(begin)
        if node.kind in _NO_LISTS or outline.numbered(node).number is None:
            continue
        end = _bare_end(text, begin, grammar)
        stop = end
        if text[stop - 1] in CLOSING and len(find_brackets(text[begin:stop])) < sum(
            mark in CLOSING for mark in text[begin:stop]
        ):
            stop -= 1  # its opening bracket is lost
        roster = grammar.read(text, begin, stop)
        if roster.members and not roster.unsound and not roster.other:
            lists.append(_List(roster, begin - opened, end, label.rule.id, 0.8 if opened else 0.93))
    return lists


def _bare_end(text: str, begin: int, grammar: Grammar) -> int:
    """Where a list without brackets ends: at the 。 or the line's end, further label lines included."""
    end = _line_end(text, begin)
    while end < len(text) and text[end] in "\r\n":
        following = end
        while following < len(text) and text[following] in "\r\n" + _BLANK:
            following += 1
        label = grammar.label(text[following : following + 16])
        if label is None or label.rule is None or label.role == "none":
            break
        end = _line_end(text, following)
    return end


def _line_end(text: str, begin: int) -> int:
    found = re.compile(r"[。\r\n]").search(text, begin)
    return found.start() if found is not None else len(text)


# ---------------------------------------------------------------------- where lists belong


def _settle(outline: Outline, lists: list[_List]) -> None:
    """Gives each list its division.

    A list in a paragraph of its own behind the last sub-item, where no sub-item has a
    list, belongs to the parent; unless lists of this notice close such sub-items elsewhere.
    """
    chains: list[list[Node]] = []
    own = [_closed_by(outline, found.start) for found in lists]
    bearing = {id(node) for node in own}
    settled: set[tuple[str, int, str]] = set()
    for found, node in zip(lists, own, strict=True):
        chain = [node]
        open_above = False
        if _is_paragraph(outline.text, found):
            while True:
                last = chain[-1]
                parent = last.parent
                if parent is None or parent.number is None or found.end < _end_of_words(outline, last):
                    break
                others = [n for n in parent.walk() if n is not parent and id(n) in bearing and n not in chain]
                if last is not [c for c in parent.children if c.number is not None][-1] or others:
                    break
                chain.append(parent)
                open_above = True
        if not open_above:
            settled.add(_level(node))
        elif chain[-1].parent is not None and chain[-1].parent.number is not None:
            settled.add(_level(chain[-1]))
        chains.append(chain)
    for found, chain in zip(lists, chains, strict=True):
        found.node = next((node for node in chain if _level(node) in settled), chain[-1])


def _closed_by(outline: Outline, at: int) -> Node:
    """The innermost numbered division at `at`; never a box, whose own end leaves no mark."""
    node = outline.numbered(outline.at(at))
    while node.kind == "box" and node.parent is not None:
        node = outline.numbered(node.parent)
    return node


def _level(node: Node) -> tuple[str, int, str]:
    return node.part, node.level, node.kind


def _end_of_words(outline: Outline, node: Node) -> int:
    """The end of the node without the blanks at its end."""
    end = node.end
    while end > node.start and outline.text[end - 1].isspace():
        end -= 1
    return end


def _is_paragraph(text: str, found: _List) -> bool:
    """Whether a list is a paragraph; ▢▢ marks one where a crawler lost the line breaks."""
    before = text[max(found.start - 8, 0) : found.start]
    after = text[found.end : found.end + 8].lstrip("。")
    opens = before.endswith(_INDENT) or not before.strip(_BLANK) or before.rstrip(_BLANK)[-1] in "\r\n"
    return opens and (
        after.startswith(_INDENT) or not after.strip(_BLANK) or after.lstrip(_BLANK)[0] in "\r\n"
    )


def _scope(text: str, lists: list[_List], number: int) -> tuple[int, int]:
    """The words that a list answers for: those before it, or those behind it where it heads them."""
    found = lists[number]
    node = found.node
    start = node.start
    if number and node.start <= lists[number - 1].end <= found.start:
        start = lists[number - 1].end
    elif node.heading is not None and found.end < node.end:
        between = text[node.heading[1] : found.start].strip()
        behind = text[found.end : node.end].strip(_BLANK + "\r\n。")
        if not between.strip("。") and behind:
            end = node.end
            if number + 1 < len(lists) and lists[number + 1].start < end:
                end = lists[number + 1].start
            return found.end, end
    return start, max(start, found.start)


# ---------------------------------------------------------------------- notes with scope


def _let_first_lead(outline: Outline, lists: list[_List], grammar: Grammar) -> None:
    """Makes the first body of each list lead that a note rules (列第一位者为牵头单位,下同).

    A note rules its own list and the later ones of its part; one in prose before a
    notice's lists rules all behind it, one behind the last list all before it.
    """
    notes = grammar.notes_on_first(outline.text) if "牵头" in outline.text else []
    for found in lists:
        roster = found.roster
        if not roster.led and any(member.marked for member in roster.members):
            for member in roster.members:
                member.role = "lead" if member.marked else "support"
            continue
        ruled = any(
            (note < found.end and (outline.at(note).part == found.node.part or note < lists[0].start))
            or note > lists[-1].end
            for note in notes
        )
        if not ruled or roster.led or not roster.members:
            continue
        for member in roster.members:
            if member.role == "unspecified":
                member.role = "support"
        if roster.members[0].role == "support":
            roster.members[0].role = "lead"


def _lay_below(
    outline: Outline,
    lists: list[_List],
    first_of: dict[str, dict[str, Any]],
    grammar: Grammar,
    who: _Who,
) -> None:
    """Adds to the first list of each later division the bodies of a clause such as 以下均需…落实."""
    rule = "agencies.all-below"
    clauses = grammar.clauses_below(outline.text)
    for number, (at, names) in enumerate(clauses):
        origin = next((f.node for f in lists if f.start <= at < f.end), outline.numbered(outline.at(at)))
        next_at = len(outline.text)
        if number + 1 < len(clauses) and outline.at(clauses[number + 1][0]).part == origin.part:
            next_at = clauses[number + 1][0]
        for found in _first_lists(lists):
            # a later clause of the part takes over in the division that holds it
            if found.node is origin or found.node.part != origin.part or not at < found.start:
                continue
            if found.start <= next_at <= found.end or found.start > next_at:
                continue
            first_of[found.node.id]["agencies"] += [
                who.row(start, end, "unspecified", rule, 0.95)
                | {"inherited": True, "inherited_from": origin.id}
                for start, end in names
            ]


def _first_lists(lists: list[_List]) -> Iterator[_List]:
    seen: set[int] = set()
    for found in lists:
        if id(found.node) not in seen:
            seen.add(id(found.node))
            yield found


# ---------------------------------------------------------------------- who the bodies are


class _Who:
    """Looks names up in the register as of the notice's date."""

    __slots__ = ("_at", "_found", "_local", "_register", "_text")

    def __init__(
        self, rulebook: Rulebook, metadata: dict[str, Any], text: str, lists: list[_List]
    ) -> None:
        self._register: Register = rulebook.derive("register", Register.of)
        self._at: date | None = metadata.get("issue_date")
        self._text = text
        self._found: dict[str, Entry | None] = {}
        names = rulebook.derive("rosters", Grammar).names
        ids = metadata.get("issuer_ids") or []
        if metadata.get("issuers"):
            self._local = not any(ids)
        else:
            self._local = any(
                names.is_local(text[m.start : m.end]) for found in lists for m in found.roster.members
            )

    def row(self, start: int, end: int, role: str, rule: str, confidence: float) -> dict[str, Any]:
        """The row of `model.Agency` for the name at `start`:`end`."""
        name = self._text[start:end]
        if name not in self._found:
            self._found[name] = self._find(name)
        entry = self._found[name]
        successor = self._register.successor(entry) if entry is not None else None
        return {
            "name": name,
            "agency_id": entry.id if entry is not None else None,
            "canonical_name": entry.name if entry is not None else None,
            "successor_id": successor.id if successor is not None else None,
            "role": role,
            "inherited": False,
            "inherited_from": None,
            "deadline": None,
            "rule": rule,
            "confidence": confidence,
            "start": start,
            "end": end,
        }

    def _find(self, name: str) -> Entry | None:
        entry = self._register.find(name, self._at)
        if entry is None or entry.kind == "collective" or not self._local:
            return entry
        # in a province's notice 统计局 is the province's own, 国家统计局 and 财政部 are not
        return entry if name.startswith(_OWN_NAME) or name.endswith(_OWN_END) else None
