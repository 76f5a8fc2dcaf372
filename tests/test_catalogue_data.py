"""The facts under models/ are checked: every mistake is refused with the file, the key and what stands there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from example import ROOT
from generate_docs import schemas
from stridelift import _catalogue, regions, shipped
from stridelift.catalogue import all_equipment, exercises
from stridelift.errors import ConfigError
from stridelift.resources import load_toml

READ: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "catalogue": _catalogue.catalogue_from,
    "classes": _catalogue.classes_from,
    "regions": regions.regions_from,
}
A_DOSE = {"sets": 1, "reps": [1, 2], "rest_s": 0}
ROW, SQUAT = "exercises.row", "exercises.squat_bodyweight"
EXERCISES = [  # key, what it becomes (None: left out), the key that is named, what is said of it
    (f"{ROW}.primary", ["quadz"], f"{ROW}.primary", "no muscle is called 'quadz'\nMaybe 'quads'."),
    (f"{ROW}.primary", [], f"{ROW}.primary", "at least 1 item"),
    (f"{ROW}.secondary", ["bicep"], f"{ROW}.secondary", "no muscle is called 'bicep'\nMaybe 'biceps'."),
    (f"{ROW}.pattern", "pul_h", f"{ROW}.pattern", "no pattern is called 'pul_h'\nMaybe 'pull_h'."),
    (f"{ROW}.modes.band.needs", ["bant"], f"{ROW}.modes.band.needs", "no equipment is called 'bant'\nMaybe 'band'."),
    (f"{ROW}.profile", "uper_main", f"{ROW}.profile", "no profile is called 'uper_main'\nMaybe 'upper_main'."),
    (f"{ROW}.profile", None, f"{ROW}.doses", "no dose in any phase"),
    (f"{ROW}.movements", ["squad"], f"{ROW}.movements", "no movement is called 'squad'\nMaybe 'squat'."),
    (f"{ROW}.cites", ["Storen"], f"{ROW}.cites", "no source is called 'Storen'"),
    (f"{ROW}.progress", ["pul"], f"{ROW}.progress", "no exercise is called 'pul'"),
    (f"{ROW}.regress", ["arm_circle"], f"{ROW}.regress", "'arm_circle'\nMaybe 'arm_circles'."),
    (f"{ROW}.setup_s", None, f"{ROW}.setup_s", "is missing"),
    (f"{ROW}.setups", 3, f"{ROW}.setups", "unknown key\nMaybe 'setup_s'."),
    (f"{ROW}.setup_s", "5", f"{ROW}.setup_s", "valid integer (it says '5')"),
    (f"{ROW}.modes", {}, f"{ROW}.modes", "at least 1 item"),
    (f"{ROW}.modes", None, f"{ROW}.modes", "is missing"),
    (f"{ROW}.modes.band.stress", "hard", f"{ROW}.modes.band.stress", "(it says 'hard')"),
    (f"{ROW}.modes.band.stress", "impact", f"{ROW}.modes.band.stress", "does not go with impact = 'none'"),
    (f"{ROW}.impact", "medium", f"{ROW}.impact", "(it says 'medium')"),
    (f"{ROW}.sides", 3, f"{ROW}.sides", "1 or 2 (it says 3)"),
    (f"{ROW}.sides", 0, f"{ROW}.sides", "1 or 2 (it says 0)"),
    (f"{ROW}.min_level", 4, f"{ROW}.min_level", "less than or equal to 3 (it says 4)"),
    (f"{ROW}.min_level", -1, f"{ROW}.min_level", "greater than or equal to 0 (it says -1)"),
    (f"{ROW}.doms", 4, f"{ROW}.doms", "less than or equal to 3 (it says 4)"),
    (f"{ROW}.doms", -1, f"{ROW}.doms", "greater than or equal to 0 (it says -1)"),
    (f"{ROW}.rank", 10, f"{ROW}.rank", "less than or equal to 9 (it says 10)"),
    (f"{ROW}.sec_per_rep", 0, f"{ROW}.sec_per_rep", "greater than 0 (it says 0)"),
    (f"{ROW}.grade", "F", f"{ROW}.grade", "(it says 'F')"),
    (f"{ROW}.grade", None, f"{ROW}.grade", "is missing"),
    (f"{ROW}.doses", {"S": A_DOSE | {"sets": 0}}, f"{ROW}.doses.S.sets", "equal to 1 (it says 0)"),
    (f"{ROW}.doses", {"S": A_DOSE | {"sets": -2}}, f"{ROW}.doses.S.sets", "equal to 1 (it says -2)"),
    (f"{ROW}.doses", {"S": A_DOSE | {"sets": True}}, f"{ROW}.doses.S.sets", "valid integer (it says True)"),
    (f"{ROW}.doses", {"S": A_DOSE | {"reps": [8, 5]}}, f"{ROW}.doses.S.reps", "the range [8, 5] is upside down"),
    (f"{ROW}.doses", {"S": A_DOSE | {"pct1rm": [90, 120]}}, f"{ROW}.doses.S.pct1rm.1", "(it says 120)"),
    (f"{ROW}.doses", {"S": A_DOSE | {"seconds": [5, 9]}}, f"{ROW}.doses.S", "either reps or seconds"),
    (f"{ROW}.doses", {"S": {"sets": 1, "rest_s": 0}}, f"{ROW}.doses.S", "either reps or seconds"),
    (f"{ROW}.doses", {"S": A_DOSE | {"rri": 2}}, f"{ROW}.doses.S.rri", "unknown key\nMaybe 'rir'."),
    (f"{ROW}.doses", {"X": A_DOSE}, f"{ROW}.doses.X", "(it says 'X')"),
    (f"{ROW}.without", ["X"], f"{ROW}.without.0", "(it says 'X')"),
    (f"{ROW}.without", list("FLSPMT"), f"{ROW}.doses", "no dose in any phase"),
    (f"{SQUAT}.doses.P", A_DOSE, f"{SQUAT}.doses.P", "P stands in without, too"),
    ("exercises.pogo_jump.profile", "iso_core", "exercises.pogo_jump.doses.F", "write reps in place of seconds"),
    ("exercises.Row", {}, "exercises.Row", "pattern"),
    ("profiles.foot.S.sets", 0, "profiles.foot.S.sets", "equal to 1 (it says 0)"),
    ("profiles.foot.X", A_DOSE, "profiles.foot.X", "unknown key"),
    ("profiles.foot.cites", ["Nobody1999"], "profiles.foot.cites", "no source is called 'Nobody1999'"),
    ("profiles.foot", {"grade": "D"}, "profiles.foot", "no dose in any phase"),
    ("phases.T", None, "phases", "nothing for T"),
    ("bodyweight.props", ["boxx"], "bodyweight.props", "no equipment is called 'boxx'\nMaybe 'box'."),
    ("bodyweight.loads", ["barbel"], "bodyweight.loads", "no equipment is called 'barbel'\nMaybe 'barbell'."),
    (f"{ROW}.progress", ["row"], f"{ROW}.progress", "in a circle: row → row"),
    (
        "exercises.squat_barbell.progress",
        ["squat_bodyweight"],
        "exercises.squat_bodyweight.progress",
        "in a circle: squat_bodyweight → squat_goblet → squat_barbell → squat_bodyweight",
    ),
    (f"{SQUAT}.regress", ["squat_goblet"], f"{SQUAT}.progress", "squat_goblet → squat_bodyweight"),
]
CLASSES = [
    ("classes.core", None, "classes", "nothing for core"),
    ("classes.cores", {}, "classes.cores", "(it says 'cores')"),
    ("classes.core.measures", {"point": [0, 8]}, "classes.core.measures.point", "(it says 'point')"),
    ("classes.core.measures", {"points": [8, 0]}, "classes.core.measures.points", "upside down"),
    ("classes.core.measures", {"points": [8, 8]}, "classes.core.measures.points", "nothing lies between 8 and 8"),
    ("classes.core.any_of", ["cary"], "classes.core.any_of", "no pattern is called 'cary'\nMaybe 'carry'."),
    ("classes.core.only", ["cary"], "classes.core.only", "no pattern is called 'cary'"),
    ("classes.core.grade", None, "classes.core.grade", "is missing"),
    ("classes.core.cites", ["X"], "classes.core.cites", "no source is called 'X'"),
    ("compound_patterns", ["squads"], "compound_patterns", "no pattern is called 'squads'"),
    ("movements.calf", ["calfs"], "movements.calf", "no pattern is called 'calfs'"),
    ("order", ["squat", "squat"], "order", "'squat' stands twice"),
    ("points_per_set.low", -1, "points_per_set.low", "(it says -1)"),
    ("points_per_contact.high", None, "points_per_contact", "nothing for high"),
    ("points_per_set.impact", 1, "points_per_set", "there is no 'impact'"),
    ("fewest_sets", 0, "fewest_sets", "(it says 0)"),
    ("evidence.order", None, "evidence.order", "is missing"),
    ("evidence.ordre", {"grade": "E"}, "evidence", "no number is called 'ordre'\nMaybe 'order'."),
    ("evidence.order.grade", "Z", "evidence.order.grade", "(it says 'Z')"),
]
HEEL = "regions.achilles_calf"
REGIONS = [
    (f"{HEEL}.ban", ["pogo"], f"{HEEL}.ban", "no exercise is called 'pogo'"),
    (f"{HEEL}.prefer", ["soleus"], f"{HEEL}.prefer", "no exercise is called 'soleus'"),
    (f"{HEEL}.prefer", ["pogo_jump"], f"{HEEL}.prefer", "'pogo_jump' is banned"),
    ("regions.bone_stress.prefer", ["pogo_jump"], "regions.bone_stress.prefer", "'pogo_jump' is banned"),
    (f"{HEEL}.pain_most", 11, f"{HEEL}.pain_most", "(it says 11)"),
    (f"{HEEL}.pain_stop", 3, f"{HEEL}.pain_stop", "3 is not above pain_most = 3"),
    (f"{HEEL}.grade", None, f"{HEEL}.grade", "is missing"),
    (f"{HEEL}.cites", ["X"], f"{HEEL}.cites", "no source is called 'X'"),
    (f"{HEEL}.bann", [], f"{HEEL}.bann", "unknown key\nMaybe 'ban'."),
]
FILES = {"catalogue": EXERCISES, "classes": CLASSES, "regions": REGIONS}
MISTAKES = [(name, *row) for name, rows in FILES.items() for row in rows]


def edited(name: str, path: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a hand may write
    """A models file with one key changed, or taken out where the value is None."""
    result = deepcopy(load_toml(f"{name}.toml"))
    *tables, key = path.split(".")
    table = result
    for step in tables:
        table = table.setdefault(step, {})
    if value is None:
        del table[key]
    else:
        table[key] = value
    return result


@pytest.mark.parametrize(("name", "path", "value", "key", "says"), MISTAKES)
def test_a_mistake_is_refused_with_file_key_and_value(name: str, path: str, value: Any, key: str, says: str) -> None:  # noqa: ANN401 - see edited
    with pytest.raises(ConfigError) as caught:
        READ[name](edited(name, path, value))
    assert any(line.startswith(f"models/{name}.toml: {key}: ") for line in str(caught.value).splitlines())
    assert says in str(caught.value)


@pytest.mark.parametrize("name", READ)
def test_the_shipped_files_hold(name: str) -> None:
    assert READ[name](load_toml(f"{name}.toml"))


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("a = \n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"broken\.toml: the file: Invalid value"):
        shipped.read(str(broken))


def test_words_are_those_that_are_used() -> None:
    found, used = _catalogue.catalogue(), exercises().values()
    assert {name for one in used for name in (*one.primary, *one.secondary)} == found.muscles.keys()
    assert {word for one in used for mode in one.modes.values() for word in mode.needs} == found.equipment.keys()
    assert {one.pattern for one in used} == set(_catalogue.classes().order)
    assert all_equipment() == found.equipment.keys()


def graded(table: Any) -> int:  # noqa: ANN401 - any depth of TOML
    """How many tables carry a grade."""
    if not isinstance(table, dict):
        return 0
    return ("grade" in table) + sum(map(graded, table.values()))


def test_every_fact_has_a_grade() -> None:
    catalogue, classes, spared = (load_toml(f"{name}.toml") for name in READ)
    assert {one.grade for one in exercises().values()} <= set("ABCDE")
    assert graded(catalogue) == len(catalogue["exercises"]) + len(catalogue["profiles"]) + 1  # body weight
    assert graded(classes) == len(classes["classes"]) + len(classes.keys() - {"classes", "evidence"})
    assert graded(spared) == len(spared["regions"])


@pytest.mark.parametrize("name", READ)
def test_schemas_are_fresh_and_named_by_their_files(name: str) -> None:
    file = ROOT / f"models/schema/{name}.schema.json"
    assert file.read_bytes() == schemas()[file], "Maybe run: make docs"
    head = (ROOT / f"models/{name}.toml").read_text(encoding="utf-8").splitlines()[0]
    assert head == f"#:schema schema/{name}.schema.json"


@pytest.mark.parametrize("name", READ)
def test_schemas_accept_the_files_and_refuse_others(name: str) -> None:
    file = ROOT / f"models/schema/{name}.schema.json"
    validator = Draft202012Validator(json.loads(file.read_bytes()))
    assert list(validator.iter_errors(load_toml(f"{name}.toml"))) == []
    assert list(validator.iter_errors({**load_toml(f"{name}.toml"), "exercise": {}}))
