"""jionlp's extraction of times and of amounts of money."""

import re
from typing import Any

import jionlp
from serving import Finding, serve


def times(text: str, date: str | None = None) -> list[dict[str, Any]]:
    """Times, read as of the notice's day."""
    year, month, day = (int(part) for part in (date or "2022-11-01").split("-"))
    return list(jionlp.ner.extract_time(text, time_base={"year": year, "month": month, "day": day}))


def find_times(text: str, date: str | None) -> dict[str, list[Finding]]:
    """Each time with its last day, where it has one."""
    rows = []
    for found in times(text, date):
        named = found["detail"].get("time")
        last = [named[1][:10]] if isinstance(named, list) and re.match(r"\d{4}-", named[1]) else []
        rows.append({"start": found["offset"][0], "end": found["offset"][1], "last": last})
    return {"times": rows, "any time": rows}


def find_money(text: str, date: str | None) -> dict[str, list[Finding]]:
    """Each amount; of a range its lower bound."""
    rows = []
    for found in jionlp.ner.extract_money(text):
        number = found["detail"]["num"]
        lower = number[0] if isinstance(number, list) else number
        start, end = found["offset"]
        rows.append({"start": start, "end": end, "value": float(lower), "text": found["text"]})
    return {"values": rows}


serve(
    {"times": (times, find_times), "money": (jionlp.ner.extract_money, find_money)}, ["jionlp", "jiojio"]
)
