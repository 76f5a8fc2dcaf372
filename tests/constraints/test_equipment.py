import pytest

from stridelift.constraints.equipment import Equipment, missing
from stridelift.domain import Place, Span
from verifier import assert_violated_by
from world import at, exercise, free_run, instance, place, plan, session

OPEN = (Span(at(1, "09:00"), at(1, "18:00")), Span(at(2, "09:00"), at(2, "18:00")))


@pytest.mark.parametrize(
    ("clock", "amount"), [("09:00", 0), ("08:59", 1), ("17:10", 0), ("17:11", 1), ("07:00", 50), ("18:00", 50)]
)
def test_opening_hours_hold_for_the_session_not_for_the_way(clock: str, amount: int) -> None:
    one = session("heavy", 50, place=place(travel_minutes=30, spans=OPEN))
    assert_violated_by(Equipment(), instance(sessions=(one,)), plan((one, at(1, clock))), amount)


@pytest.mark.parametrize(
    ("needs", "there", "amount"),
    [
        ((), (), 0),
        (("barbell", "rack"), ("barbell", "rack", "box"), 0),
        (("barbell", "rack"), ("barbell",), 50),  # all the minutes, open or not
    ],
)
def test_pieces(needs: tuple[str, ...], there: tuple[str, ...], amount: int) -> None:
    one = session("heavy", 50, place=Place("gym", frozenset(there), open=OPEN), exercises=(exercise(*needs),))
    assert missing(one) == set(needs) - set(there)
    assert_violated_by(Equipment(), instance(sessions=(one,)), plan((one, at(1, "12:00"))), amount)


def test_a_place_that_is_never_open() -> None:
    one = session("heavy", 50, place=place(spans=()))
    assert_violated_by(Equipment(), instance(sessions=(one,)), plan((one, at(1, "12:00"))), 50)


def test_nothing_to_say_of_runs_and_of_sessions_without_a_place() -> None:
    one, free = session("heavy", 50), free_run("easy", at(1, "06:30"))
    week = instance(sessions=(one,), runs=(free,))
    assert_violated_by(Equipment(), week, plan((one, at(1, "03:00")), (free, at(1, "22:00"))), 0)
