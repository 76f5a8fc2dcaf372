"""What the athlete lifts (``[athlete.lifts]``), and the kilograms that a dose comes to."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from stridelift import catalogue
from stridelift.domain import Exercise, Prescription
from stridelift.mistakes import Mistake

_BELLS = frozenset({"dumbbell", "kettlebell"})
_BELL_STEP, _STEP = 1.0, 2.5  # kilograms

Kilograms = Annotated[float, Field(gt=0, le=1000)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Last(_Table):
    """A load that was lifted, with the repetitions done and those that were left in reserve."""

    kg: Kilograms = Field(description="The load in kilograms.")
    reps: int = Field(ge=1, le=20, description="Repetitions done.")
    rir: int = Field(0, ge=0, le=10, description="Repetitions left in reserve.")


class Lift(_Table):
    """The one-repetition maximum of an exercise in kilograms, or a load from which it is estimated.

    It is that of ``mode``; without one, of the bar or the machine, or of the bells of an exercise that has neither.
    """

    one_rm: Kilograms | None = Field(None, description="The one-repetition maximum in kilograms.")
    last: Last | None = Field(None, description="A load that was lifted, from which the maximum is estimated.")
    mode: str | None = Field(None, description="As barbell; else the bar or the machine, or the bells.")

    @model_validator(mode="after")
    def _one_of_two(self) -> Lift:
        if (self.one_rm is None) == (self.last is None):
            raise ValueError("either one_rm or last belongs here")
        return self

    @property
    def most(self) -> float:
        """The one-repetition maximum."""
        if self.last is None:
            return self.one_rm or 0
        return self.last.kg * _of_most(self.last.reps + self.last.rir)


Lifts = Mapping[str, Lift]  # by exercise


def kilograms(lifts: Lifts, one: Prescription) -> tuple[float, float] | None:
    """Least and most to load, rounded to what can be loaded; None where nobody said what the athlete lifts.

    From % of the one-repetition maximum where the dose has it, else from its repetitions and those in reserve.
    """
    lift, dose = lifts.get(one.exercise.id), one.dose
    if lift is None or one.mode not in _modes(lift, one.exercise):
        return None
    if dose.pct1rm:
        low, high = (lift.most * percent / 100 for percent in dose.pct1rm)
    elif dose.reps and dose.rir is not None:
        high, low = (lift.most / _of_most(reps + dose.rir) for reps in dose.reps)
    else:
        return None
    step = _BELL_STEP if one.needs & _BELLS else _STEP
    return round(low / step) * step, max(round(high / step), 1) * step


def strangers(lifts: Lifts, exercises: Mapping[str, Exercise]) -> Iterator[Mistake]:
    """Lifts of exercises that are not there, or that take no load in that mode."""
    for uid, lift in lifts.items():
        if uid not in exercises:
            near = difflib.get_close_matches(uid, exercises, 1)
            yield Mistake(("athlete", "lifts", uid), "no exercise has this id", near[0] if near else "")
            continue
        able = catalogue.loadable(exercises[uid])
        if not able:
            yield Mistake(("athlete", "lifts", uid), "this exercise takes no load that could be set")
        elif lift.mode is not None and lift.mode not in able:
            known = ", ".join(able)
            yield Mistake(("athlete", "lifts", uid, "mode"), f"{lift.mode!r} takes no load; there are {known}")


def _modes(lift: Lift, exercise: Exercise) -> list[str]:
    if lift.mode is not None:
        return [lift.mode]
    able = catalogue.loadable(exercise)
    return [mode for mode in able if not exercise.modes[mode].needs & _BELLS] or able


def _of_most(repetitions: int) -> float:
    """The one-repetition maximum as a multiple of what can be lifted so often at most.

    Epley 1985 ("Poundage chart"): 1 + repetitions / 30; once is the maximum itself. Grade D: a rule of thumb, close
    below ten repetitions and less so above.
    """
    return 1 if repetitions <= 1 else 1 + repetitions / 30
