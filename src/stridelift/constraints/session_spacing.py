"""The hours that two sessions need between them; one leg session a day."""

from __future__ import annotations

from pydantic import Field

from stridelift.constraints.hours import SpacingTable, effective_floor
from stridelift.domain import LONGEST_DAY, Activity, Candidate, Instance, Session, SessionClass


class SessionSpacing(SpacingTable):
    """Two sessions start far enough apart, and a day has one session.

    For two sessions f and s:  start(s) ≥ start(f) + floor(S[f, s]), floor as in ``recovery_gap``; two leg sessions, two
    of one class, and with ``one_a_day`` any two, are on different dates. Core sessions of up to ``micro_minutes`` do
    not count as a session of the day. Amount: minutes from the second's start to the first that is allowed.
    """

    gap_tolerance: float = Field(0, ge=0, le=12, description="Hours that a floor of a day or more may fall short.")
    one_a_day: bool = Field(default=False, description="One strength session a day, whatever its class.")
    micro_minutes: int = Field(
        0, ge=0, le=60, description="Core sessions up to this length do not count for one_a_day."
    )

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int | None:
        one = first.activity
        if not (isinstance(one, Session) and isinstance(second, Session)):
            return None
        floor = effective_floor(self.spacing(one, second), self.gap_tolerance)
        if self._share_no_day(one, second):
            return max(first.start + floor, instance.midnight(first.start, 1))
        return first.start + floor if floor else None

    def reach(self, instance: Instance) -> int:
        return max(super().reach(instance), LONGEST_DAY)

    def _share_no_day(self, one: Session, other: Session) -> bool:
        if one.session_class is other.session_class or (one.session_class.leg and other.session_class.leg):
            return True
        return self.one_a_day and not (self._micro(one) or self._micro(other))

    def _micro(self, session: Session) -> bool:
        return session.session_class is SessionClass.CORE and session.minutes <= self.micro_minutes
