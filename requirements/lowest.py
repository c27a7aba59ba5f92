"""Prints the lowest versions that `pyproject.toml` allows of all that planparse needs, one a line.

As a constraints file for pip they make an environment that proves the bounds (`make lowest`).
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEED = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+)")


def lowest(project: dict[str, object]) -> list[str]:
    """`name==version` of each dependency and of what the extra `all` names.

    Raises ValueError for one that has no lower bound, or two of them.

    >>> lowest({"dependencies": ["a>=8.1"], "optional-dependencies": {"all": ["p[x]"], "x": ["y>=2"]}})
    ['a==8.1', 'y==2']
    """
    needs = list(project["dependencies"])
    extras = project["optional-dependencies"]
    named = re.findall(r"\[([\w,-]+)\]", " ".join(extras["all"]))
    needs += [need for name in ",".join(named).split(",") for need in extras[name]]
    found: dict[str, str] = {}
    for need in needs:
        bound = NEED.fullmatch(need)
        if bound is None:
            raise ValueError(f"{need} has no lower bound")
        if found.setdefault(bound["name"].lower(), bound["version"]) != bound["version"]:
            raise ValueError(f"{bound['name']} has two lower bounds")
    return [f"{name}=={version}" for name, version in sorted(found.items())]


if __name__ == "__main__":
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    print("\n".join(lowest(data["project"])))
