"""Programs that write files as people get them: LibreOffice and Chromium, many files in one call."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from planparse.readers import office

_LEAST, _EACH = 120, 20  # seconds that a call may take, and those for each file


@cache
def find_chromium() -> str | None:
    """The path of Chromium, where Playwright is there to steer it."""
    if find_spec("playwright") is None:
        return None
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@cache
def has_fonts() -> bool:
    """Whether the machine has a font for Chinese."""
    if shutil.which("fc-list") is None:
        return False
    done = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False)
    return bool(done.stdout.strip())


def save_as(files: Sequence[bytes], suffix: str, form: str, folder: Path) -> list[bytes]:
    """What LibreOffice saves each of the files as: `form` is a suffix, with a filter behind `:` or not.

    One call takes all; `folder` is where it works.
    """
    soffice = office.find_office()
    assert soffice is not None
    inputs, made = folder / f"from-{suffix}", folder / f"to-{form.partition(':')[0]}"
    inputs.mkdir(exist_ok=True)
    paths = [inputs / f"{number}.{suffix}" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    subprocess.run(
        [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
         "--convert-to", form, "--outdir", str(made), *map(str, paths)],
        check=True, capture_output=True, timeout=_LEAST + _EACH * len(files),
        env=os.environ | {"HOME": str(folder)},
    )  # fmt: skip
    return [(made / f"{path.stem}.{form.partition(':')[0]}").read_bytes() for path in paths]


def print_pages(pages: Sequence[str], margins: Sequence[bool] = ()) -> Iterator[bytes]:
    """The PDF that one Chromium prints of each page of HTML.

    Where `margins` says so, with a browser's own head and foot: day, title, address, page.
    """
    from playwright.sync_api import sync_playwright

    around = dict.fromkeys(("top", "right", "bottom", "left"), "0.4in")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=find_chromium(), args=["--disable-gpu"])
        tab = browser.new_page()
        for number, page in enumerate(pages):
            tab.set_content(page)
            yield tab.pdf(
                prefer_css_page_size=True,
                display_header_footer=number < len(margins) and margins[number],
                margin=around,
            )
        browser.close()
