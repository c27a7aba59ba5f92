"""Identities: what is known of a body that a name means, and of where a notice comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.bodies.register import Entry, Register
from planparse.diagnostics import Code, Report

if TYPE_CHECKING:
    from planparse.bodies.regions import Region


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


def body_of(entry: Entry, register: Register) -> Body:
    """The body that stands in the register."""
    successor = register.successor(entry)
    after = successor.id if successor is not None else None
    return Body(entry.id, entry.name, entry.kind, entry.level, entry.counterpart_id, after)


def identity(found: Sequence[Body]) -> dict[str, Any]:
    """The columns that say who a name is: one body, or the candidates where it may be several."""
    body = found[0] if len(found) == 1 else None
    return {
        "agency_id": body.id if body is not None else None,
        "canonical_name": body.name if body is not None else None,
        "successor_id": body.successor_id if body is not None else None,
        "counterpart_id": body.counterpart_id if body is not None else None,
        "candidate_ids": [one.id for one in found] if len(found) > 1 else [],
    }


def report_ambiguous(name: str, found: Sequence[Body], start: int, end: int) -> Report:
    """That `name` at `start`:`end` may be several bodies, and which."""
    bodies = ", ".join(body.id for body in found)
    return Report(Code.AMBIGUOUS_BODY, f"{name} may be {bodies}.", start, end)
