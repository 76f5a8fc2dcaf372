"""What a large calendar costs: ``python benchmarks/loader.py`` prints a table, and exits 1 when a result is wrong.

A calendar of 1 MB and one of 10 MB, made up of years of single events, series with exceptions, whole days, alarms and
guests, becomes the busy intervals of one week. Each way runs in a fresh interpreter and is measured as a process: CPU
seconds from its first import on, and the resident memory at its highest. The plain way beside it is icalendar and
recurring-ical-events. The intervals of both are the same, or the run fails; time and memory are printed, not asserted.
"""

# ruff: noqa: PLC0415 - each way is measured with its own imports only

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 30, tzinfo=BERLIN)
WEEK = (MONDAY, MONDAY + timedelta(days=7))
SIZES = {1_000_000: (0.5, 60), 10_000_000: (5.0, 200)}  # bytes: bars in CPU seconds and MB
REPETITIONS = 5
FIRST = datetime(2017, 1, 2)  # noqa: DTZ001 - on the wall
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "W. Europe Standard Time")
TITLES = (
    "Team meeting",
    "Zahnärztin",
    "Easy run 8 km",
    "Flight to Zürich",
    "Parents' evening",
    "Tempo 5 x 1 km 🏃",
    "1:1",
)
RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=WEEKLY;BYDAY=TU;UNTIL=20251231T225959Z",
    "FREQ=DAILY;COUNT=30",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=YEARLY",
)
HEAD = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Calendar 1.0//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
)
TEXT = "Agenda: what happened\\, what comes next; who does it.\\nJoin at https://meet.example.org/abc-defg-hij . "


def made(size: int) -> bytes:
    """A calendar of nearly so many bytes, always the same one."""
    source = random.Random(size)  # noqa: S311 - no secret
    parts, total, number = [HEAD], len(HEAD), 0
    while total < size - 5_000:
        parts.append("".join(_folded(line) for lines in _event(source, number) for line in lines))
        total += len(parts[-1].encode())
        number += 1
    return "".join((*parts, "END:VCALENDAR\r\n")).encode()


def _event(source: random.Random, number: int) -> Iterator[list[str]]:
    """A single event, or a series with what was changed in it."""
    start = FIRST + timedelta(days=source.randrange(3700), minutes=15 * source.randrange(28, 80))
    zone = source.choice(ZONES)
    kind = source.choices(("series", "day", "floating", "utc", "timed"), (16, 9, 6, 16, 53))[0]
    length = timedelta(minutes=source.choice((30, 45, 60, 90, 180)))
    if kind == "day":
        first = start.date()
        times = [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}"]
    else:
        mark, end = {"floating": ("", ""), "utc": ("", "Z")}.get(kind, (f";TZID={zone}", ""))
        times = [f"DTSTART{mark}:{start:%Y%m%dT%H%M%S}{end}", f"DTEND{mark}:{start + length:%Y%m%dT%H%M%S}{end}"]
    texts = _texts(source, number)
    if kind != "series":
        yield ["BEGIN:VEVENT", *times, *texts, "END:VEVENT"]
        return
    rule = source.choice(RULES)
    exceptions = [f"EXDATE;TZID={zone}:{start + timedelta(weeks=weeks):%Y%m%dT%H%M%S}" for weeks in (3, 8)]
    yield ["BEGIN:VEVENT", *times, f"RRULE:{rule}", *exceptions, *texts, "END:VEVENT"]
    if rule == "FREQ=WEEKLY" and start.year < MONDAY.year:  # so that no exception falls on it
        changed = start + timedelta(weeks=(MONDAY.replace(tzinfo=None) - start).days // 7 + 1)
        moved = [f"DTSTART;TZID={zone}:{changed + length:%Y%m%dT%H%M%S}", "DURATION:PT1H"]
        yield ["BEGIN:VEVENT", f"RECURRENCE-ID;TZID={zone}:{changed:%Y%m%dT%H%M%S}", *moved, *texts, "END:VEVENT"]


def _texts(source: random.Random, number: int) -> list[str]:
    guests = [
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Guest {n}:mailto:guest{n}@example.org"
        for n in range(source.randrange(4))
    ]
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Reminder", "TRIGGER:-PT10M", "END:VALARM"]
    return [
        f"UID:{number:08}-{source.randrange(10**9):09}@calendar.example.org",
        "DTSTAMP:20261101T080000Z",
        "CREATED:20200101T080000Z",
        f"SUMMARY:{source.choice(TITLES)} {number % 97}",
        f"DESCRIPTION:{TEXT * source.randrange(3)}",
        f"LOCATION:Room {number % 23}\\, Main Street 5",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        *guests,
        *(alarm if source.random() < 0.5 else []),
    ]


def _folded(line: str) -> str:
    """At 75 octets, never inside a character."""
    parts, part = [], ""
    for char in line:
        if len((part + char).encode()) > (74 if parts else 75):
            parts.append(part)
            part = ""
        part += char
    return "\r\n ".join((*parts, part)) + "\r\n"


def ours(data: bytes) -> list[tuple[datetime, datetime]]:
    from stridelift.calendar.event import Role
    from stridelift.calendar.read import read
    from stridelift.calendar.sniff import checked

    reading = read(checked(data, "it"), source="it", role=Role.BUSY, zone=BERLIN, window=WEEK)
    return [(one.start, one.end) for one in reading.events]


def plain(data: bytes) -> list[tuple[datetime, datetime]]:
    import icalendar
    import recurring_ical_events

    def instant(at: datetime) -> datetime:
        at = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=BERLIN)
        return at if at.tzinfo else at.replace(tzinfo=BERLIN)

    found = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(*WEEK)
    return [(instant(one.start), instant(one.end)) for one in found]


def child(way: str, path: str) -> None:
    """Prints CPU seconds, MB and the intervals as JSON."""
    import resource

    busy = {"ours": ours, "plain": plain}[way](Path(path).read_bytes())
    used = resource.getrusage(resource.RUSAGE_SELF)
    spans = sorted([start.astimezone(UTC).isoformat(), end.astimezone(UTC).isoformat()] for start, end in busy)
    print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, spans]))


def measured(way: str, path: Path, repetitions: int) -> tuple[float, float, list[list[str]]]:
    """The least CPU seconds and MB of some runs: what disturbs them only adds."""
    command = [sys.executable, __file__, way, str(path)]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        for _ in range(repetitions)
    ]
    return min(one[0] for one in runs), min(one[1] for one in runs), runs[0][2]


def main() -> int:
    print("| calendar | intervals | CPU s | bar | plain way | MB | bar | plain way | times quicker |")
    print("|---" * 9 + "|")
    for size, (seconds, memory) in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "large.ics"
            path.write_bytes(made(size))
            cpu, resident, busy = measured("ours", path, REPETITIONS)
            plain_cpu, plain_resident, expected = measured("plain", path, 1)
        if busy != expected:
            print(f"{size}: other intervals than the plain way's", file=sys.stderr)
            return 1
        print(
            f"| {size // 1_000_000} MB | {len(busy)} | {cpu:.2f} | ≤ {seconds} | {plain_cpu:.2f} |"
            f" {resident:.0f} | ≤ {memory} | {plain_resident:.0f} | {plain_cpu / cpu:.1f} |"
        )
    return 0


if __name__ == "__main__":
    if sys.argv[1:]:
        child(*sys.argv[1:])
    else:
        sys.exit(main())
