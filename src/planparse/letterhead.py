"""Head and tail of one document: title lines, 发文字号, addressees, signature.

A `Letterhead` is the outermost document of a notice as the metadata stage needs it: the
nodes that `structure` found, with the text around them where a node is missing. All
offsets count into the restored text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from planparse.dates import find_dates
from planparse.outline import Node, Outline
from planparse.rulebook import Rule, Rulebook
from planparse.signatories import Lexicon, split_addressees, split_bodies

HEAD = 3000  # characters in which head and tail of a document are looked for
_BLANK = " \t\r\n\u3000\xa0\u2002\u2003"
_STOPS = "。；;！？!?：:》”」』，,、"


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


class Letterhead:
    """One document (a part of the outline) and where its head and tail stand.

    `end` is where its body ends, `body` where it begins; `furniture` are spans to skip.
    """

    __slots__ = ("body", "lexicon", "outline", "part", "rulebook", "text")

    def __init__(self, part: Node, outline: Outline, rulebook: Rulebook) -> None:
        self.part = part
        self.outline = outline
        self.text = outline.text
        self.rulebook = rulebook
        self.lexicon = rulebook.derive("metadata.lexicon", Lexicon)
        head = ("title", "addressees", "furniture")
        self.body = next((c.start for c in part.children if c.kind not in head), part.end)

    # ------------------------------------------------------------------ title

    def find_title(self, named: str = "") -> tuple[int, int] | None:
        """The span of the title lines: of the last block of the head that has some.

        A page's own heading stands before the document's: the later one is the notice's.
        Where the line is lost, the title is read from what ran together before the first
        colon, or where the text begins with the title that an earlier letter `named`.
        """
        for node in reversed([c for c in self.part.children if c.kind == "title"]):
            span = self._title_in(node.start, min(node.text_end, node.start + HEAD))
            if span is not None:
                words = solid(self.text[slice(*span)])
                bodies = words[: -len(named)] if named and words.endswith(named) else ""
                if bodies and not named.startswith("关于") and self.lexicon.ends_body(bodies):
                    return self._named_title(named) or span
                return span
        return self._fused_title() or self._named_title(named) or self._lone_title()

    def _title_in(self, start: int, end: int) -> tuple[int, int] | None:
        """The first finished title of a block, else its first run of lines that may be one."""
        runs: list[list[tuple[int, int]]] = [[]]
        label = False
        for line in self._lines(start, end):
            words = solid(self.text[slice(*line)])
            if label or not self._is_title(words):
                runs.append([])
                label = not label and words.endswith(("：", ":"))
            elif runs[-1] and self._is_finished(runs[-1]) and self._begins_title(words):
                runs.append([line])
            else:
                runs[-1].append(line)
        found = [run for run in map(self._trim, runs) if run]
        for run in found:
            if self._is_finished(run):
                return run[0][0], run[-1][1]
        return (found[0][0][0], found[0][-1][1]) if found else None

    def _trim(self, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The run without the author behind a title and without the crumbs of a page before it."""
        while run and self._are_bodies(run[-1:]):
            run = run[:-1]
        for n in range(1, len(run)):
            if self._is_finished(run[:n]) and self._are_bodies(run[n:]):
                run = run[:n]
                break
        for n in range(1, len(run)):
            whole = self._is_finished(run[n : n + 1]) and self._begins_title(self._words(run[n : n + 1]))
            if whole and not self._are_bodies(run[:n]) and not self._is_finished(run[:n]):
                return run[n:]
        return run

    def _words(self, run: list[tuple[int, int]]) -> str:
        return solid(self.text[run[0][0] : run[-1][1]]) if run else ""

    def _is_finished(self, run: list[tuple[int, int]]) -> bool:
        words = self._words(run)
        if words.count("《") > words.count("》") or words.count("（") > words.count("）"):
            return False
        return not self._are_bodies(run) and self._ends_title(words)

    def _ends_title(self, words: str) -> bool:
        return any(rule.pattern.search(words) for rule in self.rulebook.group("metadata.title")[:2])

    def _begins_title(self, words: str) -> bool:
        match = self.rulebook.rule("metadata.title-issuer").pattern.search(words)
        return words.startswith("关于") or bool(match and self.lexicon.ends_body(match["names"]))

    def _is_title(self, words: str) -> bool:
        if len(words) < 2 or self.rulebook.rule("metadata.not-title").pattern.search(words):
            return False
        red_head = words.endswith("文件") and self.lexicon.ends_body(words[:-2])
        return not red_head and not self._is_number(words)

    def _is_number(self, words: str) -> bool:
        return any(
            (match := rule.pattern.search(words)) and len(words) - len(match.group()) < 4
            for rule in self.rulebook.group("metadata.number")
        )

    def _are_bodies(self, lines: list[tuple[int, int]]) -> bool:
        if not lines:
            return False
        start, end = lines[0][0], lines[-1][1]
        spans = split_bodies(self.text[start:end].replace("、", " "), self.lexicon)
        return bool(spans) and spans[0][0] == 0

    def _lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The lines of a title block: parted at line ends, at two wide spaces, and around notes."""
        rule = self.rulebook.rule("metadata.title-line")
        at = start
        for match in rule.pattern.finditer(self.text, start, end):
            if match.start() > at:
                yield from self._around_notes(at, match.start())
            at = match.end()
        if at < end:
            yield from self._around_notes(at, end)

    def _around_notes(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A line's pieces: before, in and behind a number or a dated note that ran into it."""
        start, end = _strip(self.text, start, end)
        if start >= end:
            return
        number = self._number_in(start, end)
        if number is not None and number != (start, end):
            for piece in ((start, number[0]), number, (number[1], end)):
                yield from self._around_notes(*piece)
            return
        note = self.rulebook.rule("metadata.title-note").pattern.search(self.text, start, end)
        if note is not None:
            yield _strip(self.text, start, note.start())
            yield _strip(self.text, *note.span())
            return
        mark = self.rulebook.rule("metadata.title-mark").pattern.match(self.text, start, end)
        yield (mark.end() if mark else start), end

    def _fused_title(self) -> tuple[int, int] | None:
        """The title that ran together with number and addressees before the first colon."""
        start, end = self._fused_head()
        number = self._number_in(start, end)
        spans = [(number[1], end), (start, number[0])] if number else [(start, end)]
        rule = self.rulebook.rule("metadata.fused-title")
        for first, last in spans:
            first, last = _strip(self.text, first, last)
            match = rule.pattern.match(self.text, first, end)
            if match is not None and match.end("title") <= last:
                return match.span("title")
        return None

    def _fused_head(self) -> tuple[int, int]:
        """From the part's first words to the first colon, or to the first full stop before it."""
        start = next((c.start for c in self.part.children if c.kind != "furniture"), self.part.start)
        start, end = _strip(self.text, start, min(self.part.end, start + 1200))
        stops = [at for mark in "：:。" if (at := self.text.find(mark, start, end)) >= 0]
        return start, min(stops, default=start)

    def _named_title(self, named: str, start: int = -1) -> tuple[int, int] | None:
        """Where the part, or its text from `start`, begins with a title named before.

        Names of bodies and notes may stand in front.
        """
        start = self.part.start if start < 0 else start
        if not named or start >= self.part.end:
            return None
        end = min(self.part.end, start + 2 * len(named) + 200)
        letters = [i for i in range(start, end) if not self.text[i].isspace()]
        at = "".join([self.text[i] for i in letters]).find(named)
        if at < 0 or "。" in self.text[letters[0] : letters[at]]:
            return None
        first, last = letters[at], letters[at + len(named) - 1] + 1
        if self.text[last : last + 1] in ("》", "〉"):
            return None
        if at and named.startswith("关于") and self._begins_title(solid(self.text[letters[0] : last])):
            first = letters[0]
        return first, last

    def find_title_behind(self, named: str, start: int) -> tuple[int, int] | None:
        """The named title where it stands behind a signature that no other part follows."""
        return self._named_title(named, start)

    def _lone_title(self) -> tuple[int, int] | None:
        """A line before the first number that is all title."""
        first = next((c.start for c in self.part.children if c.number is not None), self.part.end)
        before = (0, 0)
        for line in self._lines(self.part.start, min(first, self.part.start + 1500)):
            words = solid(self.text[slice(*line)])
            rule = self.rulebook.rule("metadata.lone-title")
            if words.startswith("附件"):
                break
            if rule.pattern.search(words) and self._is_title(words) and self._ends_title(words):
                # its issuers may have a line of their own
                both = solid(self.text[slice(*before)]) + words
                whole = words.startswith("关于") and before[1] and self._begins_title(both)
                return (before[0], line[1]) if whole else line
            before = line
        return None

    # ------------------------------------------------------------------ number

    def find_number(self) -> Found | None:
        """The document's own 发文字号: in its head, or where the body's first line begins with it."""
        for node in self.part.children[:8]:
            if node.kind == "furniture":
                continue
            head = node.kind in ("title", "addressees")
            end = min(node.text_end, node.start + (HEAD if head else 300))
            for rule in self.rulebook.group("metadata.number"):
                found = self._own_number(rule, node.start, end, head)
                if found is not None:
                    return found
            if not head and node.start >= self.body and node.kind != "paragraph":
                break
        return None

    def _own_number(self, rule: Rule, start: int, end: int, head: bool) -> Found | None:
        text = self.text
        for match in rule.pattern.finditer(text, start, end):
            begin = self._code_start(*match.span(1), rule)
            before = text[start:begin].rstrip(_BLANK)
            line = text[max(text.rfind("\n", start, begin) + 1, start) : begin]
            alone = not line.strip(_BLANK + "（(") or text[begin - 2 : begin].strip("\u3000") == ""
            cited = before.endswith(("（", "(")) and bool(line.strip(_BLANK + "（("))
            cited = cited or before.endswith(("》", "“", "《", "根据", "按照")) and not alone
            if cited or not (alone or head) or text[match.end() : match.end() + 1] in ("》", "”", "文", "精"):
                continue
            value = solid(text[begin : match.end()])
            return Found(_number_value(value), begin, match.end(), rule)
        return None

    def _number_in(self, start: int, end: int) -> tuple[int, int] | None:
        for rule in self.rulebook.group("metadata.number"):
            match = rule.pattern.search(self.text, start, end)
            if match:
                begin = self._code_start(*match.span(1), rule)
                before = self.text[start:begin]
                if begin == start or not before.endswith(("（", "(", "《", "》")):
                    return begin, match.end()
        return None

    def _code_start(self, start: int, end: int, rule: Rule) -> int:
        """Where the number's letters begin when a title or a red head runs into them."""
        code = self.text[start:end]
        if rule.id == "metadata.order-number":
            return start
        match = self.rulebook.rule("metadata.code-start").pattern.match(code)
        if match:
            return start + match.end()
        if len(code) > 10:
            spans = [n for n in range(4, len(code) - 1) if self.lexicon.ends_body(code[:n])]
            spans = [n for n in spans if 1 < len(code) - n < 9]
            if spans:
                return start + spans[0]
        return start

    # ------------------------------------------------------------------ addressees

    def find_addressees(self) -> tuple[list[tuple[int, int]], Rule] | None:
        """The spans of the addressees, from their line or from the words before the first colon."""
        rule = self.rulebook.rule("metadata.addressee-line")
        node = next((c for c in self.part.children if c.kind == "addressees"), None)
        if node is not None:
            start, end = node.start, min(node.text_end, node.start + HEAD)
        else:
            rule = self.rulebook.rule("metadata.addressee-of-head")
            title, number = self.find_title(), self.find_number()
            start = max(title[1] if title else self.part.start, number.end if number else 0)
            end = min(start + 900, self.part.end)
        if (number_span := self._number_in(start, end)) is not None and node is not None:
            start = number_span[1]
        if node is not None and (title := self._fused_title()) is not None and title[1] < end:
            start = max(start, title[1])
        start, end = _strip(self.text, start, end)
        match = rule.pattern.match(self.text, start, end)
        if match is None or not (node or self.lexicon.ends_addressee(match["names"])):
            rule = self.rulebook.rule("metadata.addressees-on-a-line")
            match = rule.pattern.search(self.text, self.part.start, min(self.body + HEAD, self.part.end))
        if match is None or not (node or self.lexicon.ends_addressee(match["names"])):
            return None
        first = match.start("names")
        return [(first + a, first + b) for a, b in split_addressees(match["names"], self.lexicon)], rule

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
                if names and not text[begin : names[0][0]].strip(_BLANK):
                    return Signature(names, (first, last), names[0][0])
                if lone is None and first >= self.body and self._is_lone(first, last, start):
                    lone = Signature([], (first, last), first)
        return lone

    def _is_lone(self, first: int, last: int, start: int) -> bool:
        """Whether a date stands alone, under an officer's name, or behind the words that issue."""
        before = self.text[max(start, first - 60) : first]
        if self.rulebook.rule("metadata.signing-officer").pattern.search(before):
            return True
        if before and not before.endswith(("。", "\n", "  ", "　　")):
            return False
        behind = self.text[last : last + 2]
        if not behind.strip(_BLANK) or behind.startswith(("附", "（", "(")):
            return True
        return before.rstrip(_BLANK).endswith("。") and "印发" in before

    def _run_start(self, end: int, start: int) -> int:
        """Where the words without a stop that lead up to `end` begin."""
        at = end
        floor = max(start, end - 1000)
        while at > floor and self.text[at - 1] in _BLANK:
            at -= 1
        while at > floor:
            c = self.text[at - 1]
            if c in _STOPS or (c.isascii() and c.isalnum()):
                break
            if c in "）)" and not self._closes_name(at - 1, floor):
                break
            at -= 1
        return at

    def _closes_name(self, at: int, floor: int) -> bool:
        """Whether the bracket that closes at `at` belongs to a body's name."""
        opened = max(self.text.rfind("（", floor, at), self.text.rfind("(", floor, at))
        return opened > floor and self.lexicon.ends_body(self.text[floor:opened].rstrip(_BLANK))

    def _signatories(self, end: int, start: int) -> list[tuple[int, int]]:
        begin = self._run_start(end, start)
        spans = split_bodies(self.text[begin:end], self.lexicon)
        return [(begin + a, begin + b) for a, b in spans]

    # ------------------------------------------------------------------ issuers of a title

    def find_title_issuers(self, start: int, end: int) -> tuple[list[tuple[int, int]], Rule] | None:
        """The bodies that a title begins with."""
        rule = self.rulebook.rule("metadata.title-issuer")
        raw = self.text[start:end]
        letters = [i for i, c in enumerate(raw) if c not in "\r\n\t \u3000\xa0"]
        match = rule.pattern.search("".join([raw[i] for i in letters]))
        if match is None or not match["names"]:
            return None
        stop = letters[match.end("names") - 1] + 1
        spans = split_bodies(raw[:stop].replace("、", " "), self.lexicon)
        if not spans or raw[: spans[0][0]].strip(_BLANK):
            return None
        return [(start + a, start + b) for a, b in spans], rule


def solid(text: str) -> str:
    """`text` without any white space."""
    return "".join(text.split())


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return start, end


def _number_value(text: str) -> str:
    """A 发文字号 with 〔〕 around its year and ASCII digits."""
    from unicodedata import normalize

    value = "".join([normalize("NFKC", c) if c.isdigit() else c for c in text])
    for opening in "[【﹝（(〈［":
        value = value.replace(opening, "〔", 1) if "〔" not in value else value
    for closing in "]】﹞）)〉］":
        value = value.replace(closing, "〕", 1) if "〕" not in value else value
    return value

