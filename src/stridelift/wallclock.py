"""Times of day, windows, paces, weekdays and ages as people write them."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_PACE = re.compile(r"([1-9]\d?):([0-5]\d)\s*(?:/|min/|per )?\s*(km|mi|mile)")
_KM_PER_MILE = 1.609344
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOUR, _DAY = 60, 24 * 60  # minutes


def _clock(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and (value == 0 or _HOUR <= value <= _DAY):
        return value  # a smaller number was meant as an hour
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    minute = 60 * int(match[1]) + int(match[2]) if match and int(match[2]) < 60 else _DAY + 1  # noqa: PLR2004 - minutes
    if minute > _DAY:
        raise ValueError(f"{value!r} is no time of day; write it like 06:30")
    return minute


def _window(value: object) -> tuple[int, int]:
    ends = re.split(r"\s*[-–]\s*", value.strip()) if isinstance(value, str) else value
    if not isinstance(ends, (tuple, list)) or len(ends) != 2:  # noqa: PLR2004 - a start and an end
        raise ValueError(f"{value!r} is no window; write it like 17:30-21:30")
    start, end = _clock(ends[0]), _clock(ends[1])
    if start == end:
        raise ValueError(f"the window {ends[0]}-{ends[1]} is empty; write 00:00-24:00 for a whole day")
    return start, end


def _pace(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < math.inf:
        return float(value)
    match = _PACE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise ValueError(f"{value!r} is no pace; write it like 6:00/km or 9:40/mi")
    minutes = int(match[1]) + int(match[2]) / 60
    return minutes if match[3] == "km" else minutes / _KM_PER_MILE


def _weekday(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(WEEKDAYS):
        return value
    written = value.strip().lower() if isinstance(value, str) else ""
    if len(written) > 1:
        for index, name in enumerate(WEEKDAYS):
            if name.startswith(written):
                return index
    raise ValueError(f"{value!r} is no weekday; write one of {', '.join(WEEKDAYS)}")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write it like Europe/Berlin") from None
    return name


_Time = Annotated[str, Field(pattern=r"^(0?\d|1\d|2[0-4])[:.][0-5]\d$", examples=["06:30"])]
_Span = Annotated[
    str,
    Field(pattern=r"^(0?\d|1\d|2[0-4])[:.][0-5]\d\s*[-–]\s*(0?\d|1\d|2[0-4])[:.][0-5]\d$", examples=["17:30-21:30"]),
]
_Speed = Annotated[str, Field(pattern=f"^{_PACE.pattern}$", examples=["6:00/km", "9:40/mi"])]
_Day = Annotated[str, Field(pattern="^([Mm][Oo]|[Tt][UuHh]|[Ww][Ee]|[Ff][Rr]|[Ss][AaUu])[A-Za-z]*$")]

Clock = Annotated[int, BeforeValidator(_clock, json_schema_input_type=_Time)]
"""Minutes of the day, written ``06:30``; 0 to 1440."""

Window = Annotated[tuple[int, int], BeforeValidator(_window, json_schema_input_type=_Span)]
"""Minutes of the day (start, end), written ``17:30-21:30``; one that ends before it starts runs past midnight."""

Pace = Annotated[float, BeforeValidator(_pace, json_schema_input_type=_Speed | float)]
"""Minutes a kilometre, written ``6:00/km`` or ``9:40/mi``."""

Weekday = Annotated[int, BeforeValidator(_weekday, json_schema_input_type=Literal[WEEKDAYS] | _Day)]
"""0 for Monday, written ``monday`` or ``mon``."""

ZoneName = Annotated[str, AfterValidator(_zone)]
"""A time zone, written ``Europe/Berlin``."""


def clock_minutes(text: str) -> int | None:
    """Minutes of the day of ``06:30``; None of what is no time."""
    try:
        return _clock(text)
    except ValueError:
        return None


def weekday(text: str) -> int | None:
    """0 of ``monday`` or ``mon``; None of what is no weekday."""
    try:
        return _weekday(text)
    except ValueError:
        return None


def clock_text(minute: int) -> str:
    """``06:30``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def window_text(window: tuple[int, int]) -> str:
    """``17:30–21:30``."""
    return f"{clock_text(window[0])}–{clock_text(window[1])}"


def ago(then: datetime, now: datetime) -> str:
    """How long ago that was: ``12 min ago``."""
    minutes = age_minutes(then, now)
    if minutes == 0:
        return "just now"
    if minutes < 2 * _HOUR:
        return f"{minutes} min ago"
    return f"{minutes // _HOUR} h ago" if minutes < 2 * _DAY else f"{minutes // _DAY} days ago"


def age_minutes(then: datetime, now: datetime) -> int:
    """Whole minutes; none where the clock was turned back since."""
    return max(0, (now - then) // timedelta(minutes=1))
