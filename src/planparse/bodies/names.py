"""Names of bodies in a list: where one ends, where the next begins, and what is none.

Works on covered text (see `planparse.bodies.brackets`), so that a separator inside a nested
bracket or a quotation separates nothing.
"""

from __future__ import annotations

import re

from planparse.bodies.brackets import COVER
from planparse.bodies.register import Register
from planparse.rulebook import Rulebook
from planparse.text import strip

_BLANK = " \t\r\n\u3000\xa0"
_MARKS = "*★▲※●"  # a leader may be marked so: 带*的为牵头单位

_LONGEST = 40  # characters of a name
_ALL = ("各", "有关", "相关")

Span = tuple[int, int]


class Names:
    """How names are told apart, by the word lists of `agencies.toml` and the register.

    >>> from planparse.rulebook import default
    >>> names = default().derive("names", Names)
    >>> text = "省人力资源和社会保障厅、各市、县政府和有关部门、单位"
    >>> [text[start:end] for start, end in names.split(text, 0, len(text))]
    ['省人力资源和社会保障厅', '各市、县政府', '有关部门、单位']
    """

    __slots__ = (
        "_bare", "_break", "_end", "_join", "_local", "_no_end", "_piece", "_place", "_prose",
        "_prose_heads", "_region", "_region_body", "_region_head", "_register", "_spellings", "_start",
    )  # fmt: skip

    def __init__(self, rulebook: Rulebook) -> None:
        words = rulebook.words
        self._register = rulebook.derive("register", Register.of)
        self._spellings = self._register.spellings()
        self._end = words("agencies.end")
        self._no_end = words("agencies.no_end")
        self._bare = frozenset(words("agencies.bare"))
        self._region = words("agencies.region")
        self._region_head = words("agencies.region_head")
        self._region_body = words("agencies.region_body")
        self._start = words("agencies.start")
        self._prose = words("agencies.prose")
        self._prose_heads = frozenset([word[0] for word in self._prose])
        self._local = words("agencies.local")
        self._piece = re.compile("[^、/]+")
        self._join = re.compile("以及|及|和|与")
        self._break = re.compile("[ \u3000\xa0]+|以及|及|和|与")
        self._place = re.compile("、[^、，；。]{2,4}[市县区州、]")

    def is_body(self, name: str) -> bool:
        """Whether a covered name ends as names of bodies do, or stands in the register."""
        if not name.isalpha():
            name = name.replace(COVER, "").strip(_BLANK)
        if len(name) < 2 or name in self._bare:
            return False
        return (name.endswith(self._end) and not name.endswith(self._no_end)) or name in self._register

    def is_plain(self, name: str) -> bool:
        """Whether the register holds the name, and nothing about it is doubtful: as most names are."""
        return name in self._spellings and name not in self._bare and 2 <= len(name) <= _LONGEST

    def is_place(self, name: str) -> bool:
        """Whether a covered name is a place, which stands for its government: 各市, 相关区."""
        return name.replace(COVER, "").endswith(self._region)

    def is_known(self, name: str) -> bool:
        """Whether the register holds the name."""
        return name in self._register

    def is_local(self, name: str) -> bool:
        """Whether the name itself says that it is no central body's."""
        return name.startswith(self._local)

    def is_prose(self, name: str, longest: int = _LONGEST) -> bool:
        """Whether a covered name holds words that names of bodies do not, or is longer than any."""
        if len(name) > longest:
            return True
        if self._prose_heads.isdisjoint(name):
            return False
        return any(word in name for word in self._prose) and name not in self._register

    def split(self, covered: str, start: int, end: int) -> list[Span]:
        """The names in `covered[start:end]` as half-open spans, in their order.

        、 and / separate, and 和, 及, 以及 where both sides are bodies of their own; places that
        share an ending (各市、县政府) stay one name, and so does a noun that all members share
        (各有关部门、单位).
        """
        pieces: list[Span] = []
        plain = True
        for piece in self._piece.finditer(covered, start, end):
            if self.is_plain(piece.group()):
                pieces.append(piece.span())
                continue
            plain = False
            span = trim(covered, *piece.span())
            if piece.group() in self._register:
                pieces.append(span)
            elif span[0] < span[1]:
                pieces += self._split_joined(covered, *span)
        return pieces if plain else self._merge(covered, pieces)

    def _split_joined(self, covered: str, start: int, end: int) -> list[Span]:
        """The piece, cut at its blanks and conjunctions where bodies stand on both sides."""
        spans: list[Span] = []
        at = start
        for join in self._break.finditer(covered, start, end):
            left_end, right = join.span()
            left = covered[at:left_end]
            if left_end <= at or not (self.is_body(left) or left in self._bare):
                continue
            if self._begins(covered, right, end):
                spans.append(trim(covered, at, left_end))
                at = right
        spans.append(trim(covered, at, end))
        return spans

    def _begins(self, covered: str, start: int, end: int) -> bool:
        """Whether a name of its own begins at `start` and ends at a conjunction or at `end`."""
        right = covered[start:end].strip(_BLANK)
        if right.startswith("其") and not right.startswith("其他"):
            return False
        if self.is_body(right) or self.is_place(right):
            return True
        for join in self._join.finditer(covered, start + 2, end):
            if self.is_body(covered[start : join.start()]):
                return True
        return right.startswith(self._start) and (len(right) > 2 or right.startswith("各"))

    def _merge(self, covered: str, pieces: list[Span]) -> list[Span]:
        """The pieces with places put before the name that carries their ending."""
        spans: list[Span] = []
        places: list[Span] = []
        for start, end in pieces:
            name = covered[start:end]
            if not places and self.is_plain(name):
                spans.append((start, end))
                continue
            name = name.replace(COVER, "")
            body = self.is_body(name)
            if places:
                if body and self._shares(covered[places[0][0] : places[0][1]], name):
                    spans.append((places[0][0], end))
                    places = []
                    continue
                if body or name in self._bare:
                    spans += places
                    places = []
                else:
                    places.append((start, end))
                    continue
            if name in self._bare and spans and covered[spans[-1][1] : start].strip(_BLANK) == "、":
                spans[-1] = (spans[-1][0], end)
            elif not body and (name.endswith(self._region) or self._is_listed_place(covered, end)):
                places = [(start, end)]
            else:
                spans.append((start, end))
        return spans + places

    def _shares(self, place: str, name: str) -> bool:
        """Whether the place before the name shares its ending: 各市、县政府, not 高新区、各县政府."""
        return (name.endswith(self._region_body) or name.startswith(self._region_head)) and (
            place.startswith(_ALL) or not name.startswith(_ALL)
        )

    def _is_listed_place(self, covered: str, end: int) -> bool:
        """Whether what ends at `end` may be a bare place (石家庄) whose ending a later piece carries."""
        return self._place.match(covered, end) is not None


def trim(covered: str, start: int, end: int) -> Span:
    """The span without blanks at its ends."""
    return strip(covered, start, end, _BLANK)


def strip_marks(covered: str, start: int, end: int) -> tuple[Span, bool]:
    """The span without the asterisks that mark a leader, and whether there were any."""
    first, last = start, end
    while first < last and covered[first] in _MARKS:
        first += 1
    while first < last and covered[last - 1] in _MARKS:
        last -= 1
    return (first, last), (first, last) != (start, end)
