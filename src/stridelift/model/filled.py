"""A placed session with what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stridelift.domain import Candidate, Menu, Prescription, Session

_MINUTE = 60


def filled(menu: Menu, candidate: Candidate, content: Iterable[Prescription]) -> Candidate:
    """The candidate with its exercises in the order of the menu.

    What its length leaves over goes half to the warm-up and half to the cool-down, which has whole minutes.
    """
    session = candidate.activity
    if not isinstance(session, Session):
        return candidate
    ordered = tuple(sorted(content, key=menu.choices.index))
    work = sum(one.seconds for one in ordered)
    left = candidate.minutes * _MINUTE - work - menu.warm_up_s - menu.cool_down_s
    later = left // 2 // _MINUTE * _MINUTE
    concrete = replace(
        session,
        minutes=candidate.minutes,
        lengths=(),
        exercises=ordered,
        warm_up_s=menu.warm_up_s + left - later,
        cool_down_s=menu.cool_down_s + later,
    )
    return Candidate(concrete, candidate.start, candidate.end)
