"""The busy calendar: the times of the strength calendar, with a history of their own and nothing that tells more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from stridelift.calendar.busy import busy
from stridelift.calendar.identity import assign, with_plan
from stridelift.calendar.published import Entry, Published, load_published
from stridelift.calendar.write import render, with_alarm
from stridelift.errors import OutputError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
START = datetime(2026, 11, 24, 18, tzinfo=BERLIN)
ENTRY = Entry(
    "", "heavy", "gym", 15, START, START + timedelta(minutes=45), "Heavy; legs, ä" * 9, "Squat 3 x 8\nEND:VEVENT", "gym"
)
OTHER = replace(ENTRY, session_class="core", start=START + timedelta(days=1), end=START + timedelta(days=1, minutes=20))


def strength(*entries: Entry, previous: bytes | None = None, now: datetime = NOW, alarm: int | None = None) -> bytes:
    published = with_plan(load_published(previous) if previous else Published(), "runs.ics")
    given = assign(entries, previous=published, now=now, zone=BERLIN)
    return render(given, previous=published, now=now, name="Strength", zone="Europe/Berlin", alarm_minutes=alarm)


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


@pytest.mark.parametrize(
    ("change", "sequence", "at"),
    [
        ({}, 0, NOW),
        ({"description": "Squat 4 x 8", "summary": "Legs", "location": "home", "place": "home"}, 0, NOW),
        ({"session_class": "moderate"}, 0, NOW),
        ({"start": START + timedelta(minutes=15)}, 1, LATER),
        ({"end": START + timedelta(minutes=50)}, 1, LATER),
        ({"transparent": True}, 1, LATER),
    ],
)
def test_an_event_changes_when_its_time_does(change: dict[str, object], sequence: int, at: datetime) -> None:
    before = strength(ENTRY)
    first = busy(before, None)
    after = strength(replace(ENTRY, **change), previous=before, now=LATER)  # type: ignore[arg-type]
    second = busy(after, first)
    assert (first == second) == (sequence == 0)
    (old,), (new,) = events(first), events(second)
    assert old["UID"] == new["UID"]
    assert (new["SEQUENCE"], new["DTSTAMP"].dt, new["LAST-MODIFIED"].dt, new["CREATED"].dt) == (sequence, at, at, NOW)


def test_a_session_that_is_dropped_leaves() -> None:
    both = strength(ENTRY, OTHER)
    first = busy(both, None)
    second = busy(strength(ENTRY, previous=both, now=LATER), first)
    assert [one["UID"] for one in events(second)] == [events(first)[0]["UID"]]


def test_no_line_is_too_long() -> None:
    assert max(map(len, busy(strength(ENTRY, OTHER), None).split(b"\r\n"))) <= 75


@pytest.mark.parametrize(
    "damage", [b"", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"]
)
def test_damage_is_said(damage: bytes) -> None:
    with pytest.raises(OutputError, match="damaged"):
        busy(strength(ENTRY), damage)


def test_an_alarm_added_later_is_the_alarm_written() -> None:
    assert with_alarm(strength(ENTRY, OTHER), 15) == strength(ENTRY, OTHER, alarm=15)
    assert with_alarm(strength(), 15) == strength()
