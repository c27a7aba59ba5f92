"""Structure: the restored text as a tree of divisions that tiles it.

Paragraphs first, then the parts (letter, plan, annexes), then in each part the best
consistent reading of its numbers, then what stands around them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.diagnostics import Code, Report
from planparse.headings import find_heading
from planparse.numbering import GLUED, PARAGRAPH, SENTENCE, Heading, Marker, search
from planparse.numbers import parse_ordinal
from planparse.outline import Node, Outline
from planparse.parts import (
    Part,
    find_contents,
    find_parts,
    find_repetition,
    head_pieces,
    paragraphs,
    title_before,
)
from planparse.rulebook import Rulebook
from planparse.text import Span

SENTENCE_ENDS = "。；;：:！!？?）)】」』”》〕…"
LETTERS_FOR_ONE = ("l", "ｌ", "I", "Ｉ")
ANNEX_LIST = 700  # characters before a signature in which the list 附件：1.… 2.… stands
FUSED_LENGTH, FUSED_SHARE, FUSED_MARKERS = 700, 0.6, 3


class _Start(NamedTuple):
    """Where a node begins, and how deep (0 a part)."""

    at: int
    depth: int
    node: Node


def structure(
    text: str, furniture: Sequence[Span], rulebook: Rulebook
) -> tuple[Outline, list[Report]]:
    """The outline of `text`: its nodes tile it, each character is in one node's own words.

    Gaps in a sequence of numbers and texts without any number are reported.
    """
    blocks = paragraphs(text, furniture, rulebook)
    markers = _markers(text, blocks, rulebook)
    reports: list[Report] = []
    again = find_repetition(text, [marker.start for marker in markers])
    if again:
        reports.append(Report(Code.REPEATED_DOCUMENT, "the same words stand before", *again))
        furniture = [*(span for span in furniture if span.end <= again.start), again]
        blocks = paragraphs(text, furniture, rulebook)
        markers = [marker for marker in markers if marker.start < again.start]
    parts = find_parts(text, blocks, rulebook)
    starts: list[_Start] = []
    numbered = 0
    for part, headings, contents in _documents(text, parts, markers, blocks, rulebook):
        numbered += len(headings)
        starts += _part_starts(text, part, headings, contents, blocks, furniture, rulebook)
        reports += _gaps(headings)
    roots = _tree(text, starts)
    if text.strip() and not numbered:
        reports.append(Report(Code.NO_NUMBERING, "no numbered division in the text", 0, 0))
    _name(roots)
    outline = Outline(text, roots)
    _find_headings(outline, blocks, markers, rulebook)
    _find_sentences(outline)
    return outline, reports


def _documents(
    text: str,
    parts: Sequence[Part],
    markers: Sequence[Marker],
    blocks: Sequence[Span],
    rulebook: Rulebook,
) -> Iterator[tuple[Part, list[Heading], Span | None]]:
    """Each part with its headings and its table of contents.

    A part whose numbers begin anew below a title is several.
    """
    for whole in parts:
        part = whole
        inside = [m for m in markers if part.body <= m.start < _body_end(part)]
        contents = find_contents(text, part, blocks, [m.start for m in inside], rulebook)
        if contents:
            inside = [m for m in inside if not contents.start <= m.start < contents.end]
        headings = search(_without_annex_list(text, part, blocks, inside))
        first = 0
        for index, heading in enumerate(headings):
            if not heading.restart or index == first:
                continue
            before = headings[index - 1].marker.end
            at = title_before(text, before, heading.marker.start, blocks, rulebook)
            if at is None:
                continue
            yield part._replace(end=at, signature=None), headings[first:index], contents
            contents = None
            part = Part("plan", at, whole.end, at, None, whole.signature)
            first = index
        yield part, headings[first:], contents


# ---------------------------------------------------------------------- numbers


def _markers(text: str, blocks: Sequence[Span], rulebook: Rulebook) -> list[Marker]:
    """Every number in a paragraph that may head a division, in order."""
    firsts = [block.start for block in blocks]
    found: dict[int, tuple[int, int, str, float, int, int, int, str]] = {}
    inside: dict[int, int] = {}
    rows = {n for n, block in enumerate(blocks) if text.find("\t", block.start, block.end) >= 0}
    for rule in rulebook.group("structure.marker"):
        rank, kind = rule.options["rank"], rule.options["kind"]
        for match in rule.pattern.finditer(text):
            start = match.start()
            ordinal = 1 if match["n"] in LETTERS_FOR_ONE else parse_ordinal(match["n"])
            paragraph = bisect_right(firsts, start) - 1
            if not ordinal or paragraph < 0 or start >= blocks[paragraph].end or start in found:
                continue
            if paragraph in rows:  # of a table: its cells are no headings
                continue
            where = _where(text, start, firsts[paragraph])
            if rule.options.get("paragraph") and where < PARAGRAPH:
                continue
            if where < PARAGRAPH:
                inside[paragraph] = inside.get(paragraph, 0) + 1
            number = match[0].strip()
            found[start] = (start, match.end(), number, rank, ordinal, where, paragraph, kind)
    fused = {
        paragraph
        for paragraph, count in inside.items()
        if count >= FUSED_MARKERS and _is_long(blocks[paragraph], len(text))
    }
    return [
        Marker(start, end, number, rank, ordinal, where, paragraph, paragraph in fused, kind)
        for start, end, number, rank, ordinal, where, paragraph, kind in sorted(found.values())
    ]


def _is_long(block: Span, length: int) -> bool:
    """Whether a paragraph is so long, or so much of the whole text, that it has lost line ends."""
    return block.end - block.start > min(FUSED_LENGTH, FUSED_SHARE * length)


def _where(text: str, start: int, paragraph_start: int) -> int:
    before = start - 1
    while before >= paragraph_start and text[before].isspace():
        before -= 1
    if before < paragraph_start:
        return PARAGRAPH
    return SENTENCE if text[before] in SENTENCE_ENDS else GLUED


def _body_end(part: Part) -> int:
    return part.signature.start if part.signature else part.end


def _without_annex_list(
    text: str, part: Part, blocks: Sequence[Span], markers: list[Marker]
) -> list[Marker]:
    """Without the numbers of the list 附件：1.… 2.… that a letter ends with."""
    opening = _annex_list(text, part, blocks)
    return [marker for marker in markers if marker.start < opening] if opening else markers


def _annex_list(text: str, part: Part, blocks: Sequence[Span]) -> int | None:
    """Where 附件：… stands in the last paragraphs before the signature (or before the part's end)."""
    end = _body_end(part)
    low = max(part.body, end - ANNEX_LIST)
    for block in reversed([b for b in blocks if low <= b.start < end]):
        head = text[block.start : block.start + 4].replace(" ", "").replace("\u3000", "")
        if head.startswith(("附件：", "附件:", "附：", "附:")):
            return block.start
    at = max(text.rfind("附件：", low, end), text.rfind("附件:", low, end))
    return at if at > 0 and text[at - 1] in "。 \u3000\n" and part.signature else None


def _gaps(headings: Sequence[Heading]) -> list[Report]:
    reports = []
    for heading in headings:
        if heading.missing:
            message = (
                f"before {heading.marker.number} {heading.missing} number(s) of the sequence are missing"
                if heading.missing > 0
                else f"{heading.marker.number} stands out of order"
            )
            reports.append(
                Report(Code.SEQUENCE_GAP, message, heading.marker.start, heading.marker.end)
            )
    return reports


# ---------------------------------------------------------------------- nodes


def _part_starts(
    text: str,
    part: Part,
    headings: Sequence[Heading],
    contents: Span | None,
    blocks: Sequence[Span],
    furniture: Sequence[Span],
    rulebook: Rulebook,
) -> list[_Start]:
    """The starts of a part's own node and of all nodes in it, in order."""
    label = text[part.label.start : part.label.end] if part.label else None
    kind = "annex" if part.kind == "annex" else "part"
    root = Node(kind, part.start, part.end, number=label, ordinal=_label_ordinal(label))
    root.part = part.kind
    first = headings[0].marker.start if headings else _body_end(part)
    annexes = _annex_list(text, part, blocks)
    if annexes is not None:
        first = min(first, annexes)
    inner: list[_Start] = []
    for piece in head_pieces(text, part, first, blocks, rulebook, contents):
        inner.append(_Start(piece.start, 1, Node(piece.kind, piece.start, piece.start)))
    has_children = any(heading.depth > 0 and heading.marker.rank >= 0 for heading in headings)
    article = -1  # the depth of the article that is open
    for heading in headings:
        marker = heading.marker
        if marker.kind == "article":
            article = heading.depth
        elif heading.depth <= article:
            article = -1
        node = Node(
            _kind(heading, has_children, article + 1),
            marker.start,
            marker.start,
            number=marker.number.rstrip("：:") if marker.rank < 0 else marker.number,
            ordinal=marker.ordinal,
            confidence=_confidence(heading),
        )
        inner.append(_Start(marker.start, heading.depth + 1, node))
    last = headings[-1].marker.start if headings else first
    if annexes is not None and annexes >= last:
        inner.append(_Start(annexes, 1, Node("paragraph", annexes, annexes)))
    closing = _closing(text, part, headings, blocks, annexes, rulebook)
    if closing is not None:
        inner.append(_Start(closing, 1, Node("closing", closing, closing)))
    if part.signature and part.signature.end > part.signature.start:
        at = part.signature.start
        inner.append(_Start(at, 1, Node("signature", at, at)))
        note = part.signature.end
        while note < part.end and text[note].isspace():
            note += 1
        if note < part.end:
            inner.append(_Start(note, 1, Node("closing", note, note)))
    inner.sort(key=lambda start: start.at)
    return [_Start(part.start, 0, root), *_with_furniture(text, part, inner, furniture)]


def _label_ordinal(label: str | None) -> int | None:
    if label is None:
        return None
    digits = "".join(ch for ch in label if ch not in "附件表录 \u3000—－-")
    return parse_ordinal(digits) if digits else None


def _kind(heading: Heading, has_children: bool, below_article: int) -> str:
    """The kind of a numbered node: by its form for 章, 节, 条 and boxes, else by its depth.

    `below_article` is the depth right below the article that it stands in, 0 outside one.
    """
    rank, depth = heading.marker.rank, heading.depth
    if rank <= 3:
        return heading.marker.kind
    if below_article:
        return "item" if depth <= below_article else "subitem"
    if depth == 0:
        return "chapter" if has_children else "measure"
    return ("measure", "item")[depth - 1] if depth <= 2 else "subitem"


def _confidence(heading: Heading) -> float:
    sure = {PARAGRAPH: 0.99, SENTENCE: 0.95, GLUED: 0.9}[heading.marker.where]
    return round(sure - (0.2 if heading.missing else 0.0), 2)


def _closing(
    text: str,
    part: Part,
    headings: Sequence[Heading],
    blocks: Sequence[Span],
    annexes: int | None,
    rulebook: Rulebook,
) -> int | None:
    """Where the paragraph that speaks of the whole part stands behind its last number."""
    if not headings:
        return None
    last = headings[-1].marker.start
    end = min(_body_end(part), annexes if annexes is not None and annexes > last else part.end)
    tail = [block for block in blocks if last < block.start < end]
    openings = rulebook.words("structure.closing_openings")
    line_end = next((b.end for b in blocks if b.start <= last < b.end), last)
    title_alone = text.find("。", last, line_end) < 0
    for number, block in enumerate(tail):
        if number == 0 and (title_alone or headings[-1].marker.kind == "article"):
            continue
        if text.startswith(openings, block.start) and len(tail) - number <= 3:
            return block.start
    return None


def _with_furniture(
    text: str, part: Part, inner: list[_Start], furniture: Sequence[Span]
) -> list[_Start]:
    """`inner` with a site's words between: nodes of their own, the text behind them resumed."""
    spans = [span for span in furniture if part.start <= span.start < part.end]
    if not spans:
        return inner
    ats = [start.at for start in inner]
    result = list(inner)
    for span in spans:
        index = bisect_right(ats, span.start) - 1
        current = inner[index] if index >= 0 else None
        depth = current.depth + 1 if current and current.node.number else 1
        result.append(_Start(span.start, depth, Node("furniture", span.start, span.end)))
        resumed = span.end
        while resumed < part.end and text[resumed].isspace():
            resumed += 1
        following = inner[index + 1].at if index + 1 < len(inner) else part.end
        following = min([following, *(s.start for s in spans if s.start >= span.end)])
        if resumed < following:
            kind = "paragraph" if current is None or current.node.number else current.node.kind
            result.append(_Start(resumed, depth, Node(kind, resumed, resumed)))
    result.sort(key=lambda start: start.at)
    return result


def _tree(text: str, starts: Sequence[_Start]) -> list[Node]:
    """The nodes as a tree: each goes on to the next start that is not deeper."""
    roots: list[Node] = []
    stack: list[tuple[int, Node]] = []
    for at, depth, node in starts:
        while stack and stack[-1][0] >= depth:
            stack.pop()[1].end = at
        if stack:
            parent = stack[-1][1]
            if not parent.children:
                parent.text_end = at
            parent.add(node)
            node.part = parent.part
        else:
            node.start = 0 if not roots else at
            roots.append(node)
        node.text_end = -1
        stack.append((depth, node))
    while stack:
        stack.pop()[1].end = len(text)
    for root in roots:
        for node in root.walk():
            node.text_end = node.children[0].start if node.children else node.end
    return roots


def _name(roots: Sequence[Node]) -> None:
    """Ids: the path of ordinals from the part; `p1`, `p2` without one; `~2` for a repeat."""
    taken: dict[str, int] = {}
    counts: dict[str, int] = {}
    for root in roots:
        name = root.part
        if root.kind == "annex":
            name = f"annex{root.ordinal}" if root.ordinal else "annex"
        counts[name] = counts.get(name, 0) + 1
        root.id = name if counts[name] == 1 else f"{name}~{counts[name]}"
        for node in root.walk():
            node.part = root.id
        taken[root.id] = 1
        for node in root.walk():
            plain = 0
            for child in node.children:
                if child.ordinal is None:
                    plain += 1
                    last = f"p{plain}"
                else:
                    last = f"box{child.ordinal}" if child.kind == "box" else str(child.ordinal)
                child.id = f"{node.id}/{last}"
                taken[child.id] = taken.get(child.id, 0) + 1
                if taken[child.id] > 1:
                    child.id = f"{child.id}~{taken[child.id]}"


def _find_headings(
    outline: Outline, blocks: Sequence[Span], markers: Sequence[Marker], rulebook: Rulebook
) -> None:
    firsts = [block.start for block in blocks]
    by_start = {marker.start: marker for marker in markers}
    for node in outline.nodes:
        marker = by_start.get(node.start)
        if marker is None or node.number is None:
            continue
        block = blocks[bisect_right(firsts, node.start) - 1]
        node.heading = find_heading(outline.text, node, marker, block, rulebook)


def _find_sentences(outline: Outline) -> None:
    """The sentences of every node: to 。！？ with the brackets and quotes that close behind it, or a line end."""
    text = outline.text
    for node in outline.nodes:
        start, end = node.start, node.text_end
        if node.kind == "furniture":
            continue
        while start < end:
            stops = [at for mark in "。！？\n" if (at := text.find(mark, start, end)) >= 0]
            stop = min(stops, default=end - 1) + 1
            while stop < end and text[stop] in "”’』」）)】":
                stop += 1
            first = start
            while first < stop and text[first].isspace():
                first += 1
            last = stop
            while last > first and text[last - 1].isspace():
                last -= 1
            if last > first:
                node.sentences.append((first, last))
            start = stop
