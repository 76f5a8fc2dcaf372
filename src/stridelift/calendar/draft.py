"""One VEVENT, understood: its times with their zone, what recurs, and the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256
from typing import NamedTuple

from stridelift.calendar.bounds import Budget, UnreadableError
from stridelift.calendar.event import Event, Role
from stridelift.calendar.lines import Component, Line, name_of, parse, unescaped
from stridelift.calendar.mojibake import mended
from stridelift.calendar.moments import Moment, Wall, duration, elapsed, midnight, moments, periods
from stridelift.calendar.zones import Zones, instant

LONGEST = timedelta(days=400)
_MOST_DATES = 5_000  # RDATEs, EXDATEs
_SUMMARY, _DESCRIPTION, _PROPERTY = 10_000, 100_000, 2_000  # characters kept
_COMMA = re.compile(r"(?<!\\),")
_IDENTITY = ("DTSTART", "DTEND", "DURATION", "SUMMARY", "RRULE", "RECURRENCE-ID")
_DAY = timedelta(days=1)


class Frame(NamedTuple):
    """What the events of a calendar have in common."""

    zones: Zones
    role: Role
    source: str
    emails: frozenset[str]  # lower case
    warnings: set[str]
    budget: Budget
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before its recurrence is expanded: times are those of the first occurrence, on the clock of ``zone``."""

    event: Event
    start: Wall
    end: Wall
    zone: tzinfo
    rules: tuple[str, ...]
    added: tuple[Wall | tuple[Wall, Wall], ...]
    removed: tuple[Wall, ...]
    recurrence: Wall | None
    future: bool
    version: tuple[int, str]

    @property
    def recurs(self) -> bool:
        return bool(self.rules or self.added)


class Fields:
    """The content lines of an event by name; a line is taken apart when it is asked for."""

    def __init__(self, component: Component) -> None:
        self._raw: dict[str, list[bytes]] = {}
        self._lines: dict[str, list[Line]] = {}
        for raw in component.raw:
            name = name_of(raw)
            if name not in self._raw:
                self._raw[name] = [raw]
            elif not _is_own(name):  # of those the first is all that is kept
                self._raw[name].append(raw)

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __contains__(self, name: str) -> bool:
        return bool(self[name])

    def __getitem__(self, name: str) -> list[Line]:
        if name not in self._lines:
            self._lines[name] = [line for raw in self._raw.get(name, ()) if (line := parse(raw))]
        return self._lines[name]

    def value(self, name: str) -> str:
        return self[name][0].value.strip() if name in self else ""

    def text(self, name: str, most: int = _SUMMARY) -> str:
        return unescaped(self[name][0].value[: 2 * most])[:most] if name in self else ""

    @property
    def uid(self) -> str:
        """The UID, made up from what the event is where there is none."""
        if uid := self.text("UID", _PROPERTY).strip():
            return uid
        content = "\n".join(line.value for name in _IDENTITY if name in self for line in self[name])
        return f"no-uid-{sha256(content.encode('utf-8', 'replace')).hexdigest()[:20]}"


def understand(fields: Fields, frame: Frame) -> Draft:
    """Reads one VEVENT.

    Raises:
        UnreadableError: it has no time, or one beyond reason.
    """
    start = _start(fields, frame)
    end = _end(fields, start, frame)
    if _whole_days(fields, start.at, end):
        start, end = Moment(_date(start.at), start.zone), _date(end)
    if (length := elapsed(start.at, end)) > LONGEST:
        raise UnreadableError(f"it lasts {length.days} days")
    recurrence = next((one for line in fields["RECURRENCE-ID"] for one in moments(line, frame.zones)), None)
    return Draft(
        event=_texts(fields, frame),
        start=start.at,
        end=end,
        zone=start.zone,
        rules=tuple(rule for line in fields["RRULE"] if (rule := line.value.strip())),
        added=tuple(_added(fields, start.at, start.zone, frame)),
        removed=tuple(_removed(fields, start.at, start.zone, frame)),
        recurrence=recurrence.like(start.at, start.zone) if recurrence else None,
        future=any(line.params.get("RANGE", "").upper() == "THISANDFUTURE" for line in fields["RECURRENCE-ID"]),
        version=(_number(fields.value("SEQUENCE")), fields.value("LAST-MODIFIED") or fields.value("DTSTAMP")),
    )


def maker(calendar: Component) -> str:
    """The PRODID of a calendar and its name."""
    fields = Fields(calendar)
    return " ".join(text for name in ("PRODID", "X-WR-CALNAME") if (text := fields.text(name, _PROPERTY)))


def _start(fields: Fields, frame: Frame) -> Moment:
    if "DTSTART" not in fields:
        raise UnreadableError("DTSTART is missing")
    return next(moments(fields["DTSTART"][0], frame.zones))


def _end(fields: Fields, start: Moment, frame: Frame) -> Wall:
    """DTEND, else DTSTART + DURATION, else one day or no time at all; what cannot be is left out with a warning."""
    least = start.at if isinstance(start.at, datetime) else start.at + _DAY
    try:
        if "DTEND" in fields:
            end = _end_like(start, next(moments(fields["DTEND"][0], frame.zones)))
        elif "DURATION" in fields:
            end = after(start.at, duration(fields["DURATION"][0].value), start.zone)
        else:
            return least
    except (UnreadableError, OverflowError) as error:
        frame.warnings.add(f"the end of {_name(fields)} is left out: {error}")
        return least
    if _backwards(start, end):
        frame.warnings.add(f"the end of {_name(fields)} is left out: it ends before it starts")
        return least
    return end


def _backwards(start: Moment, end: Wall) -> bool:
    if isinstance(start.at, datetime) and isinstance(end, datetime):
        return instant(end, start.zone) < instant(start.at, start.zone)
    return elapsed(start.at, end) < timedelta()


def after(start: Wall, length: timedelta, zone: tzinfo) -> Wall:
    """``start`` plus whole days on the calendar and the rest on the clock that never jumps."""
    if not isinstance(start, datetime):
        return start + timedelta(days=-(-length // _DAY))
    days = timedelta(days=length.days)
    return (instant(start + days, zone) + (length - days)).astimezone(zone).replace(tzinfo=None)


def _end_like(start: Moment, end: Moment) -> Wall:
    """An end of the same kind as the start: a time inside a day ends with that day."""
    if not isinstance(start.at, datetime):
        return end.like(start.at, start.zone) + (
            timedelta() if end.disguised or not isinstance(end.at, datetime) else _DAY
        )
    at = end.seen_in(start.zone)
    return at if isinstance(at, datetime) else midnight(at)


def _whole_days(fields: Fields, start: Wall, end: Wall) -> bool:
    """Outlook's all-day flag on an event from midnight to midnight."""
    flagged = fields.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    return flagged and all(isinstance(at, datetime) and at == midnight(at) for at in (start, end))


def _date(at: Wall) -> date:
    return at.date() if isinstance(at, datetime) else at


def _removed(fields: Fields, start: Wall, zone: tzinfo, frame: Frame) -> Iterator[Wall]:
    for line in _few(fields, "EXDATE", frame):
        try:
            yield from [one.like(start, zone) for one in moments(line, frame.zones)]
        except UnreadableError as error:
            frame.warnings.add(f"an EXDATE of {_name(fields)} is left out: {error}")


def _added(fields: Fields, start: Wall, zone: tzinfo, frame: Frame) -> Iterator[Wall | tuple[Wall, Wall]]:
    for line in _few(fields, "RDATE", frame):
        try:
            if "/" not in line.value:
                yield from [one.like(start, zone) for one in moments(line, frame.zones)]
                continue
            for begin, end in periods(line, frame.zones):
                at = begin.like(start, zone)
                yield at, after(at, end, zone) if isinstance(end, timedelta) else end.like(start, zone)
        except (UnreadableError, OverflowError) as error:
            frame.warnings.add(f"an RDATE of {_name(fields)} is left out: {error}")


def _few(fields: Fields, name: str, frame: Frame) -> list[Line]:
    count = sum(line.value.count(",") + 1 for line in fields[name])
    if count > _MOST_DATES:
        raise UnreadableError(f"it has more than {_MOST_DATES} {name}s")
    frame.budget.take("dates", count)
    return fields[name]


def _texts(fields: Fields, frame: Frame) -> Event:
    """Everything of the event but its times; those are set for each occurrence."""
    busy_status = fields.value("X-MICROSOFT-CDO-BUSYSTATUS").upper()
    return Event(
        uid=fields.uid,
        summary=mended(fields.text("SUMMARY")),
        start=datetime.min,  # noqa: DTZ901 - replaced
        end=datetime.min,  # noqa: DTZ901 - replaced
        day=date.min,
        description=mended(fields.text("DESCRIPTION", _DESCRIPTION)),
        location=fields.text("LOCATION"),
        categories=tuple(_categories(fields)),
        cancelled=fields.value("STATUS").upper() == "CANCELLED",
        transparent=fields.value("TRANSP").upper() == "TRANSPARENT" or busy_status == "FREE",
        declined=any(_declined(line, frame.emails) for line in fields["ATTENDEE"]),
        role=frame.role,
        source=frame.source,
        made_by=frame.made_by,
        properties={name: fields.text(name, _PROPERTY) for name in sorted(fields) if _is_own(name) and name in fields},
    )


def _is_own(name: str) -> bool:
    return name.startswith("X-")


def _categories(fields: Fields) -> Iterator[str]:
    for line in fields["CATEGORIES"]:
        for part in _COMMA.split(line.value[:_SUMMARY]):
            if name := unescaped(part).strip():
                yield name


def _declined(attendee: Line, emails: frozenset[str]) -> bool:
    address = attendee.value.strip().lower().removeprefix("mailto:")
    return attendee.params.get("PARTSTAT", "").upper() == "DECLINED" and address in emails


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - digits of a 32-bit number


def _name(fields: Fields) -> str:
    return repr(fields.text("SUMMARY")[:60] or fields.uid)
