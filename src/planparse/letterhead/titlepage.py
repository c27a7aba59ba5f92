"""The title of one document: its lines, what stands between them, and where it ran into others.

All offsets count into the restored text.
"""

from __future__ import annotations

from collections.abc import Iterator

from planparse.letterhead.docnumbers import find_numbers
from planparse.letterhead.signatories import Lexicon, split_bodies
from planparse.outline import Node, Outline
from planparse.rulebook import Rule, Rulebook
from planparse.text import strip

HEAD = 3000  # characters in which head and tail of a document are looked for
BLANK = " \t\r\n\u3000\xa0\u2002\u2003"


class TitlePage:
    """One document (a part of the outline) with its title; its own words begin at `body`."""

    __slots__ = ("body", "lexicon", "outline", "part", "rulebook", "text")

    def __init__(self, part: Node, outline: Outline, rulebook: Rulebook) -> None:
        self.part = part
        self.outline = outline
        self.text = outline.text
        self.rulebook = rulebook
        self.lexicon = rulebook.derive("metadata.lexicon", Lexicon)
        head = ("title", "addressees", "furniture")
        self.body = next((c.start for c in part.children if c.kind not in head), part.end)

    def find_title(self, named: str = "") -> tuple[int, int] | None:
        """The span of the title lines: of the last block of the head that has some.

        A page's own heading stands before the document's: the later one is the notice's.
        Where the line is lost, the title is read from what ran together before the first
        colon, or where the text begins with the title that an earlier letter `named`.
        """
        for node in reversed([c for c in self.part.children if c.kind == "title"]):
            span = self._title_in(node.start, min(node.text_end, node.start + HEAD))
            if span is not None:
                span = self._behind_headline(*span)
                words = solid(self.text[slice(*span)])
                bodies = words[: -len(named)] if named and words.endswith(named) else ""
                if bodies and not named.startswith("关于") and self.lexicon.ends_body(bodies):
                    return self._named_title(named) or span
                return span
        return self._fused_title() or self._named_title(named)

    def _behind_headline(self, start: int, end: int) -> tuple[int, int]:
        """What a press report's headline names, …印发《…》, which is the document's own title."""
        match = self.rulebook.rule("metadata.press-headline").pattern.fullmatch(self.text, start, end)
        if match is None or not self.lexicon.ends_body(solid(match["names"])):
            return start, end
        return match.span("title")

    def _title_in(self, start: int, end: int) -> tuple[int, int] | None:
        """The first finished title of a block, else its first run of lines that may be one."""
        runs: list[list[tuple[int, int]]] = [[]]
        label = False
        for line in self._lines(start, end):
            words = solid(self.text[slice(*line)])
            if label or not self._is_title(words):
                runs.append([])
                label = not label and words.endswith(("：", ":"))
            elif self._is_repeated(words, runs[-1]):
                runs[-1] = [line]
            elif runs[-1] and self._is_finished(runs[-1]) and self._begins_title(words):
                runs.append([line])
            else:
                runs[-1].append(line)
        found = [run for run in map(self._trim, runs) if run]
        # where the body ran on behind the title, the lines that make a title count
        for shorter in (False, True):
            for run in found:
                for n in range(len(run) - shorter, 0 if shorter else len(run) - 1, -1):
                    if self._is_finished(run[:n]):
                        return run[0][0], run[n - 1][1]
        return (found[0][0][0], found[0][-1][1]) if found else None

    def _is_repeated(self, words: str, run: list[tuple[int, int]]) -> bool:
        """Whether `words` say what the run has said: a page's name for the notice stands before it."""
        said = [ch for ch in self._words(run) if ch.isalnum()]
        return len(said) > 9 and said == [ch for ch in words if ch.isalnum()]

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
        if len(words) < 2 or words.startswith(self.rulebook.words("metadata.page_lines")):
            return False
        if self.rulebook.rule("metadata.not-title").pattern.search(words):
            return False
        red_head = words.endswith("文件") and self.lexicon.ends_body(words[:-2])
        return not red_head and not self._is_number(words)

    def _is_number(self, words: str) -> bool:
        spans = find_numbers(words, 0, len(words), self.rulebook, self.lexicon)
        return any(len(words) - (stop - begin) < 4 for begin, stop, _ in spans)

    def _are_bodies(self, lines: list[tuple[int, int]]) -> bool:
        if not lines:
            return False
        words = self._words(lines[-1:])
        others = self.rulebook.rule("metadata.other-bodies").pattern.search(words)
        if not self.lexicon.ends_body(words[: others.start()] if others else words):
            return False
        if others:
            return True
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
        start, end = strip(self.text, start, end, BLANK)
        if start >= end:
            return
        number = self._number_in(start, end)
        if number is not None and number != (start, end):
            before = start + len(self.text[start : number[0]].rstrip(BLANK + "（("))
            behind = end - len(self.text[number[1] : end].lstrip(BLANK + "）)"))
            for piece in ((start, before), number, (behind, end)):
                yield from self._around_notes(*piece)
            return
        note = self.rulebook.rule("metadata.title-note").pattern.search(self.text, start, end)
        if note is not None:
            yield strip(self.text, start, note.start(), BLANK)
            yield strip(self.text, *note.span(), BLANK)
            return
        mark = self.rulebook.rule("metadata.title-mark").pattern.match(self.text, start, end)
        yield (mark.end() if mark else start), end

    def _fused_title(self) -> tuple[int, int] | None:
        """The title that ran together with number and addressees before the first colon."""
        start, end = self._fused_head()
        number = self._number_in(start, end)
        spans = [(number[1], end), (start, number[0])] if number else [(start, end)]
        rule = self.rulebook.rule("metadata.fused-title")
        for span in spans:
            first, last = strip(self.text, *span, BLANK)
            match = rule.pattern.match(self.text, first, end)
            behind = self.text[match.end("title") : end] if match else ""
            if number and span[0] < number[0]:
                behind = self.text[number[1] : end]
            if match is None or not self.lexicon.ends_addressee(behind.strip(BLANK)):
                continue
            if match.end("title") <= last:
                return match.span("title")
        return None

    def _fused_head(self) -> tuple[int, int]:
        """From the part's first words to the first colon, or to the first full stop before it."""
        start = next((c.start for c in self.part.children if c.kind != "furniture"), self.part.start)
        start, end = strip(self.text, start, min(self.part.end, start + 1200), BLANK)
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

    def find_lone_title(self) -> tuple[int, int] | None:
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

    def _number_in(self, start: int, end: int) -> tuple[int, int] | None:
        for begin, stop, _ in find_numbers(self.text, start, end, self.rulebook, self.lexicon):
            return begin, stop
        return None

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
        if not spans or raw[: spans[0][0]].strip(BLANK):
            return None
        return [(start + a, start + b) for a, b in spans], rule


def solid(text: str) -> str:
    """`text` without any white space."""
    return "".join(text.split())
