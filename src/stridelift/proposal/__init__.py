"""A config to begin with: proposed from what the calendars show, changed by answers, written with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from stridelift.calendar.address import is_link
from stridelift.config import Availability, ByDay, Calendar, Race, Runs, UsualStart
from stridelift.domain import Level, Priority
from stridelift.wallclock import Window

T = TypeVar("T")
Calendars = tuple[Calendar, ...]
DEFAULT, YOU = "default", "you said"
WHERE = ("gym", "home", "both", "none")
_GOALS = {"5k": "race_5k_10k", "10k": "race_5k_10k", "half": "marathon", "marathon": "marathon", "ultra": "ultra_trail"}


@dataclass(frozen=True)
class Said(Generic[T]):
    """A value, and where it comes from: the athlete, the calendar, or nobody."""

    value: T
    why: str = DEFAULT


@dataclass(frozen=True)
class TitleRule:
    """What events of a title are; ``sure`` where the calendar has shown it, else the athlete must say.

    ``kind`` is a word of :class:`~stridelift.calendar.classify.Rule`.
    """

    match: str
    kind: str
    why: str
    sure: bool


def usual(table: ByDay[T]) -> dict[str, Said[T]]:
    """A table of defaults, as nobody said otherwise."""
    return {"weekday": Said(table.weekday), "weekend": Said(table.weekend)}


@dataclass(frozen=True)
class Proposal:
    """What the file will say. ``availability`` and ``starts`` are by ``weekday``, ``weekend`` and single days.

    Paces are in seconds a kilometre. ``untimed`` tells whether the calendars have runs without a time of day.
    """

    zone: Said[str]
    calendars: Calendars = ()
    level: Said[Level] = Said(Level.INTERMEDIATE)
    where: Said[str] = Said("gym")
    gym: Said[str] = Said("gym")
    races: tuple[Said[Race], ...] = ()
    availability: Mapping[str, Said[tuple[Window, ...]]] = field(default_factory=lambda: usual(Availability()))
    starts: Mapping[str, Said[int]] = field(default_factory=lambda: usual(UsualStart()))
    untimed: bool = False
    pace: Said[int] = Said(round(60 * Runs().easy_pace))
    times: Said[Window] | None = None
    rules: tuple[TitleRule, ...] = ()

    @property
    def has_link(self) -> bool:
        """Whether the file will hold a link, which opens a calendar to whoever has it."""
        return any(is_link(str(one.source)) for one in self.calendars)

    @property
    def goal(self) -> Race | None:
        """The main race."""
        return next((one.value for one in self.races if one.value.priority is Priority.A), None)

    @property
    def preset(self) -> Said[str] | None:
        """What binds most decides: no equipment, then the goal, then being new to lifting."""
        if self.where.value == "none":
            return Said("no_equipment", "you lift without equipment")
        if self.goal:
            return Said(_GOALS[self.goal.distance], f"your main race is of this kind: {self.goal.distance}")
        if self.level.value is Level.NOVICE:
            return Said("novice_lifter", "you are new to lifting")
        return None
