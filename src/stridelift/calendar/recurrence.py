"""Which occurrences a series has inside a window: expanded one series at a time, on the clock of its zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.prop import vDDDLists, vDDDTypes, vRecur

from stridelift.calendar.draft import Draft
from stridelift.calendar.moments import Moment, UnreadableError, Wall, elapsed
from stridelift.calendar.rules import Rule, over, skipped, vetted, written
from stridelift.calendar.zones import instant

_MOST = 5_000  # occurrences of a series in the window
_MARGIN = timedelta(days=2)  # more than any two clocks differ
_INDEX = "X-INDEX"


class Occurrence(NamedTuple):
    """Times are on the clock of the draft's zone; ``key`` is the recurrence instant as a UID has it."""

    draft: Draft
    start: Wall
    end: Wall
    key: str


def occurrences(master: Draft, overrides: Sequence[Draft], window: tuple[datetime, datetime]) -> list[Occurrence]:
    """Expands one series; some occurrences a little outside the window are among the result.

    Raises:
        UnreadableError: a rule is refused, or it recurs too often.
    """
    first, last = (at.astimezone(master.zone).replace(tzinfo=None) for at in window)
    first, last = first - _MARGIN, last + _MARGIN
    drafts = [master, *(_aligned(one, master) for one in overrides)]
    rules = [vetted(text, master.start, master.zone) for text in master.rules]
    moves = any(one.future for one in overrides)
    needed = datetime.min if moves else first - elapsed(master.start, master.end)  # noqa: DTZ901 - a wall-clock time
    if not overrides and not master.added and rules and all(over(rule, needed) for rule in rules):
        return []
    try:
        calendar = Calendar()
        calendar.add_component(_series(master, rules, needed))
        for index, draft in enumerate(drafts[1:], 1):
            calendar.add_component(_override(draft, index))
        found = recurring_ical_events.of(calendar).between(first, last)
    except MemoryError:
        raise
    except Exception as error:  # whatever a hostile series raises must not lose the calendar
        raise UnreadableError(f"its recurrence cannot be worked out: {str(error)[:80]}") from error
    if len(found) > _MOST:
        raise UnreadableError(f"it recurs more than {_MOST} times in the period that is read")
    return [_occurrence(drafts[one[_INDEX]], one["DTSTART"].dt, one["DTEND"].dt) for one in found]


def recurrence_key(at: Wall, zone: tzinfo) -> str:
    """A recurrence instant in writing: a date, or the time in UTC."""
    return f"{instant(at, zone):%Y%m%dT%H%M%SZ}" if isinstance(at, datetime) else f"{at:%Y%m%d}"


def _aligned(override: Draft, master: Draft) -> Draft:
    """An override on the clock of its master; what it overrides is a date or a time as the master's start is."""
    start, end = (Moment(at, override.zone).seen_in(master.zone) for at in (override.start, override.end))
    recurrence = override.recurrence
    if recurrence is not None:
        recurrence = Moment(recurrence, override.zone).seen_in(master.zone)
        if isinstance(master.start, datetime) and not isinstance(recurrence, datetime):
            recurrence = datetime.combine(recurrence, master.start.time())
        elif not isinstance(master.start, datetime) and isinstance(recurrence, datetime):
            recurrence = recurrence.date()
    return replace(override, start=start, end=end, zone=master.zone, recurrence=recurrence)


def _series(master: Draft, rules: Sequence[Rule], needed: datetime) -> Event:
    ahead = skipped(rules[0], master.start, needed) if len(rules) == 1 else timedelta()
    event = _event(master.start + ahead, master.end + ahead, 0)
    event["RRULE"] = [vRecur.from_ical(written(rule)) for rule in rules]
    event["RDATE"] = vDDDLists(list(master.added))
    event["EXDATE"] = vDDDLists(list(master.removed))
    return event


def _override(draft: Draft, index: int) -> Event:
    event = _event(draft.start, draft.end, index)
    original = vDDDTypes(draft.recurrence or draft.start)
    if draft.future:
        original.params["RANGE"] = "THISANDFUTURE"
    event["RECURRENCE-ID"] = original
    return event


def _event(start: Wall, end: Wall, index: int) -> Event:
    event = Event()
    event["UID"] = "series"
    event["DTSTART"] = vDDDTypes(start)
    event["DTEND"] = vDDDTypes(end)
    event[_INDEX] = index
    return event


def _occurrence(draft: Draft, start: Wall, end: Wall) -> Occurrence:
    later = draft.future and start != draft.start  # of an override for "this and all that follow"
    original = start if draft.recurrence is None or later else draft.recurrence
    return Occurrence(draft, start, end, recurrence_key(original, draft.zone))
