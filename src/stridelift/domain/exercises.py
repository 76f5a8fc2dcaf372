"""What a session is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of doing an exercise: what it needs and how much it stresses the legs."""

    needs: frozenset[str]
    stress: str  # none, low, moderate, heavy, impact


@dataclass(frozen=True, slots=True)
class Dose:
    """Sets with repetitions or seconds (low, high), load in % 1RM or repetitions in reserve, rest in seconds."""

    sets: int
    rest_s: int
    reps: tuple[int, int] | None = None
    seconds: tuple[int, int] | None = None
    pct1rm: tuple[int, int] | None = None
    rir: int | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """An entry of ``models/catalogue.toml``."""

    id: str
    name: str
    family: str
    pattern: str
    sides: int
    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    modes: Mapping[str, Mode]
    doses: Mapping[str, Dose]  # by phase; a phase that is missing has none
    sec_per_rep: float
    setup_s: int
    ramp_sets: int
    doms: int  # soreness on unaccustomed exposure, 0 to 3
    impact: str  # none, low, moderate, high
    min_level: int
    progress: tuple[str, ...]
    regress: tuple[str, ...]
    safety: str


@dataclass(frozen=True, slots=True)
class Prescription:
    """One exercise of a session, in one mode, with its dose."""

    exercise: Exercise
    mode: str
    dose: Dose
