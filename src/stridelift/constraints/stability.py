"""What is published already stands in somebody's diary: it stays where it is unless moving it is worth the trouble."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial

from pydantic import Field

from stridelift.constraints.base import CouplingRule
from stridelift.domain import Candidate, Instance, Plan, Prescription, Session, SessionClass, Violation, Week, Weight
from stridelift.model import Model, Variable

_HOUR = 60
_Key = Callable[[Candidate], Hashable]
_Held = tuple[SessionClass, str, str, int]


class Stability(CouplingRule):
    """The plan that is published already changes as little as it can.

    Sessions that are done, that the athlete moved, or that begin within ``freeze_hours`` are facts and stay; so do the
    starts chosen for runs until then. Of the others each costs ``weight`` if no session of its class starts when and
    where it was published, and ``other_day`` more if none is on that day; a run costs ``weight`` if it has another
    start than the one that was chosen for it. An exercise that the sessions of its class no longer have in that week,
    in its mode and with its sets, costs ``exercise``. With n published and x there now:  changes ≥ n − x,  changes ≥ 0.
    Amount: changes.
    """

    unit = "changes"

    other_day: int = Field(0, ge=0, le=1_000_000, description="Price of a change to another day, on top.")
    exercise: int = Field(0, ge=0, le=1_000_000, description="Price of an exercise that a session no longer has.")
    freeze_hours: float = Field(
        0, ge=0, le=14 * 24, description="Hours from now in which nothing moves that is published."
    )

    @property
    def freeze(self) -> int:
        """Minutes from now in which nothing moves that is published."""
        return round(_HOUR * self.freeze_hours) if self.enabled else 0

    def post(self, model: Model) -> None:
        for key, price, _ in self._prices(model.instance):
            there: dict[Hashable, list[tuple[Variable, int]]] = defaultdict(list)
            for one, literal in model.literals:
                there[key(one)].append((literal, 1))
            for where, published in Counter(map(key, model.instance.published)).items():
                if where is not None:
                    model.at_least(price, published, there[where])
        if self.exercise:
            for week in model.instance.weeks:
                self._post_exercises(model, week)

    def _post_exercises(self, model: Model, week: Week) -> None:
        held: dict[_Held, list[tuple[Variable, int]]] = defaultdict(list)
        for part in model.parts(week):
            for choice, literal in part.choices:
                held[part.session_class, *_as_done(choice)].append((literal, 1))
        for session, group in model.week(week):
            for choice in session.exercises:
                held[session.session_class, *_as_done(choice)] += [(literal, 1) for literal in group.literals]
        for what, published in _held(model.instance.published, week).items():
            model.at_least(self.exercise, published, held[what])

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        for key, price, what in self._prices(instance):
            left = Counter(map(key, plan.placed))
            for one in instance.published:
                where = key(one)
                left[where] -= 1
                if where is not None and left[where] < 0:
                    yield self.breach((one.uid, *what), 1, weight=price)
        for week in instance.weeks if self.exercise else ():
            now = _held(plan.sessions, week)
            for held, published in _held(instance.published, week).items():
                if published > now[held]:
                    name, uid, *_ = held
                    yield self.breach((week.label, name, uid), published - now[held], weight=self.exercise)

    def _prices(self, instance: Instance) -> Iterator[tuple[_Key, Weight, tuple[str, ...]]]:
        """What must be the same, the price of what is not, and its name."""
        if instance.published:
            yield _spot, self.weight, ()
            if self.other_day:
                yield partial(_day, instance), self.other_day, ("another day",)


def _held(placed: Iterable[Candidate], week: Week) -> Counter[_Held]:
    """How often sessions of each class have each exercise in a week."""
    inside = (one.activity for one in placed if week.span.start <= one.start < week.span.end)
    return Counter(
        (one.session_class, *_as_done(choice)) for one in inside if isinstance(one, Session) for choice in one.exercises
    )


def _as_done(choice: Prescription) -> tuple[str, str, int]:
    return choice.exercise.id, choice.mode, choice.sets


def _spot(one: Candidate) -> Hashable:
    """When and where, of which class; or which run, and when."""
    session = one.activity
    if not isinstance(session, Session):
        return one.uid, one.start
    return session.session_class, session.place.name if session.place else "", one.start


def _day(instance: Instance, one: Candidate) -> Hashable:
    """On which day, of which class; None of a run, whose day is not ours to choose."""
    session = one.activity
    return (session.session_class, instance.day_index(one.start)) if isinstance(session, Session) else None
