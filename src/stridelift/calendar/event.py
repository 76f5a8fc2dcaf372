"""An occurrence of a calendar event, as the rest of the product sees it, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from stridelift.domain import RunKind, SessionClass

OWN_CLASS = "X-STRIDELIFT-CLASS"  # a session of ours, and its class
OWN_PLACE = "X-STRIDELIFT-PLACE"
OWN_EXERCISES = "X-STRIDELIFT-EXERCISES"  # what a session consists of, in words that only its writer knows
OWN_PINNED = "X-STRIDELIFT-PINNED"  # TRUE of a session that the athlete moved
OWN_STATE = "X-STRIDELIFT-STATE"  # what became of a session, where the athlete said so
OWN_UID = "@stridelift"  # how the UID of a session of ours ends, which programs keep that drop the rest
OWN_RUN = "X-STRIDELIFT-RUN"  # of a run at its chosen start: the run's own UID
OWN_RUN_UID = "@run.stridelift"


class State(StrEnum):
    """What became of a session. Of one that nobody speaks of, it is what its calendar says."""

    DONE = "DONE"
    MISSED = "MISSED"


class Role(StrEnum):
    """What a source is for: ``auto`` takes runs as runs and lets the rest block."""

    TRAINING = "training"
    BUSY = "busy"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Event:
    """One occurrence, recurrences expanded.

    ``start`` and ``end`` are aware, always; of an all-day event they are the athlete's local midnights, ``day`` is
    its (first) date and ``days`` how many it covers (at least 1). ``uid`` is the UID, with ``/`` and the recurrence
    instant behind it for an occurrence of a series, made up from the content where the file has none.
    ``made_by`` is the PRODID of its calendar and the calendar's name. ``properties`` holds the first value of each X-
    property, by upper-case name.
    """

    uid: str
    summary: str
    start: datetime
    end: datetime
    day: date
    days: int = 1
    all_day: bool = False
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    cancelled: bool = False
    transparent: bool = False
    declined: bool = False
    role: Role = Role.AUTO
    source: str = ""
    made_by: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ignored:
    """An event that plays no part, with the reason; broken events too."""

    uid: str
    summary: str
    reason: str


class Other(StrEnum):
    """What is neither a run nor strength, yet recognised."""

    REST = "rest"
    NOTE = "note"
    MOBILITY = "mobility"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an event is. All of ``kind``, ``strength`` and ``other`` None: not recognised, a commitment if anything.

    ``kind`` and ``strength`` together: a run and strength in one event ("Easy 40 min + Gym A").
    ``minutes`` and ``distance_km`` are what the event itself says of its size, if it does. ``second`` is the other run
    of an event that holds two.
    """

    reason: str
    kind: RunKind | None = None
    strength: SessionClass | None = None
    other: Other | None = None
    minutes: int | None = None
    distance_km: float | None = None
    race_distance: str | None = None  # 5k, 10k, half, marathon, ultra
    optional_run: bool = False
    optional_strength: bool = False
    second: Verdict | None = None
