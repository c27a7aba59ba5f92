"""Milestones: the tasks of a notice that have a time, a date by which or how often.

2023年底前完成…, 每季度报送…, 完成时限 in lists of bodies and in columns of tables. A date that rules a
target is that target's deadline, and no milestone. Only who asks for the table `milestones` pays for it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.figures.clauses import SPACE, STOPS, sentence_around
from planparse.figures.deadlines import plan_years
from planparse.figures.expressions import Cover
from planparse.figures.tasks import Task, read_task
from planparse.figures.times import Time, find_times
from planparse.figures.verbs import load_verbs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planparse.layout.tables import Cell, Grid
    from planparse.outline import Node, Outline
    from planparse.rulebook import Rule, Rulebook

_SILENT = frozenset(("furniture", "title", "addressees", "signature"))
_STOPS = "。；;！!？?\n"
_AT = ("在", "于", "至", "到", "即")  # before a time by or in which something is done
_WORDS = ("今", "明", "本", "年", "全", "上半", "下半")  # begin what only says when, and names nothing
_TO = ("在", "向", "对", "由", "将", "把", "面向")  # begin what leads to a verb
_SUBJECT = 8  # characters of who acts before a time
_AROUND = 16  # characters beside a time that say what it does
_REACH = 400  # characters of a sentence that are read on either side
_QUOTED = 200  # characters of a quote
_CHAIN = 24  # times that 、 joins
_NEAR = 3  # lists behind a place, one of which may answer for it
_TASK_NAME = 80  # characters of a heading or a cell that names a task


class Found(NamedTuple):
    """One milestone: its time, its task, the rule, and the words that say it."""

    time: Time
    task: Task
    rule: Rule
    quote: tuple[int, int]


def find_milestones(
    outline: Outline,
    metadata: dict[str, Any],
    rulebook: Rulebook,
    *,
    assignments: Sequence[dict[str, Any]],
    targets: Sequence[dict[str, Any]],
    grids: Sequence[Grid],
) -> list[dict[str, Any]]:
    """The milestones of a notice, in the order of the text, as rows of `model.Milestone`.

    `start`:`end` is the time as written, `quote` what it rules, up to the next time or the end of the
    sentence; offsets count into the outline's text. Dates before the notice's own, dates that
    something begins on, and years in names are none. Source of the rules: docs/facts.md,
    `data/rules/milestones.toml`.
    """
    finder = _Finder(outline, metadata, rulebook, assignments, grids)
    finder.valued = sorted(row["start"] for row in targets)
    return finder.rows()


class _Finder:
    """One notice: its times, and what hangs on each."""

    def __init__(
        self,
        outline: Outline,
        metadata: dict[str, Any],
        rulebook: Rulebook,
        assignments: Sequence[dict[str, Any]],
        grids: Sequence[Grid],
    ) -> None:
        self.outline = outline
        self.text = outline.text
        self.years = plan_years(outline.text, metadata)
        self.assignments = assignments
        self.list_ends = [row["end"] for row in assignments]
        self.grids = grids
        self.verbs = load_verbs(rulebook)
        self.rulebook = rulebook
        self.valued: list[int] = []  # where targets stand
        self.times = find_times(self.text, self.years.issued, self.years.named)
        self.starts = [time.start for time in self.times]
        self.label = rulebook.rule("milestones.deadline-label")
        self.heading = rulebook.rule("milestones.heading")
        self.window = rulebook.rule("milestones.window")
        self.phase = rulebook.rule("milestones.phase")
        self.lasting = rulebook.rule("milestones.lasting")

    def rows(self) -> list[dict[str, Any]]:
        listed = list(self._tabled())
        cells = Cover(found.quote for found in listed)
        listed += [found for found in self._listed() if not cells.holds(found.quote[0])]
        spans = [(row["start"], row["end"]) for row in self.assignments]
        spans += [found.quote for found in listed]
        closed = Cover(spans)
        found = listed + [
            milestone
            for number in range(len(self.times))
            if not closed.holds(self.times[number].start)
            and (milestone := self._read(number)) is not None
        ]
        counts: dict[str, int] = {}
        rows: list[dict[str, Any]] = []
        for milestone in sorted(found, key=lambda milestone: milestone.time.start):
            time, task = milestone.time, milestone.task
            node = self.outline.around(time.start, time.end)
            counts[node.id] = counts.get(node.id, 0) + 1
            rows.append(
                {
                    "milestone_id": f"{node.id}*{counts[node.id]}",
                    "division_id": node.id,
                    "assignment_id": self._list_of(time.start),
                    "action": task.action,
                    "object": task.object,
                    "deadline": time.deadline,
                    "deadline_derived": time.derived and time.deadline is not None,
                    "recurrence": time.recurrence,
                    "quote": self.text[slice(*milestone.quote)],
                    "rule": milestone.rule.id,
                    "confidence": milestone.rule.confidence,
                    "start": time.start,
                    "end": time.end,
                }
            )
        return rows

    # ------------------------------------------------------------------ sentences

    def _read(self, number: int) -> Found | None:
        """The milestone of one time in a sentence, or None."""
        time = self.times[number]
        node = self.outline.at(time.start)
        if node.kind in _SILENT or (time.deadline is None and time.recurrence is None):
            return None
        within = (node.start, max(node.text_end, time.end))
        low, high = sentence_around(self.text, time.start, time.end, within, _REACH)
        if (
            node.number
            and self.text.startswith(node.number, low)
            and low + len(node.number) <= time.start
        ):
            low += len(node.number)
        ahead, behind = self.text[low : time.start], self.text[time.end : high]
        if self._is_past(time) or not self._is_due(time, ahead, behind):
            return None
        if time.span and not behind and (match := self.heading.pattern.match(ahead.strip(STOPS))):
            task = Task(None, match["object"], low, time.end)
            return Found(time, task, self.rulebook.rule("milestones.labelled-deadline"), (low, time.end))
        if self._is_labelled(ahead[-_AROUND:]):
            task = self._labelled(ahead) or self._titled(node)
            return Found(time, task, self.rulebook.rule("milestones.labelled-deadline"), (low, time.end))
        if ahead in ("（", "(") and behind[-1:] in ("）", ")", "") and len(behind) < _AROUND:
            return self._behind_sentence(node, time, low)
        ahead = ahead.removesuffix("即日起至")
        if ahead[-1:] in ("（", "(") and behind.removeprefix("完成")[:1] in ("）", ")"):
            return self._stage(time, low, ahead, done=behind.startswith("完成"))
        if (phase := self.phase.pattern.match(behind)) is not None:
            task = Task(None, phase["object"], time.end, time.end + phase.end())
            return Found(time, task, self.phase, (time.start, task.end))
        after = self._chain_end(number)  # 3月24日内, （即3月31日—4月2日内）
        behind = self.text[after:high]
        if behind.startswith(("内", "止")):
            after += 2 if behind[1:2] in ("）", ")") else 1
        end = self._scope_end(number, high)
        if time.recurrence and not self._opens(ahead) and behind[:1] not in STOPS:
            end = min([at for c in "，," if (at := self.text.find(c, time.end, end)) > 0], default=end)
        task_or_none = read_task(self.text, (time.start, after), (low, end), self.verbs)
        if task_or_none is None and end < high:  # 3月31日、6月30日、12月20日前将…报送
            end = high
            task_or_none = read_task(self.text, (time.start, after), (low, end), self.verbs)
        if task_or_none is None:
            return None
        task = task_or_none
        name = self._form(time, task, ahead, behind)
        if name is None or self._is_valued(time.end, task.end):
            return None
        stop = min(max(task.end, time.end), time.end + _QUOTED)
        return Found(time, task, self.rulebook.rule(f"milestones.{name}"), (time.start, stop))

    def _is_labelled(self, ahead: str) -> bool:
        """Whether a label with its colon, or with 为, stands right before a time: 完成时限：."""
        words = ahead.rstrip(" \u3000")
        closed = words.endswith(("：", ":", "为", "是"))
        return closed and self.label.may_see(words) and bool(self.label.pattern.search(words[:-1]))

    def _opens(self, ahead: str) -> bool:
        """Whether a time with these words before it opens its clause, or is led by 在 or a modal."""
        ahead = ahead.rstrip(SPACE)
        subject = ahead[max(ahead.rfind(c) for c in "，,；;：:") + 1 :]
        if len(subject) <= _SUBJECT and subject.endswith(self.verbs.actors):
            return True  # 我市2025年试行
        if not ahead or ahead.endswith((*STOPS, *_AT)):
            return True
        return bool(self.verbs.modals.ends(ahead) or self.verbs.adverbs.ends(ahead))

    def _labelled(self, ahead: str) -> Task | None:
        """The task that a label itself names: 意见反馈截止时间：, 申报材料，受理截止期限为."""
        match = self.window.pattern.search(ahead)
        if match is None:
            return None
        clauses = ahead[: match.start()].strip(STOPS)
        thing = clauses[max(clauses.rfind(c) for c in "，,：:（(") + 1 :].strip(STOPS) or None
        return Task(match["action"], match["object"] or thing, 0, len(ahead))

    def _form(self, time: Time, task: Task, ahead: str, behind: str) -> str | None:
        """By which form a time rules its task; None where it only stands beside it."""
        if time.recurrence is not None:
            return "task-every" if task.action else None
        if time.span and not time.strong:  # an action is set for it, or a policy holds so long
            since = ahead.endswith(("自", "从")) or self.verbs.holds.starts(task.action or "")
            acts = task.action and self._opens(ahead) and not since
            return "task-in" if acts or self.verbs.events.starts(task.action or "") else None
        words = task.action or task.object or ""
        if ahead.endswith(("起至", "起到")) and self.verbs.holds.starts(words):
            return None  # 自1月1日起至12月31日，免征
        closed = behind[:1] in ("，", ",", "：", ":", "、", "")
        aims = ahead.rstrip(SPACE).endswith(("到", "至", "力争")) or self.text[time.end - 1] == "末"
        if time.strong and (task.action or (closed and aims)):
            return "task-by"
        word = self.text.startswith(_WORDS, time.start)
        opens = self._opens(ahead)
        if closed and task.action and (opens or not word):
            return "task-by"
        follows, verbs = behind.lstrip(" "), self.verbs
        if not task.action:
            return None
        if verbs.modals.starts(follows):
            return "task-in"
        onward = verbs.adverbs.starts(follows) or verbs.verbs.starts(follows) or follows.startswith(_TO)
        return "task-in" if onward and (opens or word) else None

    def _scope_end(self, number: int, high: int) -> int:
        """Where what a time rules ends: at the next one of its sentence that may rule too."""
        for following in self.times[number + 1 : number + 4]:
            if following.start >= high:
                break
            before = self.text[following.start - 1 : following.start]
            if before in ("，", ",", "、") and (following.strong or following.recurrence):
                return following.start
        return high

    def _chain_end(self, number: int) -> int:
        """The end of the last of the times that 、 joins to this one."""
        end = self.times[number].end
        for following in self.times[number + 1 : number + _CHAIN]:
            if self.text[end : following.start] not in ("、", "和", "及", "或"):
                break
            end = following.end
        return end

    def _is_due(self, time: Time, ahead: str, behind: str) -> bool:
        """Whether a time may rule a task: nothing begins with it, it names nothing, it is not told."""
        before, after = ahead[-_AROUND:], behind[:_AROUND]
        for rule in self.rulebook.group("milestones.time"):
            if rule.options.get("weak") and time.strong:
                continue
            words = after if rule.options["side"] == "behind" else before
            if rule.options["side"] == "through":
                words += self.text[time.start : time.end]
            if rule.pattern.search(words) and not (time.span and rule.options["role"] == "begin"):
                return False
        if self.rulebook.rule("milestones.in-force").pattern.search(behind[:40]):
            return False
        return self.rulebook.rule("milestones.told").pattern.search(behind[:60]) is None

    def _is_past(self, time: Time) -> bool:
        """Whether a date lies before the day of the notice."""
        if time.deadline is None or time.deadline.startswith("-"):
            return False
        if (
            self.text.startswith(("当年", "上年", "上一年", "前一年"), time.start)
            and "-" not in time.deadline
        ):
            return True
        if self.years.issued is None:
            first = self.years.first
            return first is not None and int(time.deadline[:4]) < first
        today = self.years.issued.isoformat()
        return time.deadline < today[: len(time.deadline)] or time.deadline == today

    def _is_valued(self, start: int, end: int) -> bool:
        """Whether a target stands between two places: the time is its deadline."""
        return bisect_left(self.valued, start) < bisect_left(self.valued, max(start, end))

    def _stage(self, time: Time, low: int, ahead: str, *, done: bool) -> Found | None:
        """A phase of the work with its time in brackets behind its name."""
        name = ahead[:-1].strip(STOPS)
        node = self.outline.at(time.start)
        if node.number and name.startswith(node.number):
            name = name[len(node.number) :].strip(STOPS)
        rule = self.rulebook.rule("milestones.stage")
        if not 2 <= len(name) <= 30 or not (done or rule.pattern.search(name)):
            return None
        return Found(
            time,
            Task("完成" if done else None, name, low, time.end),
            rule,
            (low, min(time.end + 1, len(self.text))),
        )

    def _behind_sentence(self, node: Node, time: Time, low: int) -> Found | None:
        """A time in brackets behind the sentence that says the task."""
        start = sentence_around(self.text, low - 1, low - 1, (node.start, low - 1), _REACH)[0]
        if node.number and start == node.start:
            start += len(node.number)
        task = self._named(start, low - 1)
        rule = self.rulebook.rule("milestones.bracketed-deadline")
        name = self.text[start : low - 1].strip(STOPS)
        if name.endswith(("阶段", "环节")):  # 集中整治阶段。（5月至10月）
            rule, task = self.rulebook.rule("milestones.stage"), Task(None, name, start, time.end)
        elif not task.action or time.recurrence is not None:
            return None
        return Found(time, task._replace(start=start, end=time.end), rule, (start, time.end))

    def _titled(self, node: Node) -> Task:
        """The task that a division's heading, or its first sentence, names."""
        while node.number is None and node.parent is not None and node.level:
            node = node.parent
        if node.heading is not None:
            start, end = node.heading
        else:
            start = node.start + len(node.number or "")
            end = min(node.text_end, start + _TASK_NAME)
            stops = [self.text.find(c, start, end) for c in _STOPS]
            end = min([stop for stop in stops if stop >= 0], default=end)
        return self._named(start, end)

    def _named(self, start: int, end: int) -> Task:
        """The task that a heading or a cell names."""
        words = self.text[start:end].strip(STOPS + "\n")
        task = read_task(words, (0, 0), (0, len(words)), self.verbs) if words else None
        return task if task is not None else Task(None, words[:_TASK_NAME] or None, start, end)

    # ------------------------------------------------------------------ lists and tables

    def _listed(self) -> Iterator[Found]:
        """The deadlines in lists of bodies, with the task that the list answers for."""
        rule = self.rulebook.rule("milestones.listed-deadline")
        for row in self.assignments:
            words = next((a["deadline"] for a in row["agencies"] if a["deadline"]), None)
            at = self.text.rfind(words, row["start"], row["end"]) if words else -1
            if words is None or at < 0:
                continue
            task = self._titled(self.outline.at(row["start"]))
            for time in self._times_in(at, at + len(words)):
                yield Found(time, task, rule, (at, at + len(words)))

    def _tabled(self) -> Iterator[Found]:
        """The deadlines in columns of tables, with the task that their row names."""
        rule = self.rulebook.rule("milestones.table-deadline")
        column = self.rulebook.rule("milestones.column-of-tasks")
        for grid in self.grids:
            rows: dict[int, list[Cell]] = {}
            for cell in grid.cells:
                for row in range(cell.row, cell.row + cell.rows):
                    rows.setdefault(row, []).append(cell)
            for cell in grid.cells:
                if cell.header or not cell.head or not self.label.pattern.search(cell.head):
                    continue
                named = [
                    other
                    for other in rows[cell.row]
                    if not other.header and other.head and column.pattern.search(other.head)
                ]
                task_cell = max(named, key=lambda other: other.column, default=None)
                if task_cell is None:
                    continue
                task = self._named(task_cell.start, task_cell.end)
                for time in self._times_in(cell.start, cell.end):
                    yield Found(time, task, rule, (cell.start, cell.end))

    def _times_in(self, start: int, end: int) -> list[Time]:
        """The times of a cell or a label; of a task without an end one that lasts."""
        first = bisect_left(self.starts, start)
        found = [time for time in self.times[first : bisect_left(self.starts, end)] if time.end <= end]
        found = [time for time in found if time.deadline or time.recurrence]
        match = self.lasting.pattern.search(self.text[start:end])
        if not found and match is not None:
            found = [Time(start, start + match.end(), None, False, False, "ongoing")]
        return found

    def _list_of(self, at: int) -> str | None:
        """The list of bodies that answers for the words at `at`, or that they stand in."""
        best: str | None = None
        size = len(self.text) + 1
        first = bisect_right(self.list_ends, at)  # lists stand in order, their words beside them
        for row in self.assignments[max(0, first - 1) : first + _NEAR]:
            inside = row["scope_start"] <= at < row["scope_end"] or row["start"] <= at < row["end"]
            if inside and row["end"] - row["scope_start"] < size:
                best, size = row["assignment_id"], row["end"] - row["scope_start"]
        return best
