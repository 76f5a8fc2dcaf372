"""Reading in a child process gives what reading here gives, and dies alone."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ics import calendar, event, timed
from stridelift.calendar import apart
from stridelift.calendar.apart import read_apart
from stridelift.calendar.event import Role
from stridelift.calendar.read import read
from stridelift.errors import SourceError

DATA = Path(__file__).parent / "data"
BERLIN = ZoneInfo("Europe/Berlin")
HOW: dict[str, Any] = {
    "source": "https://example.org/secret.ics",
    "role": Role.TRAINING,
    "zone": BERLIN,
    "window": (datetime(2026, 10, 26, tzinfo=BERLIN), datetime(2026, 12, 28, tzinfo=BERLIN)),
    "emails": frozenset({"me@example.org"}),
}
LARGE = calendar(
    *(event("Run", "DTSTART:20260101T060000Z", "RRULE:FREQ=DAILY", uid=f"{n}") for n in range(200))
).encode()


@pytest.mark.parametrize("file", sorted(DATA.glob("*.ics")), ids=lambda file: file.stem)
def test_the_reading_is_the_same(file: Path) -> None:
    assert read_apart(file.read_bytes(), **HOW) == read(file.read_bytes(), **HOW)


def test_what_is_no_calendar_is_said_as_ever() -> None:
    with pytest.raises(SourceError) as here:
        read(b"junk", **HOW)
    with pytest.raises(SourceError) as there:
        read_apart(b"junk", **HOW)
    assert (str(there.value), there.value.maybe) == (str(here.value), here.value.maybe)
    assert "secret" not in str(there.value)


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems have the clock only")
@pytest.mark.parametrize(
    ("limit", "most", "message"),
    [
        ("_CPU", 0, "takes more than 0 s of computing to read"),
        ("_MEMORY", 1_000_000, "takes more than 1 MB of memory to read"),
    ],
)
def test_a_limit_ends_the_child_alone(monkeypatch: pytest.MonkeyPatch, limit: str, most: int, message: str) -> None:
    monkeypatch.setattr(apart, limit, most)
    with pytest.raises(SourceError) as caught:
        read_apart(LARGE, **HOW)
    assert caught.value.message == f"calendar https://example.org/… {message}"
    assert caught.value.maybe.startswith("download the calendar")


def test_the_clock_ends_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_WALL", 0.01)
    with pytest.raises(SourceError, match=r"takes more than 0\.01 s to read"):
        read_apart(LARGE, **HOW)


def test_any_other_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(SourceError, match="cannot be read: its reader ended with code 1"):
        read_apart(LARGE, **HOW)


def test_threads_read_side_by_side() -> None:
    """As in a server; each calendar has a zone of the same name and another offset."""
    calendars = {
        offset: calendar(
            f"BEGIN:VTIMEZONE\nTZID:Custom\nBEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:{offset}\n"
            f"TZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n",
            timed("2026-12-01 18:00", "19:00", "Run", zone="Custom"),
        ).encode()
        for offset in ("+0500", "-0300", "+0100", "+0900")
    }
    with ThreadPoolExecutor() as pool:
        readings = dict(zip(calendars, pool.map(lambda data: read_apart(data, **HOW), calendars.values()), strict=True))
    assert {offset: f"{reading.events[0].start:%H:%M}" for offset, reading in readings.items()} == {
        "+0500": "14:00",
        "-0300": "22:00",
        "+0100": "18:00",
        "+0900": "10:00",
    }


def test_a_module_of_the_working_folder_is_not_run(tmp_path: Path) -> None:
    """Somebody's ``icalendar.py`` beside their calendars, and a main program that must not run twice."""
    (tmp_path / "icalendar.py").write_text("raise SystemExit('the wrong one')\n")
    main = f"""
import sys
sys.path.remove("")
sys.path.append({str(Path(__file__).parent)!r})
from test_apart import HOW, LARGE, read_apart
print(len(read_apart(LARGE, **HOW).events))
"""
    done = subprocess.run(
        [sys.executable, "-c", main],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 1000
