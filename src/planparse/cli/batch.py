"""`planparse batch`: a hundred thousand notices overnight."""

from __future__ import annotations

import os
import sys

import click

from planparse.cli.group import FAILED, WARNINGS, say
from planparse.cli.options import MAX_CHARS, all_tables, is_given, reading
from planparse.errors import ReadError


def known(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A table or a format that `extract` has too; a mistake lists those that there are."""
    from planparse import cli

    names = cli.TABLE_NAMES if param.name == "table" else cli.FORMAT_NAMES
    return None if value is None else click.Choice(names).convert(value, param, ctx)


@click.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT...|-]")
@click.option("-o", "--output", required=True, metavar="DIR", help="Write results into this folder.")
@click.option(
    "--format",
    "form",
    callback=known,
    metavar="FORMAT",
    default="jsonl",
    show_default=True,
    help="What extract --format takes: jsonl, csv and chunks in files of many notices, json, md and"
    " xlsx a file each, parquet and arrow as a data set, sqlite and duckdb as one database.",
)
@click.option("--each", is_flag=True, help="A file for each notice, whatever the format.")
@click.option(
    "--table", callback=known, metavar="TABLE", help="Only the rows of this table, as in extract."
)
@all_tables
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Parse so many notices at a time; as many as there are cores if not given.",
)
@click.option(
    "--include", multiple=True, metavar="GLOB", help="Take only such files of folders and archives."
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out such files and folders.")
@click.option(
    "--text-column",
    default="text",
    show_default=True,
    metavar="NAME",
    help="Where notices stand in CSV, JSONL and Parquet files.",
)
@click.option("--id-column", metavar="NAME", help="What their rows are called by, instead of a number.")
@click.option(
    "--input-list", metavar="FILE", help="Read names of further inputs from this file; - is stdin."
)
@click.option(
    "--shard",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help="Inputs of a file that holds many.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="Give up a notice that takes longer.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=1),
    default=1500,
    show_default=True,
    metavar="MB",
    help="Give up a notice that takes more.",
)
@click.option("--retry-failed", is_flag=True, help="Do again what failed in an earlier run.")
@click.option("--quiet", is_flag=True, help="No progress and no summary.")
@click.option("--excel", is_flag=True, help="CSV that Excel opens as UTF-8 (a byte order mark).")
@click.option(
    "--lang",
    type=click.Choice(("zh", "en")),
    default="zh",
    show_default=True,
    help="Language of headers in xlsx and md.",
)
@click.option(
    "--engine",
    default="local",
    show_default=True,
    metavar="NAME",
    help="Who parses: local, spark or ray.",
)
@click.option("--master", metavar="WHERE", help="Where an engine that is not local finds its workers.")
@reading
def batch(
    *,
    inputs: tuple[str, ...],
    output: str,
    form: str,
    each: bool,
    table: str | None,
    everything: bool,
    jobs: int | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    text_column: str,
    id_column: str | None,
    input_list: str | None,
    shard: int,
    timeout: float,
    memory: int,
    retry_failed: bool,
    quiet: bool,
    excel: bool,
    lang: str,
    engine: str,
    master: str | None,
    encoding: str | None,
    max_chars: int,
    rules: str | None,
    agencies: str | None,
    strict: bool,
) -> None:
    """Any number of notices into a folder, by all cores.

    INPUT is a file, a folder, an archive (zip, tar) or a table with a column of
    texts (CSV, JSONL, Parquet); - reads a list of names from stdin. An input that
    fails, or crashes what parses it, costs no other: DIR/manifest.jsonl says
    what became of each. Interrupted, the same command goes on where it was;
    run again later, it does what has changed.

    \b
    Example:
      planparse batch notice.txt -o out
      planparse batch notice.txt -o rows --table targets --format csv
      planparse batch notice.txt -o base --format sqlite -j 2
    """
    from planparse.batch.containers import Columns
    from planparse.batch.engines import find_engine
    from planparse.batch.inputs import Choice
    from planparse.batch.order import Order
    from planparse.batch.outputs import check_order, written_each
    from planparse.batch.run import run_batch
    from planparse.cli.progress import progress_for
    from planparse.cli.run import load_rulebook
    from planparse.readers.inputs import read_names

    names = [name for name in inputs if name != "-"]
    for given in [*([input_list] if input_list else []), *(["-"] if "-" in inputs else [])]:
        try:
            names += read_names(given)
        except ReadError as error:
            raise click.UsageError(f"--input-list: {error}") from None
    if not names:
        raise click.UsageError("no input; name files, folders, archives or tables")
    if everything and table is not None:
        raise click.UsageError("--all is for whole notices; --table names one table")
    size = None
    if "chunks" in (table, form) and is_given("max_chars"):
        size, max_chars = max_chars, MAX_CHARS
    rulebook = load_rulebook(rules, agencies)
    order = Order(
        form=form,
        table=table,
        everything=everything,
        each=each or written_each(form),
        excel=excel,
        lang=lang,
        size=size,
        encoding=encoding,
        max_chars=max_chars,
        rules=rules,
        agencies=agencies,
        digest=rulebook.digest,
        seconds=timeout,
        megabytes=memory,
    )
    check_order(order)
    progress = progress_for(quiet)
    try:
        summary = run_batch(
            order,
            names,
            output,
            engine=find_engine(engine),
            workers=jobs or _cores(),
            progress=progress,
            user_files=rulebook.user_files,
            choice=Choice(include, exclude),
            columns=Columns(text_column, id_column, encoding, max_chars),
            shard=shard,
            retry_failed=retry_failed,
            master=master,
        )
    except KeyboardInterrupt:
        say("interrupted; run the same command again, and it goes on")
        raise
    if not quiet:
        for line in summary.lines():
            say(line)
        say(f"{os.path.join(output, 'manifest.jsonl')} says what became of each")
    if summary.failed:
        sys.exit(FAILED)
    if strict and summary.warned:
        sys.exit(WARNINGS)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
