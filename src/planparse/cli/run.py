"""A run over the inputs of one command: what is read, what fails, what warns."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planparse.cli.group import FAILED, WARNINGS, say
from planparse.errors import PlanparseError

if TYPE_CHECKING:
    from planparse.model import Notice
    from planparse.rulebook import Rulebook
    from planparse.text import Source, Span, TracedText
    from planparse.writers.tables import Table

_TOGETHER = 50  # inputs of which LibreOffice reads those that it must in one call


class Run:
    """A run over inputs: reads and parses each, says what fails or warns, and counts it."""

    def __init__(
        self,
        names: list[str],
        *,
        rulebook: Rulebook,
        encoding: str | None,
        max_chars: int,
        strict: bool,
        save_source: str | None = None,
        also: Collection[str] = (),
    ) -> None:
        self.names = names
        self.rulebook = rulebook
        self.failed = self.warned = 0
        self._encoding = encoding
        self._max_chars = max_chars
        self._strict = strict
        self._save_source = save_source
        self._also = also
        self._documents: dict[str, bytes] = {}

    def records(self, table: Table | None) -> Iterator[Any]:
        """The notices of all inputs, or their rows in `table`, as they are done."""
        return self._done(lambda source: self._facts(source, table))

    def traced(self) -> Iterator[tuple[Source, Notice, TracedText]]:
        """Every input's source, its notice, and its text with every repair, as they are done."""
        return self._done(self._traced)

    def _done(self, make: Callable[[Source], Iterable[Any]]) -> Iterator[Any]:
        for number, name in enumerate(self.names):
            if number % _TOGETHER == 0:
                self._convert(self.names[number : number + _TOGETHER])
            source = self.read(name)
            if source is None:
                continue
            try:
                found = list(make(source))
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
            source = read_input(
                name,
                encoding=self._encoding,
                max_chars=self._max_chars,
                documents=self._documents,
            )
        except PlanparseError as error:
            say(str(error))
            self.failed += 1
            return None
        except Exception as error:  # as above
            self._give_up(name, error)
            return None
        if self._save_source:
            with Destination(self._save_source) as out:
                out.write(source.text.encode())
        return source

    def _convert(self, names: list[str]) -> None:
        """Has LibreOffice read those of the inputs that it must read, all in one call."""
        if len(names) > 1:
            from planparse.readers.inputs import convert_inputs

            self._documents = convert_inputs(names, max_chars=self._max_chars)

    def warn(self, source: Source, found: Iterable[tuple[str, str, str]]) -> None:
        """Says each warning of (severity, place, message) under --strict."""
        if self._strict:
            for severity, place, message in found:
                if severity == "warning":
                    self.warned += 1
                    say(f"{source.name}: {place}: {message}")

    def end(self) -> None:
        """Leaves with the exit code of what happened."""
        self.rulebook.keep()
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

        notice = parse_source(source, self.rulebook, also=self._also)
        self.warn(source, ((d.severity, d.place, d.message) for d in notice.diagnostics))
        return table.rows(notice) if table is not None and table.rows else [notice]

    def _traced(self, source: Source) -> list[tuple[Source, Notice, TracedText]]:
        from planparse.pipeline import parse_traced

        notice, text = parse_traced(source, self.rulebook, also=self._also)
        self.warn(source, ((d.severity, d.place, d.message) for d in notice.diagnostics))
        return [(source, notice, text)]

    def _give_up(self, name: str, error: Exception) -> None:
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        at = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
        say(f"{name}: could not be parsed ({at}); this is a defect of planparse, please report it")
        self.failed += 1


def load_rulebook(rules: str | None, agencies: str | None) -> Rulebook:
    """The built-in rules, with the folder and the register that the options name over them."""
    from planparse.rulebook import default, load

    if rules is None and agencies is None:
        return default()
    return load(Path(rules) if rules else None, Path(agencies) if agencies else None)


def keep_inputs(names: list[str], *outputs: str | None) -> None:
    """Refuses an output that is one of the inputs."""
    from os.path import realpath

    inputs = {realpath(name) for name in names if name != "-"}
    for output in outputs:
        if output not in (None, "-") and realpath(output) in inputs:
            raise click.UsageError(f"{output} is an input; writing there would destroy it")


def without(text: str, spans: Iterable[Span]) -> str:
    """`text` without the characters of `spans`, which are sorted and apart."""
    parts = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    return "".join([*parts, text[at:]])


def shown(data: bytes) -> bytes:
    """Text as it may stand on a terminal, as bytes."""
    from planparse.display import visible

    return visible(data.decode("utf-8", "replace")).encode("utf-8")
