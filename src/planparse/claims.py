"""Claims: what the clauses of a sentence say of their quantities, before anybody decides
whether that is a target.

`read_sentence` reads a sentence clause by clause and each clause outwards from its numbers:
the limit and the verb beside a number, the words they speak of, what stands behind. Numbers
that belong to a noun's attribute (营业收入超100亿元的企业) stay in its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.clauses import split_clauses

if TYPE_CHECKING:
    from planparse.clauses import Lexicon
    from planparse.periods import Period
    from planparse.quantities import Quantity
    from planparse.rulebook import Rule

_SPACE = " \t\u3000\u00a0*"
_STOPS = "，,；;：:。、" + _SPACE
_JOINTS = ("、", "和", "及", "与", "以及", "，", ",", "或", "、和")
_NO_NOUN = "，,；;：:。、！!?？)）】〕》+"
_ANNUAL = ("年均", "每年", "逐年", "年平均")
_LIGHT = ("展开", "开展", "进行", "实施", "提供")
_FOR = ("对", "为", "向", "给")
_MEASURED = "率量数值额度例重比"
_DESCRIBING = ("money", "share", "time", "measure", "person")
_LONGEST = 60  # characters of a subject and indicator that are read on either side


class Claim:
    """What a clause says of one quantity.

    `start`:`end` is the value expression with its bound, `clause` the clause's span.
    `form` is the rule that read it, `verb` the letters of its verbs, `action` its action
    word; `before` and `behind` are the words around the quantity in its clause.
    """

    __slots__ = ("action", "baseline", "before", "behind", "change", "clause", "comparator", "end")
    __slots__ += ("form", "indicator", "quantity", "rate", "start", "subject", "verb")

    def __init__(self, quantity: Quantity, clause: tuple[int, int]) -> None:
        self.quantity = quantity
        self.clause = clause
        self.start, self.end = quantity.start, quantity.end
        self.subject = ""
        self.indicator = ""
        self.comparator = "="
        self.change = "reach"
        self.rate: str | None = None
        self.baseline = ""
        self.verb = ""
        self.action = ""
        self.form: Rule | None = None
        self.before = ""
        self.behind = ""

    @property
    def words(self) -> str:
        """Subject and indicator as one phrase."""
        return self.subject + self.indicator


class _Left:
    """The words before a number, read from the number outwards."""

    __slots__ = ("action", "adverbs", "bound", "rest", "verbs")

    def __init__(self) -> None:
        self.rest = ""
        self.verbs = ""
        self.bound = ""
        self.adverbs = ""
        self.action = ""


def read_sentence(
    text: str, start: int, end: int, quantities: list[Quantity], periods: list[Period], lexicon: Lexicon
) -> list[Claim]:
    """What the sentence `text[start:end]` says of its quantities, in order.

    `quantities` and `periods` are those inside it. A quantity in a name (“三品一标”, 《…》) or in
    an attribute gives no claim.
    """
    brackets, names = _enclosures(text, start, end)
    inner: dict[tuple[int, int], list[Quantity]] = {}
    outer: list[Quantity] = []
    for quantity in quantities:
        if any(a <= quantity.start < b for a, b in names):
            continue
        span = next((s for s in reversed(brackets) if s[0] <= quantity.start < s[1]), None)
        if span is None:
            outer.append(quantity)
        else:
            inner.setdefault(span, []).append(quantity)
    claims = _Reader(text, periods, lexicon).read(start, end, outer)
    for (a, b), members in inner.items():
        claims += _Reader(text, periods, lexicon).read(a, b, members)
    return sorted(claims, key=lambda claim: claim.start)


class _Reader:
    """A sentence being read: `claims` so far, the last of them lends words to the next."""

    __slots__ = ("annual", "claims", "clause", "each", "lexicon", "periods", "prefix", "previous", "text")
    __slots__ += ("listed", "owner", "rest_end", "start")

    def __init__(self, text: str, periods: list[Period], lexicon: Lexicon) -> None:
        self.text = text
        self.periods = periods
        self.lexicon = lexicon
        self.claims: list[Claim] = []
        self.clause = (0, 0)  # the one being read
        self.previous: tuple[int, int] | None = None  # the one before it
        self.annual = False  # 每年 or 年均 stood in this clause
        self.each = ""  # 每万人口, which later items of the clause share
        self.prefix = ""  # what the items of a list share with the first
        self.listed = ""  # the first noun of the list being read
        self.owner = ""  # the noun whose attribute the clauses before it speak of
        self.start = self.rest_end = 0  # of the sentence

    def read(self, start: int, end: int, quantities: list[Quantity]) -> list[Claim]:
        if not quantities:
            return []
        self.start, self.rest_end = start, end
        at = 0
        for clause in split_clauses(self.text, start, end):
            members: list[Quantity] = []
            while at < len(quantities) and quantities[at].start < clause[1]:
                if quantities[at].start >= clause[0]:
                    members.append(quantities[at])
                at += 1
            self.clause = clause
            if members:
                self._read_clause(members)
            if self._ahead(*clause).strip(_STOPS):
                self.previous = clause
        return self.claims

    def _read_clause(self, members: list[Quantity]) -> None:
        self.annual, self.each, self.prefix, self.listed = False, "", "", ""
        at, index = self.clause[0], 0
        while index < len(members):
            chain = self._chain(members, index)
            beyond = index + len(chain)
            following = members[beyond] if beyond < len(members) else None
            sign, to = self._after(chain[-1])
            behind = self.text[to : following.start if following else self.clause[1]].lstrip(_SPACE)
            ahead = self._ahead(at, chain[0].start)
            left = self._left(ahead, chain[0], behind)
            self.annual = self.annual or any(word in ahead for word in _ANNUAL)
            if self._describes(left, chain[0], sign, behind, following):
                index = beyond
                continue
            if left.action and "、" in left.rest and not self.text[chain[0].start].isdecimal():
                index = beyond  # A、B、C三项行动: a complete list and its size
                continue
            if left.action or (behind.startswith("的") and left.bound and not self._lead(left.rest)):
                made, used, to = self._behind(members, index, left, sign, to)
                beyond = index + used
            else:
                made = self._before(chain, left, ahead, behind, sign, to)
            self.claims += made
            if made:
                at = to
            index = beyond

    # ------------------------------------------------------------------ tokens

    def _after(self, quantity: Quantity) -> tuple[str, int]:
        """The bound behind a quantity and where it ends; a bracket between them is passed over."""
        text, at = self.text, quantity.end
        words, signs = self.lexicon.after
        if text[at : at + 1] in (" ", "\u3000"):
            at += 1
        if text[at : at + 1] in ("（", "("):
            close = next((i for i in range(at, min(at + _LONGEST, len(text))) if text[i] in "）)"), -1)
            if close < 0:
                return "", quantity.end
            word = words.starts(text[close + 1 : close + 6])
            if not word and text[close + 1 : close + 2] != "的":
                word = words.starts(text[at : at + 5])
                return (signs[word], at + len(word)) if word else ("", quantity.end)
            return (signs[word] if word else "", close + 1 + len(word))
        word = words.starts(text[at : at + 5])
        if word == "内" and text[at + 1 : at + 2] in ("部", "外", "涵", "容", "陆", "地", "的"):
            word = ""
        return (signs[word], at + len(word)) if word else ("", quantity.end)

    def _chain(self, members: list[Quantity], index: int) -> list[Quantity]:
        """The quantities from `index` on that only 、 or 和 part; a later unit serves all of them."""
        chain = [members[index]]
        for following in members[index + 1 :]:
            last = chain[-1]
            gap = self.text[self._after(last)[1] : following.start].strip(_SPACE)
            if gap not in _JOINTS or (gap in ("，", ",") and last.unit is not None):
                break
            chain.append(following)
        unit = next((quantity for quantity in reversed(chain) if quantity.unit is not None), None)
        for quantity in chain:
            if unit is not None and quantity.unit is None:
                quantity.unit, quantity.kind = unit.unit, unit.kind
                if quantity.scale == 1.0 and unit.scale > 1.0 and quantity.value < 10000:
                    quantity.value *= unit.scale
        return chain

    def _ahead(self, start: int, end: int) -> str:
        """The words from `start` to `end`, the periods among them left out."""
        parts: list[str] = []
        at = start
        for period in self.periods:
            if period.start < at or period.end > end or period.role == "base":
                continue
            part = self.text[at : period.start]
            for word in ("力争到", "争取到", "到", "至", "在", "于"):
                if part.endswith(word):
                    part = part[: -len(word)]
                    break
            parts.append(part)
            at = period.end
        parts.append(self.text[at:end])
        return "".join(parts)

    def _left(self, ahead: str, quantity: Quantity, behind: str) -> _Left:
        """The tokens that end `ahead`: bounds, verbs and adverbs; then an action, or plain words."""
        lexicon, left = self.lexicon, _Left()
        bounds, signs = lexicon.before
        verbs, letters = lexicon.verbs
        rest = ahead.rstrip(_SPACE)
        countable = quantity.kind in ("count", "person", "measure", "money") or (
            quantity.unit is None and quantity.scale > 1.0
        )
        noun = _is_noun(behind) or behind.startswith("的")
        while rest:
            limit = "" if left.bound or left.verbs else bounds.ends(rest)
            verb = verbs.ends(rest)
            act = lexicon.build.ends(rest) if (countable or left.bound) and not left.verbs and noun else ""
            adverb = lexicon.tail.ends(rest)
            if not act and noun and countable and not left.verbs and rest[-1] in "出了成":
                act = lexicon.build.ends(rest[:-1]) and lexicon.build.ends(rest[:-1]) + rest[-1]
            if noun and quantity.kind in ("person", "count") and not left.bound and rest[-1] in _FOR:
                act = rest[-1]
            longest = max(len(limit), len(verb), len(act), len(adverb))
            if longest == 0:
                break
            if len(limit) == longest:
                left.bound = signs[limit]
            elif len(act) == longest and (
                len(verb) < longest or letters[verb] == "V" or not self._lead(rest[:-longest])
            ):
                left.action = act
            elif len(verb) == longest and (longest > 1 or self._is_verb(rest, verb, quantity)):
                left.verbs = letters[verb] + left.verbs
            elif len(adverb) == longest:
                left.adverbs = adverb + left.adverbs
            else:
                break
            rest = rest[:-longest].rstrip(_SPACE)
            if left.action:
                while more := lexicon.build.ends(rest):
                    left.action = more + left.action
                    rest = rest[: -len(more)].rstrip("、或和并及" + _SPACE)
                break
        left.rest = rest
        return left

    def _is_verb(self, rest: str, verb: str, quantity: Quantity) -> bool:
        """Whether a verb of one character is one here: 为 and 降 are parts of many words."""
        before = rest[:-1].rstrip(_SPACE)
        if verb == "达":
            return not before.endswith(("发", "到", "表", "直", "雷"))
        if verb == "为":
            return quantity.kind in ("share", "") or before.endswith(("总数", "规模", "标准", "目标"))
        return quantity.kind == "share" and bool(before)

    def _lead(self, rest: str) -> str:
        """`rest` without what only leads up to a claim: modal words, drivers, joints."""
        lexicon = self.lexicon
        while True:
            rest = rest.lstrip(_STOPS)
            word = lexicon.driver.starts(rest)
            if not word:
                word = lexicon.lead.starts(rest)
                onward = rest[len(word) :]
                if word and onward and not (
                    lexicon.build.starts(onward) or lexicon.lead.starts(onward) or lexicon.driver.starts(onward)
                ):
                    word = ""
            if not word and len(rest) > 2 and rest[0] in "和及与":
                word = rest[0]
            if not word:
                return rest
            rest = rest[len(word) :]

    def _describes(
        self, left: _Left, quantity: Quantity, sign: str, behind: str, following: Quantity | None
    ) -> bool:
        """Whether the number only describes a noun: 营业收入超100亿元的企业, 500万元以下的贷款."""
        lexicon = self.lexicon
        if following is not None and left.rest.endswith(("由", "从", "的")) and lexicon.verbs[0].starts(behind):
            return True  # 由9400家增加到
        noun = _is_noun(behind) and not (quantity.unit is None and behind.startswith("级"))
        if quantity.unit is None and quantity.scale == 1.0 and quantity.value > 1:
            if noun or not (left.verbs or left.bound):
                return True
        if left.action and noun and quantity.kind == "money":
            return not self.lexicon.spend.ends(left.action)
        if any(letter in "ID" for letter in left.verbs) or left.action:
            return False
        if quantity.kind == "time" and left.verbs and sign == "<=":
            return False
        if left.bound and following is not None and behind.startswith("、"):
            beyond = self.text[self._after(following)[1] : self.clause[1]]
            if beyond.startswith("的") and _is_noun(beyond[1:]) and not beyond.startswith(("的目标", "的要求")):
                return True  # 人数超过30人、井深超过800米的矿山
        if behind.removesuffix("。").endswith(("能力", "产能")):
            return False
        if behind.startswith("的"):
            return _is_noun(behind[1:]) and not (left.bound and not self._lead(left.rest))
        if noun and following is not None:
            if any(c in behind for c in "、和及") and "的" not in behind:
                return False
            return bool(left.bound or left.verbs or sign) or quantity.kind in _DESCRIBING
        if noun:
            return bool(left.bound or left.verbs) or quantity.kind in _DESCRIBING
        return (
            following is not None
            and "的" in behind
            and quantity.kind in ("money", "share", "time", "measure")
            and following.kind in ("count", "person")
        )

    # ------------------------------------------------------------------ counts with the noun behind

    def _behind(
        self, members: list[Quantity], index: int, left: _Left, sign: str, to: int
    ) -> tuple[list[Claim], int, int]:
        """培育10个A、5个B和3个C: one claim each; also how many quantities they took, and their end."""
        run: list[tuple[Quantity, str, int, str]] = []
        at = index
        while True:
            quantity = members[at]
            sign, to = self._after(quantity)
            following = members[at + 1] if at + 1 < len(members) else None
            gap = self.text[to : following.start] if following else self.text[to : self.clause[1]]
            noun, joint = _cut_joint(gap.strip(_SPACE)) if following else (gap.strip(_SPACE), "")
            run.append((quantity, sign, to, noun.removeprefix("的")))
            if not joint or following is None:
                break
            beyond = self._after(following)[1]
            ends = self.text[beyond : members[at + 2].start if at + 2 < len(members) else self.clause[1]]
            if not _is_noun(ends.lstrip(_SPACE)):
                break
            at += 1
        used = at - index + 1
        last_quantity, last_sign, last_to, last = run[-1]
        following = members[index + used] if index + used < len(members) else None
        if following is not None:
            last = self.text[last_to : self.clause[1]].strip(_SPACE) if not self._changes(following) else ""
        for mark in ("和一批", "、一批", "及一批", "以及一批"):
            if mark in last:
                last, _, head = last.partition(mark)
                last += _head_of(head) if _is_grade(last) else ""
        if last.startswith(("具有", "具备", "拥有", "能够")) and "的" not in last:
            last = self._extended(last_to)
        if not last:
            last = self._noun_at_end()
            self.owner = last.rpartition("的")[2]
        run[-1] = (last_quantity, last_sign, last_to, last.removeprefix("的"))
        head = _head_of(last)
        claims = []
        for quantity, sign, to, noun in run:
            claim = self._claim(quantity, to, left, sign)
            claim.action = left.action
            noun = noun + head if _is_grade(noun) and noun != last else noun
            claim.indicator = noun.strip(_STOPS)
            claim.subject = self._holder(left.rest)
            letter = "p" if left.action in _FOR else "a"
            self._form(claim, ("x" if claim.subject else "") + letter + "Nx")
            self._action(claim)
            claims.append(claim)
        self._serve(claims)
        return claims, used, run[-1][2]

    def _serve(self, claims: list[Claim]) -> None:
        """支持4万户X进行Y, 对300名X开展Y: the families are the subject, the work the indicator."""
        last = claims[-1].indicator
        if claims[-1].quantity.kind == "share":
            claims[-1].indicator = last.partition("进行")[0]
            return
        for word in _LIGHT:
            who, found, work = last.partition(word)
            if found and len(who) >= 2 and len(work) >= 2 and "的" not in work:
                claims[-1].subject, claims[-1].indicator = who, work
                for claim in claims[:-1]:
                    claim.subject, claim.indicator = claim.indicator, work
                return

    def _changes(self, following: Quantity) -> bool:
        """Whether a quantity inside a noun is a change (提升5%以上), which is a claim of its own."""
        left = self._left(self.text[self.clause[0] : following.start], following, "")
        return any(letter in "ID" for letter in left.verbs)

    def _extended(self, start: int) -> str:
        """A noun whose attribute runs on over a comma: 具有自主知识产权,营业收入超10亿元的企业."""
        stretch = self.text[start : min(self.rest_end, start + 2 * _LONGEST)]
        place = stretch.find("的")
        if place < 0:
            return self.text[start : self.clause[1]]
        end = next((i for i in range(place, len(stretch)) if stretch[i] in "，,；;。"), len(stretch))
        return stretch[:end].strip(_SPACE)

    def _noun_at_end(self) -> str:
        """The noun that closes the sentence, behind its last 、 or comma."""
        stretch = self.text[max(self.clause[0], self.rest_end - 2 * _LONGEST) : self.rest_end]
        cut = max(stretch.rfind(mark) for mark in "，,、")
        return stretch[cut + 1 :].strip(_SPACE)

    def _holder(self, rest: str) -> str:
        """Who has the quantity, where the words before an action name them: 全省, 每个设区市."""
        words = self._lead(rest)
        for word in (*_ANNUAL, "应", "力争", "至少"):
            cut = words.find(word)
            if cut > 0:
                words = words[:cut]
        if words.startswith("每") or self.lexicon.region.starts(words):
            for mark in (*_FOR, "在"):
                cut = words.find(mark, 2)
                words = words[:cut] if cut > 0 else words
            return words[:_LONGEST]
        return ""

    # ------------------------------------------------------------------ claims with the noun before

    def _before(
        self, chain: list[Quantity], left: _Left, ahead: str, behind: str, sign: str, to: int
    ) -> list[Claim]:
        rest, baseline = self._baseline(left)
        listed = bool(self.claims) and self.claims[-1].clause == self.clause
        words = self._lead(rest)
        action = subject = ""
        if not left.verbs:
            words, action, subject = self._acted(words, chain[0], rest.lstrip(_STOPS)[:1] in _FOR)
        tail = behind if _is_noun(behind) and not listed_noun(behind) else ""
        if tail and not left.verbs and not left.bound and not tail.endswith(("能力", "产能")):
            return self._counted(chain[0], left, words, action, tail, to)
        names = [words]
        if len(chain) > 1:
            names = self._distributed(words, len(chain))
        claims: list[Claim] = []
        if tail and left.verbs and chain[0].kind == "time":
            subject, names = words, [tail]
        for quantity, name in zip(chain, names, strict=True):
            own_sign, own_to = self._after(quantity)
            claim = self._claim(quantity, own_to, left, own_sign or (sign if len(chain) > 1 else ""))
            claim.baseline = baseline
            claim.action = action
            claim.verb = left.verbs
            claim.subject = subject
            self._name(claim, name, tail, left)
            small = quantity.value < 10 and not self.text[quantity.start].isdecimal()
            if claim.form is not None and not (small and claim.action and not left.bound):
                claims.append(claim)
        return claims

    def _name(self, claim: Claim, name: str, tail: str, left: _Left) -> None:
        """Gives a claim its words, its form, its change."""
        last = self.claims[-1] if self.claims else None
        same = last is not None and last.clause == self.clause
        letters = ("a" if claim.action else "") + ("x" if name else "") + left.verbs + ("b" if left.bound else "")
        inherited = False
        if last is not None and name and not claim.action and not left.verbs and not left.bound:
            countable = claim.quantity.kind in ("count", "person", "measure", "")
            if last.action and countable and last.quantity.kind in ("count", "person", "measure", ""):
                claim.action, letters, inherited = last.action, "ax", True
        name = self._capacity(claim, name, tail, last, inherited)
        if not name:
            name = self._borrowed(last)
        elif inherited and same:
            name = self._shared(name)
        elif claim.action:
            self.listed, self.prefix = name, ""
        if last is not None and name in self.lexicon.dependent.all:
            name = last.words + name
        if name.startswith("每"):
            self.each = self.each or _each(name)
        elif self.each and same:
            name = self.each + name
        self._form(claim, letters + "N" + ("B" if claim.comparator in (">=", "<=", "~") else ""))
        if self.owner and left.verbs and not claim.subject:
            claim.subject = self.owner
        elif last is not None and claim.action and not claim.subject and last.subject.startswith("每个"):
            claim.subject = last.subject
        self._split(claim, name)
        if claim.action:
            self._action(claim)
        self._change(claim, left)

    def _counted(
        self, quantity: Quantity, left: _Left, words: str, action: str, noun: str, to: int
    ) -> list[Claim]:
        """Words, a number and a noun: 每个市3个以上县设立平台, 打造A、B等8个集群; a complete list is none."""
        sign = self._after(quantity)[0]
        claim = self._claim(quantity, to, left, sign)
        claim.indicator = noun.strip(_STOPS)
        if words.startswith("每"):
            claim.subject, claim.action = words, "有"
        elif words in self.lexicon.region.all and action:
            claim.subject, claim.action = words, action
        elif words.endswith("等") and (action or self._led()):
            claim.action = action or "建"
        else:
            return []
        self._form(claim, "aNx")
        return [claim]

    def _led(self) -> bool:
        """Whether an action word led the clause before."""
        return any(
            self.lexicon.build.starts(self._lead(self._ahead(*clause)))
            for clause in split_clauses(self.text, self.start, self.clause[0])
        )

    def _acted(self, words: str, quantity: Quantity, served: bool) -> tuple[str, str, str]:
        """`words` without the action that leads them (建设 公厕); also the action, and the subject before it."""
        lexicon = self.lexicon
        if quantity.kind in ("share", "time"):
            return words, "", ""
        subject = ""
        if lexicon.keep.starts(words):
            return words, lexicon.keep.starts(words), ""
        action = lexicon.build.starts(words)
        if not action:
            for mark in (*_ANNUAL, "应", "力争", "至少", "须"):
                cut = words.find(mark)
                if cut > 1 and lexicon.build.starts(self._lead(words[cut:])):
                    subject, words = words[:cut], self._lead(words[cut:])
                    break
            else:
                inside = words.startswith(("在", "依托", "通过", "以", "由", "利用", "围绕", "面向", "每", "结合", "从"))
                region = lexicon.region.starts(words)
                if inside or region or served:
                    for cut in range(max(len(region), 2), min(len(words) - 2, _LONGEST)):
                        found = lexicon.build.starts(words[cut:])
                        if len(found) > 1 and len(words) - cut - len(found) >= 2:
                            subject = words[:cut] if (words[0] == "每" or region or served) else ""
                            words = words[cut:]
                            break
            action = lexicon.build.starts(words)
            if not action:
                return subject + words if subject else words, "", ""
        rest = words[len(action) :]
        if rest[:1] in ("出", "了", "成") and len(rest) > 1:
            rest = rest[1:]
        if not rest or rest[0] in "率量数的人" and quantity.kind != "person" or rest.startswith(("人数", "数量", "规模", "面积", "总")):
            return words, "", subject
        if action in lexicon.add.all:
            return rest, action, subject
        while True:
            joined = rest.lstrip("、和或及并" + _SPACE)
            more = lexicon.build.starts(joined)
            onward = joined[len(more) :]
            if not more or len(onward) < 3 or onward.startswith(_BOUND_NOUNS):
                break
            if len(joined) == len(rest) and len(more) < 2:
                break
            action, rest = action + more, onward
        return rest, action, subject

    # ------------------------------------------------------------------ words of a claim

    def _capacity(
        self, claim: Claim, name: str, tail: str, last: Claim | None, inherited: bool
    ) -> str:
        """年产X N只能力, 新增X N片加工能力: what stands behind the number is measured of X."""
        lexical = tail.removeprefix("的")
        if name.startswith("年产") and not name.startswith(("年产值", "年产量", "年产能")):
            made = name[2:]
            ability = "能力" if not lexical.endswith("能力") else lexical
            if lexical.endswith("能力") and len(lexical) > 4:
                made, ability = made + lexical[:-4] if lexical.endswith("生产能力") else made + lexical[:-2], lexical[-2:]
            if not lexical.endswith("能力"):
                stretch = self.text[claim.end : self.rest_end]
                ability = "生产能力" if "生产能力" in stretch else ("能力" if "能力" in stretch else "")
            claim.subject = made or self._object_before()
            self.listed = made
            return "年" + (ability if ability == "生产能力" else "产" + ability)
        if inherited and last is not None and last.indicator.startswith("年") and last.indicator.endswith("能力"):
            claim.subject = self._shared(name)
            return last.indicator
        if lexical.endswith(("能力", "产能")) and name:
            claim.subject = name
            return lexical
        return name

    def _object_before(self) -> str:
        """What the clause before speaks of, without its verb: 开发X系列产品 → X系列产品."""
        if self.previous is None:
            return ""
        words = self._lead(self._ahead(*self.previous))
        action = self.lexicon.build.starts(words)
        return words[len(action) :][:_LONGEST]

    def _borrowed(self, last: Claim | None) -> str:
        """The measure that an earlier clause named, where this one has only a verb and a number."""
        if self.previous is not None and (last is None or last.clause[0] < self.previous[0]):
            words = self._lead(self._ahead(*self.previous))
            while True:
                word = self.lexicon.verbs[0].ends(words) or self.lexicon.tail.ends(words)
                if not word:
                    break
                words = words[: -len(word)]
            return words[-_LONGEST:]
        return last.words if last is not None else ""

    def _shared(self, name: str) -> str:
        """An item of a list with what it shares with the first: 省级以上绿色工厂、绿色园区."""
        first = self.listed
        place = first.find(name[:2]) if len(name) > 2 else -1
        if place > 0:
            self.prefix = first[:place]
            return self.prefix + name
        if 0 < len(name) <= 2 < len(first) - 2:
            return first[: -len(name)] + name
        if self.prefix and len(name) <= 4:
            return self.prefix + name
        self.prefix = ""
        return name

    def _split(self, claim: Claim, name: str) -> None:
        """Parts a phrase into subject and indicator; both together always read as the phrase."""
        name = _trimmed(name)
        if claim.subject and claim.indicator:
            return
        if claim.subject:
            claim.indicator = name
            return
        for mark in ("将", "把"):
            cut = name.find(mark)
            if 0 < cut < len(name) - 2 and name[cut + 1] not in "来军":
                holder = name[:cut]
                while word := self.lexicon.tail.ends(holder) or self.lexicon.lead.ends(holder):
                    holder = holder[: -len(word)]
                claim.subject, claim.indicator = holder, name[cut + 1 :]
                return
        region = self.lexicon.region.starts(name)
        measure = self.lexicon.measure.ends(name)
        if measure and len(name) > len(measure) and "占" not in name and name[-len(measure) - 1] not in "的、和":
            claim.subject, claim.indicator = name[: -len(measure)], measure
        elif region and len(name) > len(region) + 2 and name[len(region)] not in "的、和":
            claim.subject, claim.indicator = region, name[len(region) :]
        else:
            claim.indicator = name

    def _baseline(self, left: _Left) -> tuple[str, str]:
        """The words without what the value is compared with, and that: 比2020年, 由10%, 全省平均水平的."""
        rest = left.rest
        if rest.endswith("的") and not left.verbs and not left.bound:
            bounds, verbs = self.lexicon.before, self.lexicon.verbs
            for cut in range(len(rest) - 2, max(len(rest) - 24, 0), -1):
                ahead = rest[:cut]
                limit, verb = bounds[0].ends(ahead), verbs[0].ends(ahead)
                if limit and len(limit) > 1 and len(limit) >= len(verb):
                    left.bound = bounds[1][limit]
                    return self._without_tail(ahead[: -len(limit)]), rest[cut:-1]
                if verb and len(verb) > 1 or verb == "达":
                    left.verbs = verbs[1][verb]
                    return self._without_tail(ahead[: -len(verb)]), rest[cut:-1]
            return rest, ""
        if left.verbs:
            for mark in ("由", "从"):
                cut = rest.rfind(mark)
                if cut >= 0 and any(c.isdecimal() for c in rest[cut + 1 :]) and len(rest) - cut < 24:
                    return rest[:cut], rest[cut + 1 :]
        if left.verbs and ("I" in left.verbs or "D" in left.verbs or "V" in left.verbs):
            for mark in ("比", "较", "与", "在", "同"):
                cut = rest.rfind(mark)
                base = rest[cut + 1 :]
                if cut < 0 or not 1 < len(base) < 24 or any(c in base for c in "，,、率"):
                    continue
                if mark == "比" and (base[0] in "重例率值较对" or rest[cut - 1 : cut] in ("占", "对", "同", "环")):
                    continue
                if mark == "在" and not base.endswith("基础上") or mark in "与同" and not base.endswith("相比"):
                    continue
                for ending in ("的基础上", "基础上", "相比"):
                    base = base.removesuffix(ending)
                if base in ("上年", "去年", "同期") or len(base) > 1:
                    return self._without_tail(rest[:cut]), base
        return rest, ""

    def _without_tail(self, rest: str) -> str:
        while word := self.lexicon.tail.ends(rest):
            rest = rest[: -len(word)]
        return rest

    def _distributed(self, words: str, count: int) -> list[str]:
        """The names that several values are of: A、B的C分别达到X、Y."""
        parts = [part for part in _pieces(words, "、和及与") if part]
        if len(parts) > count:
            fewer = [part for part in words.split("、") if part]
            if len(fewer) == count - 1:
                for joint in ("以及", "和", "及", "与"):
                    one, found, two = fewer[-1].rpartition(joint)
                    if found and one and two:
                        fewer[-1:] = [one, two]
                        break
            parts = fewer
        if len(parts) != count:
            return [words] * count
        last = parts[-1]
        tail = self._common_tail(parts[0], parts[1:-1], last)
        if tail:
            parts = [part + tail for part in parts[:-1]] + [last]
        region = self.lexicon.region.starts(parts[0])
        return [parts[0]] + [region + part if region and part[:2] != region else part for part in parts[1:]]

    def _common_tail(self, first: str, middle: list[str], last: str) -> str:
        """What of the last item all the others share: 平均故障间隔时间, 机械化率."""
        if not last or first[-1:] == last[-1:]:
            return ""
        for mark in ("平均", "人均", "年均", "综合", "总体"):
            cut = last.find(mark)
            if cut > 0:
                return last[cut:]
        for length in (2, 1):
            cut = last.find(first[-length:])
            if cut >= 0 and cut + length < len(last):
                return last[cut + length :]
        measure = self.lexicon.measure.ends(last)
        if measure and len(measure) < len(last):
            return measure
        if last[-1] in _MEASURED:
            length = len(middle[0]) if middle else 2
            return last[length:] if length < len(last) - 1 else ""
        return ""

    # ------------------------------------------------------------------ meaning

    def _claim(self, quantity: Quantity, to: int, left: _Left, sign: str) -> Claim:
        claim = Claim(quantity, self.clause)
        claim.end = max(to, quantity.end)
        claim.before = self.text[self.clause[0] : quantity.start]
        claim.behind = self.text[quantity.end : self.clause[1]]
        claim.verb = left.verbs
        claim.rate = "annual" if self.annual else None
        if quantity.value_max is not None:
            claim.comparator = "range"
        elif left.bound and sign:
            claim.comparator = sign if left.bound in (">", "~") else left.bound
        else:
            claim.comparator = left.bound or sign or ("<=" if "C" in left.verbs else "=")
        if claim.comparator == "=" and quantity.more:
            claim.comparator = ">"
        return claim

    def _form(self, claim: Claim, shape: str) -> None:
        claim.form = next((rule for rule in self.lexicon.forms if rule.pattern.search(shape)), None)

    def _action(self, claim: Claim) -> None:
        if self.lexicon.add.starts(claim.action) or self.lexicon.add.ends(claim.action):
            claim.change = "increase_by"
        elif claim.action and self.lexicon.drop.ends(claim.action) == claim.action:
            claim.change = "decrease_by"

    def _change(self, claim: Claim, left: _Left) -> None:
        name, quantity = claim.indicator, claim.quantity
        if name.endswith(("增速", "增长率", "增幅", "增长")) or "I" in left.verbs:
            claim.change = "increase_by"
        if name.endswith(("降幅", "下降率", "降低率")) or "D" in left.verbs:
            claim.change = "decrease_by"
        if quantity.unit == "番":
            claim.change = "multiply"
            quantity.value, quantity.unit = 2.0**quantity.value, None
        elif quantity.unit == "倍" and left.verbs == "V" and claim.change == "reach":
            grown = claim.before.rstrip(_SPACE).endswith(("增长到", "提高到", "扩大到", "增加到", "增至", "提高至"))
            if grown or any(c.isdecimal() for c in claim.baseline):
                claim.change = "multiply"


_BOUND_NOUNS = (
    "项目", "工程", "任务", "计划", "中心", "基地", "能力", "行动", "活动", "机构", "人员", "平台", "试点", "示范", "投资",
)  # fmt: skip


def listed_noun(behind: str) -> bool:
    """Whether what stands behind a number already begins the next item or clause."""
    return behind[:1] in ("、", "和", "及", "与", "或", "且", "并")


def _is_noun(behind: str) -> bool:
    """Whether a text begins with words that the number counts, not with a mark, a joint or 的."""
    return bool(behind) and behind[0] not in _NO_NOUN and behind[0] != "的" and not listed_noun(behind)


def _cut_joint(gap: str) -> tuple[str, str]:
    """The noun of `gap` and the joint that ends it; no joint where none does."""
    for joint in ("以及", "，以及", "、", "和", "及", "与"):
        if gap.endswith(joint) and len(gap) > len(joint):
            return gap[: -len(joint)], joint
    return gap, ""


def _is_grade(noun: str) -> bool:
    """Whether a noun is only a grade whose head stands later: 国家级, 万亿级."""
    return 1 < len(noun) <= 7 and noun[-1] in "级型类" and not noun.endswith("等级")


def _head_of(noun: str) -> str:
    """A noun without its grade: 省级高技能人才培训基地 → 高技能人才培训基地."""
    place = next((i for i, c in enumerate(noun[:7]) if c in "级型类"), -1)
    return noun[place + 1 :] if place > 0 else noun


def _each(name: str) -> str:
    """The 每万人口 that begins a name."""
    for unit in ("人口", "人", "户", "家", "名"):
        cut = name.find(unit, 1)
        if 0 < cut <= 5:
            return name[: cut + len(unit)]
    return ""


def _trimmed(name: str) -> str:
    name = name.strip(_STOPS)
    for word in ("指标", "目标", "要求"):
        if name.endswith(word) and len(name) > len(word) + 2:
            name = name[: -len(word)]
    return name.removesuffix("的") if len(name) < 4 else name


def _pieces(words: str, marks: str) -> list[str]:
    parts, at = [], 0
    for i, c in enumerate(words):
        if c in marks:
            parts.append(words[at:i])
            at = i + 1
    parts.append(words[at:])
    return parts


def _enclosures(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The insides of the brackets of a sentence, and its names in quotation marks or 《》."""
    brackets: list[tuple[int, int]] = []
    names: list[tuple[int, int]] = []
    open_: list[tuple[str, int]] = []
    for i in range(start, end):
        c = text[i]
        if c in "（(〔“《":
            open_.append((c, i))
        elif c in "）)〕”》" and open_:
            mark, at = open_.pop()
            if mark in "（(〔":
                brackets.append((at + 1, i))
            elif i - at <= 24 or mark == "《":
                names.append((at, i))
    brackets.sort()
    return brackets, names
