"""The catalogue holds together."""

from __future__ import annotations

from itertools import product

import pytest

from stridelift import _catalogue as data
from stridelift.catalogue import _block, all_equipment, exercises, loadable, prescription
from stridelift.domain import Dose, Level, Prescription
from stridelift.resources import load_toml

FAMILIES = ["squat", "lunge", "deadlift", "kettlebell", "single_leg", "plyometrics", "core", "arm_drills", "upper_body"]
NAMED_IN_THE_FOUNDING_TEXT = [
    "suitcase_deadlift", "kettlebell_swing", "squat_single_leg_box", "lunge_reverse", "jump_squat", "bounding",
    "plank_front", "plank_side", "arm_circles", "arm_swing_drill",
]  # fmt: skip

# Minutes of an exercise with the doses of max strength, as the table of the evidence has them.
BLOCK_MINUTES = {
    "squat_bodyweight": 5.3, "squat_goblet": 8.2, "squat_barbell": 11.4, "leg_press": 10.2, "split_squat": 8.0,
    "lunge_reverse": 7.2, "lunge_walking": 7.2, "split_squat_rear_foot_elevated": 9.4, "deadlift": 11.2,
    "romanian_deadlift": 8.2, "suitcase_deadlift": 7.2, "kettlebell_swing": 4.7, "step_up": 8.2, "step_down": 7.7,
    "rdl_single_leg": 7.4, "squat_single_leg_box": 7.4, "glute_bridge": 2.7, "hip_thrust": 9.3,
    "band_lateral_walk": 3.1, "nordic_hamstring": 3.6, "leg_curl_slider": 5.2, "copenhagen_plank": 4.2,
    "calf_raise_double": 5.2, "calf_raise_single": 6.9, "soleus_raise": 7.7, "tibialis_raise": 2.1, "foot_core": 4.0,
    "pogo_jump": 3.1, "jump_squat": 4.5, "box_jump": 4.8, "bounding": 3.1, "hop_single_leg": 2.8, "drop_jump": 3.4,
    "plank_front": 4.0, "plank_side": 6.2, "dead_bug": 6.1, "pallof_press": 6.3, "carry_suitcase": 6.9, "push_up": 5.6,
    "row": 5.9, "press_overhead": 7.4, "pull_vertical": 6.0, "arm_swing_drill": 1.0, "arm_circles": 1.0,
}  # fmt: skip


def test_the_whole_catalogue_is_there() -> None:
    raw = load_toml("catalogue.toml")
    assert (len(raw["exercises"]), len(raw["profiles"]), "".join(raw["phases"])) == (44, 16, "FLSPMT")
    assert {entry["profile"] for entry in raw["exercises"].values()} == raw["profiles"].keys()
    assert data.catalogue().bodyweight.loads <= all_equipment()


@pytest.mark.parametrize(("family", "level"), list(product(FAMILIES, Level)))
def test_families_of_the_founding_text_are_reachable(family: str, level: Level) -> None:
    assert [one for one in exercises().values() if one.family == family and one.min_level <= level.rank and one.doses]


@pytest.mark.parametrize("uid", NAMED_IN_THE_FOUNDING_TEXT)
def test_examples_of_the_founding_text_are_there(uid: str) -> None:
    assert exercises()[uid].doses


@pytest.mark.parametrize(("uid", "minutes"), BLOCK_MINUTES.items())
def test_time_model_gives_the_minutes_of_the_evidence(uid: str, minutes: float) -> None:
    """With all sets of max strength, of a mode that keeps the repetitions of the file."""
    exercise = exercises()[uid]
    block = _block(Prescription(exercise, next(iter(exercise.modes)), exercise.doses["S"]))
    assert block / 60 == pytest.approx(minutes, abs=0.06)


def test_doses_replace_the_profile_and_phases_can_be_left_out() -> None:
    assert exercises()["squat_goblet"].doses["S"].reps == (6, 8)
    assert exercises()["squat_goblet"].doses["L"].pct1rm == (67, 80)
    assert "P" not in exercises()["squat_bodyweight"].doses
    assert "F" not in exercises()["jump_squat"].doses


def test_any_dose_is_measured() -> None:
    one = prescription(exercises()["squat_barbell"], "barbell", Dose(sets=5, rest_s=60, reps=(5, 5)))
    assert (one.full_sets, one.seconds, one.points, one.loaded) == (5, 60 + 180 + 4 * 60 + 5 * 5 * 4 + 30, 1500, True)


@pytest.mark.parametrize(
    ("uid", "modes"), [("squat_barbell", ["barbell", "smith"]), ("step_down", ["dumbbell"]), ("plank_front", [])]
)
def test_modes_that_take_a_load(uid: str, modes: list[str]) -> None:
    assert loadable(exercises()[uid]) == modes
