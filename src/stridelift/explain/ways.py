"""What the athlete could change so that one conflict is gone, each with its price.

One exchange rate makes them comparable, in the unit of every price, a minute of freshness at weight 1:

* a session left out costs what ``weekly_volume`` says of a missing one (6,000 where it must not be missing);
* a lighter session in place of a heavier one costs half of that;
* a minute of a floor of hours given up, of free time made, or of training above a cap costs ten minutes of freshness,
  for floors stand where freshness is worth most; a minute of a commitment twice that;
* a hard day, a rest day, and a set or percent above a cap cost as much as an hour of free time.

Never offered: a race or key run moved, days around a race, run before lifting, exercises that are spared or banned, and
any number beyond the range in which it has evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stridelift.constraints.base import Constraint
from stridelift.constraints.hours import HoursTable, effective_floor
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Candidate, Commitment, Instance, Session, SessionClass, Span, merged
from stridelift.explain.members import Member, event_text
from stridelift.explain.parts import FreeTime, Least, count
from stridelift.explain.rows import hours_text
from stridelift.wallclock import clock_text

Limits = Mapping[str, Sequence[float]]  # the range of a setting by its dotted key
Question = tuple[Instance, Sequence[Constraint]]

_MISSING = 6000  # models/policies/base.toml, of a session that must not be missing
_PER_MINUTE = 10
_PER_STEP = 60 * _PER_MINUTE
_COMMITTED = 2
_EVENING = 18 * 60
LEFT_OUT = "left out"
_EARLY, _LATE = 5 * 60, 22 * 60 + 30  # nobody is asked to train at night
_LIGHTER = {SessionClass.HEAVY: SessionClass.MODERATE, SessionClass.PLYO_HIGH: SessionClass.PLYO_LOW}
_COUNTS = {  # by setting: up or down, and in words
    "most": (1, "allow {} hard days a week"),
    "rest": (-1, "do with {} rest days a week"),
    "in_a_row": (1, "allow {} hard days in a row"),
    "most_minutes": (5, "allow {} minutes of strength a week"),
    "most_leg_sets": (1, "allow {} sets of main lifts a week"),
    "most_contacts": (10, "allow {} ground contacts a week"),
    "most_muscle_sets": (1, "allow {} sets a week for one muscle"),
    "most_high_impact": (1, "allow {} % of the ground contacts to be hard landings"),
}


@dataclass(frozen=True)
class Setting:
    """A change that the config can say, by its dotted key."""

    key: str
    value: int


@dataclass(frozen=True)
class LeftOut:
    """A change that the published calendar can say: sessions of a week that are not placed."""

    week: str
    session_class: SessionClass
    number: int


@dataclass(frozen=True)
class Freed:
    """A change that ``[[days]]`` can say: time, in minutes of the axis, that is free too."""

    span: Span


Step = Setting | LeftOut | Freed


@dataclass(frozen=True, eq=False)
class Change:
    """One change in words, what it costs, the question after it, and which kind of change it is.

    ``step`` says it to a program; None where only the athlete can do it.
    """

    text: str
    penalty: int
    apply: Callable[[Question], Question]
    kind: str
    step: Step | None = None


def families(
    question: Question, members: Sequence[Member], limits: Limits, free: Callable[[Member], Iterable[Candidate]]
) -> Iterator[Iterator[Change]]:
    """For each member of a conflict that may give way, the ways, cheapest first.

    ``free`` says where sessions could be without a member.
    """
    instance, rules = question
    for member in members:
        if isinstance(member.rule, Least):
            yield _left_out(rules, member.rule)
            if lighter := _LIGHTER.get(member.rule.session_class):
                yield _lighter(instance, rules, member.rule, lighter)
        elif isinstance(member.rule, FreeTime):
            yield _freed(instance, free(member))
        elif isinstance(member.event, Candidate) and isinstance(member.event.activity, Commitment):
            yield _cleared(instance, member.event)
        elif member.rule is not None and len(member.scope) == 1:
            (field,) = member.scope
            rule = next(one for one in rules if one.name == member.constraint)
            reach = limits.get(f"constraints.{rule.name}.{field}", ())
            if "_to_" in field and isinstance(rule, HoursTable):
                yield _fewer_hours(rule, field, reach, member.text)
            elif field in _COUNTS:
                yield _more(rule, field, reach)


def _left_out(rules: Sequence[Constraint], least: Least) -> Iterator[Change]:
    for number in range(1, least.least + 1):
        yield left_out_change(rules, least, number)


def left_out_change(rules: Sequence[Constraint], least: Least, number: int) -> Change:
    """So many of the sessions that must be placed are not."""
    name = least.session_class.value
    what = f"the {name} session" if least.least == 1 else f"{number} of the {least.least} {name} sessions"

    def apply(question: Question) -> Question:
        instance, rules = question
        return without(instance, {(least.week, least.session_class): number}), rules

    step = LeftOut(least.week, least.session_class, number)
    return Change(f"leave out {what} of {least.week}", number * missing_price(rules), apply, LEFT_OUT, step)


def _lighter(instance: Instance, rules: Sequence[Constraint], least: Least, lighter: SessionClass) -> Iterator[Change]:
    def apply(question: Question) -> Question:
        now, rules = question
        week = next(one for one in now.weeks if one.label == least.week)
        low, high = WeeklyVolume.targets(now, week).get(lighter, (0, 0))
        wider = {**WeeklyVolume.targets(now, week), lighter: (low, high + 1)}
        there = sum(
            rule.least
            for rule in rules
            if isinstance(rule, Least) and (rule.week, rule.session_class) == (least.week, lighter)
        )
        done = count(now.strength, week, lighter) + now.skips.get((least.week, lighter), 0)
        more = Least(week=least.week, session_class=lighter, least=max(there, low - done, 0) + 1)
        if week.label in now.blocks:
            now = replace(now, blocks={**now.blocks, week.label: replace(now.blocks[week.label], per_week=wider)})
        else:
            now = replace(now, per_week=wider)
        return without(now, {(least.week, least.session_class): 1}), [*rules, more]

    if any(one.session_class is lighter for one in instance.sessions):
        text = f"make the {least.session_class.value} session of {least.week} a {lighter.value} one"
        yield Change(text, missing_price(rules) // 2, apply, "class")


def without(instance: Instance, left_out: Mapping[tuple[str, SessionClass], int]) -> Instance:
    """The instance in which the athlete leaves out so many sessions of a week and class."""
    return replace(instance, skips=Counter(instance.skips) + Counter(left_out))


def missing_price(rules: Sequence[Constraint]) -> int:
    """Of a session that is not there."""
    weights = [one.weight for one in rules if isinstance(one, WeeklyVolume)]
    return next((one for one in weights if not isinstance(one, str)), _MISSING)


def _freed(instance: Instance, free: Iterable[Candidate]) -> Iterator[Change]:
    """The shortest times that, beside what is free, would hold a session; of equal ones that nearest to the evening."""
    found = set()
    for one in free:
        travel = one.activity.travel if isinstance(one.activity, Session) else 0
        whole = Span(one.start - travel, one.end + travel)
        begin, end = (instance.day(whole.start).clock(at) for at in whole)
        if begin >= _EARLY and end <= _LATE:
            missing = whole.minutes - sum(whole.overlap(window) for window in instance.availability)
            found.add((missing, abs(begin - _EVENING), whole))
    for missing, _, span in sorted(found):
        yield Change(f"free {_when(instance, span)}", _PER_MINUTE * missing, _with_time(span), "time", Freed(span))


def _with_time(span: Span) -> Callable[[Question], Question]:
    def apply(question: Question) -> Question:
        instance, rules = question
        return replace(instance, availability=merged([*instance.availability, span])), rules

    return apply


def _when(instance: Instance, span: Span) -> str:
    day = instance.day(span.start)
    return f"{day.date:%a %d %b} {clock_text(day.clock(span.start))}–{clock_text(day.clock(span.end) % (24 * 60))}"


def _cleared(instance: Instance, event: Candidate) -> Iterator[Change]:
    def apply(question: Question) -> Question:
        now, rules = question
        return replace(now, facts=tuple(one for one in now.facts if one is not event)), rules

    minutes = instance.horizon.overlap(event.span)
    text = event_text(instance, event)
    yield Change(f"give up {text}", _COMMITTED * _PER_MINUTE * minutes, apply, "time")


def _fewer_hours(rule: HoursTable, field: str, reach: Sequence[float], said: str) -> Iterator[Change]:
    """Whole hours below a floor, down to the least that has evidence."""
    tolerance = getattr(rule, "gap_tolerance", 0)
    now = getattr(rule, field)
    full = effective_floor(round(60 * now), tolerance)
    hours = round(now) - 1
    while reach and hours >= reach[0]:
        given_up = full - effective_floor(round(60 * hours), tolerance)
        if given_up > 0:
            text = said.replace(hours_text(round(60 * now)), f"{hours} h", 1)
            words, step = f"allow {text} (not {now:g} h)", _setting(rule, field, hours)
            yield Change(words, _PER_MINUTE * given_up, _with(rule, field, hours), "hours", step)
        hours -= 1


def _more(rule: Constraint, field: str, reach: Sequence[float]) -> Iterator[Change]:
    """Step by step to the end of the range."""
    step, text = _COUNTS[field]
    now = getattr(rule, field)
    price = abs(step) * _PER_MINUTE if field == "most_minutes" else _PER_STEP
    value, number = now + step, 1
    while reach and reach[0] <= value <= reach[1]:
        words = f"{text.format(value)} (not {now})"
        yield Change(words, number * price, _with(rule, field, value), "limit", _setting(rule, field, value))
        value, number = value + step, number + 1


def _setting(rule: Constraint, field: str, value: int) -> Setting:
    return Setting(f"constraints.{rule.name}.{field}", value)


def _with(rule: Constraint, field: str, value: Any) -> Callable[[Question], Question]:  # noqa: ANN401 - any setting
    def apply(question: Question) -> Question:
        instance, rules = question
        return instance, [
            one.model_validate({**_settings(one), field: value}) if one.name == rule.name else one for one in rules
        ]

    return apply


def _settings(rule: Constraint) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in type(rule).model_fields}
