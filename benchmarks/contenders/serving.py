"""How each contender is asked: a process of its own environment, a line of JSON in, a line of JSON out.

The process imports and loads what it needs first, then answers. So no start-up is in any time, and the
runner decides whose turn it is.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from typing import Any

# Of the processor, where the system tells it finely: what others do meanwhile then counts for nothing.
clock = time.perf_counter if sys.platform == "win32" else time.process_time

Finding = dict[str, Any]
Run = Callable[[str], object]
Find = Callable[[str, str | None], dict[str, list[Finding]]]


def serve(tasks: dict[str, tuple[Run, Find]], packages: list[str]) -> None:
    """Answers until standard input ends. `tasks` has for each name what is timed, and what it finds.

    `{"texts": […]}` loads texts; `{"time": TASK, "text": N}` gives `seconds`; `{"find": TASK, "text": N,
    "date": DAY}` gives `found`: findings by kind, offsets counting the text's characters. What a
    package raises comes back as `error`; what it finds is then what it finds in the other sentences.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what packages print is no answer
    questions = os.fdopen(os.dup(0), "r", encoding="utf-8")

    def answer(said: dict[str, Any]) -> None:
        answers.write(json.dumps(said, ensure_ascii=False) + "\n")
        answers.flush()

    for run, _ in tasks.values():
        run("到2025年，新建5个中心，投资3亿元，增长10%。（财政部负责）")
    versions = {name: version(name) for name in packages}
    answer({"python": platform.python_version(), "versions": versions})
    texts: list[str] = []
    for line in questions:
        question = json.loads(line)
        try:
            if "texts" in question:
                texts = question["texts"]
                answer({})
            elif "time" in question:
                run, text = tasks[question["time"]][0], texts[question["text"]]
                start = clock()
                run(text)
                answer({"seconds": clock() - start})
            else:
                answer(look(tasks[question["find"]][1], texts[question["text"]], question["date"]))
        except Exception as error:  # a notice that a package cannot take is told, and the next one asked
            answer({"error": f"{type(error).__name__}: {error}"[:200]})


def look(find: Find, text: str, date: str | None) -> dict[str, Any]:
    """What is found in a text; where that raises, in each of its sentences that does not."""
    try:
        return {"found": find(text, date)}
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:200]
    found: dict[str, list[Finding]] = {}
    for sentence in re.finditer(r"[^。\n]+[。\n]?", text):
        with suppress(Exception):
            for kind, rows in find(sentence[0], date).items():
                for row in rows:
                    moved = {
                        edge: row[edge] + sentence.start() for edge in ("start", "end") if edge in row
                    }
                    found.setdefault(kind, []).append(row | moved)
    return {"found": found, "error": said}
