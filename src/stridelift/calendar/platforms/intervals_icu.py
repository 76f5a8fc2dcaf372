"""intervals.icu: the workout text in the description, one step a line.

    - 15m Z2                     ``m`` is minutes here, metres are ``mtr``
    Main set 4x                  repeats the steps up to the next empty line
    - 1km 102% Pace
    - 2m Z1

How its calendar names a workout is up to the athlete, so the title says the kind; where it says none ("Run"), the
hardest five minutes of the steps do: from 103% or zone 5 on intervals, from 88% or zone 3 on tempo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from stridelift.calendar.event import Event
from stridelift.calendar.platforms.field import DESCRIPTION_LENGTH, Field
from stridelift.calendar.reading import Reading
from stridelift.calendar.size import KM_PER_MILE, Size
from stridelift.domain import RunKind

_MOST_LINES = 200
_STEPS = 2  # one alone is a step if it says how hard, else a list of anything
_KM_MINUTES = 6  # a kilometre where only time counts
_HARD_MINUTES = 5.0
_REPEAT = re.compile(r"(?:^|\s)(\d{1,2})\s?x\s*$", re.IGNORECASE)
_TIME = r"(?:(?P<h>\d{1,2})h)?(?:(?P<m>\d{1,3})(?:m(?![a-z])|['′]))?(?:(?P<s>\d{1,3})(?:s|\"|″|(?<=[m'′]\d\d)))?"  # noqa: RUF001
_STEP = re.compile(
    rf"^-\s*(?:[^\d\n]{{0,40}}\s)?(?:(?P<far>\d{{1,4}}(?:\.\d{{1,3}})?)\s?(?P<unit>km|mi|mtr)|{_TIME})(?=\s|$)(?P<rest>.*)$"
)
_ZONE = re.compile(r"\bZ([1-7])\b", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{2,3})\s?%")
_KM = {"km": 1.0, "mi": KM_PER_MILE, "mtr": 0.001}
_INTENSE = ((RunKind.INTERVALS, 5, 103), (RunKind.TEMPO, 3, 88))  # from zone, from per cent of threshold


@dataclass(frozen=True, slots=True)
class _Step:
    times: int
    minutes: float
    km: float
    zone: int
    percent: int

    @property
    def length(self) -> float:
        return self.times * (self.minutes or self.km * _KM_MINUTES)


def fields(event: Event) -> Iterator[Field]:
    steps = _steps(event.description[:DESCRIPTION_LENGTH])
    if not steps:
        return
    kind = next((kind for kind, zone, percent in _INTENSE if _is_hard(steps, zone, percent)), RunKind.EASY)
    if any(step.zone or step.percent for step in steps):
        yield Field(f"workout text: {kind.value}", Reading("the steps", kind=kind, evidence=1), guess=True)


def size(event: Event) -> Size:
    """The sum of the steps: a distance where all are distances, else minutes."""
    steps = _steps(event.description[:DESCRIPTION_LENGTH])
    if steps and all(step.km for step in steps):
        return Size(None, round(sum(step.times * step.km for step in steps), 2))
    return Size(round(sum(step.length for step in steps))) if steps else Size()


def _is_hard(steps: tuple[_Step, ...], zone: int, percent: int) -> bool:
    return sum(step.length for step in steps if step.zone >= zone or step.percent >= percent) >= _HARD_MINUTES


@lru_cache(maxsize=2048)
def _steps(description: str) -> tuple[_Step, ...]:
    result: list[_Step] = []
    times = 1
    for line in map(str.strip, description.split("\n")[:_MOST_LINES]):
        if not line.startswith("-"):
            repeat = _REPEAT.search(line)
            times = int(repeat[1]) if repeat else 1
        elif step := _step(line, times):
            result.append(step)
    sure = len(result) >= _STEPS or any(step.zone or step.percent for step in result)
    return tuple(result) if sure else ()


def _step(line: str, times: int) -> _Step | None:
    match = _STEP.match(line)
    if not match or not (match["far"] or match["h"] or match["m"] or match["s"]):
        return None
    minutes = int(match["h"] or 0) * 60 + int(match["m"] or 0) + int(match["s"] or 0) / 60
    km = float(match["far"]) * _KM[match["unit"]] if match["far"] else 0.0
    zone, percents = _ZONE.search(match["rest"]), _PERCENT.findall(match["rest"])
    return _Step(times, minutes, km, int(zone[1]) if zone else 0, max(map(int, percents), default=0))
