"""What ``explain`` answers: why each session is where it is, and why none is at a given start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from stridelift import planner
from stridelift.domain import Candidate, Session, SessionClass
from stridelift.errors import ConfigError
from stridelift.explain.elsewhere import elsewhere
from stridelift.explain.there import There, there, wanted
from stridelift.planner import Outcome
from stridelift.request import Request
from stridelift.search import Tell
from stridelift.situation import Situation
from stridelift.wallclock import clock_minutes, weekday

_NEAR_WEEKS = 2  # each place not found at once takes as long as the plan did: a second for two weeks, three for three


@dataclass(frozen=True)
class Answer:
    """The plan with its next-best places; for a start that was asked for, the session that is there or the answers."""

    outcome: Outcome
    at: int | None = None
    placed: Candidate | None = None
    answers: tuple[There, ...] = ()


def explain(
    request: Request, at: str | None = None, session_class: str | None = None, tell: Tell | None = None
) -> Answer:
    """Plan, write nothing, and answer; what has no plan is left for the reader of the outcome.

    Raises:
        ConfigError: for a start or a class that cannot be asked for.
    """
    chosen = _class(session_class)
    if chosen is not None and at is None:
        raise ConfigError(f"--class {chosen.value} says of which class, but not when.", "add --at 'Tue 18:00'.")
    outcome = planner.plan(request.but(output=None, runs_output=None), tell=tell)
    situation, solved = outcome.situation, outcome.result.plan
    start = None if at is None else _start(situation, at)
    if solved is None or outcome.plan is None:
        return Answer(outcome, start)
    if start is None:
        return Answer(weighed(outcome, request.time_limit))
    for one in outcome.plan.sessions:
        session = one.activity
        if one.start == start and isinstance(session, Session) and chosen in (None, session.session_class):
            return Answer(weighed(outcome, request.time_limit, only=one), start, placed=one)
    classes = wanted(situation.instance) if chosen is None else [chosen]
    answers = (there(situation.instance, situation.rules, one, start, time_limit=request.time_limit) for one in classes)
    return Answer(outcome, start, answers=tuple(answers))


def at_hand(outcome: Outcome, time_limit: float | None = None) -> Outcome:
    """The outcome with the next-best places of a plan so short that they take a second or two; else without.

    They get what the plan left of the limit, and Ctrl-C leaves them out.
    """
    if len(outcome.situation.horizon.weeks) > _NEAR_WEEKS:
        return outcome
    spent = outcome.result.seconds + outcome.result.tie_break_seconds
    try:
        return weighed(outcome, None if time_limit is None else time_limit - spent)
    except KeyboardInterrupt:
        return outcome


def weighed(outcome: Outcome, time_limit: float | None = None, *, only: Candidate | None = None) -> Outcome:
    """The outcome with the next-best place of its sessions, or of ``only`` one; of an unproven plan there is none."""
    situation, solved = outcome.situation, outcome.result.plan
    if outcome.plan is None or solved is None:
        return outcome
    pairs = zip(outcome.plan.sessions, solved.sessions, strict=True)
    asked = [(shown, inner) for shown, inner in pairs if only is None or shown is only]
    inners = [inner for _, inner in asked]
    found = elsewhere(situation.instance, situation.rules, outcome.result, inners, time_limit)
    return replace(outcome, elsewhere={id(shown): one for (shown, _), one in zip(asked, found, strict=True) if one})


def _class(text: str | None) -> SessionClass | None:
    if text is None:
        return None
    if text not in {*SessionClass}:
        raise ConfigError(f"--class {text!r} is no session class.", f"one of {', '.join(SessionClass)}.")
    return SessionClass(text)


def _start(situation: Situation, text: str) -> int:
    """The minute of a weekday with a time (the first of the period that is to come), or of an instant."""
    horizon, instance = situation.horizon, situation.instance
    minutes = sorted(_minutes(situation, text))
    inside = [one for one in minutes if horizon.span.start <= one < horizon.span.end]
    if not inside:
        last = horizon.end - timedelta(days=1)
        raise ConfigError(
            f"--at {text!r} is outside of the period, {horizon.first:%a %d %b %Y} to {last:%a %d %b %Y}.",
            "name another period with --week or --from.",
        )
    start = next((one for one in inside if one >= instance.now), inside[0])
    past = (start - instance.day(start).span.start) % instance.session_grid
    if past:
        near = [f"{horizon.at(one):%H:%M}" for one in (start - past, start - past + instance.session_grid)]
        raise ConfigError(
            f"--at {text!r}: sessions start every {instance.session_grid} minutes.", f"{near[0]} or {near[1]}."
        )
    return start


def _minutes(situation: Situation, text: str) -> Iterator[int]:
    horizon = situation.horizon
    name, _, time = text.strip().partition(" ")
    day, minute = weekday(name), clock_minutes(time)
    if day is not None and minute is not None:
        yield from (horizon.clock(one.date, minute) for one in horizon.planned_days if one.date.weekday() == day)
        return
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ConfigError(f"--at {text!r} is no start.", "write it like 'Tue 18:00' or 2026-12-01T18:00.") from None
    yield horizon.minute(instant if instant.tzinfo else instant.replace(tzinfo=horizon.zone))
