"""What calendars show of habits: when runs and strength start, where strength is, how fast easy runs are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median

from stridelift.calendar.event import Event, Verdict
from stridelift.domain import RunKind
from stridelift.proposal import Said
from stridelift.wallclock import WEEKDAYS, Window

LEAST = 3  # times that something was seen before it is a habit
_NEAR = 30  # minutes within which two starts are the same habit
_STEP = 15  # minutes to which a usual start is rounded
_FASTEST, _SLOWEST, _PACE_STEP = 180, 720, 5  # seconds a kilometre
_SATURDAY = 5
_DAY = 24 * 60
GROUPS = {"weekday": (range(_SATURDAY), "weekdays"), "weekend": (range(_SATURDAY, 7), "weekend days")}

Start = tuple[date, int]  # a day, and a minute of it


def usual_starts(starts: Iterable[Start]) -> dict[str, Said[int]]:
    """By ``weekday`` and ``weekend``, and by each day of the week that has another habit; minutes of the day."""
    first: dict[date, int] = {}
    for day, minute in starts:
        first[day] = min(minute, first.get(day, minute))
    found: dict[str, Said[int]] = {}
    for group, (days, name) in GROUPS.items():
        if common := _habit([minute for day, minute in first.items() if day.weekday() in days], name):
            found[group] = common
        for index in days:
            own = _habit([minute for day, minute in first.items() if day.weekday() == index], plural(index))
            if own and (common is None or abs(own.value - common.value) > _NEAR):
                found[WEEKDAYS[index]] = own
    return found


def plural(weekday: int) -> str:
    return f"{WEEKDAYS[weekday].title()}s"


def _habit(minutes: Sequence[int], name: str) -> Said[int] | None:
    """The start near which most are: at least three of them, and two in three."""
    near = {one: [other for other in minutes if abs(other - one) <= _NEAR] for one in sorted(minutes)}
    best = max(near.values(), key=len, default=[])
    if len(best) < LEAST or 3 * len(best) < 2 * len(minutes):
        return None
    usual = round(median(best) / _STEP) * _STEP
    return Said(min(usual, _DAY - _STEP), f"seen on {len(best)} of {len(minutes)} {name} with a timed run")


def easy_pace(pairs: Iterable[tuple[Event, Verdict]]) -> Said[int] | None:
    """The middle pace of easy runs of which the calendar has distance and duration."""
    paces = []
    for event, verdict in pairs:
        minutes = verdict.minutes or (event.end - event.start).total_seconds() / 60
        if verdict.kind is not RunKind.EASY or not verdict.distance_km or verdict.strength or verdict.second:
            continue
        if (verdict.minutes or not event.all_day) and _FASTEST <= 60 * minutes / verdict.distance_km <= _SLOWEST:
            paces.append(60 * minutes / verdict.distance_km)
    if len(paces) < LEAST:
        return None
    pace = round(median(paces) / _PACE_STEP) * _PACE_STEP
    return Said(pace, f"the middle of {len(paces)} easy runs with distance and duration")


def strength_times(starts: Sequence[Start]) -> Said[Window] | None:
    """The hours in which strength has usually started."""
    minutes = [minute for _, minute in starts]
    near = {one: [other for other in minutes if 0 <= other - one <= 2 * 60] for one in sorted(minutes)}
    best = max(near.values(), key=len, default=[])
    if len(best) < LEAST or 3 * len(best) < 2 * len(minutes):
        return None
    first, last = min(best) // _NEAR * _NEAR, -(-(max(best) + 1) // _NEAR) * _NEAR
    return Said((first, min(last, _DAY)), f"{len(best)} of {len(minutes)} strength sessions in the calendar start then")


def strength_place(locations: Mapping[str, int]) -> Said[str] | None:
    """Where strength is most often, by the name that the calendar has for it."""
    known = Counter({name: count for name, count in locations.items() if name.strip()})
    for name, count in known.most_common(1):
        if count > 1:
            return Said(name, f"{count} strength sessions in the calendar are there")
    return None
