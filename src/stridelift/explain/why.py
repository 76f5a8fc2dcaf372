"""Why a session is where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stridelift.constraints.base import Constraint
from stridelift.constraints.hours import GapTable
from stridelift.domain import Candidate, Instance, Plan, Run
from stridelift.wallclock import clock_text

_FAR = 4 * 24 * 60  # minutes from which a run no longer decides


def why(instance: Instance, rules: Sequence[Constraint], plan: Plan, candidate: Candidate) -> Iterator[str]:
    """The run before and the run after that a session had to keep off most, with the hours between.

    Of the runs that a table of hours speaks of, key runs first, it is the one with the least to spare.
    """
    tables = [rule for rule in rules if isinstance(rule, GapTable)]
    pairs = _deciding(instance, tables, plan, candidate)
    for pair in pairs:
        word, run = ("after", pair[0]) if pair[1] is candidate else ("before", pair[1])
        yield f"{_gap_text(instance, tables, pair)} {word} {named(instance, run)}"
    if not pairs:
        yield "no run within four days asks for rest"


def deciding(instance: Instance, rules: Sequence[Constraint], plan: Plan, candidate: Candidate) -> list[Candidate]:
    """The runs that ``why`` speaks of."""
    tables = [rule for rule in rules if isinstance(rule, GapTable)]
    pairs = _deciding(instance, tables, plan, candidate)
    return [one for pair in pairs for one in pair if one is not candidate]


_Pair = tuple[Candidate, Candidate]


def _deciding(instance: Instance, tables: Sequence[GapTable], plan: Plan, candidate: Candidate) -> list[_Pair]:
    """The candidate with the run before it and the run after it that it had to keep off most."""
    runs = [one for one in (*instance.facts, *plan.runs) if isinstance(one.activity, Run)]
    before = [(one, candidate) for one in runs if one.end <= candidate.start < one.end + _FAR]
    after = [(candidate, one) for one in runs if candidate.end <= one.start < candidate.end + _FAR]
    spoken = [[pair for pair in pairs if any(_asked(instance, tables, pair))] for pairs in (before, after)]
    return [min(pairs, key=lambda pair: _spare(instance, tables, pair)) for pairs in spoken if pairs]


def _asked(instance: Instance, tables: Sequence[GapTable], pair: _Pair) -> list[int]:
    """Minutes that each table asks for between the two."""
    return [table.between(instance.athlete, pair[0].activity, pair[1].activity) for table in tables]


def _spare(instance: Instance, tables: Sequence[GapTable], pair: _Pair) -> tuple[bool, int]:
    easy = not any(isinstance(one.activity, Run) and one.activity.key for one in pair)
    return easy, pair[1].start - pair[0].end - max(_asked(instance, tables, pair))


def _gap_text(instance: Instance, tables: Sequence[GapTable], pair: _Pair) -> str:
    asked = zip(tables, _asked(instance, tables, pair), strict=True)
    limits = ", ".join(
        f"{'at least' if table.hard else 'better'} {_hours(minutes)}" for table, minutes in asked if minutes
    )
    return f"{round((pair[1].start - pair[0].end) / 60)} h ({limits})"  # whole: a run three minutes later is no news


def named(instance: Instance, run: Candidate) -> str:
    """``Tue intervals``; a start that the calendar does not give is said."""
    activity, day = run.activity, instance.day(run.start)
    if not isinstance(activity, Run):
        return ""
    start = "" if activity.timed else f" at {clock_text(day.clock(run.start))}"
    return f"{day.date:%a} {activity.kind.value}{start}"


def _hours(minutes: int) -> str:
    return f"{round(minutes / 60, 1):g}"
