"""PDF files are read in a process of their own, for some are made to break whoever reads them.

What a program in C does with a hostile file cannot be stopped from within: it may never end,
take all memory, or crash. A process that does is ended, and the caller has an error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from traceback import extract_tb
from typing import IO, Any

from planparse.errors import ReadError
from planparse.text import Source, TableCell

USUAL_CHARS = 10_000_000  # a greater limit of characters makes the others greater in proportion
SECONDS = 60.0
SECONDS_A_MEGABYTE = 10.0
MEMORY = 500_000_000
MEMORY_A_BYTE = 20  # of the file
CHARS_A_PAGE = 2_000  # so few on each that a file has more pages than a text of the limit would
_ROOM_FOR_PYTHON = 150_000_000  # addresses that a process holds before it reads anything
_RAISE = "raise the limits with --max-chars (max_chars=) if it is one notice"
_CHILD = """
import json, sys
settings = json.loads(sys.argv[1])
sys.path[:] = settings["path"]
from planparse.readers.pdf.process import serve
serve(sys.stdin.buffer, sys.stdout.buffer, settings)
"""


def read_apart(data: bytes, name: str, max_chars: int) -> Source:
    """The source of the PDF `data`, read in another process; ReadError as `read_pdf` says."""
    if find_spec("pypdfium2") is None:
        raise ModuleNotFoundError(name="pypdfium2")
    share = max(1.0, max_chars / USUAL_CHARS)
    seconds = share * (SECONDS + SECONDS_A_MEGABYTE * len(data) / 1e6)
    memory = int(share * max(MEMORY, MEMORY_A_BYTE * len(data)))
    pages = max(max_chars, USUAL_CHARS) // CHARS_A_PAGE
    settings = {"path": sys.path, "memory": memory, "pages": pages, "characters": max_chars}
    if not sys.executable:  # Python inside another program: there is none to start
        return _source(_read(data, settings), name)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, json.dumps(settings)],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"is a PDF that takes more than {seconds:.0f} seconds to read", where=name, advice=_RAISE
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise ReadError(
            _too_much(memory) + ", or breaks the program that reads it",
            where=name,
            advice="print it to a new PDF, or " + _RAISE,
        ) from None
    return _source(answer, name)


def serve(stdin: IO[bytes], stdout: IO[bytes], settings: dict[str, Any]) -> None:
    """What the other process does: reads a PDF from `stdin`, writes what it says to `stdout`."""
    try:
        import resource
    except ImportError:  # not on Windows
        pass
    else:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        room = settings["memory"] + _ROOM_FOR_PYTHON
        room = room if most == resource.RLIM_INFINITY else min(room, most)
        resource.setrlimit(resource.RLIMIT_AS, (room, most))
    answer = _read(stdin.read(), settings)
    stdout.write(json.dumps(answer).encode("ascii"))


def _read(data: bytes, settings: dict[str, Any]) -> dict[str, Any]:
    """The text, places and cells of a PDF, or what is wrong with it and what to do."""
    from planparse.readers.pdf.text import read_pages

    try:
        source = read_pages(data, settings["pages"], settings["characters"])
    except ReadError as error:
        return {"what": error.what, "advice": error.advice}
    except MemoryError:
        return {"what": _too_much(settings["memory"]), "advice": _RAISE}
    except Exception as error:
        last = extract_tb(error.__traceback__)[-1]
        return {"defect": f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"}
    return {"text": source.text, "places": source.places, "cells": source.cells}


def _too_much(memory: int) -> str:
    return f"is a PDF that cannot be read within {memory // 1_000_000} MB"


def _source(answer: dict[str, Any], name: str) -> Source:
    if "defect" in answer:
        raise RuntimeError(answer["defect"])
    if "what" in answer:
        raise ReadError(answer["what"], where=name, advice=answer["advice"])
    places = [(at, label) for at, label in answer["places"]]
    cells = [TableCell(*cell) for cell in answer["cells"]]
    return Source(answer["text"], name, "pdf", "utf-8", places, cells=cells)
