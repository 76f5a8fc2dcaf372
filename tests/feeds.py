"""The files of ``calendar/data``, and how they are read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from stridelift.calendar.event import Role
from stridelift.calendar.read import Reading, read

DATA = Path(__file__).parent / "calendar" / "data"
BERLIN = ZoneInfo("Europe/Berlin")
WINDOW = (datetime(2026, 10, 26, tzinfo=BERLIN), datetime(2026, 12, 28, tzinfo=BERLIN))


def reading(
    data: bytes,
    window: tuple[datetime, datetime] = WINDOW,
    zone: ZoneInfo = BERLIN,
    emails: frozenset[str] = frozenset({"me@example.org"}),
) -> Reading:
    return read(data, source="test.ics", role=Role.AUTO, zone=zone, window=window, emails=emails)


def backwards(data: bytes) -> bytes:
    """The same events in reversed order."""
    head, *events = data.split(b"BEGIN:VEVENT\n")
    last, tail = events[-1].rsplit(b"END:VCALENDAR", 1)
    events[-1] = last
    return b"BEGIN:VEVENT\n".join([head, *reversed(events)]) + b"END:VCALENDAR" + tail
