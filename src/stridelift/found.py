"""A run as one event of one calendar tells it: how long it is, and whether another event tells of the same one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stridelift.calendar.event import Event, Verdict
from stridelift.config import Runs
from stridelift.domain import RunKind

_ALIKE = 0.25  # sizes of one run in two calendars differ by less than this share
_SHORTEST, _LONGEST = 5, 24 * 60  # minutes of a run
_SECOND = "/second"  # behind the UID of the second run of an event
_RACE_KM = {"5k": 5.0, "10k": 10.0, "half": 21.1, "marathon": 42.2, "ultra": 50.0}


@dataclass(frozen=True)
class Found:
    """A run as one event tells it. ``second``: the other run of an event that holds two, later on its day."""

    event: Event
    verdict: Verdict
    kind: RunKind
    minutes: int
    assumed: str
    second: bool = False


def halves(event: Event, verdict: Verdict) -> Iterator[tuple[Event, Verdict, RunKind]]:
    """The run of an event, and the second one of an event that holds two, which has no time of its own."""
    if verdict.kind is not None:
        yield event, verdict, verdict.kind
    if verdict.second and verdict.second.kind is not None:
        yield replace(event, uid=event.uid + _SECOND, all_day=True), verdict.second, verdict.second.kind


def as_run(event: Event, verdict: Verdict, kind: RunKind, length: int, runs: Runs) -> Found:
    """The run of an event of ``length`` minutes: as long as the event, beside strength a part of it."""
    second = event.uid.endswith(_SECOND)
    if not event.all_day and length > 0:
        if verdict.strength is None:
            return Found(event, verdict, kind, length, "")
        half = verdict.minutes if verdict.minutes and verdict.minutes < length else length // 2
        return Found(event, verdict, kind, half, f"{half} min of it are the run")
    minutes, assumed = size(verdict, kind, runs)
    return Found(event, verdict, kind, max(_SHORTEST, min(minutes, _LONGEST)), assumed, second)


def once(found: Sequence[Found]) -> tuple[list[Found], list[tuple[Found, Found]]]:
    """The runs without those told twice, and each of those with the run it is.

    One run in two feeds, or planned and completed, counts once: the one with a time, the kind that says more.
    """
    kept: list[Found] = []
    twins: list[tuple[Found, Found]] = []
    taken: set[tuple[int, str]] = set()  # one run of a calendar is one run of another, not two
    for one in sorted(found, key=lambda one: (one.event.all_day, one.event.start)):
        source = one.event.source
        alike = [at for at, other in enumerate(kept) if (at, source) not in taken and same(one, other)]
        if not alike:
            kept.append(one)
            continue
        at = min(alike, key=lambda at: (kept[at].kind is not one.kind, abs(kept[at].minutes - one.minutes)))
        taken.add((at, source))
        first = kept[at]
        if one.kind.key and not first.kind.key:
            verdict = replace(one.verdict, minutes=first.verdict.minutes or one.verdict.minutes)
            kept[at] = replace(first, kind=one.kind, verdict=verdict)
        twins.append((one, first))
    return kept, twins


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
    if one.event.uid.removesuffix(_SECOND) == other.event.uid.removesuffix(_SECOND) and one.second != other.second:
        return False  # the two runs of one event
    two_calendars = one.event.source != other.event.source
    planned_and_done = one.event.all_day != other.event.all_day
    if not (two_calendars or planned_and_done):
        return False
    if not one.event.all_day and not other.event.all_day:
        return one.event.start < other.event.end and other.event.start < one.event.end
    km, other_km = one.verdict.distance_km, other.verdict.distance_km
    size, other_size = (km, other_km) if km and other_km else (one.minutes, other.minutes)
    return abs(size - other_size) <= _ALIKE * max(size, other_size)
