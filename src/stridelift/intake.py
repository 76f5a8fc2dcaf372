"""From calendar events and their verdicts to runs, strength, commitments, and what was left aside with its reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from stridelift.calendar.address import masked
from stridelift.calendar.event import (
    OWN_CLASS,
    OWN_EXERCISES,
    OWN_PINNED,
    OWN_PLACE,
    OWN_RUN,
    OWN_RUN_UID,
    OWN_STATE,
    OWN_UID,
    Event,
    Ignored,
    Other,
    Role,
    State,
    Verdict,
)
from stridelift.calendar.published import Entry, Published
from stridelift.config import Config
from stridelift.domain import Candidate, Commitment, Priority, Race, Run, RunKind, Session, SessionClass, Span
from stridelift.found import Found, as_run, halves, once
from stridelift.horizon import Horizon
from stridelift.prescribe import Known, filled

STRENGTH_MINUTES = 45  # of a strength event that does not say
_OWN = "a session of this plan"
_OPTIONAL = "optional strength: the plan places its own"
PARKRUN = re.compile(r"park\s?run", re.IGNORECASE)


@dataclass
class Intake:
    """What the calendars hold. ``runs`` and ``strength`` are placings; an untimed run stands at its usual start.

    ``places`` has where the calendar says that strength is, ``reasons`` why it is strength, by UID. ``settled`` has the
    UIDs of runs that stay at the start that was chosen for them.
    """

    runs: list[Candidate] = field(default_factory=list)
    strength: list[Candidate] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    commitments: list[Candidate] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)


def take_in(
    pairs: Iterable[tuple[Event, Verdict]], previous: Published, config: Config, horizon: Horizon, frozen: int
) -> Intake:
    """Sort the events into what they are.

    Sessions of the ``previous`` output that are pinned, under way by ``frozen``, a minute on the axis, or outside the
    planned period are facts, unless they were missed, as are such sessions in the calendars; the others are placed
    anew. A run whose start was chosen to be before then stays there.
    """
    reader = _Reader(config, horizon, frozen, previous)
    for published in previous.kept(horizon.at(frozen), horizon.period):
        reader.add_own(published.entry)
    for event, verdict in pairs:
        reader.take(event, verdict)
    reader.finish()
    return reader.intake


class _Reader:
    def __init__(self, config: Config, horizon: Horizon, frozen: int, previous: Published) -> None:
        self.config = config
        self.horizon = horizon
        self.frozen = frozen
        self.chosen = previous.runs
        self.known = bool(previous.plan)
        self.missed = {one.entry.uid for one in previous.events if one.entry.state is State.MISSED}
        self.intake = Intake()
        self._found: list[Found] = []
        self._zones = {day.date: ZoneInfo(day.timezone) for day in config.days if day.timezone}

    def take(self, event: Event, verdict: Verdict) -> None:
        if event.cancelled:
            self._ignore(event, "cancelled")
        elif OWN_CLASS in event.properties or event.uid.endswith(OWN_UID):
            self._take_own(event, verdict)
        elif OWN_RUN in event.properties or event.uid.endswith(OWN_RUN_UID):
            self._ignore(event, "a run of the training calendar, where this plan put it")
        elif verdict.kind is None and verdict.optional_strength:
            self._ignore(event, f"{_OPTIONAL} ({verdict.reason})")
        elif verdict.kind is None and verdict.strength is None:
            self._take_rest(event, verdict)
        elif event.declined:
            self._ignore(event, "you declined it")
        else:
            self._found += [self._run(*half) for half in halves(event, verdict)]
            if verdict.optional_run:
                self._assume(event, "optional: taken as run")
            if verdict.optional_strength:
                self._ignore(event, _OPTIONAL)
            elif verdict.strength is not None:
                self._take_strength(event, verdict, verdict.strength)

    def finish(self) -> None:
        by_day: dict[date, list[Found]] = defaultdict(list)
        kept, twins = once(self._found)
        for one, first in twins:
            self._ignore(one.event, f"the same run as {first.event.summary!r} of {masked(first.event.source)}")
        for one in kept:
            by_day[one.event.day].append(one)
        dates = [day.date for day in self.horizon.days]
        listed = [race.date for race in self.config.races if dates[0] <= race.date <= dates[-1]]
        for day in sorted({*by_day, *listed}):
            found = by_day.get(day, [])
            if day in listed:
                found = self._with_race(day, found)
            self._place(day, found)
        key = lambda one: one.order  # noqa: E731 - a name for three uses
        self.intake.runs.sort(key=key)
        self.intake.strength.sort(key=key)
        self.intake.commitments.sort(key=key)

    # Events one by one.

    def add_own(self, entry: Entry) -> None:
        if entry.state is State.MISSED:
            return
        self._add_strength(own_session(entry, self.horizon, self.config.known), entry.place, _OWN)

    def _add_strength(self, one: Candidate, place: str, reason: str) -> None:
        self.intake.strength.append(one)
        self.intake.places[one.uid] = place
        self.intake.reasons[one.uid] = reason

    def _ignore(self, event: Event, reason: str) -> None:
        """Listed where the athlete looks: in the planned period."""
        span = self.horizon.between(event.start, event.end)
        if Span(span.start, max(span.end, span.start + 1)).overlap(self.horizon.span):
            self.intake.ignored.append(Ignored(event.uid, event.summary, reason))

    def _take_own(self, event: Event, verdict: Verdict) -> None:
        """A session of an earlier output: placed anew, or a fact. Some programs keep its UID and nothing else."""
        span = self.horizon.between(event.start, event.end)
        said = event.properties.get(OWN_CLASS, verdict.strength or "")
        if said not in {*SessionClass}:
            self._ignore(event, f"{_OWN}, and {said!r} is no session class")
        elif event.uid in self.missed or event.properties.get(OWN_STATE) == State.MISSED:
            self._ignore(event, f"{_OWN}, and you missed it")
        elif any(one.uid == event.uid for one in self.intake.strength):
            return
        elif self._movable(event, span):
            self._ignore(event, f"{_OWN}, placed anew")
        else:
            session = Session(SessionClass(said), span.minutes, uid=event.uid, title=event.summary)
            session = filled(session, event.properties.get(OWN_EXERCISES, ""), self.config.known)
            self._add_strength(Candidate.at(session, span.start), event.properties.get(OWN_PLACE, event.location), _OWN)

    def _movable(self, event: Event, span: Span) -> bool:
        """Whether planning may place it anew; what is pinned stays, unless the last output knows better."""
        planned = span.start > self.frozen and self.horizon.span.start <= span.start < self.horizon.span.end
        return planned and (self.known or event.properties.get(OWN_PINNED) != "TRUE")

    def _take_rest(self, event: Event, verdict: Verdict) -> None:
        """What is neither run nor strength: it blocks its time, or it says why not."""
        reason = self._not_blocking(event, verdict)
        if reason:
            self._ignore(event, reason)
            return
        span = self.horizon.between(event.start, event.end)
        commitment = Commitment(event.uid, event.summary, span.minutes)
        self.intake.commitments.append(Candidate.at(commitment, span.start))

    @staticmethod
    def _not_blocking(event: Event, verdict: Verdict) -> str:
        """Why an event takes no time of the day; empty where it does."""
        unknown = event.role is Role.TRAINING and verdict.other is None and not verdict.reason.startswith("your rule")
        reasons = (
            (verdict.other is not None and (event.all_day or verdict.other is not Other.MOBILITY), verdict.reason),
            (event.all_day, "all-day: takes no time (a rule can make it a day away or off)"),
            (event.transparent, "marked as free time"),
            (event.declined, "you declined it"),
            (event.end <= event.start, "takes no time"),
            (unknown, "not recognised as a run or strength"),
        )
        return next((reason for holds, reason in reasons if holds), "")

    def _take_strength(self, event: Event, verdict: Verdict, session_class: SessionClass) -> None:
        """Strength that is there already; assumed in the evening where it has no time, and of usual length."""
        span = self.horizon.between(event.start, event.end)
        minutes, start = span.minutes, span.start
        if event.all_day or (verdict.kind is None and not minutes):
            minutes = verdict.minutes if verdict.kind is None and verdict.minutes else STRENGTH_MINUTES
            start = self._clock(event.day, self.config.runs.second_start) if event.all_day else start
            self._assume(event, f"strength of {minutes} min at {self._time(start)}")
        elif verdict.kind is not None:
            run = self._found[-1].minutes
            start, minutes = start + run, max(span.minutes - run, 15)
        one = Candidate.at(Session(session_class, max(minutes, 5), uid=event.uid, title=event.summary), start)
        if any(_alike(one, other) for other in self.intake.strength):
            self._ignore(event, "the same session as another one then")
        else:
            self._add_strength(one, event.location, verdict.reason)

    def _run(self, event: Event, verdict: Verdict, kind: RunKind) -> Found:
        return as_run(event, verdict, kind, self.horizon.between(event.start, event.end).minutes, self.config.runs)

    # Days.

    def _with_race(self, day: date, found: list[Found]) -> list[Found]:
        """A race of the config: the run of that date is it, or a race at the usual start is added."""
        listed = next(race for race in self.config.races if race.date == day)
        if any(one.kind is RunKind.RACE for one in found):
            return found
        runs = [one for one in found if one.kind not in (RunKind.CROSS, RunKind.RECOVERY)]
        if len(runs) == 1:
            verdict = replace(runs[0].verdict, reason="a race in [[races]]", race_distance=listed.distance)
            race = self._run(runs[0].event, verdict, RunKind.RACE)
            return [race if one is runs[0] else one for one in found]
        start = self.horizon.at(self.horizon.clock(day, 0))
        event = Event(f"race-{day}", listed.name, start, start, day, all_day=True)
        verdict = Verdict("a race in [[races]]", RunKind.RACE, race_distance=listed.distance)
        return [*found, self._run(event, verdict, RunKind.RACE)]

    def _place(self, day: date, found: Sequence[Found]) -> None:
        placed: list[Span] = []
        for one in found:
            timed = not one.event.all_day
            start = self.horizon.minute(one.event.start) if timed else self._start(day, one, placed)
            placed.append(Span(start, start + one.minutes))
            run = Run(
                one.event.uid,
                one.event.summary,
                one.kind,
                one.minutes,
                one.verdict.reason,
                timed,
                None if timed else start,
                self._race(day, one) if one.kind is RunKind.RACE else None,
            )
            self.intake.runs.append(Candidate.at(run, start))
            if one.second:
                self._assume(one.event, f"a second run, usually at {self._time(start)}")
            if one.assumed:
                self._assume(one.event, one.assumed)

    def _start(self, day: date, one: Found, others: Iterable[Span]) -> int:
        """When it was chosen to be, if that is over; else the usual start, or that of a second run of the day."""
        chosen = self.chosen.get(one.event.uid)
        if chosen is not None and self.horizon.at(0) < chosen <= self.horizon.at(self.frozen):
            self.intake.settled.add(one.event.uid)
            return self.horizon.minute(chosen)
        start = self._clock(day, self.config.runs.usual_start.on(day))
        taken = one.second or any(Span(start, start + one.minutes).overlap(other) for other in others)
        return self._clock(day, self.config.runs.second_start) if taken else start

    def _race(self, day: date, one: Found) -> Race | None:
        """What a race asks of the days around it; a parkrun of every Saturday asks nothing."""
        listed = next((race for race in self.config.races if race.date == day), None)
        if listed:
            return Race(listed.priority, listed.distance)
        if PARKRUN.search(one.event.summary):
            return None
        distance = one.verdict.race_distance or "10k"
        self._assume(one.event, f"a {distance} race of priority C, unless [[races]] says otherwise")
        return Race(Priority.C, distance)

    def _clock(self, day: date, minute_of_day: int) -> int:
        return self.horizon.clock(day, minute_of_day, self._zones.get(day))

    def _assume(self, event: Event, what: str) -> None:
        if self.horizon.first <= event.day < self.horizon.end:
            self.intake.assumptions.append(f"{event.day:%a %d %b} {event.summary!r}: {what}")

    def _time(self, minute: int) -> str:
        return f"{self.horizon.at(minute):%H:%M}"


def own_session(entry: Entry, horizon: Horizon, known: Known) -> Candidate:
    """A session as it was published."""
    span = horizon.between(entry.start, entry.end)
    session = Session(SessionClass(entry.session_class), span.minutes, uid=entry.uid, title=entry.summary)
    return Candidate.at(filled(session, entry.exercises, known), span.start)


def _alike(one: Candidate, other: Candidate) -> bool:
    """Whether two calendars tell of one strength session."""
    return one.activity.rank == other.activity.rank and one.span.overlap(other.span) > 0
