"""The report as a file: nothing of the notice is lost, and nothing in it is more than text."""

from __future__ import annotations

import itertools
import json
import re
import sys
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

import reports
from conftest import LONG, SEED
from grammar.composition import compose
from planparse.cli import main
from planparse.diagnostics import Code
from planparse.report.characters import shown
from planparse.report.kinds import KINDS
from planparse.report.page import SCRIPTS, STYLES, render
from planparse.report.paper import Paper
from planparse.report.payload import pack
from planparse.report.words import _VALUES, _WORDS
from planparse.writers.tables import TABLES
from reports import Page, hostile_notice, long_paper, page_of, paper_of, unpack

STATIC = Path(__file__).resolve().parent.parent / "src" / "planparse" / "report" / "static"
CASES = 300 if LONG else 24
LAYOUTS = ("line", "spaced", "fused", "wrapped")
ODD = (
    "",
    "\n\n",
    "无编号的一段话。",
    "𠮷祥𠀀文件的通知\n一、𠮷加强管理。合格率达到98%以上。（财政部、教育部负责）\n",
    "关于\ud800加强的通知\n一、甲\r\n二、乙\x85丙\u2028丁",
    "<!--\n一、<b>甲</b>&amp;&lt;\n二、</article></main></body></html>乙",
    "| 序号 | 任务 | 单位 |\n| --- | --- | --- |\n| 1 | 甲<i> | 财政部 |\n| 2 | 乙 | 教育部 |\n",
    "一、任务\n序号\t任务\t责任单位\n1\t建设标准\t财政部\n2\t开展检查\t教育部\n",
)


def composed(number: int) -> str:
    return compose(f"{SEED}/report/{number}", LAYOUTS[number % len(LAYOUTS)]).text


def damaged(text: str, seed: int) -> str:
    """The text with glosses, Traditional characters and broken lines."""
    random = Random(seed)
    pairs = {
        "产": "產(chǎn)",
        "务": "務(wù)",
        "动": "動(dòng)",
        "关": "關(guān)",
        "于": "于",
        "发": "發(fā)",
    }
    return "".join(pairs.get(c, c) if random.random() < 0.8 else c for c in text)


def texts() -> list[str]:
    made = [composed(number) for number in range(CASES)]
    return [*ODD, *made, *(damaged(text, n) for n, text in enumerate(made[: CASES // 3]))]


def to_units(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return [paper_of(text) for text in texts()]


@pytest.fixture(scope="module")
def pages(papers: list[Paper]) -> list[Page]:
    return [Page("".join(render([paper]))) for paper in papers]


# ---------------------------------------------------------------------- nothing is lost


def test_the_blocks_are_the_text(papers: list[Paper], pages: list[Page]) -> None:
    for paper, page in zip(papers, pages, strict=True):
        text = shown(paper.text).encode("utf-16-le")
        left = bytearray(text)
        for at, words in page.blocks:
            piece = words.encode("utf-16-le")
            assert text[2 * at : 2 * at + len(piece)] == piece, (paper.title, at, words)
            left[2 * at : 2 * at + len(piece)] = b" \0" * (len(piece) // 2)
        rest = left.decode("utf-16-le").replace("|", "")
        assert not rest.strip(), (paper.title, rest.split())


def test_highlights_are_the_words_of_their_facts(papers: list[Paper], pages: list[Page]) -> None:
    found = 0
    for paper, page in zip(papers, pages, strict=True):
        tables = {name: unpack(packed) for name, packed in page.data("n0")["tables"].items()}
        letters = {kind.letter: kind for kind in KINDS}
        for ref, words in page.marks.items():
            row = tables[letters[ref[0]].table][int(ref[1:])]
            start, end = row["start"], row["end"]
            if start < end:
                assert "".join(words.split()) == "".join(shown(paper.text[start:end]).split()), (
                    ref,
                    row,
                )
                found += 1
    assert found > 20 * CASES


def test_every_body_and_target_is_marked(papers: list[Paper], pages: list[Page]) -> None:
    for paper, page in zip(papers, pages, strict=True):
        agencies = [agency for found in paper.notice.assignments for agency in found.agencies]
        wanted = {f"a{number}" for number, agency in enumerate(agencies) if not agency.inherited}
        wanted |= {f"t{number}" for number in range(len(paper.notice.targets))}
        assert wanted <= page.marks.keys()


def test_the_facts_are_the_rows_of_the_tables(papers: list[Paper], pages: list[Page]) -> None:
    for paper, page in zip(papers, pages, strict=True):
        data = page.data("n0")
        for name in {kind.table for kind in KINDS} - {"divisions", "repairs"}:
            rows = unpack(data["tables"][name])
            for row, whole in zip(rows, paper.notice.table(name), strict=True):
                quote = row.get("quote")
                if isinstance(quote, list):
                    row["quote"] = paper.text[quote[0] : quote[1]]
                assert row == {
                    key: whole[key] for key in whole if key not in ("notice_id", "source_name")
                }


def test_repairs_lead_back_to_the_source() -> None:
    repaired = 0
    for text in texts():
        paper = paper_of(text)
        source, at = "", 0
        for repair in paper.repairs:
            assert repair.start >= at
            source += paper.text[at : repair.start] + repair.original
            at = repair.end
            assert paper.text[repair.start : repair.end] == repair.replacement
        repaired += len(paper.repairs)
        assert source + paper.text[at:] == text
    assert repaired > CASES


def test_a_kind_of_fact_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells of tables as facts: nothing but the row of KINDS is needed."""
    from planparse.report import kinds, page, payload, setting, words

    more = (*KINDS, kinds.Kind("z", "cells", "单元格", "Cells", "tables", "ochre", "dotted", "table_id"))
    for module in (kinds, page, payload, setting, words):
        monkeypatch.setattr(module, "KINDS", more)
    made = Page(page_of(ODD[7]))
    assert {ref: words for ref, words in made.marks.items() if ref[0] == "z"}["z4"] == "建设标准"
    assert made.data("page")["languages"]["en"]["kinds"]["z"] == "Cells"
    assert 'mark[data-f^="z"]' in "".join(made.styles) or '[data-f^="z"]' in "".join(made.styles)


def test_packing_keeps_every_value() -> None:
    rows = [
        {"a": n % 3, "b": ["甲", None], "c": None if n % 2 else "x", "start": n, "d": True}
        for n in range(50)
    ]
    assert unpack(pack(rows)) == rows
    assert len(json.dumps(pack(rows))) < len(json.dumps(rows)) / 2
    assert unpack(pack([])) == []


# ---------------------------------------------------------------------- structure


def test_ids_are_single_and_the_outline_leads_to_them(pages: list[Page]) -> None:
    for page in [*pages, Page(page_of(ODD[3], ODD[3], composed(1)))]:
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert [name for name, times in Counter(ids).items() if times > 1] == []
        for tag, attributes in page.tags:
            href = attributes.get("href") or ""
            if tag == "a" and not href.startswith("#!"):
                assert href[1:] in ids


def test_headings_skip_no_rank(pages: list[Page]) -> None:
    for page in pages:
        ranks = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert ranks[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(ranks)), ranks


def test_tables_keep_their_rows() -> None:
    tags = [tag for tag, _ in Page(page_of(ODD[7])).tags]
    assert tags.count("tr") == 3
    assert tags.count("td") + tags.count("th") == 9


# ---------------------------------------------------------------------- nothing is more than text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_policy_is_that_of_the_page(lang: str) -> None:
    page = Page(page_of(composed(0), hostile_notice(3), lang=lang))
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a) or ""
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
    for texts_, name in ((page.styles, "style-src"), (page.code, "script-src")):
        digests = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts_]
        assert rules[name].split() == digests


def test_no_attribute_runs_or_leads_away() -> None:
    for text in (hostile_notice(40), *ODD):
        page = Page(page_of(text))
        for tag, attributes in page.tags:
            assert tag not in {"img", "iframe", "object", "embed", "base", "b1", "image", "script1"}
            for name, value in attributes.items():
                assert not name.startswith("on"), (tag, name)
                assert name not in ("style", "src", "srcset", "action", "formaction", "srcdoc")
                if name == "href":
                    assert value == "data:," or (value or "").startswith("#"), value


def test_words_of_a_notice_are_no_code() -> None:
    plain, hostile = Page(page_of(composed(0))), Page(page_of(hostile_notice(5)))
    assert hostile.code == plain.code
    assert hostile.styles == plain.styles
    assert [a.get("type") for a, _ in hostile.scripts] == [a.get("type") for a, _ in plain.scripts]
    assert "␁␛]0;关于<script>alert(1)</script>加强工作的通知␇" in "".join(
        words for _, words in hostile.blocks
    )
    assert json.dumps(hostile.data("n0"), ensure_ascii=False).count("</script>") > 0
    assert "{{ 7*7 }}" in "".join(words for _, words in hostile.blocks)


def test_nothing_in_the_page_names_another_place() -> None:
    code = "".join((STATIC / name).read_text("utf-8") for name in (*SCRIPTS, *STYLES))
    assert set(re.findall(r"https?://[\w./]+", code)) == {"http://www.w3.org/2000/svg"}
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "import(",
                 "XMLHttpRequest", "localStorage", "Date.now", "Math.random", "url("):  # fmt: skip
        assert word not in code, word


# ---------------------------------------------------------------------- the same page, small


def test_the_same_notices_give_the_same_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = page_of(composed(1), composed(2))
    monkeypatch.chdir(tmp_path)
    assert page_of(composed(1), composed(2)) == first
    assert str(Path.home()) not in first
    assert str(tmp_path) not in first


def test_the_page_is_at_most_twelve_times_the_text(sample_text: str) -> None:
    for paper in (long_paper(), paper_of(sample_text)):
        assert len("".join(render([paper])).encode()) <= 12 * len(paper.text.encode())


def test_what_is_the_same_in_every_page_is_small() -> None:
    assert len(page_of("").encode()) < 112_000


# ---------------------------------------------------------------------- words and kinds


def test_every_word_of_the_page_is_there_in_both_languages_and_is_used() -> None:
    code = "".join((STATIC / name).read_text("utf-8") for name in SCRIPTS)
    template = (STATIC.parent / "templates" / "page.html").read_text("utf-8")
    asked = set(re.findall(r"\bt\((?:[^()']*\? )?'(\w+)'", code)) | set(
        re.findall(r"data-[tlp]=\"(\w+)\"", template)
    )
    assert asked <= _WORDS.keys()
    spelt = (
        code
        + template
        + (STATIC.parent / "setting.py").read_text("utf-8")
        + (STATIC.parent / "page.py").read_text("utf-8")
    )
    unused = [key for key in _WORDS if not re.search(rf"""['"\b.]{key}\b""", spelt)]
    assert unused == []
    assert all(zh and en and zh != en for zh, en in _WORDS.values())


def test_values_of_closed_lists_have_words() -> None:
    from typing import get_args

    from planparse import model
    from planparse.model import facts

    for values in (
        model.Role, model.Comparator, model.Change, facts.Recurrence, facts.QuantityKind, facts.Relation,
    ):  # fmt: skip
        assert set(get_args(values)) <= _VALUES.keys()
    for code in Code:  # messages are English, so that Chinese readers need what the code means
        assert _VALUES[code.value][0] != code.value == _VALUES[code.value][1]


def test_kinds_differ_in_letter_and_in_more_than_colour() -> None:
    style = "".join((STATIC / name).read_text("utf-8") for name in STYLES)
    assert len({kind.letter for kind in KINDS}) == len({kind.name for kind in KINDS}) == len(KINDS)
    assert len({(kind.ink, kind.line) for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert f"--{kind.ink}:" in style
        assert kind.table == "repairs" or {kind.key, *([kind.when] if kind.when else [])} <= {
            *TABLES[kind.table].columns
        }


# ---------------------------------------------------------------------- the command


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, args, prog_name="planparse")
    return result.exit_code, result.stderr


def test_the_command_writes_a_page_and_names_what_fails(tmp_path: Path) -> None:
    good, out = tmp_path / "good.txt", tmp_path / "report.html"
    good.write_text(composed(0), encoding="utf-8")
    assert run("report", str(good), str(good), "-o", str(out)) == (0, "")
    assert Page(out.read_text("utf-8")).data("page")["notices"] == 2
    code, said = run("report", str(good), str(tmp_path / "none.txt"), "-o", str(out))
    assert (code, "none.txt" in said) == (1, True)
    assert Page(out.read_text("utf-8")).data("page")["notices"] == 1


def test_a_page_of_nothing_is_not_written(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("report", str(tmp_path / "none.txt"), "-o", str(out))[0] == 1
    assert not out.exists()


def test_without_jinja_one_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    path = tmp_path / "a.txt"
    path.write_text("一、甲。", encoding="utf-8")
    code, said = run("report", str(path))
    assert code == 2
    assert 'pip install "planparse[report]"' in said


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh or en"):
        list(render([paper_of("一、甲。")], "fr"))
    assert run("report", "a.txt", "--lang", "fr")[0] == 2


def test_a_notice_alone_makes_a_page_without_repairs() -> None:
    paper = Paper(reports.paper_of(composed(0)).notice)
    assert Page("".join(render([paper]))).data("n0")["tables"]["repairs"]["n"] == 0
