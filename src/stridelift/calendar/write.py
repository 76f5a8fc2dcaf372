"""Sessions, or runs at their chosen starts, → the bytes of a calendar.

Instants are in UTC and everything is an event of its own, so that no client needs a time zone or a recurrence. Left
out on purpose: a UID of the calendar (vdirsyncer then takes all of it for one event), its LAST-MODIFIED (nobody reads
it), SOURCE and URL (an address may be a secret), ORGANIZER and ATTENDEE (they make an invitation of a session), and
STATUS:CANCELLED (programs go on showing it: what is dropped leaves the calendar). An alarm is the reader's own affair
and no change of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from stridelift.calendar.event import OWN_CLASS, OWN_EXERCISES, OWN_PINNED, OWN_PLACE, OWN_RUN, OWN_STATE
from stridelift.calendar.identity import iso_week
from stridelift.calendar.published import (
    STRENGTH,
    Entry,
    Feed,
    Published,
    PublishedEvent,
    Skip,
    session_uid,
    stamp,
)

_KEPT = timedelta(days=28)  # past sessions stay so long
_AHEAD = 50  # ids that may have been given and then left out of the calendar
_FOLD = 75  # octets of a line
_BREAKS = re.compile(r"\r\n|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_TOKEN = re.compile(r"\\?.", re.DOTALL)  # a character, or an escape that folding must not cut


def render(  # noqa: PLR0913 - each says something of its own
    entries: Iterable[Entry],
    *,
    previous: Published,
    now: datetime,
    kept: Iterable[PublishedEvent] = (),
    name: str,
    zone: str,
    feed: Feed = STRENGTH,
    runs: Mapping[str, datetime] = MappingProxyType({}),
    alarm_minutes: int | None = None,
) -> bytes:
    """The calendar with ``entries``, their UIDs assigned, and what is ``kept`` of ``previous``.

    Past sessions stay for 28 days; ``runs`` are the starts chosen for runs, by their UID.

    An event whose visible fields are as published is kept as it was; one visible field changed is SEQUENCE + 1 and
    ``now`` in DTSTAMP and LAST-MODIFIED. So the bytes are the same when nothing changed.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    published = {event.entry.uid: event for event in previous.events}
    events = {entry.uid: _event(entry, published.get(entry.uid), now, ZoneInfo(zone)) for entry in map(safe, entries)}
    for event in kept:
        if now < event.entry.end + _KEPT:
            events.setdefault(event.entry.uid, event)
    ids = _ids(previous, events.values())
    starts = {uid: start for uid, start in previous.runs.items() if now - _KEPT < start <= now}
    skips = [one for one in previous.skips if now.date() < one.end + _KEPT]
    lines = [*_head(feed, name, zone, previous.plan), *_state_lines(ids, skips, {**starts, **runs})]
    for event in sorted(events.values(), key=lambda one: (one.entry.start, one.entry.uid)):
        lines += _lines(feed, event, alarm_minutes)
    lines.append("END:VCALENDAR")
    return text(lines)


def resource(event: PublishedEvent, plan: str, ids: Mapping[str, int]) -> bytes:
    """One session as a CalDAV collection holds it, with what finding it again needs when nothing else is left."""
    given = {event.week: ids[event.week]} if event.week in ids else {}
    identity = (f"X-STRIDELIFT-PLAN:{plan}", *_state_lines(given, (), {}))
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{STRENGTH.prodid}", "CALSCALE:GREGORIAN")
    return text([*head, *identity, *_lines(STRENGTH, event, None), "END:VCALENDAR"])


def text(lines: Iterable[str]) -> bytes:
    """Content lines as they stand in a file."""
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def with_alarm(data: bytes, minutes: int) -> bytes:
    """A calendar of ours with a reminder so long before each of its events; nothing else of it changes."""
    head, *events = re.split(r"(?<=\r\n)(?=BEGIN:VEVENT\r\n)", data.decode())
    parts = [head]
    for event in events:
        summary = event.partition("\r\nSUMMARY:")[2].replace("\r\n ", "").partition("\r\n")[0]
        alarm = "".join(f"{_folded(line)}\r\n" for line in _alarm(summary, minutes))
        parts.append(event.replace("\r\nEND:VEVENT\r\n", f"\r\n{alarm}END:VEVENT\r\n", 1))
    return "".join(parts).encode()


def safe(entry: Entry) -> Entry:
    """The entry as it will be read back."""
    return replace(
        entry,
        uid=_line(entry.uid),
        session_class=_line(entry.session_class),
        place=_line(entry.place),
        run=_line(entry.run),
        exercises=_line(entry.exercises),
        start=entry.start.astimezone(UTC).replace(microsecond=0),
        end=entry.end.astimezone(UTC).replace(microsecond=0),
        summary=_line(entry.summary),
        description=_text(entry.description),
        location=_line(entry.location),
    )


def _text(text: str) -> str:
    """Without what a client may show wrongly or a parser trip over; line breaks stay as LF.

    Backslashes become slashes: some programs fold inside an escaped one, and Google then drops the event.
    """
    return _UNSAFE.sub("", _BREAKS.sub("\n", text.replace("\t", " "))).replace("\\", "/")


def _line(text: str) -> str:
    return " ".join(_text(text).split("\n"))


def _event(entry: Entry, old: PublishedEvent | None, now: datetime, zone: ZoneInfo) -> PublishedEvent:
    if old is None:
        return PublishedEvent(entry, iso_week(entry.start, zone), 0, now, now, now)
    if _visible(entry) == _visible(old.entry):
        return replace(old, entry=entry)
    return replace(old, entry=entry, sequence=old.sequence + 1, last_modified=now, dtstamp=now)


def _visible(entry: Entry) -> tuple[object, ...]:
    return entry.summary, entry.start, entry.end, entry.location, entry.description, entry.transparent


def _ids(previous: Published, events: Iterable[PublishedEvent]) -> dict[str, int]:
    """How many ids each week has given, those of ``events`` included."""
    uids: Mapping[str, str] = {event.entry.uid: event.week for event in events}
    ids = dict(previous.ids)
    for week in sorted(set(uids.values())):
        given = ids.get(week, 0)
        numbers = range(given + len(uids) + _AHEAD, given, -1)
        if found := next((one for one in numbers if session_uid(previous.plan, week, one) in uids), 0):
            ids[week] = found
    return ids


def _head(feed: Feed, name: str, zone: str, plan: str) -> Iterator[str]:
    title = _escaped(_line(name))
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{feed.prodid}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{title}"
    yield f"X-WR-CALNAME:{title}"
    yield f"X-WR-TIMEZONE:{_line(zone)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    yield "X-PUBLISHED-TTL:PT1H"
    yield f"COLOR:{feed.colour}"
    yield f"X-APPLE-CALENDAR-COLOR:{feed.rgb}"
    yield f"X-STRIDELIFT-PLAN:{plan}"


def _state_lines(ids: Mapping[str, int], skips: Iterable[Skip], runs: Mapping[str, datetime]) -> Iterator[str]:
    yield f"X-STRIDELIFT-IDS:{' '.join(f'{week}={ids[week]}' for week in sorted(ids))}"
    left_out = " ".join(f"{one.week}={one.session_class}" for one in sorted(skips))
    if left_out:
        yield f"X-STRIDELIFT-SKIPS:{left_out}"
    for uid, start in sorted(runs.items()):
        yield f"{OWN_RUN};START={stamp(start)}:{_escaped(_line(uid))}"


def _lines(feed: Feed, event: PublishedEvent, alarm_minutes: int | None) -> Iterator[str]:
    entry = event.entry
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(entry.uid)}"
    yield f"DTSTAMP:{stamp(event.dtstamp)}"
    yield f"CREATED:{stamp(event.created)}"
    yield f"LAST-MODIFIED:{stamp(event.last_modified)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{stamp(entry.start)}"
    yield f"DTEND:{stamp(entry.end)}"
    yield f"SUMMARY:{_escaped(entry.summary)}"
    for key, value in (("DESCRIPTION", entry.description), ("LOCATION", entry.location)):
        if value:
            yield f"{key}:{_escaped(value)}"
    yield "STATUS:CONFIRMED"
    yield f"TRANSP:{'TRANSPARENT' if entry.transparent else 'OPAQUE'}"
    yield f"X-MICROSOFT-CDO-BUSYSTATUS:{'FREE' if entry.transparent else 'BUSY'}"
    yield "CLASS:PRIVATE"
    yield f"CATEGORIES:{feed.category}"
    yield f"COLOR:{feed.colour}"
    yield from _own_lines(entry)
    yield f"X-STRIDELIFT-WEEK:{event.week}"
    if alarm_minutes is not None:
        yield from _alarm(_escaped(entry.summary), alarm_minutes)
    yield "END:VEVENT"


def _own_lines(entry: Entry) -> Iterator[str]:
    """What reading it back needs."""
    if entry.run:
        yield f"{OWN_RUN}:{_escaped(entry.run)}"
        return
    yield f"{OWN_CLASS}:{_escaped(entry.session_class)}"
    if entry.place:
        yield f"{OWN_PLACE}:{_escaped(entry.place)}"
    if entry.pinned:
        yield f"{OWN_PINNED}:TRUE"
    if entry.state:
        yield f"{OWN_STATE}:{entry.state}"
    if entry.exercises:
        yield f"{OWN_EXERCISES}:{_escaped(entry.exercises)}"
    yield f"X-STRIDELIFT-TRAVEL:{entry.travel_minutes}"


def _alarm(summary: str, minutes: int) -> Sequence[str]:
    trigger = f"TRIGGER:-PT{minutes}M"
    return "BEGIN:VALARM", "ACTION:DISPLAY", trigger, f"DESCRIPTION:{summary}", "END:VALARM"


def _escaped(text: str) -> str:
    return text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, neither a character nor an escape cut in two."""
    if len(line.encode()) <= _FOLD:
        return line
    rows, size = [""], 0
    for token in _TOKEN.findall(line):
        octets = len(token.encode())
        if size + octets > _FOLD:
            rows.append("")
            size = 1  # the blank that marks the continuation
        rows[-1] += token
        size += octets
    return "\r\n ".join(rows)
