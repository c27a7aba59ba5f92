"""Writes small PDFs for tests: characters and lines exactly where a test wants them."""

from __future__ import annotations

import zlib

A4 = (595.0, 842.0)
FULL, HALF = 1.0, 0.5  # ems of a character


def advance(ch: str) -> float:
    """How many ems a character is wide."""
    return HALF if ch.isascii() else FULL


class Sheet:
    """One page: `say` sets words, `rule` draws a line; y counts from the upper edge downwards."""

    def __init__(self, size: tuple[float, float] = A4, *, turned: int = 0, extra: str = "") -> None:
        self.size = size
        self.turned = turned
        self.extra = extra  # more operators
        self.parts: list[str] = []

    def say(self, text: str, x: float, y: float, size: float = 16, *, spread: float = 0) -> float:
        """Sets `text` from `x` on the baseline `y`; where the next character would stand."""
        height = self.size[1]
        codes = "".join(f"{ord(ch):04x}" for ch in text)
        self.parts.append(
            f"BT /F {size} Tf {spread} Tc 1 0 0 1 {x:.2f} {height - y:.2f} Tm <{codes}> Tj ET"
        )
        return x + sum((advance(ch) * size + spread) for ch in text)

    def slanted(self, text: str, x: float, y: float, size: float = 40) -> None:
        """Sets `text` at 45 degrees, as watermarks stand."""
        codes = "".join(f"{ord(ch):04x}" for ch in text)
        height = self.size[1]
        self.parts.append(
            f"BT /F {size} Tf .7071 .7071 -.7071 .7071 {x} {height - y} Tm <{codes}> Tj ET"
        )

    def right(self, text: str, x: float, y: float, size: float = 16) -> None:
        """Sets `text` so that it ends at `x`."""
        self.say(text, x - sum(advance(ch) * size for ch in text), y, size)

    def middle(self, text: str, y: float, size: float = 16) -> None:
        """Sets `text` in the middle of the page."""
        self.say(text, (self.size[0] - sum(advance(ch) * size for ch in text)) / 2, y, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draws a line."""
        height = self.size[1]
        self.parts.append(f"{x0} {height - y0} m {x1} {height - y1} l S")

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
            if x + sum(advance(c) * size for c in line + ch) > right + 0.01:
                self.say(line, x, y, size)
                line, x, y = "", left, y + pitch
            line += ch
        self.say(line, x, y, size)
        return y + pitch


def write_pdf(
    *sheets: Sheet, objects: dict[int, str] | None = None, trailer: str = "", kids: str | None = None
) -> bytes:
    """The bytes of a PDF of these pages; `objects` are put in under their numbers, over others."""
    used = sorted({ch for sheet in sheets for ch in _characters(sheet)})
    pages = [10 + 2 * n for n in range(len(sheets))]
    listed = kids if kids is not None else " ".join(f"{n} 0 R" for n in pages)
    bodies: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(sheets)} /Kids [{listed}] >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /ToUnicode 5 0 R"
        b" /DescendantFonts [4 0 R] >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDToGIDMap /Identity /DW 1000"
        b" /W [32 126 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor 6 0 R >>",
        5: _stream(_to_unicode(used)),
        6: b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 800] /Ascent 800"
        b" /Descent -200 /CapHeight 700 /ItalicAngle 0 /StemV 80 >>",
    }
    for number, sheet in zip(pages, sheets, strict=True):
        width, height = sheet.size
        bodies[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {sheet.turned}"
            f" /Resources << /Font << /F 3 0 R >> /XObject << /X 7 0 R >> >> /Contents {number + 1} 0 R >>"
        ).encode()
        bodies[number + 1] = _stream("\n".join([*sheet.parts, sheet.extra]).encode("latin-1"))
    for number, body in (objects or {}).items():
        bodies[number] = body.encode("latin-1")
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(bodies.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {max(places) + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, max(places) + 1):
        at = places.get(number)
        out += f"{at:010} 00000 n \n".encode() if at is not None else b"0000000000 00000 f \n"
    out += f"trailer\n<< /Size {max(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _characters(sheet: Sheet) -> set[int]:
    codes = set()
    for part in sheet.parts:
        if "<" in part:
            text = part[part.index("<") + 1 : part.index(">")]
            codes |= {int(text[n : n + 4], 16) for n in range(0, len(text), 4)}
    return codes


def _to_unicode(codes: list[int]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    for start in range(0, len(codes), 100):
        some = codes[start : start + 100]
        lines.append(f"{len(some)} beginbfchar")
        lines += [f"<{code:04x}> <{code:04x}>" for code in some]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
