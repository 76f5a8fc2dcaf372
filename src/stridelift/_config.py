"""The tables of ``stridelift.toml``: what each key means, its unit, range and default.

A default is written as the athlete would write it, so that schema, editor and ``config show`` say it like that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from stridelift import catalogue
from stridelift.athlete import OwnExercises, Phase
from stridelift.calendar.classify import Rule
from stridelift.calendar.event import Role
from stridelift.domain import Exercise, Level, Priority, RunKind
from stridelift.lifts import Lift
from stridelift.policy import Constraints, Preset, Sessions
from stridelift.regions import RegionName
from stridelift.secret import Secret
from stridelift.wallclock import WEEKDAYS, Clock, Pace, Window, ZoneName

_WEEKEND = 5
T = TypeVar("T")


class Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _said(text: object, description: str) -> Any:  # noqa: ANN401 - a default as the athlete would write it
    return Field(text, description=description, validate_default=True)


def _own_day(days: str) -> Any:  # noqa: ANN401 - a field
    return Field(None, description=f"{days} alone, where they are not like the others.")


class ByDay(Table, Generic[T]):
    """A value for weekdays, one for weekends, and any for a single day of the week."""

    weekday: T = Field(description="Monday to Friday.")
    weekend: T = Field(description="Saturday and Sunday.")
    monday: T | None = _own_day("Mondays")
    tuesday: T | None = _own_day("Tuesdays")
    wednesday: T | None = _own_day("Wednesdays")
    thursday: T | None = _own_day("Thursdays")
    friday: T | None = _own_day("Fridays")
    saturday: T | None = _own_day("Saturdays")
    sunday: T | None = _own_day("Sundays")

    def on(self, day: dt.date) -> T:
        own: T | None = getattr(self, WEEKDAYS[day.weekday()])
        if own is not None:
            return own
        return self.weekend if day.weekday() >= _WEEKEND else self.weekday


RunLength = Annotated[int, Field(ge=5, le=24 * 60, description="Minutes of such a run.")]


class Linked(Table):
    """Who asks a server, and where it may be."""

    username: str | None = Field(None, description="Who asks, where the server wants to know.")
    password: Secret | None = Field(None, description="Where the password is kept; never the password itself.")
    allow_private: bool = Field(default=False, description="The link may lead to a server in your own network.")


class Calendar(Linked):
    """Where a calendar is."""

    source: str | Secret = Field(
        description="A file or folder, relative to this file, or a link; a secret link is named by where it is kept."
    )
    role: Role = Field(
        Role.AUTO, description="training: runs. busy: only blocks time. auto: what looks like a run is one."
    )


class Publish(Linked):
    """The CalDAV collection that ``stridelift publish`` keeps the sessions in."""

    collection: str | Secret = Field(description="Its address, caldavs://… or https://…, or where that is kept.")


class Athlete(Table):
    """Who trains."""

    timezone: ZoneName | None = Field(None, description="As in Europe/Berlin; else the machine's.")
    level: Level = Field(Level.INTERMEDIATE, description="In strength work; decides which exercises are done.")
    accustomed: bool | None = Field(
        None, description="To strength work; false: longer rest before fast running. Else novices are not."
    )
    emails: tuple[str, ...] = Field((), description="Your addresses: an invitation that they declined takes no time.")
    phase: Phase | None = Field(None, description="Of training; decides sets, repetitions and load.")
    spare: tuple[RegionName, ...] = Field((), description="Regions of the body to leave alone. No medical advice.")
    clinician_clearance: bool = Field(default=False, description="A clinician has cleared you to train.")
    lifts: dict[str, Lift] = Field({}, description="What you lift, by exercise, so that loads are said in kilograms.")


class Race(Table):
    """A race; matched by date with the calendar, or added to it."""

    date: dt.date = Field(description="Its day, written without quotes.")
    distance: Literal["5k", "10k", "half", "marathon", "ultra"] = Field("10k", description="Decides the days after it.")
    priority: Priority = Field(Priority.A, description="A: the one you train for. B, C: shorter rest before it.")
    name: str = Field("Race", description="What the plan calls it.")


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
    """When a run without a time of day begins."""

    weekday: Clock = _said("06:30", "Monday to Friday.")
    weekend: Clock = _said("08:30", "Saturday and Sunday.")


class Availability(ByDay[tuple[Window, ...]]):
    """The windows in which sessions may lie, travel included."""

    weekday: tuple[Window, ...] = _said(["06:00-08:00", "17:30-21:30"], "Monday to Friday.")
    weekend: tuple[Window, ...] = _said(["08:00-20:00"], "Saturday and Sunday.")


class Runs(Table):
    """How runs are read."""

    untimed: Literal["usual", "choose"] = Field(
        "usual", description="A run without a time of day stands at its usual start, or the plan chooses it."
    )
    usual_start: UsualStart = Field(UsualStart(), description="When a run without a time of day begins.")
    second_start: Clock = _said("17:30", "When the second run of a day begins that has no time of day.")
    easy_pace: Pace = _said("6:00/km", "Turns a distance into minutes where the calendar gives none.")
    minutes: RunMinutes = Field(RunMinutes(), description="How long a run is where the calendar gives no size.")
    rules: tuple[Rule, ...] = Field((), description="What your calendar's titles mean; the first that matches decides.")


def _suggest_equipment(schema: dict[str, Any]) -> None:
    """An editor offers the words of the catalogue; those of the athlete's own exercises are as good."""
    schema["anyOf"] = [{"enum": sorted(catalogue.all_equipment())}, {"type": schema.pop("type")}]


_Equipment = Annotated[str, Field(json_schema_extra=_suggest_equipment)]


class Place(Table):
    """Where sessions may be; without any, one place with all equipment."""

    name: str = Field(min_length=1, description="What the plan calls it.")
    equipment: tuple[_Equipment, ...] = Field((), description="What is there; none: body weight.")
    open: ByDay[tuple[Window, ...]] | None = Field(None, description="Its hours; always, where nothing is said.")
    travel_minutes: int = Field(0, ge=0, le=240, description="One way.")
    only_on_days: bool = Field(default=False, description="Offered only where a day names it.")


class DayContext(Table):
    """What is special about one date: other places, a day off, other windows, another zone for its wall clock."""

    date: dt.date = Field(description="The day, written without quotes.")
    places: tuple[str, ...] | None = Field(None, description="Only these places are within reach.")
    off: bool = Field(default=False, description="No session on this day.")
    availability: tuple[Window, ...] | None = Field(None, description="Windows in place of those of its weekday.")
    timezone: ZoneName | None = Field(None, description="Whose clock this day has, on a journey.")


class Grid(Table):
    """Minutes between the starts that are tried."""

    sessions: int = Field(15, ge=5, le=60, description="Of sessions.")
    runs: int = Field(30, ge=5, le=60, description="Of runs whose start the plan chooses.")


class Config(Table):
    """The whole file. Everything has a default, so that no file at all gives a good week."""

    preset: Preset | None = Field(None, description="The numbers that your own ones go over.")
    calendars: tuple[Calendar, ...] = Field((), description="What is read where the command names no calendar.")
    publish: Publish | None = Field(None, description="Where `stridelift publish` keeps the sessions.")
    athlete: Athlete = Field(Athlete(), description="Who trains.")
    races: tuple[Race, ...] = Field((), description="The races; the calendar's have priority C unless they stand here.")
    runs: Runs = Field(Runs(), description="How runs are read.")
    availability: Availability = Field(Availability(), description="When sessions may be, travel included.")
    places: tuple[Place, ...] = Field((), description="Where sessions may be; else one place with all equipment.")
    days: tuple[DayContext, ...] = Field((), description="What is special about single dates.")
    grid: Grid = Field(Grid(), description="Minutes between the starts that are tried.")
    exercises: OwnExercises = Field({}, description="Your own exercises, or what you change in a shipped one.")
    sessions: Sessions = Field(description="How many sessions of each class a week, and how long.")
    constraints: Constraints = Field(description="The rules; `stridelift constraints` lists them all.")

    @property
    def own(self) -> tuple[Exercise, ...]:
        """The athlete's own exercises, and the shipped ones that the athlete changed."""
        return catalogue.own(self.exercises)

    @property
    def known(self) -> Mapping[str, Exercise]:
        """All exercises by id, those of the athlete included."""
        return catalogue.exercises(self.own)
