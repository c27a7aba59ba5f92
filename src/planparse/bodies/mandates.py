"""Mandates: a roster at its place, the division that it binds, and the words it answers for."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.bodies.rosters import Roster
from planparse.outline import Node, Outline

_BLANK = " \t\u3000\xa0"
_INDENT = "\u3000\u3000"


class Mandate:
    """One list of bodies where it stands: its roster, its quote's span, the division it belongs to.

    `start`/`end` are offsets into the restored text, half-open. `node` is set by `settle`, or with
    `scope` (the words it answers for) by who found the list in a table.
    """

    __slots__ = ("confidence", "end", "node", "roster", "rule", "scope", "start")

    def __init__(self, roster: Roster, start: int, end: int, rule: str, confidence: float) -> None:
        self.roster = roster
        self.start = start
        self.end = end
        self.rule = rule
        self.confidence = confidence
        self.node: Node
        self.scope: tuple[int, int] | None = None


def settle(outline: Outline, lists: Sequence[Mandate]) -> None:
    """Gives each list its division.

    A list in a paragraph of its own behind the last sub-item, where no sub-item has a
    list, belongs to the parent; unless lists of this notice close such sub-items elsewhere.
    Source of the rule: the evaluation guide, `assignments`.
    """
    own = [_closed_by(outline, found.start) for found in lists]
    within: dict[str, int] = {}  # lists in a division or below it
    at: dict[str, int] = {}
    for node in own:
        at[node.id] = at.get(node.id, 0) + 1
        for around in (node, *node.ancestors()):
            within[around.id] = within.get(around.id, 0) + 1
    chains: list[list[Node]] = []
    settled: set[tuple[str, int, str]] = set()
    for found, node in zip(lists, own, strict=True):
        chain = [node]
        stopped = True  # by something else than the outermost division
        if _is_paragraph(outline.text, found) and _ends(outline.text, node, found.end):
            while True:
                last = chain[-1]
                parent = last.parent
                if parent is None or parent.number is None:
                    stopped = len(chain) == 1
                    break
                others = within[parent.id] - at.get(parent.id, 0) - within[last.id]
                if others or last is not _last_numbered(parent):
                    break
                chain.append(parent)
        if stopped:
            settled.add(_level(chain[-1]))
        chains.append(chain)
    for found, chain in zip(lists, chains, strict=True):
        found.node = next((node for node in chain if _level(node) in settled), chain[-1])


def _last_numbered(parent: Node) -> Node | None:
    return next((child for child in reversed(parent.children) if child.number is not None), None)


def _ends(text: str, node: Node, end: int) -> bool:
    """Whether the division ends with what ends at `end`."""
    return node.end - end < 100 and not text[end : node.end].strip(" \t\r\n\u3000\xa0。")


def _closed_by(outline: Outline, at: int) -> Node:
    """The innermost numbered division at `at`; never a box, whose own end leaves no mark."""
    node = outline.numbered(outline.at(at))
    while node.kind == "box" and node.parent is not None:
        node = outline.numbered(node.parent)
    return node


def _level(node: Node) -> tuple[str, int, str]:
    return node.part, node.level, node.kind


def _is_paragraph(text: str, found: Mandate) -> bool:
    """Whether a list is a paragraph; ▢▢ marks one where a crawler lost the line breaks."""
    before = text[max(found.start - 8, 0) : found.start]
    after = text[found.end : found.end + 8].lstrip("。")
    opens = before.endswith(_INDENT) or not before.strip(_BLANK) or before.rstrip(_BLANK)[-1] in "\r\n"
    return opens and (
        after.startswith(_INDENT) or not after.strip(_BLANK) or after.lstrip(_BLANK)[0] in "\r\n"
    )


def scope(text: str, lists: Sequence[Mandate], number: int) -> tuple[int, int]:
    """The words that a list answers for: those before it, or those behind it where it heads them."""
    found = lists[number]
    if found.scope is not None:
        return found.scope
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


def let_first_lead(outline: Outline, lists: Sequence[Mandate], notes: Sequence[int]) -> None:
    """Makes the first body of each list lead that a note rules (列第一位者为牵头单位,下同).

    A note rules its own list and the later ones of its part; one in prose before a
    notice's lists rules all behind it, one behind the last list all before it. Members
    of other lists than the note's own say from which division the role came.
    """
    if not lists:
        return
    everywhere = next((note for note in notes if note < lists[0].start or note > lists[-1].end), None)
    first_of: dict[str, int] = {}
    for note in notes:
        first_of.setdefault(outline.at(note).part, note)
    for found in lists:
        roster = found.roster
        if roster.led or not roster.members:
            continue
        if any(member.marked for member in roster.members):
            for member in roster.members:
                member.role = "lead" if member.marked else "support"
            continue
        note = first_of.get(found.node.part, found.end)
        if note >= found.end:
            if everywhere is None:
                continue
            note = everywhere
        inside = found.start <= note < found.end
        origin = None if inside else outline.numbered(outline.at(note)).id
        for member in roster.members:
            if member.role == "unspecified":
                member.role, member.role_from = "support", origin
        if roster.members[0].role == "support":
            roster.members[0].role, roster.members[0].role_from = "lead", origin
