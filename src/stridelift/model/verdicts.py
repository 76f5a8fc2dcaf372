"""What the model asks the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stridelift.domain import Activity, Candidate, Prescription, Session, SessionClass, Week
from stridelift.model.lengths import Says


@dataclass(frozen=True)
class Verdicts:
    """What all rules together say while the model is made.

    ``conflict``: of two candidates, the earlier first, that both cannot be placed; ``apart``: not even if they were at
    other places. ``says``: when an
    activity may start after a session. ``suits``: a choice may be made in
    a session. ``gentle``: a candidate has no place for what makes very sore. ``most``: sessions of a class in a week,
    None where no rule limits them.
    """

    conflict: Callable[[Candidate, Candidate], bool]
    apart: Callable[[Candidate, Candidate], bool]
    says: Callable[[Session, Activity], Says]
    suits: Callable[[Session, Prescription], bool]
    gentle: Callable[[Candidate], bool]
    most: Callable[[Week, SessionClass], int | None]
