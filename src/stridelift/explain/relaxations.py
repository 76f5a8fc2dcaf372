"""What would have to give way for a plan, cheapest first, each proven to lead to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from stridelift.constraints.base import Constraint
from stridelift.domain import Instance, SessionClass
from stridelift.explain.conflict import conflict, feasible
from stridelift.explain.content import content_bit, lean
from stridelift.explain.members import Leanest, Member, Problem
from stridelift.explain.parts import Least
from stridelift.explain.placing import Placing
from stridelift.explain.ways import (
    LEFT_OUT,
    Change,
    Limits,
    Question,
    Step,
    families,
    left_out_change,
    missing_price,
    without,
)

_TRIES = 40  # of the ways in which one member may give way
_ALIKE = 2  # ways out of one kind: a third free evening is no news


@dataclass(frozen=True, eq=False)
class Relaxation:
    """Changes that lead to a plan together, and the sum of their prices."""

    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        return "; ".join(one.text for one in self.changes)

    @property
    def penalty(self) -> int:
        return sum(one.penalty for one in self.changes)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of it as a program can do it; empty where only the athlete can."""
        steps = tuple(one.step for one in self.changes if one.step is not None)
        return steps if len(steps) == len(self.changes) else ()

    def apply(self, instance: Instance, rules: Sequence[Constraint]) -> Question:
        return _after((instance, rules), self.changes)


def relaxations(
    instance: Instance, rules: Sequence[Constraint], found: Sequence[Member], limits: Limits
) -> tuple[Relaxation, ...]:
    """Ways out of a week whose conflict was ``found``, the cheapest first, and of each kind the two cheapest.

    For each member that may give way it is the cheapest single change that leads to a plan. Where no single one does,
    sessions are asked for one by one, and the cheapest change is made for each that finds no place, or it is left out.
    ``limits`` has the ranges that no number may leave.
    """
    search = _Search(limits)
    ways = [Relaxation((one,)) for one in search.single((instance, rules), found)]
    if not ways:
        ways = [one for one in search.stepwise((instance, rules)) if one.changes]
    there: Counter[tuple[str, ...]] = Counter()
    chosen: list[Relaxation] = []
    for one in sorted(ways, key=lambda one: one.penalty):
        kind = tuple(change.kind for change in one.changes)
        if there[kind] < _ALIKE and one.text not in {other.text for other in chosen}:
            chosen.append(one)
        there[kind] += 1
    return tuple(chosen)


class _Search:
    """The ways out of one week."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.leanest: Leanest = {}

    def single(self, question: Question, members: Sequence[Member]) -> Iterator[Change]:
        """For each member that may give way, the cheapest change after which there is a plan."""
        problem, placing = self._placing(question)
        bits = {(one.constraint, one.scope): 1 << at for at, one in enumerate(problem.members)}

        def but(member: Member) -> int:
            return bits[member.constraint, member.scope]

        giving = [one for one in members if placing.holds(problem.everything & ~but(one))]
        for ways in families(question, giving, self.limits, lambda one: placing.free(problem.everything, but(one))):
            enough = next((one for one in islice(ways, _TRIES) if self.has_plan(one.apply(question))), None)
            if enough:
                yield enough

    def stepwise(self, question: Question) -> Iterator[Relaxation]:
        """A change for each session that finds no place beside those before; and a way that only leaves out."""
        instance, rules = question
        problem, _ = self._placing(question)
        asked = [one.rule for one in problem.members if isinstance(one.rule, Least)]
        for cheapest in (True, False):
            left_out: Counter[tuple[str, SessionClass]] = Counter()
            for one in asked:
                left_out[one.week, one.session_class] = one.least
            changes: tuple[Change, ...] = ()
            for one in asked:
                for _ in range(one.least):
                    key = (one.week, one.session_class)
                    left_out[key] -= 1
                    now = _after((without(instance, left_out), rules), changes)
                    if not self.has_plan(now):
                        members = conflict(*now, self.leanest) if cheapest else ()
                        ways = [way for way in self.single(now, members) if way.kind != LEFT_OUT]
                        best = min(ways, key=lambda way: way.penalty, default=None)
                        if best and best.penalty < missing_price(rules):
                            changes = (*changes, best)
                        else:
                            left_out[key] += 1
            dropped = tuple(left_out_change(rules, one, left_out[one.week, one.session_class]) for one in asked)
            way = Relaxation((*(one for one in dropped if one.penalty), *changes))
            if self.has_plan(way.apply(instance, rules)):
                yield way

    def has_plan(self, question: Question) -> bool:
        problem, placing = self._placing(question)
        return placing.holds(problem.everything) and feasible(*question)

    def _placing(self, question: Question) -> tuple[Problem, Placing]:
        problem = Problem.of(*question, self.leanest)
        return problem, Placing(problem, partial(lean, problem, content=content_bit(problem.members)))


def _after(question: Question, changes: Sequence[Change]) -> Question:
    for one in changes:
        question = one.apply(question)
    return question
