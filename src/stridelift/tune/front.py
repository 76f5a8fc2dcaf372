"""The trade-off between two rules: how little the one can cost, for each price of the other.

A plan is in question where all other rules together cost no more than in the present plan, so that nothing else pays
for the trade. Of these, with a and b the prices by the two rules, the front holds each (a, b) such that no plan has
less of one and no more of the other. The present plan is on it: one that was better there would be cheaper as a whole.

The method is that of ε-constraints. The least a, then the least b at that a, are a point; then b has to be lower; until
nothing is left. Prices are whole numbers, so no point is missed, and each least is proven by the solver. The plan of a
point is the cheapest as a whole with these prices, the first in the order of ``solve`` where there are several.

What one rule costs is read from the model without knowing it: it is what the objective gains when the prices of the
rule are doubled.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stridelift.constraints.base import Constraint
from stridelift.domain import Instance
from stridelift.errors import ConfigError, InternalError, NoPlanError
from stridelift.model import Model
from stridelift.model.cp_sat import cp_model
from stridelift.request import Request, establish
from stridelift.search import Pace, searched, solver_for
from stridelift.situation import Situation, prepare
from stridelift.solve import Status, build, optimum, solve
from stridelift.tune.crew import cores, crew
from stridelift.tune.desk import Solved, audited
from stridelift.tune.laws import prices
from stridelift.tune.outcomes import Tell


class Cost(NamedTuple):
    """An amount over the variables of a model, by their positions."""

    factors: Mapping[int, int]
    constant: int

    def on(self, cp: cp_model.CpModel) -> cp_model.LinearExprT:
        variables = [cp.get_int_var_from_proto_index(index) for index in self.factors]
        return cp_model.LinearExpr.weighted_sum(variables, list(self.factors.values())) + self.constant

    def minus(self, other: Cost) -> Cost:
        factors = Counter(self.factors)
        factors.subtract(other.factors)
        return Cost({at: factor for at, factor in factors.items() if factor}, self.constant - other.constant)


@dataclass(frozen=True)
class Front:
    """The points with the first rule's price rising. ``complete`` is False where the time limit left one unproven."""

    situation: Situation
    rules: tuple[str, str]
    points: tuple[Solved, ...]
    now: Solved
    complete: bool = True

    @property
    def now_at(self) -> int | None:
        """The present plan among the points; it may be missing where they are not complete."""
        return next((at for at, one in enumerate(self.points) if self.prices(one) == self.prices(self.now)), None)

    def prices(self, point: Solved) -> tuple[int, int]:
        one, other = self.rules
        return point.prices.get(one, 0), point.prices.get(other, 0)


@dataclass(frozen=True)
class Trade:
    """The two rules, by name, among all, and what the others may cost."""

    instance: Instance
    rules: tuple[Constraint, ...]
    names: tuple[str, str]
    rest: int
    time_limit: float | None

    def costs(self) -> tuple[Model, Cost, Cost, Cost]:
        """The model, and what the two rules and all others cost in it."""
        plain, copy, *doubled = (build(self.instance, rules) for rules in (self.rules, self.rules, *self._doubled()))
        if {len(one.cp.proto.variables) for one in doubled} != {len(plain.cp.proto.variables)}:
            raise InternalError("doubled prices make another model.")
        whole = _cost(copy)
        mine = [_cost(one).minus(whole) for one in doubled]
        return plain, mine[0], mine[1], whole.minus(mine[0]).minus(mine[1])

    def _doubled(self) -> list[list[Constraint]]:
        return [[_twice(rule) if rule.name == name else rule for rule in self.rules] for name in self.names]

    def corners(self) -> Iterator[tuple[int, int] | None]:
        """Both prices at each point of the front; None where one could not be proven in time."""
        model, one, other, rest = self.costs()
        cp = model.cp
        cp.add(rest.on(cp) <= self.rest)
        while True:
            least = self._least(cp, one)
            if least is None or least < 0:
                if least is None:
                    yield None
                return
            cheapest = self._least(cp, other, (one, least))
            if cheapest is None:
                yield None
                return
            yield least, cheapest
            cp.add(other.on(cp) <= cheapest - 1)

    def _least(self, cp: cp_model.CpModel, cost: Cost, *caps: tuple[Cost, int]) -> int | None:
        """The least that is possible under caps; −1 where nothing is, None where it was not proven in time."""
        trial = cp.clone()
        for capped, most in caps:
            trial.add(capped.on(trial) <= most)
        trial.minimize(cost.on(trial))
        solver = solver_for(self.time_limit)
        status = Status(solver.status_name(searched(solver, trial)))
        if status is Status.INFEASIBLE:
            return -1
        return round(solver.objective_value) if status is Status.OPTIMAL else None

    def plan(self, corner: tuple[int, int]) -> Solved:
        """The plan of a point."""
        pace = Pace(self.time_limit)
        model, *mine, rest = self.costs()
        for cost, most in zip((*mine, rest), (*corner, self.rest), strict=True):
            model.cp.add(cost.on(model.cp) <= most)
        solved = audited(self.instance, self.rules, optimum(model, pace))
        if solved.plan is not None and tuple(solved.prices.get(name, 0) for name in self.names) != corner:
            raise InternalError(f"a point of the trade-off is not at {corner}.")
        return solved


def front(request: Request, names: Sequence[str], *, workers: int | None = None, tell: Tell | None = None) -> Front:
    """Read once, and find the trade-off between two rules.

    Raises:
        ConfigError: the rules are not two that cost something.
        NoPlanError: there is no plan at present.
    """
    basis = establish(request)
    names = _priced(basis.config.constraints.rules, names)
    situation = prepare(request, basis)
    instance, rules, limit = situation.instance, situation.rules, request.time_limit
    tell = tell or (lambda _, __: None)
    now = audited(instance, rules, solve(instance, rules, time_limit=limit))
    if now.result.status is not Status.OPTIMAL:
        raise NoPlanError(
            "the present settings have no proven plan to trade from.", "see what `stridelift solve` says."
        )
    trade = Trade(
        instance, rules, names, sum(now.prices.values()) - sum(now.prices.get(one, 0) for one in names), limit
    )
    corners = []
    for corner in trade.corners():
        corners.append(corner)
        tell(len(corners), 2 * len(corners))
    found = [one for one in corners if one is not None]
    with crew(Trade.plan, trade, min(workers or cores(), len(found))) as work:
        points = []
        for corner, point in zip(found, work(found), strict=True):
            here = corner == tuple(now.prices.get(one, 0) for one in names)
            points.append(now if here else point)
            tell(len(found) + len(points), 2 * len(found))
    return Front(situation, names, tuple(points), now, None not in corners)


def _priced(rules: Sequence[Constraint], names: Sequence[str]) -> tuple[str, str]:
    """The two names, each of a rule that is on and has a price."""
    able = [rule.name for rule in rules if any(_prices(rule).values())]
    text = ",".join(names)
    for name in names:
        if name not in able:
            near = difflib.get_close_matches(name, able, 1)
            meant = f"you meant {near[0]!r}." if near else f"name two of {', '.join(able)}."
            raise ConfigError(f"--pareto {text}: {name!r} is no rule with a price.", meant)
    if len(set(names)) != 2:  # noqa: PLR2004 - a trade has two sides
        raise ConfigError(f"--pareto {text} does not name two rules.", "write it like freshness,preferred_time.")
    return names[0], names[1]


def _prices(rule: Constraint) -> dict[str, int]:
    """The prices of a rule by their field; what is hard has none."""
    found = {name: getattr(rule, name) for name in prices(rule)}
    return {name: price for name, price in found.items() if isinstance(price, int)}


def _twice(rule: Constraint) -> Constraint:
    return rule.model_copy(update={name: 2 * price for name, price in _prices(rule).items()})


def _cost(model: Model) -> Cost:
    """The objective of a model that is made for nothing else."""
    model.cp.minimize(model.objective)
    proto = model.cp.proto.objective
    return Cost(dict(zip(proto.vars, proto.coeffs, strict=True)), round(proto.offset))
