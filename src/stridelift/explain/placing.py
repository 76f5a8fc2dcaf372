"""Whether sessions can be placed at all, whatever they hold: a search that answers in a millisecond.

What forbids a placing is worked out once: of each stretch of starts, which members forbid it, alone (a day) or two
together (a row of hours and the run it speaks of). A question is then a set of members, a number whose bits they are.
Of all orders and days of what must be placed, each is tried with every start as early as it can be: rules of hours are
monotone in time, so if any start will do, that one does; and no session need be longer than its shortest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from stridelift.constraints.base import CouplingRule, PlacementRule, WindowRule
from stridelift.constraints.pairs import PairRule
from stridelift.constraints.session_content import SessionContent
from stridelift.domain import Activity, Candidate, Plan, Run, Session, SessionClass, Span, Week, precedes
from stridelift.explain.content import Lean
from stridelift.explain.members import Problem
from stridelift.explain.parts import Least
from stridelift.explain.search import Open, Placeable, Search, Stretch
from stridelift.model import starts_within


class Placing:
    """The search over a problem's members."""

    def __init__(self, problem: Problem, variants: Callable[[Session, Week], Iterable[Lean]]) -> None:
        self.instance, self._variants = problem.instance, variants
        self._answers: dict[int, bool] = {}
        self._rules = [(1 << at, one.rule) for at, one in enumerate(problem.members) if one.rule is not None]
        always = [(0, rule) for rule in problem.background]
        self._pairs = [(bit, rule) for bit, rule in (*always, *self._rules) if isinstance(rule, PairRule) and rule.hard]
        self._loose = [
            (bit, rule)
            for bit, rule in self._rules
            if isinstance(rule, CouplingRule) and not isinstance(rule, (Least, SessionContent))
        ]
        events = [(1 << at, one.event) for at, one in enumerate(problem.members) if one.event is not None]
        self._facts = [(bit, one) for bit, one in events if isinstance(one, Candidate)]
        self._runs = [(bit, one) for bit, one in events if isinstance(one, Run)]

    def holds(self, kept: int) -> bool:
        """Whether there is such a plan; asked twice, it remembers."""
        if kept not in self._answers:
            self._answers[kept] = self.find(kept) is not None
        return self._answers[kept]

    def find(self, kept: int) -> Plan | None:
        """A plan that keeps to these members, None if there is none."""
        demands = [rule for bit, rule in self._rules if bit & kept and isinstance(rule, Least)]
        runs = [run for bit, run in self._runs if bit & kept]
        left: list[tuple[object, int, Open]] = []
        for one in demands:
            there = self._left(self._sessions[one.week, one.session_class], kept)
            left.append((one, one.least, there))
        left += [(run, 1, self._left([self._placeable_runs[run]], kept)) for run in runs]
        facts = tuple(one for bit, one in self._facts if bit & kept)
        search = Search(
            replace(self.instance, menu=None, blocks={}, facts=facts, runs=tuple(runs)),
            [rule for bit, rule in self._pairs if bit & kept == bit],
            [rule for bit, rule in self._loose if bit & kept],
        )
        if not all(there for _, _, there in left) or not search.is_bearable_anywhere(list(_least(left))):
            return None
        return search.place([], left, 0)

    def free(self, kept: int, but: int) -> Iterator[Candidate]:
        """Where what must be placed could be, each alone, if one member were not."""
        for (week, session_class), some in self._sessions.items():
            asked = any(
                bit & kept and isinstance(rule, Least) and (rule.week, rule.session_class) == (week, session_class)
                for bit, rule in self._rules
            )
            for there in self._left(some, kept & ~but).values() if asked else ():
                for one, stretches in there:
                    for stretch in stretches:
                        if any(mask & kept == mask for mask in stretch.forbidding):
                            yield from (Candidate.at(one.activity, at) for at in one.starts[stretch.low : stretch.high])

    @staticmethod
    def _left(placeables: Iterable[Placeable], kept: int) -> Open:
        """What the members leave, by day."""
        there: Open = defaultdict(list)
        for one in placeables:
            for day, stretches in one.by_day.items():
                some = [s for s in stretches if not any(mask & kept == mask for mask in s.forbidding)]
                if some:
                    there[day].append((one, some))
        return there

    # What forbids what.

    @cached_property
    def _sessions(self) -> dict[tuple[str, SessionClass], list[Placeable]]:
        found: dict[tuple[str, SessionClass], list[Placeable]] = {}
        for _, rule in self._rules:
            if isinstance(rule, Least):
                week = next(one for one in self.instance.weeks if one.label == rule.week)
                low, high = self.instance.horizon
                span = Span(max(low, week.span.start), min(high, week.span.end))
                starts = starts_within([span] if span.minutes > 0 else [], self.instance.session_grid, self.instance)
                mine = [one for one in self.instance.sessions if one.session_class is rule.session_class]
                every = [lean for one in mine for lean in self._variants(one, week)]
                found[rule.week, rule.session_class] = [self._placeable(one.session, starts, one.mask) for one in every]
        return found

    @cached_property
    def _placeable_runs(self) -> dict[Run, Placeable]:
        found = {}
        for _, run in self._runs:
            span = self.instance.horizon if run.usual is None else self.instance.day(run.usual).span
            starts = {*starts_within([span], self.instance.run_grid, self.instance)}
            found[run] = self._placeable(run, sorted(starts if run.usual is None else {*starts, run.usual}))
        return found

    def _placeable(self, activity: Activity, starts: Sequence[int], barred: int = 0) -> Placeable:
        cuts: dict[int, list[int]] = defaultdict(list)
        always = (barred,) if barred else ()
        for low, high, mask in self._forbidden(activity, starts):
            if low < high:
                cuts[low].append(mask)
                cuts[high].append(-mask)
        for day in self.instance.days:
            cuts.setdefault(bisect_left(starts, day.span.start), [])
        by_day: dict[int, list[Stretch]] = defaultdict(list)
        now: dict[int, int] = defaultdict(int)
        edges = sorted(one for one in cuts if one < len(starts))
        for low, high in zip(edges, [*edges[1:], len(starts)], strict=True):
            for mask in cuts[low]:
                now[abs(mask)] += 1 if mask > 0 else -1
            forbidding = (*always, *(mask for mask, count in now.items() if count))
            by_day[self.instance.day_index(starts[low])].append(Stretch(low, high, forbidding))
        return Placeable(activity, starts, by_day)

    def _forbidden(self, activity: Activity, starts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Positions [low, high) of starts, and the set of members that forbids them together."""
        for bit, rule in self._rules:
            if isinstance(rule, WindowRule):
                spans = rule.starts(self.instance, activity, activity.minutes)
                if spans is not None:
                    edges = [bisect_left(starts, at) for span in spans for at in span]
                    outside = [0, *edges, len(starts)]
                    yield from ((low, high, bit) for low, high in zip(outside[::2], outside[1::2], strict=True))
            elif isinstance(rule, PlacementRule):
                bad = (
                    at for at, start in enumerate(starts) if rule.judge(self.instance, Candidate.at(activity, start))
                )
                yield from ((at, at + 1, bit) for at in bad)
        if starts:
            for bit, rule in self._pairs:
                for other, fact in self._facts:
                    low, high = self._kept_off(rule, fact, activity, starts)
                    yield low, high, bit | other

    def _kept_off(self, rule: PairRule, fact: Candidate, activity: Activity, starts: Sequence[int]) -> tuple[int, int]:
        """The positions that a rule forbids because of a fact: they have no hole."""
        at = bisect_left(starts, fact.start)
        if at < len(starts) and starts[at] == fact.start and not precedes(fact, Candidate.at(activity, starts[at])):
            at += 1
        earliest = rule.earliest(self.instance, fact, activity)
        high = at if earliest is None else max(at, bisect_left(starts, earliest))

        def bad(index: int) -> bool:
            return rule.judge(self.instance, Candidate.at(activity, starts[index]), fact) > 0

        if not at or not bad(at - 1):
            return at, high
        return bisect_left(range(at), True, key=bad), high  # noqa: FBT003 - what is looked for


def _least(left: Iterable[tuple[object, int, Open]]) -> Iterator[Candidate]:
    """What must be placed, each as short and with as little work as it can be, somewhere."""
    for what, count, there in left:
        if isinstance(what, Least):
            found = [(one, stretches[0].low) for some in there.values() for one, stretches in some]
            sessions = [one.activity for one, _ in found if isinstance(one.activity, Session)]
            least = replace(
                sessions[0],
                exercises=(),
                minutes=min(one.minutes for one in sessions),
                leg_sets=min(_sets(one) for one in sessions),
                contacts=min(_contacts(one) for one in sessions),
            )
            one, at = found[0]
            yield from [Candidate.at(least, one.starts[at])] * count


def _sets(session: Session) -> int:
    return session.leg_sets + sum(one.sets for one in session.exercises if one.exercise.compound)


def _contacts(session: Session) -> int:
    return session.contacts + sum(one.contacts for one in session.exercises)
