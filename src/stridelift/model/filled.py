"""A placed session with what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stridelift.domain import Candidate, Menu, Prescription, Session

_MINUTE = 60


def filled(menu: Menu, candidate: Candidate, content: Iterable[Prescription]) -> Candidate:
    """The candidate with its exercises in the order of the menu, at the shortest of its lengths that holds them.

    What the length leaves over goes half to the warm-up and half to the cool-down, which has whole minutes.
    """
    session = candidate.activity
    if not isinstance(session, Session):
        return candidate
    ordered = tuple(sorted(content, key=menu.choices.index))
    used = sum(one.seconds for one in ordered) + menu.warm_up_s + menu.cool_down_s
    least = max(candidate.minutes - candidate.shorter, -(-used // _MINUTE))
    minutes = min((one for one in session.lengths if one >= least), default=candidate.minutes)
    left = minutes * _MINUTE - used
    later = left // 2 // _MINUTE * _MINUTE
    concrete = replace(
        session,
        minutes=minutes,
        lengths=(),
        exercises=ordered,
        warm_up_s=menu.warm_up_s + left - later,
        cool_down_s=menu.cool_down_s + later,
    )
    return Candidate.at(concrete, candidate.start)
