"""What all tests share: the places they read from, no network, and a seed that is told."""

from __future__ import annotations

import os
import random
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
LONG = bool(os.environ.get("PLANPARSE_LONG"))

# The slice of every run has one seed, so that it finds tomorrow what it found today; the long
# run draws a new one and prints it.
SEED = os.environ.get("PLANPARSE_SEED") or (str(random.randrange(2**32)) if LONG else "20221101")

os.environ["PLANPARSE_CACHE"] = ""  # no test leaves or finds anything in the user's own folders

for name, examples in (("slice", 200), ("long", 2_000)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
settings.load_profile("long" if LONG else "slice")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("hypothesis_seed", None) is None:
        config.option.hypothesis_seed = SEED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    seed = config.getoption("hypothesis_seed")
    count = settings.default.max_examples if settings.default else 0
    terminalreporter.write_line(f"hypothesis: {count} examples, PLANPARSE_SEED={seed} repeats them")


def forbid_network(event: str, args: tuple[object, ...]) -> None:
    """Refuses what would speak to another machine; an audit hook sees C code's calls too."""
    if event == "socket.getaddrinfo" or (
        event == "socket.__new__" and args[1] in (socket.AF_INET, socket.AF_INET6)
    ):
        raise AssertionError(f"nothing in planparse speaks to a network: {event}")


sys.addaudithook(forbid_network)


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder that `pyproject.toml` stands in."""
    return ROOT


@pytest.fixture(scope="session")
def sample_path(repo_root: Path) -> Path:
    """The sample notice that the project carries."""
    return repo_root / "data" / "samples" / "quality-action-plan-2022.txt"


@pytest.fixture(scope="session")
def sample_text(sample_path: Path) -> str:
    """The sample notice's text, as it was found."""
    return sample_path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def corpus_dir(repo_root: Path) -> Path:
    """The folder of real notices beside the project; the test is skipped where there is none."""
    corpus = repo_root.parent / "shared" / "corpus"
    if not corpus.is_dir():
        pytest.skip("../shared/corpus is not here")
    return corpus
