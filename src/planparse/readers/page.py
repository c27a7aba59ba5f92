"""Where in a page the notice is: its own lines, its title and the header table above it."""

from __future__ import annotations

import re

from planparse.readers.lines import Line

# The rows above a notice on government pages: 索引号, 发文机关, 成文日期, … with their values.
_LABEL = (
    r"(?:索引号|信息索引|主题分类|主题词|发文机关|发文单位|发布机构|发布单位|制定机关|成文日期|发文日期|生成日期"
    r"|发文字号|文号|文件编号|统一编号|标题|名称|信息名称|公文名称|发布日期|实施日期|生效日期|失效日期|废止日期"
    r"|有效性|有效状态|效力状态|公开方式|公开类别|分类|体裁分类|服务对象|关键词|内容概述|法规类别|颁布日期|颁布单位)"
)
# What stands on every page of a site and is prose all the same.
_SITE_WORDS = (
    r"版权所有|主办单位|承办单位|技术支持|[ＩI][ＣC][ＰP]备|公网安备|网站标识码|网站地图|浏览器|分辨率|扫一扫|二维码"
    r"|打印本页|关闭窗口|分享到|您当前的?位置|当前位置|您现在的位置|无障碍|用户登录|设为首页|收藏本站|cookie|JavaScript"
)
_ABOUT_PAGE = (
    r"来源|浏览次数|点击|阅读次数|访问量|字体|字号[：:\s]|打印|分享|A\+|大\s+中\s+小|发布时间|发布日期"
    r"|更新时间|编辑[：:]|作者[：:]|首页"
)
_STRONG = (
    r"\s*(?:[0-9０-９〇○零一二三四五六七八九十]{2,4}年[0-9０-９一二三四五六七八九十]{1,3}月[0-9０-９一二三四五六七八九十]{1,3}日\s*$"
    r"|.{0,30}[〔\[［﹝【(（]\d{4}[〕\]］﹞】)）].{0,6}号\s*$|各.{2,100}[：:]\s*$|附件|第.{1,4}[章条]\s|[一二三四五六七八九十]{1,3}、"
    r"|.{0,60}(?:现印发|现将))"
)
_ENDS = "，。；：、,;"
_MINOR = 0.05  # share of the running text that may stand outside and still be the site's
_PARAGRAPH = 60  # characters that no label and no line about a page has
_ABOVE = 8  # lines between a title and the text under it
# Elements that hold several blocks; the notice is never only one paragraph of one.
_CONTAINERS = frozenset((
    "html", "body", "div", "section", "article", "main", "center", "form", "table", "tbody", "tr",
    "td", "font", "span", "fieldset",
))  # fmt: skip
_OF_SITE = frozenset((
    "nav", "footer", "aside",
))  # fmt: skip


def choose_lines(lines: list[Line], parents: list[int], tags: list[str], title: str) -> list[Line]:
    """The lines of the notice and of its title and header table, in the order of the page.

    The notice is the smallest element that holds (nearly) all running text that is neither
    links nor a site's own words. A page without running text is kept whole.
    """
    lines = _with_values(lines)
    chosen = _notice_element(lines, parents, tags)
    if chosen <= 0:
        return lines
    inside = _inside(chosen, parents)
    first = next((n for n, line in enumerate(lines) if inside[line.owner]), 0)
    head = lines[:first]
    own = [line for line in lines[first:] if inside[line.owner]]
    while own and 2 * own[0].links > len(own[0].text):
        own.pop(0)
    above = _title_block(head, own, tags, title)
    return [line for line in head if id(line) in above or _is_labelled(line)] + own


def _notice_element(lines: list[Line], parents: list[int], tags: list[str]) -> int:
    """The number of the element that holds the notice; 0 or less for the whole page."""
    count = len(parents)
    prose = [0] * count
    strong = [0] * count
    held = [0] * count  # lines of any kind
    for line in lines:
        held[line.owner] += 1
        weight = _weight(line)
        if weight:
            prose[line.owner] += weight
            strong[line.owner] += re.match(_STRONG, line.text) is not None
    best = [-1] * count
    for number in range(count - 1, 0, -1):
        above = parents[number]
        held[above] += held[number]
        if tags[number] in _OF_SITE:
            continue
        prose[above] += prose[number]
        strong[above] += strong[number]
        if prose[number] and (best[above] < 0 or prose[number] > prose[best[above]]):
            best[above] = number
    at = 0
    if not count or not prose[0]:
        return -1
    while (below := best[at]) >= 0 and tags[below] in _CONTAINERS:
        rest = prose[at] - prose[below]
        if rest > _MINOR * prose[below] or (rest and strong[at] > strong[below]):
            break
        at = below
    while at > 0 and held[at] < 2 and held[parents[at]] > held[at]:
        at = parents[at]
    return at


def _weight(line: Line) -> int:
    """The Chinese characters of a line of running text; 0 for links, labels, menus, a site's words."""
    text = line.text
    if 2 * line.links > len(text):
        return 0
    weight = sum(["\u4e00" <= ch <= "\u9fff" for ch in text])
    if not weight or re.search(_SITE_WORDS, text[:300]) or _is_labelled(line):
        return 0
    if re.match(_STRONG, text):
        return weight
    if weight < 4 or (len(text) < _PARAGRAPH and re.search(_ABOUT_PAGE, text)):
        return 0
    return weight if line.cells or any(mark in text for mark in _ENDS) else 0


def _is_labelled(line: Line) -> bool:
    text = line.text[:80]
    return ("：" in text or ":" in text or "\t" in text) and (
        re.match(_LABEL + r"(?:[：:\t]|$)", re.sub(r"[ \u3000\xa0]", "", text)) is not None
    )


def _with_values(lines: list[Line]) -> list[Line]:
    """The lines with each label above the text that stands alone joined to the value below it."""
    result: list[Line] = []
    for number, line in enumerate(lines):
        if _weight(line) > _PARAGRAPH:
            return result + lines[number:]
        before = result[-1] if result else None
        if before is not None and _is_bare_label(before) and not (line.cells or _is_labelled(line)):
            words = before.text.rstrip() + line.text.strip()
            result[-1] = Line(words, before.owner, before.links + line.links)
        else:
            result.append(line)
    return result


def _is_bare_label(line: Line) -> bool:
    bare = line.cells is None and not line.lone and line.text.rstrip()[-1:] in "：:"
    return bare and _is_labelled(line)


def _inside(chosen: int, parents: list[int]) -> list[bool]:
    inside = [False] * len(parents)
    inside[chosen] = True
    for number in range(chosen + 1, len(parents)):
        inside[number] = inside[parents[number]]
    return inside


def _title_block(head: list[Line], own: list[Line], tags: list[str], title: str) -> set[int]:
    """The title above the notice, and what stands between the two, by identity.

    A title is a heading, or what the page's own title says; not where the notice repeats it.
    """
    wanted = _squeezed(title)
    first_lines = [_squeezed(line.text) for line in own[:8]]
    begins = "".join(first_lines)
    for number in range(len(head) - 1, -1, -1):
        line = head[number]
        text = _squeezed(line.text)
        chinese = sum(["\u4e00" <= ch <= "\u9fff" for ch in text])
        if chinese < 6 or _is_labelled(line) or re.search(_SITE_WORDS, line.text):
            continue
        if text in wanted if wanted else tags[line.owner] in ("h1", "h2"):
            if text in begins or any(len(part) > 9 and part in text for part in first_lines):
                return set()
            between = head[number : number + _ABOVE]
            return {
                id(below)
                for below in between
                if below is line
                or not (
                    2 * below.links > len(below.text)
                    or _is_labelled(below)
                    or re.search(_ABOUT_PAGE, below.text)
                    or re.search(_SITE_WORDS, below.text)
                )
            }
    return set()


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u3000\xa0]+", "", text)
