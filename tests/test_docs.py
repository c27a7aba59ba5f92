"""The documentation does what it says: its commands run, its Python runs, its links lead somewhere."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from handbook.contents import made_pages
from planparse.diagnostics import Code
from planparse.writers.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "data" / "README.md",
]
MADE = {ROOT / "docs" / place: text for place, text in made_pages().items()}
TEXTS = {**{page: page.read_text(encoding="utf-8") for page in PAGES}, **MADE}
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)|(?:src|href)=\"(?P<attribute>[^\"]+)\"")


class Block(NamedTuple):
    """A fenced block: where it stands, what it is, what is in it."""

    page: Path
    line: int
    language: str
    body: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def blocks(*languages: str) -> list[Block]:
    """The blocks of these languages, page by page."""
    found = []
    for page, text in TEXTS.items():
        for fence in FENCE.finditer(text):
            if fence["language"] in languages:
                line = text.count("\n", 0, fence.start()) + 1
                found.append(Block(page, line, fence["language"], fence["body"]))
    return found


def sessions(body: str) -> Iterator[tuple[str, str]]:
    """Each command behind `$ ` (`> ` goes on with it) and what is shown below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        more = 1
        while more < len(lines) and lines[more].startswith("> "):
            more += 1
        command = lines[0] + "".join(line[2:] for line in lines[1:more])
        yield command.strip(), "".join(lines[more:])


def matches(shown: str, got: str) -> bool:
    """Whether `got` is what is shown; `…` on a line of its own stands for any lines, else for a part."""
    wanted, lines = shown.strip().splitlines(), got.strip().splitlines()
    at = number = 0
    again: tuple[int, int] | None = None  # behind the last `…`: the line shown there, and the next try
    while at < len(lines):
        if number < len(wanted) and wanted[number] == "…":
            number += 1
            again = (number, at)
        elif number < len(wanted) and alike(wanted[number], lines[at]):
            number, at = number + 1, at + 1
        elif again is not None:
            number, at = again[0], again[1] + 1
            again = (number, at)
        else:
            return False
    return all(line == "…" for line in wanted[number:])


def alike(shown: str, line: str) -> bool:
    """Whether a line is what is shown, where `…` stands for any part of it."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), line) is not None


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the examples read, in which they run; the project is not written to."""
    for folder in ("data", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    sample = ROOT / "data" / "samples" / "quality-action-plan-2022.txt"
    shutil.copy(sample, tmp_path / "notice.txt")
    (tmp_path / "notices").mkdir()
    for name in ("a.txt", "b.txt"):
        shutil.copy(sample, tmp_path / "notices" / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def check_session(command: str, shown: str) -> None:
    """Runs one command and compares what it prints, standard error behind standard output."""
    if command.startswith(("make", "git", "pip", "python")):
        check_house_command(command)
        return
    for name in ("jq",):
        if re.search(rf"\b{name}\b", command) and shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    bash = shutil.which("bash")
    assert bash is not None, "the examples are for bash"
    run = [bash, "-o", "pipefail", "-c", command]
    done = subprocess.run(run, capture_output=True, encoding="utf-8", check=False)
    told = re.search(r"\n?exit code (\d)\n?\Z", shown)
    expected = int(told[1]) if told else 0
    assert done.returncode == expected, f"{command}: exit {done.returncode}\n{done.stderr}"
    shown = shown[: told.start()] if told else shown
    got = done.stdout + done.stderr
    assert not shown.strip() or matches(shown, got), f"{command}\nshown:\n{shown}\ngot:\n{got}"


def check_house_command(command: str) -> None:
    """`make`: there is such a target. `pip`: there is such an extra; the packaging tests install."""
    words = command.split()
    if words[0] == "pip":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = re.findall(r"\[([\w,]+)\]", command)
        for extra in ",".join(extras).split(",") if extras else ():
            assert extra in project["optional-dependencies"], f"there is no extra {extra}"
    if words[0] == "make":
        text = (ROOT / "Makefile").read_text(encoding="utf-8")
        for target in (word for word in words[1:] if "=" not in word):
            assert re.search(rf"^{re.escape(target)}:", text, re.MULTILINE), f"make has no {target}"


@pytest.mark.parametrize("block", blocks("console"), ids=str)
@pytest.mark.usefixtures("desk")
def test_commands_run_and_print_what_is_shown(block: Block) -> None:
    found = list(sessions(block.body))
    assert found, "a console block holds commands behind `$ `"
    for command, shown in found:
        check_session(command, shown)


@pytest.mark.parametrize("block", blocks("python"), ids=str)
@pytest.mark.usefixtures("desk")
def test_python_runs_and_prints_what_is_shown(block: Block) -> None:
    if ">>>" not in block.body:
        exec(compile(block.body, str(block), "exec"), {"__name__": "example"})
        return
    test = doctest.DocTestParser().get_doctest(block.body, {}, str(block), str(block.page), block.line)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


def test_every_block_names_its_language() -> None:
    known = {"console", "python", "json", "toml", "text", "csv"}
    odd = [str(block) for block in blocks("", "bash", "sh", "shell")]
    assert not odd, f"not run, and no reader knows what they are: {odd}"
    languages = {fence["language"] for text in TEXTS.values() for fence in FENCE.finditer(text)}
    assert languages <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.finditer(text):
        target = link["target"] or link["attribute"]
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{page.name} links to {target}, which is not there"
        if anchor:
            assert anchor in anchors(aim), f"{page.name} links to {target}, which has no such heading"


def anchors(page: Path) -> set[str]:
    """The ids that a page's headings get where it is shown."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_paths_that_the_docs_name_exist() -> None:
    named = re.compile(r"`((?:src|data|tests|docs|schemas|benchmarks)/[\w./-]*)`")
    for page in PAGES:
        for path in named.findall(page.read_text(encoding="utf-8")):
            assert (ROOT / path).exists(), f"{page.name} names {path}, which is not there"


def test_every_diagnostic_is_explained() -> None:
    page = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    for code in Code:
        row = f"| `{code.value}` | {code.severity} | {code.meaning} |"
        assert row in page, f"docs/diagnostics.md lacks\n{row}"
        assert code.meaning.endswith(".")
    assert page.count("\n| `") == len(Code)


@pytest.mark.parametrize("code", Code, ids=str)
def test_every_diagnostic_has_its_paragraph(code: Code) -> None:
    """What it means, a notice that yields it (the command runs with all others), what to do."""
    page = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {code.value}\n(?P<text>.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section, f"docs/diagnostics.md has no section {code.value}"
    meaning, example, advice = (
        FENCE.split(section["text"])[0],
        FENCE.search(section["text"]),
        section["text"],
    )
    assert len(meaning.split()) > 20
    assert example
    assert example["language"] == "console"
    shown = [shown for _, shown in sessions(example["body"])]
    assert any(line.startswith(f"{code.value}: ") for line in "".join(shown).splitlines())
    assert len(advice.rpartition("**What to do.**")[2].split()) > 10


def test_every_diagnostic_is_given_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    for member in Code:
        assert f"Code.{member.name}" in code, f"nothing ever reports {member.name}"


def test_the_two_readmes_say_the_same() -> None:
    """Each leads to the other; blocks, links and tables are the same, one by one."""
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    assert "[中文](README.zh.md)" in english
    assert "[English](README.md)" in chinese
    assert [fence[0] for fence in FENCE.finditer(english)] == [
        fence[0] for fence in FENCE.finditer(chinese)
    ]
    shapes, links, codes = [], [], []
    for text in (english, chinese):
        plain = FENCE.sub("", text)
        lines = plain.splitlines()
        shapes.append(re.findall(r"^#+ ", plain, re.MULTILINE))
        links.append(
            sorted({link["target"] for link in LINK.finditer(plain)} - {"README.md", "README.zh.md"})
        )
        rows = [line for line in lines if line.startswith("|")]
        codes.append([sorted(re.findall(r"`[^`]+`", row)) for row in rows])
    assert shapes[0] == shapes[1]
    assert links[0] == links[1]
    assert codes[0] == codes[1]


def test_the_tables_page_has_every_column() -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (\w+)$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    found = {
        name: [
            column
            for line in text.splitlines()
            if line.startswith("| `")
            for column in re.findall(r"`(\w+)`", line.split("|")[1])
        ]
        for name, text in sections
        if name != "Identifiers"
    }
    assert {name: set(columns) for name, columns in found.items()} == {
        name: set(table.columns) for name, table in TABLES.items()
    }


def test_the_picture_is_of_today() -> None:
    path = ROOT / "docs" / "picture.py"
    drawn: dict[str, object] = {"__name__": "picture", "__file__": str(path)}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), drawn)
    picture = drawn["picture"]
    assert callable(picture)
    assert (ROOT / "docs" / "show.svg").read_text(encoding="utf-8") == picture(), "run make picture"


def test_every_module_has_its_place_in_the_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "planparse"
    for path in [*package.glob("*.py"), *(package / "stages").glob("*.py")]:
        if not path.name.startswith("__"):
            assert f"`{path.relative_to(package).as_posix()}`" in page, f"{path.name} has no row"
    for path in package.iterdir():
        if path.is_dir() and not path.name.startswith("__"):
            assert f"`{path.name}/`" in page, f"{path.name}/ has no row"


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [
        *project["dependencies"],
        *(need for name in extras if name != "dev" for need in extras[name]),
    ]
    for need in needed:
        name = re.split(r"[\[<>=~ ]", need)[0]
        if name != "planparse":
            assert f"| `{name}` |" in page, f"docs/architecture.md says nothing of {name}"
