"""Run first on a key-run day; days of ease before and after a race."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from stridelift.constraints.pairs import PairRule
from stridelift.domain import (
    HARD,
    LONGEST_DAY,
    Activity,
    Candidate,
    Instance,
    Priority,
    Race,
    Run,
    Session,
    SessionClass,
)
from stridelift.model import Model

_Days = Annotated[int, Field(ge=0, le=28)]
DaysBefore = Annotated[_Days, Field(description="Local days before a race of that priority without that class.")]
DaysAfter = Annotated[
    _Days,
    Field(
        description="Local days after a race of that distance; light: without moderate legs and low jumps; heavy: "
        "without heavy legs and high jumps."
    ),
]


class KeyRunProtection(PairRule):
    """Keeps leg work from the day of a key run until it is run, and from the days around a race.

    By local dates, with d(x) the date of x: a leg session before a key run has d(session) < d(run); before a race of
    priority p, d(session) + ``race_p_CLASS`` ≤ d(race), and + ``sore_days`` where an exercise of the highest soreness
    is in it and p is A or B (whatever the ``weight``, none is chosen there); after a race of distance m,
    d(race) + ``after_m_heavy`` ≤ d(session) for heavy and plyo_high, ``after_m_light`` for moderate and plyo_low. Upper
    and core are free but for the days before a race.
    Amount: minutes from the later one's start to the midnight from which it may start.
    """

    run_first: bool = Field(default=True, description="On the day of a key run leg sessions come after it.")
    sore_days: int = Field(0, ge=0, le=28, description="Days before an A or B race without what makes very sore.")
    race_a_heavy: DaysBefore = 0
    race_a_moderate: DaysBefore = 0
    race_a_plyo_high: DaysBefore = 0
    race_a_plyo_low: DaysBefore = 0
    race_a_upper: DaysBefore = 0
    race_a_core: DaysBefore = 0
    race_b_heavy: DaysBefore = 0
    race_b_moderate: DaysBefore = 0
    race_b_plyo_high: DaysBefore = 0
    race_b_plyo_low: DaysBefore = 0
    race_b_upper: DaysBefore = 0
    race_b_core: DaysBefore = 0
    race_c_heavy: DaysBefore = 0
    race_c_moderate: DaysBefore = 0
    race_c_plyo_high: DaysBefore = 0
    race_c_plyo_low: DaysBefore = 0
    race_c_upper: DaysBefore = 0
    race_c_core: DaysBefore = 0
    after_5k_light: DaysAfter = 0
    after_5k_heavy: DaysAfter = 0
    after_10k_light: DaysAfter = 0
    after_10k_heavy: DaysAfter = 0
    after_half_light: DaysAfter = 0
    after_half_heavy: DaysAfter = 0
    after_marathon_light: DaysAfter = 0
    after_marathon_heavy: DaysAfter = 0
    after_ultra_light: DaysAfter = 0
    after_ultra_heavy: DaysAfter = 0

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int | None:
        days = 0
        if isinstance(first.activity, Session) and isinstance(second, Run):
            days = self._days_before(first.activity, second)
        elif isinstance(first.activity, Run) and isinstance(second, Session) and first.activity.race:
            days = self._days_after(first.activity.race, second.session_class)
        return instance.midnight(first.start, days) if days else None

    def reach(self, instance: Instance) -> int:  # noqa: ARG002 - one signature
        days = [int(value) for name, value in self if name.startswith(("race_", "after_", "sore_"))]
        return LONGEST_DAY * max(1, *days)

    def gentle(self, instance: Instance, candidate: Candidate) -> bool:
        """Whether an A or B race is less than ``sore_days`` ahead; one whose start is chosen, all its day."""
        if not (instance.races and self.sore_days):
            return False
        until = instance.midnight(candidate.start, self.sore_days)
        return any(
            candidate.start <= start < until
            for run, start in instance.races
            if run.race and run.race.priority is not Priority.C
        )

    def post(self, model: Model) -> None:
        super().post(model)
        for part in model.parts():
            for literal, _ in part.taken(lambda one: one.exercise.very_sore):
                model.at_most(HARD, 0, [(literal, 1), *part.there(lambda kind: kind.gentle - 1)])

    def _days_before(self, session: Session, run: Run) -> int:
        days = int(self.run_first and run.key and session.session_class.leg)
        if run.race:
            days = max(days, getattr(self, f"race_{run.race.priority.value.lower()}_{session.load}"))
            if run.race.priority is not Priority.C and _sore(session):
                days = max(days, self.sore_days)
        return days

    def _days_after(self, race: Race, session_class: SessionClass) -> int:
        if not session_class.leg:
            return 0
        again = "heavy" if session_class in (SessionClass.HEAVY, SessionClass.PLYO_HIGH) else "light"
        return int(getattr(self, f"after_{race.distance}_{again}"))


def _sore(session: Session) -> bool:
    return any(one.exercise.very_sore for one in session.exercises)
