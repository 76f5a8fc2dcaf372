"""Every calendar that the libraries ship is read, and as the plain way has it: parse, expand, compare the instants.

The plain way counts on nobody's good will, so it fails on some of them; ours has to be polite then, and quick.
"""

from __future__ import annotations

import re
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from stridelift.calendar.event import Role
from stridelift.calendar.read import read
from stridelift.calendar.sniff import checked
from stridelift.errors import StrideliftError

BERLIN = ZoneInfo("Europe/Berlin")
FILES = {
    f"{package.__name__}/{file.parent.name}/{file.stem}".replace("/calendars/", "/"): file
    for package in (icalendar, recurring_ical_events)
    for file in sorted(Path(str(package.__file__)).parent.rglob("*.ics"))
}
MOST_SECONDS = 10
LENGTH = timedelta(days=70)
_START = re.compile(rb"^(?:DTSTART|RDATE|RECURRENCE-ID)[^:\r\n]*:(\d{4})(\d\d)(\d\d)", re.MULTILINE)

DIFFERENT = {  # why ours is not what the plain way has
    "icalendar/events/event_with_recurrence": "a floating series stays on the athlete's clock, whatever its EXDATEs",
    "icalendar/example": "an event of a day that ends on that day lasts it, as in every program",
    "icalendar/issue_1633_rdate_with_dates": "a date in an RDATE is a day of the athlete's, not of the series' zone",
    "icalendar/issue_1633_rdate_with_dates_and_tzid": "likewise",
    "recurring_ical_events/Germany_Holidays": "an event of a day that ends on that day lasts it, as in every program",
    "recurring_ical_events/end_before_start_event": "an end before the start is left out and said; the plain way swaps",
    "recurring_ical_events/issue_132_swapped_start_and_end": "likewise",
    "recurring_ical_events/issue_201_mixed_datetime_and_date": "a start without a time is a day, its end another day",
    "recurring_ical_events/issue_201_test_matrix": "likewise",
    "recurring_ical_events/issue_28_rrule_with_UTC_endinginZ": "UNTIL of a series of days is the day it is here",
    "recurring_ical_events/issue_75_range_parameter": "UNTIL without a time is the end of that day",
}

Window = tuple[datetime, datetime]
Busy = Counter[tuple[datetime, datetime]]


def windows(data: bytes) -> Iterator[Window]:
    """Around its first, middle and last date, and a year after the first."""
    found = sorted({datetime(*map(int, match), tzinfo=BERLIN) for match in _START.findall(data)})
    if found:
        for at in sorted({found[0], found[len(found) // 2], found[-1], found[0] + timedelta(days=365)}):
            yield at - timedelta(days=3), at - timedelta(days=3) + LENGTH


def plain(data: bytes, window: Window) -> Busy | None:
    """What the libraries make of it; None where they fail."""
    icalendar.use_zoneinfo()  # forgets the zones of other calendars
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(*window)
    except Exception:  # noqa: BLE001 - it raises whatever there is
        return None
    spans = Counter((instant(one.start), instant(one.end)) for one in found)
    return Counter({span: number for span, number in spans.items() if touches(span, window)})


def instant(at: date) -> datetime:
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, tzinfo=BERLIN)
    return (at if at.tzinfo else at.replace(tzinfo=BERLIN)).astimezone(UTC)


def touches(span: Window, window: Window) -> bool:
    return span[0] < window[1] and (span[1] > window[0] or span[0] == span[1] >= window[0])


def ours(data: bytes, window: Window) -> Busy:
    reading = read(checked(data, "it"), source="it", role=Role.AUTO, zone=BERLIN, window=window)
    return Counter((one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in reading.events)


@pytest.mark.parametrize("name", FILES)
def test_it_is_read_as_the_plain_way_has_it(name: str) -> None:
    data = FILES[name].read_bytes()
    around = list(windows(data)) or [(datetime(2020, 1, 1, tzinfo=BERLIN), datetime(2020, 3, 1, tzinfo=BERLIN))]
    began = time.process_time()
    try:
        found = [ours(data, window) for window in around]
    except StrideliftError:
        assert not any(plain(data, window) for window in around)
        return
    finally:
        assert time.process_time() - began < MOST_SECONDS
    expected = [plain(data, window) for window in around]
    different = [window for window, a, b in zip(around, found, expected, strict=True) if b is not None and a != b]
    assert bool(different) == (name in DIFFERENT), different


def test_the_corpora_are_there() -> None:
    """The wheels have them: without them nothing would be compared."""
    assert len(FILES) > 250
    assert set(DIFFERENT) <= set(FILES)
