"""What mkdocs asks while it builds the site; `handbook/contents.py` knows the answers."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

sys.path.insert(0, str(Path(__file__).resolve().parent))
contents = import_module("handbook.contents")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what stands outside docs/ and what is made from the code."""
    for path, place in (contents.OUTSIDE | contents.FILES).items():
        text = (contents.ROOT / path).read_text(encoding="utf-8")
        files.append(File.generated(config, place, content=text))
    for place, text in contents.made_pages().items():
        files.append(File.generated(config, place, content=text))
    config.nav = contents.navigation([file.src_uri for file in files.documentation_pages()])
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fills in what the page asks for, and turns its links into those of the site."""
    outside = {place: path for path, place in contents.OUTSIDE.items()}
    place = page.file.src_uri
    if page.file.generated_by and place not in outside:
        return markdown
    try:
        return str(contents.relinked(contents.filled(markdown), outside.get(place, f"docs/{place}")))
    except contents.LostLinkError as error:
        raise PluginError(str(error)) from None
