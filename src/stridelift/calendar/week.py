"""Long by comparison: the run that stands out in its ISO week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stridelift.domain import RunKind

STANDS_OUT = 1.25  # times the next longest run
SHARE = 0.25  # of the week's kilometres, among at least five runs
_RUNS_FOR_A_SHARE = 5
_RUNS_TO_COMPARE = 3
LONGEST = "longest run of the week"
NOT_LONGEST = "not the longest run of the week"
LEAST_KM = 10.0  # and an hour, at six minutes a kilometre


@dataclass(frozen=True, slots=True)
class WeekRun:
    """A run of one week: ``bare`` where its title says no kind, ``by_size`` where only its size made it long."""

    kind: RunKind
    km: float
    bare: bool = False
    by_size: bool = False
    reason: str = ""


def compared(runs: Sequence[WeekRun]) -> list[WeekRun]:
    """The runs of one ISO week, seen together.

    Where the week has a long run by name, or a race, at least as long, a run that is long only by its size is easy.
    Else a bare easy run of 10 km or more (or an hour) is long if it is 1.25 times as long as every other run of the
    week, of at least three, or strictly the longest with a quarter of the week among at least five.
    """
    named = [run for run in runs if run.kind is RunKind.RACE or (run.kind is RunKind.LONG and not run.by_size)]
    longest = max((run.km for run in named), default=-1.0)
    result = [_taken_back(run) if run.km <= longest else run for run in runs]
    if any(run.kind in {RunKind.LONG, RunKind.RACE} for run in result):
        return result
    most = max((run.km for run in result), default=0.0)
    if sum(run.km == most for run in result) > 1:  # none is longer than every other one
        return result
    return [_promoted(run) if run.km == most and _stands_out(at, result) else run for at, run in enumerate(result)]


def _taken_back(run: WeekRun) -> WeekRun:
    if not run.by_size:
        return run
    return replace(run, kind=RunKind.EASY, by_size=False, reason=NOT_LONGEST)


def _promoted(run: WeekRun) -> WeekRun:
    return replace(run, kind=RunKind.LONG, by_size=True, reason=LONGEST)


def _stands_out(at: int, runs: Sequence[WeekRun]) -> bool:
    run = runs[at]
    others = [one.km for place, one in enumerate(runs) if place != at and one.km > 0]
    if run.kind is not RunKind.EASY or not run.bare or run.km < LEAST_KM or len(others) < _RUNS_TO_COMPARE - 1:
        return False
    share = len(others) >= _RUNS_FOR_A_SHARE - 1 and run.km >= SHARE * (run.km + sum(others))
    return run.km >= STANDS_OUT * max(others) or (share and run.km > max(others))
