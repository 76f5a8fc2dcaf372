"""Which calendars are read, how old what they said is, and what they hold around the horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from stridelift.calendar.address import is_link, masked
from stridelift.calendar.apart import read_apart
from stridelift.calendar.copies import latest
from stridelift.calendar.event import Event, Ignored, Role
from stridelift.calendar.fetch import Fetched, fetch
from stridelift.calendar.link import Link
from stridelift.calendar.read import Reading, read
from stridelift.calendar.wire import Limits
from stridelift.config import Calendar, Config
from stridelift.errors import ConfigError
from stridelift.request import Basis, Request


@dataclass(frozen=True)
class Origin:
    """A calendar that was read, under a ``name`` that may be shown, and when what it says was ``fetched``."""

    name: str
    role: Role
    fetched: datetime
    kept: bool
    is_link: bool
    key: str  # tells it from any other, and keeps its secret


@dataclass(frozen=True)
class Found:
    """What all calendars hold together; a warning says which calendar it is about."""

    events: tuple[Event, ...]
    ignored: tuple[Ignored, ...]
    warnings: tuple[str, ...]
    origins: tuple[Origin, ...]


def calendars_of(request: Request, config: Config) -> Sequence[Calendar]:
    """Those of the command line; without one that may hold runs, those of the config too."""
    named = [one for one in request.calendars if one.role is not Role.BUSY]
    listed = () if named else tuple({one.source: one for one in config.calendars}.values())
    return (*listed, *request.calendars)


def read_all(request: Request, basis: Basis) -> Found:
    """Every calendar of the request.

    Raises:
        ConfigError: there is none, or a secret is not to be had.
        SourceError: one cannot be read.
    """
    calendars = calendars_of(request, basis.config)
    if not calendars:
        raise ConfigError(
            "no calendar was named.",
            "name a file, as in `stridelift solve runs.ics`, or add [[calendars]] to the config.",
        )
    origins: list[Origin] = []
    readings: list[Reading] = []
    warnings: list[str] = []
    for calendar in calendars:
        source = calendar.source if isinstance(calendar.source, str) else calendar.source.reveal()
        folder = Path.cwd() if calendar in request.calendars else basis.loaded.folder
        fetched = _fetched(calendar, source, folder, request, basis)
        origin = _origin(source, calendar.role, fetched, basis.now, origins)
        reading = read_calendar(fetched.data, origin, basis)
        origins.append(origin)
        readings.append(reading)
        warnings += [f"{masked(source)}: {text}" for text in (*fetched.warnings, *reading.warnings)]
    return Found(
        tuple(event for reading in readings for event in reading.events),
        tuple(one for reading in readings for one in reading.ignored),
        tuple(warnings),
        tuple(origins),
    )
