"""Which occurrences a series has inside a window: expanded one series at a time, on the clock of its zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import takewhile
from typing import NamedTuple

from stridelift.calendar.bounds import Budget, UnreadableError
from stridelift.calendar.draft import Draft
from stridelift.calendar.moments import Moment, Wall, elapsed, midnight
from stridelift.calendar.rules import vetted
from stridelift.calendar.walk import Rule, times
from stridelift.calendar.zones import instant

_MOST = 5_000  # occurrences of a series in the window
_MOST_RULES = 10  # RFC 5545 wants one
_MARGIN = timedelta(days=2)  # more than any two clocks differ
_NOT_AT_ALL = timedelta()

Period = tuple[datetime, datetime]  # on the clock of the series


class Occurrence(NamedTuple):
    """Times are on the clock of the draft's zone; ``key`` is the recurrence instant as a UID has it."""

    draft: Draft
    start: Wall
    end: Wall
    key: str


class _Override(NamedTuple):
    """Stands for the occurrence that the series has at ``at``."""

    at: Wall
    draft: Draft

    @property
    def shift(self) -> timedelta:
        return elapsed(self.at, self.draft.start)


def occurrences(master: Draft, overrides: Sequence[Draft], window: Period, budget: Budget) -> list[Occurrence]:
    """Expands one series; some occurrences a little outside the window are among the result.

    Raises:
        UnreadableError: a rule is refused, or it recurs too often.
    """
    first, last = (at.astimezone(master.zone).replace(tzinfo=None) for at in window)
    period = first - _MARGIN, last + _MARGIN
    others = sorted((_aligned(one, master) for one in overrides), key=lambda one: one.at)
    moves = [one for one in others if one.draft.future]
    starts = _starts(master, _widened(period, moves), budget)
    if len(starts) > _MOST:
        raise UnreadableError(f"it recurs more than {_MOST} times in the period that is read")
    replaced = {one.at for one in others}
    found = [_moved(master, at, end, moves) for at, end in starts.items() if at not in replaced]
    found += [_occurrence(one.draft, one.draft.start, one.draft.end, one.at) for one in others]
    found = [one for one in found if _touches(one.start, one.end, period)]
    budget.take("occurrences", len(found))
    return found


def outdated(override: Draft, master: Draft, budget: Budget) -> bool:
    """Whether a master that is newer than the override no longer has the occurrence that it changes."""
    if override.version[0] >= master.version[0]:
        return False
    at = _aligned(override, master).at
    try:
        return at not in _starts(master, (_at(at), _at(at)), budget)
    except UnreadableError:  # is said of the master
        return False


def recurrence_key(at: Wall, zone: tzinfo) -> str:
    """A recurrence instant in writing: a date, or the time in UTC."""
    return f"{instant(at, zone):%Y%m%dT%H%M%SZ}" if isinstance(at, datetime) else f"{at:%Y%m%d}"


def _aligned(override: Draft, master: Draft) -> _Override:
    """An override on the clock of its master; what it overrides is a date or a time as the master's start is."""
    start, end = (Moment(at, override.zone).seen_in(master.zone) for at in (override.start, override.end))
    at = Moment(override.recurrence or override.start, override.zone).seen_in(master.zone)
    if isinstance(master.start, datetime) and not isinstance(at, datetime):
        at = datetime.combine(at, master.start.time())
    elif not isinstance(master.start, datetime) and isinstance(at, datetime):
        at = at.date()
    return _Override(at, replace(override, start=start, end=end, zone=master.zone))


def _widened(period: Period, moves: Sequence[_Override]) -> Period:
    """Where an occurrence may stand that a move for "this and all that follow" brings into the period."""
    shifts = [one.shift for one in moves]
    longest = max((elapsed(one.draft.start, one.draft.end) for one in moves), default=_NOT_AT_ALL)
    return period[0] - max([_NOT_AT_ALL, *shifts]) - longest, period[1] - min([_NOT_AT_ALL, *shifts])


def _starts(master: Draft, period: Period, budget: Budget) -> dict[Wall, Wall]:
    """The start and end of each occurrence that the rules and dates of the series have around the period."""
    if len(master.rules) > _MOST_RULES:
        raise UnreadableError(f"it has more than {_MOST_RULES} rules")
    length = elapsed(master.start, master.end)
    rules = [vetted(text, master.start, master.zone) for text in master.rules]
    found: dict[Wall, Wall] = {}
    if not rules or not all(_ends_before(rule, master.start) for rule in rules):
        found[master.start] = master.end  # as most programs have it, whether or not a rule agrees
    for at in _by_rules(rules, master.start, (period[0] - length, period[1]), budget):
        found[at] = at + length
    for one in master.added:
        start, end = one if isinstance(one, tuple) else (one, one + length)
        found[start] = end
    removed = set(master.removed)
    return {
        at: end
        for at, end in found.items()
        if at not in removed and not (isinstance(at, datetime) and at.date() in removed) and _touches(at, end, period)
    }


def _ends_before(rule: Rule, start: Wall) -> bool:
    """A series that was deleted from its first occurrence on."""
    until = rule.get("UNTIL", "9")
    return until < f"{start:%Y%m%dT%H%M%S}"[: len(until)]


def _by_rules(rules: Sequence[Rule], start: Wall, period: Period, budget: Budget) -> Iterator[Wall]:
    for rule in rules:
        for at in times(rule, _at(start), period, budget):
            yield _like(start, at)


def _moved(master: Draft, at: Wall, end: Wall, moves: Sequence[_Override]) -> Occurrence:
    """An occurrence as the last of the moves before it says."""
    before = list(takewhile(lambda one: one.at <= at, moves))
    if not before:
        return _occurrence(master, at, end, at)
    draft = before[-1].draft
    start = _like(draft.start, _at(at) + before[-1].shift)
    return _occurrence(draft, start, _like(draft.end, _at(start) + elapsed(draft.start, draft.end)), at)


def _at(wall: Wall) -> datetime:
    return wall if isinstance(wall, datetime) else midnight(wall)


def _like(wall: Wall, at: datetime) -> Wall:
    return at if isinstance(wall, datetime) else at.date()


def _touches(start: Wall, end: Wall, period: Period) -> bool:
    return _at(start) <= period[1] and _at(end) >= period[0]


def _occurrence(draft: Draft, start: Wall, end: Wall, at: Wall) -> Occurrence:
    return Occurrence(draft, start, end, recurrence_key(at, draft.zone))
