"""Bodies as a person reads them: a line each, or one with its names and its history as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from planparse.bodies.identities import Body
from planparse.bodies.register import Entry


def list_bodies(entries: Iterable[Entry]) -> str:
    """A line for each body: its id, its name, its time."""
    return "".join(
        [f"{entry.id}\t{entry.name}\t{_time(entry.since, entry.until)}\n" for entry in entries]
    )


def show_body(told: dict[str, Any]) -> str:
    """A body of the register: who it is, what it is called, its history, who does its work today."""
    lines = [f"{told['name']}  {told['agency_id']}"]
    lines.append(f"  {told['english']}")
    time = _time(told["valid_from"], told["valid_to"])
    lines.append(f"  {told['level']} {told['kind']}" + (f", {time}" if time else ""))
    if told["names"]:
        lines.append("  also " + "；".join(told["names"]))
    if told["counterpart_id"]:
        lines.append(f"  does the work of {told['counterpart_id']}")
    lines.append(f"  source: {told['source']}")
    for side, label in (("predecessors", "came out of"), ("successors", "went on as")):
        if told[side]:
            lines.append(f"  {label}")
            lines += _tree(told[side], side, "  ")
    if told["successor_id"]:
        lines.append(f"  its work today: {told['successor_id']}")
    return "\n".join(lines) + "\n"


def show_composed(body: Body, english: str) -> str:
    """A body that its words make up: who it is, and whose work it does."""
    lines = [f"{body.name}  {body.id}"]
    if english:
        lines.append(f"  {english}")
    lines.append(f"  {body.level} {body.kind}, composed of region and function")
    if body.counterpart_id:
        lines.append(f"  does the work of {body.counterpart_id}")
    if body.successor_id:
        lines.append(f"  its work today: {body.successor_id}")
    return "\n".join(lines) + "\n"


def _tree(links: list[dict[str, Any]], side: str, indent: str) -> Iterator[str]:
    for number, link in enumerate(links):
        last = number == len(links) - 1
        time = _time(link["valid_from"], link["valid_to"])
        yield f"{indent}{'└' if last else '├'} {link['name']}  {link['agency_id']}" + (
            f", {time}" if time else ""
        )
        inner = indent + ("  " if last else "│ ")
        why = "，".join([part for part in (link["date"], link["reform"]) if part])
        if why:
            yield f"{inner}{'│ ' if link[side] else '  '}{why}"
        yield from _tree(link[side], side, inner)


def _time(since: str | None, until: str | None) -> str:
    if not since and not until:
        return ""
    return f"{since or '…'} – {until or 'today'}"
