"""A conflict as it is told: days that say the same in one line, and why a day is special."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stridelift.explain.members import Member
from stridelift.explain.parts import FreeTime, Opening


@dataclass(frozen=True)
class Said:
    """A line of a conflict: the rule, or ``calendar`` for an event; what it speaks of; and the line in words."""

    constraint: str
    scope: tuple[str, ...]
    text: str


def said(members: Sequence[Member], notes: Mapping[date, str]) -> tuple[Said, ...]:
    """The members in words; ``notes`` has what made a date special."""
    lines: list[Said] = []
    run: list[Member] = []
    for one in members:
        if run and not (_is_day(one) and _follows(run[-1], one, notes)):
            lines += _days(run, notes)
            run = []
        if _is_day(one):
            run.append(one)
        else:
            lines.append(Said(one.constraint, one.scope, one.text))
    return (*lines, *_days(run, notes))


def _is_day(one: Member) -> bool:
    return isinstance(one.rule, (FreeTime, Opening))


def _date(one: Member) -> date:
    return date.fromisoformat(one.scope[0])


def _tail(one: Member, notes: Mapping[date, str]) -> str:
    tail, note = one.text.partition(": ")[2], notes.get(_date(one))
    return f"{tail} ({note})" if note else tail


def _follows(one: Member, other: Member, notes: Mapping[date, str]) -> bool:
    day_after = _date(other) - _date(one) == timedelta(days=1)
    return day_after and one.constraint == other.constraint and _tail(one, notes) == _tail(other, notes)


def _days(run: Sequence[Member], notes: Mapping[date, str]) -> Iterator[Said]:
    if run:
        first, last = _date(run[0]), _date(run[-1])
        when = f"{first:%a %d %b}" if first == last else f"{first:%a %d %b} – {last:%a %d %b}"
        scope = tuple(one.scope[0] for one in run)
        yield Said(run[0].constraint, scope, f"{when}: {_tail(run[0], notes)}")
