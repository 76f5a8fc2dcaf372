"""Calendars as they are met: each file of data/ has its reading beside it, other cases are small texts."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds import BERLIN, DATA, backwards, reading
from stridelift.calendar.event import Event
from stridelift.calendar.read import Reading
from stridelift.errors import SourceError


def calendar(*events: str, extra: str = "") -> bytes:
    """A calendar around the bodies of VEVENTs, which are written with blanks between their lines."""
    bodies = "".join("BEGIN:VEVENT\n" + "\n".join(event.split("|")) + "\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{extra}{bodies}END:VCALENDAR\n".encode()


def one(*lines: str, extra: str = "") -> Event:
    (event,) = reading(calendar("|".join(("UID:a", *lines)), extra=extra)).events
    return event


def starts(*events: str, extra: str = "", zone: ZoneInfo = BERLIN) -> list[str]:
    return [f"{event.start:%m-%d %H:%M}" for event in reading(calendar(*events, extra=extra), zone=zone).events]


def shown(result: Reading) -> str:
    lines = [
        " ".join(
            (
                f"{event.start:%a %m-%d %H:%M}-{event.end:%m-%d %H:%M}",
                f"[{event.summary}]",
                *([f"{event.days} d"] if event.all_day else []),
                *(flag for flag in ("cancelled", "transparent", "declined") if getattr(event, flag)),
                *(f"{key}={value}" for key, value in event.properties.items()),
                event.uid,
            )
        )
        for event in result.events
    ]
    lines += [f"ignored [{each.summary}] {each.reason}" for each in result.ignored]
    lines += [f"warning {text}" for text in result.warnings]
    return "\n".join(lines) + "\n"


def folded(data: bytes) -> bytes:
    """Folded anew, every 30 octets: inside characters too."""
    lines = data.replace(b"\n ", b"").split(b"\n")
    return b"\n".join(b"\n ".join(line[at : at + 30] for at in range(0, max(len(line), 1), 30)) for line in lines)


FILES = pytest.mark.parametrize("file", sorted(DATA.glob("*.ics")), ids=lambda file: file.stem)


@FILES
def test_files_are_read_as_their_text_says(file: Path) -> None:
    assert shown(reading(file.read_bytes())) == file.with_suffix(".txt").read_text(encoding="utf-8")


@FILES
@pytest.mark.parametrize(
    "change",
    [
        backwards,
        folded,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data.replace(b"\n", b"\r\r\n"),
        lambda data: data.replace(b"\n ", b""),
        lambda data: b"\xef\xbb\xbf" + data,
    ],
    ids=["backwards", "folded", "crlf", "cr", "crcrlf", "unfolded", "bom"],
)
def test_order_and_line_form_do_not_matter(file: Path, change: Callable[[bytes], bytes]) -> None:
    data = file.read_bytes()
    assert reading(change(data)) == reading(data)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125", 1),
        ("DTSTART:20261124", "DTEND:20261126", 2),
        ("DTSTART;TZID=America/New_York;VALUE=DATE:20261124", "STATUS:CONFIRMED", 1),
        ("DTSTART;VALUE=DATE:20261124T000000", "STATUS:CONFIRMED", 1),
        ("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261124", 1),
        ("DTSTART;VALUE=DATE:20261124", "DURATION:P3D", 3),
        ("DTSTART;VALUE=DATE:20261124", "DURATION:PT2H", 1),
        ("DTSTART;VALUE=DATE:20261124", "DTEND:20261125T000000Z", 1),
        ("DTSTART;VALUE=DATE:20261124", "DTEND:20261125T100000", 2),
        ("DTSTART;VALUE=DATE:20261124", "DTEND:rubbish", 1),
        ("DTSTART:20261124T000000|X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "DTEND:20261126T000000", 2),
    ],
)
def test_all_day_events(start: str, end: str, days: int) -> None:
    event = one(*start.split("|"), end)
    assert (event.all_day, f"{event.day}", event.days) == (True, "2026-11-24", days)
    assert event.start == datetime(2026, 11, 24, tzinfo=BERLIN)
    assert event.end == datetime(2026, 11, 24 + days, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", "18:00-19:00"),
        ("DTSTART:20261124T170000", "DTEND:20261124T180000", "17:00-18:00"),
        ("DTSTART;TZID=America/New_York:20261124T060000", "DURATION:PT90M", "12:00-13:30"),
        ("DTSTART;TZID=Tokyo Standard Time:20261124T180000", "DTEND:20261124T100000Z", "10:00-11:00"),
        ("DTSTART;TZID=/example.org/20260101_1/Asia/Tokyo:20261124T180000", "DURATION:PT1H", "10:00-11:00"),
        ('DTSTART;TZID="Europe/London":20261124T170000', "DURATION:PT1H", "18:00-19:00"),
        ("DTSTART;TZID=(UTC+01:00) Nowhere:20261124T170000", "DURATION:PT1H", "17:00-18:00"),
        ("DTSTART:20261124T170000", "STATUS:CONFIRMED", "17:00-17:00"),
        ("DTSTART:20261124T170000", "DTEND:20261124T160000", "17:00-17:00"),
        ("DTSTART:20261124T170000", "DURATION:-PT1H", "17:00-17:00"),
        ("DTSTART:20261124T170000", "DTEND;VALUE=DATE:20261125", "17:00-00:00"),
        ("dtstart:20261124t170000z", "dtend:20261124T180000Z", "18:00-19:00"),
        ("DTSTART: 20261124T170000Z ", "DTEND:20261124T180000Z", "18:00-19:00"),
    ],
)
def test_timed_events(start: str, end: str, expected: str) -> None:
    event = one(start, end)
    assert f"{event.start:%H:%M}-{event.end:%H:%M}" == expected
    assert not event.all_day
    assert event.start.tzinfo is BERLIN


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("20270328T023000", "2027-03-28T01:30:00+00:00"),  # skipped: the offset before the change, so 03:30
        ("20261025T023000", "2026-10-25T00:30:00+00:00"),  # twice: the first
        ("20261025T003000Z", "2026-10-25T00:30:00+00:00"),
        ("20261025T013000Z", "2026-10-25T01:30:00+00:00"),  # the second 02:30 stays the second
    ],
)
@pytest.mark.parametrize("tzid", ["", "Europe/Berlin", "Customized Time Zone"])
def test_clock_changes(local: str, instant: str, tzid: str) -> None:
    zone = (DATA / "outlook.ics").read_text(encoding="utf-8").split("BEGIN:VTIMEZONE")[1].split("END:VTIMEZONE")[0]
    start = f"DTSTART;TZID={tzid}:{local}" if tzid and not local.endswith("Z") else f"DTSTART:{local}"
    data = calendar(f"UID:a|{start}|DURATION:PT1H", extra=f"BEGIN:VTIMEZONE{zone}END:VTIMEZONE\n")
    (event,) = reading(data, (datetime(2026, 1, 1, tzinfo=BERLIN), datetime(2028, 1, 1, tzinfo=BERLIN))).events
    utc = ZoneInfo("UTC")
    assert event.start.astimezone(utc).isoformat() == instant
    assert (event.end.astimezone(utc) - event.start.astimezone(utc)).total_seconds() == 3600


def custom_zone(offset: str, observance: str = "") -> str:
    return (
        f"BEGIN:VTIMEZONE\nTZID:Custom\nTZUNTIL:20300101T000000Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\n{observance}"
        f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nTZNAME:X\nLOCATION:here\nEND:STANDARD\nEND:VTIMEZONE\n"
    )


def test_zones_of_one_calendar_never_leak_into_another() -> None:
    event = "UID:a|DTSTART;TZID=Custom:20261124T120000"
    assert starts(event, extra=custom_zone("+0500")) == ["11-24 08:00"]
    assert starts(event, extra=custom_zone("-0300")) == ["11-24 16:00"]
    assert starts(event) == ["11-24 12:00"]


@pytest.mark.parametrize(
    "zone",
    [
        "",
        custom_zone("+9900"),
        custom_zone("+0500", "RRULE:FREQ=SECONDLY\n"),
        custom_zone("+0500", "RRULE:FREQ=YEARLY;INTERVAL=0\n"),
        custom_zone("+0500", "RDATE:rubbish\n"),
        custom_zone("+0500").replace("BEGIN:STANDARD", "BEGIN:STANDARD\nEND:STANDARD\n" * 21 + "BEGIN:STANDARD"),
    ],
)
def test_a_zone_that_is_missing_or_harmful_is_named(zone: str) -> None:
    result = reading(calendar("UID:a|DTSTART;TZID=Custom:20261124T120000", extra=zone))
    assert [f"{event.start:%H:%M}" for event in result.events] == ["12:00"]
    assert result.warnings == ("time zone 'Custom' is unknown: read as Europe/Berlin",)


@pytest.mark.parametrize("tzid", ["Europe", "../../etc/passwd", "/etc/passwd", "x" * 1_000_000, "leapseconds", ";="])
def test_hostile_zone_names(tzid: str) -> None:
    assert len(reading(calendar(f"UID:a|DTSTART;TZID={tzid}:20261124T120000")).events) == 1


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=3", ["12-07", "12-14", "12-21"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261214", ["12-07", "12-14"]),  # a date: that day included
        ("RRULE:FREQ=WEEKLY;UNTIL=20261214T170000Z", ["12-07", "12-14"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261214T165959Z", ["12-07"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=99991231T000000Z", ["12-07", "12-14", "12-21"]),
        ("RRULE:FREQ=WEEKLY;COUNT=-1", ["12-07", "12-14", "12-21"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2", ["12-07", "12-21"]),
        (
            "RRULE:FREQ=WEEKLY;BYDAY=TU,FR;COUNT=3",
            ["12-07", "12-08", "12-11", "12-15"],
        ),  # the start counts, whatever it is
        ("RRULE:FREQ=WEEKLY|EXDATE;TZID=Europe/Berlin:20261214T180000", ["12-07", "12-21"]),
        ("RRULE:FREQ=WEEKLY|EXDATE:20261214T170000Z,20261221T170000Z", ["12-07"]),
        ("RRULE:FREQ=WEEKLY|EXDATE;VALUE=DATE:20261214", ["12-07", "12-21"]),
        ("RRULE:FREQ=WEEKLY|EXDATE:rubbish", ["12-07", "12-14", "12-21"]),
        ("RDATE;TZID=Europe/Berlin:20261209T180000,20261210T180000", ["12-07", "12-09", "12-10"]),
        ("RDATE;VALUE=PERIOD:20261209T170000Z/PT2H", ["12-07", "12-09"]),
        ("RRULE:", ["12-07"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=2MO;", ["12-07", "12-14"]),
        ("RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", ["12-07", "12-24"]),
    ],
)
def test_series(lines: str, expected: list[str]) -> None:
    found = starts(f"UID:a|DTSTART;TZID=Europe/Berlin:20261207T180000|DURATION:PT1H|{lines}")
    assert found == [f"{day} 18:00" for day in expected]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("RRULE:FREQ=DAILY;UNTIL=20261209T000000Z", ["12-07", "12-08", "12-09"]),  # a date in disguise
        ("RRULE:FREQ=DAILY;UNTIL=20261209T225959Z", ["12-07", "12-08", "12-09"]),
        ("RRULE:FREQ=DAILY;UNTIL=20261209T230000Z", ["12-07", "12-08", "12-09", "12-10"]),  # Berlin's midnight
        ("RRULE:FREQ=DAILY;COUNT=3|EXDATE:20261208T000000Z", ["12-07", "12-09"]),
        ("RRULE:FREQ=DAILY;COUNT=3|EXDATE;VALUE=DATE:20261208", ["12-07", "12-09"]),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Berlin"])
def test_series_of_days(lines: str, expected: list[str], zone: str) -> None:
    found = starts(f"UID:a|DTSTART;VALUE=DATE:20261207|{lines}", zone=ZoneInfo(zone))
    assert found == [f"{day} 00:00" for day in expected]


def test_a_series_from_long_ago_keeps_its_time_over_clock_changes() -> None:
    series = "UID:a|DTSTART;TZID=Europe/Berlin:19980105T073000|DURATION:PT1H|RRULE:FREQ=WEEKLY;INTERVAL=3"
    days = [(datetime(2026, 10, 26, tzinfo=BERLIN) - datetime(1998, 1, 5, tzinfo=BERLIN)).days % 21]
    assert days == [0]
    assert starts(series) == [f"{day} 07:30" for day in ("10-26", "11-16", "12-07")]


MASTER = "UID:a|SUMMARY:master|DTSTART;TZID=Europe/Berlin:20261207T180000|DURATION:PT1H|RRULE:FREQ=WEEKLY"
MOVED = "UID:a|DTSTART;TZID=Europe/Berlin:20261215T100000|DURATION:PT1H|"


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("RECURRENCE-ID;TZID=Europe/Berlin:20261214T180000", ["12-07 18:00", "12-15 10:00", "12-21 18:00"]),
        ("RECURRENCE-ID:20261214T170000Z", ["12-07 18:00", "12-15 10:00", "12-21 18:00"]),
        ("RECURRENCE-ID;VALUE=DATE:20261214", ["12-07 18:00", "12-15 10:00", "12-21 18:00"]),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20261214T170000Z", ["12-07 18:00", "12-15 10:00", "12-22 10:00"]),
    ],
)
def test_overrides(override: str, expected: list[str]) -> None:
    events = reading(calendar(MASTER, MOVED + override)).events
    assert [f"{event.start:%m-%d %H:%M}" for event in events] == expected
    assert events[1].uid == "a/20261214T170000Z"
    assert len({event.uid for event in events}) == 3


def test_an_override_without_its_master_is_kept() -> None:
    (event,) = reading(calendar(MOVED + "RECURRENCE-ID:20261214T170000Z")).events
    assert (event.uid, f"{event.start:%m-%d %H:%M}") == ("a/20261214T170000Z", "12-15 10:00")


def test_overrides_of_a_refused_master_are_kept() -> None:
    result = reading(calendar(MASTER.replace("WEEKLY", "HOURLY"), MOVED + "RECURRENCE-ID:20261214T170000Z"))
    assert [event.uid for event in result.events] == ["a/20261214T170000Z"]
    assert len(result.ignored) == 1


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("SUMMARY:x", "DTSTART is missing"),
        ("DTSTART:soon", "DTSTART 'SOON' is no date or time"),
        ("DTSTART:180000", "DTSTART '180000' is no date or time"),
        ("DTSTART:99990101T000000Z|RRULE:FREQ=DAILY", "DTSTART is in the year 9999"),
        ("DTSTART:20260101T000000Z|DTEND:22000101T000000Z", "it lasts 63552 days"),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=SECONDLY", "FREQ=SECONDLY is refused"),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=HOURLY", "FREQ=HOURLY is refused"),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=DAILY;INTERVAL=0", "INTERVAL=0 is not between 1 and 10000"),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=DAILY;INTERVAL=10001", "INTERVAL=10001 is not between"),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=DAILY;INTERVAL=" + "9" * 5000, "INTERVAL=9999"),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=DAILY;UNTIL=soon", "UNTIL 'SOON' is no date or time"),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "it never happens"),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=YEARLY;BYMONTHDAY=" + ",".join(["1"] * 61), "no list of up to 60"),
        (
            "DTSTART:20261101T000000Z|RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5",
            "it recurs more than 24 times a day",
        ),
        ("DTSTART:20261101T000000Z|RRULE:FREQ=DAILY;BYEASTER=0", "BYEASTER has no meaning"),
        ("DTSTART:20261101T000000Z|RDATE:" + ",".join(["20261101T000000Z"] * 5001), "more than 5000 RDATEs"),
        (
            "DTSTART:20200101T000000Z|DURATION:P399D|RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))),
            "it recurs more than 5000 times",
        ),
    ],
)
def test_a_broken_event_is_listed_and_costs_nothing_else(lines: str, reason: str) -> None:
    result = reading(calendar(f"UID:broken|{lines}", "UID:good|DTSTART:20261124T120000"))
    assert [event.uid for event in result.events] == ["good"]
    assert [(each.uid, reason in each.reason) for each in result.ignored] == [("broken", True)], result.ignored


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:19000101T000000Z|DURATION:PT1H|RRULE:FREQ=DAILY",
        "DTSTART:19000101T000000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=1000000000",
        "DTSTART:20260101T000000Z|RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "DTSTART:20260101T000000Z|RRULE:FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "DTSTART:20260101T000000Z|RRULE:FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12",
        "DTSTART:20260101T000000Z|DURATION:P999999999D",
    ],
)
def test_hostile_events_end_soon(lines: str) -> None:
    begin = time.process_time()
    reading(calendar(f"UID:a|{lines}"))
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("SEQUENCE:1|DTSTAMP:20261101T000000Z", "SEQUENCE:2|DTSTAMP:20261001T000000Z", "second"),
        ("SEQUENCE:1|DTSTAMP:20261101T000000Z", "SEQUENCE:1|DTSTAMP:20261102T000000Z", "second"),
        ("LAST-MODIFIED:20261103T000000Z", "LAST-MODIFIED:20261102T000000Z", "first"),
        ("SEQUENCE:10", "SEQUENCE:9", "first"),
    ],
)
def test_the_newest_of_the_same_event_wins(first: str, second: str, kept: str) -> None:
    events = (
        f"UID:a|SUMMARY:first|DTSTART:20261124T120000|{first}",
        f"UID:a|SUMMARY:second|DTSTART:20261125T120000|{second}",
    )
    for order in (events, events[::-1]):
        result = reading(calendar(*order))
        assert [event.summary for event in result.events] == [kept]
        assert [each.reason for each in result.ignored] == ["a newer version of it is there"]


def test_one_uid_for_different_events_loses_none() -> None:
    result = reading(calendar("UID:1|DTSTART:20261124T120000", "UID:1|DTSTART:20261125T120000"))
    assert [event.uid for event in result.events] == ["1/20261124T110000Z", "1/20261125T110000Z"]


def test_the_same_event_twice_counts_once() -> None:
    result = reading(calendar("UID:1|DTSTART:20261124T120000", "UID:1|DTSTART:20261124T120000"))
    assert [event.uid for event in result.events] == ["1"]
    assert [each.reason for each in result.ignored] == ["stands twice in the calendar"]


def test_a_missing_uid_is_made_of_the_content() -> None:
    first, second = (
        reading(calendar("DTSTART:20261124T120000|SUMMARY:Run", f"DTSTAMP:{stamp}|DTSTART:20261125|SUMMARY:Run"))
        for stamp in ("20261101T000000Z", "20261102T000000Z")
    )
    assert first == second
    assert len({event.uid for event in first.events}) == 2


@pytest.mark.parametrize(
    ("lines", "flags"),
    [
        ("STATUS:CANCELLED", (True, False, False)),
        ("TRANSP:TRANSPARENT", (False, True, False)),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", (False, True, False)),
        ('ATTENDEE;PARTSTAT=declined;CN="Me: I; myself":MAILTO:ME@example.org', (False, False, True)),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org", (False, False, False)),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.org", (False, False, False)),
    ],
)
def test_flags(lines: str, flags: tuple[bool, bool, bool]) -> None:
    event = one("DTSTART:20261124T120000", lines)
    assert (event.cancelled, event.transparent, event.declined) == flags


def test_texts_are_verbatim() -> None:
    event = one(
        "DTSTART:20261124T120000",
        "SUMMARY;LANGUAGE=de:🏃 5 km\\, locker\\; C:\\temp \\\\n\\N\x1b[1m",
        "CATEGORIES:Run\\, long,Training",
        "CATEGORIES:More",
        "x-thing;P=1:first",
        "X-THING:second",
        f"X-LONG:{'x' * 2000}",
        f"DESCRIPTION:{'y' * 50_000}",
    )
    assert event.summary == "🏃 5 km, locker; C:\\temp \\n\n\x1b[1m"
    assert event.categories == ("Run, long", "Training", "More")
    assert event.properties["X-THING"] == "first"
    assert (len(event.properties["X-LONG"]), len(event.description)) == (2000, 50_000)
    assert len(one("DTSTART:20261124T120000", f"SUMMARY:{'é' * 20_000}").summary) == 10_000
    assert one("DTSTART:20261124T120000", "SUMMARY:a\0b").summary == "ab"


@pytest.mark.parametrize(
    ("lines", "inside"),
    [
        ("DTSTART:20261026T000000|DURATION:PT0S", True),
        ("DTSTART:20261025T230000|DURATION:PT1H", False),
        ("DTSTART:20261025T230000|DURATION:PT61M", True),
        ("DTSTART:20261227T235900|DURATION:PT1H", True),
        ("DTSTART:20261228T000000|DURATION:PT1H", False),
        ("DTSTART;VALUE=DATE:20261001|DTEND;VALUE=DATE:20270110", True),
        ("DTSTART;VALUE=DATE:20261228", False),
    ],
)
def test_the_window_is_half_open(lines: str, inside: bool) -> None:  # noqa: FBT001 - a column of the table
    assert bool(reading(calendar(f"UID:a|{lines}")).events) is inside


@pytest.mark.parametrize("cut", ["END:VEVENT\nEND:VCALENDAR\n", "END:VCALENDAR\n"])
def test_a_calendar_that_is_cut_off_says_so(cut: str) -> None:
    data = calendar("UID:a|DTSTART:20261124T120000", "UID:b|DTSTART:20261124T120000").decode().removesuffix(cut)
    result = reading(data.encode())
    assert [event.uid for event in result.events] + [each.uid for each in result.ignored] == ["a", "b"]
    assert "END:VCALENDAR is missing: the calendar may be cut off" in result.warnings


def test_a_missing_end_costs_nothing() -> None:
    data = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261124T120000\nBEGIN:VALARM\nBEGIN:VEVENT\nUID:b\n"
    data += b"DTSTART:20261124T120000\nEND:VEVENT\nBEGIN:VTODO\nBEGIN:VEVENT\nUID:c\nDTSTART:20261124T120000\n"
    result = reading(data + b"END:VCALENDAR\n")
    assert [event.uid for event in result.events] == ["a", "b", "c"]


def test_nesting_without_end() -> None:
    data = b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 100_000 + b"END:Y\n" * 100_000 + b"END:VCALENDAR\n"
    assert reading(data).events == ()


def test_several_calendars_in_one_file_are_read() -> None:
    data = calendar("UID:a|DTSTART:20261124T120000") + calendar("UID:b|DTSTART:20261124T120000")
    assert [event.uid for event in reading(data).events] == ["a", "b"]


def test_an_empty_calendar_is_said() -> None:
    assert reading(calendar()).warnings == ("the calendar has no events",)


@pytest.mark.parametrize("data", [b"", b"<html>", b"BEGIN:VTODO\nUID:a\nEND:VTODO\n", b"\xff\xfe\x00"])
def test_what_is_no_calendar(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"test\.ics has no BEGIN:VCALENDAR"):
        reading(data)


def test_events_outside_a_calendar_are_read() -> None:
    result = reading(
        b"BEGIN:VEVENT\nUID:a\nDTSTART:20261124T120000\nEND:VEVENT\n" + calendar("UID:b|DTSTART:20261124T120000")
    )
    assert [event.uid for event in result.events] == ["a", "b"]
    assert result.warnings == ("some events stand outside a VCALENDAR",)


@pytest.mark.parametrize(
    ("sequence", "master", "kept"),
    [
        ("1", "SEQUENCE:2|RRULE:FREQ=WEEKLY|EXDATE;TZID=Europe/Berlin:20261214T180000", False),
        ("1", "SEQUENCE:2|RRULE:FREQ=WEEKLY;UNTIL=20261208", False),
        ("1", "SEQUENCE:2|RRULE:FREQ=WEEKLY", True),
        ("2", "SEQUENCE:2|RRULE:FREQ=WEEKLY;UNTIL=20261208", True),
    ],
)
def test_an_override_that_a_newer_series_is_without_is_dropped(sequence: str, master: str, kept: bool) -> None:  # noqa: FBT001 - a column of the table
    series = f"UID:a|DTSTART;TZID=Europe/Berlin:20261207T180000|DURATION:PT1H|{master}"
    override = f"UID:a|SUMMARY:moved|SEQUENCE:{sequence}|RECURRENCE-ID:20261214T170000Z|DTSTART:20261216T170000Z"
    result = reading(calendar(series, override))
    assert ("a/20261214T170000Z" in [event.uid for event in result.events if event.summary == "moved"]) is kept
    assert [each.reason for each in result.ignored] == [] if kept else ["a newer version of its series is without it"]


def test_a_series_that_ends_before_it_begins_never_happens() -> None:
    assert starts("UID:a|DTSTART;VALUE=DATE:20261207|RRULE:FREQ=WEEKLY;UNTIL=20261206") == []
    assert starts("UID:a|DTSTART;VALUE=DATE:20261207|RRULE:FREQ=WEEKLY;UNTIL=20261207") == ["12-07 00:00"]


def test_a_rule_before_the_end_of_the_first_occurrence_is_seen() -> None:
    """The order of the lines means nothing, to the glance at the dates neither."""
    assert starts("UID:a|RRULE:FREQ=YEARLY|DTSTART:20201207T180000|DTEND:20201207T190000") == ["12-07 18:00"]


def test_one_definition_of_a_zone_in_many_calendars_is_one() -> None:
    """A folder has a file for each event, and each has the zone again."""
    zone = (DATA / "outlook.ics").read_text(encoding="utf-8").split("BEGIN:VTIMEZONE")[1].split("END:VTIMEZONE")[0]
    extra = f"BEGIN:VTIMEZONE{zone}END:VTIMEZONE\n"
    event = "UID:{n}|DTSTART;TZID=Customized Time Zone:20261207T180000"
    result = reading(b"".join(calendar(event.replace("{n}", str(n)), extra=extra) for n in range(300)))
    assert {f"{one.start:%m-%d %H:%M}" for one in result.events} == {"12-07 18:00"}
    assert (len(result.events), result.warnings) == (300, ())
