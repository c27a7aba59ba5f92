"""Writes `sbom.cdx.json`: what an installation of planparse with all extras holds, in CycloneDX 1.6.

It is made from the lock `all.txt` and from the licences that the installed packages declare; it holds
no time and no serial number, so that the same lock gives the same bytes.
"""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from planparse import __version__

FOLDER = Path(__file__).resolve().parent
LOCK, SBOM = FOLDER / "all.txt", FOLDER / "sbom.cdx.json"

_ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*\\?$"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NEEDED_BY = re.compile(r"^\s+#\s+(?:via\s+)?(?P<name>(?!via$)[\w.-]+)(?:\s*\(pyproject\.toml\))?$")


class Locked(NamedTuple):
    """One package of a lock: its digests, where it is needed, and by whom (`planparse` for itself)."""

    name: str
    version: str
    marker: str
    hashes: list[str]
    needed_by: list[str]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def read_lock(text: str) -> list[Locked]:
    """The packages of a lock that uv wrote with digests and remarks, in its order."""
    found: list[Locked] = []
    for line in text.splitlines():
        if entry := _ENTRY.match(line):
            found.append(Locked(entry["name"], entry["version"], entry["marker"] or "", [], []))
        elif found:
            found[-1].hashes.extend(_HASH.findall(line))
            if remark := _NEEDED_BY.match(line):
                found[-1].needed_by.append(remark["name"])
    return found


def bill(locked: list[Locked]) -> dict[str, Any]:
    """The bill of materials of these packages."""
    root = f"pkg:pypi/planparse@{__version__}"
    refs = [("planparse", root), *((one.name, one.purl) for one in locked)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "planparse",
                "version": __version__,
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": root,
            }
        },
        "components": [component(one) for one in locked],
        "dependencies": [
            {"ref": ref, "dependsOn": [one.purl for one in locked if name in one.needed_by]}
            for name, ref in refs
        ],
    }


def component(one: Locked) -> dict[str, Any]:
    """One package, with the digests of every file that the lock allows."""
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.name,
        "version": one.version,
        "purl": one.purl,
        "externalReferences": [
            {
                "type": "distribution",
                "url": one.purl,
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in one.hashes],
            }
        ],
    }
    if licence := licence_of(one.name):
        found["licenses"] = [{"license": {"name": licence}}]
    if one.marker:
        found["properties"] = [{"name": "planparse:marker", "value": one.marker}]
    return found


def licence_of(name: str) -> str:
    """The licence that the installed package declares; empty where it is not installed or says none."""
    try:
        declared = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if declared["License-Expression"]:
        return str(declared["License-Expression"])
    classified = [
        line.rpartition(" :: ")[2]
        for line in declared.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    short = (declared["License"] or "").strip()
    return "; ".join(classified) or (short if len(short) <= 80 else "")


if __name__ == "__main__":
    made = bill(read_lock(LOCK.read_text(encoding="utf-8")))
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    SBOM.write_text(text, encoding="utf-8", newline="\n")
