"""A time zone as a calendar defines it, from the few properties of a VTIMEZONE that mean something."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from itertools import chain
from typing import NamedTuple

from stridelift.calendar.bounds import Budget
from stridelift.calendar.lines import Component, parse
from stridelift.calendar.walk import Rule, times

_MOST_OBSERVANCES = 300  # Thunderbird writes the history of two centuries
_MOST_DATES = 200  # RDATEs of an observance
_RULE = re.compile(r"FREQ=(?:YEARLY|MONTHLY)(?:;[A-Z]+=[A-Z0-9,+-]{1,40}){0,6};?")
_NOTHING = timedelta()


class Onset(NamedTuple):
    """When an observance begins, in UTC, and the offsets before and from then on."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def change(self) -> timedelta:
        return self.after - self.before


class Defined(tzinfo):
    """The zone that has these onsets; before the first its offset is what that one says was before."""

    def __init__(self, onsets: Iterable[Onset]) -> None:
        self._onsets = sorted(set(onsets))
        self._instants = [one.at for one in self._onsets]
        self._offsets = [self._onsets[0].before, *(one.after for one in self._onsets)]
        # On the wall, by fold: a time that comes twice is before the onset, then after it; a skipped one likewise.
        self._walls = [[one.at + pick(one.before, one.after) for one in self._onsets] for pick in (max, min)]

    def utcoffset(self, at: datetime | None) -> timedelta:
        if at is None:
            return self._offsets[-1]
        return self._offsets[bisect_right(self._walls[at.fold], at.replace(tzinfo=None))]

    def fromutc(self, at: datetime) -> datetime:
        index = bisect_right(self._instants, at.replace(tzinfo=None))
        result = at + self._offsets[index]
        if not index:
            return result
        last = self._onsets[index - 1]
        return result.replace(fold=int(at.replace(tzinfo=None) - last.at < -last.change))

    def dst(self, at: datetime | None) -> timedelta:  # noqa: ARG002 - nobody asks
        return _NOTHING

    def tzname(self, at: datetime | None) -> str:  # noqa: ARG002 - nobody asks
        return "own"

    def __repr__(self) -> str:
        return f"Defined({self._onsets[-1]})"


class Definitions:
    """What the VTIMEZONEs of a file mean in ``years``; the same one in another calendar of the file costs nothing."""

    def __init__(self, years: range, budget: Budget) -> None:
        self._years, self._budget = years, budget
        self._known: dict[str, Defined | None] = {}

    def of(self, definition: Component) -> Defined | None:
        """None unless it is harmless."""
        content = repr(definition.children)
        if content not in self._known:
            self._known[content] = self._worked_out(definition)
        return self._known[content]

    def _worked_out(self, definition: Component) -> Defined | None:
        if not 0 < len(definition.children) <= _MOST_OBSERVANCES:
            return None
        try:
            self._budget.take("zones")
            onsets = (_onsets(one, self._years, self._budget) for one in definition.children)
            return Defined(chain.from_iterable(onsets))
        except (ValueError, KeyError, OverflowError, IndexError):
            return None


def _onsets(source: Component, years: range, budget: Budget) -> list[Onset]:
    lines = [line for line in map(parse, source.raw[: 2 * _MOST_DATES]) if line]
    values = {line.name: line.value.strip().upper() for line in reversed(lines)}
    dates = [text for line in lines if line.name == "RDATE" for text in line.value.split(",", _MOST_DATES)]
    start, before = _local(values["DTSTART"]), _offset(values["TZOFFSETFROM"])
    after = _offset(values["TZOFFSETTO"])
    found = {start, *map(_local, dates[: _MOST_DATES + 1])}
    if "RRULE" in values:
        found |= {start, *_by_rule(values["RRULE"], start, before, years, budget)}
    return [Onset(at - before, before, after) for at in found]


def _by_rule(text: str, start: datetime, before: timedelta, years: range, budget: Budget) -> list[datetime]:
    """Refuses what a zone never needs: an INTERVAL, a FREQ below MONTHLY."""
    if not _RULE.fullmatch(text):
        raise ValueError("a rule that no time zone has")
    rule: Rule = dict(part.split("=") for part in text.strip(";").split(";"))
    if rule.get("INTERVAL", "1") != "1":
        raise ValueError("a rule that no time zone has")
    if "UNTIL" in rule:
        last = _local(rule["UNTIL"]) + (before if rule["UNTIL"].endswith("Z") else _NOTHING)
        rule["UNTIL"] = f"{last:%Y%m%dT%H%M%S}"
    elif "COUNT" not in rule:  # Outlook begins in 1601
        start = start.replace(year=max(start.year, years.start))
    return times(rule, start, (start, datetime(years.stop, 1, 1)), budget)  # noqa: DTZ001 - local


def _local(value: str) -> datetime:
    digits = value.strip().rstrip("Zz")
    return datetime.strptime(digits if "T" in digits else f"{digits}T000000", "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local


def _offset(value: str) -> timedelta:
    found = re.fullmatch(r"([+-])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?", value)
    if not found:
        raise ValueError("no offset")
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return timedelta(hours=hours, minutes=minutes, seconds=seconds) * (-1 if found[1] == "-" else 1)
