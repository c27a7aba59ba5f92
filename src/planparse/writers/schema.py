"""The schemas of what planparse writes, made from the models and the tables.

`schemas/` holds them as files; a test holds the files to what these functions give.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from planparse.writers.tables import TABLES, Table

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXTS = {"items": {"type": "string"}, "type": "array"}
_OWN = {
    "parent_id": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    "original": {"type": "string", "description": "what stood in the source"},
    "replacement": {"type": "string", "description": "what stands in the restored text"},
    "chunk_id": {"type": "string"},
    "heading_path": _TEXTS | {"description": "numbers and headings from the outermost to its own"},
    "agency_names": _TEXTS | {"description": "the bodies that answer for it, as written"},
    "agency_ids": {
        "items": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "type": "array",
        "description": "the same bodies in the register",
    },
    "target_ids": _TEXTS,
    "target_quotes": _TEXTS | {"description": "the clauses that the targets stand in"},
}


def notice_schema() -> dict[str, Any]:
    """The JSON Schema of a whole notice, as `extract` writes it."""
    from planparse.model import Notice

    return {"$schema": _DIALECT, **Notice.model_json_schema(mode="serialization")}


def tables_schema() -> dict[str, Any]:
    """The JSON Schemas of the rows of every table, by name under `$defs`.

    `x-columns` keeps the order of the columns.
    """
    models = notice_schema()
    defs = models["$defs"] | {"Notice": models}
    return {
        "$schema": _DIALECT,
        "title": "planparse tables",
        "description": "one row of each table, schema version 1",
        "$defs": {table.name: _row_schema(table, defs) for table in TABLES.values()},
    }


def render(schema: dict[str, Any]) -> str:
    """A schema as the text of a file."""
    import json

    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_files(folder: Path) -> None:
    """Writes both schemas into `folder`, under the names that they have in `schemas/`."""
    for name, schema in FILES.items():
        (folder / name).write_text(render(schema()), encoding="utf-8", newline="\n")


def _row_schema(table: Table, defs: dict[str, Any]) -> dict[str, Any]:
    properties = {column: _property(column, table, defs) for column in table.columns}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "x-columns": list(table.columns),
    }


def _property(column: str, table: Table, defs: dict[str, Any]) -> Any:
    for model in table.models:
        found = defs[model]["properties"].get(column)
        if found is not None:
            return _resolved({key: value for key, value in found.items() if key != "default"}, defs)
    return _OWN[column]


def _resolved(schema: Any, defs: dict[str, Any]) -> Any:
    """`schema` with the definitions that it names put in place."""
    if isinstance(schema, list):
        return [_resolved(item, defs) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _resolved(defs[schema["$ref"].rsplit("/", 1)[-1]], defs)
    return {key: _resolved(value, defs) for key, value in schema.items()}


FILES = {"notice.schema.json": notice_schema, "tables.schema.json": tables_schema}

if __name__ == "__main__":
    write_files(Path(sys.argv[1]))
