"""The table of `benchmarks/peers.py` as Markdown, and where it goes in the page."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path
from typing import NamedTuple

from field import CONTENDERS, ROWS
from trials import Score

BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"
YARDSTICKS = (("opencc", "convert"), ("script", "read"))
SUMMARY = {"headings": "headings", "bodies": "bodies", "targets": "targets", "deadlines": "deadlines"}
DETAILS = {
    "bodies touched": "bodies, any part",
    "targets in %": "targets in %",
    "targets in 元": "targets in 元",
    "any time": "times of any sort",
}

Key = tuple[str, str]


class Report(NamedTuple):
    """All that one run measured."""

    machine: str
    versions: dict[str, tuple[str, dict[str, str]]]  # of each contender its Python and its packages
    names: list[str]  # the notices that were timed
    sizes: dict[str, list[int]]  # their characters, by kind of text
    seconds: dict[str, dict[Key, dict[int, float]]]  # by kind of text, row and number of the text
    clean: dict[Key, dict[str, Score]]
    damaged: dict[Key, dict[str, Score]]
    papers: int  # how many notices were scored
    unread: list[str]  # those that could not be
    lost: dict[Key, str]  # why a row has no figures
    refused: dict[Key, set[str]]  # what a row raised


def machine() -> str:
    """Processor, cores and system, as far as the system tells."""
    model = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.is_file():
        found = re.search(r"^model name\s*:\s*(.+)$", told.read_text(encoding="utf-8"), re.MULTILINE)
        model = found[1] if found else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}"


def tables(report: Report) -> str:
    """The tables with what they were measured on."""
    lines = [*_conditions(report), "", *_summary(report), "", *_details(report)]
    for key, errors in sorted(report.refused.items()):
        said = "; ".join(sorted(errors))
        lines += [
            "",
            f"{_name(key)} raised on some notices, which it then got sentence by sentence: {said}.",
        ]
    return "\n".join(lines)


def placed(page: str, text: str) -> str:
    """The page with the text between its two marks. ValueError where it has not both.

    >>> placed("a\\n<!-- measured -->\\nold\\n<!-- end of what was measured -->\\nz", "new")
    'a\\n<!-- measured -->\\n\\nnew\\n\\n<!-- end of what was measured -->\\nz'
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs a line {BEGIN} and a line {END}")
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def _conditions(report: Report) -> list[str]:
    """What it ran on."""
    versions = []
    for key, (python, packages) in report.versions.items():
        what = [f"{name} {version}" for name, version in packages.items()]
        versions.append(f"{CONTENDERS[key].name}: {', '.join([*what, f'Python {python}'])}")
    times = report.seconds["clean"].get(YARDSTICKS[0])
    rate = ""
    if times:
        millions = sum(report.sizes["clean"][number] for number in times) / sum(times.values()) / 1e6
        rate = f" OpenCC converts {millions:.0f} million characters of clean text a second."
    sizes = report.sizes["clean"]
    numbers = ", ".join(
        f"{name.partition('_')[0]} ({size:,})" for name, size in zip(report.names, sizes, strict=True)
    )
    unread = (
        f" Left out, for they cannot be read here: {', '.join(report.unread)}." if report.unread else ""
    )
    return [
        f"Machine: {report.machine}.{rate}",
        "",
        *(f"- {version}" for version in versions),
        "",
        f"Timed: {numbers}; in brackets their characters. Scored: {report.papers} notices.{unread}",
    ]


def _summary(report: Report) -> list[str]:
    """The one table: a row a program, its speed beside its accuracy."""
    kinds = list(report.seconds)
    head = ["program", "does"]
    head += [f"speed, {kind}" for kind in kinds]
    head += [*SUMMARY.values(), "damaged clauses back"]
    lines = [_line(head), _line(["---"] * len(head))]
    for row in ROWS:
        key = (row.contender, row.task)
        if key in report.lost:
            lines.append(_line([_name(key), f"{row.does}: {report.lost[key]}", *[""] * (len(head) - 2)]))
            continue
        cells = [_name(key), row.does]
        cells += [_speed(report.seconds[kind], key, len(report.names)) for kind in kinds]
        own = report.clean.get(key, {})
        cells += [_share(own.get(name)) for name in SUMMARY]
        cells.append(_recall(report.damaged.get(key, {}).get("clauses")))
        lines.append(_line(cells))
    return lines


def _details(report: Report) -> list[str]:
    """The second table: the same on damaged text, and what is nearer to what others are made for."""
    head = ["program", *(f"{name}, damaged" for name in SUMMARY.values()), *DETAILS.values()]
    lines = [_line(head), _line(["---"] * len(head))]
    for row in ROWS:
        key = (row.contender, row.task)
        clean, damaged = report.clean.get(key, {}), report.damaged.get(key, {})
        cells = [_share(damaged.get(name)) for name in SUMMARY]
        cells += [_recall(clean.get(name), count=True) for name in DETAILS]
        if any(cells):
            lines.append(_line([_name(key), *cells]))
    return lines


def _name(key: Key) -> str:
    name = CONTENDERS[key[0]].name
    rows = [row for row in ROWS if row.contender == key[0]]
    return f"{name}, {key[1]}" if len(rows) > 1 else name


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _speed(seconds: dict[Key, dict[int, float]], key: Key, texts: int) -> str:
    """A row's rate over those of OpenCC and of the script on the same texts; `*` where not on all.

    >>> times = {("opencc", "convert"): {0: 1.0, 1: 9.0}, ("script", "read"): {0: 30.0}}
    >>> _speed(times | {("a", "b"): {0: 10.0}}, ("a", "b"), 2)
    '0.1 / 3 *'
    """
    own = seconds.get(key, {})
    if not own:
        return ""
    cells = []
    for yardstick in YARDSTICKS:
        both = own.keys() & seconds.get(yardstick, {}).keys()
        cells.append(
            _figure(sum(seconds[yardstick][n] for n in both) / sum(own[n] for n in both))
            if both
            else "–"
        )
    return " / ".join(cells) + (" *" if len(own) < texts else "")


def _figure(ratio: float) -> str:
    """A ratio with two figures that count.

    >>> _figure(0.0123), _figure(1.5), _figure(128.6), _figure(0.0000321)
    ('0.012', '1.5', '130', '0.000032')
    """
    rounded = float(f"{ratio:.2g}")
    if rounded >= 10:
        return f"{rounded:.0f}"
    return f"{rounded:g}" if rounded >= 0.0001 else f"{rounded:.6f}"


def _share(score: Score | None) -> str:
    """Recall and precision in per cent.

    >>> _share(Score(3, 4, 10))
    '30 / 75'
    """
    if score is None:
        return ""
    return f"{_percent(score.right, score.gold)} / {_percent(score.right, score.found)}"


def _recall(score: Score | None, *, count: bool = False) -> str:
    """Recall in per cent; with `count` of how many."""
    if score is None:
        return ""
    return f"{_percent(score.right, score.gold)}{f' % of {score.gold}' if count else ''}"


def _percent(part: int, whole: int) -> str:
    """A share in per cent, downwards, so that 100 is all.

    >>> _percent(999, 1000), _percent(0, 0)
    ('99', '–')
    """
    return str(100 * part // whole) if whole else "–"
