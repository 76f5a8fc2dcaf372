"""Garmin Connect: all-day events whose title is the type of the suggested workout and nothing else.

    SUMMARY:Base        SUMMARY:Sprint        SUMMARY:Long Run

In a feed that says it is Garmin's such a word is enough. Anywhere else it is a weak word like any other
(``models/vocabulary``), which counts in a training calendar: "Sprint" among meetings is a meeting. Descriptions are
dropped on Garmin's side, so the size is the usual one of the kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridelift.calendar.event import Event
from stridelift.calendar.platforms.field import Field, made_by
from stridelift.calendar.reading import ENOUGH, Reading
from stridelift.calendar.vocabulary import words_of
from stridelift.domain import RunKind

_TYPES = {
    RunKind.EASY: ("base", "easy", "easy run", "foundation run", "walk run", "run walk", "stride repeats"),
    RunKind.RECOVERY: ("recovery", "recovery run"),
    RunKind.LONG: ("long", "long run", "long easy run"),
    RunKind.TEMPO: ("tempo", "tempo run", "threshold", "threshold run", "progression run", "goal pace", "cutdown run"),
    RunKind.INTERVALS: (
        *("sprint", "sprints", "anaerobic", "vo2 max", "vo2max", "intervals", "speed repeats", "goal pace repeats"),
        *("benchmark run", "fartlek", "mile repeats"),
    ),
    RunKind.HILLS: ("hill repeats", "hills"),
}
_KINDS = {words_of(words): kind for kind, titles in _TYPES.items() for words in titles}


def fields(event: Event) -> Iterator[Field]:
    kind = _KINDS.get(words_of(event.summary[:40])) if made_by(event, "garmin") else None
    if kind:
        yield Field(f"Garmin type {event.summary[:40].strip()}", Reading(event.summary[:40], kind, evidence=ENOUGH))
