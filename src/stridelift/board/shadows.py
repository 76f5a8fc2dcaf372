"""The hours before and after key runs that hard rules close to leg sessions: why a time that looks free is not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stridelift.constraints.base import Constraint
from stridelift.constraints.hours import GapTable
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.pairs import PairRule
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Candidate, Instance, Run, Session, Span
from stridelift.explain.wording import duration, moment
from stridelift.report.clean import title


@dataclass(frozen=True)
class Band:
    """A span of the axis in which no minute of a session of the classes may lie, and why."""

    span: Span
    classes: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class _Closed:
    """What one run closes on one side, by the rule that reaches farthest."""

    span: Span
    run: Candidate
    rule: PairRule


def bands(instance: Instance, rules: Iterable[Constraint], runs: Iterable[Candidate], within: Span) -> Iterator[Band]:
    """What the key runs close of a span, in order of time; classes that are closed out alike share a band."""
    speaking = [one for one in rules if isinstance(one, GapTable | KeyRunProtection) and one.enabled and one.hard]
    reach = max((one.reach(instance) for one in speaking), default=0)
    near = Span(within.start - reach, within.end + reach)
    found: dict[_Closed, list[Session]] = {}
    for run in runs:
        if isinstance(run.activity, Run) and run.activity.key and near.overlap(run.span):
            for session in _legs(instance):
                for closed in _around(instance, speaking, run, session):
                    if closed.span.overlap(within):
                        found.setdefault(closed, []).append(session)
    for closed, sessions in sorted(found.items(), key=lambda pair: (pair[0].span.start, pair[0].span.end)):
        classes = tuple(one.load for one in sessions)
        yield Band(closed.span, classes, _text(instance, closed, classes))


def _legs(instance: Instance) -> Iterator[Session]:
    """One session of each leg class that some week may have; what is in it is open."""
    for wanted in WeeklyVolume.wanted(instance):
        if wanted.leg:
            yield Session(wanted, 1)


def _around(instance: Instance, rules: Sequence[PairRule], run: Candidate, session: Session) -> Iterator[_Closed]:
    """The hours before and the hours after."""
    before = [(_last_allowed(instance, rule, run, session), rule) for rule in rules]
    after = [(rule.earliest(instance, run, session) or run.end, rule) for rule in rules]
    if before:
        start, rule = min(before, key=lambda pair: pair[0])
        if start < run.start:
            yield _Closed(Span(start, run.start), run, rule)
        end, rule = max(after, key=lambda pair: pair[0])
        if end > run.end:
            yield _Closed(Span(run.end, end), run, rule)


def _last_allowed(instance: Instance, rule: PairRule, run: Candidate, session: Session) -> int:
    """The minute until which a session may go on before the run: what follows is closed. The run's start for none."""

    def closed(start: int) -> bool:
        return rule.judge(instance, Candidate.at(session, start), run) > 0

    first = run.start - rule.reach(instance) - session.minutes
    return first + bisect_left(range(first, run.start), x=True, key=closed)


def _text(instance: Instance, closed: _Closed, classes: Sequence[str]) -> str:
    run, span, rule = closed.run, closed.span, closed.rule
    what = classes[0] if len(classes) == 1 else f"{', '.join(classes[:-1])} or {classes[-1]}"
    name = title("" if isinstance(run.activity, Session) else run.activity.summary)
    named = f"'{name}' ({moment(instance, run.start)})"
    if span.start == run.end:
        when = f"until {moment(instance, span.end)}: {duration(span.minutes)} after {named}"
    elif isinstance(rule, KeyRunProtection) and instance.day(span.start) is instance.day(run.start):
        when = f"from {moment(instance, span.start)}: {named} comes first on its day"
    else:
        when = f"from {moment(instance, span.start)}: {duration(span.minutes)} before {named}"
    return f"no {what} {when} ({rule.name})"
