"""The spine: from a source to a validated notice, one stage after the other."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from planparse import __version__
from planparse.diagnostics import Code, Report
from planparse.outline import Node, Outline
from planparse.rulebook import Rulebook
from planparse.stages.agencies import find_assignments
from planparse.stages.metadata import Head, find_metadata
from planparse.stages.restore import restore
from planparse.stages.structure import structure
from planparse.stages.tables import find_tables
from planparse.stages.targets import find_targets
from planparse.text import Source, Span, TracedText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from planparse.layout.tables import Grid
    from planparse.model import Notice


def parse_source(source: Source, rulebook: Rulebook, *, also: Collection[str] = ()) -> Notice:
    """The notice that stands in `source`, with every fact in its place.

    `also` names the tables of `model.ON_REQUEST` that are read beside the others; ValueError
    where it names one that is not there. Content never raises: trouble in it is among
    `Notice.diagnostics`.
    """
    return parse_traced(source, rulebook, also=also)[0]


def parse_traced(
    source: Source, rulebook: Rulebook, *, also: Collection[str] = ()
) -> tuple[Notice, TracedText]:
    """The notice that stands in `source`, and its text with every repair that was made.

    `also` and errors are those of `parse_source`.
    """
    from planparse.model import ON_REQUEST, Notice

    for name in also:
        if name not in ON_REQUEST:
            raise ValueError(f"no table {name!r} is read on request; there are {', '.join(ON_REQUEST)}")

    _given_up(rulebook)  # what another text was too much for may do for this one
    restored, reports = restore(source, rulebook)
    grids = find_tables(source, restored.text, rulebook)
    masked = [Span(grid.start, grid.end) for grid in grids if grid.masks]
    outline, more = structure(restored.text.text, restored.furniture, rulebook, masked)
    reports += more
    head, more = find_metadata(outline, rulebook)
    reports += more
    assignments, more = find_assignments(outline, head.metadata, rulebook, grids)
    reports += more
    targets, more = find_targets(outline, head.metadata, assignments, rulebook)
    reports += more
    asked: dict[str, list[dict[str, Any]]] = {}
    if also:
        asked, more = _read_also(
            also, outline, head, rulebook, assignments=assignments, targets=targets, grids=grids
        )
        reports += more
    reports += _given_up(rulebook)
    put = _Places(source, restored.text)
    notice = Notice.model_validate(
        {
            "notice_id": sha256(restored.text.text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
            "source": _source_info(source),
            "rulebook": {
                "version": __version__,
                "digest": rulebook.digest,
                "user_files": list(rulebook.user_files),
            },
            "metadata": head.metadata | {"coverage": outline.coverage()},
            "fields": [put(field) for field in head.fields],
            "parts": [_division(part, outline, put) for part in outline.parts],
            "assignments": [
                row | {"agencies": [put(agency) for agency in row["agencies"]]} for row in assignments
            ],
            "targets": [put(target) for target in targets],
            "tables": list(_tables(grids, outline, put)),
            "also": [name for name in ON_REQUEST if name in also],
            **{name: [put(row) for row in rows] for name, rows in asked.items()},
            "diagnostics": [put(_diagnostic(report, outline)) for report in _in_order(reports)],
            "edits": restored.text.counts(),
        }
    )
    return notice, restored.text


def _read_also(
    also: Collection[str],
    outline: Outline,
    head: Head,
    rulebook: Rulebook,
    *,
    assignments: list[dict[str, Any]],
    targets: list[dict[str, Any]],
    grids: list[Grid],
) -> tuple[dict[str, list[dict[str, Any]]], list[Report]]:
    """The rows of each table in `also`; what one of them needs of another is read too."""
    rows: dict[str, list[dict[str, Any]]] = {}
    reports: list[Report] = []
    if "mentions" in also:
        from planparse.stages.mentions import find_mentions

        rows["mentions"], reports = find_mentions(outline, head.metadata, assignments, rulebook)
    if "milestones" in also or "quantities" in also:
        from planparse.stages.milestones import find_milestones

        rows["milestones"] = find_milestones(
            outline,
            head.metadata,
            rulebook,
            assignments=assignments,
            targets=targets,
            grids=grids,
        )
    if "references" in also or "quantities" in also:
        from planparse.stages.references import find_references

        rows["references"] = find_references(outline, head.metadata, rulebook)
    if "quantities" in also:
        from planparse.stages.quantities import find_quantities

        rows["quantities"] = find_quantities(
            outline,
            head.metadata,
            rulebook,
            targets=targets,
            milestones=rows["milestones"],
            references=rows["references"],
        )
    if "programmes" in also:
        from planparse.stages.programmes import find_programmes

        rows["programmes"] = find_programmes(outline, rulebook)
    return {name: found for name, found in rows.items() if name in also}, reports


def _given_up(rulebook: Rulebook) -> list[Report]:
    """A report for each rule of the user's that was given up since this was asked last."""
    return [
        Report(Code.RULE_GIVEN_UP, f"{id} took too long")
        for id, pattern in sorted(rulebook.watched.items())
        if pattern.reset()
    ]


class _Places:
    """Adds to a fact where in the source its words came from."""

    def __init__(self, source: Source, text: TracedText) -> None:
        self._source = source
        self._text = text

    def __call__(self, fact: dict[str, Any]) -> dict[str, Any]:
        start, end = self._text.source_span(fact["start"], fact["end"])
        fact["source_start"] = start
        fact["source_end"] = end
        fact["place"] = self._source.place(start)
        return fact


def _source_info(source: Source) -> dict[str, Any]:
    return {
        "source_name": source.name,
        "source_kind": source.kind,
        "encoding": source.encoding,
        "encoding_confidence": source.confidence,
        "source_sha256": source.sha256,
        "characters": len(source.text),
    }


def _division(node: Node, outline: Outline, put: _Places) -> dict[str, Any]:
    heading = outline.text[slice(*node.heading)] if node.heading else None
    return put(
        {
            "division_id": node.id,
            "part": node.part,
            "level": node.level,
            "kind": node.kind,
            "number": node.number,
            "ordinal": node.ordinal,
            "heading": heading,
            "text": outline.own_text(node),
            "start": node.start,
            "end": node.end,
            "text_start": node.start,
            "text_end": node.text_end,
            "confidence": node.confidence,
            "sentences": node.sentences,
            "children": [_division(child, outline, put) for child in node.children],
        }
    )


def _tables(grids: list[Grid], outline: Outline, put: _Places) -> Iterator[dict[str, Any]]:
    numbers: dict[str, int] = {}
    for grid in grids:
        division_id = outline.at(grid.cells[0].start).id
        number = numbers[division_id] = numbers.get(division_id, 0) + 1
        cells = [
            put(
                {
                    "row": cell.row,
                    "column": cell.column,
                    "row_span": cell.rows,
                    "column_span": cell.columns,
                    "text": outline.text[cell.start : cell.end],
                    "header": cell.header,
                    "head": cell.head,
                    "start": cell.start,
                    "end": cell.end,
                }
            )
            for cell in grid.cells
        ]
        yield put(
            {
                "table_id": f"{division_id}^{number}",
                "division_id": division_id,
                "cells": cells,
                "start": cells[0]["start"],
                "end": cells[-1]["end"],
            }
        )


def _in_order(reports: list[Report]) -> list[Report]:
    return sorted(reports, key=lambda report: (report.start, report.end, report.code.value))


def _diagnostic(report: Report, outline: Outline) -> dict[str, Any]:
    division_id = report.division_id
    if division_id is None and outline.nodes and report.end > report.start:
        division_id = outline.at(report.start).id
    return {
        "code": report.code.value,
        "severity": report.code.severity,
        "message": report.message,
        "division_id": division_id,
        "start": report.start,
        "end": report.end,
    }
