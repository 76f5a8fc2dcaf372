"""What was asked for, and everything that is known before solving: fetch → read → classify → compose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stridelift.calendar.classify import classify
from stridelift.calendar.event import Event, Ignored, Role
from stridelift.calendar.fetch import fetch, masked
from stridelift.calendar.identity import with_plan
from stridelift.calendar.published import Published, PublishedEvent, load_published
from stridelift.calendar.read import Reading, read
from stridelift.config import Calendar, Config, Loaded, find, load
from stridelift.constraints.base import Constraint, CouplingRule
from stridelift.domain import Candidate, Instance, Place, Run, Session, SessionClass
from stridelift.errors import ConfigError, OutputError
from stridelift.horizon import Horizon, local_zone
from stridelift.instance import compose
from stridelift.intake import Intake, take_in
from stridelift.solve import Status, settle, solve

_FIRST_YEAR, _LAST_YEAR = 1971, 8999  # in which every calendar works


@dataclass(frozen=True)
class Request:
    """What was asked for. ``week`` or ``first`` and ``weeks`` name the horizon; ``now`` is aware, or of the athlete."""

    calendars: tuple[Calendar, ...] = ()
    config: Path | None = None
    week: str | None = None
    first: date | None = None
    weeks: int | None = None
    now: datetime | None = None
    output: Path | None = None
    previous: Path | None = None
    time_limit: float | None = None
    alarm_minutes: int | None = None

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
        """Nothing may be planned to start before the notice is over, so what is published until then stays."""
        return self.now + timedelta(minutes=self.config.constraints.availability.notice)


@dataclass(frozen=True)
class Situation:
    """Everything that is known before solving."""

    loaded: Loaded
    horizon: Horizon
    now: datetime
    intake: Intake
    ignored: tuple[Ignored, ...]
    instance: Instance
    places: tuple[Place, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    previous: Published
    kept: tuple[PublishedEvent, ...]

    @property
    def rules(self) -> tuple[Constraint, ...]:
        return self.loaded.config.constraints.rules

    @property
    def runs(self) -> list[Candidate]:
        """Runs of the planned period; an untimed one at its usual start."""
        return self._planned(self.intake.runs)

    @property
    def existing(self) -> list[Candidate]:
        """Strength of the planned period that is there already."""
        return self._planned(self.intake.strength)

    def _planned(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        span = self.horizon.span
        return [one for one in candidates if span.start <= one.start < span.end]


def establish(request: Request) -> Basis:
    """Read the config, and work out when it is and what is planned."""
    beside = [Path(one.source) for one in request.calendars if one.source != "-"]
    loaded = load(find(request.config, beside))
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


def prepare(request: Request, basis: Basis) -> Situation:
    """Read the calendars, and make the instance of them."""
    config, horizon = basis.config, basis.horizon
    now = horizon.between(basis.now, basis.now).end  # the first whole minute that is not past
    previous = _previous(request)
    events, unread, warnings = _read_all(request, basis)
    pairs = zip(events, classify(events, config.runs.rules), strict=True)
    intake = take_in(pairs, previous, config, horizon, horizon.minute(basis.frozen))
    composed = compose(config, horizon, intake, now)
    instance, homeless = _settled(composed.instance, config.constraints.rules)
    situation = Situation(
        basis.loaded,
        horizon,
        basis.now,
        intake,
        (*unread, *intake.ignored),
        instance,
        composed.places,
        (*_assumed_zone(basis), *composed.assumptions, *intake.assumptions),
        (*warnings, *composed.warnings),
        with_plan(previous, _seed(_calendars(request, config), intake)),
        previous.kept(basis.frozen, horizon.period),
    )
    return replace(situation, warnings=(*situation.warnings, *_worth_saying(situation, homeless)))


# Runs without a place.


def _settled(instance: Instance, rules: Sequence[Constraint]) -> tuple[Instance, list[Run]]:
    """Runs that fit no window, alone or beside the others of their day, are facts at their usual start."""
    homeless: list[Run] = []
    while True:
        instance, out = settle(instance, rules)
        if not out:
            out = _crowded_out(instance, rules)
            facts = [*instance.facts, *(Candidate.at(run, run.usual or 0) for run in out)]
            runs = tuple(run for run in instance.runs if run not in out)
            instance = replace(instance, facts=tuple(sorted(facts, key=lambda one: one.order)), runs=runs)
        if not out:
            return instance, homeless
        homeless += out


def _crowded_out(instance: Instance, rules: Iterable[Constraint]) -> tuple[Run, ...]:
    """The last run of the first day whose runs do not fit together."""
    by_day: dict[int, list[Run]] = defaultdict(list)
    for run in instance.runs:
        by_day[instance.day_index(run.usual or 0)].append(run)
    alone = [rule for rule in rules if not isinstance(rule, CouplingRule)]
    for together in by_day.values():
        day = replace(instance, sessions=(), runs=tuple(together))
        if len(together) > 1 and solve(day, alone).status is Status.INFEASIBLE:
            return (together[-1],)
    return ()


# Reading.


def _horizon(request: Request, zone: ZoneInfo, now: datetime) -> Horizon:
    if request.week is not None:
        return Horizon.of_week(zone, request.week)
    if request.first is not None or request.weeks is not None:
        first = request.first or now.astimezone(zone).date()
        return Horizon(zone, first, 7 * (request.weeks or 1))
    return Horizon.around(zone, now)


def _calendars(request: Request, config: Config) -> Sequence[Calendar]:
    """Those of the command line; without one that may hold runs, those of the config too."""
    named = [one for one in request.calendars if one.role is not Role.BUSY]
    listed = () if named else tuple({one.source: one for one in config.calendars}.values())
    return (*listed, *request.calendars)


def _previous(request: Request) -> Published:
    path = request.previous or request.output
    if path is None or (request.previous is None and not path.exists()):
        return Published()
    try:
        previous = load_published(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"the previous output {str(path)!r} cannot be read: {error.strerror}.") from None
    except OutputError as error:
        raise OutputError(f"{path}: {error.message}", error.maybe) from None
    strange = sorted({one.entry.session_class for one in previous.events} - {*SessionClass})
    if strange:
        raise OutputError(f"the previous output is damaged: {strange[0]!r} is no session class.")
    return previous


def _read_all(request: Request, basis: Basis) -> tuple[list[Event], list[Ignored], list[str]]:
    calendars = _calendars(request, basis.config)
    if not calendars:
        raise ConfigError(
            "no calendar was named.",
            "name a file, as in `stridelift solve runs.ics`, or add [[calendars]] to the config.",
        )
    events: list[Event] = []
    ignored: list[Ignored] = []
    warnings: list[str] = []
    for calendar in calendars:
        folder = Path.cwd() if calendar in request.calendars else basis.loaded.folder
        reading = read_calendar(calendar, folder, basis)
        events += reading.events
        ignored += reading.ignored
        warnings += [f"{masked(calendar.source)}: {text}" for text in reading.warnings]
    return events, ignored, warnings


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


def _seed(calendars: Iterable[Calendar], intake: Intake) -> str:
    """What tells one athlete's feed from another's, the first time."""
    return "\n".join([*sorted(one.source for one in calendars), *sorted(one.uid for one in intake.runs)])


# What is worth saying.


def _assumed_zone(basis: Basis) -> Iterator[str]:
    if basis.config.athlete.timezone is None:
        yield f"time zone {basis.horizon.zone.key}, the machine's"


def _worth_saying(situation: Situation, homeless: Iterable[Run]) -> Iterator[str]:
    """What the athlete should look at: facts against facts, where nothing can be done here, among it."""
    horizon = situation.horizon
    period = f"between {horizon.first} and {horizon.end - timedelta(days=1)}"
    for run in homeless:
        yield f"{run.summary!r} fits no window: it is taken at its usual start"
    names = described(situation.instance.facts, horizon)
    for rule in situation.rules:
        for one in rule.clashes(situation.instance):
            scope = ", ".join(names.get(part, part) for part in one.scope)
            yield f"{rule.name}: {scope} ({one.size})"
    if not situation.runs:
        yield f"no run was recognised {period}"
    if situation.now >= horizon.at(horizon.span.end):
        yield f"nothing can be placed {period}: that is over"


def described(candidates: Iterable[Candidate], horizon: Horizon) -> dict[str, str]:
    """Title and time of each by its UID, for people."""
    result = {}
    for one in candidates:
        title = one.activity.title if isinstance(one.activity, Session) else one.activity.summary
        result[one.uid] = f"{title} ({horizon.at(one.start):%a %d %b %H:%M})"
    return result
