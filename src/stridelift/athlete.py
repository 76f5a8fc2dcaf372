"""The athlete's own exercises and equipment, and the phase of training, as ``stridelift.toml`` has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from stridelift import catalogue
from stridelift.mistakes import Mistake
from stridelift.shipped import Id, strays, unknown

_CLEARED = "injury_return"  # the preset that a clinician must have allowed
# What an exercise of the athlete's own is where it does not say: grade E, a plain accessory.
_USUAL: Mapping[str, Any] = {
    "family": "own",
    "sides": 1,
    "secondary": [],
    "sec_per_rep": 4,
    "setup_s": 30,
    "ramp_sets": 0,
    "doms": 1,
    "impact": "none",
    "min_level": 0,
    "progress": [],
    "regress": [],
    "safety": "",
    "grade": "E",
}
_MERGED = ("modes", "doses")


def _completed(tables: object) -> object:
    """Each table with what it leaves out: of the shipped exercise of that name, else what is usual."""
    if not isinstance(tables, dict):
        return tables
    return {uid: _over(catalogue.written(uid) or _USUAL, table) for uid, table in tables.items()}


def _over(base: Mapping[str, Any], own: object) -> object:
    """Keys of its own in place of the base's; of modes and doses each by its name."""
    if not isinstance(own, dict):
        return own
    merged = {
        key: {**base[key], **own[key]} for key in _MERGED if key in base and isinstance(own.get(key), dict) and own[key]
    }
    return {**base, **own, **merged}


OwnExercises = Annotated[dict[Id, catalogue.OwnExercise], BeforeValidator(_completed)]
"""Exercises by id, with the keys of ``models/catalogue.toml``."""


def _phase(said: object) -> str:
    """The letter of a phase, which may be written in full."""
    phases = catalogue.phases()
    letters = {**{letter: letter for letter in phases}, **{name: letter for letter, name in phases.items()}}
    if not isinstance(said, str) or said not in letters:
        raise ValueError(f"{said!r} is no phase; there are {', '.join(phases.values())}")
    return letters[said]


def _list_phases(schema: dict[str, Any]) -> None:
    schema["enum"] = [word for pair in catalogue.phases().items() for word in reversed(pair)]


Phase = Annotated[str, BeforeValidator(_phase), Field(json_schema_extra=_list_phases)]
"""F, L, S, P, M or T; written ``foundation``, ``load``, ``max_strength``, ``power``, ``maintenance`` or ``taper``."""


def exercise_faults(
    own: Mapping[str, catalogue.OwnExercise], places: Sequence[Sequence[str]], ban: Collection[str]
) -> Iterator[Mistake]:
    """What is wrong with own exercises, with the equipment of places, and with what is banned."""
    yield from catalogue.own_faults(own)
    needs = {word for table in own.values() for mode in table.modes.values() for word in mode.needs}
    known = sorted(catalogue.all_equipment() | needs)
    for index, equipment in enumerate(places):
        for position, word in enumerate(equipment):
            if word not in known:
                near = unknown((), "equipment", word, known).near
                text = f"no exercise uses {word!r}. The equipment is {', '.join(known)}"
                yield Mistake(("places", index, "equipment", position), text, near)
    exercises = {*catalogue.exercises(), *own}
    yield from strays(("constraints", "session_content", "ban"), "exercise", ban, exercises)


def clearance(preset: str | None, *, cleared: bool) -> Iterator[Mistake]:
    """Training after an injury begins with a clinician, not with a plan."""
    if preset == _CLEARED and not cleared:
        text = (
            f"{preset!r} is for the time after a clinician has cleared you to train; no plan can judge an injury. Ask "
            "one first, then say clinician_clearance = true under [athlete]"
        )
        yield Mistake(("preset",), text)
