"""Single characters that a decoder, a font, a page or a conversion put in the place of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.text import Source

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

REPORTS = [
    ("施行。\ue004第二条\ue004第三条\ue003", ["2 × U+E004", "1 × U+E003"], "one report a character"),
    (
        "本辦法依公務人員交代條例第二十條規定訂定之。主管機關為內政部。",
        ["issued in Traditional"],
        "Taiwan",
    ),
    ("《廢物處置（修訂）條例》於憲報刊登，立法會審議。", ["issued in Traditional"], "Hong Kong"),
    ("行政長官根據澳門特別行政區基本法命令公佈本批示。", ["issued in Traditional"], "Macau"),
    ("各省、自治區、直轄市人民政府：為貫徹落實國務院部署", [], "a mirror of a mainland notice"),
    ("办法由香港、澳门投资者参照执行。", [], "Simplified"),
]


@pytest.mark.parametrize(("text", "messages", "why"), REPORTS, ids=[row[2] for row in REPORTS])
def test_characters_are_reported(text: str, messages: list[str], why: str) -> None:
    _, reports = restore(Source(text), default())
    found = [report.message for report in reports]
    assert len(found) == len(messages), why
    assert all(map(str.startswith, found, messages)), why


@pytest.mark.skipif(not CORPUS.exists(), reason="real notices are beside the project only")
def test_notices_of_taiwan_say_so_and_no_others() -> None:
    told = []
    for path in sorted(CORPUS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        _, reports = restore(Source(text), default())
        if any(report.code.value == "traditional-document" for report in reports):
            told.append(path.name[:4])
    assert told == ["d104", "d105", "d106", "d107", "d108"]


def test_blanks_are_found_inside_markdown_marks() -> None:
    restored, _ = restore(Source("**第一章?总则**", kind="md"), default())
    assert str(restored.text) == "第一章\u3000总则"
