"""The pipeline: prepare (see :mod:`stridelift.situation`) → solve → verify → write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stridelift import catalogue, explain
from stridelift.calendar.event import OWN_CLASS, Role
from stridelift.calendar.identity import assign
from stridelift.calendar.published import WHY, Entry
from stridelift.calendar.read import read
from stridelift.calendar.write import render, write_atomically
from stridelift.constraints.base import Constraint
from stridelift.domain import Candidate, Plan, Session, Violation
from stridelift.errors import InternalError
from stridelift.request import Request, establish
from stridelift.situation import Situation, prepare
from stridelift.solve import Result, Status, solve, violations

CALENDAR_NAME = "Strength sessions"


@dataclass(frozen=True)
class Outcome:
    """A situation and what became of it. ``data`` is the calendar, when there is a plan."""

    situation: Situation
    result: Result
    plan: Plan | None = None
    penalties: tuple[Violation, ...] = ()
    entries: tuple[Entry, ...] = ()
    data: bytes | None = None
    conflict: tuple[Constraint, ...] = ()

    @property
    def runs(self) -> list[Candidate]:
        """The runs of the period where they are: chosen starts as chosen."""
        chosen = {id(one.activity): one for one in (self.plan.runs if self.plan else ())}
        runs = [chosen.get(id(one.activity), one) for one in self.situation.runs]
        return sorted(runs, key=lambda one: one.order)


def plan(request: Request) -> Outcome:
    """Solve, verify and, where an output is named, write.

    Raises:
        StrideliftError: as the parts say. A week without a plan is no error: of an infeasible one the outcome has the
        ``conflict``.
    """
    situation = prepare(request, establish(request))
    result = solve(situation.instance, situation.rules, time_limit=request.time_limit)
    if result.status is Status.INFEASIBLE:
        return Outcome(situation, result, conflict=explain.conflict(situation.instance, situation.rules))
    if result.plan is None:
        return Outcome(situation, result)
    outcome = _published(situation, result, result.plan, request.alarm_minutes)
    if request.output is not None and outcome.data is not None:
        write_atomically(request.output, outcome.data)
    return outcome


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
        runs={one.uid: horizon.at(one.start) for one in plan.runs},
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
    return Outcome(situation, result, final, penalties, entries, data)


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
    )


def _description(situation: Situation, plan: Plan, candidate: Candidate, session: Session) -> Iterator[str]:
    yield from (catalogue.describe(one) for one in session.exercises)
    reasons = list(explain.why(situation.instance, situation.rules, plan, candidate))
    if reasons:
        yield ""
        yield f"{WHY}{'; '.join(reasons)}."


def _read_back(situation: Situation, plan: Plan, entries: Sequence[Entry], data: bytes) -> Plan:
    """The plan as a calendar program would see it."""
    horizon = situation.horizon
    reading = read(data, source="the output", role=Role.TRAINING, zone=horizon.zone, window=horizon.read_window)
    there = {one.uid: one for one in reading.events}
    sessions = []
    for candidate, entry in zip(plan.sessions, entries, strict=True):
        event, session = there.get(entry.uid), candidate.activity
        if event is None or not isinstance(session, Session) or event.properties.get(OWN_CLASS) != session.load:
            raise InternalError(f"{entry.summary} at {entry.start} did not come back from the output.")
        span = horizon.between(event.start, event.end)
        sessions.append(Candidate(replace(session, uid=event.uid, minutes=span.minutes), span.start, span.end))
    return Plan(tuple(sessions), plan.runs)
