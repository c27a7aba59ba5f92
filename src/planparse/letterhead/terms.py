"""What a notice issues and on which terms: plan title, period, 施行, 有效期, 公开, 同意, 附件.

Each function returns what it found with its place (offsets into the restored text), or
None or an empty list where the notice does not say.
"""

from __future__ import annotations

from datetime import date, timedelta

import regex

from planparse.dates import find_dates, parse_date
from planparse.letterhead.letter import Found
from planparse.letterhead.titlepage import solid
from planparse.numbers import parse_ordinal
from planparse.outline import Outline
from planparse.rulebook import Rulebook

_EIGHTH_PLAN = 1991  # its first year; before it the plans did not follow every five years
_TAIL = 3000  # characters of a part's end in which its last provisions are looked for


def find_plan_title(
    text: str, title: tuple[int, int] | None, body: tuple[int, int], rulebook: Rulebook
) -> Found | None:
    """The title of what a letter issues, from its own title, or from 《…》 in its first sentence."""
    if title is not None:
        letters = [i for i in range(*title) if not text[i].isspace()]
        words = "".join([text[i] for i in letters])
        for rule in rulebook.group("metadata.plan"):
            match = rule.pattern.search(words)
            if match is not None:
                start, end = match.span("title")
                return Found(match["title"], letters[start], letters[end - 1] + 1, rule)
        return None
    rule = rulebook.rule("metadata.plan-in-letter")
    match = rule.pattern.search(text[slice(*body)])
    if match is None:
        return None
    start, end = match.span("title")
    return Found(solid(match["title"]), body[0] + start, body[0] + end, rule)


def find_kind(field: str, text: str, span: tuple[int, int], rulebook: Rulebook) -> Found | None:
    """The 文种 (`genre`) or what is issued (`instrument`), from the end of a title."""
    rule = rulebook.rule("metadata.cover-title" if field == "genre" else "metadata.issued-title")
    letters = [i for i in range(*span) if not text[i].isspace()]
    match = rule.pattern.search("".join([text[i] for i in letters]))
    if match is None:
        return None
    start, end = match.span(field)
    return Found(match[field], letters[start], letters[end - 1] + 1, rule)


def find_period(text: str, span: tuple[int, int], rulebook: Rulebook) -> tuple[Found, Found] | None:
    """The first and the last year that a title says its plan covers."""
    for rule in rulebook.group("metadata.period"):
        match = rule.pattern.search(text, *span)
        if match is None:
            continue
        if "plan" in match.groupdict():
            number = parse_ordinal(match["plan"])
            if number is None or not 8 <= number <= 30:
                continue
            first = _EIGHTH_PLAN + 5 * (number - 8)
            last = first + 4
            return Found(first, *match.span(), rule), Found(last, *match.span(), rule)
        upper = "to" if "to" in match.groupdict() else "from"
        first, last = int(match["from"]), int(match[upper])
        if 1900 <= first <= last <= 2200:
            return Found(first, *match.span("from"), rule), Found(last, *match.span(upper), rule)
    return None


def find_effective(outline: Outline, issued: date | None, rulebook: Rulebook) -> Found | None:
    """The 施行日期: as a day, or the day of issue where it counts from that."""
    text = outline.text
    for start, end in _provisions(outline):
        if all(text.find(word, start, end) < 0 for word in ("日起", "日施行", "日 施行", "日　施行")):
            continue
        for rule in rulebook.group("metadata.effective"):
            matches = list(rule.pattern.finditer(text, start, end))
            if not matches:
                continue
            match = matches[-1]
            groups = match.groupdict()
            if "date" in groups:
                day = parse_date(match["date"])
                if day is not None:
                    return Found(day, *match.span("date"), rule)
            elif issued is not None:
                days = int(groups["days"] or 0)
                return Found(issued + timedelta(days=days), *match.span(), rule)
    return None


def find_expiry(outline: Outline, effective: date | None, rulebook: Rulebook) -> Found | None:
    """The last day of the 有效期: as written, or counted in years from the day of effect."""
    text = outline.text
    for start, end in _provisions(outline):
        if text.find("有效期", start, end) < 0 and text.find("期限", start, end) < 0:
            continue
        for rule in rulebook.group("metadata.expiry"):
            for match in rule.pattern.finditer(text, start, end):
                if "date" in match.groupdict():
                    day = parse_date(match["date"])
                    if day is not None:
                        return Found(day, *match.span("date"), rule)
                elif effective is not None:
                    years = 2 if match["years"] == "两" else parse_ordinal(match["years"])
                    if years:
                        return Found(_years_later(effective, years), *match.span(), rule)
    return None


def find_publicity(text: str, rulebook: Rulebook) -> Found | None:
    """公开发布, 主动公开 and so on, from the note behind the signature or the document."""
    rule = rulebook.rule("metadata.publicity-note")
    at = text.find("公开")
    while at >= 0:
        match = rule.pattern.search(text, max(at - 16, 0), at + 8)
        if match is not None:
            return Found(match["value"], *match.span("value"), rule)
        at = text.find("公开", at + 2)
    return None


def find_approval(text: str, body: tuple[int, int], rulebook: Rulebook) -> Found | None:
    """Who agreed to the notice, from the first sentences of its body."""
    rule = rulebook.rule("metadata.approved-by")
    meeting = rulebook.rule("metadata.approving-meeting")
    for match in rule.pattern.finditer(text, *body):
        start, end = match.span("body")
        held = meeting.pattern.search(match["body"]) if match["body"].endswith(("会", "会议")) else None
        if held is not None:
            start, end = start + held.start("body"), start + held.end("body")
        if rulebook.rule("metadata.approving-body").pattern.search(text, start, end):
            return Found(solid(text[start:end]), start, end, rule)
    return None


def find_attachments(
    text: str, start: int, end: int, issuers: list[str], rulebook: Rulebook
) -> list[Found]:
    """The titles after the last 附件： of `text[start:end]`, each without its number.

    A dated line of `issuers` that ran into the last title is left off.
    """
    rule = rulebook.rule("metadata.attachment-list")
    lists = list(rule.pattern.finditer(text, start, end)) if rule.may_see(text, start, end) else []
    if not lists:
        return []
    first, stop = lists[-1].span("list")
    note = text.find("此件", first, stop)
    stop = note - 1 if note > 0 else stop
    dates = [a for a, b in find_dates(text, first, stop) if text.startswith("印发", b)]
    if dates:
        stop = dates[0]
        names = [name for name in issuers if text[first:stop].endswith(name)]
        stop -= max(map(len, names), default=0)
    number = rulebook.rule("metadata.attachment-number")
    heads = _counted(list(number.pattern.finditer(text, first, stop)))
    if not heads or text[first : heads[0].start()].strip():
        spans = [(first, _line_end(text, first, stop))]
    else:
        ends = [head.start() for head in heads[1:]] + [_line_end(text, heads[-1].end(), stop)]
        spans = [(head.end(), to) for head, to in zip(heads, ends, strict=True)]
    found = []
    suffix = rulebook.rule("metadata.file-suffix").pattern
    for left, right in spans:
        words = text[left:right]
        a = left + len(words) - len(words.lstrip())
        b = left + len(words.rstrip(" \t\r\n\u3000\xa0；;，,。"))
        match = suffix.search(text, a, b)
        b = match.start() if match else b
        if 2 <= b - a <= 120 and "](" not in text[a:b]:
            found.append(Found(solid(text[a:b]), a, b, rule))
    return found


def _counted(heads: list[regex.Match[str]]) -> list[regex.Match[str]]:
    """The numbers that count on from 1; what else looks like a number belongs to a title."""
    counted: list[regex.Match[str]] = []
    for head in heads:
        if parse_ordinal(head["n"]) == len(counted) + 1:
            counted.append(head)
    return counted


def _line_end(text: str, start: int, end: int) -> int:
    """Where the line of `start` ends: at a line end or at two wide spaces."""
    stops = [at for at in (text.find("\n", start, end), text.find("　　", start, end)) if at >= 0]
    return min(stops, default=end)


def _provisions(outline: Outline) -> list[tuple[int, int]]:
    """Where a notice says from when and until when it holds: the ends of its main parts, the letter."""
    spans = []
    for part in outline.parts:
        if part.kind != "annex" and not part.id.startswith("annex"):
            spans.append((max(part.start, part.end - _TAIL), part.end))
    return spans[::-1]


def _years_later(day: date, years: int) -> date:
    """The last day of so many years from `day` on."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:
        return date(day.year + years, 2, 28)
