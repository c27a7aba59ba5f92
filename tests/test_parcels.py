"""What a batch sends to workers elsewhere: the same frames come back as from this machine."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from conftest import ROOT
from planparse.batch import parcels
from planparse.batch.engines import ENGINES
from planparse.batch.faults import crashed
from planparse.batch.frames import parse_frame
from planparse.batch.order import Input, Order
from planparse.batch.parcels import Parcel, parcel_of, parse_parcel
from planparse.batch.parsing import parse_chunk
from planparse.errors import EngineError, RulebookError
from planparse.rulebook import default, load

POISON = ROOT / "tests" / "clusters" / "poison"
GOOD = "一、加强管理。合格率达到98%以上。（财政部牵头，教育部配合）".encode()


@pytest.fixture
def parcel() -> Parcel:
    """A usual order with the built-in rules."""
    return parcel_of(Order(digest=default().digest, megabytes=500, seconds=2.0))


def test_a_chunk_gives_the_frame_that_it_gives_here(parcel: Parcel) -> None:
    chunk = (Input(0, "a.txt", GOOD), Input(1, "b.txt", b""), Input(2, "c", None, trouble="is gone"))
    (data,) = parse_parcel(parcel, pickle.dumps(chunk))
    here = parse_frame(parse_chunk(Order(**parcel[1]), chunk))
    found = parse_frame(data)
    assert found._replace(seconds=()) == here._replace(seconds=())
    assert [entry["outcome"] for entry in found.entries] == ["ok", "failed", "failed"]


def test_what_breaks_a_worker_is_an_entry(parcel: Parcel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(POISON))
    parcels._crew_for.cache_clear()
    words = [GOOD, b"POISON exit", b"POISON hang", b"POISON memory", GOOD]
    chunk = tuple(Input(n, str(n), data) for n, data in enumerate(words))
    frames = [parse_frame(data) for data in parse_parcel(parcel, pickle.dumps(chunk))]
    assert [frame.numbers for frame in frames] == [[n] for n in range(5)]
    entries = [frame.entries[0] for frame in frames]
    assert [entry.get("code") for entry in entries] == [None, "crashed", "timeout", "memory", None]
    assert entries[1]["message"] == crashed(3)
    assert entries[2]["message"] == "takes more than 2 seconds; give it more with --timeout"
    parcels._crew_for.cache_clear()


def test_rules_of_the_user_travel_and_others_are_refused(tmp_path: Path) -> None:
    bodies = tmp_path / "bodies.csv"
    bodies.write_text("agency_id,name,kind,level\nmoon,月球开发总局,institution,central\n", "utf-8")
    order = Order(agencies=str(bodies), digest=load(None, bodies).digest)
    sent = parcel_of(order)
    bodies.unlink()  # as on another machine
    (data,) = parse_parcel(
        sent, pickle.dumps((Input(0, "a", "一、管理。（月球开发总局负责）".encode()),))
    )
    assert parse_frame(data).entries[0]["outcome"] == "ok"
    bodies.write_text("agency_id,name\nmars,火星局\n", "utf-8")
    with pytest.raises(RulebookError, match="the rules were changed while the batch ran"):
        parcel_of(order)


def test_another_version_is_refused(parcel: Parcel) -> None:
    (_, digest, files), order = parcel
    with pytest.raises(EngineError, match=r"the driver 9\.9\.9"):
        parse_parcel((("9.9.9", digest, files), order), b"no pickle of this version")


def test_every_engine_is_there() -> None:
    from importlib import import_module

    for row in ENGINES.values():
        module = ROOT / "src" / Path(*row.module.split(".")).with_suffix(".py")
        assert f"def {row.name}(" in module.read_text(encoding="utf-8")
    assert callable(import_module("planparse.batch.spark").parse_by_spark)
