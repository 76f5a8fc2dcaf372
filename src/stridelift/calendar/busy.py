"""The strength calendar as others may see it: when the athlete is busy, and nothing else.

Its events have UIDs and a history of their own, so that one calendar program can subscribe to both, and so that what
changes only for the athlete (the exercises, the place) does not show here as a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from stridelift.calendar.event import OWN_UID
from stridelift.calendar.lines import parse, split
from stridelift.calendar.published import load_published, stamp
from stridelift.errors import OutputError

_BUSY = UUID("2b6f0a3e-8d41-5c57-9a86-70a1f2f1b8c4")
_TIMES = ("DTSTART", "DTEND", "TRANSP")  # what is visible
_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//stridelift//busy//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "NAME:Busy",
    "X-WR-CALNAME:Busy",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
)


@dataclass(frozen=True, slots=True)
class _Busy:
    """A blocked time as its properties say it; ``at`` is when it changed last."""

    uid: str
    times: tuple[str, ...]
    created: str
    at: str
    sequence: int = 0

    @property
    def lines(self) -> Iterator[str]:
        yield "BEGIN:VEVENT"
        yield f"UID:{self.uid}"
        yield f"DTSTAMP:{self.at}"
        yield f"CREATED:{self.created}"
        yield f"LAST-MODIFIED:{self.at}"
        yield f"SEQUENCE:{self.sequence}"
        yield from map(":".join, zip(_TIMES, self.times, strict=True))
        yield "SUMMARY:Busy"
        yield "STATUS:CONFIRMED"
        yield f"X-MICROSOFT-CDO-BUSYSTATUS:{'FREE' if self.times[-1] == 'TRANSPARENT' else 'BUSY'}"
        yield "END:VEVENT"


def busy(strength: bytes, previous: bytes | None) -> bytes:
    """The busy calendar of a strength calendar; the events of ``previous`` keep their history.

    Raises:
        OutputError: one of the two is no stridelift calendar, or damaged.
    """
    before = {} if previous is None else {one.uid: one for one in _read(previous)}
    lines = list(_HEAD)
    for event in load_published(strength).events:
        entry = event.entry
        uid = f"{uuid5(_BUSY, entry.uid)}{OWN_UID}"
        times = (stamp(entry.start), stamp(entry.end), "TRANSPARENT" if entry.transparent else "OPAQUE")
        one = _Busy(uid, times, stamp(event.created), stamp(event.last_modified))
        lines += _changed(one, before.get(uid)).lines
    lines.append("END:VCALENDAR")
    return "".join(f"{line}\r\n" for line in lines).encode()


def _changed(one: _Busy, old: _Busy | None) -> _Busy:
    if old is None:
        return one
    return old if old.times == one.times else replace(one, created=old.created, sequence=old.sequence + 1)


def _read(data: bytes) -> Iterator[_Busy]:
    calendars, _ = split(data)
    try:
        for event in calendars[0].named("VEVENT"):
            values = {line.name: line.value for line in map(parse, event.raw) if line}
            times = tuple(values[name] for name in _TIMES)
            yield _Busy(values["UID"], times, values["CREATED"], values["DTSTAMP"], int(values["SEQUENCE"]))
    except (LookupError, ValueError) as error:
        raise OutputError(
            f"the busy calendar published before is damaged: {error}.", "remove the file, and it begins anew."
        ) from error
