"""Imports run downwards only: a newcomer can read the house floor by floor."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "planparse"

# Each floor may import from the floors before it. A folder's own `__init__` and its files share a
# floor and may import each other, except for stages.
FLOORS = [
    {"errors", "text", "diagnostics", "dates", "numbers"},
    {"rulebook", "outline"},
    {"register", "model"},
    {"stages"},
    {"pipeline", "readers", "writers", "display"},
    {"cli", "__init__"},
    {"__main__"},
]
# Only the spine runs stages; the commands `restore` and `extract --table edits` run that one.
RUN_STAGES = {"stages", "pipeline", "cli"}


def rooms() -> dict[str, Path]:
    """Every module by its dotted name below the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[
            ".".join(parts[:-1]) if len(parts) > 1 and parts[-1] == "__init__" else ".".join(parts)
        ] = path
    return found


ROOMS = rooms()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the dotted name below the package of each import, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: an import without its full name"
            module = node.module or ""
            for alias in node.names:
                full = f"{module}.{alias.name}"
                name = full if full.removeprefix("planparse.") in ROOMS else module
                if name == "planparse":
                    yield node.lineno, "__init__"
                elif name.startswith("planparse."):
                    yield node.lineno, name.removeprefix("planparse.")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("planparse"):
                    yield node.lineno, alias.name.removeprefix("planparse").lstrip(".") or "__init__"


def floor(name: str) -> int:
    """The number of the floor on which the module stands."""
    top = name.split(".", maxsplit=1)[0]
    found = [number for number, floor in enumerate(FLOORS) if top in floor]
    assert found, f"{name} stands on no floor: give it one in FLOORS and in docs/architecture.md"
    return found[0]


def names_only(path: Path, line: int) -> bool:
    """Whether the import takes no more from the package than its version."""
    text = path.read_text(encoding="utf-8").splitlines()[line - 1].strip()
    return text == "from planparse import __version__"


@pytest.mark.parametrize("name", ROOMS)
def test_imports_run_downwards(name: str) -> None:
    path = ROOMS[name]
    top = name.split(".", maxsplit=1)[0]
    for line, other in imports(path):
        where = f"{path.relative_to(PACKAGE)}:{line} imports {other}"
        if other == "__init__" and names_only(path, line):
            continue
        other_top = other.split(".", maxsplit=1)[0]
        if other_top == top:
            assert top != "stages", f"{where}: stages do not import each other"
            continue
        assert floor(other) < floor(name), f"{where}, which does not stand below it"
        if other_top == "stages":
            assert top in RUN_STAGES, f"{where}: only the spine runs stages"


def test_every_floor_is_built() -> None:
    tops = {name.split(".", maxsplit=1)[0] for name in ROOMS} | {"__init__"}
    assert set().union(*FLOORS) == tops


@pytest.mark.parametrize("name", ROOMS)
def test_a_module_is_no_longer_than_one_reads(name: str) -> None:
    lines = len(ROOMS[name].read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{name} has {lines} lines: split it by noun, or move what it knows to data"
