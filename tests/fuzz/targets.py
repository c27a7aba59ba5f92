"""What is fuzzed, each with what must hold of any input. The bytes of an input are UTF-8 text."""

from __future__ import annotations

import math
from collections.abc import Callable

from click.testing import CliRunner

from planparse.cli import FORMAT_NAMES, TABLE_NAMES, main
from planparse.figures.quantities import find_quantities, load_units
from planparse.numbers import find_numbers, parse_number, parse_ordinal
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.stages.structure import structure
from planparse.text import Source
from test_invariants import check


def text_of(data: bytes) -> str:
    """The text of an input: UTF-8, lone surrogates included, what is neither as U+FFFD."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def fuzz_restore(data: bytes) -> None:
    """Undoing gives the source; restoring again changes nothing; furniture is sorted and apart."""
    text = text_of(data)
    restored, reports = restore(Source(text), default())
    whole = restored.text.text
    assert restored.text.undo() == text
    assert restore(Source(whole), default())[0].text.text == whole
    at = 0
    for start, end in restored.furniture:
        assert at <= start < end <= len(whole)
        at = end
    for edit in restored.text.edits():
        assert 0 < edit.confidence <= 1
    for report in reports:
        assert 0 <= report.start <= report.end <= len(whole)


def fuzz_structure(data: bytes) -> None:
    """Divisions tile any text, restored or not, and each has an id of its own."""
    text = text_of(data)
    outline, reports = structure(text, [], default())
    assert "".join(outline.own_text(node) for node in outline.nodes) == text
    assert outline.coverage() == 1.0
    ids = [node.id for node in outline.nodes]
    assert len(ids) == len(set(ids))
    for report in reports:
        assert 0 <= report.start <= report.end <= len(text)


def fuzz_numbers(data: bytes) -> None:
    """Numbers stand in order and apart, and their values are numbers."""
    text = text_of(data)
    at = 0
    for number in find_numbers(text):
        assert at <= number.start < number.end <= len(text)
        at = number.end
    at = 0
    for found in find_quantities(text, load_units(default())):
        assert at <= found.start < found.end <= len(text)
        at = found.end
    for word in text.split():
        value = parse_number(word)
        assert value is None or math.isfinite(value)
        ordinal = parse_ordinal(word)
        assert ordinal is None or ordinal >= 0


def fuzz_parse(data: bytes) -> None:
    """All that holds of any notice whatever."""
    check(text_of(data))


OPTIONS = [
    ["extract", "-"],
    *(["extract", "-", "--table", name] for name in TABLE_NAMES),
    *(["extract", "-", "--format", name] for name in FORMAT_NAMES if name in ("md", "chunks")),
    ["extract", "-", "--table", "divisions", "--format", "csv", "--strict"],
    ["restore", "-"],
    ["restore", "-", "--edits"],
    ["restore", "-", "--with-furniture"],
    ["show", "-", "--why"],
    ["validate", "-"],
]


def fuzz_cli(data: bytes) -> None:
    """The first byte chooses a command, the rest is its standard input: it ends in a known way."""
    chosen = OPTIONS[data[0] % len(OPTIONS)] if data else OPTIONS[0]
    done = CliRunner().invoke(main, chosen, input=data[1:], prog_name="planparse")
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code in (0, 1, 2, 3), done.exit_code
    assert "Traceback" not in done.stderr
    assert "defect" not in done.stderr, done.stderr


TARGETS: dict[str, Callable[[bytes], None]] = {
    "restore": fuzz_restore,
    "structure": fuzz_structure,
    "numbers": fuzz_numbers,
    "parse": fuzz_parse,
    "cli": fuzz_cli,
}
