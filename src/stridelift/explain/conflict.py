"""What cannot hold together. Every answer is verified by solving again."""

from __future__ import annotations

from collections.abc import Sequence

from stridelift.constraints.base import Constraint, CouplingRule, WindowRule
from stridelift.domain import Instance
from stridelift.model.cp_sat import cp_model
from stridelift.search import searched
from stridelift.solve import build


def conflict(instance: Instance, rules: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """A minimal set of rules that cannot hold together: without any one of them there is a plan.

    Found by leaving one out and solving again, so each member is proven necessary. Windows go last: without them there
    are ten times the candidates. Empty if there is a plan.
    """
    if feasible(instance, rules):
        return ()
    kept = list(rules)
    for rule in sorted(rules, key=lambda one: isinstance(one, WindowRule)):
        without = [one for one in kept if one is not rule]
        if not feasible(instance, without):
            kept = without
    return tuple(kept)


def feasible(instance: Instance, rules: Sequence[Constraint]) -> bool:
    """Whether there is any plan, at whatever price: the best one would take far longer where a hard rule is missing."""
    able = [rule for rule in rules if rule.enabled and (rule.hard or isinstance(rule, CouplingRule))]
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return searched(solver, build(instance, able).cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def gist(rule: Constraint) -> str:
    """What a rule asks for, in a line."""
    return (type(rule).__doc__ or "").strip().splitlines()[0].rstrip(".:")
