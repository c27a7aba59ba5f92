"""A real local Spark gives the rows that this process gives, and outlives what breaks its workers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from planparse.engines import shipment
from planparse.engines.arrow import parse_batch, schema_of
from planparse.engines.isolation import order_of
from planparse.engines.parsed import OUTCOMES, names_of, outcome_schema
from planparse.engines.spark import extract, parse, parse_partition, split
from planparse.errors import ReadError
from planparse.rulebook import load

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """A session with two workers on this machine."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    try:
        session = (
            sql.SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )
    except Exception as error:
        pytest.skip(f"Spark does not start here: {type(error).__name__}: {str(error)[:200]}")
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def frame(spark: SparkSession, batch: pa.RecordBatch, partitions: int = 4) -> DataFrame:
    """The batch as a DataFrame, its rows in order over so many partitions."""
    rows = [(row["source_name"], row["text"]) for row in batch.to_pylist()]
    data = spark.sparkContext.parallelize(rows, partitions)
    return spark.createDataFrame(data, "source_name string, text string")


def same(found: pa.Table, wanted: pa.Table) -> bool:
    """Whether two tables have the same rows and types; Arrow's name for the items of a list is free."""
    assert found.schema.names == wanted.schema.names
    assert [field.nullable for field in found.schema] == [field.nullable for field in wanted.schema]
    return bool(found.cast(wanted.schema).equals(wanted))


def test_500_notices_give_the_rows_that_the_local_engine_gives(
    spark: SparkSession, notices: pa.RecordBatch, expected: dict[str, pa.RecordBatch]
) -> None:
    with extract(frame(spark, notices)) as tables:
        assert list(tables) == [OUTCOMES, *expected]
        outcomes = tables[OUTCOMES].toArrow()
        assert outcomes.column("source_name").to_pylist() == notices.column("source_name").to_pylist()
        assert set(outcomes.column("outcome").to_pylist()) == {"ok", "warnings"}
        for name, rows in expected.items():
            assert same(tables[name].toArrow(), pa.Table.from_batches([rows])), name
    assert len(expected["divisions"]) > 10_000


def test_notices_are_parsed_once(spark: SparkSession, notices: pa.RecordBatch, tmp_path: Path) -> None:
    log = tmp_path / "log"

    def noted(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            with log.open("a") as out:
                out.write("".join(f"{name}\n" for name in batch.column("source_name").to_pylist()))
            yield batch

    some = frame(spark, notices.slice(0, 20)).mapInArrow(noted, "source_name string, text string")
    with extract(some) as tables:
        for table in tables.values():
            table.count()
        assert sorted(log.read_text().split()) == sorted(f"notice-{n}" for n in range(20))
        assert tables.parsed.is_cached
    assert not tables.parsed.is_cached


def test_poison_is_a_row_and_fails_no_job(spark: SparkSession, poisoned: pa.RecordBatch) -> None:
    with extract(frame(spark, poisoned, 2)) as tables:
        outcomes = tables[OUTCOMES].toArrow()
        assert tables["targets"].count() == 21
    failed = {row["source_name"]: row["code"] for row in outcomes.to_pylist() if row["code"]}
    assert failed == {
        "notice-3": "crashed",
        "notice-4": "crashed",
        "notice-17": "defect",
        "notice-24": "no-text",
    }
    assert outcomes.num_rows == 25


def test_an_empty_frame_gives_empty_tables_with_their_schemas(spark: SparkSession) -> None:
    none = spark.createDataFrame([], "source_name string, text string")
    with extract(none) as tables:
        for name in names_of(None):
            assert same(tables[name].toArrow(), schema_of(name).empty_table())
        assert same(tables[OUTCOMES].toArrow(), outcome_schema().empty_table())


def test_parsed_notices_may_be_written_and_split_later(
    spark: SparkSession, notices: pa.RecordBatch, tmp_path: Path
) -> None:
    some = notices.slice(480, 20)
    names = ["targets", "edits", "chunks"]
    parse(frame(spark, some, 2), tables=names).write.parquet(str(tmp_path / "parsed"))
    back = split(spark.read.parquet(str(tmp_path / "parsed")), names)
    for name, rows in parse_batch(some, tables=names).items():
        found = [row.asDict(recursive=True) for row in back[name].collect()]
        assert sorted(found, key=str) == sorted(rows.to_pylist(), key=str)


def test_files_and_other_columns(spark: SparkSession) -> None:
    rows = [(7, bytearray("一、合格率达到98%以上。".encode("gb18030")))]
    df = spark.createDataFrame(rows, "`a.id` bigint, content binary")
    with extract(df, text_column="content", id_column="a.id", tables=["targets", "metadata"]) as tables:
        assert tables["targets"].select("source_name", "value").collect() == [("7", 98.0)]
        assert tables["metadata"].collect()[0].encoding == "gb18030"
    with pytest.raises(ReadError, match=r"no column 'text' but a\.id, content; name those"):
        extract(df, id_column=None)
    with pytest.raises(ReadError, match=r"the column 'a\.id' holds bigint, no text and no files"):
        extract(df, text_column="a.id", id_column=None)
    with pytest.raises(ValueError, match="no table 'goals'"):
        extract(df, text_column="content", id_column="a.id", tables=["goals"])


def test_rules_and_bodies_of_the_user_reach_the_workers(spark: SparkSession, tmp_path: Path) -> None:
    bodies = tmp_path / "bodies.csv"
    bodies.write_text("agency_id,name,kind,level\nmoon,月球开发总局,institution,central\n", "utf-8")
    batch = pa.record_batch({"source_name": ["a"], "text": ["一、加强管理。（月球开发总局负责）"]})
    for book, known in ((None, None), (load(None, bodies), "moon")):
        with extract(frame(spark, batch), tables=["agencies", "metadata"], rulebook=book) as tables:
            assert [row.agency_id for row in tables["agencies"].collect()] == [known]


def test_a_worker_of_another_version_says_so(
    spark: SparkSession, notices: pa.RecordBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipment, "__version__", "9.9.9")
    df = parse(frame(spark, notices.slice(0, 2), 1), tables=["targets"])
    with pytest.raises(
        Exception, match=r"EngineError: .*: this worker has planparse .*, the driver 9.9.9"
    ):
        df.count()
    monkeypatch.undo()
    order = order_of(None, ["targets"], None, None)
    order = order._replace(shipment=order.shipment._replace(digest="0" * 64))
    damaged = partial(parse_partition, order.plain())
    with pytest.raises(Exception, match=r"the rulebook that came has the digest .*, the driver's 0000"):
        frame(spark, notices.slice(0, 2), 1).mapInArrow(damaged, df.schema).count()


def test_the_script_for_spark_submit(tmp_path: Path, notices: pa.RecordBatch) -> None:
    from pyarrow.dataset import dataset
    from pyarrow.parquet import write_table

    from planparse.engines.jobs import tables as script

    some = notices.slice(490, 10)
    write_table(pa.Table.from_batches([some]), tmp_path / "notices.parquet")
    submit = Path(sys.executable).parent / "spark-submit"
    if not submit.is_file():
        pytest.skip("spark-submit is not beside Python")
    command = [submit, "--master", "local[2]", "--conf", "spark.ui.enabled=false", script.__file__]
    command += [tmp_path / "notices.parquet", "-o", tmp_path / "out", "--partitions", "2"]
    command += ["--table", "targets", "--table", "metadata"]
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", check=False)
    if "Connection refused" in done.stderr or "JAVA_HOME" in done.stderr:
        pytest.skip("Spark does not start here")
    assert done.returncode == 0, done.stderr[-2_000:]
    wanted = parse_batch(some, tables=["targets", "metadata"])
    for name, rows in wanted.items():
        found = dataset(tmp_path / "out" / name).to_table()
        assert sorted(found.to_pylist(), key=str) == sorted(rows.to_pylist(), key=str)
    outcomes = dataset(tmp_path / "out" / OUTCOMES).to_table().column("outcome").to_pylist()
    assert f"{outcomes.count('ok')} ok" in done.stdout, "spark-submit puts both streams into one"


@pytest.mark.usefixtures("spark")
def test_the_examples_run(run_examples: Callable[[str], int], tmp_path: Path) -> None:
    from pyarrow.dataset import dataset

    assert run_examples("from pyspark.sql import SparkSession") == 2
    assert dataset(tmp_path / "out" / OUTCOMES).count_rows() == 10
    assert dataset(tmp_path / "out" / "parsed").count_rows() == 10


@pytest.mark.usefixtures("spark")
def test_a_batch_by_spark_writes_what_the_local_engine_writes(same_as_local: Callable[..., str]) -> None:
    same_as_local("--engine", "spark", "--master", "local[2]")
