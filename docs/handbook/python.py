"""The page of the Python interface, made from signatures, docstrings and models."""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

import planparse
from handbook.markup import code, fence, page, plain, table
from planparse import errors, model
from planparse.engines.arrow import parse_batch, schema_of
from planparse.rulebook import load

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "planparse.parse": planparse.parse,
    "planparse.parse_file": planparse.parse_file,
    "planparse.rulebook.load": load,
    "planparse.engines.arrow.parse_batch": parse_batch,
    "planparse.engines.arrow.schema_of": schema_of,
}


FENCE = "```python\n"


def python_page() -> str:
    """The functions that a caller uses, the models that they give, the errors that they raise."""
    return page(
        "# From Python",
        "Made from the code. Offsets count Unicode code points, 0-based and half-open: `start` and "
        "`end` into the restored text, `source_start` and `source_end` into the plain text that the "
        "reader made.",
        "## Functions",
        *(part for name, function in FUNCTIONS.items() for part in _function(name, function)),
        "## Models",
        "Frozen and validated: what contradicts itself is no `Notice`. A field that is shown with "
        "a value need not be given.",
        *(part for found in models() for part in _model(found)),
        "## Errors",
        "Each says what happened, where, and what to do next. The content of a notice raises none.",
        table(
            ["error", ""],
            [
                (code(f"planparse.{name}"), plain(inspect.getdoc(getattr(errors, name))))
                for name in planparse.__all__
                if name.endswith("Error")
            ],
        ),
    )


def models() -> list[type[BaseModel]]:
    """The public models, the whole notice first, then in the order that it names them."""
    found: list[type[BaseModel]] = []

    def visit(one: type[BaseModel]) -> None:
        if one not in found:
            found.append(one)
            for field in one.model_fields.values():
                for inner in _classes(field.annotation):
                    visit(inner)

    visit(model.Notice)
    return found


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _classes(argument)


def _function(name: str, function: Callable[..., Any]) -> list[str]:
    module, _, short = name.rpartition(".")
    text = docstring(function).replace(f"{FENCE}>>>", f"{FENCE}>>> from {module} import {short}\n>>>", 1)
    return [f"### {name}", fence("text", signature(function)), text]


def signature(function: Callable[..., Any]) -> str:
    """How a function is called, one argument a line where that is long.

    >>> signature(signature)
    'signature(function: Callable[..., Any]) -> str'
    """
    tree = ast.parse(inspect.getsource(function)).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise TypeError(f"{function} is no function")
    given, gives = ast.unparse(tree.args), ast.unparse(tree.returns) if tree.returns else "None"
    line = f"{tree.name}({given}) -> {gives}"
    if len(line) <= 88:
        return line
    listed = "".join(f"    {argument},\n" for argument in arguments(given))
    return f"{tree.name}(\n{listed}) -> {gives}"


def arguments(text: str) -> list[str]:
    """`text` cut at the commas that stand in no bracket.

    >>> arguments("a: dict[str, int], *, b: int=0")
    ['a: dict[str, int]', '*', 'b: int=0']
    """
    parts = [""]
    for character in text:
        if character == "," and parts[-1].count("[") == parts[-1].count("]"):
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def docstring(of: object) -> str:
    """A docstring as Markdown, with its examples in blocks."""
    out: list[str] = []
    for block in (inspect.getdoc(of) or "").split("\n\n"):
        out.append(fence("python", block) if block.startswith(">>>") else block)
    return "\n\n".join(out)


def _model(found: type[BaseModel]) -> list[str]:
    rows = []
    for name, field in found.model_fields.items():
        kind = code(type_name(field.annotation))
        if field.default is not PydanticUndefined:
            kind += f" = {code(repr(field.default))}"
        rows.append((code(name), kind, plain(field.description or "")))
    methods = [
        (code(f"{name}{'' if isinstance(item, property) else '()'}"), plain(_promise(item)))
        for name, item in vars(found).items()
        if not name.startswith("_") and (isinstance(item, property) or inspect.isfunction(item))
    ]
    return [
        f"### {found.__name__}",
        docstring(found),
        table(["field", "type", ""], rows),
        table(["also", ""], methods),
    ]


def _promise(of: object) -> str:
    """The first sentence of a docstring."""
    return (inspect.getdoc(of) or "").split("\n\n")[0].replace("\n", " ")


def type_name(annotation: Any) -> str:
    """A type as it is written.

    >>> type_name(list[str | None]), type_name(Literal["a", "b"])
    ('list[str | None]', "'a' | 'b'")
    """
    origin = get_origin(annotation)
    if origin is Literal:
        return " | ".join(map(repr, get_args(annotation)))
    if origin in (Union, types.UnionType):
        return " | ".join(map(type_name, get_args(annotation)))
    if origin is not None and hasattr(annotation, "__metadata__"):
        return type_name(get_args(annotation)[0])
    if origin is not None:
        return f"{origin.__name__}[{', '.join(map(type_name, get_args(annotation)))}]"
    if annotation is type(None):
        return "None"
    return str(getattr(annotation, "__name__", annotation))
