"""``stridelift exercises``: what can be lifted where, and why the rest cannot."""

from __future__ import annotations

import pytest

from command import House, Json, stridelift
from stridelift.catalogue import exercises, in_order, phases

PLACES = """
[[places]]
name = "gym"
equipment = ["barbell", "rack", "bench"]
[[places]]
name = "home"
equipment = ["dumbbell"]
"""
LEVELS = "0, 1, 2, 3, novice, intermediate, advanced"
PHASES = "F, L, S, P, M, T, foundation, load, max_strength, power, maintenance, taper"


def listed(*options: str) -> dict[str, Json]:
    """The record of each exercise by its id."""
    done = stridelift("exercises", *options, "--json")
    assert (done.code, done.err) == (0, "")
    return {one["id"]: one for one in done.json["exercises"]}


def ways(entry: Json) -> dict[str, list[str]]:
    """The places of each mode that can be done."""
    return {one["mode"]: one["places"] for one in entry["modes"] if one["places"]}


@pytest.fixture
def at_two_places(house: House) -> House:
    house.config(PLACES)
    return house


@pytest.mark.usefixtures("house")
def test_without_a_config_everything_is_there() -> None:
    found = listed("--level", "advanced")
    assert list(found) == [one.id for one in in_order(exercises().values())]
    assert all(one["usable"] and not one["reasons"] for one in found.values())
    assert {mode["mode"] for mode in found["row"]["modes"]} == exercises()["row"].modes.keys()


@pytest.mark.usefixtures("at_two_places")
def test_each_mode_says_where() -> None:
    lunge = listed()["lunge_reverse"]
    assert ways(lunge) == {"barbell": ["gym"], "dumbbell": ["home"], "bodyweight": ["gym", "home"]}
    assert [one["lacks"] for one in lunge["modes"] if one["mode"] == "kettlebell"] == [["kettlebell"]]


@pytest.mark.usefixtures("at_two_places")
def test_what_lacks_least_is_named() -> None:
    """A box and a bar and a rack: the gym lacks one of them, home all three."""
    (barbell,) = (one for one in listed()["step_up"]["modes"] if one["mode"] == "barbell")
    assert (barbell["places"], barbell["lacks"]) == ([], ["box"])


@pytest.mark.usefixtures("at_two_places")
@pytest.mark.parametrize(
    ("at", "line"),
    [
        ("gym", "    barbell: 3 × 3–6 @ 80–90 % 1RM, 2 in reserve, rest 3 min"),
        ("home", "  Back or front squat [B]: not done: lacks barbell and rack or smith_machine"),
    ],
)
def test_at_one_place(at: str, line: str) -> None:
    squat = stridelift("exercises", "--at", at).out.split("\nsquat\n")[1].split("\n\n")[0]
    assert line in squat.splitlines()


@pytest.mark.parametrize(
    ("config", "options", "uid", "reasons"),
    [
        ("", (), "drop_jump", ["level 3 (advanced)"]),
        ("", ("--level", "1"), "squat_barbell", ["level 2 (intermediate)"]),
        ("", ("--level", "2"), "squat_barbell", []),
        ("", ("--phase", "foundation"), "kettlebell_swing", ["not in foundation"]),
        ("", ("--phase", "T"), "bounding", ["not in taper"]),
        ("", ("--level", "novice"), "bounding", ["level 2 (intermediate)", "not in foundation"]),
        ('athlete.spare = ["low_back"]\n', (), "deadlift", ["spared: lower back"]),
        ('constraints.session_content.ban = ["deadlift"]\n', (), "deadlift", ["banned"]),
        ("constraints.session_content.highest_level = 1\n", (), "squat_barbell", ["level 2, above highest_level 1"]),
    ],
)
def test_reasons(house: House, config: str, options: tuple[str, ...], uid: str, reasons: list[str]) -> None:
    house.config(config)
    entry = listed(*options)[uid]
    assert (entry["usable"], entry["reasons"]) == (not reasons, reasons)


@pytest.mark.parametrize(
    ("config", "options", "phase", "level"),
    [
        ("", (), "S", 2),
        ('athlete.level = "novice"\n', (), "F", 0),
        ('athlete.level = "novice"\nathlete.accustomed = true\n', (), "L", 0),
        ('athlete.phase = "power"\n', ("--level", "3"), "P", 3),
        ('athlete.phase = "power"\n', ("--phase", "maintenance"), "M", 2),
    ],
)
def test_phase_and_level_are_the_athletes(
    house: House, config: str, options: tuple[str, ...], phase: str, level: int
) -> None:
    house.config(config)
    record = stridelift("exercises", *options, "--json").json
    assert (record["phase"], record["level"]) == (phase, level)


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("letter", phases())
def test_doses_are_those_of_the_phase(letter: str) -> None:
    """With a weight that can be set, as the catalogue has them."""
    squat, dose = listed("--phase", letter)["squat_barbell"]["modes"][0], exercises()["squat_barbell"].doses[letter]
    assert dose.reps
    assert dose.pct1rm
    assert (squat["sets"], squat["reps"], squat["pct1rm"], squat["rir"], squat["rest_s"]) == (
        dose.sets,
        [*dose.reps],
        [*dose.pct1rm],
        dose.rir,
        dose.rest_s,
    )


@pytest.mark.usefixtures("house")
def test_the_text_groups_by_movement_with_grades() -> None:
    blocks = stridelift("exercises", "--level", "3").out.split("\n\n")
    names = [block.splitlines()[0] for block in blocks[1:]]
    assert len(names) == len(set(names))
    assert {"squat", "hinge", "single leg", "calf", "core", "push", "pull", "prevention", "power"} <= set(names)
    heads = [line for block in blocks[1:] for line in block.splitlines() if line.startswith("  ") and line[2] != " "]
    assert len(heads) == len(exercises())
    assert all(line.endswith(("[A]", "[B]", "[C]", "[D]", "[E]")) for line in heads)


@pytest.mark.usefixtures("at_two_places")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--at", "gymm"), ["no place is called 'gymm'; there are gym, home.", "Maybe you meant 'gym'."]),
        (("--at", "office"), ["no place is called 'office'; there are gym, home."]),
        (("--level", "advancd"), [f"no level is called 'advancd'; there are {LEVELS}.", "Maybe you meant 'advanced'."]),
        (("--level", "4"), [f"no level is called '4'; there are {LEVELS}."]),
        (("--phase", "powr"), [f"no phase is called 'powr'; there are {PHASES}.", "Maybe you meant 'power'."]),
    ],
)
def test_a_word_that_stands_for_nothing(options: tuple[str, ...], message: list[str]) -> None:
    done = stridelift("exercises", *options, "--json")
    assert (done.code, done.out) == (2, "")
    assert done.err.removeprefix("error: ").splitlines() == message


def test_an_own_exercise_is_listed(house: House) -> None:
    house.config(
        '[exercises.sled_push]\nname = "Sled \\u001b[31mpush"\npattern = "lunge"\nprofile = "main_unilateral"\n'
        'primary = ["quads"]\nmodes.sled = { needs = ["sled"], stress = "moderate" }\n'
        '[[places]]\nname = "yard"\nequipment = ["sled"]\n'
    )
    assert ways(listed()["sled_push"]) == {"sled": ["yard"]}
    text = stridelift("exercises").out
    assert "  Sled  [31mpush [E]\n    sled: 3 × 6–15, 2 in reserve" in text
    assert "\N{ESCAPE}" not in text
