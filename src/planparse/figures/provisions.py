"""Provisions: quantities that a clause sets by what it orders, without a verb of reaching.

A rate that is applied (按照16%执行), a part set aside (预留预算总额的30%以上), all of something done
(100%持证上岗), a service within a time (3分钟内响应): pure functions over the words on either
side of the number. Each gives the words of a claim, or None where the clause is no such thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planparse.figures.clauses import SPACE, STOPS
from planparse.figures.nouns import FOR, cut_joint, does, is_noun
from planparse.figures.phrases import find_base, strip_lead, strip_tail

if TYPE_CHECKING:
    from planparse.figures.clauses import Lexicon
    from planparse.figures.quantities import Quantity
    from planparse.figures.tokens import Left

_BY = ("统一按照", "统一按", "按照", "按", "以", "执行")
_APPLIED = (
    "执行", "核定", "核算", "计提", "提取", "缴纳", "缴费", "征收", "计征", "列支", "配建", "配备",
    "配置", "预留", "安排", "控制", "确定", "分配", "合理分配",
)  # fmt: skip
_RATED = ("的比例", "比例", "的标准", "的比率", "的费率")
_RATES = ("缴费比例", "缴费费率", "费率", "税率", "征收率", "比例", "比率", "利率")
_CARRIED_OUT = ("实施", "执行", "实行", "落实")
_APART = ("预留", "提取", "计提", "拿出", "划出", "留出", "安排", "统筹", "切块", "列支")
_SERVED = ("确保", "实现", "力争", "保证", "做到", "达到")
_QUICK = ("分钟", "小时", "个小时", "秒", "毫秒")
_DAYS = ("天", "日", "个工作日", "工作日")
_DUTIES = ("均应", "应当", "应", "须", "必须", "要", "全部", "实现", "力争", "确保", "达到", "基本")
_PAID = ("扣除", "减免", "免征", "返还", "补贴", "补助", "报销", "给予")
_DONE_OF = ("进行", "开展", "实施", "实行", "予以")
_NOT_DONE = ("股", "国有", "控", "以", "的", "本", "全资", "纯", "左右")
_NO_HOLDER = ("可", "应", "后", "时", "或者", "每年", "在")
_LEAD_REACH = 8
_GOES = ("用于", "投向", "面向", "投入到")
_PURPOSES = ("专门", "用于", "作为", "专项", "定向", "支持")


_AMOUNTS = ("比例", "标准", "资金", "费率", "补贴", "奖励", "额度", "费用", "经费", "税率", "工资")
_NOT_WHOLE = "占为按以的从达超比较于约至低高对给将把减由在"  # in words that are no holder of the share
_HOLDER = 12  # characters of one
_DOINGS = ("加强", "强化", "做好", "推进", "加快", "促进", "实施", "提升", "改善")
_SET_APART = ("预留", "留出", "拿出", "划出", "切块")


class Provision(NamedTuple):
    """The words of one claim; `shape` names its form, as the tokens of a clause do."""

    shape: str
    subject: str
    indicator: str
    baseline: str = ""


class Beside(NamedTuple):
    """The words of a clause around its number, and its bound's `sign`.

    `opening` are all before it, `behind` those to the next number, `onward` the next clause.
    """

    opening: str
    behind: str
    onward: str
    sign: str


def find_provision(left: Left, quantity: Quantity, beside: Beside, lexicon: Lexicon) -> Provision | None:
    """What a clause orders of `quantity`, or None where it is not of that kind."""
    behind, onward = beside.behind, beside.onward
    if quantity.kind == "time":
        return _within(left, quantity, beside)
    if quantity.kind != "share" or quantity.unit in ("个百分点", "百分点", "番", "倍", "成"):
        return None
    return (
        _rate(left, behind, lexicon)
        or _apart(left, quantity, behind, onward, lexicon)
        or _spent(left, behind, lexicon)
        or _all_done(left, quantity, behind, lexicon)
    )


def find_share(
    left: Left, quantity: Quantity, behind: str, lexicon: Lexicon, *, alone: bool
) -> Provision | None:
    """三分之二的行政村实现污水治理, 传统产业80%的核心装备达到先进水平: a share and what those do.

    `alone` says that nothing but what leads up to a claim stands before the number.
    """
    if quantity.kind != "share" and not (quantity.unit is None and quantity.value < 1):
        return None
    noun = behind.removeprefix("的").strip(STOPS)
    opening = left.rest.lstrip(STOPS)[:1]
    if left.action or opening in (*FOR, "按", "以") or quantity.value_max is not None:
        return None
    if not is_noun(noun) or noun.startswith(_AMOUNTS) or not does(noun, lexicon):
        return None
    whole = left.rest.strip(STOPS)
    if whole in lexicon.region.all and not left.verbs:
        return Provision("Nx", whole, noun)
    if alone:
        return Provision("Nx", "", noun)
    whole = strip_lead(whole, lexicon)
    holder = 2 <= len(whole) <= _HOLDER and not any(c in _NOT_WHOLE for c in whole)
    if left.verbs or left.bound or not holder or not behind.startswith("的"):
        return None
    return Provision("Nx", "" if whole in _DOINGS else whole, noun)


def _rate(left: Left, behind: str, lexicon: Lexicon) -> Provision | None:
    """A比例按照16%执行; A按20%缴费比例缴费; A按不低于10%的比例配建B."""
    opened = strip_lead(left.rest, lexicon)
    applied = next((word for word in _CARRIED_OUT if opened.startswith(word)), "")
    if applied and opened.endswith(_RATES) and not left.verbs and not is_noun(behind):
        return Provision("xVN", "", opened[len(applied) :])
    word = next((word for word in _BY if left.rest.endswith(word)), "")
    if not word or left.verbs or left.action:
        return None
    name = strip_tail(strip_lead(left.rest[: -len(word)], lexicon), lexicon).strip(STOPS)
    if behind.startswith(_APPLIED) and name:
        if lexicon.measure.ends(name) or name[-1] in "率例重额":
            return Provision("xVN", "", name)
        return Provision("xVN", name, behind) if behind not in _APPLIED else None
    moved = name.find("将")
    if 0 <= moved < _LEAD_REACH and name[moved + 1 : moved + 2] not in ("来", "军"):
        name = name[moved + 1 :]  # 继续实行将A按照不低于80%的比例分配到B
    rated = next((start for start in _RATED if behind.startswith(start)), "")
    done = behind[len(rated) :].strip(STOPS)
    if rated and done.startswith(_APPLIED) and len(done) > 2:
        return Provision("xVN", name, done)
    for rate in _RATES:
        if behind.startswith(rate) and behind != rate:
            return Provision("xVN", name, rate)
    return None


def _apart(
    left: Left, quantity: Quantity, behind: str, onward: str, lexicon: Lexicon
) -> Provision | None:
    """预留A的30%以上用于B, 从A中提取不超过30%作为B, 提取不高于30%的A: B or A set aside."""
    rest, word = left.rest, ""
    at = -1
    for verb in _APART:
        place = rest.rfind(verb)
        if place > at:
            at, word = place, verb
    if at < 0 or left.verbs or "，" in rest[at:]:
        return None
    whole = rest[at + len(word) :].strip(STOPS)
    ahead = strip_lead(rest[:at], lexicon)
    source = ahead.rfind("从")
    if source >= 0:
        ahead, whole = ahead[:source], ahead[source + 1 :].removesuffix("中")
    if any(word in ahead for word in _NO_HOLDER):
        ahead = ""
    kept = not whole and word in _SET_APART and behind.startswith("的")  # 预留30%的号源
    ends = whole.endswith(("的", "总额", "总量", "经费"))
    if not (ends or left.bound or kept) or whole.startswith(_PURPOSES):
        return None
    if any(word in whole for word in ("不超过", "不得", "不低于", "不高于", "不少于", "达到")):
        return None  # 预留计划不得超过总数的1%: a noun
    whole = whole.removesuffix("的")
    what = behind.strip(STOPS)
    limited = what.startswith("的") and is_noun(what[1:])
    if limited:
        return Provision("aNx", ahead, _thing(what))
    if not what.startswith(_PURPOSES):
        what = onward if onward.startswith(_PURPOSES) else ""
    what = what.removeprefix("作为")
    return Provision("aNx", ahead, word + what if what else whole, whole if what else "")


def _thing(what: str) -> str:
    """What a share is of, without a bracket and without whom it is for: 的号源（…）给… → 号源."""
    for mark in ("给", "（", "("):
        what = what.partition(mark)[0]
    return what[1:].strip(STOPS)


def _spent(left: Left, behind: str, lexicon: Lexicon) -> Provision | None:
    """A的60%以上用于B: what part goes where."""
    words = strip_lead(left.rest, lexicon).strip(STOPS).removesuffix("的")
    if not behind.startswith(_GOES) or left.verbs or left.action or len(words) < 2:
        return None
    return Provision("xVN", words, behind.strip(STOPS))


def _all_done(left: Left, quantity: Quantity, behind: str, lexicon: Lexicon) -> Provision | None:
    """A实现100%应用B, A应当100%建设B, 对A进行100%抽查: of A, all have B done."""
    if quantity.value != 100 or left.bound or left.action or not is_noun(behind):
        return None
    if behind.startswith(_NOT_DONE):
        return None
    done = behind.strip(STOPS).partition("为主要")[0]
    if any(word in done for word in _PAID):
        return None
    words = left.rest.rpartition("实现")[2] or left.rest
    for word in _DONE_OF:
        words = words.removesuffix(word)
    place = max(words.rfind(mark) for mark in ("对", "将"))
    if place >= 0 and not words[place - 1 : place + 1].endswith(("应对", "面对", "针对")):
        words = words[place + 1 :]
    words = strip_lead(strip_tail(words, lexicon), lexicon)
    while word := next((word for word in _DUTIES if words.endswith(word)), ""):
        words = words[: -len(word)]
    words, baseline = find_base(words, lexicon)
    return Provision("xVN", words, done, baseline) if len(done) >= 2 else None


def _within(left: Left, quantity: Quantity, beside: Beside) -> Provision | None:
    """确保A在3分钟内响应B; 实现A1个工作日内办结: how soon a service comes."""
    behind, words = beside.behind, left.rest.lstrip(STOPS)
    if beside.sign != "<=" or left.verbs or not is_noun(behind):
        return None
    quick = quantity.unit in _QUICK
    served = next((word for word in _SERVED if beside.opening.startswith(word)), "")
    if not (quick or quantity.unit in _DAYS) or not served or (not quick and served == "确保"):
        return None
    first = words.startswith(served)
    subject = words[len(served) :].rstrip(SPACE).removesuffix("在") if first else ""
    done = cut_joint(behind.rstrip(STOPS))[0].strip(STOPS)
    if subject.startswith(FOR):
        subject = subject[1:]
    return Provision("xVN", subject, done) if len(done) >= 2 else None
