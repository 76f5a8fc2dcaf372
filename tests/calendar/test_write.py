"""The strength calendar: identity over changes, the same bytes when nothing changed, no way to break out of a line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from stridelift.calendar.event import Role
from stridelift.calendar.files import write_atomically
from stridelift.calendar.identity import assign, iso_week, with_plan
from stridelift.calendar.published import Entry, Published, PublishedEvent, Skip, load_published, session_uid
from stridelift.calendar.read import read
from stridelift.calendar.write import render
from stridelift.errors import OutputError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, tzinfo=BERLIN)
PERIOD = (MONDAY - timedelta(weeks=9), MONDAY + timedelta(weeks=9))


def entry(day: int, hour: int, session_class: str = "heavy", **more: object) -> Entry:
    start = MONDAY + timedelta(days=day, hours=hour)
    values: dict[str, object] = {
        "uid": "",
        "session_class": session_class,
        "place": "gym",
        "travel_minutes": 15,
        "start": start,
        "end": start + timedelta(minutes=45),
        "summary": f"Strength: {session_class}",
        "description": "Squat 3 x 8",
        "location": "gym",
    }
    return Entry(**(values | more))  # type: ignore[arg-type] # the table's own words


def publish(entries: list[Entry], previous: bytes | None = None, now: datetime = NOW, seed: str = "runs.ics") -> bytes:
    published = with_plan(load_published(previous) if previous else Published(), seed)
    given = assign(entries, previous=published, now=now, zone=BERLIN)
    return render(
        given,
        previous=published,
        now=now,
        kept=published.kept(now, PERIOD),
        name="Strength sessions",
        zone="Europe/Berlin",
    )


def events(data: bytes) -> list[PublishedEvent]:
    return list(load_published(data).events)


def uids(data: bytes) -> list[str]:
    return [event.entry.uid for event in events(data)]


def test_the_property_list() -> None:
    data = publish([entry(0, 18)])
    names = [line.split(":")[0] for line in data.decode().split("\r\n")]
    assert names == [
        *("BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE"),
        *("REFRESH-INTERVAL;VALUE=DURATION", "X-PUBLISHED-TTL", "COLOR", "X-APPLE-CALENDAR-COLOR"),
        *("X-STRIDELIFT-PLAN", "X-STRIDELIFT-IDS"),
        *("BEGIN", "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY"),
        *("DESCRIPTION", "LOCATION", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "CLASS", "CATEGORIES", "COLOR"),
        *("X-STRIDELIFT-CLASS", "X-STRIDELIFT-PLACE", "X-STRIDELIFT-TRAVEL", "X-STRIDELIFT-WEEK"),
        *("END", "END", ""),
    ]
    for line in ("METHOD:PUBLISH", "DTSTART:20261123T170000Z", "DTEND:20261123T174500Z", "X-STRIDELIFT-WEEK:2026-W48"):
        assert f"\r\n{line}\r\n" in data.decode()


@pytest.mark.parametrize(
    "text", ["", "row/band 3x8-15;plank_front/bodyweight 3x30-45s, rest45", "\u202ea\\b\nEND:VEVENT"]
)
def test_the_content_comes_back(text: str) -> None:
    data = publish([entry(0, 18, exercises=text)])
    assert (b"X-STRIDELIFT-EXERCISES" in data) == bool(text)
    ((event),) = events(data)
    assert event.entry.exercises == text.replace("\u202e", "").replace("\\", "/").replace("\n", " ")
    assert publish([entry(0, 18, exercises=text)], data, LATER) == data


def test_nothing_changed_gives_the_same_bytes() -> None:
    entries = [entry(0, 18), entry(3, 7, "core")]
    first = publish(entries)
    assert publish(entries, first, LATER) == first
    assert publish(entries[::-1], first, LATER) == first
    assert publish(entries) == first


def test_microseconds_and_unsafe_texts_are_no_change() -> None:
    entries = [
        replace(entry(0, 18, summary="a\u202eb\\c\td", description="x\r\ny\rz"), start=MONDAY.replace(microsecond=7))
    ]
    first = publish(entries)
    assert publish(entries, first, LATER) == first


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({}, 0),
        ({"summary": "x"}, 1),
        ({"description": "x"}, 1),
        ({"location": "x"}, 1),
        ({"transparent": True}, 1),
        ({"start": MONDAY}, 1),
        ({"end": MONDAY + timedelta(days=1)}, 1),
        ({"place": "x"}, 0),
        ({"travel_minutes": 3}, 0),
        ({"session_class": "core"}, 0),
        ({"exercises": "row/band 3x8-15"}, 0),
    ],
)
def test_one_visible_field_is_one_sequence(changes: dict[str, object], sequence: int) -> None:
    first = publish([entry(0, 18)])
    second = publish([replace(entry(0, 18), **changes)], first, LATER)  # type: ignore[arg-type] # the table's own words
    (old,), (new,) = events(first), events(second)
    assert (new.entry.uid, new.sequence, new.created) == (old.entry.uid, sequence, NOW)
    assert new.last_modified == new.dtstamp == (LATER if sequence else NOW)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([(0, 18)], [(2, 7)], [0]),  # moved
        ([(0, 18), (3, 18)], [(3, 18)], [1]),  # dropped
        ([(0, 18), (3, 18)], [(0, 18), (1, 7), (3, 18)], [0, None, 1]),  # one more
        ([(0, 18, "heavy"), (3, 18, "core")], [(0, 18, "core"), (3, 18, "heavy")], [1, 0]),  # the class goes first
        ([(0, 18, "heavy")], [(0, 18, "core")], [0]),  # the class swapped
        ([(0, 18), (1, 18)], [(1, 18), (2, 18)], [1, 0]),  # least move first
        ([(0, 18)], [(7, 18)], [None]),  # another week
        ([(6, 23)], [(7, 0)], [None]),
    ],
)
def test_who_keeps_which_uid(
    before: list[tuple[int, int, str]], after: list[tuple[int, int, str]], expected: list[int | None]
) -> None:
    first = publish([entry(*one) for one in before])
    second = publish([entry(*one) for one in after], first, LATER)
    old = uids(first)
    assert [old.index(uid) if uid in old else None for uid in uids(second)] == expected


def test_planning_another_week_leaves_this_one() -> None:
    both = load_published(publish([entry(0, 18), entry(7, 18)]))
    next_week = (MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=2))
    assert [event.entry.start for event in both.kept(NOW, next_week)] == [entry(0, 18).start]
    data = render([], previous=both, now=NOW, kept=both.kept(NOW, next_week), name="x", zone="Europe/Berlin")
    assert uids(data) == [both.events[0].entry.uid]


def test_starts_chosen_for_runs_come_back() -> None:
    runs = {"a;b,c\n:d": MONDAY, "e": MONDAY + timedelta(days=1)}
    data = render([], previous=Published(), now=NOW, name="x", zone="Europe/Berlin", runs=runs)
    assert load_published(data).runs == {"a;b,c :d": MONDAY, "e": MONDAY + timedelta(days=1)}


SKIPS = (Skip("2026-W49", "core"), Skip("2026-W49", "core"), Skip("2026-W48", "heavy"))


def test_what_was_left_out_comes_back() -> None:
    data = render([], previous=Published(skips=SKIPS), now=NOW, name="x", zone="Europe/Berlin")
    assert b"X-STRIDELIFT-SKIPS:2026-W48=heavy 2026-W49=core 2026-W49=core\r\n" in data
    assert load_published(data).skips == tuple(sorted(SKIPS))
    assert b"SKIPS" not in publish([])


@pytest.mark.parametrize(("date", "left"), [("2026-12-27", 3), ("2026-12-28", 2), ("2027-01-03", 2), ("2027-01-04", 0)])
def test_what_was_left_out_is_forgotten_after_28_days(date: str, left: int) -> None:
    now = datetime.fromisoformat(f"{date}T12:00Z")
    data = render([], previous=Published(skips=SKIPS), now=now, name="x", zone="Europe/Berlin")
    assert len(load_published(data).skips) == left


def test_a_pinned_session_is_one_change_and_stays_as_it_is() -> None:
    text = "Squat 3 x 8\n\nWhy here: 20 h before Sun long."
    first = publish([entry(0, 18, description=text), entry(3, 7)])
    published = load_published(first)
    start = entry(4, 9).start
    pinned = published.events[0].pinned(start, start + timedelta(minutes=40), LATER)
    assert (pinned.sequence, pinned.created, pinned.dtstamp) == (1, NOW, LATER)
    assert pinned.entry.description == "Squat 3 x 8\n\nWhy here: you moved it."
    moved = replace(published, events=(pinned, published.events[1]))
    kept = moved.kept(LATER, PERIOD)
    assert kept == (pinned,)
    data = render((), previous=moved, now=LATER, kept=kept, name="Strength sessions", zone="Europe/Berlin")
    assert data.count(b"\r\nX-STRIDELIFT-PINNED:TRUE\r\n") == 1
    assert b"PINNED" not in first
    assert load_published(data).events == (pinned,)
    again = publish([], data, LATER + timedelta(days=1))
    assert again == data


def test_ids_never_come_back() -> None:
    seen: set[str] = set()
    data = publish([])
    for _ in range(4):
        data = publish([entry(0, 18)], data)
        assert not seen & set(uids(data))
        seen |= set(uids(data))
        data = publish([], data)
        assert uids(data) == []
    assert load_published(data).ids == {"2026-W48": 4}


def test_a_gap_in_the_ids_is_no_way_back() -> None:
    published = with_plan(Published(), "x")
    given = assign([entry(0, 18), entry(1, 18), entry(2, 18)], previous=published, now=NOW, zone=BERLIN)
    data = render(given[2:], previous=published, now=NOW, name="x", zone="Europe/Berlin")
    assert load_published(data).ids == {"2026-W48": 3}


def test_an_entry_with_a_uid_keeps_it() -> None:
    first = publish([entry(0, 18), entry(1, 18)])
    second = publish([entry(0, 18), replace(entry(4, 18), uid=uids(first)[0])], first)
    assert uids(second) == [uids(first)[1], uids(first)[0]]


def test_feeds_of_two_athletes_share_no_uid() -> None:
    assert uids(publish([entry(0, 18)], seed="Ada")) != uids(publish([entry(0, 18)], seed="Bo"))
    first = publish([entry(0, 18)], seed="Ada")
    assert uids(publish([entry(0, 18)], first, seed="another folder")) == uids(first)
    assert b"Ada" not in first


@pytest.mark.parametrize(
    ("days", "stays"),
    [(-1, False), (0, False), (1, True), (28, True), (29, False)],
)
def test_begun_sessions_stay_for_28_days(days: int, stays: bool) -> None:  # noqa: FBT001 - a column of the table
    first = publish([entry(0, 18)])
    assert bool(uids(publish([], first, MONDAY + timedelta(days=days, hours=18)))) is (stays or days == 0)


def test_a_begun_session_gives_its_uid_to_no_later_one() -> None:
    first = publish([entry(0, 18)])
    second = publish([entry(3, 18)], first, MONDAY + timedelta(days=1))
    assert len(set(uids(second))) == 2
    assert events(second)[0] == events(first)[0]


ATTACKS = [
    "x\r\nATTENDEE:mailto:a@b.c",
    "x\rATTENDEE:mailto:a@b.c",
    "x\nATTENDEE:mailto:a@b.c",
    "x\u2028ATTENDEE:mailto:a@b.c",
    "x\x85ATTENDEE:y",
    "x\x0bATTENDEE:y\x0cATTENDEE:z\x1eATTENDEE:z",
    "x\\nATTENDEE:mailto:a@b.c",
    "a\x00b\x1b[31m\u202ec\u2066d\ufeff",
    "\ud800lone",
    ";,:\"^'=",
    "END:VEVENT\r\nEND:VCALENDAR",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    hostile = entry(0, 18, text, place=text, summary=text, description=text, location=text, uid=text)
    published = with_plan(Published(), "x")
    data = render([hostile], previous=published, now=NOW, name=text, zone="Europe/Berlin")
    (vevent,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert "ATTENDEE" not in vevent
    assert not re.search(rb"^(ATTENDEE|END:VEVENT\r\nEND:VCALENDAR\r\n.)", data, re.MULTILINE | re.DOTALL)
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", data.decode())
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert not re.search(rb"\\[^n,;]", data.replace(b"\r\n ", b""))
    (again,) = events(data)
    assert (again.entry.session_class, again.entry.place) == (again.entry.summary, again.entry.location)


@pytest.mark.parametrize("text", ["é" * 200, "🏋️" * 100, ",;\n" * 100, "x" * 300, " " * 200, "a b, c;" * 60])
def test_long_lines_are_folded_between_characters_and_escapes(text: str) -> None:
    data = publish([entry(0, 18, description=text)])
    rows = data.split(b"\r\n")
    assert max(map(len, rows)) <= 75
    assert all(row.decode() is not None and not row.endswith(b"\\") for row in rows)
    assert events(data)[0].entry.description == text


def test_other_readers_see_the_same_fields() -> None:
    wanted = entry(0, 18, summary="Heavy, gym; A", description="Squat: 3 x 8\nWhy: 30 h before …", location="Gym, 2")
    data = publish([wanted])
    (vevent,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [str(vevent[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "X-STRIDELIFT-CLASS")] == [
        *(wanted.summary, wanted.description, wanted.location, "heavy")
    ]
    assert (wanted.start, wanted.end) == (vevent.decoded("DTSTART"), vevent.decoded("DTEND"))
    window = (MONDAY, MONDAY + timedelta(days=7))
    (event,) = read(data, source="x", role=Role.AUTO, zone=BERLIN, window=window).events
    assert (event.uid, event.summary, event.start) == (uids(data)[0], wanted.summary, wanted.start)
    assert event.properties["X-STRIDELIFT-PLACE"] == "gym"


def test_an_alarm_is_an_option_and_no_change() -> None:
    first = publish([entry(0, 18)])
    previous = load_published(first)
    given = assign([entry(0, 18)], previous=previous, now=LATER, zone=BERLIN)
    data = render(
        given,
        previous=previous,
        now=LATER,
        name="Strength sessions",
        zone="Europe/Berlin",
        alarm_minutes=30,
    )
    assert b"TRIGGER:-PT30M" in data
    assert events(data) == events(first)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.replace(b"PRODID:-//stridelift", b"PRODID:-//other"), "is not a stridelift calendar"),
        (lambda _: b"", "is not a stridelift calendar"),
        (lambda data: data + data, "is not a stridelift calendar"),
        (lambda data: data[:-80], "is damaged: it is cut off"),
        (lambda data: data.replace(b"SEQUENCE:0", b"SEQUENCE:x"), "is damaged"),
        (lambda data: data.replace(b"DTSTART:", b"DTSTOP:"), "is damaged: 'DTSTART'"),
        (lambda data: data.replace(b"W48=1", b"W48"), "is damaged"),
        (lambda data: re.sub(b"TRAVEL:.*", b"TRAVEL:99999999999", data), "is damaged: 99999999999 minutes of travel"),
        (lambda data: re.sub(b"TRAVEL:.*", b"TRAVEL:-1", data), "is damaged: -1 minutes of travel"),
        (lambda data: data.replace(b"COLOR:dark", b"X-STRIDELIFT-SKIPS:2026-W60=core\r\nCOLOR:dark", 1), "is damaged"),
        (lambda data: data.replace(b"COLOR:dark", b"X-STRIDELIFT-SKIPS:core\r\nCOLOR:dark", 1), "is damaged"),
    ],
)
def test_what_is_no_previous_output(change: Callable[[bytes], bytes], message: str) -> None:
    with pytest.raises(OutputError, match=message):
        load_published(change(publish([entry(0, 18)])))


def test_writing_replaces_our_own_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    write_atomically(path, publish([entry(0, 18)]))
    path.chmod(0o640)
    (tmp_path / "link.ics").symlink_to(path)
    write_atomically(tmp_path / "link.ics", publish([entry(1, 18)]))
    assert path.read_bytes() == publish([entry(1, 18)])
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.ics", "strength.ics"]
    assert (tmp_path / "link.ics").is_symlink()


@pytest.mark.parametrize("content", [b"my notes", b"", b"BEGIN:VCALENDAR\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n"])
def test_a_foreign_file_is_never_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.ics"
    path.write_bytes(content)
    with pytest.raises(OutputError, match=r"notes\.ics exists and is not a stridelift calendar") as caught:
        write_atomically(path, publish([]))
    assert caught.value.exit_code == 2
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["nowhere/strength.ics", "folder", "x" * 300])
def test_where_nothing_can_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError):
        write_atomically(tmp_path / name, publish([]))
    assert [one.name for one in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.parametrize(("at", "week"), [("2027-01-03T23:30", "2026-W53"), ("2027-01-04T00:00", "2027-W01")])
def test_weeks_are_iso_weeks_of_the_athlete(at: str, week: str) -> None:
    assert iso_week(datetime.fromisoformat(at).replace(tzinfo=BERLIN), BERLIN) == week
    assert session_uid("p", week, 1) != session_uid("p", week, 2)
