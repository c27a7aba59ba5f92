"""Writes small PDFs for tests: characters and lines exactly where a test wants them.

The fonts are in the file (each character is drawn as a black square), so that what is read
depends on no font of the machine.
"""

from __future__ import annotations

import zlib
from itertools import groupby
from typing import NamedTuple

A4 = (595.0, 842.0)
FULL, HALF = 1.0, 0.5  # ems of a character
CODES = 250  # characters of one font


def advance(ch: str) -> float:
    """How many ems a character is wide."""
    return HALF if ch.isascii() else FULL


def width(text: str, size: float) -> float:
    """How many points `text` is wide."""
    return sum(advance(ch) for ch in text) * size


class Words(NamedTuple):
    """Words with the matrix that they are set by, their type's size, and how far they are spread."""

    text: str
    matrix: str
    size: float
    spread: float


class Sheet:
    """One page: `say` sets words, `rule` draws a line; y counts from the upper edge downwards.

    `turned` is the page's rotation, `extra` more operators behind the others.
    """

    def __init__(self, size: tuple[float, float] = A4, *, turned: int = 0, extra: str = "") -> None:
        self.size = size
        self.turned = turned
        self.extra = extra
        self.parts: list[str | Words] = []

    def say(self, text: str, x: float, y: float, size: float = 16, *, spread: float = 0) -> float:
        """Sets `text` from `x` on the baseline `y`; where the next character would stand."""
        matrix = f"1 0 0 1 {x:.2f} {self.size[1] - y:.2f}"
        self.parts.append(Words(text, matrix, size, spread))
        return x + width(text, size) + spread * len(text)

    def down(self, text: str, x: float, y: float, size: float = 16) -> None:
        """Sets `text` below each other from `y` on, in a column from `x` on; what is no Chinese lies."""
        for ch in text:
            upright = advance(ch) == FULL
            matrix = f"1 0 0 1 {x:.2f} {self.size[1] - y - 0.88 * size:.2f}"
            turned = f"0 -1 1 0 {x + 0.14 * size:.2f} {self.size[1] - y:.2f}"
            self.parts.append(Words(ch, matrix if upright else turned, size, 0))
            y += advance(ch) * size

    def slanted(self, text: str, x: float, y: float, size: float = 40) -> None:
        """Sets `text` at 45 degrees, as watermarks stand."""
        matrix = f".7071 .7071 -.7071 .7071 {x} {self.size[1] - y}"
        self.parts.append(Words(text, matrix, size, 0))

    def right(self, text: str, x: float, y: float, size: float = 16) -> None:
        """Sets `text` so that it ends at `x`."""
        self.say(text, x - width(text, size), y, size)

    def middle(self, text: str, y: float, size: float = 16) -> None:
        """Sets `text` in the middle of the page."""
        self.say(text, (self.size[0] - width(text, size)) / 2, y, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draws a line."""
        self.parts.append(f"{x0} {self.size[1] - y0} m {x1} {self.size[1] - y1} l S")

    def grid(self, xs: list[float], ys: list[float]) -> None:
        """Draws all lines of a table."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)

    def block(
        self,
        text: str,
        y: float,
        *,
        left: float = 90,
        right: float = 506,
        first: float = 2,
        size: float = 16,
        pitch: float = 28,
    ) -> float:
        """Sets a paragraph between two margins, its first line `first` ems in; the next baseline."""
        x = left + first * size
        line = ""
        for ch in text:
            if x + width(line + ch, size) > right + 0.01:
                self.say(line, x, y, size)
                line, x, y = "", left, y + pitch
            line += ch
        self.say(line, x, y, size)
        return y + pitch


def write_pdf(
    *sheets: Sheet, objects: dict[int, str] | None = None, trailer: str = "", kids: str | None = None
) -> bytes:
    """The bytes of a PDF of these pages; `objects` are put in under their numbers, over others.

    The catalog is object 1, the tree of pages 2, the n-th page 10 + 2n and its content the next;
    7 is the object that a page draws by `/X Do`.
    """
    used = sorted({ch for sheet in sheets for part in sheet.parts for ch in _words(part)})
    place = {ch: divmod(number, CODES) for number, ch in enumerate(used)}
    pages = [10 + 2 * n for n in range(len(sheets))]
    listed = kids if kids is not None else " ".join(f"{n} 0 R" for n in pages)
    bodies: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(sheets)} /Kids [{listed}] >>".encode(),
        8: _stream(b"1000 0 0 -120 1000 880 d1 0 0 1000 800 re f"),
        9: _stream(b"500 0 0 -120 500 880 d1 0 0 500 800 re f"),
    }
    fonts = ""
    number = pages[-1] + 2
    for start in range(0, len(used), CODES):
        fonts += f"/F{start // CODES} {number} 0 R "
        bodies[number], bodies[number + 1] = _font(used[start : start + CODES], number + 1)
        number += 2
    for page, sheet in zip(pages, sheets, strict=True):
        bodies[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.size[0]} {sheet.size[1]}]"
            f" /Rotate {sheet.turned} /Resources << /Font << {fonts}>> /XObject << /X 7 0 R >> >>"
            f" /Contents {page + 1} 0 R >>"
        ).encode()
        drawn = [_drawn(part, place) if isinstance(part, Words) else part for part in sheet.parts]
        bodies[page + 1] = _stream("\n".join([*drawn, sheet.extra]).encode("latin-1"))
    for changed, body in (objects or {}).items():
        bodies[changed] = body.encode("latin-1")
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, content in sorted(bodies.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    count = max(places) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n".encode()
    for number in range(1, count):
        at = places.get(number)
        out += f"{at:010} 00000 n \n".encode() if at is not None else b"0000000000 00000 f \n"
    out += f"trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _words(part: str | Words) -> str:
    return part.text if isinstance(part, Words) else ""


def _drawn(words: Words, place: dict[str, tuple[int, int]]) -> str:
    pieces = []
    for font, some in groupby(words.text, key=lambda ch: place[ch][0]):
        codes = "".join(f"{place[ch][1]:02x}" for ch in some)
        pieces.append(f"/F{font} {words.size} Tf <{codes}> Tj")
    return f"BT {words.spread} Tc {words.matrix} Tm {' '.join(pieces)} ET"


def _font(chars: list[str], to_unicode: int) -> tuple[bytes, bytes]:
    """A font in which every character is a square, and what its codes mean."""
    names = " ".join("/h" if ch.isascii() else "/g" for ch in chars)
    widths = " ".join(str(int(1000 * advance(ch))) for ch in chars)
    font = (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [.001 0 0 .001 0 0]"
        f" /CharProcs << /g 8 0 R /h 9 0 R >> /Encoding << /Type /Encoding /Differences [0 {names}] >>"
        f" /FirstChar 0 /LastChar {len(chars) - 1} /Widths [{widths}] /ToUnicode {to_unicode} 0 R"
        f" /Resources << >> >>"
    )
    lines = ["begincmap 1 begincodespacerange <00> <ff> endcodespacerange"]
    for start in range(0, len(chars), 100):
        some = list(enumerate(chars))[start : start + 100]
        lines.append(f"{len(some)} beginbfchar")
        lines += [f"<{code:02x}> <{ord(ch):04x}>" for code, ch in some]
        lines.append("endbfchar")
    return font.encode(), _stream("\n".join([*lines, "endcmap"]).encode())


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
