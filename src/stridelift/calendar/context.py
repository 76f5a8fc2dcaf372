"""Which events say something of their days, and why: vacations, illness, "gym only".

The athlete's rules come first: ``away`` and ``off`` make an event so, any other kind keeps it from it. Then training
wins: what is a run or strength is no context, unless its title is of context from end to end ("Gym only") and no
platform calls it a workout. The event lasts all day; one with a time, a flight from ten to two, is a commitment and
nothing else unless a rule says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stridelift.calendar.classify import Rule
from stridelift.calendar.day_title import TITLE_LENGTH, DayReading, Said, read_days
from stridelift.calendar.event import OWN_CLASS, OWN_UID, Event, Other, Role, Verdict
from stridelift.calendar.platforms.readers import fields

MOST_DAYS = 60  # a longer one is no trip but a way of living, or a mistake
_ABOUT_A_DAY = timedelta(hours=23)  # midnight to midnight on the day the clocks go forward


@dataclass(frozen=True, slots=True)
class Context:
    """An event that says something of its ``dates``, with the reason."""

    event: Event
    reading: DayReading
    reason: str
    dates: tuple[date, ...]

    @property
    def blocks(self) -> bool:
        """Whether the event takes its time besides: one of some hours that a rule made a context."""
        return not self.event.all_day and self.event.end - self.event.start < _ABOUT_A_DAY

    @property
    def text(self) -> str:
        """``away``, ``gym only``, ``mornings only``."""
        said = self.reading.said
        if said is Said.ONLY:
            return f"{self.reading.place} only"
        return said.value if said in {Said.AWAY, Said.OFF} else f"{said.value} only"


def contexts(
    events: Sequence[Event], verdicts: Sequence[Verdict], rules: Sequence[Rule], places: Sequence[str]
) -> dict[int, Context]:
    """The contexts by position in ``events``; ``places`` are the names of the athlete's."""
    plans = _plans(events, verdicts)
    found: dict[int, Context] = {}
    for at, (event, verdict) in enumerate(zip(events, verdicts, strict=True)):
        if event.cancelled or event.declined or OWN_CLASS in event.properties or event.uid.endswith(OWN_UID):
            continue
        reading = _reading(event, verdict, rules, places, plan=event.source in plans)
        if reading:
            reason = verdict.reason if _ruled(event, rules) else f"title: {reading.words}"
            found[at] = Context(event, reading, reason, tuple(_dates(event)))
    return found


def _ruled(event: Event, rules: Sequence[Rule]) -> Rule | None:
    return next((rule for rule in rules if rule.pattern.search(event.summary[:TITLE_LENGTH])), None)


def _reading(
    event: Event, verdict: Verdict, rules: Sequence[Rule], places: Sequence[str], *, plan: bool
) -> DayReading | None:
    if rule := _ruled(event, rules):
        return DayReading(Said(rule.kind), "", whole=True) if rule.kind in {Said.AWAY, Said.OFF} else None
    if verdict.kind is not None or not event.all_day:
        return None
    reading = read_days(event.summary, event.days, places, plan=plan)
    if reading is None:
        return None
    strength = verdict.strength is not None and (not reading.whole or any(True for _ in fields(event)))
    return None if strength else reading


def _dates(event: Event) -> Iterator[date]:
    """The local dates that an event touches."""
    last = event.day + timedelta(days=event.days - 1)
    if not event.all_day:
        last = max(event.day, (event.end - timedelta(microseconds=1)).date())
    return (event.day + timedelta(days=n) for n in range((last - event.day).days + 1))


def _plans(events: Sequence[Event], verdicts: Sequence[Verdict]) -> frozenset[str]:
    """The sources that are training calendars: by role, or since most of their different titles are of training."""
    titles: dict[str, dict[str, bool]] = defaultdict(dict)
    for event, verdict in zip(events, verdicts, strict=True):
        of_training = verdict.kind or verdict.strength or verdict.other not in {None, Other.NOTE}
        titles[event.source][event.summary[:TITLE_LENGTH]] = bool(of_training)
    mostly = {source for source, read_as in titles.items() if 2 * sum(read_as.values()) > len(read_as)}
    return frozenset(mostly | {event.source for event in events if event.role is Role.TRAINING})
