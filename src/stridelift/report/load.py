"""How much running a week has, against the weeks before and from day to day. Reported; no rule uses it.

The ratio of a week to those before predicts no injury in runners (Impellizzeri2020, Frandsen2025), and the usual limits
of monotony come from other sports (Foster1998): they are shown to those who look for them, without a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean, pstdev

from stridelift.domain import Day, Run, RunKind
from stridelift.situation import Situation

_WEEK = 7
_CHRONIC = 4  # weeks before


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes of running of a week; ``ratio`` to the mean of the four weeks before, None where one of them has none.

    ``monotony``: mean over standard deviation of the week's days, None where all days are alike.
    """

    week: str
    minutes: int
    ratio: float | None
    monotony: float | None


def loads(situation: Situation) -> Iterator[Load]:
    """Of each planned week."""
    horizon = situation.horizon
    by_day = [_minutes(situation, day) for day in horizon.days]
    totals = [sum(by_day[at : at + _WEEK]) for at in range(0, len(by_day), _WEEK)]
    for week in horizon.weeks:
        first = horizon.days.index(week.days[0])
        at, days = first // _WEEK, by_day[first : first + _WEEK]
        before = totals[max(at - _CHRONIC, 0) : at]
        known = len(before) == _CHRONIC and all(before)
        spread = pstdev(days)
        yield Load(
            week.label,
            totals[at],
            round(totals[at] / fmean(before), 2) if known else None,
            round(fmean(days) / spread, 1) if spread else None,
        )


def load_lines(situation: Situation) -> Iterator[str]:
    """Of the weeks that have others to be compared with."""
    for one in loads(situation):
        if one.minutes and one.ratio is not None:
            monotony = "" if one.monotony is None else f", monotony {one.monotony:.1f}"
            yield f"{one.week}: {one.minutes} min, {one.ratio:.2f} of the four weeks before{monotony}"


def _minutes(situation: Situation, day: Day) -> int:
    return sum(
        one.activity.minutes
        for one in situation.intake.runs
        if isinstance(one.activity, Run)
        and one.activity.kind is not RunKind.CROSS
        and day.span.start <= one.start < day.span.end
    )
