from __future__ import annotations

import pytest

from stridelift.constraints.exercise_choice import ExerciseChoice
from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Candidate, Instance, Prescription, Session, SessionClass
from stridelift.horizon import Horizon
from stridelift.solve import solve, violations
from verifier import assert_filled, price
from world import AUTUMN, BERLIN, SPRING, WEEK, at, choice, holding, instance, menu, place, plan, session

GYM, HOME = place(), place("home")
OPEN = session("moderate", 20, place=GYM, lengths=(20,))
HERE = session("moderate", 20, place=HOME, lengths=(20,))
CORE = session("core", 20, place=GYM, lengths=(20,))
SQUAT, HINGE = (choice(name, compound=True, rank=2) for name in ("squat", "hinge"))
CALF, PLANK = choice("calf", rank=1), choice("plank")
JUMP = choice("jump", impact="low")
DRILL = choice("arm_drill")
MENU = menu(SQUAT, HINGE, CALF, PLANK, JUMP, DRILL)
LIFTS = {one.exercise.id: one for one in MENU.choices}
NEW, REPEAT = ExerciseChoice(weight="hard", new_lift=60), ExerciseChoice(weight="hard", repeat=3)
TWO_WEEKS = Horizon(BERLIN, WEEK.first, 14)
Work = tuple[Session, int, str]  # where, the day and what


def lifted(names: str) -> list[Prescription]:
    return [LIFTS[name] for name in names.split()]


def there(day: int, names: str, horizon: Horizon = WEEK) -> Candidate:
    """A session of the calendar whose exercises are known."""
    one = session("moderate", 20, uid=f"there {day}", exercises=tuple(lifted(names)))
    return Candidate.at(one, at(day, "06:00", horizon))


def week_of(*facts: Candidate, horizon: Horizon = WEEK) -> Instance:
    return instance(*facts, horizon=horizon, sessions=(OPEN, HERE, CORE), menu=MENU, session_grid=12 * 60)


def done(*work: Work, horizon: Horizon = WEEK) -> tuple[Candidate, ...]:
    return plan(*((holding(one, *lifted(names)), at(day, "12:00", horizon)) for one, day, names in work)).sessions


def assert_costs(rule: ExerciseChoice, week: Instance, work: tuple[Candidate, ...], expected: int) -> None:
    assert_filled(rule, week, plan(*work), expected)


@pytest.mark.parametrize(
    ("work", "ranks"),
    [
        ([], 0),
        ([(OPEN, 1, "plank")], 0),
        ([(OPEN, 1, "squat calf plank")], 3),
        ([(OPEN, 1, "squat"), (HERE, 3, "squat calf")], 5),
        ([(OPEN, 1, "squat"), (OPEN, 3, "squat")], 4),
    ],
)
def test_ranks(work: list[Work], ranks: int) -> None:
    assert_costs(ExerciseChoice(weight=7), week_of(there(0, "squat calf")), done(*work), 7 * ranks)
    assert_costs(ExerciseChoice(weight="hard"), week_of(), done(*work), 0)


@pytest.mark.parametrize(
    ("facts", "work", "new"),
    [
        ([], [(OPEN, 1, "squat hinge")], 0),  # nobody knows what was there
        ([(-1, "calf plank")], [(OPEN, 1, "squat")], 0),  # no main lift is known
        ([(-1, "squat")], [(OPEN, 1, "squat calf")], 0),
        ([(-1, "squat")], [(OPEN, 1, "hinge")], 1),
        ([(-1, "squat")], [(OPEN, 1, "hinge"), (HERE, 3, "hinge")], 1),  # once a week
        ([(-1, "squat")], [(OPEN, 1, "hinge"), (OPEN, 3, "hinge"), (CORE, 4, "hinge")], 1),
        ([(-1, "calf squat")], [(OPEN, 1, "plank jump")], 0),  # only main lifts
        ([(5, "squat")], [(OPEN, 1, "squat")], 0),  # of the same week
        ([(5, "squat")], [(OPEN, 1, "hinge")], 1),
        ([(-28, "squat")], [(OPEN, 6, "squat")], 0),  # four weeks
        ([(-28, "squat")], [(OPEN, 6, "hinge")], 1),
        ([(-29, "squat")], [(OPEN, 0, "hinge")], 0),
        ([(-29, "squat"), (-1, "hinge")], [(OPEN, 0, "squat hinge")], 1),
        ([(7, "squat")], [(OPEN, 1, "hinge")], 0),  # the week after says nothing
    ],
)
def test_new_lifts(facts: list[tuple[int, str]], work: list[Work], new: int) -> None:
    assert_costs(NEW, week_of(*(there(*one) for one in facts)), done(*work), 60 * new)


@pytest.mark.parametrize(
    ("facts", "work", "new"),
    [
        ([], [(OPEN, 1, "squat"), (OPEN, 8, "squat")], 0),
        ([], [(OPEN, 1, "squat"), (OPEN, 8, "hinge")], 1),
        ([], [(OPEN, 1, "squat"), (HERE, 3, "hinge"), (CORE, 8, "squat hinge")], 0),
        ([], [(OPEN, 8, "squat hinge")], 2),  # after a week without
        ([(-1, "squat")], [(OPEN, 1, "hinge"), (OPEN, 8, "hinge")], 1),
        ([(-1, "squat")], [(OPEN, 8, "squat")], 0),
        ([(-21, "squat")], [(OPEN, 8, "squat")], 0),
        ([(-22, "squat")], [(OPEN, 8, "squat")], 1),
        ([(9, "squat")], [(OPEN, 8, "squat")], 0),
    ],
)
def test_new_lifts_of_two_weeks(facts: list[tuple[int, str]], work: list[Work], new: int) -> None:
    assert_costs(NEW, week_of(*(there(*one) for one in facts), horizon=TWO_WEEKS), done(*work), 60 * new)


@pytest.mark.parametrize(
    ("facts", "work", "repeats"),
    [
        ([], [(OPEN, 1, "calf")], 0),
        ([], [(OPEN, 1, "calf"), (HERE, 3, "plank")], 0),
        ([], [(OPEN, 1, "calf"), (HERE, 3, "calf")], 1),
        ([], [(OPEN, 1, "calf plank"), (OPEN, 3, "calf plank"), (CORE, 4, "calf")], 3),
        ([], [(OPEN, 1, "squat jump arm_drill"), (OPEN, 3, "squat jump arm_drill")], 0),  # no accessories
        ([(-1, "calf")], [(OPEN, 1, "calf")], 1),
        ([(-1, "calf"), (-2, "calf")], [(OPEN, 1, "calf")], 1),  # what is there costs nothing
        ([(-1, "calf"), (-2, "calf")], [], 0),
        ([(5, "calf")], [(OPEN, 1, "calf")], 1),
        ([(-7, "calf")], [(OPEN, 6, "calf")], 1),
        ([(-8, "calf")], [(OPEN, 0, "calf")], 0),
        ([(7, "calf")], [(OPEN, 6, "calf")], 0),
    ],
)
def test_repeats(facts: list[tuple[int, str]], work: list[Work], repeats: int) -> None:
    assert_costs(REPEAT, week_of(*(there(*one) for one in facts)), done(*work), 3 * repeats)


@pytest.mark.parametrize(
    ("work", "repeats"),
    [
        ([(OPEN, 6, "calf"), (OPEN, 7, "calf")], 1),
        ([(OPEN, 1, "calf"), (OPEN, 3, "calf")], 2),  # in this week, and seen from the next
        ([(OPEN, 8, "calf"), (HERE, 9, "calf")], 1),
        ([(OPEN, 1, "calf"), (OPEN, 8, "plank")], 0),
    ],
)
def test_repeats_of_two_weeks(work: list[Work], repeats: int) -> None:
    assert_costs(REPEAT, week_of(horizon=TWO_WEEKS), done(*work), 3 * repeats)


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
@pytest.mark.parametrize(("day", "repeats"), [(0, 1), (6, 1), (-1, 0)])
def test_a_week_with_a_clock_change_is_a_week(change: Horizon, day: int, repeats: int) -> None:
    """Of 167 hours or 169."""
    both = Horizon(BERLIN, change.first, 14)
    work = done((OPEN, 0, "calf"), (OPEN, 8, "calf"), horizon=both)
    assert_costs(REPEAT, week_of(horizon=both), work, 3)
    after = Horizon(BERLIN, both.planned_days[7].date, 7)
    early = Candidate.at(holding(session("moderate", 20, uid="early"), CALF), at(day - 7, "00:00", after))
    assert_costs(REPEAT, week_of(early, horizon=after), done((OPEN, 1, "calf"), horizon=after), 3 * repeats)


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
@pytest.mark.parametrize(("day", "new"), [(-28, 0), (-29, 1)])
def test_a_block_with_a_clock_change_is_four_weeks(change: Horizon, day: int, new: int) -> None:
    after = Horizon(BERLIN, Horizon(BERLIN, change.first, 8).planned_days[7].date, 7)
    known = Candidate.at(holding(session("moderate", 20, uid="known"), HINGE), at(-1, "12:00", after))
    early = Candidate.at(holding(session("moderate", 20, uid="early"), SQUAT), at(day, "00:30", after))
    assert_costs(NEW, week_of(known, early, horizon=after), done((OPEN, 1, "squat"), horizon=after), 60 * new)


def test_sessions_that_are_not_open() -> None:
    """The model says of them what the check says."""
    week = week_of(there(-1, "squat calf"))
    rule = ExerciseChoice(weight=7, new_lift=60, repeat=3)
    placed = plan(*done((OPEN, 1, "squat hinge calf"), (HERE, 3, "hinge calf")))
    assert price(week, [rule], placed) == 7 * 8 + 60 + 2 * 3
    assert solve(week, [rule], fixed=placed).objective == 7 * 8 + 60 + 2 * 3


def test_what_is_said() -> None:
    rule = ExerciseChoice(weight=7, new_lift=60, repeat=3)
    placed = plan(*done((OPEN, 1, "hinge calf"), (HERE, 3, "calf plank")))
    found = violations(week_of(there(-1, "squat")), [rule], placed)
    assert [(one.scope, one.amount, one.unit, one.penalty) for one in found] == [
        (("moderate",), 3, "ranks", 21),
        (("moderate",), 1, "ranks", 7),
        (("2026-W49", "hinge"), 1, "new lifts", 60),
        (("2026-W49", "calf"), 1, "repeats", 3),
    ]


def test_the_better_ranked_is_taken() -> None:
    """Whatever stands first on the menu."""
    ranks = {"poor": 3, "good": 1, "fair": 2}
    choices = [choice("squat", uid=name, rank=rank, seconds=1200) for name, rank in ranks.items()]
    week = instance(sessions=(OPEN,), menu=menu(*choices), per_week={SessionClass.MODERATE: (1, 1)})
    result = solve(week, [SessionContent(), WeeklyVolume(), ExerciseChoice(weight=1)])
    assert result.plan is not None
    (made,) = result.plan.sessions
    assert isinstance(made.activity, Session)
    assert [one.exercise.id for one in made.activity.exercises] == ["good"]
