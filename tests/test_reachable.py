"""Every exercise, mode, dose profile, phase and level is lifted under some config, or is named here with the reason."""

from __future__ import annotations

import pytest

from command import House
from reach import LIMITS, Wanted, reached, wishes
from stridelift.catalogue import exercises, menu
from stridelift.domain import Level, Prescription
from stridelift.resources import load_toml

NOVICE, MIDDLE, ADVANCED = Level
FAMILIES = {  # what the product grew from, each with an example
    "squats": Wanted("squat_barbell", "barbell", "S", MIDDLE),
    "lunges": Wanted("lunge_reverse", "dumbbell", "L", NOVICE),
    "deadlifts": Wanted("deadlift", "trap_bar", "S", ADVANCED),
    "kettlebell swings": Wanted("kettlebell_swing", "kettlebell", "P", MIDDLE),
    "suitcase deadlifts": Wanted("suitcase_deadlift", "kettlebell", "F", NOVICE),
    "single-leg work": Wanted("squat_single_leg_box", "dumbbell", "M", MIDDLE),
    "plyometrics": Wanted("drop_jump", "bodyweight", "P", ADVANCED),
    "core": Wanted("plank_side", "bodyweight", "T", NOVICE),
    "arm drills": Wanted("arm_swing_drill", "bodyweight", "F", NOVICE),
    "free weights, upper body": Wanted("press_overhead", "dumbbell", "S", MIDDLE),
    "machines, upper body": Wanted("pull_vertical", "machine", "L", MIDDLE),
    "machines, lower body": Wanted("leg_press", "machine", "T", MIDDLE),
    "bands, lower body": Wanted("romanian_deadlift", "band", "S", NOVICE),
    "bands, upper body": Wanted("press_overhead", "band", "S", MIDDLE),
    "body weight, lower body": Wanted("squat_bodyweight", "bodyweight", "F", NOVICE),
    "body weight, upper body": Wanted("push_up", "bodyweight", "F", NOVICE),
}

_BARE = "done with body weight alone it is the same work for the model, and that is possible everywhere"
_DRILL = "a drill begins with body weight, which is possible everywhere"
UNREACHED = {
    ("squat_bodyweight", "box"): _BARE,
    ("pogo_jump", "rope"): _BARE,
    ("pull_vertical", "band_assisted"): "the same bar without the band is the same work for the model",
    ("arm_swing_drill", "dumbbell"): _DRILL,
    ("arm_circles", "band"): _DRILL,
}
_LIGHT = "the foundation has no heavy session, and two sets of a heavy lift make one"
OUT_OF_PHASE = {("squat_barbell", "F"): _LIGHT, ("leg_press", "F"): _LIGHT}
RAW = load_toml("catalogue.toml")
DOSES = [(name, phase) for name, table in RAW["profiles"].items() for phase in "FLSPMT" if phase in table]


def overshadowed(one: Prescription, other: Prescription) -> bool:
    """Whether ``other`` can be done wherever ``one`` can, comes first, and is the same to the class of a session."""
    same = (other.exercise.id, other.sets, other.seconds, other.points, other.contacts, other.heavy_sets)
    return (
        other.needs <= one.needs
        and other.rank < one.rank
        and same == (one.exercise.id, one.sets, one.seconds, one.points, one.contacts, one.heavy_sets)
    )


def test_modes_that_no_config_reaches_are_named() -> None:
    """Those that something overshadows in every phase, and no others: so the rest is worth trying."""
    whole = [one for phase in "FLSPMT" for one in menu(ADVANCED, phase, LIMITS).choices if one.sets == one.full_sets]
    lit = {
        (one.exercise.id, one.mode)
        for one in whole
        if not any(overshadowed(one, other) for other in whole if other.dose.rir == one.dose.rir)
    }
    every = {(uid, mode) for uid, exercise in exercises().items() for mode in exercise.modes}
    assert every - lit == UNREACHED.keys()


@pytest.mark.parametrize(("profile", "phase"), DOSES)
def test_every_dose_of_a_profile_belongs_to_an_exercise(profile: str, phase: str) -> None:
    """Unchanged: what the exercise says of its own replaces it."""
    entries = [one for one in RAW["exercises"].values() if one["profile"] == profile]
    assert [one for one in entries if phase not in {*one.get("doses", {}), *one.get("without", ())}]


@pytest.mark.parametrize("wanted", FAMILIES.values(), ids=FAMILIES)
def test_families_are_lifted(house: House, wanted: Wanted) -> None:
    assert reached(house, wanted)


@pytest.mark.prove
@pytest.mark.parametrize("uid", exercises())
def test_everything_is_lifted(house: House, uid: str) -> None:
    """In every mode, in every phase that has a dose, at every level that may; one config may show several of them.

    What is named above as out of reach must be so.
    """
    mine = [one for one in wishes() if one.uid == uid and (uid, one.mode) not in UNREACHED]
    missing = {word for one in mine for word in (one.mode, one.phase, one.level.value)}
    while missing and mine:
        wanted = max(mine, key=lambda one: len(missing & {one.mode, one.phase, one.level.value}))
        mine.remove(wanted)
        shown = {wanted.mode, wanted.phase, wanted.level.value}
        if missing & shown and reached(house, wanted):
            missing -= shown
    assert missing == {phase for name, phase in OUT_OF_PHASE if name == uid}
