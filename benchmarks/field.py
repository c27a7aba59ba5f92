"""Who takes part in `benchmarks/peers.py`, in which environment, and how each is asked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".venv-peers"
PATIENCE = 120.0  # seconds for one notice
INSTALLING = 600.0  # seconds for one environment


class Contender(NamedTuple):
    """A program of `contenders/`, what it is called, and what is installed for it, if anything."""

    program: str
    name: str
    packages: tuple[str, ...] = ()


class Row(NamedTuple):
    """A task of a contender, and what it does."""

    contender: str
    task: str
    does: str


# emoji 2 has no UNICODE_EMOJI, which the last release of Recognizers-Text imports.
CONTENDERS = {
    "opencc": Contender("opencc_t2s.py", "OpenCC", ("opencc==1.4.2",)),
    "script": Contender("sixty_lines.py", "the script"),
    "jieba": Contender("jieba_tags.py", "jieba", ("jieba==0.42.1",)),
    "jionlp": Contender("jionlp_extract.py", "jionlp", ("jionlp==1.5.31", "jiojio==1.2.8")),
    "recognizers": Contender(
        "recognizers_zh.py", "Recognizers-Text", ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0")
    ),
    "planparse": Contender("planparse_rows.py", "planparse"),
}
ROWS = (
    Row("opencc", "convert", "Traditional to Simplified, nothing else"),
    Row("script", "read", "headings, bodies, targets, deadlines"),
    Row("jieba", "tags", "words and tags; `nt` is an organisation"),
    Row("jionlp", "times", "times"),
    Row("jionlp", "money", "amounts of money"),
    Row("recognizers", "units", "numbers, shares, currencies, dimensions"),
    Row("recognizers", "times", "times"),
    Row("planparse", "restore", "the text restored"),
    Row("planparse", "parse", "the notice, without tables on request"),
    Row("planparse", "everything", "the notice with all tables"),
)


class LostError(Exception):
    """A contender that cannot take part, or no longer; the message is the reason."""


def environment(key: str) -> Path:
    """The Python of a contender's own environment, which is made where it is not there yet.

    A contender that needs nothing has the Python that runs this. Raises LostError where the
    packages cannot be installed.
    """
    packages = CONTENDERS[key].packages
    if not packages:
        return Path(sys.executable)
    folder = ENVIRONMENTS / key
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "installed.txt"
    wanted = "\n".join(packages)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "--retries=1"]
    pip += ["install", *packages]
    for command in ([sys.executable, "-m", "venv", "--clear", str(folder)], pip):
        try:
            done = subprocess.run(
                command, capture_output=True, encoding="utf-8", timeout=INSTALLING, check=False
            )
        except subprocess.TimeoutExpired:
            raise LostError(f"not installed within {INSTALLING:.0f} s") from None
        if done.returncode != 0:
            said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
            reason = re.sub(r"\S*[/\\]\S*", "…", (said or ["pip failed"])[-1])  # no path, no host
            raise LostError(f"not installed: {reason}")
    stamp.write_text(wanted, encoding="utf-8")
    return python


class Child:
    """A contender's process, which answers one question after the other.

    `versions` are those of its Python and its packages. Raises LostError where it does not start or
    does not answer in time; `close` ends it.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        program = Path(__file__).resolve().parent / "contenders" / CONTENDERS[key].program
        command = [str(environment(key)), "-X", "utf8", str(program)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        hello = self._answer()
        self.python: str = hello["python"]
        self.versions: dict[str, str] = hello["versions"]

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question (`contenders/serving.py` says which there are)."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(question, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise LostError("ended by itself") from None
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(PATIENCE, end)
        timer.start()
        try:
            line = self._process.stdout.readline()
            while line and not line.startswith("{"):  # what a package says while it is imported
                line = self._process.stdout.readline()
        finally:
            timer.cancel()
        if not line:
            raise LostError(f"no answer within {PATIENCE:.0f} s" if late.is_set() else "ended by itself")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Ends the process, if it has not ended."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
