"""Bodies named without a list's marks: joint signatures, and whom a letter is addressed to.

A signature sets bodies in columns, over lines, or with nothing between them
(科技部农业农村部教育部); an addressee line shares beginnings and ends (各省、自治区、直辖市人民政府).
How names of bodies begin and end stands in `data/rules/metadata.toml`.
"""

from __future__ import annotations

from collections.abc import Callable

from planparse.register import Register
from planparse.rulebook import Rulebook

_LONGEST = 40  # characters of one body's name
_RUN = 1000  # characters of one signature
_BRACKETS = "（(〔["


class Lexicon:
    """How names of bodies begin and end, and which names the register knows."""

    __slots__ = ("_addressee", "_begin", "_departments", "_end", "_inner", "_owner", "_shared", "known")

    def __init__(self, rulebook: Rulebook) -> None:
        self.known: Callable[[str], bool] = rulebook.derive("register", Register.of).__contains__
        self._begin = rulebook.rule("metadata.body-begin").pattern
        self._end = rulebook.rule("metadata.body-end").pattern
        self._inner = rulebook.rule("metadata.body-inner").pattern
        self._owner = rulebook.rule("metadata.body-owner").pattern
        self._addressee = rulebook.rule("metadata.addressee-end").pattern
        self._shared = rulebook.rule("metadata.shared-beginning").pattern
        self._departments = rulebook.words("metadata.departments")

    def ends_body(self, text: str) -> bool:
        """Whether `text`, brackets at its end aside, ends as the name of a body does."""
        text = _without_bracket(text)[-12:]
        return any(match.end() == len(text) for match in self._end.finditer(text, overlapped=True))

    def ends_addressee(self, text: str) -> bool:
        """Whether `text` ends as a body or a kind of bodies does: 有关部门."""
        return bool(self._addressee.search(_without_bracket(text)[-12:])) or self.ends_body(text)

    def shares_beginning(self, left: str, right: str) -> bool:
        """Whether `right` goes on with what `left` began: 国务院各部委 and 各直属机构."""
        match = self._shared.match(right)
        if match is None:
            return False
        return bool(match["bare"]) or any(left.find(word) > 0 for word in ("各", "有关", "直属"))

    def is_department(self, name: str) -> bool:
        """Whether `name` ends as a part of a body does: 司, 处."""
        return name.endswith(self._departments)

    def begins(self, solid: str) -> set[int]:
        """Where in `solid` a name may begin for certain: 河北省, 中国, 国务院."""
        return {match.start() for match in self._begin.finditer(solid, overlapped=True)}

    def inner(self, solid: str) -> set[int]:
        """Where in `solid` something begins that belongs to the body before it: 办公厅, 组织部."""
        return {match.start() for match in self._inner.finditer(solid, overlapped=True)}

    def ends(self, solid: str) -> set[int]:
        """Where in `solid` a name may end."""
        return {match.end() for match in self._end.finditer(solid, overlapped=True)}

    def owners(self, solid: str) -> set[int]:
        """Where in `solid` a body ends whose branches carry its name in front."""
        return {match.end() for match in self._owner.finditer(solid, overlapped=True)}


class _Costs:
    """How unlikely each stretch of a text without white space is to be one body."""

    __slots__ = ("_begins", "_begun", "_ends", "_inner", "_lexicon", "_over", "_solid")

    def __init__(self, solid: str, lexicon: Lexicon) -> None:
        size = len(solid)
        self._solid = solid
        self._lexicon = lexicon
        self._begins = lexicon.begins(solid)
        self._inner = lexicon.inner(solid)
        self._ends = lexicon.ends(solid)
        self._ends |= {_bracket_end(solid, at) for at in self._ends} - {0}
        owners = lexicon.owners(solid)
        # summed up to each place: what it costs to read on over places, how many names began
        self._over = [0.0] * (size + 1)
        self._begun = [0] * (size + 1)
        for at in range(1, size + 1):
            self._begun[at] = self._begun[at - 1] + (at in self._begins)
            self._over[at] = self._over[at - 1]
            if at in self._ends and at < size and solid[at] not in _BRACKETS:
                if at in self._begins:
                    self._over[at] += 0.5 if at in owners else 4.0
                elif at not in owners and at not in self._inner:
                    self._over[at] += 5.0

    def of_body(self, start: int, end: int) -> float | None:
        """About 1 for a name of the register, 2 for one that begins and ends well; None for none."""
        name = self._solid[start:end]
        if self._lexicon.known(name):
            return 1.0
        if end not in self._ends or end - start < 2:
            # the last of several may end as no list foresees
            fits = end == len(self._solid) and 0 < start <= end - 4 and start in self._begins
            return 9.0 + self._over[end - 1] - self._over[start + 1] if fits else None
        if self._of_known(start, name):
            return 1.5
        if start in self._begins:
            cost = 2.0
        else:
            cost = 4.0 + 0.2 * max(end - start - 8, 0)
            if self._begun[end - 1] > self._begun[start]:
                cost += 4.0
            if self._lexicon.is_department(name):
                cost += 8.0
        if start in self._inner:
            cost += 6.0
        return cost + self._over[end - 1] - self._over[min(start + 1, end - 1)]

    def _of_known(self, start: int, name: str) -> bool:
        """Whether `name` is a known body and a part of it: 财政部办公厅."""
        department = self._lexicon.is_department(name)
        for length in range(min(len(name) - 2, 20), 2, -1):
            if (department or start + length in self._inner) and self._lexicon.known(name[:length]):
                inside = self._over[start + len(name) - 1] - self._over[start + length]
                return len(name) - length < 16 and inside < 4.0
        return False

    def of_stray(self, end: int) -> float:
        """That of words before the first body that belong to none: dear where they end as a body does."""
        return 2.0 + 0.5 * end + (6.0 if end in self._ends else 0.0)


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
    letters = [i for i, c in enumerate(text) if not c.isspace()][-_RUN:]
    solid = "".join([text[i] for i in letters])
    costs = _Costs(solid, lexicon)
    gap = _gaps(letters)
    best: list[tuple[float, int]] = [(0.0, 0)]  # up to each place: the least cost, the last name's begin
    for end in range(1, len(solid) + 1):
        least, begin = 1e9, -1
        for start in range(max(end - _LONGEST, 0), end - 1):
            name = costs.of_body(start, end)
            if name is None:
                continue
            before = best[start][0]
            if start and name < 4.0:
                before = min(before, costs.of_stray(start))
            fused = 0.2 if start and gap[start] == gap[start - 1] else 0.0
            total = before + name + gap[end - 1] - gap[start] + fused
            if total < least:
                least, begin = total, start
        best.append((least, begin))
    spans: list[tuple[int, int]] = []
    at = len(solid)
    while at > 0 and best[at][1] >= 0:
        begin = best[at][1]
        spans.append((letters[begin], letters[at - 1] + 1))
        if begin and costs.of_stray(begin) < best[begin][0]:
            break
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
        for (_, left), (right, right_end) in zip(pieces, pieces[1:], strict=False):
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


def _gaps(letters: list[int]) -> list[float]:
    """What reading one name over the white space between letters costs, summed up to each letter."""
    size = len(letters)
    apart = [True, *(letters[n] != letters[n - 1] + 1 for n in range(1, size)), True]
    sums = [0.0] * (size + 1)
    for n in range(1, size):
        alone = apart[n - 1] or apart[n + 1]
        sums[n] = sums[n - 1] + (0.0 if not apart[n] else 0.1 if alone else 2.5)
    return sums


def _cut(text: str, start: int, end: int, marks: str) -> list[tuple[int, int]]:
    """The pieces of `text[start:end]` between `marks` outside brackets; no white space around, none empty."""
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
