"""What differs between two plans, session by session and run by run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stridelift.domain import Candidate, Instance, Plan, Run, Session
from stridelift.explain.wording import moment


def changes(instance: Instance, before: Plan, after: Plan) -> Iterator[str]:
    """Each move, each length that changes, what is dropped and what is new; sessions keep to their class and week."""
    for week in instance.weeks:
        olds, news = (
            [one for one in plan.sessions if week.span.start <= one.start < week.span.end] for plan in (before, after)
        )
        for load in dict.fromkeys(one.activity.load for one in (*olds, *news) if isinstance(one.activity, Session)):
            mine, other = ([one for one in some if _load(one) == load] for some in (olds, news))
            yield from _of_class(instance, load, mine, other)
    starts = {id(one.activity): one for one in after.runs}
    for one in before.runs:
        now = starts[id(one.activity)]
        if now.start != one.start and isinstance(one.activity, Run):
            what = f"{one.activity.kind.value} '{one.activity.summary}'"
            yield f"{what} moves from {moment(instance, one.start)} to {moment(instance, now.start)}"


def _of_class(instance: Instance, load: str, olds: Sequence[Candidate], news: Sequence[Candidate]) -> Iterator[str]:
    """What stays is matched first, then the rest in order of time."""
    kept = {(one.start, _place(one)) for one in olds} & {(one.start, _place(one)) for one in news}
    pairs = [(one, other) for one in olds for other in news if (one.start, _place(one)) == (other.start, _place(other))]
    left, right = ([one for one in some if (one.start, _place(one)) not in kept] for some in (olds, news))
    for one, other in (*pairs, *zip(left, right, strict=False)):
        yield from _pair(instance, load, one, other)
    for one in left[len(right) :]:
        yield f"{load} on {moment(instance, one.start)} is dropped"
    for one in right[len(left) :]:
        yield f"{load} is added: {moment(instance, one.start)}, {one.minutes} min{_at(one)}"


def _pair(instance: Instance, load: str, one: Candidate, other: Candidate) -> Iterator[str]:
    said = []
    if (one.start, _place(one)) != (other.start, _place(other)):
        where = _at(other) if _place(one) != _place(other) else ""
        said.append(f"moves from {moment(instance, one.start)} to {moment(instance, other.start)}{where}")
    if one.minutes != other.minutes:
        said.append(f"has {other.minutes} min instead of {one.minutes}")
    elif not said and _content(one) != _content(other):
        said.append("has other exercises")
    if said:
        on = "" if said[0].startswith("moves") else f" on {moment(instance, one.start)}"
        yield f"{load}{on} {' and '.join(said)}"


def _load(one: Candidate) -> str:
    return one.activity.load if isinstance(one.activity, Session) else ""


def _place(one: Candidate) -> str:
    session = one.activity
    return session.place.name if isinstance(session, Session) and session.place else ""


def _at(one: Candidate) -> str:
    return f" at {_place(one)}" if _place(one) else ""


def _content(one: Candidate) -> list[tuple[str, str, int]]:
    session = one.activity
    exercises = session.exercises if isinstance(session, Session) else ()
    return [(each.exercise.id, each.mode, each.sets) for each in exercises]
