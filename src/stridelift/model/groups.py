"""Candidates of which at most one is placed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from stridelift.domain import Activity, Candidate, Session
from stridelift.model.cp_sat import cp_model
from stridelift.model.options import Options, Priced
from stridelift.model.verdicts import Verdicts

Variable = cp_model.IntVar


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """Candidates in order of time, of which at most one is placed (``certain``: exactly one).

    They are of one activity, or of sessions that differ in their place alone, of which ``activity`` is the first.
    """

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


def alike(options: Iterable[Options]) -> Iterable[Sequence[Options]]:
    """Sessions that differ in their place alone; each run."""
    found: dict[object, list[Options]] = defaultdict(list)
    for one in options:
        activity = one.activity
        if isinstance(activity, Session):
            known = (*map(id, activity.exercises), activity.leg_sets, activity.contacts)
            found[activity.session_class, activity.minutes, activity.lengths, known].append(one)
        else:
            found[activity].append(one)
    return found.values()


def parted(left: Iterable[Priced], day: Callable[[int], int], verdicts: Verdicts) -> Iterator[Sequence[Priced]]:
    """The candidates of a day, if a rule allows one wherever it is; else, of each activity, those that exclude all."""
    ordered = sorted(left, key=lambda pair: pair[0].order)
    parts: list[Sequence[Priced]] = []
    for _, some in groupby(ordered, key=lambda pair: day(pair[0].start)):
        whole = list(some)
        if verdicts.apart(whole[0][0], whole[-1][0]):
            parts.append(whole)
        else:
            parts += _stretches(whole, verdicts.conflict)
    yield from sorted(parts, key=lambda part: part[0][0].start)


def _stretches(whole: Iterable[Priced], conflict: Callable[[Candidate, Candidate], bool]) -> Iterator[Sequence[Priced]]:
    """Of each activity, the stretches of the day whose first and last candidate conflict."""
    by_activity: dict[Activity, list[list[Priced]]] = defaultdict(list)
    for one in whole:
        stretches = by_activity[one[0].activity]
        if stretches and conflict(stretches[-1][0][0], one[0]):
            stretches[-1].append(one)
        else:
            stretches.append([one])
    return (part for stretches in by_activity.values() for part in stretches)
