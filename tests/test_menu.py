"""What can be lifted where: every class gets content of that class, and of no other, wherever it can be had."""

from __future__ import annotations

from itertools import product

import pytest

from stridelift.catalogue import all_equipment, exercises, menu, obstacle
from stridelift.constraints.session_content import misfits
from stridelift.domain import Instance, Level, Menu, Place, Session, SessionClass, Span
from stridelift.solve import Status, solve
from world import WEEK, default_rules

EQUIPMENT = {
    "everything": all_equipment(),
    "gym": frozenset({"barbell", "rack", "bench", "box", "leg_press"}),
    "home": frozenset({"dumbbell", "band"}),
    "nothing": frozenset[str](),
}
LENGTHS = {
    SessionClass.HEAVY: (35, 60),
    SessionClass.MODERATE: (30, 50),
    SessionClass.CORE: (15, 30),
    SessionClass.UPPER: (20, 45),
    SessionClass.PLYO_HIGH: (20, 45),
    SessionClass.PLYO_LOW: (15, 30),
}
PHASES = {Level.NOVICE: "L", Level.INTERMEDIATE: "S", Level.ADVANCED: "S"}
CASES = list(product(EQUIPMENT, SessionClass, Level))
OUT_OF_REACH = {("nothing", SessionClass.HEAVY, level) for level in Level} | {
    (place, SessionClass.PLYO_HIGH, Level.NOVICE) for place in EQUIPMENT
}
LIMITS = next(rule for rule in default_rules() if rule.name == "session_content")


def a_menu(level: Level, phase: str | None = None) -> Menu:
    return menu(level, phase or PHASES[level], LIMITS)


def week_with(session: Session, choices: Menu) -> Instance:
    """A day on which one session has time."""
    day = WEEK.planned_days[0].span
    return Instance(
        day,
        WEEK.days,
        WEEK.weeks,
        sessions=(session,),
        availability=(Span(day.start + 600, day.start + 720),),
        per_week={session.session_class: (1, 1)},
        menu=choices,
    )


def placed(where: str, session_class: SessionClass, level: Level, phase: str | None = None) -> Session | None:
    choices = a_menu(level, phase)
    low, high = LENGTHS[session_class]
    here = Place(where, EQUIPMENT[where], open=(WEEK.span,))
    open_session = Session(session_class, high, here, lengths=tuple(range(low, high + 1, 5)))
    result = solve(week_with(open_session, choices), default_rules(weekly_volume={"weight": "hard"}))
    if result.plan is None:
        assert result.status is Status.INFEASIBLE
        return None
    (one,) = result.plan.sessions
    assert isinstance(one.activity, Session)
    return one.activity


@pytest.mark.parametrize(("where", "session_class", "level"), CASES)
def test_every_class_everywhere(where: str, session_class: SessionClass, level: Level) -> None:
    made, choices = placed(where, session_class, level), a_menu(level)
    reason = obstacle(choices, session_class, EQUIPMENT[where], LENGTHS[session_class][1])
    if (where, session_class, level) in OUT_OF_REACH:
        assert made is None
        assert reason
        return
    assert made is not None
    assert reason is None
    content = made.exercises
    assert [name for name in SessionClass if not list(misfits(choices.makeups[name], content))] == [session_class]
    assert made.warm_up_s + sum(one.seconds for one in content) + made.cool_down_s in range(
        60 * made.minutes - 59, 60 * made.minutes + 1
    )
    assert content[0].exercise.pattern == "arm_drill"
    assert sum(one.contacts for one in content) <= choices.most_contacts
    assert len({one.exercise.id for one in content}) == len(content)
    assert all(one.exercise.min_level <= level.rank and one.needs <= EQUIPMENT[where] for one in content)


def test_a_place_without_a_rack_gets_another_exercise() -> None:
    gym, home = (placed(where, SessionClass.HEAVY, Level.INTERMEDIATE) for where in ("gym", "home"))
    assert gym is not None
    assert home is not None
    assert any("barbell" in one.needs for one in gym.exercises)
    assert not any("barbell" in one.needs for one in home.exercises)


def test_the_foundation_begins_with_body_weight() -> None:
    """In the order of a mode's rank: what costs least is what comes first in the catalogue."""
    first = {one.exercise.id: one.mode for one in reversed(a_menu(Level.NOVICE, "F").choices)}
    later = {one.exercise.id: one.mode for one in reversed(a_menu(Level.NOVICE, "L").choices)}
    assert (first["lunge_reverse"], later["lunge_reverse"]) == ("bodyweight", "barbell")


@pytest.mark.parametrize(
    ("where", "session_class", "level", "minutes", "reason"),
    [
        ("nothing", SessionClass.HEAVY, Level.ADVANCED, 60, "body weight alone is not heavy"),
        ("everything", SessionClass.PLYO_HIGH, Level.NOVICE, 45, "what is there gives 0 of 40 weighted"),
        ("gym", SessionClass.HEAVY, Level.INTERMEDIATE, 15, "what is there gives 7 of 18 points"),
    ],
)
def test_an_obstacle_is_named(where: str, session_class: SessionClass, level: Level, minutes: int, reason: str) -> None:
    assert obstacle(a_menu(level), session_class, EQUIPMENT[where], minutes) == reason


def test_limits_change_doses() -> None:
    """A preset's limits bind every exercise."""
    strict = LIMITS.model_copy(
        update={"least_reserve": 4, "most_load": 80, "most_rest_seconds": 90, "ban": ("deadlift",), "highest_level": 1}
    )
    choices = menu(Level.ADVANCED, "S", strict).choices
    assert all(one.dose.rest_s <= 90 and (one.dose.rir or 4) >= 4 for one in choices)
    assert all(one.dose.pct1rm is None or one.dose.pct1rm[1] <= 80 for one in choices)
    assert not any(one.exercise.id == "deadlift" or one.exercise.min_level > 1 for one in choices)
    assert {one.exercise.id for one in choices} < exercises().keys()


def test_points_count_sets_by_mode_and_contacts_by_impact() -> None:
    found = {(one.exercise.id, one.mode, one.sets): one for one in a_menu(Level.ADVANCED).choices}
    assert found["squat_barbell", "barbell", 3].points == 900
    assert found["squat_barbell", "barbell", 2].points == 600
    assert found["pogo_jump", "bodyweight", 3].points == 105  # 52.5 contacts at 0.02
    assert (found["hop_single_leg", "bodyweight", 2].contacts, found["hop_single_leg", "bodyweight", 2].weighted) == (
        28,
        56,
    )
