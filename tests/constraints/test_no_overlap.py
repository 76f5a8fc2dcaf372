import pytest

from stridelift.constraints.no_overlap import NoOverlap
from stridelift.domain import Candidate
from verifier import assert_violated_by
from world import at, commitment, free_run, instance, place, plan, run, session

GYM = place(travel_minutes=15)
SESSION = session("heavy", 50, place=GYM)
RUN = run("easy", at(1, "18:00"), 60)


@pytest.mark.parametrize(
    ("clock", "amount"),
    [
        ("16:55", 0),  # 50 minutes and 15 home: at the door when the run begins
        ("16:56", 1),
        ("17:30", 35),
        ("18:00", 65),  # of two that start together the shorter is the first
        ("18:30", 45),
        ("19:14", 1),
        ("19:15", 0),  # the run, then 15 minutes there
        ("23:00", 0),
    ],
)
@pytest.mark.parametrize("blocker", [RUN, commitment(at(1, "18:00"), 60)], ids=["run", "commitment"])
def test_around_a_fact(blocker: Candidate, clock: str, amount: int) -> None:
    assert_violated_by(NoOverlap(), instance(blocker, sessions=(SESSION,)), plan((SESSION, at(1, clock))), amount)


def test_inside_a_longer_commitment() -> None:
    week = instance(commitment(at(1, "08:00"), 600), sessions=(SESSION,))
    assert_violated_by(NoOverlap(), week, plan((SESSION, at(1, "12:00"))), 375)


@pytest.mark.parametrize(("start", "amount"), [((0, "23:45"), 60), ((1, "00:44"), 1), ((1, "00:45"), 0)])
def test_across_midnight(start: tuple[int, str], amount: int) -> None:
    week = instance(run("easy", at(0, "23:30"), 60), sessions=(SESSION,))
    assert_violated_by(NoOverlap(), week, plan((SESSION, at(*start))), amount)


@pytest.mark.parametrize(("clock", "amount"), [("19:20", 0), ("19:19", 1), ("18:00", 50)])
def test_two_sessions_travel_home_and_there_again(clock: str, amount: int) -> None:
    other = session("core", 20, place=GYM)
    week = instance(sessions=(SESSION, other))
    assert_violated_by(NoOverlap(), week, plan((SESSION, at(1, "18:00")), (other, at(1, clock))), amount)


@pytest.mark.parametrize(("clock", "amount"), [("19:05", 0), ("19:04", 1)])
def test_a_run_whose_start_is_chosen(clock: str, amount: int) -> None:
    free = free_run("easy", at(1, "06:30"))
    week = instance(sessions=(SESSION,), runs=(free,))
    assert_violated_by(NoOverlap(), week, plan((SESSION, at(1, "18:00")), (free, at(1, clock))), amount)


def test_two_chosen_runs() -> None:
    runs = free_run("easy", at(1, "06:30")), free_run("tempo", at(1, "17:00"))
    assert_violated_by(NoOverlap(), instance(runs=runs), plan((runs[0], at(1, "17:00")), (runs[1], at(1, "17:30"))), 30)


def test_facts_are_not_judged_against_facts() -> None:
    assert_violated_by(NoOverlap(), instance(RUN, commitment(RUN.start)), plan(), 0)
