"""What was asked for, and what is known before any calendar is read: the settings, when it is, and the period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stridelift.calendar.address import is_link
from stridelift.calendar.event import Role
from stridelift.calendar.published import Published
from stridelift.config import Calendar, Config, Loaded, find, load
from stridelift.errors import ConfigError
from stridelift.horizon import Horizon, local_zone

_FIRST_YEAR, _LAST_YEAR = 1971, 8999  # in which every calendar works


@dataclass(frozen=True)
class Request:
    """What was asked for. ``week`` or ``first`` and ``weeks`` name the horizon; ``now`` is aware, or of the athlete.

    ``published`` is what was published before, where no file has it; else the one at ``previous`` or ``output``.
    """

    calendars: tuple[Calendar, ...] = ()
    config: Path | None = None
    week: str | None = None
    first: date | None = None
    weeks: int | None = None
    now: datetime | None = None
    output: Path | None = None
    runs_output: Path | None = None
    previous: Path | None = None
    published: Published | None = None
    time_limit: float | None = None
    alarm_minutes: int | None = None
    allow_private: bool = False  # for every calendar

    def but(self, **changes: Any) -> Request:  # noqa: ANN401 - as the fields say
        return replace(self, **changes)


def calendars(sources: Iterable[str], busy: Iterable[str]) -> tuple[Calendar, ...]:
    """The calendars of a command line, each with its role and once."""
    roles = {**dict.fromkeys(sources, Role.AUTO), **dict.fromkeys(busy, Role.BUSY)}
    return tuple(Calendar(source=source, role=role) for source, role in roles.items())


@dataclass(frozen=True)
class Basis:
    """What is known before any calendar is read: the settings, when it is, and the period."""

    loaded: Loaded
    now: datetime
    horizon: Horizon

    @property
    def config(self) -> Config:
        return self.loaded.config

    @property
    def frozen(self) -> datetime:
        """What is published until then stays.

        Before the notice is over nothing may be planned to start, and for as long as a subscriber may not look nothing
        may move.
        """
        rules = self.config.constraints
        return self.now + timedelta(minutes=max(rules.availability.notice, rules.stability.freeze))


def config_of(request: Request) -> Path | None:
    """Where the config is, if there is one."""
    named = [one.source for one in request.calendars if isinstance(one.source, str)]
    return find(request.config, [Path(one) for one in named if one != "-" and not is_link(one)])


def establish(request: Request, loaded: Loaded | None = None) -> Basis:
    """Read the config, unless it is known already, and work out when it is and what is planned."""
    loaded = loaded or load(config_of(request))
    name = loaded.config.athlete.timezone
    zone = ZoneInfo(name) if name else local_zone()
    now = request.now or datetime.now(zone).replace(microsecond=0)
    now = now.replace(tzinfo=zone) if now.tzinfo is None else now
    if not _FIRST_YEAR <= now.year <= _LAST_YEAR:
        raise ConfigError(f"now is {now.isoformat()}, outside of {_FIRST_YEAR} to {_LAST_YEAR}.")
    try:
        return Basis(loaded, now, _horizon(request, zone, now))
    except (OverflowError, ValueError):
        raise ConfigError("the period is outside the calendar's years.", "the year is misspelt.") from None


def _horizon(request: Request, zone: ZoneInfo, now: datetime) -> Horizon:
    if request.week is not None:
        return Horizon.of_week(zone, request.week)
    if request.first is not None or request.weeks is not None:
        first = request.first or now.astimezone(zone).date()
        return Horizon(zone, first, 7 * (request.weeks or 1))
    return Horizon.around(zone, now)
