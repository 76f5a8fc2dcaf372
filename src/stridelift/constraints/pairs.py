"""The rule that judges two candidates, and its encodings."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import sub
from typing import ClassVar

from stridelift.constraints.base import Constraint
from stridelift.domain import HARD, Activity, Candidate, Commitment, Instance, Plan, Violation, precedes
from stridelift.model import Group, Model, Options, Variable

Rows = Mapping[tuple[int, ...], Sequence[Variable]]  # what members of one group miss of each of the other


class PairRule(Constraint):
    """Judges two candidates by the first minute at which the later one may start.

    For a first candidate f and a second s, with start(f) ≤ start(s):  amount = max(0, earliest(f, s) − start(s)).
    ``by_place``: it matters to the rule where a session is.
    """

    by_place: ClassVar[bool] = False

    @abstractmethod
    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int | None:
        """The first minute at which ``second`` may start after ``first``.

        None where the rule has no word on the two activities, whenever they are. Must not fall as ``first`` moves
        later: the encodings rest on it.
        """

    @abstractmethod
    def reach(self, instance: Instance) -> int:
        """Minutes: ``earliest`` is never later than so long after the end of ``first``."""

    def judge(self, instance: Instance, first: Candidate, second: Candidate) -> int:
        """The amount by which two placings break the rule, the earlier one first."""
        earliest = self.earliest(instance, first, second.activity)
        return 0 if earliest is None else max(0, earliest - second.start)

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        reach = self.reach(instance)
        for index, one in enumerate(plan.placed):
            since, until = one.start - reach, one.end + reach
            before = (other for other in plan.placed[:index] if other.end > since)
            for other in (*instance.facts_within(since, until), *before):
                first, second = (other, one) if precedes(other, one) else (one, other)
                amount = self.judge(instance, first, second)
                if amount > 0:
                    yield self.breach((first.uid, second.uid), amount)

    def clashes(self, instance: Instance) -> Iterator[Violation]:
        """Runs and strength of the horizon, judged as if they had been placed; nobody minds two commitments at once."""
        if not self.hard:
            return
        own = [one for one in instance.facts if _is_own(one) and instance.horizon.overlap(one.span)]
        others = tuple(one for one in instance.facts if one not in own)
        yield from self.violations(replace(instance, facts=others), Plan.of(own))

    # The encoding: facts drop and price, free candidates exclude each other or share a priced amount.

    def prune(self, model: Model) -> None:
        reach = self.reach(model.instance)
        for options in model.options:
            if not options.candidates:
                continue
            until = max(one.end for one in options.candidates) + reach
            for fact in model.instance.facts_within(options.starts[0] - reach, until):
                at = options.before(fact)
                self._after(model.instance, fact, options, at)
                self._before(model.instance, fact, options, at)

    def _after(self, instance: Instance, fact: Candidate, options: Options, at: int) -> None:
        earliest = self.earliest(instance, fact, options.activity)
        if earliest is None:
            return
        for index in range(at, bisect_left(options.starts, earliest)):
            options.charge(index, earliest - options.starts[index], self.weight)

    def _before(self, instance: Instance, fact: Candidate, options: Options, at: int) -> None:
        for index in range(at - 1, -1, -1):
            candidate = options.candidates[index]
            amount = self.judge(instance, candidate, fact)
            if amount > 0:
                options.charge(index, amount, self.weight)
            elif self.judge(instance, Candidate.at(candidate.activity, candidate.start), fact) == 0:
                return  # not even the longest, so nothing that is earlier

    def post(self, model: Model) -> None:
        for first, second in self._near(model):
            self._tie(model, first, second)

    def _near(self, model: Model) -> Iterator[tuple[Group, Group]]:
        """Pairs of groups that may break the rule, the earlier group first."""
        reach = self.reach(model.instance)
        groups = sorted(chain.from_iterable(model.groups.values()), key=lambda group: group.first.order)
        firsts = [group.first.start for group in groups]
        for at, group in enumerate(groups, start=1):
            until = max(group.reach.end + reach, group.last.start + 1)
            for other in groups[at : bisect_left(firsts, until, at)]:
                if not model.apart(group, other) and self._concerns(model.instance, group, other):
                    yield group, other

    def _concerns(self, instance: Instance, group: Group, other: Group) -> bool:
        """Whether two members can break the rule; of ``group`` the first is the first of all."""
        if not precedes(other.first, group.last):
            return self.judge(instance, group.reach, other.first) > 0
        ways = ((group.first, other.activity), (other.first, group.activity))
        return any(self.earliest(instance, first, second) is not None for first, second in ways)

    def _tie(self, model: Model, first: Group, second: Group) -> None:
        if precedes(second.first, first.last):
            self._table(model, first, second)
        elif isinstance(self.weight, str):
            self._staircase(model, first, second)
        else:
            self._ramp(model, first, second, self.weight)

    def _staircase(self, model: Model, first: Group, second: Group) -> None:
        """All of ``first`` comes before ``second``: the later the one ends, the more of the other it excludes."""
        starts = [one.start for one in second.members]
        ends = [self.earliest(model.instance, one, second.activity) or 0 for one in first.members]
        rising = sorted(zip(ends, range(len(ends)), strict=True))
        literals = [first.literals[index] for _, index in rising]
        done = 0
        for index, (earliest, _) in enumerate(rising):
            reach = bisect_left(starts, earliest)
            if reach > done:
                model.excludes([*literals[index:], *second.literals[:reach]])
                done = reach

    def _ramp(self, model: Model, first: Group, second: Group, weight: int) -> None:
        """All of ``first`` comes before ``second``: one row holds max(0, earliest(first) − start(second)) exactly.

        With U(f) = earliest(f) − first start of the second group and v(s) = start(s) − that start, capped at max U:
        amount ≥ Σ U(f) x(f) − Σ v(s) y(s) − max U · (1 − Σ y(s)), the last term only where Σ y may be 0.
        """
        origin = second.first.start
        ups = [max(0, (self.earliest(model.instance, one, second.activity) or 0) - origin) for one in first.members]
        most = max(ups)
        if most == 0:
            return
        base = 0 if second.certain else most
        terms = [(literal, up) for literal, up in zip(first.literals, ups, strict=True) if up]
        for candidate, literal in zip(second.members, second.literals, strict=True):
            factor = base - min(candidate.start - origin, most)
            if factor:
                terms.append((literal, factor))
        model.at_most(HARD, base, [*terms, (model.amount(weight, most), -1)])

    def _table(self, model: Model, first: Group, second: Group) -> None:
        """The groups interleave: one row for those candidates of a group that miss the same of each of the other."""
        table = [tuple(row) for row in self._amounts(model.instance, first, second)]
        if not self.hard and second.certain and not first.certain:
            first, second, table = second, first, list(zip(*table, strict=True))
        rows: dict[tuple[int, ...], list[Variable]] = {}
        for literal, row in zip(first.literals, table, strict=True):
            rows.setdefault(row, []).append(literal)
        if isinstance(self.weight, str):
            for row, literals in rows.items():
                hit = [other for other, amount in zip(second.literals, row, strict=True) if amount]
                if hit:
                    model.excludes([*literals, *hit])
        elif most := max(map(max, rows)):
            self._lifted(model, rows, second, model.amount(self.weight, most), certain=first.certain)

    @staticmethod
    def _lifted(model: Model, rows: Rows, second: Group, amount: Variable, *, certain: bool) -> None:
        """One row for each x of the first group holds what it misses, and nearly what its neighbours miss.

        With a(x, y) what x and y miss and d(x, z) = max over y of a(x, y) − a(z, y), y of the second group and z of the
        first:  amount ≥ Σ a(x, y) y − Σ d(x, z) z − max a(x, y) · (1 − Σ z), the last term only where Σ z may be 0.
        """
        narrow = list(zip(*set(zip(*rows, strict=True)), strict=True))  # columns that are alike once
        for row, mine in zip(rows, narrow, strict=True):
            worst = max(row)
            if not worst:
                continue
            base = 0 if certain else worst
            terms = [(other, factor) for other, factor in zip(second.literals, row, strict=True) if factor]
            for literals, others in zip(rows.values(), narrow, strict=True):
                factor = base - max(0, *map(sub, mine, others))
                if factor:
                    terms += [(literal, factor) for literal in literals]
            model.at_most(HARD, base, [*terms, (amount, -1)])

    def _amounts(self, instance: Instance, first: Group, second: Group) -> list[list[int]]:
        """What each two members, whichever is the earlier, miss."""
        onward = [self.earliest(instance, one, second.activity) or 0 for one in first.members]
        back = [self.earliest(instance, other, first.activity) or 0 for other in second.members]
        return [
            [
                max(0, out - other.start if precedes(one, other) else home - one.start)
                for other, home in zip(second.members, back, strict=True)
            ]
            for one, out in zip(first.members, onward, strict=True)
        ]


def _is_own(fact: Candidate) -> bool:
    return not isinstance(fact.activity, Commitment)
