"""A run as one event of one calendar tells it: how long it is, and whether another event tells of the same one."""

from __future__ import annotations

from dataclasses import dataclass

from stridelift.calendar.event import Event, Verdict
from stridelift.config import Runs
from stridelift.domain import RunKind

_ALIKE = 0.25  # sizes of one run in two calendars differ by less than this share
_RACE_KM = {"5k": 5.0, "10k": 10.0, "half": 21.1, "marathon": 42.2, "ultra": 50.0}


@dataclass(frozen=True)
class Found:
    """A run as one event tells it."""

    event: Event
    verdict: Verdict
    kind: RunKind
    minutes: int
    assumed: str


def size(verdict: Verdict, kind: RunKind, runs: Runs) -> tuple[int, str]:
    """Minutes of a run, and what was assumed: as the event says, else distance × pace, else as usual for its kind."""
    if verdict.minutes:
        return verdict.minutes, ""
    km = verdict.distance_km or (_RACE_KM[verdict.race_distance or "10k"] if kind is RunKind.RACE else None)
    if km and kind is not RunKind.CROSS:
        minutes, seconds = round(km * runs.easy_pace), round(runs.easy_pace * 60)
        return minutes, f"{minutes} min from {km:g} km at {seconds // 60}:{seconds % 60:02}/km"
    minutes = runs.minutes.of(kind)
    return minutes, f"{minutes} min, as usual for {kind.value}"


def same(one: Found, other: Found) -> bool:
    """Whether two events tell of one run: same date, from two calendars or one planned and one done, alike in size."""
    if one.event.day != other.event.day or (RunKind.CROSS in (one.kind, other.kind) and one.kind is not other.kind):
        return False
    two_calendars = one.event.source != other.event.source
    planned_and_done = one.event.all_day != other.event.all_day
    if not (two_calendars or planned_and_done):
        return False
    if not one.event.all_day and not other.event.all_day:
        return one.event.start < other.event.end and other.event.start < one.event.end
    km, other_km = one.verdict.distance_km, other.verdict.distance_km
    size, other_size = (km, other_km) if km and other_km else (one.minutes, other.minutes)
    return abs(size - other_size) <= _ALIKE * max(size, other_size)
