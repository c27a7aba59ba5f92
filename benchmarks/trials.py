"""The texts of `benchmarks/peers.py`, and how what is found in them is held against what readers found.

Three things are needed from `../shared`: the notices, the hand-read truth, and the program that
damages a clean text. The truth of times is in `tests/data/facts`. Every place counts characters of the
clean text, which is what planparse restores of a notice; of a damaged text each place is led back to it.
"""

from __future__ import annotations

import csv
import json
import math
import random
import re
import sys
import unicodedata
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from opencc import OpenCC

from planparse import parse_file
from planparse.errors import ReadError

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
FACTS = ROOT / "tests" / "data" / "facts"
GLOSS = re.compile(r"(?:\([a-zǖǘǚǜüāáǎàēéěèīíǐìōóǒòūúǔù]+ ?\))+")
SEED = 13

Finding = dict[str, Any]


class Paper(NamedTuple):
    """A notice that was read by hand: clean, damaged, and the clean place of each damaged character."""

    name: str
    clean: str
    damaged: str
    places: list[int]
    date: str | None
    gold: dict[str, Any] | None
    milestones: list[dict[str, str]]
    quantities: list[dict[str, str]]


class Score(NamedTuple):
    """Rows right, rows that count as found, rows in the truth."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: object) -> Score:
        assert isinstance(other, Score)
        return Score(self.right + other.right, self.found + other.found, self.gold + other.gold)


def shared_program(name: str) -> Any:
    """A module of `../shared/eval`."""
    folder = str(SHARED / "eval")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return import_module(name)


def spoil(clean: str, seed: int) -> tuple[str, list[int]]:
    """The clean text made Traditional, half-width, with glosses; and each character's old place.

    ValueError where the conversion changed the length, so that no place would hold.
    """
    damage = shared_program("damage")
    rng = random.Random(seed)
    converted = damage.trad(clean, rng)
    if len(converted) != len(clean):
        raise ValueError("the conversion changed the length")
    plain, damaged = damage.half(converted), damage.half(damage.gloss(clean, converted, rng, 0.5))
    places: list[int] = []
    for at, character in enumerate(plain):
        assert damaged[len(places)] == character
        places.append(at)
        gloss = GLOSS.match(damaged, len(places))
        if gloss and not plain.startswith(gloss[0], at + 1):
            places.extend([at + 1] * len(gloss[0]))
    assert len(places) == len(damaged)
    return damaged, [*places, len(clean)]


def drawn(sizes: dict[str, int], least: int = 3_000, most: int = 50_000, count: int = 10) -> list[str]:
    """Names of texts from the least size to the most, each as many times longer than the one before.

    Of the three that come nearest to each size, a fixed seed draws one; none is drawn twice.

    >>> drawn({"a": 5, "b": 10, "c": 31, "d": 100, "e": 300}, 10, 100, 2)
    ['b', 'c']
    """
    rng = random.Random(SEED)
    left = {name: size for name, size in sizes.items() if least <= size <= most}
    chosen: list[str] = []
    for number in range(min(count, len(left))):
        aim = least * math.pow(most / least, (number + 0.5) / count)
        near = sorted(left, key=lambda name: (abs(math.log(left[name] / aim)), name))[:3]
        chosen.append(rng.choice(near))
        del left[chosen[-1]]
    return sorted(chosen, key=lambda name: (sizes[name], name))


def running() -> tuple[list[str], dict[str, list[str]]]:
    """The ten notices that are timed, by name, and their texts: clean, damaged, without line ends."""
    damage = shared_program("damage")
    texts = {
        path.name: parse_file(path).text for kind in ("txt", "md") for path in CORPUS.glob(f"*.{kind}")
    }
    names = drawn({name: len(text) for name, text in texts.items()})
    clean = [texts[name] for name in names]
    damaged = [
        damage.damage(text, ["mojibake", "trad", "gloss", "half"], seed)
        for seed, text in enumerate(clean)
    ]
    fused = [re.sub(r"\s*\n\s*", "", text) for text in clean]
    return names, {"clean": clean, "damaged": damaged, "one line": fused}


def papers() -> tuple[list[Paper], list[str]]:
    """The notices that were read by hand, and the names of those that cannot be read here."""
    gold = {}
    for path in sorted((SHARED / "eval" / "gold").glob("*.json")):
        gold[path.stem] = json.loads(path.read_text(encoding="utf-8"))
    facts = {name: rows(name) for name in ("milestones", "quantities")}
    names = sorted({*gold, *(row["notice"] for table in facts.values() for row in table)})
    found, lost = [], []
    for seed, name in enumerate(names):
        path = CORPUS / gold[name]["file"] if name in gold else next(CORPUS.glob(f"{name}[_.]*"))
        try:
            notice = parse_file(path)
            damaged, places = spoil(notice.text, seed)
        except (ReadError, ValueError):
            lost.append(name)
            continue
        day = notice.metadata.issue_date
        date = str(day) if day else gold.get(name, {}).get("issue_date")
        own = [[row for row in table if row["notice"] == name] for table in facts.values()]
        found.append(Paper(name, notice.text, damaged, places, date, gold.get(name), own[0], own[1]))
    return found, lost


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of `tests/data/facts`."""
    with (FACTS / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def led_back(findings: list[Finding], places: list[int]) -> list[Finding]:
    """Findings of a damaged text with the places that they have in the clean one."""
    back = []
    for finding in findings:
        row = dict(finding)
        for edge in ("start", "end"):
            if edge in row:
                row[edge] = places[row[edge]]
        back.append(row)
    return back


def folded(text: str) -> tuple[str, list[int]]:
    """The text as the evaluation compares it, and where each of its characters stood."""
    fold = shared_program("score").fold
    kept, places = [], []
    for at, character in enumerate(text):
        for one in fold(character):
            kept.append(one)
            places.append(at)
    return "".join(kept), [*places, len(text)]


class Truth:
    """What readers found in one notice, each in its place; `lost` counts quotes that the text lacks."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.lost = 0
        self._fold = shared_program("score").fold
        self._key = shared_program("score").number_key
        self._text, self._places = folded(paper.clean)
        gold = paper.gold or {"targets": [], "assignments": [], "headings": []}
        self.headings = Counter(
            (self._key(row["number"]), self._fold(row["heading"]))
            for row in gold["headings"]
            if row["heading"]
        )
        self.values = self._values(gold["targets"])
        self.bodies = self._bodies(gold["assignments"])

    def _find(self, words: str, start: int, end: int) -> tuple[int, int] | None:
        """Where words stand first between two places of the folded text."""
        needle = self._fold(words)
        at = self._text.find(needle, start, end) if needle else -1
        return None if at < 0 else (at, at + len(needle))

    def _values(self, targets: list[dict[str, Any]]) -> list[tuple[int, int, float, str]]:
        """From where to where its clause goes, the value, the unit."""
        found, after = [], 0
        for row in targets:
            place = self._find(row["quote"], after, len(self._text)) or self._find(
                row["quote"], 0, len(self._text)
            )
            if place is None or row["value"] is None:
                self.lost += 1
                found.append((-1, -1, 0.0, ""))
                continue
            after = place[0]
            unit = self._fold(row["unit"])
            found.append((self._places[place[0]], self._places[place[1]], float(row["value"]), unit))
        return found

    def _bodies(self, lists: list[dict[str, Any]]) -> Counter[tuple[int, int]]:
        """Where each body of each list stands."""
        found: Counter[tuple[int, int]] = Counter()
        after = 0
        for listed in lists:
            inside = self._find(listed["quote"], after, len(self._text)) or self._find(
                listed["quote"], 0, len(self._text)
            )
            start, end = inside or (0, 0)
            after = end if inside else after
            for body in listed["agencies"]:
                place = self._find(body["name"], start, end)
                if place is None:
                    self.lost += 1
                    found[-1 - self.lost, -1] += 1
                    continue
                start = place[1]
                found[self._places[place[0]], self._places[place[1] - 1] + 1] += 1
        return found

    def score_headings(self, findings: list[Finding]) -> Score:
        """Numbers with the title behind them, wherever they stand."""
        found = Counter((self._key(row["number"]), self._fold(row["heading"])) for row in findings)
        return Score((found & self.headings).total(), found.total(), self.headings.total())

    def score_bodies(self, findings: list[Finding], *, touched: bool = False) -> Score:
        """Names from first character to last, or, `touched`, of which any character is found."""
        found = Counter((row["start"], row["end"]) for row in findings)
        if not touched:
            return Score((found & self.bodies).total(), found.total(), self.bodies.total())
        seen = {at for start, end in found for at in range(start, end)}
        right = sum(
            n for (start, end), n in self.bodies.items() if not seen.isdisjoint(range(start, end))
        )
        return Score(right, found.total(), self.bodies.total())

    def score_values(self, findings: list[Finding], *, unit: str | None = None) -> Score:
        """Values in their clause, each finding for one; `unit` takes those with that unit alone."""
        left = sorted(findings, key=lambda row: int(row["start"]))
        right = gold = 0
        for start, end, value, own in self.values:
            if unit is not None and own != unit:
                continue
            gold += 1
            for row in left:
                if start <= row["start"] < end and math.isclose(row["value"], value, rel_tol=1e-6):
                    left.remove(row)
                    right += 1
                    break
        return Score(right, len(findings), gold)

    def score_due(self, findings: list[Finding]) -> Score:
        """Times of tasks with their last day; one on no number that a reader noted is not judged."""
        due = [(int(row["start"]), row["words"], row["deadline"]) for row in self.paper.milestones]
        other = [(int(row["start"]), row["words"]) for row in self.paper.quantities]
        gold = [
            (at, at + len(words), last_day(day)) for at, words, day in due if re.match(r"\d{4}", day)
        ]
        spans = [(at, at + len(words)) for at, words, _ in due] + [(at, at + len(w)) for at, w in other]
        judged = [row for row in findings if row["last"] and any(meets(row, *span) for span in spans)]
        right = sum(
            any(meets(row, a, b) and day in row["last"] for row in findings) for a, b, day in gold
        )
        return Score(right, len(judged), len(gold))

    def score_any_time(self, findings: list[Finding]) -> Score:
        """Times of any sort, found at all."""
        periods = [row for row in self.paper.quantities if row["kind"] == "period"]
        spans = [(int(row["start"]), len(row["words"])) for row in [*self.paper.milestones, *periods]]
        right = sum(any(meets(row, at, at + size) for row in findings) for at, size in spans)
        return Score(right, len(findings), len(spans))

    def score_text(self, text: str) -> Score:
        """Clauses that come back as they were, the width of characters and blanks aside."""
        wanted, found = clauses(self.paper.clean), clauses(text)
        return Score((wanted & found).total(), found.total(), wanted.total())


def clauses(text: str) -> Counter[str]:
    """The text between punctuation, piece by piece."""
    pieces = re.split(r"[,.;:!?。、]", unicodedata.normalize("NFKC", text))
    return Counter(piece for piece in ("".join(one.split()) for one in pieces) if piece)


def meets(row: Finding, start: int, end: int) -> bool:
    """Whether a finding shares a character with the span."""
    return bool(row["start"] < end and start < row["end"])


def last_day(deadline: str) -> str:
    """The last day of a year, a month or a day.

    >>> last_day("2022-06"), last_day("2025"), last_day("2018-09-10")
    ('2022-06-30', '2025-12-31', '2018-09-10')
    """
    year, month, day = ([int(part) for part in deadline.split("-")] + [0, 0])[:3]
    month = month or 12
    length = (
        29
        if month == 2 and year % 4 == 0
        else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    )
    return f"{year}-{month:02}-{day or length:02}"


def simplified(text: str) -> str:
    """The text as OpenCC converts it, which keeps every place."""
    converted = str(OpenCC("t2s").convert(text))
    assert len(converted) == len(text)
    return converted
