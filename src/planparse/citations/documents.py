"""Documents that a text names: titles in 《》, 发文字号 and standards, articles (第三条第二款).

`find_documents` gives each mention once, with the number in the bracket behind a title and the
articles behind both. A short form that the text gives itself (以下简称《规划》) stands for the
whole title from there on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from planparse.letterhead.docnumbers import format_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from planparse.rulebook import Rule, Rulebook

_LONGEST = 200  # characters of a title
_BRACKET = 120  # characters of a bracket behind one
_LINK = 8  # characters between a number and the title behind it
_BEFORE = 40  # characters before an article that may say whose it is
_LEADS = "据照反合行彻实和及与或对按依在由的中"  # may stand before a short form without marks
_WORD = 2  # characters of a short form that is a common word too
_BLANK = " \t\u3000\u00a0"
_LONGEST_NUMBER = 80  # characters of one with its issuer
_COUNTED = r"[0-9０-９一二三四五六七八九十百零〇]\s?号"
_LINKS = ("的", "中", "中的", "")

Span = tuple[int, int]


class Document:
    """One mention of a document at `start`:`end`, title, bracket and articles together.

    `title` is None where only a number stands; `own` says that it is the notice's own
    document (本办法第三条). `rule` is the one that saw it.
    """

    __slots__ = ("article", "end", "number", "own", "rule", "start", "title")

    def __init__(self, start: int, end: int, rule: Rule) -> None:
        self.start = start
        self.end = end
        self.rule = rule
        self.title: str | None = None
        self.number: str | None = None
        self.article: str | None = None
        self.own = False


def find_titles(text: str) -> list[Span]:
    """The spans of titles with their 《》, the outermost of nested ones; unclosed ones are none.

    >>> find_titles("《关于印发《甲》的通知》和《乙》，《丙")
    [(0, 12), (13, 16)]
    """
    found: list[Span] = []
    opened: list[int] = []
    at, close = text.find("《"), text.find("》")
    while close >= 0:
        if 0 <= at < close:
            opened.append(at)
            at = text.find("《", at + 1)
            continue
        if opened:
            start = opened.pop()
            if close + 1 - start <= _LONGEST:
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, close + 1))
            else:
                opened.clear()
        close = text.find("》", close + 1)
    return found


def find_codes(text: str, rulebook: Rulebook) -> list[tuple[int, int, Rule]]:
    """The numbers of documents in a text with their rules, without the words that run into them.

    >>> from planparse.rulebook import default
    >>> [span[:2] for span in find_codes("根据国办发〔2017〕39号", default())]
    [(2, 14)]
    """
    lead = rulebook.rule("references.before-number").pattern
    found: list[tuple[int, int, Rule]] = []
    for rule in rulebook.group("references.number"):
        if not rule.may_see(text):
            continue
        for low, high in _windows(text) if rule.options.get("counted") else ((0, len(text)),):
            for match in rule.pattern.finditer(text, low, high):
                start, end = match.span("number")
                before = lead.match(text, start, end)
                found.append((before.end() if before else start, end, rule))
    return sorted(found, key=lambda code: code[:2])


def _windows(text: str) -> Iterator[Span]:
    """The stretches of a text where the number of a document may stand, around a number with 号."""
    low = high = 0
    for match in re.finditer(_COUNTED, text):
        if match.start() - _LONGEST_NUMBER > high:
            if high:
                yield low, high
            low = max(0, match.start() - _LONGEST_NUMBER)
        high = min(len(text), match.end() + _LONGEST_NUMBER)
    if high:
        yield low, high


def find_articles(text: str, rulebook: Rulebook) -> list[Span]:
    """The spans of articles in a text, those that are joined in one: 第三条第二款、第五条."""
    rule = rulebook.rule("references.article")
    return [match.span() for match in rule.pattern.finditer(text)] if rule.may_see(text) else []


def find_documents(text: str, rulebook: Rulebook, heads: Collection[int] = ()) -> list[Document]:
    """Every mention of a document in `text`, in order and apart.

    `heads` are the offsets at which an article of the text itself begins: its number is no mention.

    >>> from planparse.rulebook import default
    >>> found = find_documents("根据《城乡规划法》第九条和国发〔2020〕1号文件", default())
    >>> [(d.title, d.number, d.article) for d in found]
    [('城乡规划法', None, '第九条'), (None, '国发〔2020〕1号', None)]
    """
    return _Finder(text, rulebook, frozenset(heads)).find()


class _Finder:
    """One text: the titles, numbers and articles in it, and the short forms that it has given."""

    def __init__(self, text: str, rulebook: Rulebook, heads: frozenset[int]) -> None:
        self.text = text
        self.heads = heads
        self.title_rule = rulebook.rule("references.title")
        self.own_rule = rulebook.rule("references.own-article")
        self.law_rule = rulebook.rule("references.law-without-marks")
        self.link_rule = rulebook.rule("references.number-of-the-title-behind")
        self.alone_rule = rulebook.rule("references.short-form-alone")
        self.alias_rule = rulebook.rule("references.short-form")
        self.codes = find_codes(text, rulebook)
        self.code_starts = [code[0] for code in self.codes]
        self.articles = [span for span in find_articles(text, rulebook) if span[0] not in heads]
        self.article_starts = [span[0] for span in self.articles]
        self.governed_rule = rulebook.rule("references.governed-short-form")
        self.quoted_rule = rulebook.rule("references.quoted-short-form")
        self.short: dict[str, list[tuple[int, str, str | None]]] = {}

    def find(self) -> list[Document]:
        found: list[Document] = []
        taken: list[Span] = []
        for start, end in find_titles(self.text):
            if taken and start < taken[-1][1]:
                continue  # in the bracket behind another: (以下简称《规划》)
            found.append(self._titled(start, end))
            taken.append((found[-1].start, found[-1].end))
        for document in self._named_short(taken):
            found.append(document)
            taken.append((document.start, document.end))
        taken.sort()
        starts = [span[0] for span in taken]

        def is_free(at: int) -> bool:
            number = bisect_left(starts, at + 1) - 1
            return number < 0 or taken[number][1] <= at

        reach = 0
        for code in self.codes:
            if code[0] >= reach and is_free(code[0]):
                document = Document(*code)
                document.number = _number(self.text, code)
                self._put_article(document)
                found.append(document)
                reach = document.end
        in_articles = {document.end for document in found if document.article}
        for start, end in self.articles:
            if end not in in_articles and is_free(start):
                alone = self._article(start, end)
                if alone is not None:
                    found.append(alone)
        return sorted(found, key=lambda document: document.start)

    def _titled(self, start: int, end: int) -> Document:
        text = self.text
        document = Document(start, end, self.title_rule)
        name = "".join(text[start + 1 : end - 1].split())
        document.title, document.number = self._full(name, start)
        at = end
        while text[at : at + 1] and text[at] in _BLANK:
            at += 1
        bracket = self._bracket(at)
        code, alias = self._code(at, at + 1), None
        if bracket is not None:
            code = self._code(*bracket)
            alias = self.alias_rule.pattern.search(text, *bracket)
            if code is not None or alias is not None:
                document.end = bracket[1] + 1
        elif code is not None:
            document.end = code[1]
        else:
            before = bisect_left(self.code_starts, start) - 1
            stop = self.codes[before][1] if before >= 0 else 0
            if stop and start - stop <= _LINK and self.link_rule.pattern.search(text, stop - 1, start):
                document.start, code = self.codes[before][0], self.codes[before]
        if code is not None:
            document.number = _number(text, code)
        if alias is not None:
            short = "".join(alias["alias"].split())
            self.short.setdefault(short, []).append((document.end, name, document.number))
        self._put_article(document)
        return document

    def _full(self, name: str, at: int) -> tuple[str, str | None]:
        """The title and number that a short form stands for at a place; a name that is none, itself."""
        for end, title, number in reversed(self.short.get(name, ())):
            if end <= at:
                return title, number
        return name, None

    def _named_short(self, taken: list[Span]) -> list[Document]:
        """The mentions of short forms without 《》: quoted, behind 按照, before an article."""
        if not self.short:
            return []
        found: list[Document] = []
        lengths = sorted({len(name) for name in self.short}, reverse=True)
        spans = [match.span("name") for match in self.quoted_rule.pattern.finditer(self.text)]
        quotes = len(spans)
        for match in self.governed_rule.pattern.finditer(self.text):
            begin = match.end()
            spans += [(begin, begin + n) for n in lengths if self.text[begin : begin + n] in self.short][
                :1
            ]
        for start, _ in self.articles:
            stop = start - 1 if self.text[start - 1 : start] == "的" else start
            fitting = [n for n in lengths if n < stop and not _runs_on(self.text[stop - n - 1])]
            spans += [(stop - n, stop) for n in fitting if self.text[stop - n : stop] in self.short][:1]
        starts = [span[0] for span in taken]
        seen: set[int] = set()
        for number, (start, end) in enumerate(spans):
            name = "".join(self.text[start:end].split())
            title, code = self._full(name, start)
            before = bisect_left(starts, start + 1) - 1
            inside = before >= 0 and start < taken[before][1]
            if (
                title == name
                or inside
                or start in seen
                or not self._stands_alone(start, end, number < quotes)
            ):
                continue
            seen.add(start)
            document = Document(start, end, self.quoted_rule if number < quotes else self.governed_rule)
            if number < quotes:
                document.start, document.end = start - 1, end + 1
            document.title, document.number = title, code
            self._put_article(document)
            found.append(document)
        return found

    def _stands_alone(self, start: int, end: int, quoted: bool) -> bool:
        """Whether a short form of two characters is no part of a longer noun: 落实规划环评."""
        return quoted or end - start > _WORD or self.alone_rule.pattern.match(self.text, end) is not None

    def _bracket(self, at: int) -> Span | None:
        """The inside of the round bracket that opens at `at`, which may hold others."""
        if self.text[at : at + 1] not in ("（", "("):
            return None
        depth = 0
        for i in range(at, min(at + _BRACKET, len(self.text))):
            if self.text[i] in "（(":
                depth += 1
            elif self.text[i] in "）)":
                depth -= 1
                if depth == 0:
                    return at + 1, i
        return None

    def _code(self, start: int, end: int) -> tuple[int, int, Rule] | None:
        number = bisect_left(self.code_starts, start)
        if number < len(self.codes) and self.codes[number][0] < end:
            return self.codes[number]
        return None

    def _put_article(self, document: Document) -> None:
        """The articles right behind a document: 《…》第三条, 《…》的第五条."""
        for link in _LINKS:
            at = document.end + len(link)
            number = bisect_left(self.article_starts, at)
            if (
                self.text.startswith(link, document.end)
                and number < len(self.articles)
                and self.articles[number][0] == at
            ):
                document.article = "".join(self.text[at : self.articles[number][1]].split())
                document.end = self.articles[number][1]
                return

    def _article(self, start: int, end: int) -> Document | None:
        """An article without a title: of a law named without marks, or of the text's own document."""
        law = self.law_rule.pattern.search(self.text, max(0, start - _BEFORE), start)
        document = Document(start, end, self.law_rule if law else self.own_rule)
        document.article = "".join(self.text[start:end].split())
        if law is not None:
            document.start = law.start("title")
            document.title, document.number = self._full(law["title"], start)
            return document
        own = self.own_rule.pattern.search(self.text, max(0, start - _BEFORE), start)
        if own is None and not self.heads:
            return None
        document.start = own.start() if own else start
        document.own = True
        return document


def _runs_on(c: str) -> bool:
    """Whether a short form behind this character is the end of a longer name: 本办法, 实施办法."""
    return "一" <= c <= "鿿" and c not in _LEADS


def _number(text: str, code: tuple[int, int, Rule]) -> str:
    """A number as the table has it: 〔〕 around its year, white space only where its rule keeps it."""
    start, end, rule = code
    written = text[start:end]
    return " ".join(written.split()) if rule.options.get("spaced") else format_number(written)
