"""The outline of a notice: the tree of its divisions over the restored text.

`structure` builds it; the stages after it ask it where a fact belongs. It is what the
public `Division` models are made from, without their cost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator


class Node:
    """One division of the tree, or a part (level 0).

    `start`/`end` cover the node and its children, `start`/`text_end` its own words;
    both are offsets into the restored text, half-open. `heading` is the title's span or
    None. `sentences` are spans inside the node's own words.
    """

    __slots__ = (
        "children", "confidence", "end", "heading", "id", "kind", "level", "number", "ordinal",
        "parent", "part", "sentences", "start", "text_end",
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        *,
        number: str | None = None,
        ordinal: int | None = None,
        heading: tuple[int, int] | None = None,
        confidence: float = 1.0,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text_end = end
        self.number = number
        self.ordinal = ordinal
        self.heading = heading
        self.confidence = confidence
        self.id = ""
        self.part = ""
        self.level = 0
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.sentences: list[tuple[int, int]] = []

    def add(self, child: Node) -> Node:
        """Puts `child` behind the other children and returns it."""
        child.parent = self
        child.level = self.level + 1
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def ancestors(self) -> Iterator[Node]:
        """The node's parent, its parent's, … up to its part."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def __repr__(self) -> str:
        return f"Node({self.id or self.kind!r}, {self.start}:{self.end})"


class Outline:
    """The parts of a notice, and the nodes of all of them in document order."""

    def __init__(self, text: str, parts: list[Node]) -> None:
        self.text = text
        self.parts = parts
        self.nodes = [node for part in parts for node in part.walk()]
        self._own = [node for node in self.nodes if node.text_end > node.start]
        self._starts = [node.start for node in self._own]

    def at(self, offset: int) -> Node:
        """The innermost node in whose own words `offset` stands (the last one before it at an end)."""
        return self._own[max(bisect_right(self._starts, offset) - 1, 0)]

    def around(self, start: int, end: int) -> Node:
        """The smallest division that holds all of a span.

        In a file without line ends words may run on from one division into the next: the number
        that ends a head into the title behind it.
        """
        node = self.at(start)
        while node.parent is not None and end > node.end:
            node = node.parent
        return node

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence that `start`:`end` stands in, as a span; itself where it is in none."""
        sentences = self.at(start).sentences
        number = bisect_right(sentences, (start, len(self.text))) - 1
        if number < 0 or not sentences[number][0] <= start < end <= sentences[number][1]:
            return start, end
        return sentences[number]

    def own_text(self, node: Node) -> str:
        """The node's own words: number and heading included, its children's not."""
        return self.text[node.start : node.text_end]

    def numbered(self, node: Node) -> Node:
        """`node` itself, or the innermost numbered division around it; else its part."""
        while node.number is None and node.parent is not None:
            node = node.parent
        return node

    def kinds(self, *kinds: str) -> Iterator[Node]:
        """The nodes of these kinds, in document order."""
        return (node for node in self.nodes if node.kind in kinds)

    def coverage(self) -> float:
        """The share of the text's characters that stand in some node's own words (1.0 for no text)."""
        if not self.text:
            return 1.0
        return sum(node.text_end - node.start for node in self._own) / len(self.text)
