"""Calendar text for tests: events in a line each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\n"


def calendar(*events: str) -> str:
    return f"{HEAD}{''.join(events)}END:VCALENDAR\r\n"


def event(summary: str, *lines: str, uid: str = "") -> str:
    """An event with these lines beside its summary."""
    body = [f"UID:{uid or summary.lower().replace(' ', '-')}", "DTSTAMP:20261101T000000Z", f"SUMMARY:{summary}", *lines]
    return "".join(f"{line}\r\n" for line in ("BEGIN:VEVENT", *body, "END:VEVENT"))


def all_day(day: str, summary: str, *lines: str, days: int = 1, uid: str = "") -> str:
    """``day`` is 2026-12-01."""
    first = date.fromisoformat(day)
    span = (f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{first + timedelta(days=days):%Y%m%d}")
    return event(summary, *span, *lines, uid=uid or f"{day}-{summary}"[:60])


def timed(start: str, end: str, summary: str, *lines: str, zone: str = "Europe/Berlin", uid: str = "") -> str:
    """``start`` is ``2026-12-01 18:00``, ``end`` a time of the same day or a whole instant."""
    end = end if " " in end else f"{start[:10]} {end}"
    span = (f"DTSTART;TZID={zone}:{_stamp(start)}", f"DTEND;TZID={zone}:{_stamp(end)}")
    return event(summary, *span, *lines, uid=uid or f"{start}-{summary}"[:60])


def _stamp(text: str) -> str:
    return text.replace("-", "").replace(":", "").replace(" ", "T") + "00"


def week(monday: str, runs: Iterable[tuple[int, str, str, str]]) -> str:
    """Timed runs of a week: (days after Monday, start, end, summary)."""
    first = date.fromisoformat(monday)
    return calendar(*(timed(f"{first + timedelta(days=n)} {start}", end, what) for n, start, end, what in runs))


USUAL = (
    (0, "06:30", "07:10", "Recovery run 6 km"),
    (1, "18:00", "19:05", "Intervals 6 x 800 m run"),
    (3, "06:30", "07:40", "Tempo run 10 km"),
    (5, "09:00", "09:50", "Easy run 8 km"),
    (6, "08:30", "11:00", "Long run 26 km"),
)
"""An ordinary week of runs with times."""
