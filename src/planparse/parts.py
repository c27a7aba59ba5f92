"""Parts: paragraphs of a text, and where its letter, its plan and its annexes begin and end.

A letter ends with its signature and day; the issued document follows. Annexes begin
with their label. Inside a part, what stands before the first number is its head: title
lines, 发文字号, 主送机关, preamble; what stands behind the last one its tail.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from planparse.dates import parse_date
from planparse.numbers import parse_ordinal
from planparse.rulebook import Rulebook
from planparse.text import Span

SIGNERS = "厅委部局会府院行署办处室组司社联团校区心关省市县协站队所"  # last characters of issuers
NOT_IN_SIGNATURE = "。；，,：:？！“”《》（）()0123456789;"
LONGEST_SIGNATURE, LONGEST_NAME = 400, 60
LONGEST_TITLE = 90
SHORT_LINE = 120  # a longer line may have lost line ends in it
SHORTEST_DOCUMENT = 60
GRAM, FEWEST_REPEATED = 48, 5  # characters that are compared; numbers that must agree
LONGEST_DAY = 16  # characters of 二〇〇四年十二月二十九日, with spaces
TAIL = 800  # characters at a part's end in which its signature is looked for


class Part(NamedTuple):
    """A document of the notice: `kind` letter, plan or annex, with the annex's label as a span.

    `signature` is the span from the first issuer to the end of the day, `None` where it
    has none; `body` is where its words begin behind a label.
    """

    kind: str
    start: int
    end: int
    body: int
    label: Span | None
    signature: Span | None


class Piece(NamedTuple):
    """A stretch of a part's head or tail: a division without a number."""

    kind: str
    start: int


def paragraphs(text: str, furniture: Sequence[Span], rulebook: Rulebook) -> list[Span]:
    """The paragraphs of `text` outside `furniture`, stripped, in order; none is empty.

    Where line ends are gone, the wide spaces that they left part paragraphs.
    """
    line_end = rulebook.rule("structure.paragraph-break").pattern
    lost = rulebook.rule("structure.lost-line-end").pattern
    spans: list[Span] = []
    at = 0
    for cut in [*furniture, Span(len(text), len(text))]:
        start = at
        for end, following in _cuts(line_end, text, at, cut.start):
            if end - start <= SHORT_LINE:
                _append(spans, text, start, end)
            else:
                inner = start
                for stop, resumed in _cuts(lost, text, start, end):
                    _append(spans, text, inner, stop)
                    inner = resumed
            start = following
        at = cut.end
    return spans


def _cuts(
    pattern: regex.Pattern[str], text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Where each piece between the matches of `pattern` ends and the next begins, to the end."""
    for found in pattern.finditer(text, start, end):
        yield found.span()
    yield end, end


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))


def find_repetition(text: str, numbers: Sequence[int]) -> Span | None:
    """The span in which the text says again what it has said, or None.

    `numbers` are the offsets of its headings' candidates: a second copy begins where, from
    one of them on, nearly all are followed by the same words as an earlier one.
    """
    first: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for at in numbers:
        words = "".join(text[at : at + GRAM].split())
        if len(words) * 2 > GRAM:
            if words in first:
                pairs.append((first[words], at))
            else:
                first[words] = at
    if len(pairs) < FEWEST_REPEATED or pairs[0][0] * 4 > len(text):
        return None
    i, j = pairs[0]
    behind = sum(at >= j for at in numbers)
    while i > 0 and j > i and text[i - 1] == text[j - 1]:
        i, j = i - 1, j - 1
    if len(pairs) < 0.8 * behind or (len(text) - j) * 4 < len(text):
        return None
    return Span(j, len(text))


# ---------------------------------------------------------------------- parts


def find_parts(text: str, blocks: Sequence[Span], rulebook: Rulebook) -> list[Part]:
    """The parts of the notice in order; together they cover `text`."""
    limit = blocks[-1].end if blocks else 0
    cuts = [cut for cut in _letter_ends(text, rulebook) if cut[1] < limit]
    if not cuts:
        cuts = _bare_days(text, blocks, rulebook)
    labels = _annex_labels(text, blocks, cuts, rulebook)
    if not cuts:
        cuts = _issuing_sentences(text, blocks, labels, rulebook)
    starts: list[tuple[int, str, int, Span | None]] = []  # start, kind, body, label
    for _, end in cuts:
        if not any(label.start <= end + 2 and label.end >= end for label in labels):
            starts.append((end, "plan", end, None))
    issues = regex.search(r"印发|转发|发布|公布|颁布", text[: cuts[0][0].start]) if cuts else None
    for number, label in enumerate(labels):
        after_letter = bool(cuts) and not any(start < label.start for start, *_ in starts)
        bare = not any(ch.isalnum() and parse_ordinal(ch) for ch in text[label.start : label.end])
        is_plan = after_letter and number == 0 and issues and (bare or len(labels) == 1)
        words = text[label.start : label.end].rstrip(" \u3000：:.")
        mark = None if is_plan else Span(label.start, label.start + len(words))
        starts.append((label.start, "plan" if is_plan else "annex", label.end, mark))
    starts.sort()
    if not starts or starts[0][0] > 0:
        first = "letter" if any(kind == "plan" for _, kind, _, _ in starts) else "plan"
        starts.insert(0, (0, first, 0, None))
    signatures = [signature for signature, _ in cuts]
    parts = []
    for (start, kind, body, mark), following in zip(
        starts, [*starts[1:], (len(text), "", 0, None)], strict=True
    ):
        end = following[0]
        inside = [s for s in signatures if start <= s.start and s.end <= end]
        signature = inside[-1] if inside else _last_signature(text, start, min(end, limit), rulebook)
        parts.append(Part(kind, start, end, body, mark, signature))
    return parts


def _letter_ends(text: str, rulebook: Rulebook) -> list[tuple[Span, int]]:
    """Each signature that a document follows: its span, and where that document begins."""
    found_ends = []
    pattern = rulebook.rule("structure.signature-date").pattern
    for found in pattern.finditer(text):
        signature = _signature(text, found)
        if signature is None:
            continue
        end = _past_notes(text, signature.end, rulebook)
        if _begins_document(text, end, rulebook):
            found_ends.append((signature, end))
    return found_ends


def _bare_days(
    text: str, blocks: Sequence[Span], rulebook: Rulebook
) -> list[tuple[Span, int]]:
    """Days alone in their paragraph, behind a body and before a document: a letter without issuers."""
    ends = []
    said = False
    for block in blocks[:-1]:
        if said and block.end - block.start <= LONGEST_DAY:
            if parse_date(text[block.start : block.end]) is not None:
                end = _past_notes(text, block.end, rulebook)
                if _begins_document(text, end, rulebook) or text.startswith(("一、", "第一"), end):
                    ends.append((block, end))
        said = said or "。" in text[block.start : block.end]
    return ends


def _signature(text: str, day: regex.Match[str]) -> Span | None:
    """The span of a signature, or None where the words before the day are no issuers.

    They go back to the last mark or digit, past nothing but names and white space.
    """
    low = max(0, day.start() - LONGEST_SIGNATURE)
    first = max(low, 1 + max(text.rfind(mark, low, day.start()) for mark in NOT_IN_SIGNATURE))
    start = end = day.start()
    while end > first:  # line by line, back to the first that is no name
        line = 1 + max(text.rfind(mark, first, end) for mark in "\n\u3000\u2003\u2002\xa0")
        line = max(line, first)
        name = text[line:end].strip()
        fused = sum(map(name.count, "部厅局委")) >= 3
        if name and (name[-1] not in SIGNERS or len(name) > LONGEST_NAME and not fused):
            if start < day.start() and _begins_name(text, line, name):
                start = line
            break
        if name:
            start = line
        end = line - 1 if line > first else first
    if start == day.start():
        return None
    if start == first and start and text[start - 1] not in "。！）)：:；;":
        return None
    while text[start].isspace():
        start += 1
    return Span(start, day.end())


def _begins_name(text: str, line: int, name: str) -> bool:
    """Whether `name`, at `line`, is the first line of an issuer that goes on below it.

    It stands right behind the last sentence of the letter.
    """
    before = text[max(0, line - 40) : line].rstrip()
    return len(name) <= LONGEST_NAME // 2 and before[-1:] in tuple("。！；")


def _past_notes(text: str, at: int, rulebook: Rulebook) -> int:
    """Behind the notes that may follow a day: （此件公开发布）, （联系单位：…）, and white space."""
    pattern = rulebook.rule("structure.publicity-note").pattern
    while found := pattern.match(text, at):
        if found.end() == at:
            break
        at = found.end()
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _begins_document(text: str, at: int, rulebook: Rulebook) -> bool:
    """Whether a title, or an opening of a body, or an annex stands at `at`, with words behind it."""
    if len(text) - at < SHORTEST_DOCUMENT:
        return False
    window = text[at : at + LONGEST_TITLE + 40]
    if window.startswith(("附件", "附表", "附录")):
        return True
    if window.startswith(rulebook.words("structure.openings")):
        return True
    return title_end(text, at, min(len(text), at + LONGEST_TITLE + 40), rulebook) is not None


def _annex_labels(
    text: str, blocks: Sequence[Span], cuts: Sequence[tuple[Span, int]], rulebook: Rulebook
) -> list[Span]:
    """The labels that head an annex: alone in their paragraph, or right behind a letter."""
    pattern = rulebook.rule("structure.annex-label").pattern
    labels: list[Span] = []
    first_end = cuts[0][1] if cuts else len(text)
    for _, end in cuts:
        found = pattern.match(text, end)
        if found:
            labels.append(Span(found.start(), found.end()))
    for number, (start, end) in enumerate(blocks):
        if not text.startswith("附", start) or any(label.start == start for label in labels):
            continue
        found = pattern.match(text, start, end)
        if not found:
            continue
        alone = found.end() == end
        listed = number + 1 < len(blocks) and _is_list_of_annexes(text, blocks, number)
        colon = text[found.end() - 1] in "：:"
        if alone and (found["n"] or not colon) and number + 1 < len(blocks) and not listed:
            labels.append(Span(*found.span()))
        elif found["n"] and start >= first_end and (colon or text[found.end()].isspace()):
            labels.append(Span(*found.span()))
    return sorted(labels)


def _is_list_of_annexes(text: str, blocks: Sequence[Span], number: int) -> bool:
    """Whether the label at `number` opens the list 附件：1.… 2.… of a letter."""
    following = blocks[number + 1]
    return text[following.start : following.start + 1] in "1１" and text[
        following.start + 1 : following.start + 2
    ] in ".．、"


def _issuing_sentences(
    text: str, blocks: Sequence[Span], labels: Sequence[Span], rulebook: Rulebook
) -> list[tuple[Span, int]]:
    """Where a letter without signature ends: 现印发给你们… and then a title on its own line."""
    found = rulebook.rule("structure.issuing-sentence").pattern.search(text, 0, min(len(text), 3000))
    if not found:
        return []
    following = next((block for block in blocks if block.start >= found.end()), None)
    if following is None or any(label.start == following.start for label in labels):
        return []
    end = title_end(text, following.start, following.end, rulebook)
    if end is None or end < following.end and not text[end : following.end].startswith(("为", "根据")):
        return []
    return [(Span(found.end(), found.end()), following.start)]


def _last_signature(text: str, start: int, end: int, rulebook: Rulebook) -> Span | None:
    """The signature at the very end of a part that nothing follows but notes."""
    pattern = rulebook.rule("structure.signature-date").pattern
    last = None
    for found in pattern.finditer(text, max(start, end - TAIL), end):
        signature = _signature(text, found)
        if signature and len(text[_past_notes(text, signature.end, rulebook) : end].strip()) < 120:
            last = signature
    return last


# ---------------------------------------------------------------------- heads


def title_end(text: str, start: int, end: int, rulebook: Rulebook) -> int | None:
    """Where the title that begins at `start` ends, or None where no title stands there.

    A title ends with the noun of its kind (方案, 意见, 办法, …), then perhaps （试行） or its
    years, where its line ends or a 文号, an addressee or a body follows.
    """
    pattern = rulebook.derive("structure.title", _title_pattern)
    found = pattern.match(text, start, end)
    return found.end() if found else None


def _title_pattern(rulebook: Rulebook) -> regex.Pattern[str]:
    years = r"\d{4}\s*(?:年)?\s*(?:[—–－\-~～至]+\s*\d{4}\s*年?)?"
    tail = rf"(?:[（(《〔](?:[^（()）。]{{1,14}}|{years})[)）》〕])*"
    return rulebook.compile(
        r"[^。；;！？\n：]{2,80}?(?&instruments)"
        + tail
        + r"(?=\s*(?:$|\n|[\u3000 ]{1,}|(?&openings)|第一[章条]|一、|[\u4e00-\u9fff]{1,12}[〔\[［【]\d{4}"
        + r"|各[省市县区有部]|各[^。]{2,40}[：:]|[（(]\d{4}年))",
        "structure.title",
    )


def title_before(
    text: str, start: int, end: int, blocks: Sequence[Span], rulebook: Rulebook
) -> int | None:
    """Where the title of a document begins whose first number stands at `end`, or None.

    Looked for in the last few paragraphs between `start` (the last number before) and `end`.
    """
    last = bisect_left(blocks, Span(end, end))
    for block in blocks[max(0, last - 8) : last]:
        if block.start <= start or block.end - block.start > LONGEST_TITLE:
            continue
        if title_end(text, block.start, block.end, rulebook) == block.end:
            return block.start
    return None


def find_contents(
    text: str, part: Part, blocks: Sequence[Span], numbers: Sequence[int], rulebook: Rulebook
) -> Span | None:
    """The table of contents of a part, or None: 目录 and the short lines behind it.

    It ends where its first entry stands again as a heading, or before the first sentence.
    """
    pattern = rulebook.rule("structure.table-of-contents").pattern
    inside = [block for block in blocks if part.body <= block.start < part.end]
    for index, block in enumerate(inside[:40]):
        if not pattern.match(text, block.start, block.end):
            continue
        end = block.end
        for line in inside[index + 1 :]:
            if text.find("。", line.start, line.end) >= 0:
                break
            end = line.end
        entries = [at for at in numbers if block.start <= at < end]
        if len(entries) < 3:
            return None
        first = "".join(text[entries[0] : entries[0] + 12].split())[:6]
        for at in entries[1:]:
            if "".join(text[at : at + 12].split())[:6] == first:
                return Span(block.start, at)
        return Span(block.start, end)
    return None


def head_pieces(
    text: str,
    part: Part,
    end: int,
    blocks: Sequence[Span],
    rulebook: Rulebook,
    contents: Span | None = None,
) -> list[Piece]:
    """The divisions of a part's head, which ends at `end` (its first number, or its signature).

    The table of contents, where there is one, is a paragraph of its own.
    """
    number_line = rulebook.rule("structure.document-number-line").pattern
    addressees = rulebook.rule("structure.addressee-line").pattern
    pieces: list[Piece] = []
    named = False
    for block in blocks:
        if block.end <= part.body or block.start >= end:
            continue
        if contents and contents.start <= block.start < contents.end:
            if block.start == contents.start:
                pieces.append(Piece("paragraph", block.start))
            continue
        first = max(block.start, part.body)
        at, block_end = first, min(block.end, end)
        while at < block_end:
            while at < block_end and text[at].isspace():
                at += 1
            found = number_line.match(text, at, block_end)
            if found:
                pieces.append(Piece("title", at))
                at = found.end()
                continue
            if not named:
                stop = title_end(text, at, block_end, rulebook)
                if stop is not None and stop < block_end and at == first:
                    pieces.append(Piece("title", at))
                    at = stop
                    continue
            found = None if named else addressees.match(text, at, block_end)
            if found and len(pieces) < 12:
                pieces.append(Piece("addressees", at))
                named = True
                at = found.end()
                continue
            if not named:
                line = text[at:block_end]
                whole = len(line) <= LONGEST_TITLE and not any(ch in "。；;！？" for ch in line)
                if whole and not line.endswith(("：", ":")):
                    pieces.append(Piece("title", at))
                    at = block_end
                    continue
            pieces.append(Piece("preamble", at))
            return _joined(pieces)
    return _joined(pieces)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Adjacent pieces of one kind as one."""
    return [p for i, p in enumerate(pieces) if i == 0 or p.kind != pieces[i - 1].kind]
