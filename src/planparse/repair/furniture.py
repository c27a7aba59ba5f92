"""Furniture: what belongs to a site and not to the notice is marked; nothing is deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from planparse.rulebook import Rule, Rulebook
from planparse.text import Span, TracedText

EDGE_LINES = 40  # how far from either end of a text a site's lines are looked for
LEADER = 400  # characters at the start of a text in which a site's first words are looked for
TRAILER = 200  # characters at the end of a text in which a site's last words are looked for
LONGEST_FURNITURE = 300  # characters of a line
NARROWEST, WIDEST = 16, 90  # characters of a line that was broken at a fixed width
FULL_LINES, FULL_SHARE, LONGER_SHARE = 3, 0.15, 0.05  # lines of that width; and longer ones
FIRST = ("\u3000", "\t", "  ", "#")  # a line that begins so is a paragraph's first
SHORTEST_ADDRESS = 4  # characters of a line that goes on with a web address


def find_furniture(traced: TracedText, rulebook: Rulebook) -> list[Span]:
    """The spans in the restored text that are a site's, sorted and apart.

    Lines come with their line ends, adjacent ones joined; a line that was broken at a fixed
    width comes whole. In a text without lines it is what stands before the notice or behind it.

    >>> from planparse.rulebook import default
    >>> find_furniture(TracedText("首页 > 政策\\n一、总则\\n— 1 —\\n二、附则"), default())
    [Span(start=0, end=8), Span(start=13, end=19)]
    """
    text = traced.text
    rules = [rule for rule in rulebook.group("restore.furniture") if rule.may_see(text)]
    lines = list(_lines(text)) if rules else []
    by_zone = {
        (head, tail): [rule for rule in rules if rule.options["zone"] in _zones(head, tail)]
        for head, tail in product((False, True), repeat=2)
    }
    wraps = _Wraps(traced, lines, rulebook)
    spans = _leader(text, rulebook)
    passed = spans[-1].end if spans else 0
    for number, (start, end) in enumerate(lines):
        if end - start > LONGEST_FURNITURE or start < passed:
            continue
        head, tail = number < EDGE_LINES, number >= len(lines) - EDGE_LINES
        seen = by_zone[head, tail]
        line = text[start:end].strip()
        run = wraps.run(number) if head or tail else [number]
        rule = _rule_of(wraps.joined(run), seen) if len(run) > 1 else None
        last = run[-1] if rule else number
        rule = rule or _rule_of(line, seen)
        if rule is None:
            continue
        to_end = rule.options.get("to_end", False)
        passed = len(text) if to_end else min(lines[last][1] + 1, len(text))
        if spans and not text[spans[-1].end : start].strip():
            spans[-1] = Span(spans[-1].start, passed)
        else:
            spans.append(Span(start, passed))
    return _with_trailer(text, spans, rulebook)


def _zones(head: bool, tail: bool) -> set[str]:
    """The zones of a rule that a line near the text's head, or its tail, lies in."""
    return {"any", *(("head", "edge") if head else ()), *(("tail", "edge") if tail else ())}


def _rule_of(line: str, rules: Sequence[Rule]) -> Rule | None:
    return next((rule for rule in rules if rule.pattern.fullmatch(line)), None)


def _leader(text: str, rulebook: Rulebook) -> list[Span]:
    """What a site puts in the first line, before the notice's own words."""
    head = text[:LEADER]
    if "\n" in head.strip():
        return []  # a site's words have lines of their own
    spans: list[Span] = []
    for rule in rulebook.group("restore.leader"):
        found = rule.pattern.search(head) if rule.may_see(head) else None
        if found and (not spans or spans[-1].end <= found.start()):
            spans.append(Span(*found.span()))
    return spans


def _with_trailer(text: str, spans: list[Span], rulebook: Rulebook) -> list[Span]:
    """`spans` with what a site adds in the last line, behind the notice's own words."""
    behind = spans[-1] if spans and not text[spans[-1].end :].strip() else Span(len(text), len(text))
    before = spans[:-1] if spans and behind is spans[-1] else spans
    first = max(0, behind.start - TRAILER)
    # a line may have been broken in them
    places = [at for at in range(first, behind.start) if text[at] != "\n"]
    tail = "".join([text[at] for at in places])
    for rule in rulebook.group("restore.trailer"):
        found = rule.pattern.search(tail) if rule.may_see(tail) else None
        if found and found[0] and (not before or before[-1].end <= places[found.start()]):
            return [*before, Span(places[found.start()], len(text))]
    return spans


class _Wraps:
    """Which lines go on in the next one, in a text whose lines were broken at a fixed width.

    The width is the source's: what restoration took out of a line stood in it.
    """

    def __init__(self, traced: TracedText, lines: list[tuple[int, int]], rulebook: Rulebook) -> None:
        self._traced = traced
        self._lines = lines
        self._page = rulebook.rule("restore.page-number")
        self._width: int | None = None

    def run(self, number: int) -> list[int]:
        """The numbers of the lines that were one line: mostly `number` alone."""
        run = [number]
        start = self._lines[number][0]
        following = self._following(number)
        while following and self._lines[following][1] - start <= LONGEST_FURNITURE:
            run.append(following)
            following = self._following(following)
        return run

    def joined(self, run: list[int]) -> str:
        """The lines of `run` as the one that they were."""
        text = self._traced.text
        return "".join([text[slice(*self._lines[number])] for number in run]).strip()

    def _following(self, number: int) -> int | None:
        """The number of the line in which line `number` goes on: the next, or behind a page number."""
        if number + 1 == len(self._lines) or self._lines[number + 1][0] != self._lines[number][1] + 1:
            return None
        if self._goes_on(number, number + 1):
            page = self._traced.text[slice(*self._lines[number + 1])].strip()
            if not self._page.pattern.fullmatch(page):
                return number + 1
            adjacent = self._lines[number + 1][1] + 1
            if number + 2 < len(self._lines) and self._lines[number + 2][0] == adjacent:
                return number + 2 if self._goes_on(number, number + 2) else None
        return None

    def _goes_on(self, number: int, next_one: int) -> bool:
        text = self._traced.text
        (start, end), (following, stop) = self._lines[number], self._lines[next_one]
        width = self._wrapped_width()
        if width and len(self._source_line(start)) == width:
            return not self._source_line(following).startswith(FIRST)
        line = text[start:end]
        if "://" not in line or text.startswith(FIRST, following):
            return False
        address = line.rsplit(maxsplit=1)[-1]
        more = text[following:stop].strip()
        return "://" in address and address[-1].isascii() and _is_address(more)

    def _source_line(self, start: int) -> str:
        """The line of the source that the character at `start` stood in; cut where it is very long."""
        source, at = self._traced.source, self._traced.source_span(start, start + 1).start
        earliest = max(0, at - LONGEST_FURNITURE)
        first = max(source.rfind("\n", earliest, at) + 1, earliest)
        end = source.find("\n", at, at + LONGEST_FURNITURE)
        return source[first : end if end >= 0 else at + LONGEST_FURNITURE].rstrip("\r")

    def _wrapped_width(self) -> int:
        if self._width is None:
            self._width = _wrapped_width(self._traced.source)
        return self._width


def _wrapped_width(source: str) -> int:
    """Characters of a full line of a text whose lines were broken at a fixed width; 0 of another."""
    lengths = Counter([len(line.rstrip("\r")) for line in source.split("\n")])
    long = {length: count for length, count in lengths.items() if length >= NARROWEST}
    if not long:
        return 0
    width, full = max(long.items(), key=lambda item: (item[1], item[0]))
    longer = sum(count for length, count in long.items() if length > width)
    total = sum(long.values())
    wrapped = full >= max(FULL_LINES, FULL_SHARE * total) and longer <= LONGER_SHARE * total
    return width if wrapped and width <= WIDEST else 0


def _is_address(line: str) -> bool:
    plain = line.isascii() and not any(map(str.isspace, line)) and any(map(str.isalnum, line))
    return plain and len(line) >= SHORTEST_ADDRESS


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line that holds more than white space, without its line end."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        if text[start:end].strip():
            yield start, end
        start = end + 1
