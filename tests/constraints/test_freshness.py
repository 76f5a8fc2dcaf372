import pytest

from stridelift.constraints.freshness import Freshness
from stridelift.domain import Athlete, Candidate, Priority, Race
from verifier import assert_priced, assert_violated_by
from world import AUTUMN, at, free_run, instance, plan, run, session

HEAVY = session("heavy", 60)
RULE = Freshness(
    heavy_to_quality=24, heavy_to_long=36, heavy_unaccustomed_to_quality=36, quality_to_heavy=6,
    heavy_to_race_a=96, heavy_to_race_b=12, heavy_to_heavy=48, heavy_to_moderate=30, core_to_core=24,
)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "amount"),
    [
        ((2, "17:00"), 0),  # ends 24 hours before: no tolerance
        ((2, "17:01"), 1),
        ((3, "12:00"), 19 * 60),
        ((3, "18:00"), 7 * 60),
        ((4, "00:59"), 1),
        ((4, "01:00"), 0),
    ],
)
def test_around_a_tempo(start: tuple[int, str], amount: int) -> None:
    week = instance(run("tempo", at(3, "18:00")), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(*start))), amount)


@pytest.mark.parametrize(("clock", "amount"), [("18:00", 0), ("17:00", 60), ("06:00", 12 * 60)])
def test_against_a_chosen_run(clock: str, amount: int) -> None:
    free = free_run("tempo", at(3, "06:30"))
    week = instance(sessions=(HEAVY,), runs=(free,))
    assert_violated_by(RULE, week, plan((HEAVY, at(2, "17:00")), (free, at(3, clock))), amount)


@pytest.mark.parametrize(
    ("priority", "amount"),
    [("A", 72 * 60), ("B", 0), ("C", 0)],  # a race asks for a quality run's hours at least
)
def test_before_a_race(priority: str, amount: int) -> None:
    week = instance(run("race", at(6, "10:00"), race=Race(Priority(priority))), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(5, "09:00"))), amount)
    assert_violated_by(RULE, week, plan((HEAVY, at(5, "09:01"))), amount + 1)


def test_while_unaccustomed() -> None:
    week = instance(run("tempo", at(3, "18:00")), sessions=(HEAVY,), athlete=Athlete(accustomed=False))
    assert_violated_by(RULE, week, plan((HEAVY, at(2, "17:00"))), 12 * 60)


@pytest.mark.parametrize(
    ("first", "second", "start", "amount"),
    [
        ("heavy", "heavy", (3, "18:00"), 0),
        ("heavy", "heavy", (3, "17:59"), 1),
        ("heavy", "moderate", (2, "23:59"), 1),
        ("moderate", "heavy", (2, "06:00"), 0),
        ("core", "core", (2, "17:00"), 60),
        ("heavy", "core", (1, "18:30"), 0),
    ],
)
def test_between_sessions_from_start_to_start(first: str, second: str, start: tuple[int, str], amount: int) -> None:
    one, other = session(first), session(second)
    week = instance(sessions=(one, other))
    assert_violated_by(RULE, week, plan((one, at(1, "18:00")), (other, at(*start))), amount)


@pytest.mark.parametrize("kind", ["easy", "recovery", "cross"])
def test_easy_runs_ask_for_nothing_here(kind: str) -> None:
    week = instance(run(kind, at(3, "18:00")), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(3, "17:00"))), 0)


def test_amounts_add_up_at_their_weight() -> None:
    week = instance(run("tempo", at(3, "18:00")), run("long", at(4, "06:00")), sessions=(HEAVY,))
    placed = plan((HEAVY, at(2, "18:00")))
    assert_violated_by(RULE, week, placed, 60 + 60)
    assert_priced(RULE.model_copy(update={"weight": 3}), week, placed, 360)


def test_elapsed_hours() -> None:
    week = instance(run("tempo", at(6, "18:00", AUTUMN)), horizon=AUTUMN, sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(5, "18:00", AUTUMN))), 0)


def test_facts_are_not_judged_against_facts() -> None:
    there = Candidate.at(session("heavy", uid="there"), at(3, "12:00"))
    assert_violated_by(RULE, instance(there, run("tempo", at(3, "18:00"))), plan(), 0)
