import pytest

from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.domain import Candidate, Priority, Race
from verifier import assert_violated_by
from world import AUTUMN, at, exercise, free_run, instance, plan, run, session

HEAVY = session("heavy")
RULE = KeyRunProtection(
    sore_days=5,
    race_a_heavy=4, race_a_upper=1, race_b_heavy=3, race_c_heavy=2, race_c_moderate=1,
    after_10k_light=2, after_10k_heavy=3, after_marathon_light=5, after_marathon_heavy=6,
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "start", "amount"),
    [
        ("heavy", (3, "06:00"), 7 * 60),  # the run would have to begin at midnight
        ("heavy", (3, "16:59"), 7 * 60),
        ("heavy", (3, "18:00"), 0),  # after the run
        ("heavy", (2, "23:59"), 0),  # the evening before is another rule's business
        ("moderate", (3, "06:00"), 7 * 60),
        ("plyo_high", (3, "06:00"), 7 * 60),
        ("plyo_low", (3, "06:00"), 7 * 60),
        ("upper", (3, "06:00"), 0),
        ("core", (3, "06:00"), 0),
    ],
)
def test_run_first(name: str, start: tuple[int, str], amount: int) -> None:
    one = session(name)
    week = instance(run("tempo", at(3, "17:00")), sessions=(one,))
    assert_violated_by(KeyRunProtection(), week, plan((one, at(*start))), amount)


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        ("tempo", 1),
        ("intervals", 1),
        ("hills", 1),
        ("long", 1),
        ("race", 1),
        ("easy", 0),
        ("recovery", 0),
        ("cross", 0),
    ],
)
def test_key_runs_only(kind: str, amount: int) -> None:
    free = free_run(kind, at(3, "06:30"), race=Race() if kind == "race" else None)
    week = instance(sessions=(HEAVY,), runs=(free,))
    placed = plan((HEAVY, at(3, "06:00")), (free, at(3, "23:59")))
    assert_violated_by(KeyRunProtection(), week, placed, amount)
    assert_violated_by(KeyRunProtection(run_first=False), week, placed, 0)


def test_inside_a_longer_run_it_comes_after() -> None:
    week = instance(run("long", at(6, "08:00"), 180), sessions=(HEAVY,))
    assert_violated_by(KeyRunProtection(), week, plan((HEAVY, at(6, "08:30"))), 0)


@pytest.mark.parametrize(
    ("priority", "name", "day", "days_short"),
    [
        ("A", "heavy", 2, 0),  # Wednesday, four dates before Sunday
        ("A", "heavy", 3, 1),
        ("A", "heavy", 5, 3),
        ("B", "heavy", 3, 0),
        ("B", "heavy", 4, 1),
        ("C", "heavy", 4, 0),
        ("C", "heavy", 5, 1),
        ("C", "moderate", 5, 0),
        ("A", "core", 5, 0),
    ],
)
def test_days_before_a_race(priority: str, name: str, day: int, days_short: int) -> None:
    one = session(name)
    week = instance(run("race", at(6), race=Race(Priority(priority))), sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(day, "18:00"))), days_short * 24 * 60)


@pytest.mark.parametrize(
    ("priority", "name", "amount"), [("A", "upper", 60), ("B", "upper", 0), ("A", "core", 0), ("C", "moderate", 60)]
)
def test_before_a_race_in_the_evening(priority: str, name: str, amount: int) -> None:
    one = session(name)
    week = instance(run("race", at(6, "23:00"), race=Race(Priority(priority))), sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(6, "18:00"))), amount)


@pytest.mark.parametrize(
    ("priority", "doms", "day", "days_short"),
    [("A", 3, 1, 0), ("A", 3, 2, 1), ("B", 3, 2, 1), ("C", 3, 2, 0), ("A", 2, 2, 0), ("A", 3, 5, 4)],
)
def test_no_sore_legs_before_a_race_that_counts(priority: str, doms: int, day: int, days_short: int) -> None:
    one = session("core", exercises=(exercise(doms=doms),))
    week = instance(run("race", at(6), race=Race(Priority(priority))), sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(day, "18:00"))), days_short * 24 * 60)


@pytest.mark.parametrize(
    ("distance", "name", "day", "amount"),
    [
        ("10k", "heavy", 3, 0),
        ("10k", "heavy", 2, 6 * 60),
        ("10k", "plyo_high", 2, 6 * 60),
        ("10k", "moderate", 2, 0),
        ("10k", "moderate", 1, 6 * 60),
        ("10k", "plyo_low", 1, 6 * 60),
        ("10k", "upper", 0, 0),
        ("10k", "core", 0, 0),
        ("marathon", "heavy", 5, 6 * 60),
        ("marathon", "heavy", 6, 0),
        ("marathon", "moderate", 4, 6 * 60),
        ("half", "heavy", 0, 0),
    ],
)
def test_days_after_a_race(distance: str, name: str, day: int, amount: int) -> None:
    one = session(name)
    week = instance(run("race", at(0, "10:00"), race=Race(distance=distance)), sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(day, "18:00"))), amount)


def test_a_race_late_at_night_counts_by_its_date() -> None:
    week = instance(run("race", at(0, "23:50"), 60, race=Race()), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(2, "23:59"))), 1)
    assert_violated_by(RULE, week, plan((HEAVY, at(3))), 0)


def test_days_are_dates_in_a_week_with_a_clock_change() -> None:
    race = run("race", at(5, "10:00", AUTUMN), race=Race())
    week = instance(race, horizon=AUTUMN, sessions=(HEAVY,))
    assert_violated_by(KeyRunProtection(after_10k_heavy=1), week, plan((HEAVY, at(6, horizon=AUTUMN))), 0)
    assert_violated_by(KeyRunProtection(after_10k_heavy=2), week, plan((HEAVY, at(6, horizon=AUTUMN))), 25 * 60)


def test_races_beyond_the_horizon_bind() -> None:
    week = instance(run("race", at(8, "10:00"), race=Race(Priority.A)), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(4, "18:00"))), 0)
    assert_violated_by(RULE, week, plan((HEAVY, at(5, "18:00"))), 14 * 60)


def test_facts_are_not_judged_against_facts() -> None:
    there = Candidate.at(session("heavy", uid="there"), at(3, "06:00"))
    assert_violated_by(RULE, instance(there, run("tempo", at(3, "17:00"))), plan(), 0)
