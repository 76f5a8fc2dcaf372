"""The families in their order. Nothing else imports them, and none imports another but ``field``.

Of an event: the fields of the platforms, the most reliable first, then CATEGORIES; a field that only names the sport
leaves the kind to the title. Of a title: coaches' shorthand, two runs in one event, then the words (``calendar.title``,
with strength beside a run), and what of all that is optional.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stridelift.calendar.event import Event
from stridelift.calendar.platforms import (
    athletica,
    categories,
    final_surge,
    garmin,
    intervals_icu,
    optional,
    runna,
    trainerroad,
    trainingpeaks,
    two_runs,
)
from stridelift.calendar.platforms.field import Field
from stridelift.calendar.reading import Reading
from stridelift.calendar.size import Size
from stridelift.calendar.title import TITLE_LENGTH, read

_FIELDS = (
    *(runna.fields, trainerroad.fields, garmin.fields, trainingpeaks.fields, athletica.fields, categories.fields),
    intervals_icu.fields,
)
_SIZES = (runna.size, trainingpeaks.size, athletica.size, intervals_icu.size)


def fields(event: Event) -> Iterator[Field]:
    """The fields that say something, the most reliable first."""
    for family in _FIELDS:
        yield from family(event)


def stated_size(event: Event) -> Size:
    """What properties and description say of the size; planned before actual."""
    found = Size()
    for family in _SIZES:
        found = found.or_else(family(event))
    return found


def without_prefix(title: str) -> tuple[str, str]:
    """The sport that TrainingPeaks or Athletica put before the title, or an empty string, and the rest of it."""
    title = title[:TITLE_LENGTH]
    sport, rest = trainingpeaks.prefix(title)
    return (sport, rest) if sport else athletica.prefix(title)


def words(title: str, sport: str = "") -> Reading | None:
    """The reading of a title without its prefix; ``sport`` is what a platform field said (run, cross, moderate)."""
    return _words(title[:TITLE_LENGTH], sport)


@lru_cache(maxsize=4096)
def _words(title: str, sport: str) -> Reading | None:
    reading = None
    if sport in {"", "run"}:
        reading = final_surge.shorthand(title) or two_runs.read_two(title, sport)
    reading = reading or read(title, sport)
    return reading and optional.marked(reading, title)
