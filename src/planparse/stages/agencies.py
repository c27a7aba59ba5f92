"""Agencies: every list of bodies made responsible for a division, and who they are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from planparse.bodies.brackets import CLOSING, COVER, LIMIT, OPENING, cover, find_brackets
from planparse.bodies.columns import find_columns
from planparse.bodies.identities import Body, days_of, identity, report_ambiguous
from planparse.bodies.mandates import Mandate, let_first_lead, scope, settle
from planparse.bodies.names import Span, trim
from planparse.bodies.resolution import Resolver
from planparse.bodies.rosters import Grammar, Roster
from planparse.diagnostics import Code, Report
from planparse.figures.expressions import Cover
from planparse.layout.tables import Grid
from planparse.outline import Node, Outline
from planparse.rulebook import Rule, Rulebook

_SHORTEST = 4  # characters of a bracket with one short name and 负责 in it, brackets counted
_CUES = (
    "：", ":", "负责", "牵头", "配合", "落实", "参与", "参加", "指导", "协助", "协办", "协同", "会同",
    "主办", "承办", "主责", "责任", "支持", "实施", "推进", "督办", "办理",
)  # fmt: skip
_NO_LISTS = frozenset(("furniture", "title", "addressees", "signature"))
_BLANK = " \t\u3000\xa0"
_ALL = ("各", "有关", "相关")
_BEFORE_LABEL = "。；;\n\r" + OPENING
_SENTENCE = "。！；;!?？”…\n\r)），,"
_NUMBER = r"[一二三四五六七八九十]+、|[(（]?[一二三四五六七八九十\d]+[)）.．、]"


def find_assignments(
    outline: Outline, metadata: dict[str, Any], rulebook: Rulebook, grids: Sequence[Grid] = ()
) -> tuple[list[dict[str, Any]], list[Report]]:
    """Every list of responsible bodies, in the order of the text, as rows of `model.Assignment`.

    Bodies in columns of the tables `grids` are one list a row. `metadata` gives the date by
    which names are resolved (`issue_date`) and whether the notice is a central one (`issuers`,
    `issuer_ids`). Offsets count into the outline's text.
    A bracket that looks like a list but cannot be read as one is reported, never guessed.
    Source of the rules: eval/GUIDE.md, `data/rules/agencies.toml`.
    """
    if not outline.nodes:
        return [], []
    text = outline.text
    grammar = rulebook.derive("rosters", Grammar)
    lists, reports = _find_lists(outline, grammar, rulebook)
    columns = list(find_columns(outline, grammar, grids)) if grids else []
    if columns:  # what stands in their cells is theirs
        cells = Cover((column.start, column.end) for column in columns)
        lists = [found for found in lists if not cells.meets(found.start, found.end)]
    settle(outline, lists)
    if columns:
        lists = sorted(lists + columns, key=lambda found: found.start)
    if not lists:
        return [], reports
    let_first_lead(outline, lists, _notes_on_first(outline, grammar))
    who = _Who(rulebook, metadata, text, lists)
    rows: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    first_of: dict[str, dict[str, Any]] = {}
    for number, found in enumerate(lists):
        division = found.node.id
        counts[division] = counts.get(division, 0) + 1
        roster = found.roster
        words = scope(text, lists, number)
        row = {
            "assignment_id": f"{division}#{counts[division]}",
            "division_id": division,
            "open_ended": roster.open_ended,
            "phrase": roster.phrase,
            "quote": text[found.start : found.end],
            "start": found.start,
            "end": found.end,
            "scope_start": words[0],
            "scope_end": words[1],
            "agencies": who.rows(found),
        }
        first_of.setdefault(division, row)
        rows.append(row)
    _lay_below(outline, lists, first_of, grammar, who)
    return rows, reports + who.reports


# ---------------------------------------------------------------------- which words are lists


def _find_lists(
    outline: Outline, grammar: Grammar, rulebook: Rulebook
) -> tuple[list[Mandate], list[Report]]:
    """The lists in brackets and behind bare labels, in the order of the text."""
    text = outline.text
    lists: list[Mandate] = []
    reports: list[Report] = []
    until = 0
    plain_rule = rulebook.rule("agencies.plain")
    outer = [0, 0]  # ends of the brackets around this one that are no lists
    for start, end in find_brackets(text):
        if start < until or end - start < _SHORTEST:
            continue
        if start < outer[0] and start < outer[1]:
            continue  # no notice nests a list so deep, and reading each would take too long
        outer = [outer[1], end] if start < outer[1] else [0, end]
        content = text[start + 1 : end - 1]
        plain = _stands_alone(text, start, end, plain_rule)
        if not any(cue in content for cue in _CUES) and not (plain and grammar.ends_in_name(content)):
            continue
        roster = grammar.read(text, start + 1, end - 1)
        if not roster.members:
            if lists and roster.deadline and not text[lists[-1].end : start].strip(_BLANK):
                lists[-1].roster.deadline = lists[-1].roster.deadline or roster.deadline
                lists[-1].end = until = end
            continue
        found = _judge(text, (start, end), roster, grammar, plain_rule if plain else None)
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
    text: str, span: Span, roster: Roster, grammar: Grammar, plain: Rule | None
) -> Mandate | Report | None:
    """The bracket as a list, or what is doubtful about it, or None where it is no list at all."""
    start, end = span
    names = grammar.names
    if roster.labelled and roster.rule is not None:
        return Mandate(
            roster, start, end, roster.rule.id, 0.99 if not roster.unsound + roster.prose else 0.9
        )
    words = [text[m.start : m.end] for m in roster.members]
    sure = (names.is_known(word) or names.is_local(word) or word.startswith(_ALL) for word in words)
    if roster.closed and roster.rule is not None:
        doubt = None if roster.sound else "names in it do not look like bodies"
        if doubt is None and _inside_sentence(text, start, end):
            doubt = "the sentence runs on behind it"
        if doubt is None:
            known = not roster.unsound and any(sure)
            return Mandate(roster, start, end, roster.rule.id, 0.97 if known else 0.85)
        if len(words) > 1 and 2 * sum(sure) >= len(words):
            message = f"This looks like a list of bodies, but {doubt}."
            return Report(Code.UNREAD_LIST, message, start, end)
        return None
    sound = not roster.unsound + roster.prose and not roster.other
    if plain is not None and sound and 2 * sum(sure) >= len(words):
        return Mandate(roster, start, end, plain.id, plain.confidence)
    return None


def _stands_alone(text: str, start: int, end: int, rule: Rule) -> bool:
    """Whether the bracket stands behind a sentence; with one name in it, it also ends its paragraph."""
    if rule.pattern.search(text[max(start - 4, 0) : start + 1]) is None:
        return False
    after = text[end : end + 8].lstrip(_BLANK)
    if not after or after[0] in "\n\r*#" or re.match(_NUMBER, after) is not None:
        return True
    return "、" in text[start:end]


def _inside_sentence(text: str, start: int, end: int) -> bool:
    """Whether the sentence around the bracket runs on behind it."""
    before = text[max(start - 3, 0) : start].rstrip(_BLANK)
    if not before or before[-1] in _SENTENCE:
        return False
    after = text[end : end + 1]
    return "\u4e00" <= after <= "\u9fff" or after in ("、", "“", "《")


def _bare_lists(outline: Outline, grammar: Grammar, taken: list[Mandate]) -> list[Mandate]:
    """The lists behind a label without brackets: 责任单位：… on a line of its own or behind a 。."""
    text = outline.text
    starts = [found.start for found in taken]
    lists: list[Mandate] = []
    done = 0  # up to here text has been read as a list, or found to be none
    for colon in re.finditer("[：:]", text):
        at = colon.start()
        begin = at
        while begin > 0 and at - begin < 14 and text[begin - 1] not in _BEFORE_LABEL:
            begin -= 1
        if begin and text[begin - 1] not in _BEFORE_LABEL:
            continue
        opened = begin > 0 and text[begin - 1] in OPENING  # never closed, or it would be taken
        begin = trim(text, begin, at)[0]
        if begin < done:
            continue
        rule = grammar.bare_label(text[begin:at])
        if rule is None:
            continue
        index = bisect_left(starts, begin) - 1
        if index >= 0 and begin < taken[index].end:
            continue
        node = outline.at(begin)
        if node.kind in _NO_LISTS or outline.numbered(node).number is None:
            continue
        end = _bare_end(text, begin, grammar)
        if index + 1 < len(starts):
            end = min(end, starts[index + 1])  # a bracket that is a list of its own
        stop = end
        if text[stop - 1] in CLOSING and len(find_brackets(text[begin:stop])) < sum(
            mark in CLOSING for mark in text[begin:stop]
        ):
            stop -= 1  # its opening bracket is lost
        done = end
        roster = grammar.read(text, begin, stop, lines=True)
        if roster.sound and not roster.other:
            lists.append(Mandate(roster, begin - opened, end, rule.id, 0.8 if opened else 0.93))
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
    found = re.search(r"[。\r\n]", text[begin : begin + LIMIT])
    return begin + found.start() if found is not None else min(begin + LIMIT, len(text))


def _notes_on_first(outline: Outline, grammar: Grammar) -> list[int]:
    notes = grammar.notes_on_first(outline.text)
    return [note for note in notes if outline.at(note).kind not in _NO_LISTS - {"title"}]


# ---------------------------------------------------------------------- who the bodies are


def _lay_below(
    outline: Outline,
    lists: list[Mandate],
    first_of: dict[str, dict[str, Any]],
    grammar: Grammar,
    who: _Who,
) -> None:
    """Adds to the first list of each later division the bodies of a clause such as 以下均需…落实.

    A clause rules its part up to the next clause there, and not the division that it stands in.
    """
    starts = [found.start for found in lists]
    clauses: dict[str, list[tuple[int, Node, Rule, list[Span]]]] = {}
    for at, rule, names in grammar.clauses_below(outline.text):
        if outline.at(at).kind in _NO_LISTS:
            continue
        index = bisect_right(starts, at) - 1
        within = index >= 0 and at < lists[index].end
        origin = lists[index].node if within else outline.numbered(outline.at(at))
        clauses.setdefault(origin.part, []).append((at, origin, rule, names))
    if not clauses:
        return
    seen: set[str] = set()
    for found in lists:
        division = found.node
        ruling = clauses.get(division.part, [])
        number = bisect_right(ruling, found.start, key=lambda clause: clause[0])
        if division.id in seen or not number:
            continue
        seen.add(division.id)
        if any(clause[1] is division for clause in ruling[number - 1 : number + 1]):
            continue
        _, origin, rule, names = ruling[number - 1]
        rows = first_of[division.id]["agencies"]
        for start, end in names:
            row = who.row(start, end, rule.id, rule.confidence)
            row["inherited"], row["inherited_from"] = True, origin.id
            rows.append(row)


class _Who:
    """Looks names up in the register as of the notice's date and place."""

    __slots__ = ("_days", "_found", "_home", "_resolver", "_text", "_told", "reports")

    def __init__(
        self, rulebook: Rulebook, metadata: dict[str, Any], text: str, lists: list[Mandate]
    ) -> None:
        self.reports: list[Report] = []
        self._resolver: Resolver = rulebook.derive("resolver", Resolver)
        self._text = text
        self._days = days_of(metadata)
        self._told: set[str] = set()  # names reported as ambiguous
        self._found: dict[str, list[Body]] = {}
        self._home = self._resolver.home(metadata, text)
        if not metadata.get("issuers") and not self._home.local:
            names = rulebook.derive("rosters", Grammar).names
            local = any(
                names.is_local(text[m.start : m.end]) for found in lists for m in found.roster.members
            )
            self._home = self._home._replace(local=local)

    def rows(self, found: Mandate) -> list[dict[str, Any]]:
        """The rows of a list's bodies; one without a region may share that of the one before it."""
        rows: list[dict[str, Any]] = []
        opening = ""
        at = 0
        for member in found.roster.members:
            # a bracket between them told the role of the one before
            if opening and cover(self._text[at : member.start]).lstrip(COVER) != "、":
                opening = ""
            name = self._text[member.start : member.end]
            if opening:
                bodies, opening = self._resolver.find_behind(opening, name, self._days, self._home)
            else:
                bodies, opening = self._find(name), self._resolver.opening(name, self._home)
            at = member.end
            row = self._row(bodies, member.start, member.end, found.rule, found.confidence)
            row["role"] = member.role or "unspecified"
            row["role_from"] = member.role_from
            row["deadline"] = found.roster.deadline
            rows.append(row)
        return rows

    def row(self, start: int, end: int, rule: str, confidence: float) -> dict[str, Any]:
        """The row of `model.Agency` for the name at `start`:`end`."""
        return self._row(self._find(self._text[start:end]), start, end, rule, confidence)

    def _find(self, name: str) -> list[Body]:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._resolver.find(name, self._days, self._home)
        return found

    def _row(
        self, found: list[Body], start: int, end: int, rule: str, confidence: float
    ) -> dict[str, Any]:
        name = self._text[start:end]
        if len(found) > 1 and name not in self._told:
            self._told.add(name)
            self.reports.append(report_ambiguous(name, found, start, end))
        return {
            "name": name,
            **identity(found),
            "role": "unspecified",
            "role_from": None,
            "inherited": False,
            "inherited_from": None,
            "deadline": None,
            "rule": rule,
            "confidence": confidence,
            "start": start,
            "end": end,
        }
