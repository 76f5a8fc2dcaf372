"""Tables of hours between activities, which a hard floor and a preference share."""

from __future__ import annotations

from functools import cached_property

from stridelift.constraints.base import Hours
from stridelift.constraints.pairs import PairRule
from stridelift.domain import Activity, Athlete, Instance, Run, Session, SessionClass

_DAY = 24 * 60


def effective_floor(minutes: int, tolerance_hours: float) -> int:
    """What a hard floor really asks: below a day what it says, from a day on the tolerance less.

    Between the two it stays at a day less the tolerance, so that a longer floor never asks for less.
    """
    tolerance = round(60 * tolerance_hours)
    return min(minutes, max(_DAY - tolerance, minutes - tolerance))


class HoursTable(PairRule):
    """Fields named ``FIRST_to_SECOND`` hold hours; 0 says nothing."""

    @cached_property
    def table(self) -> dict[tuple[str, str], int]:
        """Minutes by (first, second)."""
        cells = ((name.split("_to_"), hours) for name, hours in self if "_to_" in name)
        return {(first, second): round(60 * hours) for (first, second), hours in cells}

    def reach(self, instance: Instance) -> int:  # noqa: ARG002 - one signature
        return max(self.table.values(), default=0)


class GapTable(HoursTable):
    """Hours from the end of the first to the start of the second: ``CLASS_to_LOAD`` and ``LOAD_to_CLASS``.

    A load is ``quality`` (tempo, intervals, hills, race), ``long`` or ``easy``. While the athlete is unaccustomed to
    strength work the row ``heavy_unaccustomed`` stands for ``heavy``.
    """

    heavy_to_quality: Hours = 0
    heavy_to_long: Hours = 0
    heavy_to_easy: Hours = 0
    heavy_unaccustomed_to_quality: Hours = 0
    heavy_unaccustomed_to_long: Hours = 0
    heavy_unaccustomed_to_easy: Hours = 0
    moderate_to_quality: Hours = 0
    moderate_to_long: Hours = 0
    moderate_to_easy: Hours = 0
    plyo_high_to_quality: Hours = 0
    plyo_high_to_long: Hours = 0
    plyo_high_to_easy: Hours = 0
    plyo_low_to_quality: Hours = 0
    plyo_low_to_long: Hours = 0
    plyo_low_to_easy: Hours = 0
    upper_to_quality: Hours = 0
    upper_to_long: Hours = 0
    upper_to_easy: Hours = 0
    core_to_quality: Hours = 0
    core_to_long: Hours = 0
    core_to_easy: Hours = 0
    quality_to_heavy: Hours = 0
    quality_to_moderate: Hours = 0
    quality_to_plyo_high: Hours = 0
    quality_to_plyo_low: Hours = 0
    quality_to_upper: Hours = 0
    quality_to_core: Hours = 0
    long_to_heavy: Hours = 0
    long_to_moderate: Hours = 0
    long_to_plyo_high: Hours = 0
    long_to_plyo_low: Hours = 0
    long_to_upper: Hours = 0
    long_to_core: Hours = 0
    easy_to_heavy: Hours = 0
    easy_to_moderate: Hours = 0
    easy_to_plyo_high: Hours = 0
    easy_to_plyo_low: Hours = 0
    easy_to_upper: Hours = 0
    easy_to_core: Hours = 0

    def between(self, athlete: Athlete, first: Activity, second: Activity) -> int:
        """Minutes asked for between a session and a run, 0 for any other two."""
        if isinstance(first, Session) and isinstance(second, Run):
            unaccustomed = first.session_class is SessionClass.HEAVY and not athlete.accustomed
            return self.table["heavy_unaccustomed" if unaccustomed else first.load, second.load]
        if isinstance(first, Run) and isinstance(second, Session):
            return self.table[first.load, second.load]
        return 0


class SpacingTable(HoursTable):
    """Hours from start to start between two sessions, ``CLASS_to_CLASS``; a pair that is missing asks for none."""

    heavy_to_heavy: Hours = 0
    heavy_to_moderate: Hours = 0
    heavy_to_plyo_high: Hours = 0
    moderate_to_heavy: Hours = 0
    moderate_to_moderate: Hours = 0
    moderate_to_plyo_high: Hours = 0
    plyo_high_to_heavy: Hours = 0
    plyo_high_to_moderate: Hours = 0
    plyo_high_to_plyo_high: Hours = 0
    upper_to_upper: Hours = 0
    core_to_core: Hours = 0

    def spacing(self, first: Session, second: Session) -> int:
        """Minutes asked for from the start of the one to the start of the other."""
        return self.table.get((first.load, second.load), 0)
