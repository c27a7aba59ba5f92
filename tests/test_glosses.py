"""Glosses, beyond the cases of `data/restoration.toml`: rules, mixtures, clean notices."""

from __future__ import annotations

import random
from pathlib import Path

from planparse.repair.glosses import remove_glosses
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source, TracedText

AMONG = "農(nong)業(ye)部門(men)負責(ze)"  # glosses enough to speak for their neighbours


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
