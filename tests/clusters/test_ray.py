"""A real local Ray gives the rows that this process gives, and outlives what breaks its workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from planparse.engines import shipment
from planparse.engines.arrow import parse_batch, schema_of
from planparse.engines.isolation import order_of
from planparse.engines.parsed import OUTCOMES, names_of, outcome_schema
from planparse.engines.ray import extract, parse, parse_block, split
from planparse.errors import ReadError
from planparse.rulebook import load

if TYPE_CHECKING:
    from ray.data import Dataset


@pytest.fixture(scope="module")
def data() -> Iterator[Any]:
    """`ray.data`, with two workers on this machine."""
    ray = pytest.importorskip("ray", reason="ray is not installed")
    found = pytest.importorskip("ray.data", reason="ray is installed without its data library")
    try:
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    except Exception as error:
        pytest.skip(f"Ray does not start here: {type(error).__name__}: {str(error)[:200]}")
    found.DataContext.get_current().enable_progress_bars = False
    yield found
    ray.shutdown()


def dataset(data: Any, batch: pa.RecordBatch, blocks: int = 4) -> Dataset:
    """The batch as a Dataset of so many blocks, which keeps its order."""
    size = -(-batch.num_rows // blocks)
    parts = [pa.Table.from_batches([batch.slice(at, size)]) for at in range(0, batch.num_rows, size)]
    made: Dataset = data.from_arrow(parts)
    made.context.execution_options.preserve_order = True
    return made


def collected(ds: Dataset) -> pa.Table:
    """All rows of a Dataset, with the schema that its blocks have."""
    import ray

    return pa.concat_tables(ray.get(ds.to_arrow_refs()))


def test_500_notices_give_the_rows_that_the_local_engine_gives(
    data: Any, notices: pa.RecordBatch, expected: dict[str, pa.RecordBatch]
) -> None:
    tables = extract(dataset(data, notices))
    assert list(tables) == [OUTCOMES, *expected]
    outcomes = collected(tables[OUTCOMES])
    assert outcomes.schema.equals(outcome_schema())
    assert outcomes.column("source_name").to_pylist() == notices.column("source_name").to_pylist()
    assert set(outcomes.column("outcome").to_pylist()) == {"ok", "warnings"}
    for name, rows in expected.items():
        found = collected(tables[name])
        assert found.schema.equals(schema_of(name))
        assert found.equals(pa.Table.from_batches([rows])), name


def test_notices_are_parsed_once(data: Any, notices: pa.RecordBatch, tmp_path: Path) -> None:
    log = tmp_path / "log"

    def noted(block: pa.Table) -> pa.Table:
        with log.open("a") as out:
            out.write("".join(f"{name}\n" for name in block.column("source_name").to_pylist()))
        return block

    some = dataset(data, notices.slice(0, 20)).map_batches(noted, batch_format="pyarrow")
    tables = extract(some)
    for table in tables.values():
        table.count()
    assert sorted(log.read_text().split()) == sorted(f"notice-{n}" for n in range(20))


def test_poison_is_a_row_and_fails_no_job(data: Any, poisoned: pa.RecordBatch) -> None:
    tables = extract(dataset(data, poisoned, 2))
    outcomes = tables[OUTCOMES].take_all()
    assert tables["targets"].count() == 21
    failed = {row["source_name"]: row["code"] for row in outcomes if row["code"]}
    assert failed == {
        "notice-3": "crashed",
        "notice-4": "crashed",
        "notice-17": "defect",
        "notice-24": "no-text",
    }
    assert len(outcomes) == 25


def test_an_empty_dataset_gives_empty_tables_with_their_schemas(
    data: Any, notices: pa.RecordBatch
) -> None:
    tables = extract(data.from_arrow(pa.Table.from_batches([notices.slice(0, 0)])))
    for name in names_of(None):
        assert tables[name].count() == 0
        assert tables[name].schema().names == schema_of(name).names


def test_parsed_notices_may_be_written_and_split_later(
    data: Any, notices: pa.RecordBatch, tmp_path: Path
) -> None:
    some = notices.slice(480, 20)
    names = ["targets", "edits", "chunks"]
    parse(dataset(data, some, 2), tables=names).write_parquet(str(tmp_path / "parsed"))
    back = split(data.read_parquet(str(tmp_path / "parsed")), names)
    for name, rows in parse_batch(some, tables=names).items():
        assert sorted(back[name].take_all(), key=str) == sorted(rows.to_pylist(), key=str)


def test_files_and_other_columns(data: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("一、合格率达到98%以上。".encode("gb18030"))
    ds = data.read_binary_files(str(tmp_path), include_paths=True)
    tables = extract(ds, text_column="bytes", id_column="path", tables=["targets", "metadata"])
    assert [row["value"] for row in tables["targets"].take_all()] == [98.0]
    found = tables["metadata"].take_all()[0]
    assert (found["encoding"], found["source_name"].endswith("a.txt")) == ("gb18030", True)
    numbered = data.from_arrow(pa.table({"id": [7], "text": ["一、加强管理。"]}))
    row = extract(numbered, id_column="id", tables=[])[OUTCOMES].take_all()[0]
    assert row["source_name"] == "7"
    with pytest.raises(ReadError, match="no column 'source_name' but id, text; name those"):
        extract(numbered)
    with pytest.raises(ValueError, match="no table 'goals'"):
        extract(numbered, id_column="id", tables=["goals"])


def test_rules_and_bodies_of_the_user_reach_the_workers(data: Any, tmp_path: Path) -> None:
    bodies = tmp_path / "bodies.csv"
    bodies.write_text("agency_id,name,kind,level\nmoon,月球开发总局,institution,central\n", "utf-8")
    batch = pa.record_batch({"source_name": ["a"], "text": ["一、加强管理。（月球开发总局负责）"]})
    tables = extract(dataset(data, batch, 1), tables=["agencies"], rulebook=load(None, bodies))
    assert [row["agency_id"] for row in tables["agencies"].take_all()] == ["moon"]


def test_a_worker_of_another_version_says_so(
    data: Any, notices: pa.RecordBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = dataset(data, notices.slice(0, 2), 1)
    monkeypatch.setattr(shipment, "__version__", "9.9.9")
    with pytest.raises(Exception, match=r"this worker has planparse .*, the driver 9\.9\.9"):
        extract(some, tables=["targets"])
    monkeypatch.undo()
    order = order_of(None, ["targets"], None, None)
    order = order._replace(shipment=order.shipment._replace(digest="0" * 64))
    work = partial(parse_block, order.plain(), "text", "source_name")
    with pytest.raises(Exception, match=r"the rulebook that came has the digest .*, the driver's 0000"):
        some.map_batches(work, batch_format="pyarrow").materialize()


@pytest.mark.usefixtures("data")
def test_the_examples_run(run_examples: Callable[[str], int], tmp_path: Path) -> None:
    from pyarrow.dataset import dataset

    assert run_examples("import ray") == 1
    assert dataset(tmp_path / "out" / OUTCOMES).count_rows() == 10


@pytest.mark.usefixtures("data")
def test_a_batch_by_ray_writes_what_the_local_engine_writes(same_as_local: Callable[..., str]) -> None:
    same_as_local("--engine", "ray")
