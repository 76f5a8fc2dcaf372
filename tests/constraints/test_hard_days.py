import pytest

from stridelift.constraints.hard_days import HardDays
from stridelift.domain import Candidate, Instance, Plan, Session
from stridelift.solve import Status, solve
from verifier import assert_priced, assert_violated_by
from world import WEEK, at, commitment, free_run, instance, plan, run, session

HEAVY, LOW, CORE = session("heavy"), session("plyo_low"), session("core")


def week(*key_days: int, legs: tuple[int, ...] = (), sessions: tuple[Session, ...] = (HEAVY, LOW, CORE)) -> Instance:
    """Key runs on some days, and strength already there on others."""
    runs = [run("tempo", at(day, "07:00")) for day in key_days]
    strength = [Candidate.at(session("plyo_low", uid=f"there-{day}"), at(day, "12:00")) for day in legs]
    return instance(*runs, *strength, sessions=sessions)


def on(one: Session, *days: int) -> Plan:
    return plan(*((one, at(day, "18:00")) for day in days))


@pytest.mark.parametrize(
    ("key_days", "placed", "amount"),
    [
        ((1, 3), (5,), 0),
        ((1, 3), (5, 6), 1),
        ((1, 3), (1, 3, 5), 0),  # stacked
        ((1, 3, 5), (1,), 0),
        ((1, 3, 5), (0,), 1),
        ((0, 1, 3, 5), (0, 1), 0),  # runs alone are above the most: nothing more, and nothing said
        ((0, 1, 3, 5), (2,), 1),
        ((0, 1, 3, 5), (2, 4), 2),
        ((-1, -2, -3), (0, 2, 4), 0),  # another week's
    ],
)
def test_most(key_days: tuple[int, ...], placed: tuple[int, ...], amount: int) -> None:
    assert_violated_by(HardDays(most=3), week(*key_days), on(HEAVY, *placed), amount)


@pytest.mark.parametrize(
    ("name", "amount"), [("heavy", 1), ("moderate", 1), ("plyo_high", 1), ("plyo_low", 0), ("upper", 0), ("core", 0)]
)
def test_hard_classes(name: str, amount: int) -> None:
    one = session(name)
    assert_violated_by(HardDays(most=0), week(sessions=(one,)), on(one, 2), amount)


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        ("tempo", 0),
        ("intervals", 0),
        ("hills", 0),
        ("race", 0),
        ("long", 0),
        ("easy", 1),
        ("recovery", 1),
        ("cross", 1),
    ],
)
def test_key_runs_make_hard_days(kind: str, amount: int) -> None:
    """Leg work on the day of a key run makes no hard day more; whether the run has a time or not."""
    timed = instance(run(kind, at(2, "07:00")), sessions=(HEAVY,))
    assert_violated_by(HardDays(most=0), timed, on(HEAVY, 2), amount)
    free = free_run(kind, at(2, "07:00"))
    chosen = instance(sessions=(HEAVY,), runs=(free,))
    assert_violated_by(HardDays(most=0), chosen, plan((HEAVY, at(2, "18:00")), (free, at(2, "06:00"))), amount)


@pytest.mark.parametrize(
    ("key_days", "legs", "placed", "amount"),
    [
        ((1, 3, 5), (), (0, 2), 0),  # Friday and Sunday are left
        ((1, 3, 5), (), (0, 2, 4), 1),
        ((1, 3, 5), (), (0, 2, 4, 6), 2),
        ((1, 3, 5), (), (1, 3, 5), 0),
        ((1, 3, 5), (0, 2), (4,), 1),
        ((0, 1, 2, 3, 4), (5,), (), 0),  # the facts leave one
        ((0, 1, 2, 3, 4), (5,), (6,), 1),
        ((0, 1, 2, 3, 4), (5, 6), (6,), 0),
    ],
)
def test_rest(key_days: tuple[int, ...], legs: tuple[int, ...], placed: tuple[int, ...], amount: int) -> None:
    assert_violated_by(HardDays(rest=2), week(*key_days, legs=legs), on(LOW, *placed), amount)


def test_two_leg_sessions_take_one_rest_day() -> None:
    both = plan((HEAVY, at(2, "06:00")), (LOW, at(2, "20:00")), (CORE, at(4, "18:00")))
    assert_violated_by(HardDays(rest=6), week(), both, 0)
    assert_violated_by(HardDays(rest=7), week(), both, 1)


@pytest.mark.parametrize(
    ("key_days", "placed", "amount"),
    [
        ((0, 1), (3,), 0),
        ((0, 1), (2,), 1),
        ((0, 2), (1,), 1),
        ((1, 2), (0,), 1),
        ((0, 1), (0, 1), 0),
        ((), (0, 1, 2), 1),
        ((), (0, 1, 2, 3), 2),  # two windows of three days
        ((0, 1, 2), (), 0),  # the runs alone
        ((0, 1, 2), (1,), 0),
        ((0, 1, 2), (3,), 1),
        ((-2, -1), (0,), 1),  # the weekend before
        ((7, 8), (6,), 1),  # Monday and Tuesday after
        ((-2,), (0,), 0),
    ],
)
def test_in_a_row(key_days: tuple[int, ...], placed: tuple[int, ...], amount: int) -> None:
    assert_violated_by(HardDays(in_a_row=2), week(*key_days), on(HEAVY, *placed), amount)


@pytest.mark.parametrize("weight", ["hard", 1])
def test_hard_days_of_runs_alone_cost_nothing(weight: str | int) -> None:
    """Three in a row where two are the most: once infeasible, and once a price that no violation explained."""
    result = solve(week(0, 1, 2), [HardDays(most=1, rest=7, in_a_row=2, unstacked=3, consecutive=5, weight=weight)])
    assert (result.status, result.objective) == (Status.OPTIMAL, 0)


@pytest.mark.parametrize(
    ("key_days", "placed", "expected"),
    [
        ((), (), 0),
        ((1,), (1,), 0),
        ((1,), (3,), 10),
        ((1,), (3, 5), 20),
        ((1,), (2,), 10 + 100),
        ((1,), (0, 2), 20 + 200),
        ((1, 3), (2,), 10 + 200),
        ((1, 2), (1,), 0),  # hard in a row by runs alone
        ((), (3, 4), 20 + 100),
        ((-1,), (0,), 10 + 100),
        ((7,), (6,), 10 + 100),
    ],
)
@pytest.mark.parametrize("weight", ["hard", 1])
def test_prices(key_days: tuple[int, ...], placed: tuple[int, ...], expected: int, weight: str | int) -> None:
    rule = HardDays(unstacked=10, consecutive=100, weight=weight)
    assert_priced(rule, week(*key_days), on(HEAVY, *placed), expected)


def test_price_and_cap_at_once() -> None:
    rule = HardDays(most=1, unstacked=10, consecutive=100, weight=1000)
    assert_priced(rule, week(1), on(HEAVY, 2, 3), 2 * 1000 + 20 + 200)


def test_after_midnight_is_the_next_day() -> None:
    one = plan((HEAVY, at(2)))
    assert_priced(HardDays(unstacked=10), week(1), one, 10)
    assert_priced(HardDays(unstacked=10), week(2), one, 0)


def test_commitments_make_no_day_hard() -> None:
    assert_priced(HardDays(unstacked=10), instance(commitment(at(2), 1440), sessions=(HEAVY,)), on(HEAVY, 2), 10)
    assert WEEK.weeks[0].label == "2026-W49"
