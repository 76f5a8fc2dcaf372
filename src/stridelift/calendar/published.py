"""A calendar as it was last written: what keeps its identity when the next one is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from stridelift.calendar.event import (
    OWN_CLASS,
    OWN_EXERCISES,
    OWN_PINNED,
    OWN_PLACE,
    OWN_RUN,
    OWN_RUN_UID,
    OWN_STATE,
    OWN_UID,
    State,
)
from stridelift.calendar.lines import Component, Line, parse, split, unescaped
from stridelift.errors import OutputError

WHY = "Why here: "
_STAMP = "%Y%m%dT%H%M%SZ"
_NAMESPACE = UUID("6f1d3c1e-5f0b-5a53-9a0e-8f6a7f1c2b4d")


@dataclass(frozen=True, slots=True)
class Feed:
    """A kind of calendar. ``prodid`` has no version: an update must not look like a change."""

    prodid: str
    category: str
    colour: str
    rgb: str


STRENGTH = Feed("-//stridelift//stridelift//EN", "STRENGTH", "darkorange", "#FF8C00")
RUNS = Feed("-//stridelift//runs//EN", "RUN", "steelblue", "#4682B4")  # with the starts that were chosen
PRODID = STRENGTH.prodid


@dataclass(frozen=True, slots=True)
class Entry:
    """A session, or a ``run`` (its UID) at its chosen start, as the calendar shows it.

    ``start`` and ``end`` are aware, whole seconds count. A ``pinned`` session was put there by the athlete, and
    planning leaves it where it is, as it does one of which they said what became of it. ``exercises`` is its content,
    kept as it is given; nobody is shown it.
    """

    uid: str
    session_class: str
    place: str
    travel_minutes: int
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    transparent: bool = False
    pinned: bool = False
    run: str = ""
    exercises: str = ""
    state: State | None = None

    @property
    def departure(self) -> datetime:
        """When the athlete sets out for it."""
        return self.start - timedelta(minutes=self.travel_minutes)


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """An entry with its history; ``week`` is the ISO week its UID was given in (2026-W48)."""

    entry: Entry
    week: str
    sequence: int
    created: datetime
    last_modified: datetime
    dtstamp: datetime

    def pinned(self, start: datetime, end: datetime, now: datetime) -> PublishedEvent:
        """The session where the athlete put it: one change, and why it is there is theirs to know."""
        text = re.sub(rf"^{WHY}.*", f"{WHY}you moved it.", self.entry.description, flags=re.MULTILINE | re.DOTALL)
        entry = replace(self.entry, start=start, end=end, description=text, pinned=True)
        return replace(self, entry=entry, sequence=self.sequence + 1, last_modified=now, dtstamp=now)


@dataclass(frozen=True, slots=True, order=True)
class Skip:
    """A session that the athlete left out: of its class one less is placed in that ISO week (2026-W48)."""

    week: str
    session_class: str

    @property
    def end(self) -> date:
        """The first day after its week."""
        return _monday(self.week) + timedelta(weeks=1)


@dataclass(frozen=True)
class Published:
    """A calendar. ``ids`` has, by ISO week, how many ids were ever given, ``plan`` tells feeds apart.

    ``runs`` has the starts that were chosen for runs without a time, by their UID: reading the plan back needs them.
    ``skips`` has what the athlete left out, a session in each.
    """

    plan: str = ""
    ids: Mapping[str, int] = field(default_factory=dict)
    events: tuple[PublishedEvent, ...] = ()
    runs: Mapping[str, datetime] = field(default_factory=dict)
    skips: tuple[Skip, ...] = ()

    def kept(self, until: datetime, period: tuple[datetime, datetime]) -> tuple[PublishedEvent, ...]:
        """What planning ``period`` [first, last) leaves alone.

        That is sessions under way by ``until``, outside the period, pinned, done, or missed.
        """
        first, last = period
        return tuple(
            one
            for one in self.events
            if one.entry.pinned
            or one.entry.state
            or one.entry.departure <= until
            or not first <= one.entry.start < last
        )


def session_uid(plan: str, week: str, number: int) -> str:
    """The UID of the ``number``-th id of an ISO week: neither time nor class is part of it."""
    return f"{uuid5(_NAMESPACE, f'{plan}/{week}/{number}')}{OWN_UID}"


def run_uid(plan: str, run: str) -> str:
    """The UID of a run at its chosen start: its time is no part of it."""
    return f"{uuid5(_NAMESPACE, f'{plan}/run/{run}')}{OWN_RUN_UID}"


def stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):{_STAMP}}"


def producer(data: bytes) -> str:
    """The PRODID of a calendar; empty where it has none, and where it is not one calendar."""
    calendars, _ = split(data)
    return _values(calendars[0]).get("PRODID", "") if len(calendars) == 1 else ""


def stranger(prodid: str) -> str:
    """What a calendar of another kind is."""
    ours = prodid in {STRENGTH.prodid, RUNS.prodid}
    return "another calendar of stridelift" if ours else "not a stridelift calendar"


def is_ours(data: bytes) -> bool:
    """Whether this is a strength calendar that stridelift wrote."""
    return producer(data) == PRODID


def load_published(data: bytes, feed: Feed = STRENGTH) -> Published:
    """Reads a calendar back.

    Raises:
        OutputError: another program wrote it, it is of another kind, or it is damaged.
    """
    kind = producer(data)
    if kind != feed.prodid:
        raise OutputError(f"the previous output is {stranger(kind)}", "another file was meant.")
    calendar = split(data)[0][0]
    values = _values(calendar)
    try:
        if not all(one.closed for one in (calendar, *calendar.children)):
            raise ValueError("it is cut off")  # noqa: TRY301 - as any other damage
        ids = dict(_id(pair) for pair in values.get("X-STRIDELIFT-IDS", "").split())
        events = tuple(_event(_values(one)) for one in calendar.named("VEVENT"))
        runs = dict(_run(line) for line in map(parse, calendar.raw) if line and line.name == OWN_RUN)
        skips = tuple(_skip(pair) for pair in values.get("X-STRIDELIFT-SKIPS", "").split())
    except (ValueError, KeyError) as error:
        raise OutputError(
            f"the previous output is damaged: {error}", "remove the file, and the sessions get new ids."
        ) from error
    return Published(values.get("X-STRIDELIFT-PLAN", ""), ids, events, runs, skips)


def _values(component: Component) -> dict[str, str]:
    """The first value of each property."""
    lines = (parse(raw) for raw in reversed(component.raw))
    return {line.name: unescaped(line.value) for line in lines if line}


def _id(pair: str) -> tuple[str, int]:
    week, _, number = pair.partition("=")
    return week, int(number)


def _skip(pair: str) -> Skip:
    week, _, session_class = pair.partition("=")
    _monday(week)  # raises where there is no such week
    return Skip(week, session_class)


def _monday(label: str) -> date:
    year, week = label.split("-W")
    return date.fromisocalendar(int(year), int(week), 1)


def _run(line: Line) -> tuple[str, datetime]:
    return unescaped(line.value), _time(line.params["START"])


def _event(values: Mapping[str, str]) -> PublishedEvent:
    run = values.get(OWN_RUN, "")
    entry = Entry(
        uid=values["UID"],
        session_class="" if run else values[OWN_CLASS],
        place=values.get(OWN_PLACE, ""),
        travel_minutes=_travel(values.get("X-STRIDELIFT-TRAVEL", "0")),
        start=_time(values["DTSTART"]),
        end=_time(values["DTEND"]),
        summary=values.get("SUMMARY", ""),
        description=values.get("DESCRIPTION", ""),
        location=values.get("LOCATION", ""),
        transparent=values.get("TRANSP") == "TRANSPARENT",
        pinned=values.get(OWN_PINNED) == "TRUE",
        run=run,
        exercises=values.get(OWN_EXERCISES, ""),
        state=State(values[OWN_STATE]) if OWN_STATE in values else None,
    )
    return PublishedEvent(
        entry=entry,
        week=values["X-STRIDELIFT-WEEK"],
        sequence=int(values["SEQUENCE"]),
        created=_time(values["CREATED"]),
        last_modified=_time(values["LAST-MODIFIED"]),
        dtstamp=_time(values["DTSTAMP"]),
    )


def _travel(text: str) -> int:
    """Minutes, less than a day: with more, the departure might be no time at all."""
    minutes = int(text)
    if not 0 <= minutes < 24 * 60:
        raise ValueError(f"{text} minutes of travel")
    return minutes


def _time(text: str) -> datetime:
    return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
