"""Reads the calendars that a config is to be proposed from, and proposes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stridelift.calendar.address import has_credentials, masked
from stridelift.calendar.classify import Rule, classify
from stridelift.calendar.event import OWN_CLASS, OWN_RUN, OWN_RUN_UID, OWN_UID, Event, Role, Verdict
from stridelift.config import Race, load
from stridelift.domain import Priority, RunKind, Span
from stridelift.errors import ConfigError
from stridelift.horizon import LOOK_AHEAD, LOOK_BACK, Horizon, local_zone
from stridelift.intake import PARKRUN
from stridelift.proposal import DEFAULT, Calendars, Proposal, Said, TitleRule
from stridelift.proposal.habits import LEAST, Start, easy_pace, strength_place, strength_times, usual_starts
from stridelift.proposal.titles import pattern, title_rules, weeks
from stridelift.proposal.windows import Taken, free_windows
from stridelift.request import Basis, Request, calendars
from stridelift.sources import Found, read_all
from stridelift.wallclock import WEEKDAYS, Window

_BACK, _AHEAD, _RACES = 8, 8, 26  # weeks around today in which habits show, and ahead in which races do
_SIZES = ("5k", "10k", "half", "marathon", "ultra")
_HOUR, _DAY = 60, 24 * 60

Pair = tuple[Event, Verdict]


@dataclass(frozen=True)
class Seen:
    """What calendars hold around ``today``, without what was cancelled, declined, or is of an earlier plan."""

    zone: Said[str]
    calendars: Calendars
    events: tuple[Event, ...]
    today: date
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """What was made of the calendars, with how much was in them and what is worth saying.

    ``pairs`` are the events of the weeks around today and what each was taken for.
    """

    proposal: Proposal
    runs: int = 0
    strength: int = 0
    commitments: int = 0
    warnings: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()


def named(sources: Iterable[str], busy: Iterable[str]) -> Calendars:
    """The calendars of a command line, if a config may name them.

    Raises:
        ConfigError: one is standard input, or holds a password.
    """
    listed = calendars(sources, busy)
    for one in listed:
        source = str(one.source)
        if source == "-":
            raise ConfigError("init reads answers from standard input, and no calendar.", "name a file or a link.")
        if has_credentials(source):
            raise ConfigError(
                f"the link to {masked(source)} holds a password, which does not belong into a config.",
                'leave it out here, then write username = "…" and password = { env = "NAME" } below its source.',
            )
    return listed


def unseen() -> Proposal:
    """What is proposed where no calendar was shown."""
    return Proposal(_machine())


def look(shown: Calendars, now: datetime | None, *, allow_private: bool = False) -> Look:
    """What the calendars propose, as they are around ``now``.

    Raises:
        SourceError: one of them cannot be read.
    """
    return proposed(seen(shown, now, allow_private=allow_private))


def seen(shown: Calendars, now: datetime | None, *, allow_private: bool = False) -> Seen:
    """What the calendars hold.

    Raises:
        SourceError: one of them cannot be read.
    """
    home = _machine()
    found, today = _read(shown, ZoneInfo(home.value), now, allow_private=allow_private)
    named = Counter(zone for zone in found.zones if zone).most_common(1)
    if named:
        zone = named[0][0]
        here = "" if zone == home.value else f"; the machine's is {home.value}"
        home = Said(zone, f"the calendar's{here}")
        found, today = _read(shown, ZoneInfo(zone), now, allow_private=allow_private)
    events = tuple(one for one in found.events if not one.cancelled and not one.declined and not _own(one))
    kept = tuple(one.model_copy(update={"allow_private": allow_private}) for one in shown)
    return Seen(home, kept, events, today, found.warnings)


def proposed(there: Seen, said: Sequence[TitleRule] = ()) -> Look:
    """What is proposed of what was seen; ``said`` are the athlete's own rules for titles, which go first."""
    verdicts = classify(there.events, [Rule(match=one.match, kind=one.kind) for one in said])
    proposal = Proposal(there.zone, there.calendars, rules=tuple(said))
    return _looked(proposal, list(zip(there.events, verdicts, strict=True)), there.today, there.warnings)


def _machine() -> Said[str]:
    return Said(local_zone().key, "the machine's")


def _read(shown: Calendars, zone: ZoneInfo, now: datetime | None, *, allow_private: bool) -> tuple[Found, date]:
    now = now or datetime.now(zone).replace(microsecond=0)
    now = now.replace(tzinfo=zone) if now.tzinfo is None else now
    today = now.astimezone(zone).date()
    first = today - timedelta(weeks=_BACK) + timedelta(days=LOOK_BACK)
    last = today + timedelta(weeks=_RACES) - timedelta(days=LOOK_AHEAD)
    request = Request(calendars=shown, now=now, allow_private=allow_private)
    return read_all(request, Basis(load(None), now, Horizon(zone, first, (last - first).days))), today


def _own(event: Event) -> bool:
    """What an earlier plan has put into the calendar is no habit."""
    return bool({OWN_CLASS, OWN_RUN} & {*event.properties}) or event.uid.endswith((OWN_UID, OWN_RUN_UID))


def _looked(proposal: Proposal, pairs: Sequence[Pair], today: date, warnings: tuple[str, ...]) -> Look:
    zone = ZoneInfo(proposal.zone.value)
    usual = [pair for pair in pairs if abs((pair[0].day - today).days) <= 7 * _BACK]
    runs = [pair for pair in usual if pair[1].kind is not None]
    strength = [pair for pair in usual if pair[1].strength is not None]
    lifted = [event for event, verdict in strength if verdict.kind is None and not verdict.optional_strength]
    taken = list(_taken(usual, zone))
    availability = {**proposal.availability, **free_windows(taken)}
    seen = usual_starts(_starts((event for event, verdict in runs if verdict.kind is not RunKind.RACE), zone))
    proposal = replace(
        proposal,
        availability=availability,
        starts=_fitting({**proposal.starts, **seen}, availability),
        untimed=any(event.all_day for event, _ in runs),
        pace=easy_pace(usual) or proposal.pace,
        races=tuple(_races(pairs, today)),
        times=strength_times(list(_starts(lifted, zone))),
        gym=strength_place(Counter(event.location for event in lifted)) or proposal.gym,
        rules=(*proposal.rules, *title_rules(usual)),
    )
    return Look(
        proposal, len(runs), len(strength), len({(one.title, one.day) for one in taken}), warnings, tuple(usual)
    )


def _starts(events: Iterable[Event], zone: ZoneInfo) -> Iterator[Start]:
    for event in events:
        if not event.all_day:
            start = event.start.astimezone(zone)
            yield start.date(), _HOUR * start.hour + start.minute


def _taken(pairs: Sequence[Pair], zone: ZoneInfo) -> Iterator[Taken]:
    """What takes time and is no training, day by day."""
    for event, verdict in pairs:
        training = verdict.kind or verdict.strength or verdict.other or event.role is Role.TRAINING
        if training or event.all_day or event.transparent or event.end <= event.start:
            continue
        start, end = event.start.astimezone(zone), event.end.astimezone(zone)
        day = start.date()
        while day <= end.date() and (day - start.date()).days < _RACES:
            begin = _HOUR * start.hour + start.minute if day == start.date() else 0
            until = _HOUR * end.hour + end.minute if day == end.date() else _DAY
            if until > begin:
                yield Taken(day, Span(begin, until), event.summary)
            day += timedelta(days=1)


def _fitting(
    starts: Mapping[str, Said[int]], availability: Mapping[str, Said[tuple[Window, ...]]]
) -> dict[str, Said[int]]:
    """A start that nobody has seen goes where the day is free for an hour; a day like no other gets its own."""
    result = dict(starts)
    for name, windows in availability.items():
        group = "weekend" if name in {"weekend", *WEEKDAYS[5:]} else "weekday"
        usual = starts.get(name, starts[group])
        holding = [window for window in windows.value if window[1] - window[0] >= _HOUR]
        if usual.why != DEFAULT or not holding or windows.why.startswith(DEFAULT):
            continue
        if not any(start <= usual.value <= end - _HOUR for start, end in holding):
            result[name] = Said(holding[0][0], "when the first free window begins")
    return result


def _races(pairs: Sequence[Pair], today: date) -> Iterator[Said[Race]]:
    """The races to come, one a day; the longest, of several the last, is the main one."""
    titles: dict[str, list[Pair]] = defaultdict(list)
    for event, verdict in pairs:
        titles[pattern(event.summary)].append((event, verdict))
    found: dict[date, Race] = {}
    for event, verdict in pairs:
        every_week = PARKRUN.search(event.summary) or weeks(titles[pattern(event.summary)]) >= LEAST
        if verdict.kind is RunKind.RACE and event.day >= today and not every_week:
            distance = verdict.race_distance or "10k"
            found.setdefault(event.day, _race(event, distance))
    if not found:
        return
    goal = max(found.values(), key=lambda one: (_SIZES.index(one.distance), one.date))
    for _, race in sorted(found.items()):
        priority = Priority.A if race is goal else Priority.C
        yield Said(race.model_copy(update={"priority": priority}), "seen in the calendar")


def _race(event: Event, distance: str) -> Race:
    return Race.model_validate({"date": event.day, "distance": distance, "name": event.summary})
