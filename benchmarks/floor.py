"""What no extraction can do without: the yardstick for `planparse extract`.

Imports what a parse cannot do without, converts the sample's characters once, and
validates and writes one small model. Run with the sample's path.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import opencc
import regex
from pydantic import BaseModel


class Facts(BaseModel):
    """Ten fields, as a small result would have."""

    title: str
    doc_number: str | None
    issuers: list[str]
    issue_date: str | None
    addressees: list[str]
    genre: str | None
    period_start: int | None
    period_end: int | None
    characters: int
    digest: str


def main(path: str) -> None:
    """Prints the facts of the notice at `path` as JSON."""
    text = opencc.OpenCC("t2s").convert(Path(path).read_text(encoding="utf-8"))
    year = regex.search(r"\d{4}", text)
    facts = Facts.model_validate(
        {
            "title": text[:20],
            "doc_number": None,
            "issuers": ["市场监管总局"],
            "issue_date": None,
            "addressees": [],
            "genre": "通知",
            "period_start": int(year[0]) if year else None,
            "period_end": None,
            "characters": len(text),
            "digest": "",
        }
    )
    click.echo(facts.model_dump_json())


if __name__ == "__main__":
    main(sys.argv[1])
