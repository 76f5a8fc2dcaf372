"""The questions, what stands in their brackets, and what an answer makes of the proposal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from stridelift.config import Race
from stridelift.domain import Level, Priority
from stridelift.errors import ConfigError
from stridelift.proposal import WHERE, YOU, Proposal, Said
from stridelift.wallclock import WEEKDAYS, Clock, Window, clock_text

T = TypeVar("T")
NONE = "none"
_COMMA = re.compile(r"\s*[,;]\s*|\s+and\s+")
_GROUPS = {"weekday": WEEKDAYS[:5], "weekend": WEEKDAYS[5:]}
_DISTANCES = ("5k", "10k", "half", "marathon", "ultra")


@dataclass(frozen=True)
class Question:
    """``shown`` is what Enter stands for; ``put`` takes any other answer, or raises a ConfigError."""

    text: str
    shown: Callable[[Proposal], str]
    put: Callable[[Proposal, str], Proposal]


def questions(proposal: Proposal, today: date, most: int) -> Iterator[Question]:
    """At most so many; when runs start is asked only where the calendar leaves it open."""
    yield Question(
        f"Your main race, as in {today.year + 1}-04-25 marathon ({', '.join(_DISTANCES)}), or none",
        lambda one: f"{one.goal.date} {one.goal.distance}" if one.goal else NONE,
        lambda one, text: _race(one, text, today),
    )
    yield Question("Your experience with strength training: novice, intermediate or advanced", _level, _put_level)
    yield Question(
        "Where you lift: gym, home (dumbbells and bands), both, or none (body weight only)",
        lambda one: one.where.value,
        _where,
    )
    for group, name in (("weekday", "on weekdays"), ("weekend", "at weekends")):
        yield _free(group, name)
    if proposal.untimed and most > 5:  # noqa: PLR2004 - those above
        yield Question("When your runs usually start, on weekdays and at weekends", _starts, _put_starts)


# What stands in the brackets.


def _level(proposal: Proposal) -> str:
    return proposal.level.value.value


def _starts(proposal: Proposal) -> str:
    return ", ".join(clock_text(proposal.starts[group].value) for group in _GROUPS)


def windows_text(windows: tuple[Window, ...]) -> str:
    return ", ".join(f"{clock_text(start)}-{clock_text(end)}" for start, end in windows) or NONE


# What an answer means.


def _one_of(text: str, known: tuple[str, ...]) -> str:
    found = [one for one in known if one.startswith(text.lower())]
    if text.lower() in known or len(found) == 1:
        return text.lower() if text.lower() in known else found[0]
    raise ConfigError(f"{text!r} is none of {', '.join(known)}.")


def _put_level(proposal: Proposal, text: str) -> Proposal:
    return replace(proposal, level=Said(Level(_one_of(text, tuple(one.value for one in Level))), YOU))


def _where(proposal: Proposal, text: str) -> Proposal:
    return replace(proposal, where=Said(_one_of(text, WHERE), YOU))


def _race(proposal: Proposal, text: str, today: date) -> Proposal:
    """The main race is now this one, or none; the others of the calendar stay as training races."""
    others = tuple(replace(one, value=one.value.model_copy(update={"priority": Priority.C})) for one in proposal.races)
    if text.lower() == NONE:
        return replace(proposal, races=others)
    day, _, distance = text.partition(" ")
    if not distance.strip():
        raise ConfigError(f"the race of {day!r} lacks its distance: {', '.join(_DISTANCES)}.")
    distance = _one_of(distance.strip(), _DISTANCES)
    written = {"date": day, "distance": distance, "priority": Priority.A}
    race = _valid(Race, written, f"{day!r} is no date; write it like {today.year + 1}-04-25.")
    if race.date < today:
        raise ConfigError(f"the race of {race.date} is over.", "the year is mistyped.")
    same = [one.value for one in others if one.value.date == race.date]
    name = same[0].name if same else race.name
    kept = [one for one in others if one.value.date != race.date]
    said = Said(race.model_copy(update={"name": name}), YOU)
    return replace(proposal, races=tuple(sorted([*kept, said], key=lambda one: one.value.date)))


def _free(group: str, name: str) -> Question:
    def put(proposal: Proposal, text: str) -> Proposal:
        windows: tuple[Window, ...] = ()
        if text.lower() != NONE:
            windows = tuple(_valid(Window, part) for part in _COMMA.split(text.strip(" ,;")))
        return replace(proposal, availability=_all_days(proposal.availability, group, Said(windows, YOU)))

    return Question(
        f"When you are free to train {name}",
        lambda one: windows_text(one.availability[group].value),
        put,
    )


def _put_starts(proposal: Proposal, text: str) -> Proposal:
    parts = [_valid(Clock, part) for part in re.split(r"[\s,;]+", text.strip(" ,;"))]
    if len(parts) > len(_GROUPS):
        raise ConfigError(f"{text!r} has {len(parts)} times, and two were asked for.")
    starts = proposal.starts
    for group, minute in zip(_GROUPS, (parts[0], parts[-1]), strict=True):
        starts = _all_days(starts, group, Said(minute, YOU))
    return replace(proposal, starts=starts)


def _all_days(table: Mapping[str, Said[T]], group: str, said: Said[T]) -> dict[str, Said[T]]:
    """An answer for weekdays or weekends holds for all of its days, whatever the calendar showed of one."""
    return {**{name: one for name, one in table.items() if name not in _GROUPS[group]}, group: said}


def _valid(kind: Any, value: Any, instead: str = "") -> Any:  # noqa: ANN401 - a type, and what it is made of
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise ConfigError(instead or f"{error.errors()[0]['msg'].removeprefix('Value error, ')}.") from None
