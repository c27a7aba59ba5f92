"""Checking results: where JSON is not what `extract` writes."""

from __future__ import annotations

from typing import Any

_MOST = 20  # problems told of one notice


def find_problems(data: bytes) -> tuple[int, list[str]]:
    """How many notices stand in `data`, and a sentence for each place where it breaks.

    `data` is one notice, an array of notices, or JSON lines. A place is a path from the
    root (`$.parts[0].kind`), behind `line N` for JSON lines. Nothing is raised.

    >>> find_problems(b'{"schema_version": 2}')[1][0]
    '$.schema_version: Input should be 1'
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = [(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    if len(lines) > 1 and _is_object(lines[0][1]):
        found = [(f"line {number}: ", "$", line) for number, line in lines]
    else:
        found = [("", "$", data)]
    count = 0
    problems: list[str] = []
    for before, root, document in found:
        value, problem = _parsed(document)
        if problem:
            problems.append(f"{before}{problem}")
            continue
        notices = value if isinstance(value, list) else [value]
        for number, notice in enumerate(notices):
            count += 1
            where = f"{root}[{number}]" if isinstance(value, list) else root
            problems += [before + sentence for sentence in _broken(notice, where)]
    return count, problems


def _is_object(line: bytes) -> bool:
    value, problem = _parsed(line)
    return problem is None and isinstance(value, dict)


def _parsed(data: bytes) -> tuple[Any, str | None]:
    from pydantic_core import from_json

    try:
        return from_json(data, allow_inf_nan=False), None
    except ValueError as error:
        return None, f"not JSON: {error}"


def _broken(value: Any, root: str) -> list[str]:
    from pydantic import ValidationError
    from pydantic_core import to_json

    from planparse.model import Notice

    try:
        Notice.model_validate_json(to_json(value))
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False, include_context=False)
        told = [f"{root}{_path(e['loc'])}: {e['msg']}" for e in errors[:_MOST]]
        if len(errors) > _MOST:
            told.append(f"{root}: and {len(errors) - _MOST} more")
        return told
    except ValueError as error:
        return [f"{root}: {error}"]
    return []


def _path(place: tuple[int | str, ...]) -> str:
    return "".join([f"[{step}]" if isinstance(step, int) else f".{step}" for step in place])
