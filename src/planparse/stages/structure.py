"""Structure: the restored text as a tree of divisions that tiles it.

Paragraphs first, then the parts (letter, plan, annexes), then in each part the best
consistent reading of its numbers, then what stands around them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from planparse.diagnostics import Code, Report
from planparse.layout.headings import find_headings
from planparse.layout.heads import find_contents, head_pieces, title_before
from planparse.layout.markers import find_markers
from planparse.layout.numbering import PARAGRAPH, SENTENCE, Doubt, Heading, Marker, search
from planparse.layout.paragraphs import Layout, find_repetition
from planparse.layout.parts import Part, find_annex_list, find_parts
from planparse.numbers import parse_ordinal
from planparse.outline import Node, Outline
from planparse.rulebook import Rulebook
from planparse.text import Span, strip

ARTICLE = 3  # the rank of 第X条; what stands above it is named by its form
DOUBTED = 0.6  # the confidence of a number that another reading, nearly as good, reads otherwise
CLOSING_LINES = 3  # how many paragraphs behind the last number may speak of the whole part


class _Start(NamedTuple):
    """Where a node begins, and how deep (0 a part)."""

    at: int
    depth: int
    node: Node


class _Document(NamedTuple):
    """A part with its headings, its table of contents, and where its list of annexes begins.

    `doubts` are the choices among its numbers that were close.
    """

    part: Part
    headings: list[Heading]
    doubts: list[Doubt]
    contents: Span | None
    annexes: int | None


def structure(
    text: str, furniture: Sequence[Span], rulebook: Rulebook, tables: Sequence[Span] = ()
) -> tuple[Outline, list[Report]]:
    """The outline of `text`: its nodes tile it, each character is in one node's own words.

    Nothing inside one of the `tables`, which are sorted and apart, heads a division. Gaps in a
    sequence of numbers, a document that stands twice, and a text without any number are reported.

    >>> from planparse.rulebook import default
    >>> outline, reports = structure("一、目标\\n（一）提质。做优。\\n（二）增效。做强。", [], default())
    >>> [(node.id, node.number) for node in outline.nodes]
    [('plan', None), ('plan/1', '一、'), ('plan/1/1', '（一）'), ('plan/1/2', '（二）')]
    """
    layout = Layout.of(text, furniture, rulebook, tables)
    markers = find_markers(layout)
    reports: list[Report] = []
    again = find_repetition(text, [marker.start for marker in markers])
    if again:
        reports.append(Report(Code.REPEATED_DOCUMENT, "the same words stand before", *again))
        furniture = [*(span for span in furniture if span.end <= again.start), again]
        layout = Layout.of(text, furniture, rulebook, tables)
        markers = [marker for marker in markers if marker.start < again.start]
    starts: list[_Start] = []
    numbered = 0
    for document in _documents(layout, markers):
        numbered += len(document.headings)
        starts += _starts(layout, document)
        reports += _gaps(document.headings)
        reports += _doubtful(document)
    if text and not numbered:
        reports.append(Report(Code.NO_NUMBERING, "no numbered division in the text", 0, 0))
    outline = Outline(text, _named(_tree(text, starts)))
    find_headings(outline, {marker.start: marker for marker in markers}, layout.blocks, rulebook)
    _find_sentences(outline, rulebook)
    return outline, reports


def _documents(layout: Layout, markers: Sequence[Marker]) -> Iterator[_Document]:
    """Each part of the notice; a part whose numbers begin anew below a title is several."""
    offsets = [marker.start for marker in markers]
    for whole in find_parts(layout):
        part = whole
        annexes = find_annex_list(layout, part)
        end = part.body_end if annexes is None else annexes
        low, high = bisect_left(offsets, part.body), bisect_left(offsets, end)
        contents = find_contents(layout, part.body, end, offsets[low:high])
        behind = bisect_left(offsets, contents.end) if contents else low
        headings, doubts = search(markers[max(low, behind) : high])
        first = 0
        for index, heading in enumerate(headings):
            if not heading.restart or index == first:
                continue
            at = title_before(layout, headings[index - 1].marker.end, heading.marker.start)
            if at is None:
                continue
            before = [doubt for doubt in doubts if doubt.marker.start < at]
            ended = part._replace(end=at, signature=None)
            yield _Document(ended, headings[first:index], before, contents, None)
            part = Part("plan", at, whole.end, at, None, whole.signature)
            doubts, contents, first = doubts[len(before) :], None, index
        yield _Document(part, headings[first:], doubts, contents, annexes)


def _gaps(headings: Sequence[Heading]) -> Iterator[Report]:
    for heading in headings:
        number, missing = heading.marker.number, heading.missing
        if missing:
            message = (
                f"{number} stands out of order"
                if missing < 0
                else f"{missing} number{'s' * (missing > 1)} missing before {number}"
            )
            yield Report(Code.SEQUENCE_GAP, message, heading.marker.start, heading.marker.end)


def _doubtful(document: _Document) -> Iterator[Report]:
    """Choices that were close; where several depend on each other, the first of them."""
    order = {heading.marker.start: number for number, heading in enumerate(document.headings)}
    last = -1  # the number of the heading that the last doubt was about
    for doubt in document.doubts:
        marker = doubt.marker
        number = order.get(marker.start)
        if number is None:
            other = "it is read as part of a sentence, and could head a division"
        elif doubt.depth is None:
            other = "it is read as the number of a division, and could be part of a sentence"
        else:
            other = "it is read as the number of a division, and could stand higher or lower"
        if number is None or number != last + 1:
            message = f"{marker.number}: {other}"
            yield Report(Code.LOW_CONFIDENCE, message, marker.start, marker.end)
        last = last if number is None else number


# ---------------------------------------------------------------------- nodes


def _starts(layout: Layout, document: _Document) -> list[_Start]:
    """The starts of a part's own node and of all nodes in it, in order."""
    part, headings, doubts, contents, annexes = document
    text = layout.text
    first = headings[0].marker.start if headings else part.body_end
    if annexes is not None:
        first = min(first, annexes)
    inner = [
        _Start(piece.start, 1, Node(piece.kind, piece.start, piece.start))
        for piece in head_pieces(layout, part.body, first, contents)
    ]
    inner += _numbered(headings, {doubt.marker.start for doubt in doubts})
    tail: list[tuple[int | None, str]] = [
        (annexes, "paragraph"),
        (_closing(layout, document), "closing"),
    ]
    if part.signature:
        note = part.signature.end
        while note < part.end and text[note].isspace():
            note += 1
        tail += [(part.signature.start, "signature"), (note if note < part.end else None, "closing")]
    inner += [_Start(at, 1, Node(kind, at, at)) for at, kind in tail if at is not None]
    inner.sort(key=lambda start: start.at)
    return [_Start(part.start, 0, _root(text, part)), *_with_furniture(layout, part, inner)]


def _root(text: str, part: Part) -> Node:
    """The node of a part; an annex's number is its label."""
    label = text[part.label.start : part.label.end] if part.label else None
    ordinal = parse_ordinal("".join(label.split()).lstrip("附件表录—－-")) if label else None
    kind = "annex" if part.kind == "annex" else "part"
    root = Node(kind, part.start, part.end, number=label, ordinal=ordinal)
    root.part = part.kind
    return root


def _numbered(headings: Sequence[Heading], doubted: AbstractSet[int]) -> Iterator[_Start]:
    """The starts of the numbered nodes; those at an offset in `doubted` are less sure."""
    nested = any(heading.depth > 0 and heading.marker.rank >= 0 for heading in headings)
    article = -1  # the depth of the article that is open
    for heading in headings:
        marker = heading.marker
        if marker.rank == ARTICLE:
            article = heading.depth
        elif heading.depth <= article:
            article = -1
        node = Node(
            _kind(heading, nested, article + 1),
            marker.start,
            marker.start,
            number=marker.number.rstrip("：:") if marker.rank < 0 else marker.number,
            ordinal=marker.ordinal,
            confidence=_confidence(heading, marker.start in doubted),
        )
        yield _Start(marker.start, heading.depth + 1, node)


def _kind(heading: Heading, nested: bool, below_article: int) -> str:
    """The kind of a numbered node: by its form for 章, 节, 条 and boxes, else by its depth.

    `nested` tells whether any number stands below another one; `below_article` is the
    depth right below the article that this one stands in, 0 outside one.
    """
    rank, depth = heading.marker.rank, heading.depth
    if rank <= ARTICLE:
        return heading.marker.kind
    if below_article:
        return "item" if depth <= below_article else "subitem"
    if depth == 0:
        return "chapter" if nested else "measure"
    return ("measure", "item")[depth - 1] if depth <= 2 else "subitem"


def _confidence(heading: Heading, doubted: bool) -> float:
    sure = {PARAGRAPH: 0.99, SENTENCE: 0.95}.get(heading.marker.where, 0.9)
    if doubted:
        sure = DOUBTED
    return round(sure - (0.2 if heading.missing else 0.0), 2)


def _closing(layout: Layout, document: _Document) -> int | None:
    """Where the paragraph that speaks of the whole part stands behind its last number."""
    part, headings, annexes = document.part, document.headings, document.annexes
    if not headings or headings[-1].marker.rank == ARTICLE:
        return None
    text, blocks = layout.text, layout.blocks
    last = headings[-1].marker.start
    end = annexes if annexes is not None else part.body_end
    index = bisect_right(blocks, Span(last, len(text)))  # the first paragraph behind its own
    behind = blocks[index : bisect_left(blocks, Span(end, end))]
    if text.find("。", last, blocks[index - 1].end) < 0:
        behind = behind[1:]  # the number's line is but a title: its words stand below it
    openings = layout.rulebook.words("structure.closing_openings")
    return next(
        (block.start for block in behind[-CLOSING_LINES:] if text.startswith(openings, block.start)),
        None,
    )


def _with_furniture(layout: Layout, part: Part, inner: list[_Start]) -> list[_Start]:
    """`inner` with a site's words between: nodes of their own, the text behind them resumed."""
    text = layout.text
    spans = layout.furniture[
        bisect_left(layout.furniture, Span(part.start, 0)) : bisect_left(
            layout.furniture, Span(part.end, 0)
        )
    ]
    if not spans:
        return inner
    ats = [start.at for start in inner]
    result = list(inner)
    for number, span in enumerate(spans):
        index = bisect_right(ats, span.start) - 1
        current = inner[index] if index >= 0 else None
        depth = current.depth + 1 if current and current.node.number else 1
        result.append(_Start(span.start, depth, Node("furniture", span.start, span.end)))
        resumed = span.end
        while resumed < part.end and text[resumed].isspace():
            resumed += 1
        following = inner[index + 1].at if index + 1 < len(inner) else part.end
        if number + 1 < len(spans):
            following = min(following, spans[number + 1].start)
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
            parent.add(node)
            node.part = parent.part
        else:
            node.start = 0 if not roots else at
            roots.append(node)
        stack.append((depth, node))
    while stack:
        stack.pop()[1].end = len(text)
    for root in roots:
        for node in root.walk():
            node.text_end = node.children[0].start if node.children else node.end
    return roots


def _named(roots: list[Node]) -> list[Node]:
    """The roots, all their nodes named: ids are paths of ordinals from the part.

    `p1`, `p2`, … without an ordinal; `~2` for the second node of the same path.
    """
    taken: dict[str, int] = {}

    def unique(name: str) -> str:
        taken[name] = taken.get(name, 0) + 1
        return name if taken[name] == 1 else f"{name}~{taken[name]}"

    for root in roots:
        root.id = unique(f"{root.part}{root.ordinal or ''}" if root.kind == "annex" else root.part)
        for node in root.walk():
            node.part = root.id
            unnumbered = 0
            for child in node.children:
                if child.ordinal is None:
                    unnumbered += 1
                    last = f"p{unnumbered}"
                else:
                    last = f"box{child.ordinal}" if child.kind == "box" else str(child.ordinal)
                child.id = unique(f"{node.id}/{last}")
    return roots


def _find_sentences(outline: Outline, rulebook: Rulebook) -> None:
    """Sets the sentences of every node: to 。！？ and what closes behind it, or to a line's end."""
    text = outline.text
    pattern = rulebook.rule("structure.sentence-end").pattern
    for node in outline.nodes:
        if node.kind == "furniture":
            continue
        start = node.start
        ends = [found.end() for found in pattern.finditer(text, start, node.text_end)]
        for end in [*ends, node.text_end]:
            first, last = strip(text, start, end)
            if first < last:
                node.sentences.append((first, last))
            start = end
