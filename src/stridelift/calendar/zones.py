"""The time zones of one calendar: what a TZID means, and which instant a local time is.

A zone is looked up here and never through icalendar, whose cache of TZIDs is one for the whole process: what one
calendar calls "Custom" would be "Custom" in the next one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from stridelift.calendar.lines import Component, name_of, parse
from stridelift.calendar.observances import Definitions

_IANA = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,3}")
_LONGEST = 100  # characters of a TZID
_DAY = timedelta(days=1)


class Zones:
    """By name first, then the calendar's own definition, else ``home``; ``unknown`` collects the names of the last."""

    def __init__(self, definitions: Iterable[Component], home: ZoneInfo, meaning: Definitions) -> None:
        self.home = home
        self._meaning = meaning
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
            found = self._meaning.of(self._definitions[tzid])
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


def kept_in(calendar: Component) -> str:
    """The IANA name of the zone in which a calendar says it is shown, else of the only one that it defines."""
    lines = (parse(raw) for raw in calendar.raw if name_of(raw) == "X-WR-TIMEZONE")
    shown = [line.value.strip() for line in lines if line]
    defined = {_tzid(one) for one in calendar.named("VTIMEZONE")}
    names = [*shown, *(defined if len(defined) == 1 else ())]
    zones = (_named(name) for name in names if len(name) <= _LONGEST)
    return next((str(zone) for zone in zones if zone), "")


def _tzid(definition: Component) -> str:
    lines = (parse(raw) for raw in definition.raw)
    return next((line.value.strip() for line in lines if line and line.name == "TZID"), "")


def _named(tzid: str) -> tzinfo | None:
    """An IANA name, a Windows name, or an IANA name behind a vendor's prefix ("/vendor/Europe/Berlin")."""
    parts = tzid.strip("/").split("/")
    names = ["/".join(parts[at:]) for at in range(len(parts))] if tzid.startswith("/") else [tzid]
    for name in names:
        if "/" not in name:
            name = _windows().get(name, name)  # noqa: PLW2901 - the same zone by its other name
        if _IANA.fullmatch(name):
            with suppress(OSError, ValueError, KeyError):  # a folder of zones, a file that is none, no such zone
                return ZoneInfo(name)
    return None


@cache
def _windows() -> dict[str, str]:
    """The IANA names of what Windows calls otherwise; no such name has a slash."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - slow to import

    return WINDOWS_TO_OLSON
