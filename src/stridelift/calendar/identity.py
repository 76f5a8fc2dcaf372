"""Which UID a session has: the one it was published with, or a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from stridelift.calendar.published import Entry, Published, PublishedEvent, session_uid

_PLANS = UUID("0b7c5a52-3c7e-5d0a-9f0c-2a1c4a1d9e77")


def with_plan(previous: Published, seed: str) -> Published:
    """``previous`` with a plan id; the first output makes one up from ``seed``, every later one keeps it.

    Two athletes in one calendar program must never share a UID, and one athlete's ids must not depend on the day the
    first plan was made. So ``seed`` is what is the athlete's own and stays: the sources and what the runs in them are
    called. It goes in as a hash: a link is a secret.
    """
    return previous if previous.plan else replace(previous, plan=uuid5(_PLANS, seed).hex)


def assign(entries: Sequence[Entry], *, previous: Published, now: datetime, zone: ZoneInfo) -> tuple[Entry, ...]:
    """The same entries, each with a UID; those that have one keep it.

    Inside an ISO week (of ``zone``) an entry takes over the id of a published session: pairs are made in order of
    (same class first, least move, earlier session, earlier entry). What is left gets the next ids of its week, in
    order of time. A published session that has begun is matched only by an entry that has begun too.
    """
    matched = _matched(entries, previous, now, zone)
    given = Counter(dict(previous.ids))
    result = {index: replace(entries[index], uid=uid) for index, uid in matched.items()}
    for index, entry in sorted(enumerate(entries), key=lambda one: _order(one[1])):
        if entry.uid or index in result:
            continue
        week = iso_week(entry.start, zone)
        given[week] += 1
        result[index] = replace(entry, uid=session_uid(previous.plan, week, given[week]))
    return tuple(result.get(index, entry) for index, entry in enumerate(entries))


def iso_week(at: datetime, zone: ZoneInfo) -> str:
    """2026-W48."""
    year, week, _ = at.astimezone(zone).isocalendar()
    return f"{year}-W{week:02}"


def _matched(entries: Sequence[Entry], previous: Published, now: datetime, zone: ZoneInfo) -> dict[int, str]:
    taken = {entry.uid for entry in entries if entry.uid}
    pairs = sorted(
        (_distance(event.entry, entry), _order(event.entry), _order(entry), index, event.entry.uid)
        for index, entry in enumerate(entries)
        if not entry.uid
        for event in previous.events
        if _may_match(event, entry, now, zone)
    )
    result: dict[int, str] = {}
    for *_, index, uid in pairs:
        if index not in result and uid not in taken:
            result[index] = uid
            taken.add(uid)
    return result


def _may_match(event: PublishedEvent, entry: Entry, now: datetime, zone: ZoneInfo) -> bool:
    return event.week == iso_week(entry.start, zone) and (event.entry.start <= now) == (entry.start <= now)


def _distance(published: Entry, entry: Entry) -> tuple[bool, int]:
    moved = abs((entry.start - published.start).total_seconds())
    return published.session_class != entry.session_class, int(moved)


def _order(entry: Entry) -> tuple[float, float, str, str]:
    return entry.start.timestamp(), entry.end.timestamp(), entry.session_class, entry.place
