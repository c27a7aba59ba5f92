"""A script for `spark-submit`: notices in any source that Spark reads, tables as Parquet out.

`spark-submit … tables.py INPUT -o OUTPUT`; docs/scaling.md says how, `--help` what else.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from planparse.engines.isolation import SECONDS
from planparse.errors import PlanparseError


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o", "--output", required=True, metavar="URL", help="Write a folder of Parquet for each table here."
)
@click.option(
    "--input-format",
    default="parquet",
    show_default=True,
    metavar="NAME",
    help="What Spark reads: parquet, json, csv, orc, …, or binaryFile for files that are notices.",
)
@click.option("--text-column", metavar="NAME", help="Where notices stand; text, or content of files.")
@click.option(
    "--id-column", metavar="NAME", help="What they are called by; source_name, or path of files."
)
@click.option("--table", "tables", multiple=True, metavar="TABLE", help="Only this one; more than once.")
@click.option("--partitions", type=click.IntRange(min=1), help="Cut the input into so many tasks first.")
@click.option("--rules", metavar="DIR", help="Lay the rules of this folder over the built-in ones.")
@click.option("--agencies", metavar="FILE", help="Lay the bodies of this CSV file over the register.")
@click.option(
    "--encoding", metavar="NAME", help="Encoding of files; found by looking at them if not given."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Give up a notice that takes longer.",
)
@click.option("--overwrite", is_flag=True, help="Replace what OUTPUT holds.")
def main(
    *,
    inputs: tuple[str, ...],
    output: str,
    input_format: str,
    text_column: str | None,
    id_column: str | None,
    tables: tuple[str, ...],
    partitions: int | None,
    rules: str | None,
    agencies: str | None,
    encoding: str | None,
    timeout: float,
    overwrite: bool,
) -> None:
    """Tables of the notices in INPUT, one folder each, and outcomes: a row a notice."""
    from pathlib import Path

    from pyspark.sql import SparkSession

    from planparse.engines.isolation import Limits
    from planparse.engines.parsed import OUTCOMES
    from planparse.engines.spark import extract
    from planparse.rulebook import load

    rulebook = load(Path(rules) if rules else None, Path(agencies) if agencies else None)
    session = SparkSession.builder.appName("planparse").getOrCreate()
    files = input_format == "binaryFile"
    df = session.read.load(list(inputs), format=input_format, **_options(input_format))
    if partitions:
        df = df.repartition(partitions)
    try:
        found = extract(
            df,
            text_column=text_column or ("content" if files else "text"),
            id_column=id_column or ("path" if files else "source_name"),
            tables=tables or None,
            rulebook=rulebook,
            encoding=encoding,
            limits=Limits(seconds=timeout),
        )
        with found:
            for name, table in found.items():
                table.write.mode("overwrite" if overwrite else "errorifexists").parquet(
                    f"{output}/{name}"
                )
            counted = found[OUTCOMES].groupBy("outcome").count().orderBy("outcome").collect()
        click.echo(
            ", ".join(f"{row['count']:,} {row['outcome']}" for row in counted) or "no notices", err=True
        )
    finally:
        session.stop()


def _options(input_format: str) -> dict[str, Any]:
    """What Spark must be told of a format so that a notice of many lines is one value."""
    if input_format == "csv":
        return {"header": True, "multiLine": True, "escape": '"'}
    return {"recursiveFileLookup": True} if input_format == "binaryFile" else {}


def run(args: Sequence[str] | None = None) -> None:
    """Runs the script; an error is a sentence, and fails the job."""
    try:
        main(args=args, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (PlanparseError, ValueError) as error:
        click.echo(f"planparse: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    run()
