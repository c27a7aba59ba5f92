"""The page of the command line, made from the commands themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from handbook.markup import code, fence, page, plain, table
from planparse.cli import main


def commands_page() -> str:
    """Every command: what it does, its arguments and options, its examples."""
    context = click.Context(main, info_name="planparse", **main.context_settings)
    return page(
        "# The command line",
        "Made from the commands themselves; `planparse COMMAND --help` says the same.",
        *_command(main, context),
        *(part for inner, found in _below(main, context) for part in _command(found, inner)),
    )


def _below(group: click.Group, context: click.Context) -> Iterator[tuple[click.Context, click.Command]]:
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if found is not None and not found.hidden:
            inner = click.Context(found, info_name=name, parent=context, **found.context_settings)
            yield inner, found
            if isinstance(found, click.Group):
                yield from _below(found, inner)


def _command(command: click.Command, context: click.Context) -> list[str]:
    text, examples = parts_of(command.help or "")
    options = [found for found in command.get_params(context) if isinstance(found, click.Option)]
    return [
        f"## {context.command_path}",
        fence("text", command.get_usage(context).removeprefix("Usage: ")),
        text,
        table(["option", "", ""], [_option(option, context) for option in options]),
        fence("console", "".join(f"$ {line}\n" for line in examples)) if examples else "",
    ]


def parts_of(text: str) -> tuple[str, list[str]]:
    """What a help text says, as Markdown, and the commands of its example."""
    said: list[str] = []
    examples: list[str] = []
    for block in inspect.cleandoc(text).split("\n\n"):
        lines = block.replace("\b\n", "").splitlines()
        if lines and lines[0].strip() == "Example:":
            examples += [line.strip() for line in lines[1:]]
        elif lines:
            said.append(plain(" ".join(line.strip() for line in lines)))
    return "\n\n".join(said), examples


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    names = ", ".join(code(name) for name in (*option.opts, *option.secondary_opts))
    if option.is_flag:
        value = ""
    elif isinstance(option.type, click.Choice):
        value = ", ".join(code(choice) for choice in option.type.choices)
    else:
        value = code(option.make_metavar(context))
    said = plain(option.help or "")
    record = option.to_info_dict()
    if option.show_default and record.get("default") is not None:
        said += f" By default {code(record['default'])}."
    return names, value, said
