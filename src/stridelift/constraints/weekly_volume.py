"""Sessions of each class a week, what they cover together, and the week's minutes, sets and ground contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from stridelift.constraints.base import CouplingRule
from stridelift.domain import (
    FOUNDATION,
    HARD,
    Instance,
    Menu,
    Plan,
    Prescription,
    Session,
    SessionClass,
    Violation,
    Week,
)
from stridelift.model import Model, Terms

Times = Annotated[int, Field(ge=0, le=14, description="Exercises a week that cover the movement.")]
_SUPPORT = frozenset({"core", "push", "pull", "prevention"})
_POWER_PHASE = "P"
_PERCENT = 100
# What a session without known exercises counts, and what each exercise adds.
_SIZES: Mapping[str, tuple[Callable[[Session], int], Callable[[Prescription], int]]] = {
    "sets": (lambda session: session.leg_sets, lambda one: one.sets if one.exercise.compound else 0),
    "contacts": (lambda session: session.contacts, lambda one: one.contacts),
}


class Movements(BaseModel):
    """How often a week should have each movement, in exercises."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    squat: Times = 0
    hinge: Times = 0
    single_leg: Times = 0
    calf: Times = 0
    core: Times = 0
    push: Times = 0
    pull: Times = 0
    prevention: Times = 0
    power: Times = 0


class WeeklyVolume(CouplingRule):
    """Enough sessions in a week, and not too many.

    For each ISO week and class with ``per_week = [lo, hi]``, n sessions placed and f facts:  n + f ≤ max(hi, f), always
    hard;  n + f ≥ lo, each missing session at ``weight`` (hard: none may be missing). A session that the athlete left
    out counts among the facts here, and no other class takes its place. Minutes, leg sets and contacts of all sessions
    of the week stay below the caps, or what the facts alone have; always hard. While the athlete is unaccustomed one
    heavy session a week is the most, and every further one becomes a moderate one.
    """

    unit = "sessions"

    most_minutes: int | None = Field(None, ge=0, description="Strength minutes a week.")
    most_leg_sets: int | None = Field(None, ge=0, description="Working sets of hip and knee compound lifts a week.")
    most_contacts: int | None = Field(None, ge=0, description="Ground contacts of jumps a week.")

    movements: Movements = Field(Movements(), description="Exercises of a week by what they cover.")
    missing_movement: int = Field(0, ge=0, le=1_000_000, description="Price of a movement that is missing once.")
    missing_support: int = Field(0, ge=0, le=1_000_000, description="The same of core, push, pull and prevention.")
    missing_main_set: int = Field(0, ge=0, le=1_000_000, description="Price of a set of a main lift that is missing.")
    missing_set: int = Field(0, ge=0, le=1_000_000, description="Price of a set fewer than the phase asks for.")
    most_muscle_sets: int | None = Field(None, ge=0, description="Sets a week in which a muscle does the main work.")
    muscle_sets: dict[str, tuple[int, int]] = Field({}, description="Least and most sets a week of single muscles.")
    most_high_impact: int | None = Field(None, ge=0, le=100, description="Share of hard landings, in % of contacts.")

    def most_in_week(self, instance: Instance, week: Week, session_class: SessionClass) -> int | None:
        targets = self.targets(instance, week)
        if session_class not in targets:
            return None
        return max(targets[session_class][1] - _there(instance, week, session_class), 0)

    def post(self, model: Model) -> None:
        instance = model.instance
        for week in instance.weeks:
            groups, menu = model.week(week), instance.menu_of(week)
            for session_class, (low, high) in self.targets(instance, week).items():
                have = _there(instance, week, session_class)
                mine = [
                    (literal, 1)
                    for one, group in groups
                    if one.session_class is session_class
                    for literal in group.literals
                ]
                model.at_most(HARD, max(high - have, 0), mine)
                model.at_least(self.weight, low - have, mine)
            self._post_caps(model, week)
            if menu:
                self._post_movements(model, menu, week)
                self._post_muscles(model, menu, week)
                self._post_impact(model, week)
                for literal, content in model.work(week):
                    model.cost(literal, sum(self._set_price(one) * one.fewer for one in content))

    def _post_caps(self, model: Model, week: Week) -> None:
        there = _inside(week, model.instance.strength)
        if self.most_minutes is not None:
            room = max(self.most_minutes - sum(one.minutes for one in there), 0)
            filled = [
                (literal, one.minutes)
                for one, group in model.week(week)
                if not one.lengths
                for literal in group.literals
            ]
            model.at_most(HARD, room, filled + [(model.minutes(part), 1) for part in model.parts(week)])
        for unit, cap in self.caps.items():
            unknown, measure = _SIZES[unit]
            whole = [(literal, unknown(one)) for one, group in model.week(week) for literal in group.literals]
            room = max(cap - sum(size(unit, one) for one in there), 0)
            model.at_most(HARD, room, [pair for pair in [*whole, *_amounts(model, week, measure)] if pair[1]])

    def _post_movements(self, model: Model, menu: Menu, week: Week) -> None:
        there = _content(_inside(week, model.instance.strength))
        for name, need in self._wanted(model.instance, menu, week):
            have = sum(_covers(name, one) for one in there)
            terms = _amounts(model, week, partial(_covers, name))
            if price := self._price(name):
                model.at_least(price, need - have, terms)

    def _post_muscles(self, model: Model, menu: Menu, week: Week) -> None:
        there = _content(_inside(week, model.instance.strength))
        for muscle in sorted({name for one in menu.choices for name in one.exercise.primary}):
            low, high = self._limits(muscle)
            have = sum(_sets_of(muscle, one) for one in there)
            terms = _amounts(model, week, partial(_sets_of, muscle))
            if high is not None:
                model.at_most(HARD, max(high - have, 0), terms)
            if self.missing_set:
                model.at_least(self.missing_set, low - have, terms)

    def _post_impact(self, model: Model, week: Week) -> None:
        """High ≤ share · all, facts included; where the facts alone are above the share, what is added keeps it."""
        if self.most_high_impact is None:
            return
        there = _content(_inside(week, model.instance.strength))
        room = sum(self._impact(one) for one in there)
        terms = _amounts(model, week, lambda one: -self._impact(one))
        model.at_most(HARD, max(room, 0), terms)

    def _impact(self, one: Prescription) -> int:
        """Share of the contacts that may be hard landings, less those that are; in hundredths of a contact."""
        share = self.most_high_impact or 0
        return one.contacts * (share - _PERCENT * (one.exercise.impact == "high"))

    def _wanted(self, instance: Instance, menu: Menu, week: Week) -> Iterator[tuple[str, int]]:
        """The movements that some session of the week may have."""
        on = [menu.makeups[name].only for name, (_, high) in self.targets(instance, week).items() if high]
        able = [one for one in menu.choices if any(not only or one.exercise.pattern in only for only in on)]
        covered = {name for one in able for name in one.exercise.movements}
        for name, need in self.movements:
            if name in covered and (name != "power" or menu.phase == _POWER_PHASE):
                yield name, need

    def _price(self, movement: str) -> int:
        return self.missing_support if movement in _SUPPORT else self.missing_movement

    def _set_price(self, one: Prescription) -> int:
        return self.missing_main_set if one.exercise.compound else self.missing_set

    def _limits(self, muscle: str) -> tuple[int, int | None]:
        return self.muscle_sets.get(muscle, (0, self.most_muscle_sets))

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        for week in instance.weeks:
            there = _inside(week, instance.strength)
            total = there + _inside(week, plan.strength)
            for session_class, (low, high) in self.targets(instance, week).items():
                skipped = instance.skips.get((week.label, session_class), 0)
                have, count = (
                    skipped + sum(one.session_class is session_class for one in some) for some in (there, total)
                )
                scope = (week.label, session_class.value)
                if count > max(high, have):
                    yield self.breach(scope, count - max(high, have), weight=HARD)
                if count < low:
                    yield self.breach(scope, low - count)
            caps = self.caps if self.most_minutes is None else {"minutes": self.most_minutes, **self.caps}
            for unit, cap in caps.items():
                used, sum_ = (sum(size(unit, one) for one in some) for some in (there, total))
                if sum_ > max(cap, used):
                    yield self.breach((week.label, unit), sum_ - max(cap, used), unit, HARD)
            if menu := instance.menu_of(week):
                yield from self._content_violations(instance, menu, week, _content(there), _content(total))

    def _content_violations(
        self,
        instance: Instance,
        menu: Menu,
        week: Week,
        there: Sequence[Prescription],
        total: Sequence[Prescription],
    ) -> Iterator[Violation]:
        new = total[len(there) :]
        for name, need in self._wanted(instance, menu, week):
            count = sum(_covers(name, one) for one in total)
            if count < need and (price := self._price(name)):
                yield self.breach((week.label, name), need - count, "exercises", price)
        for muscle in sorted({name for one in menu.choices for name in one.exercise.primary}):
            low, high = self._limits(muscle)
            have, count = (sum(_sets_of(muscle, one) for one in some) for some in (there, total))
            if high is not None and count > max(high, have):
                yield self.breach((week.label, muscle), count - max(high, have), "sets", HARD)
            if self.missing_set and count < low:
                yield self.breach((week.label, muscle), low - count, "sets", self.missing_set)
        if self.most_high_impact is not None:
            given, room = (sum(self._impact(one) for one in some) for some in (there, total))
            if room < min(given, 0):
                yield self.breach((week.label, "hard landings"), -(room // _PERCENT), "contacts", HARD)
        for name, main in (("main lifts", True), ("accessories", False)):
            mine = [one for one in new if one.exercise.compound is main]
            fewer = sum(one.fewer for one in mine)
            if fewer and self._set_price(mine[0]):
                yield self.breach((week.label, name), fewer, "sets", self._set_price(mine[0]))

    @property
    def caps(self) -> dict[str, int]:
        caps = {"sets": self.most_leg_sets, "contacts": self.most_contacts}
        return {unit: cap for unit, cap in caps.items() if cap is not None}

    @staticmethod
    def targets(instance: Instance, week: Week) -> Mapping[SessionClass, tuple[int, int]]:
        """[lo, hi] of a week by class, after what being unaccustomed changes: further heavy sessions are moderate ones.

        In the foundation every one is (first heavy work after eight sessions or so: D, BlagroveHooper).
        """
        per_week, menu = instance.per_week_of(week), instance.menu_of(week)
        low, high = per_week.get(SessionClass.HEAVY, (0, 0))
        learning = menu is not None and menu.phase == FOUNDATION
        most = 0 if learning else high if instance.athlete.accustomed else 1
        if high <= most:
            return per_week
        moderate_low, moderate_high = per_week.get(SessionClass.MODERATE, (0, 0))
        return {
            **per_week,
            SessionClass.HEAVY: (min(low, most), most),
            SessionClass.MODERATE: (moderate_low + max(low - most, 0), moderate_high + high - most),
        }

    @classmethod
    def wanted(cls, instance: Instance) -> list[SessionClass]:
        """The classes of which some week may have sessions."""
        most = Counter[SessionClass]()
        for week in instance.weeks:
            most.update({name: high for name, (_, high) in cls.targets(instance, week).items()})
        return [one for one in SessionClass if most[one]]


def _inside(week: Week, strength: Iterable[tuple[Session, int]]) -> list[Session]:
    return [session for session, start in strength if week.span.start <= start < week.span.end]


def _there(instance: Instance, week: Week, session_class: SessionClass) -> int:
    """Sessions of the class that are there, and those that the athlete left out."""
    there = sum(one.session_class is session_class for one in _inside(week, instance.strength))
    return there + instance.skips.get((week.label, session_class), 0)


def _content(sessions: Iterable[Session]) -> list[Prescription]:
    return [one for session in sessions for one in session.exercises]


def size(unit: str, session: Session) -> int:
    """What a session counts in a week's ``minutes``, ``sets`` of the legs, or ``contacts`` of jumps with the ground."""
    if unit == "minutes":
        return session.minutes
    unknown, measure = _SIZES[unit]
    return unknown(session) + sum(map(measure, session.exercises))


def _covers(movement: str, one: Prescription) -> int:
    return int(movement in one.exercise.movements)


def _sets_of(muscle: str, one: Prescription) -> int:
    return one.sets if muscle in one.exercise.primary else 0


def _amounts(model: Model, week: Week, measure: Callable[[Prescription], int]) -> Terms:
    """Σ measure × boolean over all that may be lifted in the week."""
    terms = ((literal, sum(map(measure, content))) for literal, content in model.work(week))
    return [(literal, factor) for literal, factor in terms if factor]
