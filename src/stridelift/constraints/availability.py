"""Inside the athlete's windows, and not before the notice is over."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from stridelift.constraints.base import WindowRule
from stridelift.domain import Activity, Instance, Session, Span


class Availability(WindowRule):
    """Sessions with their travel, and runs whose start is chosen, lie inside one window of the athlete.

    [start − travel, end + travel) ⊆ a window of ``[availability]`` (days off have none), and start − travel ≥ now +
    notice. Amount: minutes outside the best window.
    """

    notice_hours: float = Field(0, ge=0, le=14 * 24, description="Hours between now and the first session.")

    @property
    def notice(self) -> int:
        """Minutes between now and the first start that may be planned."""
        return round(60 * self.notice_hours)

    def windows(self, instance: Instance, activity: Activity) -> Sequence[Span]:  # noqa: ARG002 - the same for all
        earliest = instance.now + self.notice
        late = [one for one in instance.availability if one.end > earliest]
        return [Span(max(one.start, earliest), one.end) for one in late]

    def margin(self, activity: Activity) -> int:
        return activity.travel if isinstance(activity, Session) else 0
