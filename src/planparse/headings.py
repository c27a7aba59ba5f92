"""Headings: where the title of a numbered division ends, and whether it has one."""

from __future__ import annotations

import regex

from planparse.numbering import Marker
from planparse.outline import Node
from planparse.rulebook import Rulebook
from planparse.text import Span

RUN_IN = 40  # the longest title that body follows in the same paragraph
ALONE = 80  # the longest title on a line of its own
SHORT = 24  # what is longer and has clauses is rather a sentence than a title
ARTICLE = 3


def find_heading(
    text: str, node: Node, marker: Marker, block: Span, rulebook: Rulebook
) -> tuple[int, int] | None:
    """The span of the title of `node`, whose number is `marker` in the paragraph `block`.

    The rest of the line where number and title stand alone on it; in a run-in division
    the words up to the first 。 where they are a title; where line ends are lost, the
    title that stood on the line. None for a provision of plain sentences.
    """
    start, end = _stripped(text, marker.end, min(block.end, node.text_end))
    if start >= end:
        if marker.rank >= ARTICLE:
            return None
        start, end = _next_line(text, end, node.text_end)
        return (start, end) if 0 < end - start <= ALONE and text[end - 1] not in "。；;" else None
    if marker.rank == ARTICLE:
        return _article_title(text, start, end)
    if any(above.kind == "article" for above in node.ancestors()):
        return None
    stop = text.find("。", start, end)
    words = rulebook.words("structure.provision_words")
    if stop < 0:
        alone = end < block.end or end == block.end
        if alone and end - start <= ALONE and text[end - 1] not in "；;，,、":
            colon = text[end - 1] in "：:"
            title = text[start : end - colon]
            if colon and (len(title) > 20 or regex.search(r"的$|[下以如]下?列?$|之一|以下|下列|如下", title)):
                return None
            followed = node.children or node.text_end > end and text[end : node.text_end].strip()
            if not followed and _is_provision(title, words):
                return None
            if not followed and marker.rank > 5 and len(title) > RUN_IN:
                return None
            return start, end - colon
        return _lost_line(text, start, end, rulebook) if marker.fused and marker.rank <= 5 else None
    if stop - start <= RUN_IN and not _is_provision(text[start:stop], words):
        more_in_paragraph = text[stop + 1 : end].strip()
        more = more_in_paragraph or text[end : node.text_end].strip() or node.children
        title = text[start:stop]
        if more and not regex.search(r"[；;：:]|^(?:到|截至)?(?:19|20)\d\d年", title):
            if marker.fused and marker.rank <= 5:
                lost = _known_title(text, start, rulebook)
                if lost is None and len(title) > SHORT:
                    lost = _lost_line(text, start, stop, rulebook)
                return lost or (start, stop)
            clauses = any(ch in "，," for ch in title)
            return None if marker.rank > 5 and clauses and len(title) > SHORT else (start, stop)
    if marker.fused and marker.rank <= 5:
        return _lost_line(text, start, min(stop, end), rulebook)
    return None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "：:.、"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _next_line(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    stop = text.find("\n", start, end)
    return start, stop if stop >= 0 else end


def _article_title(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The title of an article stands in brackets: 第一条（目的与依据）."""
    found = regex.compile(r"[（(【]([^（()）】。]{2,20})[)）】]").match(text, start, end)
    return found.span(1) if found else None


def _is_provision(words: str, provision_words: tuple[str, ...]) -> bool:
    return words.endswith(("的", "之一")) or any(word in words for word in provision_words)


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


def _lost_line(text: str, start: int, end: int, rulebook: Rulebook) -> tuple[int, int] | None:
    """The title whose line end is lost: a known one, or what stands before a body's opening words."""
    known = _known_title(text, start, rulebook)
    if known:
        return known
    window = text[start : min(end, start + RUN_IN)]
    first = len(window)
    for words in rulebook.words("structure.body_openings"):
        if len(words) > 1 and 0 < (at := window.find(words, 3)) < first:
            first = at
    if first == len(window) or any(ch in "，,；;：:" for ch in window[:first]):
        return None
    return start, start + first
