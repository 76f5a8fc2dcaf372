"""The bytes of a calendar → the events that touch a window; what cannot be read is listed and costs nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from stridelift.calendar.address import masked
from stridelift.calendar.bounds import Budget, UnreadableError
from stridelift.calendar.draft import LONGEST, Draft, Fields, Frame, maker, understand
from stridelift.calendar.event import Event, Ignored, Role
from stridelift.calendar.lines import MOST_LINES, Component, split
from stridelift.calendar.moments import Wall, midnight
from stridelift.calendar.observances import Definitions
from stridelift.calendar.recurrence import occurrences, outdated, recurrence_key
from stridelift.calendar.zones import Zones, instant, kept_in
from stridelift.errors import SourceError

_MOST_EVENTS = 4_000  # that may touch the window
_MOST_WARNINGS = 50
_MARGIN = timedelta(days=2)
_BEYOND = b"22010101"
_DAYS = re.compile(rb"[DW]|\d{4}", re.IGNORECASE)  # in a duration: it may be long
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """Events in order of (start, end, uid, summary); nothing depends on the order inside the file.

    ``zone`` is the time zone in which the calendar says it is kept, by its IANA name; empty where it does not say.
    """

    events: tuple[Event, ...]
    ignored: tuple[Ignored, ...]
    warnings: tuple[str, ...]
    zone: str = ""


def read(  # noqa: PLR0913 - each says something of its own
    data: bytes,
    *,
    source: str,
    role: Role,
    zone: ZoneInfo,
    window: tuple[datetime, datetime],
    emails: frozenset[str] = frozenset(),
) -> Reading:
    """Reads the events that touch ``window`` (aware, half-open), series expanded.

    Times without a zone are the athlete's (``zone``), as RFC 5545 has it: X-WR-TIMEZONE only says how a calendar was
    shown, and travels with a copied file.

    Raises:
        SourceError: there is no calendar in ``data``, or one of more than 4,000 events in the window.
    """
    calendars, warnings = _calendars(data, source)
    first, last = (at.astimezone(UTC) for at in window)
    drafts: list[Draft] = []
    ignored: list[Ignored] = []
    budget = Budget()
    definitions = Definitions(range(first.year - 2, last.year + 2), budget)
    for calendar, near in zip(calendars, _near(calendars, first, last), strict=True):
        zones = Zones(calendar.named("VTIMEZONE"), zone, definitions)
        frame = Frame(zones, role, source, _lower(emails), warnings, budget, maker(calendar))
        _understand(near, frame, drafts, ignored)
        warnings |= {f"time zone {name!r} is unknown: read as {zone.key}" for name in zones.unknown}
    events = [
        event
        for series in _by_uid(_newest(drafts, ignored))
        for event in _expanded(series, zone, (first, last), budget, ignored)
        if event.start < last and (event.end > first or event.start == event.end >= first)
    ]
    events.sort(key=lambda one: (one.start.astimezone(UTC), one.end.astimezone(UTC), one.uid, one.summary))
    ignored.sort(key=lambda one: (one.uid, one.summary, one.reason))
    return Reading(tuple(events), tuple(ignored), _few(warnings), next(filter(None, map(kept_in, calendars)), ""))


def _calendars(data: bytes, source: str) -> tuple[list[Component], set[str]]:
    """With what is to be said of them."""
    calendars, warnings = split(data)
    if not calendars:
        raise SourceError(f"calendar {masked(source)} has no BEGIN:VCALENDAR", "it is not an iCalendar file.")
    if not any(calendar.named("VEVENT") for calendar in calendars):
        warnings.append("the calendar has no events")
    return calendars, set(warnings)


def _few(warnings: set[str]) -> tuple[str, ...]:
    shown = sorted(warnings)[:_MOST_WARNINGS]
    more = len(warnings) - len(shown)
    return (*shown, f"and {more} more of that kind") if more else tuple(shown)


def _lower(emails: frozenset[str]) -> frozenset[str]:
    return frozenset(email.lower().removeprefix("mailto:") for email in emails)


def _near(calendars: list[Component], first: datetime, last: datetime) -> list[list[Component]]:
    """The events of each that may touch the window, by a glance at the digits of their dates."""
    dates = (first - _MARGIN - LONGEST, first - _MARGIN, last + _MARGIN)
    earliest, first_day, last_day = (f"{at:%Y%m%d}".encode() for at in dates)
    found = [
        [one for one in calendar.named("VEVENT") if _may_touch(one.raw, earliest, first_day, last_day)]
        for calendar in calendars
    ]
    if (number := sum(map(len, found))) > _MOST_EVENTS:
        raise SourceError(f"the calendar has {number} events in the period", "it is not one person's.")
    return found


def _may_touch(raw: Iterable[bytes], earliest: bytes, first: bytes, last: bytes) -> bool:
    """What is over before ``earliest`` cannot reach ``first``: it would be too long to be read."""
    begin = end = over = b""
    for line in raw:
        name = line[:7].upper()
        if name == b"DTSTART" and not begin:
            begin = _digits(line.rpartition(b":")[2])
        elif name.startswith(b"DTEND"):
            at = _digits(line.rpartition(b":")[2])
            end, over = max(end, at), max(over, at)
        elif name == b"DURATIO" and not _DAYS.search(line[8:]):
            end = last
        elif name.startswith(b"RRULE"):
            end, over = last, max(over, _digits(line.upper().partition(b"UNTIL=")[2]) or last)
        elif name.startswith((b"RDATE", b"RECURRE", b"DURATIO")):
            return True
    if not begin or begin > _BEYOND:  # is said to be unreadable
        return True
    return begin <= last and max(begin, end) >= first and max(begin, over) >= earliest


def _digits(value: bytes) -> bytes:
    """The date in a value; nothing where there is none."""
    digits = value.strip()[:8]
    return digits if len(digits) == len("YYYYMMDD") and digits.isdigit() else b""


def _understand(components: list[Component], frame: Frame, drafts: list[Draft], ignored: list[Ignored]) -> None:
    for component in components:
        fields = Fields(component)
        try:
            _check(component)
            drafts.append(understand(fields, frame))
        except (UnreadableError, OverflowError) as error:
            ignored.append(Ignored(fields.uid, fields.text("SUMMARY"), f"cannot be read: {error}"))


def _check(component: Component) -> None:
    if not component.closed:
        raise UnreadableError("the file ends inside it")
    if len(component.raw) > MOST_LINES:
        raise UnreadableError(f"it has more than {MOST_LINES} lines")


def _newest(drafts: list[Draft], ignored: list[Ignored]) -> Iterator[Draft]:
    """Of several with the same UID and RECURRENCE-ID the highest SEQUENCE, then the latest change.

    Equally new ones that start at different times are different events whose UID somebody did not care about.
    """
    same: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        over = "" if draft.recurrence is None else recurrence_key(draft.recurrence, draft.zone)
        same[draft.event.uid, over].append(draft)
    for versions in same.values():
        if len(versions) > 1:
            versions.sort(key=lambda one: (one.version, repr(one)), reverse=True)
        starts: set[str] = set()
        for draft in versions:
            start = recurrence_key(draft.start, draft.zone)
            if draft.version == versions[0].version and start not in starts:
                starts.add(start)
                yield draft
            else:
                reason = "stands twice in the calendar" if start in starts else "a newer version of it is there"
                ignored.append(Ignored(draft.event.uid, draft.event.summary, reason))


def _by_uid(drafts: Iterable[Draft]) -> list[list[Draft]]:
    result: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        result[draft.event.uid].append(draft)
    return list(result.values())


def _expanded(
    drafts: list[Draft], home: ZoneInfo, window: tuple[datetime, datetime], budget: Budget, ignored: list[Ignored]
) -> Iterator[Event]:
    """The events of one UID; overrides go with the first of its masters, or alone."""
    masters = [one for one in drafts if one.recurrence is None]
    overrides = [one for one in drafts if one.recurrence is not None]
    for master in masters:
        dropped = [one for one in overrides if outdated(one, master, budget)]
        overrides = [one for one in overrides if one not in dropped]
        ignored += [
            Ignored(one.event.uid, one.event.summary, "a newer version of its series is without it") for one in dropped
        ]
        if not master.recurs and not overrides:
            suffix = "" if len(masters) == 1 else f"/{recurrence_key(master.start, master.zone)}"
            yield _event(master, master.start, master.end, suffix, home)
            continue
        try:
            found = occurrences(master, overrides, window, budget)
        except UnreadableError as error:
            ignored.append(Ignored(master.event.uid, master.event.summary, f"cannot be read: {error}"))
            continue
        overrides = []
        for draft, start, end, key in found:
            yield _event(draft, start, end, f"/{key}", home)
    for one in overrides:
        if one.recurrence is not None:
            yield _event(one, one.start, one.end, f"/{recurrence_key(one.recurrence, one.zone)}", home)


def _event(draft: Draft, start: Wall, end: Wall, suffix: str, home: ZoneInfo) -> Event:
    uid = draft.event.uid + suffix
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end
        days = max(1, (last - start) // _DAY)  # DTEND = DTSTART is one day
        begin, finish = (instant(midnight(at), home).astimezone(home) for at in (start, start + days * _DAY))
        return replace(draft.event, uid=uid, start=begin, end=finish, day=start, days=days, all_day=True)
    begin = instant(start, draft.zone)
    finish = max(begin, instant(end if isinstance(end, datetime) else midnight(end), draft.zone))
    begin, finish = begin.astimezone(home), finish.astimezone(home)
    return replace(draft.event, uid=uid, start=begin, end=finish, day=begin.date())
