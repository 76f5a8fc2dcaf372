"""What became of the plan that was published, and why each session could not stay where it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from stridelift.constraints.base import Constraint
from stridelift.domain import Candidate, Instance, Plan, Session
from stridelift.explain.obstacles import obstacles
from stridelift.explain.wording import differences, moment
from stridelift.solve import violations

_MOST = 2  # reasons


@dataclass(frozen=True)
class Change:
    """A session or a run from where it was to where it is; None where it was not, or is not any more."""

    before: Candidate | None
    after: Candidate | None
    why: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``moved``, ``dropped`` or ``new``."""
        if self.before is None:
            return "new"
        return "dropped" if self.after is None else "moved"

    def text(self, instance: Instance) -> str:
        """``heavy moves from Thu 03 Dec 17:30 to Fri 04 Dec 18:00``, with the reason."""
        one = self.after or self.before
        name = "" if one is None else one.activity.load if isinstance(one.activity, Session) else one.activity.summary
        where = _place(self.after) if self.after and _place(self.after) != _place(self.before or self.after) else ""
        at = f" at {where}" if where else ""
        if self.before is None:
            said = f"{name} is new on {moment(instance, self.after.start)}" if self.after else ""
        elif self.after is None:
            said = f"{name} of {moment(instance, self.before.start)} is dropped"
        else:
            said = (
                f"{name} moves from {moment(instance, self.before.start)} to {moment(instance, self.after.start)}{at}"
            )
        return f"{said}: {'; '.join(self.why)}" if self.why else said


def moved(instance: Instance, rules: Sequence[Constraint], plan: Plan, known: Collection[str]) -> Iterator[Change]:
    """What is not where ``instance.published`` has it, in order of time; sessions of both have the calendar's UIDs.

    What is new is named in the weeks that were published (``known``, by label).
    """
    placed = {_id(one): one for one in plan.placed}
    gone = [(one, placed.get(_id(one))) for one in instance.published]
    for before, after in gone:
        if after is None or (before.start, _place(before)) != (after.start, _place(after)):
            yield Change(before, after, tuple(_why(instance, rules, plan, before, after)))
    published = {_id(one) for one in instance.published}
    for one in plan.sessions:
        week = next(it.label for it in instance.weeks if it.span.start <= one.start < it.span.end)
        if _id(one) not in published and week in known:
            yield Change(None, one)


def _why(
    instance: Instance, rules: Sequence[Constraint], plan: Plan, before: Candidate, after: Candidate | None
) -> list[str]:
    """What forbids it where it was, beside the rest of the plan; else the rules that would cost more."""
    others = [one for one in plan.placed if one is not after]
    facts = tuple(sorted((*instance.facts, *others), key=lambda one: one.order))
    against = [one.text for one in obstacles(replace(instance, facts=facts, runs=()), rules, before)]
    if against:
        return against[:_MOST]
    there = Plan.of([*others, before])
    rises = differences(violations(instance, rules, plan), violations(instance, rules, there))
    return [f"{name} would cost {rise:,} more there" for name, rise in rises.items() if rise > 0][:_MOST]


def _id(one: Candidate) -> object:
    return one.uid if isinstance(one.activity, Session) else id(one.activity)


def _place(one: Candidate) -> str:
    session = one.activity
    return session.place.name if isinstance(session, Session) and session.place else ""
