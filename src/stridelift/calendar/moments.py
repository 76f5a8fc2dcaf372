"""Dates, times and durations of an event, as values with their zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple, cast

from stridelift.calendar.bounds import UnreadableError
from stridelift.calendar.lines import Line
from stridelift.calendar.zones import Zones, instant

_DAY = timedelta(days=1)
_PLAIN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_YEARS = range(1900, 2201)

Wall = date | datetime  # a date, or a naive time on the clock of some zone


class Moment(NamedTuple):
    """A date, or a naive time with its zone."""

    at: Wall
    zone: tzinfo

    def seen_in(self, zone: tzinfo) -> Wall:
        """The same instant on another zone's clock; a date stays."""
        if not isinstance(self.at, datetime) or self.zone is zone:
            return self.at
        return instant(self.at, self.zone).astimezone(zone).replace(tzinfo=None)

    @property
    def disguised(self) -> bool:
        """A date written as a time: midnight on its own clock."""
        return isinstance(self.at, datetime) and self.at == midnight(self.at)

    def like(self, start: Wall, zone: tzinfo) -> Wall:
        """For a series of dates a date, else the same as ``seen_in``."""
        if isinstance(start, datetime) or not isinstance(self.at, datetime):
            return self.seen_in(zone)
        return (self.at if self.disguised else instant(self.at, self.zone).astimezone(zone)).date()


def moments(line: Line, zones: Zones) -> Iterator[Moment]:
    """The comma-separated values of a DTSTART, EXDATE and the like.

    Raises:
        UnreadableError: one of them is no date or time between 1900 and 2200.
    """
    as_date = line.params.get("VALUE", "").upper() == "DATE"
    zone = zones.of(line.params.get("TZID", ""))
    for text in line.value.split(","):
        yield _moment(text.strip().upper(), line.name, zone, as_date=as_date)


def periods(line: Line, zones: Zones) -> Iterator[tuple[Moment, Moment | timedelta]]:
    """The values of an RDATE;VALUE=PERIOD: start, and end or length."""
    zone = zones.of(line.params.get("TZID", ""))
    for text in line.value.split(","):
        start, _, end = text.strip().upper().partition("/")
        length = end if end.startswith(("P", "+P")) else ""
        yield (
            _moment(start, line.name, zone),
            duration(length) if length else _moment(end, line.name, zone),
        )


def duration(text: str) -> timedelta:
    """Raises UnreadableError for what is no duration."""
    value = _value(text.strip().upper())
    if not isinstance(value, timedelta):
        raise UnreadableError(f"{text[:40]!r} is no duration")
    return value


def until(text: str, start: Wall, zone: tzinfo) -> str:
    """The UNTIL of a rule on the clock of its series; a date ends a timed series with that day. "" if it never ends.

    Raises:
        UnreadableError: it is no date or time.
    """
    if text[:4].isdecimal() and int(text[:4]) >= _YEARS.stop:
        return ""
    found = _moment(text, "UNTIL", zone).like(start, zone)
    if isinstance(found, datetime):
        return f"{found:%Y%m%dT%H%M%S}"
    return f"{found:%Y%m%dT235959}" if isinstance(start, datetime) else f"{found:%Y%m%d}"


def _moment(text: str, name: str, zone: tzinfo, *, as_date: bool = False) -> Moment:
    value = _value(text[:8] if as_date else text)
    if not isinstance(value, date):
        raise UnreadableError(f"{name} {text[:40]!r} is no date or time")
    if value.year not in _YEARS:
        raise UnreadableError(f"{name} is in the year {value.year}")
    if isinstance(value, datetime) and value.tzinfo is not None:
        return Moment(value.replace(tzinfo=None), UTC)
    return Moment(value, zone)


def _value(text: str) -> object:
    """A date, a time or a duration; None for what is none. icalendar reads all but the plainest."""
    plain = _PLAIN.fullmatch(text)
    try:
        if plain:
            return _plain(*plain.groups())
        from icalendar.prop import vDDDTypes  # noqa: PLC0415 - slow to import

        return cast("object", vDDDTypes.from_ical(text))  # type: ignore[no-untyped-call] # icalendar has no type here
    except ValueError:
        return None


def _plain(year: str, month: str, day: str, *time: str | None) -> Wall:
    *clock, utc = time
    on = date(int(year), int(month), int(day))
    if utc is None:
        return on
    hour, minute, second = (int(one or 0) for one in clock)
    return midnight(on).replace(hour=hour, minute=minute, second=second, tzinfo=UTC if utc else None)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall-clock time, its zone stands beside it


def elapsed(start: Wall, end: Wall) -> timedelta:
    """From start to end on the clock on the wall; a date stands for its midnight."""
    first, last = (at if isinstance(at, datetime) else midnight(at) for at in (start, end))
    return last - first
