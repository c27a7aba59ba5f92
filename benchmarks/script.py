"""What an afternoon with `re` gives: sixty lines that read a notice whose text is clean already.

A yardstick for planparse, and no part of it: it knows no damage, no tree, no register. It finds numbered
headings, lists of bodies in brackets or behind a label, values with a verb or a bound that makes them
targets, and times by which something is due. Offsets count characters of the text, half-open.
"""

from __future__ import annotations

import re
from typing import Any

HAN = "〇一二三四五六七八九十百"
NUMBER = rf"第[{HAN}]+[章节条]|[{HAN}]+、|[（(][{HAN}]+[)）]|\d{{1,2}}[.．、](?!\d)"
HEADING = re.compile(
    rf"(?:^|\s|(?<=[。；）：]))({NUMBER})\s*([^\s。；：]{{2,40}})(?=[。\s]|$)", re.MULTILINE
)
ROLE = r"牵头|负责|配合|参与|参加|会同|指导|协助|落实|(?:单位|部门)[：:]"
BRACKET = r"[（(]((?:[^（）()]|[（(][^（）()]*[)）]){2,400})[)）]"
LABELLED = r"(?:责任|牵头|配合|参加)(?:单位|部门)[：:]([^。；\n]{2,400})"
LIST = re.compile(f"{BRACKET}|{LABELLED}")
LABEL = re.compile(r"[一-龥]{0,4}(?:单位|部门|机构)[：:]")
TAIL = re.compile(
    rf"(?:等(?:有关)?(?:部门|单位)?)?(?:按照?(?:各自)?职责)?(?:分工|共同|分别)?(?:{ROLE})*$"
)
BODY = re.compile(r"[部委局厅署院会办府省市县区组联]$|公司$|中心$|银行$|部门$|单位$|总社$")
UNIT = r"个百分点|[%％]|人次|平方米|公里|小时|千瓦时?|[个家项元人名片吨件台只套座处户场亩倍所张支]"
VALUE = re.compile(rf"(\d+(?:\.\d+)?)([万亿]?)({UNIT})")
GOAL = re.compile(
    r"达到|提[高升]|增[长加]|新[增建]|降低|下降|减少|控制|保持|稳定在|超过|突破|不[低少高超]|高于|建[成设]|改造"
    r"|培[育训]|引进|打造|完成|实现|力争|推广|创建|认定|以[上内下]|左右"
)
PAST = re.compile(r"已|目前|截至|资金|补助|奖励|罚款|[给处]予")
TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
DUE = re.compile(r"(?=\d)(?:(20\d\d)年)?(?:(\d{1,2})月)?(?:(\d{1,2})日)?年?[底末]?(?:之?前)?")
LAST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def headings(text: str) -> list[dict[str, Any]]:
    """Each number at the start of a line, or behind a full stop, with the title behind it."""
    return [{"start": m.start(1), "number": m[1], "heading": m[2]} for m in HEADING.finditer(text)]


def bodies(text: str) -> list[dict[str, Any]]:
    """Each body of a list in brackets that says who does what, or behind a label."""
    rows = []
    for listed in LIST.finditer(text):
        words, at = listed[listed.lastindex or 1], listed.start(listed.lastindex or 1)
        if listed.lastindex == 1 and not re.search(ROLE, words):
            continue
        for piece in re.finditer(r"[^、，,；;。]+", words):
            label = LABEL.match(piece[0])
            skip = label.end() if label else 0
            name = TAIL.sub("", piece[0][skip:])
            start = at + piece.start() + skip
            if BODY.search(name):
                rows.append({"start": start, "end": start + len(name)})
    return rows


def targets(text: str) -> list[dict[str, Any]]:
    """Each number with a unit whose clause has a verb or a bound that sets it."""
    rows = []
    for clause in re.finditer(r"[^，。；\n]+", text):
        if PAST.search(clause[0]) or not GOAL.search(clause[0]):
            continue
        for m in VALUE.finditer(clause[0]):
            value = float(m[1]) * TIMES[m[2]]
            rows.append({"start": clause.start() + m.start(), "value": value, "unit": m[3]})
    return rows


def times(text: str, year: int | None = None) -> list[dict[str, Any]]:
    """Each time by which something is due, with its last day; `year` is the notice's own."""
    rows = []
    for m in DUE.finditer(text):
        if m[0].endswith(("前", "底", "末")) and (m[1] or m[2]):
            month = min(int(m[2] or 12), 12) or 12
            last = f"{m[1] or year}-{month:02}-{int(m[3] or LAST[month - 1]):02}"
            rows.append({"start": m.start(), "end": m.end(), "last": [last]})
    return rows
