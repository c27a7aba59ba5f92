"""Headings: where the title of a numbered division ends, and whether it has one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planparse.layout.numbering import Marker
from planparse.layout.titles import Words, find_title_end
from planparse.outline import Node, Outline
from planparse.rulebook import Rulebook
from planparse.text import Span

CLAUSES = 30  # a sentence of three clauses is longer, a title of three is not
RUN_IN = 40  # the longest title that body follows in the same paragraph
ALONE = 80  # the longest title on a line of its own
SHORT = 24  # what is longer and has clauses is rather a sentence than a title
SECTION, ARTICLE, MEASURE, BRACKETED = 2, 3, 5, 7  # ranks
CLEAR, CLOSE, LIKELY = 0.5, 0.8, -2.5  # weight, margin and least weight of a title's lost end
TITLE_MARKS = "。，,；;：:、！!?？"  # in no title of an article
ODD = 0.34  # share of siblings below which a title's lost end is an accident
STYLE = 0.6  # share of siblings that makes a style


class _Line(NamedTuple):
    """What stands behind a number: `start`:`end` in its paragraph, `stop` the first 。 (or -1)."""

    node: Node
    marker: Marker
    start: int
    end: int
    stop: int


def find_headings(
    outline: Outline, markers: Mapping[int, Marker], blocks: Sequence[Span], rulebook: Rulebook
) -> None:
    """Sets `heading` of every node that a marker of `markers` (by offset) heads.

    The rest of the line where number and title stand alone on it; in a run-in division
    the words up to the first 。 where they are a title; where line ends are lost, the
    title that stood on the line, for which siblings are judged together. None for a
    provision of plain sentences.
    """
    text = outline.text
    firsts = [block.start for block in blocks]
    enumerated: dict[int, set[float]] = {}
    lost: dict[tuple[int, float], list[_Line]] = {}
    for node in outline.nodes:
        marker = markers.get(node.start)
        if marker is None or node.number is None or node.parent is None:
            continue
        block = blocks[bisect_right(firsts, node.start) - 1]
        start, end = _stripped(text, marker.end, min(block.end, node.text_end))
        if start >= end:
            node.heading = _on_next_line(text, node, marker)
        elif marker.rank == ARTICLE:
            found = rulebook.rule("structure.article-title").pattern.match(text, start, end)
            node.heading = (
                found.span("title") if found else _over_items(text, node, (start, end), rulebook)
            )
        elif not any(above.kind == "article" for above in node.ancestors()):
            parent = id(node.parent)
            if parent not in enumerated:
                enumerated[parent] = _enumerated(text, node.parent, markers)
            if marker.rank in enumerated[parent]:
                continue
            line = _Line(node, marker, start, end, text.find("。", start, end))
            if line.stop < 0 and (end < block.end or end == block.end) and end - start <= ALONE:
                node.heading = _alone(text, line, rulebook)
            elif marker.rank <= SECTION or marker.fused:
                lost.setdefault((parent, marker.rank), []).append(line)
            else:
                node.heading = _run_in(text, line, rulebook)
    if lost:
        words = Words.of(text)
        for lines in lost.values():
            _find_lost(text, lines, words, rulebook)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "：:.、"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _on_next_line(text: str, node: Node, marker: Marker) -> tuple[int, int] | None:
    """The line below a chapter's or a box's number that stands alone on its own."""
    if marker.rank >= ARTICLE:
        return None
    start = marker.end
    while start < node.text_end and text[start].isspace():
        start += 1
    stop = text.find("\n", start, node.text_end)
    end = stop if stop >= 0 else node.text_end
    start, end = _stripped(text, start, end)
    return (start, end) if 0 < end - start <= ALONE and text[end - 1] not in "。；;" else None


def _over_items(
    text: str, node: Node, line: tuple[int, int], rulebook: Rulebook
) -> tuple[int, int] | None:
    """The title that stands alone on an article's line, over its items or its first paragraph."""
    start, end = line
    title = text[start:end]
    alone = text[end : end + 1].isspace() and (node.children or text[end : node.text_end].strip())
    if not alone or not 2 <= len(title) <= SHORT or any(c in TITLE_MARKS for c in title):
        return None
    return None if _is_provision(title, rulebook) else line


def _enumerated(text: str, parent: Node, markers: Mapping[int, Marker]) -> set[float]:
    """The ranks of children that are items of one sentence, which semicolons part: provisions."""
    ranks = set()
    for child in parent.children:
        tail = text[max(child.start, child.text_end - 8) : child.text_end].rstrip()
        if child.start in markers and tail[-1:] in ("；", ";"):
            ranks.add(markers[child.start].rank)
    return {rank for rank in ranks if rank > ARTICLE}


def _is_provision(words: str, rulebook: Rulebook) -> bool:
    """Whether `words` say what shall be, or what is, rather than name a subject."""
    return rulebook.rule("structure.provision").pattern.search(words) is not None


def _alone(text: str, line: _Line, rulebook: Rulebook) -> tuple[int, int] | None:
    """The title that stands alone on its line; not a lead-in, nor a lone provision."""
    start, end = line.start, line.end
    if text[end - 1] in "；;，,、":
        return None
    colon = text[end - 1] in "：:"
    title = text[start : end - colon]
    if colon and rulebook.rule("structure.lead-in").pattern.search(title):
        return None
    node = line.node
    followed = node.children or (node.text_end > end and text[end : node.text_end].strip())
    if not followed and (
        _is_provision(title, rulebook) or (line.marker.rank > MEASURE and len(title) > RUN_IN)
    ):
        return None
    gap = rulebook.rule("structure.wide-gap").pattern.search(title)
    return start, start + gap.start() if gap else end - colon


def _run_in(text: str, line: _Line, rulebook: Rulebook) -> tuple[int, int] | None:
    """The words up to the first 。 where they are a title and more text follows."""
    node, marker, start, end, stop = line
    if stop < 0 or stop - start > RUN_IN:
        return None
    if marker.rank >= BRACKETED and stop == end - 1 and not node.children:
        return None
    title = text[start:stop]
    if _is_provision(title, rulebook) or rulebook.rule("structure.no-title").pattern.search(title):
        return None
    rest = text[stop + 1 : node.text_end].strip()
    if not rest and not node.children:
        return None
    clauses = title.count("，") + title.count(",")
    # with nothing behind it but who does it, a sentence is the measure and not its title
    if _is_bracket(rest) and not node.children:
        numbered = any(map(str.isdecimal, title))
        if clauses or numbered or len(title) > SHORT:
            return None
    if clauses and marker.rank > MEASURE and len(title) > SHORT:
        return None
    return None if clauses > 1 and len(title) > CLAUSES else (start, stop)


def _is_bracket(words: str) -> bool:
    """Whether `words` are one bracket and no sentence: （省财政厅负责）."""
    words = words.rstrip("。")
    return words[:1] in ("（", "(") and words[-1:] in ("）", ")") and "。" not in words


# ---------------------------------------------------------------------- lost line ends


def _find_lost(text: str, lines: Sequence[_Line], words: Words, rulebook: Rulebook) -> None:
    """Sets the headings of siblings in a paragraph that has lost its line ends.

    Where most of them have a run-in title, that is their style; else each title ends
    where its line ended, if the place is clear enough.
    """
    run_in = [_run_in(text, line, rulebook) for line in lines]
    short = sum(found is not None and found[1] - found[0] <= SHORT for found in run_in)
    if short >= STYLE * len(lines):
        for line, found in zip(lines, run_in, strict=True):
            line.node.heading = found
        return
    ends: list[tuple[tuple[int, int], bool] | None] = []  # the title, and whether it is clear
    for line, found in zip(lines, run_in, strict=True):
        if found and found[1] - found[0] <= SHORT // 2:
            ends.append((found, True))
        else:
            ends.append(_lost_title(text, line, words, rulebook))
    clear = sum(end is not None and end[1] for end in ends)
    alone = lines[0].marker.rank > SECTION and clear < ODD * len(lines)  # the others are sentences
    for line, found, end in zip(lines, run_in, ends, strict=True):
        if known := _known_title(text, line.start, rulebook):
            line.node.heading = known
        elif end and not alone and (end[1] or clear >= STYLE * len(lines)):
            line.node.heading = end[0]
        elif found and found[1] - found[0] <= SHORT:
            line.node.heading = found


def _lost_title(
    text: str, line: _Line, words: Words, rulebook: Rulebook
) -> tuple[tuple[int, int], bool] | None:
    """The likeliest title of a line that ran on, and whether it is clear; None where there is none."""
    known = _before_gap(text, line, rulebook) or _known_title(text, line.start, rulebook)
    if known is None and line.marker.rank <= SECTION:
        known = _before_space(text, line)
    if known:
        return known, True
    limit = line.stop if line.stop >= 0 else line.end
    end = find_title_end(text, line.start, limit, words, rulebook)
    if end is None or end.weight < LIKELY or _is_provision(text[line.start : end.at], rulebook):
        return None
    return (line.start, end.at), end.weight >= CLEAR and end.margin >= CLOSE


def _before_gap(text: str, line: _Line, rulebook: Rulebook) -> tuple[int, int] | None:
    """A title that two wide blanks part from the body: 第五节　加大扶持力度　　进一步加强…."""
    gap = rulebook.rule("structure.wide-gap").pattern.search(
        text, line.start, min(line.end, line.start + ALONE)
    )
    if gap is None or gap.start() - line.start > RUN_IN or 0 <= line.stop < gap.start():
        return None
    title = text[line.start : gap.start()]
    if title[-1] in "；;，,、：:" or _is_provision(title, rulebook):
        return None
    return line.start, gap.start()


def _known_title(text: str, start: int, rulebook: Rulebook) -> tuple[int, int] | None:
    """A title that nearly every notice has, with the body right behind it."""
    longest = max(
        (t for t in rulebook.words("structure.chapter_titles") if text.startswith(t, start)),
        key=len,
        default=None,
    )
    if longest is None:
        return None
    end = start + len(longest)
    return (start, end) if text[end : end + 1] not in tuple("的和及与、，,。：:") else None


def _before_space(text: str, line: _Line) -> tuple[int, int] | None:
    """A chapter's title that a space parts from the body."""
    end = min(
        (at for gap in " \u3000\u00a0" if (at := text.find(gap, line.start, line.end)) > 0), default=-1
    )
    return (line.start, end) if 0 < end - line.start <= SHORT else None
