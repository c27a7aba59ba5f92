"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.core import ParameterSource

MAX_CHARS = 10_000_000  # of a text
# Named here too, since the models are only imported by commands that parse; a test holds them together.
ON_REQUEST = ("mentions", "milestones", "quantities", "references", "programmes")

Command = TypeVar("Command", bound=Callable[..., Any])


def check_encoding(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        from planparse.readers.encodings import find_encoding

        if find_encoding(value) is None:
            raise click.BadParameter(
                f"there is no encoding {value!r}; names are utf-8, gb18030, big5, utf-16"
            )
    return value


def is_given(name: str) -> bool:
    """Whether the option stands on the command line."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def reading(command: Command) -> Command:
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
            default=MAX_CHARS,
            show_default=True,
            help="Refuse longer texts, and files that need more room or time than such a text.",
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            callback=check_encoding,
            help="Encoding of the inputs; found by looking at them if not given.",
        ),
    ):
        command = option(command)
    return command


def on_request(table: str | None, *, whole: bool) -> tuple[str, ...]:
    """The tables on request that a command needs: all of them, that one table, or none."""
    return ON_REQUEST if whole else tuple(name for name in ON_REQUEST if name == table)


all_tables = click.option(
    "--all",
    "everything",
    is_flag=True,
    help=f"Read the tables on request too: {', '.join(ON_REQUEST[:-1])} and {ON_REQUEST[-1]}.",
)
to_output = click.option("-o", "--output", metavar="PATH", help="Write to this file, not to stdout.")
