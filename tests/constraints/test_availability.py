import pytest

from stridelift.constraints.availability import Availability
from stridelift.domain import Span, merged
from stridelift.horizon import Horizon
from verifier import assert_violated_by
from world import AUTUMN, SPRING, at, free_run, instance, place, plan, session

SESSION = session("heavy", 50, place=place(travel_minutes=15))
WINDOWS = (Span(at(1, "06:00"), at(1, "08:00")), Span(at(1, "17:30"), at(1, "21:30")))


@pytest.mark.parametrize(
    ("clock", "amount"),
    [
        ("06:15", 0),  # the way there begins with the window
        ("06:14", 1),
        ("06:55", 0),  # back when it ends
        ("06:56", 1),
        ("12:00", 80),  # all of it, ways included
        ("17:10", 35),
    ],
)
def test_session_with_its_ways(clock: str, amount: int) -> None:
    week = instance(sessions=(SESSION,), availability=WINDOWS)
    assert_violated_by(Availability(), week, plan((SESSION, at(1, clock))), amount)


def test_two_windows_are_not_added_up() -> None:
    near = (Span(at(1, "06:00"), at(1, "07:00")), Span(at(1, "07:10"), at(1, "08:00")))
    week = instance(sessions=(SESSION,), availability=near)
    assert_violated_by(Availability(), week, plan((SESSION, at(1, "06:30"))), 35)


@pytest.mark.parametrize(("clock", "amount"), [("06:00", 0), ("07:00", 0), ("07:01", 1), ("05:30", 30)])
def test_chosen_run_has_no_way(clock: str, amount: int) -> None:
    free = free_run("tempo", at(1, "06:30"))
    week = instance(runs=(free,), availability=WINDOWS)
    assert_violated_by(Availability(), week, plan((free, at(1, clock))), amount)


@pytest.mark.parametrize(("clock", "amount"), [("09:45", 0), ("09:44", 1), ("09:00", 45)])
def test_notice(clock: str, amount: int) -> None:
    week = instance(sessions=(SESSION,), now=at(0, "08:00"))
    assert_violated_by(Availability(notice_hours=1.5), week, plan((SESSION, at(0, clock))), amount)


def test_no_window_at_all() -> None:
    week = instance(sessions=(SESSION,), availability=())
    assert_violated_by(Availability(), week, plan((SESSION, at(0, "08:00"))), 80)


@pytest.mark.parametrize(("start", "amount"), [((4, "23:30"), 0), ((5, "00:55"), 0), ((5, "00:56"), 1)])
def test_window_past_midnight(start: tuple[int, str], amount: int) -> None:
    week = instance(sessions=(SESSION,), availability=(Span(at(4, "22:00"), at(5, "02:00")),))
    assert_violated_by(Availability(), week, plan((SESSION, at(*start))), amount)


@pytest.mark.parametrize(("horizon", "minutes"), [(SPRING, 180), (AUTUMN, 300)], ids=["spring", "autumn"])
def test_the_clock_change_makes_a_window_shorter_or_longer(horizon: Horizon, minutes: int) -> None:
    windows = merged(horizon.windows(horizon.planned_days[6].date, [(0, 240)]))
    fits, over = (session("heavy", minutes + more) for more in (0, 1))
    for one, amount in ((fits, 0), (over, 1)):
        week = instance(horizon=horizon, sessions=(one,), availability=windows)
        assert_violated_by(Availability(), week, plan((one, at(6, horizon=horizon))), amount)
