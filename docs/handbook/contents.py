"""Where each page stands in the site, what leads from page to page, and in which order they come."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handbook.commands import commands_page
from handbook.findings import floors, known_failures
from handbook.formats import formats_page
from handbook.python import python_page
from handbook.register import register_page
from handbook.rules import rule_pages

ROOT = Path(__file__).resolve().parent.parent.parent

# Pages of the project that stand outside docs/, by their place in the site.
OUTSIDE = {
    "README.md": "index.md",
    "README.zh.md": "zh.md",
    "data/README.md": "data.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
# Files that pages lead to.
FILES = {
    "LICENSE": "license.txt",
    "schemas/notice.schema.json": "schemas/notice.schema.json",
    "schemas/tables.schema.json": "schemas/tables.schema.json",
    "data/samples/quality-action-plan-2022.txt": "samples/quality-action-plan-2022.txt",
}
# What a page of docs/ asks for with `<!-- made: NAME -->` in a line of its own.
MADE: dict[str, Callable[[], str]] = {"floors": floors, "known failures": known_failures}

_MADE = re.compile(r"^<!-- made: (?P<name>[a-z ]+) -->$", re.MULTILINE)
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?P<before>\]\()(?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?(?P<after>\))")


class LostLinkError(ValueError):
    """A link of a page that leads to nothing in the site."""


def made_pages() -> dict[str, str]:
    """The pages that are made from the code, by their place in the site."""
    return {
        "reference/commands.md": commands_page(),
        "reference/python.md": python_page(),
        "reference/formats.md": formats_page(),
        "reference/register.md": register_page(),
        **{f"reference/rules/{name}": text for name, text in rule_pages().items()},
    }


def filled(text: str) -> str:
    """A page with what it asks for put in. Raises KeyError where nobody makes that."""
    return _MADE.sub(lambda call: MADE[call["name"]](), text)


def relinked(text: str, path: str) -> str:
    """The page that stands at `path` in the project, with its links as they are in the site.

    Raises LostLinkError where one leads to a file that the site does not have.

    >>> relinked("[columns](docs/tables.md#chunks)", "README.md")
    '[columns](tables.md#chunks)'
    >>> relinked("[rules](../data/README.md)", "docs/architecture.md")
    '[rules](data.md)'
    """
    here = posixpath.dirname(place_of(path))

    def link(found: re.Match[str]) -> str:
        target = found["target"]
        if re.match(r"[a-z]+:", target):
            return found[0]
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        try:
            place = place_of(aim)
        except KeyError:
            raise LostLinkError(f"{path} leads to {target}, which is not in the site") from None
        way = posixpath.relpath(place, here or ".")
        return f"{found['before']}{way}{found['anchor'] or ''}{found['after']}"

    pieces = _FENCED.split(text)
    return "".join(
        piece if number % 2 else _LINK.sub(link, piece) for number, piece in enumerate(pieces)
    )


def place_of(path: str) -> str:
    """Where a file of the project stands in the site. Raises KeyError where it does not."""
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    return (OUTSIDE | FILES)[path]


def navigation(pages: list[str]) -> list[Any]:
    """The order of all pages; one that nobody thought of comes in its folder's section."""
    left = sorted(set(pages))

    def take(*wanted: str) -> list[str]:
        found = [page for page in wanted if page in left]
        for page in found:
            left.remove(page)
        return found

    def take_below(folder: str, *first: str) -> list[str]:
        front = take(*(f"{folder}/{name}" for name in first))
        return front + take(*[page for page in left if page.startswith(f"{folder}/")])

    start = take("index.md", "tutorial.md")
    chinese = take("zh.md")
    howto = take_below("howto", "jq.md", "excel.md", "dataframes.md", "sql.md", "retrieval.md")
    howto += take("scaling.md")
    rules = take_below("reference/rules", "restore.md", "structure.md", "metadata.md", "agencies.md")
    reference = take("reference/commands.md", "tables.md", "facts.md", "diagnostics.md")
    reference += take_below("reference", "formats.md", "python.md", "register.md")
    accuracy = take("accuracy.md", "benchmarks.md", "limits.md")
    house = take("architecture.md", "data.md", "contributing.md", "changelog.md")
    return [
        *start,
        {"How to": howto},
        {"Reference": [*reference, {"Rules": rules}]},
        {"Accuracy": accuracy},
        {"House": [*house, *left]},
        *({"中文": page} for page in chinese),
    ]
