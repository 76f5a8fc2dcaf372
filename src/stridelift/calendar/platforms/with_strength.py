"""A run and strength in one event: "Easy 40–50 min + Gym A", "Strength + 5K easy run", "AM: 8 km easy / PM: Gym".

Both count, each with its own words. What stands in the same part of the title as the strength ("Gym run", "Strength for
runners") belongs to it and is no run; a weak word of strength beside a run without doubt ("core", "back") is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stridelift.calendar.reading import Reading
from stridelift.calendar.vocabulary import Sign
from stridelift.domain import RunKind, SessionClass

RUNS = frozenset({"run", "easy", "recovery", "long", "tempo", "intervals", "hills", "race", "race_name", "strides"})
COSTLIEST = (
    SessionClass.HEAVY,
    SessionClass.PLYO_HIGH,
    SessionClass.MODERATE,
    SessionClass.PLYO_LOW,
    SessionClass.UPPER,
    SessionClass.CORE,
)
STRENGTH = frozenset(COSTLIEST)


def strength_signs(said: Sequence[Sign], signs: Sequence[Sign]) -> list[Sign]:
    """The strength signs among what is ``said``, the costliest first; none where they are weak beside a sure run.

    "Gym" and the like only say that it is strength, so a word that says which goes before them.
    """
    of_words = _parts_of_words(signs)
    found = [sign for sign in said if sign.name in STRENGTH and (sign.strong or sign.part not in of_words)]
    found.sort(key=lambda s: (s.name == SessionClass.MODERATE, COSTLIEST.index(SessionClass(s.name))))
    parts = {sign.part for sign in found}
    certain = any(s.strong and s.name in RUNS and s.part in parts for s in said)
    return [] if certain and not any(sign.strong for sign in found) else found


def _parts_of_words(signs: Sequence[Sign]) -> frozenset[int]:
    """The parts after the first that hold unknown words or a run: "back" and "leg" mean nothing there."""
    return frozenset(s.part for s in signs if s.part > signs[0].part and s.name in RUNS | {"unknown"})


def beside(said: Sequence[Sign], strength: Sequence[Sign] | None) -> list[Sign]:
    """The signs of a run: beside strength only those of other parts of the title."""
    parts = {sign.part for sign in strength or ()}
    return [sign for sign in said if sign.name not in STRENGTH and sign.part not in parts]


def together(strength: Reading, run: Reading | None) -> Reading:
    """Both in one reading, where the run is one; else the strength alone."""
    if run and (run.sure or (run.evidence and not run.bare)) and run.kind is not RunKind.CROSS:
        return replace(run, strength=strength.strength, words=f"{run.words} and {strength.words}")
    return strength
