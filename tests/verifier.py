"""Witnesses for one number: what a rule says of a plan, and what the model that it encodes makes of the same plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from stridelift.constraints.base import Constraint
from stridelift.domain import Candidate, Instance, Plan
from stridelift.model import Variable
from stridelift.solve import Status, build, solve, violations


def weighted(rule: Constraint, weight: str | int) -> Constraint:
    """The rule at another weight; not validated, since no_overlap takes no price in a config but has a price here."""
    return rule.model_copy(update={"weight": weight})


def price(instance: Instance, rules: Iterable[Constraint], plan: Plan) -> int | None:
    """Σ penalties by the check alone, None where a hard rule is broken."""
    found = list(violations(instance, rules, plan))
    return None if any(one.hard for one in found) else sum(one.penalty for one in found)


def assert_violated_by(rule: Constraint, instance: Instance, plan: Plan, amount: int) -> None:
    """The check, the soft encoding and the hard encoding say the same of a rule whose every amount has its weight."""
    hard, soft = weighted(rule, "hard"), weighted(rule, 1)
    assert sum(one.amount for one in rule.violations(instance, plan)) == amount
    assert solve(instance, [soft], fixed=plan).objective == amount
    assert (solve(instance, [hard], fixed=plan).status is Status.INFEASIBLE) == (amount > 0)
    free = solve(instance, [hard])
    assert free.plan is None or not list(hard.violations(instance, free.plan))


def assert_priced(rule: Constraint, instance: Instance, plan: Plan, expected: int | None) -> None:
    """Check and model agree on the price of a plan under a rule as it is; None is infeasible."""
    assert price(instance, [rule], plan) == expected
    assert solve(instance, [rule], fixed=plan).objective == expected


class Forced:
    """The model of an instance, in which one plan after the other is forced on all candidates at once."""

    def __init__(self, instance: Instance, rules: Sequence[Constraint]) -> None:
        self.model = build(instance, rules)
        self.literals = {(id(one.activity), one.start): literal for one, literal in self.model.literals}
        self.model.cp.minimize(self.model.objective)
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.cp_model_presolve = False
        for literal in self.literals.values():
            self._fix(literal, 0)

    def price(self, placed: Sequence[Candidate]) -> int | None:
        """The objective when exactly these candidates are placed, None where that is infeasible."""
        keys = [(id(one.activity), one.start) for one in placed]
        if not self.literals.keys() >= set(keys):
            return None
        chosen = [self.literals[key] for key in keys]
        for literal in chosen:
            self._fix(literal, 1)
        status = self.solver.solve(self.model.cp)
        for literal in chosen:
            self._fix(literal, 0)
        assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        return round(self.solver.objective_value) if status == cp_model.OPTIMAL else None

    def _fix(self, literal: Variable, value: int) -> None:
        domain = self.model.cp.proto.variables[literal.index].domain
        domain[0] = domain[1] = value
