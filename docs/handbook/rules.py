"""The pages of the rules: each with its reason, its pattern, what it gives and what it ignores."""

from __future__ import annotations

import itertools
from pathlib import Path

from handbook.markup import code, fence, page, plain, table
from planparse.rulebook import Rule, Rulebook, data_root, default

# What each stage's rules see, for the head of its page.
STAGES = {path.stem: path for path in sorted((data_root() / "rules").glob("*.toml"))}


def rule_pages() -> dict[str, str]:
    """A page a stage, by its path below `reference/rules/`."""
    book = default()
    return {f"{stage}.md": _stage_page(stage, path, book) for stage, path in STAGES.items()}


def _stage_page(stage: str, path: Path, book: Rulebook) -> str:
    rules = [rule for rule in book.rules() if rule.id.startswith(f"{stage}.")]
    parts = [
        f"# Rules: {stage}",
        _head(path),
        f"{len(rules)} rules, from `data/rules/{path.name}`. What the keys mean and how to add a "
        "rule of your own is said in [What people edit](../../data.md). `⏎` stands for a line "
        "end, `□` for a full-width blank.",
    ]
    for group, members in itertools.groupby(rules, key=lambda rule: rule.group):
        parts.append(f"## {group}")
        for rule in members:
            parts += _rule(rule)
    words = [
        (code(name.split(".")[1]), str(len(book.words(name))), _words(book.words(name)))
        for name in word_lists(stage, book)
    ]
    if words:
        parts += [
            "## Word lists",
            "`(?&name)` in a pattern stands for the words of the list.",
            table(["list", "words", ""], words),
        ]
    return page(*parts)


def word_lists(stage: str, book: Rulebook) -> list[str]:
    """The names `STAGE.list` of a stage's word lists, in the order of its file."""
    names = book.toml(f"rules/{stage}.toml").get("words", {})
    return [f"{stage}.{name}" for name in names]


def _words(words: tuple[str, ...]) -> str:
    return plain("　".join(words)).replace("□", " ")


def _head(path: Path) -> str:
    """What the file says of itself at its head."""
    lines = itertools.takewhile(
        lambda line: line.startswith("#"), path.read_text(encoding="utf-8").splitlines()
    )
    return plain(" ".join(line.lstrip("# ") for line in lines))


def _rule(rule: Rule) -> list[str]:
    names = sorted({key for example in rule.gives for key in example} - {"text", "match"})
    gives = [
        (
            code(example["text"]),
            code(example["match"]) if "match" in example else "",
            "; ".join(f"{name} = {code(example[name])}" for name in names if name in example),
        )
        for example in rule.gives
    ]
    options = {key: value for key, value in rule.options.items() if key != "hints"}
    told = [
        ("confidence", code(rule.confidence)),
        *((plain(key), _option(value)) for key, value in options.items()),
    ]
    return [
        f"### {rule.id}",
        plain(rule.why),
        f'<div class="wrap" markdown>\n\n{fence("text", rule.source)}\n</div>' if rule.source else "",
        table(["gives", "finds", "with"], gives),
        "Ignores: " + ", ".join(map(code, rule.ignores)) + "." if rule.ignores else "",
        "; ".join(f"{key} {value}" for key, value in told) + ".",
    ]


def _option(value: object) -> str:
    text = str(value)
    return code(text if len(text) <= 400 else text[:400] + " …")
