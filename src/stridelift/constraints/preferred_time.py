"""Time of day and weekdays that the athlete likes, few trips, and runs near their usual time."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from stridelift.constraints.base import PlacementRule
from stridelift.domain import Candidate, Instance, Run, Session
from stridelift.wallclock import Weekday, Window

_DAY = 24 * 60


class PreferredTime(PlacementRule):
    """Prices the minutes by which a placing misses what the athlete likes.

    A session: minutes from its start to the nearest of ``times`` (in which it should start), plus ``other_day_minutes``
    on a weekday that is not among ``weekdays``, plus the travel there and back. A run whose start is chosen: minutes
    from its usual start. Amount: their sum.
    """

    times: tuple[Window, ...] = Field((), description="Windows of the day in which a session should start.")
    weekdays: tuple[Weekday, ...] = Field((), description="Days of the week for sessions; none named: all alike.")
    other_day_minutes: Annotated[
        int, Field(ge=0, le=_DAY, description="What another than the preferred weekdays counts.")
    ] = 0

    def judge(self, instance: Instance, candidate: Candidate) -> int:
        activity = candidate.activity
        if isinstance(activity, Run):
            return 0 if activity.usual is None else abs(candidate.start - activity.usual)
        if not isinstance(activity, Session):
            return 0
        day = instance.day(candidate.start)
        clock = day.clock(candidate.start)
        away = min((_away(clock, start, end) for start, end in self.times), default=0)
        other_day = bool(self.weekdays) and day.date.weekday() not in self.weekdays
        return away + other_day * self.other_day_minutes + 2 * activity.travel


def _away(clock: int, start: int, end: int) -> int:
    """Minutes from a time of day to a window, round the clock where that is nearer."""
    if start <= clock <= end or (end < start and (clock >= start or clock <= end)):
        return 0
    return min((start - clock) % _DAY, (clock - end) % _DAY)
