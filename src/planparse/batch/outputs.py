"""Outputs: the pieces of all notices put together, in the order of the inputs.

One table, `OUTPUTS`, holds every way: shards of many notices, a file of each, a data set with a folder
a table, one database. What is in them depends on the pieces and their order alone.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.batch.names import file_name
from planparse.batch.order import Order
from planparse.batch.pieces import (
    ARROW,
    VALUES,
    batches_of,
    head_of,
    layout_of,
    table_of,
    tables_of,
    values_of,
)
from planparse.batch.staging import Staging, write
from planparse.writers import WRITERS, Layout
from planparse.writers.destination import UnusableError

if TYPE_CHECKING:
    from planparse.writers import Records

SHARD = 1_000  # inputs a file

FOLDER = "notices"
_JOINED = 50  # notices whose small batches are held before they are joined


class Piece(NamedTuple):
    """What was made of one input: the input's number and name, and the bytes."""

    number: int
    name: str
    data: bytes


Pieces = Iterator[Piece]


class Output(NamedTuple):
    """One way. `place` says in which file, or files, what comes of an input stands; `write` writes all.

    `place` takes the order, the inputs a shard, the number and the name of an input; its answer is a
    path below the folder of results. `files` gives the files at such a place.
    """

    place: Callable[[Order, int, int, str], str]
    write: Callable[[Order, int, Pieces, Staging], None]
    files: Callable[[Order, str], list[str]] = lambda order, place: [place]


def output_of(order: Order) -> Output:
    """The way in which the results of `order` are written."""
    if order.each:
        return OUTPUTS["each"]
    if order.form in ("sqlite", "duckdb"):
        return OUTPUTS["database"]
    return OUTPUTS["data set" if order.form in ARROW else "shards"]


def check_order(order: Order) -> None:
    """Raises UnusableError where a format cannot hold what is asked of it, or a package is missing."""
    writer = WRITERS[order.form]
    apart = not order.each and order.form in (*ARROW, *VALUES)
    if order.table is None and not writer.nested and not apart:
        raise UnusableError(f"{writer.name} holds the rows of one table; say which with --table")
    if order.table is not None and not writer.rows:
        raise UnusableError(f"{writer.name} are made of whole notices; leave --table out")
    if order.excel and order.form != "csv":
        raise UnusableError("--excel is for --format csv")
    writer.check(f"--format {writer.name}")


def written_each(form: str) -> bool:
    """Whether a format holds one notice only, or is meant for a person, and is written file by file."""
    return form not in ("jsonl", "csv", "chunks", *ARROW, *VALUES)


# ---------------------------------------------------------------------- shards


def _shard_place(order: Order, shard: int, number: int, name: str) -> str:
    return f"{order.table or FOLDER}-{number // shard:05}{WRITERS[order.form].suffixes[0]}"


def _write_shards(order: Order, shard: int, pieces: Pieces, staging: Staging) -> None:
    head = head_of(order)
    for at, some in _sharded(shard, pieces):
        with staging.file(_shard_place(order, shard, at * shard, "")) as stream:
            write(stream, head)
            for piece in some:
                write(stream, piece.data)


def _sharded(shard: int, pieces: Pieces) -> Iterator[tuple[int, Iterator[Piece]]]:
    return groupby(pieces, key=lambda piece: piece.number // shard)


# ---------------------------------------------------------------------- a file each


def each_place(order: Order, name: str) -> str:
    """The file of the input called `name`, where each has one.

    >>> each_place(Order(form="md"), "2022/a.html"), each_place(Order(form="csv", table="targets"), "b")
    ('notices/2022/a.html.md', 'targets/b.csv')
    """
    return f"{order.table or FOLDER}/{file_name(name)}{WRITERS[order.form].suffixes[0]}"


def place_to_tell(order: Order, name: str) -> str:
    """The same, as a system that takes upper and lower case for one tells files apart."""
    place = os.path.normcase(each_place(order, name))
    return unicodedata.normalize("NFC", place).casefold() if sys.platform == "darwin" else place


def _write_each(order: Order, shard: int, pieces: Pieces, staging: Staging) -> None:
    at_once = hasattr(os, "sync")  # where a system has no such call, each file is settled by itself
    for piece in pieces:
        with staging.file(each_place(order, piece.name), settle=not at_once) as stream:
            write(stream, piece.data)
    staging.settle()


# ---------------------------------------------------------------------- a data set


def _part(order: Order, place: str) -> list[str]:
    part = place.rsplit("/", 1)[-1]
    return [f"{table.name}/{part}" for table in tables_of(order)]


def _part_place(order: Order, shard: int, number: int, name: str) -> str:
    return f"{order.table or '*'}/part-{number // shard:05}{WRITERS[order.form].suffixes[0]}"


def _write_data_set(order: Order, shard: int, pieces: Pieces, staging: Staging) -> None:
    from planparse.writers.arrow import join

    for at, some in _sharded(shard, pieces):
        held: dict[str, list[Any]] = {table.name: [] for table in tables_of(order)}
        for number, piece in enumerate(some, 1):
            for name, batch in batches_of(piece.data):
                if batch.num_rows:
                    held[name].append(batch)
            if number % _JOINED == 0:
                held = {name: join(name, batches) for name, batches in held.items()}
        place = _part_place(order, shard, at * shard, "")
        for table, path in zip(tables_of(order), _part(order, place), strict=True):
            layout = layout_of(order)._replace(table=table)
            _write_file(order, join(table.name, held.pop(table.name)), layout, path, staging)


# ---------------------------------------------------------------------- a database


def _database_place(order: Order, shard: int, number: int, name: str) -> str:
    return f"{order.table or FOLDER}{WRITERS[order.form].suffixes[0]}"


def _write_database(order: Order, shard: int, pieces: Pieces, staging: Staging) -> None:
    layout = layout_of(order)
    _write_file(order, _records(order, pieces), layout, _database_place(order, shard, 0, ""), staging)


def _records(order: Order, pieces: Pieces) -> Iterator[Any]:
    """What the writer of a database takes: tables of each notice, or the rows of one table."""
    table = table_of(order)
    for piece in pieces:
        tables = values_of(piece.data) if order.form in VALUES else dict(batches_of(piece.data))
        if table is None:
            yield tables
        elif order.form in VALUES:
            yield from tables[table.name]
        else:
            yield tables[table.name]


def _write_file(
    order: Order, records: Iterable[Any], layout: Layout, path: str, staging: Staging
) -> None:
    given: Records = records
    with staging.file(path) as stream:
        for data in WRITERS[order.form].write(given, layout):
            write(stream, data)


OUTPUTS: dict[str, Output] = {
    "shards": Output(_shard_place, _write_shards),
    "each": Output(lambda order, shard, number, name: each_place(order, name), _write_each),
    "data set": Output(_part_place, _write_data_set, _part),
    "database": Output(_database_place, _write_database),
}
