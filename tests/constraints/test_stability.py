from dataclasses import replace

import pytest

from stridelift.constraints.stability import Stability
from stridelift.domain import Candidate, Instance, Place, Prescription, Run, Session
from verifier import assert_filled, assert_priced, assert_violated_by
from world import AUTUMN, WEEK, at, choice, free_run, holding, instance, menu, plan, session

GYM, HOME = (Place(name, open=(WEEK.days[0].span, WEEK.span)) for name in ("gym", "home"))
HEAVY, CORE = session("heavy", place=GYM), session("core", 20, place=GYM)
AT_HOME = session("heavy", place=HOME)
EASY = free_run("easy", at(2, "06:30"))
TUESDAY = at(1, "18:00")


def published(*there: tuple[Session | Run, int]) -> Instance:
    """A week in which an earlier plan put something."""
    named = [Candidate.at(one if isinstance(one, Run) else replace(one, uid=f"old-{at}"), at) for one, at in there]
    return replace(instance(sessions=(HEAVY, AT_HOME, CORE)), published=tuple(named))


@pytest.mark.parametrize(
    ("placed", "amount"),
    [
        (((HEAVY, TUESDAY),), 0),
        (((session("heavy", 35, place=GYM), TUESDAY),), 0),  # shorter is no move
        (((HEAVY, TUESDAY + 1),), 1),
        (((HEAVY, TUESDAY - 1),), 1),
        (((AT_HOME, TUESDAY),), 1),
        (((CORE, TUESDAY),), 1),
        ((), 1),
        (((HEAVY, TUESDAY), (HEAVY, at(4, "18:00"))), 0),  # one more
        (((HEAVY, TUESDAY), (CORE, at(4, "18:00"))), 0),
    ],
)
def test_one_session(placed: tuple[tuple[Session, int], ...], amount: int) -> None:
    assert_violated_by(Stability(), published((HEAVY, TUESDAY)), plan(*placed), amount)


@pytest.mark.parametrize(
    ("placed", "amount"),
    [
        (((HEAVY, TUESDAY), (CORE, at(3, "18:00"))), 0),
        (((HEAVY, at(3, "18:00")), (CORE, TUESDAY)), 2),  # they changed places
        (((HEAVY, TUESDAY),), 1),
        (((HEAVY, at(2)), (CORE, at(2, "12:00"))), 2),
    ],
)
def test_two_sessions(placed: tuple[tuple[Session, int], ...], amount: int) -> None:
    given = published((HEAVY, TUESDAY), (CORE, at(3, "18:00")))
    assert_violated_by(Stability(), given, plan(*placed), amount)


def test_two_that_are_alike() -> None:
    """A calendar that somebody mended by hand may hold one twice."""
    twice = published((CORE, TUESDAY), (CORE, TUESDAY))
    assert_violated_by(Stability(), twice, plan((CORE, TUESDAY)), 1)
    assert_violated_by(Stability(), twice, plan((CORE, TUESDAY), (CORE, TUESDAY)), 0)


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ((TUESDAY,), 0),
        ((at(1, "06:00"),), 10),
        ((at(1, "00:00"),), 10),
        ((at(2, "00:00"),), 110),
        ((at(0, "23:59"),), 110),
        ((), 110),
        ((at(1, "06:00"), at(4, "06:00")), 10),
    ],
)
def test_another_day_costs_more(placed: tuple[int, ...], expected: int) -> None:
    rule = Stability(weight=10, other_day=100)
    assert_priced(rule, published((HEAVY, TUESDAY)), plan(*((HEAVY, start) for start in placed)), expected)


def test_two_of_a_class_change_days() -> None:
    rule = Stability(weight=10, other_day=100)
    given = published((HEAVY, at(1, "18:00")), (HEAVY, at(4, "18:00")))
    assert_priced(rule, given, plan((HEAVY, at(1, "06:00")), (HEAVY, at(4, "06:00"))), 20)
    assert_priced(rule, given, plan((HEAVY, at(2, "18:00")), (HEAVY, at(4, "18:00"))), 110)
    assert_priced(rule, given, plan((HEAVY, at(2, "18:00")), (HEAVY, at(5, "18:00"))), 220)


@pytest.mark.parametrize(("clock", "amount"), [("17:00", 0), ("17:01", 1), ("06:30", 1)])
def test_chosen_start_of_a_run(clock: str, amount: int) -> None:
    """At the price of any change, and never of another day."""
    given = replace(published((EASY, at(2, "17:00"))), runs=(EASY,))
    one = plan((EASY, at(2, clock)))
    assert_violated_by(Stability(), given, one, amount)
    assert_priced(Stability(weight=10, other_day=100), given, one, 10 * amount)


OPEN = session("moderate", 20, place=GYM, lengths=(20,))
ELSEWHERE = session("moderate", 20, place=HOME, lengths=(20,))
SQUAT, LESS, HINGE, CALF = choice("squat"), choice("squat", 2), choice("hinge"), choice("calf")
NOON = at(1, "12:00")


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        (((OPEN, NOON, (SQUAT, HINGE)),), 0),
        (((OPEN, NOON, (SQUAT, HINGE, CALF)),), 0),  # one more
        (((OPEN, NOON, (SQUAT, CALF)),), 7),
        (((OPEN, NOON, (LESS, HINGE)),), 7),  # fewer sets
        (((OPEN, NOON, (CALF,)),), 14),
        (((OPEN, at(4, "12:00"), (HINGE, SQUAT)),), 1000),  # moved as it was
        (((ELSEWHERE, NOON, (SQUAT, CALF)),), 1007),
        (((OPEN, NOON, (SQUAT,)), (OPEN, at(4, "12:00"), (HINGE,))), 0),
        ((), 1014),
    ],
)
def test_exercises(placed: tuple[tuple[Session, int, tuple[Prescription, ...]], ...], expected: int) -> None:
    content = menu(SQUAT, LESS, HINGE, CALF)
    given = instance(sessions=(OPEN, ELSEWHERE), menu=content, session_grid=12 * 60)
    old = replace(holding(OPEN, SQUAT, HINGE), uid="old")
    given = replace(given, published=(Candidate.at(old, NOON),))
    now = plan(*((holding(one, *exercises), start) for one, start, exercises in placed))
    assert_filled(Stability(weight=1000, exercise=7), given, now, expected)


@pytest.mark.parametrize(("content", "expected"), [((SQUAT, HINGE), 0), ((SQUAT,), 7), ((), 14)])
def test_exercises_of_sessions_that_are_filled_already(content: tuple[Prescription, ...], expected: int) -> None:
    one = replace(HEAVY, exercises=content)
    old = replace(HEAVY, uid="old", exercises=(SQUAT, HINGE))
    given = replace(instance(sessions=(one,)), published=(Candidate.at(old, TUESDAY),))
    assert_priced(Stability(weight=1000, exercise=7), given, plan((one, TUESDAY)), expected)


def test_the_day_of_a_clock_change() -> None:
    day = AUTUMN.planned_days[6]
    given = replace(
        instance(horizon=AUTUMN, sessions=(HEAVY,)),
        published=(Candidate.at(replace(HEAVY, uid="old"), at(6, "00:30", AUTUMN)),),
    )
    last = plan((HEAVY, day.span.end - 60))
    assert_priced(Stability(weight=10, other_day=100), given, last, 10)


def test_nothing_published_costs_nothing() -> None:
    assert_violated_by(Stability(), published(), plan((HEAVY, TUESDAY)), 0)


@pytest.mark.parametrize(
    ("settings", "minutes"), [({}, 0), ({"freeze_hours": 24}, 1440), ({"freeze_hours": 24, "enabled": False}, 0)]
)
def test_freeze(settings: dict[str, float], minutes: int) -> None:
    assert Stability(**settings).freeze == minutes
