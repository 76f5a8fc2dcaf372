import pytest

from stridelift.constraints.equipment import Equipment, missing
from stridelift.domain import Candidate, Place, Prescription, Session, Span
from verifier import assert_filled, assert_violated_by
from world import at, choice, exercise, free_run, holding, instance, menu, place, plan, session

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


class TestOpenSessions:
    """What they are filled with is there."""

    GYM = Place("gym", frozenset({"barbell", "rack"}), open=OPEN)
    HOTEL = Place("hotel", open=OPEN)
    AT_GYM, AT_HOTEL, ANYWHERE = (session("heavy", 50, place=it, lengths=(45, 50)) for it in (GYM, HOTEL, None))
    SQUAT, BENCH = choice("squat", needs={"barbell", "rack"}), choice("push", needs={"barbell", "bench"})
    LUNGE = choice("lunge", seconds=2800)

    @pytest.mark.parametrize(
        ("where", "content", "expected"),
        [
            (AT_GYM, (SQUAT,), 0),
            (AT_GYM, (SQUAT, LUNGE), 0),
            (AT_GYM, (BENCH,), None),
            (AT_HOTEL, (SQUAT,), None),
            (AT_HOTEL, (LUNGE,), 0),
            (AT_HOTEL, (LUNGE, BENCH), None),
        ],
    )
    def test_pieces(self, where: Session, content: tuple[Prescription, ...], expected: int | None) -> None:
        week = instance(sessions=(self.AT_GYM, self.AT_HOTEL), menu=menu(self.SQUAT, self.BENCH, self.LUNGE))
        assert_filled(Equipment(), week, plan((holding(where, *content), at(1, "12:00"))), expected)

    def test_without_a_place_everything_is_there(self) -> None:
        week = instance(sessions=(self.ANYWHERE,), menu=menu(self.BENCH))
        assert_filled(Equipment(), week, plan((holding(self.ANYWHERE, self.BENCH), at(1, "12:00"))), 0)

    @pytest.mark.parametrize(
        ("minutes", "clock", "expected"), [(45, "17:15", 0), (50, "17:15", None), (50, "17:10", 0)]
    )
    def test_the_length_taken_lies_inside_the_opening(self, minutes: int, clock: str, expected: int | None) -> None:
        week = instance(sessions=(self.AT_GYM,), menu=menu(self.LUNGE), session_grid=5)
        placed = plan(
            Candidate(holding(self.AT_GYM, self.LUNGE, minutes=minutes), at(1, clock), at(1, clock) + minutes)
        )
        assert_filled(Equipment(), week, placed, expected)
