"""The two or three rules that decided where a session is, by a look at the other days of its week.

With the rest of the plan as it is, the session as it is filled is tried at its place on each other day. What stands
against the best start of a day rules the day out: no time, a closed place, a hard rule with the event that it is about,
or the rule that makes it dearer. The reasons that rule out the most days are said, after the runs that it keeps off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stridelift.constraints.availability import Availability
from stridelift.constraints.base import Constraint, WindowRule
from stridelift.constraints.equipment import Equipment
from stridelift.constraints.freshness import Freshness
from stridelift.constraints.hours import GapTable
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.pairs import PairRule
from stridelift.constraints.preferred_time import PreferredTime
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.domain import Candidate, Day, Instance, Plan, Run, Session, Span, precedes
from stridelift.explain.why import named, why
from stridelift.explain.wording import differences, duration, event
from stridelift.model import Model, Options, starts_within
from stridelift.solve import violations

_MOST = 3


@dataclass(frozen=True)
class _Reason:
    rule: str
    text: str


def decided(instance: Instance, rules: Sequence[Constraint], plan: Plan, candidate: Candidate) -> list[str]:
    """What decided, for people: runs and hours first, then what rules out other days of the week."""
    runs = list(why(instance, rules, plan, candidate))
    days = _ruled_out(instance, [rule for rule in rules if rule.enabled], plan, candidate)
    by_reason: dict[_Reason, list[Day]] = {}
    for day, reason in days:
        by_reason.setdefault(reason, []).append(day)
    ranked = sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
    others = [f"not {_days(some)}: {reason.text}" for reason, some in ranked]
    return [*runs[: _MOST - 1], *others][:_MOST] if len(runs) > 1 else [*runs, *others][:_MOST]


def _days(days: Sequence[Day]) -> str:
    names = [f"{day.date:%a}" for day in days]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _ruled_out(
    instance: Instance, rules: Sequence[Constraint], plan: Plan, candidate: Candidate
) -> Iterator[tuple[Day, _Reason]]:
    week = next(one for one in instance.weeks if one.span.start <= candidate.start < one.span.end)
    others = [one for one in plan.placed if one is not candidate]
    alone = replace(instance, facts=tuple(sorted((*instance.facts, *others), key=lambda one: one.order)), runs=())
    for day in week.days:
        inside = instance.horizon.start <= day.span.start < instance.horizon.end
        if inside and day is not instance.day(candidate.start):
            reason = _of_windows(alone, rules, candidate, day.span) or _of_pairs(alone, rules, candidate, day.span)
            reason = reason or _of_price(instance, rules, plan, candidate, day.span)
            if reason:
                yield day, reason


def _tries(instance: Instance, rules: Sequence[Constraint], candidate: Candidate, day: Span) -> list[Candidate]:
    """The starts of a day that the hard windows allow."""
    activity, spans = candidate.activity, [day]
    for rule in rules:
        if isinstance(rule, WindowRule) and rule.hard:
            allowed = rule.starts(instance, activity, candidate.minutes)
            if allowed is not None:
                spans = [Span(max(a.start, b.start), min(a.end, b.end)) for a in spans for b in allowed]
                spans = [span for span in spans if span.minutes > 0]
    starts = starts_within(spans, instance.session_grid, instance)
    return [Candidate(activity, start, start + candidate.minutes) for start in starts]


def _of_windows(instance: Instance, rules: Sequence[Constraint], candidate: Candidate, day: Span) -> _Reason | None:
    """The first hard window that with those before it leaves no start of the day."""
    for at, rule in enumerate(rules):
        if isinstance(rule, WindowRule) and rule.hard and not _tries(instance, rules[: at + 1], candidate, day):
            session = candidate.activity
            place = session.place.name if isinstance(session, Session) and session.place else ""
            texts = {
                Availability: "no free time for so long",
                Equipment: f"{place} is not open, or no place of the day",
            }
            return _Reason(rule.name, texts.get(type(rule), rule.name))
    return None


def _of_pairs(instance: Instance, rules: Sequence[Constraint], candidate: Candidate, day: Span) -> _Reason | None:
    """What stands against the start of the day that the fewest hard rules forbid."""
    tries = _tries(instance, rules, candidate, day)
    hard = [rule for rule in rules if isinstance(rule, PairRule) and rule.hard]
    against: list[list[PairRule]] = [[] for _ in tries]
    for rule in hard:
        options = Options(candidate.activity, tries)
        rule.prune(Model(instance, [options]))
        for found, price in zip(against, options.prices, strict=True):
            if price is None:
                found.append(rule)
    best = min(range(len(tries)), key=lambda index: (len(against[index]), index))
    if not against[best]:
        return None
    # Of the rules the last in their order: that another event is in the way says less than the rest that one needs.
    rule = against[best][-1]
    worst = max((fact for fact in instance.facts), key=lambda fact: _amount(instance, rule, fact, tries[best]))
    return _Reason(rule.name, _pair_words(instance, rule, worst, tries[best]))


def _amount(instance: Instance, rule: PairRule, fact: Candidate, one: Candidate) -> int:
    first, second = (fact, one) if precedes(fact, one) else (one, fact)
    return rule.judge(instance, first, second)


def _pair_words(instance: Instance, rule: PairRule, fact: Candidate, one: Candidate) -> str:
    first, second = (fact, one) if precedes(fact, one) else (one, fact)
    side = "after" if first is fact else "before"
    other = named(instance, fact) if isinstance(fact.activity, Run) else event(instance, fact)
    if isinstance(rule, GapTable):
        need = (rule.earliest(instance, first, second.activity) or first.end) - first.end
        return f"less than {duration(need)} {side} {other}"
    if isinstance(rule, KeyRunProtection):
        return f"{other} first" if side == "before" else f"too soon after {other}"
    if isinstance(rule, SessionSpacing):
        return f"too near {other}"
    return f"{other} is in the way"


def _of_price(
    instance: Instance, rules: Sequence[Constraint], plan: Plan, candidate: Candidate, day: Span
) -> _Reason | None:
    """The rule that makes the cheapest start of the day dearer than where the session is, or forbids it after all."""
    before = list(violations(instance, rules, plan))
    best: tuple[int, str] | None = None
    for one in _tries(instance, rules, candidate, day):
        moved = Plan.of([one if other is candidate else other for other in plan.placed])
        after = list(violations(instance, rules, moved))
        broken = next((each.constraint for each in after if each.hard), None)
        if broken is None:
            rises = differences(before, after)
            total = sum(rises.values())
            if total <= 0:
                return None
            if best is None or total < best[0]:
                best = (total, next(iter(rises)))
        elif best is None:
            best = (1 << 62, broken)
    if best is None:
        return None
    words = {
        Freshness: "less rest than one would like",
        PreferredTime: "farther from the times that you like, or a longer way",
    }
    rule = next(rule for rule in rules if rule.name == best[1])
    return _Reason(rule.name, words.get(type(rule), f"it would cost more of {rule.name}"))
