"""The next-best place of a session: its price is the difference of two solves, its name the same in every run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from strategies import dice, small
from stridelift.constraints.base import Constraint, CouplingRule
from stridelift.domain import HARD, Candidate, Instance, Plan, Session, SessionClass, Violation
from stridelift.explain.elsewhere import Elsewhere, elsewhere, is_there
from stridelift.explain.there import Placed, there
from stridelift.model import Model
from stridelift.solve import Result, Status, solve, violations
from test_content_oracle import a_case
from world import at, default_rules, instance, place, session

HEAVY = session("heavy", place=place("gym"))
ONE_A_WEEK = {SessionClass.HEAVY: (1, 1)}
OPEN: dict[str, Any] = {"sessions": (HEAVY,), "per_week": ONE_A_WEEK, "now": at(-1)}


class Barred(CouplingRule):
    """Nothing of the class starts where a session does: the question written as a rule, for an independent solve."""

    starts_at: tuple[str, int, int]

    def post(self, model: Model) -> None:
        model.at_most(HARD, 0, [(literal, 1) for one, literal in model.literals if _where(one) == self.starts_at])

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:  # noqa: ARG002 - one signature
        yield from (self.breach((), 1) for one in plan.sessions if _where(one) == self.starts_at)


def _where(one: Candidate) -> tuple[str, int, int]:
    assert not isinstance(one.activity, Session) or one.activity.place is not None
    where = id(one.activity.place) if isinstance(one.activity, Session) else 0
    return (getattr(one.activity, "load", ""), one.start, where)


def solved(week: Instance, rules: tuple[Constraint, ...]) -> Result:
    result = solve(week, rules)
    assert result.status is Status.OPTIMAL
    return result


def only(week: Instance, rules: tuple[Constraint, ...]) -> Elsewhere:
    (found,) = elsewhere(week, rules, solved(week, rules))
    assert found is not None
    return found


def test_a_free_move_is_found_and_the_nearest_is_named() -> None:
    found = only(instance(**OPEN), default_rules())
    assert (found.price, found.rules) == (0, ())
    assert found.there is not None
    assert found.there.start == at(0, "04:00")  # the plan has it at midnight, and the grid is of four hours


def test_the_price_is_told_by_the_rules_that_make_it() -> None:
    """Start is preferred at 08:00, and the next one on the grid is four hours off."""
    rules = default_rules(preferred_time={"times": ["07:59-08:01"], "weekdays": ["mon"], "other_day_minutes": 600})
    found = only(instance(**OPEN), rules)
    assert (found.price, found.rules) == (239, (("preferred_time", 239),))
    assert found.there is not None
    assert found.there.start == at(0, "12:00")  # as dear as 04:00: later before earlier


def test_left_out_is_the_next_best_where_there_is_no_other_start() -> None:
    week = instance(**OPEN, availability=(instance().days[28].span,), session_grid=24 * 60)
    found = only(week, default_rules())
    assert found.there is None
    assert (found.price, found.rules) == (5400, (("weekly_volume", 6000),))  # and no hard day more, which saves 600


def test_nowhere_else_where_the_session_must_be() -> None:
    week = instance(**OPEN, availability=(instance().days[28].span,), session_grid=24 * 60)
    assert only(week, default_rules(weekly_volume={"weight": "hard"})) == Elsewhere()


def test_of_an_unproven_plan_nothing_is_said() -> None:
    week = instance(**OPEN)
    result = solved(week, default_rules())
    assert elsewhere(week, default_rules(), Result(Status.FEASIBLE, 9, 8, result.plan)) == (None,)


def test_no_time_no_answer() -> None:
    rules = default_rules(preferred_time={"times": ["07:59-08:01"], "weekdays": ["mon"], "other_day_minutes": 600})
    assert elsewhere(instance(**OPEN), rules, solved(instance(**OPEN), rules), time_limit=-1) == (None,)


def random_week(seed: int) -> tuple[Instance, Sequence[Constraint]]:
    """A few days with chance facts, places and runs whose start is free; every third with contents to choose."""
    if seed % 3 == 0:
        case = a_case("elsewhere", seed)
        return case.instance, case.rules
    rng = dice("elsewhere", seed)
    week = small(rng, days=rng.choice((3, 5)), grid=rng.choice((120, 240)))
    times = rng.choice(((), ("07:00-09:00",), ("18:00-20:00",)))
    return week, default_rules(preferred_time={"weight": rng.choice((1, 3)), "times": list(times)})


def assert_prices_are_differences(seed: int) -> int:
    week, rules = random_week(seed)
    result = solve(week, rules)
    if result.plan is None or result.objective is None:
        return 0
    for one, found in zip(result.plan.sessions, elsewhere(week, rules, result), strict=True):
        assert found is not None
        again = solve(week, [*rules, Barred(starts_at=_where(one))])
        if again.objective is None:
            assert found == Elsewhere()
            continue
        assert found.price == again.objective - result.objective
        assert found.there is None or not is_there(found.there, one)
        assert found.there is None or week.horizon.start <= found.there.start < week.horizon.end
    assert_forcing_is_priced(seed, week, rules, result)
    return len(result.plan.sessions)


def assert_forcing_is_priced(seed: int, week: Instance, rules: Sequence[Constraint], result: Result) -> None:
    """What is said to be forbidden has no plan; the price of the rest is the difference, and breaks no hard rule."""
    rng = dice("there", seed)
    start = week.horizon.start + week.session_grid * rng.randrange(week.horizon.minutes // week.session_grid)
    wanted = rng.choice(week.sessions).session_class
    question = Placed(session_class=wanted, start=start)
    answer = there(week, rules, wanted, start)
    again = solve(week, [*rules, question])
    assert answer.forbidden == (again.status is Status.INFEASIBLE), (answer, again.status)
    if answer.result is not None and answer.result.plan is not None:
        assert answer.result.objective == again.objective
        assert again.objective is not None
        assert result.objective is not None
        assert again.objective >= result.objective
        assert not any(one.hard for one in violations(week, [*rules, question], answer.result.plan))
    if answer.conflict:
        assert solve(week, [*answer.conflict, question]).status is Status.INFEASIBLE
        for left_out in answer.conflict:
            others = [one for one in answer.conflict if one is not left_out]
            assert solve(week, [*others, question]).status is not Status.INFEASIBLE


@pytest.mark.parametrize("weeks", [12, pytest.param(600, marks=pytest.mark.prove)])
def test_the_price_stated_is_the_difference_of_two_solves(weeks: int) -> None:
    """Each session of the weeks; of 600, more than 300 have one."""
    placed = [assert_prices_are_differences(seed) for seed in range(weeks)]
    assert sum(number > 0 for number in placed) > 0.5 * weeks


SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
from test_elsewhere import names
print(names())
"""


def names() -> str:
    """Where the sessions of some weeks would be next, as one line."""
    weeks = [random_week(seed) for seed in range(6)]
    found = [one for week, rules in weeks for one in elsewhere(week, rules, solve(week, rules))]
    said = [f"{one and (one.price, one.there and (one.there.start, one.there.uid), one.rules)}" for one in found]
    return hashlib.sha256(" ".join(said).encode()).hexdigest()


def test_the_name_does_not_hang_on_the_hash_seed() -> None:
    script = SCRIPT.format(tests=str(Path(__file__).parent))
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == names()
