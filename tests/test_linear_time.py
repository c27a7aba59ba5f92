"""Time grows with the length of a text and no faster, for every rule and for the whole parse.

A pattern that backtracks, or that looks ahead to the end of the text from every place, is
fine on notices and stops for minutes on a text made for it. Each rule is run on its own
words repeated: its examples, the characters that it speaks of, and near misses of both.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator

import pytest

from planparse import parse
from planparse.rulebook import Rule, default

RULES = [rule for rule in default().rules() if rule.source]
FULL = bool(os.environ.get("PLANPARSE_LONG"))

SHORT = 1 << 10
LONG = 64 << 10
FLOOR = 20e-6  # seconds; below it a clock tells nothing
SLACK = 2.0  # times linear: caches and the stack of a long match are worse for the long text
ATTEMPTS = 5  # a machine that does something else is no quadratic pattern; one is that every time
GIVEN_UP = 2.0  # seconds for the long text: thirty times the slowest that a rule may be


def seconds(run: Callable[[], object]) -> float:
    """What one run takes of the processor, whoever else uses the machine."""
    start = time.process_time()
    run()
    return time.process_time() - start


def growth(run: Callable[[str], object], unit: str) -> float:
    """How much longer the long text takes than the short one, over what linear time would."""
    short, long = ((unit * (length // len(unit) + 1))[:length] for length in (SHORT, LONG))
    least = min(seconds(lambda: run(short)) for _ in range(3))
    return seconds(lambda: run(long)) / max(least, FLOOR) / (LONG / SHORT)


def attempts() -> Iterator[int]:
    """Numbers of attempts, further and further apart: a machine may be slow for a while."""
    for number in range(ATTEMPTS):
        yield number
        time.sleep(0.3 * 3**number)


def check_growth(run: Callable[[str], object], unit: str) -> None:
    ratios = []
    for _ in attempts():
        try:
            ratios.append(growth(run, unit))
        except TimeoutError:
            pytest.fail(f"given up on {unit!r} repeated")
        if ratios[-1] <= SLACK:
            return
    pytest.fail(f"{min(ratios):.1f} times slower than linear on {unit!r} repeated")


def alphabet(rule: Rule) -> list[str]:
    """The characters that the rule speaks of, in its pattern and in its examples."""
    plain = re.sub(r"\\.|\(\?&?[<\w]*>?|[\[\](){}?*+|^$.:=!-]", "", rule.source)
    return list(dict.fromkeys(plain + "".join(example["text"] for example in rule.gives)))


def units(rule: Rule) -> list[str]:
    """Texts that, repeated, are the worst that can be thought of for the rule without a search."""
    characters = alphabet(rule)
    examples = [example["text"] for example in rule.gives]
    found = [*examples, *rule.ignores, "".join(characters)]
    for example in examples:
        match = rule.pattern.search(example)
        if match and len(match[0]) > 1:
            found += [match[0], match[0][:-1], match[0][1:], match[0][0] + match[0][-2]]
    # one character at a time: the widest quantifiers of a pattern run over one kind
    step = 1 if FULL else max(len(characters) // 8, 1)
    found += [*characters[::step], " ", "\n", "\u3000", "1", "(", "（"]
    return list(dict.fromkeys(unit for unit in found if unit))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_takes_linear_time(rule: Rule) -> None:
    def run(text: str) -> int:
        return sum(1 for _ in rule.pattern.finditer(text, timeout=GIVEN_UP))

    for unit in units(rule):
        check_growth(run, unit)


WHOLE = {
    "one kind of character": "国",
    "measures": "（一）加强管理。落实责任。（财政部、教育部按职责分工负责）\n",
    "measures without lines": "（一）加强管理。落实责任。（财政部、教育部按职责分工负责）",
    "chapters": "一、总体要求\n",
    "all numbers alike": "一、",
    "open brackets": "（",
    "open brackets of lists": "（责任单位：",
    "closed brackets": "）",
    "targets": "到2025年，拖拉机平均无故障时间达到250小时以上；",
    "numbers": "2022",
    "glosses": "關(guān)于",
    "open glosses": "關(",
    "lost characters": "维?!?、",
    "dates": "2022年11月1日\n",
    "names": "财政部 教育部 ",
    "quotation marks": "“",
    "lines": "\n",
    "blanks": "　",
}


@pytest.mark.parametrize("unit", WHOLE.values(), ids=WHOLE)
def test_a_parse_takes_linear_time(unit: str) -> None:
    check_growth(parse, unit)


def sixty_four(text: str) -> str:
    """The text 64 times over, each copy with a word of its own: a repeated one is not parsed twice."""
    stems, branches = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
    words = [stems[n % 10] + branches[n % 12] + stems[n // 10] for n in range(63)]
    return "\n".join([text, *(text.replace("質(zhì)量", f"{word}量") for word in words)])


@pytest.mark.parametrize("line_end", ["\n", "", "　　"], ids=["lines", "one line", "gaps"])
def test_a_text_64_times_as_long_takes_at_most_80_times_as_long(sample_text: str, line_end: str) -> None:
    text = sample_text.replace("\n", line_end)
    long = sixty_four(text).replace("\n", line_end)
    ratios = []
    for _ in attempts():
        least = min(seconds(lambda: parse(text)) for _ in range(5))
        ratios.append(seconds(lambda: parse(long)) / least * 64 * len(text) / len(long))
        if ratios[-1] <= 80:
            return
    pytest.fail(f"{min(ratios):.0f} times as long")


@pytest.mark.parametrize("character", ["国", "國", "a", "1", "一", "（", "。", "\n", "?", "\ud800"])
def test_a_million_times_the_same_character_is_content(character: str) -> None:
    start = time.perf_counter()
    notice = parse(character * 1_000_000)
    seconds = time.perf_counter() - start
    assert notice.metadata.coverage == 1.0
    assert "no-numbering" in [diagnostic.code.value for diagnostic in notice.diagnostics]
    assert seconds < 30
