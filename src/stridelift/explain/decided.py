"""The two or three rules that decided where a session is, by a look at the other days of its week.

With the rest of the plan as it is, the session as it is filled is tried at its place on each other planned day. What
stands against the best start of a day rules the day out: no time, a closed place, a hard rule with the event that it is
about, a limit on hard days, or the rule that makes it dearer. Of these reasons those that rule out the most days are
said, after the runs that the session keeps off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stridelift.constraints.availability import Availability
from stridelift.constraints.base import Constraint, PlacementRule, WindowRule
from stridelift.constraints.equipment import Equipment
from stridelift.constraints.freshness import Freshness
from stridelift.constraints.hard_days import HardDays
from stridelift.constraints.hours import GapTable
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.pairs import PairRule
from stridelift.constraints.preferred_time import PreferredTime
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.domain import Candidate, Day, Instance, Plan, Run, Session, Span, precedes
from stridelift.explain.why import named, why
from stridelift.explain.wording import differences, duration
from stridelift.model import Model, Options, starts_within

_MOST, _MOST_RUNS = 3, 2
_DEARER = {
    Freshness: "less rest than you would like",
    PreferredTime: "farther from the times you like",
    HardDays: "one hard day more",
}


def decided(instance: Instance, rules: Sequence[Constraint], plan: Plan, candidate: Candidate) -> list[str]:
    """What decided, for people: runs and hours first, then what rules out other days of the week."""
    runs = list(why(instance, rules, plan, candidate))[:_MOST_RUNS]
    by_reason: dict[str, list[Day]] = {}
    for day, reason in _Week(instance, rules, plan, candidate).ruled_out():
        by_reason.setdefault(reason, []).append(day)
    ranked = sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
    return [*runs, *(f"not {_days(some)}: {reason}" for reason, some in ranked)][:_MOST]


def _days(days: Sequence[Day]) -> str:
    names = [f"{day.date:%a}" for day in days]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@dataclass(frozen=True)
class _Try:
    """A start, with the hard rules against it, and what it costs more by each that prices it."""

    candidate: Candidate
    against: tuple[PairRule, ...]
    prices: dict[str, int]

    @property
    def rank(self) -> tuple[int, int, int]:
        return len(self.against), sum(self.prices.values()), self.candidate.start


class _Week:
    """A session, and the days on which it is not."""

    def __init__(self, instance: Instance, rules: Sequence[Constraint], plan: Plan, candidate: Candidate) -> None:
        self.candidate, self.plan, self.given = candidate, plan, instance
        self.rules = [rule for rule in rules if rule.enabled]
        others = [one for one in plan.placed if one is not candidate]
        facts = tuple(sorted((*instance.facts, *others), key=lambda one: one.order))
        self.instance = replace(instance, facts=facts, runs=())  # the rest of the plan stays

    def ruled_out(self) -> Iterator[tuple[Day, str]]:
        """The other planned days of the week, each with what is against it; not those that would do as well."""
        week = next(one for one in self.instance.weeks if one.span.start <= self.candidate.start < one.span.end)
        horizon = self.instance.horizon
        days = [day for day in week.days if horizon.start <= day.span.start < horizon.end]
        others = [day for day in days if not day.span.start <= self.candidate.start < day.span.end]
        starts = {day: self._starts(self.rules, day) for day in others}
        tries = self._tries([self.candidate.start, *(one for day in others for one in starts[day])])
        for day in others:
            reason = self._of_try(tries, starts[day]) if starts[day] else self._of_windows(day)
            if reason:
                yield day, reason

    def _starts(self, rules: Sequence[Constraint], day: Day) -> list[int]:
        """The starts of a day that the hard windows allow."""
        spans = [day.span]
        for rule in rules:
            if isinstance(rule, WindowRule) and rule.hard:
                allowed = rule.starts(self.instance, self.candidate.activity, self.candidate.minutes)
                if allowed is not None:
                    cut = [Span(max(a.start, b.start), min(a.end, b.end)) for a in spans for b in allowed]
                    spans = [span for span in cut if span.minutes > 0]
        return starts_within(spans, self.instance.session_grid, self.instance)

    def _tries(self, starts: Sequence[int]) -> dict[int, _Try]:
        """What the rules that judge placings and pairs say of each start; prices are less those of the first start."""
        one = self.candidate
        candidates = [Candidate(one.activity, start, start + one.minutes) for start in sorted(starts)]
        against: dict[int, list[PairRule]] = {start: [] for start in starts}
        prices: dict[int, dict[str, int]] = {start: {} for start in starts}
        for rule in self.rules:
            if isinstance(rule, PlacementRule | PairRule):
                options = Options(one.activity, candidates)
                rule.prune(Model(self.instance, [options]))
                charged = dict(zip(options.starts, options.prices, strict=True))
                here = charged[one.start] or 0
                for start, price in charged.items():
                    if price is None and isinstance(rule, PairRule):
                        against[start].append(rule)
                    prices[start][rule.name] = (price or 0) - here
        return {each.start: _Try(each, tuple(against[each.start]), prices[each.start]) for each in candidates}

    def _of_windows(self, day: Day) -> str:
        """The first hard window that, with those before it, leaves no start of the day."""
        hard = [rule for rule in self.rules if isinstance(rule, WindowRule) and rule.hard]
        rule = next(rule for at, rule in enumerate(hard) if not self._starts(hard[: at + 1], day))
        if isinstance(rule, Availability):
            free = any(day.span.overlap(one) for one in self.instance.availability)
            return f"no {duration(self.candidate.minutes)} free" if free else "no free time"
        session = self.candidate.activity
        place = session.place.name if isinstance(session, Session) and session.place else ""
        return f"{place} is not available" if isinstance(rule, Equipment) else rule.name

    def _of_try(self, tries: dict[int, _Try], starts: Sequence[int]) -> str:
        """What is against the best start of a day; of hard rules the last in order, for rest says more than overlap."""
        best = min((tries[start] for start in starts), key=lambda one: one.rank)
        if best.against:
            return self._of_pair(best.against[-1], best.candidate)
        moved = Plan.of([best.candidate if one is self.candidate else one for one in self.plan.placed])
        prices = dict(best.prices)
        for rule in self.rules:
            if isinstance(rule, HardDays):
                before, after = (list(rule.violations(self.given, one)) for one in (self.plan, moved))
                if any(one.hard for one in after):
                    return "too many hard days"
                prices |= differences(before, after)
        name = max(prices, key=lambda name: prices[name], default="")
        if sum(prices.values()) <= 0:
            return ""
        return next(_DEARER.get(type(rule), f"dearer by {name}") for rule in self.rules if rule.name == name)

    def _amount(self, rule: PairRule, fact: Candidate, one: Candidate) -> int:
        first, second = (fact, one) if precedes(fact, one) else (one, fact)
        return rule.judge(self.instance, first, second)

    def _of_pair(self, rule: PairRule, one: Candidate) -> str:
        fact = max(self.instance.facts, key=lambda other: self._amount(rule, other, one))
        first, second = (fact, one) if precedes(fact, one) else (one, fact)
        before = second is fact
        other = self._name(fact)
        if isinstance(rule, GapTable):
            need = (rule.earliest(self.instance, first, second.activity) or first.end) - first.end
            return f"less than {duration(need)} {'before' if before else 'after'} {other}"
        if isinstance(rule, KeyRunProtection):
            race = isinstance(fact.activity, Run) and fact.activity.race
            return f"{other} comes first" if before and not race else f"too near {other}"
        return f"too near {other}" if isinstance(rule, SessionSpacing) else f"{other} is in the way"

    def _name(self, fact: Candidate) -> str:
        """``Tue tempo``, ``Wed moderate``, ``'Office'``."""
        activity = fact.activity
        if isinstance(activity, Run):
            return named(self.instance, fact)
        if isinstance(activity, Session):
            return f"{self.instance.day(fact.start).date:%a} {activity.load}"
        return f"'{activity.summary}'"
