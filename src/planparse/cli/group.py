"""The group of all commands: every error becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from planparse.errors import PlanparseError, RulebookError

FAILED, USAGE, WARNINGS, INTERRUPTED = 1, 2, 3, 130


class Commands(click.Group):
    """A group that never shows a traceback for what a file, an option or a reader did."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command line and, in standalone mode, leaves with its exit code."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            from io import StringIO

            text = StringIO()
            error.show(text)
            say(text.getvalue(), "")
            code = error.exit_code
        except click.Abort:
            code = INTERRUPTED
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs one command; a closed pipe ends it quietly, as does Ctrl-C."""
        from planparse.writers.destination import UnusableError

        # No plugin of another package has a say in results, and none is looked for.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        try:
            return super().invoke(ctx)
        except (RulebookError, UnusableError) as error:
            say(str(error))
            code = USAGE
        except PlanparseError as error:
            say(str(error))
            code = FAILED
        except BrokenPipeError:
            code = 0
        except KeyboardInterrupt:
            code = INTERRUPTED
        _let_go_of_stdout()
        return ctx.exit(code)


def say(message: str, prefix: str = "planparse: ") -> None:
    """A message on standard error, without what could steer a terminal."""
    from planparse.display import visible

    click.echo(visible(prefix + message).rstrip("\n"), err=True)


def _let_go_of_stdout() -> None:
    """Sends what is still buffered nowhere, so that Python's own last flush has no trouble."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):  # no real file behind it
        return
