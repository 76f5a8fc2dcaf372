"""A long season is planned a few weeks at a time first, and the search of the whole begins there and loses nothing."""

from __future__ import annotations

from datetime import date

import pytest

from stridelift import solve as searching
from stridelift.ahead import ahead
from stridelift.domain import Candidate, Instance, Plan, Run, SessionClass
from stridelift.horizon import Horizon
from stridelift.model.hint import hints
from stridelift.search import solver_for
from stridelift.solve import Status, build, solve, violations
from test_content_oracle import a_case
from world import BERLIN, choice, default_rules, free_run, instance, menu, place, session

RULES = default_rules(weekly_volume={"movements": {"squat": 1, "calf": 2}, "missing_movement": 40})


def season(weeks: int, *, runs: bool = False) -> Instance:
    """Two sessions a week at one of two places, and a run a week whose start is chosen."""
    horizon = Horizon(BERLIN, date(2026, 11, 30), 7 * weeks)
    choices = menu(choice("squat"), choice("calf"), choice("calf", uid="other calf", rank=2))
    return instance(
        horizon=horizon,
        session_grid=480,
        run_grid=480,
        sessions=tuple(
            session("moderate", 20, place=place(one, spans=[horizon.span]), lengths=(10, 20)) for one in ("gym", "home")
        ),
        runs=tuple(free_run("tempo", day.noon) for day in horizon.planned_days[2::7]) if runs else (),
        per_week={SessionClass.MODERATE: (2, 2)},
        menu=choices,
    )


@pytest.mark.parametrize("seed", range(12))
def test_hints_make_the_plan(seed: int) -> None:
    """With every boolean as hinted, the model has this plan at this price."""
    case = a_case("hint", seed)
    result = solve(case.instance, case.rules)
    assert (result.plan is None) == (result.status is Status.INFEASIBLE)
    if result.plan is None:
        return
    model = build(case.instance, case.rules)
    for literal, value in hints(model.literals, model.parts(), result.plan):
        model.cp.add(literal == int(value))
    model.minimize()
    solver = solver_for(None)
    assert solver.status_name(solver.solve(model.cp)) == "OPTIMAL"
    assert solver.value(model.objective) == result.objective
    assert [one.order for one in model.plan(solver.boolean_value).placed] == [one.order for one in result.plan.placed]


@pytest.mark.parametrize("weeks", [1, 3, 4, 5, 7, 8])
def test_every_week_is_planned_once(weeks: int) -> None:
    some = season(weeks, runs=True)
    asked: list[Instance] = []

    def planned(part: Instance) -> Plan | None:
        asked.append(part)
        return solve(part, RULES).plan

    whole = ahead(some, planned)
    assert {week.label for part in asked for week in part.weeks} == {week.label for week in some.weeks}
    assert len({week.label for part in asked for week in part.weeks[-1:]}) == len(asked)
    assert {id(one.activity) for one in whole.runs} == {id(run) for run in some.runs}
    assert not [one for one in violations(some, RULES, whole) if one.hard]
    assert len(whole.sessions) == 2 * weeks


def test_what_was_planned_is_a_fact_of_the_next_weeks() -> None:
    some = season(5, runs=True)
    asked: list[Instance] = []

    def planned(part: Instance) -> Plan | None:
        asked.append(part)
        return solve(part, RULES).plan

    ahead(some, planned)
    first, second = asked
    assert (len(first.weeks), len(second.weeks)) == (4, 2)
    assert second.horizon == (some.weeks[3].span.start, some.horizon.end)
    assert not first.facts
    assert all(one.start < second.horizon.start for one in second.facts)
    assert sum(isinstance(one.activity, Run) for one in second.facts) == 3


def test_weeks_without_a_plan_end_it() -> None:
    made: list[Candidate] = []

    def planned(part: Instance) -> Plan | None:
        if made:
            return None
        plan = solve(part, RULES).plan
        made.extend(plan.placed if plan else ())
        return plan

    some = season(6)
    assert [one.order for one in ahead(some, planned).placed] == [
        one.order for one in made if one.start < some.weeks[3].span.start
    ]


def test_a_long_season_costs_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    some = season(6, runs=True)
    without = solve(some, RULES)
    monkeypatch.setattr(searching, "LONG", 2)
    result = solve(some, RULES)
    assert (result.status, result.objective) == (Status.OPTIMAL, without.objective)
    assert result.plan
    assert result.objective == sum(one.penalty for one in violations(some, RULES, result.plan))
    assert solve(some, RULES, time_limit=1e-6).status is Status.UNKNOWN
