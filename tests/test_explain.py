"""Why a session is where it is, and what cannot hold together."""

from __future__ import annotations

import pytest

from stridelift.domain import SessionClass
from stridelift.explain.conflict import conflict, gist
from stridelift.explain.why import why
from stridelift.solve import Status, solve
from world import at, commitment, default_rules, free_run, instance, plan, run, session

HEAVY = session("heavy", uid="one")
WEEK = {SessionClass.HEAVY: (1, 1)}
MUST = {"weekly_volume": {"weight": "hard"}}


def reasons(*facts: object, start: int) -> list[str]:
    week = instance(*facts)  # type: ignore[arg-type] # candidates
    placed = plan((HEAVY, start))
    return list(why(week, default_rules(), placed, placed.sessions[0]))


def test_why_names_the_runs_that_decide() -> None:
    found = reasons(
        run("tempo", at(1, "06:00")), run("easy", at(3, "06:00")), run("long", at(5, "08:00")), start=at(2, "18:00")
    )
    assert found == [
        "35 h (at least 3, better 6) after Tue tempo",
        "61 h (at least 18, better 36) before Sat long",
    ]


def test_why_says_that_no_run_is_near() -> None:
    assert reasons(start=at(2, "18:00")) == ["no run within four days asks for rest"]


def test_why_says_the_start_that_the_calendar_does_not_give() -> None:
    chosen = free_run("tempo", at(1, "06:30"))
    week = instance(runs=(chosen,))
    placed = plan((HEAVY, at(1, "18:00")), (chosen, at(1, "06:30")))
    assert list(why(week, default_rules(), placed, placed.sessions[0])) == [
        "10 h (at least 3, better 6) after Tue tempo at 06:30"
    ]


CONFLICTS = [
    ((commitment(at(0), 7 * 24 * 60),), {}, ["no_overlap", "weekly_volume"]),
    ((), {"availability": ()}, ["availability", "weekly_volume"]),
    (tuple(run("tempo", at(day, "12:00")) for day in range(-1, 9)), {}, ["recovery_gap", "weekly_volume"]),
]


@pytest.mark.parametrize(("facts", "more", "expected"), CONFLICTS)
def test_a_conflict_is_minimal(facts: tuple[object, ...], more: dict[str, object], expected: list[str]) -> None:
    """Without any one of its members there is a plan."""
    week = instance(*facts, sessions=(HEAVY,), per_week=WEEK, **more)  # type: ignore[arg-type] # candidates
    rules = default_rules(**MUST)
    found = conflict(week, rules)
    assert [rule.name for rule in found] == expected
    assert solve(week, found).status is Status.INFEASIBLE
    for one in found:
        assert solve(week, [rule for rule in found if rule is not one]).status is Status.OPTIMAL


def test_no_conflict_where_there_is_a_plan() -> None:
    assert conflict(instance(sessions=(HEAVY,), per_week=WEEK), default_rules(**MUST)) == ()


def test_the_gist_of_every_rule_is_a_line() -> None:
    for rule in default_rules():
        assert 10 < len(gist(rule)) < 110
