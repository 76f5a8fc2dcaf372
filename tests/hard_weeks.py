"""Random weeks in which more is asked for than fits, as settings and calendars; and the weeks without some of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from command import House
from ics import all_day, calendar, timed
from stridelift import catalogue
from stridelift.constraints.base import Constraint
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.domain import Instance, Place, Span, merged
from stridelift.explain.members import CALENDAR, Member
from stridelift.explain.parts import Spacing
from stridelift.situation import Situation

_RUNS = (
    "Recovery run 6 km",
    "Intervals 6 x 800 m run",
    "Tempo run 10 km",
    "Easy run 8 km",
    "Long run 26 km",
    "Hills run",
)
_TIMES = (("06:30", "07:30"), ("12:00", "13:00"), ("18:00", "19:15"), ("08:00", "10:30"))
_LIFE = ("Work trip", "Conference", "Dinner", "Family visit")
_FREE = (
    '["06:00-08:00", "17:30-21:30"]',
    '["06:00-21:00"]',
    '["18:00-19:30"]',
    '["06:00-07:00"]',
    "[]",
    '["17:00-18:00", "20:00-21:00"]',
)
_CLASSES = ("heavy", "moderate", "core", "upper", "plyo_low", "plyo_high")
MONDAY = "2026-11-30"


def hard_week(house: House, rng: Random) -> Situation:
    """A week of runs, meetings, days off and a gym that closes, in which one to three classes are demanded."""
    classes = rng.sample(_CLASSES, rng.randint(1, 3))
    amounts = {one: (rng.choice((1, 1, 1, 2, 3)) if one in classes else 0) for one in _CLASSES}
    lines = [
        "grid = { sessions = 60 }",
        f"[availability]\nweekday = {rng.choice(_FREE)}\nweekend = {rng.choice(_FREE)}",
        "[constraints.recovery_gap]",
        f"heavy_to_quality = {rng.choice((24, 36, 48))}\nheavy_to_long = {rng.choice((18, 24))}",
        '[constraints.weekly_volume]\nweight = "hard"',
        f"most_minutes = {rng.choice((45, 90, 150, 150))}\nmost_leg_sets = {rng.choice((6, 12, 12, 12))}",
        "[sessions]",
        *(f"{name} = {{ per_week = [{least}, {max(least, 1)}] }}" for name, least in amounts.items()),
        *(f"[[days]]\ndate = 2026-{day}\noff = true" for day in _dates(rng, rng.choice((0, 0, 1, 3)))),
        '[[places]]\nname = "gym"\nequipment = ["barbell", "rack", "bench", "box", "dumbbell"]',
        f"travel_minutes = {rng.choice((0, 15))}",
        f"open = {{ weekday = {rng.choice(_FREE[:2])}, weekend = {rng.choice(_FREE)} }}",
        *(['[[places]]\nname = "home"\nequipment = ["dumbbell"]'] if rng.random() < 0.6 else []),
    ]
    house.config("\n".join(lines))
    runs = [_timed(rng, day, rng.choice(_RUNS)) for day in rng.sample(range(7), rng.randint(4, 7))]
    life = [_timed(rng, rng.randrange(7), rng.choice(_LIFE)) for _ in range(rng.randint(0, 5))]
    if rng.random() < 0.3:
        life.append(all_day(f"2026-{_date(rng.randrange(6))}", "Work trip to Oslo", "TRANSP:OPAQUE", days=2))
    return house.situation(calendar(*runs), calendar(*life))


def _date(day: int) -> str:
    return "11-30" if day == 0 else f"12-{day:02}"


def _dates(rng: Random, count: int) -> Sequence[str]:
    return [_date(day) for day in sorted(rng.sample(range(7), count))]


def _timed(rng: Random, day: int, what: str) -> str:
    start, end = rng.choice(_TIMES)
    return timed(f"2026-{_date(day)} {start}", end, what, uid=f"{what}-{day}-{start}")


def only(instance: Instance, rules: Sequence[Constraint], kept: Sequence[Member]) -> tuple[Instance, list[Constraint]]:
    """One week and its rules with nothing but some members, in settings and facts: the rest asks for nothing."""
    said: dict[str, set[str]] = {}
    for one in kept:
        said.setdefault(one.constraint, set()).update(one.scope or ("",))
    named = said.get(CALENDAR, set())
    (week,) = instance.weeks
    per_week = {
        one: (low if one.value in said.get("weekly_volume", ()) else 0, high)
        for one, (low, high) in instance.per_week_of(week).items()
    }
    instance = replace(
        instance,
        facts=tuple(one for one in instance.facts if one.uid in named),
        runs=tuple(one for one in instance.runs if one.uid in named),
        now=instance.now if "notice" in said.get("availability", ()) else instance.horizon.start - 99_999,
        availability=_opened(instance, instance.availability, said.get("availability", set())),
        per_week=per_week,
        blocks={name: replace(block, per_week=per_week) for name, block in instance.blocks.items()},
    )
    every = (*instance.sessions, *instance.barred)
    places = {one.place: _open(instance, one.place, said.get("equipment", set())) for one in every}
    sessions = tuple(replace(one, place=places[one.place]) for one in every)
    menu = instance.menu if "session_content" in said else None
    if menu is None:  # any length, and nothing in it
        sessions = tuple(
            replace(one, minutes=minutes, lengths=())
            for one in sessions
            if per_week[one.session_class][0]  # of the others none need be placed
            for minutes in one.lengths or (one.minutes,)
        )
    said.setdefault("equipment", set())
    kept_rules = [
        _cut(rule, said.get(rule.name, set())) for rule in rules if rule.name in {*said, "no_overlap", "weekly_volume"}
    ]
    return replace(instance, sessions=sessions, menu=menu, blocks=instance.blocks if menu else {}), kept_rules


def _open(instance: Instance, place: Place | None, days: set[str]) -> Place | None:
    if place is None:
        return None
    there = place.equipment if f"at {place.name}" in days else catalogue.all_equipment()
    return replace(place, open=_opened(instance, place.open, days), equipment=there)


def _opened(instance: Instance, windows: Sequence[Span], days: set[str]) -> tuple[Span, ...]:
    return merged([*windows, *(one.span for one in instance.days if one.date.isoformat() not in days)])


def _cut(rule: Constraint, fields: set[str]) -> Constraint:
    """The rule with every number off that is not among these."""
    off = {"most": 7, "in_a_row": 7, "rest": 0, "run_first": False, "one_a_day": False, "weight": rule.weight}
    caps = {"most_minutes", "most_leg_sets", "most_contacts", "most_muscle_sets", "most_high_impact"}
    given = {name: getattr(rule, name) for name in type(rule).model_fields}
    if isinstance(rule, SessionSpacing) and not fields & {"days", "one_a_day"}:  # no setting takes its word on dates
        hours = {name: given[name] for name in fields}
        return Spacing(gap_tolerance=rule.gap_tolerance, **hours)
    numbers = {name for name in given if "_to_" in name or name.startswith(("race_", "after_", "sore_"))}
    changes = {name: off.get(name, 0) for name in (numbers | (off.keys() & given.keys())) - fields - {"weight"}}
    changes |= dict.fromkeys((caps & given.keys()) - fields)
    return type(rule)(**{**given, **changes})
