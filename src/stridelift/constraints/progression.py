"""How a season grows: the phases before a race, the rise from week to week, and the easier weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from stridelift.constraints.base import CouplingRule
from stridelift.domain import TAPER, Instance, Plan, Prescription, Session, Violation, Week, Weight
from stridelift.model import Model, Terms

_WEEK = 7
_LOOK_BACK = 3  # weeks of the calendar that say what the athlete is used to: a feed keeps 28 days, of any weekday
Weeks = Annotated[int, Field(ge=0, le=52, description="Weeks of the phase before an A race.")]
Taper = Annotated[int, Field(ge=0, le=4, description="Weeks of taper before an A race of the distance.")]
Most = Annotated[int, Field(ge=0, le=7, description="Heavy, moderate and high-jump sessions of such a week at most.")]
# What a session without known exercises counts, and what each exercise adds.
_UNITS: Mapping[str, tuple[Callable[[Session], int], Callable[[Prescription], int]]] = {
    "sets": (lambda one: one.leg_sets, lambda one: one.sets if one.exercise.compound else 0),
    "contacts": (lambda one: one.contacts, lambda one: one.contacts),
}


class Progression(CouplingRule):
    """Phases before a race, a gentle rise from week to week, and easier weeks.

    Backwards from each A race lie its taper, then maintenance, power, max strength, load and foundation, as many weeks
    each as the numbers say; between two races the first ones are cut. The days after an A or B race are maintenance.
    The phase decides doses and sessions of a week. A week is easier where the runs are, else after ``every`` − 1
    others, and with a B race: its exercises ask for ``cut`` % fewer sets. Let m(w) be the leg sets placed in week w,
    g(w) those that are facts, and v the last week before that is whole and neither easier nor taper; or, where no
    planned one is, the best of the three weeks before the plan, if they have any strength. Then m(w) − m(v) ≤
    max(0, ``rise_sets`` + g(v) − g(w)), each set above it at ``weight``, as is each set above what an easier week asks
    for; the same of ground contacts, each at ``contact``. Amount: sets, contacts.
    """

    unit = "sets"

    foundation_weeks: Weeks = 0
    load_weeks: Weeks = 0
    max_strength_weeks: Weeks = 0
    power_weeks: Weeks = 0
    maintenance_weeks: Weeks = 0
    taper_5k: Taper = 0
    taper_10k: Taper = 0
    taper_half: Taper = 0
    taper_marathon: Taper = 0
    taper_ultra: Taper = 0

    maintenance_sessions: Most = 7
    taper_sessions: Most = 7

    rise_sets: int = Field(60, ge=0, le=60, description="Working sets of main lifts that a week may have more.")
    rise_contacts: int = Field(600, ge=0, le=600, description="Ground contacts that a week may have more.")
    contact: int = Field(0, ge=0, le=1_000_000, description="Price of a contact above that.")

    every: int = Field(52, ge=2, le=52, description="Each so many weeks one is easier.")
    cut: int = Field(0, ge=0, le=90, description="Percent of the sets that an easier week has fewer.")
    cut_back: int = Field(100, ge=0, le=100, description="Percent of run minutes fewer that make runs a cut-back week.")

    def post(self, model: Model) -> None:
        instance = model.instance
        for week in instance.weeks:
            if _eased(instance, week):
                more = [(literal, sum(one.more for one in content)) for literal, content in model.work(week)]
                model.at_most(self.weight, 0, [pair for pair in more if pair[1]])
            if _light(instance, week):
                continue
            before = _before(instance, week)
            for unit, (rise, price) in self._limits().items():
                base = _level(instance, before, unit)
                if base is None:
                    continue
                less = [(literal, -factor) for literal, factor in _terms(model, before, unit)] if before else []
                room = max(rise + base - _given(instance, week, unit), 0)
                model.at_most(price, room, [*_terms(model, week, unit), *less])

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        for week in instance.weeks:
            mine = list(_inside(week, plan.strength))
            above = sum(one.more for session in mine for one in session.exercises)
            if above and _eased(instance, week):
                yield self.breach((week.label, "easier week"), above)
            if _light(instance, week):
                continue
            before = _before(instance, week)
            for unit, (rise, price) in self._limits().items():
                base = _level(instance, before, unit)
                if base is None:
                    continue
                used = _size(unit, _inside(before, plan.strength)) if before else 0
                over = _size(unit, mine) - used - max(rise + base - _given(instance, week, unit), 0)
                if over > 0:
                    yield self.breach((week.label, f"rise of {unit}"), over, unit, price)

    def _limits(self) -> dict[str, tuple[int, Weight]]:
        limits: dict[str, tuple[int, Weight]] = {
            "sets": (self.rise_sets, self.weight),
            "contacts": (self.rise_contacts, self.contact),
        }
        return {unit: (rise, price) for unit, (rise, price) in limits.items() if price}


def _eased(instance: Instance, week: Week) -> bool:
    return week.label in instance.blocks and instance.blocks[week.label].eased


def _light(instance: Instance, week: Week) -> bool:
    """Whether the week is no measure for others, nor grows itself."""
    menu = instance.menu_of(week)
    return _eased(instance, week) or (menu is not None and menu.phase == TAPER)


def _before(instance: Instance, week: Week) -> Week | None:
    """The planned week that this one is measured against."""
    whole = (one for one in reversed(instance.weeks) if instance.horizon.start <= one.span.start < week.span.start)
    return next((one for one in whole if not _light(instance, one)), None)


def _level(instance: Instance, before: Week | None, unit: str) -> int | None:
    """What is a fact in the week before; without one, the most of a week of the calendar, None of an empty calendar."""
    if before:
        return _given(instance, before, unit)
    monday = instance.weeks[0].span.start
    starts = [instance.midnight(monday, -_WEEK * back) for back in range(_LOOK_BACK + 1)]
    known = [[one for one, start in instance.strength if begin <= start < end] for end, begin in pairwise(starts)]
    return max((_size(unit, some) for some in known if some), default=None)


def _given(instance: Instance, week: Week, unit: str) -> int:
    return _size(unit, _inside(week, instance.strength))


def _inside(week: Week, strength: Iterable[tuple[Session, int]]) -> Iterator[Session]:
    return (session for session, start in strength if week.span.start <= start < week.span.end)


def _size(unit: str, sessions: Iterable[Session]) -> int:
    unknown, measure = _UNITS[unit]
    return sum(unknown(one) + sum(map(measure, one.exercises)) for one in sessions)


def _terms(model: Model, week: Week, unit: str) -> Terms:
    """What the week's booleans place of the unit."""
    unknown, measure = _UNITS[unit]
    whole = [(literal, unknown(one)) for one, group in model.week(week) for literal in group.literals]
    lifted = [(literal, sum(map(measure, content))) for literal, content in model.work(week)]
    return [pair for pair in [*whole, *lifted] if pair[1]]
