"""A season in pixels: phases on top, minutes of running as bars, each session as a square, numbers below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from stridelift.board.picture import Box, fit, isolated
from stridelift.board.season import Mark, Season, WeekLoad
from stridelift.report.drawing import Scale

LEFT, RIGHT = 76, 24
_PHASES = 62  # where the band begins
_RUNS = (104, 244)  # the bars, top and bottom
_SQUARE, _STEP = 15, 17
_MOST = 7  # squares on each other; a week with more says how many
_NUMBERS = ("run minutes", "leg sets", "contacts")
_LEAST_WEEK, _MOST_WEEK, _WIDTH = 38, 72, 660  # pixels: of a week, and of a few weeks
_ROOM = 120  # that the name of a race needs
_HOUR = 60


@dataclass(frozen=True)
class Column:
    """A week."""

    week: WeekLoad
    x: float
    width: float
    bar: Box
    squares: tuple[Box, ...]
    more: int
    numbers: tuple[str, ...]
    month: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def about(self) -> str:
        one = self.week
        parts = [f"{one.label}: {one.phase}", one.why, f"easier: {one.eased}" if one.eased else "", *one.races]
        parts += [f"{one.run_minutes} min of running", f"{len(one.sessions)} sessions"] if one.read else []
        parts += [f"{one.done} done"] if one.done else []
        parts += [f"{one.missed} missed"] if one.missed else []
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn. The squares stand on ``base``.

    ``phases`` has a box for each row of weeks of one phase, ``races`` the middle of a week and the names in it.
    """

    width: float
    base: float
    columns: tuple[Column, ...]
    phases: tuple[Box, ...]
    races: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    names: tuple[str, ...] = _NUMBERS

    @property
    def height(self) -> float:
        return self.base + 130


def chart(season: Season) -> Chart:
    weeks = season.weeks
    most = max(_HOUR, *(one.run_minutes for one in weeks))
    highest = min(_MOST, max(2, *(len(one.sessions) for one in weeks)))
    wide = max(_LEAST_WEEK, min(_MOST_WEEK, _WIDTH // len(weeks)))
    scale, base = Scale(0, most, _RUNS[1], _RUNS[0]), _RUNS[1] + 22 + _STEP * highest
    months = [f"{one.monday:%b}" for one in weeks]
    columns = (
        _column(one, LEFT + wide * at, wide, scale, base, month if month != months[at - 1] or not at else "")
        for at, (one, month) in enumerate(zip(weeks, months, strict=True))
    )
    return Chart(
        LEFT + max(_WIDTH, wide * len(weeks)) + RIGHT,
        base,
        tuple(columns),
        tuple(_phases(weeks, wide)),
        tuple(_races(weeks, wide)),
        tuple((scale(tick), f"{tick // _HOUR} h") for tick in _hours(most)),
    )


def _hours(most: int) -> range:
    """Four whole hours or so, up to the most."""
    return range(0, most + 1, _HOUR * -(-most // (4 * _HOUR)))


def _column(week: WeekLoad, x: float, width: float, scale: Scale, base: float, month: str) -> Column:  # noqa: PLR0913, PLR0917 - where it stands
    top = scale(week.run_minutes)
    values = (week.run_minutes, week.sets, week.contacts) if week.read else ()
    return Column(
        week,
        x,
        width,
        Box(x + 6, top, width - 12, round(_RUNS[1] - top, 1)),
        tuple(_square(x + width / 2, base - _STEP * at, one) for at, one in enumerate(week.sessions[:_MOST], 1)),
        max(0, len(week.sessions) - _MOST),
        tuple(f"{value}" if value else "–" for value in values),
        month,
    )


def _square(middle: float, y: float, one: Mark) -> Box:
    kind = "hard" if one.hard else "leg" if one.leg else "light"
    sign = {"done": "✓", "missed": "×"}.get(one.state, "")
    about = f"{one.session_class} {one.state}".strip()
    return Box(middle - _SQUARE / 2, y, _SQUARE, _SQUARE, kind, (sign,) if sign else (), about)


def _phases(weeks: Sequence[WeekLoad], wide: float) -> Iterator[Box]:
    x = float(LEFT)
    for number, (phase, some) in enumerate(groupby(weeks, key=lambda one: one.phase)):
        width = wide * len(list(some))
        yield Box(x, _PHASES, width, 20, "ground" if number % 2 else "busy", (fit(phase, width - 6),), phase)
        x += width


def _races(weeks: Sequence[WeekLoad], wide: float) -> Iterator[tuple[float, str]]:
    """The name stands to the left of its mark, if no other one is near."""
    last = float(LEFT)
    for at, one in enumerate(weeks):
        if one.races:
            middle = LEFT + wide * (at + 0.5)
            room = middle - last - 16
            yield middle, isolated(fit("; ".join(one.races), room)) if room >= _ROOM else ""
            last = middle
