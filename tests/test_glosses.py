"""Glosses: each case by where it comes from, with what is left of it and why.

`wild` was seen on mirror sites, `synthetic` is made for a path through the code, `untouched`
looks like a gloss and is none, `known failure` is a gloss that stays or a word that goes.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from planparse.repair.glosses import remove_glosses
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source, TracedText

AMONG = "農(nong)業(ye)部門(men)負責(ze)"  # glosses enough to speak for their neighbours

CASES = [
    ("wild", "關(guān)于印發(fā)方案", "關于印發方案", "with tones"),
    ("wild", "社會(huì )保障", "社會保障", "a space inside"),
    ("wild", "農(nong)業(ye)", "農業", "without tones"),
    ("wild", "局(ju)(ju)(ju)(ju)長", "局長", "repeated"),
    ("wild", "國務院(yuan)(yuan)", "國務院", "repeated at the end"),
    ("wild", "（農業廳(局(ju)(ju)、委)）", "（農業廳(局、委)）", "inside real brackets"),
    ("wild", "獎?jiǎng)創(chuàng)新", "獎創新", "the mark is the bracket of a carrier that is there"),
    (
        "wild",
        "表彰?jiǎng)?創(chuàng)新",
        "表彰??創新",
        "half a gloss; what was lost with it is not invented",
    ),
    ("wild", "思_(kāi)發(fā)布)", "思_發布)", "the carrier is lost, its gloss is no word"),
    ("wild", "农(nóng)业(yè)", "农业", "on Simplified text"),
    ("wild", "农(nong)业(ye)", "农业", "on Simplified text without tones"),
    ("wild", "關（guān）于", "關于", "full-width brackets"),
    ("wild", "關（guān)于", "關于", "brackets of two widths"),
    ("wild", "關(gu\nān)于", "關于", "split by a line break, which goes with it"),
    ("wild", "關\n(guān)于", "關\n于", "the line break before it stays"),
    ("wild", "關(guān\n)于", "關于", "only the closing bracket is on the next line"),
    ("wild", "局(j\nu)(\nju)長", "局長", "repeated, without tones, split"),
    ("wild", "關(gu\n— 3 —\nān)于", "關\n— 3 —\n于", "a page number inside stays"),
    ("wild", "關\n— 3 —\n(guān)于", "關\n— 3 —\n于", "a page number before it"),
    ("wild", "局(ju)\n— 12 —\n(ju)長", "局\n— 12 —\n長", "a page number between repeats"),
    ("wild", f"{AMONG}的(di)", "農業部門負責的", "a reading of 的, though not this one"),
    ("wild", f"{AMONG}發(ba)展", "農業部門負責發展", "a wrong reading among glosses"),
    ("wild", f"額(e){AMONG}", "額農業部門負責", "one letter, right, among glosses"),
    ("wild", "旅(lv)游(you)", "旅游", "v for ü"),
    ("wild", "旅(lü)游(you)", "旅游", "ü without its tone"),
    ("wild", "旅(lu)游(you)", "旅游", "u for ü"),
    ("wild", "戰略(lüè)", "戰略", "ü with a tone on the next letter"),
    ("wild", "綠(lǜ)色", "綠色", "ü with its own tone"),
    ("synthetic", "關(gua\u0304n)于", "關于", "a tone as a character of its own"),
    ("synthetic", "戰略(lue)", "戰略", "lue for lüe"),
    ("synthetic", "重(zhong)要", "重要", "a character of two readings, the first"),
    ("synthetic", "重(chong)要", "重要", "a character of two readings, the second"),
    ("synthetic", "沿著(zhe)", "沿著", "a reading that only the Simplified form has"),
    ("synthetic", "局(jú)(ju)長", "局長", "repeated with and without its tone"),
    ("synthetic", "甲(a)(jia)乙", "甲(a)乙", "a bracket that is none does not hide the next"),
    ("synthetic", "獎(jiǎng?、", "獎?、", "the closing bracket is lost; something stood there"),
    ("synthetic", f"{AMONG}?jiang)?", "農業部門負責??", "half a gloss without a tone among whole ones"),
    (
        "synthetic",
        "關(guān)于印發(fā)旰(gàn)縣(xiàn)",
        "關于印發旰縣",
        "a rare character in a glossed text",
    ),
    (
        "synthetic",
        f"{AMONG}客户端(app)、總值(GDP)",
        "農業部門負責客户端(app)、總值(GDP)",
        "words among glosses",
    ),
    (
        "synthetic",
        f"{AMONG}能(neng)力智能(ai)",
        "農業部門負責能力智能(ai)",
        "能 is glossed alike everywhere",
    ),
    ("untouched", "国内生产总值(GDP)", "国内生产总值(GDP)", "capital letters"),
    ("untouched", "物(VOCs)、应用(App)", "物(VOCs)、应用(App)", "letters of both kinds"),
    ("untouched", "客户端(app)", "客户端(app)", "no syllable"),
    ("untouched", "资本合作（ppp）模式", "资本合作（ppp）模式", "no syllable, full-width brackets"),
    ("untouched", "事实上的(de facto)标准", "事实上的(de facto)标准", "two words, the first a reading"),
    ("untouched", "人工智能(ai)", "人工智能(ai)", "a syllable, but no reading of 能"),
    ("untouched", "标准(an)、方法(can)", "标准(an)、方法(can)", "words that are syllables"),
    ("untouched", "总额(e)=收入(a)", "总额(e)=收入(a)", "letters that name a figure"),
    ("untouched", "咖啡馆(café)", "咖啡馆(café)", "an accent, but no syllable"),
    ("untouched", "首都北京（Běijīng）", "首都北京（Běijīng）", "a word of two syllables"),
    ("untouched", "拼音(pīnyīn)", "拼音(pīnyīn)", "two syllables"),
    ("untouched", "睢（suī）县", "睢（suī）县", "the author reads a rare character to us"),
    (
        "untouched",
        "睢（sui）县、婺（wù）源",
        "睢（sui）县、婺（wù）源",
        "the author reads rare characters",
    ),
    ("untouched", "零部件(元器件)", "零部件(元器件)", "Chinese words"),
    ("untouched", "ISO(jū)", "ISO(jū)", "behind a Latin word"),
    ("untouched", "什么?(an)", "什么?(an)", "behind a question"),
    ("untouched", "1.(a)(b)(c)", "1.(a)(b)(c)", "letters that number"),
    ("untouched", "", "", "nothing"),
    ("untouched", "(guān)", "(guān)", "behind nothing"),
]
KNOWN_FAILURES = [
    (
        "朝（cháo）阳升起",
        "朝（cháo）阳升起",
        "an author's reading of a character in daily use is taken for a site's",
    ),
    ("首都北京(Jīng)", "首都北京", "a capital letter may begin a gloss as well as a name"),
    ("每亩(mu)地", "每亩(mu)地", "a unit that sounds as its character"),
    ("獎(jiǎng創(chuàng)新", "獎創新", "a closing bracket that left no mark"),
]


def check(text: str, expected: str) -> None:
    found = remove_glosses(TracedText(text), default())
    assert str(found) == expected
    assert found.undo() == text
    assert str(remove_glosses(TracedText(expected), default())) == expected, "once is enough"
    removed = sum(len(edit.original) for edit in found.edits())
    assert len(text) - removed == len(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, expected, id=f"{origin}: {why}") for origin, text, expected, why in CASES],
)
def test_a_gloss(text: str, expected: str) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=why, marks=pytest.mark.xfail(strict=True, reason=why))
        for text, expected, why in KNOWN_FAILURES
    ],
)
def test_a_known_failure(text: str, expected: str) -> None:
    check(text, expected)


def test_each_gloss_has_its_rule() -> None:
    """What a gloss was known by is in its edit, with how surely."""
    text = remove_glosses(TracedText(f"關(guān)于{AMONG}發(ba)展表彰?jiǎng)?"), default())
    assert text.counts() == {
        "restore.pinyin-gloss": 1,
        "restore.toneless-gloss": 4,
        "restore.broken-gloss": 1,
        "restore.doubtful-gloss": 1,
    }
    assert [edit.original for edit in text.edits()] == [
        *("(guān)", "(nong)", "(ye)", "(men)", "(ze)"),
        *("jiǎng)", "(ba)"),
    ]
    assert all(text.source[slice(*edit.source_span)] == edit.original for edit in text.edits())


PIECES = [
    *(
        "關(guān)",
        "會(huì\xa0)",
        "局(ju)",
        "(ju)",
        "（guān）",
        "?jiǎng)",
        "?",
        "(",
        ")",
        "（",
        "）",
        "guān",
        "ān",
        "ju",
    ),
    *(
        "(a)",
        "(e)",
        "額(e)",
        "農(nong)",
        "業(ye)",
        "的(di)",
        "(de)",
        "_(kāi)",
        "婺(wù)",
        "睢（sui）",
        "(gu\nān)",
        "(app)",
    ),
    *(
        "能(ai)",
        "(neng)",
        "国",
        "國",
        "。",
        "\ufffd",
        "5",
        "a?",
        "行",
        "(xing)",
        "v",
        "ü",
        "\u0304",
        "略(lue)",
        " ",
    ),
    *("\n— 3 —\n", "\n", "\u3000"),
]


def test_once_is_enough_for_any_mixture() -> None:
    """What is taken away never makes a gloss of what was none."""
    draw = random.Random(20221101)
    for _ in range(3000):
        source = "".join(draw.choice(PIECES) for _ in range(draw.randint(1, 25)))
        found = remove_glosses(TracedText(source), default())
        assert found.undo() == source
        assert str(remove_glosses(TracedText(str(found)), default())) == str(found), source


def test_a_character_and_its_other_form_read_alike() -> None:
    """Conversion comes after the glosses; what is none before it is none behind it."""
    import opencc

    rows = {row["syllable"]: set(row["characters"]) for row in default().rows("readings.csv")}
    convert = opencc.OpenCC("t2s").convert
    for syllable, characters in rows.items():
        assert {convert(ch) for ch in characters} <= characters, syllable


def test_right_text_is_not_touched(corpus_dir: Path) -> None:
    """No bracket of a clean notice is taken for a gloss: (VOCs), (GDP), (APP)."""
    notices = [path for kind in ("*.txt", "*.md", "*.html") for path in sorted(corpus_dir.glob(kind))]
    assert len(notices) > 200
    for path in notices:
        if path.name == "quality-action-plan-2022.txt":
            continue
        source = TracedText(path.read_text(encoding="utf-8", errors="replace"))
        found = remove_glosses(source, default())
        assert not found.counts(), (path.name, [edit.original for edit in found.edits()][:5])


def test_tones_need_no_table() -> None:
    """The readings are read only where a gloss has no tone: a start without them is quicker."""
    from planparse.rulebook import load

    book = load()
    restore(Source("關(guān)于印發(fā)方案的通知"), book)
    assert "restore.readings" not in book._memo
    restore(Source("農(nong)業(ye)"), book)
    assert "restore.readings" in book._memo
