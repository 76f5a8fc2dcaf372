r"""Athletica: the sport before a dash, and a duration that is h:mm:ss or mm:ss.

PRODID:spatie/icalendar-generator
DTSTART;TZID=America/New_York;VALUE=DATE:20260907      all day, although it has a zone (calendar.moments)
SUMMARY:Run - Build pace tempo
DESCRIPTION:…\nDuration: 1:30:00\nDistance: 1.77 mi
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stridelift.calendar.event import Event
from stridelift.calendar.platforms.field import Field, first_of, labelled, measured, of_words
from stridelift.calendar.size import Size
from stridelift.calendar.title import TITLE_LENGTH

_PREFIX = re.compile(r"^\W*(run|bike|swim|strength|strength and conditioning|other)\s+-\s+", re.IGNORECASE)
_CLOCK = re.compile(r"^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$")
_TOO_SHORT = 10  # minutes: below it "1:30" was hours and minutes
_DURATIONS = ("duration", "planned duration", "total duration", "actual duration", "dauer", "durée", "duración", "tid")
_DISTANCES = ("distance", "total distance", "distanz", "distancia", "distans")


def prefix(title: str) -> tuple[str, str]:
    """The sport before the title, or an empty string, and the rest of it."""
    match = _PREFIX.match(title)
    return (match[1].lower(), title[match.end() :]) if match else ("", title)


def fields(event: Event) -> Iterator[Field]:
    sport = prefix(event.summary[:TITLE_LENGTH])[0]
    if field := of_words(f"title prefix {sport}", sport):
        yield field


def size(event: Event) -> Size:
    lines = labelled(event)
    return _duration(first_of(lines, _DURATIONS)).or_else(measured(first_of(lines, _DISTANCES)))


def _duration(text: str) -> Size:
    """``45:00`` is minutes and seconds, ``1:30`` hours and minutes, as is anything with three parts."""
    match = _CLOCK.match(text)
    if not match:
        return measured(text)
    first, second, third = int(match[1]), int(match[2]), match[3]
    return Size(first * 60 + second if third or first < _TOO_SHORT else round(first + second / 60))
