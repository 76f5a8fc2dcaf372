"""Banners: an event over several days that heads a week of the plan, and is nothing to do on any of them.

    Training Week 3 Distance: 21 mi         seven days (calendar-hack, time-to-run)
    Week 4, weekly mileage: ~70 miles       seven days, in a file whose runs end on the day they begin
    11 Weeks to Goal: Harbour Marathon      five or seven days

What such a title says of kilometres is the week's. A race may last three days; a banner of one day is told by its
words ("race week", ``models/vocabulary``).
"""

from __future__ import annotations

from stridelift.calendar.event import Event, Other
from stridelift.calendar.reading import Reading
from stridelift.domain import RunKind

_RACE_DAYS = 3  # an event over more days is a banner, even if it speaks of a race


def banner(event: Event, reading: Reading | None) -> Reading | None:
    """The note that an event of several days is; None where it is none."""
    race = reading is not None and reading.kind is RunKind.RACE
    if event.all_day and event.days > (_RACE_DAYS if race else 1):
        return Reading(f"covers {event.days} days", other=Other.NOTE)
    return None
