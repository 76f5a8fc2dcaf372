"""What ``--json`` prints, key by key. The schemas are made from this, and the tests hold every output to it."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - a key is called date
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from stridelift.domain import RunKind, SessionClass

Grade = Annotated[
    Literal["A", "B", "C", "D", "E"],
    Field(
        description="A several trials in runners, B a controlled trial, C indirect, D coaches' habit, E our convention."
    ),
]
Seconds = Annotated[int, Field(ge=0, description="Seconds.")]
Range = Annotated[tuple[float, float], Field(description="Least and most.")]
Uid = Annotated[str, Field(description="The UID in the calendar.")]
Summary = Annotated[str, Field(description="The title in the calendar, verbatim.")]
Reason = Annotated[str, Field(description="Why it was taken for that.")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Span(Shape):
    start: datetime = Field(description="ISO 8601, with the athlete's offset.")
    end: datetime = Field(description="ISO 8601, with the athlete's offset; not part of it.")


class Exercise(Shape):
    """A dose has repetitions or seconds, of each side."""

    id: str = Field(description="As models/catalogue.toml or the config calls it.")
    name: str
    mode: str = Field(description="Barbell, dumbbell, band, bodyweight, …")
    sets: int = Field(ge=1)
    reps: Range | None = None
    seconds: Range | None = None
    pct1rm: Range | None = Field(None, description="Load in % of the one-repetition maximum.")
    kg: Range | None = Field(None, description="Load in kilograms, where the config says what the athlete lifts.")
    rir: int | None = Field(None, description="Repetitions that stay in reserve.")
    rest_s: Seconds
    seconds_total: Seconds
    grade: Grade
    progress: list[str] = Field(description="The next harder exercises.")
    regress: list[str] = Field(description="The next easier exercises.")


class Content(Span):
    """Seconds of the two ends and of each exercise add up to the session, to the minute."""

    warm_up_s: Seconds
    exercises: list[Exercise]
    cool_down_s: Seconds


class Rise(Shape):
    constraint: str = Field(description="Name of the rule.")
    penalty: int = Field(ge=1, description="What it costs more than in the plan.")


class NextBest(Shape):
    """Where the optimum of the model is if no session of the class starts at this time at this place."""

    start: datetime | None = Field(description="ISO 8601, with the athlete's offset; null: it would be left out.")
    place: str | None
    price: int = Field(ge=0, description="What that plan costs more.")
    rules: list[Rise] = Field(description="The up to three rules that rise most; others may fall.")


class Session(Content):
    """A strength session that the plan places."""

    uid: Uid
    load: SessionClass = Field(alias="class")
    title: str
    place: str | None
    why: list[str] = Field(description="What decided its place.")
    next_best: NextBest | None = Field(
        None,
        description="Null: without this start there is no plan. Missing: the plan is not proven, the horizon has more "
        "than two weeks (`stridelift explain` takes the time), or time ran out.",
    )


class Change(Shape):
    """What is no longer where an earlier plan published it; a content that changes is not among it."""

    change: Literal["moved", "dropped", "new"]
    uid: Uid
    load: SessionClass | None = Field(alias="class", description="Null: a run whose start was chosen.")
    start: datetime | None = Field(alias="from", description="ISO 8601, with the athlete's offset; null: it is new.")
    to: datetime | None = Field(description="ISO 8601, with the athlete's offset; null: it is dropped.")
    why: list[str] = Field(description="What forbids it where it was, or what it would cost there.")


class Existing(Content):
    """Strength that stands in a calendar already."""

    uid: Uid
    summary: Summary
    load: SessionClass = Field(alias="class")
    reason: Reason


class Run(Span):
    """A run of the horizon."""

    uid: Uid
    summary: Summary
    kind: RunKind
    key: bool = Field(description="Tempo, intervals, hills, long and race are key runs.")
    reason: Reason
    timed: bool = Field(description="Whether the calendar gives its time of day.")


class Ignored(Shape):
    """What was left aside."""

    uid: Uid
    summary: Summary
    reason: Reason


class Day(Shape):
    """A day of which something is special; null is as always."""

    date: Date
    off: bool
    places: list[str] | None
    availability: list[str] | None
    timezone: str | None
    origin: Literal["config", "calendar"]
    reason: Reason
    summary: Summary


class Penalty(Shape):
    """A breach: amount times weight is the penalty."""

    constraint: str
    scope: list[str] = Field(description="What breaks it: UIDs, weeks, dates, exercises.")
    amount: int = Field(ge=1)
    unit: str
    weight: int | Literal["hard"]
    penalty: int | None = Field(description="Its part of the objective; null where the rule is hard.")


class Source(Shape):
    """A calendar that was read."""

    source: str = Field(description="Of a link only scheme and host.")
    role: Literal["training", "busy", "auto"]
    fetched: datetime
    age_minutes: int = Field(ge=0)
    state: Literal["fresh", "kept"] = Field(description="kept: the last good copy, for reading it failed.")


class Member(Shape):
    """A part of a conflict: without it there is a plan."""

    constraint: str
    scope: list[str]
    text: str


class Relaxation(Shape):
    """A way out, and its price."""

    text: str
    penalty: int


class Skipped(Shape):
    week: str
    load: str = Field(alias="class")


class Published(Shape):
    """What `publish` did to the collection; UIDs."""

    collection: str
    moved: list[str]
    changed: list[str]
    removed: list[str]
    added: list[str]
    unchanged: int
    pinned: list[str] = Field(description="Moved by the athlete: they stay there.")
    skipped: list[Skipped] = Field(description="Deleted by the athlete: not placed again.")
    warnings: list[str]


class Load(Shape):
    """Running of a planned week. Reported; no rule uses it."""

    week: str = Field(description="The ISO week, as in 2026-W48.")
    minutes: int = Field(ge=0, description="Minutes of running.")
    ratio: float | None = Field(description="To the mean of the four weeks before; null where one of them has none.")
    monotony: float | None = Field(description="Mean over standard deviation of its days; null if they are alike.")


class Result(Shape):
    """A plan, or why there is none. More keys may be added, none of these is renamed."""

    status: Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE", "UNKNOWN"] = Field(description="OPTIMAL is proven.")
    objective: int | None = Field(description="The price of the plan; null without one.")
    bound: int | None = Field(description="No plan is cheaper than this; the objective, when OPTIMAL.")
    gap: float | None = Field(description="How far the objective may be from the best, as a share of it.")
    unique: bool | None = Field(description="Whether ties between plans were all broken.")
    horizon: Span
    sessions: list[Session]
    runs: list[Run]
    ignored: list[Ignored]
    commitments: list[Span] = Field(description="What blocks time, merged.")
    days: list[Day]
    existing: list[Existing]
    penalties: list[Penalty]
    load: list[Load]
    sources: list[Source]
    assumptions: list[str]
    warnings: list[str]
    changes: list[Change] | None = Field(None, description="Missing: nothing was published before.")
    conflict: list[Member] | None = Field(None, description="When INFEASIBLE: what cannot hold together.")
    relaxations: list[Relaxation] | None = Field(None, description="When INFEASIBLE: ways out, cheapest first.")
    published: Published | None = None


class Checked(Shape):
    """What the rules say of a calendar."""

    broken: bool = Field(description="Whether a hard rule is.")
    horizon: Span
    sessions: list[Existing]
    violations: list[Penalty]
    sources: list[Source]
    assumptions: list[str]
    warnings: list[str]


class Rule(Shape):
    """A rule, and whether it is on."""

    name: str
    keeps: str
    weight: int | Literal["hard"] = Field(description="hard, or the price of one unit.")
    enabled: bool


class Number(Shape):
    """A setting with where it comes from."""

    key: str = Field(description="As in the config, dotted.")
    value: Any
    unit: str
    origin: Literal["default", "preset", "file"]
    preset: str | None = Field(description="Which, where it comes from one.")
    line: int | None = Field(description="Of the file, where it comes from there.")
    default: Any = Field(description="The shipped default; null where there is none.")
    below: Any = Field(description="What it would be without the file: the preset's, else the default.")
    range: list[Any] = Field(description="What is usual; empty where nothing is said.")
    grade: Grade | None = Field(description="Of the shipped number; yours has none.")
    cites: list[str] = Field(description="Keys of sources.")
    why: str


class Cited(Shape):
    """As models/sources.toml has it."""

    authors: str
    where: str
    seen: Literal["abstract", "secondary", "memory"] = Field(description="How far it was read.")
    says: str
    year: int | None = None
    id: str | None = None
    unsure: list[str] | None = None


class Numbers(Shape):
    """Every rule and number."""

    file: str | None
    preset: str | None
    rules: list[Rule]
    settings: list[Number]
    sources: dict[str, Cited]
