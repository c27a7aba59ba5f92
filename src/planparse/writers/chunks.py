"""Chunks for retrieval: a measure each, with what it stands under and what bears on it.

Together the chunks are the notice, furniture left out: each character is in exactly one. What
stands between measures (title, preamble, a chapter's own paragraphs, signature) has chunks too;
a chapter's bare heading goes with its first measure. Beyond `max_chars` a chunk is split
between sentences, and a longer sentence between its clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.writers.measures import FRAMES, UNNUMBERED, Facts, beyond, caption, is_measure

if TYPE_CHECKING:
    from planparse.model import Division, Notice
    from planparse.writers import Layout, Records
    from planparse.writers.tables import Row

# About as many tokens as the usual models of meaning for Chinese take (512).
MAX_CHARS = 500
_CLAUSES = r"(?<=[，、；：,;:])"

Run = tuple[int, int]


class _Group(NamedTuple):
    """Divisions that one chunk, or several, are made of; `owner` gives them their id."""

    owner: Division | None
    frames: tuple[Division, ...]
    divisions: list[Division]


def write_chunks(records: Records, layout: Layout) -> Iterator[bytes]:
    """The chunks of whole notices as JSON lines."""
    from planparse.writers.json import write_jsonl

    def rows() -> Iterator[Row]:
        for notice in records:
            assert not isinstance(notice, dict)
            yield from chunk_rows(notice, layout.max_chars or MAX_CHARS)

    return write_jsonl(rows(), layout)


def chunk_rows(notice: Notice, max_chars: int = MAX_CHARS) -> Iterator[Row]:
    """The rows of the table `chunks`: chunks of at most `max_chars` characters, in order.

    `source_start`, `source_end` and `place` are those of the divisions that a chunk is of,
    since a notice knows no smaller places.

    >>> from planparse import parse
    >>> notice = parse("一、总则\\n（一）甲事。（财政部负责）\\n（二）乙事，达到98%。")
    >>> for row in chunk_rows(notice):
    ...     print(row["chunk_id"], row["heading_path"], row["agency_names"])
    plan/1/1@1 ['一、总则', '（一）甲事'] ['财政部']
    plan/1/2@1 ['一、总则', '（二）'] []
    """
    from planparse.writers.tables import CHUNKS

    facts = Facts(notice)
    text = notice.text
    counts: dict[str, int] = {}
    key = {"notice_id": notice.notice_id, "source_name": notice.source.source_name}
    for group in _groups(notice):
        owner = group.owner
        assert owner is not None
        path = [words for words in map(caption, (*group.frames, owner)) if words]
        for runs in _pieces(text, group.divisions, max_chars):
            count = counts[owner.division_id] = counts.get(owner.division_id, 0) + 1
            start, end = runs[0][0], runs[-1][1]
            of = [d for d in group.divisions if d.text_start < end and start < d.text_end] or [owner]
            yield CHUNKS.row(
                notice.metadata,
                **key,
                chunk_id=f"{owner.division_id}@{count}",
                division_id=owner.division_id,
                part=owner.part,
                kind=owner.kind,
                text="".join([text[a:b] for a, b in runs]),
                heading_path=path,
                **_bearing(facts, group.divisions, start, end),
                start=start,
                end=end,
                source_start=of[0].source_start,
                source_end=max(d.children[0].source_start if d.children else d.source_end for d in of),
                place=of[0].place,
            )


def _groups(notice: Notice) -> Iterator[_Group]:
    """What chunks are made of, in document order; furniture is in none."""
    ready: _Group | None = None
    held = _Group(None, (), [])
    for division, frames in _outline(notice):
        within = bool(frames) and frames[-1] is held.owner
        goes_on = within and (division.kind in UNNUMBERED or not _says(held.divisions))
        if not goes_on and not _blank(held.divisions):
            if ready:
                yield ready
            ready, held = held, _Group(None, (), [])
        if division.kind in FRAMES:
            held = _Group(division, frames, [*held.divisions, division])
        elif is_measure(division):
            if ready:
                yield ready
            whole = [d for d in division.walk() if d.kind != "furniture"]
            ready = _Group(division, frames, [*held.divisions, *whole])
            held = _Group(None, (), [])
        else:
            owner = held if within else _Group(frames[-1], frames[:-1], held.divisions)
            held = owner._replace(divisions=[*held.divisions, division])
    if ready and _blank(held.divisions):
        ready.divisions.extend(held.divisions)
    if ready:
        yield ready
    if held.owner and (not ready or not _blank(held.divisions)):
        yield held


def _outline(notice: Notice) -> Iterator[tuple[Division, tuple[Division, ...]]]:
    """Frames, measures and what is unnumbered beside them, each with the frames around it."""
    stack: list[tuple[Division, tuple[Division, ...]]] = [(part, ()) for part in reversed(notice.parts)]
    while stack:
        division, frames = stack.pop()
        if division.kind == "furniture":
            continue
        yield division, frames
        if division.kind in FRAMES:
            stack.extend((child, (*frames, division)) for child in reversed(division.children))


def _says(divisions: list[Division]) -> bool:
    """Whether they say more than titles and headings do."""
    return any(
        beyond(d.text, d) if d.kind in FRAMES else d.kind != "title" and d.text.strip()
        for d in divisions
    )


def _blank(divisions: list[Division]) -> bool:
    return not any(d.text.strip() for d in divisions)


def _pieces(text: str, divisions: list[Division], max_chars: int) -> Iterator[list[Run]]:
    """The runs of each chunk that divisions are split into."""
    atoms: list[Run] = []
    whole = [(d.text_start, d.text_end) for d in divisions if d.text]
    if sum(end - start for start, end in whole) <= max_chars:
        atoms = whole
    else:
        for division in divisions:
            cuts = {start for start, _ in division.sentences} | {division.text_start, division.text_end}
            for start, end in pairwise(sorted(cuts)):
                atoms += _clauses(text, start, end, max_chars)
    runs: list[Run] = []
    size = 0
    for start, end in atoms:
        if runs and size + end - start > max_chars and text[start:end].strip():
            yield runs
            runs, size = [], 0
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        size += end - start
    if runs:
        yield runs


def _clauses(text: str, start: int, end: int, max_chars: int) -> Iterator[Run]:
    """A sentence whole, or in pieces of at most `max_chars`, between clauses where there are any."""
    if len(text[start:end].rstrip()) <= max_chars:
        yield start, end
        return
    at = start
    for clause in re.split(_CLAUSES, text[start:end]):
        for piece in range(0, len(clause), max_chars):
            size = min(max_chars, len(clause) - piece)
            yield at, at + size
            at += size


def _bearing(facts: Facts, divisions: list[Division], start: int, end: int) -> dict[str, Any]:
    """The bodies and targets of the words from `start` to `end`; inherited bodies bear on all."""
    names: dict[str, str | None] = {}
    for assignment in facts.assignments(*divisions):
        near = (assignment.scope_start < end and start < assignment.scope_end) or (
            assignment.start < end and start < assignment.end
        )
        for agency in assignment.agencies:
            if near or agency.inherited:
                names.setdefault(agency.name, agency.agency_id)
    targets = [t for t in facts.targets(*divisions) if start <= t.start < end]
    return {
        "agency_names": list(names),
        "agency_ids": list(names.values()),
        "target_ids": [target.target_id for target in targets],
        "target_quotes": list(dict.fromkeys(target.quote for target in targets)),
    }
