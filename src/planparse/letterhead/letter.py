"""Head and tail of one document: title lines, 发文字号, addressees, signature.

A `Letterhead` is the outermost document of a notice as the metadata stage needs it: the
nodes that `structure` found, with the text around them where a node is missing. All
offsets count into the restored text.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from planparse.dates import find_dates
from planparse.letterhead.docnumbers import find_numbers, format_number
from planparse.letterhead.signatories import split_addressees, split_bodies
from planparse.letterhead.titlepage import BLANK, HEAD, TitlePage
from planparse.outline import Node
from planparse.rulebook import Rule
from planparse.text import strip

_STOPS = "。；;！？!?：:》”」』，,、（(.．"


class Found(NamedTuple):
    """A value, the span of the words that it was read from, and the rule that read it."""

    value: Any
    start: int
    end: int
    rule: Rule


class Signature(NamedTuple):
    """Who signed and when; either may be missing."""

    issuers: list[tuple[int, int]]
    date: tuple[int, int] | None
    start: int


class Letterhead(TitlePage):
    """A document with its number, its addressees and its signature."""

    __slots__ = ()

    def find_number(self) -> Found | None:
        """The document's own 发文字号: in its head, or where its body's first line begins with it."""
        for node in self.part.children[:8]:
            if node.kind == "furniture":
                continue
            head = node.kind in ("title", "addressees")
            end = min(node.text_end, node.start + (HEAD if head else 300))
            for begin, stop, rule in find_numbers(
                self.text, node.start, end, self.rulebook, self.lexicon
            ):
                line = self.text[max(self.text.rfind("\n", node.start, begin) + 1, node.start) : begin]
                if head or not line.strip(BLANK + "（(") or line.endswith("　　"):
                    return Found(format_number(self.text[begin:stop]), begin, stop, rule)
            if not head and node.start >= self.body and node.kind != "paragraph":
                break
        return None

    # ------------------------------------------------------------------ addressees

    def find_addressees(self) -> tuple[list[tuple[int, int]], Rule] | None:
        """The spans of the addressees, from their line or from the words before the first colon."""
        node = next((c for c in self.part.children if c.kind == "addressees"), None)
        head = self._head_end(node.start if node else self.part.end)
        if node is not None:
            rule = self.rulebook.rule("metadata.addressee-line")
            begin = self._addressees_start(node, head)
            match = rule.pattern.match(self.text, begin, min(node.text_end, node.start + HEAD))
        else:
            rule = self.rulebook.rule("metadata.addressee-of-head")
            begin, end = strip(self.text, head, min(head + 900, self.part.end), BLANK)
            match = rule.pattern.match(self.text, self._behind_bracket(begin, end), end)
        if match is None or not (node or self.lexicon.ends_addressee(match["names"])):
            rule = self.rulebook.rule("metadata.addressees-on-a-line")
            match = rule.pattern.search(self.text, self.part.start, min(self.body + HEAD, self.part.end))
            if match is None or not self.lexicon.ends_addressee(match["names"]):
                return None
        first = match.start("names")
        return [(first + a, first + b) for a, b in split_addressees(match["names"], self.lexicon)], rule

    def _head_end(self, limit: int) -> int:
        """Where title and number end, of those that stand before `limit`."""
        title, number = self.find_title(), self.find_number()
        ends = [end for end in (title and title[1], number and number.end) if end and end <= limit]
        return max(ends, default=self.part.start)

    def _addressees_start(self, node: Node, head: int) -> int:
        """Where the addressees of a node begin: behind what ran into it, before what was cut off it."""
        start, end = node.start, min(node.text_end, node.start + HEAD)
        number = self._number_in(start, end)
        start = number[1] if number else start
        title = self._fused_title() if "的" in self.text[start:end] else None
        start = title[1] if title and start < title[1] < end else start
        lost = self.text[head : node.start].strip(BLANK + "）)")
        if start == node.start and lost and head > self.part.start and len(lost) < 900:
            # a line wrapped inside the list: its first lines look like more of the title
            whole = "、" in lost and not any(c in lost for c in "。：:《0123456789")
            start = head if whole else start
        return self._behind_bracket(*strip(self.text, start, end, BLANK))

    def _behind_bracket(self, start: int, end: int) -> int:
        return end - len(self.text[start:end].lstrip("）)" + BLANK))

    # ------------------------------------------------------------------ signature

    def find_signature(self) -> Signature | None:
        """Who signed and when: from the signature's node, or from the words before a lone date."""
        for node in self.part.walk():
            if node.kind == "signature":
                # a name may have been cut where its first letters stand on a line before
                start = max(node.start - 800, self.part.start)
                signature = self._signature_in(start, node.start, min(node.text_end, node.start + HEAD))
                if signature is not None:
                    return signature
        return self._signature_in_body()

    def _signature_in(self, floor: int, start: int, end: int) -> Signature | None:
        rule = self.rulebook.rule("metadata.signature-date").pattern
        for first, last in find_dates(self.text, start, end):
            if rule.match(self.text, first, min(last + 8, len(self.text))):
                names = self._signatories(first, floor)
                return Signature(names, (first, last), min([start, *(a for a, _ in names)]))
        names = self._signatories(end, floor)
        return Signature(names, None, min(start, names[0][0])) if names else None

    def _signature_in_body(self) -> Signature | None:
        """The first date before which bodies stand alone, or that stands alone itself."""
        text, rule = self.text, self.rulebook.rule("metadata.signature-date").pattern
        lone: Signature | None = None
        spans = [(c.start, c.text_end) for c in self.part.walk() if c.kind != "furniture"]
        for start, end in spans:
            if "日" not in text[start:end] and "号" not in text[start:end]:
                continue
            for first, last in find_dates(text, start, end):
                if not rule.match(text, first, min(last + 8, len(text))):
                    continue
                begin = self._run_start(first, start)
                names = self._signatories(first, begin)
                stray = text[begin : names[0][0]].strip(BLANK) if names else ""
                stopped = stray or (begin > start and text[begin - 1] in "，,、：:（(.．")
                # the last title of a list of annexes may have run into the names
                if names and (not stopped or "附件" in text[max(begin - 300, self.part.start) : begin]):
                    return Signature(names, (first, last), names[0][0])
                if lone is None and first >= self.body and self._is_lone(first, last, start):
                    lone = Signature([], (first, last), first)
        return lone

    def _is_lone(self, first: int, last: int, start: int) -> bool:
        """Whether a date stands alone, under an officer's name, or behind the words that issue."""
        before = self.text[max(start, first - 60) : first]
        if self.rulebook.rule("metadata.signing-officer").pattern.search(before):
            return True
        if before and not before.endswith(("。", "\n")) and before[-2:].strip(BLANK):
            return False
        behind = self.text[last : last + 2]
        if not behind.strip(BLANK) or behind.startswith(("附", "（", "(")):
            return True
        return before.rstrip(BLANK).endswith("。") and "印发" in before

    def _run_start(self, end: int, start: int) -> int:
        """Where the words without a stop that lead up to `end` begin."""
        text = self.text
        floor = max(start, end - 1000)
        at = end
        while at > floor and text[at - 1] in BLANK:
            at -= 1
        while at > floor:
            c = text[at - 1]
            if c in _STOPS or (c.isascii() and c.isalnum()):
                break
            if c in "）)":
                opened = max(text.rfind("（", floor, at), text.rfind("(", floor, at))
                if not self._ends_name(floor, opened):
                    break
                at = opened
            else:
                at -= 1
        return at

    def _ends_name(self, start: int, end: int) -> bool:
        return end > start and self.lexicon.ends_body(self.text[start:end].rstrip(BLANK))

    def _signatories(self, end: int, start: int) -> list[tuple[int, int]]:
        begin = self._run_start(end, start)
        spans = split_bodies(self.text[begin:end], self.lexicon)
        seal = self.rulebook.rule("metadata.seal-note").pattern
        found = [(begin + a, begin + b) for a, b in spans]
        ends = [m.start() if (m := seal.search(self.text, a, b)) else b for a, b in found]
        return [strip(self.text, a, end, BLANK) for (a, _), end in zip(found, ends, strict=True)]
