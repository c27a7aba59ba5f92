"""A notice from a seed: a head, a body, a layout, and the truth about its divisions."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from . import letters, plans, programmes, statutes
from .forms import Form
from .layouts import lay_out, wrap
from .page import Page, Paragraph, Row
from .words import Words

BODIES = [*plans.FORMS, *programmes.FORMS, *statutes.FORMS]
HEADS = letters.HEADS


class Notice(NamedTuple):
    """A composed notice: `kind` is its layout, `forms` the names of its head and its body."""

    seed: str
    kind: str
    forms: tuple[str, str]
    text: str
    format: str
    rows: list[Row]


def compose(seed: str, kind: str) -> Notice:
    """The notice of that seed in that layout: `line`, `spaced`, `fused` or `wrapped`."""
    random = Random(seed)
    head = _chosen(HEADS, kind, random)
    bodies = [form for form in BODIES if form.document in head.document.split()]
    body = _chosen(bodies, kind, random) if bodies else None
    page = Page()
    words = Words(random, lines=kind == "line")
    head.write(page, words, body.document if body else head.document, body.write if body else None)
    _add_site(page, words)
    laid = wrap(page.paragraphs) if kind == "wrapped" else lay_out(page.paragraphs, kind, random)
    return Notice(seed, kind, (head.name, body.name if body else ""), laid.text, laid.format, laid.rows)


def _chosen(forms: list[Form], kind: str, random: Random) -> Form:
    fitting = [form for form in forms if kind in form.kinds]
    return random.choices(fitting, [form.weight for form in fitting])[0]


def _add_site(page: Page, words: Words) -> None:
    """Lines of the site that the notice was taken from, before it as in d204, behind it as in d005."""
    random = words.random
    if words.lines and random.random() < 0.15:
        day = f"{words.year}-0{random.randint(1, 9)}-1{random.randint(0, 9)}"
        for line in (
            f"索 引 号：000014349/{words.year}-000{random.randint(10, 99)}",
            f"发布日期：{day}",
        ):
            page.paragraphs.insert(0, Paragraph("site", line))
    if random.random() < 0.15:
        page.write("site", f"更多信息请关注官方微信“{words.place[:2]}发布”")
