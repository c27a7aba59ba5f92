"""Draws `docs/show.svg`, the picture at the head of the README: `planparse show` of the sample.

`make picture` writes it again; a test holds it to what `show` prints today.
"""

from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

from planparse import parse_file
from planparse.display.tree import draw
from planparse.display.typesetting import STYLES, StyledLine, columns

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "samples" / "quality-action-plan-2022.txt"
PICTURE = ROOT / "docs" / "show.svg"

COLUMNS = 80
LAST = "四、"  # the chapter before which the picture ends: the first targets stand above it
CELL, LINE, MARGIN = 8.4, 24, 20
FONTS = "ui-monospace, 'Noto Sans Mono CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace"
INK = {"": "#d5dae3", "cyan": "#7ab8d4", "green": "#9cc46b", "yellow": "#e3bf6a", "dim": "#7e8796"}
PAPER = "#15181e"


def picture() -> str:
    """The SVG: every character in its own column, whatever font it is shown in."""
    lines = draw(parse_file(SAMPLE), COLUMNS, False)
    words = ["".join(piece for piece, _ in line) for line in lines]
    end = next(at for at, line in enumerate(words) if line.startswith(LAST))
    shown: list[StyledLine] = [*lines[: end - 1], [("…", "dim")]]
    width = round(COLUMNS * CELL + 2 * MARGIN)
    height = len(shown) * LINE + 2 * MARGIN
    rows = [text for number, line in enumerate(shown) for text in row(line, number)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" role="img" aria-label="planparse show">',
            f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>',
            f'<g font-family="{FONTS}" font-size="14" xml:space="preserve">',
            *rows,
            "</g>",
            "</svg>",
            "",
        ]
    )


def row(line: StyledLine, number: int) -> list[str]:
    """The runs of one line, each in one style and wide or narrow throughout."""
    runs = []
    at = 0
    y = MARGIN + number * LINE + 17
    for style, pieces in itertools.groupby(line, key=lambda piece: STYLES[piece[1]]):
        text = "".join(piece for piece, _ in pieces)
        for wide, group in itertools.groupby(text, key=is_wide):
            run = "".join(group)
            places = [f"{MARGIN + (at + n * (1 + wide)) * CELL:.4g}" for n in range(len(run))]
            at += columns(run)
            if not run.isspace():
                size = ' font-size="16.8"' if wide else ""
                x = " ".join(places)
                runs.append(f'<text x="{x}" y="{y}"{size} {look(style)}>{escape(run)}</text>')
    return runs


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def look(style: str) -> str:
    if style == "bold":
        return f'fill="{INK[""]}" font-weight="600"'
    return f'fill="{INK[style]}"'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
