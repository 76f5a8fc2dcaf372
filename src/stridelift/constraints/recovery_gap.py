"""The hours of rest that a session and the runs around it need at least."""

from __future__ import annotations

from pydantic import Field

from stridelift.constraints.hours import GapTable, effective_floor
from stridelift.domain import Activity, Candidate, Instance


class RecoveryGap(GapTable):
    """Floor hours between a session and a run, both ways.

    For a first f ending at e and a second s:  start(s) ≥ e + floor(G[f, s]), where G is the table of hours and floor(h)
    is h up to 24 − t hours, 24 − t up to 24, h − t above, with t = ``gap_tolerance``: the same clock time on the next
    day counts as 24 hours. Amount: minutes of rest missing.
    """

    gap_tolerance: float = Field(0, ge=0, le=12, description="Hours that a floor of a day or more may fall short.")

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int | None:
        minutes = self.between(instance.athlete, first.activity, second)
        return first.end + effective_floor(minutes, self.gap_tolerance) if minutes else None
