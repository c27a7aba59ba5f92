"""What the page says, in Chinese and in English."""

from __future__ import annotations

from planparse.report.kinds import KINDS
from planparse.writers.captions import COLUMNS_ZH

_WORDS: dict[str, tuple[str, str]] = {
    "language": ("English", "中文"),
    "skip": ("跳到正文", "Skip to the text"),
    "read": ("正文", "Text"),
    "bodies": ("分工", "Bodies"),
    "targets": ("目标", "Targets"),
    "about": ("概况", "About"),
    "index": ("索引", "Index"),
    "views": ("视图", "Views"),
    "outline": ("目录", "Outline"),
    "facts": ("要点", "Facts"),
    "search": ("搜索正文", "Search the text"),
    "search_all": ("搜索全部文件", "Search all notices"),
    "previous": ("上一处", "Previous"),
    "next": ("下一处", "Next"),
    "none": ("没有", "None"),
    "hits": ("{n} 处", "{n} found"),
    "of": ("第 {i} 处，共 {n} 处", "{i} of {n}"),
    "close": ("关闭", "Close"),
    "theme": ("深浅色", "Light or dark"),
    "print": ("打印", "Print"),
    "help": ("快捷键", "Keys"),
    "filters": ("筛选", "Filters"),
    "kinds": ("标记的种类", "Kinds of marks"),
    "body": ("单位", "Body"),
    "role": ("职责", "Role"),
    "all": ("全部", "All"),
    "all_bodies": ("全部单位", "All bodies"),
    "list": ("列出", "List"),
    "all_kinds": ("全部要点", "All facts"),
    "all_roles": ("全部职责", "All roles"),
    "clear": ("清除筛选", "Clear filters"),
    "more": ("再显示 {n} 条", "Show {n} more"),
    "all_columns": ("显示全部 {n} 家单位", "Show all {n} bodies"),
    "count": ("{n} 条", "{n} shown"),
    "go": ("到原文", "To the words"),
    "copy_json": ("复制 JSON", "Copy JSON"),
    "copy_link": ("复制链接", "Copy link"),
    "copied": ("已复制", "Copied"),
    "not_copied": ("未能复制", "Could not be copied"),
    "words": ("文中字样", "Words"),
    "source_words": ("来源原样", "In the source"),
    "within": ("所在条目", "Stands in"),
    "also": ("此处还有", "Also here"),
    "rule": ("规则", "Rule"),
    "confidence": ("置信度", "Confidence"),
    "place": ("来源位置", "Place in the source"),
    "offsets": ("字符位置", "Characters"),
    "details": ("全部字段", "All fields"),
    "furniture": ("网页或版面上的其他文字", "Other words of the page"),
    "table": ("表格", "Table"),
    "matrix": ("分工矩阵", "Bodies × measures"),
    "measure": ("条目", "Measure"),
    "leads": ("牵头最多的单位", "Who leads most"),
    "answers": ("任务最多的单位", "Who answers for most"),
    "legend": ("● 牵头　◐ 配合　○ 责任　◌ 承前", "● lead  ◐ support  ○ unspecified  ◌ inherited"),
    "columns": ("单位排序", "Order of bodies"),
    "by_count": ("按任务数", "By number of measures"),
    "by_text": ("按出现先后", "As they appear"),
    "by_name": ("按名称", "By name"),
    "inherited": ("承前", "inherited"),
    "timeline": ("时间轴", "Time line"),
    "no_deadline": ("未写时限", "No deadline"),
    "no_deadlines": ("各项目标均未写时限。", "No target has a deadline."),
    "derived": ("推算", "derived"),
    "dot_legend": ("空心为推算", "hollow where derived"),
    "value": ("数值", "Value"),
    "field": ("项目", "Field"),
    "content": ("内容", "Content"),
    "quote": ("原文", "Words"),
    "metadata": ("基本信息", "Head and tail"),
    "repairs": ("文字修复", "Repairs"),
    "diagnostics": ("提示", "Notes"),
    "source": ("来源", "Source"),
    "times": ("次数", "Times"),
    "code": ("种类", "Code"),
    "message": ("说明", "Message"),
    "notices": ("文件", "Notices"),
    "title": ("标题", "Title"),
    "nothing": ("没有符合的内容", "Nothing fits"),
    "no_bodies": ("文中没有责任单位名单", "The notice names no responsible bodies in lists"),
    "no_targets": ("文中没有读出数量目标", "No target with a number was read"),
    "script": ("筛选、搜索和图表需要 JavaScript。", "Filters, search and charts need JavaScript."),
    "letters": ("单键快捷键", "Single-key shortcuts"),
    "k_search": ("搜索", "search"),
    "k_measure": ("下一条、上一条举措", "next, previous measure"),
    "k_fact": ("下一处、上一处标记", "next, previous mark"),
    "k_views": ("切换视图", "switch views"),
    "k_outline": ("目录、要点", "outline, facts"),
    "k_copy": ("复制所选要点的 JSON、链接", "copy the chosen fact as JSON, as a link"),
    "k_close": ("关闭，取消选择", "close, choose nothing"),
    "k_arrows": ("在矩阵和时间轴中移动", "move within matrix and time line"),
    "k_help": ("本说明", "this help"),
    "made_by": ("由 planparse {version} 生成", "Made by planparse {version}"),
}  # fmt: skip

# Values that a column has one of, by the value.
_VALUES: dict[str, tuple[str, str]] = {
    "lead": ("牵头", "lead"),
    "support": ("配合", "support"),
    "unspecified": ("责任", "unspecified"),
    ">=": ("不低于", "at least"),
    ">": ("高于", "more than"),
    "<=": ("不高于", "at most"),
    "<": ("低于", "less than"),
    "=": ("等于", "exactly"),
    "~": ("约", "about"),
    "reach": ("达到", "reach"),
    "increase_by": ("提高", "increase by"),
    "decrease_by": ("下降", "decrease by"),
    "multiply": ("倍增", "multiply"),
    "range": ("区间", "range"),
    "annual": ("每年", "annual"),
    "binding": ("约束性", "binding"),
    "expected": ("预期性", "expected"),
    "half-yearly": ("每半年", "half-yearly"),
    "quarterly": ("每季度", "quarterly"),
    "monthly": ("每月", "monthly"),
    "weekly": ("每周", "weekly"),
    "daily": ("每日", "daily"),
    "ongoing": ("持续", "ongoing"),
    "background": ("背景", "background"),
    "threshold": ("门槛", "threshold"),
    "money": ("金额", "money"),
    "procedure": ("程序", "procedure"),
    "period": ("期间", "period"),
    "name": ("名称", "name"),
    "count": ("个数", "count"),
    "reference": ("引用", "reference"),
    "basis": ("依据", "basis"),
    "implements": ("落实", "implements"),
    "forwards": ("转发", "forwards"),
    "amends": ("修改", "amends"),
    "repeals": ("废止", "repeals"),
    "cites": ("提及", "cites"),
    "info": ("说明", "info"),
    "warning": ("警告", "warning"),
    "lost-characters": ("文字在读入之前已经丢失，无法确定是哪些字", "lost-characters"),
    "replacement-character": ("来源中有 U+FFFD：此前解码时有字节读不出来", "replacement-character"),
    "private-use-character": ("来源中有只在个别字体或软件里才能显示的字符", "private-use-character"),
    "traditional-document": ("原文为繁体，已转换为简体", "traditional-document"),
    "no-numbering": ("没有找到带编号的段落，全文按自然段保存", "no-numbering"),
    "sequence-gap": ("编号有缺失，或前后次序不对", "sequence-gap"),
    "low-confidence": ("两种读法相差不大，说明中写有另一种读法", "low-confidence"),
    "repeated-document": ("文件中同一文件出现两次，后一份作为无关内容标出", "repeated-document"),
    "unread-list": ("括号像是责任单位名单，但不能确定", "unread-list"),
    "ambiguous-body": ("名称曾属于几个单位，文中未说明是哪一个", "ambiguous-body"),
    "date-not-real": ("日历上没有这个日期", "date-not-real"),
    "rule-given-up": ("用户自己的规则耗时过长，不再继续查找", "rule-given-up"),
    "true": ("是", "yes"),
    "false": ("否", "no"),
    "part": ("部分", "part"),
    "chapter": ("章", "chapter"),
    "section": ("节", "section"),
    "article": ("条", "article"),
    "measure": ("措施", "measure"),
    "item": ("项", "item"),
    "subitem": ("目", "subitem"),
    "box": ("专栏", "box"),
    "annex": ("附件", "annex"),
    "table": ("表", "table"),
}  # fmt: skip

LANGUAGES = ("zh", "en")


def page_words(lang: str) -> dict[str, str]:
    """What the page says in a language, by key.

    >>> page_words("zh")["outline"], page_words("en")["outline"]
    ('目录', 'Outline')
    """
    return {key: words[LANGUAGES.index(lang)] for key, words in _WORDS.items()}


def value_words(lang: str) -> dict[str, str]:
    """What the values of closed lists are called in a language."""
    return {key: words[LANGUAGES.index(lang)] for key, words in _VALUES.items()}


def column_words(columns: set[str], lang: str) -> dict[str, str]:
    """What columns are called in a language; in English their own names, without underscores.

    >>> column_words({"doc_number"}, "zh"), column_words({"doc_number"}, "en")
    ({'doc_number': '发文字号'}, {'doc_number': 'doc number'})
    """
    if lang == "zh":
        return {column: COLUMNS_ZH.get(column, column) for column in sorted(columns)}
    return {column: column.replace("_", " ") for column in sorted(columns)}


def kind_words(lang: str) -> dict[str, str]:
    """What the kinds of facts are called, by their letters."""
    return {kind.letter: kind.zh if lang == "zh" else kind.en for kind in KINDS}
