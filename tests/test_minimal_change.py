"""A run moves, something comes in between: nothing of the published plan moves that need not.

The exact least change is found a second time, without the rule: for each choice of which published sessions stay where
they are, and which on their day, the plan of least price; and of all these the cheapest with its changes paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from random import Random

import pytest

from strategies import dice
from stridelift.constraints.base import Constraint, CouplingRule
from stridelift.constraints.stability import Stability
from stridelift.domain import HARD, Candidate, Instance, Plan, RunKind, Violation
from stridelift.model import Model
from stridelift.solve import Status, solve
from world import WEEK, at, commitment, default_rules, instance, place, run, session

SESSIONS = tuple(session(name, minutes, place=place(), leg_sets=4) for name, minutes in (("heavy", 50), ("core", 20)))
AMOUNTS = {one.session_class: (1, 1 + (one.load == "core")) for one in SESSIONS}
KINDS = [one for one in RunKind if one is not RunKind.RACE]
FREE = tuple(span for day in WEEK.planned_days for span in WEEK.windows(day.date, [(360, 480), (1050, 1290)]))
CHANGES = 12  # of one week, each after the one before


class Kept(CouplingRule):
    """Of each class, a session starts when it was published, or on that day."""

    spots: tuple[tuple[str, int], ...]
    days: tuple[tuple[str, int], ...]

    def post(self, model: Model) -> None:
        for where in self.spots:
            model.at_least(HARD, 1, [(literal, 1) for one, literal in model.literals if spot(one) == where])
        for where in self.days:
            there = [(literal, 1) for one, literal in model.literals if on_day(model.instance, one) == where]
            model.at_least(HARD, 1, there)

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:  # noqa: ARG002 - one signature
        yield from ()


def spot(one: Candidate) -> tuple[str, int]:
    return one.activity.load, one.start


def on_day(given: Instance, one: Candidate) -> tuple[str, int]:
    return one.activity.load, given.day_index(one.start)


def least(given: Instance, rules: Sequence[Constraint], stability: Stability) -> int:
    """The price of the best plan with its changes, found without the rule that prices them."""
    others = [rule for rule in rules if rule is not stability]
    alone = replace(given, published=())
    prices = []
    for fates in product(("stays", "on its day", "anywhere"), repeat=len(given.published)):
        pairs = list(zip(given.published, fates, strict=True))
        spots = tuple(spot(one) for one, fate in pairs if fate == "stays")
        days = tuple(on_day(given, one) for one, fate in pairs if fate == "on its day")
        found = solve(alone, [*others, Kept(spots=spots, days=days)])
        if found.plan is not None and found.objective is not None:
            prices.append(found.objective + changes(given, found.plan, stability))
    return min(prices)


def changes(given: Instance, plan: Plan, stability: Stability) -> int:
    """What the changes cost, counted by hand; of a class there is one session a day at the most."""
    assert isinstance(stability.weight, int)
    here = {spot(one) for one in plan.sessions}
    days = {on_day(given, one) for one in plan.sessions}
    gone = [one for one in given.published if spot(one) not in here]
    away = [one for one in given.published if on_day(given, one) not in days]
    return stability.weight * len(gone) + stability.other_day * len(away)


def changed(rng: Random, facts: Sequence[Candidate], published: Sequence[Candidate]) -> list[Candidate]:
    """A run moves to another day or hour, goes, or becomes another; or an appointment comes where a session is."""
    left = list(facts)
    one = left.pop(rng.randrange(len(left)))
    start = at(rng.randrange(7), rng.choice(("06:30", "12:00", "18:00")))
    if rng.random() < 0.4 and published:
        return [*facts, commitment(rng.choice(published).start, 90)]
    if rng.random() < 0.2 and len(left) > 2:
        return left
    return [*left, Candidate.at(one.activity, start) if rng.random() < 0.6 else run(rng.choice(KINDS), one.start)]


def live(seed: int) -> int:
    """A week is planned and changed again and again; how many of the changes moved something comes back."""
    rng = dice("minimal change", seed)
    rules = default_rules(stability={"weight": rng.choice((60, 240)), "other_day": rng.choice((60, 240))})
    stability = next(rule for rule in rules if isinstance(rule, Stability))
    facts = [run(rng.choice(KINDS), at(day, rng.choice(("06:30", "18:00")))) for day in rng.sample(range(7), 4)]
    published: tuple[Candidate, ...] = ()
    moves = 0
    for _ in range(CHANGES):
        given = instance(
            *facts, sessions=SESSIONS, per_week=AMOUNTS, availability=FREE, session_grid=60, now=at(0) - 5000
        )
        given = replace(given, published=published)
        found = solve(given, rules)
        assert (found.status, found.objective) == (Status.OPTIMAL, least(given, rules, stability))
        assert found.plan is not None
        moves += changes(given, found.plan, stability) > 0
        published = tuple(
            replace(one, activity=replace(one.activity, uid=f"{one.start}")) for one in found.plan.sessions
        )
        facts = changed(rng, facts, published)
    return moves


def test_nothing_moves_that_need_not() -> None:
    """And something does, else this would test nothing."""
    assert 0 < live(0) < CHANGES


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1, 51))
def test_nothing_moves_that_need_not_in_600_changes(seed: int) -> None:
    live(seed)
