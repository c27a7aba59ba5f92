"""Encodings: which one some bytes are in, and their text.

A byte order mark decides; then strict UTF-8; then, among GB 18030, Big5 and UTF-16, the
one whose characters are the commonest in notices.
"""

from __future__ import annotations

import codecs
import re

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
_GUESSES = ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
# Labels that promise less than the bytes behind them hold.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "ascii": "utf-8"}

_LINE_ENDS = {9: " ", 10: " ", 13: " "}
_SAMPLE = 4_000  # characters that a score looks at
_LEAST = 0.15  # score below which bytes are in no known encoding
_LABEL = 0.05  # what a label inside the file adds to a score
_BAD_ONE_IN = 500  # characters for each place that cannot be decoded in an otherwise clear encoding


def decode(
    data: bytes, where: str, encoding: str | None = None, label: str | None = None
) -> tuple[str, str]:
    """The text of `data` without a byte order mark, and the name of the encoding used.

    `encoding` is taken at its word; `label` (of an HTML page) is only a hint. A stray
    byte in a long text that is otherwise clear becomes U+FFFD. Raises ReadError where the
    bytes are in no known encoding, or not in the one that was named.

    >>> decode("关于印发方案的通知".encode("gbk"), "notice.txt")
    ('关于印发方案的通知', 'gb18030')
    """
    if encoding is not None:
        return _decode_as(data, where, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], name)
            if text is not None and "\0" not in text:
                return text, name
            break
    text = _strict(data, "utf-8")
    if text is not None and "\0" not in text:
        return text, "utf-8"
    found = _guess(data, label)
    if found is not None:
        return found
    if b"\0" in data:
        raise ReadError(
            "is binary: it holds NUL bytes and is no UTF-16 text",
            where=where,
            advice="give a text, Markdown or HTML file",
        )
    for name in ("utf-8", "gb18030"):
        text = data.decode(name, "replace")
        holes = len(re.findall("\ufffd+", text))
        if holes * _BAD_ONE_IN <= len(text) and score(text) >= _LEAST:
            return text, name
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
    some = [ch for ch in text[: 4 * _SAMPLE] if ch > "~"][:_SAMPLE]
    if not some:
        return 0.0
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


def _guess(data: bytes, label: str | None) -> tuple[str, str] | None:
    hinted = find_encoding(label) if label else None
    best: tuple[float, str, str] | None = None
    for name in _GUESSES:
        if name.startswith("utf-16") and len(data) % 2:
            continue
        text = _strict(data, name)
        if text is None or "\0" in text:
            continue
        points = score(text) + (_LABEL if name == hinted else 0)
        if text.isascii() and text.translate(_LINE_ENDS).isprintable():
            points = 1.0  # only UTF-16 gets here with it
        if points >= _LEAST and (best is None or points > best[0]):
            best = (points, text, name)
    return best and (best[1].removeprefix("\ufeff"), best[2])


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
