"""The site of the documentation: it builds, its links lead somewhere, and no page asks a network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from handbook import contents, findings
from handbook.contents import LostLinkError, filled, made_pages, navigation, relinked
from planparse.rulebook import default

ROOT = Path(__file__).resolve().parent.parent
pytest.importorskip("mkdocs", reason="planparse[docs] is not installed")
FETCHES = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src")}


class Page(HTMLParser):
    """What a page leads to, what it fetches, and the ids that others may lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.ids.add(value)
            elif (tag, name) in FETCHES:
                self.fetched.append(value or "")
            elif (tag, name) == ("a", "href"):
                self.links.append(value or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def test_every_page_is_there_and_in_the_navigation(pages: dict[Path, Page], site: Path) -> None:
    built = {path.relative_to(site).as_posix() for path in pages}
    docs = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    for page in docs | set(contents.OUTSIDE.values()) | set(made_pages()):
        html = page.removesuffix(".md") + ".html"
        assert html in built
        home = pages[site / "index.html"]
        assert html in {link.partition("#")[0] for link in home.links}, f"{html} is in no menu"


def test_links_of_the_site_lead_somewhere(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        if path.name == "404.html":  # its links are from the root, wherever it is shown
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            aim = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert aim.is_file(), f"{path.name} leads to {link}, which is not there"
            if parts.fragment and aim.suffix == ".html":
                assert unquote(parts.fragment) in pages[aim].ids, f"{path.name} leads to {link}"


def test_no_page_fetches_from_elsewhere(pages: dict[Path, Page], site: Path) -> None:
    for path, page in pages.items():
        for address in page.fetched:
            assert not urlsplit(address).scheme, f"{path.name} fetches {address}"
            assert not address.startswith("//"), f"{path.name} fetches {address}"
            if path.name != "404.html":
                assert (path.parent / unquote(urlsplit(address).path)).is_file(), (
                    f"{address} is not there"
                )
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", text), f"{sheet.name} fetches"


def shown(address: str, folder: Path) -> tuple[str, list[str]]:
    """A page as Chromium has it once its scripts ran, and what it asks of a network, which it gets not.

    What the browser asks for itself, such as updates of its own, has no page as its initiator.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    log = folder / "net.json"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    options += ["--disable-component-update", "--no-first-run", f"--user-data-dir={folder / 'profile'}"]
    options += ["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=6000"]
    options += [f"--log-net-log={log}", "--dump-dom", address]
    done = subprocess.run(
        [chromium, *options], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert "</html>" in done.stdout, done.stderr
    told = log.read_text(encoding="utf-8", errors="replace")
    asked = re.findall(r'"initiator":"([^"]*)".*?"url":"([^"]+)"', told)
    return done.stdout, [url for initiator, url in asked if initiator != "not an origin"]


@pytest.mark.parametrize("page", ["index.html", "tutorial.html?q=失效", "reference/rules/restore.html"])
def test_a_browser_asks_no_network(site: Path, tmp_path: Path, page: str) -> None:
    path, _, query = page.partition("?")
    dom, asked = shown((site / path).as_uri() + ("?" + query if query else ""), tmp_path)
    assert not asked, f"{page} asks for {asked}"
    if query:
        assert "md-search-result__item" in dom, "the search finds nothing where no server is"


def test_a_browser_that_asked_a_network_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<html><body><img src="http://example.org/a.png"></body></html>', encoding="utf-8")
    assert "http://example.org/a.png" in shown(page.as_uri(), tmp_path)[1]


def test_every_rule_has_its_place(site: Path) -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (site / "reference/rules").glob("*.html")
    )
    for rule in default().rules():
        assert f'<h3 id="{rule.id.replace(".", "")}">' in text, f"{rule.id} is on no page"


def test_pages_show_what_the_tests_hold(site: Path) -> None:
    limits = (site / "limits.html").read_text(encoding="utf-8")
    accuracy = (site / "accuracy.html").read_text(encoding="utf-8")
    marks = sum(
        len(re.findall(r"^@pytest\.mark\.xfail", path.read_text("utf-8"), re.MULTILINE))
        for path in (ROOT / "tests").glob("test_*.py")
    )
    failures = findings.failures()
    assert len({failure.module for failure in failures}) > 1
    assert sum(failure.module != "test_restoration" for failure in failures) == marks
    assert limits.count("<code>test_") == len(failures)
    floors = findings.floors()
    assert "targets.whole" in floors
    for name, floor in re.findall(r"^\|[^|]*\| ([\w.]+) \| ([\d.]+ %) \|$", floors, re.MULTILINE):
        assert re.search(rf"<td>{name}</td>\s*<td>{floor}</td>", accuracy), f"{name} is not told"


def test_a_link_out_of_the_site_is_an_error() -> None:
    with pytest.raises(LostLinkError, match=r"leads to \.\./src/x\.py"):
        relinked("[x](../src/x.py)", "docs/tables.md")
    assert relinked("```text\n[x](../src/x.py)\n```", "docs/tables.md").count("../src") == 1
    with pytest.raises(KeyError):
        filled("<!-- made: nothing -->")


def test_a_page_that_nobody_thought_of_is_in_the_navigation() -> None:
    pages = [
        "index.md",
        "howto/jq.md",
        "howto/new.md",
        "reference/new.md",
        "reference/rules/new.md",
        "new.md",
    ]
    assert all(f'"{page}"' in json.dumps(navigation(pages)) for page in pages)
