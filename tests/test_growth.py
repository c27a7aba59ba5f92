"""No rule takes more than linear time on the worst text that a search finds for it.

`test_linear_time.py` repeats what a rule speaks of. Here a search climbs from there: pieces of the
rule's own words, examples and near misses are put together, and what takes longest a character is
changed again. The worst is then timed up to 64 KB, in the long run to 256 KB.
"""

from __future__ import annotations

import re
from random import Random

import pytest
import regex

from conftest import LONG
from planparse.rulebook import Rule, Rulebook, default
from test_linear_time import GIVEN_UP, RULES, alphabet, attempts, seconds

SEARCHED = 2 << 10  # characters of a text that is tried
# Below a few times a pattern's bound its time a character still grows: the least is for a bound of 600.
SHORT, MIDDLE, WHOLE = 4 << 10, 16 << 10, (256 if LONG else 64) << 10
STEPS = 300 if LONG else 4
CHECKED = 5 if LONG else 1
ALLOWED = 4 / 3  # of linear growth
FLOOR = 5e-3  # seconds for the long text; what is quicker, a clock cannot tell from linear
CALL = re.compile(r"\(\?&([a-z_]+)\)")

Unit = tuple[str, ...]


def pieces(rule: Rule) -> list[str]:
    """What texts for a rule are put together from."""
    words = alphabet(rule)
    for name in CALL.findall(rule.source):
        found = default().words(f"{rule.id.split('.')[0]}.{name}")
        words += [found[0], found[-1], max(found, key=len)]
    for text in [*(example["text"] for example in rule.gives), *rule.ignores]:
        match = rule.pattern.search(text)
        for part in (text, match[0] if match else ""):
            words += [part, part[:-1], part[1:], part[: len(part) // 2]]
    return list(dict.fromkeys(word for word in [*words, " ", "\n", "　", "1", "（"] if word))


def repeated(unit: Unit, length: int) -> str:
    text = "".join(unit)
    return (text * (length // len(text) + 1))[:length]


def run(pattern: regex.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def cost(pattern: regex.Pattern[str], unit: Unit, length: int = SEARCHED) -> float:
    """The seconds that the pattern takes on the unit repeated; the time-out where it is worse."""
    text = repeated(unit, length)
    try:
        return seconds(lambda: sum(1 for _ in pattern.finditer(text, timeout=GIVEN_UP)))
    except TimeoutError:
        return GIVEN_UP


def changed(unit: Unit, words: list[str], random: Random) -> Unit:
    """The unit with one piece put in, taken out, or replaced by another or by a part of itself."""
    parts = list(unit)
    at = random.randrange(len(parts) + 1)
    choice = random.random()
    if choice < 0.45 or not parts:
        parts.insert(at, random.choice(words))
    elif choice < 0.6 and len(parts) > 1:
        parts.pop(at % len(parts))
    elif choice < 0.85:
        parts[at % len(parts)] = random.choice(words)
    else:
        part = parts[at % len(parts)]
        parts[at % len(parts)] = part[: random.randrange(len(part)) + 1] * random.randint(1, 3)
    return tuple(parts[:6])


def worst(rule: Rule, steps: int) -> list[Unit]:
    """The units that a climb from each of the best beginnings finds to cost most, dearest first."""
    random = Random(rule.id)
    words = pieces(rule)
    begin = [(word,) for word in random.sample(words, min(len(words), max(steps, 8)))]
    known = {unit: cost(rule.pattern, unit) for unit in begin}
    for step in range(steps):
        best = sorted(known, key=lambda unit: known[unit], reverse=True)[:4]
        unit = changed(best[step % len(best)], words, random)
        if unit not in known:
            known[unit] = cost(rule.pattern, unit)
    return sorted(known, key=lambda unit: known[unit], reverse=True)


def growth(pattern: regex.Pattern[str], unit: Unit) -> float:
    """The time for the whole text at once, over that for as much in short pieces."""
    middle = cost(pattern, unit, MIDDLE)
    if middle >= GIVEN_UP:  # what follows has no time-out, which makes matching four times slower
        return GIVEN_UP / cost(pattern, unit, SHORT) / (MIDDLE / SHORT)
    short, whole = repeated(unit, SHORT), repeated(unit, WHOLE)
    long = seconds(lambda: run(pattern, whole))
    if long < FLOOR:
        return 1.0
    return long / seconds(lambda: [run(pattern, short) for _ in range(WHOLE // SHORT)])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_worst_that_is_found_grows_with_the_text(rule: Rule) -> None:
    for unit in worst(rule, STEPS)[:CHECKED]:
        ratios = []
        for _ in attempts():
            ratios.append(growth(rule.pattern, unit))
            if ratios[-1] <= ALLOWED:
                break
        else:
            pytest.fail(f"{min(ratios):.2f} times linear on {unit!r} repeated")


PLANTED = """
[[planted]]
id = "planted"
why = "the worst text for it is none of its own words: the search puts it together"
pattern = '（[^）]*甲）'
gives = [{ text = "（乙甲）" }]
ignores = ["乙丙"]
"""


def test_the_search_finds_what_is_planted() -> None:
    book = Rulebook({"rules/planted.toml": PLANTED.encode()}, {})
    rule = book.rule("planted.planted")
    assert growth(rule.pattern, worst(rule, 60)[0]) > 2 * ALLOWED
