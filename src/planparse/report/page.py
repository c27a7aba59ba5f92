"""The page: one file that holds text, facts, style and scripts, and asks nothing of a network."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from planparse import __version__
from planparse.report.characters import as_script, shown
from planparse.report.kinds import KINDS
from planparse.report.payload import notice_payload, table_rows
from planparse.report.setting import TALLEST, Setter
from planparse.report.words import LANGUAGES, column_words, kind_words, page_words, value_words
from planparse.writers.measures import FRAMES
from planparse.writers.tables import TABLES

if TYPE_CHECKING:
    from planparse.report.kinds import Kind, Row
    from planparse.report.paper import Paper

# In the order in which they are put together; each stands on those before it.
STYLES = ("base.css", "frame.css", "text.css", "marks.css", "views.css", "print.css")
SCRIPTS = (
    "page.js", "papers.js", "words.js", "text.js", "filters.js", "facts.js", "search.js",
    "bodies.js", "targets.js", "about.js", "views.js", "keys.js",
)  # fmt: skip
_PARTS = {"letter": "印发通知", "plan": "正文"}  # what a part without a title is called


class Entry(NamedTuple):
    """A line of the outline."""

    href: str
    level: int
    text: str


class Sheet(NamedTuple):
    """What the template needs of one notice."""

    number: int
    title: str
    about: list[str]
    counts: list[tuple[str, str, int]]
    outline: list[Entry]
    long: bool
    body: Markup
    data: Markup


def render(papers: Iterable[Paper], lang: str = "zh") -> Iterator[str]:
    """The page of one notice or of many, in pieces, in Chinese or English to begin with.

    The same notices give the same page. ValueError for another language.

    >>> from planparse import parse
    >>> from planparse.report.paper import Paper
    >>> page = "".join(render([Paper(parse("一、加强管理。<u>", name="a.txt"))]))
    >>> "加强管理" in page, "<u>" in page
    (True, False)
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    if lang not in LANGUAGES:
        raise ValueError(f"a report is in {' or '.join(LANGUAGES)}, not in {lang}")
    environment = Environment(
        loader=PackageLoader("planparse.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    listed = list(papers)
    sheets = list(_sheets(listed, lang))
    style = _static("css", STYLES) + _mark_styles()
    if any(sheet.long for sheet in sheets):
        style += "".join(f".n{lines}{{--n:{lines}}}" for lines in range(1, TALLEST + 1))
    script = f"(()=>{{'use strict';\n{_static('js', SCRIPTS)}}})();"
    early = "document.documentElement.classList.add('js')"
    yield from environment.get_template("page.html").generate(
        lang=lang,
        words=page_words(lang),
        kinds=kind_words(lang),
        sheets=sheets,
        many=len(sheets) != 1,
        title=sheets[0].title if len(sheets) == 1 else page_words(lang)["notices"],
        version=__version__,
        csp=(
            f"default-src 'none'; style-src {_digest(style)};"
            f" script-src {_digest(early)} {_digest(script)};"
            " img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        ),
        style=Markup(style),
        early=Markup(early),
        script=Markup(script),
        data=Markup(as_script(_page_data(lang, len(sheets)))),
    )


def _sheets(papers: list[Paper], lang: str) -> Iterator[Sheet]:
    seen: dict[str, int] = {}
    for number, paper in enumerate(papers):
        anchor = ""
        if len(papers) != 1:
            name = paper.notice.notice_id
            seen[name] = seen.get(name, 0) + 1
            anchor = f"{name}~{seen[name]}/" if seen[name] > 1 else f"{name}/"
        rows = table_rows(paper)
        setter = Setter(paper, rows, anchor, page_words(lang))
        body = setter.set()
        payload = notice_payload(paper, anchor, rows)
        names = kind_words(lang)
        counts = [
            (kind.letter, names[kind.letter], _count(kind, rows[kind.table]))
            for kind in sorted(KINDS, key=lambda kind: kind.counted)
            if kind.counted
        ]
        yield Sheet(
            number,
            shown(paper.title),
            list(_about(paper)),
            counts,
            list(_outline(paper, anchor)),
            setter.long,
            body,
            Markup(as_script(payload)),
        )


def _count(kind: Kind, rows: list[Row]) -> int:
    """How many facts there are of a kind; of bodies, how many bodies."""
    if kind.name == "agencies":
        return len({row["agency_id"] or row["name"] for row in rows})
    return sum(map(kind.keeps, rows))


def _about(paper: Paper) -> Iterator[str]:
    """The line below the title: 发文字号, who issues it, when."""
    head = paper.notice.metadata
    if head.doc_number:
        yield shown(head.doc_number)
    if head.issuers:
        yield shown("、".join(head.issuers[:3])) + ("等" if len(head.issuers) > 3 else "")
    if head.issue_date:
        yield head.issue_date.isoformat()


def _outline(paper: Paper, anchor: str) -> Iterator[Entry]:
    """Parts, chapters and measures, each with how deep it stands."""
    several = sum(1 for part in paper.notice.parts if part.children) > 1
    stack = [(part, 0) for part in reversed(paper.notice.parts)]
    while stack:
        division, level = stack.pop()
        below = level
        is_part = division.level == 0
        if is_part and not several:
            stack.extend((child, below) for child in reversed(division.children))
            continue
        if not (division.kind in FRAMES or division.division_id in paper.measures):
            continue
        text = shown(paper.captions[division.division_id]) or _PARTS.get(division.part, division.part)
        yield Entry(f"#{anchor}{division.division_id}", level, text)
        below = level + 1
        if division.division_id not in paper.measures:
            stack.extend((child, below) for child in reversed(division.children))


def _page_data(lang: str, notices: int) -> dict[str, Any]:
    """What the scripts need beside the notices: the kinds of facts and all words of the page."""
    columns = {column for kind in KINDS if kind.table in TABLES for column in TABLES[kind.table].columns}
    columns |= {*TABLES["metadata"].columns, "original", "replacement"}
    kinds = [
        {
            "letter": kind.letter,
            "name": kind.name,
            "table": kind.table,
            "key": kind.key,
            "sign": kind.sign,
            "where": kind.where,
            "when": kind.when,
            "marked": kind.marked,
            "listed": kind.listed,
        }
        for kind in KINDS
    ]
    return {
        "lang": lang,
        "notices": notices,
        "version": __version__,
        "kinds": kinds,
        "languages": {
            name: {
                "words": page_words(name),
                "values": value_words(name),
                "columns": column_words(columns, name),
                "kinds": kind_words(name),
            }
            for name in LANGUAGES
        },
    }


def _mark_styles() -> str:
    """How the words of each kind are marked, from its row."""
    return "".join(
        f'[data-k="{kind.letter}"],[data-f^="{kind.letter}"]{{--ink:var(--{kind.ink})}}'
        f'.off-{kind.letter} [data-f^="{kind.letter}"]{{all:unset}}'
        + "".join(
            f"{selector}{{{_LINES[kind.line]}}}"
            for selector in (f'[data-k="{kind.letter}"]>.form', f'[data-f^="{kind.letter}"]')
        )
        for kind in KINDS
    )


_LINES = {
    "solid": "border-bottom:1.5px solid var(--ink)",
    "double": "border-bottom:3px double var(--ink)",
    "dashed": "border-bottom:1.5px dashed var(--ink)",
    "dotted": "border-bottom:1px dotted var(--ink)",
    "wavy": "text-decoration:underline wavy var(--ink) 1px;text-underline-offset:.22em",
    "box": "border:1px solid var(--ink);border-radius:3px;padding:0 .12em;font-weight:600",
    "number": "color:var(--ink);font-weight:700",
}


@cache
def _static(kind: str, names: tuple[str, ...]) -> str:
    """Files of the package, put together, without indents and without lines of comments alone."""
    folder = files("planparse.report") / "static"
    text = "".join((folder / name).read_text(encoding="utf-8") for name in names)
    if kind == "css":
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
