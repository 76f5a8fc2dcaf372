from dataclasses import replace
from datetime import date

import pytest

from stridelift.constraints.habit import Habit
from stridelift.domain import Candidate, Instance, Place, Session
from stridelift.horizon import Horizon
from stridelift.solve import solve
from verifier import assert_priced, assert_violated_by
from world import BERLIN, at, instance, place, plan, session

HEAVY, CORE = session("heavy"), session("core", 20)
WEEKS = Horizon(BERLIN, date(2026, 11, 30), 21)
BROKEN = Horizon(BERLIN, date(2026, 12, 4), 17)  # from a Friday
SPRING = Horizon(BERLIN, date(2026, 3, 23), 14)  # the clock changes on the Sunday between


def on(day: int, clock: str = "18:00", horizon: Horizon = WEEKS) -> int:
    return at(day, clock, horizon)


def weeks(*there: tuple[str, int], horizon: Horizon = WEEKS, sessions: tuple[Session, ...] = (HEAVY, CORE)) -> Instance:
    """Three weeks, with strength that is there already."""
    facts = [Candidate.at(session(name, uid=f"there-{start}"), start) for name, start in there]
    return instance(*facts, horizon=horizon, sessions=sessions)


@pytest.mark.parametrize(
    ("day", "clock", "amount"),
    [
        (1, "18:00", 0),
        (1, "17:00", 0),  # the part of the day begins
        (1, "16:59", 1),
        (1, "19:59", 0),
        (1, "20:00", 1),
        (1, "06:00", 1),
        (2, "18:00", 1),
        (0, "18:00", 1),
        (8, "18:00", 1),  # nothing there the week before
    ],
)
def test_like_what_was_done_the_week_before(day: int, clock: str, amount: int) -> None:
    """Tuesday evening of the week before the plan."""
    assert_violated_by(Habit(), weeks(("heavy", on(-6))), plan((HEAVY, on(day, clock))), amount)


@pytest.mark.parametrize(("clock", "amount"), [("00:30", 0), ("01:59", 0), ("02:00", 1), ("04:59", 1), ("23:30", 1)])
def test_a_day_begins_at_midnight(clock: str, amount: int) -> None:
    """The part before five in the morning is of its own day, cut at midnight."""
    assert_violated_by(Habit(), weeks(("heavy", on(-6, "00:00"))), plan((HEAVY, on(1, clock))), amount)


@pytest.mark.parametrize(
    ("placed", "amount"),
    [
        (((HEAVY, 1), (HEAVY, 8)), 0),
        (((HEAVY, 1), (HEAVY, 9)), 1),
        (((HEAVY, 1), (HEAVY, 8), (HEAVY, 15)), 0),
        (((HEAVY, 1), (HEAVY, 9), (HEAVY, 15)), 2),
        (((HEAVY, 1), (HEAVY, 15)), 1),  # a week without
        (((HEAVY, 1), (HEAVY, 3), (HEAVY, 8)), 0),
        (((HEAVY, 1), (HEAVY, 8), (HEAVY, 10)), 1),
        (((HEAVY, 1), (CORE, 8)), 1),
        (((HEAVY, 1), (CORE, 1), (CORE, 8), (HEAVY, 8)), 0),
    ],
)
def test_like_what_is_planned_the_week_before(placed: tuple[tuple[Session, int], ...], amount: int) -> None:
    """Of the first week nothing is known before, so nothing is off in it."""
    assert_violated_by(Habit(), weeks(), plan(*((one, on(day)) for one, day in placed)), amount)


def test_two_at_one_time() -> None:
    """Both are where the one was the week before."""
    both = plan((CORE, on(1, "17:00")), (CORE, on(8, "17:00")), (CORE, on(8, "19:00")))
    assert_violated_by(Habit(), weeks(), both, 0)
    other = plan((CORE, on(1, "17:00")), (CORE, on(9, "17:00")), (CORE, on(9, "19:00")))
    assert_violated_by(Habit(), weeks(), other, 2)


def test_the_place_does_not_matter() -> None:
    gym, home = (session("heavy", place=Place(name, open=(WEEKS.span,))) for name in ("gym", "home"))
    both = weeks(sessions=(gym, home))
    assert_violated_by(Habit(), both, plan((gym, on(1)), (home, on(8)), (gym, on(15))), 0)
    assert place().name == "gym"


@pytest.mark.parametrize(
    ("there", "placed", "amount"),
    [
        ((), (4, 7), 0),  # the week before began before the plan: nothing known
        ((("heavy", -3),), (4,), 0),  # Tuesday after Tuesday
        ((("heavy", -3),), (0,), 0),  # in the broken week itself there is no habit yet
        ((("heavy", -3),), (5,), 1),
        ((("core", -3),), (5,), 0),  # of another class
    ],
)
def test_broken_first_week(there: tuple[tuple[str, int], ...], placed: tuple[int, ...], amount: int) -> None:
    """The plan begins on a Friday; what was done since Monday is all that is known of that week."""
    facts = tuple((name, on(day, horizon=BROKEN)) for name, day in there)
    given = weeks(*facts, horizon=BROKEN)
    assert_violated_by(Habit(), given, plan(*((HEAVY, on(day, horizon=BROKEN)) for day in placed)), amount)


def test_what_is_planned_in_a_broken_week_counts_once_something_was_done() -> None:
    given = weeks(("heavy", on(-3, horizon=BROKEN)), horizon=BROKEN)
    saturday, next_saturday, sunday = (on(day, horizon=BROKEN) for day in (1, 8, 9))
    assert_violated_by(Habit(), given, plan((HEAVY, saturday), (HEAVY, next_saturday)), 0)
    assert_violated_by(Habit(), given, plan((HEAVY, saturday), (HEAVY, sunday)), 1)


def test_a_week_under_way_is_not_planned_as_a_whole() -> None:
    late = replace(weeks(), now=on(2))
    assert_violated_by(Habit(), late, plan((HEAVY, on(4)), (HEAVY, on(8))), 0)
    assert_violated_by(Habit(), replace(late, now=on(0, "00:00")), plan((HEAVY, on(4)), (HEAVY, on(8))), 1)


@pytest.mark.parametrize(
    ("day", "clock", "expected"), [(8, "18:00", 0), (8, "06:00", 10), (9, "18:00", 110), (9, "06:00", 110)]
)
@pytest.mark.parametrize("done", [True, False])
def test_another_weekday_costs_more(day: int, clock: str, expected: int, *, done: bool) -> None:
    rule = Habit(weight=10, other_day=100)
    if done:
        assert_priced(rule, weeks(("heavy", on(-6))), plan((HEAVY, on(day - 7, clock))), expected)
    else:
        assert_priced(rule, weeks(), plan((HEAVY, on(1)), (HEAVY, on(day, clock))), expected)


def test_wall_clock_over_a_clock_change() -> None:
    given = weeks(horizon=SPRING)
    for clock, amount in (("17:00", 0), ("16:59", 1), ("19:59", 0), ("20:00", 1)):
        both = plan((HEAVY, on(1, "17:00", SPRING)), (HEAVY, on(8, clock, SPRING)))
        assert_violated_by(Habit(), given, both, amount)


def test_facts_are_not_judged() -> None:
    pinned = weeks(("heavy", on(-6)), ("heavy", on(3)))
    assert_violated_by(Habit(), pinned, plan(), 0)
    assert_violated_by(Habit(), pinned, plan((HEAVY, on(10))), 0)  # as the pinned one the week before


def test_the_optimum_has_one_weekday() -> None:
    """Enough in each week, and off only where the one window of the second week is."""
    free = tuple(day.span for day in WEEKS.planned_days if day.date != date(2026, 12, 8))
    given = replace(weeks(sessions=(HEAVY,)), availability=free)
    found = solve(given, [Habit(weight=1)])
    assert (found.objective, found.unique) == (0, True)
