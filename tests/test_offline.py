"""Nothing speaks to a network: the tests cannot, and the commands do their job where nobody can."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

GUARD = """
import sys
def refuse(event, args):
    if event.startswith("socket."):
        raise SystemExit(f"a command called {event}")
sys.addaudithook(refuse)
from planparse.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    "speak",
    [
        pytest.param(socket.socket, id="socket"),
        pytest.param(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM), id="ipv6"),
        pytest.param(lambda: socket.create_connection(("localhost", 9)), id="connect"),
        pytest.param(lambda: socket.getaddrinfo("localhost", 80), id="look-up"),
    ],
)
def test_a_test_cannot_open_a_socket(speak: Callable[[], object]) -> None:
    with pytest.raises(AssertionError, match="speaks to a network"):
        speak()


@pytest.mark.parametrize(
    "command",
    [
        ["extract", "{sample}"],
        ["extract", "{sample}", "--table", "agencies", "--format", "csv"],
        ["show", "{sample}"],
        ["restore", "{sample}"],
        ["report", "{sample}"],
        ["schema"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_a_command_opens_no_socket(command: list[str], sample_path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUARD, *(part.format(sample=sample_path) for part in command)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
