"""What the athlete lifts, and the kilograms of a dose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stridelift import catalogue
from stridelift.domain import Dose, Prescription
from stridelift.lifts import Last, Lift, kilograms


def one(uid: str, mode: str, **dose: object) -> Prescription:
    return Prescription(catalogue.exercises()[uid], mode, replace(Dose(3, 60, reps=(3, 6)), **dose))  # type: ignore[arg-type] # the table's own words


@pytest.mark.parametrize(
    ("kg", "reps", "rir", "most"),
    [(100, 1, 0, 100), (100, 1, 1, 106.67), (80, 5, 2, 98.67), (90, 10, 0, 120), (60, 20, 10, 120)],
)
def test_the_formula_of_epley(kg: float, reps: int, rir: int, most: float) -> None:
    assert Lift(last=Last(kg=kg, reps=reps, rir=rir)).most == pytest.approx(most, abs=0.01)


HUNDRED = Lift(one_rm=100)
PERCENT = {"pct1rm": (80, 90), "rir": 2}


@pytest.mark.parametrize(
    ("lift", "prescription", "expected"),
    [
        (HUNDRED, one("squat_barbell", "barbell", **PERCENT), (80, 90)),
        (HUNDRED, one("squat_barbell", "smith", **PERCENT), (80, 90)),
        (Lift(one_rm=103), one("squat_barbell", "barbell", **PERCENT), (82.5, 92.5)),  # of 82.4 and 92.7
        (Lift(last=Last(kg=80, reps=5, rir=2)), one("deadlift", "trap_bar", **PERCENT), (80, 90)),  # of 78.9 and 88.8
        (HUNDRED, one("squat_barbell", "barbell", pct1rm=(0, 50)), (0, 50)),
        (Lift(one_rm=1), one("squat_barbell", "barbell", **PERCENT), (0, 2.5)),
        (HUNDRED, one("squat_barbell", "barbell", reps=(8, 8), rir=2), (75, 75)),  # ten at most
        (HUNDRED, one("squat_barbell", "barbell", reps=(1, 4), rir=0), (87.5, 100)),  # of 88.2
        (HUNDRED, one("squat_barbell", "barbell"), None),
        (HUNDRED, one("squat_barbell", "barbell", reps=None, seconds=(20, 30), rir=2), None),
        (HUNDRED, one("deadlift", "barbell", **PERCENT), (80, 90)),
        (HUNDRED, one("deadlift", "dumbbell", **PERCENT), None),
        (Lift(one_rm=51, mode="dumbbell"), one("deadlift", "dumbbell", **PERCENT), (41, 46)),
        (Lift(one_rm=51, mode="dumbbell"), one("deadlift", "barbell", **PERCENT), None),
        (Lift(one_rm=31), one("squat_goblet", "kettlebell", **PERCENT), (25, 28)),
        (HUNDRED, one("split_squat", "bodyweight", **PERCENT), None),
        (HUNDRED, one("squat_goblet", "band", **PERCENT), None),
        (HUNDRED, one("leg_press", "machine", **PERCENT), (80, 90)),
    ],
)
def test_kilograms(lift: Lift, prescription: Prescription, expected: tuple[float, float] | None) -> None:
    assert kilograms({prescription.exercise.id: lift}, prescription) == expected


def test_the_lift_of_another_exercise_says_nothing() -> None:
    assert kilograms({"leg_press": HUNDRED}, one("squat_barbell", "barbell", **PERCENT)) is None
