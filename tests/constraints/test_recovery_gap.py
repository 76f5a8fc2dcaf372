import pytest

from stridelift.constraints.hours import effective_floor
from stridelift.constraints.recovery_gap import RecoveryGap
from stridelift.domain import Athlete, Candidate, Race
from stridelift.horizon import Horizon
from verifier import assert_violated_by
from world import AUTUMN, SPRING, at, commitment, free_run, instance, plan, run, session

HEAVY, CORE = session("heavy", 60), session("core", 60)
RULE = RecoveryGap(
    gap_tolerance=2,
    heavy_to_quality=24,
    heavy_to_long=18,
    heavy_unaccustomed_to_quality=48,
    quality_to_heavy=3,
    long_to_heavy=12,
)


@pytest.mark.parametrize(
    ("hours", "tolerance", "floor"),
    [
        (0, 2, 0), (12, 2, 12), (22, 2, 22), (22.5, 2, 22), (23, 2, 22), (24, 2, 22), (24.5, 2, 22.5), (48, 2, 46),
        (23, 0, 23), (24, 0, 24), (48, 0, 48), (24, 1, 23), (23, 1, 23),
    ],
)  # fmt: skip
def test_floor(hours: float, tolerance: float, floor: float) -> None:
    assert effective_floor(round(60 * hours), tolerance) == 60 * floor


@pytest.mark.parametrize(
    ("start", "amount"),
    [
        ((2, "19:00"), 0),  # ends at 20:00, 22 hours before the tempo on Thursday at 18:00
        ((2, "19:01"), 1),
        ((3, "16:00"), 20 * 60 + 60 - 0),
        ((3, "17:30"), 22 * 60 + 30),  # ends inside the run
        ((3, "18:00"), 4 * 60),  # together: the run is the first, and 3 hours after its end is 22:00
        ((3, "21:59"), 1),
        ((3, "22:00"), 0),
    ],
)
def test_both_sides_of_a_tempo(start: tuple[int, str], amount: int) -> None:
    week = instance(run("tempo", at(3, "18:00"), 60), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(*start))), amount)


def test_inside_a_longer_run() -> None:
    week = instance(run("long", at(6, "08:00"), 180), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(6, "08:30"))), (3 * 60 + 12 * 60) - 30)


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        ("tempo", 1),
        ("intervals", 1),
        ("hills", 1),
        ("race", 1),
        ("long", 0),
        ("easy", 0),
        ("recovery", 0),
        ("cross", 0),
    ],
)
def test_kinds(kind: str, amount: int) -> None:
    race = Race() if kind == "race" else None
    week = instance(run(kind, at(3, "18:00"), race=race), sessions=(HEAVY, CORE))
    assert_violated_by(RULE, week, plan((HEAVY, at(2, "19:01")), (CORE, at(3, "12:00"))), amount)


@pytest.mark.parametrize(("accustomed", "amount"), [(True, 0), (False, 24 * 60 + 1)])
def test_while_unaccustomed(*, accustomed: bool, amount: int) -> None:
    week = instance(run("tempo", at(3, "18:00")), sessions=(HEAVY,), athlete=Athlete(accustomed=accustomed))
    start = at(2, "19:00") + (not accustomed)
    assert_violated_by(RULE, week, plan((HEAVY, start)), amount)


@pytest.mark.parametrize(("clock", "amount"), [("18:00", 0), ("17:59", 1), ("06:00", 12 * 60)])
def test_against_a_chosen_run(clock: str, amount: int) -> None:
    free = free_run("tempo", at(3, "06:30"))
    week = instance(sessions=(HEAVY,), runs=(free,))
    assert_violated_by(RULE, week, plan((HEAVY, at(2, "19:00")), (free, at(3, clock))), amount)


def test_every_pair_counts() -> None:
    facts = run("tempo", at(3, "18:00")), run("tempo", at(3, "19:30"))
    week = instance(*facts, sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(2, "21:00"))), 120 + 30)


@pytest.mark.parametrize(("horizon", "amount"), [(SPRING, 60), (AUTUMN, 0)], ids=["spring", "autumn"])
def test_hours_are_elapsed_hours(horizon: Horizon, amount: int) -> None:
    """Saturday evening to Sunday evening, 22 hours by the clock, is an hour less or more where the clock changes."""
    fact = run("tempo", at(6, "18:00", horizon))
    week = instance(fact, horizon=horizon, sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(5, "19:00", horizon))), amount)


def test_facts_outside_the_horizon_bind() -> None:
    week = instance(run("long", at(-1, "18:00"), 120), run("tempo", at(7, "06:00")), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(0, "07:59"))), 1)
    assert_violated_by(RULE, week, plan((HEAVY, at(6, "07:01"))), 1)


def test_facts_are_not_judged_against_facts() -> None:
    there = Candidate.at(session("heavy", 60, uid="there"), at(3, "16:00"))
    week = instance(there, run("tempo", at(3, "18:00")), commitment(at(3, "12:00")))
    assert_violated_by(RULE, week, plan(), 0)


def test_strength_that_is_there_keeps_a_chosen_run_away() -> None:
    there = Candidate.at(session("heavy", 60, uid="there"), at(2, "19:00"))
    free = free_run("tempo", at(3, "06:30"))
    week = instance(there, runs=(free,))
    assert_violated_by(RULE, week, plan((free, at(3, "17:00"))), 60)
