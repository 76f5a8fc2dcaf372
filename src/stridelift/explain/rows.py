"""The rows of a policy: each rule with its parts, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stridelift.constraints.availability import Availability
from stridelift.constraints.base import Constraint
from stridelift.constraints.equipment import Equipment, missing
from stridelift.constraints.hard_days import HardDays
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.no_overlap import NoOverlap
from stridelift.constraints.recovery_gap import RecoveryGap
from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import (
    Day,
    Instance,
    Place,
    Run,
    Session,
    Span,
)
from stridelift.explain.parts import Caps, FreeTime, Least, Notice, Opening, Pieces, Spacing, count
from stridelift.wallclock import clock_text

_ALWAYS = 7  # days of a week: a limit that says nothing


@dataclass(frozen=True, eq=False)
class Row:
    """A part of a rule: the rule's name, what it speaks of, in words, and the rule that says just this."""

    constraint: str
    scope: tuple[str, ...]
    text: str
    rule: Constraint


def rows(instance: Instance, rules: Sequence[Constraint]) -> Iterator[Row]:
    """The parts of the hard rules, in their order; a rule that has none is its own part.

    That nobody is in two places at once is no part: it goes without saying.
    """
    for rule in rules:
        if isinstance(rule, WeeklyVolume):
            yield from _volume(instance, rule)
        elif rule.hard and not isinstance(rule, NoOverlap) and (instance.menu or not isinstance(rule, SessionContent)):
            split = _SPLIT.get(type(rule), _whole)
            yield from split(instance, rule)


def hours_text(minutes: int) -> str:
    return f"{round(minutes / 60, 1):g} h"


def gist(rule: Constraint) -> str:
    """What a rule asks for, in a line."""
    return (type(rule).__doc__ or "").strip().splitlines()[0].rstrip(".:")


def _whole(instance: Instance, rule: Constraint) -> Iterator[Row]:  # noqa: ARG001 - one signature
    yield Row(rule.name, (), gist(rule), rule)


def _availability(instance: Instance, rule: Availability) -> Iterator[Row]:
    earliest = instance.now + rule.notice
    if earliest > instance.horizon.start:
        day = instance.day(earliest)
        when = f"{day.date:%a %d %b} {clock_text(day.clock(earliest))}"
        text = f"nothing starts before {when}: now and {rule.notice_hours:g} h of notice"
        yield Row(rule.name, ("notice",), text, Notice(earliest=earliest))
    for day in _planned(instance):
        text = f"{day.date:%a %d %b}: {_hours_of(day, instance.availability, 'free', 'no free time')}"
        yield Row(rule.name, (day.date.isoformat(),), text, FreeTime(day=day.span))


def _equipment(instance: Instance, rule: Equipment) -> Iterator[Row]:
    places = {one.place.name: one.place for one in (*instance.sessions, *instance.barred) if one.place}
    for name, place in sorted(places.items()):
        if instance.menu or any(missing(one) for one in instance.sessions if one.place is place):
            yield Row(rule.name, (f"at {name}",), _pieces_text(place), Pieces(place=name))
    for day in _planned(instance):
        hours = [f"{one.name} {_hours_of(day, one.open, 'open', 'closed')}" for one in places.values()]
        text = f"{day.date:%a %d %b}: {', '.join(sorted(hours))}"
        yield Row(rule.name, (day.date.isoformat(),), text, Opening(day=day.span))


def _pieces_text(place: Place) -> str:
    there = ", ".join(sorted(place.equipment)).replace("_", " ")
    return f"{place.name} has {there}" if there else f"{place.name} has no equipment"


def _recovery_gap(instance: Instance, rule: RecoveryGap) -> Iterator[Row]:
    loads = {one.load for one in _runs(instance)}
    for (first, second), minutes in rule.table.items():
        lift = first.removesuffix("_unaccustomed")
        current = first.endswith("_unaccustomed") != instance.athlete.accustomed or lift != "heavy"
        if minutes and current and {lift, second} <= loads | {one.load for one in _all(instance)}:
            cell = f"{first}_to_{second}"
            only = RecoveryGap(gap_tolerance=rule.gap_tolerance, **{cell: minutes / 60})
            text = f"{hours_text(minutes)} between {_thing(first)} and {_thing(second)} after it"
            yield Row(rule.name, (cell,), text, only)


def _session_spacing(instance: Instance, rule: SessionSpacing) -> Iterator[Row]:
    if rule.one_a_day:
        only = SessionSpacing(one_a_day=True, micro_minutes=rule.micro_minutes)
        yield Row(rule.name, ("one_a_day",), "one strength session a day", only)
    text = "leg sessions, and sessions of one class, are on different days"
    yield Row(rule.name, ("days",), text, SessionSpacing())
    classes = {one.load for one in (*_all(instance), *(session for session, _ in instance.strength))}
    for (first, second), minutes in rule.table.items():
        if minutes and {first, second} <= classes:
            cell = f"{first}_to_{second}"
            only_hours = Spacing(gap_tolerance=rule.gap_tolerance, **{cell: minutes / 60})
            text = f"{hours_text(minutes)} from {_thing(first)} to {_thing(second)}"
            yield Row(rule.name, (cell,), text, only_hours)


def _key_run_protection(instance: Instance, rule: KeyRunProtection) -> Iterator[Row]:
    if rule.run_first:
        text = "on the day of a key run, the run comes before leg work"
        yield Row(rule.name, ("run_first",), text, KeyRunProtection())
    races = [one.race for one in _runs(instance) if one.race]
    words = {one.load for one in _all(instance)} | {"heavy", "light", "days"}
    words |= {one.priority.value.lower() for one in races} | {one.distance for one in races}
    for field, days in rule:
        parts = field.split("_", 2)
        if isinstance(days, bool) or not isinstance(days, int) or not days or not races:
            continue
        if parts[0] in ("race", "after", "sore") and set(parts[1:]) <= words:
            only = KeyRunProtection(run_first=False, **{field: days})
            yield Row(rule.name, (field,), _race_text(parts, days), only)


def _race_text(parts: Sequence[str], days: int) -> str:
    if parts[0] == "race":
        return f"no {parts[2]} session in the {days} days before a race of priority {parts[1].upper()}"
    if parts[0] == "after":
        return f"no {parts[2]} leg work in the {days} days after a race ({parts[1]})"
    return f"nothing that makes very sore in the {days} days before a race of priority A or B"


def _hard_days(instance: Instance, rule: HardDays) -> Iterator[Row]:  # noqa: ARG001 - one signature
    for field, none, text in (
        ("most", _ALWAYS, "at most {} hard days a week"),
        ("rest", 0, "at least {} rest days a week"),
        ("in_a_row", _ALWAYS, "at most {} hard days in a row"),
    ):
        if (value := getattr(rule, field)) != none:
            yield Row(rule.name, (field,), text.format(value), HardDays(**{field: value}))


_MEASURES = {
    "most_minutes": "at most {} minutes of strength a week",
    "most_leg_sets": "at most {} sets of main lifts a week",
    "most_contacts": "at most {} ground contacts a week",
    "most_muscle_sets": "at most {} sets a week for one muscle",
    "most_high_impact": "at most {} % of the ground contacts are hard landings",
}


def _volume(instance: Instance, rule: WeeklyVolume) -> Iterator[Row]:
    for field, text in _MEASURES.items():
        if (value := getattr(rule, field)) is not None:
            extra = {"muscle_sets": rule.muscle_sets} if field == "most_muscle_sets" else {}
            yield Row(rule.name, (field,), text.format(value), Caps(**{field: value}, **extra))
    if not rule.hard:
        return
    for week in instance.weeks:
        for session_class, (low, _) in rule.targets(instance, week).items():
            there = count(instance.strength, week, session_class)
            there += instance.skips.get((week.label, session_class), 0)
            if low > there:
                said = f", {there} there already" if there else ""
                name = session_class.value
                text = f"at least {low} {name} session{'s' * (low > 1)} in {week.label}{said}"
                only = Least(week=week.label, session_class=session_class, least=low - there)
                yield Row(rule.name, (week.label, name), text, only)


_SPLIT: Mapping[type[Constraint], Callable[..., Iterator[Row]]] = {
    Availability: _availability,
    Equipment: _equipment,
    RecoveryGap: _recovery_gap,
    SessionSpacing: _session_spacing,
    KeyRunProtection: _key_run_protection,
    HardDays: _hard_days,
}
_THINGS = {
    "quality": "a quality run",
    "long": "a long run",
    "easy": "an easy run",
    "heavy_unaccustomed": "a heavy session (legs not used to it)",
    "upper": "an upper session",
}


def _thing(name: str) -> str:
    return _THINGS.get(name, f"a {name} session")


def _all(instance: Instance) -> tuple[Session, ...]:
    return (*instance.sessions, *instance.barred)


def _runs(instance: Instance) -> list[Run]:
    return [*instance.runs, *(one.activity for one in instance.facts if isinstance(one.activity, Run))]


def _planned(instance: Instance) -> list[Day]:
    return [day for day in instance.days if day.span.overlap(instance.horizon)]


def _hours_of(day: Day, windows: Sequence[Span], word: str, never: str) -> str:
    inside = [Span(max(one.start, day.span.start), min(one.end, day.span.end)) for one in windows]
    shown = [f"{clock_text(day.clock(a))}–{clock_text(day.clock(b))}" for a, b in inside if b > a]
    whole = any(one == day.span for one in inside)
    return f"{word} all day" if whole else f"{word} {' and '.join(shown)}" if shown else never
