"""How many characters a second each engine parses, beside the local one, in one run.

The same notices go through each engine, round by round, so that a machine that is slow for a while is
slow for all; the median of the rounds counts. What starts an engine is timed apart. An engine that is
not installed, or does not start, is named and left out. Its log goes nowhere.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa

from planparse.batch.engines import find_engine
from planparse.batch.frames import parse_frame
from planparse.batch.order import Input, Order
from planparse.engines.arrow import parse_batch
from planparse.engines.isolation import ROWS, Isolation, order_of
from planparse.engines.parsed import names_of
from planparse.rulebook import default

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"

Engine = Callable[[pa.RecordBatch], int]


def notices(count: int) -> pa.RecordBatch:
    """So many notices: the real ones beside the project in turn, or composed ones without them."""
    paths = sorted(CORPUS.glob("*.txt")) if CORPUS.is_dir() else []
    if paths:
        real = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
        texts = [f"{real[n % len(real)]}\n{n}" for n in range(count)]  # the end tells copies apart
    else:
        sys.path.insert(0, str(ROOT / "tests"))
        from grammar.composition import compose
        from grammar.layouts import KINDS

        texts = [compose(f"bench-{n}", list(KINDS)[n % len(KINDS)]).text for n in range(count)]
    return pa.record_batch({"source_name": [str(n) for n in range(count)], "text": texts})


def in_this_process(stack: ExitStack, workers: int) -> Engine:
    """The Arrow function itself, on one core."""
    return lambda batch: len(parse_batch(batch)["divisions"])


def local(stack: ExitStack, workers: int) -> Engine:
    """Processes apart on this machine, each fed by a thread."""
    crew = [Isolation(order_of(None, None, None, None)) for _ in range(workers)]
    for one in crew:
        stack.callback(one.close)

    def run(batch: pa.RecordBatch) -> int:
        lock = threading.Lock()
        pieces = iter([batch.slice(at, ROWS // 4) for at in range(0, batch.num_rows, ROWS // 4)])
        counts: list[int] = []

        def work(one: Isolation) -> None:
            while True:
                with lock:
                    piece = next(pieces, None)
                if piece is None:
                    return
                counts.extend(len(part.column("divisions").flatten()) for part in one.parse(piece))

        threads = [threading.Thread(target=work, args=(one,)) for one in crew]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts)

    return run


def spark(stack: ExitStack, workers: int) -> Engine:
    """Spark on this machine: `local[workers]`."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    from planparse.engines.spark import extract

    builder = SparkSession.builder.master(f"local[{workers}]").config("spark.ui.enabled", "false")
    session = builder.config("spark.log.level", "OFF").getOrCreate()
    stack.callback(session.stop)

    def run(batch: pa.RecordBatch) -> int:
        rows = [(row["source_name"], row["text"]) for row in batch.to_pylist()]
        data = session.sparkContext.parallelize(rows, workers * 8)
        df = session.createDataFrame(data, "source_name string, text string")
        with extract(df) as tables:
            return {name: tables[name].count() for name in names_of(None)}["divisions"]

    return run


def ray(stack: ExitStack, workers: int) -> Engine:
    """Ray on this machine, with so many CPUs."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray as cluster
    from ray import data

    from planparse.engines.ray import extract

    cluster.init(num_cpus=workers, include_dashboard=False, log_to_driver=False, logging_level="error")
    stack.callback(cluster.shutdown)
    data.DataContext.get_current().enable_progress_bars = False

    def run(batch: pa.RecordBatch) -> int:
        size = -(-batch.num_rows // (workers * 8))
        parts = [batch.slice(at, size) for at in range(0, batch.num_rows, size)]
        tables = extract(data.from_arrow([pa.Table.from_batches([part]) for part in parts]))
        return {name: tables[name].count() for name in names_of(None)}["divisions"]

    return run


def batch_by(name: str) -> Callable[[ExitStack, int], Engine]:
    """What `planparse batch --engine` runs, without its journal and its outputs."""

    def start(stack: ExitStack, workers: int) -> Engine:
        engine = find_engine(name)
        order = Order(digest=default().digest)

        def run(batch: pa.RecordBatch) -> int:
            rows = [(row["source_name"], row["text"].encode()) for row in batch.to_pylist()]
            inputs = [Input(number, *row) for number, row in enumerate(rows)]
            most = max(1, min(32, len(inputs) // (workers * 4)))
            chunks = (tuple(inputs[at : at + most]) for at in range(0, len(inputs), most))
            frames = map(parse_frame, engine(order, chunks, workers, None))
            return sum(entry["counts"]["divisions"] for frame in frames for entry in frame.entries)

        return run

    return start


ENGINES: dict[str, Callable[[ExitStack, int], Engine]] = {
    "one process": in_this_process,
    "local": local,
    "spark": spark,
    "ray": ray,
    "batch, local": batch_by("local"),
    "batch, spark": batch_by("spark"),
    "batch, ray": batch_by("ray"),
}


def started(stack: ExitStack, workers: int, names: list[str]) -> Iterator[tuple[str, Engine, float]]:
    """Each engine that starts, and how long it takes until its first notices are parsed."""
    some = notices(workers * 8)
    for name in names:
        begun = perf_counter()
        try:
            engine = ENGINES[name](stack, workers)
            engine(some)
        except Exception as error:
            print(f"{name}: left out ({type(error).__name__}: {str(error)[:120]})")
            continue
        yield name, engine, perf_counter() - begun


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--notices", type=int, default=330)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    options = parser.parse_args()
    batch = notices(options.notices)
    characters = sum(len(text) for text in batch.column("text").to_pylist())
    with ExitStack() as stack:
        crew = list(started(stack, options.workers, options.engines))
        times: dict[str, list[float]] = {name: [] for name, _, _ in crew}
        counts: dict[bool, set[int]] = {False: set(), True: set()}  # a file may be Markdown, a text not
        for _ in range(options.rounds):
            for name, engine, _ in crew:
                begun = perf_counter()
                counts[name.startswith("batch")].add(engine(batch))
                times[name].append(perf_counter() - begun)
    assert max(map(len, counts.values())) == 1, f"engines give other numbers of divisions: {counts}"
    medians = {name: statistics.median(found) for name, found in times.items()}
    best = min(medians.values())
    yardsticks: dict[bool, Any] = {
        of_batch: medians.get("batch, local" if of_batch else "local", best)
        for of_batch in (False, True)
    }
    print(f"{batch.num_rows} notices, {characters:,} characters, {options.workers} workers")
    print("engine        to start  characters/s  notices/s  of local")
    for name, _, start in crew:
        rate, each = characters / medians[name], batch.num_rows / medians[name]
        share = yardsticks[name.startswith("batch")] / medians[name]
        print(f"{name:12} {start:7.1f} s {rate:13,.0f} {each:10.1f} {share:9.2f}")


if __name__ == "__main__":
    main()
