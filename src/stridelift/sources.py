"""Which calendars are read, how old what they said is, and what they hold around the horizon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from stridelift.calendar.address import is_link
from stridelift.calendar.apart import read_apart
from stridelift.calendar.copies import latest
from stridelift.calendar.event import Event, Ignored, Role
from stridelift.calendar.fetch import fetch
from stridelift.calendar.limits import Limits
from stridelift.calendar.link import Link
from stridelift.calendar.read import Reading, read
from stridelift.config import Calendar, Config
from stridelift.errors import ConfigError
from stridelift.request import Basis, Request


@dataclass(frozen=True)
class Origin:
    """A calendar that was read, by a ``name`` that may be shown, and when what it says was ``fetched``.

    ``key`` tells it from any other, and keeps the secret of a link.
    """

    name: str
    role: Role
    fetched: datetime
    key: str
    is_link: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Found:
    """What all calendars hold together; a warning says which calendar it is about.

    ``zones`` has the time zone in which each says it is kept, empty where it does not.
    """

    events: tuple[Event, ...]
    ignored: tuple[Ignored, ...]
    warnings: tuple[str, ...]
    origins: tuple[Origin, ...]
    zones: tuple[str, ...] = ()


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
    names: Counter[str] = Counter()
    found = []
    for calendar in calendars:
        folder = Path.cwd() if calendar in request.calendars else basis.loaded.folder
        limits = Limits(allow_private=calendar.allow_private or request.allow_private)
        found.append(_read(calendar, folder, limits, basis, names))
    return Found(
        tuple(event for one in found for event in one.reading.events),
        tuple(ignored for one in found for ignored in one.reading.ignored),
        tuple(f"{one.origin.name}: {text}" for one in found for text in (*one.warnings, *one.reading.warnings)),
        tuple(one.origin for one in found),
        tuple(one.reading.zone for one in found),
    )


class _One(NamedTuple):
    origin: Origin
    reading: Reading
    warnings: tuple[str, ...]


def _read(calendar: Calendar, folder: Path, limits: Limits, basis: Basis, names: Counter[str]) -> _One:
    """One calendar. Two links to one host look alike, so the second one's name has a number."""
    source, role = _source(calendar), calendar.role
    if not is_link(source):
        reading, warnings = read_file(source, folder, role, basis)
        return _One(Origin(source, role, basis.now, source), reading, warnings)
    link = _link(calendar, source)
    names[link.shown] += 1
    name = link.shown if names[link.shown] == 1 else f"{link.shown} ({names[link.shown]})"
    last = latest(link, limits, basis.now, partial(read_apart, **_how(name, role, basis)))
    key = sha256(link.url.encode()).hexdigest()
    origin = Origin(name, role, last.fetched, key, is_link=True, kept=last.kept)
    return _One(origin, last.reading, last.warnings)


def read_file(source: str, folder: Path, role: Role, basis: Basis) -> tuple[Reading, tuple[str, ...]]:
    """The events of a file or folder around the horizon, and what is worth saying about how they came."""
    fetched = fetch(source, folder)
    return read(fetched.data, **_how(source, role, basis)), fetched.warnings


def _how(name: str, role: Role, basis: Basis) -> dict[str, Any]:
    """How a calendar is to be read."""
    return {
        "source": name,
        "role": role,
        "zone": basis.horizon.zone,
        "window": basis.horizon.read_window,
        "emails": frozenset(basis.config.athlete.emails),
    }


def _source(calendar: Calendar) -> str:
    if isinstance(calendar.source, str):
        return calendar.source
    source = calendar.source.reveal()
    if not is_link(source):  # and so it could not be told what may be shown of it
        raise ConfigError("the secret source of a calendar is no link.", "it lacks the https:// in front.")
    return source


def _link(calendar: Calendar, source: str) -> Link:
    if calendar.password is None:
        return Link.of(source)
    return Link.of(source, calendar.username or "", calendar.password.reveal())
