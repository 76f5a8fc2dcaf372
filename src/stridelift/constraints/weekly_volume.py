"""Sessions of each class a week, and the week's minutes, leg sets and ground contacts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pydantic import Field

from stridelift.constraints.base import CouplingRule
from stridelift.domain import HARD, Instance, Plan, Session, SessionClass, Violation, Week
from stridelift.model import Model

_SIZES: Mapping[str, Callable[[Session], int]] = {
    "minutes": lambda session: session.minutes,
    "sets": lambda session: session.leg_sets,
    "contacts": lambda session: session.contacts,
}


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

    def post(self, model: Model) -> None:
        instance = model.instance
        for week in instance.weeks:
            there = _inside(week, instance.strength)
            first = instance.day_index(week.span.start)
            groups = [pair for day in range(first, first + 7) for pair in model.sessions(day)]
            for session_class, (low, high) in self.targets(instance).items():
                have = sum(one.session_class is session_class for one in there)
                have += instance.skips.get((week.label, session_class), 0)
                mine = [
                    (literal, 1)
                    for one, group in groups
                    if one.session_class is session_class
                    for literal in group.literals
                ]
                model.at_most(HARD, max(high - have, 0), mine)
                model.at_least(self.weight, low - have, mine)
            for unit, cap in self.caps.items():
                size = _SIZES[unit]
                room = max(cap - sum(map(size, there)), 0)
                model.at_most(
                    HARD,
                    room,
                    [(literal, size(one)) for one, group in groups if size(one) for literal in group.literals],
                )

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        for week in instance.weeks:
            there = _inside(week, instance.strength)
            total = there + _inside(week, plan.strength)
            for session_class, (low, high) in self.targets(instance).items():
                skipped = instance.skips.get((week.label, session_class), 0)
                have, count = (
                    skipped + sum(one.session_class is session_class for one in some) for some in (there, total)
                )
                scope = (week.label, session_class.value)
                if count > max(high, have):
                    yield self.breach(scope, count - max(high, have), weight=HARD)
                if count < low:
                    yield self.breach(scope, low - count)
            for unit, cap in self.caps.items():
                used, sum_ = (sum(map(_SIZES[unit], some)) for some in (there, total))
                if sum_ > max(cap, used):
                    yield self.breach((week.label, unit), sum_ - max(cap, used), unit, HARD)

    @property
    def caps(self) -> dict[str, int]:
        caps = {"minutes": self.most_minutes, "sets": self.most_leg_sets, "contacts": self.most_contacts}
        return {unit: cap for unit, cap in caps.items() if cap is not None}

    @staticmethod
    def targets(instance: Instance) -> Mapping[SessionClass, tuple[int, int]]:
        """[lo, hi] by class, after what being unaccustomed changes."""
        heavy_low, heavy_high = instance.per_week.get(SessionClass.HEAVY, (0, 0))
        if instance.athlete.accustomed or heavy_high < 2:  # noqa: PLR2004 - a second heavy session
            return instance.per_week
        low, high = instance.per_week.get(SessionClass.MODERATE, (0, 0))
        return {
            **instance.per_week,
            SessionClass.HEAVY: (min(heavy_low, 1), 1),
            SessionClass.MODERATE: (low + max(heavy_low - 1, 0), high + heavy_high - 1),
        }


def _inside(week: Week, strength: Iterable[tuple[Session, int]]) -> list[Session]:
    return [session for session, start in strength if week.span.start <= start < week.span.end]
