"""What stands on a page of a PDF: characters with their places, and ruled lines.

Places are points from the upper left corner of the page as a person sees it, x to the right
and y downwards, whatever the page's own origin and rotation.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

THIN = 3.0  # points; a filled area that is no thicker is a ruled line
_SHORTEST = 4.0  # points of a ruled line
_MOST_OBJECTS = 20_000  # on a page; one with more is a drawing, whose lines rule no table
_DEEPEST = 6  # forms inside each other
_SKEW = 0.05  # radians; text at a greater angle is a watermark
_LIGATURE = 1.3  # ems of a character that may be two dashes
_OPEN_SURROGATE, _CLOSE_SURROGATE = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}  # how pdfium gives a hyphen at the end of a line

Matrix = tuple[float, float, float, float, float, float]


class Glyph(NamedTuple):
    """One character: `left` and `right` of its advance, its baseline `base`, its font's `size`."""

    text: str
    left: float
    right: float
    base: float
    size: float


class Ruling(NamedTuple):
    """A ruled line: at which y (or x, where `upright`) it stands, and from where to where."""

    upright: bool
    at: float
    start: float
    end: float


class PageContent(NamedTuple):
    """A page: its size in points, its characters in the order of the file, its ruled lines.

    `turned` are the characters that lie on their right side, as Latin ones do in vertical text:
    the `base` of these is where they begin.
    """

    width: float
    height: float
    glyphs: list[Glyph]
    rulings: list[Ruling]
    pictures: bool
    turned: tuple[Glyph, ...] = ()


def read_page(page: Any, pdfium: Any, most: int) -> PageContent:
    """The content of `page`, a page of pypdfium2, whose raw interface is `pdfium`.

    At most `most` + 1 characters are read.
    """
    view = _View(page, pdfium)
    textpage = page.get_textpage()
    try:
        found = list(_characters(textpage.raw, pdfium, most))
    finally:
        textpage.close()
    turns = Counter([_quarter(angle + view.angle) for _, _, _, _, angle in found])
    turns.pop(None, None)
    main = turns.most_common(1)[0][0] if turns else 0
    view.turn(main or 0)
    glyphs: list[Glyph] = []
    turned: list[Glyph] = []
    for text, (x, y), advance, size, angle in found:
        quarter = _quarter(angle + view.angle)
        if quarter is None or (quarter - (main or 0)) % 4 not in (0, 3):
            continue
        left, base = view.place(x, y)
        if -THIN <= left <= view.width + THIN and -THIN <= base <= view.height + size:
            kept = glyphs if quarter == main else turned
            kept.append(Glyph(text, left, left + advance, base, size))
    rulings, pictures = _rulings(page.raw, pdfium, view)
    return PageContent(view.width, view.height, glyphs, rulings, pictures, tuple(turned))


def middle(values: Iterable[float]) -> float:
    """The middle one of `values`, which must not be none; of two the greater.

    >>> middle([3, 1, 2, 9])
    3
    """
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _quarter(angle: float) -> int | None:
    """How many quarter turns an angle in radians is, 0 to 3; None for an angle between."""
    turns = round(angle / (math.pi / 2))
    return turns % 4 if abs(angle - turns * math.pi / 2) < _SKEW else None


class _View:
    """From a page's own coordinates to those of a person who looks at it."""

    def __init__(self, page: Any, pdfium: Any) -> None:
        self._box: tuple[float, float, float, float] = page.get_bbox()
        self.angle = -page.get_rotation() / 180 * math.pi  # a page is turned clockwise
        self.turn(0)

    def turn(self, quarters: int) -> None:
        """Looks at the page so that text which runs `quarters` quarter turns off runs right."""
        left, bottom, right, top = self._box
        self._turns = ((_quarter(self.angle) or 0) - quarters) % 4
        self.width, self.height = (
            (right - left, top - bottom) if self._turns % 2 == 0 else (top - bottom, right - left)
        )

    def place(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._box
        if self._turns == 0:
            return x - left, top - y
        if self._turns == 1:  # turned anticlockwise by a quarter
            return top - y, right - x
        if self._turns == 2:
            return right - x, y - bottom
        return y - bottom, x - left


def _characters(
    textpage: Any, pdfium: Any, most: int
) -> Iterator[tuple[str, tuple[float, float], float, float, float]]:
    """Each character with its origin, advance, size and angle; none that pdfium made up."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    waiting = 0
    last: tuple[str, tuple[float, float], float, float, float] | None = None
    for index in range(min(pdfium.FPDFText_CountChars(textpage), 2 * most + 2)):
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in _OPEN_SURROGATE:
            waiting = code
            continue
        if code in _CLOSE_SURROGATE and waiting:
            code = 0x10000 + ((waiting - 0xD800) << 10) + (code - 0xDC00)
        waiting = 0
        text = _HYPHENS.get(code) or ("\ufffd" if code == 0 or code in _CLOSE_SURROGATE else chr(code))
        if code and code < 0x20 and code not in (0x02, 0x09):
            continue
        if not (
            pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
            and pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
            and pdfium.FPDFText_GetMatrix(textpage, index, matrix)
        ):
            continue
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        size = pdfium.FPDFText_GetFontSize(textpage, index) * scale
        angle = math.atan2(matrix.b, matrix.a)
        lying = abs(matrix.a) >= abs(matrix.b)
        advance = box.right - box.left if lying else box.top - box.bottom
        values = (x.value, y.value, advance, size, angle)
        if size <= 0 or not all(map(math.isfinite, values)):
            continue
        found = text, (x.value, y.value), max(advance, 0.0), size, angle
        if (
            last is not None
            and found[1:] == last[1:]
            and (text != last[0] or advance > _LIGATURE * size)
        ):
            last = (last[0] + text, *last[1:])  # one drawn character that means several: ﬁ, ——
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


# ---------------------------------------------------------------------- ruled lines


def _rulings(page: Any, pdfium: Any, view: _View) -> tuple[list[Ruling], bool]:
    """The ruled lines of a page, and whether there are pictures on it."""
    rulings: list[Ruling] = []
    pictures = False
    for count, (item, kind, matrix) in enumerate(_objects(page, pdfium)):
        if count > _MOST_OBJECTS:
            return [], pictures
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures = True
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            for start, end in _edges(item, pdfium, matrix):
                ruling = _ruling(view.place(*start), view.place(*end))
                if ruling is not None:
                    rulings.append(ruling)
                    if len(rulings) > _MOST_OBJECTS:
                        return [], pictures
    return rulings, pictures


def _objects(page: Any, pdfium: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Every object of a page with its kind and its matrix, those inside forms too."""
    own: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    todo = [
        (pdfium.FPDFPage_GetObject(page, index), own, 0)
        for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS + 1))
    ]
    todo.reverse()
    found = pdfium.FS_MATRIX()
    while todo:
        item, around, depth = todo.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        matrix = around
        if pdfium.FPDFPageObj_GetMatrix(item, found):
            inner = (found.a, found.b, found.c, found.d, found.e, found.f)
            matrix = _product(inner, around)
        yield item, kind, matrix
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = min(pdfium.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)
            todo += [
                (pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1)
                for index in reversed(range(count))
            ]


def _product(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


Point = tuple[float, float]


def _edges(path: Any, pdfium: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """The straight lines that a path draws; of a thin filled area its longer axis."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke) or not (fill.value or stroke.value):
        return
    for points in _outlines(path, pdfium, matrix):
        if stroke.value:
            yield from pairwise(points)
            continue
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        low, high = min(y for _, y in points), max(y for _, y in points)
        if high - low <= THIN < right - left:
            yield (left, (low + high) / 2), (right, (low + high) / 2)
        elif right - left <= THIN < high - low:
            yield ((left + right) / 2, low), ((left + right) / 2, high)


def _outlines(path: Any, pdfium: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """The outlines of a path that have no curves."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    a, b, c, d, e, f = matrix
    curved = False
    count = pdfium.FPDFPath_CountSegments(path)
    for index in range(min(count, _MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved = True
        if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _ruling(start: Point, end: Point) -> Ruling | None:
    """The ruled line from `start` to `end`; None where it is slanted or too short."""
    (x0, y0), (x1, y1) = start, end
    if not all(map(math.isfinite, (x0, y0, x1, y1))):
        return None
    if abs(y1 - y0) < 1 and abs(x1 - x0) >= _SHORTEST:
        return Ruling(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    if abs(x1 - x0) < 1 and abs(y1 - y0) >= _SHORTEST:
        return Ruling(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
    return None
