"""Imports run downwards only: a newcomer can read the house floor by floor."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "planparse"

# Each floor may import from the floors below it and, without going round in a circle, from its
# own. What is named on no floor reads the field, between knowledge and stages.
FLOORS = [
    {"errors", "layers", "text", "diagnostics", "dates", "numbers", "cache", "backstop", "memory"},
    {"model", "rulebook", "outline"},
    set(),
    {"stages"},
    {"pipeline", "readers", "writers", "display", "report"},
    {"engines"},
    {"batch"},
    {"cli", "__init__"},
    {"__main__"},
]
READINGS = 2
# Only the spine runs stages; what gives the table `edits` restores once more.
RUN_STAGES = {"pipeline", "cli", "engines", "batch"}
# A model hands itself to what makes rows of it, once somebody asks it to.
DOORS = {("model", "writers.frames")}


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


def top(name: str) -> str:
    """The module's own name, or that of the folder it is in."""
    return name.split(".", maxsplit=1)[0]


def floor(name: str) -> int:
    """The number of the floor on which the module stands."""
    return next((number for number, floor in enumerate(FLOORS) if top(name) in floor), READINGS)


def names_only(path: Path, line: int) -> bool:
    """Whether the import takes no more from the package than its version."""
    text = path.read_text(encoding="utf-8").splitlines()[line - 1].strip()
    return text == "from planparse import __version__"


@pytest.mark.parametrize("name", ROOMS)
def test_imports_run_downwards(name: str) -> None:
    path = ROOMS[name]
    for line, other in imports(path):
        where = f"{path.relative_to(PACKAGE)}:{line} imports {other}"
        if other == "__init__" and names_only(path, line):
            continue
        if (name, other) in DOORS:
            continue
        if top(name) == "stages":
            assert top(other) != "stages", f"{where}: stages do not import each other"
        elif top(other) == "stages":
            assert top(name) in RUN_STAGES, f"{where}: only the spine runs stages"
        if top(other) != top(name):
            assert floor(other) <= floor(name), f"{where}, which does not stand below it"


def test_imports_go_in_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for name, path in ROOMS.items():
        others = {top(other) for _, other in imports(path) if (name, other) not in DOORS}
        others -= {top(name), "__init__"}
        graph.setdefault(top(name), set()).update(others)
    list(graphlib.TopologicalSorter(graph).static_order())


def test_every_named_room_is_there() -> None:
    assert set().union(*FLOORS) - {"__init__"} <= {top(name) for name in ROOMS}


@pytest.mark.parametrize("name", ROOMS)
def test_a_module_is_no_longer_than_one_reads(name: str) -> None:
    lines = len(ROOMS[name].read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{name} has {lines} lines: split it by noun, or move what it knows to data"
