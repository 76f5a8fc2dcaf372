"""Minutes on the axis ⇔ aware datetimes, local days, ISO weeks: the only time-zone code.

The axis counts elapsed minutes since a local midnight, so a day with a clock change has 23 or 25 hours and a recovery
gap stays a gap. Wall-clock times that do not exist or exist twice are read as RFC 5545 says (the offset before the gap,
the first of the two).
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from stridelift.domain import Day, Span, Week
from stridelift.errors import ConfigError

LOOK_BACK = 28  # days before the horizon that are read and bind
LOOK_AHEAD = 14  # days after it
_DAY_MINUTES = 24 * 60
_FIRST_YEAR, _LAST_YEAR = 1970, 9000  # within which dates and zones can be reckoned with
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})")


def local_zone() -> ZoneInfo:
    """The machine's time zone by its IANA name; UTC where the machine does not say."""
    link = os.path.realpath("/etc/localtime")
    for name in (os.environ.get("TZ", "").lstrip(":"), link.partition("zoneinfo/")[2]):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


class Horizon:
    """``days`` local days from ``first``, on an axis that begins and ends with a whole ISO week around what is read."""

    def __init__(self, zone: ZoneInfo, first: date, days: int) -> None:
        if not _FIRST_YEAR <= first.year <= _LAST_YEAR:
            raise ConfigError(f"the period from {first} cannot be planned.", "the year is mistyped.")
        self.zone = zone
        self.first = first
        self.end = first + timedelta(days=days)
        back = first - timedelta(days=LOOK_BACK)
        self._origin_date = back - timedelta(days=back.weekday())
        ahead = self.end + timedelta(days=LOOK_AHEAD)
        self._last_date = ahead + timedelta(days=-ahead.weekday() % 7)
        self._origin = int(datetime.combine(self._origin_date, time(), zone).timestamp())

    @classmethod
    def of_week(cls, zone: ZoneInfo, label: str) -> Horizon:
        """An ISO week such as ``2026-W48``."""
        match = _WEEK.fullmatch(label)
        try:
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
        except ValueError:
            monday = None
        if monday is None:
            raise ConfigError(f"week {label!r} is no ISO week.", "write it like 2026-W48.")
        return cls(zone, monday, 7)

    @classmethod
    def around(cls, zone: ZoneInfo, now: datetime) -> Horizon:
        """The rest of this ISO week, today included, and the next."""
        today = now.astimezone(zone).date()
        return cls(zone, today, 14 - today.weekday())

    def minute(self, at: datetime) -> int:
        """The minute that holds an instant."""
        return (int(at.timestamp()) - self._origin) // 60

    def between(self, start: datetime, end: datetime) -> Span:
        """Whole minutes that hold ``[start, end)``."""
        return Span(self.minute(start), -((self._origin - int(end.timestamp())) // 60))

    def at(self, minute: int) -> datetime:
        """The instant of a minute, in the athlete's zone."""
        return datetime.fromtimestamp(self._origin + 60 * minute, self.zone)

    def clock(self, day: date, minute_of_day: int, zone: tzinfo | None = None) -> int:
        """The minute at which a wall clock shows ``minute_of_day`` (0 to 1440 and beyond: the days after)."""
        days, minutes = divmod(minute_of_day, _DAY_MINUTES)
        wall = datetime.combine(day + timedelta(days=days), time(minutes // 60, minutes % 60), zone or self.zone)
        return self.minute(wall)

    def windows(self, day: date, windows: Iterable[tuple[int, int]], zone: tzinfo | None = None) -> tuple[Span, ...]:
        """Wall-clock windows (minutes of the day) of one date; one that ends before it starts runs past midnight."""
        spans = []
        for start, end in windows:
            to = end if end > start else end + _DAY_MINUTES
            spans.append(Span(self.clock(day, start, zone), self.clock(day, to, zone)))
        return tuple(span for span in spans if span.minutes > 0)

    @cached_property
    def span(self) -> Span:
        """The planned period."""
        return Span(self.clock(self.first, 0), self.clock(self.end, 0))

    @cached_property
    def period(self) -> tuple[datetime, datetime]:
        """The planned period as instants."""
        return self.at(self.span.start), self.at(self.span.end)

    @cached_property
    def read_window(self) -> tuple[datetime, datetime]:
        """The instants between which events are read."""
        return self.at(self.days[0].span.start).astimezone(UTC), self.at(self.days[-1].span.end).astimezone(UTC)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every local day on the axis."""
        count = (self._last_date - self._origin_date).days
        dates = [self._origin_date + timedelta(days=n) for n in range(count + 1)]
        starts = [self.clock(one, 0) for one in dates]
        return tuple(Day(dates[n], Span(starts[n], starts[n + 1]), self.clock(dates[n], 12 * 60)) for n in range(count))

    @cached_property
    def planned_days(self) -> tuple[Day, ...]:
        return tuple(day for day in self.days if self.first <= day.date < self.end)

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The ISO weeks that the planned period touches, whole."""
        dates = [day.date for day in self.days]
        monday = self.first - timedelta(days=self.first.weekday())
        weeks = []
        while monday < self.end:
            year, week, _ = monday.isocalendar()
            start = bisect_left(dates, monday)
            weeks.append(Week(f"{year}-W{week:02}", self.days[start : start + 7]))
            monday += timedelta(days=7)
        return tuple(weeks)
