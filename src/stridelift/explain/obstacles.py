"""What forbids a placing whatever else is planned: the hard rules against what is fixed, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stridelift.constraints.availability import Availability
from stridelift.constraints.base import Constraint, PlacementRule, WindowRule
from stridelift.constraints.equipment import Equipment, missing
from stridelift.constraints.hard_days import HardDays
from stridelift.constraints.hours import GapTable
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.no_overlap import NoOverlap
from stridelift.constraints.pairs import PairRule
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Candidate, Instance, Plan, Run, Session, Violation, precedes
from stridelift.explain.wording import clock, day_text, duration, event, moment, spans_of


@dataclass(frozen=True)
class Obstacle:
    """A hard rule that forbids a placing: the event's UID in ``scope``, the amount in ``unit``, and how to say it.

    ``way_out``: when the rule would allow it as far as this event goes; empty where that is never.
    """

    constraint: str
    scope: tuple[str, ...]
    amount: int
    unit: str
    text: str
    way_out: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.text}; {self.way_out}" if self.way_out else self.text


def obstacles(instance: Instance, rules: Sequence[Constraint], candidate: Candidate) -> Iterator[Obstacle]:
    """Everything that forbids the candidate alone among the facts, rule by rule."""
    for rule in rules:
        if not (rule.enabled and rule.hard):
            continue
        if isinstance(rule, PlacementRule):
            amount = rule.judge(instance, candidate)
            if amount > 0:
                text = _outside(instance, rule, candidate, amount)
                way_out = _windows(instance, rule, candidate) if isinstance(rule, WindowRule) else ""
                yield Obstacle(rule.name, (), amount, rule.unit, text, way_out)
        elif isinstance(rule, PairRule):
            yield from _pairs(instance, rule, candidate)
    yield from _weeks(instance, rules, candidate)


# One placing alone.


def _outside(instance: Instance, rule: PlacementRule, candidate: Candidate, amount: int) -> str:
    if isinstance(rule, Availability):
        return _not_free(instance, rule, candidate, amount)
    if isinstance(rule, Equipment):
        return _not_served(instance, candidate, amount)
    return f"{duration(amount)} off what {rule.name} asks for"


def _not_free(instance: Instance, rule: Availability, candidate: Candidate, amount: int) -> str:
    earliest, travel = instance.now + rule.notice, rule.margin(candidate.activity)
    if candidate.start - travel < earliest:
        notice = f" and the notice of {duration(rule.notice)}" if rule.notice else ""
        way = f" with {duration(travel)} to get there" if travel else ""
        return f"too soon: it is {moment(instance, instance.now)} now{notice}{way}"
    day = instance.day(candidate.start)
    free = spans_of(instance, instance.availability, day.span)
    if not free:
        return f"you have no free time on {day_text(instance, candidate.start)}"
    there = f" with {duration(travel)} there and back" if travel else ""
    return f"{duration(amount)} of it{there} are outside your free time ({day.date:%a} {free})"


def _not_served(instance: Instance, candidate: Candidate, amount: int) -> str:
    session, day = candidate.activity, instance.day(candidate.start)
    if not isinstance(session, Session) or session.place is None:
        return ""
    name = session.place.name
    if missing(session):
        return f"{name} has no {' and no '.join(sorted(missing(session)))}"
    hours = spans_of(instance, session.place.open, day.span)
    if not hours:
        return f"{name} is not available on {day_text(instance, candidate.start)}"
    return f"{name} is closed for {duration(amount)} of it ({day.date:%a} open {hours})"


def _windows(instance: Instance, rule: WindowRule, candidate: Candidate) -> str:
    day = instance.day(candidate.start).span
    starts = rule.starts(instance, candidate.activity, candidate.minutes) or ()
    inside = [(max(one.start, day.start), min(one.end, day.end) - 1) for one in starts]
    shown = [
        clock(instance, low) if low == high else f"{clock(instance, low)} to {clock(instance, high)}"
        for low, high in inside
        if low <= high
    ]
    return f"{duration(candidate.minutes)} may start that day at {' or '.join(shown)}" if shown else ""


# Two placings.


def _pairs(instance: Instance, rule: PairRule, candidate: Candidate) -> Iterator[Obstacle]:
    for fact in instance.facts:
        first, second = (fact, candidate) if precedes(fact, candidate) else (candidate, fact)
        amount = rule.judge(instance, first, second)
        if amount > 0:
            text = pair_text(instance, rule, first, second)
            way_out = _way_out(instance, rule, fact, candidate)
            yield Obstacle(rule.name, (fact.uid,), amount, rule.unit, text, way_out)


def pair_text(instance: Instance, rule: PairRule, first: Candidate, second: Candidate) -> str:
    """What is wrong between two placings, said of the session in view of the other one."""
    session, other = (first, second) if isinstance(first.activity, Session) else (second, first)
    if isinstance(other.activity, Session) and other is second:
        session, other = first, second
    earliest = rule.earliest(instance, first, second.activity) or 0
    lacking = duration(max(0, earliest - second.start))
    name = session.activity.load if isinstance(session.activity, Session) else "a run"
    named = event(instance, other)
    if isinstance(rule, GapTable):
        side = "before" if other is second else "after"
        gap = second.start - first.end
        rest = f"only {duration(gap)} {side}" if gap >= 0 else "at the time of"
        return f"{rest} {named}, where {name} needs {duration(earliest - first.end)}: {lacking} missing"
    if isinstance(rule, NoOverlap):
        travel = session.activity.travel if isinstance(session.activity, Session) else 0
        way = f", with {duration(travel)} to get there" if travel else ""
        return f"{named} is in the way{way}: {lacking} too close"
    if isinstance(rule, KeyRunProtection):
        return _protected(instance, name, other, named, earliest if other is first else None)
    if isinstance(rule, SessionSpacing):
        return f"{named} is too near for {name}: {lacking} missing between the two starts"
    return f"{named}: {lacking} missing"


def _protected(instance: Instance, name: str, other: Candidate, named: str, earliest: int | None) -> str:
    run = other.activity
    race = run.race if isinstance(run, Run) else None
    if earliest is not None:
        return f"after {named} no {name} session before {day_text(instance, earliest)}"
    if race:
        return f"too few days before {named}, a race of priority {race.priority.value}, for {name}"
    return f"{named} comes first on its day: {name} only after it"


def _way_out(instance: Instance, rule: PairRule, fact: Candidate, candidate: Candidate) -> str:
    """The nearest starts, before and after, that the rule allows beside the event."""
    found = []
    for step, words in ((-instance.session_grid, "at {} or earlier"), (instance.session_grid, "from {} on")):
        start = _allowed(instance, rule, fact, candidate, step)
        comes_first = isinstance(rule, KeyRunProtection) and step > 0 and candidate.start < fact.start
        if start is not None and not comes_first:  # the rule has no word on a session that begins with the run
            found.append(words.format(moment(instance, start)))
    return f"possible {' or '.join(found)}" if found else ""


def _allowed(instance: Instance, rule: PairRule, fact: Candidate, candidate: Candidate, step: int) -> int | None:
    start = candidate.start
    while instance.horizon.start <= start < instance.horizon.end:
        moved = Candidate(candidate.activity, start, start + candidate.minutes)
        first, second = (fact, moved) if precedes(fact, moved) else (moved, fact)
        if rule.judge(instance, first, second) == 0:
            return start
        start += step
    return None


# The week.


def _weeks(instance: Instance, rules: Iterable[Constraint], candidate: Candidate) -> Iterator[Obstacle]:
    """What the session alone would break of a day's or week's limit; not what the week lacks without it."""
    for rule in rules:
        if isinstance(rule, HardDays | WeeklyVolume) and rule.enabled:
            before = {one.scope: one.amount for one in rule.violations(instance, Plan())}
            for one in rule.violations(instance, Plan((candidate,))):
                if one.hard and one.amount > before.get(one.scope, 0):
                    yield Obstacle(rule.name, one.scope, one.amount, one.unit, _limit_text(rule, one))


def _limit_text(rule: HardDays | WeeklyVolume, one: Violation) -> str:
    when, what = one.scope
    if isinstance(rule, HardDays):
        texts = {
            "hard days": f"{when} has its {rule.most} hard days already; possible on a day that is hard already",
            "rest days": f"{when} would have fewer than {rule.rest} days without key run and leg session",
        }
        if what in texts:
            return texts[what]
        return f"it would make {what} from {date.fromisoformat(when):%a %d %b}, where {rule.in_a_row} are the most"
    if one.unit == "sessions":
        return f"{when} has the most {what} sessions already"
    return f"{when} would have {one.size} of strength work too many"
