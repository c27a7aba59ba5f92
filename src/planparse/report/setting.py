"""The text of a notice, set: sections, headings, paragraphs and tables, with its facts marked.

Every block says in `data-s` where its words begin (in UTF-16 units of the restored text), and its
words are those of the text, one for one; only line ends and blanks between blocks are left out.
So a script finds any span again, and what is searched is the notice's own text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from planparse.report.characters import astral, shown
from planparse.report.kinds import KINDS
from planparse.writers.measures import UNNUMBERED

if TYPE_CHECKING:
    from planparse.model import Division, Table
    from planparse.report.kinds import Row
    from planparse.report.paper import Paper

_BLANK = " \t\r\x0b\x0c\u3000\xa0"
_AFTER = "。．.:："  # what a heading takes with it from a line that goes on
_LONGEST = 500  # characters of a highlight; a wider one would mark everything, and so nothing
_LONG = 40_000  # characters from which on a page is laid out only where one looks
_LINE = 36  # characters, by which the height of what is not laid out is guessed
TALLEST = 60  # lines of the tallest guess


class Mark(NamedTuple):
    """A highlight: `ref` names its fact, `role` what else its form depends on."""

    start: int
    end: int
    ref: str
    role: str = ""


def find_marks(paper: Paper, rows: dict[str, list[Row]]) -> list[Mark]:
    """The highlights of a notice by place, the widest first where several begin together."""
    marks = []
    text = paper.text
    for rank, kind in enumerate(KINDS):
        if kind.table == "divisions":  # marked by their numbers
            continue
        for number, row in enumerate(rows[kind.table]):
            if not kind.keeps(row) or row.get("inherited"):
                continue
            start, end = row["start"], row["end"]
            if end - start > _LONGEST:
                continue
            if start == end:  # something taken out: the character before it shows the place
                start = start - 1 if start and not text[start - 1].isspace() else start
                end = start + 1
            role = row.get("role") or ""
            marks.append((start, -end, rank, Mark(start, end, f"{kind.letter}{number}", role)))
    marks.sort(key=lambda found: found[:3])
    return [mark for *_, mark in marks]


class Setter:
    """Sets one notice; `anchor` is what the ids of its divisions begin with."""

    def __init__(
        self, paper: Paper, rows: dict[str, list[Row]], anchor: str, words: dict[str, str]
    ) -> None:
        self._paper = paper
        self._text = paper.text
        self._anchor = anchor
        self._words = words
        self._marks = find_marks(paper, rows)
        self._starts = [mark.start for mark in self._marks]
        self._titles = paper.titles
        self._numbers = {row["division_id"]: number for number, row in enumerate(rows["divisions"])}
        self._astral = astral(self._text)
        self._tables = sorted(paper.notice.tables, key=lambda table: table.start)
        self._table_starts = [table.start for table in self._tables]

    @property
    def long(self) -> bool:
        """Whether the notice is so long that the page lays out only what one looks at."""
        return len(self._text) > _LONG

    def set(self) -> Markup:
        """The whole notice."""
        return Markup("").join(
            [piece for part in self._paper.notice.parts for piece in self._division(part, 2)]
        )

    def _division(self, division: Division, rank: int) -> Iterator[Markup]:
        """A division and all below it; `rank` is that of a heading here."""
        numbered = division.kind not in UNNUMBERED
        tag = Markup("section" if numbered else "div")
        classes = self._classes(division) if numbered else f"u {division.kind}{self._guess(division)}"
        yield Markup('<{} id="{}" class="{}">').format(tag, self._anchor + division.division_id, classes)
        if division.kind == "furniture":
            yield from self._furniture(division)
        elif division.kind == "title":
            yield from self._title(division, rank)
        elif division.heading:
            yield from self._headed(division, rank)
            rank += 1
        elif division.number:
            yield from self._numbered(division)
        else:
            yield from self._blocks(division.text_start, division.text_end)
        for child in division.children:
            yield from self._division(child, rank)
            rank += child.kind == "title"
        yield Markup("</{}>").format(tag)

    def _classes(self, division: Division) -> str:
        is_measure = division.division_id in self._paper.measures
        return f"s {division.kind}{' task' + self._guess(division) if is_measure else ''}"

    def _guess(self, division: Division) -> str:
        """A class that says how many lines a division takes, in a long notice."""
        if not self.long or division.kind == "furniture":
            return ""
        lines = self._text[division.start : division.end].split("\n")
        return f" far n{min(sum(-(-len(line) // _LINE) for line in lines) or 1, TALLEST)}"

    def _furniture(self, division: Division) -> Iterator[Markup]:
        """Words of a site, folded away."""
        if self._text[division.text_start : division.text_end].strip():
            yield Markup("<details><summary data-t=furniture>{}</summary>").format(
                self._words["furniture"]
            )
            yield from self._blocks(division.text_start, division.text_end)
            yield Markup("</details>")

    def _title(self, division: Division, rank: int) -> Iterator[Markup]:
        """The title as a heading; lines before and behind it (a 发文字号) as they are."""
        start, limit = division.text_start, division.text_end
        begin = next((at for at in self._titles if start <= at < limit), start)
        end = min(self._titles.get(begin, limit), limit)
        yield from self._blocks(start, begin)
        yield from self._heading(division, begin, end, rank)
        yield from self._blocks(end, limit)

    def _headed(self, division: Division, rank: int) -> Iterator[Markup]:
        """The heading, the rest of its line where that goes on in a sentence, and what follows."""
        limit = division.text_end
        end = self._heading_end(division)
        line_end = self._line_end(end, limit)
        while end < line_end and self._text[end] in _AFTER:
            end += 1
        rest = self._trim(end, line_end)
        if rest[0] == rest[1]:
            yield from self._heading(division, division.text_start, end, rank)
        elif "\t" in self._text[division.text_start : line_end]:
            line_end = division.text_start  # a row of a table
        else:
            yield Markup("<div class=run>")
            yield from self._heading(division, division.text_start, end, rank)
            yield self._block("p", *rest)
            yield Markup("</div>")
        yield from self._blocks(line_end, limit)

    def _heading(self, division: Division, start: int, end: int, rank: int) -> Iterator[Markup]:
        start, end = self._trim(start, end, "\n")
        if start == end:
            return
        tag = Markup(f"h{min(rank, 6)}")
        at = self._number_end(division, start)
        number = self._number(division, start, at) if at > start else Markup("")
        yield Markup("<{} data-s={}>{}{}</{}>").format(
            tag, self._place(start), number, self._marked(at, end), tag
        )

    def _numbered(self, division: Division) -> Iterator[Markup]:
        """A division without a heading: its number begins its first paragraph."""
        line_end = self._line_end(division.text_start, division.text_end)
        while line_end < division.text_end and not self._text[division.text_start : line_end].strip():
            line_end = self._line_end(line_end + 1, division.text_end)
        start, end = self._trim(division.text_start, line_end, "\n")
        at = self._number_end(division, start)
        if at > start and "\t" not in self._text[start:end]:
            yield Markup("<p data-s={}>").format(self._place(start))
            yield self._number(division, start, at)
            yield self._marked(at, end)
            yield Markup("</p>")
            start = line_end
        else:
            start = division.text_start
        yield from self._blocks(start, division.text_end)

    def _number(self, division: Division, start: int, end: int) -> Markup:
        return Markup('<a class=no href="#{}" data-f=d{}>{}</a>').format(
            self._anchor + division.division_id,
            self._numbers[division.division_id],
            shown(self._text[start:end]),
        )

    # ------------------------------------------------------------------ where words end

    def _heading_end(self, division: Division) -> int:
        """Where number and heading end; blanks and line ends may stand among their characters."""
        at = division.text_start
        for character in f"{division.number or ''}{division.heading or ''}":
            if character.isspace():
                continue
            while at < division.text_end and self._text[at].isspace():
                at += 1
            if at >= division.text_end or self._text[at] != character:
                found = self._text.find(division.heading or "", division.text_start, division.text_end)
                return found + len(division.heading or "") if found >= 0 else division.text_start
            at += 1
        return at

    def _number_end(self, division: Division, start: int) -> int:
        number = division.number or ""
        return start + len(number) if number and self._text.startswith(number, start) else start

    def _line_end(self, start: int, limit: int) -> int:
        at = self._text.find("\n", start, limit)
        return limit if at < 0 else at

    def _trim(self, start: int, end: int, more: str = "") -> tuple[int, int]:
        """The span without blanks at its ends."""
        while start < end and self._text[start] in _BLANK + more:
            start += 1
        while start < end and self._text[end - 1] in _BLANK + more:
            end -= 1
        return start, end

    # ------------------------------------------------------------------ blocks

    def _blocks(self, start: int, end: int) -> Iterator[Markup]:
        """Paragraphs and tables of a run of text."""
        at = start
        for table in self._tables[
            bisect_left(self._table_starts, start) : bisect_left(self._table_starts, end)
        ]:
            if table.start >= at and table.end <= end and self._is_whole(table):
                yield from self._paragraphs(at, table.start)
                yield from self._table(table)
                at = table.end
        yield from self._paragraphs(at, end)

    def _paragraphs(self, start: int, end: int) -> Iterator[Markup]:
        while start < end:
            line_end = self._line_end(start, end)
            first, last = self._trim(start, line_end)
            if first < last:
                yield self._block("p", first, last)
            start = line_end + 1

    def _block(self, tag: str, start: int, end: int, attributes: Markup | str = "") -> Markup:
        return Markup("<{}{} data-s={}>{}</{}>").format(
            Markup(tag), attributes, self._place(start), self._marked(start, end), Markup(tag)
        )

    def _is_whole(self, table: Table) -> bool:
        """Whether the cells hold all words of the table, in order, so that none is lost in rows."""
        at = table.start
        rows = [(cell.row, cell.column) for cell in table.cells]
        for cell in table.cells:
            if cell.start < at or self._text[at : cell.start].strip(_BLANK + "\n|"):
                return False
            at = cell.end
        return rows == sorted(rows) and not self._text[at : table.end].strip(_BLANK + "\n|")

    def _table(self, table: Table) -> Iterator[Markup]:
        """The cells in rows; where one is missing an empty one stands."""
        label = self._words["table"]
        yield Markup(
            '<div class=grid tabindex=0 role=group data-l=table aria-label="{}"><table>'
        ).format(label)
        taken: set[tuple[int, int]] = set()
        row = 0
        column = 1
        for cell in table.cells:
            if cell.row != row:
                yield Markup("</tr><tr>" if row else "<tr>")
                row, column = cell.row, 1
            while column < cell.column:
                if (row, column) not in taken:
                    yield Markup("<td></td>")
                column += 1
            spans = "".join(
                f" {name}={size}"
                for name, size in (("rowspan", cell.row_span), ("colspan", cell.column_span))
                if size > 1
            )
            taken.update(
                (row + down, column + right)
                for down in range(min(cell.row_span, 1000))
                for right in range(min(cell.column_span, 1000))
            )
            column = cell.column + cell.column_span
            start, end = self._trim(cell.start, cell.end, "\n")
            yield self._block("th" if cell.header else "td", start, end, Markup(spans))
        yield Markup("</tr></table></div>")

    # ------------------------------------------------------------------ highlights

    def _place(self, at: int) -> int:
        return at + bisect_left(self._astral, at) if self._astral else at

    def _marked(self, start: int, end: int) -> Markup:
        """The words of a span with their highlights, which nest; what overlaps is cut in two."""
        marks = self._inside(start, end)
        if not marks:
            return escape(shown(self._text[start:end]))
        pieces: list[str] = []
        opened: list[Mark] = []
        at = start

        def write(to: int) -> None:
            nonlocal at
            if to > at:
                pieces.append(str(escape(shown(self._text[at:to]))))
                at = to

        def close(to: int) -> None:
            """Closes what ends up to `to`, and opens again what had to be closed with it."""
            while opened and any(mark.end <= to for mark in opened):
                ends = min(mark.end for mark in opened)
                write(ends)
                again: list[Mark] = []
                while any(mark.end <= ends for mark in opened):
                    mark = opened.pop()
                    pieces.append("</mark>")
                    if mark.end > ends:
                        again.append(mark)
                for mark in reversed(again):
                    pieces.append(_opening(mark))
                    opened.append(mark)

        for mark in marks:
            close(mark.start)
            write(mark.start)
            pieces.append(_opening(mark))
            opened.append(mark)
        close(end)
        write(end)
        return Markup("".join(pieces))

    def _inside(self, start: int, end: int) -> list[Mark]:
        """The highlights that reach into a span, cut to it."""
        first = bisect_right(self._starts, start - _LONGEST)
        found = []
        for mark in self._marks[max(first - 1, 0) : bisect_left(self._starts, end)]:
            if mark.end > start:
                found.append(mark._replace(start=max(mark.start, start), end=min(mark.end, end)))
        return found


def _opening(mark: Mark) -> str:
    role = f" class={mark.role}" if mark.role else ""
    return f"<mark data-f={mark.ref}{role}>"
