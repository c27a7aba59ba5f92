"""Furniture: what belongs to a site and not to the notice is marked; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from planparse.rulebook import Rule, Rulebook
from planparse.text import Span, TracedText

EDGE_LINES = 40  # how far from either end of a text a site's lines are looked for
LEADER = 400  # characters at the start of a text in which a site's first words are looked for
TRAILER = 200  # characters at the end of a text in which a site's last words are looked for
LONGEST_FURNITURE = 300  # characters of a line
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
    spans = _leader(text, rulebook)
    passed = spans[-1].end if spans else 0
    for number, (start, end) in enumerate(lines):
        if end - start > LONGEST_FURNITURE or start < passed:
            continue
        head, tail = number < EDGE_LINES, number >= len(lines) - EDGE_LINES
        seen = by_zone[head, tail]
        line = text[start:end].strip()
        run = _run(text, lines, number) if head or tail else [number]
        rule = None
        if len(run) > 1:
            rule = _rule_of("".join([text[slice(*lines[n])] for n in run]).strip(), seen)
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
    for rule in rules:  # a loop, for it runs for every line
        if rule.pattern.fullmatch(line):
            return rule
    return None


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


def _run(text: str, lines: list[tuple[int, int]], number: int) -> list[int]:
    """The numbers of the lines that hold what line `number` begins: more than one for a web address."""
    run = [number]
    start = lines[number][0]
    while (following := run[-1] + 1) < len(lines) and lines[following][1] - start <= LONGEST_FURNITURE:
        if not _goes_on(text, lines[run[-1]], lines[following]):
            break
        run.append(following)
    return run


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a web address that ends the one line goes on in the next."""
    words = text[slice(*line)]
    if following[0] != line[1] + 1 or "://" not in words or text.startswith(FIRST, following[0]):
        return False
    address = words.rsplit(maxsplit=1)[-1]
    return "://" in address and address[-1].isascii() and _is_address(text[slice(*following)].strip())


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
