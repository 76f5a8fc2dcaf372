"""Minimal conflicts over rules, days and events: each member is needed, and all together leave no plan."""

from __future__ import annotations

from statistics import median
from time import process_time

import pytest

from command import House
from hard_weeks import hard_week, only
from strategies import dice
from stridelift.domain import Candidate, SessionClass, Span
from stridelift.explain.conflict import conflict, feasible
from world import at, commitment, default_rules, free_run, instance, run, session

HEAVY = session("heavy", uid="one")
WEEK = {SessionClass.HEAVY: (1, 1)}
MUST = {"weekly_volume": {"weight": "hard"}}
TEMPI = tuple(run("tempo", at(day, "12:00")) for day in range(-1, 9))
CONFLICTS = [
    ((commitment(at(0), 7 * 24 * 60),), {}, ["weekly_volume", "calendar"]),
    ((), {"availability": ()}, [*["availability"] * 7, "weekly_volume"]),
    (TEMPI, {}, ["recovery_gap", "weekly_volume", *["calendar"] * 8]),
    ((), {"now": at(6, "23:00")}, ["availability", "weekly_volume"]),
]


@pytest.mark.parametrize(("facts", "more", "expected"), CONFLICTS)
def test_a_conflict_names_rows_days_and_events(
    facts: tuple[Candidate, ...], more: dict[str, object], expected: list[str]
) -> None:
    week = instance(*facts, sessions=(HEAVY,), per_week=WEEK, **more)
    rules = default_rules(**MUST)
    found = conflict(week, rules)
    assert [one.constraint for one in found] == expected
    assert not feasible(*only(week, rules, found))
    for one in found:
        assert feasible(*only(week, rules, [other for other in found if other is not one]))


def test_no_conflict_where_there_is_a_plan() -> None:
    assert conflict(instance(sessions=(HEAVY,), per_week=WEEK), default_rules(**MUST)) == ()


def test_a_run_whose_start_is_chosen_is_an_event() -> None:
    """A tempo run at any hour of the only free day leaves no day for a heavy session."""
    day = at(2)
    week = instance(
        runs=(free_run("tempo", at(2, "12:00")),),
        sessions=(HEAVY,),
        per_week=WEEK,
        availability=(Span(day, day + 12 * 60),),
        run_grid=360,
    )
    found = conflict(week, default_rules(**MUST, recovery_gap={"quality_to_heavy": 12}))
    assert "Wed 02 Dec: tempo (tempo run, 60 min, any start)" in [one.text for one in found]


@pytest.mark.prove
@pytest.mark.parametrize("part", range(10))
def test_conflicts_of_random_weeks_are_minimal(house: House, part: int) -> None:
    """By a rebuild of the reduced weeks that shares nothing with the search but the model of rules."""
    spent = []
    for seed in range(200):
        week = hard_week(house, dice("conflict", part, seed))
        if feasible(week.instance, week.rules):
            continue
        began = process_time()
        found = conflict(week.instance, week.rules)
        spent.append(process_time() - began)
        assert not feasible(*only(week.instance, week.rules, found)), seed
        for one in found:
            if one.scope != ("days",):  # no setting takes the word on dates from session_spacing
                rest = [other for other in found if other is not one]
                assert feasible(*only(week.instance, week.rules, rest)), (seed, one.text)
        if len(spent) == 30:
            break
    assert len(spent) == 30
    assert median(spent) < 0.3
