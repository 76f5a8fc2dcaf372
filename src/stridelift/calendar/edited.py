"""What the athlete did to the published sessions in their own calendar program: moved some, deleted others.

What is compared is what we wrote and what stands there. After a crash in the middle of publishing, two things may have
been written: what was there before, and what was ``pending``; where one of them is found, nobody moved it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from stridelift.calendar.identity import iso_week
from stridelift.calendar.published import Entry, Published, PublishedEvent, Skip, session_uid
from stridelift.calendar.standing import Standing
from stridelift.errors import OutputError

_AHEAD = 50  # ids that may be there and are in no record
_NO_ACCIDENT = 2  # sessions that do not vanish all at once by the athlete's hand
_TEXTS = ("summary", "description", "location")


@dataclass(frozen=True)
class Edits:
    """``published`` is what is there now, with pins and skips; ``wrote`` what we wrote of it ourselves, before that.

    ``moved`` and ``deleted`` are new: sessions where they were put, and as they were.
    """

    published: Published
    wrote: Published
    moved: tuple[PublishedEvent, ...] = ()
    deleted: tuple[PublishedEvent, ...] = ()
    warnings: tuple[str, ...] = ()
    there: Mapping[str, Standing] = field(default_factory=dict)


def edited(
    local: Published | None, pending: Published | None, there: Sequence[Standing], now: datetime, zone: ZoneInfo
) -> Edits:
    """What became of what was published.

    ``local`` is the record of what was written, None where there is none yet or it was lost; then what stands there is
    taken as written. Nothing is taken as deleted when nothing at all is left.

    Raises:
        OutputError: there is no record, and more than one plan stands there.
    """
    newest = pending or local or Published()
    plan = newest.plan or _plan(there)
    ids = _ids([local, pending], there, plan)
    mine = _mine(there, plan, {*_versions(local, pending)}, ids)
    start = replace(newest, plan=plan, ids=ids)
    missing = _missing(local, pending, mine)
    future = [one for one in missing if one.entry.start > now]
    if not mine and len(future) >= _NO_ACCIDENT:
        begun = tuple(one for one in missing if one not in future)
        said = f"none of {len(future)} sessions is there any more, so they are published anew"
        return Edits(replace(start, events=begun), replace(start, events=begun), warnings=(said,))
    comparison = _Comparison(_versions(local, pending), now, zone, list(newest.skips))
    for one in mine.values():
        comparison.take(one)
    for event in missing:
        comparison.miss(event)
    return comparison.edits(start, mine)


def _plan(there: Iterable[Standing]) -> str:
    plans = sorted({one.plan for one in there if one.plan})
    if len(plans) > 1:
        said = (
            f"the collection holds the sessions of {len(plans)} plans, and there is no record which is this athlete's"
        )
        raise OutputError(said, "name the record with -o, or give each athlete a collection.")
    return plans[0] if plans else ""


def _ids(records: Iterable[Published | None], there: Iterable[Standing], plan: str) -> dict[str, int]:
    """How many ids each week has given, by all that is known."""
    ids: dict[str, int] = {}
    for given in [*(one.ids for one in records if one), *(one.ids for one in there if one.plan == plan)]:
        for week, number in given.items():
            ids[week] = max(number, ids.get(week, 0))
    return ids


def _versions(local: Published | None, pending: Published | None) -> dict[str, list[PublishedEvent]]:
    """What we may have written, by UID, the newest first."""
    versions = defaultdict(list)
    for record in (pending, local):
        for event in record.events if record else ():
            versions[event.entry.uid].append(event)
    return versions


def _mine(there: Sequence[Standing], plan: str, known: set[str], ids: Mapping[str, int]) -> dict[str, Standing]:
    """What this plan put there, by UID; another athlete's plan may stand beside it."""
    given = {session_uid(plan, week, n) for week, number in ids.items() for n in range(1, number + _AHEAD)}
    alone = not known and not any(one.plan for one in there)  # no record, and a server that keeps nothing of ours
    return {
        one.uid: one
        for one in sorted(there, key=lambda one: one.resource.url, reverse=True)
        if one.uid in known or one.uid in given or alone or (plan and one.plan == plan)
    }


def _missing(local: Published | None, pending: Published | None, mine: Mapping[str, Standing]) -> list[PublishedEvent]:
    """What we wrote and left there, and is gone. What the interrupted writing was to add or remove says nothing."""
    left = {one.entry.uid for one in pending.events} if pending else None
    events = local.events if local else ()
    return [one for one in events if one.entry.uid not in mine and (left is None or one.entry.uid in left)]


class _Comparison:
    """Collects what was found out."""

    def __init__(
        self, versions: Mapping[str, list[PublishedEvent]], now: datetime, zone: ZoneInfo, skips: list[Skip]
    ) -> None:
        self._versions = versions
        self._now = now
        self._zone = zone
        self._skips = skips
        self._wrote: list[PublishedEvent] = []
        self._events: list[PublishedEvent] = []
        self._moved: list[PublishedEvent] = []
        self._deleted: list[PublishedEvent] = []
        self._warnings: list[str] = []

    def edits(self, start: Published, mine: Mapping[str, Standing]) -> Edits:
        published = replace(start, events=_ordered(self._events), skips=tuple(sorted(self._skips)))
        wrote = replace(start, events=_ordered(self._wrote))
        return Edits(published, wrote, _ordered(self._moved), _ordered(self._deleted), tuple(self._warnings), mine)

    def take(self, there: Standing) -> None:
        """What stands there."""
        versions = self._versions.get(there.uid, [])
        if there.event is None:
            self._leave(versions)
        elif there.cancelled:
            self.miss(versions[0] if versions else there.event)
        elif versions:
            self._compare(there, there.event, max(versions, key=lambda one: _likeness(one.entry, there)))
        elif not there.day and not there.repeats:
            self._adopt(there.event)

    def miss(self, event: PublishedEvent) -> None:
        """What is gone; a session that had begun by now was not done, it seems, and that needs no words."""
        self._wrote.append(event)
        if event.entry.start <= self._now:
            return
        self._deleted.append(event)
        if event.week == self._week(event.entry.start):  # else that was said when it was moved there
            self._skips.append(Skip(event.week, event.entry.session_class))

    def _leave(self, versions: Sequence[PublishedEvent]) -> None:
        if versions:
            event = versions[0]
            self._wrote.append(event)
            self._events.append(replace(event, entry=replace(event.entry, pinned=True)))
            self._warnings.append(f"{event.entry.summary!r} cannot be read there any more, and is left as it is")

    def _adopt(self, event: PublishedEvent) -> None:
        """Of ours, and in no record: that was lost, or the athlete undid a deletion."""
        self._wrote.append(event)
        self._events.append(event)
        self._unskip(Skip(event.week, event.entry.session_class))

    def _compare(self, there: Standing, event: PublishedEvent, base: PublishedEvent) -> None:
        self._wrote.append(base)
        start, end = self._when(there, event.entry, base.entry)
        if (start, end) == (base.entry.start, base.entry.end) and not (there.repeats and not base.entry.pinned):
            self._events.append(base)
        elif max(start, base.entry.start) <= self._now:  # the athlete wrote down when it really was
            self._events.append(replace(base, entry=replace(base.entry, start=start, end=end)))
        else:
            now = self._now.astimezone(UTC).replace(microsecond=0)
            pinned = base.pinned(start, end, now)
            theirs = {key: text for key in _TEXTS if (text := getattr(event.entry, key)) != getattr(base.entry, key)}
            pinned = replace(pinned, entry=replace(pinned.entry, **theirs))
            self._events.append(pinned)
            self._moved.append(pinned)
            self._over(base, start)

    def _when(self, there: Standing, entry: Entry, base: Entry) -> tuple[datetime, datetime]:
        """An all-day session is on its day at the time it had; one without a length has the length it had."""
        length = base.end - base.start
        if there.day:
            clock = base.start.astimezone(self._zone).timetz()
            start = datetime.combine(there.day, clock).astimezone(UTC)
            return start, start + length
        return entry.start, entry.end if entry.end > entry.start else entry.start + length

    def _over(self, base: PublishedEvent, start: datetime) -> None:
        """A session that was moved out of its week is not placed there again; one that came back is."""
        home = Skip(base.week, base.entry.session_class)
        before, after = self._week(base.entry.start), self._week(start)
        if before != after == base.week:
            self._unskip(home)
        elif before == base.week != after:
            self._skips.append(home)

    def _unskip(self, skip: Skip) -> None:
        if skip in self._skips:
            self._skips.remove(skip)

    def _week(self, at: datetime) -> str:
        return iso_week(at, self._zone)


def _likeness(version: Entry, there: Standing) -> tuple[bool, int]:
    assert there.event is not None  # noqa: S101 - narrows
    entry = there.event.entry
    return (version.start, version.end) == (entry.start, entry.end), sum(
        getattr(version, key) == getattr(entry, key) for key in (*_TEXTS, "session_class")
    )


def _ordered(events: Iterable[PublishedEvent]) -> tuple[PublishedEvent, ...]:
    return tuple(sorted(events, key=lambda one: (one.entry.start, one.entry.uid)))
