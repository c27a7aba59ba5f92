"""Encodings: which one some bytes are in, and their text.

A byte order mark decides; then strict UTF-8; then, among GB 18030, Big5 and UTF-16, the
one whose characters are the commonest in notices.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from planparse.errors import ReadError

# The commonest characters of about 190 notices, Simplified, and the Traditional forms of
# those that have one: two of three characters of any notice are among them, of a text read in
# a wrong encoding one of a hundred.
_COMMON = frozenset(
    "，、。的业和人工）（发省务政化技行理科作等建实设产用管部展新市一动定合法保关资制机进区国应加有企生要全中对地服规会高力公以"
    "位单大第项创施提能开各信强条体责重推门年为学办家及十社农在成术通民方目品经不持研本主分度监级员安厅二导支专”“上任平三府职"
    "源构基或事标时培与；点场育息系者当查同立组委统入：出改计件教准性量程金评局共物情报策质处按可数校内其范现励依式县相收交备水"
    "自电审供面利环北费协调造据村下营型文效权期证就活织联域网求集领障河台所训四指向好优日于完境院验商升划运《》个治防\u3000"
    "業發務實設產動關資機進區國應對規會單項創開強條體責門爲為學辦農術經監級員廳導專職構標時與點場當組統計準評報質處數內範現勵"
    "縣備電審環費協調據營權證織聯網領臺訓優於驗劃運個"
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CERTAIN = 8  # bytes beyond one a character that make valid UTF-8 no chance
_GUESSES = ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
# Labels that promise less than the bytes behind them hold.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "ascii": "utf-8"}

_LINE_ENDS = {9: " ", 10: " ", 13: " "}
_SAMPLE = 4_000  # characters that a score looks at
_LEAST = 0.15  # score below which bytes are in no known encoding
_LABEL = 0.05  # what a label inside the file adds to a score
_CLEAR = 0.4  # score of a text that a place which cannot be decoded makes no doubtful one
_HOLES, _HOLE_ONE_IN = 2, 200  # such places in any text, and characters for each further one
_LOST, _LOST_ONE_IN = 4_096, 50  # bytes that such places hold in any text, and of how many one more
_WINDOW, _AHEAD = 65_536, 64  # bytes that are decoded at once; that show where a text goes on
_LONGEST = 4  # bytes of a character


class Decoded(NamedTuple):
    """A text, the encoding that it was decoded by, and how sure that is, 0 to 1."""

    text: str
    encoding: str
    confidence: float


def decode(
    data: bytes, where: str, encoding: str | None = None, label: str | None = None
) -> tuple[str, str]:
    """The text of `data` without a byte order mark, and the name of the encoding used.

    `encoding` is taken at its word; `label` (of an HTML page) is only a hint. A character that
    the end of the file cut, or a stray byte in a text that is otherwise clear, becomes U+FFFD.
    Raises ReadError where the bytes are in no known encoding, or not in the one that was named.

    >>> decode("关于印发方案的通知".encode("gbk"), "notice.txt")
    ('关于印发方案的通知', 'gb18030')
    """
    found = detect(data, where, encoding, label)
    return found.text, found.encoding


def detect(data: bytes, where: str, encoding: str | None = None, label: str | None = None) -> Decoded:
    """What `decode` gives, and how sure the choice of the encoding is.

    It is sure where a byte order mark says it, where an encoding was named, and of ASCII; each
    Chinese character that is valid UTF-8 makes chance less likely. Of a guess it is the lead
    over the second guess.

    >>> detect("关于印发方案的通知".encode(), "notice.txt").confidence
    1.0
    """
    if encoding is not None:
        return Decoded(*_decode_as(data, where, encoding), 1.0)
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], name)
            if text is not None and "\0" not in text:
                return Decoded(text, name, 1.0)
            break
    text = _strict(data, "utf-8")
    if text is not None and "\0" not in text:
        several = len(text) - len(data) < -_CERTAIN  # a character of one byte says nothing
        return Decoded(text, "utf-8", 1.0 if text.isascii() or several else 0.9)
    found = _guess(data, label)
    if found is not None:
        return found
    if b"\0" in data:
        raise ReadError(
            "is binary: it holds NUL bytes and is no UTF-16 text",
            where=where,
            advice="give a text, Markdown or HTML file",
        )
    raise ReadError(
        "its bytes are in no known encoding (tried UTF-8, GB 18030, Big5 and UTF-16)",
        where=where,
        advice="say which with --encoding (encoding=)",
    )


def find_encoding(name: str) -> str | None:
    """The Python name of the text encoding called `name`, or None where there is none.

    >>> find_encoding("GB2312"), find_encoding("big5"), find_encoding("klingon")
    ('gb18030', 'big5', None)
    """
    try:
        known = codecs.lookup(name)
        "".encode(known.name)  # not the codecs from bytes to bytes
    except (LookupError, ValueError, UnicodeError):
        return None
    return _WIDER.get(known.name, known.name)


def score(text: str) -> float:
    """How much like a notice `text` is: the share of common characters, 0 to about 1."""
    some = ""
    for run in re.finditer("[^\0-~\ufffd]+", text):
        some += run[0][:_SAMPLE]
        if len(some) >= _SAMPLE:
            break
    if not some:
        return 0.0
    some = some[:_SAMPLE]
    common = sum(ch in _COMMON for ch in some)
    rest = [ch for ch in some if ch not in _COMMON]
    return (common + 0.2 * (common + sum(map(_in_daily_use, rest)))) / len(some)


def _in_daily_use(ch: str) -> bool:
    """Whether a character is in the first level of GB 2312 or of Big5."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            if first <= ch.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _guess(data: bytes, label: str | None) -> Decoded | None:
    """The likeliest of the encodings that the bytes may be in; UTF-8 where they are damaged."""
    hinted = find_encoding(label) if label else None
    found: list[tuple[float, str, str]] = []
    for name in ("utf-8", *_GUESSES):
        read = _lenient(data, name)
        if read is None or "\0" in read[0]:
            continue
        text, holes = read
        points = score(text)
        if text.isascii() and text.translate(_LINE_ENDS).isprintable():
            points = 1.0  # only UTF-16 gets here with it
        if points < (_CLEAR if holes else _LEAST):
            continue
        points += _LABEL * (name == hinted) - _LABEL * bool(holes)
        found.append((points, text.removeprefix("\ufeff"), name))
    if not found:
        return None
    # of two that read it alike (Big5, and Big5 with Hong Kong's additions) the first is meant
    found.sort(key=lambda guess: guess[0], reverse=True)
    points, text, name = found[0]
    others = [other for other, words, _ in found[1:] if words != text]
    lead = (points - max(others, default=0.0)) / points
    return Decoded(text, name, round(min(0.5 + 0.5 * lead, 0.99), 2))


def _lenient(data: bytes, name: str) -> tuple[str, int] | None:
    """The text of `data` with U+FFFD where it cannot be decoded, and how many such places there are.

    None where there are too many for a text in this encoding.
    """
    parts: list[str] = []
    at = holes = lost = 0
    most = _HOLES + len(data) // (2 * _HOLE_ONE_IN)
    room = _LOST + len(data) // _LOST_ONE_IN
    window = _WINDOW
    while at < len(data):
        piece = data[at : at + window]
        window = _WINDOW
        try:
            parts.append(piece.decode(name))
            at += len(piece)
            continue
        except UnicodeDecodeError as error:
            good, bad = error.start, error.end - error.start
        parts.append(piece[:good].decode(name))
        at += good
        if good and len(piece) - good < _LONGEST and at + len(piece) - good < len(data):
            continue  # the window cut a character, not the file
        if good or not holes:
            holes += 1
        gone = _resumed(data[at : at + _AHEAD], name, bad)
        lost += gone
        if holes > most or lost > room:
            return None
        parts.append("\ufffd")
        at += gone
        window = _AHEAD  # where one character is lost, the next one often is
    return "".join(parts), holes


def _resumed(ahead: bytes, name: str, bad: int) -> int:
    """How many bytes a hole has: behind it text begins again.

    What is lost of a character of two bytes may be its first, and then the second would be
    read as a first one, and so all that follow.
    """
    if name.startswith("utf"):
        return max(bad, 2 if name.startswith("utf-16") else 1)
    return max((1, 2), key=lambda lost: score(ahead[lost:].decode(name, "ignore")))


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _decode_as(data: bytes, where: str, encoding: str) -> tuple[str, str]:
    name = find_encoding(encoding)
    if name is None:
        raise ReadError(
            f"there is no encoding {encoding!r}",
            where=where,
            advice="names are utf-8, gb18030, big5, utf-16, …",
        )
    try:
        text = data.decode(name)
        text.encode("utf-8")  # some codecs let half a surrogate pair through
    except UnicodeError as error:
        at = f" (see byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        raise ReadError(
            f"is not in {encoding}{at}",
            where=where,
            advice="leave --encoding (encoding=) out to have it found",
        ) from None
    if "\0" in text:
        raise ReadError(
            f"is binary, or not in {encoding}: it holds NUL characters",
            where=where,
            advice="give a text, Markdown or HTML file",
        )
    return text.removeprefix("\ufeff"), name
