"""planparse: Chinese government notices in, their measures, targets and bodies out.

>>> import planparse
>>> notice = planparse.parse("一、总体要求\\n（一）加强管理。落实责任。（财政部、教育部按职责分工负责）")
>>> [agency.name for list_ in notice.assignments for agency in list_.agencies]
['财政部', '教育部']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.errors import PlanparseError, ReadError, RulebookError, WriteError

if TYPE_CHECKING:
    from collections.abc import Collection
    from os import PathLike

    from planparse.model import Notice
    from planparse.rulebook import Rulebook

__version__ = "0.1.0"
__all__ = ["PlanparseError", "ReadError", "RulebookError", "WriteError", "parse", "parse_file"]


def parse(
    text: str, *, name: str = "-", rulebook: Rulebook | None = None, also: Collection[str] = ()
) -> Notice:
    """The notice that stands in `text`, as validated, frozen models.

    `name` becomes the result's `source_name`. `also` names the tables to read beside the
    others, of `planparse.model.ON_REQUEST`: mentions, milestones, quantities, references and
    programmes; they are empty otherwise. ValueError where it names another. Any text is a
    notice of some sort: trouble in it is among `Notice.diagnostics`, nothing is raised for it.
    """
    from planparse.pipeline import parse_source
    from planparse.rulebook import default
    from planparse.text import Source

    return parse_source(Source(text, name=name), rulebook or default(), also=also)


def parse_file(
    path: str | PathLike[str],
    *,
    encoding: str | None = None,
    max_chars: int = 10_000_000,
    rulebook: Rulebook | None = None,
    also: Collection[str] = (),
) -> Notice:
    """The notice in the file at `path`, in any format that is read.

    `encoding` overrides what is found by looking at the bytes, `also` is that of `parse`.
    Raises ReadError where the file is missing, a folder, empty, binary, in no known encoding, or
    longer than `max_chars` characters.
    """
    from planparse.pipeline import parse_source
    from planparse.readers import read_file
    from planparse.rulebook import default

    source = read_file(path, encoding=encoding, max_chars=max_chars)
    return parse_source(source, rulebook or default(), also=also)
