"""A plan as a start for the search: the values of all booleans that make it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from stridelift.domain import Activity, Candidate, Place, Plan, Prescription, Session, SessionClass, Week
from stridelift.model.contents import Kind, Part
from stridelift.model.groups import Variable

_Spot = tuple[Activity | tuple[SessionClass, Place | None], int]
Hint = Iterator[tuple[Variable, bool]]


def hints(literals: Iterable[tuple[Candidate, Variable]], parts: Iterable[Part], plan: Plan) -> Hint:
    """Each boolean of candidates and of contents with its value in the plan, as far as it has such a plan."""
    wanted = {_spot(one): one for one in plan.placed}
    chosen: dict[int, Candidate] = {}  # what stands for each session of the plan, by its id
    for candidate, literal in literals:
        one = wanted.get(_spot(candidate))
        there = one is not None and candidate.soonest <= one.end <= candidate.end
        if one is not None and there:
            chosen[id(one)] = candidate
        yield literal, there
    by_class: dict[tuple[str, SessionClass], list[Part]] = defaultdict(list)
    for part in parts:
        by_class[part.week.label, part.session_class].append(part)
    for some in by_class.values():
        sessions = _sessions(plan, some[0].week, some[0].session_class)
        for part, session in zip(some, [*sessions, *[None] * len(some)], strict=False):
            yield from _content(part, session, chosen.get(id(session)))


def _spot(one: Candidate) -> _Spot:
    activity = one.activity
    return (activity.session_class, activity.place) if isinstance(activity, Session) else activity, one.start


def _sessions(plan: Plan, week: Week, session_class: SessionClass) -> Sequence[Candidate]:
    """In the order of their numbers: the longest work first."""
    inside = [one for one in plan.sessions if week.span.start <= one.start < week.span.end]
    mine = [one for one in inside if isinstance(one.activity, Session) and one.activity.session_class is session_class]
    return sorted(mine, key=lambda one: -sum(it.seconds for it in _exercises(one)))


def _content(part: Part, session: Candidate | None, candidate: Candidate | None) -> Hint:
    held = {_name(one) for one in _exercises(session)}
    for kind, literal in part.kinds.items():
        yield literal, candidate is not None and _fits(kind, candidate)
    for one, literal in part.choices:
        yield literal, _name(one) in held


def _fits(kind: Kind, candidate: Candidate) -> bool:
    session = candidate.activity
    place = session.place if isinstance(session, Session) else None
    return (kind.place, kind.least, kind.most) == (place, candidate.soonest - candidate.start, candidate.minutes)


def _exercises(one: Candidate | None) -> Sequence[Prescription]:
    return one.activity.exercises if one and isinstance(one.activity, Session) else ()


def _name(one: Prescription) -> tuple[object, ...]:
    return one.exercise.id, one.mode, one.dose
