"""What the athlete says of a session: what became of it, or where it is to be.

It is written into the published calendar itself, for the next solve to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stridelift.calendar.event import State
from stridelift.calendar.files import Output, write_together
from stridelift.calendar.identity import iso_week
from stridelift.calendar.lines import parse, split, unescaped
from stridelift.calendar.published import Entry, Published, PublishedEvent, Skip, load_published
from stridelift.calendar.write import render
from stridelift.errors import ConfigError, OutputError
from stridelift.wallclock import weekday

_COLLECTION = b"X-STRIDELIFT-COLLECTION:"  # of the record of what was published to a CalDAV collection
_MARK = b"X-STRIDELIFT-PLAN:"
_ALARM = re.compile(rb"^TRIGGER:-PT([0-9]{1,5})M\r$", re.MULTILINE)
_PLAN = "the plan"  # as the page calls the calendar
_MOST = 5  # sessions that an error lists


class Fate(StrEnum):
    """What the athlete says of a session. One that is missed may be placed again, one that is skipped is not."""

    DONE = "done"
    MISSED = "missed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Happened:
    """The session as it stands in the calendar, or stood there before it was skipped, and the zone of its times."""

    fate: Fate
    event: PublishedEvent
    zone: ZoneInfo
    moved: bool


def happened(path: Path, words: str, fate: Fate, now: datetime | None = None) -> Happened:
    """Write what became of the session that ``words`` mean: its UID, or its weekday, date or class, or some of these.

    What is done or missed is looked for in the past first, what is skipped in the future. One that is done before its
    time has just ended.

    Raises:
        ConfigError: the words mean no session, or several, or one of which this cannot be said.
        OutputError: there is no strength calendar of ours, or it cannot be written.
    """
    data = _content(path)
    new, what = said(data, path.name, words, fate, now)
    if not write_together([Output(path, new, data)]):
        raise OutputError(f"{path.name} was written by another program meanwhile; nothing was written.", "try again.")
    return what


def said(data: bytes, name: str, words: str, fate: Fate, now: datetime | None = None) -> tuple[bytes, Happened]:
    """The calendar with that written into it; ``name`` is what it is called in an error, and the rest is as above."""
    feed = _Feed(name, data, load_published(data))
    at = now or datetime.now(UTC).replace(microsecond=0)
    at = at.replace(tzinfo=feed.zone) if at.tzinfo is None else at
    event = feed.find(words, fate, at)
    after = _after(event, fate, at)
    moved = after is not None and after.entry.start != event.entry.start
    if moved or after is None:
        feed.refuse_record()
    return feed.rendered(feed.changed(event, after), at), Happened(fate, after or event, feed.zone, moved)


def put(data: bytes, uid: str, start: datetime, now: datetime, notice: timedelta = timedelta()) -> bytes:
    """The calendar with a session where the athlete wants it: planning leaves it there. It keeps its length and place.

    Raises:
        ConfigError: there is none with this UID, it has begun or the athlete said what became of it, or it would begin,
            with the way there, before the ``notice`` is over.
        OutputError: the calendar is none of ours.
    """
    feed = _Feed(_PLAN, data, load_published(data))
    feed.refuse_record()
    event = feed.coming(uid, now)
    entry = event.entry
    after = event.pinned(
        start.astimezone(UTC),
        (start + (entry.end - entry.start)).astimezone(UTC),
        now.astimezone(UTC).replace(microsecond=0),
    )
    if after.entry.departure < now + notice:
        ahead = f" and the notice of {notice / timedelta(hours=1):g} h" if notice else ""
        raise ConfigError(
            f"{feed.named(after)} is too soon: it is {now.astimezone(feed.zone):%a %d %b %H:%M} now{ahead}.",
            "choose a later start.",
        )
    if (entry.pinned, entry.start) == (True, after.entry.start):
        return data
    return feed.rendered(feed.changed(event, after), now)


def freed(data: bytes, uid: str, now: datetime) -> bytes:
    """The calendar in which planning may place a session again that the athlete had moved.

    Raises:
        ConfigError: there is none with this UID, it has begun, or it was not moved.
        OutputError: the calendar is none of ours.
    """
    feed = _Feed(_PLAN, data, load_published(data))
    feed.refuse_record()
    event = feed.coming(uid, now)
    if not event.entry.pinned:
        raise ConfigError(f"{feed.named(event)} was not moved by you.", "the plan places it already.")
    after = replace(event, entry=replace(event.entry, pinned=False))
    return feed.rendered(feed.freed(event, after), now)


def restored(data: bytes, before: bytes, now: datetime) -> bytes:
    """The calendar ``data`` with the sessions, and all that the athlete said of them, as they stood ``before``.

    For those who subscribed it is one change more: sequences rise, and ids that were given stay given.

    Raises:
        OutputError: one of the calendars is none of ours.
    """
    feed, old = _Feed(_PLAN, data, load_published(data)), load_published(before)
    there = {one.entry.uid for one in feed.published.events}
    gone = [one for one in old.events if one.entry.uid not in there]
    ids = {
        week: max(some.get(week, 0) for some in (feed.published.ids, old.ids))
        for week in {*feed.published.ids, *old.ids}
    }
    later = [one for one in feed.published.events if one.week not in old.ids]  # weeks that nobody planned then
    previous = replace(old, plan=feed.published.plan, ids=ids, events=(*feed.published.events, *gone))
    return feed.rendered(previous, now, [one.entry for one in (*old.events, *later)])


def words(data: bytes) -> frozenset[tuple[str, ...]]:
    """All that the athlete said of the sessions of a calendar: what no planning changes."""
    published = load_published(data)
    said = {(one.entry.uid, one.entry.state or "") for one in published.events if one.entry.state}
    pins = {
        (one.entry.uid, f"{one.entry.start:%Y%m%dT%H%M%S}", "pinned") for one in published.events if one.entry.pinned
    }
    return frozenset({*said, *pins, *((one.week, one.session_class, f"{n}") for n, one in enumerate(published.skips))})


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}.") from None


def _after(event: PublishedEvent, fate: Fate, now: datetime) -> PublishedEvent | None:
    """The session from now on; None where it is left out."""
    entry = event.entry
    if fate is Fate.SKIPPED:
        return None
    state = State.DONE if fate is Fate.DONE else State.MISSED
    if fate is Fate.DONE and entry.start > now:
        end = now.replace(second=0, microsecond=0)
        event = event.pinned(end - (entry.end - entry.start), end, now.astimezone(UTC).replace(microsecond=0))
    return replace(event, entry=replace(event.entry, state=state))


@dataclass(frozen=True)
class _Feed:
    """The calendar as it was written."""

    name: str
    data: bytes
    published: Published

    def _head(self, name: str) -> str:
        lines = map(parse, split(self.data)[0][0].raw)
        return next((unescaped(line.value) for line in lines if line and line.name == name), "")

    @property
    def zone(self) -> ZoneInfo:
        name = self._head("X-WR-TIMEZONE")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise OutputError(f"{self.name} is damaged: its time zone is {name!r}.", "solve again into it.") from None

    @property
    def collection(self) -> str:
        return self._head("X-STRIDELIFT-COLLECTION")

    def find(self, words: str, fate: Fate, now: datetime) -> PublishedEvent:
        """The session that is meant."""
        tests = [self._test(word) for word in words.split()]
        found = [one for one in self.published.events if all(test(one) for test in tests)]
        begun = [one for one in reversed(found) if one.entry.start <= now]
        ahead = [one for one in found if one.entry.start > now]
        ordered = [*ahead, *begun] if fate is Fate.SKIPPED else [*begun, *ahead]
        if not (tests and ordered):
            near = sorted(self.published.events, key=lambda one: abs(one.entry.start - now))[:_MOST]
            advice = f"one of these: {self._list(sorted(near, key=_start))}." if near else "solve into it first."
            raise ConfigError(f"no session of {self.name} is {words!r}.", advice)
        first = ordered[0]
        alike = [one for one in ordered if self._day(one) == self._day(first)]
        if len(alike) > 1:
            advice = "say the class too, or the UID as it stands in the calendar."
            raise ConfigError(f"{words!r} is one of several: {self._list(alike)}.", advice)
        if fate is Fate.MISSED and first.entry.start > now:
            said = f"{self.named(first)} is still to come, so it is not missed"
            raise ConfigError(f"{said}.", "stridelift skip was meant, which leaves it out.")
        return first

    def coming(self, uid: str, now: datetime) -> PublishedEvent:
        """A session that may still be elsewhere."""
        event = next((one for one in self.published.events if one.entry.uid == uid), None)
        if event is None:
            raise ConfigError(f"no session of {self.name} is {uid!r}.", "it was placed anew: look at the plan again.")
        if event.entry.state:
            raise ConfigError(f"{self.named(event)} is {event.entry.state.value.lower()}, as you said.", "undo that.")
        if event.entry.start <= now:
            raise ConfigError(f"{self.named(event)} has begun.", "say that it was done or missed.")
        return event

    def refuse_record(self) -> None:
        """In a collection it is the athlete's own program that moves and deletes."""
        if self.collection:
            raise ConfigError(
                f"{self.name} is the record of what was published to a collection.",
                "move or delete the session in your calendar program, and the next publish heeds it.",
            )

    def _test(self, word: str) -> Callable[[PublishedEvent], bool]:
        """Whether a session is what a word says."""
        if (number := weekday(word)) is not None:
            return lambda one: self._day(one).weekday() == number
        try:
            day = date.fromisoformat(word)
        except ValueError:
            return lambda one: word in {one.entry.uid, one.entry.session_class}
        return lambda one: self._day(one) == day

    def _day(self, one: PublishedEvent) -> date:
        return one.entry.start.astimezone(self.zone).date()

    def _list(self, some: Iterable[PublishedEvent]) -> str:
        return ", ".join(map(self.named, some))

    def named(self, one: PublishedEvent) -> str:
        return f"{one.entry.start.astimezone(self.zone):%a %d %b %H:%M} {one.entry.session_class}"

    def changed(self, event: PublishedEvent, after: PublishedEvent | None) -> Published:
        """What is published from now on.

        Of its class one less is placed in the week that a session leaves, and as many as ever once it is back.
        """
        week, now = iso_week(event.entry.start, self.zone), after and iso_week(after.entry.start, self.zone)
        if week == event.week != now:
            return self._with(event, after, [*self.published.skips, Skip(week, event.entry.session_class)])
        return self.freed(event, after) if now == event.week != week else self._with(event, after, self.published.skips)

    def freed(self, event: PublishedEvent, after: PublishedEvent | None) -> Published:
        """The same where its own week has it again, if it was elsewhere."""
        skips, home = list(self.published.skips), Skip(event.week, event.entry.session_class)
        if iso_week(event.entry.start, self.zone) != event.week and home in skips:
            skips.remove(home)
        return self._with(event, after, skips)

    def _with(self, event: PublishedEvent, after: PublishedEvent | None, skips: Iterable[Skip]) -> Published:
        others = [one for one in self.published.events if one is not event]
        events = sorted([*others, *([after] if after else [])], key=_start)
        return replace(self.published, events=tuple(events), skips=tuple(sorted(skips)))

    def rendered(self, published: Published, now: datetime, entries: Sequence[Entry] | None = None) -> bytes:
        """The calendar with nothing else changed, or with these ``entries`` alone."""
        alarm = _ALARM.search(self.data)
        data = render(
            entries or (),
            previous=published,
            kept=published.events if entries is None else (),
            now=now,
            name=self._head("NAME"),
            zone=self.zone.key,
            runs=published.runs,
            alarm_minutes=int(alarm[1]) if alarm else None,
        )
        mark = f"{_COLLECTION.decode()}{self.collection}\r\n".encode() + _MARK
        return data.replace(_MARK, mark, 1) if self.collection else data


def _start(one: PublishedEvent) -> tuple[datetime, str]:
    return one.entry.start, one.entry.uid
