"""Which calendars are read, and what they hold around the horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stridelift.calendar.address import masked
from stridelift.calendar.event import Event, Ignored, Role
from stridelift.calendar.fetch import fetch
from stridelift.calendar.read import Reading, read
from stridelift.config import Calendar, Config
from stridelift.errors import ConfigError
from stridelift.request import Basis, Request


@dataclass(frozen=True)
class Found:
    """What all calendars hold together; a warning says which calendar it is about."""

    events: tuple[Event, ...]
    ignored: tuple[Ignored, ...]
    warnings: tuple[str, ...]


def calendars_of(request: Request, config: Config) -> Sequence[Calendar]:
    """Those of the command line; without one that may hold runs, those of the config too."""
    named = [one for one in request.calendars if one.role is not Role.BUSY]
    listed = () if named else tuple({one.source: one for one in config.calendars}.values())
    return (*listed, *request.calendars)


def read_all(request: Request, basis: Basis) -> Found:
    """Every calendar of the request.

    Raises:
        ConfigError: there is none.
        SourceError: one cannot be read.
    """
    calendars = calendars_of(request, basis.config)
    if not calendars:
        raise ConfigError(
            "no calendar was named.",
            "name a file, as in `stridelift solve runs.ics`, or add [[calendars]] to the config.",
        )
    folders = [Path.cwd() if one in request.calendars else basis.loaded.folder for one in calendars]
    readings = [read_calendar(one, folder, basis) for one, folder in zip(calendars, folders, strict=True)]
    return Found(
        tuple(event for reading in readings for event in reading.events),
        tuple(one for reading in readings for one in reading.ignored),
        tuple(
            f"{masked(calendar.source)}: {text}"
            for calendar, reading in zip(calendars, readings, strict=True)
            for text in reading.warnings
        ),
    )


def read_calendar(calendar: Calendar, folder: Path, basis: Basis) -> Reading:
    """One calendar's events around the horizon."""
    return read(
        fetch(calendar.source, folder),
        source=calendar.source,
        role=calendar.role,
        zone=basis.horizon.zone,
        window=basis.horizon.read_window,
        emails=frozenset(basis.config.athlete.emails),
    )
