"""Why a session is not at a given start: the hard rules that forbid it, or what it would cost, by solving with it there.

First the rules are asked of each place and length alone among what is fixed. Where nothing there forbids it, the model
is solved with a session of the class required at that start. If that is infeasible, what may move collides: a minimal
set of the rules that make it so is found by leaving one out and solving again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stridelift.constraints.base import Constraint, CouplingRule
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import HARD, Candidate, Instance, Place, Plan, Session, SessionClass, Violation
from stridelift.explain.conflict import conflict
from stridelift.explain.obstacles import Obstacle, obstacles
from stridelift.model import Model
from stridelift.solve import Result, Status, solve


class Placed(CouplingRule):
    """A session of the class starts at the minute: the question as a rule."""

    unit = "sessions"

    session_class: SessionClass
    start: int

    def post(self, model: Model) -> None:
        model.at_least(HARD, 1, [(literal, 1) for one, literal in model.literals if self.holds(one)])

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:  # noqa: ARG002 - one signature
        if not any(self.holds(one) for one in plan.sessions):
            yield self.breach((self.session_class.value,), 1)

    def holds(self, one: Candidate) -> bool:
        session = one.activity
        return one.start == self.start and isinstance(session, Session) and session.session_class is self.session_class


@dataclass(frozen=True)
class At:
    """A place and a length, with what forbids a session there."""

    place: Place | None
    minutes: int
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True)
class There:
    """What became of the question. ``unwanted``: no such session is wanted at all, or no place serves one.

    ``places`` has each place at the length against which least stands. ``result`` is that of solving with the session
    there, where some place has no obstacle; if it is infeasible, ``conflict`` has the rules.
    """

    session_class: SessionClass
    start: int
    unwanted: str = ""
    places: tuple[At, ...] = ()
    result: Result | None = None
    conflict: tuple[Constraint, ...] = ()

    @property
    def forbidden(self) -> bool:
        return self.result is None or self.result.status is Status.INFEASIBLE


def there(
    instance: Instance,
    rules: Sequence[Constraint],
    session_class: SessionClass,
    start: int,
    *,
    time_limit: float | None = None,
) -> There:
    """What stands against a session of the class at a start, or what becomes of the plan with one there."""
    sessions = [one for one in instance.sessions if one.session_class is session_class]
    answer = There(session_class, start, _unwanted(instance, session_class, sessions))
    if answer.unwanted:
        return answer
    places = dict.fromkeys(one.place for one in sessions)
    least = [_least(instance, rules, [one for one in sessions if one.place is place], start) for place in places]
    answer = replace(answer, places=tuple(least))
    if all(one.obstacles for one in least):
        return answer
    question = Placed(session_class=session_class, start=start)
    result = solve(instance, [*rules, question], time_limit=time_limit)
    if result.status is not Status.INFEASIBLE:
        return replace(answer, result=result)
    colliding = [one for one in conflict(instance, [*rules, question]) if one is not question]
    return replace(answer, result=result, conflict=tuple(colliding))


def wanted(instance: Instance) -> list[SessionClass]:
    """The classes of which the weeks may have sessions."""
    return [name for name, (_, most) in WeeklyVolume.targets(instance).items() if most]


def _unwanted(instance: Instance, session_class: SessionClass, sessions: Sequence[Session]) -> str:
    if session_class not in wanted(instance):
        return f"no {session_class.value} session is wanted: [sessions] has at most 0 a week of them"
    return "" if sessions else f"no place has the equipment that a {session_class.value} session needs"


def _least(instance: Instance, rules: Sequence[Constraint], sessions: Sequence[Session], start: int) -> At:
    """The length, shortest first, against which the fewest obstacles stand."""
    found = []
    for session in sessions:
        for minutes in session.lengths or (session.minutes,):
            against = tuple(obstacles(instance, rules, Candidate(session, start, start + minutes)))
            found.append(At(session.place, minutes, against))
    return min(found, key=lambda one: (len(one.obstacles), sum(each.amount for each in one.obstacles), one.minutes))
