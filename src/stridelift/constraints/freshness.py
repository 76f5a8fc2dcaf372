"""The hours of rest that one would like, at a price for each minute missing."""

from __future__ import annotations

from stridelift.constraints.base import Hours
from stridelift.constraints.hours import GapTable, SpacingTable
from stridelift.domain import Activity, Candidate, Instance, Run, Session


class Freshness(GapTable, SpacingTable):
    """Preferred hours between a session and a run, both ways, and between two sessions.

    For a session and a run, f ending at e first:  start(s) ≥ e + P[f, s]; before a race of priority p at least
    P[class, race_p]. For two sessions:  start(s) ≥ start(f) + P[f, s]. No tolerance. Amount: minutes missing.
    """

    heavy_to_race_a: Hours = 0
    heavy_to_race_b: Hours = 0
    heavy_to_race_c: Hours = 0
    moderate_to_race_a: Hours = 0
    moderate_to_race_b: Hours = 0
    moderate_to_race_c: Hours = 0
    plyo_high_to_race_a: Hours = 0
    plyo_high_to_race_b: Hours = 0
    plyo_high_to_race_c: Hours = 0
    plyo_low_to_race_a: Hours = 0
    plyo_low_to_race_b: Hours = 0
    plyo_low_to_race_c: Hours = 0
    upper_to_race_a: Hours = 0
    upper_to_race_b: Hours = 0
    upper_to_race_c: Hours = 0
    core_to_race_a: Hours = 0
    core_to_race_b: Hours = 0
    core_to_race_c: Hours = 0

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int | None:
        one = first.activity
        if isinstance(one, Session) and isinstance(second, Session):
            spacing = self.spacing(one, second)
            return first.start + spacing if spacing else None
        minutes = self.between(instance.athlete, one, second)
        if isinstance(one, Session) and isinstance(second, Run) and second.race:
            minutes = max(minutes, self.table[one.load, f"race_{second.race.priority.value.lower()}"])
        return first.end + minutes if minutes else None
