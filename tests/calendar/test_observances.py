"""The time zones that calendars define: as dateutil reads them, as RFC 5545 has them before the first change."""

# ruff: noqa: DTZ001 - times on the wall

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple

import icalendar
import pytest
import recurring_ical_events

from stridelift.calendar.bounds import Budget
from stridelift.calendar.lines import split
from stridelift.calendar.observances import Defined, Definitions

YEARS = range(2018, 2029)
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
_DEFINITION = re.compile(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE", re.DOTALL)
STEP = timedelta(hours=95)  # every hour of the day comes round


class Pair(NamedTuple):
    ours: Defined
    plain: tzinfo
    since: datetime  # before, dateutil guesses


def definition(text: bytes) -> Defined | None:
    (calendar,), _ = split(b"BEGIN:VCALENDAR\n" + text + b"\nEND:VCALENDAR\n")
    return Definitions(YEARS, Budget()).of(calendar.children[0])


def pairs() -> Iterator[Pair]:
    """Each definition that the libraries ship, read in both ways."""
    packages = (icalendar, recurring_ical_events)
    files = (file for one in packages for file in Path(str(one.__file__)).parent.rglob("*.ics"))
    for text in sorted({text for file in files for text in _DEFINITION.findall(file.read_bytes())}):
        zone = definition(text)
        try:
            plain = icalendar.Timezone.from_ical(text).to_tz(lookup_tzid=False)
        except (ValueError, AttributeError):  # one odd property is enough
            continue
        if zone:
            yield Pair(zone, plain, zone._onsets[0].at.replace(tzinfo=UTC))


def test_they_are_what_dateutil_makes_of_them() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = list(pairs())
    assert len(found) > 30
    for ours, plain, since in found:
        at = max(FIRST, since)
        while at < LAST:
            assert at.astimezone(ours).utcoffset() == at.astimezone(plain).utcoffset(), (ours, at)
            at += STEP


def zone(*lines: str, before: str = "+0100", after: str = "+0200") -> Defined | None:
    body = "\n".join((f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", *lines))
    observance = f"BEGIN:STANDARD\n{body}\nEND:STANDARD"
    return definition(f"BEGIN:VTIMEZONE\nTZID:Own\n{observance}\nEND:VTIMEZONE".encode())


def test_a_change_forwards_skips_and_one_backwards_repeats() -> None:
    forward, back = (
        zone("DTSTART:20260329T020000"),
        zone("DTSTART:20261025T030000", before="+0200", after="+0100"),
    )
    hour = timedelta(hours=1)
    for at, fold, expected in (
        (datetime(2026, 3, 29, 1, 59), 0, 1),
        (datetime(2026, 3, 29, 2, 30), 0, 1),  # skipped: the offset before
        (datetime(2026, 3, 29, 2, 30), 1, 2),
        (datetime(2026, 3, 29, 3, 0), 0, 2),
    ):
        assert at.replace(tzinfo=forward, fold=fold).utcoffset() == expected * hour
    for at, fold, expected in (
        (datetime(2026, 10, 25, 1, 59), 0, 2),
        (datetime(2026, 10, 25, 2, 30), 0, 2),
        (datetime(2026, 10, 25, 2, 30), 1, 1),
        (datetime(2026, 10, 25, 3, 0), 0, 1),
    ):
        assert at.replace(tzinfo=back, fold=fold).utcoffset() == expected * hour
    there = [datetime(2026, 10, 25, utc, 30, tzinfo=UTC).astimezone(back) for utc in (0, 1)]
    assert [(one.hour, one.fold) for one in there] == [(2, 0), (2, 1)]


def test_before_the_first_change_the_offset_is_what_it_was() -> None:
    assert datetime(2000, 1, 1, tzinfo=zone("DTSTART:20260329T020000")).utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "DTSTART:soon",
        "DTSTART:20260329T020000\nRRULE:FREQ=DAILY",
        "DTSTART:20260329T020000\nRRULE:FREQ=YEARLY;INTERVAL=2",
        "DTSTART:20260329T020000\nRRULE:FREQ=YEARLY;BYMONTH=13",
        "DTSTART:20260329T020000\nRRULE:FREQ=YEARLY;UNTIL=soon",
        "DTSTART:20260329T020000\nRRULE:FREQ=YEARLY;BYMONTH=" + ",".join(["3"] * 60),
        "DTSTART:20260329T020000\nRDATE:never",
    ],
)
def test_what_is_no_zone(lines: str) -> None:
    assert zone(lines) is None


@pytest.mark.parametrize("offset", ["0100", "+1", "+2400", "+0160", "+01:00", "", "+" + "0" * 5000])
def test_what_is_no_offset(offset: str) -> None:
    assert zone("DTSTART:20260329T020000", after=offset) is None
