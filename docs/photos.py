"""Takes `docs/report.png` and `docs/report-bodies.png`, the pictures of a report in the README.

`make photos` takes them again, of the sample notice, with the Chromium of the machine.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from planparse.model import ON_REQUEST
from planparse.pipeline import parse_traced
from planparse.readers import read_file
from planparse.report.page import render
from planparse.report.paper import Paper, find_repairs
from planparse.rulebook import default

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "samples" / "quality-action-plan-2022.txt"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SIZE = (1280, 720)


def report() -> str:
    source = read_file(str(SAMPLE))
    notice, text = parse_traced(source, default(), also=ON_REQUEST)
    return "".join(render([Paper(notice, find_repairs(source, text))]))


def take_photos(page: Page) -> None:
    page.click('#outline a[href="#plan/3/7"]')
    page.click('mark[data-f="t1"]')
    page.mouse.move(0, 0)
    page.wait_for_timeout(200)
    take_photo(page, "report.png")
    page.emulate_media(color_scheme="dark")
    page.click('.tabs a[href="#!bodies"]')
    page.locator(".matrix").scroll_into_view_if_needed()
    page.click('.matrix td button[aria-label^="商务部"] >> nth=1')
    page.evaluate("document.querySelector('.matrix').closest('section').scrollIntoView()")
    page.evaluate("scrollBy(0, -68)")
    page.mouse.move(0, 0)
    page.wait_for_timeout(200)
    take_photo(page, "report-bodies.png")


def take_photo(page: Page, name: str) -> None:
    """In 96 colours, which nobody sees and which take a third of the room."""
    photo = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    photo.quantize(96, dither=Image.Dither.NONE).save(ROOT / "docs" / name, optimize=True)


def main() -> None:
    if CHROMIUM is None:
        sys.exit("Chromium is not installed; on Debian: apt-get install chromium fonts-noto-cjk")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        path.write_text(report(), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(path.as_uri())
        page.wait_for_selector("html.ready")
        take_photos(page)
        browser.close()


if __name__ == "__main__":
    main()
