"""Witnesses for one number: what a rule says of a plan, and what the model that it encodes makes of the same plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from stridelift.constraints.base import Constraint
from stridelift.constraints.session_content import SessionContent
from stridelift.domain import Candidate, Instance, Plan, Session, SessionClass, Week
from stridelift.model import Kind, Variable
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


def assert_filled(rule: Constraint, instance: Instance, plan: Plan, expected: int | None) -> None:
    """Check and model agree on the price of filled sessions, and what the rule lets the solver choose costs that much.

    Sessions of the plan are those of the instance, whose content is open, with their content.
    """
    assert price(instance, [rule], plan) == expected
    assert Forced(instance, [rule]).price(plan.placed) == expected
    rules = [rule] if isinstance(rule, SessionContent) else [SessionContent(), rule]
    free = solve(instance, rules)
    assert free.plan is None or price(instance, rules, free.plan) == free.objective


class Forced:
    """The model of an instance, in which one plan after the other is forced on all candidates at once."""

    def __init__(self, instance: Instance, rules: Sequence[Constraint]) -> None:
        self.instance = instance
        self.rules = rules
        self.model = build(instance, rules)
        self.literals = {
            (id(one.activity), one.start, one.start + minutes): (one, literal)
            for one, literal in self.model.literals
            for minutes in lengths_of(one)
        }
        self.model.cp.minimize(self.model.objective)
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.cp_model_presolve = False

    def price(self, placed: Sequence[Candidate]) -> int | None:
        """The objective when exactly these candidates are placed, None where that is infeasible.

        One with exercises stands for an open session of the instance and has that content.
        """
        pairs = [(opened(self.instance, one), one) for one in placed]
        chosen = {(id(one.activity), one.start, one.end) for one, _ in pairs}
        if not self.literals.keys() >= chosen:
            return None
        taken = {literal.index for key, (_, literal) in self.literals.items() if key in chosen}
        for _, literal in self.literals.values():
            self._fix(literal, int(literal.index in taken))
        filled = [one for bare, one in pairs if bare is not one]
        if not all(self._fill(week, filled) for week in self.instance.weeks):
            return None
        status = self.solver.solve(self.model.cp)
        assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        if status == cp_model.INFEASIBLE:
            return None
        found = self.model.plan(self.solver.boolean_value).placed
        exact = any(isinstance(rule, SessionContent) for rule in self.rules)  # else content need not fit the length
        same = not exact or [one.span for one in found] == sorted(one.span for one in placed)
        return round(self.solver.objective_value) if same else None

    def _fill(self, week: Week, filled: Sequence[Candidate]) -> bool:
        """Force the content of the week's sessions, the longest first; whether the model has such choices."""
        numbers = numbered(week, filled)
        held = 0
        for part in self.model.parts(week):
            here = numbers.get((part.session_class, part.number))
            content = here.activity.exercises if here else ()
            for one, literal in part.choices:
                self._fix(literal, int(one in content))
                held += one in content
            for kind, literal in part.kinds.items():
                self._fix(literal, int(here is not None and kind == self._kind(here)))
        return held == sum(len(one.activity.exercises) for one in numbers.values())

    def _kind(self, one: Candidate) -> Kind:
        gentle = any(rule.gentle(self.instance, one) for rule in self.rules)
        bare = opened(self.instance, one)
        group, _ = self.literals[id(bare.activity), bare.start, bare.end]
        return Kind(one.activity.place, group.minutes - group.shorter, group.minutes, gentle)

    def _fix(self, literal: Variable, value: int) -> None:
        domain = self.model.cp.proto.variables[literal.index].domain
        domain[0] = domain[1] = value


def lengths_of(one: Candidate) -> list[int]:
    """The minutes that a candidate of the model stands for."""
    lengths = one.activity.lengths if isinstance(one.activity, Session) else ()
    return [minutes for minutes in lengths if one.minutes - one.shorter <= minutes <= one.minutes] or [one.minutes]


def opened(instance: Instance, one: Candidate) -> Candidate:
    """The candidate of the open session that was filled; of anything else, itself."""
    session = one.activity
    if not isinstance(session, Session) or session in instance.sessions:
        return one
    of = next(
        it
        for it in instance.sessions
        if it.lengths and (it.session_class, it.place) == (session.session_class, session.place)
    )
    return Candidate(of, one.start, one.end)


def _work(one: Candidate) -> int:
    """Seconds of the exercises."""
    return sum(it.seconds for it in one.activity.exercises)


def numbered(week: Week, filled: Iterable[Candidate]) -> dict[tuple[SessionClass, int], Candidate]:
    """The week's sessions by class and number: that with most work has number 0."""
    inside = [one for one in filled if week.span.start <= one.start < week.span.end]
    count: Counter[SessionClass] = Counter()
    result = {}
    for one in sorted(inside, key=lambda one: (-_work(one), one.start)):
        name = one.activity.session_class
        result[name, count[name]] = one
        count[name] += 1
    return result
