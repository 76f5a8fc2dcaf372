"""The search for an order of what must be placed, with every start as early as it can be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stridelift.constraints.base import CouplingRule
from stridelift.constraints.pairs import PairRule
from stridelift.domain import Activity, Candidate, Instance, Plan, Session, precedes
from stridelift.explain.parts import Caps

_FAR = 1 << 30  # days


class Stretch(NamedTuple):
    """Starts [low, high) of an activity on a day, by position, and the sets of members each of which forbids it."""

    low: int
    high: int
    forbidding: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Placeable:
    """An activity with its starts, and by the position of the day its stretches."""

    activity: Activity
    starts: Sequence[int]
    by_day: dict[int, list[Stretch]]


Open = dict[int, list[tuple[Placeable, list[Stretch]]]]  # by day, what some members leave


class Search:
    """One question."""

    def __init__(self, instance: Instance, pairs: Sequence[PairRule], loose: Sequence[CouplingRule]) -> None:
        self.instance, self.pairs, self.loose = instance, pairs, loose
        self._bearable: dict[object, bool] = {}
        self._earliest: dict[object, int] = {}
        self._dead: set[object] = set()

    def place(self, placed: list[Candidate], left: list[tuple[object, int, Open]], day: int) -> Plan | None:
        """Place what is left, each after what is placed, on this day or later."""
        if not left:
            return Plan.of(placed)
        key = self._state(placed, left, day)
        if key in self._dead:
            return None
        for at, (what, count, there) in enumerate(left):
            rest = [*left[:at], *([(what, count - 1, there)] if count > 1 else []), *left[at + 1 :]]
            last = min((max(open_) for _, _, open_ in rest), default=_FAR)
            for on in sorted(one for one in there if day <= one <= last):
                for candidate in self._firsts(placed, there[on]):
                    more = [*placed, candidate]
                    if self._is_bearable(more) and (found := self.place(more, rest, on)):
                        return found
        self._dead.add(key)
        return None

    def _state(self, placed: list[Candidate], left: list[tuple[object, int, Open]], day: int) -> object:
        """All that matters of what is placed: from when each of the rest may start, and the days that are taken."""
        begin = self.instance.days[day].span.start
        rest = {one.activity for _, _, there in left for some in there.values() for one, _ in some}
        bounds = {(id(one), max([begin, *(self._bound(earlier, one) for earlier in placed)])) for one in rest}
        return tuple((id(what), count) for what, count, _ in left), frozenset(bounds), self._days(placed)

    def _days(self, placed: list[Candidate]) -> tuple[object, ...]:
        if not self.loose:
            return ()
        return tuple(sorted((id(one.activity), self.instance.day_index(one.start)) for one in placed))

    def _firsts(self, placed: list[Candidate], there: list[tuple[Placeable, list[Stretch]]]) -> Iterator[Candidate]:
        """The earliest of each that comes after what is placed; of two that differ in nothing but that, the earlier."""
        best: dict[tuple[object, ...], Candidate] = {}
        for one, stretches in there:
            bound = max((self._bound(earlier, one.activity) for earlier in placed), default=-1)
            first = bisect_left(one.starts, bound)
            start = next((max(s.low, first) for s in stretches if s.high > first), None)
            if start is None:
                continue
            activity = one.activity
            alike: tuple[object, ...] = (activity,)
            if isinstance(activity, Session) and not activity.exercises:
                alike = (
                    activity.session_class,
                    activity.minutes,
                    activity.travel,
                    activity.leg_sets,
                    activity.contacts,
                )
            found = Candidate.at(activity, one.starts[start])
            if alike not in best or found.start < best[alike].start:
                best[alike] = found
        yield from best.values()

    def _bound(self, earlier: Candidate, activity: Activity) -> int:
        key = (earlier.activity, earlier.start, activity)
        if key not in self._earliest:
            said = (rule.earliest(self.instance, earlier, activity) for rule in self.pairs)
            soonest = earlier.start + (not precedes(earlier, Candidate.at(activity, earlier.start)))
            self._earliest[key] = max((one for one in said if one is not None), default=soonest)
            self._earliest[key] = max(self._earliest[key], soonest)
        return self._earliest[key]

    def is_bearable_anywhere(self, placed: list[Candidate]) -> bool:
        """Whether the caps bear so many sessions, on whatever days they are."""
        caps = [rule for rule in self.loose if isinstance(rule, Caps)]
        return not any(one.hard for rule in caps for one in rule.violations(self.instance, Plan.of(placed)))

    def _is_bearable(self, placed: list[Candidate]) -> bool:
        """Whether the rules that tie many bear it; what they do not bear, more sessions do not mend."""
        if not self.loose:
            return True
        key = self._days(placed)
        if key not in self._bearable:
            plan = Plan.of(placed)
            self._bearable[key] = not any(
                one.hard for rule in self.loose for one in rule.violations(self.instance, plan)
            )
        return self._bearable[key]
