"""What holds of every week: instances are built around a planted plan, so that each can be planned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from strategies import Planted, planted, shifted
from stridelift.domain import Plan
from stridelift.solve import Status, solve, violations

WEEK = 7 * 24 * 60
MANY = [50, pytest.param(2000, marks=pytest.mark.prove)]
SOME = [20, pytest.param(500, marks=pytest.mark.prove)]


def check(examples: int, claim: Callable[[Planted], None]) -> None:
    run = given(planted())(claim)
    settings(max_examples=examples, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))(run)()


def starts(one: Plan | None) -> list[tuple[str, int]]:
    assert one is not None
    return [(it.uid, it.start) for it in one.placed]


@pytest.mark.parametrize("examples", MANY)
def test_the_plan_is_optimal_honest_and_kept(examples: int) -> None:
    def claim(case: Planted) -> None:
        result = solve(case.instance, case.rules)
        assert result.status is Status.OPTIMAL
        assert result.plan is not None
        found = list(violations(case.instance, case.rules, result.plan))
        assert not any(one.hard for one in found)
        assert result.objective == result.bound == sum(one.penalty for one in found)
        planted_price = sum(one.penalty for one in violations(case.instance, case.rules, case.plan))
        assert result.objective <= planted_price
        assert solve(case.instance, case.rules, fixed=result.plan).objective == result.objective
        assert solve(case.instance, case.rules).plan == result.plan

    check(examples, claim)


@pytest.mark.parametrize("examples", SOME)
def test_the_order_of_facts_does_not_matter(examples: int) -> None:
    def claim(case: Planted) -> None:
        backwards = replace(case.instance, facts=case.instance.facts[::-1])
        assert starts(solve(backwards, case.rules).plan) == starts(solve(case.instance, case.rules).plan)

    check(examples, claim)


@pytest.mark.parametrize("examples", SOME)
def test_a_week_later_the_plan_is_a_week_later(examples: int) -> None:
    def claim(case: Planted) -> None:
        one, other = (solve(it, case.rules) for it in (case.instance, shifted(case.instance, WEEK)))
        assert one.objective == other.objective
        assert starts(other.plan) == [(uid, start + WEEK) for uid, start in starts(one.plan)]

    check(examples, claim)


@pytest.mark.parametrize("examples", SOME)
def test_leaving_a_rule_out_never_costs(examples: int) -> None:
    def claim(case: Planted) -> None:
        least = solve(case.instance, case.rules).objective
        less = solve(case.instance, [rule for rule in case.rules if rule.name != case.left_out])
        assert least is not None
        assert less.objective is not None
        assert less.objective <= least

    check(examples, claim)
