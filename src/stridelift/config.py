"""The athlete's ``stridelift.toml``: what it may say, and where a mistake in it stands."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stridelift import catalogue
from stridelift.athlete import OwnExercises, Phase, clearance, exercise_faults
from stridelift.calendar.address import has_credentials
from stridelift.calendar.classify import Rule
from stridelift.calendar.event import Role
from stridelift.domain import Exercise, Level, Priority, RunKind
from stridelift.errors import ConfigError
from stridelift.lifts import Lift, strangers
from stridelift.mistakes import Location, Mistake, mistakes, refusal
from stridelift.policy import Constraints, Preset, Sessions, Setting, presets, settings, values
from stridelift.regions import RegionName
from stridelift.secret import Secret
from stridelift.wallclock import WEEKDAYS, Clock, Pace, Window, ZoneName

FILE_NAME = "stridelift.toml"
_WEEKEND = 5
T = TypeVar("T")


class Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ByDay(Table, Generic[T]):
    """A value for weekdays, one for weekends, and any for a single day of the week."""

    weekday: T
    weekend: T
    monday: T | None = None
    tuesday: T | None = None
    wednesday: T | None = None
    thursday: T | None = None
    friday: T | None = None
    saturday: T | None = None
    sunday: T | None = None

    def on(self, day: dt.date) -> T:
        own: T | None = getattr(self, WEEKDAYS[day.weekday()])
        if own is not None:
            return own
        return self.weekend if day.weekday() >= _WEEKEND else self.weekday


RunLength = Annotated[int, Field(ge=5, le=24 * 60)]


class Linked(Table):
    """Who asks a server; ``allow_private`` lets a link lead to one in the athlete's own network."""

    username: str | None = None
    password: Secret | None = None
    allow_private: bool = False


class Calendar(Linked):
    """Where a calendar is."""

    source: str | Secret
    role: Role = Role.AUTO


class Publish(Linked):
    """The CalDAV collection that ``stridelift publish`` keeps the sessions in."""

    collection: str | Secret


class Athlete(Table):
    timezone: ZoneName | None = None
    level: Level = Level.INTERMEDIATE
    accustomed: bool | None = None
    emails: tuple[str, ...] = ()
    lifts: dict[str, Lift] = {}
    phase: Phase | None = None
    spare: tuple[RegionName, ...] = ()
    clinician_clearance: bool = False


class Race(Table):
    date: dt.date
    distance: Literal["5k", "10k", "half", "marathon", "ultra"] = "10k"
    priority: Priority = Priority.A
    name: str = "Race"


class RunMinutes(Table):
    """How long a run is where the calendar gives no size."""

    easy: RunLength = 45
    recovery: RunLength = 35
    long: RunLength = 100
    tempo: RunLength = 55
    intervals: RunLength = 60
    hills: RunLength = 55
    race: RunLength = 60
    cross: RunLength = 60

    def of(self, kind: RunKind) -> int:
        return int(getattr(self, kind.value))


class UsualStart(ByDay[Clock]):
    weekday: Clock = 6 * 60 + 30
    weekend: Clock = 8 * 60 + 30


class Availability(ByDay[tuple[Window, ...]]):
    weekday: tuple[Window, ...] = ((6 * 60, 8 * 60), (17 * 60 + 30, 21 * 60 + 30))
    weekend: tuple[Window, ...] = ((8 * 60, 20 * 60),)


class Runs(Table):
    """How runs are read."""

    untimed: Literal["usual", "choose"] = "usual"
    usual_start: UsualStart = UsualStart()
    second_start: Clock = 17 * 60 + 30
    easy_pace: Pace = 6.0
    minutes: RunMinutes = RunMinutes()
    rules: tuple[Rule, ...] = ()


class Place(Table):
    name: str = Field(min_length=1)
    equipment: tuple[str, ...] = ()
    open: ByDay[tuple[Window, ...]] | None = None
    travel_minutes: int = Field(0, ge=0, le=240)
    only_on_days: bool = False


class DayContext(Table):
    """What is special about one date: other places, a day off, other windows, another zone for its wall clock."""

    date: dt.date
    places: tuple[str, ...] | None = None
    off: bool = False
    availability: tuple[Window, ...] | None = None
    timezone: ZoneName | None = None


class Grid(Table):
    """Minutes between the starts that are tried."""

    sessions: int = Field(15, ge=5, le=60)
    runs: int = Field(30, ge=5, le=60)


class Config(Table):
    """The whole file. Everything has a default, so that no file at all gives a good week."""

    preset: Preset | None = None
    calendars: tuple[Calendar, ...] = ()
    publish: Publish | None = None
    athlete: Athlete = Athlete()
    races: tuple[Race, ...] = ()
    runs: Runs = Runs()
    availability: Availability = Availability()
    places: tuple[Place, ...] = ()
    days: tuple[DayContext, ...] = ()
    grid: Grid = Grid()
    exercises: OwnExercises = {}
    sessions: Sessions
    constraints: Constraints

    @property
    def own(self) -> tuple[Exercise, ...]:
        """The athlete's own exercises, and the shipped ones that the athlete changed."""
        return catalogue.own(self.exercises)

    @property
    def known(self) -> Mapping[str, Exercise]:
        """Shipped and own exercises by id."""
        return catalogue.exercises() | {one.id: one for one in self.own}


class Loaded(BaseModel):
    """A config with where it came from: the file, if any, and the origin of each policy setting."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    config: Config
    settings: dict[str, Setting]
    path: Path | None = None

    @property
    def folder(self) -> Path:
        return self.path.parent if self.path else Path.cwd()


def find(explicit: Path | None, beside: Sequence[Path]) -> Path | None:
    """The file asked for, else the one beside a calendar, in the working folder, or in the platform's config folder."""
    if explicit is not None:
        if not explicit.is_file():
            raise ConfigError(f"config {str(explicit)!r}: there is no such file.", "check the path behind -c.")
        return explicit
    folders = [*(path.parent for path in beside), Path.cwd(), platformdirs.user_config_path("stridelift")]
    return next((folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file()), None)


def load(path: Path | None) -> Loaded:
    """Read and check a config file; without one, the defaults."""
    text = "" if path is None else _read(path)
    try:
        own = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(
            f"config {path}: {error}.", "a quote or a bracket is missing, or a key stands there twice."
        ) from None
    preset = own.get("preset")
    chosen = settings(preset if preset in presets() else None, own)
    try:
        config = Config.model_validate(_laid_over(own, values(chosen)))
    except ValidationError as error:
        raise refusal(path, text, mistakes(error, Config)) from None
    if found := list(_contradictions(config)):
        raise refusal(path, text, found)
    return Loaded(config=config, settings=chosen, path=path)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"config {path} cannot be read: {error}.", "save it as UTF-8 text.") from None


def _laid_over(own: Any, policy: Any) -> Any:  # noqa: ANN401 - TOML, whatever it is
    """The policy's values where both have tables; what only the file has stays, so that it can be refused."""
    if not (isinstance(own, dict) and isinstance(policy, dict)):
        return own
    shared = {key: _laid_over(own[key], value) if key in own else value for key, value in policy.items()}
    return {**own, **shared}


def _contradictions(config: Config) -> Iterator[Mistake]:
    """What is wrong although each table alone is right."""
    yield from _credentials(config)
    ban = config.constraints.session_content.ban
    if faults := list(exercise_faults(config.exercises, [place.equipment for place in config.places], ban)):
        yield from faults
        return
    yield from strangers(config.athlete.lifts, config.known)
    yield from clearance(config.preset, cleared=config.athlete.clinician_clearance)
    names = [place.name for place in config.places]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Mistake(("places", index, "name"), f"two places are called {name!r}")
    for index, race in enumerate(config.races):
        if any(race.date == other.date for other in config.races[:index]):
            yield Mistake(("races", index, "date"), f"two races are on {race.date}; leave one of them out")
    dates = [day.date for day in config.days]
    for index, day in enumerate(config.days):
        if day.date in dates[:index]:
            yield Mistake(("days", index, "date"), f"{day.date} stands twice; write all of the day in one table")
        for name in day.places or ():
            if name not in names:
                near = difflib.get_close_matches(name, names, 1)
                known = f"the places are {', '.join(names)}" if names else "there is no [[places]]"
                yield Mistake(("days", index, "places"), f"{name!r} is no place; {known}", near[0] if near else "")


def _credentials(config: Config) -> Iterator[Mistake]:
    """Passwords that stand in the config, or alone."""
    tables: list[tuple[Location, Linked, object]] = [
        (("calendars", index, "source"), one, one.source) for index, one in enumerate(config.calendars)
    ]
    if config.publish:
        tables.append((("publish", "collection"), config.publish, config.publish.collection))
    for location, table, address in tables:
        if isinstance(address, str) and has_credentials(address):
            advice = 'write username = "…" and password = { env = "NAME" } beside it'
            yield Mistake(location, f"a password does not belong into a config; {advice}")
        if (table.username is None) != (table.password is None):
            here, missing = ("password", "username") if table.username is None else ("username", "password")
            yield Mistake((*location[:-1], here), f"goes with a {missing}, which is missing")
