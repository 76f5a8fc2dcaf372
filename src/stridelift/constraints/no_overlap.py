"""Sessions, with their travel, off runs, commitments and each other."""

from __future__ import annotations

from typing import Literal

from stridelift.constraints.pairs import PairRule
from stridelift.domain import Activity, Candidate, Instance, Session


class NoOverlap(PairRule):
    """Nobody is in two places at once.

    For two placings f and s with start(f) ≤ start(s):  start(s) ≥ end(f) + travel(f) + travel(s), where travel is that
    of a session's place, one way, and 0 for runs and commitments. Amount: minutes by which s is too early. Always hard.
    """

    weight: Literal["hard"] = "hard"
    enabled: Literal[True] = True

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int:  # noqa: ARG002 - one signature
        return first.end + _travel(first.activity) + _travel(second)


def _travel(activity: Activity) -> int:
    return activity.travel if isinstance(activity, Session) else 0
