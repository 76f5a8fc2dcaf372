"""Brute force over everything that could be placed, with the check alone, finds the solver's optimum and its plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest

from strategies import MONDAYS, dice, every_candidate, small
from stridelift.constraints.base import Constraint, PlacementRule
from stridelift.constraints.pairs import PairRule
from stridelift.domain import Candidate, Instance, Plan, Session
from stridelift.horizon import Horizon
from stridelift.model import starts_within
from stridelift.solve import Status, solve, violations
from verifier import price, weighted
from world import BERLIN, default_rules, instance, place, plan, run, session

PRESOLVED = 108  # presolve rewrites the variables of the tie-break here, and another plan comes first
BEFORE = ("habit", "stability")  # rules that look at what was before
WEEK = 7 * 24 * 60
MOST_SESSIONS = 3  # the caps of the instances allow no more


def a_case(*seed: object) -> tuple[Instance, list[Constraint]]:
    """A small instance with a few rules, some hard and some priced, so that most can be kept and some compete."""
    rng = dice(*seed)
    instance = small(rng, days=rng.choice((1, 2, 3)), grid=360, most_runs=rng.choice((0, 1, 2)))
    sessions = instance.sessions[: 1 if len(instance.weeks) > 1 else 2]
    wanted = {one.session_class: rng.choice(((0, 1), (1, 1), (1, 1), (1, 2))) for one in sessions}
    if len(instance.weeks) * sum(most for _, most in wanted.values()) > MOST_SESSIONS:
        wanted = dict.fromkeys(wanted, (1, 1))
    known = [rule for rule in default_rules() if rule.name not in BEFORE]
    rules = [_priced(rng, rule) for rule in known if rng.random() < 0.8 or rule.name == "weekly_volume"]
    return replace(instance, sessions=sessions, per_week=wanted, run_grid=720), rules


def a_case_with_a_past(*seed: object) -> tuple[Instance, list[Constraint]]:
    """A case with sessions in the week before, and with a plan that is published, some of which may not be kept."""
    rng = dice("past", *seed)
    instance, rules = a_case(*seed)
    there = every_candidate(instance)
    past = [one for one in there if isinstance(one.activity, Session) and rng.random() < 0.2]
    facts = [
        Candidate.at(replace(one.activity, uid=f"past-{at}"), one.start - WEEK + rng.choice((-1440, 0, 0, 180)))
        for at, one in enumerate(past)
    ]
    published = tuple(one for one in there if rng.random() < 2 / len(there))
    instance = replace(instance, facts=(*facts, *instance.facts), published=published)
    more = [rule for rule in default_rules(habit=_before(rng), stability=_before(rng)) if rule.name in BEFORE]
    return instance, [*rules, *more]


def _before(rng: Random) -> dict[str, object]:
    return {"weight": rng.choice((1, 60, 600, "hard")), "other_day": rng.choice((0, 1, 120))}


def _priced(rng: Random, rule: Constraint) -> Constraint:
    if rule.name in ("weekly_volume", "freshness", "preferred_time"):
        return weighted(rule, rng.choice((1, 2, 600)))
    return weighted(rule, rng.choice(("hard", "hard", 1)))


def plans(instance: Instance, rules: Sequence[Constraint]) -> Iterator[Plan]:
    """Every plan but those with a candidate or two that a hard rule refuses, whatever stands beside them."""
    monotone = [rule for rule in rules if rule.hard and isinstance(rule, PlacementRule | PairRule)]

    def kept(*placed: Candidate) -> bool:
        return not any(violations(instance, monotone, plan(*placed)))

    candidates = [one for one in every_candidate(instance) if kept(one)]
    pairs = {(id(one), id(other)) for one, other in combinations(candidates, 2) if kept(one, other)}
    sessions = [one for one in candidates if isinstance(one.activity, Session)]
    starts = product(*([one for one in candidates if one.activity is run] for run in instance.runs))
    for runs in starts:
        for count in range(MOST_SESSIONS + 1):
            for chosen in combinations(sessions, count):
                if all((id(one), id(other)) in pairs for one, other in combinations((*chosen, *runs), 2)):
                    yield plan(*chosen, *runs)


def in_order(instance: Instance, one: Plan) -> tuple[object, ...]:
    """What the tie-break compares: the number of sessions, then placing by placing its (start, end, position)."""
    listed = {id(activity): position for position, activity in enumerate((*instance.runs, *instance.sessions))}
    return len(one.sessions), sorted((it.start, it.end, listed[id(it.activity)]) for it in one.placed)


def best(instance: Instance, rules: Sequence[Constraint]) -> tuple[int, tuple[object, ...]] | None:
    priced = ((price(instance, rules, one), one) for one in plans(instance, rules))
    return min(((cost, in_order(instance, one)) for cost, one in priced if cost is not None), default=None)


def assert_found(instance: Instance, rules: Sequence[Constraint]) -> None:
    result, expected = solve(instance, rules), best(instance, rules)
    if expected is None:
        assert result.status is Status.INFEASIBLE
        return
    assert result.plan is not None
    assert (result.objective, in_order(instance, result.plan)) == expected
    assert (result.status, result.bound) == (Status.OPTIMAL, result.objective)


@pytest.mark.parametrize("seed", [*range(20), PRESOLVED])
def test_optimum_and_plan(seed: int) -> None:
    assert_found(*a_case(seed))


@pytest.mark.parametrize("seed", range(12))
def test_optimum_and_plan_after_others(seed: int) -> None:
    assert_found(*a_case_with_a_past(seed))


@pytest.mark.parametrize("seed", range(6))
def test_optimum_and_plan_of_two_weeks(seed: int) -> None:
    assert_found(*two_weeks(seed))


def two_weeks(seed: int) -> tuple[Instance, list[Constraint]]:
    """A session a week in two whole weeks, of which the first is published."""
    rng = dice("two weeks", seed)
    days = Horizon(BERLIN, rng.choice(MONDAYS), 14)
    one = session(rng.choice(("heavy", "upper")), place=place(spans=(days.span,)))
    starts = starts_within([days.span], 720, instance(horizon=days))
    runs = [run(rng.choice(("tempo", "long", "easy")), start + 90) for start in rng.sample(starts, 6)]
    published = (Candidate.at(replace(one, uid="published"), rng.choice(starts[:14])),) if rng.random() < 0.7 else ()
    free = [day.span for at, day in enumerate(days.planned_days) if at % 7 in rng.sample(range(7), 4)]
    given = instance(
        *runs, horizon=days, availability=free, sessions=(one,), per_week={one.session_class: (1, 1)}, session_grid=720
    )
    return replace(given, published=published), list(default_rules(habit=_before(rng), stability=_before(rng)))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(6, 106))
def test_optimum_and_plan_of_many_two_weeks(seed: int) -> None:
    assert_found(*two_weeks(seed))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(2000, 2250))
def test_optimum_and_plan_of_many_after_others(seed: int) -> None:
    assert_found(*a_case_with_a_past(seed))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1000, 1250))
def test_optimum_and_plan_of_many(seed: int) -> None:
    assert_found(*a_case(seed))
