"""The command line: what is asked for, of which inputs, to where. No logic of its own.

Everything but click is imported inside the commands that need it, so that `--help` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from planparse import __version__
from planparse.errors import PlanparseError, ReadError, RulebookError

if TYPE_CHECKING:
    from planparse.rulebook import Rulebook
    from planparse.text import Source, Span
    from planparse.writers.tables import Table

FAILED, USAGE, WARNINGS, INTERRUPTED = 1, 2, 3, 130

# Named here too, because the tables themselves are only imported by commands that write them;
# a test holds the two together, and so the formats.
TABLE_NAMES = ("metadata", "fields", "divisions", "agencies", "targets", "diagnostics", "edits")
FORMAT_NAMES = ("json", "jsonl", "csv")

Command = TypeVar("Command", bound=Callable[..., Any])


class Commands(click.Group):
    """The group of all commands, which turns every error into a sentence and an exit code."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Runs the command line and leaves with its exit code."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)
        try:
            code = super().main(*args, standalone_mode=False, **extra)
        except click.ClickException as error:
            from io import StringIO

            text = StringIO()
            error.show(text)
            _say(text.getvalue(), "")
            code = error.exit_code
        except click.Abort:
            code = INTERRUPTED
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs one command; a closed pipe ends it quietly, as does Ctrl-C."""
        import os

        from planparse.writers.destination import Unusable

        # No plugin of another package has a say in results, and none is looked for.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        try:
            return super().invoke(ctx)
        except (RulebookError, Unusable) as error:
            _say(str(error))
            code = USAGE
        except PlanparseError as error:
            _say(str(error))
            code = FAILED
        except BrokenPipeError:
            code = 0
        except KeyboardInterrupt:
            code = INTERRUPTED
        _let_go_of_stdout()
        return ctx.exit(code)


def _let_go_of_stdout() -> None:
    """Sends what is still buffered nowhere, so that Python's own last flush has no trouble."""
    import os

    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):  # no real file behind it
        return


def _say(message: str, prefix: str = "planparse: ") -> None:
    """A message on standard error, without what could steer a terminal."""
    from planparse.display import visible

    click.echo(visible(prefix + message).rstrip("\n"), err=True)


def _check_encoding(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        from planparse.readers.encodings import find_encoding

        if find_encoding(value) is None:
            raise click.BadParameter(
                f"there is no encoding {value!r}; names are utf-8, gb18030, big5, utf-16"
            )
    return value


def _reading(command: Command) -> Command:
    """The options of every command that reads notices."""
    for option in (
        click.option(
            "--strict", is_flag=True, help="Exit with 3 where a notice has warnings; they go to stderr."
        ),
        click.option(
            "--agencies", metavar="FILE", help="Lay the bodies of this CSV file over the register."
        ),
        click.option(
            "--rules", metavar="DIR", help="Lay the rules of this folder over the built-in ones."
        ),
        click.option(
            "--max-chars",
            type=click.IntRange(min=1),
            default=10_000_000,
            show_default=True,
            help="Refuse longer texts.",
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            callback=_check_encoding,
            help="Encoding of the inputs; found by looking at them if not given.",
        ),
    ):
        command = option(command)
    return command


_output = click.option("-o", "--output", metavar="PATH", help="Write to this file, not to stdout.")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Chinese government notices in; their measures, targets and bodies out.

    Reads text, Markdown and HTML in any usual encoding, undoes the damage that
    scrapers did, and gives facts that point back at the text.

    \b
    Example:
      planparse show notice.txt
      planparse extract notice.txt --table targets --format csv

    Exit codes: 0 fine, 1 an input failed, 2 usage, 3 warnings under --strict.
    """


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE...|-]")
@click.option("--table", type=click.Choice(TABLE_NAMES), help="Only the rows of this table.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMAT_NAMES),
    help="By default json for one notice, jsonl for several and for tables, or what the suffix of -o says.",
)
@_output
@click.option(
    "--input-list",
    metavar="FILE",
    help="Read names of further inputs from this file, one a line (or parted by NUL); - is stdin.",
)
@click.option("--excel", is_flag=True, help="CSV that Excel opens as UTF-8 (a byte order mark).")
@click.option(
    "--save-source", metavar="PATH", help="Write the plain text that offsets count into, of one input."
)
@_reading
def extract(
    files: tuple[str, ...],
    table: str | None,
    form: str | None,
    output: str | None,
    input_list: str | None,
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
    input that fails is named on stderr, and the others are done.

    \b
    Example:
      planparse extract notice.txt -o notice.json
      planparse extract notice.txt --table agencies --format csv --excel -o bodies.csv
      cat notice.txt | planparse extract - --table targets
    """
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
    _keep_inputs(names, output, save_source)
    usual = "csv" if excel else "json" if table is None and len(names) == 1 else "jsonl"
    writer = WRITERS[form] if form else find_writer(output or "") or WRITERS[usual]
    if table is None and not writer.nested:
        raise click.UsageError(f"{writer.name} holds the rows of one table; say which with --table")
    if excel and writer.name != "csv":
        raise click.UsageError("--excel is for --format csv")
    rulebook = _load(rules, agencies)
    run = _Run(names, rulebook, encoding, max_chars, strict, save_source)
    with Destination(output) as out:
        layout = Layout(TABLES[table] if table else None, len(names) == 1, out.terminal, excel)
        for piece in writer.write(run.records(layout.table), layout):
            out.write(_shown(piece) if out.terminal and writer.name == "csv" else piece)
        if run.failed == len(names):
            out.discard()
    run.end()


@main.command()
@click.argument("file", metavar="FILE|-")
@click.option("--why", is_flag=True, help="Add to each fact its rule and the words it was read from.")
@_reading
def show(
    file: str,
    why: bool,
    encoding: str | None,
    max_chars: int,
    rules: str | None,
    agencies: str | None,
    strict: bool,
) -> None:
    """A notice as a tree: its head, chapters, measures, bodies and targets.

    Plain text where output is not a terminal or NO_COLOR is set.

    \b
    Example:
      planparse show notice.txt
      planparse show notice.txt --why
    """
    from planparse.display import show_notice
    from planparse.writers.destination import Destination

    run = _Run([file], _load(rules, agencies), encoding, max_chars, strict)
    for notice in run.records(None):
        with Destination(None) as out:
            out.write(show_notice(notice, why=why, terminal=out.terminal).encode())
    run.end()


@main.command()
@click.argument("file", metavar="FILE|-")
@click.option("--with-furniture", is_flag=True, help="Keep menus, page numbers and a site's other words.")
@click.option("--edits", is_flag=True, help="List each repair instead of the text.")
@_output
@_reading
def restore(
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
    from planparse.display import list_edits
    from planparse.stages.restore import restore as restore_source
    from planparse.writers.destination import Destination

    _keep_inputs([file], output)
    run = _Run([file], _load(rules, agencies), encoding, max_chars, strict)
    source = run.read(file)
    if source is not None:
        restored, reports = restore_source(source, run.rulebook)
        run.warn(source, ((r.code.severity, source.place(r.start), r.message) for r in reports))
        if edits:
            text = list_edits(source, restored.text)
        else:
            text = _without(restored.text.text, [] if with_furniture else restored.furniture)
        with Destination(output) as out:
            data = text.encode("utf-8", "replace")
            out.write(_shown(data) if out.terminal else data)
    run.end()


@main.command()
@click.option("--tables", is_flag=True, help="The schemas of the tables' rows instead.")
@_output
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
            _say(str(error))
            failed = True
            continue
        for problem in problems:
            _say(f"{name}: {problem}")
        failed = failed or bool(problems)
        if not problems:
            _say(f"{name}: valid ({count} notice{'s' if count != 1 else ''})")
    if failed:
        sys.exit(FAILED)


class _Run:
    """A run over inputs: reads and parses each, says what fails or warns, and counts it."""

    def __init__(
        self,
        names: list[str],
        rulebook: Rulebook,
        encoding: str | None,
        max_chars: int,
        strict: bool,
        save_source: str | None = None,
    ) -> None:
        self.names = names
        self.rulebook = rulebook
        self.failed = self.warned = 0
        self._encoding = encoding
        self._max_chars = max_chars
        self._strict = strict
        self._save_source = save_source

    def records(self, table: Table | None) -> Iterator[Any]:
        """The notices of all inputs, or their rows in `table`, as they are done."""
        for name in self.names:
            source = self.read(name)
            if source is None:
                continue
            try:
                found = list(self._facts(source, table))
            except PlanparseError:
                raise
            except Exception as error:  # a defect in one is no reason to leave the others undone
                self._give_up(name, error)
                continue
            yield from found

    def read(self, name: str) -> Source | None:
        """The source called `name`, or None where it cannot be read, which is said."""
        from planparse.readers.inputs import read_input
        from planparse.writers.destination import Destination

        try:
            source = read_input(name, encoding=self._encoding, max_chars=self._max_chars)
        except PlanparseError as error:
            _say(str(error))
            self.failed += 1
            return None
        except Exception as error:  # as above
            self._give_up(name, error)
            return None
        if self._save_source:
            with Destination(self._save_source) as out:
                out.write(source.text.encode())
        return source

    def warn(self, source: Source, found: Iterable[tuple[str, str, str]]) -> None:
        """Says each warning of (severity, place, message) under --strict."""
        if self._strict:
            for severity, place, message in found:
                if severity == "warning":
                    self.warned += 1
                    _say(f"{source.name}: {place}: {message}")

    def end(self) -> None:
        """Leaves with the exit code of what happened."""
        if self.failed or self.warned:
            sys.exit(FAILED if self.failed else WARNINGS)

    def _facts(self, source: Source, table: Table | None) -> Iterable[Any]:
        if table is not None and table.rows is None:
            from planparse.stages.restore import restore
            from planparse.writers.tables import edit_rows

            restored, reports = restore(source, self.rulebook)
            self.warn(source, ((r.code.severity, source.place(r.start), r.message) for r in reports))
            return edit_rows(source.name, restored.text)
        from planparse.pipeline import parse_source

        notice = parse_source(source, self.rulebook)
        self.warn(source, ((d.severity, d.place, d.message) for d in notice.diagnostics))
        return table.rows(notice) if table is not None and table.rows else [notice]

    def _give_up(self, name: str, error: Exception) -> None:
        import traceback

        at = traceback.extract_tb(error.__traceback__)[-1]
        _say(
            f"{name}: could not be parsed: {type(error).__name__} in {Path(at.filename).name}:{at.lineno}; "
            "this is a defect of planparse, please report it with the file"
        )
        self.failed += 1


def _load(rules: str | None, agencies: str | None) -> Rulebook:
    from planparse.rulebook import default, load

    if rules is None and agencies is None:
        return default()
    return load(Path(rules) if rules else None, Path(agencies) if agencies else None)


def _keep_inputs(names: list[str], *outputs: str | None) -> None:
    """Refuses an output that is one of the inputs."""
    from os.path import realpath

    inputs = {realpath(name) for name in names if name != "-"}
    for output in outputs:
        if output not in (None, "-") and realpath(output) in inputs:
            raise click.UsageError(f"{output} is an input; writing there would destroy it")


def _without(text: str, spans: Iterable[Span]) -> str:
    parts = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    return "".join([*parts, text[at:]])


def _shown(data: bytes) -> bytes:
    """Text as it may stand on a terminal."""
    from planparse.display import visible

    return visible(data.decode("utf-8", "replace")).encode("utf-8")
