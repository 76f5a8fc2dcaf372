"""What training platforms say outside the title: UID, first line of the description, categories, prefix, size.

Runna writes the type into the UID and the first line ("Intervals • 6.5km • 45m - 50m"), TrainingPeaks
"Workout type: Run" and "Run: title". The words in these fields are read like a title's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from stridelift.calendar.event import Event
from stridelift.calendar.reading import Reading
from stridelift.calendar.size import Size, marks, whole
from stridelift.calendar.title import read
from stridelift.domain import RunKind, SessionClass

_DESCRIPTION_LENGTH = 4000  # what is looked at
_UID_LENGTH = 300
_UID_TYPE = re.compile(r"_plan_week_\d+_([A-Z][A-Z_]*?)_\d+$")
_FIELD = re.compile(r"^(?:workout |activity )?(?:type|sport) ?: *(.+)$", re.IGNORECASE)
_PREFIX = re.compile(r"^\W*(run|bike|swim|strength|other)(?::|\s+-)\s+", re.IGNORECASE)
_PLANNED = re.compile(
    r"^(planned |total |actual )?(time|duration|distance|dauer|distanz|durée|duración|distancia|tid|distans)"
    r"(?: planned)? ?: *(.{1,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_HOURS = re.compile(r"^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$")
_TOO_SHORT = 10  # minutes: below it "1:30" was hours and minutes
_ESTIMATE = "X-WORKOUT-ESTIMATED-DURATION"


@dataclass(frozen=True, slots=True)
class Field:
    """What a platform field says; a ``generic`` one names the sport and leaves the kind to the title."""

    reason: str
    reading: Reading

    @property
    def sport(self) -> str:
        if self.reading.kind is RunKind.CROSS:
            return "cross"
        return "run" if self.reading.kind else "moderate" if self.reading.strength else ""

    @property
    def generic(self) -> bool:
        cross = self.reading.kind is RunKind.CROSS
        return cross or self.reading.bare or self.reading.strength is SessionClass.MODERATE


def without_prefix(title: str) -> tuple[str, str]:
    """The sport that TrainingPeaks or Athletica put before the title, or an empty string, and the rest of it."""
    match = _PREFIX.match(title)
    return (match[1].lower(), title[match.end() :]) if match else ("", title)


def fields(event: Event) -> Iterator[Field]:
    """The fields that say something, the most reliable first."""
    first_line = event.description[:_DESCRIPTION_LENGTH].lstrip().partition("\n")[0].strip()
    labelled, head = _FIELD.match(first_line), first_line.split("•")[0].strip()
    for reason, words in (
        ("UID type {}", _uid_type(event.uid)),
        (f"description: {first_line[:60]}", labelled[1] if labelled else head if "•" in first_line else ""),
        ("category {}", " ".join(event.categories[:5])[:100]),
        ("title prefix {}", without_prefix(event.summary[:_UID_LENGTH])[0]),
    ):
        reading = read(words.replace("_", " ")) if words else None
        if reading and (reading.kind or reading.strength or reading.other == "mobility"):
            yield Field(reason.replace("{}", words), reading)


def _uid_type(uid: str) -> str:
    match = _UID_TYPE.search(uid[:_UID_LENGTH].partition("/")[0])
    return match[1] if match else ""


def stated_size(event: Event) -> Size:
    """What properties and description say of the size; planned before actual."""
    return _estimate(event).or_else(_lines(event.description[:_DESCRIPTION_LENGTH]))


def _estimate(event: Event) -> Size:
    seconds = re.fullmatch(r"\s*(\d{1,5})(?:\.\d*)?\s*", event.properties.get(_ESTIMATE, ""), re.ASCII)
    return Size(round(int(seconds[1]) / 60)) if seconds else Size()


@lru_cache(maxsize=2048)
def _lines(description: str) -> Size:
    found = Size()
    lines = [
        (bool(m[1]) and m[1].lower() == "actual ", m[2].lower(), m[3].strip()) for m in _PLANNED.finditer(description)
    ]
    for _, name, value in sorted(lines, key=lambda line: line[0]):
        found = found.or_else(_value(value, clock_hours=name == "time"))
    first_line = description.lstrip().partition("\n")[0]
    if "•" not in first_line:
        return found
    return found.or_else(_value(first_line.partition("•")[2], clock_hours=False))


def _value(text: str, *, clock_hours: bool) -> Size:
    """``0:40`` is hours and minutes in a "time", ``45:00`` minutes and seconds in a "duration"."""
    if match := _HOURS.match(text):
        first, second, third = match.groups()
        in_hours = int(first) * 60 + int(second)
        if third or clock_hours or int(first) < _TOO_SHORT:
            return Size(in_hours)
        return Size(round(int(first) + int(second) / 60))
    return whole([mark for mark in marks(text.lower()[:100]) if mark.kind == "size"], in_parts=False)
