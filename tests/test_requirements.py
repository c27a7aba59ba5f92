"""What planparse needs: its lower bounds, the locks, and the bill of materials agree with each other."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import lowest
import sbom

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".txt", ".json"))
LOCKED = sbom.read_lock(sbom.LOCK.read_text(encoding="utf-8"))


def locked_for_development() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in (FOLDER / "dev.txt").read_text(encoding="utf-8").splitlines():
        name, version = line.partition(" ;")[0].strip().split("==")
        found.setdefault(name, set()).add(version)
    return found


def numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def test_every_dependency_has_one_lower_bound() -> None:
    found = lowest.lowest(PROJECT)
    names = {re.split(r"[>=]", need)[0].lower() for need in PROJECT["dependencies"]}
    assert names <= {line.split("==")[0] for line in found}
    assert len(found) == len({line.split("==")[0] for line in found})
    for wrong in ("click", "click<9", "click>=8,<9"):
        with pytest.raises(ValueError, match="no lower bound"):
            lowest.lowest({"dependencies": [wrong], "optional-dependencies": {"all": ["p[]"], "": []}})


def test_the_locks_hold_all_that_is_needed_and_no_version_below_a_bound() -> None:
    development = locked_for_development()
    for line in lowest.lowest(PROJECT):
        name, bound = line.split("==")
        assert name in {one.name for one in LOCKED}, "make lock"
        for version in development[name]:
            assert numbers(version) >= numbers(bound), f"{name}: make lock"
    for need in PROJECT["optional-dependencies"]["dev"]:
        name = re.split(r"[\[>=]", need)[0]
        assert name == "planparse" or name in development, f"{name}: make lock"
    for one in LOCKED:
        assert one.version in development[one.name], f"{one.name} differs between the locks: make lock"
        assert one.hashes, f"{one.name} has no digest"
        assert one.needed_by, f"nothing says why {one.name} is there"


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    written = json.loads(sbom.SBOM.read_text(encoding="utf-8"))
    made = sbom.bill(LOCKED)
    for found in written, made:  # licences are those of the packages that were installed
        for component in found["components"]:
            component.pop("licenses", None)
    assert written == made, "make lock"
    refs = {written["metadata"]["component"]["bom-ref"]}
    refs |= {component["bom-ref"] for component in written["components"]}
    assert {entry["ref"] for entry in written["dependencies"]} == refs
    assert {ref for entry in written["dependencies"] for ref in entry["dependsOn"]} | {
        written["metadata"]["component"]["bom-ref"]
    } == refs, "each package is there because another needs it"
    assert "timestamp" not in written["metadata"]
    assert "serialNumber" not in written


UNMODIFIED = {"pebble": r"LGPL|Lesser"}
"""Packages under the LGPL, which are used as they come."""


def test_every_package_declares_its_licence() -> None:
    written = json.loads(sbom.SBOM.read_text(encoding="utf-8"))
    for component in written["components"]:
        if "properties" not in component:  # those are needed elsewhere, and may not be installed here
            (choice,) = component["licenses"]
            name = choice["license"]["name"]
            allowed = UNMODIFIED.get(component["name"], r"^(?!.*GPL).*(?:MIT|BSD|Apache|PSF)")
            assert re.search(allowed, name), f"{component['name']}: {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_lock_names_a_host_or_a_folder(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|index-url|find-links", text)


def test_a_lock_is_read_with_its_remarks() -> None:
    text = (
        "a-b==1.0 ; sys_platform == 'win32' \\\n"
        f"    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{'1' * 64}\n    # via\n    #   c\n    #   d.e\n"
        f"c==2 \\\n    --hash=sha256:{'2' * 64}\n    # via planparse (pyproject.toml)\n"
    )
    first, second = sbom.read_lock(text)
    assert first == ("a-b", "1.0", "sys_platform == 'win32'", ["0" * 64, "1" * 64], ["c", "d.e"])
    assert second == ("c", "2", "", ["2" * 64], ["planparse"])
