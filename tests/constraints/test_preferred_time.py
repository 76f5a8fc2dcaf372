import pytest

from stridelift.constraints.preferred_time import PreferredTime
from stridelift.domain import Candidate
from stridelift.horizon import Horizon
from verifier import assert_violated_by
from world import AUTUMN, SPRING, at, commitment, free_run, instance, place, plan, session

SESSION = session("heavy", 50)
EVENING = PreferredTime(times=((1020, 1200),))


@pytest.mark.parametrize(
    ("clock", "amount"),
    [("17:00", 0), ("20:00", 0), ("16:59", 1), ("20:01", 1), ("06:00", 600), ("23:00", 180), ("00:00", 240)],
)
def test_times(clock: str, amount: int) -> None:
    """Round the clock: midnight is four hours after eight in the evening."""
    assert_violated_by(EVENING, instance(sessions=(SESSION,)), plan((SESSION, at(1, clock))), amount)


@pytest.mark.parametrize(("clock", "amount"), [("22:00", 0), ("00:00", 0), ("02:00", 0), ("02:01", 1), ("21:59", 1)])
def test_time_past_midnight(clock: str, amount: int) -> None:
    rule = PreferredTime(times=("22:00-02:00",))
    assert_violated_by(rule, instance(sessions=(SESSION,)), plan((SESSION, at(1, clock))), amount)


@pytest.mark.parametrize(("clock", "amount"), [("06:30", 0), ("12:00", 60), ("14:30", 30)])
def test_nearest_of_several(clock: str, amount: int) -> None:
    rule = PreferredTime(times=("06:00-08:00", "13:00-14:00"))
    assert_violated_by(rule, instance(sessions=(SESSION,)), plan((SESSION, at(1, clock))), amount)


@pytest.mark.parametrize(("day", "amount"), [(0, 0), (1, 45), (3, 0), (6, 45)])
def test_weekdays(day: int, amount: int) -> None:
    rule = PreferredTime(weekdays=("monday", "thu"), other_day_minutes=45)
    assert_violated_by(rule, instance(sessions=(SESSION,)), plan((SESSION, at(day, "18:00"))), amount)
    anyday = PreferredTime(other_day_minutes=45)
    assert_violated_by(anyday, instance(sessions=(SESSION,)), plan((SESSION, at(day, "18:00"))), 0)


def test_trips_there_and_back() -> None:
    one = session("heavy", 50, place=place(travel_minutes=20))
    week = instance(sessions=(one,))
    assert_violated_by(PreferredTime(), week, plan((one, at(1, "18:00"))), 40)
    assert_violated_by(EVENING, week, plan((one, at(1, "16:00"))), 60 + 40)


@pytest.mark.parametrize(("clock", "amount"), [("06:30", 0), ("07:00", 30), ("06:00", 30), ("18:30", 720)])
def test_runs_near_their_usual_start(clock: str, amount: int) -> None:
    free = free_run("easy", at(1, "06:30"))
    week = instance(runs=(free,))
    assert_violated_by(PreferredTime(times=((0, 60),), weekdays=(6,)), week, plan((free, at(1, clock))), amount)


def test_a_run_without_a_usual_start() -> None:
    free = free_run("easy", None)
    assert_violated_by(PreferredTime(), instance(runs=(free,)), plan((free, at(1, "20:00"))), 0)


@pytest.mark.parametrize("horizon", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_wall_clock_on_a_day_with_a_clock_change(horizon: Horizon) -> None:
    week = instance(horizon=horizon, sessions=(SESSION,))
    assert_violated_by(EVENING, week, plan((SESSION, at(6, "17:00", horizon))), 0)
    assert_violated_by(EVENING, week, plan((SESSION, at(6, "16:59", horizon))), 1)


def test_facts_are_not_judged() -> None:
    there = Candidate.at(session("heavy", uid="there"), at(1, "03:00"))
    assert_violated_by(EVENING, instance(there, commitment(at(1, "05:00"))), plan(), 0)
