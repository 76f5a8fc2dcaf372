"""A good plan of a long season, a few weeks at a time: the search of the whole begins with it.

Of a year with contents the search alone finds no plan within minutes, though it soon knows what the best must cost.
Weeks far apart hardly touch, so a few weeks planned beside what is planned before them come out nearly as in the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from stridelift.domain import Candidate, Instance, Plan, Run, Span, Week

LONG = 16  # weeks that the search plans by itself
_TOGETHER = 4  # weeks that are planned together
_KEPT = 3  # of which so many stay as they are; the rest is there to see what comes


def ahead(instance: Instance, planned: Callable[[Instance], Plan | None]) -> Plan:
    """As far as the weeks have a plan; ``planned`` makes that of an instance of few weeks."""
    placed: list[Candidate] = []
    weeks = instance.weeks
    for at in range(0, max(1, len(weeks) - (_TOGETHER - _KEPT)), _KEPT):
        together = weeks[at : at + _TOGETHER]
        plan = planned(_part(instance, together, placed))
        if plan is None:
            break
        kept = together if together[-1] is weeks[-1] else together[:_KEPT]
        placed += [one for one in plan.placed if one.start < kept[-1].span.end]
    return Plan.of(placed)


def _part(instance: Instance, weeks: Sequence[Week], placed: Sequence[Candidate]) -> Instance:
    """The instance of some weeks, in which what is placed before them is a fact."""
    start = max(instance.horizon.start, weeks[0].span.start)
    end = min(instance.horizon.end, weeks[-1].span.end)
    facts = tuple(sorted([*instance.facts, *placed], key=lambda one: one.order))
    runs = tuple(one for one in instance.runs if _is_inside(one, start, end))
    return replace(instance, horizon=Span(start, end), weeks=tuple(weeks), facts=facts, runs=runs)


def _is_inside(run: Run, start: int, end: int) -> bool:
    return run.usual is not None and start <= run.usual < end
