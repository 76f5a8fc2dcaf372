"""The closed sets of words: kinds of runs, classes of sessions, levels, priorities."""

from __future__ import annotations

from enum import StrEnum


class RunKind(StrEnum):
    EASY = "easy"
    RECOVERY = "recovery"
    LONG = "long"
    TEMPO = "tempo"
    INTERVALS = "intervals"
    HILLS = "hills"
    RACE = "race"
    CROSS = "cross"

    @property
    def quality(self) -> bool:
        return self in _QUALITY

    @property
    def key(self) -> bool:
        return self in _KEY

    @property
    def load(self) -> str:
        """The column of the gap tables: a race asks for the hours of a quality run."""
        if self is RunKind.LONG:
            return "long"
        return "quality" if self.key else "easy"


_QUALITY = frozenset({RunKind.TEMPO, RunKind.INTERVALS, RunKind.HILLS})
_KEY = _QUALITY | {RunKind.LONG, RunKind.RACE}


class SessionClass(StrEnum):
    """What a session costs in recovery; its interval of leg-stress points stands in ``models/classes.toml``."""

    HEAVY = "heavy"
    MODERATE = "moderate"
    PLYO_HIGH = "plyo_high"
    PLYO_LOW = "plyo_low"
    UPPER = "upper"
    CORE = "core"

    @property
    def leg(self) -> bool:
        return self not in _NO_LEGS

    @property
    def hard(self) -> bool:
        """Makes its day a hard day."""
        return self in _HARD


_NO_LEGS = frozenset({SessionClass.UPPER, SessionClass.CORE})
_HARD = frozenset({SessionClass.HEAVY, SessionClass.MODERATE, SessionClass.PLYO_HIGH})


class Level(StrEnum):
    NOVICE = "novice"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """The catalogue's level: 0 novice, 2 intermediate, 3 advanced."""
        return {Level.NOVICE: 0, Level.INTERMEDIATE: 2, Level.ADVANCED: 3}[self]


class Priority(StrEnum):
    A = "A"
    B = "B"
    C = "C"
