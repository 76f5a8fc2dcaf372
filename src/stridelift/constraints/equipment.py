"""The place is open and has what the session's exercises need."""

from __future__ import annotations

from collections.abc import Sequence

from stridelift.constraints.base import WindowRule
from stridelift.domain import Activity, Instance, Prescription, Session, Span


class Equipment(WindowRule):
    """A session lies inside the hours at which its place may be used, and the place has every piece it needs.

    [start, end) ⊆ an opening of the place (none on a day whose context names other places), and needs ⊆ equipment.
    Amount: minutes of the session that the place cannot serve, all of them where a piece is missing.
    """

    def windows(self, instance: Instance, activity: Activity) -> Sequence[Span] | None:  # noqa: ARG002 - one signature
        if not isinstance(activity, Session) or activity.place is None:
            return None
        return () if missing(activity) else activity.place.open

    def suits(self, instance: Instance, session: Session, choice: Prescription) -> bool:  # noqa: ARG002 - one signature
        return session.place is None or choice.needs <= session.place.equipment


def missing(session: Session) -> frozenset[str]:
    """The pieces that the session's exercises need and its place has not."""
    needs = (one.needs for one in session.exercises)
    there = session.place.equipment if session.place else frozenset()
    return frozenset().union(*needs) - there
