"""Counts `data/pairs.csv`: how common characters, and pairs of neighbours, are in notices.

usage: python tests/count_pairs.py DICTIONARY [CORPUS] [--every-other] [--out FILE]

DICTIONARY is jieba's `dict.txt` (MIT): a word, how often, and its kind on each line.
CORPUS is a folder of notices (default ../shared/corpus, its text and Markdown files
without the sample). `--every-other` leaves out each second notice, so that what the table
does for notices that it has not seen can be measured. Pairs are kept by how much they
tell; rows are sorted, so the same input gives the same file.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from itertools import pairwise
from math import log
from pathlib import Path

from planparse.repair.pairs import BASE, GRADES, STEP, fold
from planparse.rulebook import data_root

ROOT = Path(__file__).resolve().parent.parent
WORDS_WEIGH = 0.5  # what all words of the dictionary count against all text of the corpus
FEWEST = 1.5
MOST_BYTES = 148_000


def notices(corpus: Path, every_other: bool) -> list[str]:
    paths = sorted(path for path in corpus.iterdir() if path.suffix in (".txt", ".md"))
    paths = [path for path in paths if not path.name.startswith("quality-action-plan")]
    return [path.read_text(encoding="utf-8") for path in paths[:: 2 if every_other else 1]]


def counted(dictionary: Path, texts: list[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each character and each pair occurs; words weigh as all texts do, times a share."""
    pairs: Counter[str] = Counter()
    for text in texts:
        folded = fold(text)
        pairs.update(a + b for a, b in pairwise(folded) if not a == b == "|")
    total = sum(pairs.values())
    words = [line.split(" ") for line in dictionary.read_text(encoding="utf-8").splitlines()]
    spelled = sum(int(often) * max(len(word) - 1, 0) for word, often, _ in words)
    weight = WORDS_WEIGH * total / spelled
    found: dict[str, float] = dict(pairs)
    for word, often, _ in words:
        if all("\u4e00" <= ch <= "\u9fff" for ch in word):
            for a, b in pairwise(word):
                share = weight if len(word) == 2 else weight / 4  # 维埃 is in no word but 苏维埃
                found[a + b] = found.get(a + b, 0) + int(often) * share
    singles: dict[str, float] = {}
    for pair, often in sorted(found.items()):
        singles[pair[1]] = singles.get(pair[1], 0) + often
        singles[pair[0]] = singles.get(pair[0], 0)
    return Counter(found), Counter(singles)


def grade(often: float) -> int:
    """The grade, 1 to GRADES, of something that occurs `often`."""
    return min(max(round(log(often / BASE) / log(STEP)) + 1, 1), GRADES)


def row(first: str, followers: list[tuple[str, float]]) -> list[str]:
    """`first` and its followers, the commonest grade first: `护3修1持`."""
    graded: dict[int, list[str]] = {}
    for follower, often in followers:
        graded.setdefault(grade(often), []).append(follower)
    return [first, "".join(f"{g}{''.join(sorted(graded[g]))}" for g in sorted(graded, reverse=True))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("dictionary", type=Path)
    parser.add_argument("corpus", type=Path, nargs="?", default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--every-other", action="store_true")
    parser.add_argument("--out", type=Path, default=data_root() / "pairs.csv")
    options = parser.parse_args()
    pairs, singles = counted(options.dictionary, notices(options.corpus, options.every_other))
    total = sum(singles.values())
    in_gbk = {ch for ch in singles if ch in "na|" or len(ch.encode("gbk", "ignore")) == 2}
    known = {ch: often for ch, often in singles.items() if ch in in_gbk and often >= 0.3}
    worth = [
        (often * log(often * total / (known[pair[0]] * known[pair[1]])), pair)
        for pair, often in pairs.items()
        if often >= FEWEST
        and pair[0] in known
        and pair[1] in known
        and often * total > 2 * known[pair[0]] * known[pair[1]]
    ]
    worth.sort(key=lambda item: (-item[0], item[1]))
    rows: dict[str, list[tuple[str, float]]] = {"": sorted(known.items())}
    size = 3 * len(known) + 100
    for _, pair in worth:
        size += 3 if pair[0] in rows else 10
        if size > MOST_BYTES:
            break
        rows.setdefault(pair[0], []).append((pair[1], pairs[pair]))
    with options.out.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["first", "followers"])
        writer.writerows(row(first, rows[first]) for first in sorted(rows))


if __name__ == "__main__":
    main()
