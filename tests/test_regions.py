"""Regions to spare: what is left out and what is taken instead, and no promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stridelift.catalogue import exercises, menu
from stridelift.domain import Level
from stridelift.regions import advice, banned, caution, preferred, regions

BANNED = [
    ((), set()),
    (("achilles_calf",), {"pogo_jump", "drop_jump", "hop_single_leg", "bounding", "jump_squat"}),
    (("low_back",), {"squat_barbell", "deadlift", "kettlebell_swing"}),
    (("low_back", "groin_hip"), {"squat_barbell", "deadlift", "kettlebell_swing", "lunge_walking", "bounding"}),
]
EVERY_JUMP = {uid for uid, one in exercises().items() if one.impact != "none"}


@pytest.mark.parametrize(("spare", "out"), BANNED)
def test_what_is_left_out(spare: tuple[str, ...], out: set[str]) -> None:
    assert banned(spare) == out


def test_a_bone_takes_no_impact_of_own_exercises_either() -> None:
    skipping = replace(exercises()["pogo_jump"], id="skipping")
    stepping = replace(exercises()["step_up"], id="stepping")
    assert banned(["bone_stress"], [skipping, stepping]) == EVERY_JUMP | {"skipping"}


def test_what_is_taken_instead() -> None:
    assert preferred([]) == frozenset()
    assert preferred(["hamstring"]) == {"glute_bridge", "leg_curl_slider"}
    assert preferred(["achilles_calf", "hamstring"]) == preferred(["achilles_calf"]) | preferred(["hamstring"])


@pytest.mark.parametrize("region", regions())
@pytest.mark.parametrize("other", regions())
def test_what_is_taken_instead_is_never_left_out(region: str, other: str) -> None:
    assert not preferred([region, other]) & banned([region, other])


def test_the_menu_leaves_out_and_puts_first() -> None:
    whole = menu(Level.INTERMEDIATE, "S")
    spare = ["low_back"]
    spared = menu(Level.INTERMEDIATE, "S", banned=banned(spare), preferred=preferred(spare))
    assert {one.exercise.id for one in whole.choices} - {one.exercise.id for one in spared.choices} == banned(spare)
    ranks = {one.exercise.id: one.exercise.rank for one in spared.choices}
    before = {one.exercise.id: one.exercise.rank for one in whole.choices}
    assert (before["split_squat"], ranks["split_squat"]) == (3, 1)
    assert (before["leg_press"], ranks["leg_press"]) == (2, 0)
    assert {uid for uid in ranks if ranks[uid] != before[uid]} == preferred(spare)


def test_an_athlete_without_clearance_is_sent_to_a_clinician() -> None:
    assert caution([], cleared=False) is None
    assert caution(["knee_front"], cleared=True) is None
    said = caution(["knee_front", "low_back"], cleared=False)
    assert said is not None
    assert said.startswith("front of the knee and lower back: ")
    assert "Ask a clinician" in said


def test_advice_names_the_pain_at_which_to_stop() -> None:
    assert list(advice(["knee_front"])) == ["front of the knee: stop when pain goes above 2 of 10"]
    (heel,) = advice(["achilles_calf"])
    assert "above 3 of 10 or has not settled by the next morning; before the first jump: 20 to 25" in heel
    (bone,) = advice(["bone_stress"])
    assert bone.startswith(
        "a bone that was overloaded: stop at any pain; before the first jump: cleared by a clinician"
    )
