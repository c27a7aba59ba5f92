"""Composed notices: what `tests/grammar` writes with the truth beside it, the parser must read.

Each case has its own seed, printed where a floor is not kept: `compose(seed, kind)` writes the same
notice again. Divisions are compared by the place of the number and the path of numbers from the
root of its part; a heading by its words, as the evaluation does.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import LONG, SEED
from grammar.composition import BODIES, HEADS, Notice, compose
from grammar.forms import Form
from grammar.layouts import KINDS
from grammar.numerals import ALIKE, key
from grammar.page import UNKNOWN, Row
from planparse.outline import Node
from planparse.readers import read_file
from planparse.rulebook import default
from planparse.stages.restore import restore
from planparse.stages.structure import structure
from planparse.text import Source

CASES = 5_000 if LONG else 500
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
BOX = re.compile("专栏|附件|附表|附录|附|表")
SHOWN = 12  # notes in the message of a failed test

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["composed"]
DIVISIONS, HEADINGS = FLOORS["divisions"], FLOORS["headings"]


# ---------------------------------------------------------------------- reading


def read(notice: Notice) -> list[Row]:
    """The numbered divisions that the parser finds, places counted in the notice's text."""
    restored, _ = restore(Source(notice.text, kind=notice.format), default())
    outline, _ = structure(restored.text.text, restored.furniture, default())
    rows = []
    for node in outline.nodes:
        if node.number is None:
            continue
        at = node.start + len(outline.text[node.start :]) - len(outline.text[node.start :].lstrip())
        heading = outline.text[slice(*node.heading)] if node.heading else None
        rows.append(Row(restored.text.source_span(at, at + 1).start, path_of(node), heading))
    return rows


def path_of(node: Node | None) -> str:
    """The numbers from the root of the part, or from the box or annex that the division stands in."""
    keys: list[str] = []
    while node is not None:
        if node.number is not None:
            keys.append(key(node.number))
            if BOX.match(keys[-1]):
                break
        node = node.parent
    return "/".join(reversed(keys))


def read_line_by_line(notice: Notice) -> list[Row]:
    """What a script of a few lines finds: each number at the start of a line, its form is its depth."""
    one = "[一二三四五六七八九十]+"
    forms = ["第.{1,4}[编篇章]", "第.{1,3}节", "第.{1,6}条", f"{one}、", f"[（(]{one}[）)]"]
    forms += [r"\d+[.．、]", r"[（(]\d+[）)]", "[①-⑳]"]
    rows: list[Row] = []
    stack: list[tuple[int, str]] = []
    for line in re.finditer(r"[^\n]+", notice.text):
        words = line[0].lstrip()
        for depth, form in enumerate(forms):
            if found := re.match(form, words):
                stack = [*(level for level in stack if level[0] < depth), (depth, key(found[0]))]
                at = line.end() - len(words)
                rows.append(Row(at, "/".join(number for _, number in stack), None))
                break
    return rows


# ---------------------------------------------------------------------- counting


class Tally:
    """Hits, extras and misses of divisions and of headings, and the worst of them in words."""

    def __init__(self) -> None:
        self.divisions = Counter[str]()
        self.headings = Counter[str]()
        self.notes: list[str] = []

    def add(self, notice: Notice, rows: list[Row]) -> None:
        """Compares what was read of one notice with its truth."""
        want = {(row.start, row.path): row.heading for row in notice.rows}
        have = {(row.start, row.path): row.heading for row in rows}
        missed, extra = want.keys() - have.keys(), have.keys() - want.keys()
        self.divisions.update(hit=len(want) - len(missed), miss=len(missed), extra=len(extra))
        for place, title in want.items():
            if title == UNKNOWN:
                continue
            hit = place in have and fold(title) == fold(have[place])
            if title is not None:
                self.headings.update(hit=hit, miss=not hit, extra=not hit)
            elif place in have and not hit:
                self.headings.update(extra=1)
            if place in have and not hit:
                self._note(notice, "heading", place, f"{title!r} read as {have[place]!r}")
        for sign, places in (("missed", missed), ("extra", extra)):
            for place in sorted(places):
                self._note(notice, sign, place, place[1])

    def _note(self, notice: Notice, sign: str, place: tuple[int, str], what: str) -> None:
        around = notice.text[max(0, place[0] - 15) : place[0] + 25]
        self.notes.append(
            f"{notice.seed!r}, {notice.kind!r} {notice.forms}: {sign} {what} in {around!r}"
        )

    def explain(self, kind: str, counts: Counter[str], *signs: str) -> str:
        """For the message of a failed test."""
        notes = [note for note in self.notes if any(f": {sign} " in note for sign in signs)]
        said = f"{kind}: F1 {f1(counts):.4f} of {dict(counts)}, PLANPARSE_SEED={SEED}"
        return "\n".join([said, *notes[:SHOWN]])


def f1(counts: Counter[str]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * counts["hit"] / max(1, 2 * counts["hit"] + counts["extra"] + counts["miss"])


def fold(text: str | None) -> str:
    """Words with widths, brackets and white space folded; none for None."""
    if text is None:
        return ""
    return "".join(unicodedata.normalize("NFKC", text).translate(ALIKE).split())


def notices(kind: str, number: int) -> list[Notice]:
    """So many notices of one layout."""
    return [compose(f"{SEED}-{kind}-{case}", kind) for case in range(number)]


def tally(written: list[Notice], reader: Callable[[Notice], list[Row]] = read) -> Tally:
    """What was read of some notices."""
    result = Tally()
    for notice in written:
        result.add(notice, reader(notice))
    return result


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    """What the parser read of the cases, layout by layout."""
    return {kind: tally(notices(kind, CASES // len(KINDS) + 1)) for kind in KINDS}


# ---------------------------------------------------------------------- tests


@pytest.mark.parametrize("kind", KINDS)
def test_the_divisions_of_a_layout(tallies: dict[str, Tally], kind: str) -> None:
    one = tallies[kind]
    assert f1(one.divisions) >= DIVISIONS[kind], one.explain(kind, one.divisions, "missed", "extra")


@pytest.mark.parametrize("kind", KINDS)
def test_the_headings_of_a_layout(tallies: dict[str, Tally], kind: str) -> None:
    one = tallies[kind]
    assert f1(one.headings) >= HEADINGS[kind], one.explain(kind, one.headings, "heading")


def test_the_divisions_reach_what_is_wanted(tallies: dict[str, Tally]) -> None:
    total = sum((one.divisions for one in tallies.values()), Counter[str]())
    assert f1(total) >= DIVISIONS["together"]


def test_lines_that_were_wrapped() -> None:
    one = tally(notices("wrapped", CASES // 10))
    assert f1(one.divisions) >= DIVISIONS["wrapped"], one.explain(
        "wrapped", one.divisions, "missed", "extra"
    )
    assert f1(one.headings) >= HEADINGS["wrapped"], one.explain("wrapped", one.headings, "heading")


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_lines_of_script_do_not_read_them(kind: str) -> None:
    easy = tally(notices(kind, 60), read_line_by_line)
    assert f1(easy.divisions) < {"line": 0.95}.get(kind, 0.1)


@pytest.mark.parametrize("kind", [*KINDS, "wrapped"])
def test_the_truth_stands_in_the_text(kind: str) -> None:
    for notice in notices(kind, 40):
        assert notice == compose(notice.seed, kind)
        assert len(set(notice.rows)) == len(notice.rows) > 0
        for row in notice.rows:
            words = re.sub(r"\s*\n(— \d+ —\n)?\s*", "", notice.text[row.start : row.start + 120])
            what = f"{notice.seed!r} {notice.forms}: {row}"
            assert key(words[:20]).startswith(row.path.rsplit("/", 1)[-1]), what
            if (
                row.heading not in (None, UNKNOWN)
                and "Taiwan" not in notice.forms[0]
                and kind != "wrapped"
            ):
                assert fold(row.heading) in fold(words), what


@pytest.mark.parametrize("form", [*HEADS, *BODIES], ids=lambda form: form.name)
def test_a_real_notice_shows_the_form(form: Form) -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("../shared/corpus is not here")
    if form.file == "layouts.md":
        text = (SHARED / form.file).read_text(encoding="utf-8")
    else:
        (path,) = (SHARED / "corpus").glob(f"{form.file}_*")
        text = read_file(path).text.replace("\r", "")
    assert re.search(form.shows, text), f"{form.file} does not show {form.shows!r}"


def test_the_grammar_knows_nothing_of_the_parser() -> None:
    for path in (Path(__file__).parent / "grammar").glob("*.py"):
        assert not re.search(r"(?m)^\s*(?:from|import) planparse", path.read_text(encoding="utf-8")), (
            path
        )


def test_every_form_is_composed() -> None:
    seen = {name for kind in KINDS for notice in notices(kind, CASES // 3) for name in notice.forms}
    assert seen >= {form.name for form in (*HEADS, *BODIES)}
