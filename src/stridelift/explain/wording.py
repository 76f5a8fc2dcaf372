"""Moments, lengths of time and events as people say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from stridelift.domain import Candidate, Instance, Run, Session, Span, Violation
from stridelift.wallclock import clock_text

_HOUR = 60
_MIDNIGHT = 24 * 60


def day_text(instance: Instance, minute: int) -> str:
    """``Tue 01 Dec``."""
    return f"{instance.day(minute).date:%a %d %b}"


def clock(instance: Instance, minute: int) -> str:
    """``18:00``."""
    return clock_text(instance.day(minute).clock(minute))


def moment(instance: Instance, minute: int) -> str:
    """``Tue 01 Dec 18:00``."""
    return f"{day_text(instance, minute)} {clock(instance, minute)}"


def duration(minutes: int) -> str:
    """``45 min``, ``18 h``, ``3 h 30 min``."""
    hours, rest = divmod(minutes, _HOUR)
    return " ".join([f"{hours} h"] * (hours > 0) + [f"{rest} min"] * (rest > 0 or not hours))


def event(instance: Instance, one: Candidate) -> str:
    """``tempo 'Tempo run 10 km' (Thu 03 Dec 06:30–07:40)``."""
    activity = one.activity
    span = f"({moment(instance, one.start)}–{clock(instance, one.end)})"
    if isinstance(activity, Run):
        return f"{activity.kind.value} '{activity.summary}' {span}"
    if isinstance(activity, Session):
        return f"{activity.load} session '{activity.title or activity.load}' {span}"
    return f"'{activity.summary}' {span}"


def spans_of(instance: Instance, spans: Iterable[Span], day: Span) -> str:
    """``06:00–08:00 and 17:30–21:30``: what of the spans lies in a day; empty where nothing does."""
    shown = []
    for span in spans:
        start, end = max(span.start, day.start), min(span.end, day.end)
        if start < end:
            until = clock_text(_MIDNIGHT) if end == day.end else clock(instance, end)
            shown.append(f"{clock(instance, start)}–{until}")
    return " and ".join(shown)


def differences(before: Iterable[Violation], after: Iterable[Violation]) -> dict[str, int]:
    """What each rule costs more (or, below 0, less) after than before, the largest rise first."""
    totals: Counter[str] = Counter()
    for sign, some in ((-1, before), (1, after)):
        for one in some:
            totals[one.constraint] += sign * one.penalty
    return {name: price for name, price in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])) if price}
