"""Schemas: the files, the models and the tables say the same; results that break them are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planparse import parse
from planparse.writers.schema import FILES, notice_schema, render, tables_schema
from planparse.writers.tables import TABLES
from planparse.writers.validation import find_problems

TEXT = "一、总体要求\n(一)提升质量。合格率达到98%以上。(财政部、教育部按职责分工负责)\n(二)监管。\n"


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_what_the_models_give(repo_root: Path, name: str) -> None:
    assert (repo_root / "schemas" / name).read_text("utf-8") == render(FILES[name]()), "make schemas"


def test_the_schema_of_a_notice_names_its_version() -> None:
    schema = notice_schema()
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["properties"]["schema_version"]["const"] == 1


@pytest.mark.parametrize("name", TABLES)
def test_the_schema_of_a_table_has_its_columns(name: str) -> None:
    schema = tables_schema()["$defs"][name]
    assert schema["x-columns"] == schema["required"] == list(TABLES[name].columns)
    assert "$ref" not in json.dumps(schema)


TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "null": type(None),
}


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """As much of JSON Schema as the tables use."""
    if "anyOf" in schema:
        return any(fits(value, option) for option in schema["anyOf"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return False
    return not isinstance(value, list) or all(fits(item, schema.get("items", {})) for item in value)


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.rows])
def test_rows_fit_the_schema_of_their_table(name: str) -> None:
    table = TABLES[name]
    assert table.rows is not None
    properties = tables_schema()["$defs"][name]["properties"]
    for text in (TEXT, "没有编号"):
        for row in table.rows(parse(text)):
            for column, value in row.items():
                assert fits(value, properties[column]), (column, value)


# ---------------------------------------------------------------------- validate


def good() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(parse(TEXT).model_dump_json())
    return value


def test_what_extract_writes_is_valid() -> None:
    one = json.dumps(good())
    for data, count in (
        (one, 1),
        (json.dumps(good(), indent=2), 1),
        (f"{one}\n{one}\n", 2),
        (f"[{one},\n{one}]", 2),
        ("\ufeff" + one, 1),
    ):
        assert find_problems(data.encode()) == (count, [])


def drop(value: dict[str, Any]) -> None:
    del value["parts"][0]["kind"]


def unknown(value: dict[str, Any]) -> None:
    value["parts"][0]["colour"] = "red"


def kind(value: dict[str, Any]) -> None:
    value["parts"][0]["children"][0]["kind"] = "verse"


def quote(value: dict[str, Any]) -> None:
    value["assignments"][0]["quote"] = "别处的话"


def parent(value: dict[str, Any]) -> None:
    value["targets"][0]["division_id"] = "plan/9"


def twice(value: dict[str, Any]) -> None:
    value["targets"].append(value["targets"][0])


def day(value: dict[str, Any]) -> None:
    value["metadata"]["issue_date"] = "2022-02-30"


def escape(value: dict[str, Any]) -> None:
    value["\x1b[31m"] = 1


BROKEN = [
    (drop, "$.parts[0].kind: Field required"),
    (unknown, "$.parts[0].colour: Extra inputs are not permitted"),
    (kind, "$.parts[0].children[0].kind: Input should be"),
    (quote, "$: Value error, assignments: plan/1/1#1: the quote is not the text at"),
    (parent, "$: Value error, targets: plan/1/1!1: no division plan/9"),
    (twice, "$: Value error, targets: the id plan/1/1!1 occurs twice"),
    (day, "$.metadata.issue_date: "),
    (escape, "$.\x1b[31m: Extra inputs are not permitted"),
]


@pytest.mark.parametrize(("damage", "says"), BROKEN)
def test_a_problem_is_told_with_its_place(damage: Any, says: str) -> None:
    value = good()
    damage(value)
    count, problems = find_problems(json.dumps(value).encode())
    assert count == 1
    assert problems[0].startswith(says)
    lines = f"{json.dumps(good())}\n\n{json.dumps(value)}\n".encode()
    assert find_problems(lines)[1][0].startswith(f"line 3: {says}")
    array = json.dumps([good(), value]).encode()
    assert find_problems(array)[1][0].startswith(says.replace("$", "$[1]", 1))


NOT_JSON = [b"", b"{", b"[1, 2", b'{"a": NaN}', b"\xff", b"<html>", b"[" * 100_000]


@pytest.mark.parametrize("data", NOT_JSON, ids=range(len(NOT_JSON)))
def test_what_is_no_json_is_told(data: bytes) -> None:
    count, problems = find_problems(data)
    assert count == 0
    assert problems[0].startswith("not JSON: ")


@pytest.mark.parametrize("data", [b"1", b'"a"', b"null", b"[1]"])
def test_what_is_no_notice_is_told(data: bytes) -> None:
    assert find_problems(data)[1]


def test_many_problems_are_counted() -> None:
    value = good()
    for number in range(50):
        value[f"x{number}"] = 1
    problems = find_problems(json.dumps(value).encode())[1]
    assert len(problems) == 21
    assert problems[-1] == "$: and 30 more"
