"""The words of one notice: a place, a field of work and years, and phrases expanded with them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from random import Random

from .numerals import chinese

VOCABULARY = tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text("utf-8"))
PHRASES: dict[str, list[str]] = VOCABULARY["phrases"]
CALL = re.compile(r"\{([a-z0-9_ -]+)\}")


class Words:
    """What one notice speaks of; each method writes something else for each call.

    `lines` is true where the ends of lines are certain, so that items may be run together
    inside a paragraph without heading anything.
    """

    def __init__(self, random: Random, *, lines: bool) -> None:
        self.random = random
        self.lines = lines
        self.place, (self.letter, self.unit, self.parts) = random.choice([*VOCABULARY["places"].items()])
        self.topic, (self.field, *self.things) = random.choice([*VOCABULARY["topics"].items()])
        self.year = random.randint(2016, 2025)
        self.kind = "办法"
        self._used: set[str] = set()

    # ------------------------------------------------------------------ phrases

    def __call__(self, text: str) -> str:
        """`text` with each `{name}` expanded."""
        return CALL.sub(self._expand, text)

    def pick(self, name: str) -> str:
        """One of the phrases of that name, expanded."""
        return self(self.random.choice(PHRASES[name]))

    def fresh(self, name: str) -> str:
        """One that this notice has not said yet, where there is one."""
        for _ in range(12):
            words = self.pick(name)
            if words not in self._used:
                break
        self._used.add(words)
        return words

    def _expand(self, call: re.Match[str]) -> str:
        name, random = call[1], self.random
        match name:
            case "thing" | "thing2":
                return random.choice(self.things)
            case "topic" | "field" | "kind":
                return str(getattr(self, name))
            case "region":
                return f"全{self.unit}"
            case "place_unit":
                return f"{self.unit}直" if random.random() < 0.3 else "级"
            case "year":
                return str(self.year + random.randint(1, 5))
            case "later":
                return str(self.year + 6)
            case "past":
                return str(self.year - random.randint(1, 5))
            case "month":
                return str(random.randint(2, 12))
            case "count" | "count2":
                return str(random.choice((12, 15, 20, 36, 50, 80, 100, 150, 300, 500, 1000)))
            case "percent":
                return str(random.choice((35, 60, 72, 85, 90, 95, 98)))
            case "decimal":
                return f"{random.randint(1, 30)}.{random.randint(1, 9)}"
            case "low":
                return str(random.randint(2, 4))
            case "high":
                return str(random.randint(5, 9))
            case "han":
                return chinese(random.randint(3, 38))
            case "han2":
                return chinese(random.randint(39, 60))
        return self.pick(name)

    # ------------------------------------------------------------------ prose

    def prose(self, sentences: int, *, opened: bool = True) -> str:
        """A body of so many sentences; the first is one that no title could go on with."""
        said = [self.fresh("opening" if opened else "sentence")]
        while len(said) < sentences:
            name = "goal" if self.random.random() < 0.15 else "sentence"
            said.append(self.fresh("inline" if self.lines and self.random.random() < 0.05 else name))
        return "".join(said)

    def provision(self) -> str:
        """Plain sentences without a title."""
        return self.fresh("provision") + (self.prose(1) if self.random.random() < 0.5 else "")

    def dashes(self) -> list[str]:
        """Principles, each a paragraph behind a dash, which is no number."""
        names = ["因地制宜", "政府引导", "创新驱动", "协同联动", "守牢底线", "分步实施"]
        dash = self.random.choice(("——", "——", "--", ""))
        chosen = self.random.sample(names, 3)
        return [f"{dash}{self('坚持') if not dash else ''}{name}。{self.prose(1)}" for name in chosen]

    def preamble(self, document: str) -> str:
        """为…，制定本方案。"""
        return self.random.choice(
            (
                self(
                    f"为加快推进{{topic}}工作，根据《{{law}}》第{{han}}条规定，结合实际，制定本{document}。"
                ),
                self(
                    f"为贯彻落实《{{law}}》（{{abbreviation}}政发〔{{past}}〕{{count}}号）精神，制定本{document}。"
                ),
                self(f"根据《{{law}}》，为规范{{topic}}工作，现制定如下{document}。"),
            )
        )

    # ------------------------------------------------------------------ bodies in charge

    def bodies(self, number: int) -> str:
        """So many bodies: 省财政厅、省水利厅 or, of the state, 财政部、水利部."""
        if self.random.random() < 0.25:
            return "、".join(self.random.sample(VOCABULARY["bodies"]["state"], number))
        chosen = self.random.sample(VOCABULARY["bodies"]["local"], number)
        rank = "自治区" if self.unit == "自治区" else self.unit[0]
        return "、".join(rank + self.local(name) for name in chosen)

    def local(self, body: str) -> str:
        """The name of a body at the rank of the place: a city has no 厅."""
        return body.replace("厅", "局") if self.unit == "市" else body

    def roster(self) -> str:
        """A list of bodies behind a measure, in one of the forms of `layouts.md`."""
        random = self.random
        lead, others, several = self.bodies(1), self.bodies(2), self.bodies(random.randint(2, 4))
        deadline = f"{self.year + 1}年{random.randint(1, 12)}月底前"
        inner = random.choice(
            (
                f"责任单位：{several}",
                f"责任单位：{several}，{self.parts}政府",
                f"{several}负责",
                f"{several}等按职责分工负责",
                f"{several}，{self.parts}政府按职责分工负责",
                f"责任部门：{several}",
                f"牵头单位：{lead}；责任单位：{others}",
                f"牵头单位：{lead}，责任单位：{others}",
                f"牵头部门：{lead}，完成时限：{deadline}",
                f"{lead}牵头，{others}配合",
                f"{lead}牵头，{others}等部门按职责分工负责",
                f"{several}等按职责分工负责。列第一位者为牵头单位，下同",
                f"{several}按职责分工负责。以下均需{self.parts}政府落实，不再列出",
                f"责任单位：{several}；完成时限：{deadline}",
            )
        )
        left, right = random.choices(("（）", "()", "〔〕", "(）"), (20, 4, 1, 1))[0]
        return f"{left}{inner}{right}"
