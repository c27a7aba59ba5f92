"""Identities: what is known of a body that a name means, and of where a notice comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from planparse.bodies.regions import Region, Regions
from planparse.diagnostics import Code, Report

_PROVINCE = re.compile(
    "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海)省"
    "|(?:北京|天津|上海|重庆)市|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区"
)


class Body(NamedTuple):
    """Who a name is: `id` in the register or composed, `name` in full.

    `counterpart_id` is the central body whose work a local one does, on the notice's day;
    `successor_id` who does the body's own work today, where that differs.
    """

    id: str
    name: str
    kind: str
    level: str
    counterpart_id: str | None = None
    successor_id: str | None = None


class Home(NamedTuple):
    """Where a notice comes from: its region, whether it is a local one, and its only issuer."""

    region: Region | None = None
    local: bool = False
    issuer: Body | None = None


NOWHERE = Home()


def days_of(metadata: dict[str, Any]) -> tuple[date, ...]:
    """The notice's day; or where it has none the first and last day of the year in its 发文字号."""
    day: date | None = metadata.get("issue_date")
    if day is not None:
        return (day,)
    year = re.search(r"〔((?:19|20)\d\d)〕", metadata.get("doc_number") or "")
    return (date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)) if year is not None else ()


def report_ambiguous(name: str, found: Sequence[Body], start: int, end: int) -> Report:
    """That `name` at `start`:`end` may be several bodies, and which."""
    bodies = ", ".join(body.id for body in found)
    return Report(Code.AMBIGUOUS_BODY, f"{name} may be {bodies}.", start, end)


def find_region(regions: Regions, title: str | None, text: str) -> Region | None:
    """The region that a title begins with, else the province that the text is about.

    That is the one which it names at least twice, and twice as often as any other.
    """
    if title:
        found = regions.at_start(re.sub("^(?:中共|关于|印发|转发)+", "", title))
        if len(found) == 1:
            return found[0][0]
    counts = Counter(_PROVINCE.findall(text))
    (name, most), (_, second), *_ = [*counts.most_common(2), ("", 0), ("", 0)]
    return regions.named(name) if most > 1 and most >= 2 * second else None
