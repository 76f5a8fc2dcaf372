r"""TrainingPeaks: the sport before the title and in the first line, and times in hours and minutes.

    PRODID:-//ddaysoftware.com//NONSGML DDay.iCal 1.0//EN
    SUMMARY:Run: Threshold 3 x 10
    DESCRIPTION:Workout type: Run\n<the coach's words>\nPlanned Time: 1:05\nDistance Planned: 12.5 km

What is done has a time without a zone, "Actual Time" and "Actual Distance"; the plan goes before them. A race is an
all-day event without a sport and without a description, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stridelift.calendar.event import Event
from stridelift.calendar.platforms.field import Field, first_line, first_of, labelled, made_by, measured, of_words
from stridelift.calendar.race import race_distance
from stridelift.calendar.reading import GUESSED, Reading
from stridelift.calendar.size import Size
from stridelift.calendar.title import TITLE_LENGTH, read, speaks_of_life
from stridelift.domain import RunKind

_TYPE = re.compile(r"^(?:workout |activity )?(?:type|sport) ?: *(.+)$", re.IGNORECASE)
_PREFIX = re.compile(
    r"^\W*(run|bike|swim|strength|other|walk|brick|x-train|mtb|mtn bike|rowing|xc-ski|custom):\s+", re.IGNORECASE
)
_SPORTS = {"x-train": "cross training", "mtn bike": "mtb", "xc-ski": "skiing"}
_TIME = re.compile(r"^(\d{1,2}):([0-5]\d)(?::[0-5]\d)?$")
_TIMES = ("planned time", "total time", "time", "actual time")
_DISTANCES = ("distance planned", "planned distance", "actual distance")


def prefix(title: str) -> tuple[str, str]:
    """The sport before the title, or an empty string, and the rest of it."""
    match = _PREFIX.match(title)
    return (_SPORTS.get(match[1].lower(), match[1].lower()), title[match.end() :]) if match else ("", title)


def fields(event: Event) -> Iterator[Field]:
    line = first_line(event)
    if (type_ := _TYPE.match(line)) and (field := of_words(f"description: {line[:60]}", type_[1])):
        yield field
    sport, rest = prefix(event.summary[:TITLE_LENGTH])
    if field := of_words(f"title prefix {sport}", sport):
        yield field
    elif not sport and _is_race(event, rest):
        race = Reading(rest[:60], kind=RunKind.RACE, evidence=GUESSED, race_distance=race_distance(rest, None))
        yield Field("TrainingPeaks: an event without a sport is a race", race)


def size(event: Event) -> Size:
    lines = labelled(event)
    time = _TIME.match(first_of(lines, _TIMES))
    minutes = Size(int(time[1]) * 60 + int(time[2])) if time else measured(first_of(lines, _TIMES))
    return minutes.or_else(measured(first_of(lines, _DISTANCES)))


def _is_race(event: Event, title: str) -> bool:
    """So where its title does not say what else it is."""
    plain = event.all_day and not event.description.strip() and not event.categories and bool(title.strip())
    if not plain or not made_by(event, "ddaysoftware"):
        return False
    reading = read(title)
    return (reading is None or reading.bare) and not speaks_of_life(title)
