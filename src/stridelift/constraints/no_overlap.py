"""Sessions, with their travel, off runs, commitments and each other."""

from __future__ import annotations

from collections import defaultdict
from typing import ClassVar, Literal

from pydantic import Field

from stridelift.constraints.pairs import PairRule
from stridelift.domain import Activity, Candidate, Instance, Session
from stridelift.model import Model, Variable


class NoOverlap(PairRule):
    """Nobody is in two places at once.

    For two placings f and s with start(f) ≤ start(s):  start(s) ≥ end(f) + travel(f) + travel(s), where travel is that
    of a session's place, one way, and 0 for runs and commitments. Amount: minutes by which s is too early. Always hard.
    """

    by_place: ClassVar[bool] = True

    weight: Literal["hard"] = Field("hard", description="This rule is always hard.")
    enabled: Literal[True] = Field(default=True, description="This rule is always on.")

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int:  # noqa: ARG002 - one signature
        return first.end + _travel(first.activity) + _travel(second)

    def reach(self, instance: Instance) -> int:
        there = (session for session, _ in instance.strength)
        return 2 * max(map(_travel, (*instance.sessions, *there)), default=0)

    def post(self, model: Model) -> None:
        """One row for each moment at which something new begins: of all that would be under way then, one may be.

        Whatever overlaps in pairs has a moment in common, so this says the same as all pairs do, in far fewer rows.
        With a price, for a question of what would be, each pair has its own amount.
        """
        if not self.hard:
            super().post(model)
            return
        begin: dict[int, list[Variable]] = defaultdict(list)
        end: dict[int, list[int]] = defaultdict(list)
        for candidate, literal in model.literals:
            travel = _travel(candidate.activity)
            begin[candidate.start - travel].append(literal)
            end[candidate.end + travel].append(literal.index)
        under_way: dict[int, Variable] = {}
        grown = False
        for moment in sorted({*begin, *end}):
            if grown and moment in end:
                model.excludes(list(under_way.values()))
                grown = False
            for index in end.get(moment, ()):
                del under_way[index]
            under_way |= {literal.index: literal for literal in begin.get(moment, ())}
            grown = grown or moment in begin


def _travel(activity: Activity) -> int:
    return activity.travel if isinstance(activity, Session) else 0
