"""Counts the weights of `data/titles.csv` over the titles of notices that have their line ends.

usage: python tests/weigh_titles.py [CORPUS]

Reads the text and Markdown notices of CORPUS (default ../shared/corpus), takes every
numbered title that ends in a full stop or a line end with its body behind it, and writes
how much more often a pair of characters ends a title, or begins a body, than it stands
anywhere: log odds, clipped. Rows are sorted, so the same corpus gives the same file.
"""

from __future__ import annotations

import csv
import itertools
import sys
from collections import Counter
from math import log
from pathlib import Path

import regex

from planparse.layout.paragraphs import Layout, lines_are_gone
from planparse.readers import read_file
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.stages.structure import structure

ROOT = Path(__file__).resolve().parent.parent
FEWEST, MOST, SHORTEST, LONGEST = 2, 500, 4, 40


def titles_of(path: Path) -> list[tuple[str, str]]:
    """Each title of the notice with the first words of its body."""
    restored, _ = restore(read_file(path), default())
    text = restored.text.text
    if lines_are_gone(Layout.of(text, restored.furniture, default())):
        return []
    outline, _ = structure(text, restored.furniture, default())
    found = []
    for node in outline.nodes:
        if node.heading is None or node.kind in ("article", "section", "box", "part", "annex"):
            continue
        start, end = node.heading
        behind = text[end : node.text_end]
        if SHORTEST <= end - start <= LONGEST and regex.match(r"。|[ \t]*\n|\u3000\u3000", behind):
            body = regex.sub(r"^[。\s]+", "", behind)[:60]
            if len(body) >= 20 and body[0] not in "（(1一" and "\t" not in body:
                found.append((text[start:end], body))
    return found


def log_odds(counts: Counter[str], anywhere: Counter[str], number: int) -> list[tuple[str, float]]:
    """The commonest of `counts` with their clipped log odds against `anywhere`."""
    total = anywhere.total()
    rows = []
    for words, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]:
        if count >= FEWEST:
            odds = log((count + 1) / (number + 1)) - log((anywhere[words] + 2) / total)
            rows.append((words, max(-3.0, min(6.0, odds))))
    return rows


def main() -> None:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "corpus"
    titles: list[tuple[str, str]] = []
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for path in sorted([*corpus.glob("*.txt"), *corpus.glob("*.md")]):
        titles += titles_of(path)
        for run in regex.findall(r"\p{Han}+", path.read_text(encoding="utf-8")):
            singles.update(run)
            pairs.update(a + b for a, b in itertools.pairwise(run))
    number = len(titles)
    lengths = Counter(min(len(title), LONGEST) for title, _ in titles)
    rows = [
        (side, words, weight)
        for side, counts, anywhere in (
            ("last", Counter(title[-2:] for title, _ in titles), pairs),
            ("last", Counter(title[-1] for title, _ in titles), singles),
            ("first", Counter(body[:2] for _, body in titles), pairs),
            ("first", Counter(body[0] for _, body in titles), singles),
        )
        for words, weight in log_odds(counts, anywhere, number)
    ]
    rows += [("length", str(n), log((lengths[n] + 2) / (number + 80))) for n in range(LONGEST + 1)]
    with (ROOT / "data" / "titles.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["side", "words", "weight"])
        writer.writerows(sorted((side, words, f"{weight:.2f}") for side, words, weight in rows))
    print(f"{len(rows)} weights from {number} titles")


if __name__ == "__main__":
    main()
