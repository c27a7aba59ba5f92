"""Damage upon damage: whatever a text went through, restoring it keeps its promises.

A history is a piece of a notice and up to six kinds of damage, one upon the other, in any
order, drawn by a seed that the message of a failed test names. Undoing the edits must
give the source, restoring twice must change nothing, and every offset must hold.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import opencc
import pytest
from pypinyin import Style, lazy_pinyin

from conftest import LONG, SEED
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
HISTORIES = 2_000 if LONG else 150
BATCH = 25  # histories in a test
CONVERTERS = [opencc.OpenCC(name) for name in ("s2t", "s2tw", "s2hk")]
ODD = "\u200b\ufeff\xad\u2060\ue5e5\ufffd⾰⻓⼤\xa0"

Damage = Callable[[str, random.Random], str]


def gloss(text: str, rng: random.Random) -> str:
    style = rng.choice([Style.TONE, Style.NORMAL])
    share = rng.choice([0.05, 0.3])
    forms = rng.choice([("(", ")"), ("（", "）"), ("(", " )")])
    out = []
    for character in text:
        out.append(character)
        if "\u4e00" <= character <= "\u9fff" and rng.random() < share:
            reading = f"{forms[0]}{lazy_pinyin(character, style=style)[0]}{forms[1]}"
            out.append(reading * rng.choice([1, 1, 1, 3]))
    return "".join(out)


def break_glosses(text: str, rng: random.Random) -> str:
    places = [at for at, character in enumerate(text) if character in "()（）"]
    for at in sorted(rng.sample(places, min(len(places), 3)), reverse=True):
        text = text[:at] + rng.choice(["?", "\n", "", "?"]) + text[at + rng.choice([0, 1]) :]
    return text


def shift(text: str, rng: random.Random) -> str:
    for _ in range(3):
        at, width = rng.randrange(max(len(text), 1)), rng.randint(2, 6)
        run = text[at : at + width].encode("gbk", "ignore")[1:-1].decode("gbk", "ignore")
        text = f"{text[:at]}?{run}?{text[at + width :]}"
    return text


def lose(text: str, rng: random.Random) -> str:
    """Wide blanks and some characters become question marks."""
    text = text.replace("\u3000", "??") if rng.random() < 0.5 else text
    for _ in range(3):
        at = rng.randrange(max(len(text), 1))
        text = text[:at] + "?" * rng.randint(1, 4) + text[at + 1 :]
    return text


def sprinkle(text: str, rng: random.Random) -> str:
    for _ in range(6):
        at = rng.randrange(len(text) + 1)
        text = (
            text[:at]
            + rng.choice([*ODD, "&nbsp;", "&#12288;", "&amp;lt;", "**", "\r\n", "---"])
            + text[at:]
        )
    return text


def convert(text: str, rng: random.Random) -> str:
    converted: str = rng.choice(CONVERTERS).convert(text)
    return converted


def halve(text: str, rng: random.Random) -> str:
    return text.translate({**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 32})


def wrap(text: str, rng: random.Random) -> str:
    width, indent = rng.randint(18, 44), rng.choice(["\u3000\u3000", "", "    "])
    out: list[str] = []
    for line in text.split("\n"):
        whole = indent + line
        out += [whole[at : at + width] for at in range(0, len(whole), width)]
    for page, at in enumerate(range(15, len(out), 16), start=1):
        out.insert(at, rng.choice([f"— {page} —", f"- {page} -", f"{page}"]))
    return "\n".join(out)


def join(text: str, rng: random.Random) -> str:
    return text.replace("\n", rng.choice(["", "\u3000\u3000", " ", "??"]))


def frame(text: str, rng: random.Random) -> str:
    head = rng.sample(["首页 > 政策文件", "【字体:大 中 小】", "来源：办公厅", "# 标题", "索引号：1"], 2)
    tail = rng.sample(["相关稿件", "打印本页", "责任编辑：李明", "分享到：", "上一篇：无"], 2)
    return "\n".join([*head, text, *tail])


def misread(text: str, rng: random.Random) -> str:
    """Bytes read in another encoding, as far as they can be."""
    wrote, read = rng.choice([("utf-8", "latin-1"), ("utf-8", "cp1252"), ("gb18030", "latin-1")])
    return text.encode(wrote, "replace").decode(read, "replace")


def cut(text: str, rng: random.Random) -> str:
    at = rng.randrange(max(len(text), 1))
    return text[at:] + text[:at]


DAMAGES: tuple[Damage, ...] = (
    gloss,
    break_glosses,
    shift,
    lose,
    sprinkle,
    convert,
    halve,
    wrap,
    join,
    frame,
    misread,
    cut,
)


@cache
def pieces() -> list[str]:
    """The sample, and where they are at hand other notices, as texts to be hurt."""
    root = Path(__file__).resolve().parent.parent
    paths = [root / "data" / "samples" / "quality-action-plan-2022.txt"]
    paths += sorted((SHARED / "corpus").glob("*.txt"))[::8]
    return [path.read_bytes().decode("utf-8", "replace") for path in paths]


@cache
def evaluation() -> ModuleType | None:
    """The program in `../shared` that damages notices, where it is at hand."""
    path = SHARED / "eval" / "damage.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("damage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def history(seed: int) -> tuple[str, str, list[str]]:
    """A damaged text, its kind, and the names of what was done to it."""
    rng = random.Random(seed)
    text = rng.choice(pieces())
    at = rng.randrange(max(len(text) - 1500, 1))
    text = text[at : at + rng.randint(20, 1500)]
    names = []
    for damage in rng.choices(DAMAGES, k=rng.randint(1, 6)):
        text = damage(text, rng)[:6000]
        names.append(damage.__name__)
    program = evaluation()
    if program is not None and rng.random() < 0.3:
        kinds = rng.sample(program.KINDS, rng.randint(1, 6))
        text = program.damage(text, kinds, seed)
        names += kinds
    return text, rng.choice(["txt", "md"]), names


@pytest.mark.parametrize("first", range(0, HISTORIES, BATCH))
def test_what_was_hurt_is_accounted_for(first: int) -> None:
    for number in range(first, first + BATCH):
        seed = int(SEED) + number
        text, kind, names = history(seed)
        said = f"history({seed}): {', '.join(names)}"
        restored, reports = restore(Source(text, kind=kind), default())
        whole = restored.text
        assert whole.undo() == text, said

        again, _ = restore(Source(str(whole), kind=kind), default())
        assert str(again.text) == str(whole), said

        last = 0
        for at in range(len(whole)):
            start, end = whole.source_span(at, at + 1)
            assert last <= start <= end <= len(text), said
            last = start
        for edit in whole.edits():
            assert 0 <= edit.span.start <= edit.span.end <= len(whole), said
            assert 0 <= edit.source_span.start <= edit.source_span.end <= len(text), said
        for report in reports:
            assert 0 <= report.start <= report.end <= len(whole), said
        ends = [0, *(at for span in restored.furniture for at in span), len(whole)]
        assert ends == sorted(ends), said
