"""A session where its class had one the week before: what recurs is done, and needs no thought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pydantic import Field

from stridelift.constraints.base import CouplingRule
from stridelift.domain import HARD, Candidate, Instance, Plan, Session, SessionClass, Violation, Week, Weight
from stridelift.model import Group, Model, Variable

_WEEK = 7
_PART = 180  # minutes of a part of the day; the first begins at five, so that a usual hour lies inside one
_FIRST = 300
_Day = tuple[SessionClass, int]  # a class on the day at this position of ``instance.days``
_Spot = tuple[_Day, int]  # in this part of it


class Habit(CouplingRule):
    """The same weekday and time of day as the week before.

    The day has parts of three hours: from 05:00, 08:00, 11:00 and so on. A session costs ``weight`` where its class had
    none in that part of that weekday in the week before, and ``other_day`` more where it had none on that weekday at
    all. What was done or published counts as that week, and so does what is planned in it; of a class without any in a
    week that was not planned as a whole there is no habit yet. With x the sessions of a class at one weekday and part
    of the day in a week, x' those of the week before:  off ≥ x − x',  off ≥ 0. Amount: sessions.
    """

    unit = "sessions"

    other_day: int = Field(0, ge=0, le=1_000_000, description="Price of a session on another weekday, on top.")

    def post(self, model: Model) -> None:
        spots, days = _facts(model.instance)
        earlier = _Earlier(model)
        for week in model.instance.weeks:
            for session, group in model.week(week):
                here = session.session_class, model.instance.day_index(group.first.start)
                if not _is_known(model.instance, week, here[0], days):
                    continue
                for part, literals in _parts(model.instance, group).items():
                    if (_before(here), part) not in spots:
                        _charge(model, self.weight, literals, earlier.spots[_before(here), part])
                if self.other_day and _before(here) not in days:
                    _charge(model, self.other_day, group.literals, earlier.days[_before(here)])

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        there = [(session.session_class, start) for session, start in (*instance.strength, *plan.strength)]
        spots = {((name, instance.day_index(start)), _part(instance, start)) for name, start in there}
        days = {day for day, _ in spots}
        _, facts = _facts(instance)
        for one in plan.sessions:
            name, day = _class(one), instance.day_index(one.start)
            week = next(it for it in instance.weeks if it.span.start <= one.start < it.span.end)
            if not _is_known(instance, week, name, facts):
                continue
            if ((name, day - _WEEK), _part(instance, one.start)) not in spots:
                yield self.breach((one.uid,), 1)
            if self.other_day and (name, day - _WEEK) not in days:
                yield self.breach((one.uid, "another weekday"), 1, weight=self.other_day)


class _Earlier:
    """The booleans of all sessions that may be placed, by where they are."""

    def __init__(self, model: Model) -> None:
        self.spots: dict[_Spot, list[Variable]] = defaultdict(list)
        self.days: dict[_Day, list[Variable]] = defaultdict(list)
        for week in model.instance.weeks:
            for session, group in model.week(week):
                day = session.session_class, model.instance.day_index(group.first.start)
                self.days[day] += group.literals
                for part, literals in _parts(model.instance, group).items():
                    self.spots[day, part] += literals


def _charge(model: Model, weight: Weight, literals: Sequence[Variable], earlier: Sequence[Variable]) -> None:
    """Price the one of the literals that is true, or forbid it, unless one of the earlier ones is."""
    if isinstance(weight, int) and not earlier:
        for literal in literals:
            model.cost(literal, weight)
        return
    terms = [*((one, 1) for one in literals), *((one, -1) for one in earlier)]
    if isinstance(weight, int):
        terms.append((model.amount(weight, 1), -1))
    model.at_most(HARD, 0, terms)


def _before(here: _Day) -> _Day:
    return here[0], here[1] - _WEEK


def _parts(instance: Instance, group: Group) -> dict[int, list[Variable]]:
    found = defaultdict(list)
    for one, literal in zip(group.members, group.literals, strict=True):
        found[_part(instance, one.start)].append(literal)
    return found


def _part(instance: Instance, start: int) -> int:
    return (instance.day(start).clock(start) - _FIRST) // _PART


def _facts(instance: Instance) -> tuple[set[_Spot], set[_Day]]:
    """Where strength is that is not to be placed."""
    spots = {
        ((session.session_class, instance.day_index(start)), _part(instance, start))
        for session, start in instance.strength
    }
    return spots, {day for day, _ in spots}


def _is_known(instance: Instance, week: Week, name: SessionClass, facts: set[_Day]) -> bool:
    """Whether there is a week before to be like."""
    first = instance.day_index(week.span.start) - _WEEK
    if any((name, day) in facts for day in range(first, first + _WEEK)):
        return True
    return first >= 0 and max(instance.horizon.start, instance.now) <= instance.days[first].span.start


def _class(one: Candidate) -> SessionClass:
    assert isinstance(one.activity, Session)  # noqa: S101 - narrows
    return one.activity.session_class
