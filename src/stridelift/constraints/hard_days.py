"""Hard days a week, rest days, and strength stacked on days that are hard already."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from stridelift.constraints.base import CouplingRule
from stridelift.domain import Instance, Plan, Run, Violation
from stridelift.model import Model, Variable


class HardDays(CouplingRule):
    """Hard days hard, easy days easy.

    A day is hard with a key run or a heavy, moderate or plyo_high session, and a rest day without key run and leg
    session. Runs and other facts are given; with g given hard days in a week:  hard days ≤ max(``most``, g), so at the
    cap leg work goes only on days already hard;  rest days ≥ min(``rest``, those that the facts leave);  of
    ``in_a_row`` + 1 days in a row, not all are hard if a session makes one of them so. These cost ``weight``. At prices
    of their own: ``unstacked`` for each day that a session makes hard, ``consecutive`` for each two hard days in a row
    of which a session makes one so. Amount: days.
    """

    unit = "days"

    most: int = Field(7, ge=0, le=7, description="Hard days a week.")
    rest: int = Field(0, ge=0, le=7, description="Days a week without key run and leg session.")
    in_a_row: int = Field(7, ge=1, le=7, description="Hard days in a row.")
    unstacked: int = Field(0, ge=0, le=1_000_000, description="Price of a day that becomes hard by a session.")
    consecutive: int = Field(
        0, ge=0, le=1_000_000, description="Price of two hard days in a row, one of them by a session."
    )

    def post(self, model: Model) -> None:
        instance = model.instance
        given = _given(instance, leg=False)
        new = self._new_hard_days(model, given)
        for first in _mondays(instance):
            days = range(first, first + 7)
            cap = max(self.most - len(given.intersection(days)), 0)
            model.at_most(self.weight, cap, [(new[day], 1) for day in days if day in new])
            self._post_rest(model, days)
        for first in _runs_of_days(instance, self.in_a_row + 1):
            days = range(first, first + self.in_a_row + 1)
            cap = max(self.in_a_row - len(given.intersection(days)), 0)
            model.at_most(self.weight, cap, [(new[day], 1) for day in days if day in new])
        if self.consecutive:
            self._post_consecutive(model, given, new)

    def _new_hard_days(self, model: Model, given: set[int]) -> dict[int, Variable]:
        new = {}
        for day in range(len(model.instance.days)):
            groups = [group for session, group in model.sessions(day) if session.session_class.hard]
            if groups and day not in given:
                new[day] = model.any_of(groups)
                model.cost(new[day], self.unstacked)
        return new

    def _post_rest(self, model: Model, days: range) -> None:
        idle = [day for day in days if day not in _given(model.instance, leg=True)]
        legs = {day: [group for one, group in model.sessions(day) if one.session_class.leg] for day in idle}
        needed = min(self.rest, len(idle))
        if needed:
            taken = [(model.any_of(groups), 1) for groups in legs.values() if groups]
            model.at_most(self.weight, len(idle) - needed, taken)

    def _post_consecutive(self, model: Model, given: set[int], new: dict[int, Variable]) -> None:
        for day, literal in new.items():
            for neighbour in (day - 1, day + 1):
                if neighbour in given:
                    model.cost(literal, self.consecutive)
            if day + 1 in new:
                model.at_most(self.consecutive, 1, [(literal, 1), (new[day + 1], 1)])

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        given, taken = _given(instance, leg=False), _given(instance, leg=True)
        hard, legs = set(given), set(taken)
        for session, start in plan.strength:
            if session.session_class.hard:
                hard.add(instance.day_index(start))
            if session.session_class.leg:
                legs.add(instance.day_index(start))
        for week, first in zip(instance.weeks, _mondays(instance), strict=True):
            days = set(range(first, first + 7))
            over = len(hard & days) - max(self.most, len(given & days))
            if over > 0:
                yield self.breach((week.label, "hard days"), over)
            short = min(self.rest, 7 - len(taken & days)) - (7 - len(legs & days))
            if short > 0:
                yield self.breach((week.label, "rest days"), short)
        yield from self._in_a_row(instance, given, hard)
        yield from self._prices(instance, given, hard)

    def clashes(self, instance: Instance) -> Iterator[Violation]:
        """Weeks whose runs and strength alone have more hard days than ``most``."""
        given = _given(instance, leg=False)
        for week, first in zip(instance.weeks, _mondays(instance), strict=True):
            over = len(given.intersection(range(first, first + 7))) - self.most
            if over > 0:
                yield self.breach((week.label, "more hard days than the limit already"), over)

    def _in_a_row(self, instance: Instance, given: set[int], hard: set[int]) -> Iterator[Violation]:
        for first in _runs_of_days(instance, self.in_a_row + 1):
            days = set(range(first, first + self.in_a_row + 1))
            if days <= hard and not days <= given:
                yield self.breach((_date(instance, first), f"{len(days)} hard days in a row"), 1)

    def _prices(self, instance: Instance, given: set[int], hard: set[int]) -> Iterator[Violation]:
        for day in sorted(hard - given):
            if self.unstacked:
                yield self.breach((_date(instance, day), "a hard day more"), 1, weight=self.unstacked)
        for day in sorted(hard):
            if self.consecutive and day + 1 in hard and not {day, day + 1} <= given:
                yield self.breach((_date(instance, day), "two hard days in a row"), 1, weight=self.consecutive)


def _given(instance: Instance, *, leg: bool) -> set[int]:
    """Positions of the days that runs and other facts make hard, or (``leg``) take from the rest days."""
    days = {instance.day_index(run.usual) for run in instance.runs if run.key and run.usual is not None}
    for fact in instance.facts:
        if isinstance(fact.activity, Run) and fact.activity.key:
            days.add(instance.day_index(fact.start))
    for session, start in instance.strength:
        if session.session_class.leg if leg else session.session_class.hard:
            days.add(instance.day_index(start))
    return days


def _mondays(instance: Instance) -> list[int]:
    return [instance.day_index(week.span.start) for week in instance.weeks]


def _runs_of_days(instance: Instance, length: int) -> range:
    """First days of the runs of ``length`` days that touch the horizon."""
    first, last = instance.day_index(instance.horizon.start), instance.day_index(instance.horizon.end - 1)
    return range(max(0, first - length + 1), min(last, len(instance.days) - length) + 1)


def _date(instance: Instance, day: int) -> str:
    return instance.days[day].date.isoformat()
