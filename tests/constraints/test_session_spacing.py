import pytest

from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.domain import Candidate
from verifier import assert_violated_by
from world import SPRING, at, free_run, instance, place, plan, run, session

RULE = SessionSpacing(gap_tolerance=2, heavy_to_heavy=48, heavy_to_moderate=24, upper_to_upper=24, core_to_core=12)
ONE_A_DAY = SessionSpacing(one_a_day=True, micro_minutes=15)


@pytest.mark.parametrize(
    ("first", "second", "start", "amount"),
    [
        ("heavy", "heavy", (3, "16:00"), 0),  # 46 hours
        ("heavy", "heavy", (3, "15:59"), 1),
        ("heavy", "heavy", (1, "20:00"), 44 * 60),
        ("heavy", "moderate", (2, "16:00"), 0),  # 22 hours
        ("heavy", "moderate", (2, "15:59"), 1),
        ("moderate", "heavy", (2, "00:00"), 0),  # no hours, but another day
        ("moderate", "heavy", (1, "23:59"), 1),
        ("plyo_low", "plyo_low", (1, "19:00"), 5 * 60),
        ("upper", "upper", (2, "15:59"), 1),
        ("upper", "upper", (2, "16:00"), 0),
        ("core", "core", (2, "06:00"), 0),
        ("core", "core", (2, "05:59"), 1),
        ("heavy", "core", (1, "19:00"), 0),
        ("core", "heavy", (1, "19:00"), 0),
        ("upper", "core", (1, "19:00"), 0),
    ],
)
def test_after_tuesday_at_six(first: str, second: str, start: tuple[int, str], amount: int) -> None:
    one, other = session(first), session(second)
    placed = (other, at(*start))
    assert_violated_by(RULE, instance(sessions=(one, other)), plan((one, at(1, "18:00")), placed), amount)
    there = Candidate.at(one, at(1, "18:00"))
    assert_violated_by(RULE, instance(there, sessions=(other,)), plan(placed), amount)
    behind = Candidate.at(other, at(*start))
    assert_violated_by(RULE, instance(behind, sessions=(one,)), plan((one, at(1, "18:00"))), amount)


@pytest.mark.parametrize(
    ("first", "second", "minutes", "amount"),
    [
        ("heavy", "core", 16, 4 * 60),
        ("heavy", "core", 15, 0),  # micro
        ("core", "heavy", 15, 4 * 60),  # the core session is the long one
        ("upper", "upper", 15, 4 * 60),  # only core is ever micro
        ("heavy", "moderate", 15, 4 * 60),
    ],
)
def test_one_a_day(first: str, second: str, minutes: int, amount: int) -> None:
    one, other = session(first, 40), session(second, minutes)
    week = instance(sessions=(one, other))
    assert_violated_by(ONE_A_DAY, week, plan((one, at(1, "06:00")), (other, at(1, "20:00"))), amount)
    assert_violated_by(ONE_A_DAY, week, plan((one, at(1, "23:59")), (other, at(2, "00:00"))), 0)


def test_the_same_session_twice() -> None:
    one = session("heavy")
    week = instance(sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(1, "18:00")), (one, at(2, "18:00"))), 22 * 60)


def test_one_class_at_two_places() -> None:
    one, other = session("heavy", place=place("gym")), session("heavy", place=place("home"))
    week = instance(sessions=(one, other))
    assert_violated_by(RULE, week, plan((one, at(1, "18:00")), (other, at(1, "18:00"))), 46 * 60)


def test_a_day_of_23_hours() -> None:
    one, other = session("heavy"), session("moderate")
    week = instance(horizon=SPRING, sessions=(one, other))
    late = at(6, "18:00", SPRING)
    assert_violated_by(SessionSpacing(), week, plan((one, at(6, "00:00", SPRING)), (other, late)), 6 * 60)
    assert_violated_by(RULE, week, plan((one, at(5, "18:00", SPRING)), (other, at(6, "17:00", SPRING))), 0)
    assert_violated_by(RULE, week, plan((one, at(5, "18:00", SPRING)), (other, at(6, "16:59", SPRING))), 1)


def test_runs_do_not_matter() -> None:
    one, free = session("heavy"), free_run("tempo", at(1, "06:30"))
    week = instance(run("tempo", at(1, "17:00")), sessions=(one,), runs=(free,))
    assert_violated_by(RULE, week, plan((one, at(1, "18:00")), (free, at(1, "18:00"))), 0)
