"""The three shapes of a rule. A rule says its truth once; the model's encoding and the check follow from it.

* :class:`PlacementRule` judges one candidate alone, :class:`WindowRule` by the minutes that it spends outside windows;
* :class:`~stridelift.constraints.pairs.PairRule` judges two candidates, the earlier one first;
* :class:`CouplingRule` ties many and writes its encoding and its check by hand.

The configuration object is the rule: the fields of the frozen model are the settings.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from stridelift.domain import (
    Activity,
    Candidate,
    Instance,
    Plan,
    Prescription,
    Session,
    SessionClass,
    Span,
    Violation,
    Week,
    Weight,
)
from stridelift.model import Model

Price = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
Hours = Annotated[
    float,
    Field(
        ge=0,
        le=28 * 24,
        description="Hours from the end of the first to the start of the second; of two sessions from start to start.",
    ),
]


class Constraint(BaseModel, ABC):
    """A rule with its settings.

    ``weight`` is ``"hard"`` or the price of one unit; ``enabled = false`` takes the rule out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    unit: ClassVar[str] = "minutes"

    weight: Literal["hard"] | Price = Field("hard", description="hard: never broken. Else the price of one unit.")
    enabled: bool = Field(default=True, description="false takes the rule out.")

    @property
    def name(self) -> str:
        """The module's name: file, config table and report say the same."""
        return type(self).__module__.rpartition(".")[2]

    @property
    def hard(self) -> bool:
        return self.weight == "hard"

    def prune(self, model: Model) -> None:
        """Drop or price single candidates."""

    def post(self, model: Model) -> None:
        """Tie candidates together."""

    @abstractmethod
    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        """What the plan breaks, found without the solver. Facts are not judged against facts."""

    def suits(self, instance: Instance, session: Session, choice: Prescription) -> bool:  # noqa: ARG002 - one signature
        """Whether a choice of the menu may be made in an open session."""
        return True

    def gentle(self, instance: Instance, candidate: Candidate) -> bool:  # noqa: ARG002 - one signature
        """Whether what makes very sore has no place in a session at this time."""
        return False

    def most_in_week(self, instance: Instance, week: Week, session_class: SessionClass) -> int | None:  # noqa: ARG002
        """How many sessions of a class may be placed in a week, None where the rule has no word on it."""
        return None

    def clashes(self, instance: Instance) -> Iterator[Violation]:  # noqa: ARG002 - most rules have nothing to say
        """Where facts of the horizon break the rule among themselves: worth a warning, no more."""
        yield from ()

    def breach(self, scope: Sequence[str], amount: int, unit: str = "", weight: Weight | None = None) -> Violation:
        return Violation(self.name, tuple(scope), amount, unit or self.unit, self.weight if weight is None else weight)


class PlacementRule(Constraint):
    """Judges one candidate alone."""

    @abstractmethod
    def judge(self, instance: Instance, candidate: Candidate) -> int:
        """The amount by which the candidate breaks the rule, 0 for none."""

    def prune(self, model: Model) -> None:
        for options in model.options:
            for index, candidate in enumerate(options.candidates):
                amount = self.judge(model.instance, candidate)
                if amount > 0:
                    options.charge(index, amount, self.weight)

    def violations(self, instance: Instance, plan: Plan) -> Iterator[Violation]:
        for candidate in plan.placed:
            amount = self.judge(instance, candidate)
            if amount > 0:
                yield self.breach((candidate.uid,), amount)


class WindowRule(PlacementRule):
    """A candidate, with a margin on both sides, must lie inside one of some windows."""

    @abstractmethod
    def windows(self, instance: Instance, activity: Activity) -> Sequence[Span] | None:
        """Disjoint windows in order, or None where the rule has no word on the activity."""

    def margin(self, activity: Activity) -> int:  # noqa: ARG002 - the activity is for those that have one
        return 0

    def starts(self, instance: Instance, activity: Activity, minutes: int) -> Sequence[Span] | None:
        """The starts at which so many minutes break nothing: what a hard rule would drop need not be made."""
        windows = self.windows(instance, activity)
        if windows is None:
            return None
        margin = self.margin(activity)
        fits = (Span(one.start + margin, one.end - margin - minutes + 1) for one in windows)
        return [span for span in fits if span.minutes > 0]

    def judge(self, instance: Instance, candidate: Candidate) -> int:
        """Minutes outside the best window."""
        windows = self.windows(instance, candidate.activity)
        if windows is None:
            return 0
        margin = self.margin(candidate.activity)
        whole = Span(candidate.start - margin, candidate.end + margin)
        return whole.minutes - max((whole.overlap(window) for window in windows), default=0)


class CouplingRule(Constraint):
    """Ties many candidates; ``post`` and ``violations`` are written apart and share no helper."""
