"""The time zones of one calendar: what a TZID means, and which instant a local time is.

A zone is looked up here and never through icalendar, whose cache of TZIDs is one for the whole process: what one
calendar calls "Custom" would be "Custom" in the next one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from typing import cast
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDDDLists, vDDDTypes, vRecur, vUTCOffset
from icalendar.timezone import tzp
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from stridelift.calendar.lines import Component, parse

_IANA = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,3}")
_LONGEST = 100  # characters of a TZID
_MOST_OBSERVANCES = 20
_MOST_DATES = 200  # RDATEs of an observance
_RULE = re.compile(r"FREQ=(?:YEARLY|MONTHLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*;?", re.IGNORECASE)
_OLDEST = 1970
_DAY = timedelta(days=1)


class Zones:
    """By name first, then the calendar's own definition, else ``home``; ``unknown`` collects the names of the last."""

    def __init__(self, definitions: Iterable[Component], home: ZoneInfo) -> None:
        self.home = home
        self.unknown: set[str] = set()
        self._known: dict[str, tzinfo] = {}
        self._definitions = {_tzid(one): one for one in definitions}

    def of(self, tzid: str) -> tzinfo:
        tzid = tzid.strip()
        if not tzid:
            return self.home
        if tzid not in self._known:
            self._known[tzid] = self._find(tzid)
        return self._known[tzid]

    def _find(self, tzid: str) -> tzinfo:
        found = _named(tzid) if len(tzid) <= _LONGEST else None
        if found is None and tzid in self._definitions:
            found = _defined(self._definitions[tzid])
        if found is None:
            self.unknown.add(tzid[:_LONGEST])
        return found or self.home


def instant(local: datetime, zone: tzinfo) -> datetime:
    """The instant, in UTC, of a local time as RFC 5545 has it.

    One that comes twice is the first (unless ``fold`` says otherwise), one that is skipped takes the offset before.
    """
    result = local.replace(tzinfo=zone).astimezone(UTC)
    if result.astimezone(zone).replace(tzinfo=None) == local:
        return result
    before = (local - _DAY).replace(tzinfo=zone).utcoffset() or timedelta()
    return (local - before).replace(tzinfo=UTC)


def _tzid(definition: Component) -> str:
    lines = (parse(raw) for raw in definition.raw)
    return next((line.value.strip() for line in lines if line and line.name == "TZID"), "")


def _named(tzid: str) -> tzinfo | None:
    """An IANA name, a Windows name, or an IANA name behind a vendor's prefix ("/vendor/Europe/Berlin")."""
    parts = tzid.strip("/").split("/")
    names = ["/".join(parts[at:]) for at in range(len(parts))] if tzid.startswith("/") else [tzid]
    for name in names:
        name = WINDOWS_TO_OLSON.get(name, name)  # noqa: PLW2901 - the same zone by its other name
        if _IANA.fullmatch(name):
            with suppress(OSError, ValueError, KeyError):  # a folder of zones, a file that is none, no such zone
                return ZoneInfo(name)
    return None


def _defined(definition: Component) -> tzinfo | None:
    """The zone a VTIMEZONE defines, from the few properties that mean something; None unless it is harmless."""
    zone = Timezone()
    zone["TZID"] = "own"
    if not 0 < len(definition.children) <= _MOST_OBSERVANCES:
        return None
    try:
        for observance in definition.children:
            zone.add_component(_observance(observance))
        result = cast("tzinfo", tzp.create_timezone(zone))
        result.utcoffset(datetime(2026, 1, 1))  # noqa: DTZ001 - a zone that cannot answer shows it here
    except (ValueError, KeyError, TypeError, OverflowError, AttributeError, IndexError):
        return None
    else:
        return result


def _observance(source: Component) -> TimezoneStandard | TimezoneDaylight:
    values: dict[str, str] = dict(_meaningful(source))
    start = _local(values["DTSTART"])
    result = TimezoneDaylight() if source.name == "DAYLIGHT" else TimezoneStandard()
    for name in ("TZOFFSETFROM", "TZOFFSETTO"):
        result[name] = vUTCOffset(_offset(values[name]))
    if rule := values.get("RRULE"):
        result["RRULE"] = _harmless(rule)
        if "UNTIL" not in rule.upper():  # Outlook begins in 1601: four centuries to walk
            start = start.replace(year=max(start.year, _OLDEST))
    if dates := values.get("RDATE"):
        result["RDATE"] = vDDDLists([_local(one) for one in dates.split(",", _MOST_DATES)])
    result["DTSTART"] = vDDDTypes(start)
    return result


def _meaningful(source: Component) -> Iterator[tuple[str, str]]:
    """The properties that define an observance, several RDATEs as one."""
    dates = []
    for raw in source.raw:
        line = parse(raw)
        if line and line.name == "RDATE":
            dates.append(line.value.strip())
        elif line and line.name in {"DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO"}:
            yield line.name, line.value.strip()
    if dates:
        yield "RDATE", ",".join(dates)


def _local(value: str) -> datetime:
    digits = value.strip().rstrip("Zz")
    return datetime.strptime(digits if "T" in digits else f"{digits}T000000", "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local


def _offset(value: str) -> timedelta:
    found = re.fullmatch(r"([+-])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?", value)
    if not found:
        raise ValueError("no offset")
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return timedelta(hours=hours, minutes=minutes, seconds=seconds) * (-1 if found[1] == "-" else 1)


def _harmless(rule: str) -> vRecur:
    """Refuses what a zone never needs and what would never end: an INTERVAL, a FREQ below MONTHLY."""
    if not _RULE.fullmatch(rule) or "INTERVAL" in rule.upper().replace("INTERVAL=1;", "").removesuffix("INTERVAL=1"):
        raise ValueError("a rule that no time zone has")
    return cast("vRecur", vRecur.from_ical(rule))
