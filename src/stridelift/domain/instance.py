"""What goes into the solver and what comes out: instance, plan, and what a plan breaks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from stridelift.domain.activities import Athlete, Candidate, Run, Session
from stridelift.domain.exercises import Menu
from stridelift.domain.span import Span
from stridelift.domain.words import SessionClass

LONGEST_DAY = 26 * 60  # minutes: clocks go back an hour, once by two (Antarctica/Troll)
HARD: Literal["hard"] = "hard"
Weight = Literal["hard"] | int


class Day(NamedTuple):
    """A local day of the athlete. Clocks change at night, so the wall clock is read from noon."""

    date: date
    span: Span
    noon: int

    def clock(self, minute: int) -> int:
        """Minutes past midnight that the wall clock shows at ``minute``."""
        return minute - self.noon + 12 * 60


class Week(NamedTuple):
    """An ISO week, whole, even where the horizon begins or ends inside it."""

    label: str  # 2026-W48
    days: tuple[Day, ...]

    @property
    def span(self) -> Span:
        return Span(self.days[0].span.start, self.days[-1].span.end)


@dataclass(frozen=True, eq=False)
class Block:
    """What a week is for: its menu, which has its phase, and how many sessions of each class it wants.

    One that is ``eased`` has a menu that asks for fewer sets.
    """

    menu: Menu
    per_week: Mapping[SessionClass, tuple[int, int]]
    eased: bool = False


@dataclass(frozen=True)
class Instance:
    """Everything a plan depends on.

    ``facts`` are fixed: timed runs, commitments, strength already there; rules never judge a fact against a fact.
    ``sessions`` may be placed any number of times (the rules limit it), each of ``runs`` exactly once on its day.
    With a ``menu`` the sessions are open and are filled from it. ``blocks`` has the weeks, by label, that have a menu
    and a number of sessions of their own; menus agree in what a class is and in how a session begins and ends.
    ``barred`` has the sessions that no plan can have, since their place cannot serve their class.
    ``skips`` has how many sessions of a class the athlete left out, by week and class: they count as placed.
    ``published`` has the sessions and chosen starts of runs that an earlier plan put there and that may still move.
    """

    horizon: Span
    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    facts: tuple[Candidate, ...] = ()
    sessions: tuple[Session, ...] = ()
    runs: tuple[Run, ...] = ()
    athlete: Athlete = field(default_factory=Athlete)
    availability: tuple[Span, ...] = ()
    now: int = 0
    per_week: Mapping[SessionClass, tuple[int, int]] = field(default_factory=dict)
    skips: Mapping[tuple[str, SessionClass], int] = field(default_factory=dict)
    published: tuple[Candidate, ...] = ()
    menu: Menu | None = None
    blocks: Mapping[str, Block] = field(default_factory=dict)
    barred: tuple[Session, ...] = ()
    session_grid: int = 15
    run_grid: int = 30

    def menu_of(self, week: Week) -> Menu | None:
        return self.blocks[week.label].menu if week.label in self.blocks else self.menu

    def per_week_of(self, week: Week) -> Mapping[SessionClass, tuple[int, int]]:
        return self.blocks[week.label].per_week if week.label in self.blocks else self.per_week

    def menu_at(self, minute: int) -> Menu | None:
        """The menu of the planned week that holds ``minute``."""
        week = next((one for one in self.weeks if one.span.start <= minute < one.span.end), None)
        return self.menu_of(week) if week else self.menu

    @property
    def menus(self) -> Iterator[Menu]:
        """Each menu that some week has."""
        found = (self.menu_of(week) for week in self.weeks)
        yield from dict.fromkeys(one for one in found if one)

    @cached_property
    def strength(self) -> tuple[tuple[Session, int], ...]:
        """Strength that is there already, with its start."""
        return _strength(self.facts)

    def facts_within(self, start: int, end: int) -> Sequence[Candidate]:
        """The facts of which a part lies in [start, end), and perhaps some before it, in order."""
        facts, starts, longest = self._ordered_facts
        return facts[bisect_left(starts, start - longest) : bisect_left(starts, end)]

    @cached_property
    def _ordered_facts(self) -> tuple[Sequence[Candidate], Sequence[int], int]:
        facts = sorted(self.facts, key=lambda one: one.order)
        return facts, [one.start for one in facts], max((one.minutes for one in facts), default=0)

    @cached_property
    def races(self) -> tuple[tuple[Run, int], ...]:
        """The races with their starts; one whose start is chosen counts to the end of its day."""
        given = [(fact.activity, fact.start) for fact in self.facts if isinstance(fact.activity, Run)]
        chosen = [(run, self.midnight(run.usual or 0, 1) - 1) for run in self.runs]
        return tuple((run, start) for run, start in (*given, *chosen) if run.race)

    @cached_property
    def _day_starts(self) -> list[int]:
        return [day.span.start for day in self.days]

    def day_index(self, minute: int) -> int:
        """Position in ``days`` of the local day that holds ``minute``; beyond the ends, the nearest."""
        return max(0, bisect_right(self._day_starts, minute) - 1)

    def day(self, minute: int) -> Day:
        return self.days[self.day_index(minute)]

    def midnight(self, minute: int, days: int) -> int:
        """The local midnight that begins the day ``days`` after the one that holds ``minute``."""
        index = self.day_index(minute) + days
        if 0 <= index < len(self.days):
            return self.days[index].span.start
        edge = self.days[-1] if index > 0 else self.days[0]
        steps = index - (len(self.days) - 1 if index > 0 else 0)
        return edge.span.start + steps * 24 * 60


@dataclass(frozen=True)
class Plan:
    """What was placed: sessions, and the starts chosen for runs, each in order of time."""

    sessions: tuple[Candidate, ...] = ()
    runs: tuple[Candidate, ...] = ()

    @classmethod
    def of(cls, placed: Iterable[Candidate]) -> Plan:
        ordered = sorted(placed, key=lambda one: one.order)
        return cls(
            sessions=tuple(one for one in ordered if isinstance(one.activity, Session)),
            runs=tuple(one for one in ordered if isinstance(one.activity, Run)),
        )

    @cached_property
    def strength(self) -> tuple[tuple[Session, int], ...]:
        """The sessions with their starts."""
        return _strength(self.sessions)

    @cached_property
    def placed(self) -> tuple[Candidate, ...]:
        return tuple(sorted((*self.sessions, *self.runs), key=lambda one: one.order))


def _strength(candidates: Iterable[Candidate]) -> tuple[tuple[Session, int], ...]:
    return tuple((one.activity, one.start) for one in candidates if isinstance(one.activity, Session))


def counted(amount: int, units: str) -> str:
    """``3 sessions``, ``1 session``."""
    return f"{amount} {units.removesuffix('s') if amount == 1 else units}"


@dataclass(frozen=True, slots=True)
class Violation:
    """A breach of a rule: ``amount`` in ``unit``, at ``weight`` a unit (or hard)."""

    constraint: str
    scope: tuple[str, ...]
    amount: int
    unit: str
    weight: Weight = HARD

    @property
    def hard(self) -> bool:
        return self.weight == HARD

    @property
    def size(self) -> str:
        return counted(self.amount, self.unit)

    @property
    def penalty(self) -> int:
        return 0 if isinstance(self.weight, str) else self.amount * self.weight
