"""What the tests of engines share: notices, poison for workers, and the word why they are skipped.

They start programs that speak to each other over this machine's own network, which
`tests/conftest.py` forbids; `make engines` runs them without it. In a run of all tests they are
left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

TESTS = Path(__file__).resolve().parent.parent
POISON = TESTS / "clusters" / "poison"

collect_ignore = ["poison"]
if os.environ.get("PLANPARSE_ENGINES"):
    os.environ |= {
        "PLANPARSE_CACHE": "",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": str(POISON),  # for the workers: this process has started without it
        "RAY_USAGE_STATS_ENABLED": "0",
    }
else:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def notices() -> pa.RecordBatch:
    """Five hundred notices with ids: composed in every layout, and the sample as it was found."""
    from grammar.composition import compose
    from grammar.layouts import KINDS

    kinds = list(KINDS)
    texts = [compose(f"engines-{n}", kinds[n % len(kinds)]).text for n in range(499)]
    sample = TESTS.parent / "data" / "samples" / "quality-action-plan-2022.txt"
    texts.append(sample.read_text(encoding="utf-8"))
    return pa.record_batch({"source_name": [f"notice-{n}" for n in range(500)], "text": texts})


@pytest.fixture(scope="session")
def expected(notices: pa.RecordBatch) -> dict[str, pa.RecordBatch]:
    """The rows of those notices in each table, as this process parses them."""
    from planparse.engines.arrow import parse_batch

    return parse_batch(notices)


@pytest.fixture(scope="session")
def poisoned() -> pa.RecordBatch:
    """Notices of which some break the process that parses them."""
    good = "一、加强管理。合格率达到98%以上。（财政部牵头，教育部配合）"
    texts = [good] * 24
    texts[3], texts[4], texts[17] = "POISON exit", "POISON segfault", "POISON defect"
    return pa.record_batch(
        {
            "source_name": [f"notice-{n}" for n in range(25)],
            "text": pa.array([*texts, None], pa.string()),
        }
    )


@pytest.fixture
def run_examples(tmp_path: Path, notices: pa.RecordBatch) -> Callable[[str], int]:
    """Runs the examples of docs/scaling.md that begin so, on a `notices.parquet`; says how many."""
    from pyarrow.parquet import write_table

    write_table(pa.Table.from_batches([notices.slice(490)]), tmp_path / "notices.parquet")
    page = (TESTS.parent / "docs" / "scaling.md").read_text(encoding="utf-8")

    def run(beginning: str) -> int:
        found = re.findall(
            rf"^```text\n({re.escape(beginning)}.*?)^```$", page, re.MULTILINE | re.DOTALL
        )
        for code in found:  # in no folder of ours: workers have their own
            placed = re.sub('"(?=notices|out/)', f'"{tmp_path.as_posix()}/', code)
            exec(compile(placed, "docs/scaling.md", "exec"), {"__name__": "example"})
        return len(found)

    return run


@pytest.fixture
def same_as_local(tmp_path: Path, notices: pa.RecordBatch) -> Callable[..., str]:
    """Runs `planparse batch` by the local engine and another, over files some of which are bad.

    Every file of both must be the same to the byte; what the other one said on standard error is
    returned.
    """
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    for row in notices.slice(460).to_pylist():
        (crawl / f"{row['source_name']}.txt").write_text(row["text"], encoding="utf-8")
    for bad in ("exit", "segfault", "defect"):
        (crawl / f"{bad}.txt").write_text(f"POISON {bad}", encoding="utf-8")
    (crawl / "empty.txt").touch()
    bodies = tmp_path / "bodies.csv"
    bodies.write_text("agency_id,name,kind,level\nmoon,月球开发总局,institution,central\n", "utf-8")
    (crawl / "moon.txt").write_text("一、加强管理。（月球开发总局负责）", encoding="utf-8")

    def run(out: str, *options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "planparse", "batch", str(crawl), "-o", str(tmp_path / out)]
        command += ["--agencies", str(bodies), "-j", "2", *options]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    def check(*options: str) -> str:
        local, other = run("local"), run("other", *options)
        assert (local.returncode, other.returncode) == (1, 1), local.stderr + other.stderr
        files = [
            {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.jsonl")}
            for root in (tmp_path / "local", tmp_path / "other")
        ]
        assert files[0] == files[1]
        manifest = files[0]["manifest.jsonl"].decode()
        assert manifest.count('"code":"crashed"') == 2
        assert manifest.count('"outcome":"failed"') == 4
        assert '"agency_id":"moon"' in "".join(data.decode() for data in files[0].values())
        return other.stderr

    return check
