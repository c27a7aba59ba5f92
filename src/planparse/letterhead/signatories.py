"""Bodies named without a list's marks: joint signatures, and whom a letter is addressed to.

A signature sets bodies in columns, over lines, or with nothing between them
(科技部农业农村部教育部); an addressee line shares beginnings and ends (各省、自治区、直辖市人民政府).
How names of bodies begin and end stands in `data/rules/metadata.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from planparse.bodies.register import Register
from planparse.rulebook import Rulebook

_LONGEST = 40  # characters of one body's name
_RUN = 1000  # characters of one signature
_BRACKETS = "（(〔["
_NEVER = 1e9
_CITY = (2, 3, 4)  # characters of a city's name
_WIDE = str.maketrans("()", "（）")


class Lexicon:
    """How names of bodies begin and end, and which names the register knows."""

    __slots__ = (
        "_addressee_ends",
        "_beginnings",
        "_branches",
        "_central",
        "_city_branches",
        "_departments",
        "_ends",
        "_last",
        "_lengths",
        "_names",
        "_no_ends",
        "_no_places",
        "_offices",
        "_owners",
        "_places",
        "_provinces",
        "_shared",
    )

    def __init__(self, rulebook: Rulebook) -> None:
        self._names = frozenset(rulebook.derive("register", Register.of).names())
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {head: sorted(found) for head, found in lengths.items()}

        self._provinces = rulebook.words("metadata.provinces")
        self._central = rulebook.words("metadata.beginnings")
        self._beginnings = self._central + self._provinces
        self._places = rulebook.words("metadata.places")
        self._no_places = rulebook.words("metadata.no_places")
        self._ends = rulebook.words("metadata.body_ends")
        self._last = frozenset([end[-1] for end in self._ends])
        self._no_ends = rulebook.words("metadata.no_body_ends")
        self._offices = rulebook.words("metadata.offices")
        self._branches = rulebook.words("metadata.branches")
        self._city_branches = rulebook.words("metadata.city_branches")
        self._owners = rulebook.words("metadata.owners")
        self._departments = rulebook.words("metadata.departments")
        self._addressee_ends = rulebook.words("metadata.addressee_ends") + self._ends
        self._shared = rulebook.rule("metadata.shared-beginning")

    def ends_body(self, text: str) -> bool:
        """Whether `text`, brackets at its end aside, ends as the name of a body does."""
        return _without_bracket(text).endswith(self._ends)

    def ends_addressee(self, text: str) -> bool:
        """Whether `text` ends as a body or a kind of bodies does: 有关部门."""
        return _without_bracket(text).endswith(self._addressee_ends)

    def shares_beginning(self, left: str, right: str) -> bool:
        """Whether `right` goes on with what `left` began: 国务院各部委 and 各直属机构."""
        match = self._shared.pattern.match(right)
        if match is None:
            return False
        return bool(match["bare"]) or any(left.find(word) > 0 for word in ("各", "有关", "直属"))

    def is_known(self, name: str) -> bool:
        """Whether the register holds the name."""
        return name in self._names or name.translate(_WIDE) in self._names

    def known(self, solid: str) -> dict[int, list[int]]:
        """Where names of the register begin in `solid`, and where each of them ends."""
        solid = solid.translate(_WIDE)
        found: dict[int, list[int]] = {}
        for start in range(len(solid) - 1):
            lengths = self._lengths.get(solid[start : start + 2])
            if lengths:
                ends = [start + n for n in lengths if solid[start : start + n] in self._names]
                if here := [end for end in ends if end <= len(solid)]:
                    found[start] = here
        return found

    def is_department(self, name: str) -> bool:
        """Whether `name` ends as a part of a body does: 司, 处."""
        return name.endswith(self._departments)

    def is_central(self, name: str) -> bool:
        """Whether `name` begins as a central body does: 中国, 国家, 全国."""
        return name.startswith(self._central)

    def begins(self, solid: str) -> dict[int, float]:
        """Where in `solid` a name may begin, and what that costs: 河北省, 中国, 国务院, 义乌市."""
        found: dict[int, float] = {}
        for end in range(2, len(solid)):
            if solid.startswith(self._places, end) and not solid.startswith(self._no_places, end):
                found[end - 2] = 2.0
                found.setdefault(max(end - 3, 0), 2.6)  # 石家庄市: a longer name is the rarer
        found.update((at, 2.0) for at in range(len(solid)) if solid.startswith(self._beginnings, at))
        return found

    def ends(self, solid: str) -> set[int]:
        """Where in `solid` a name may end."""
        return {
            at
            for at in range(2, len(solid) + 1)
            if solid[at - 1] in self._last
            and solid.endswith(self._ends, 0, at)
            and not solid.startswith(self._no_ends, at - 1)
        }

    def inner(self, solid: str, places: Iterable[int]) -> set[int]:
        """At which of the `places` stands what belongs to the body before it: 办公厅, 组织部."""
        return {at for at in places if solid.startswith(self._offices, at) or self._is_branch(solid, at)}

    def _is_branch(self, solid: str, at: int) -> bool:
        if at and any(solid.startswith(self._city_branches, at + n) for n in _CITY):
            return True
        if not solid.startswith(self._provinces, at):
            return False
        for province in self._provinces:
            if solid.startswith(province, at):
                return solid.startswith(self._branches, at + len(province))
        return False

    def owners(self, solid: str, places: Iterable[int]) -> set[int]:
        """At which of the `places` a body ends whose branches carry its name in front."""
        return {at for at in places if solid.endswith(self._owners, 0, at)}


class _Costs:
    """How unlikely each stretch of a text without white space is to be one body."""

    __slots__ = (
        "_begins",
        "_begun",
        "_inner",
        "_is_central",
        "_is_part",
        "_known",
        "_latest",
        "_over",
        "_solid",
        "ends",
        "starts",
    )

    def __init__(self, solid: str, apart: list[bool], lexicon: Lexicon) -> None:
        size = len(solid)
        self._solid = solid
        self._is_part = lexicon.is_department
        self._is_central = lexicon.is_central
        self._begins = lexicon.begins(solid)
        self._known = lexicon.known(solid)
        self._latest = {end: start for start, ends in self._known.items() for end in ends}
        self.ends = lexicon.ends(solid)
        self.ends |= {_bracket_end(solid, at) for at in self.ends} - {0}
        self._inner = lexicon.inner(solid, self.ends | {0})
        owners = lexicon.owners(solid, self.ends)
        # a name begins where one surely may, where another may have ended, at white space
        places = self._begins.keys() | self.ends | self._known.keys() | {0}
        self.starts = sorted(places.union(n for n in range(size) if apart[n]))
        # summed up to each place: what it costs to read on over places, how many names began
        self._over = [0.0] * (size + 1)
        self._begun = [0] * (size + 1)
        for at in range(1, size + 1):
            self._begun[at] = self._begun[at - 1] + (at in self._begins)
            self._over[at] = self._over[at - 1]
            if at in self.ends and at < size and solid[at] not in _BRACKETS:
                if at in self._begins:
                    self._over[at] += 0.5 if at in owners else 4.0
                elif at in self._known or (at not in owners and at not in self._inner):
                    self._over[at] += 5.0

    def begins(self, at: int) -> bool:
        """Whether a name may begin there for certain."""
        return at in self._begins

    def stops(self) -> list[int]:
        """Where names may end: as names do, as a known name does, or with the text."""
        known = {end for ends in self._known.values() for end in ends}
        return sorted((self.ends | known | {len(self._solid)}) - {0})

    def of_body(self, start: int, end: int) -> float | None:
        """About 1 for a name of the register, 2 for one that begins and ends well; None for none."""
        known = self._known.get(start, ())
        if end in known:
            return 1.0
        read_on = self._over[end - 1] - self._over[min(start + 1, end - 1)]
        if end not in self.ends or end - start < 2:
            # the last of several may end as no list foresees
            last = end == len(self._solid) and start > 0 and 4 <= end - start <= 12
            return 9.0 + read_on if last and start in self._begins else None
        name = self._solid[start:end]
        department = self._is_part(name)
        for owner in known:
            # a known body and a part of it: 财政部办公厅
            part = (department or owner in self._inner) and 2 <= end - owner < 16
            if part and self._over[end - 1] - self._over[owner] < 4.0:
                return 1.5
        if start in self._begins:
            # where its land is named again, another name begins
            land = self._solid[start : start + 3]
            again = self._solid.find(land, start + 3, end) > 0 and not self._is_central(land)
            cost = 10.0 if again else self._begins[start]
        else:
            cost = 4.0 + 0.2 * max(end - start - 8, 0)
            if self._begun[end - 1] > self._begun[start]:
                cost += 4.0
            if department:
                cost += 8.0
            # a known name at its end is one of its own
            if self._latest.get(end, 0) > start:
                cost += 4.0
        if start in self._inner:
            cost += 6.0
        return cost + read_on


def split_bodies(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The spans of the bodies in `text`, which holds names of bodies and white space only.

    White space parts names, but for a name whose characters are set apart (国 务 院) or
    that is broken over two lines. What is fused is parted as the cheapest reading parts
    it. Words before the first body that belong to none are left out; empty where no body
    ends the text. Linear in the text, of which the last thousand letters count.

    >>> from planparse.rulebook import default
    >>> text = "科技部农业农村部教育部　　财 政 部"
    >>> [text[a:b] for a, b in split_bodies(text, default().derive("metadata.lexicon", Lexicon))]
    ['科技部', '农业农村部', '教育部', '财 政 部']
    """
    pieces = [piece.span() for piece in re.finditer(r"\S+", text)]
    if len(text) <= _RUN and all(lexicon.is_known(text[start:end]) for start, end in pieces):
        return pieces  # as in most notices: nothing else could be cheaper
    letters = [i for i, c in enumerate(text) if not c.isspace()][-_RUN:]
    size = len(letters)
    apart = [True, *(letters[n] != letters[n - 1] + 1 for n in range(1, size)), True]
    costs = _Costs("".join([text[i] for i in letters]), apart, lexicon)
    gap = _gaps(apart, costs)
    stray = _stray(apart, costs)
    # the cheapest reading up to each place: its cost, its last name's begin, whether it is the first
    best: dict[int, tuple[float, int, bool]] = {0: (0.0, -1, True)}
    for end in costs.stops():
        for start in costs.starts[bisect_left(costs.starts, end - _LONGEST) :]:
            if start > end - 2:
                break
            name = costs.of_body(start, end)
            if name is None:
                continue
            before = best[start][0] if start in best else _NEVER
            first = start == 0 or (stray[start] < before and (name < 4.0 or apart[start]))
            total = (stray[start] if first and start else before) + name + gap[end - 1] - gap[start]
            total += 0.0 if apart[start] else 0.2
            if total < best.get(end, (_NEVER,))[0]:
                best[end] = (total, start, first)
    spans: list[tuple[int, int]] = []
    at, first = size, False
    while at in best and not first:
        _, begin, first = best[at]
        if begin < 0:
            break
        spans.append((letters[begin], letters[at - 1] + 1))
        at = begin
    return spans[::-1]


def split_addressees(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The spans of the addressees in `text`, a 主送机关 line without its colon.

    Parted at ， and ；, and at 、 where each piece is whole: not where pieces share an end
    (各省、自治区、直辖市人民政府) or a beginning (国务院各部委、各直属机构). What stands in
    brackets is not parted.

    >>> from planparse.rulebook import default
    >>> text = "各省、自治区、直辖市人民政府，国务院各部委、各直属机构，各市教育局、财政局"
    >>> [text[a:b] for a, b in split_addressees(text, default().derive("metadata.lexicon", Lexicon))]
    ['各省、自治区、直辖市人民政府', '国务院各部委、各直属机构', '各市教育局', '财政局']
    """
    spans: list[tuple[int, int]] = []
    for start, end in _cut(text, 0, len(text), "，,；;"):
        head = start
        pieces = _cut(text, start, end, "、")
        for (_, left), (right, right_end) in pairwise(pieces):
            following = _without_bracket(text[right:right_end])
            if (
                len(following) > 1
                and lexicon.ends_addressee(text[head:left])
                and not lexicon.shares_beginning(text[head:left], following)
            ):
                spans.append((head, left))
                head = right
        spans.append((head, end))
    return spans


def _gaps(apart: list[bool], costs: _Costs) -> list[float]:
    """What reading one name over the white space between letters costs, summed up to each letter."""
    size = len(apart) - 1
    sums = [0.0] * (size + 1)
    for n in range(1, size):
        sums[n] = sums[n - 1]
        if apart[n] and costs.begins(n):
            sums[n] += 8.0
        elif apart[n]:
            # a letter that stands alone is set apart, not broken off
            sums[n] += 0.1 if apart[n - 1] or apart[n + 1] else 4.0
    return sums


def _stray(apart: list[bool], costs: _Costs) -> list[float]:
    """What it costs, up to each letter, that all words so far belong to no body.

    Dear where names seem to end among them: at white space, or before another begins.
    """
    sums = [0.0]
    ended = 0
    for n in range(1, len(apart)):
        here = n in costs.ends
        whole = here and (apart[n] or costs.begins(n))
        ended += whole
        sums.append((3.0 if apart[n] else 2.0 + 0.3 * n) + 6.0 * (ended + (here and not whole)))
    return sums


def _cut(text: str, start: int, end: int, marks: str) -> list[tuple[int, int]]:
    """The pieces of `text[start:end]` between `marks` outside brackets, without white space around."""
    pieces = []
    depth, at = 0, start
    for i in range(start, end + 1):
        if i < end:
            if text[i] in _BRACKETS:
                depth += 1
            elif depth and text[i] in "）)〕]":
                depth -= 1
            if depth or text[i] not in marks:
                continue
        piece = text[at:i]
        left = at + len(piece) - len(piece.lstrip())
        right = at + len(piece.rstrip())
        if left < right:
            pieces.append((left, right))
        at = i + 1
    return pieces


def _without_bracket(text: str) -> str:
    """`text` without the brackets that end it: 科技厅（委、局） → 科技厅."""
    while text.endswith(("）", ")")):
        at = max(text.rfind("（"), text.rfind("("))
        if at <= 0:
            break
        text = text[:at]
    return text


def _bracket_end(text: str, at: int) -> int:
    """Where the bracket that opens at `at` closes (0 where none opens)."""
    if at < len(text) and text[at] in "（(":
        for i in range(at + 1, min(at + 30, len(text))):
            if text[i] in "）)":
                return i + 1
    return 0
