r"""Runna: the type in the UID and in the first line, the estimated time in a property of its own.

    UID:UPCOMING_PLAN_WORKOUT-{plan}_plan_week_3_INTERVALS_1     COMPLETED_… once it is done, then with a time
    SUMMARY:🏃 1km Repeats • 9km                                 what stands before the bullet is a repetition
    SUMMARY:🏋️ Loading Up • 55m - 65m                            ``m`` is minutes
    DESCRIPTION:Intervals • 9km • 45m - 50m\n…                   type • distance • time
    X-WORKOUT-ESTIMATED-DURATION:2880                            seconds, of what is to come only

The UID goes before everything, because names and first lines are written in the athlete's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stridelift.calendar.event import Event
from stridelift.calendar.platforms.field import Field, first_line, made_by, measured, of_words
from stridelift.calendar.reading import ENOUGH, Reading
from stridelift.calendar.size import Size
from stridelift.domain import SessionClass

_BULLET = "•"
_UID_LENGTH = 300
_UID = re.compile(r"^(?:UPCOMING|COMPLETED)_(?:(?:NON_)?PLAN_WORKOUT|ACTIVITY)-")
_UID_TYPE = re.compile(r"_plan_week_\d+_([A-Z][A-Z_]*?)_\d+$")
_MINUTES = re.compile(r"(?:(?P<hours>\d)\s?h)?\s?(?:(?P<minutes>\d{1,3})\s?m(?:in)?)?")
_SECONDS = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*", re.ASCII)
_ESTIMATE = "X-WORKOUT-ESTIMATED-DURATION"


def fields(event: Event) -> Iterator[Field]:
    uid = _uid(event)
    done = ", done" if uid.startswith("COMPLETED_") else ""
    if (found := _UID_TYPE.search(uid)) and (field := of_words(f"UID type {found[1]}{done}", found[1])):
        yield field
    line = first_line(event)
    if _BULLET in line and (field := of_words(f"description: {line[:60]}", line.partition(_BULLET)[0].strip())):
        yield field
    if _from_runna(event) and event.summary.startswith("🏋"):
        yield Field("Runna 🏋", Reading("🏋", strength=SessionClass.MODERATE, evidence=ENOUGH))


def size(event: Event) -> Size:
    """The estimate, then the first line, then what stands behind the title's bullet."""
    seconds = _SECONDS.fullmatch(event.properties.get(_ESTIMATE, ""))
    found = Size(round(int(seconds[1]) / 60)) if seconds else Size()
    found = found.or_else(_behind_bullet(first_line(event)))
    return found.or_else(_behind_bullet(event.summary[:_UID_LENGTH])) if _from_runna(event) else found


def _uid(event: Event) -> str:
    return event.uid[:_UID_LENGTH].partition("/")[0]


def _from_runna(event: Event) -> bool:
    return bool(_UID.match(_uid(event))) or made_by(event, "runna")


def _behind_bullet(line: str) -> Size:
    result = Size()
    for part in line.split(_BULLET)[1:4]:
        result = result.or_else(_minutes(part) or measured(part))
    return result


def _minutes(text: str) -> Size | None:
    """Minutes of "45m - 50m", "1h 10m" and "30m", of a range the middle; None where it is no such time."""
    ends = [_MINUTES.fullmatch(end.strip()) for end in re.split("[-–]", text)]
    if not all(end and end[0] for end in ends):
        return None
    minutes = [int(end["hours"] or 0) * 60 + int(end["minutes"] or 0) for end in ends if end]
    return Size(round(sum(minutes) / len(minutes)))
