"""What a conflict can name, and the problem that some of it makes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from stridelift.constraints.base import Constraint
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.no_overlap import NoOverlap
from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Candidate, Commitment, Instance, Menu, Run, Session, SessionClass
from stridelift.explain.parts import Least, Most
from stridelift.explain.rows import rows
from stridelift.wallclock import clock_text

CALENDAR = "calendar"  # the constraint of a member that is an event


Leanest = dict[tuple[Session, Menu | None], tuple[Session | None, Session | None]]
"""Of a session and a menu, with all equipment and with that of its place: the least that its content can have."""


@dataclass(frozen=True, eq=False)
class Member:
    """A row of a rule, or an event of a calendar: a fact, or a run whose start is chosen."""

    constraint: str
    scope: tuple[str, ...]
    text: str
    rule: Constraint | None = None
    event: Candidate | Run | None = None


@dataclass(frozen=True, eq=False)
class Problem:
    """An instance whose rules and events are members; ``background`` always holds.

    ``leanest`` remembers the least that sessions can hold, which no change of members changes.
    """

    instance: Instance
    members: tuple[Member, ...]
    background: tuple[Constraint, ...]
    leanest: Leanest

    @classmethod
    def of(
        cls,
        instance: Instance,
        rules: Sequence[Constraint],
        leanest: Leanest | None = None,
    ) -> Problem:
        enabled = [one for one in rules if one.enabled]
        named = [Member(one.constraint, one.scope, one.text, rule=one.rule) for one in rows(instance, enabled)]
        background: list[Constraint] = [Most() for one in enabled if isinstance(one, WeeklyVolume)]
        background += [one for one in enabled if isinstance(one, NoOverlap)]
        soft = [one for one in enabled if isinstance(one, KeyRunProtection) and not one.hard]
        instance = replace(instance, sessions=(*instance.sessions, *instance.barred))
        return cls(instance, (*named, *_events(instance)), (*background, *soft), {} if leanest is None else leanest)

    @property
    def everything(self) -> int:
        return (1 << len(self.members)) - 1

    def chosen(self, kept: int) -> list[Member]:
        return [one for at, one in enumerate(self.members) if kept >> at & 1]

    def reduced(self, kept: int) -> tuple[Instance, list[Constraint]]:
        """The instance and the rules without the other members.

        Strength that is there and left aside still counts as a session of its week; it only takes no time.
        """
        mine = self.chosen(kept)
        events = {one.event for one in mine if one.event is not None}
        facts = tuple(one for one in self.instance.facts if one in events)
        runs = tuple(one for one in self.instance.runs if one in events)
        rules = [one.rule for one in mine if one.rule is not None]
        instance = replace(self.instance, facts=facts, runs=runs)
        if any(isinstance(one, SessionContent) for one in rules):
            return instance, [*self.background, *rules]
        demanded = {one.session_class for one in rules if isinstance(one, Least)}
        return _bare(instance, demanded), [*(one for one in self.background if not isinstance(one, Most)), *rules]


def _bare(instance: Instance, demanded: Collection[SessionClass]) -> Instance:
    """The instance where sessions may hold anything: none need be longer than its shortest, or be there unasked."""
    mine = [one for one in instance.sessions if one.session_class in demanded]
    sessions = tuple(replace(one, minutes=min(one.lengths, default=one.minutes), lengths=()) for one in mine)
    return replace(instance, menu=None, blocks={}, sessions=sessions)


def _events(instance: Instance) -> Iterator[Member]:
    for fact in instance.facts:
        yield Member(CALENDAR, (fact.uid,), event_text(instance, fact), event=fact)
    for run in instance.runs:
        when = "" if run.usual is None else f"{instance.day(run.usual).date:%a %d %b}: "
        text = f"{when}{_title(run)} ({run.kind.value} run, {run.minutes} min, any start)"
        yield Member(CALENDAR, (run.uid,), text, event=run)


def event_text(instance: Instance, one: Candidate) -> str:
    """``Sun 06 Dec 08:30–11:00: Long run 26 km (long run)``."""
    day, last, activity = instance.day(one.start), instance.day(one.end - 1), one.activity
    until = "" if last is day else f"{last.date:%a %d %b} "
    when = f"{day.date:%a %d %b} {clock_text(day.clock(one.start))}–{until}{clock_text(last.clock(one.end))}"
    kind = "strength, already there" if isinstance(activity, Session) else ""
    if isinstance(activity, Run):
        kind = "race" if activity.race else f"{activity.kind.value} run"
    return f"{when}: {_title(activity)}{f' ({kind})' if kind else ''}"


def _title(activity: Run | Session | Commitment) -> str:
    said = activity.title or activity.load if isinstance(activity, Session) else activity.summary
    return said or activity.uid
