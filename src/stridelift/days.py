"""What is special about each date: the config's ``[[days]]``, and for the other dates what the calendars say.

Several contexts of one date combine: a day off wins, places and windows intersect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from stridelift import catalogue
from stridelift.calendar.context import MOST_DAYS, Context, contexts
from stridelift.calendar.day_title import Said
from stridelift.calendar.event import Event, Ignored, Verdict
from stridelift.config import Config, DayContext, Place
from stridelift.horizon import Horizon
from stridelift.wallclock import Window, clock_text, window_text

AWAY = "away"  # the place of who is away and has no place for it in the config: no equipment
_DAY = 24 * 60
_NOON, _EVENING = 12 * 60, 17 * 60
_PARTS: Mapping[Said, Window] = {
    Said.MORNINGS: (0, _NOON),
    Said.AFTERNOONS: (_NOON, 2 * _DAY),
    Said.EVENINGS: (_EVENING, 2 * _DAY),
}


@dataclass(frozen=True)
class DayFact:
    """What is special about a date, in a few words too; who says so (``config`` or ``calendar``) and why."""

    context: DayContext
    text: str
    origin: str = "config"
    reason: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Days:
    """The facts by date, the places that they speak of, and what is to be said about it.

    ``spent`` holds the positions of the events that have had their say here and take no time of the day.
    """

    facts: Mapping[date, DayFact]
    places: tuple[Place, ...]
    assumptions: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    spent: frozenset[int] = frozenset()

    def on(self, day: date) -> DayContext | None:
        fact = self.facts.get(day)
        return fact.context if fact else None


def listed(config: Config) -> tuple[Place, ...]:
    """The places of the config, or one with everything."""
    return config.places or (Place(name="anywhere", equipment=tuple(sorted(catalogue.all_equipment(config.own)))),)


def days_of(config: Config, horizon: Horizon, events: Sequence[Event], verdicts: Sequence[Verdict]) -> Days:
    """What config and calendars say of the days on the axis."""
    own = {one.date: DayFact(one, _own_text(one)) for one in config.days}
    read: dict[date, list[Context]] = {}
    assumptions: list[str] = []
    ignored: list[Ignored] = []
    found = contexts(events, verdicts, config.runs.rules, [place.name for place in config.places])
    for one in found.values():
        dates = [day for day in one.dates if day not in own]
        planned = [day for day in one.dates if horizon.first <= day < horizon.end]
        refused = _refused(one, dates=[day for day in planned if day not in own])
        if not refused:
            for day in dates:
                read.setdefault(day, []).append(one)
        if planned and refused:
            ignored.append(Ignored(one.event.uid, one.event.summary, refused))
        elif planned:
            assumptions.append(_assumption(one, config, [day for day in planned if day in dates]))
    facts = own | {day: _combined(day, several, config) for day, several in read.items()}
    spent = frozenset(at for at, one in found.items() if not one.blocks)
    return Days(facts, _places(config, facts), tuple(assumptions), tuple(ignored), spent)


def _refused(one: Context, dates: Sequence[date]) -> str:
    """Why an event that speaks of its days changes nothing."""
    if len(one.dates) > MOST_DAYS:
        return f"{one.text}, yet over {len(one.dates)} days: more than {MOST_DAYS} are not taken for that"
    if one.reading.said is Said.ONLY and not one.reading.places:
        return f"{one.text}, yet no place of the config is called so"
    return "" if dates else f"{one.text}, yet [[days]] says otherwise"


# What a context asks for.


def _combined(day: date, several: Sequence[Context], config: Config) -> DayFact:
    text = ", ".join(dict.fromkeys(one.text for one in several))
    reason = "; ".join(dict.fromkeys(f"{one.text} ({one.reason})" for one in several))
    summary = "; ".join(dict.fromkeys(one.event.summary for one in several))
    if any(one.reading.said is Said.OFF for one in several):
        return DayFact(_context(day, off=True), "off", "calendar", reason, summary)
    places: tuple[str, ...] | None = None
    windows: tuple[Window, ...] | None = None
    for one in several:
        if (named := _named(one, config)) is not None:
            places = named if places is None else tuple(name for name in places if name in named)
        if part := _PARTS.get(one.reading.said):
            windows = tuple(_cut(config.availability.on(day) if windows is None else windows, part))
    return DayFact(_context(day, places=places, windows=windows), text, "calendar", reason, summary)


def _context(
    day: date, *, off: bool = False, places: tuple[str, ...] | None = None, windows: tuple[Window, ...] | None = None
) -> DayContext:
    """As the config would say it. Windows are minutes already, so they are not read again."""
    return DayContext.model_construct(date=day, off=off, places=places, availability=windows)


def _named(one: Context, config: Config) -> tuple[str, ...] | None:
    """The places within reach; None where the context says nothing of places."""
    if one.reading.said is Said.ONLY:
        return one.reading.places
    if one.reading.said is Said.AWAY:
        return tuple(place.name for place in config.places if place.only_on_days) or (AWAY,)
    return None


def _cut(windows: Iterable[Window], part: Window) -> Iterator[Window]:
    """Inside a part of the day; a window that runs past midnight belongs to the evening it begins in."""
    for start, end in windows:
        first, last = max(start, part[0]), min(end if end > start else end + _DAY, part[1])
        if first < last:
            yield first, last if last <= _DAY else last - _DAY


def _places(config: Config, facts: Mapping[date, DayFact]) -> tuple[Place, ...]:
    """The config's, or one with everything; and :data:`AWAY`, where a day asks for it and nobody described it."""
    there = listed(config)
    asked = any(AWAY in (fact.context.places or ()) for fact in facts.values())
    known = any(place.name == AWAY for place in there)
    return (*there, Place(name=AWAY, only_on_days=True)) if asked and not known else there


# In words.


def _assumption(one: Context, config: Config, dates: Sequence[date]) -> str:
    effect = "no session"
    if (named := _named(one, config)) is not None:
        bare = all(place.name not in named or not place.equipment for place in config.places)
        effect = "body weight only" if bare else f"sessions only at {' or '.join(named)}"
    if part := _PARTS.get(one.reading.said):
        effect = f"sessions only {'from' if part[0] else 'before'} {clock_text(part[0] or part[1])}"
    said = f"{_ranges(dates)}: {one.text} ({one.event.summary!r}): {effect}"
    return f"{said}, unless [[days]] says otherwise"


def _ranges(dates: Sequence[date]) -> str:
    """``Thu 03 Dec – Sat 05 Dec, Mon 07 Dec``."""
    breaks = [n + 1 for n, (one, two) in enumerate(pairwise(dates)) if two - one > timedelta(days=1)]
    runs = [dates[start:end] for start, end in pairwise([0, *breaks, len(dates)])]
    return ", ".join(" – ".join(f"{day:%a %d %b}" for day in dict.fromkeys((run[0], run[-1]))) for run in runs)


def _own_text(one: DayContext) -> str:
    """What the config says of a day: ``off``, or what may be where and when."""
    if one.off:
        return "off"
    places = "" if one.places is None else f"at {' or '.join(one.places) or 'no place'}"
    windows = "" if one.availability is None else " and ".join(map(window_text, one.availability)) or "no time"
    return ", ".join(part for part in (places, windows, one.timezone or "") if part)
