"""What pages say of accuracy and of known failures, made from the files that the tests hold."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from handbook.markup import code, plain, table

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = ROOT / "tests"


class Failure(NamedTuple):
    """A test that is known to fail: where, why, and on which texts."""

    module: str
    reason: str
    texts: tuple[str, ...]


def floors() -> str:
    """The floors of `tests/floors.toml` as tables: hand-read notices, then composed ones."""
    data = tomllib.loads((TESTS / "floors.toml").read_text(encoding="utf-8"))
    rows = [
        (plain(run["what"]), plain(name), percent(floor))
        for run in data["run"]
        for name, floor in (run.get("floors") or {"every table": run["every"]}).items()
    ]
    composed = [
        (plain(name), plain(layout), percent(floor))
        for name, layouts in data.get("composed", {}).items()
        for layout, floor in layouts.items()
    ]
    others = [
        (plain(name), plain(what), percent(floor))
        for name, found in _flat(data)
        for what, floor in found.items()
    ]
    return "\n".join(
        [
            table(["hand-read notices", "what", "F1 not below"], rows),
            table(["composed notices", "layout", "F1 not below"], composed),
            table(["other floors", "what", "share"], others),
        ]
    )


def _flat(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, float]]]:
    """The other tables of floors, those inside one under both names."""
    for name, found in data.items():
        if name in ("run", "composed"):
            continue
        inner = {key: value for key, value in found.items() if isinstance(value, dict)}
        yield from ((f"{name}, {key.replace('_', ' ')}", value) for key, value in inner.items())
        yield name, {key: value for key, value in found.items() if key not in inner}


def percent(share: float) -> str:
    """A share as a person reads it.

    >>> percent(0.985), percent(1.0)
    ('98.5 %', '100 %')
    """
    return f"{share * 100:.4g} %"


def failures() -> list[Failure]:
    """Every strict xfail of the tests, and the known failures of restoration."""
    found = [
        failure
        for path in sorted(TESTS.glob("test_*.py"))
        for failure in _marked(path, ast.parse(path.read_text(encoding="utf-8")))
    ]
    cases = tomllib.loads((TESTS / "data" / "restoration.toml").read_text(encoding="utf-8"))
    found += [
        Failure("test_restoration", case["why"], (case["text"],))
        for case in cases.get("known_failures", [])
    ]
    return found


def known_failures() -> str:
    """The known failures as a table."""
    rows = [
        (
            code(failure.module),
            plain(failure.reason),
            " ".join(code(cut(text)) for text in failure.texts),
        )
        for failure in failures()
    ]
    return table(["test", "why", "text"], rows)


def cut(text: str) -> str:
    """The head of a text that is too long for a cell."""
    return text if len(text) <= 60 else text[:60] + " …"


def _marked(path: Path, tree: ast.Module) -> Iterator[Failure]:
    tables = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
        for call in calls:
            if ast.unparse(call.func) == "pytest.mark.xfail":
                reasons = [key.value for key in call.keywords if key.arg == "reason"]
                reason = "".join(str(ast.literal_eval(each)) for each in reasons)
                yield Failure(path.stem, reason, tuple(_texts(calls, tables)))


def _texts(calls: list[ast.Call], tables: dict[str, ast.expr]) -> Iterator[str]:
    """The first parameter of each case of a parametrized test, where it is a string."""
    for call in calls:
        if ast.unparse(call.func) != "pytest.mark.parametrize":
            continue
        for name in (each.id for each in ast.walk(call.args[1]) if isinstance(each, ast.Name)):
            cases = tables.get(name)
            keys = cases.keys if isinstance(cases, ast.Dict) else getattr(cases, "elts", [])
            for key in keys:
                first = key.elts[0] if isinstance(key, ast.Tuple) else key
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value
