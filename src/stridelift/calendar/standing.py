"""A session of ours as it stands in a CalDAV collection, where the athlete's programs may have changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from stridelift.calendar.apart import read_apart
from stridelift.calendar.classify import classify
from stridelift.calendar.collection import Resource
from stridelift.calendar.event import OWN_CLASS, OWN_EXERCISES, OWN_PINNED, OWN_PLACE, OWN_UID, Event, Role
from stridelift.calendar.identity import iso_week
from stridelift.calendar.lines import Component, name_of, parse, split, unescaped
from stridelift.calendar.published import Entry, PublishedEvent
from stridelift.calendar.write import resource, safe, text

_WINDOW = timedelta(days=500)  # around now; more than is ever asked of a collection
_TIMES = {"DTSTART", "DTEND", "DURATION"}
_SERIES = {"RRULE", "RDATE", "EXDATE"}
_LINES = {  # of an entry: what stands where
    "start": _TIMES,
    "end": _TIMES,
    "summary": {"SUMMARY"},
    "description": {"DESCRIPTION"},
    "location": {"LOCATION"},
    "transparent": {"TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"},
    "session_class": {OWN_CLASS},
    "place": {OWN_PLACE},
    "exercises": {OWN_EXERCISES},
    "travel_minutes": {"X-STRIDELIFT-TRAVEL"},
}
_HISTORY = {"SEQUENCE", "LAST-MODIFIED", "DTSTAMP"}


@dataclass(frozen=True)
class Standing:
    """What stands there. ``event`` is the session with its history, or None where it cannot be read any more.

    ``day`` is the date of one that was made all-day, ``repeats`` says that it was made a series; ``bare`` is one whose
    program left out all properties of ours.
    """

    resource: Resource
    uid: str
    plan: str = ""
    ids: Mapping[str, int] = field(default_factory=dict)
    event: PublishedEvent | None = None
    day: date | None = None
    repeats: bool = False
    cancelled: bool = False
    bare: bool = False


def standing(resources: Iterable[Resource], zone: ZoneInfo, now: datetime) -> tuple[Standing, ...]:
    """The sessions among the ``resources`` of a collection that any plan of ours put there.

    Raises:
        SourceError: they take too long to read.
    """
    suffix = OWN_UID.encode()
    own = [(one, *found) for one in resources if suffix in one.data for found in _masters(one.data)]
    events = {uid: event for *_, master in own for uid, event in _as_written(master)}
    others = [one for one, _, master in own if _values(master)["UID"] not in events]
    if others:
        data = b"\r\n".join(one.data for one in others)
        window = (now - _WINDOW, now + _WINDOW)
        reading = read_apart(data, source="the collection", role=Role.TRAINING, zone=zone, window=window)
        for event in reversed(reading.events):  # so that the first of a series stays
            events[event.uid.partition("/")[0]] = event
    return tuple(_standing(one, calendar, master, events, zone) for one, calendar, master in own)


def _as_written(master: Component) -> Iterator[tuple[str, Event]]:
    """An event whose times are in the form that we write, which needs no reader; most are, each time."""
    values = _values(master)
    times = [line for line in map(parse, master.raw) if line and line.name in {*_TIMES, *_SERIES}]
    if {line.name for line in times} == {"DTSTART", "DTEND"} and OWN_CLASS in values:
        instants = {line.name: _instant(line.value) for line in times if not line.params}
        start, end = instants.get("DTSTART"), instants.get("DTEND")
        if start and end:
            cancelled = values.get("STATUS", "").upper() == "CANCELLED"
            yield values["UID"], Event(values["UID"], "", start, end, start.date(), cancelled=cancelled)


def _masters(data: bytes) -> Iterator[tuple[Component, Component]]:
    for calendar in split(data)[0]:
        for event in calendar.named("VEVENT"):
            values = _values(event)
            if values.get("UID", "").endswith(OWN_UID) and "RECURRENCE-ID" not in values:
                yield calendar, event
                break


def _standing(
    one: Resource, calendar: Component, master: Component, events: Mapping[str, Event], zone: ZoneInfo
) -> Standing:
    head, values = _values(calendar), _values(master)
    uid = values["UID"]
    event = events.get(uid)
    pairs = (pair.partition("=") for pair in head.get("X-STRIDELIFT-IDS", "").split())
    return Standing(
        one,
        uid,
        head.get("X-STRIDELIFT-PLAN", ""),
        {week: int(number) for week, _, number in pairs if number.isdecimal()},
        _published(values, event, zone) if event else None,
        event.day if event and event.all_day else None,
        repeats=not _SERIES.isdisjoint(values),
        cancelled=bool(event and event.cancelled),
        bare=OWN_CLASS not in values,
    )


def _published(values: Mapping[str, str], event: Event, zone: ZoneInfo) -> PublishedEvent | None:
    session_class = values.get(OWN_CLASS) or next(iter(classify([event], ()))).strength
    if session_class is None:
        return None
    travel = values.get("X-STRIDELIFT-TRAVEL", "")
    entry = Entry(
        uid=values["UID"],
        session_class=session_class,
        place=values.get(OWN_PLACE, ""),
        travel_minutes=int(travel) if travel.isdecimal() else 0,
        start=event.start,
        end=event.end,
        summary=values.get("SUMMARY", ""),
        description=values.get("DESCRIPTION", ""),
        location=values.get("LOCATION", ""),
        transparent=values.get("TRANSP", "").upper() == "TRANSPARENT",
        pinned=values.get(OWN_PINNED) == "TRUE",
        exercises=values.get(OWN_EXERCISES, ""),
    )
    sequence = values.get("SEQUENCE", "")
    begun = event.start.astimezone(UTC)
    stamps = [_instant(values.get(name, "")) or begun for name in ("CREATED", "LAST-MODIFIED", "DTSTAMP")]
    week = values.get("X-STRIDELIFT-WEEK") or iso_week(event.start, zone)
    return PublishedEvent(safe(entry), week, int(sequence) if sequence.isdecimal() else 0, *stamps)


def _instant(value: str) -> datetime | None:
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _values(component: Component) -> dict[str, str]:
    """The first value of each property."""
    lines = (parse(raw) for raw in reversed(component.raw))
    return {line.name: unescaped(line.value) for line in lines if line}


# Writing over it.


def patched(there: Standing, base: Entry, new: PublishedEvent) -> bytes | None:
    """The resource with what is new against ``base``, which we wrote before; None where nothing is.

    Whatever the athlete added stays: alarms, guests, notes in a text that did not change on our side.
    """
    if there.event is None or there.repeats:
        return None
    names = _changed(there.event.entry, base, new.entry)
    if new.entry.pinned and not there.event.entry.pinned and not there.bare:
        names.add(OWN_PINNED)
    if not names:
        return None
    calendars = split(there.resource.data)[0]
    master = next(one for calendar in calendars for one in calendar.named("VEVENT") if _values(one)["UID"] == there.uid)
    ours = split(resource(new, "", {}))[0][0].children[0]
    names |= _HISTORY
    lines = [raw for raw in ours.raw if name_of(raw) in names - {"SEQUENCE"}]
    sequence = max(new.sequence, there.event.sequence + 1)
    master.raw = [*(raw for raw in master.raw if name_of(raw) not in names), *lines, f"SEQUENCE:{sequence}".encode()]
    return text(line for calendar in calendars for line in _lines(calendar))


def _changed(there: Entry, base: Entry, new: Entry) -> set[str]:
    return {
        name
        for key, names in _LINES.items()
        if getattr(new, key) not in {getattr(base, key), getattr(there, key)}
        for name in names
    }


def _lines(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}"
    yield from (raw.decode("utf-8", "replace") for raw in component.raw)
    for child in component.children:
        yield from _lines(child)
    yield f"END:{component.name}"
