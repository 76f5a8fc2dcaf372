"""What a session consists of, as people read it and as a calendar keeps it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridelift import catalogue
from stridelift.domain import Dose, Level, Place, Prescription, Session, SessionClass
from stridelift.lifts import Last, Lift
from stridelift.prescribe import describe, easier, filled, harder, lines, stored

TIMES, DASH = "\N{MULTIPLICATION SIGN}", "\N{EN DASH}"
PHASES = "FLSPMT"
BARE = Session(SessionClass.CORE, 30)


def prescribed(uid: str, mode: str, phase: str = "S") -> Prescription:
    choices = catalogue.menu(Level.ADVANCED, phase).choices
    return next(one for one in choices if (one.exercise.id, one.mode) == (uid, mode))


def session(*content: Prescription, minutes: int, warm_up_s: int = 420) -> Session:
    """What is left of the minutes is for cooling down."""
    cool_down_s = 60 * minutes - warm_up_s - sum(one.seconds for one in content)
    return Session(SessionClass.HEAVY, minutes, None, content, warm_up_s=warm_up_s, cool_down_s=cool_down_s)


def some_of(phase: str, first: int) -> Session:
    """A few choices of the menu, of all kinds."""
    content = catalogue.menu(Level.ADVANCED, phase).choices[first::47]
    whole = session(*content, minutes=sum(one.seconds for one in content) // 60 + 16, warm_up_s=450 + 7 * first)
    return replace(whole, cool_down_s=whole.cool_down_s - first)  # of the last minute not all need be used


HEAVY = session(prescribed("arm_swing_drill", "bodyweight"), prescribed("squat_barbell", "barbell"), minutes=25)
SESSIONS = {f"{phase}{first}": some_of(phase, first) for phase, first in product(PHASES, range(0, 47, 5))}


def plain(text: str) -> str:
    return text.replace(TIMES, "x").replace(DASH, "-").replace("\N{MIDDLE DOT}", "|")


# For people.


def test_the_lines_of_a_session() -> None:
    whole = replace(HEAVY, warm_up_s=534, cool_down_s=222)
    said = [
        plain(line)
        for line in lines(whole, Level.INTERMEDIATE, {"squat_barbell": Lift(one_rm=100)}, catalogue.exercises())
    ]
    assert said == [
        "Warm-up: 9 min easy moving, then ramp sets",
        "1. Running arm-swing drill (body weight), 1 min",
        "  1 x 20-30 s",
        "  easier: Arm circles / band pull-apart",
        "2. Back or front squat (barbell), 11 min",
        "  3 x 3-6 @ 80-90 kg (80-90 % 1RM), 2 in reserve, rest 3 min",
        "  harder next: Jump squat | easier: Goblet squat",
        "Cool-down: 4 min",
        "Two repetitions more than asked in two sessions: add 5 % (upper body 2.5 %).",
    ]


@pytest.mark.parametrize("whole", SESSIONS.values(), ids=SESSIONS)
def test_the_minutes_of_the_lines_add_up(whole: Session) -> None:
    said = list(lines(whole, Level.NOVICE, {}, catalogue.exercises()))
    minutes = [int(number) for line in said for number in re.findall(r"(\d+) min(?: easy.*)?$", line) if line[0] != " "]
    assert len(minutes) == len(whole.exercises) + 2
    assert sum(minutes) == whole.minutes
    parts = [whole.warm_up_s, *(one.seconds for one in whole.exercises), whole.cool_down_s]
    assert all(abs(60 * shown - part) < 90 for shown, part in zip(minutes, parts, strict=True))
    assert max(map(len, said)) <= 90


@pytest.mark.parametrize(
    ("uid", "mode", "phase", "text"),
    [
        ("squat_goblet", "dumbbell", "S", "3 x 6-8, 2 in reserve, rest 150 s"),
        ("squat_barbell", "barbell", "S", "3 x 3-6 @ 80-90 % 1RM, 2 in reserve, rest 3 min"),
        ("step_up", "dumbbell", "F", "2 x 8-10 a side @ up to 50 % 1RM, 4 in reserve, rest 60 s"),
        ("lunge_reverse", "bodyweight", "S", "3 x 6-15 a side, 2 in reserve, rest 2 min"),
        ("plank_front", "bodyweight", "S", "3 x 30-45 s, 2 in reserve, rest 45 s"),
        ("arm_circles", "bodyweight", "S", "1 x 20-30 s"),
        ("pogo_jump", "bodyweight", "S", "3 x 15-20, rest 60 s"),
    ],
)
def test_doses_in_words(uid: str, mode: str, phase: str, text: str) -> None:
    assert plain(describe(prescribed(uid, mode, phase), {})) == text


@pytest.mark.parametrize(
    ("uid", "mode", "name"),
    [
        ("deadlift", "trap_bar", "Deadlift (trap bar)"),
        ("soleus_raise", "machine", "Bent-knee (soleus) calf raise (machine)"),
        ("foot_core", "bodyweight", "Foot core (body weight)"),
        ("squat_bodyweight", "bodyweight", "Bodyweight squat"),
        ("squat_bodyweight", "band", "Bodyweight squat (band)"),
        ("leg_curl_slider", "slider", "Slider or machine leg curl (slider)"),
        ("plank_side", "bodyweight", "Side plank"),
    ],
)
def test_names_are_short_and_say_the_mode(uid: str, mode: str, name: str) -> None:
    assert (
        list(lines(session(prescribed(uid, mode), minutes=30), Level.ADVANCED, {}, catalogue.exercises()))[
            1
        ].rpartition(", ")[0]
        == f"1. {name}"
    )


@pytest.mark.parametrize(
    ("level", "up", "down"),
    [
        (Level.NOVICE, [], ["squat_goblet"]),
        (Level.INTERMEDIATE, ["squat_barbell"], ["squat_goblet"]),
    ],
)
def test_only_what_the_level_allows_comes_next(level: Level, up: list[str], down: list[str]) -> None:
    press = catalogue.exercises()["leg_press"]
    assert [one.id for one in harder(press, level, catalogue.exercises())] == up
    assert [one.id for one in easier(press, level, catalogue.exercises())] == down


@pytest.mark.parametrize(
    ("equipment", "up", "down"),
    [
        (set(), [], ["squat_bodyweight"]),
        ({"barbell"}, [], ["squat_bodyweight"]),  # without a rack
        ({"barbell", "rack"}, ["squat_barbell"], ["squat_bodyweight"]),
    ],
)
def test_only_what_the_place_has_comes_next(equipment: set[str], up: list[str], down: list[str]) -> None:
    goblet, there = catalogue.exercises()["squat_goblet"], Place("there", frozenset(equipment))
    assert [one.id for one in harder(goblet, Level.ADVANCED, catalogue.exercises(), there)] == up
    assert [one.id for one in easier(goblet, Level.ADVANCED, catalogue.exercises(), there)] == down


@pytest.mark.parametrize(
    ("uid", "mode", "ramps"),
    [("squat_barbell", "barbell", True), ("romanian_deadlift", "dowel", False), ("plank_front", "bodyweight", False)],
)
def test_ramp_sets_are_for_what_is_loaded(uid: str, mode: str, ramps: bool) -> None:  # noqa: FBT001 - a table
    first, *_ = lines(session(prescribed(uid, mode), minutes=30), Level.ADVANCED, {}, catalogue.exercises())
    assert first == f"Warm-up: 7 min easy moving{', then ramp sets' if ramps else ''}"


def test_no_kilograms_no_advice_to_raise_them() -> None:
    assert not any("add 5 %" in line for line in lines(HEAVY, Level.ADVANCED, {}, catalogue.exercises()))
    other = {"leg_press": Lift(last=Last(kg=100, reps=5))}
    assert not any("add 5 %" in line for line in lines(HEAVY, Level.ADVANCED, other, catalogue.exercises()))


# For the calendar.


def test_how_it_is_stored() -> None:
    modes = {"squat_barbell": "barbell", "plank_front": "bodyweight", "pogo_jump": "bodyweight"}
    content = tuple(prescribed(*pair) for pair in modes.items())
    assert stored(replace(BARE, exercises=content, warm_up_s=540, cool_down_s=120)) == (
        "warm-up 540;squat_barbell/barbell 3x3-6 @80-90% rir2 rest180;plank_front/bodyweight 3x30-45s rir2 rest45;"
        "pogo_jump/bodyweight 3x15-20 rest60;cool-down 120"
    )
    assert stored(BARE) == ""


@pytest.mark.parametrize("whole", SESSIONS.values(), ids=SESSIONS)
def test_what_is_stored_is_read_back(whole: Session) -> None:
    again = filled(HEAVY, stored(whole), catalogue.exercises())
    assert stored(again) == stored(whole)
    assert (again.warm_up_s, again.cool_down_s) == (whole.warm_up_s, whole.cool_down_s)
    for one, other in zip(again.exercises, whole.exercises, strict=True):
        assert (one.exercise, one.mode, one.dose, one.seconds) == (
            other.exercise,
            other.mode,
            other.dose,
            other.seconds,
        )
        assert (one.points, one.contacts) == (other.points, other.contacts)


@pytest.mark.parametrize("phase", PHASES)
def test_every_choice_is_read_back(phase: str) -> None:
    for one in catalogue.menu(Level.ADVANCED, phase).choices:
        (again,) = filled(BARE, stored(replace(BARE, exercises=(one,))), catalogue.exercises()).exercises
        assert (again.exercise.id, again.mode, again.dose) == (one.exercise.id, one.mode, one.dose)


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("row/band 3x8-15", Dose(3, 0, reps=(8, 15))),
        ("row/band 3x8-15 rest60", Dose(3, 60, reps=(8, 15))),
        ("row/band 3x8-15s rir1 rest60", Dose(3, 60, seconds=(8, 15), rir=1)),
        ("row/band 20x999-999", Dose(20, 0, reps=(999, 999))),
        ("row/cable 3x5-8 @100-100% rir10 rest9999", Dose(3, 9999, reps=(5, 8), pct1rm=(100, 100), rir=10)),
        ("row/band 21x8-15", None),
        ("row/band 0x8-15", None),
        ("row/band 3x0-15", None),
        ("row/band 3x15-8", None),
        ("row/band 3x8-1000", None),
        ("row/band 3x8-15 rir11", None),
        ("row/cable 3x5-8 @80-101%", None),
        ("row/cable 3x5-8 @80-70%", None),
        ("row/band -3x8-15", None),
        ("row/band \u0663x8-15", None),
        ("row/rope 3x8-15", None),
        ("rows/band 3x8-15", None),
        ("row 3x8-15", None),
        ("", None),
    ],
)
def test_what_is_understood(text: str, dose: Dose | None) -> None:
    known = filled(HEAVY, f"warm-up 60;{text};plank_front/bodyweight 1x5-5s;cool-down 99999", catalogue.exercises())
    assert [one.dose for one in known.exercises[:-1]] == ([dose] if dose else [])
    assert known.exercises[-1].exercise.id == "plank_front"
    assert (known.warm_up_s, known.cool_down_s) == (60, 0)


@given(st.lists(st.sampled_from([";", "/", "x", "-", "@", "%", " ", "9", "999", "row", "band", "rir", "rest", "s"])))
def test_nothing_breaks_it(words: list[str]) -> None:
    known = filled(BARE, "".join(words), catalogue.exercises())
    assert all(one.sets <= 20 for one in known.exercises)


def test_nothing_is_endless() -> None:
    assert len(filled(BARE, "row/band 1x1-1;" * 10_000, catalogue.exercises()).exercises) == 24
