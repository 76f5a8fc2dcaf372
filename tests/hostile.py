"""Calendars made to hang, to fill the memory, to be read as something else, or to lose what stands beside them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass

MB = 1_000_000
NEXT_TO_IT = ("before", "after")


def event(*lines: str) -> bytes:
    return "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT\n")).encode()


def healthy(uid: str) -> bytes:
    return event(f"UID:{uid}", "DTSTART;TZID=Europe/Berlin:20261201T180000", "DURATION:PT1H", "SUMMARY:Easy run 8 km")


def beside(*inside: bytes) -> bytes:
    """A calendar that has this between two healthy events."""
    parts = (b"BEGIN:VCALENDAR\nVERSION:2.0\n", healthy("before"), *inside, healthy("after"), b"END:VCALENDAR\n")
    return b"".join(parts)


def series(start: str, rule: str, *lines: str) -> bytes:
    return beside(event("UID:bad", f"DTSTART:{start}", "DURATION:PT1H", f"RRULE:{rule}", *lines))


def zone(*observances: str, tzid: str = "Own") -> bytes:
    parts = (f"BEGIN:STANDARD\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n{one}\nEND:STANDARD\n" for one in observances)
    return f"BEGIN:VTIMEZONE\nTZID:{tzid}\n{''.join(parts)}END:VTIMEZONE\n".encode()


def zoned(*observances: str) -> bytes:
    """A calendar with an event in a zone of its own."""
    return beside(zone(*observances), event("UID:bad", "DTSTART;TZID=Own:20261203T180000", "DURATION:PT1H"))


def named(tzid: str) -> bytes:
    return beside(event("UID:bad", f"DTSTART;TZID={tzid}:20261203T180000", "DURATION:PT1H"))


def full(count: int, first: int = 0) -> str:
    return ",".join(str(n) for n in range(first, first + count))


def dates(count: int) -> str:
    return ",".join(f"{1900 + n % 300}{1 + n % 12:02}{1 + n % 28:02}T{n % 24:02}{n % 60:02}00Z" for n in range(count))


def filled(line: bytes, piece: bytes, size: int, end: bytes = b"") -> bytes:
    """An event with a property that is this long."""
    text = line + piece * ((size - len(line)) // len(piece)) + end
    return beside(event("UID:bad", "DTSTART:20261203T180000").replace(b"END", text + b"\nEND"))


def many(count: int, *lines: str) -> bytes:
    """Small events that differ in UID and, with ``{n}`` in a line, in that."""
    return beside(*(event(*(line.replace("{n}", str(n)) for line in ("UID:e{n}", *lines))) for n in range(count)))


def titled(count: int, title: Callable[[int], str]) -> bytes:
    return beside(*(event(f"UID:{n}", "DTSTART:20261203T180000", f"SUMMARY:{title(n)}") for n in range(count)))


def unknown_word(number: int, length: int) -> str:
    return "".join(chr(97 + (number * (7 + 12 * at) + number // (at + 1)) % 26) for at in range(length))


def overrides(count: int) -> bytes:
    parts = (event("UID:bad", f"RECURRENCE-ID:{at}", f"DTSTART:{at}") for at in dates(count).split(","))
    return beside(event("UID:bad", "DTSTART:20261101T000000Z", "RRULE:FREQ=DAILY"), *parts)


@dataclass(frozen=True)
class Case:
    """What is said of it (a pattern in the error, a warning or a reason), and which events are read at least."""

    data: Callable[[], bytes]
    says: str = ""
    kept: tuple[str, ...] = NEXT_TO_IT
    refused: bool = False
    slow: bool = False  # not among the quick tests


QUICK = (rb"\,", b"\n ", b';A="', b"^n^^^'", b"a,", b"\r")
REFUSED_FREQUENCY = r"FREQ=(SECONDLY|MINUTELY|HOURLY) is refused"
NO_SUCH_ZONE = r"time zone '.*' is unknown: read as Europe/Berlin"
TOO_LARGE = r"is larger than 10 MB\nMaybe export fewer years"
CASES: dict[str, Case] = {
    # Rules
    **{
        f"{frequency} from {start[:4]}": Case(lambda f=frequency, s=start: series(s, f"FREQ={f}"), REFUSED_FREQUENCY)
        for frequency in ("SECONDLY", "MINUTELY", "HOURLY")
        for start in ("19700101T000000Z", "20200101T000000Z", "20261201T000000Z")
    },
    "daily from 1900": Case(lambda: series("19000101T000000Z", "FREQ=DAILY"), kept=("bad/20261201T000000Z",)),
    "interval 0": Case(lambda: series("20260101T000000Z", "FREQ=DAILY;INTERVAL=0"), "INTERVAL=0 is not between"),
    **{
        f"30 February, {frequency}": Case(
            lambda f=frequency: series("20260101T000000Z", f"FREQ={f};BYMONTH=2;BYMONTHDAY=30"),
            "it never happens|FREQ=SECONDLY is refused",
        )
        for frequency in ("YEARLY", "MONTHLY", "DAILY", "SECONDLY")
    },
    "every second by lists": Case(
        lambda: series(
            "20260101T000000Z",
            f"FREQ=DAILY;BYMONTHDAY={full(31, 1)};BYHOUR={full(24)};BYMINUTE={full(60)};BYSECOND={full(60)}",
        ),
        "it recurs more than 24 times a day",
    ),
    "long lists": Case(
        lambda: series("20260101T000000Z", f"FREQ=YEARLY;BYYEARDAY={full(366, 1)}"), "no list of up to 60 values"
    ),
    "a rule of 1 MB": Case(lambda: series("20260101T000000Z", f"FREQ=DAILY;BYDAY={'MO,' * 300_000}MO"), "no list of"),
    "a thousand rules": Case(
        lambda: series("20260101T000000Z", "FREQ=DAILY", *["RRULE:FREQ=YEARLY;BYMONTH=2"] * 1000), "more than 10 rules"
    ),
    "a billion times": Case(
        lambda: series("20261101T000000Z", "FREQ=DAILY;COUNT=1000000000"), kept=("bad/20261201T000000Z",)
    ),
    "until 9999": Case(
        lambda: series("20261101T000000Z", "FREQ=DAILY;UNTIL=99991231T235959Z"), kept=("bad/20261201T000000Z",)
    ),
    "every day for 200 years": Case(
        lambda: beside(event("UID:bad", "DTSTART:19000101T000000Z", "DTEND:21000101T000000Z", "RRULE:FREQ=DAILY")),
        "it lasts 73049 days",
    ),
    "every hour for a year": Case(
        lambda: beside(
            event("UID:bad", "DTSTART:20200101T000000Z", "DURATION:P399D", f"RRULE:FREQ=DAILY;BYHOUR={full(24)}")
        ),
        "it recurs more than 5000 times",
    ),
    "2000 daily series": Case(
        lambda: many(2000, "DTSTART:20200101T060000Z", "RRULE:FREQ=DAILY"),
        "more than 20000 occurrences of series in the period",
        kept=(),  # the report of this file shows the first events only
    ),
    "1000 counted series from 1900": Case(
        lambda: many(1000, "DTSTART:19000101T060000Z", "RRULE:FREQ=DAILY;COUNT=900000"),
        "its series begin too long ago and are too many",
        slow=True,
    ),
    "3900 yearly series that never happen": Case(
        lambda: many(3_900, "DTSTART:20260101T060000Z", "RRULE:FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12"), kept=NEXT_TO_IT
    ),
    "3900 series that ended": Case(
        lambda: many(3_900, "DTSTART:20200101T060000Z", "RRULE:FREQ=DAILY;COUNT=9", "EXDATE:20200103T060000Z"),
        slow=True,
    ),
    # Time zones
    **{
        f"a zone that changes {rule}": Case(
            lambda r=rule: zoned(f"DTSTART:20000101T000000\nRRULE:{r}", f"DTSTART:20000601T000000\nRRULE:{r}"),
            "time zone 'Own' is unknown",
        )
        for rule in ("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=YEARLY;INTERVAL=0", "FREQ=DAILY")
    },
    "100 observances, 1000 events": Case(
        lambda: beside(
            zone(*(f"DTSTART:{1970 + n}0101T000000\nRRULE:FREQ=YEARLY" for n in range(100))),
            *(event(f"UID:{n}", "DTSTART;TZID=Own:20261203T180000") for n in range(1000)),
        ),
    ),
    "1000 observances": Case(
        lambda: zoned(*(f"DTSTART:{1970 + n % 60}0101T{n % 24:02}0000" for n in range(1000))), "'Own' is unknown"
    ),
    "20 observances, 1000 events": Case(
        lambda: beside(
            zone(*(f"DTSTART:{1970 + n}0101T000000\nRRULE:FREQ=MONTHLY" for n in range(20))),
            *(event(f"UID:{n}", "DTSTART;TZID=Own:20261203T180000") for n in range(1000)),
        ),
    ),
    "100000 dates in a zone": Case(
        lambda: zoned(f"DTSTART:20000101T000000\nRDATE:{dates(100_000)}"), "'Own' is unknown"
    ),
    "20000 zones": Case(
        lambda: beside(
            *(zone(f"DTSTART:{1970 + n % 60}01{1 + n % 28:02}T{n % 24:02}0000", tzid=f"Z{n}") for n in range(20_000)),
            *(event(f"UID:{n}", f"DTSTART;TZID=Z{n}:20261203T180000") for n in range(3_900)),
        ),
        "(?s)time zone 'Z100' is unknown.*and [0-9]{4} more of that kind",
        kept=(),
    ),
    **{
        f"the zone {tzid[:24]}": Case(lambda t=tzid: named(t), NO_SUCH_ZONE)
        for tzid in (
            "../../../../etc/passwd",
            "/etc/passwd",
            "Europe",
            "Europe/",
            "Mars/Olympus",
            "tzdata.zi",
            "Z" * MB,
        )
    },
    "the calendar's zone is a path": Case(lambda: beside(b"X-WR-TIMEZONE:../../etc/passwd\n"), kept=NEXT_TO_IT),
    "the calendar's zone is a folder": Case(lambda: beside(b"X-WR-TIMEZONE:Europe\n"), kept=NEXT_TO_IT),
    # Times
    "the year 9999": Case(
        lambda: beside(event("UID:bad", "DTSTART;TZID=Asia/Tokyo:99991231T235959", "RRULE:FREQ=DAILY")),
        "DTSTART is in the year 9999",
    ),
    "the end in 9999": Case(
        lambda: beside(event("UID:bad", "DTSTART;TZID=Asia/Tokyo:20261203T180000", "DTEND:99991231T235959Z")),
        "the end of 'bad' is left out: DTEND is in the year 9999",
        kept=("before", "bad", "after"),
    ),
    "a year 0": Case(lambda: beside(event("UID:bad", "DTSTART:00000101T000000Z", "RRULE:FREQ=DAILY")), "is no date"),
    "a duration of ages": Case(
        lambda: beside(event("UID:bad", "DTSTART:20261203T180000", "DURATION:P999999999D")),
        "the end of 'bad' is left out",
        kept=("before", "bad", "after"),
    ),
    "a duration of digits": Case(
        lambda: beside(event("UID:bad", "DTSTART:20261203T180000", f"DURATION:P{'9' * 5000}D")),
        "the end of 'bad' is left out",
        kept=("before", "bad", "after"),
    ),
    "a sequence of digits": Case(
        lambda: beside(event("UID:bad", "DTSTART:20261203T180000", f"SEQUENCE:{'9' * 5000}")), kept=("bad", "after")
    ),
    "one bad start among 1000": Case(
        lambda: many(999, "DTSTART:20261203T180000").replace(b"UID:e0\nDTSTART:2", b"UID:e0\nDTSTART:x"),
        r"DTSTART 'X0261203T180000' is no date or time",
        kept=(*NEXT_TO_IT, *(f"e{n}" for n in range(1, 999))),
    ),
    # Size
    "10000 components deep": Case(lambda: beside(b"BEGIN:X\n" * 10_000 + b"END:X\n" * 10_000)),
    "100000 components deep": Case(lambda: beside(b"BEGIN:X\n" * 100_000 + b"END:X\n" * 100_000)),
    "3900 events deep": Case(lambda: beside(b"BEGIN:VEVENT\n" * 3_900), "DTSTART is missing"),
    "100000 events deep": Case(
        lambda: beside(b"BEGIN:VEVENT\n" * 100_000), "has 100002 events in the period", refused=True
    ),
    "a calendar in an event in a calendar": Case(
        lambda: beside(b"BEGIN:VEVENT\nUID:bad\nBEGIN:VCALENDAR\n" * 3_900), kept=("after",)
    ),
    "a line of 50 MB": Case(lambda: filled(b"SUMMARY:", b"x", 50 * MB), TOO_LARGE, refused=True),
    "a line of 9 MB": Case(lambda: filled(b"SUMMARY:", b"x", 9 * MB), kept=("after", "bad", "before")),
    "20 MB of escapes": Case(lambda: filled(b"SUMMARY:", rb"\,", 20 * MB), TOO_LARGE, refused=True),
    **{
        f"9 MB of {piece!r}": Case(lambda p=piece, s=start: filled(s, p, 9 * MB), slow=piece not in QUICK)
        for start, piece in (
            (b"SUMMARY:", rb"\,"),
            (b"SUMMARY:", b"\\"),
            (b"SUMMARY:", b"\n "),
            (b"SUMMARY:", b"x\r\n\t"),
            (b"DESCRIPTION", b";A=1"),
            (b"DESCRIPTION", b';A="'),
            (b"DESCRIPTION", b';A="x"y'),
            (b'DESCRIPTION;A="', b'"'),
            (b'DESCRIPTION;A="', b"^n^^^'"),
            (b"DESCRIPTION", b';A=","'),
            (b"DTSTART;TZID=", b":"),
            (b"DTSTART", b";"),
            (b"RRULE:", b"FREQ=DAILY;"),
            (b"RRULE:FREQ=DAILY;", b"BYDAY=MO,"),
            (b"EXDATE:", b","),
            (b"RDATE:", b"/"),
            (b"CATEGORIES:", b"a,"),
            (b"CATEGORIES:", b"\\,"),
            (b"X-", b"A"),
            (b"ATTENDEE;CN=", b"x"),
            (b"ATTENDEE;PARTSTAT=DECLINED:mailto:me", b"\nATTENDEE;PARTSTAT=DECLINED:mailto:me"),
            (b"X-A:1", b"\nX-A:1"),
            (b"", b"\r"),
            (b"", b"\x00"),
            (b"", b":"),
        )
    },
    "half a million properties": Case(lambda: filled(b"X-A:1", b"\nX-%d:1", 9 * MB).replace(b"%d", b"AB"), slow=True),
    "a million categories": Case(lambda: filled(b"CATEGORIES:", b"run,long\\,", 9 * MB)),
    "100000 tiny events": Case(
        lambda: many(100_000, "DTSTART:20261203T180000"), r"has 100002 events in the period", refused=True
    ),
    "100000 tiny events of other years": Case(lambda: many(100_000, "DTSTART:20230203T180000"), slow=True),
    "100000 tiny events without an end": Case(
        lambda: many(100_000, "DTSTART:20261203T180000").replace(b"END:VEVENT\n", b""),
        "has 100002 events in the period",
        refused=True,
    ),
    **{
        f"3900 titles {name}": Case(lambda t=title: titled(3_900, t), slow=name != "of repetitions")
        for name, title in {
            "of runs": lambda n: f"Easy run {n} km",
            "of repetitions": lambda n: f"{n}" + "5x400m/" * 60,
            "of times": lambda n: f"{n}" + "1:1:" * 90,
            "of digits": lambda n: "1" * 190 + f"{n}",
            "of one word each": lambda n: f"run{n} " * 90,
            "of one long word": lambda n: unknown_word(n, 190),
            "of unknown words": lambda n: " ".join(unknown_word(20 * n + at, 12) for at in range(15)),
        }.items()
    },
    "3900 events of one UID": Case(
        lambda: many(3_900, "DTSTART:20261203T180000", "UID:x").replace(b"UID:e", b"X-A:"), "stands twice"
    ),
    "3900 versions of an event": Case(
        lambda: many(3_900, "DTSTART:20261203T180000", "UID:x", "SEQUENCE:{n}").replace(b"UID:e", b"X-A:"),
        "stands twice",
    ),
    "events with long texts": Case(
        lambda: many(
            600,
            "DTSTART:20261203T180000",
            "SUMMARY:{n}" + "Easy run 8 km \U0001f3c3" * 200,
            "DESCRIPTION:{n}" + "5 x 1 km\\n" * 900,
        ),
        slow=True,
    ),
    "600000 EXDATEs": Case(
        lambda: series("20261101T000000Z", "FREQ=DAILY", f"EXDATE:{dates(580_000)}"), "more than 5000 EXDATEs"
    ),
    "300000 RDATEs": Case(
        lambda: series("20261101T000000Z", "FREQ=DAILY", f"RDATE:{dates(300_000)}"), "more than 5000 RDATEs"
    ),
    "300000 lines of an RDATE": Case(
        lambda: series("20261101T000000Z", "FREQ=DAILY", *(f"RDATE:{one}" for one in dates(300_000).split(","))),
        "more than 5000 lines",
        slow=True,
    ),
    "5000 RDATEs and 5000 EXDATEs": Case(
        lambda: series("20261101T000000Z", "FREQ=DAILY", f"RDATE:{dates(5000)}", f"EXDATE:{dates(5000)}"),
        kept=NEXT_TO_IT,
    ),
    "100 series of 4900 dates": Case(
        lambda: many(100, "DTSTART:20261101T000000Z", f"RDATE:{dates(4900)}"), "more than 50000 dates of series"
    ),
    "3900 overrides": Case(lambda: overrides(3_900)),
    "20000 overrides": Case(lambda: overrides(20_000), "has 20003 events in the period", refused=True),
    "overrides for all that follow": Case(
        lambda: overrides(2_000).replace(b"RECURRENCE-ID:", b"RECURRENCE-ID;RANGE=THISANDFUTURE:")
    ),
    "an alarm for ever": Case(
        lambda: beside(
            event(
                "UID:bad",
                "DTSTART:20261203T180000",
                "BEGIN:VALARM",
                "TRIGGER:-PT1M",
                "REPEAT:2147483647",
                "DURATION:PT1S",
                "END:VALARM",
            )
        ),
        kept=("after", "bad", "before"),
    ),
    # Text that is something else
    "a web page": Case(
        lambda: b"<!doctype html><html><body>Sign in</body></html>", "is a web page, not a calendar", refused=True
    ),
    "a web page that speaks of calendars": Case(
        lambda: b"<html><p>Every file has BEGIN:VCALENDAR in it</html>", "is a web page", refused=True
    ),
    "UTF-16": Case(lambda: beside().decode().encode("utf-16")),
    "UTF-16 without a mark": Case(lambda: beside().decode().encode("utf-16-be")),
    "UTF-32": Case(lambda: beside().decode().encode("utf-32"), "no BEGIN:VCALENDAR", refused=True),
    "junk around it": Case(
        lambda: b"HTTP/1.1 200 OK\n\n" + beside(b"? undefined index\n") + b"\x1a",
        "1 line could not be understood",
    ),
    "lone CR": Case(lambda: beside().replace(b"\n", b"\r")),
    "truncated": Case(lambda: beside()[:-40], "END:VCALENDAR is missing", kept=("before",)),
    "cut inside a character": Case(
        lambda: beside(event("UID:bad", "DTSTART:20261203T180000", "SUMMARY:Läufe"))[:230],
        "END:VCALENDAR is missing",
        kept=("before",),
    ),
    "Latin-1": Case(
        lambda: beside(event("UID:bad", "DTSTART:20261203T180000", "SUMMARY:Läufe")).decode().encode("latin-1"),
        kept=("after", "bad", "before"),
    ),
    "NUL and ESC": Case(
        lambda: beside(event("UID:bad", "DTSTART:20261203T180000", "SUMMARY:\0\x1b[2J")),
        kept=("after", "bad", "before"),
    ),
    "a path": Case(lambda: b"/etc/passwd", "no BEGIN:VCALENDAR", refused=True),
    "a zip": Case(lambda: b"PK\x03\x04" + bytes(range(256)) * 40, "no BEGIN:VCALENDAR", refused=True),
    "gzip": Case(lambda: gzip.compress(beside()), "no BEGIN:VCALENDAR", refused=True),
    "nothing": Case(lambda: b"", "is empty", refused=True),
    "no events": Case(lambda: b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "the calendar has no events", kept=()),
}
