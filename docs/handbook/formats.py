"""The page of formats and columns, made from the tables of readers, writers and columns."""

from __future__ import annotations

from typing import Any

from handbook.markup import code, page, plain, table
from planparse.readers import READERS
from planparse.writers import WRITERS
from planparse.writers.captions import column_caption, table_caption
from planparse.writers.schema import tables_schema


def formats_page() -> str:
    """What is read, what is written, and which type every column has."""
    schemas = tables_schema()["$defs"]
    return page(
        "# Formats and types",
        "Made from the code. What the columns mean is said in [The tables](../tables.md).",
        "## What is read",
        table(
            ["format", "suffixes", "needs"],
            [
                (
                    code(reader.kind),
                    " ".join(map(code, reader.suffixes)),
                    "LibreOffice on the machine" if reader.by_office else _extra(reader.extra),
                )
                for reader in READERS.values()
            ],
        ),
        "## What is written",
        table(
            ["format", "suffixes", "holds", "needs"],
            [
                (
                    code(writer.name),
                    " ".join(map(code, writer.suffixes)),
                    "all tables" if writer.tables else "notices" if writer.nested else "one table",
                    _extra(writer.extra),
                )
                for writer in WRITERS.values()
            ],
        ),
        *(part for name, schema in schemas.items() for part in _columns(name, schema)),
    )


def _extra(name: str | None) -> str:
    return code(f"planparse[{name}]") if name else ""


def _columns(name: str, schema: dict[str, Any]) -> list[str]:
    rows = [
        (code(column), plain(column_caption(column, "zh")), *_type(schema["properties"][column]))
        for column in schema["x-columns"]
    ]
    return [
        f"## Table {name}",
        f"{table_caption(name, 'zh')}.",
        table(["column", "in Chinese", "type", "may be missing"], rows),
    ]


def _type(schema: dict[str, Any]) -> tuple[str, str]:
    """The type of a column, and `yes` where it may have no value."""
    choices = schema.get("anyOf", [schema])
    kinds = [_kind(choice) for choice in choices if choice.get("type") != "null"]
    return ", ".join(kinds), "yes" if len(kinds) < len(choices) else ""


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " ".join(map(code, schema["enum"]))
    if "const" in schema:
        return code(schema["const"])
    kind = str(schema.get("format", schema.get("type", "")))
    if kind == "array":
        inner, missing = _type(schema.get("items", {}))
        return f"list of {inner}" + (", elements of which may be missing" if missing else "")
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None or high is not None:
        kind += f", {low}–{high}" if high is not None else f" ≥ {low}"
    return kind
