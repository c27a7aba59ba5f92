"""Sentences with quantities, read clause by clause into claims.

A clause is read outwards from each number; what it lacks (a measure, an action, 每万人口) the
clause or the item before it lends. Numbers that belong to a noun's attribute stay in its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.figures.claims import Around, Claim, describes, set_capacity, set_served
from planparse.figures.clauses import SPACE, STOPS, find_enclosures
from planparse.figures.nouns import (
    FOR,
    closing_noun,
    cut_joint,
    cut_noun,
    each_of,
    extended_noun,
    head_of,
    is_grade,
    is_list,
    is_noun,
    noun_before_action,
    share_prefix,
    trim,
)
from planparse.figures.phrases import (
    ANNUAL,
    YEARLY,
    elliptic,
    find_action,
    find_base,
    find_holder,
    find_whole,
    is_whole,
    part_phrase,
    share_out,
    strip_lead,
)
from planparse.figures.provisions import Beside, find_provision, find_share
from planparse.figures.readings import Reading
from planparse.figures.tokens import Left, bound_behind, find_chain, read_left

if TYPE_CHECKING:
    from planparse.figures.clauses import Lexicon
    from planparse.figures.periods import Period
    from planparse.figures.quantities import Quantity

_OPEN = ("具有", "具备", "拥有", "能够")
_COUNTS = ("count", "person", "measure", "")


def read_sentence(
    text: str,
    span: tuple[int, int],
    quantities: list[Quantity],
    periods: list[Period],
    lexicon: Lexicon,
) -> list[Claim]:
    """What the sentence at `span` of the text says of its quantities, in order.

    `quantities` and `periods` are those inside it. A quantity in a name (“三品一标”, 《…》) or in
    an attribute gives no claim.
    """
    brackets, names = find_enclosures(text, *span)
    inner: dict[tuple[int, int], list[Quantity]] = {}
    outer: list[Quantity] = []
    for quantity in quantities:
        if any(a <= quantity.start < b for a, b in names):
            continue
        inside = next((s for s in reversed(brackets) if s[0] <= quantity.start < s[1]), None)
        (outer if inside is None else inner.setdefault(inside, [])).append(quantity)
    claims = _Sentence(text, span, periods, lexicon).read(outer)
    for inside, members in inner.items():
        claims += _Sentence(text, inside, periods, lexicon).read(members)
    return sorted(claims, key=lambda claim: claim.start)


class _Sentence(Reading):
    """A sentence being read: `claims` so far, the last of them lends words to the next."""

    __slots__ = ("annual", "claims", "each", "listed", "owner", "prefix", "yearly")

    def __init__(
        self, text: str, span: tuple[int, int], periods: list[Period], lexicon: Lexicon
    ) -> None:
        super().__init__(text, span, periods, lexicon)
        self.claims: list[Claim] = []
        self.yearly = False  # 每年 stood in this clause, which rules all of it
        self.annual = False  # 每年 or 年均 stood in it
        self.each = ""  # 每万人口, which later items of the clause share
        self.listed = ""  # the first noun of the list being read
        self.prefix = ""  # what the items of a list share with the first
        self.owner = ""  # the noun whose attribute the clauses before it speak of

    def read(self, quantities: list[Quantity]) -> list[Claim]:
        at = 0
        for clause in self.clauses if quantities else ():
            members: list[Quantity] = []
            while at < len(quantities) and quantities[at].start < clause[1]:
                if quantities[at].start >= clause[0]:
                    members.append(quantities[at])
                at += 1
            if members:
                self.clause = clause
                self._read_clause(members)
        return self.claims

    def _read_clause(self, members: list[Quantity]) -> None:
        self.yearly = False
        self.annual, self.each, self.prefix, self.listed = False, "", "", ""
        at, index = self.clause[0], 0
        while index < len(members):
            chain = find_chain(self.text, members, index, self.lexicon)
            first, beyond = chain[0], index + len(chain)
            following = members[beyond] if beyond < len(members) else None
            sign, to = self._bound(chain[-1])
            behind = self.text[to : following.start if following else self.clause[1]].lstrip(SPACE)
            ahead = self.words(at, first.start)
            left = read_left(ahead, first, behind, self.lexicon)
            if left.verbs and self.annual and not self.yearly:
                self.annual = False  # 年均增长6%、占比提高到86%: only the first is a rate
            self.yearly = self.yearly or any(word in ahead for word in YEARLY)
            self.annual = self.annual or any(word in ahead for word in ANNUAL) or self.each_year()
            alone = not strip_lead(left.rest, self.lexicon) and not left.verbs
            heads = alone and first.kind == "share" and bool(left.bound)
            ordered = self._ordered(first, left, behind) if len(chain) == 1 else None
            if ordered is not None:
                self.claims.append(ordered)
                at, index = to, beyond
                continue
            later = self.text[self._bound(following)[1] : self.clause[1]] if following else ""
            around = Around(sign, behind, following, later, self._counted_before(), heads)
            index = beyond
            last = alone or following is None or left.rest.strip(STOPS) in self.lexicon.region.all
            if last and (share := self._share_of(first, left, behind, alone=alone)):
                self.claims.append(share)
                continue
            if describes(left, first, around, self.lexicon):
                continue
            if left.action and is_list(left.rest) and not self.text[first.start].isdecimal():
                continue  # A、B、C三项行动: a complete list and its size
            if left.action or (behind.startswith("的") and heads):
                made, index, to = self._behind(members, beyond - len(chain), left)
            else:
                made = self._before(chain, left, behind, sign)
            self.claims += made
            at = to if made else at

    def _ordered(self, quantity: Quantity, left: Left, behind: str) -> Claim | None:
        """A rate applied, a part set aside, all of something done: see `provisions`."""
        if quantity.kind not in ("share", "time"):
            return None
        sign, to = self._bound(quantity)
        onward = next((self.words(*clause) for clause in self.clauses if clause[0] > self.clause[0]), "")
        opening = self.words(self.clause[0], quantity.start).lstrip(STOPS)
        found = find_provision(
            left, quantity, Beside(opening, behind, onward.lstrip(SPACE), sign), self.lexicon
        )
        if found is None:
            return None
        claim = self._claim(quantity, to, left, sign)
        claim.subject, claim.indicator = trim(found.subject), trim(found.indicator)
        claim.baseline = found.baseline
        claim.set_form(found.shape, self.lexicon)
        return claim

    def _share_of(self, quantity: Quantity, left: Left, behind: str, *, alone: bool) -> Claim | None:
        """三分之二的行政村实现污水治理: the share of those that do what the clause says."""
        found = find_share(left, quantity, behind, self.lexicon, alone=alone)
        if found is None:
            return None
        claim = self._claim(quantity, self._bound(quantity)[1], left, self._bound(quantity)[0])
        claim.subject, claim.indicator = found.subject, found.indicator
        claim.set_form(found.shape, self.lexicon)
        return claim

    def _bound(self, quantity: Quantity) -> tuple[str, int]:
        return bound_behind(self.text, quantity, self.lexicon)

    def _counted_before(self) -> bool:
        """Whether a count with its noun behind it went before in this clause."""
        last = self.claims[-1] if self.claims else None
        form = last.form if last and last.clause == self.clause else None
        return form is not None and form.id.endswith("behind")

    def _claim(self, quantity: Quantity, to: int, left: Left, sign: str) -> Claim:
        claim = Claim(self.text, quantity, self.clause, left, (sign, to))
        claim.rate = "annual" if self.annual else None
        return claim

    # ------------------------------------------------------------------ the noun behind the number

    def _behind(self, members: list[Quantity], index: int, left: Left) -> tuple[list[Claim], int, int]:
        """培育10个A、5个B和3个C: a claim each; the next index, and where the last one ends."""
        run, at = self._run(members, index)
        quantity, sign, to, last = run[-1]
        last = cut_noun(last)
        if last.startswith(_OPEN) and "的" not in last:
            last = extended_noun(self.text, to, self.clause[1], self.end)
        if not last:
            last = closing_noun(self.text, self.clause[0], self.end)
            self.owner = last.rpartition("的")[2]
        last = last.removeprefix("的")
        run[-1] = (quantity, sign, to, last)
        claims: list[Claim] = []
        for quantity, sign, _, noun in run:
            claim = self._claim(quantity, self._bound(quantity)[1], left, sign)
            claim.action = left.action
            full = noun + head_of(last) if is_grade(noun) and noun != last else noun
            claim.indicator = full.strip(STOPS)
            claim.subject = find_holder(left.rest, self.lexicon)
            letter = "p" if left.action in FOR else "a"
            claim.set_form(("x" if claim.subject else "") + letter + "Nx", self.lexicon)
            claim.set_change(self.lexicon)
            claims.append(claim)
        if left.action.endswith("年产"):
            set_capacity(claims, self.object_before(), self.lexicon)
        elif not set_served(claims) and left.action in FOR:
            claims = []
        return claims, at, to

    def _run(
        self, members: list[Quantity], index: int
    ) -> tuple[list[tuple[Quantity, str, int, str]], int]:
        """The quantities with a noun behind each, joined by 、 or 和: (…, bound, end, noun)."""
        run: list[tuple[Quantity, str, int, str]] = []
        while True:
            quantity = members[index]
            sign, to = self._bound(quantity)
            index += 1
            following = members[index] if index < len(members) else None
            gap = self.text[to : following.start if following else self.clause[1]]
            noun, joint = cut_joint(gap.strip(SPACE)) if following else (gap.strip(SPACE), "")
            acted = noun_before_action(gap, self.lexicon) if following else ""
            if acted:  # 引进20名A、培养100名B: the second is read by itself
                run.append((quantity, sign, to + gap.find(acted) + len(acted), acted))
                return run, index
            run.append((quantity, sign, to, noun.removeprefix("的")))
            if joint and following is not None:
                stop = members[index + 1].start if index + 1 < len(members) else self.clause[1]
                if is_noun(self.text[self._bound(following)[1] : stop].lstrip(SPACE)):
                    continue
            if following is not None:  # a number inside the noun
                inside = read_left(
                    self.text[self.clause[0] : following.start], following, "", self.lexicon
                )
                noun = "" if inside.changes else self.text[to : self.clause[1]].strip(SPACE)
                run[-1] = (quantity, sign, to, noun)
            return run, index

    def _before(self, chain: list[Quantity], left: Left, behind: str, sign: str) -> list[Claim]:
        first = chain[0]
        rest, baseline = left.rest, ""
        if left.verbs or left.bound:
            rest, baseline = find_base(rest, self.lexicon)
        elif is_whole(rest, first):
            rest, baseline, left.verbs, left.bound = find_whole(rest, self.lexicon)
        words = strip_lead(rest, self.lexicon)
        if left.verbs and rest.endswith("重点" + words):
            words = "重点" + words  # 重点培育企业保持50家: what is done is part of the name
        action = subject = ""
        shared = len(chain) > 1 and "分别" in words and words[:1] in FOR  # 向A、B分别推送C
        if not left.verbs and first.kind not in ("share", "time") and not shared:
            served = rest.lstrip(STOPS)[:1] in FOR
            driven = self.lexicon.build.ends(rest[: len(rest) - len(words)])
            words, action, subject = find_action(words, served, self.lexicon)
            if (
                not action
                and driven
                and (first.kind in ("count", "person") or self.lexicon.spend.ends(driven))
            ):
                action = driven  # 支持A 30家: what else only leads is all that is done
        tail = behind if is_noun(behind) else ""
        if tail and not left.verbs and not left.bound and not tail.endswith(("能力", "产能")):
            return self._between(first, left, words, action, tail)
        if len(chain) > 1 and not words and left.verbs:
            words = self.borrowed(self.claims[-1] if self.claims else None)
        names = share_out(words, len(chain), self.lexicon) if len(chain) > 1 else [words]
        if tail and left.verbs and first.kind == "time":
            subject, names = words, [tail] * len(chain)  # 实现 2小时内 到达灾区
        claims: list[Claim] = []
        for turn, (quantity, name) in enumerate(zip(chain, names, strict=True)):
            own, to = self._bound(quantity)
            claim = self._claim(quantity, to, left, own or (sign if len(chain) > 1 else ""))
            claim.baseline, claim.action, claim.subject = baseline, action, subject
            claim.turn = (turn, len(chain)) if names[0] == names[-1] else claim.turn
            if left.changes and not baseline:
                same = "同比" in self.text[self.clause[0] : quantity.start] and self.claims
                claim.baseline = self.base_before() or (self.claims[-1].baseline if same else "")
            self._name(claim, name, tail, left)
            listed = quantity.value < 10 and not self.text[quantity.start].isdecimal() and is_list(name)
            if claim.form is not None and not (listed and claim.action and not (left.bound or own)):
                claims.append(claim)
        return claims

    def _between(
        self, quantity: Quantity, left: Left, words: str, action: str, noun: str
    ) -> list[Claim]:
        """Words, a number, a noun: 每个市3个以上县设立平台, 打造A、B等8个集群; a full list is none."""
        sign, to = self._bound(quantity)
        claim = self._claim(quantity, to, left, sign)
        if self.lexicon.before[0].ends(noun):
            noun = self.text[to : self.clause[1]]
        claim.indicator = noun.strip(STOPS)
        if words.startswith("每"):
            claim.subject, claim.action = words, "有"
        elif words in self.lexicon.region.all and action:
            claim.subject, claim.action = words, action
        elif words.endswith("等") and left.rest.lstrip(STOPS).startswith("实现"):
            claim.subject, claim.action = words, "实现"
        elif words.endswith("等") and (action or self.led()):
            claim.action = action
        else:
            return []
        claim.set_form("aNx" if claim.action else "lNx", self.lexicon)
        claim.set_change(self.lexicon)
        return [claim]

    def _name(self, claim: Claim, name: str, tail: str, left: Left) -> None:
        """Gives a claim its words, its form, its change."""
        last = self.claims[-1] if self.claims else None
        same = last is not None and last.clause == self.clause
        shape = (
            ("a" if claim.action else "")
            + ("x" if name else "")
            + left.verbs
            + ("b" if left.bound else "")
        )
        inherited = False
        if last is not None and last.action and name and shape == "x":
            inherited = claim.quantity.kind in _COUNTS and last.quantity.kind in _COUNTS
            if inherited:
                claim.action, shape = last.action, "ax"
        name = self._capacity(claim, name, tail, last if inherited else None)
        if not name:
            name = self.borrowed(last)
        elif inherited and same:
            name, self.prefix = share_prefix(self.listed, name, self.prefix)
        elif claim.action and not claim.subject:
            self.listed, self.prefix = name, ""
        if last is not None and (whose := elliptic(name, last, claim.quantity, self.lexicon)):
            claim.subject, name = whose
            shape = shape.replace("x", "xV") if shape == "x" else shape
        elif last is not None and not claim.subject and self._leans(name):
            of = (
                last.subject
                if name.startswith("占") and last.indicator in ("数量", "数", "总数")
                else ""
            )
            name = (of or last.words) + name
        if name.startswith("每"):
            self.each = self.each or each_of(name)
        elif same and claim.quantity.kind in ("count", "person"):
            name = self.each + name
        bounded = "B" if claim.comparator in (">=", "<=", "~") else ""
        claim.set_form(f"{shape}N{bounded}", self.lexicon)
        if self.owner and left.verbs and not claim.subject:
            claim.subject = self.owner
        elif last is not None and claim.action and not claim.subject and last.subject.startswith("每个"):
            claim.subject = last.subject
        ahead, mark, final = name.rpartition("、")
        if mark and claim.verbs and self.lexicon.verbs[0].ends(ahead):
            name = final  # 面积保持稳定、产量达到: two things, the number is of the second
        name = trim(name)
        if name.endswith("规模") and not left.verbs:  # 康养类专业扩大招生规模800人
            who, grown, what = name.rpartition("扩大")
            grown = grown or ("扩大" if claim.action == "扩大" else "")
            if grown:
                claim.verbs, claim.subject, name = "I", claim.subject or who, what
        if not claim.subject and claim.quantity.kind == "share":
            claim.subject = self.portion()
        if not claim.subject:
            claim.subject, claim.indicator = part_phrase(name, self.lexicon)
        else:
            claim.indicator = name
        claim.set_change(self.lexicon)

    def _leans(self, name: str) -> bool:
        """Whether a name needs the one before it: 增速, 占…的比重."""
        return name in self.lexicon.dependent.all or name.startswith("占")

    def _capacity(self, claim: Claim, name: str, tail: str, last: Claim | None) -> str:
        """年产X N只能力, 新增X N片加工能力: what stands behind the number is measured of X."""
        tail = tail.removeprefix("的")
        if name.startswith("年产") and not name.startswith(("年产值", "年产量", "年产能")):
            stretch = self.text[claim.end : self.end]
            ability = next((word for word in ("生产能力", "能力") if word in stretch), "")
            claim.subject = self.listed = name[2:] or self.object_before()
            return "年" + (ability if ability == "生产能力" else "产" + ability)
        if last is not None and last.indicator.startswith("年") and last.indicator.endswith("能力"):
            claim.subject, self.prefix = share_prefix(self.listed, name, self.prefix)
            return last.indicator
        if tail.endswith(("能力", "产能")) and name:
            claim.subject = name
            return tail
        return name
