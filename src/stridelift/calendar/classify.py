"""What each event of a calendar is, with the reason.

Order of evidence: the athlete's rules, the fields of a platform, the title, then the size inside the ISO week.

How much evidence is asked for depends on the calendar. In a ``training`` calendar one weak word ("Base", "45 tempo",
"6k") is enough. In an ``auto`` calendar it is enough where most of the calendar's different titles read as training,
and else for all-day events only; a timed event among life's needs a phrase that speaks of training without doubt
("long run", "8 x 400 m intervals") or two weak signs ("tempo" and "8 km"), and fewer unknown words than that. Notes
and rest days of such a calendar do not swallow a timed event: a flight at ten blocks its hours. In a ``busy`` calendar
only the athlete's rules recognise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pydantic
from pydantic import BaseModel, ConfigDict, field_validator

from stridelift.calendar.event import Event, Other, Role, Verdict
from stridelift.calendar.platforms.banner import banner
from stridelift.calendar.platforms.field import Field
from stridelift.calendar.platforms.readers import fields, stated_size, without_prefix, words
from stridelift.calendar.reading import GUESSED, Reading
from stridelift.calendar.size import Size
from stridelift.calendar.title import TITLE_LENGTH
from stridelift.calendar.week import WeekRun, compared
from stridelift.domain import RunKind, SessionClass

TOO_WEAK = "alone is too weak among other events"
_UNKNOWN_ALL_DAY = 1  # unknown words beside a weak one in an all-day event among life's
_DAY_KINDS = ("away", "off")
_OTHER_KINDS = ("strength", "rest", "note", "mobility", "commitment", "ignore", *_DAY_KINDS)


class Rule(BaseModel):
    """The athlete's word: a regular expression searched in the summary, and what matches is.

    ``kind`` is a run kind, ``strength``, ``rest``, ``note``, ``mobility``, ``commitment`` (blocks its time) or
    ``ignore``; ``away`` and ``off`` speak of its days (see :mod:`stridelift.calendar.context`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    match: str = pydantic.Field(description="A regular expression, searched in the title.")
    kind: str = pydantic.Field(
        description="What matches is this.", json_schema_extra={"enum": [*map(str, RunKind), *_OTHER_KINDS]}
    )

    @field_validator("match")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"{value!r} is no regular expression: {error}") from error
        return value

    @field_validator("kind")
    @classmethod
    def _known(cls, value: str) -> str:
        known = (*RunKind, *_OTHER_KINDS)
        if value not in known:
            raise ValueError(f"{value!r} is no kind; the kinds are {', '.join(known)}")
        return value

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.match)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A reading with the reason to give for it; ``final`` where the athlete said so."""

    reading: Reading | None
    reason: str
    final: bool = False


def classify(events: Sequence[Event], rules: Sequence[Rule]) -> tuple[Verdict, ...]:
    """A verdict for each event, in the same order."""
    candidates = [_candidate(event, rules) for event in events]
    training = _training_sources(events, candidates)
    accepted = [
        _accepted(event, candidate, among_training=event.role is Role.TRAINING or event.source in training)
        for event, candidate in zip(events, candidates, strict=True)
    ]
    return tuple(map(_verdict, events, _in_weeks(events, accepted)))


def read_title(title: str) -> Verdict | None:
    """What one title says, as in a training calendar; None where it says nothing of training."""
    sport, rest = without_prefix(title[:TITLE_LENGTH])
    given = words(sport) if sport else None
    reading = words(rest, Field("", given).sport if given else "")
    return None if reading is None else _said(reading, f"title: {reading.words}", Size())


def _candidate(event: Event, rules: Sequence[Rule]) -> _Candidate:
    summary = event.summary[:TITLE_LENGTH]
    for number, rule in enumerate(rules, start=1):
        if rule.pattern.search(summary):
            return _Candidate(_ruled(rule, summary), f"your rule no. {number}", final=True)
    if event.role is Role.BUSY:
        return _Candidate(None, "a busy calendar", final=True)
    return _from_fields(event) or _from_title(summary)


def _ruled(rule: Rule, summary: str) -> Reading | None:
    said = words(without_prefix(summary)[1]) or Reading("")
    run = replace(
        said, strength=None, other=None, by_size=False, bare=False, optional_run=False, optional_strength=False
    )
    plain = replace(run, kind=None, second=None)
    if rule.kind == "commitment" or rule.kind in _DAY_KINDS:
        return None
    if rule.kind == "strength":
        return replace(plain, strength=said.strength or SessionClass.MODERATE)
    if rule.kind in {*Other}:
        return replace(plain, other=Other(rule.kind))
    return replace(plain, other=Other.NOTE) if rule.kind == "ignore" else replace(run, kind=RunKind(rule.kind))


def _from_title(summary: str) -> _Candidate:
    reading = words(summary)
    return _Candidate(reading, f"title: {reading.words}" if reading else "not recognised")


def _from_fields(event: Event) -> _Candidate | None:
    """The first field that says the kind; of fields that only name the sport or guess, the title says which."""
    generic = guess = None
    rest = without_prefix(event.summary)[1]
    for field in fields(event):
        if field.guess:
            guess = guess or field
        elif not field.generic:
            return _Candidate(_with_title(field, rest), field.reason)
        else:
            generic = generic or field
    candidate = _of_sport(generic, rest) if generic else _from_title(event.summary) if guess else None
    if guess and candidate and candidate.reading and candidate.reading.bare and not candidate.reading.by_size:
        return _Candidate(replace(candidate.reading, kind=guess.reading.kind, bare=False), guess.reason)
    return candidate


def _of_sport(field: Field, rest: str) -> _Candidate:
    title = words(rest, field.sport)
    if title is None or title.bare or title.kind is RunKind.CROSS or not title.words:
        return _Candidate(title or field.reading, field.reason)
    return _Candidate(title, f"title: {title.words}")


def _with_title(field: Field, rest: str) -> Reading:
    """The field's kind with what only the title knows: size, distance of a race, what else is in the event."""
    title = words(rest, field.sport)
    reading = field.reading
    if title is None:
        return reading
    strength = title.strength if reading.kind and title.kind else None
    return replace(
        title,
        words=reading.words,
        kind=reading.kind,
        strength=reading.strength or strength,
        other=reading.other,
        evidence=reading.evidence,
        unknown=reading.unknown,
        by_size=False,
        bare=reading.bare,
        race_distance=title.race_distance or reading.race_distance,
    )


def _training_sources(events: Sequence[Event], candidates: Sequence[_Candidate]) -> frozenset[str]:
    """The sources where more than half of the different titles read as training."""
    titles: dict[str, dict[str, bool]] = defaultdict(dict)
    for event, candidate in zip(events, candidates, strict=True):
        titles[event.source][event.summary[:TITLE_LENGTH]] = _speaks_of_training(candidate.reading)
    return frozenset(source for source, read_as in titles.items() if 2 * sum(read_as.values()) > len(read_as))


def _speaks_of_training(reading: Reading | None) -> bool:
    return reading is not None and reading.other is not Other.NOTE and reading.evidence > GUESSED


def _accepted(event: Event, candidate: _Candidate, *, among_training: bool) -> _Candidate:
    """The candidate, or why its evidence is too weak."""
    reading = candidate.reading
    if candidate.final:
        return candidate
    if (reading or among_training) and (note := banner(event, reading)):
        return _Candidate(note, note.words)
    if reading is None:
        return candidate
    if among_training:
        return candidate
    if not event.all_day and reading.other in {Other.NOTE, Other.REST}:
        return _Candidate(None, f"{candidate.reason}, yet it has a time")
    return candidate if _enough(event, reading) else _Candidate(None, f"{candidate.reason} {TOO_WEAK}")


def _enough(event: Event, reading: Reading) -> bool:
    """Among life: a word without doubt that not as many unknown ones surround; all day a weak one will do."""
    if event.all_day:
        return reading.sure or (reading.evidence > 0 and reading.unknown <= _UNKNOWN_ALL_DAY)
    return reading.sure and reading.evidence > reading.unknown


def _in_weeks(events: Sequence[Event], candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates after comparing the runs of each ISO week."""
    weeks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, candidate in enumerate(candidates):
        if candidate.reading and candidate.reading.kind and candidate.reading.kind is not RunKind.CROSS:
            weeks[events[at].day.isocalendar()[:2]].append(at)
    result = list(candidates)
    for places in weeks.values():
        for at, run in zip(places, compared([_week_run(events[at], candidates[at]) for at in places]), strict=True):
            if run.reason:
                result[at] = _judged(candidates[at], run)
    return result


def _week_run(event: Event, candidate: _Candidate) -> WeekRun:
    reading = candidate.reading
    assert reading is not None and reading.kind is not None  # noqa: S101, PT018 - the caller's selection, for the type checker
    size = _stated(event, reading).or_else(reading.size)
    if not size.km and not event.all_day:
        size = Size(round((event.end - event.start).total_seconds() / 60))
    return WeekRun(reading.kind, size.km, reading.bare and not candidate.final, reading.by_size)


def _judged(candidate: _Candidate, run: WeekRun) -> _Candidate:
    reading = candidate.reading
    return candidate if reading is None else _Candidate(replace(reading, kind=run.kind), run.reason)


def _verdict(event: Event, candidate: _Candidate) -> Verdict:
    if candidate.reading is None:
        return Verdict(candidate.reason)
    return _said(candidate.reading, candidate.reason, _stated(event, candidate.reading))


def _stated(event: Event, reading: Reading) -> Size:
    """What the event says beside its title; of two runs that is their sum, and nobody's."""
    return Size() if reading.second else stated_size(event)


def _said(reading: Reading, reason: str, stated: Size) -> Verdict:
    size = stated.or_else(reading.size)
    return Verdict(
        reason,
        kind=reading.kind,
        strength=reading.strength,
        other=reading.other,
        minutes=size.minutes,
        distance_km=size.distance_km,
        race_distance=reading.race_distance,
        optional_run=reading.optional_run,
        optional_strength=reading.optional_strength,
        second=_said(reading.second, f"title: {reading.second.words}", Size()) if reading.second else None,
    )
