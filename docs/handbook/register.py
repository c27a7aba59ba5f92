"""The page of the register: every body with its names and times, and what local ones are made of."""

from __future__ import annotations

import itertools

from handbook.markup import code, page, plain, table
from planparse.rulebook import default


def register_page() -> str:
    """The register, the reforms, the functions of local bodies, as tables."""
    book = default()
    rows = book.rows("agencies.csv")
    kinds = {
        kind: sorted(group, key=lambda row: (row["valid_to"] != "", row["agency_id"]))
        for kind, group in itertools.groupby(
            sorted(rows, key=lambda row: row["kind"]), key=lambda row: row["kind"]
        )
    }
    functions = book.rows("functions.csv")
    regions, counties = book.rows("regions.csv"), book.rows("counties.csv")
    return page(
        "# The register",
        f"{len(rows)} bodies under each of their names, from `data/agencies.csv`; "
        f"{len(functions)} functions of local bodies, which are composed with {len(regions)} provinces, "
        f"prefectures and zones and {len(counties)} counties. `planparse agencies NAME` shows a body "
        "with its history. [What people edit](../data.md) says what the columns mean.",
        "## Reforms",
        table(
            ["reform", "day", "name", ""],
            [
                (code(row["reform_id"]), row["date"], plain(row["name"]), plain(row["english"]))
                for row in book.rows("reforms.csv")
            ],
        ),
        *(
            part
            for kind, members in kinds.items()
            for part in (f"## Bodies: {kind}", table(_BODY, map(_body, members)))
        ),
        "## Functions of local bodies",
        table(
            ["function", "kind", "words", "central counterpart", "time", ""],
            [
                (
                    code(row["function_id"]),
                    row["kind"],
                    plain("；".join(filter(None, (row["stem"], row["short"], row["names"])))),
                    plain(row["counterpart_id"]),
                    _time(row),
                    plain(row["english"]),
                )
                for row in functions
            ],
        ),
    )


_BODY = ["body", "name", "also", "time", "went on as", "English", "source"]


def _body(row: dict[str, str]) -> tuple[str, ...]:
    return (
        code(row["agency_id"]),
        plain(row["name"]),
        plain(row["names"]),
        _time(row),
        plain(row["successors"]),
        plain(row["english"]),
        plain(row["source"]),
    )


def _time(row: dict[str, str]) -> str:
    if not row["valid_from"] and not row["valid_to"]:
        return ""
    return f"{row['valid_from']} – {row['valid_to']}".strip()
