"""What changes from one plan to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from stridelift import prescribe
from stridelift.domain import Candidate, Plan, Session, Week
from stridelift.tune.desk import look


@dataclass(frozen=True)
class Move:
    """A session or run that is elsewhere, gone (``after`` is None), new (``before`` is None), or differs in content."""

    before: Candidate | None
    after: Candidate | None

    @property
    def one(self) -> Candidate:
        found = self.before or self.after
        assert found is not None  # noqa: S101 - one of the two is there
        return found

    @property
    def where(self) -> tuple[str, str]:
        """The places before and after, empty where there is none."""
        return _place(self.before), _place(self.after)

    @property
    def content(self) -> bool:
        """Whether the exercises of a session differ."""
        pair = [one.activity for one in (self.before, self.after) if one is not None]
        stored = [prescribe.stored(one) for one in pair if isinstance(one, Session)]
        return len(stored) > 1 and stored[0] != stored[1]


def moves(before: Plan, after: Plan, weeks: Sequence[Week]) -> list[Move]:
    """In order of time. What stays is paired first, then of each class in each week the earliest with the earliest."""
    found = []
    olds, news = _by_name(before, weeks), _by_name(after, weeks)
    for name in {**olds, **news}:
        old, new = olds.get(name, []), news.get(name, [])
        stay = {look(one) for one in old} & {look(one) for one in new}
        left = [[one for one in some if look(one) not in stay] for some in (old, new)]
        found += [Move(*pair) for pair in _paired(*left)]
    return sorted(found, key=lambda move: move.one.order)


def _paired(old: list[Candidate], new: list[Candidate]) -> Iterator[tuple[Candidate | None, Candidate | None]]:
    """Those at the same time first: only their content or place differs."""
    starts = {one.start for one in old} & {one.start for one in new}
    yield from zip(*([one for one in some if one.start in starts] for some in (old, new)), strict=False)
    yield from zip_longest(*([one for one in some if one.start not in starts] for some in (old, new)))


def _by_name(plan: Plan, weeks: Sequence[Week]) -> dict[tuple[str, str], list[Candidate]]:
    """Sessions by class and week, runs by UID."""
    found = defaultdict(list)
    for one in plan.placed:
        week = next((week.label for week in weeks if week.span.start <= one.start < week.span.end), "")
        found[(one.activity.load, week) if isinstance(one.activity, Session) else (one.uid, "")].append(one)
    return found


def _place(one: Candidate | None) -> str:
    session = one.activity if one else None
    return session.place.name if isinstance(session, Session) and session.place else ""
