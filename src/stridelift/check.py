"""Judges a strength calendar by the rules, whoever made it and without the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from stridelift.calendar.classify import classify
from stridelift.calendar.event import OWN_CLASS, Event, Role, Verdict
from stridelift.calendar.fetch import fetch
from stridelift.calendar.published import Published, is_ours, load_published
from stridelift.domain import Candidate, Instance, Plan, Run, Violation
from stridelift.errors import ConfigError
from stridelift.horizon import Horizon
from stridelift.instance import at_place
from stridelift.intake import take_in
from stridelift.request import Basis, Request, establish
from stridelift.situation import Situation, clashes, prepare, skips
from stridelift.solve import violations
from stridelift.sources import read_file

_LONG_AGO = -(10**6)  # minutes: no notice is asked of a plan that stands
_YEAR_WEEKS = 52


@dataclass(frozen=True)
class Checked:
    """The sessions that were judged, everything they break or cost, and what our own calendar says beside them."""

    situation: Situation
    plan: Plan
    found: tuple[Violation, ...]
    published: Published = field(default_factory=Published)

    @property
    def broken(self) -> bool:
        return any(one.hard for one in self.found)


def check(path: Path, request: Request) -> Checked:
    """Judge the strength of the calendar at ``path`` among the runs and commitments of the request.

    Without a horizon in the request, the ISO weeks from the calendar's first session to its last are judged.
    """
    if str(path) == "-":
        raise ConfigError("the plan is read more than once, and standard input cannot be.", "write it to a file first.")
    basis = establish(request)
    if request.week is None and request.first is None and request.weeks is None:
        basis = _around(path, basis)
    situation = prepare(request, basis)
    strength, warnings = _strength(path, basis, situation)
    published = _published(path)
    pinned = {one.entry.uid for one in published.events if one.entry.pinned}
    span = situation.horizon.span
    plan = Plan.of(one for one in strength if span.overlap(one.span) and one.uid not in pinned)
    if not any(span.overlap(one.span) for one in strength):
        last = situation.horizon.end - timedelta(days=1)
        warnings.append(f"{path.name} has no strength session between {situation.horizon.first} and {last}")
    others = [one for one in strength if one not in plan.sessions]
    chosen = {uid: situation.horizon.minute(start) for uid, start in published.runs.items()}
    instance = replace(_with_facts(situation, others, chosen, plan), skips=skips(published))
    said = clashes(instance, situation.rules, situation.horizon)
    warnings += [text for text in said if text not in situation.warnings]
    found = tuple(violations(instance, situation.rules, plan))
    situation = replace(situation, instance=instance, warnings=(*situation.warnings, *warnings))
    return Checked(situation, plan, found, published)


def _around(path: Path, basis: Basis) -> Basis:
    """With the ISO weeks that the calendar's sessions touch as the horizon."""
    zone, first = basis.horizon.zone, basis.horizon.first
    whole = replace(basis, horizon=Horizon(zone, first - timedelta(weeks=_YEAR_WEEKS), 14 * _YEAR_WEEKS))
    days = [event.day for event, verdict in _events(path, whole) if _is_strength(event, verdict)]
    if not days:
        return basis
    monday = min(days) - timedelta(days=min(days).weekday())
    weeks = min((max(days) - monday).days // 7 + 1, _YEAR_WEEKS)
    return replace(basis, horizon=Horizon(zone, monday, 7 * weeks))


def _events(path: Path, basis: Basis) -> list[tuple[Event, Verdict]]:
    """What the calendar holds around the horizon."""
    events = read_file(str(path), Path.cwd(), Role.TRAINING, basis)[0].events
    return list(zip(events, classify(events, basis.config.runs.rules), strict=True))


def _is_strength(event: Event, verdict: Verdict) -> bool:
    return verdict.strength is not None or OWN_CLASS in event.properties


def _strength(path: Path, basis: Basis, situation: Situation) -> tuple[list[Candidate], list[str]]:
    """The calendar's sessions, each at the place that its event names, and what is no session there."""
    pairs = _events(path, basis)
    own = [(event, verdict) for event, verdict in pairs if _is_strength(event, verdict)]
    span = situation.horizon.span
    warnings = [
        f"{event.summary!r} of {path.name} is not judged: {verdict.reason}"
        for event, verdict in pairs
        if not _is_strength(event, verdict) and span.overlap(situation.horizon.between(event.start, event.end))
    ]
    intake = take_in(own, Published(), basis.config, situation.horizon, situation.horizon.days[-1].span.end)
    places, menus = situation.places, list(situation.instance.menus)
    strength = [at_place(one, intake.places[one.uid], places, menus) for one in intake.strength]
    return strength, warnings


def _published(path: Path) -> Published:
    """What our own calendar says beside its sessions: the starts chosen for runs, what is pinned and left out."""
    data = fetch(str(path), Path.cwd()).data
    return load_published(data) if is_ours(data) else Published()


def _with_facts(situation: Situation, others: Sequence[Candidate], chosen: Mapping[str, int], plan: Plan) -> Instance:
    """The instance with the runs as facts, and of the calendar what is not judged.

    Runs without a time are where they were placed, those that are past too, else at their usual start.
    """
    instance = situation.instance
    own = {one.uid for one in (*plan.sessions, *others)}
    facts = [_where_placed(one, chosen) for one in instance.facts if one.uid not in own]
    runs = [Candidate.at(run, chosen.get(run.uid, run.usual or 0)) for run in instance.runs]
    facts += [*others, *runs]
    return replace(instance, facts=tuple(sorted(facts, key=lambda one: one.order)), runs=(), now=_LONG_AGO)


def _where_placed(fact: Candidate, chosen: Mapping[str, int]) -> Candidate:
    run = fact.activity
    untimed = isinstance(run, Run) and not run.timed
    return Candidate.at(run, chosen[run.uid]) if untimed and run.uid in chosen else fact
