"""Solving one case of many over calendars that were read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from stridelift import prescribe
from stridelift.config import Loaded
from stridelift.constraints.base import Constraint
from stridelift.domain import Candidate, Instance, Plan, Session, Violation
from stridelift.errors import InternalError
from stridelift.request import Basis
from stridelift.situation import Material, Situation, understand
from stridelift.solve import Result, solve, violations


@dataclass(frozen=True)
class Solved:
    """What became of a case. ``proof`` is ``solved``, or ``follows`` where it is known from its neighbours."""

    result: Result
    penalties: tuple[Violation, ...] = ()
    proof: str = "solved"

    @property
    def plan(self) -> Plan | None:
        return self.result.plan

    @property
    def prices(self) -> Mapping[str, int]:
        """The price by rule."""
        totals: Counter[str] = Counter()
        for one in self.penalties:
            totals[one.constraint] += one.penalty
        return totals

    @property
    def missing(self) -> list[Violation]:
        """What is wanted of a week and not there."""
        return [one for one in self.penalties if one.constraint == "weekly_volume" and not one.hard]


@dataclass(frozen=True)
class Desk:
    """What is known of all cases. A case that ``shares`` is the present instance under other rules."""

    present: Situation
    material: Material
    cases: tuple[Loaded, ...]
    shares: tuple[bool, ...]
    time_limit: float | None = None

    def solve(self, case: int) -> Solved:
        """As ``stridelift solve`` would with the settings of the case."""
        instance, rules = self.instance(case), self.rules(case)
        return audited(instance, rules, solve(instance, rules, time_limit=self.time_limit))

    def instance(self, case: int) -> Instance:
        if self.shares[case]:
            return self.present.instance
        basis = Basis(self.cases[case], self.present.now, self.present.horizon)
        return understand(basis, self.material).instance

    def rules(self, case: int) -> tuple[Constraint, ...]:
        return self.cases[case].config.constraints.rules

    def price(self, solved: Solved, case: int) -> float:
        """What the plan would cost in a case that shares the instance; infinite where it breaks a hard rule."""
        if solved.plan is None:
            return float("inf")
        found = list(violations(self.present.instance, self.rules(case), solved.plan))
        return float("inf") if any(one.hard for one in found) else sum(one.penalty for one in found)

    def following(self, solved: Solved, case: int) -> Solved:
        """The same plan in another case, where it is known to be the one."""
        if solved.plan is None:
            return replace(solved, proof="follows")
        found = tuple(violations(self.present.instance, self.rules(case), solved.plan))
        price = sum(one.penalty for one in found)
        result = replace(solved.result, objective=price, bound=price, seconds=0.0, tie_break_seconds=0.0)
        return Solved(result, found, "follows")


def audited(instance: Instance, rules: tuple[Constraint, ...], result: Result) -> Solved:
    """The result with what its plan breaks, by the check that knows no solver."""
    if result.plan is None:
        return Solved(result)
    found = tuple(violations(instance, rules, result.plan))
    price = sum(one.penalty for one in found)
    if price != result.objective or any(one.hard for one in found):
        raise InternalError(f"a plan does not stand its check: {price} is not {result.objective}.")
    return Solved(result, found)


def looks(plan: Plan | None) -> tuple[object, ...] | None:
    """What tells one plan from another: what is when, where and with which exercises."""
    return None if plan is None else tuple(look(one) for one in plan.placed)


def look(one: Candidate) -> tuple[object, ...]:
    session = one.activity
    if not isinstance(session, Session):
        return (one.uid, one.start)
    place = session.place.name if session.place else ""
    return (session.load, place, one.start, one.end, prescribe.stored(session))
