"""Verbs: the words by which the clause of a task is read, as `data/rules/milestones.toml` lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.figures.clauses import Words

if TYPE_CHECKING:
    from planparse.rulebook import Rulebook


class Verbs:
    """The words by which a clause is read for its task."""

    __slots__ = (
        "actors", "adverbs", "by", "cause", "events", "firm", "holds", "light", "modals", "nouns",
        "often", "plain", "report", "second", "things", "to_whom", "verbs",
    )  # fmt: skip

    def __init__(self, rulebook: Rulebook) -> None:
        def words(name: str) -> list[str]:
            return [word for line in rulebook.words(name) for word in line.split()]

        self.verbs = Words(words("milestones.verbs"))
        self.second = Words(words("milestones.second"))
        self.adverbs = Words(words("milestones.adverbs"))
        self.modals = Words(words("milestones.modals"))
        self.report = Words(words("milestones.report"))
        self.firm = Words(words("milestones.firm"))
        self.holds = Words(words("milestones.holds"))
        self.plain = Words(words("milestones.plain"))
        self.cause = Words(words("milestones.cause"))
        self.events = Words(words("milestones.events"))
        self.light = Words(words("milestones.light"))
        self.by = Words(words("milestones.by"))
        self.things = tuple(words("milestones.things"))
        self.to_whom = tuple(words("milestones.to_whom"))
        self.actors = tuple(words("milestones.actors"))
        self.nouns = tuple(words("milestones.nouns"))
        self.often = rulebook.rule("milestones.how-often")


def load_verbs(rulebook: Rulebook) -> Verbs:
    """The verbs of a rulebook, made once."""
    return rulebook.derive("tasks.verbs", Verbs)
