"""Candidates of which at most one is placed."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from stridelift.domain import Activity, Candidate

Variable = cp_model.IntVar


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """Candidates of one activity, in order of time, of which at most one is placed (``certain``: exactly one)."""

    activity: Activity
    members: tuple[Candidate, ...]
    literals: tuple[Variable, ...]
    certain: bool

    @property
    def first(self) -> Candidate:
        return self.members[0]

    @property
    def reach(self) -> Candidate:
        """What is there as late and ends as late as any member does: a bound, no member."""
        return Candidate(self.activity, self.last.start, max(one.end for one in self.members))

    @property
    def last(self) -> Candidate:
        return self.members[-1]
