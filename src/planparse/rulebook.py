"""The rulebook: the only place that finds, validates and compiles what stands in `data/`.

`data/rules/STAGE.toml` holds rules in groups (`[[furniture]]`) and word lists
(`[words]`); `data/agencies.csv` the register, `data/units.toml` the units. A user's
own folder and register file are laid over them: a rule with the same id replaces the
built-in one, others are added at the end of their group, word lists are joined.
Patterns are compiled on first use, those of a user's folder at once, so that a mistake
is reported with its file and id.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import regex

from planparse.cache import Cache
from planparse.errors import RulebookError

if TYPE_CHECKING:
    from planparse.backstop import Backstop

T = TypeVar("T")
Plain: TypeAlias = "re.Pattern[str] | regex.Pattern[str]"

_TABLES = (
    "agencies.csv", "counties.csv", "functions.csv", "pairs.csv", "readings.csv", "reforms.csv",
    "regions.csv", "titles.csv", "units.toml",
)  # fmt: skip
_RULE_KEYS = {"id", "why", "pattern", "confidence", "gives", "ignores", "options"}
_CALL = re.compile(r"\(\?&(?P<name>[a-z_]+)\)")
# What only people and tests read is half of a file: it is parsed when somebody asks.
_FOR_PEOPLE = re.compile(rb"(?m)^(?:why|gives|ignores) = (?:\[\n(?:[ \t].*\n)*\]|.*)\n")


class Rule:
    """One pattern of the field: its id, why it is right, and texts that show it.

    `id` is `STAGE.name`; `gives` are examples (tables with `text` and what the rule's
    group says is found in it), `ignores` texts in which it must find nothing. `options`
    is a table whose keys the group's stage defines. `(?&name)` in the pattern stands
    for the words of the list `name`, longest first. A rule whose meaning is wholly code
    (the OpenCC conversion) has no pattern: it stands here for its id, why and options.
    """

    __slots__ = ("_book", "_compiled", "_own", "confidence", "group", "id", "options", "source")

    def __init__(
        self, book: Rulebook, stage: str, group: str, row: Mapping[str, Any], own: bool = False
    ) -> None:
        self._book = book
        self._own = own  # the user's: nobody has proved its pattern
        self._compiled: regex.Pattern[str] | None = None
        self.group = group
        self.id = f"{stage}.{row['id']}"
        self.source: str = row.get("pattern", "")
        self.confidence: float = row.get("confidence", 1.0)
        self.options: dict[str, Any] = row.get("options", {})

    @property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled pattern. Raises RulebookError where there is none, or it is wrong."""
        if not self.source:
            raise RulebookError("this rule has no pattern", where=f"rule {self.id}")
        if self._compiled is None:
            self._compiled = self._book.compile(self.source, self.id)
            if self._own:
                from planparse.backstop import watch

                self._compiled = watch(self._compiled, self.id, self._book.watched)
        return self._compiled

    def may_see(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether the pattern is worth a try: one of the rule's `hints` stands in `text[start:end]`.

        So it is where a rule has none. What no text of a run may match is not even compiled.
        """
        hints: Sequence[str] = self.options.get("hints", ())
        for hint in hints:  # asked thousands of times a notice: any() would take twice as long
            if text.find(hint, start, end) >= 0:
                return True
        return not hints

    @property
    def why(self) -> str:
        """Why the rule is right: the pattern or the kind of notice that proved it."""
        why: str = self._book.row_of(self.id)["why"]
        return why

    @property
    def gives(self) -> list[dict[str, Any]]:
        """Texts with what the rule finds in them."""
        gives: list[dict[str, Any]] = self._book.row_of(self.id).get("gives", [])
        return gives

    @property
    def ignores(self) -> list[str]:
        """Texts in which the rule finds nothing."""
        ignores: list[str] = self._book.row_of(self.id).get("ignores", [])
        return ignores

    def __repr__(self) -> str:
        return f"Rule({self.id!r})"


class Rulebook:
    """All rules, word lists, units and bodies, with a digest over what they were read from.

    Get the built-in one from `default()`, one with a user's rules from `load()`.

    >>> book = default()
    >>> book.rule("restore.pinyin-gloss").gives[0]["text"]
    '關(guān)于'
    """

    def __init__(self, files: Mapping[str, bytes], user_files: Mapping[str, bytes]) -> None:
        self._files = dict(files)
        self._user_files = dict(user_files)
        self._cache = Cache(self.digest)
        self._groups: dict[str, list[Rule]] = {}
        self._rules: dict[str, Rule] = {}
        self._words: dict[str, list[str]] = {}
        self._memo: dict[str, Any] = {}
        self.watched: dict[str, Backstop] = {}  # the user's own patterns that were compiled
        for origin, table in (("", files), ("your ", user_files)):
            for name, data in table.items():
                if name.startswith("rules/"):
                    self._read_rules(name, data, origin)
        for name in user_files:
            if name.startswith("rules/"):
                for rule in self._rules.values():
                    if rule.source and rule.id.startswith(Path(name).stem + "."):
                        self.compile(rule.source, rule.id)  # now, so that a mistake shows here

    # ------------------------------------------------------------------ what stages ask for

    def rule(self, id: str) -> Rule:
        """The rule `STAGE.name`. Raises RulebookError where there is none."""
        try:
            return self._rules[id]
        except KeyError:
            raise RulebookError(f"there is no rule {id!r}", where="data/rules") from None

    def group(self, name: str) -> tuple[Rule, ...]:
        """The rules of a group `STAGE.group`, in the order of the file; the user's own last."""
        return tuple(self._groups.get(name, ()))

    def rules(self) -> Iterator[Rule]:
        """Every rule, file by file."""
        return iter(self._rules.values())

    def words(self, name: str) -> tuple[str, ...]:
        """The words of the list `STAGE.name`, in the order of the file."""
        try:
            return tuple(self._words[name])
        except KeyError:
            raise RulebookError(f"there is no word list {name!r}", where="data/rules") from None

    def derive(self, key: str, build: Callable[[Rulebook], T]) -> T:
        """What `build` makes of this rulebook, made once: for tables that a stage needs."""
        try:
            value: T = self._memo[key]
        except KeyError:
            value = self._memo[key] = build(self)
        return value

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a CSV file of `data/`, the user's own last; each cell is a stripped string."""
        found: list[dict[str, str]] = []
        for table in (self._files, self._user_files):
            if name in table:
                text = _decode(table[name], name)
                found += [
                    {key: (value or "").strip() for key, value in row.items() if key}
                    for row in csv.DictReader(text.splitlines())
                ]
        return found

    def cells(self, name: str, columns: Sequence[str], own: bool = False) -> list[list[str]]:
        """The rows of a CSV file of `data/` (or of the user's `own`) as cells in the order of `columns`.

        A cell is a stripped string, empty where the file does not have the column.
        """
        text = _decode((self._user_files if own else self._files)[name], name)
        lines = text.splitlines()
        if not own and lines[:1] == [",".join(columns)]:  # a register, read at every start
            plain = [
                line.split(",") if '"' not in line else next(csv.reader([line])) for line in lines[1:]
            ]
            short = [""] * len(columns)
            return [row if len(row) >= len(columns) else (row + short)[: len(columns)] for row in plain]
        head, *rows = [*csv.reader(text.splitlines(keepends=True))] or [[]]
        at = {column.strip(): number for number, column in enumerate(head)}
        places = [at.get(column, len(head)) for column in columns]
        return [[row[at].strip() if at < len(row) else "" for at in places] for row in rows if any(row)]

    def toml(self, name: str) -> dict[str, Any]:
        """The parsed TOML file `name` of `data/`."""
        return self._cache.table(name, lambda: _toml(self._files[name], name))

    @cached_property
    def digest(self) -> str:
        """The sha256, in hex, over the names and bytes of all files of this rulebook."""
        total = hashlib.sha256()
        for table in (self._files, self._user_files):
            for name in sorted(table):
                total.update(f"{name}\0{len(table[name])}\0".encode())
                total.update(table[name])
        return total.hexdigest()

    def keep(self) -> None:
        """Keeps what was compiled for the next start, where there is a place for it."""
        self._cache.keep()

    def files(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The files that it was made of, the built-in ones and the user's own: `Rulebook(*files())`."""
        return dict(self._files), dict(self._user_files)

    @property
    def user_files(self) -> tuple[str, ...]:
        """The names of the user's own files that were laid over the built-in ones."""
        return tuple(sorted(self._user_files))

    def compile(self, pattern: str, id: str) -> regex.Pattern[str]:
        """`pattern` with its word lists put in. Raises RulebookError that names the rule."""
        stage = id.split(".", maxsplit=1)[0]

        def words(call: re.Match[str]) -> str:
            names = self.words(f"{stage}.{call['name']}")
            longest_first = sorted(names, key=lambda word: (-len(word), word))
            return "(?:" + "|".join(regex.escape(word) for word in longest_first) + ")"

        try:
            return self._cache.pattern(f"{stage} {pattern}", lambda: _CALL.sub(words, pattern))
        except regex.error as error:
            raise RulebookError(
                f"the pattern is no regular expression: {error}",
                where=f"rule {id}",
                advice="see data/README.md for the syntax",
            ) from error

    def compile_plain(self, pattern: str, id: str) -> Plain:
        """`pattern` compiled by `re`, where it says nothing that only `regex` knows.

        `re` looks two to four times faster for what begins with a class of characters.
        """
        try:
            return re.compile(pattern)
        except re.error:
            return self.compile(pattern, id)

    # ------------------------------------------------------------------ reading

    def row_of(self, id: str) -> dict[str, Any]:
        """The whole row of the rule `STAGE.name` as its file has it, examples and all."""
        return self._rows[id]

    @cached_property
    def _rows(self) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = {}
        for table in (self._files, self._user_files):
            for name, data in table.items():
                if name.startswith("rules/"):
                    for group, found in _toml(data, name).items():
                        if group != "words":
                            rows |= {f"{Path(name).stem}.{row['id']}": row for row in found}
        return rows

    def _read_rules(self, name: str, data: bytes, origin: str) -> None:
        stage = Path(name).stem
        where = origin + name
        read = data if origin else _FOR_PEOPLE.sub(b"", data)
        for group, rows in self._cache.table(where, lambda: _toml(read, where)).items():
            if group == "words":
                for key, words in rows.items():
                    if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
                        raise RulebookError(f"words.{key} is not a list of strings", where=where)
                    self._words.setdefault(f"{stage}.{key}", []).extend(words)
                continue
            if not isinstance(rows, list):
                raise RulebookError(f"{group} is not an array of tables ([[{group}]])", where=where)
            for row in rows:
                if origin:
                    self._check(row, group, where)
                rule = Rule(self, stage, group, row, own=bool(origin))
                members = self._groups.setdefault(f"{stage}.{group}", [])
                old = self._rules.get(rule.id)
                if old is None:
                    members.append(rule)
                elif not origin or old not in members:
                    raise RulebookError(f"the id {row['id']!r} is taken", where=where)
                else:
                    members[members.index(old)] = rule
                self._rules[rule.id] = rule

    @staticmethod
    def _check(row: Any, group: str, where: str) -> None:
        name = row.get("id", "?") if isinstance(row, dict) else "?"
        place = f"{where}, [[{group}]] {name}"
        if not isinstance(row, dict):
            raise RulebookError("a rule is a table", where=place)
        if unknown := set(row) - _RULE_KEYS:
            raise RulebookError(f"unknown keys {', '.join(sorted(unknown))}", where=place)
        for key in ("id", "why", "pattern"):
            if key == "pattern" and key not in row:
                continue
            if not isinstance(row.get(key), str) or not row[key]:
                raise RulebookError(f"{key} is missing or not a string", where=place)


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RulebookError(f"not UTF-8: {error.reason}", where=where) from error


def _toml(data: bytes, where: str) -> dict[str, Any]:
    import tomllib  # only where nothing is kept from an earlier run

    try:
        return tomllib.loads(_decode(data, where))
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"not TOML: {error}", where=where) from error


def data_root() -> Path:
    """The folder `data/`: inside the package once installed, beside it in a checkout.

    Raises RulebookError where there is neither.
    """
    package = Path(__file__).resolve().parent
    if (package / "data").is_dir():
        return package / "data"
    checkout = package.parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "data").is_dir():
        return checkout / "data"
    raise RulebookError(
        "the folder data/ is missing",
        where=package.name,
        advice="install planparse again: its rules and register are part of it",
    )


def load(rules: Path | None = None, agencies: Path | None = None) -> Rulebook:
    """The built-in rulebook with the user's own rules (a folder) and bodies (a CSV file) over it.

    Raises RulebookError that says which file and which row is wrong.
    """
    root = data_root()
    files = {f"rules/{path.name}": path.read_bytes() for path in sorted((root / "rules").glob("*.toml"))}
    for name in _TABLES:
        files[name] = (root / name).read_bytes()
    own: dict[str, bytes] = {}
    if rules is not None:
        if not rules.is_dir():
            raise RulebookError(
                "not a folder", where=str(rules), advice="give --rules a folder of TOML files"
            )
        own = {f"rules/{path.name}": _read(path) for path in sorted(rules.glob("*.toml"))}
        if not own:
            raise RulebookError(
                "no .toml file in it", where=str(rules), advice="name them as in data/rules"
            )
        known = {name for name in files if name.startswith("rules/")}
        if unknown := sorted(set(own) - known):
            raise RulebookError(
                f"no stage reads {', '.join(Path(name).name for name in unknown)}",
                where=str(rules),
                advice="the names are " + ", ".join(sorted(Path(name).name for name in known)),
            )
    if agencies is not None:
        own["agencies.csv"] = _read(agencies)
    return Rulebook(files, own)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RulebookError(f"cannot be read: {error.strerror}", where=str(path)) from error


@lru_cache(maxsize=1)
def default() -> Rulebook:
    """The built-in rulebook, read once a process."""
    return load()
