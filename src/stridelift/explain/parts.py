"""A hard rule as the conjunction of its parts, so that a conflict can name the row, the day or the week that matters.

Each part is a rule of its own: what a rule forbids is what its parts forbid together. Least and most of each class are
parts of ``weekly_volume``; only the least can ever stand in the way of a plan, so of the most nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stridelift.constraints.base import CouplingRule, WindowRule
from stridelift.constraints.equipment import Equipment, missing
from stridelift.constraints.hours import SpacingTable, effective_floor
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import (
    HARD,
    Activity,
    Candidate,
    Instance,
    Plan,
    Prescription,
    Session,
    SessionClass,
    Span,
    Violation,
    Week,
    merged,
)
from stridelift.model import Model

_FAR = 1 << 40


class FreeTime(WindowRule):
    """``availability`` on one day; every other day is free."""

    day: Span

    def windows(self, instance: Instance, activity: Activity) -> Sequence[Span]:  # noqa: ARG002 - the same for all
        return _elsewhere(self.day, instance.availability)

    def margin(self, activity: Activity) -> int:
        return activity.travel if isinstance(activity, Session) else 0


class Notice(WindowRule):
    """The part of ``availability`` that plans nothing for a time that is over, or too near."""

    earliest: int

    def windows(self, instance: Instance, activity: Activity) -> Sequence[Span]:  # noqa: ARG002 - the same for all
        return (Span(self.earliest, _FAR),)

    def margin(self, activity: Activity) -> int:
        return activity.travel if isinstance(activity, Session) else 0


class Opening(WindowRule):
    """``equipment`` on one day: the hours of the places; on every other day they are open."""

    day: Span

    def windows(self, instance: Instance, activity: Activity) -> Sequence[Span] | None:  # noqa: ARG002 - one signature
        if not isinstance(activity, Session) or activity.place is None:
            return None
        return _elsewhere(self.day, activity.place.open)


class Only(WindowRule):
    """Everything is placed inside some spans: of a plan that is known but for what sessions hold."""

    spans: tuple[Span, ...]

    def windows(self, instance: Instance, activity: Activity) -> Sequence[Span]:  # noqa: ARG002 - the same for all
        return self.spans


class Pieces(WindowRule):
    """The part of ``equipment`` that asks for the pieces which the exercises of a session at a place need."""

    place: str

    def windows(self, instance: Instance, activity: Activity) -> Sequence[Span] | None:  # noqa: ARG002 - one signature
        return () if isinstance(activity, Session) and self._is_mine(activity) and missing(activity) else None

    def suits(self, instance: Instance, session: Session, choice: Prescription) -> bool:
        return not self._is_mine(session) or Equipment().suits(instance, session, choice)

    def _is_mine(self, session: Session) -> bool:
        return session.place is not None and session.place.name == self.place


class Spacing(SpacingTable):
    """The hours of ``session_spacing``, without its word on dates."""

    gap_tolerance: float

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int | None:  # noqa: ARG002
        one = first.activity
        if not (isinstance(one, Session) and isinstance(second, Session)):
            return None
        floor = effective_floor(self.spacing(one, second), self.gap_tolerance)
        return first.start + floor if floor else None


class Caps(WeeklyVolume):
    """A cap of ``weekly_volume`` on minutes, sets or contacts, with no word on how many sessions there are."""

    @staticmethod
    def targets(instance: Instance, week: Week) -> Mapping[SessionClass, tuple[int, int]]:  # noqa: ARG004
        return {}


class Most(WeeklyVolume):
    """The most of each class that ``weekly_volume`` allows, and nothing else."""

    @staticmethod
    def targets(instance: Instance, week: Week) -> Mapping[SessionClass, tuple[int, int]]:
        return {one: (0, high) for one, (_, high) in WeeklyVolume.targets(instance, week).items()}


class Least(CouplingRule):
    """So many sessions of a class must be placed in a week, beside those that are there."""

    week: str
    session_class: SessionClass
    least: int

    def post(self, model: Model) -> None:
        for week in model.instance.weeks:
            if week.label == self.week:
                mine = [
                    (literal, 1)
                    for one, group in model.week(week)
                    if one.session_class is self.session_class
                    for literal in group.literals
                ]
                model.at_least(HARD, self.least, mine)

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        for week in instance.weeks:
            if week.label == self.week:
                short = self.least - count(plan.strength, week, self.session_class)
                if short > 0:
                    yield self.breach((self.week, self.session_class.value), short)


def count(strength: Sequence[tuple[Session, int]], week: Week, session_class: SessionClass) -> int:
    """Sessions of the class in the week."""
    return sum(
        one.session_class is session_class and week.span.start <= start < week.span.end for one, start in strength
    )


def _elsewhere(day: Span, windows: Sequence[Span]) -> Sequence[Span]:
    """The windows on the day, and all other time."""
    inside = (Span(max(one.start, day.start), min(one.end, day.end)) for one in windows)
    return merged([Span(-_FAR, day.start), *inside, Span(day.end, _FAR)])
