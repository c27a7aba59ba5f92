"""The command `planparse`, also as `python -m planparse`."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from planparse.cli import main

# A start makes a hundred thousand objects that all stay: looking through them for rubbish
# every seven hundred is a tenth of its time.
GARBAGE = 100_000


def run() -> NoReturn:
    """Runs the command line and leaves the process with its exit code.

    It leaves at once, when all is written: taking every module and table apart first is
    a seventh of the time of a short run.
    """
    gc.set_threshold(GARBAGE)
    code: object = 0
    try:
        main(prog_name="planparse")
    except SystemExit as stop:
        code = stop.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # the reader is gone, or the stream was closed
            if stream is not None:
                stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    run()
