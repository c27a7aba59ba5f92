"""`TracedText` against a model that keeps a place for each character and nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planparse.text import Edit, Source, SourceSpan, Span, TracedText

Change = tuple[int, int, str]


class Piece(NamedTuple):
    """Characters of the present text and the range of the source that they stand for.

    A piece that no edit touched is one character. One that was replaced is whole: each of
    its characters stands for all that went into it. A removed one is empty.
    """

    text: str
    start: int
    end: int
    whole: bool


class Ledger:
    """The slow truth: a list of pieces, rewritten for every layer of edits."""

    def __init__(self, source: str) -> None:
        self.pieces = [Piece(char, i, i + 1, False) for i, char in enumerate(source)]

    def edit(self, changes: list[Change]) -> None:
        for start, end, new in changes:
            if len(new) == end - start:
                self._rewrite(start, new)
        self._join([change for change in changes if len(change[2]) != change[1] - change[0]])

    def _rewrite(self, start: int, new: str) -> None:
        """As many characters as before: each keeps its place."""
        text = self.text[:start] + new + self.text[start + len(new) :]
        at = 0
        for number, piece in enumerate(self.pieces):
            self.pieces[number] = piece._replace(text=text[at : at + len(piece.text)])
            at += len(piece.text)

    def _join(self, changes: list[Change]) -> None:
        """What an edit meets becomes one piece with it, and with all that those edits meet."""
        spots = []
        at = 0
        for piece in self.pieces:
            spots.append((at, at + len(piece.text)))
            at += len(piece.text)
        met = [
            {number for number, (low, high) in enumerate(spots) if _meet(low, high, start, end)}
            for start, end, _ in changes
        ]
        groups: list[tuple[set[int], list[Change]]] = []
        for numbers, change in zip(met, changes, strict=True):
            if groups and groups[-1][0] & numbers:
                groups[-1][0].update(numbers)
                groups[-1][1].append(change)
            else:
                groups.append((numbers, [change]))
        text = self.text
        made: list[tuple[int, int, Piece]] = [
            (number, 1, piece)
            for number, piece in enumerate(self.pieces)
            if not any(number in numbers for numbers, _ in groups)
        ]
        for numbers, own in groups:
            joined = [self.pieces[number] for number in sorted(numbers)]
            low = min([own[0][0], *(spots[number][0] for number in numbers)])
            high = max([own[-1][1], *(spots[number][1] for number in numbers)])
            new, at = "", low
            for start, end, replacement in own:
                new += text[at:start] + replacement
                at = end
            new += text[at:high]
            if joined:
                piece = Piece(new, joined[0].start, joined[-1].end, True)
                made.append((min(numbers), 1, piece))
            else:  # put in between two pieces: its place is where the one before ends
                before = [number for number, (_, end) in enumerate(spots) if end <= low]
                place = self.pieces[before[-1]].end if before else 0
                made.append((len(before), 0, Piece(new, place, place, True)))
        self.pieces = [piece for _, _, piece in sorted(made, key=lambda one: one[:2])]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def places(self) -> list[SourceSpan]:
        """The source range of each character."""
        return [SourceSpan(piece.start, piece.end) for piece in self.pieces for _ in piece.text]


def _meet(low: int, high: int, start: int, end: int) -> bool:
    """Whether a piece at low:high and an edit of start:end share a character, or an inside."""
    if low == high == start == end:
        return True
    return low < end and start < high


ALPHABET = "关關(guān) 于，。?\n𠮷"


@st.composite
def changes_for(draw: st.DrawFn, length: int) -> list[Change]:
    """Sorted edits that do not overlap, some empty, some touching, some of the same length.

    No two put words in at one place; such edits are refused.
    """
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    found: list[Change] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        kind = draw(st.sampled_from(["remove", "same", "other"]))
        if kind == "remove":
            new = ""
        elif kind == "same":
            new = draw(st.text(ALPHABET, min_size=end - start, max_size=end - start))
        else:
            new = draw(st.text(ALPHABET, max_size=4))
        if start < end or not any((start, end) == edit[:2] for edit in found):
            found.append((start, end, new))
    return found


@st.composite
def histories(draw: st.DrawFn) -> tuple[TracedText, Ledger, list[list[Change]]]:
    """A source with up to four layers of edits, and the ledger that took the same ones."""
    source = draw(st.text(ALPHABET, max_size=24))
    text, ledger = TracedText(source), Ledger(source)
    layers: list[list[Change]] = []
    for number in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):
            changes = draw(changes_for(len(text)))
            text = text.edit(changes, f"rule-{number}", 0.5)
        else:
            new = draw(st.text(ALPHABET, min_size=len(text), max_size=len(text)))
            changes = [
                (i, i + 1, b) for i, (a, b) in enumerate(zip(str(text), new, strict=True)) if a != b
            ]
            text = text.substitute(new, f"rule-{number}", 0.5)
        ledger.edit(changes)
        layers.append(changes)
    return text, ledger, layers


@given(histories())
def test_the_text_is_the_ledgers(history: tuple[TracedText, Ledger, list[list[Change]]]) -> None:
    text, ledger, _ = history
    assert str(text) == ledger.text
    assert len(text) == len(ledger.text)


@given(histories())
def test_undo_gives_the_source(history: tuple[TracedText, Ledger, list[list[Change]]]) -> None:
    text, _, _ = history
    assert text.undo() == text.source


@given(histories())
def test_each_character_knows_its_place(
    history: tuple[TracedText, Ledger, list[list[Change]]],
) -> None:
    text, ledger, _ = history
    places = [text.source_span(i, i + 1) for i in range(len(text))]
    assert places == ledger.places()


@given(histories(), st.data())
def test_a_span_reaches_from_its_first_characters_place_to_its_lasts(
    history: tuple[TracedText, Ledger, list[list[Change]]], data: st.DataObject
) -> None:
    text, ledger, _ = history
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = text.source_span(start, end)
    places = ledger.places()
    if start < end:
        assert span == SourceSpan(places[start].start, places[end - 1].end)
    else:
        assert span.start == span.end
    assert 0 <= span.start <= span.end <= len(text.source)


@given(histories())
def test_places_never_run_backwards(
    history: tuple[TracedText, Ledger, list[list[Change]]],
) -> None:
    text, _, _ = history
    places = [text.source_span(i, i + 1) for i in range(len(text))]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(places))
    points = [text.source_span(i, i).start for i in range(len(text) + 1)]
    assert points == sorted(points)


@given(histories())
def test_edits_say_what_was_done(history: tuple[TracedText, Ledger, list[list[Change]]]) -> None:
    text, _, layers = history
    edits = list(text.edits())
    assert text.counts() == {
        rule: n
        for rule in dict.fromkeys(edit.rule for edit in edits)
        if (n := sum(edit.rule == rule for edit in edits))
    }
    assert {edit.confidence for edit in edits} <= {0.5}
    for edit in edits:
        assert 0 <= edit.span.start <= edit.span.end <= len(text)
        assert 0 <= edit.source_span.start <= edit.source_span.end <= len(text.source)
    for number, changes in enumerate(layers):
        own = [edit for edit in edits if edit.rule == f"rule-{number}"]
        assert "".join(edit.replacement for edit in own) == "".join(new for _, _, new in changes)
        assert own == sorted(own, key=lambda edit: (edit.span.start, edit.span.end))
    first = next((edit.rule for edit in edits), None)
    last = edits[-1].rule if edits else None
    for edit in edits:
        if edit.rule == first:
            assert text.source[slice(*edit.source_span)] == edit.original
        if edit.rule == last:
            assert str(text)[slice(*edit.span)] == edit.replacement


CASES = [
    pytest.param(
        "會(huì )議",
        [([(1, 7, "")], "gloss")],
        "會議",
        [(0, 1), (7, 8)],
        [Edit(Span(1, 1), SourceSpan(1, 7), "(huì )", "", "gloss", 1.0)],
        id="a gloss removed",
    ),
    pytest.param(
        "维?!?、",
        [([(1, 4, "保”")], "lost")],
        "维保”、",
        [(0, 1), (1, 4), (1, 4), (4, 5)],
        [Edit(Span(1, 3), SourceSpan(1, 4), "?!?", "保”", "lost", 1.0)],
        id="more put in its place",
    ),
    pytest.param(
        "维?!?、",
        [([(1, 4, "保")], "lost"), ([(2, 2, "”")], "quote")],
        "维保”、",
        [(0, 1), (1, 4), (4, 4), (4, 5)],
        [
            Edit(Span(1, 2), SourceSpan(1, 4), "?!?", "保", "lost", 1.0),
            Edit(Span(2, 3), SourceSpan(4, 4), "", "”", "quote", 1.0),
        ],
        id="put in behind an earlier replacement",
    ),
    pytest.param(
        "一?二",
        [([(1, 2, "甲乙丙")], "a"), ([(2, 3, "")], "b")],
        "一甲丙二",
        [(0, 1), (1, 2), (1, 2), (2, 3)],
        [
            Edit(Span(1, 3), SourceSpan(1, 2), "?", "甲乙丙", "a", 1.0),
            Edit(Span(2, 2), SourceSpan(1, 2), "乙", "", "b", 1.0),
        ],
        id="taken out of an earlier replacement, whose range it has",
    ),
]


@pytest.mark.parametrize(("source", "layers", "result", "places", "edits"), CASES)
def test_edits_compose(
    source: str,
    layers: list[tuple[list[Change], str]],
    result: str,
    places: list[tuple[int, int]],
    edits: list[Edit],
) -> None:
    text = TracedText(source)
    for changes, rule in layers:
        text = text.edit(changes, rule)
    assert str(text) == result
    assert [text.source_span(i, i + 1) for i in range(len(text))] == places
    assert list(text.edits()) == edits
    assert text.undo() == source


@pytest.mark.parametrize(
    "changes",
    [
        [(2, 1, "")],
        [(0, 4, "")],
        [(1, 2, ""), (0, 1, "")],
        [(0, 2, ""), (1, 3, "")],
        [(-1, 1, "")],
        [(1, 1, "甲"), (1, 1, "乙")],
    ],
    ids=["backwards", "outside", "unsorted", "overlapping", "before the text", "at one place"],
)
def test_edits_that_cannot_be_are_refused(changes: list[Change]) -> None:
    with pytest.raises(ValueError, match=r"leaves the text|overlap|out of order|at one place"):
        TracedText("一二三").edit(changes, "rule")


def test_a_substitution_keeps_the_length() -> None:
    with pytest.raises(ValueError, match="keeps the length"):
        TracedText("一二三").substitute("一二", "rule")


def test_nothing_changed_is_the_text_itself() -> None:
    text = TracedText("一二三")
    assert text.edit([], "rule") is text
    assert text.substitute("一二三", "rule") is text
    assert text.counts() == {}


@pytest.mark.parametrize(
    ("source", "offset", "place"),
    [
        (Source("一\n二\r\n三\r四"), 0, "line 1"),
        (Source("一\n二\r\n三\r四"), 1, "line 1"),
        (Source("一\n二\r\n三\r四"), 2, "line 2"),
        (Source("一\n二\r\n三\r四"), 5, "line 3"),
        (Source("一\n二\r\n三\r四"), 8, "line 4"),
        (Source(""), 0, "line 1"),
        (Source("一二三", places=[(0, "p. 1"), (2, "p. 2")]), 1, "p. 1"),
        (Source("一二三", places=[(0, "p. 1"), (2, "p. 2")]), 2, "p. 2"),
        (Source("一二三", places=[(1, "p. 1")]), 0, ""),
    ],
)
def test_places_have_names(source: Source, offset: int, place: str) -> None:
    assert source.place(offset) == place


def test_a_lone_surrogate_has_a_digest() -> None:
    assert len(Source("\ud800").sha256) == 64
