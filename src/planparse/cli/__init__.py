"""The command line: what is asked for, of which inputs, to where. No logic of its own.

Everything but click is imported inside the commands that need it, so that `--help` is quick.
"""

from __future__ import annotations

import sys

import click

from planparse import __version__
from planparse.cli.batch import batch
from planparse.cli.group import FAILED, Commands, say
from planparse.cli.options import MAX_CHARS, all_tables, is_given, on_request, reading, to_output
from planparse.cli.report import report
from planparse.errors import PlanparseError, ReadError

# Named here too, because the tables themselves are only imported by commands that write them;
# a test holds the two together, and so the formats.
TABLE_NAMES = (
    "metadata",
    "fields",
    "divisions",
    "agencies",
    "mentions",
    "targets",
    "milestones",
    "quantities",
    "references",
    "programmes",
    "tables",
    "diagnostics",
    "edits",
    "chunks",
)
FORMAT_NAMES = ("json", "jsonl", "csv", "xlsx", "sqlite", "duckdb", "parquet", "arrow", "md", "chunks")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Chinese government notices in; their measures, targets and bodies out.

    Reads text, Markdown, HTML, Word documents and PDF, undoes the damage that
    scrapers did, and gives facts that point back at the text.

    \b
    Example:
      planparse show notice.txt
      planparse extract notice.txt --table targets --format csv

    Exit codes: 0 fine, 1 an input failed, 2 usage, 3 warnings under --strict.
    """


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE...|-]")
@click.option(
    "--table",
    type=click.Choice(TABLE_NAMES),
    metavar="TABLE",
    help=f"Only the rows of this table: {', '.join(TABLE_NAMES[:-1])} or {TABLE_NAMES[-1]}.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMAT_NAMES),
    help="By default what the suffix of -o says, else json for one notice, jsonl for the rest.",
)
@to_output
@click.option(
    "--input-list",
    metavar="FILE",
    help="Read names of further inputs from this file, one a line (or parted by NUL); - is stdin.",
)
@click.option(
    "--lang",
    type=click.Choice(("zh", "en")),
    help="Language of headers in xlsx and md, zh by default.",
)
@all_tables
@click.option("--excel", is_flag=True, help="CSV that Excel opens as UTF-8 (a byte order mark).")
@click.option(
    "--save-source", metavar="PATH", help="Write the plain text that offsets count into, of one input."
)
@reading
def extract(
    *,
    files: tuple[str, ...],
    table: str | None,
    form: str | None,
    output: str | None,
    input_list: str | None,
    lang: str | None,
    everything: bool,
    excel: bool,
    save_source: str | None,
    encoding: str | None,
    max_chars: int,
    rules: str | None,
    agencies: str | None,
    strict: bool,
) -> None:
    """Everything that stands in notices, as data.

    One notice gives JSON (indented on a terminal), several give JSON lines. An
    input that fails is named on stderr, and the others are done. Chunks, as a
    format or a table, are split beyond --max-chars, or 500 characters.

    \b
    Example:
      planparse extract notice.txt -o notice.json
      planparse extract notice.txt --table agencies --excel -o bodies.csv
      planparse extract notice.txt -o notice.xlsx
      cat notice.txt | planparse extract - --table targets
    """
    from planparse.cli.run import Run, keep_inputs, load_rulebook, shown
    from planparse.readers.inputs import read_names
    from planparse.writers import WRITERS, Layout, find_writer
    from planparse.writers.destination import Destination
    from planparse.writers.tables import TABLES

    names = list(files)
    if input_list:
        try:
            names += read_names(input_list)
        except ReadError as error:
            raise click.UsageError(f"--input-list: {error}") from None
    if not names:
        raise click.UsageError("no input; name files, or - for standard input")
    if save_source and len(names) > 1:
        raise click.UsageError("--save-source is for one input")
    keep_inputs(names, output, save_source)
    usual = "csv" if excel else "json" if table is None and len(names) == 1 else "jsonl"
    writer = WRITERS[form] if form else find_writer(output or "") or WRITERS[usual]
    if table is None and not writer.nested:
        raise click.UsageError(f"{writer.name} holds the rows of one table; say which with --table")
    if table is not None and not writer.rows:
        raise click.UsageError(f"{writer.name} are made of whole notices; leave --table out")
    if excel and writer.name != "csv":
        raise click.UsageError("--excel is for --format csv")
    if everything and table is not None:
        raise click.UsageError("--all is for whole notices; --table names one table")
    if lang and not writer.captions:
        raise click.UsageError(f"--lang is for captions, and {writer.name} has none")
    if writer.binary and (output is None or (output == "-" and sys.stdout.isatty())):
        raise click.UsageError(f"{writer.name} is binary; name a file with -o (or a pipe: -o - | …)")
    writer.check(f"--format {writer.name}")
    size = None
    if "chunks" in (table, writer.name) and is_given("max_chars"):
        size, max_chars = max_chars, MAX_CHARS
    run = Run(
        names,
        rulebook=load_rulebook(rules, agencies),
        encoding=encoding,
        max_chars=max_chars,
        strict=strict,
        save_source=save_source,
        also=on_request(table, whole=table is None and (everything or writer.tables)),
    )
    with Destination(output) as out:
        layout = Layout(
            table=TABLES[table].sized(size) if table else None,
            one=len(names) == 1,
            indent=out.terminal,
            excel=excel,
            lang=lang or "zh",
            max_chars=size,
        )
        for piece in writer.write(run.records(layout.table), layout):
            out.write(shown(piece) if out.terminal and writer.name in ("csv", "md") else piece)
        if run.failed == len(names):
            out.discard()
    run.end()


@main.command()
@click.argument("file", metavar="FILE|-")
@click.option("--why", is_flag=True, help="Add to each fact its rule and the words it was read from.")
@reading
def show(
    *,
    file: str,
    why: bool,
    encoding: str | None,
    max_chars: int,
    rules: str | None,
    agencies: str | None,
    strict: bool,
) -> None:
    """A notice as a tree: its head, chapters, measures, bodies and targets, then what is due when.

    Plain text where output is not a terminal or NO_COLOR is set.

    \b
    Example:
      planparse show notice.txt
      planparse show notice.txt --why
    """
    from planparse.cli.run import Run, load_rulebook
    from planparse.display import show_notice
    from planparse.writers.destination import Destination

    run = Run(
        [file],
        rulebook=load_rulebook(rules, agencies),
        encoding=encoding,
        max_chars=max_chars,
        strict=strict,
        also=["milestones"],
    )
    for notice in run.records(None):
        with Destination(None) as out:
            out.write(show_notice(notice, why=why, terminal=out.terminal).encode())
    run.end()


@main.command()
@click.argument("file", metavar="FILE|-")
@click.option(
    "--with-furniture", is_flag=True, help="Keep menus, page numbers and other words of a site."
)
@click.option("--edits", is_flag=True, help="List each repair instead of the text.")
@to_output
@reading
def restore(
    *,
    file: str,
    with_furniture: bool,
    edits: bool,
    output: str | None,
    encoding: str | None,
    max_chars: int,
    rules: str | None,
    agencies: str | None,
    strict: bool,
) -> None:
    """The text of a notice with the damage of scrapers undone.

    \b
    Example:
      planparse restore notice.txt -o restored.txt
      planparse restore notice.txt --edits
    """
    from planparse.cli.run import Run, keep_inputs, load_rulebook, shown, without
    from planparse.display import list_edits
    from planparse.stages.restore import restore as restore_source
    from planparse.writers.destination import Destination

    keep_inputs([file], output)
    run = Run(
        [file],
        rulebook=load_rulebook(rules, agencies),
        encoding=encoding,
        max_chars=max_chars,
        strict=strict,
    )
    source = run.read(file)
    if source is not None:
        restored, reports = restore_source(source, run.rulebook)
        run.warn(source, ((r.code.severity, source.place(r.start), r.message) for r in reports))
        if edits:
            text = list_edits(source, restored.text)
        else:
            text = without(restored.text.text, [] if with_furniture else restored.furniture)
        with Destination(output) as out:
            data = text.encode("utf-8", "replace")
            out.write(shown(data) if out.terminal else data)
    run.end()


@main.command()
@click.argument("name", required=False)
@click.option("--at", metavar="DATE", help="Who that was on this day: 2017-05-01.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--agencies", metavar="FILE", help="Lay the bodies of this CSV file over the register.")
@to_output
def agencies(
    name: str | None, at: str | None, form: str, agencies: str | None, output: str | None
) -> None:
    """A body: its names, its history, who does its work today.

    NAME is any name or id: 银监会, nhc, 河北省人社厅. Without --at everybody who ever
    had the name is shown; without NAME all bodies of the register are listed.

    \b
    Example:
      planparse agencies 银监会
      planparse agencies 国家药监局 --at 2001-05-01
      planparse agencies 国家计委 --format json
    """
    from planparse.cli.register import describe
    from planparse.cli.run import load_rulebook
    from planparse.writers.destination import Destination

    text = describe(load_rulebook(None, agencies), name, at, form)
    with Destination(output) as out:
        out.write(text.encode())


@main.command()
@click.option("--tables", is_flag=True, help="The schemas of the tables' rows instead.")
@to_output
def schema(tables: bool, output: str | None) -> None:
    """The JSON Schema of what extract writes.

    \b
    Example:
      planparse schema -o notice.schema.json
      planparse schema --tables
    """
    from planparse.writers.destination import Destination
    from planparse.writers.schema import notice_schema, render, tables_schema

    with Destination(output) as out:
        out.write(render(tables_schema() if tables else notice_schema()).encode())


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
def validate(files: tuple[str, ...]) -> None:
    """Whether JSON or JSON lines hold notices as extract writes them.

    Says where each breaks the schema, contradicts itself or quotes what is not there.

    \b
    Example:
      planparse extract notice.txt -o notice.json
      planparse validate notice.json
    """
    from planparse.readers.inputs import read_result
    from planparse.writers.validation import find_problems

    failed = False
    for name in files:
        try:
            count, problems = find_problems(read_result(name))
        except PlanparseError as error:
            say(str(error))
            failed = True
            continue
        for problem in problems:
            say(f"{name}: {problem}")
        failed = failed or bool(problems)
        if not problems:
            say(f"{name}: valid ({count} notice{'s' if count != 1 else ''})")
    if failed:
        sys.exit(FAILED)


main.add_command(report)
main.add_command(batch)
