"""The summary of a batch: what became of its inputs, what took longest, what was found most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappush, heappushpop

from planparse.batch.frames import Entry

_MOST = 5  # that are named


@dataclass
class Summary:
    """Counts over all inputs; `taken` of them were done by an earlier run. Times are of this run."""

    total: int = 0
    taken: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    diagnostics: Counter[str] = field(default_factory=Counter)
    _slowest: list[tuple[float, str]] = field(default_factory=list)

    def time(self, name: str, seconds: float) -> None:
        """Notes how long an input took."""
        add = heappush if len(self._slowest) < _MOST else heappushpop
        add(self._slowest, (seconds, name))

    def count(self, entry: Entry) -> None:
        """Notes what became of an input."""
        self.total += 1
        self.outcomes[entry["outcome"]] += 1
        if entry["outcome"] == "failed":
            self.codes[entry["code"]] += 1
        self.diagnostics.update(entry.get("diagnostics", {}))

    @property
    def failed(self) -> int:
        """How many inputs failed."""
        return self.outcomes["failed"]

    @property
    def warned(self) -> int:
        """How many notices have warnings."""
        return self.outcomes["warnings"]

    def lines(self) -> Iterator[str]:
        """The summary, a sentence a line."""
        codes = ", ".join(f"{count:,} {code}" for code, count in _commonest(self.codes))
        yield (
            f"{self.total:,} input{'s' * (self.total != 1)}: {self.outcomes['ok']:,} ok,"
            f" {self.warned:,} with warnings, {self.failed:,} failed" + (f" ({codes})" if codes else "")
        )
        done = self.total - self.taken
        if self.taken:
            yield f"{self.taken:,} of them were done before and are unchanged"
        if done and self.seconds:
            yield f"{done:,} done in {self.seconds:,.1f} s, {done / self.seconds:,.1f} a second"
            slowest = sorted(self._slowest, key=lambda pair: (-pair[0], pair[1]))
            yield "slowest: " + ", ".join(f"{name} {seconds:.1f} s" for seconds, name in slowest)
        if self.diagnostics:
            found = ", ".join(f"{code} {count:,}" for code, count in _commonest(self.diagnostics))
            yield f"commonest diagnostics: {found}"


def _commonest(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
