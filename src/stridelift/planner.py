"""The pipeline: prepare (see :mod:`stridelift.situation`) → solve → verify → write."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stridelift import prescribe
from stridelift.calendar.event import OWN_CLASS, OWN_EXERCISES, Event, Role
from stridelift.calendar.files import Output, content, write_together
from stridelift.calendar.identity import assign
from stridelift.calendar.published import RUNS, WHY, Entry, load_published, run_uid
from stridelift.calendar.read import read
from stridelift.calendar.write import render
from stridelift.domain import Candidate, Plan, Run, Session, Violation
from stridelift.errors import ConfigError, InternalError, OutputError
from stridelift.explain.conflict import conflict
from stridelift.explain.elsewhere import Elsewhere
from stridelift.explain.moved import Change, moved
from stridelift.explain.relaxations import Relaxation, relaxations
from stridelift.explain.said import Said, said
from stridelift.explain.why import deciding, named, why
from stridelift.request import Request, establish
from stridelift.search import Tell
from stridelift.situation import Situation, prepare
from stridelift.solve import Result, Status, solve, violations

CALENDAR_NAME = "Strength sessions"
RUNS_NAME = "Runs at chosen times"
_TRIES = 5  # of planning, while another program writes the output


@dataclass(frozen=True)
class Outcome:
    """A situation and what became of it.

    ``data`` is the calendar, when there is a plan; ``run_data`` that of runs. ``changes`` has what is no longer where
    it was published.
    """

    situation: Situation
    result: Result
    plan: Plan | None = None
    penalties: tuple[Violation, ...] = ()
    entries: tuple[Entry, ...] = ()
    data: bytes | None = None
    run_data: bytes | None = None
    changes: tuple[Change, ...] = ()
    elsewhere: Mapping[int, Elsewhere] = field(default_factory=dict)  # by the id of a session, where it was asked for
    conflict: tuple[Said, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()

    @property
    def runs(self) -> list[Candidate]:
        """The runs of the period where they are: chosen starts as chosen."""
        chosen = {id(one.activity): one for one in (self.plan.runs if self.plan else ())}
        runs = [chosen.get(id(one.activity), one) for one in self.situation.runs]
        return sorted(runs, key=lambda one: one.order)


def plan(request: Request, situation: Situation | None = None, tell: Tell | None = None) -> Outcome:
    """Solve, verify and, where outputs are named, write. ``situation`` is that of the request, if it is known already.

    An output that another program writes meanwhile is planned from again. ``tell`` hears how far the search is; Ctrl-C
    then ends that, and the best plan found is written.

    Raises:
        StrideliftError: as the parts say. A week without a plan is no error: of an infeasible one the outcome has the
        ``conflict`` and the ``relaxations``.
    """
    paths = [one for one in (request.output, request.runs_output) if one is not None]
    if len({os.path.realpath(one) for one in paths}) < len(paths):
        raise ConfigError(f"{paths[0]} is named as the output for sessions and for runs.", "name two files.")
    again = situation is None and not any(one.source == "-" for one in request.calendars)
    for _ in range(_TRIES if again else 1):
        before = {one: content(one) for one in paths}
        outcome = planned(request, situation or prepare(request, establish(request)), tell)
        data = {request.output: outcome.data, request.runs_output: outcome.run_data}
        if write_together([Output(path, new, before[path]) for path in paths if (new := data[path]) is not None]):
            return outcome
    raise OutputError(f"{paths[0]} was written by another program meanwhile; nothing was written.", "solve again.")


def planned(request: Request, situation: Situation, tell: Tell | None = None) -> Outcome:
    """The same without writing anything."""
    result = solve(situation.instance, situation.rules, time_limit=request.time_limit, tell=tell)
    if result.status is Status.INFEASIBLE:
        return _impossible(situation, result)
    if result.plan is None:
        return Outcome(situation, result)
    outcome = _published(situation, result, result.plan, request.alarm_minutes)
    return replace(outcome, run_data=_run_feed(situation, result.plan)) if request.runs_output else outcome


def _impossible(situation: Situation, result: Result) -> Outcome:
    """What cannot hold together, and what would have to give way."""
    instance, rules, facts = situation.instance, situation.rules, situation.days.facts
    found = conflict(instance, rules)
    notes = {day: one.summary or "your [[days]]" for day, one in facts.items() if one.text}
    limits = {key: one.range for key, one in situation.loaded.settings.items() if one.range}
    return Outcome(
        situation, result, conflict=said(found, notes), relaxations=relaxations(instance, rules, found, limits)
    )


# Publishing.


def _published(situation: Situation, result: Result, plan: Plan, alarm_minutes: int | None) -> Outcome:
    """The plan with its UIDs, as it stands in the calendar that was rendered and read again."""
    horizon, previous, now = situation.horizon, situation.previous, situation.now
    kept = situation.kept
    movable = replace(previous, events=tuple(one for one in previous.events if one not in kept))
    placed = [_entry(situation, plan, one) for one in plan.sessions]
    entries = assign(placed, previous=movable, now=now, zone=horizon.zone)
    data = render(
        entries,
        previous=previous,
        now=now,
        kept=kept,
        name=CALENDAR_NAME,
        zone=horizon.zone.key,
        runs={one.uid: horizon.at(one.start) for one in (*plan.runs, *_chosen_before(situation, plan))},
        alarm_minutes=alarm_minutes,
    )
    final = _read_back(situation, plan, entries, data)
    penalties = tuple(violations(situation.instance, situation.rules, final))
    broken = [one for one in penalties if one.hard]
    price = sum(one.penalty for one in penalties)
    if broken or price != result.objective:
        raise InternalError(
            f"the plan does not stand its check: {broken[0] if broken else f'{price} is not {result.objective}'}.",
            "report this with the calendar; nothing was written.",
        )
    known = {one.week for one in previous.events}
    changes = tuple(moved(situation.instance, situation.rules, final, known))
    return Outcome(situation, result, final, penalties, entries, data, changes=changes)


def _entry(situation: Situation, plan: Plan, candidate: Candidate) -> Entry:
    session, horizon = candidate.activity, situation.horizon
    if not isinstance(session, Session):
        raise InternalError(f"{candidate.uid} is no session.")
    place = session.place.name if session.place else ""
    return Entry(
        uid="",
        session_class=session.load,
        place=place,
        travel_minutes=session.travel,
        start=horizon.at(candidate.start),
        end=horizon.at(candidate.end),
        summary=session.title,
        description="\n".join(_description(situation, plan, candidate, session)),
        location=place if situation.loaded.config.places else "",
        exercises=prescribe.stored(session),
    )


def _description(situation: Situation, plan: Plan, candidate: Candidate, session: Session) -> Iterator[str]:
    config = situation.loaded.config
    yield from prescribe.lines(session, config.athlete.level, config.athlete.lifts, config.known)
    reasons = list(why(situation.instance, situation.rules, plan, candidate))
    if reasons:
        yield ""
        yield f"{WHY}{'; '.join(reasons)}."
    assumed = list(_assumed(situation, plan, candidate))
    if assumed:
        yield f"Assumed: {'; '.join(assumed)}."


def _assumed(situation: Situation, plan: Plan, candidate: Candidate) -> Iterator[str]:
    """What nobody said that this session rests on; nothing that changes from day to day."""
    config = situation.loaded.config
    if "level" not in config.athlete.model_fields_set:
        yield f"level {config.athlete.level.value}"
    if not config.places:
        yield "all equipment there"
    chosen = {(one.uid, one.start) for one in plan.runs}
    chosen |= {(uid, situation.horizon.minute(start)) for uid, start in situation.previous.runs.items()}
    for one in deciding(situation.instance, situation.rules, plan, candidate):
        if isinstance(one.activity, Run) and not one.activity.timed and (one.uid, one.start) not in chosen:
            yield named(situation.instance, one)


def _run_feed(situation: Situation, plan: Plan) -> bytes:
    """The calendar of the runs whose starts were chosen, now or before.

    A run that has begun or is outside the period stays as it was published. One that is gone from the training calendar
    is gone here, unless it has begun.
    """
    horizon, before, now = situation.horizon, situation.run_feed, situation.now
    counts: Counter[str] = Counter()
    entries = []
    for one in sorted([*plan.runs, *_chosen_before(situation, plan)], key=lambda one: one.order):
        counts[one.uid] += 1
        entries.append(_run_entry(situation, one, before.plan, counts[one.uid]))
    kept = before.kept(now, horizon.period)
    data = render(entries, previous=before, now=now, kept=kept, name=RUNS_NAME, zone=horizon.zone.key, feed=RUNS)
    there_now = {(one.entry.uid, one.entry.start) for one in load_published(data, RUNS).events}
    if not {(one.uid, one.start) for one in entries} <= there_now:
        raise InternalError("a run did not come back from the output.")
    return data


def _chosen_before(situation: Situation, plan: Plan) -> Iterator[Candidate]:
    """Runs to come whose start an earlier plan chose, too soon to be chosen again."""
    placed = {id(one.activity) for one in plan.runs}
    for one in situation.runs:
        run, start = one.activity, situation.horizon.at(one.start)
        chosen = isinstance(run, Run) and not run.timed and situation.previous.runs.get(run.uid) == start
        if chosen and id(run) not in placed and start > situation.now:
            yield one


def _run_entry(situation: Situation, one: Candidate, plan: str, number: int) -> Entry:
    """``number`` tells apart runs for which a calendar has one UID."""
    summary = "" if isinstance(one.activity, Session) else one.activity.summary
    return Entry(
        uid=run_uid(plan, one.uid if number == 1 else f"{one.uid}/{number}"),
        session_class="",
        place="",
        travel_minutes=0,
        start=situation.horizon.at(one.start),
        end=situation.horizon.at(one.end),
        summary=summary,
        description="Start chosen: the training calendar gives none.",
        location="",
        run=one.uid,
    )


def _read_back(situation: Situation, plan: Plan, entries: Sequence[Entry], data: bytes) -> Plan:
    """The plan as a calendar program would see it."""
    horizon = situation.horizon
    reading = read(data, source="the output", role=Role.TRAINING, zone=horizon.zone, window=horizon.read_window)
    there = {one.uid: one for one in reading.events}
    sessions = []
    for candidate, entry in zip(plan.sessions, entries, strict=True):
        event, session = there.get(entry.uid), candidate.activity
        if (
            event is None
            or not isinstance(session, Session)
            or not _says(event, session, situation.loaded.config.known)
        ):
            raise InternalError(f"{entry.summary} at {entry.start} did not come back from the output.")
        span = horizon.between(event.start, event.end)
        sessions.append(Candidate(replace(session, uid=event.uid, minutes=span.minutes), span.start, span.end))
    return Plan(tuple(sessions), plan.runs)


def _says(event: Event, session: Session, known: prescribe.Known) -> bool:
    """Whether class and content of the session are read from the event."""
    there = prescribe.filled(session, event.properties.get(OWN_EXERCISES, ""), known)
    return event.properties.get(OWN_CLASS) == session.load and prescribe.stored(there) == prescribe.stored(session)
