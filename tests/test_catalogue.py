"""The catalogue holds together, and every class gets content of that class wherever it can be had."""

from __future__ import annotations

from copy import deepcopy
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from stridelift import _catalogue as data
from stridelift.catalogue import Missing, _unfit, all_equipment, describe, exercises, fits, points, seconds, session
from stridelift.domain import Level, Place, Prescription, Session, SessionClass
from stridelift.errors import ConfigError
from stridelift.resources import load_toml

EQUIPMENT = {
    "everything": all_equipment(),
    "gym": frozenset({"barbell", "rack", "bench", "box", "leg_press"}),
    "home": frozenset({"dumbbell", "band"}),
    "nothing": frozenset[str](),
}
MINUTES = {
    SessionClass.HEAVY: (35, 60),
    SessionClass.MODERATE: (30, 50),
    SessionClass.CORE: (15, 30),
    SessionClass.UPPER: (20, 45),
    SessionClass.PLYO_HIGH: (20, 45),
    SessionClass.PLYO_LOW: (15, 30),
}
CASES = list(product(EQUIPMENT, SessionClass, Level))
OUT_OF_REACH = {("nothing", SessionClass.HEAVY, level) for level in Level} | {
    (place, SessionClass.PLYO_HIGH, Level.NOVICE) for place in EQUIPMENT
}
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


def place(name: str) -> Place:
    return Place(name, EQUIPMENT[name])


def built(where: str, session_class: SessionClass, level: Level, minutes: tuple[int, int] | None = None) -> Session:
    made = session(session_class, place(where), level, minutes or MINUTES[session_class])
    assert isinstance(made, Session), made
    return made


def prescribed(uid: str, mode: str) -> Prescription:
    """With the doses of max strength as they stand in the file."""
    return Prescription(exercises()[uid], mode, exercises()[uid].doses["S"])


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
    frame = seconds([])
    block = seconds([prescribed(uid, next(iter(exercises()[uid].modes)))]) - frame
    assert frame == 540
    assert block / 60 == pytest.approx(minutes, abs=0.06)


def test_doses_replace_the_profile_and_phases_can_be_left_out() -> None:
    assert exercises()["squat_goblet"].doses["S"].reps == (6, 8)
    assert exercises()["squat_goblet"].doses["L"].pct1rm == (67, 80)
    assert "P" not in exercises()["squat_bodyweight"].doses
    assert "F" not in exercises()["jump_squat"].doses


@pytest.mark.parametrize(("where", "session_class", "level"), CASES)
def test_every_class_everywhere(where: str, session_class: SessionClass, level: Level) -> None:
    made = session(session_class, place(where), level, MINUTES[session_class])
    if (where, session_class, level) in OUT_OF_REACH:
        assert isinstance(made, Missing)
        return
    assert isinstance(made, Session)
    assert [one for one in SessionClass if fits(one, made.exercises) is None] == [session_class]
    low, high = MINUTES[session_class]
    assert low <= made.minutes <= high
    assert made.minutes % 5 == 0
    assert seconds(made.exercises) <= made.minutes * 60
    assert max(one.exercise.doms for one in made.exercises) < 3
    assert made.contacts <= data.classes().most_contacts[level]
    assert len({one.exercise.id for one in made.exercises}) == len(made.exercises)
    assert all(one.exercise.min_level <= level.rank for one in made.exercises)
    assert all(one.exercise.modes[one.mode].needs <= EQUIPMENT[where] for one in made.exercises)


@pytest.mark.parametrize("session_class", SessionClass)
def test_content_does_not_hang_on_the_order_of_the_kit(session_class: SessionClass) -> None:
    kits = (frozenset(sorted(all_equipment())), frozenset(sorted(all_equipment(), reverse=True)))
    made = [session(session_class, Place("x", kit), Level.ADVANCED, MINUTES[session_class]) for kit in kits]
    first, second = (one.exercises for one in made if isinstance(one, Session))
    assert first == second


def test_heavy_legs_in_the_gym() -> None:
    made = built("gym", SessionClass.HEAVY, Level.INTERMEDIATE)
    assert [one.exercise.id for one in made.exercises] == [
        "arm_swing_drill",
        "squat_barbell",
        "deadlift",
        "soleus_raise",
        "plank_front",
        "push_up",
    ]
    assert (made.title, made.minutes, made.leg_sets, points(made.exercises)) == ("Heavy legs", 50, 6, 27)


@pytest.mark.parametrize(
    ("most", "exercise_ids", "minutes"),
    [
        (49, ["arm_swing_drill", "squat_barbell", "deadlift", "soleus_raise", "plank_front"], 45),  # 44.3 minutes
        (44, ["arm_swing_drill", "squat_barbell", "deadlift", "soleus_raise"], 44),  # 40.3, rounded up but not beyond
        (40, ["arm_swing_drill", "squat_barbell", "deadlift"], 35),  # 32.6
    ],
)
def test_optional_exercises_go_first_from_the_end(most: int, exercise_ids: list[str], minutes: int) -> None:
    made = built("gym", SessionClass.HEAVY, Level.ADVANCED, (30, most))
    assert [one.exercise.id for one in made.exercises] == exercise_ids
    assert made.minutes == minutes


def test_then_sets_go() -> None:
    made = built("home", SessionClass.MODERATE, Level.INTERMEDIATE, (20, 20))
    assert [(one.exercise.id, one.dose.sets) for one in made.exercises] == [("squat_goblet", 2), ("lunge_reverse", 2)]
    assert (made.minutes, points(made.exercises)) == (20, 8)


def test_a_session_shorter_than_asked_takes_the_shortest_time() -> None:
    assert built("nothing", SessionClass.PLYO_LOW, Level.NOVICE, (45, 60)).minutes == 45


@pytest.mark.parametrize(
    ("where", "session_class", "level", "minutes", "reason"),
    [
        (
            "nothing",
            SessionClass.HEAVY,
            Level.ADVANCED,
            (35, 60),
            "needs barbell and rack or smith_machine or leg_press or dumbbell or kettlebell",
        ),
        ("everything", SessionClass.PLYO_HIGH, Level.NOVICE, (20, 45), "needs level intermediate"),
        ("nothing", SessionClass.CORE, Level.NOVICE, (5, 10), "needs more than 10 minutes"),
    ],
)
def test_missing_says_what_is_needed(
    where: str, session_class: SessionClass, level: Level, minutes: tuple[int, int], reason: str
) -> None:
    assert session(session_class, place(where), level, minutes) == Missing(session_class, where, reason)


def test_losing_sets_does_not_change_the_class() -> None:
    """Squat and hinge with fewer sets would fit into half an hour, and be no heavy session any more."""
    kit = frozenset({"smith_machine", "trap_bar"})
    made = session(SessionClass.HEAVY, Place("x", kit), Level.ADVANCED, (20, 30))
    assert isinstance(made, Missing)
    assert made.reason.startswith("needs more than 30 minutes or leg_press or ")


@pytest.mark.parametrize(
    ("content", "misfit"),
    [
        ([("squat_barbell", "barbell"), ("deadlift", "barbell")], None),
        ([("squat_barbell", "barbell"), ("squat_goblet", "dumbbell")], "points from 18 to below inf (these are 15)"),
    ],
)
def test_heavy_begins_at_18_points(content: list[tuple[str, str]], misfit: str | None) -> None:
    assert fits(SessionClass.HEAVY, [prescribed(*one) for one in content]) == misfit


@pytest.mark.parametrize(
    ("session_class", "uids", "misfit"),
    [
        (SessionClass.MODERATE, ["squat_barbell"], "heavy sets from 0 to below 2 (these are 3)"),
        (SessionClass.PLYO_LOW, ["push_up"], "contacts from 1 to below 61 (these are 0)"),
        (SessionClass.UPPER, ["plank_front"], "one of pull_h, pull_v, push_h, push_v"),
        (SessionClass.UPPER, ["push_up", "band_lateral_walk"], "no hip_abduction"),
        (SessionClass.CORE, ["push_up"], "one of anti_extension, anti_lateral, anti_rotation, carry"),
    ],
)
def test_misfits(session_class: SessionClass, uids: list[str], misfit: str) -> None:
    assert fits(session_class, [prescribed(uid, next(iter(exercises()[uid].modes))) for uid in uids]) == misfit


def test_contacts_have_a_limit_for_each_level() -> None:
    jumps = tuple(prescribed(uid, "bodyweight") for uid in ("pogo_jump", "jump_squat", "hop_single_leg"))
    assert _unfit(SessionClass.PLYO_HIGH, [], jumps, Level.NOVICE, 60) == ["at most 60 contacts (these are 95.5)"]
    assert _unfit(SessionClass.PLYO_HIGH, [], jumps, Level.INTERMEDIATE, 60) == []


def test_points_count_ground_contacts_by_impact() -> None:
    jumps = [prescribed("pogo_jump", "bodyweight"), prescribed("hop_single_leg", "bodyweight")]
    assert points(jumps) == pytest.approx(52.5 * 0.02 + 2 * 7 * 2 * 0.06)


@pytest.mark.parametrize(
    ("where", "session_class", "text"),
    [
        ("home", SessionClass.HEAVY, "Goblet squat (dumbbell): 3 x 6-8, 2 in reserve, rest 150 s"),
        ("gym", SessionClass.HEAVY, "Back or front squat (barbell): 3 x 3-6 @ 80-90 % 1RM, 2 in reserve, rest 180 s"),
        ("nothing", SessionClass.MODERATE, "Reverse lunge (bodyweight): 3 x 6-15 a side, 2 in reserve, rest 120 s"),
        ("nothing", SessionClass.MODERATE, "Two-leg calf raise (bodyweight): 3 x 8-20, 2 in reserve, rest 90 s"),
        ("nothing", SessionClass.CORE, "Front plank (bodyweight): 3 x 30-45 s, 2 in reserve, rest 45 s"),
        ("nothing", SessionClass.CORE, "Arm circles / band pull-apart (bodyweight): 1 x 20-30 s"),
    ],
)
def test_describe(where: str, session_class: SessionClass, text: str) -> None:
    lines = [describe(one) for one in built(where, session_class, Level.INTERMEDIATE).exercises]
    plain = [line.replace("\N{MULTIPLICATION SIGN}", "x").replace("\N{EN DASH}", "-") for line in lines]
    assert text in plain


def edited(name: str, path: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a hand may write
    """A models file with one key changed, or taken out where the value is None."""
    result = deepcopy(load_toml(name))
    *tables, key = path.split(".")
    table = result
    for step in tables:
        table = table[step]
    if value is None:
        del table[key]
    else:
        table[key] = value
    return result


@pytest.mark.parametrize(
    ("name", "path", "value", "message"),
    [
        ("catalogue.toml", "exercises.row.setup_s", None, "exercises.row.setup_s: Field required"),
        ("catalogue.toml", "exercises.row.setups", 3, "exercises.row.setups: Unexpected keyword argument"),
        ("catalogue.toml", "exercises.row.profile", "uper", "exercises.row.profile: no profile is called 'uper'"),
        ("catalogue.toml", "exercises.row.progress", ["pul"], "exercises.row: nothing is called 'pul'"),
        ("catalogue.toml", "exercises.row.impact", "medium", "exercises.row: nothing is called 'medium'"),
        ("catalogue.toml", "exercises.row.min_level", 7, "exercises.row.min_level: 7 is above advanced"),
        ("catalogue.toml", "exercises.row.modes.band.stress", "hard", "exercises.row: nothing is called 'hard'"),
        ("catalogue.toml", "exercises.row.doses", {"X": {"sets": 1, "reps": [1, 2], "rest_s": 0}}, "called 'X'"),
        (
            "catalogue.toml",
            "exercises.row.doses",
            {"S": {"sets": 1, "rest_s": 0}},
            "row.doses.S: either reps or seconds",
        ),
        ("catalogue.toml", "exercises.row.doses", {"S": {"sets": 1, "rri": 2}}, "exercises.row.doses.S.re"),
        ("classes.toml", "classes.core", None, "classes: Value error, nothing for core"),
        ("classes.toml", "classes.core.measures", {"point": [0, 8]}, "classes.core.measures.point"),
        ("classes.toml", "most_contacts.novice", None, "most_contacts: Value error, nothing for novice"),
        ("templates.toml", "core.phase.novice", "Q", "core.phase: no phase is called 'Q'"),
        ("templates.toml", "core.templates", [[{"slot": "x", "take": ["row/rope"]}]], "catalogue has no 'row/rope'"),
    ],
)
def test_a_mistake_in_the_data_is_named(name: str, path: str, value: Any, message: str) -> None:  # noqa: ANN401 - see edited
    read = {"catalogue": data.catalogue_from, "classes": data.classes_from, "templates": data.recipes_from}
    with pytest.raises(ConfigError) as caught:
        read[name.removesuffix(".toml")](edited(name, path, value))
    assert caught.value.message.startswith(f"models/{name}: ")
    assert message in caught.value.message


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("a = \n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"broken\.toml: the file: Invalid value"):
        data._load(str(broken))
