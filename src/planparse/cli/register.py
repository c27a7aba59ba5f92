"""What `planparse agencies` answers: bodies of the register, or composed ones, as text or JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from planparse.bodies.functions import Functions
from planparse.bodies.history import History
from planparse.bodies.identities import Body
from planparse.bodies.register import Register, first_day
from planparse.bodies.resolution import Resolver
from planparse.display.bodies import list_bodies, show_body, show_composed
from planparse.errors import PlanparseError
from planparse.rulebook import Rulebook


def describe(rulebook: Rulebook, name: str | None, at: str | None, form: str) -> str:
    """The bodies called `name` on the day `at`, or all that exist then, in the asked form.

    Raises PlanparseError where nobody is called so, or was on that day; click.UsageError
    where `at` is no date.
    """
    day = _parse_day(at)
    register: Register = rulebook.derive("register", Register.of)
    history: History = rulebook.derive("history", History)
    if name is None:
        entries = [entry for entry in register.entries() if day is None or entry.in_force(day)]
        if form == "text":
            return list_bodies(entries)
        return _json([history.tell(entry.id) for entry in entries])
    found = _find(rulebook, name, day)
    if form == "json":
        bodies = [
            history.tell(body.id) if register.get(body.id) else _plain(body, rulebook) for body in found
        ]
        return _json({"name": name, "at": day.isoformat() if day else None, "bodies": bodies})
    return "\n".join(
        [
            show_body(history.tell(body.id))
            if register.get(body.id)
            else show_composed(body, _english(body, rulebook))
            for body in found
        ]
    )


def _find(rulebook: Rulebook, name: str, day: date | None) -> list[Body]:
    register: Register = rulebook.derive("register", Register.of)
    resolver: Resolver = rulebook.derive("resolver", Resolver)
    found = resolver.known(name) or resolver.find(name, [day] if day else [])
    if found:
        return found
    others = register.candidates(name)
    if day is not None and others:
        when = "; ".join([f"{one.id} {one.since or '…'} – {one.until or 'today'}" for one in others])
        raise PlanparseError(
            f"nobody was called so on {day.isoformat()}", where=name, advice=f"but {when}"
        )
    raise PlanparseError(
        "the register knows nobody of that name", where=name, advice="planparse agencies lists all"
    )


def _parse_day(at: str | None) -> date | None:
    if at is None:
        return None
    try:
        if len(at) not in (4, 7, 10):
            raise ValueError
        return first_day(at)
    except ValueError:
        raise click.UsageError(f"--at: {at!r} is no date; write 2017-05-01, 2017-05 or 2017") from None


def _english(body: Body, rulebook: Rulebook) -> str:
    function = rulebook.derive("functions", Functions).get(body.id.rsplit("/", maxsplit=1)[-1])
    return function.english if function is not None else ""


def _plain(body: Body, rulebook: Rulebook) -> dict[str, Any]:
    return {
        "agency_id": body.id,
        "name": body.name,
        "names": [],
        "english": _english(body, rulebook),
        "kind": body.kind,
        "level": body.level,
        "valid_from": None,
        "valid_to": None,
        "counterpart_id": body.counterpart_id,
        "successor_id": body.successor_id,
        "source": "functions.csv",
        "predecessors": [],
        "successors": [],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
