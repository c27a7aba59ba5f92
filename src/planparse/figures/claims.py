"""Claims: what a clause says of one quantity, before anybody decides whether it is a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.figures.clauses import SPACE
from planparse.figures.nouns import is_noun

if TYPE_CHECKING:
    from planparse.figures.clauses import Lexicon
    from planparse.figures.quantities import Quantity
    from planparse.figures.tokens import Left
    from planparse.rulebook import Rule

_RISING = ("增速", "涨幅", "增长率", "增幅", "增长")
_YEARLY = ("年增长率", "年增速", "年增幅", "年下降率", "年降幅")
_FALLING = ("降幅", "下降率", "降低率")
_GROWN = ("增长到", "提高到", "扩大到", "增加到", "增至", "提高至")
_MEASURES = ("面积", "高度", "宽度", "密度", "浓度", "厚度", "间距", "长度", "深度", "容积")
_EACH = (
    "人均", "户均", "生均", "每间", "每班", "每床", "每户", "每百", "每千", "每万", "每亩", "每平方",
)  # fmt: skip
_SHARES = "幅率比例重度额量数值积平"  # what the name of a share ends in
_LEGAL = (
    "办法", "规定", "条例", "细则", "规则", "章程", "规程", "令", "公告", "公示",
    "通告", "指南", "法", "标准", "规范", "批复", "函", "预案", "决定",
)  # fmt: skip


class Claim:
    """What a clause says of one quantity.

    `start`:`end` is the value expression with its bound, `clause` the clause's span. `form`
    is the rule that read it, `action` its action word; `before` and `behind` are the words
    around the quantity in its clause.
    """

    __slots__ = (
        "action", "baseline", "before", "behind", "change", "clause", "comparator", "end", "form",
        "indicator", "quantity", "rate", "start", "subject", "turn", "verbs",
    )  # fmt: skip

    def __init__(
        self, text: str, quantity: Quantity, clause: tuple[int, int], left: Left, bound: tuple[str, int]
    ) -> None:
        sign, end = bound
        self.quantity = quantity
        self.clause = clause
        self.start = quantity.start
        self.end = max(end, quantity.end) if sign else quantity.end  # a bracket alone is no bound
        self.subject = ""
        self.indicator = ""
        self.baseline = ""
        self.action = ""
        self.verbs = left.verbs
        self.turn = (0, 1)  # which of how many values of one name this is
        self.change = "reach"
        self.rate: str | None = None
        self.form: Rule | None = None
        self.before = text[clause[0] : quantity.start]
        self.behind = text[quantity.end : clause[1]]
        self.comparator = _compare(quantity, left, sign)
        if self.comparator == "=" and "至少" in self.before[-12:]:
            self.comparator = ">="

    @property
    def words(self) -> str:
        """Subject and indicator as one phrase."""
        return self.subject + self.indicator

    def set_form(self, shape: str, lexicon: Lexicon) -> None:
        """Finds the rule for a string of tokens; None where no form has it."""
        self.form = next((rule for rule in lexicon.forms if rule.pattern.search(shape)), None)

    def set_change(self, lexicon: Lexicon) -> None:
        """Whether the value is reached, added, taken off, or a factor; a factor becomes a number."""
        name, quantity = self.indicator, self.quantity
        if self.action and (lexicon.add.starts(self.action) or lexicon.add.ends(self.action)):
            self.change = "increase_by"
        elif self.action and lexicon.drop.ends(self.action) == self.action:
            self.change = "decrease_by"
        if name.endswith(_YEARLY):
            self.rate = "annual"
        if name.endswith(_RISING) or "I" in self.verbs:
            self.change = "increase_by"
        if name.endswith(_FALLING) or "D" in self.verbs:
            self.change = "decrease_by"
        if quantity.unit == "番":
            self.change = "multiply"
            quantity.value, quantity.unit = 2.0**quantity.value, None
        elif quantity.unit == "倍" and self.verbs == "V" and self.change == "reach":
            grown = self.before.rstrip(SPACE).endswith(_GROWN)
            if grown or any(c.isdecimal() for c in self.baseline):
                self.change = "multiply"


def _compare(quantity: Quantity, left: Left, sign: str) -> str:
    """The comparator that the bounds before and behind a quantity mean together."""
    if quantity.value_max is not None:
        return "range"
    if left.bound and sign:
        return sign if left.bound in (">", "~") else left.bound
    if left.bound or sign:
        return left.bound or sign
    if "C" in left.verbs:
        return "<="
    return ">" if quantity.more else "="


_LIGHT = ("展开", "开展", "进行", "实施", "提供")
_AIMS = ("的目标", "的要求")
_JOINTS = ("、", "和", "及", "与")
_OWNERS = ("的企业", "的单位", "的机构", "的个人", "的项目", "的地区", "的产品")
_AMOUNTS = ("money", "share", "time", "measure")


class Around(NamedTuple):
    """What stands around a quantity in its clause.

    `behind` are the words up to `following`, the next quantity, `beyond` those behind that
    one and its bound. `counted` says that a count with its noun behind it went before in the
    clause, `heads` that a share stands alone before 的 and what it limits.
    """

    sign: str
    behind: str
    following: Quantity | None
    beyond: str
    counted: bool
    heads: bool


def describes(left: Left, quantity: Quantity, around: Around, lexicon: Lexicon) -> bool:
    """Whether the number only describes a noun: 营业收入超100亿元的企业, 500万元以下的贷款."""
    sign, behind, following = around.sign, around.behind, around.following
    noun = is_noun(behind) and not (quantity.unit is None and behind.startswith("级"))
    grows = following is not None and bool(lexicon.verbs[0].starts(behind))
    if grows and left.rest.endswith(("由", "从", "的")):
        return True  # 由9400家增加到
    bare = quantity.unit is None and quantity.scale == 1.0 and quantity.value >= 1
    if bare and (noun or not (left.verbs or left.bound)):
        return True
    if noun and sign and around.counted and quantity.kind in (*_AMOUNTS, "person"):
        return True  # 筛选20个新建100亩以上设施园区
    if left.action:
        return _describes_object(left, quantity, around, lexicon)
    if left.changes or (quantity.kind == "time" and left.verbs and sign == "<="):
        return False
    bounded = bool(left.bound or left.verbs or sign)
    if bounded and following is not None and behind.startswith(("、", "（", "(")):
        closed = around.beyond.startswith("的") and is_noun(around.beyond[1:])
        if closed and not around.beyond.startswith(_AIMS) and not left.rest.endswith(_RISING):
            return True  # 人数超过30人、井深超过800米的矿山
    if behind.endswith(("能力", "产能")):
        return False
    if behind.startswith("的"):
        return is_noun(behind[1:]) and not around.heads
    if noun and following is not None:
        if any(c in behind for c in "、和及") and "的" not in behind:
            return False
        return bounded or quantity.kind in (*_AMOUNTS, "person")
    if noun:
        return bool(left.bound or left.verbs) or quantity.kind in (*_AMOUNTS, "person")
    later = following is not None and following.kind in ("count", "person")
    return later and "的" in behind and quantity.kind in _AMOUNTS


def _describes_object(left: Left, quantity: Quantity, around: Around, lexicon: Lexicon) -> bool:
    """Whether the number behind an action sizes its object: 建设100亩以上基地20个."""
    behind, following = around.behind, around.following
    noun = is_noun(behind)
    counted = following is not None and following.kind in ("count", "person")
    if noun and counted and quantity.kind in _AMOUNTS and not behind.rstrip(SPACE).endswith(_JOINTS):
        return True
    if noun and around.sign == "<=" and quantity.kind == "measure":
        return True
    if quantity.kind == "money" and (noun or behind.startswith("的")):
        if left.bound and behind.startswith(_OWNERS):
            return True  # 投入超过1亿元的企业
        return not lexicon.spend.ends(left.action)
    return False


def set_served(claims: list[Claim]) -> bool:
    """Parts the noun of 支持4万户X进行Y and 对300名X开展Y: X the subject, Y the indicator.

    Whether it could; before 的 and what is limited (0.8%的费率进行担保) the rest is cut off.
    """
    last = claims[-1].indicator
    if claims[-1].quantity.kind == "share":
        claims[-1].indicator = last.partition("进行")[0]
        return True
    for word in _LIGHT:
        who, found, work = last.partition(word)
        if found and len(who) >= 2 and len(work) >= 2 and "的" not in work:
            claims[-1].subject, claims[-1].indicator = who, work
            for claim in claims[:-1]:
                claim.subject, claim.indicator = claim.indicator, work
            return True
    return False


def set_capacity(claims: list[Claim], before: str, lexicon: Lexicon) -> None:
    """Parts 形成年产N1 A、N2 B生产能力: A and B the subjects (else `before`), 年生产能力 measured."""
    last = claims[-1].indicator
    ability = next((word for word in ("的生产能力", "生产能力", "能力") if last.endswith(word)), "")
    claims[-1].indicator = last.removesuffix(ability)
    measured = "年生产能力" if "生产" in ability else "年产" + ability
    for claim in claims:
        claim.subject, claim.indicator = claim.indicator or before, measured
        claim.set_form("aNx", lexicon)


def marked(text: str, claim: Claim) -> str:
    """The clause with the quantity in < >, for the rules; a shared unit stands in it too."""
    quantity = claim.quantity
    written = text[quantity.start : quantity.end]
    if quantity.number_end == quantity.end and quantity.unit and not written.endswith(quantity.unit):
        written += quantity.unit
    return f"{claim.before}<{written}>{claim.behind}"


def is_legal(metadata: dict[str, Any]) -> bool:
    """Whether the document is one of rules (办法, 规定, 条例), whose numbers are mostly thresholds."""
    for key in ("instrument", "plan_title", "genre", "title"):
        name = str(metadata.get(key) or "").split("（")[0].split("(")[0].rstrip('》”"')
        if name and not (key == "title" and name.endswith("通知")):
            return name.endswith(_LEGAL)
    return False


def is_norm(claim: Claim) -> bool:
    """Whether a claim in a document of rules is of a technical measure, not of conduct."""
    if any(word in claim.words for word in _EACH):
        return claim.quantity.kind in ("measure", "person", "count")
    if claim.quantity.kind == "measure":
        return claim.words.endswith(_MEASURES)
    return claim.quantity.kind == "share"


def is_measured(claim: Claim) -> bool:
    """Whether words without a verb can be what a share is of: 占比60%, but not 用人单位0.7%."""
    if claim.quantity.kind != "share" or claim.change != "reach":
        return True
    return claim.words[-1:] in _SHARES or "占" in claim.words
