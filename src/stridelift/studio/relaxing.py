"""Applying a way out for good: what of it the config says, and what the published calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from stridelift.calendar.published import Published, Skip
from stridelift.config import DayContext
from stridelift.explain.relaxations import Relaxation
from stridelift.explain.ways import Freed, LeftOut, Setting, Step
from stridelift.situation import Situation
from stridelift.wallclock import Window, window_text

_DAY = 24 * 60


@dataclass(frozen=True)
class Applied:
    """Dotted keys of the config with their values, tables for its arrays, and what was left out."""

    changes: dict[str, Any]
    added: tuple[tuple[str, dict[str, Any]], ...]
    skips: tuple[Skip, ...]


def is_applicable(situation: Situation, relaxation: Relaxation) -> bool:
    """Whether config and feed can say all of it; else only the athlete can do it, in another calendar."""
    steps = relaxation.steps
    return bool(steps) and all(_is_sayable(situation, one) for one in steps)


def _is_sayable(situation: Situation, step: Step) -> bool:
    """A day that has a place nobody described cannot be written down."""
    if not isinstance(step, Freed):
        return True
    context = situation.days.on(situation.horizon.at(step.span.start).date())
    known = {one.name for one in situation.loaded.config.places}
    return context is None or set(context.places or ()) <= known


def applied(situation: Situation, steps: Sequence[Step]) -> Applied:
    """The steps of a way out that is applicable."""
    changes: dict[str, Any] = {one.key: one.value for one in steps if isinstance(one, Setting)}
    skips = tuple(_skips(one for one in steps if isinstance(one, LeftOut)))
    free: dict[Any, list[Freed]] = {}
    for one in steps:
        if isinstance(one, Freed):
            free.setdefault(situation.horizon.at(one.span.start).date(), []).append(one)
    added = []
    dates = [one.date for one in situation.loaded.config.days]
    for day, some in free.items():
        context = situation.days.on(day) or DayContext(date=day)
        windows = [window_text(one).replace("–", "-") for one in _windows(situation, context, some)]
        if day in dates:
            at = f"days.{dates.index(day)}"
            changes |= {f"{at}.availability": windows, **({f"{at}.off": None} if context.off else {})}
        else:
            places = {} if context.places is None else {"places": list(context.places)}
            added.append(("days", {"date": day, **places, "availability": windows}))
    return Applied(changes, tuple(added), skips)


def without(published: Published, skips: Sequence[Skip]) -> Published:
    """The calendar as it is published, with more left out."""
    return replace(published, skips=tuple(sorted((*published.skips, *skips))))


def _skips(steps: Iterator[LeftOut]) -> Iterator[Skip]:
    for one in steps:
        yield from [Skip(one.week, one.session_class.value)] * one.number


def _windows(situation: Situation, context: DayContext, some: Sequence[Freed]) -> list[Window]:
    """What is free that day, by its own clock, and the new times; those that touch are one."""
    zone = ZoneInfo(context.timezone) if context.timezone else situation.horizon.zone
    usual = situation.loaded.config.availability.on(context.date)
    there = () if context.off else usual if context.availability is None else context.availability
    new = [tuple(situation.horizon.at(at).astimezone(zone) for at in one.span) for one in some]
    clocks = [(60 * a.hour + a.minute, 60 * b.hour + b.minute) for a, b in new]
    merged: list[Window] = []
    for start, end in sorted((a, b if b > a else b + _DAY) for a, b in (*there, *clocks)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(start, end if end <= _DAY else end - _DAY) for start, end in merged]
