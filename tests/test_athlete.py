"""The athlete's own exercises, equipment, phase and regions to spare, as the config has them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from command import House, Json
from ics import USUAL, week
from stridelift.catalogue import exercises, menu
from stridelift.config import Config, load
from stridelift.domain import Exercise, Level, Session, SessionClass
from stridelift.errors import ConfigError
from stridelift.prescribe import filled, stored

SLED = """
[exercises.my_sled_push]
name = "Sled push"
pattern = "lunge"
primary = ["quads", "glute_max"]
modes.sled = { needs = ["sled"], stress = "moderate" }
profile = "carry"
"""
AT_CLUB = '[[places]]\nname = "club"\nequipment = ["sled", "dumbbell"]\n'
MISTAKES = [  # text, line, key, what is said
    (SLED.replace("carry", "cary"), 7, "exercises.my_sled_push.profile", "'cary'.\nMaybe you meant 'carry'"),
    (SLED.replace("quads", "quadz"), 5, "exercises.my_sled_push.primary", "'quadz'.\nMaybe you meant 'quads'"),
    (SLED.replace('"lunge"', '"lung"'), 4, "exercises.my_sled_push.pattern", "you meant 'lunge'"),
    (SLED.replace('"moderate"', '"hard"'), 6, "exercises.my_sled_push.modes.sled.stress", "(it says 'hard')"),
    (SLED.replace('["sled"]', '["dumbell"]'), 6, "exercises.my_sled_push.modes.sled.needs", "you meant 'dumbbell'"),
    (SLED.replace("modes.sled", "mode.sled"), 2, "exercises.my_sled_push.mode", "you meant 'modes'"),
    ('[exercises.x]\nname = "x"\npattern = "lunge"', 1, "exercises.x.modes", "is missing"),
    (SLED + "sets = 3", 8, "exercises.my_sled_push.sets", "unknown key"),
    (SLED + "sides = 3", 8, "exercises.my_sled_push.sides", "1 or 2 (it says 3)"),
    (SLED + 'impact = "low"', 6, "exercises.my_sled_push.modes.sled.stress", "does not go with impact = 'low'"),
    (SLED + "[exercises.my_sled_push.doses]\nS = { sets = 0, reps = [1, 2], rest_s = 3 }",
     9, "exercises.my_sled_push.doses.S.sets", "(it says 0)"),
    (SLED + 'progress = ["my_sled_push"]', 8, "exercises.my_sled_push.progress", "in a circle"),
    ('[exercises.squat_barbell]\nprogress = ["squat_goblet"]', 2, "exercises.squat_barbell.progress", "in a circle"),
    ("[exercises.squat_bodyweight.doses]\nP = { sets = 1, reps = [1, 2], rest_s = 3 }",
     2, "exercises.squat_bodyweight.doses.P", "stands in without"),
    ("[exercises.My-Sled]", 1, "exercises.My-Sled", "pattern"),
    ("[exercises]\nrow = 5", 2, "exercises.row", "a table belongs here"),
    ("[athlete.lifts.my_sled_pull]\none_rm = 90\n" + SLED, 1, "athlete.lifts.my_sled_pull", "you meant 'my_sled_push'"),
    ("exercises = 5", 1, "exercises", "a table belongs here"),
    (SLED + AT_CLUB.replace('"sled"', '"sledd"'), 10, "places.0.equipment.0", "you meant 'sled'"),
    (AT_CLUB, 3, "places.0.equipment.0", "no exercise uses 'sled'"),
    ('[constraints.session_content]\nban = ["row", "bow"]', 2, "constraints.session_content.ban", "'bow'"),
    ('athlete.phase = "peak"', 1, "athlete.phase", "'peak' is no phase; there are foundation, load, max_strength"),
    ('athlete.spare = ["achilles"]', 1, "athlete.spare.0", "there are achilles_calf, knee_front"),
    ("athlete.clinician_clearance = 1.5", 1, "athlete.clinician_clearance", "boolean"),
    ('preset = "injury_return"', 1, "preset", "a clinician has cleared you"),
    ('preset = "injury_return"\nathlete.clinician_clearance = false', 1, "preset", "no plan can judge an injury"),
]  # fmt: skip


def config(folder: Path, text: str) -> Config:
    file = folder / "stridelift.toml"
    file.write_text(text, encoding="utf-8")
    return load(file).config


def own(folder: Path, text: str) -> Exercise:
    (found,) = config(folder, text).own
    return found


@pytest.mark.parametrize(("text", "line", "key", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, line: int, key: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config(tmp_path, text)
    assert f"{tmp_path / 'stridelift.toml'}:{line}: {key}: " in str(caught.value)
    assert says in str(caught.value)


def test_an_own_exercise_says_little_and_is_usual_elsewhere(tmp_path: Path) -> None:
    sled = own(tmp_path, SLED)
    assert (sled.id, sled.grade, sled.rank, sled.impact, sled.sides, sled.min_level) == (
        "my_sled_push", "E", 3, "none", 1, 0,
    )  # fmt: skip
    assert sled.doses == exercises()["carry_suitcase"].doses
    assert (sled.movements, sled.compound) == (("single_leg",), True)


def test_own_equipment_can_be_at_a_place(tmp_path: Path) -> None:
    assert config(tmp_path, SLED + AT_CLUB).places[0].equipment == ("sled", "dumbbell")


def test_own_doses_need_no_profile(tmp_path: Path) -> None:
    text = SLED.replace('profile = "carry"', "doses.S = { sets = 4, seconds = [10, 20], rest_s = 90 }")
    assert {phase: dose.seconds for phase, dose in own(tmp_path, text).doses.items()} == {"S": (10, 20)}


@pytest.mark.parametrize(("load", "pct1rm", "reps"), [("", None, (6, 15)), (", load = true", (75, 85), (4, 6))])
def test_own_equipment_says_whether_its_load_can_be_set(
    tmp_path: Path, load: str, pct1rm: tuple[int, int] | None, reps: tuple[int, int]
) -> None:
    text = SLED.replace('"moderate" }', f'"heavy"{load} }}').replace('"carry"', '"main_unilateral"')
    mine = config(tmp_path, text).own
    (first, *_) = [one for one in menu(Level.NOVICE, "S", own=mine).choices if one.exercise.id == "my_sled_push"]
    assert (first.dose.pct1rm, first.dose.reps, first.loaded) == (pct1rm, reps, True)


def test_content_of_own_exercises_comes_back_from_the_calendar(tmp_path: Path) -> None:
    mine = config(tmp_path, SLED).own
    (choice, *_) = [one for one in menu(Level.NOVICE, "S", own=mine).choices if one.exercise.id == "my_sled_push"]
    session = Session(SessionClass.MODERATE, 30)
    text = stored(replace(session, exercises=(choice,)))
    assert filled(session, text, exercises()).exercises == ()
    assert stored(filled(session, text, exercises(mine))) == text


def test_a_shipped_exercise_is_changed_by_its_changed_keys(tmp_path: Path) -> None:
    text = """
[exercises.squat_barbell]
min_level = 0
modes.safety_bar = { needs = ["safety_bar", "rack"], stress = "heavy" }
doses.S = { sets = 5, reps = [5, 5], rest_s = 200 }
"""
    changed, shipped = own(tmp_path, text), exercises()["squat_barbell"]
    assert (changed.min_level, changed.name, changed.ramp_sets) == (0, shipped.name, shipped.ramp_sets)
    assert list(changed.modes) == ["barbell", "smith", "safety_bar"]
    assert (changed.doses["S"].sets, changed.doses["L"]) == (5, shipped.doses["L"])


def test_the_menu_has_own_exercises_in_place_of_shipped_ones(tmp_path: Path) -> None:
    mine = config(
        tmp_path, SLED + '[exercises.squat_goblet]\nmodes.sandbag = { needs = ["sandbag"], stress = "heavy" }'
    ).own
    modes = {(one.exercise.id, one.mode) for one in menu(Level.NOVICE, "S", own=mine).choices}
    assert {("my_sled_push", "sled"), ("squat_goblet", "sandbag"), ("squat_goblet", "dumbbell")} <= modes
    assert modes - {(one.exercise.id, one.mode) for one in menu(Level.NOVICE, "S").choices} == {
        ("my_sled_push", "sled"),
        ("squat_goblet", "sandbag"),
    }


@pytest.mark.parametrize(
    ("written", "phase"),
    [("foundation", "F"), ("load", "L"), ("max_strength", "S"), ("power", "P"), ("maintenance", "M"), ("taper", "T")],
)
def test_phases(tmp_path: Path, written: str, phase: str) -> None:
    assert config(tmp_path, f'athlete.phase = "{written}"').athlete.phase == phase
    assert config(tmp_path, f'athlete.phase = "{phase}"').athlete.phase == phase


def test_nothing_said(tmp_path: Path) -> None:
    found = config(tmp_path, "")
    assert (found.athlete.phase, found.athlete.spare, found.athlete.clinician_clearance, found.own) == (
        None, (), False, (),
    )  # fmt: skip


def test_a_cleared_athlete_may_return(tmp_path: Path) -> None:
    assert config(tmp_path, 'preset = "injury_return"\nathlete.clinician_clearance = true').preset == "injury_return"


# Plans.

BAR = """
[exercises.safety_bar_squat]
name = "Safety-bar squat"
pattern = "squat"
primary = ["quads", "glute_max"]
modes.bar = { needs = ["safety_bar"], stress = "heavy", load = true }
profile = "main_bilateral"
rank = 1
[[places]]
name = "cellar"
equipment = ["safety_bar"]
"""
RUNS = week("2026-11-30", USUAL)


def ids(result: Json) -> set[str]:
    return {one["id"] for session in result["sessions"] for one in session["exercises"]}


def test_own_equipment_makes_a_heavy_session_that_stays_in_the_feed(house: House) -> None:
    house.config(BAR)
    first = house.solve(RUNS, "-o", house.folder / "strength.ics")
    heavy = [one for one in first["sessions"] if one["class"] == "heavy"]
    assert [one["id"] for session in heavy for one in session["exercises"]].count("safety_bar_squat") == len(heavy) > 0
    again = house.solve(RUNS, "-o", house.folder / "strength.ics")
    frozen = [one for one in first["sessions"] if one["start"] == "2026-11-30T06:00:00+01:00"]
    assert [one["start"] for one in again["existing"]] == [one["start"] for one in frozen]
    left = [one for one in first["sessions"] if one not in frozen]
    assert [(one["uid"], one["start"], one["exercises"]) for one in again["sessions"]] == [
        (one["uid"], one["start"], one["exercises"]) for one in left
    ]


def test_what_is_spared_is_left_out_with_a_word_of_caution(house: House) -> None:
    house.config('athlete.spare = ["low_back"]')
    result = house.solve(RUNS)
    assert not ids(result) & {"squat_barbell", "deadlift", "kettlebell_swing"}
    assert [text for text in result["warnings"] if text.startswith("lower back: ") and "Ask a clinician" in text]
    house.config('athlete.spare = ["low_back"]\nathlete.clinician_clearance = true')
    assert not [text for text in house.solve(RUNS)["warnings"] if "clinician" in text]


def test_the_phase_of_the_config_counts(house: House) -> None:
    house.config('athlete.phase = "foundation"')
    assert house.solve(RUNS)["sessions"]
    found = house.situation(RUNS).instance.menu
    assert found is not None
    assert found.phase == "F"
