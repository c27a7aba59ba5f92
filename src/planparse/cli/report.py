"""`planparse report`: notices as one page to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from planparse.cli.options import ON_REQUEST, reading, to_output

if TYPE_CHECKING:
    from planparse.cli.run import Run
    from planparse.report.paper import Paper


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@click.option(
    "--lang",
    type=click.Choice(("zh", "en")),
    default="zh",
    show_default=True,
    help="Language of the page to begin with; it has a switch.",
)
@to_output
@reading
def report(
    *,
    files: tuple[str, ...],
    lang: str,
    output: str | None,
    encoding: str | None,
    max_chars: int,
    rules: str | None,
    agencies: str | None,
    strict: bool,
) -> None:
    """Notices as one page to read, search and check, without a network.

    The text in its structure with every fact marked, who answers for what as a
    matrix, targets as a table and by deadline. Several notices share one page.

    \b
    Example:
      planparse report notice.txt -o report.html
      planparse report notice.txt --lang en -o notice.html
    """
    from planparse.cli.run import Run, keep_inputs, load_rulebook
    from planparse.writers.destination import Destination
    from planparse.writers.extras import require

    require("report", "jinja2", "markupsafe", where="report")
    from planparse.report.kinds import KINDS
    from planparse.report.page import render

    names = list(files)
    keep_inputs(names, output)
    run = Run(
        names,
        rulebook=load_rulebook(rules, agencies),
        encoding=encoding,
        max_chars=max_chars,
        strict=strict,
        also=[kind.table for kind in KINDS if kind.table in ON_REQUEST],
    )
    with Destination(output) as out:
        papers = list(_papers(run))
        if papers:
            for piece in render(papers, lang):
                out.write(piece.encode())
        else:
            out.discard()
    run.end()


def _papers(run: Run) -> Iterator[Paper]:
    from planparse.report.paper import Paper, find_repairs

    for source, notice, text in run.traced():
        yield Paper(notice, find_repairs(source, text))
