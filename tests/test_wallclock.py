"""Times, windows, paces and weekdays as people write them."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from stridelift.wallclock import Clock, Pace, Weekday, Window

KINDS: tuple[Any, ...] = (Clock, Window, Pace, Weekday)
READ: dict[object, Callable[[object], Any]] = {kind: TypeAdapter[Any](kind).validate_python for kind in KINDS}


@pytest.mark.parametrize(
    ("written", "minute"),
    [("06:30", 390), ("6:30", 390), ("6.30", 390), (" 06:30 ", 390), ("00:00", 0), ("24:00", 1440), (390, 390), (0, 0)],
)
def test_clock(written: object, minute: int) -> None:
    assert READ[Clock](written) == minute


@pytest.mark.parametrize(
    "written", [7, "24:01", "06:60", "6", "6:3", "half six", "", None, True, 1441, -1, 6.5, time(6, 30), "06:30:00"]
)
def test_no_clock(written: object) -> None:
    with pytest.raises(ValidationError, match="is no time of day; write it like 06:30"):
        READ[Clock](written)


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("17:30-21:30", (1050, 1290)),
        ("17:30 – 21:30", (1050, 1290)),
        ("22:00-06:00", (1320, 360)),
        ("00:00-24:00", (0, 1440)),
        (["17:30", "21:30"], (1050, 1290)),
        ((1050, 1290), (1050, 1290)),
    ],
)
def test_window(written: object, window: tuple[int, int]) -> None:
    assert READ[Window](written) == window


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("17:30", "is no window"),
        ("06:00-08:00-10:00", "is no window"),
        (17, "is no window"),
        ("17:30-25:00", "is no time of day"),
        ("08:00-08:00", "is empty; write 00:00-24:00 for a whole day"),
    ],
)
def test_no_window(written: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        READ[Window](written)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("6:00/km", 6), ("5:30 /km", 5.5), ("5:30 min/km", 5.5), ("9:39/mi", 9.65 / 1.609344), (6.25, 6.25), (6, 6)],
)
def test_pace(written: object, minutes: float) -> None:
    assert math.isclose(READ[Pace](written), minutes)


@pytest.mark.parametrize("written", ["6:00", "6:60/km", "6/km", "", True, None, 0, -5, "0:00/km", math.nan, math.inf])
def test_no_pace(written: object) -> None:
    with pytest.raises(ValidationError, match="is no pace; write it like 6:00/km or 9:40/mi"):
        READ[Pace](written)


@pytest.mark.parametrize(
    ("written", "day"), [("monday", 0), ("Mon", 0), ("tu", 1), ("th", 3), (" SUN ", 6), (0, 0), (6, 6)]
)
def test_weekday(written: object, day: int) -> None:
    assert READ[Weekday](written) == day


@pytest.mark.parametrize("written", ["", "t", " t ", "  ", "xy", "mondays", 7, -1, True, None, 1.0])
def test_no_weekday(written: object) -> None:
    with pytest.raises(ValidationError, match="is no weekday; write one of monday"):
        READ[Weekday](written)
