"""The columns of every table with their types, as Arrow, SQL and spreadsheets need them.

The types are those of `schemas/tables.schema.json`, and so of the models: a new table or
column has its type by itself.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from planparse.writers.tables import TABLES

if TYPE_CHECKING:
    from planparse.writers.tables import Table

Kind = Literal["text", "integer", "number", "truth", "date", "list", "record"]

_SIMPLE: dict[str, Kind] = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "truth",
}


class Type(NamedTuple):
    """What a column holds; `item` is of a list's items, `fields` are a record's, by name."""

    kind: Kind
    nullable: bool = False
    item: Type | None = None
    fields: tuple[tuple[str, Type], ...] = ()


@cache
def types(name: str) -> dict[str, Type]:
    """The types of the columns of the table called `name`, in its order.

    >>> types("targets")["value_max"].kind, types("metadata")["issue_date"]
    ('number', Type(kind='date', nullable=True, item=None, fields=()))
    >>> types("metadata")["issuer_ids"].item
    Type(kind='text', nullable=True, item=None, fields=())
    """
    schema = _schemas()[name]["properties"]
    return {column: _type(schema[column]) for column in TABLES[name].columns}


def carried() -> list[Table]:
    """The tables that whole notices fill: all but `edits`, and what only says again what they hold."""
    return [table for table in TABLES.values() if table.rows is not None and table.own]


@cache
def _schemas() -> dict[str, Any]:
    from planparse.writers.schema import tables_schema

    schemas: dict[str, Any] = tables_schema()["$defs"]
    return schemas


def _type(schema: dict[str, Any]) -> Type:
    if "anyOf" in schema:
        others = [option for option in schema["anyOf"] if option.get("type") != "null"]
        found = [_type(option) for option in others]
        kinds = {option.kind for option in found}
        if len(kinds) == 1:
            best = found[0]
        elif kinds == {"integer", "number"}:
            best = Type("number")
        else:
            best = Type("text")
        return best._replace(nullable=len(others) < len(schema["anyOf"]) or best.nullable)
    kind = schema.get("type")
    if kind == "array":
        items = schema.get("items")
        if items is None and "prefixItems" in schema:
            items = schema["prefixItems"][0]
        return Type("list", item=_type(items or {"type": "string"}))
    if kind == "object" and "properties" in schema:
        return Type(
            "record", fields=tuple((name, _type(of)) for name, of in schema["properties"].items())
        )
    if schema.get("format") == "date":
        return Type("date")
    return Type(_SIMPLE.get(str(kind), "text"))
