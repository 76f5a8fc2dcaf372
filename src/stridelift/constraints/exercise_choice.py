"""The exercises that suit best; main lifts that stay, accessories that rotate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pydantic import Field

from stridelift.constraints.base import CouplingRule
from stridelift.domain import ARM_DRILL, HARD, Instance, Plan, Prescription, Session, Violation, Week
from stridelift.model import Model, Variable

_BLOCK = 28  # days in which a lift that was done is not new
_WEEK = 7
Wanted = Callable[[Prescription], bool]
Work = tuple[Variable, tuple[Prescription, ...]]


class ExerciseChoice(CouplingRule):
    """The best exercise for the purpose first; main lifts stay for a block, accessories rotate.

    Each exercise of a session costs its rank (1 is taken before 9; a lighter mode ranks lower) times ``weight``. Each
    main lift (of hip and knee) of a week that was in no session of the 28 days before costs ``new_lift``: loads can
    grow only on lifts that stay. In each week, of an accessory each session after the first in it and the week before
    costs ``repeat``. In a first week with no known main lifts before it no lift is new. Amount: ranks, lifts, repeats.
    """

    unit = "ranks"

    new_lift: int = Field(0, ge=0, le=1_000_000, description="Price of a main lift that is new this week.")
    repeat: int = Field(0, ge=0, le=1_000_000, description="Price of an accessory again within two weeks.")

    def post(self, model: Model) -> None:
        for week in model.instance.weeks:
            if isinstance(self.weight, int):
                for literal, content in model.work(week):
                    model.cost(literal, self.weight * sum(one.rank for one in content))
            self._post_new(model, week)
            self._post_repeat(model, week)

    def _post_new(self, model: Model, week: Week) -> None:
        before = _weeks_before(model.instance, week)
        since = model.instance.midnight(week.span.start, -_BLOCK)
        facts = _done(model.instance.strength, since, week.span.end, _is_main)
        if not (self.new_lift and (facts or before)):
            return
        earlier = [pair for one in before for pair in model.work(one)]
        for uid in sorted(_ids(model.work(week), _is_main) - facts.keys()):
            new = model.amount(self.new_lift, 1)
            done = [(literal, -1) for literal in _with(earlier, uid)]
            for session in _sessions(model, week):
                lifted = [(literal, 1) for literal in _with(session, uid)]
                model.at_most(HARD, 0, [*lifted, *done, (new, -1)])

    def _post_repeat(self, model: Model, week: Week) -> None:
        if not self.repeat:
            return
        since = model.instance.midnight(week.span.start, -_WEEK)
        facts = _done(model.instance.strength, since, week.span.end, _is_accessory)
        near = [one for one in model.instance.weeks if since <= one.span.start <= week.span.start]
        work = [pair for one in near for pair in model.work(one)]
        for uid in sorted(_ids(work, _is_accessory)):
            model.at_most(self.repeat, max(1 - facts[uid], 0), [(literal, 1) for literal in _with(work, uid)])

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        if isinstance(self.weight, int):
            for session, _ in plan.strength:
                rank = sum(one.rank for one in session.exercises)
                if rank:
                    yield self.breach((session.uid or session.load,), rank)
        for week in instance.weeks:
            if self.new_lift:
                yield from self._new(instance, plan, week)
            if self.repeat:
                yield from self._repeated(instance, plan, week)

    def _new(self, instance: Instance, plan: Plan, week: Week) -> Iterator[Violation]:
        before, (start, end) = _weeks_before(instance, week), week.span
        facts = _done(instance.strength, instance.midnight(start, -_BLOCK), end, _is_main)
        if not (facts or before):
            return
        first = min((one.span.start for one in before), default=start)
        known = facts | _done(plan.strength, first, start, _is_main)
        for uid in sorted(_done(plan.strength, start, end, _is_main).keys() - known.keys()):
            yield self.breach((week.label, uid), 1, "new lifts", self.new_lift)

    def _repeated(self, instance: Instance, plan: Plan, week: Week) -> Iterator[Violation]:
        start, end = instance.midnight(week.span.start, -_WEEK), week.span.end
        first = min(one.span.start for one in instance.weeks if one.span.start >= start)
        facts = _done(instance.strength, start, end, _is_accessory)
        placed = _done(plan.strength, first, end, _is_accessory)
        for uid in sorted(placed):
            over = placed[uid] - max(1 - facts[uid], 0)
            if over > 0:
                yield self.breach((week.label, uid), over, "repeats", self.repeat)


def _is_main(one: Prescription) -> bool:
    return one.exercise.compound


def _is_accessory(one: Prescription) -> bool:
    return not one.exercise.compound and one.exercise.impact == "none" and one.exercise.pattern != ARM_DRILL


def _weeks_before(instance: Instance, week: Week) -> list[Week]:
    """The planned weeks of the block that ends with this one."""
    since = instance.midnight(week.span.start, -_BLOCK)
    return [one for one in instance.weeks if since <= one.span.start < week.span.start]


def _done(strength: Iterable[tuple[Session, int]], start: int, end: int, wanted: Wanted) -> Counter[str]:
    """In how many sessions that start in [start, end) each exercise is."""
    inside = (session for session, at in strength if start <= at < end)
    return Counter(uid for session in inside for uid in {one.exercise.id for one in session.exercises if wanted(one)})


def _ids(work: Iterable[Work], wanted: Wanted) -> set[str]:
    return {one.exercise.id for _, content in work for one in content if wanted(one)}


def _with(work: Iterable[Work], uid: str) -> list[Variable]:
    return [literal for literal, content in work if any(one.exercise.id == uid for one in content)]


def _sessions(model: Model, week: Week) -> Iterator[list[Work]]:
    """What is lifted in one session of the week, each in turn: of its booleans, one place's and one time's are true."""
    for part in model.parts(week):
        yield [(literal, (one,)) for one, literal in part.choices]
    for session, group in model.week(week):
        if session.exercises:
            yield [(literal, session.exercises) for literal in group.literals]
