"""What holds of any bytes whatsoever: only a StrideliftError leaves, and what is read makes sense."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from stridelift.calendar.busy import busy
from stridelift.calendar.classify import Rule, classify
from stridelift.calendar.context import contexts
from stridelift.calendar.event import Event, Role
from stridelift.calendar.published import RUNS, STRENGTH, is_ours, load_published
from stridelift.calendar.read import Reading, read
from stridelift.calendar.sniff import checked
from stridelift.errors import OutputError, SourceError

BERLIN = ZoneInfo("Europe/Berlin")
RULES = (Rule(match="(?i)gym", kind="strength"), Rule(match="^Rest$", kind="away"), Rule(match="^X+$", kind="long"))
PLACES = ("Home gym", "Office")
AROUND = timedelta(days=30)
_START = re.compile(rb"DTSTART[^:\n]*:(\d{8})")


def window(data: bytes) -> tuple[datetime, datetime]:
    """Around the first start in the file, so that something is read of it."""
    middle = datetime(2026, 12, 1, tzinfo=UTC)
    for digits in _START.findall(data)[:3]:
        try:
            at = datetime.strptime(digits.decode(), "%Y%m%d").replace(tzinfo=UTC)
        except ValueError:
            continue
        if 1902 <= at.year <= 2198:
            middle = at
            break
    return middle - AROUND, middle + AROUND


def whole_way(
    data: bytes,
    zone: ZoneInfo = BERLIN,
    role: Role = Role.AUTO,
    around: tuple[datetime, datetime] | None = None,
) -> Reading | None:
    """From bytes to what each event is and says of its days; None where there is no calendar, which is said."""
    around = around or window(data)
    try:
        text = checked(data, "fuzz.ics")
        reading, again = (
            read(text, source="fuzz.ics", role=role, zone=zone, window=around, emails=frozenset({"me@example.org"}))
            for _ in range(2)
        )
    except SourceError as error:
        assert error.message  # noqa: PT017 - the way out is allowed
        return None
    assert repr(reading) == repr(again)
    makes_sense(reading.events)
    verdicts = classify(reading.events, RULES)
    assert len(verdicts) == len(reading.events)
    assert all(verdict.reason for verdict in verdicts)
    for context in contexts(reading.events, verdicts, RULES, PLACES).values():
        assert context.dates
        assert context.text
    return reading


def makes_sense(events: tuple[Event, ...]) -> None:
    keys = [(one.start.astimezone(UTC), one.end.astimezone(UTC), one.uid, one.summary) for one in events]
    assert keys == sorted(keys)
    for one in events:
        assert one.start.utcoffset() is not None
        assert one.end.utcoffset() is not None
        assert one.start.astimezone(UTC) <= one.end.astimezone(UTC)
        assert one.days >= 1
        assert one.uid


def own_way(data: bytes) -> None:
    """A calendar of ours, whatever became of it."""
    ours = is_ours(data)
    for feed in (STRENGTH, RUNS):
        try:
            published = load_published(data, feed)
        except OutputError as error:
            assert error.message  # noqa: PT017 - likewise
        else:
            assert ours == (feed is STRENGTH)
            assert published == load_published(data, feed)
            assert all(one.entry.departure <= one.entry.start for one in published.events)
    for strength, previous in ((data, None), (data, data)):
        try:
            busy(strength, previous)
        except OutputError as error:
            assert error.message  # noqa: PT017 - likewise
