"""What a session at another start would mean: at once for it alone, or with everything else placed anew around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from stridelift.constraints.base import Constraint
from stridelift.domain import Candidate, Instance, Plan, Run, Session, Violation
from stridelift.errors import ConfigError, NoPlanError
from stridelift.explain.changes import changes
from stridelift.explain.obstacles import obstacles
from stridelift.explain.wording import differences, moment
from stridelift.horizon import Horizon
from stridelift.planner import Outcome
from stridelift.situation import described
from stridelift.solve import violations
from stridelift.studio.shapes import Verdict


@dataclass(frozen=True)
class Question:
    """A session of a plan, where it is and where it might be.

    In ``instance`` it is no fact and nobody expects it where it was published, for it is the athlete who moves it;
    ``others`` is the plan without it.
    """

    horizon: Horizon
    instance: Instance
    rules: Sequence[Constraint]
    others: Plan
    here: Candidate
    there: Candidate

    @classmethod
    def of(cls, outcome: Outcome, now: int, uid: str, at: str) -> Question:
        """The question in a plan, at the minute ``now`` of its axis.

        Raises:
            ConfigError: there is no such session, it has begun, or no session can start then.
            NoPlanError: there is no plan.
        """
        situation, plan = outcome.situation, outcome.plan
        if plan is None:
            raise NoPlanError("there is no plan now in which a session could be moved.")
        given = situation.instance
        own = {one.entry.uid for one in situation.previous.events}  # not the strength of another calendar
        facts = [one for one in given.facts if isinstance(one.activity, Session) and one.uid in own]
        here = next((one for one in (*plan.sessions, *facts) if one.uid == uid), None)
        if here is None or not given.horizon.start <= here.start < given.horizon.end:
            raise ConfigError(f"no session of the plan is {uid!r}.", "it was placed anew: look at the plan again.")
        if here.start <= now:
            raise ConfigError(f"{_named(given, here)} has begun.", "say that it was done or missed.")
        start = _start(situation.horizon, given, at)
        instance = replace(
            given,
            now=now,
            facts=tuple(one for one in given.facts if one is not here),
            published=tuple(one for one in given.published if one.uid != uid),
        )
        others = Plan.of(one for one in plan.placed if one is not here)
        there = Candidate(here.activity, start, start + here.minutes)
        return cls(situation.horizon, instance, situation.rules, others, here, there)

    def at_once(self) -> Verdict:
        """Of moving it alone. ``closed`` is what no other plan would change."""
        facts = tuple(sorted((*self.instance.facts, *self.others.placed), key=lambda one: one.order))
        instance = replace(self.instance, facts=facts, runs=())
        against = list(obstacles(instance, self.rules, self.there))
        said = {one.constraint for one in against}
        found = list(violations(self.instance, self.rules, self._with(self.there)))
        broken = [f"{one.constraint}: {one.sentence}" for one in against]
        broken += [text for one, text in self._hard(found) if one.constraint not in said]
        closed = any(True for _ in obstacles(self.instance, self.rules, self.there))
        return self._priced(Verdict(self.here.uid, *self._where(), tuple(broken), closed=closed), found)

    def solved(self, after: Outcome) -> Verdict:
        """Of the best plan in which it is a fact there.

        Raises:
            NoPlanError: none was found.
        """
        if after.plan is None:
            raise NoPlanError(f"no plan was found with it on {moment(self.instance, self.there.start)}.")
        others = Plan.of((*after.plan.sessions, *_frozen(after, self.others), *_runs(after, self.others)))
        plan = Plan.of((*others.placed, self.there))
        found = list(violations(self.instance, self.rules, plan))
        verdict = Verdict(
            self.here.uid,
            *self._where(),
            tuple(text for _, text in self._hard(found)),
            moves=tuple(changes(self.instance, self.others, others)),
            solved=True,
        )
        return self._priced(verdict, found)

    def _where(self) -> tuple[str, str]:
        return self.horizon.at(self.there.start).isoformat(), _named(self.instance, self.there)

    def _with(self, one: Candidate) -> Plan:
        return Plan.of((*self.others.placed, one))

    def _priced(self, verdict: Verdict, found: Sequence[Violation]) -> Verdict:
        rises = differences(violations(self.instance, self.rules, self._with(self.here)), found)
        reasons = tuple(f"{name} {rise:+,}" for name, rise in rises.items())
        return replace(verdict, rise=sum(rises.values()), reasons=reasons)

    def _hard(self, found: Sequence[Violation]) -> Iterator[tuple[Violation, str]]:
        """The hard rules that are broken, and were not before."""
        before = [one for one in violations(self.instance, self.rules, self._with(self.here)) if one.hard]
        names = described((*self.instance.facts, *self._with(self.there).placed), self.horizon)
        for one in found:
            if one.hard and one not in before:
                scope = ", ".join(names.get(part, part) for part in one.scope)
                yield one, f"{one.constraint}: {scope} ({one.size})"


def _named(instance: Instance, one: Candidate) -> str:
    return f"{moment(instance, one.start)}, {one.activity.load if isinstance(one.activity, Session) else one.uid}"


def _frozen(after: Outcome, before: Plan) -> Iterator[Candidate]:
    """The sessions of a plan that have come so near since then that nothing may move them."""
    uids = {one.uid for one in before.sessions}
    facts = after.situation.instance.facts
    return (one for one in facts if isinstance(one.activity, Session) and one.uid in uids)


def _runs(after: Outcome, before: Plan) -> Iterator[Candidate]:
    """The runs of a plan where another one, of a reading of its own, has them, be it that they fit nowhere else now."""
    placed = (*after.situation.instance.facts, *(after.plan.runs if after.plan else ()))
    starts = {(one.uid, one.activity.usual): one.start for one in placed if isinstance(one.activity, Run)}
    for one in before.runs:
        run = one.activity
        yield Candidate.at(run, starts[run.uid, run.usual if isinstance(run, Run) else None])


def _start(horizon: Horizon, instance: Instance, text: str) -> int:
    try:
        instant = datetime.fromisoformat(text)
        start = horizon.minute(instant if instant.tzinfo else instant.replace(tzinfo=horizon.zone))
    except (ValueError, OverflowError):
        raise ConfigError(f"{text!r} is no start.", "write it like 2026-12-01T18:00.") from None
    if not instance.horizon.start <= start < instance.horizon.end:
        last = horizon.end - timedelta(days=1)
        raise ConfigError(f"{text} is outside of what is planned, {horizon.first:%a %d %b} to {last:%a %d %b %Y}.")
    past = (start - instance.day(start).span.start) % instance.session_grid
    if past:
        near = [f"{horizon.at(one):%H:%M}" for one in (start - past, start - past + instance.session_grid)]
        raise ConfigError(f"{text}: sessions start every {instance.session_grid} minutes.", f"{near[0]} or {near[1]}.")
    return start
