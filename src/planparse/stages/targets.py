"""Targets: the quantities that a notice sets for the future, one row for each value.

The text is scanned once for quantities and once for periods; only the sentences around a
quantity are read further (`planparse.figures.sentences`). Here is decided which claims are targets: by
the division they stand in, the mood of the sentence, the genre of the document, and rules
that know what is none.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from planparse.diagnostics import Code, Report
from planparse.figures.claims import Claim, is_legal, is_measured, is_norm, marked
from planparse.figures.clauses import Lexicon, load_lexicon
from planparse.figures.deadlines import Deadline, Deadlines
from planparse.figures.grids import Cell, find_tables
from planparse.figures.quantities import Quantity, find_quantities, load_units
from planparse.figures.sentences import read_sentence
from planparse.figures.tokens import bound_behind, read_left
from planparse.numbers import scaled

if TYPE_CHECKING:
    from planparse.outline import Node, Outline
    from planparse.rulebook import Rulebook

_SILENT = {"furniture", "title", "addressees", "signature"}
_SENTENCE_ENDS = "。！!？?；;\n"
_TABLE_CONFIDENCE = 0.8
_TITLE_LINES = 2  # above a table
_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_CROWD = 80  # quantities in one sentence: a table whose cells ran together
_PHRASE = 80  # characters of a measure's name; longer ones are cells that ran together
_LISTED = 120  # of what an action makes, which may name many things
_WINDOW = 1500  # characters of one sentence that are read
_ARTICLES = 5  # articles (第三条) that make a document one of rules, whatever its title
_ALL = 100.0
_SHORTEST_VERB = 2  # characters of a verb that makes a run-in title a sentence
_RUN_TOGETHER = "<>≥≤＞＜"  # in the words of a claim: cells of a table that lost its lines
_DOUBTFUL = 0.65  # confidence below which a target is reported
_UNCERTAIN = 0.85  # factor where nothing in the sentence says that it speaks of the future


def find_targets(
    outline: Outline,
    metadata: dict[str, Any],
    assignments: list[dict[str, Any]],
    rulebook: Rulebook,
) -> tuple[list[dict[str, Any]], list[Report]]:
    """The numeric targets of a notice, in the order of the text.

    Each row has the columns of `Target` without its places in the source; `start`:`end` is
    the value with its unit and bound in the restored text, `quote` the clause. Numbers inside a
    list of bodies, a heading, a signature or furniture are never targets. A value that may only
    describe something goes out with low confidence, and is reported.
    """
    rows = _Finder(outline, metadata, assignments, rulebook).find()
    return rows, [_doubt(row) for row in rows if row["confidence"] < _DOUBTFUL]


def _doubt(row: dict[str, Any]) -> Report:
    """Says that a value may be no target."""
    message = "the value is read as a target by the words around it; it may only describe something"
    return Report(Code.LOW_CONFIDENCE, message, row["start"], row["end"], row["division_id"])


class _Finder:
    """One notice: its numbers, its times, and what each division says of them."""

    def __init__(
        self,
        outline: Outline,
        metadata: dict[str, Any],
        assignments: list[dict[str, Any]],
        rulebook: Rulebook,
    ) -> None:
        self.outline = outline
        self.text = outline.text
        self.rulebook = rulebook
        self.metadata = metadata
        self.assignments = assignments
        self.listed = [(row["start"], row["end"]) for row in assignments]
        self.roles: dict[str, frozenset[str]] = {}
        self.legal = False
        self.quantities: list[Quantity] = []
        self.starts: list[int] = []
        self.deadlines: Deadlines
        self.lexicon: Lexicon

    def find(self) -> list[dict[str, Any]]:
        quantities = find_quantities(self.text, load_units(self.rulebook))
        if not quantities:
            return []
        self.deadlines = Deadlines(self.text, self.metadata, self.assignments, self.rulebook)
        self.quantities = self._outside(quantities)
        self.starts = [quantity.start for quantity in self.quantities]
        self.lexicon = load_lexicon(self.rulebook)
        articles = sum(1 for _ in self.outline.kinds("article"))
        self.legal = articles >= _ARTICLES or is_legal(self.metadata)
        rows = self._read_tables()
        tabled = {row["start"] for row in rows}
        if tabled:
            self.quantities = [quantity for quantity in self.quantities if quantity.start not in tabled]
            self.starts = [quantity.start for quantity in self.quantities]
        for node in self.outline.nodes:
            if node.kind not in _SILENT and node.text_end > node.start:
                rows += self._read_node(node)
        return _numbered(sorted(rows, key=lambda row: row["start"])) if tabled else rows

    def _outside(self, quantities: list[Quantity]) -> list[Quantity]:
        """The quantities that stand neither in a period nor in a list of bodies, nor are names."""
        spans = [(period.start, period.end) for period in self.deadlines.periods]
        spans = sorted(spans + self.listed)
        kept: list[Quantity] = []
        names = [rule.pattern.match for rule in self.rulebook.group("targets.name")]
        at = reach = 0
        for quantity in quantities:
            while at < len(spans) and spans[at][0] <= quantity.start:
                reach = max(reach, spans[at][1])
                at += 1
            if quantity.start >= reach and not any(
                is_name(self.text, quantity.start) for is_name in names
            ):
                kept.append(quantity)
        return kept

    # ------------------------------------------------------------------ divisions

    def _read_node(self, node: Node) -> list[dict[str, Any]]:
        start = node.start + len(node.number or "")
        at, last = bisect_left(self.starts, start), bisect_left(self.starts, node.text_end)
        periods = self.deadlines.between(node.start, node.text_end)
        if at == last and not periods:
            return []
        roles = self._roles(node)
        goals = "goals" in roles
        # a preamble tells what has been, until it names a date
        opens = node.kind == "preamble" and node.parent is not None and _is_divided(node.parent)
        marks = sorted({*self.starts[at:last], *(period.start for period in periods)})
        rows: list[dict[str, Any]] = []
        ruling: Deadline | None = None
        for a, b in self._sentences(start, node.text_end, marks):
            inside = self.deadlines.between(a, b)
            members = self.quantities[bisect_left(self.starts, a) : bisect_left(self.starts, b)]
            if node.heading and not self._is_all_heading(node):
                members = [q for q in members if not self._only_names(node, q)]
            beside = False  # another target in the sentence
            if members and len(members) <= _CROWD and ("past" not in roles or goals):
                for claim in read_sentence(self.text, (a, b), members, inside, self.lexicon):
                    own = self.deadlines.own(claim, inside)
                    told = opens and ruling is None
                    confidence = self._judge(node, claim, (a, b), own, roles, beside=beside, told=told)
                    if confidence:
                        beside = True
                        by = self.deadlines.find(node, own, ruling, goals)
                        rows.append(self._row(node, claim, len(rows) + 1, by, confidence))
            ruling = self.deadlines.rule(node, a, b, inside, goals) or ruling
        return rows

    def _only_names(self, node: Node, quantity: Quantity) -> bool:
        """Whether a number in a run-in title sets nothing: no verb does, or the body says it again.

        粮食产量稳定在300亿斤以上。各地要…: here the title is all that says it.
        """
        assert node.heading is not None
        start, end = node.heading
        if not start <= quantity.start < end:
            return False
        said = self.lexicon.verbs[0].ends(self.text[start : quantity.start].rstrip())
        if self.text[end : end + 1] != "。" or len(said) < _SHORTEST_VERB:
            return True
        later = self.quantities[bisect_left(self.starts, end) : bisect_left(self.starts, node.end)]
        return any(one.value == quantity.value and one.unit == quantity.unit for one in later)

    def _is_all_heading(self, node: Node) -> bool:
        """Whether a line that looks like a title is all that the division says, its bodies aside."""
        if node.heading is None or node.children:
            return False
        at = node.heading[1]
        rest = ""
        for start, end in self.listed:
            if at <= start < node.text_end:
                rest += self.text[at:start]
                at = max(at, end)
        return not (rest + self.text[at : node.text_end]).strip(" \u3000\n。；;")

    def _read_tables(self) -> list[dict[str, Any]]:
        """The values in tables of tasks or indicators, by the heads of row and column."""
        text = self.text
        rows: list[dict[str, Any]] = []
        first_year = self.deadlines.first_year
        for top, cells in find_tables(text):
            node = self.outline.at(top)
            above = text[max(0, top - _PHRASE) : top].rpartition("。")[2].split("\n")
            title = "\n".join([line for line in above if line.strip()][-_TITLE_LINES:])
            if not self._any("table", title) or node.kind == "furniture":
                continue
            dated = [p for p in self.deadlines.between(top - _PHRASE, top) if p.deadline]
            for cell in cells:
                at = bisect_left(self.starts, cell.start)
                if at == len(self.starts) or self.starts[at] >= cell.end:
                    continue
                if cell.year and first_year and int(cell.year) < first_year:
                    continue
                claim = self._cell_claim(cell, self.quantities[at])
                node = self.outline.at(cell.start)
                by = Deadline(cell.year, False) if cell.year else None
                if by is None and dated:
                    by = Deadline(dated[-1].deadline or "", dated[-1].derived)
                by = by or self.deadlines.find(node, None, None, "goals" in self._roles(node))
                rows.append(self._row(node, claim, 0, by, _TABLE_CONFIDENCE))
        return rows

    def _cell_claim(self, cell: Cell, quantity: Quantity) -> Claim:
        left = read_left(self.text[cell.start : quantity.start], quantity, "", self.lexicon)
        sign, to = bound_behind(self.text, quantity, self.lexicon)
        if cell.unit and quantity.unit is None:
            unit = cell.unit.lstrip("百千万亿")
            for letter in cell.unit[: len(cell.unit) - len(unit)]:
                quantity.value = scaled(quantity.value, _SCALES[letter])
            quantity.unit = unit or None
        claim = Claim(self.text, quantity, (cell.row, cell.end), left, (sign, to))
        claim.subject, claim.indicator = cell.subject, cell.indicator
        claim.rate = "annual" if cell.indicator.startswith(("年均", "每年")) else None
        claim.form = self.rulebook.rule("targets.table-cell")
        claim.set_change(self.lexicon)
        return claim

    def _sentences(self, start: int, end: int, marks: list[int]) -> list[tuple[int, int]]:
        """The sentences of `start`:`end` that hold one of `marks`, in order."""
        found: list[tuple[int, int]] = []
        for mark in marks:
            if mark < start or (found and mark < found[-1][1]):
                continue
            low = max(start, found[-1][1] if found else start, mark - _WINDOW)
            high = min(end, mark + _WINDOW)
            a = max(low, 1 + max(self.text.rfind(c, low, mark) for c in _SENTENCE_ENDS))
            ends = [self.text.find(c, mark, high) for c in _SENTENCE_ENDS]
            found.append((a, min((i for i in ends if i >= 0), default=high)))
        return found

    def _roles(self, node: Node) -> frozenset[str]:
        """What the headings of a division and of those around it say of its figures."""
        known = self.roles.get(node.id)
        if known is not None:
            return known
        start, end = node.heading or (node.start, node.start)
        if not node.heading and node.kind in ("box", "table", "annex"):
            line = self.text.find("\n", node.start, node.text_end)
            end = line if line >= 0 else min(node.text_end, node.start + 40)
        words = self.text[start:end]
        roles = {
            rule.options["role"]
            for rule in self.rulebook.group("targets.context")
            if words and rule.may_see(words) and rule.pattern.search(words)
        }
        if "goals" in roles:
            self.deadlines.head(node, start, end)
        if node.parent is not None:
            roles |= self._roles(node.parent)
        self.roles[node.id] = frozenset(roles)
        return self.roles[node.id]

    # ------------------------------------------------------------------ decisions

    def _judge(
        self,
        node: Node,
        claim: Claim,
        span: tuple[int, int],
        own: Deadline | None,
        roles: frozenset[str],
        *,
        beside: bool,
        told: bool,
    ) -> float:
        """How surely a claim is a target, `told` where the words before a body say it; 0 for none."""
        if claim.form is None:
            return 0.0
        if not claim.words:
            self._name_from_cell(node, claim)
        longest = _LISTED if claim.action else _PHRASE
        if not 0 < len(claim.words) <= longest or any(c in claim.words for c in _RUN_TOGETHER):
            return 0.0
        clause = marked(self.text, claim)
        first_year = self.deadlines.first_year
        if own and first_year and int(own.date[:4]) < first_year:
            return 0.0
        kind = claim.quantity.kind
        for rule in self.rulebook.group("targets.not"):
            kinds = rule.options.get("kinds", (kind,))
            if kind in kinds and rule.may_see(clause) and rule.pattern.search(clause):
                return 0.0
        sentence = self.text[slice(*span)]
        ahead = sentence[: claim.start - span[0]]
        if self._any("done", clause) or self._any("reported", ahead):
            return 0.0
        future = own is not None or self._any("hope", sentence)
        told = told and not claim.action
        if not future and (told or self._any("past", ahead)):
            return 0.0
        if own is None and ("conditions" in roles or self._any("applicant", ahead)):
            return 0.0
        if own is None and self.legal and not (is_norm(claim) and self._any("norm", claim.before)):
            return 0.0
        goals = "goals" in roles
        name = claim.form.id.rpartition(".")[2]
        spent = future and claim.quantity.kind == "money"
        limited = kind == "share" and claim.comparator in (">=", "<=", "~")
        if name == "bare" and not (limited or own or claim.rate or goals or beside or spent):
            return 0.0
        if name == "bare" and not is_measured(claim):
            return 0.0
        whole = claim.comparator == ">=" or claim.quantity.value == _ALL
        said = future or goals or (name == "share-of" and (beside or whole))
        if name in ("list-and-others", "share-of") and not said:
            return 0.0
        return round(claim.form.confidence * (1.0 if future or goals else _UNCERTAIN), 2)

    def _any(self, group: str, words: str) -> bool:
        rules = self.rulebook.group(f"targets.{group}")
        return any(rule.may_see(words) and rule.pattern.search(words) for rule in rules)

    def _name_from_cell(self, node: Node, claim: Claim) -> None:
        """In a table whose cells are lines, the measure stands in the line above its value."""
        text, start = self.text, claim.clause[0]
        line = text.rfind("\n", node.start, start) + 1
        if line == 0 or text[line:start].strip():
            return
        above = text[node.start : line].rstrip()
        at = node.start + above.rfind("\n") + 1
        name = text[at : node.start + len(above)].strip()
        if not 2 <= len(name) <= _PHRASE or name[0].isdecimal() or name[-1] in _SENTENCE_ENDS:
            return
        claim.indicator = name
        claim.clause = (at, claim.clause[1])
        claim.form = self.rulebook.rule("targets.table-row")
        if name.startswith(("年均", "每年")):
            claim.rate = "annual"

    def _row(
        self, node: Node, claim: Claim, number: int, by: Deadline | None, confidence: float
    ) -> dict[str, Any]:
        assert claim.form is not None
        value = claim.quantity
        quote = self.text[slice(*claim.clause)].strip()
        below = self.text[claim.end : claim.end + 12].split()
        return {
            "target_id": f"{node.id}!{number}",
            "division_id": node.id,
            "quote": quote,
            "subject": claim.subject or None,
            "indicator": claim.indicator or None,
            "comparator": claim.comparator,
            "value": value.value,
            "value_max": value.value_max,
            "unit": value.unit,
            "change": claim.change,
            "rate": claim.rate,
            "deadline": by.date if by else None,
            "deadline_derived": by.derived if by else False,
            "baseline": claim.baseline or None,
            "binding": _binding(quote) or _binding(below[0] if below else ""),
            "rule": claim.form.id,
            "confidence": confidence,
            "start": claim.start,
            "end": claim.end,
        }


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their ids counted anew in each division."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["division_id"]] = number = counts.get(row["division_id"], 0) + 1
        row["target_id"] = f"{row['division_id']}!{number}"
    return rows


def _is_divided(part: Node) -> bool:
    """Whether a part has numbered divisions."""
    return any(child.number for child in part.children)


def _binding(words: str) -> str | None:
    if "约束性" in words:
        return "binding"
    return "expected" if "预期性" in words else None
