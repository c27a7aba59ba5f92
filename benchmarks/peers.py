"""planparse beside programs of others, in one run: speed as ratios, and how much is found.

Each other program is installed into an environment of its own below `.venv-peers`, and runs in a
process of its own that loads all it needs before it is asked. `python benchmarks/peers.py` prints the
table, `--write docs/benchmarks.md` puts it into that page, between its two marks. What cannot be
installed, or does not answer, says so in its row.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from field import CONTENDERS, ROWS, Child, LostError, environment
from standing import Report, machine, placed, tables
from trials import SHARED, Finding, Paper, Score, Truth, led_back, papers, running, simplified

PASSES = 5
BUDGET = 12.0  # seconds; a row that has taken them for one kind of text is asked no more

Key = tuple[str, str]  # a contender, and its task
Found = dict[str, list[Finding]] | None


def open_children() -> tuple[dict[str, Child], dict[str, str]]:
    """The processes of all contenders, and why those that have none are missing."""

    def installed(key: str) -> str | None:
        try:
            environment(key)
        except LostError as error:
            return str(error)
        return None

    with ThreadPoolExecutor(2) as pool:
        reasons = dict(zip(CONTENDERS, pool.map(installed, CONTENDERS), strict=True))
    lost = {key: reason for key, reason in reasons.items() if reason is not None}
    children = {}
    for key in CONTENDERS:
        if key not in lost:
            try:
                children[key] = Child(key)
            except LostError as error:
                lost[key] = str(error)
    return children, lost


class Run:
    """All that is asked in one run: `lost` says why a row has no figures, `refused` what one raised."""

    def __init__(self, children: dict[str, Child], lost: dict[str, str]) -> None:
        self.children = children
        self.lost: dict[Key, str] = {
            (row.contender, row.task): lost[row.contender] for row in ROWS if row.contender in lost
        }
        self.refused: dict[Key, set[str]] = {}

    def left(self) -> list[Key]:
        """The rows that still take part."""
        keys = [(row.contender, row.task) for row in ROWS]
        return [key for key in keys if key not in self.lost]

    def ask(self, key: Key, question: dict[str, Any]) -> dict[str, Any] | None:
        """The answer; none where the contender is lost, which is noted for all its rows."""
        try:
            return self.children[key[0]].ask(question)
        except LostError as error:
            for row in self.left():
                if row[0] == key[0]:
                    self.lost[row] = str(error)
            return None

    def load(self, texts: dict[str, list[str]]) -> None:
        """Gives each contender its texts."""
        for name in self.children:
            self.ask((name, ""), {"texts": texts[name]})

    def seconds(self, texts: list[str], passes: int) -> dict[Key, dict[int, float]]:
        """The least of up to `passes` times for each text, all rows taking turns at each.

        A row that has taken its budget is asked no more, so a slow one has fewer texts: the first.
        """
        self.load(dict.fromkeys(self.children, texts))
        least: dict[Key, dict[int, float]] = {}
        spent: dict[Key, float] = {}
        for _ in range(passes):
            for number in range(len(texts)):
                for key in self.left():
                    if spent.get(key, 0.0) > BUDGET:
                        continue
                    answer = self.ask(key, {"time": key[1], "text": number})
                    if answer is None:
                        continue
                    if "error" in answer:
                        self.refused.setdefault(key, set()).add(answer["error"])
                        continue
                    spent[key] = spent.get(key, 0.0) + answer["seconds"]
                    times = least.setdefault(key, {})
                    times[number] = min(answer["seconds"], times.get(number, answer["seconds"]))
        return least

    def findings(self, read: list[Paper]) -> dict[Key, list[Found]]:
        """What each row finds in each text that was loaded; None for one that has no truth for it."""
        found: dict[Key, list[Found]] = {}
        for key in self.left():
            answers: list[Found] = []
            for number, paper in enumerate(read):
                if not bears_on(key, paper):
                    answers.append(None)
                    continue
                answer = self.ask(key, {"find": key[1], "text": number, "date": paper.date})
                if answer is None:
                    break
                if "error" in answer:
                    self.refused.setdefault(key, set()).add(answer["error"])
                answers.append(answer.get("found", {}))
            else:
                found[key] = answers
        return found


def bears_on(key: Key, paper: Paper) -> bool:
    """Whether readers noted of a notice what the row may find."""
    timed = bool(paper.milestones or paper.quantities)
    if key[0] == "planparse" or key[0] == "script":
        return True
    return timed if key[1] == "times" else paper.gold is not None


KINDS: dict[str, tuple[str, Callable[[Truth, list[Finding]], Score]]] = {
    "headings": ("headings", Truth.score_headings),
    "bodies": ("bodies", Truth.score_bodies),
    "bodies touched": ("bodies", lambda truth, rows: truth.score_bodies(rows, touched=True)),
    "targets": ("values", Truth.score_values),
    "targets in 元": ("values", lambda truth, rows: truth.score_values(rows, unit="元")),
    "targets in %": ("values", lambda truth, rows: truth.score_values(rows, unit="%")),
    "deadlines": ("times", Truth.score_due),
    "any time": ("any time", Truth.score_any_time),
    "clauses": ("text", lambda truth, rows: truth.score_text(rows[0]["text"])),
}
"""What is scored: of which findings, and how."""
OF_FACTS = (
    "deadlines",
    "any time",
)  # their truth is in tests/data/facts, that of the others in ../shared


def scores(
    found: dict[Key, list[Found]], truths: list[Truth], *, damaged: bool
) -> dict[Key, dict[str, Score]]:
    """The score of each row for each kind that it has findings of."""
    scored: dict[Key, dict[str, Score]] = {}
    for key, answers in found.items():
        kinds = {kind for answer in answers if answer for kind in answer}
        for name, (kind, count) in KINDS.items():
            if kind not in kinds or (name == "clauses" and not damaged):
                continue
            total = Score()
            for truth, answer in zip(truths, answers, strict=True):
                paper = truth.paper
                of_facts = bool(paper.milestones or paper.quantities)
                counts = of_facts if name in OF_FACTS else name == "clauses" or paper.gold is not None
                if not counts or answer is None:
                    continue
                rows = answer.get(kind, [{"text": ""}] if kind == "text" else [])
                if damaged and kind != "text":
                    rows = led_back(rows, paper.places)
                total += count(truth, rows)
            scored.setdefault(key, {})[name] = total
    return scored


def measure(passes: int) -> Report:
    """The whole run."""
    children, lost = open_children()
    run = Run(children, lost)
    try:
        names, texts = running()
        seconds = {kind: run.seconds(texts[kind], passes) for kind in texts}
        read, unread = papers()
        truths = [Truth(paper) for paper in read]
        run.load({key: [paper.clean for paper in read] for key in children})
        clean = scores(run.findings(read), truths, damaged=False)
        run.load({key: damaged_for(key, read) for key in children})
        damaged = scores(run.findings(read), truths, damaged=True)
        versions = {key: (child.python, child.versions) for key, child in children.items()}
        sizes = {kind: [len(text) for text in texts[kind]] for kind in texts}
        return Report(
            machine(),
            versions,
            names,
            sizes,
            seconds,
            clean,
            damaged,
            len(read),
            unread,
            run.lost,
            run.refused,
        )
    finally:
        for child in children.values():
            child.close()


def damaged_for(contender: str, read: list[Paper]) -> list[str]:
    """The damaged texts: converted first for those that know no Traditional characters."""
    if contender in ("opencc", "planparse"):
        return [paper.damaged for paper in read]
    return [simplified(paper.damaged) for paper in read]


def main() -> int:
    """Prints the table, or writes it; 1 where the notices are not at hand."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    arguments.add_argument("--write", type=Path, metavar="PAGE", help="the page to put the table into")
    arguments.add_argument(
        "--passes", type=int, default=PASSES, help="over each text (default %(default)s)"
    )
    chosen = arguments.parse_args()
    if not (SHARED / "eval" / "score.py").is_file():
        print("skipped: ../shared, with its notices, is not here")
        return 0
    text = tables(measure(chosen.passes))
    if chosen.write is None:
        print(text)
        return 0
    page = placed(chosen.write.read_text(encoding="utf-8"), text)
    chosen.write.write_text(page, encoding="utf-8", newline="\n")
    print(f"written: {chosen.write}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
