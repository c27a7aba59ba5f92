"""Wheel, source archive and editable install each do the main job where nothing else is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.needs_pip

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv*", "build", "dist", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis"
)


class Installed(NamedTuple):
    """An environment that holds planparse, what it needs, and no more."""

    python: Path
    command: Path
    project: Path


def run(*command: str | Path, cwd: Path) -> str:
    """What the command prints; nothing of this environment reaches it."""
    kept = {"PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", "APPDATA", "LOCALAPPDATA"}
    env = {
        key: value
        for key, value in os.environ.items()
        if key in kept or key.startswith(("PIP_", "SSL_"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def install(folder: Path, project: Path, *what: str | Path) -> Installed:
    venv.create(folder, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    quiet = ("--quiet", "--no-compile", "--disable-pip-version-check", "--no-warn-script-location")
    pip = (sys.executable, "-m", "pip", "--python", scripts / "python", "install", *quiet)
    run(*pip, *what, cwd=folder)
    return Installed(scripts / "python", scripts / "planparse", project)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, repo_root: Path) -> Path:
    """A copy of the project, as a clone would be: what is built stays out of the tree."""
    copy = tmp_path_factory.mktemp("project") / "planparse"
    shutil.copytree(repo_root, copy, ignore=LEFT_OUT)
    return copy


@pytest.fixture(scope="module")
def archives(project: Path) -> dict[str, Path]:
    """The source archive, and the wheel that is built from it."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", ".", cwd=project)
    (sdist,) = (project / "dist").glob("*.tar.gz")
    (wheel,) = (project / "dist").glob("*.whl")
    return {"sdist": sdist, "wheel": wheel}


@pytest.fixture(scope="module")
def environments(
    tmp_path_factory: pytest.TempPathFactory, project: Path, archives: dict[str, Path]
) -> dict[str, Installed]:
    folder = tmp_path_factory.mktemp("environments")
    ways: dict[str, tuple[str | Path, ...]] = {
        "wheel": (archives["wheel"],),
        "sdist": (archives["sdist"],),
        "editable": ("--editable", project),
    }
    with ThreadPoolExecutor() as pool:
        made = {name: pool.submit(install, folder / name, project, *how) for name, how in ways.items()}
        return {name: future.result() for name, future in made.items()}


@pytest.mark.parametrize("name", ["wheel", "sdist", "editable"])
def test_it_does_the_main_job_from_anywhere(
    name: str, environments: dict[str, Installed], sample_path: Path, repo_root: Path, tmp_path: Path
) -> None:
    installed = environments[name]
    inside = json.loads(run(sys.executable, "-m", "planparse", "extract", sample_path, cwd=repo_root))
    outside = json.loads(run(installed.command, "extract", sample_path, cwd=tmp_path))
    assert outside == inside
    assert run(installed.command, "schema", cwd=tmp_path) == (
        repo_root / "schemas" / "notice.schema.json"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["wheel", "sdist", "editable"])
def test_the_library_is_typed_and_imports_from_its_own_place(
    name: str, environments: dict[str, Installed], tmp_path: Path
) -> None:
    ask = "import pathlib, planparse; print(pathlib.Path(planparse.__file__).parent)"
    package = Path(run(environments[name].python, "-I", "-c", ask, cwd=tmp_path).strip())
    assert (package / "py.typed").is_file()
    home = environments[name].project if name == "editable" else environments[name].python.parent.parent
    assert package.resolve().is_relative_to(home.resolve())


def test_an_editable_install_holds_no_copy(environments: dict[str, Installed], tmp_path: Path) -> None:
    installed = environments["editable"]
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(installed.python, "-I", "-c", ask, cwd=tmp_path).strip())
    assert list(packages.glob("planparse-*.dist-info"))
    assert not (packages / "planparse").exists()


def test_an_edited_row_shows_in_an_editable_install(
    environments: dict[str, Installed], sample_path: Path, tmp_path: Path
) -> None:
    installed = environments["editable"]
    table = ("--table", "agencies", "--format", "jsonl")
    before = run(installed.command, "extract", sample_path, *table, cwd=tmp_path)
    register = installed.project / "data" / "agencies.csv"
    kept = register.read_bytes()
    ids = {json.loads(line)["agency_id"] for line in before.splitlines()}
    known = sorted(agency for agency in ids if agency)[0]
    name = next(
        row["canonical_name"]
        for row in map(json.loads, before.splitlines())
        if row["agency_id"] == known
    )
    try:
        edited = kept.decode("utf-8").replace(f"\n{known},{name},", f"\n{known},{name}（改）,")
        assert edited.encode("utf-8") != kept
        register.write_text(edited, encoding="utf-8", newline="")
        after = run(installed.command, "extract", sample_path, *table, cwd=tmp_path)
    finally:
        register.write_bytes(kept)
    assert f"{name}（改）" in after
    assert f"{name}（改）" not in before


def test_the_archives_hold_what_belongs_in_them(project: Path, archives: dict[str, Path]) -> None:
    wheel = set(zipfile.ZipFile(archives["wheel"]).namelist())
    with tarfile.open(archives["sdist"]) as archive:
        sdist = {member.name.split("/", 1)[-1] for member in archive.getmembers() if member.isfile()}
    report = project / "src" / "planparse" / "report"
    for path in [*(report / "static").iterdir(), *(report / "templates").iterdir()]:
        name = path.relative_to(project / "src").as_posix()
        assert name in wheel
        assert f"src/{name}" in sdist
    for folder in ("data", "schemas"):
        files = [
            path.relative_to(project).as_posix()
            for path in (project / folder).rglob("*")
            if path.is_file()
        ]
        assert files
        assert {f"planparse/{name}" for name in files} <= wheel
        assert set(files) <= sdist
    assert {"README.md", "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml"} <= sdist
    assert any(name.endswith("/licenses/LICENSE") for name in wheel)
    assert not [name for name in wheel if name.startswith(("tests/", "benchmarks/"))]
