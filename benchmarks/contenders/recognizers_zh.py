"""Microsoft's Recognizers-Text for Chinese: numbers with units, and times."""

import re
from datetime import datetime, timedelta
from typing import Any

from recognizers_date_time import recognize_datetime
from recognizers_number import Culture, recognize_number, recognize_percentage
from recognizers_number_with_unit import recognize_currency, recognize_dimension
from serving import Finding, serve

MODELS = (recognize_currency, recognize_dimension, recognize_percentage, recognize_number)


def units(text: str) -> list[Any]:
    """What its four models of numbers say."""
    return [found for model in MODELS for found in model(text, Culture.Chinese)]


def find_units(text: str, date: str | None) -> dict[str, list[Finding]]:
    """Each number once: with its unit where a model of units has it, else bare."""
    rows: list[Finding] = []
    taken: set[int] = set()
    for found in units(text):
        places = range(found.start, found.end + 1)
        number = re.match(r"-?[\d.]+", str((found.resolution or {}).get("value", "")))
        if number is None or not taken.isdisjoint(places):
            continue
        taken.update(places)
        row = {"start": found.start, "end": found.end + 1, "value": float(number[0])}
        rows.append(row | {"text": text[found.start : found.end + 1]})
    return {"values": rows}


def times(text: str, date: str | None = None) -> list[Any]:
    """Times, read as of the notice's day."""
    return list(
        recognize_datetime(text, Culture.Chinese, reference=datetime.fromisoformat(date or "2022-11-01"))
    )


def last_day(value: dict[str, str]) -> str | None:
    """The last day of one reading; its ends are open, but where it says `before`."""
    named = value.get("end") or value.get("value") or ""
    if not re.match(r"\d{4}-\d\d-\d\d", named):
        return None
    if value.get("end") and value.get("type") == "daterange":
        return str(datetime.fromisoformat(named[:10]).date() - timedelta(days=1))
    return named[:10]


def find_times(text: str, date: str | None) -> dict[str, list[Finding]]:
    """Each time with the last days of all its readings."""
    rows = []
    for found in times(text, date):
        readings = [last_day(value) for value in (found.resolution or {}).get("values", [])]
        last = [day for day in readings if day]
        rows.append({"start": found.start, "end": found.end + 1, "last": last})
    return {"times": rows, "any time": rows}


serve(
    {"units": (units, find_units), "times": (times, find_times)},
    ["recognizers-text-suite"],
)
