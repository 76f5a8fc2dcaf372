"""What a session is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stridelift.domain.words import SessionClass

ARM_DRILL = "arm_drill"  # the pattern of what belongs to the warm-up
FOUNDATION = "F"  # the phase in which the lifts are learned
TAPER = "T"  # the phase before a race
_SORE = 3  # the highest soreness


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of doing an exercise: what it needs and how much it stresses the legs."""

    needs: frozenset[str]
    stress: str  # none, low, moderate, heavy, impact
    load: bool = False  # whether it can be set


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
    grade: str = ""
    cites: tuple[str, ...] = ()
    rank: int = 3  # 1 is taken before 9, where nothing else decides
    movements: tuple[str, ...] = ()  # what it covers of a week: squat, hinge, single_leg, ...
    compound: bool = False  # a lift of hip and knee: a main lift

    @property
    def very_sore(self) -> bool:
        return self.doms >= _SORE


@dataclass(frozen=True, slots=True)
class Prescription:
    """One exercise of a session, in one mode, with its dose, and what it amounts to.

    ``full_sets`` are those that the week asks for, ``seconds`` the time of all sets with set-up and rests, ``points``
    hundredths of a point of leg stress, ``weighted`` contacts by their impact. ``rank``: less is taken first.
    """

    exercise: Exercise
    mode: str
    dose: Dose
    full_sets: int = 0
    seconds: int = 0
    points: int = 0
    contacts: int = 0
    weighted: int = 0
    rank: int = 0
    loaded: bool = False  # by weight that can be set, or in a mode that is heavy without

    @property
    def stress(self) -> str:
        return self.exercise.modes[self.mode].stress

    @property
    def needs(self) -> frozenset[str]:
        return self.exercise.modes[self.mode].needs

    @property
    def sets(self) -> int:
        return self.dose.sets

    @property
    def fewer(self) -> int:
        """Sets that are missing to what the week asks for."""
        return max(self.full_sets - self.sets, 0)

    @property
    def more(self) -> int:
        """Sets above what the week asks for; of an easier week that is less than the phase does."""
        return max(self.sets - self.full_sets, 0)

    @property
    def exercises(self) -> int:
        """1, and of a drill 0."""
        return int(self.exercise.pattern != ARM_DRILL)

    @property
    def heavy_sets(self) -> int:
        return self.dose.sets if self.exercise.compound and self.stress == "heavy" else 0


@dataclass(frozen=True, eq=False)
class Makeup:
    """What makes a session one of its class.

    Each measure (``points``, ``contacts``, ``weighted``, ``heavy_sets``, ``exercises``) of all it holds lies in
    [low, high); None has no end. ``any_of``: at least one exercise has one of these patterns; ``only``: all have.
    ``loaded``: at least one is, and so is every main lift. ``usual_leg_sets`` and ``usual_contacts`` are taken for
    granted of a session of the class whose exercises nobody knows.
    """

    title: str
    measures: Mapping[str, tuple[int, int | None]]
    any_of: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    loaded: bool = False
    usual_leg_sets: int = 0
    usual_contacts: int = 0


@dataclass(frozen=True, eq=False)
class Menu:
    """What sessions can be filled with: every choice of exercise, mode and sets for an athlete in a phase.

    A session begins with at least ``warm_up_s`` seconds and ends with at least ``cool_down_s``.
    """

    choices: tuple[Prescription, ...]
    makeups: Mapping[SessionClass, Makeup]
    phase: str = "S"
    warm_up_s: int = 420
    cool_down_s: int = 120
    most_contacts: int = 100  # in a session
