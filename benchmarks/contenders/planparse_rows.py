"""planparse: its restoration alone, the parse that nobody asked more of, and all tables."""

import calendar
from typing import Any

from serving import Finding, serve

import planparse
from planparse.model import ON_REQUEST, Notice
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source


def mend(text: str) -> str:
    """The restored text."""
    return restore(Source(text), default())[0].text.text


def everything(text: str) -> Notice:
    """The notice with all tables."""
    return planparse.parse(text, also=ON_REQUEST)


def last_day(deadline: str | None) -> list[str]:
    """The last day of a year, a month or a day; none of what comes again."""
    if deadline is None or deadline.startswith("-"):
        return []
    year, month, day = ([int(part) for part in deadline.split("-")] + [0, 0])[:3]
    month = month or 12
    return [f"{year}-{month:02}-{day or calendar.monthrange(year, month)[1]:02}"]


def placed(fact: Any) -> Finding:
    """Where a fact stands in the text that was given."""
    return {"start": fact.source_start, "end": fact.source_end}


def facts(notice: Notice) -> dict[str, list[Finding]]:
    """What a notice says, as the other contenders say it."""
    found: dict[str, list[Finding]] = {
        "text": [{"text": notice.text}],
        "headings": [
            {"start": node.source_start, "number": node.number, "heading": node.heading}
            for node in notice.divisions
            if node.number and node.heading
        ],
        "bodies": [
            placed(agency)
            for listed in notice.assignments
            for agency in listed.agencies
            if not agency.inherited
        ],
        "values": [
            placed(target) | {"value": target.value, "unit": target.unit or ""}
            for target in notice.targets
        ],
    }
    if notice.also:
        due = [placed(row) | {"last": last_day(row.deadline)} for row in notice.milestones]
        found["times"] = due
        found["any time"] = due + [placed(row) for row in notice.quantities if row.kind == "period"]
    return found


serve(
    {
        "restore": (mend, lambda text, date: {"text": [{"text": mend(text)}]}),
        "parse": (planparse.parse, lambda text, date: facts(planparse.parse(text))),
        "everything": (everything, lambda text, date: facts(everything(text))),
    },
    ["planparse", "opencc", "regex", "pydantic"],
)
