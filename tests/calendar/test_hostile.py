"""Calendars made to do harm: each is refused or survived in little time and memory, and costs its neighbours nothing.

They go the way of a file, so nothing but the reader's own checks holds them; time and memory are those of a process.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hostile import CASES, Case, beside, event, zone
from stridelift.calendar.event import Role
from stridelift.calendar.read import Reading, read

if sys.platform == "win32":
    pytest.skip("nothing is forked and measured there", allow_module_level=True)

from measured import BERLIN, WINDOW, Meter

CPU, MEMORY = 5, 500  # seconds, MB
SHOWN = 1500  # events that a meter tells of


@pytest.fixture(scope="module")
def meter() -> Iterator[Meter]:
    one = Meter()
    yield one
    one.close()


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=name, marks=pytest.mark.prove if case.slow else ()) for name, case in CASES.items()],
)
def test_it_is_refused_or_survived(case: Case, meter: Meter, tmp_path: Path) -> None:
    file = tmp_path / "hostile.ics"
    file.write_bytes(case.data())
    cost = meter.read(file)
    assert cost.code == 0, "it died"
    assert cost.cpu <= CPU
    assert cost.memory <= MEMORY
    assert re.search(case.says, "\n".join((cost.error, *cost.said)))
    assert bool(cost.error) == case.refused
    assert case.refused or set(case.kept) <= set(cost.events) or len(cost.events) == SHOWN
    assert not re.search(r"python3|site-packages|Traceback", cost.error), "it shows where the program is installed"
    assert all(len(text) < 300 for text in cost.said)


def reading(data: bytes, home: ZoneInfo = BERLIN) -> Reading:
    return read(data, source="test.ics", role=Role.AUTO, zone=home, window=WINDOW)


def zoned(tzid: str, offset: str) -> bytes:
    """Something at 18:00 in a zone of this name."""
    defined = zone("DTSTART:20000101T000000", tzid=tzid).replace(b"TO:+0200", f"TO:{offset}".encode())
    return beside(defined, event("UID:it", f"DTSTART;TZID={tzid}:20261203T180000", "DURATION:PT1H"))


def hour(data: bytes) -> str:
    return next(f"{one.start.astimezone(ZoneInfo('UTC')):%H:%M}" for one in reading(data).events if one.uid == "it")


@pytest.mark.parametrize(
    ("tzid", "expected"),
    [
        ("Custom", ["13:00", "21:00", "13:00"]),
        ("Customized Time Zone", ["13:00", "21:00", "13:00"]),
        ("W. Europe Standard Time", ["17:00"] * 3),  # a name of Windows is what Windows means by it
        ("Europe/Berlin", ["17:00"] * 3),
    ],
)
def test_the_zones_of_a_calendar_stay_in_it(tzid: str, expected: list[str]) -> None:
    first, second = zoned(tzid, "+0500"), zoned(tzid, "-0300")
    assert [hour(data) for data in (first, second, first)] == expected
    assert [hour(data) for data in (second, first, second)] == [expected[1], expected[0], expected[1]]


def test_the_zones_of_calendars_in_one_file_stay_in_them() -> None:
    both = zoned("Custom", "+0500") + zoned("Custom", "-0300").replace(b"UID:it", b"UID:other")
    starts = {one.uid: f"{one.start:%H:%M}" for one in reading(both).events if one.uid in {"it", "other"}}
    assert starts == {"it": "14:00", "other": "22:00"}


def test_the_zones_of_a_calendar_stay_in_its_thread() -> None:
    expected = {"+0500": "13:00", "-0300": "21:00", "+0000": "18:00", "+1200": "06:00"}
    calendars = [(offset, zoned("Custom", offset)) for offset in expected] * 25
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(hour, (data for _, data in calendars))) == [expected[offset] for offset, _ in calendars]


def test_a_name_is_never_read_as_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some parsers open a text that has no line break as a file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "BEGIN:VCALENDAR").write_bytes(beside())
    assert reading(b"BEGIN:VCALENDAR").events == ()
