"""Why a session is not at a given start: the hard rules that forbid it, or its price, by solving with it there.

First the rules are asked of each place and length alone among what is fixed. Where nothing there forbids it, the model
is solved with a session of the class required at that start. If that is infeasible, what may move collides: a minimal
set of the rules that make it so is found by leaving one out and solving again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stridelift.constraints.base import Constraint, CouplingRule, WindowRule
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import HARD, Candidate, Instance, Place, Plan, Session, SessionClass, Violation, Week
from stridelift.explain.conflict import feasible
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


class _Room(CouplingRule):
    """Without its cap a week has room for one session of each class more, and the model need not know of others."""

    def most_in_week(self, instance: Instance, week: Week, session_class: SessionClass) -> int:
        return WeeklyVolume.targets(instance, week).get(session_class, (0, 0))[1] + 1

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:  # noqa: ARG002 - it forbids nothing
        yield from ()


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
    return replace(answer, result=result, conflict=_colliding(instance, rules, question))


def _colliding(instance: Instance, rules: Sequence[Constraint], question: Placed) -> tuple[Constraint, ...]:
    """A minimal set of rules with which no plan has the session there; each is proven necessary by leaving it out.

    Windows go last: without them there are ten times the candidates. Where the shortest sessions collide whatever is in
    them, content is left out of the question: what forbids a time forbids it with every content.
    """
    kept = [rule for rule in rules if rule.enabled]
    bare = _bare(instance)
    asked = instance if feasible(bare, [*kept, question]) else bare
    for rule in sorted(kept, key=lambda one: isinstance(one, WindowRule)):
        without = [one for one in kept if one is not rule]
        if not feasible(asked, [*without, question, _Room()]):
            kept = without
    return tuple(kept)


def _bare(instance: Instance) -> Instance:
    """The same with sessions of the shortest length, and nothing to choose for them."""
    sessions = [replace(one, minutes=min(one.lengths, default=one.minutes), lengths=()) for one in instance.sessions]
    menu = replace(instance.menu, choices=()) if instance.menu else None
    blocks = {name: replace(one, menu=replace(one.menu, choices=())) for name, one in instance.blocks.items()}
    return replace(instance, sessions=tuple(sessions), menu=menu, blocks=blocks)


def wanted(instance: Instance) -> list[SessionClass]:
    """The classes of which some week may have sessions."""
    return WeeklyVolume.wanted(instance)


def _unwanted(instance: Instance, session_class: SessionClass, sessions: Sequence[Session]) -> str:
    if session_class not in wanted(instance):
        return f"no {session_class.value} session is wanted: [sessions] has at most 0 a week of them"
    return "" if sessions else f"no place has the equipment that a {session_class.value} session needs"


def _least(instance: Instance, rules: Sequence[Constraint], sessions: Sequence[Session], start: int) -> At:
    """The length, shortest first, against which the fewest obstacles stand."""
    found = []
    for session in sessions:
        for minutes in session.lengths or (session.minutes,):
            one = Candidate(replace(session, minutes=minutes, lengths=()), start, start + minutes)
            against = tuple(obstacles(instance, rules, one))
            found.append(At(session.place, minutes, against))
    return min(found, key=lambda one: (len(one.obstacles), sum(each.amount for each in one.obstacles), one.minutes))
