"""What every calendar that leaves the house must be, by another program's strict parser and by a look at its bytes."""

from __future__ import annotations

import re

import icalendar
from ical.calendar_stream import IcsCalendarStream

HEAD = {
    *("BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL"),
    *("X-PUBLISHED-TTL", "COLOR", "X-APPLE-CALENDAR-COLOR", "X-STRIDELIFT-PLAN", "X-STRIDELIFT-IDS"),
    *("X-STRIDELIFT-SKIPS", "X-STRIDELIFT-RUN", "END"),
}
EVENT = {
    *("BEGIN", "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"),
    *("LOCATION", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "CLASS", "CATEGORIES", "COLOR"),
    *(
        "X-STRIDELIFT-CLASS",
        "X-STRIDELIFT-EXERCISES",
        "X-STRIDELIFT-PINNED",
        "X-STRIDELIFT-PLACE",
        "X-STRIDELIFT-TRAVEL",
    ),
    *("X-STRIDELIFT-WEEK",),
    *("X-STRIDELIFT-RUN", "END"),
}
ALARM = {"BEGIN", "ACTION", "TRIGGER", "DESCRIPTION", "END"}
MANY = {"X-STRIDELIFT-RUN"}  # at the head, one for each run
UNSAFE = re.compile(
    "[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def lint(data: bytes, events: int) -> None:
    """Raises an AssertionError, or what a parser raises, at the first thing that is wrong."""
    text = data.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert not UNSAFE.search(text)
    assert not re.search("\r(?!\n)|(?<!\r)\n", text)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert not any(re.search(r"\\(?![n,;])", line) for line in lines)
    found = _components(lines)
    assert found.count("VCALENDAR") == 1
    assert found.count("VEVENT") == events
    assert len(IcsCalendarStream.calendar_from_ics(text).events) == events
    parsed = icalendar.Calendar.from_ical(data)
    assert not parsed.errors
    uids = {str(one["UID"]) for one in parsed.walk("VEVENT")}
    assert len(uids) == events


def _components(lines: list[str]) -> list[str]:
    """The components; each has only properties it may have, once, and is closed where it should be."""
    allowed = {"VCALENDAR": HEAD, "VEVENT": EVENT, "VALARM": ALARM}
    found: list[str] = []
    inside: list[tuple[str, set[str]]] = []
    for line in lines:
        name = re.split("[:;]", line, maxsplit=1)[0]
        if name == "BEGIN":
            found.append(line.removeprefix("BEGIN:"))
            inside.append((found[-1], set()))
        component, seen = inside[-1]
        assert name in allowed[component]
        assert name not in seen or (component, name) == ("VCALENDAR", *MANY) or name in {"BEGIN", "END"}
        seen.add(name)
        if name == "END":
            assert line == f"END:{inside.pop()[0]}"
    assert not inside
    return found
