"""Lengths of an open session which nothing tells apart: one candidate stands for them.

What it holds decides how long a session is, so a boolean for each length is wanted only where lengths cost differently
or leave differently much to what else is free.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from stridelift.domain import Activity, Candidate, Session
from stridelift.model.options import Options, Priced

Earliest = list[Callable[[Candidate], int]]


class Says(NamedTuple):
    """When, after a candidate of one activity, each rule lets another activity start.

    ``lasting``: hard rules for which it does not matter how long the candidate is; ``hard`` and ``soft``: the others.
    """

    lasting: Earliest
    hard: Earliest
    soft: Earliest


Free = Sequence[tuple[Says, Sequence[int]]]


@dataclass(frozen=True)
class Lengths:
    """``free``: the activities that are not fixed, with their starts in order. ``says``: what rules say of two."""

    free: Sequence[tuple[Activity, Sequence[int]]]
    day: Callable[[int], int]
    says: Callable[[Session, Activity], Says]

    def joined(self, options: Options) -> Iterator[Priced]:
        """What is left of the candidates, in order; of an open session each has as many lengths as may be."""
        session = options.activity
        if not (isinstance(session, Session) and session.lengths):
            yield from options.left()
            return
        others = [(self.says(session, activity), starts) for activity, starts in self.free]
        for _, day in groupby(options.left(), key=lambda pair: self.day(pair[0].start)):
            whole = list(day)
            minutes = [one.minutes for one, _ in whole]
            first, last = (Candidate(one.activity, one.start, one.start) for one in (whole[0][0], whole[-1][0]))
            bounds = replace(first, end=first.start + min(minutes)), replace(last, end=last.start + max(minutes))
            free = [one for one in others if _differ(*bounds, *one)]
            for _, same in groupby(whole, key=lambda pair: (pair[0].start, pair[1])):
                yield from self._of_one_price(list(same), free)

    def _of_one_price(self, some: Sequence[Priced], free: Free) -> Iterator[Priced]:
        """Lengths at one start and one price."""
        while some:
            together = self._alike(some, free)
            one, price = some[together - 1]
            yield replace(one, shorter=one.end - some[0][0].end), price
            some = some[together:]

    def _alike(self, some: Sequence[Priced], free: Free) -> int:
        """How many of the first are alike."""
        first = some[0][0]

        def alike(count: int) -> bool:
            one = some[count - 1][0]
            return _steps(first, one) == count and not any(_differ(first, one, *other) for other in free)

        if len(some) == 1 or alike(len(some)):
            return len(some)
        return next((count - 1 for count in range(2, len(some)) if not alike(count)), len(some) - 1)


def _differ(one: Candidate, longer: Candidate, says: Says, starts: Sequence[int]) -> bool:
    """Whether a rule says anything else of two unlike lengths, or of what is between, with an activity that is free.

    Rules are monotone in time, so what the one bars is barred by all that are between.
    """
    since, until = ([rule(it) for rule in says.hard] for it in (one, longer))
    begin = max([one.start, *since])
    wished = [rule(longer) for rule in says.soft]
    end = max([begin, *until, *wished])
    if _none(starts, begin, end):
        return False
    return not _none(starts, max([begin, *(rule(one) for rule in says.lasting)]), end)


def _none(starts: Sequence[int], begin: int, end: int) -> bool:
    return begin >= end or bisect_left(starts, begin) == bisect_left(starts, end)


def _steps(one: Candidate, longer: Candidate) -> int:
    """How many lengths there are from the one to the other, both included."""
    session = one.activity
    lengths = session.lengths if isinstance(session, Session) else ()
    return sum(one.minutes <= minutes <= longer.minutes for minutes in lengths)
