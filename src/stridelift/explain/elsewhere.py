"""The next-best place of a session: the optimum of the model when it may not start where it is, by solving again.

*Not where it is*: no session of its class starts at that minute at that place, however long; everything else is free to
move. What this costs more than the plan is the price. It is found without the solver where the session alone may be
moved at no price, for nothing is cheaper; else by one model, of which only the bounds of the barred booleans change.

Of several places at that price the nearest in time is named, later before earlier, places in the order in which they
are listed: a second objective below the price, so that the name does not hang on the way the solver took.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from stridelift.constraints.base import Constraint, PlacementRule
from stridelift.constraints.pairs import PairRule
from stridelift.domain import Candidate, Instance, Place, Plan, Session, Span, precedes
from stridelift.explain.wording import differences
from stridelift.model import Model, starts_within
from stridelift.model.cp_sat import cp_model
from stridelift.search import searched, solver_for
from stridelift.solve import Result, build, violations

_EFFORT = 20.0  # of CP-SAT's deterministic time for a session: beyond it no next-best place is named
_MOST_RULES = 3


@dataclass(frozen=True)
class Elsewhere:
    """``price`` more than the plan, by ``rules``, the dearest first; ``there`` is None where it would be left out.

    Without a price there is no plan at all unless the session starts where it does.
    """

    price: int | None = None
    there: Candidate | None = None
    rules: tuple[tuple[str, int], ...] = ()


def elsewhere(
    instance: Instance,
    rules: Sequence[Constraint],
    result: Result,
    asked: Sequence[Candidate] | None = None,
    time_limit: float | None = None,
) -> tuple[Elsewhere | None, ...]:
    """The next-best place of each session of an optimal plan, or of those ``asked`` for.

    None where that was not found out within ``time_limit`` seconds for all; of a plan that is not proven, of none.
    """
    plan, objective = result.plan, result.objective
    sessions = asked if asked is not None else plan.sessions if plan else ()
    if plan is None or objective is None or result.bound != objective:
        return (None,) * len(sessions)
    ends = None if time_limit is None else time.perf_counter() + time_limit
    question = _Question(instance, [rule for rule in rules if rule.enabled], plan, objective, ends)
    return tuple(question.answer(one) for one in sessions)


@dataclass
class _Question:
    instance: Instance
    rules: Sequence[Constraint]
    plan: Plan
    objective: int
    ends: float | None
    model: Model | None = None

    def answer(self, session: Candidate) -> Elsewhere | None:
        free = self._free(session)
        if free is not None:
            return Elsewhere(0, free)
        left = None if self.ends is None else self.ends - time.perf_counter()
        if left is not None and left <= 0:
            return None
        if self.model is None:
            self.model = build(self.instance, self.rules)
        return self._solved(self.model, session, left)

    def _free(self, session: Candidate) -> Candidate | None:
        """The nearest place to which the session alone, as it is filled, may be moved at no price."""
        for one in self._moves(session):
            moved = Plan.of([one if other is session else other for other in self.plan.placed])
            if self._may_be(session, one):
                found = list(violations(self.instance, self.rules, moved))
                if not any(each.hard for each in found) and sum(each.penalty for each in found) <= self.objective:
                    return one
        return None

    def _moves(self, session: Candidate) -> list[Candidate]:
        """Every other start and place in the week at which a session of the class has this length, nearest first."""
        activity = session.activity
        assert isinstance(activity, Session)  # noqa: S101 - narrows
        alike = [
            replace(activity, place=one.place) if one.lengths else one
            for one in self.instance.sessions
            if one.session_class is activity.session_class and session.minutes in (one.lengths or (one.minutes,))
        ]
        starts = starts_within([_week(self.instance, session)], self.instance.session_grid, self.instance)
        moves = [Candidate(one, start, start + session.minutes) for one in alike for start in starts]
        others = [one for one in moves if not is_there(one, session)]
        return sorted(others, key=lambda one: _away(self.instance, session, one))

    def _may_be(self, session: Candidate, one: Candidate) -> bool:
        """A quick look before all rules are asked: hard placement and pair rules, against all that is near."""
        for rule in self.rules:
            if isinstance(rule, PlacementRule) and rule.judge(self.instance, one) > (
                0 if rule.hard else rule.judge(self.instance, session)
            ):
                return False
        others = [*self.instance.facts, *(other for other in self.plan.placed if other is not session)]
        for rule in self.rules:
            if isinstance(rule, PairRule) and rule.hard:
                for other in others:
                    first, second = (other, one) if precedes(other, one) else (one, other)
                    if rule.judge(self.instance, first, second) > 0:
                        return False
        return True

    def _solved(self, model: Model, session: Candidate, left: float | None) -> Elsewhere | None:
        solver = solver_for(left)
        solver.parameters.max_deterministic_time = _EFFORT
        _minimize(model, session)
        with _barred(model, session):
            status = searched(solver, model.cp)
        if status == cp_model.INFEASIBLE:
            return Elsewhere()
        if status != cp_model.OPTIMAL:
            return None
        other = model.plan(solver.boolean_value)
        price = solver.value(model.objective) - self.objective
        before, after = (violations(self.instance, self.rules, one) for one in (self.plan, other))
        rises = [(name, rise) for name, rise in differences(before, after).items() if rise > 0]
        return Elsewhere(price, self._named(session, other), tuple(rises[:_MOST_RULES]))

    def _named(self, session: Candidate, other: Plan) -> Candidate | None:
        """Of the class's sessions of the week that are new, the nearest."""
        week = _week(self.instance, session)
        old = {_where(one) for one in self.plan.sessions}
        new = [one for one in other.sessions if _like(one, session, week) and _where(one) not in old]
        return min(new, key=lambda one: _away(self.instance, session, one), default=None)


def is_there(one: Candidate, session: Candidate) -> bool:
    """Whether a session of the same class starts at the same minute at the same place."""
    return _where(one) == _where(session)


def _where(one: Candidate) -> tuple[str, int, Place | None]:
    session = one.activity
    return (session.load, one.start, session.place) if isinstance(session, Session) else ("", one.start, None)


def _like(one: Candidate, session: Candidate, week: Span) -> bool:
    mine, other = session.activity, one.activity
    alike = isinstance(mine, Session) and isinstance(other, Session) and mine.session_class is other.session_class
    return alike and week.start <= one.start < week.end


def _week(instance: Instance, session: Candidate) -> Span:
    """What of the session's week is planned."""
    week = next(one.span for one in instance.weeks if one.span.start <= session.start < one.span.end)
    return Span(max(week.start, instance.horizon.start), min(week.end, instance.horizon.end))


def _away(instance: Instance, session: Candidate, one: Candidate) -> int:
    """How far one place is from another: minutes, then later before earlier, then places as they are listed."""
    places = list(dict.fromkeys(other.place for other in instance.sessions))
    place = one.activity.place if isinstance(one.activity, Session) else None
    sooner = one.start < session.start
    return (2 * abs(one.start - session.start) + sooner) * (1 + len(places)) + places.index(place)


def _minimize(model: Model, session: Candidate) -> None:
    """The price, then how far the sessions of the class and week are from where this one is."""
    week = _week(model.instance, session)
    near = [pair for pair in model.literals if _like(pair[0], session, week)]
    away = [_away(model.instance, session, one) for one, _ in near]
    most = sum(sorted(away)[-len(model.instance.days) :])
    distance = cp_model.LinearExpr.weighted_sum([literal for _, literal in near], away)
    model.cp.minimize(cp_model.LinearExpr.weighted_sum([model.objective, distance], [1 + most, 1]))
    if model.cp.validate():  # the sum is beyond 64 bits
        model.cp.minimize(model.objective)


@contextmanager
def _barred(model: Model, session: Candidate) -> Iterator[None]:
    """While it lasts, no session of the class starts where this one does."""
    upper = [
        model.cp.proto.variables[literal.index].domain for one, literal in model.literals if is_there(one, session)
    ]
    for domain in upper:
        domain[1] = 0
    yield
    for domain in upper:
        domain[1] = 1
