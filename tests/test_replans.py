"""Random lives, planned again and again into the same files: every event keeps its identity, and says each change once.

What must hold is written here a second time, from the files alone, and knows nothing of how the product does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import icalendar
import pytest

from command import House
from ics import all_day, calendar, timed
from lint import lint
from strategies import dice
from stridelift import planner
from stridelift.calendar.published import Published, Skip, load_published
from stridelift.calendar.write import render
from stridelift.request import Request, calendars

BERLIN = ZoneInfo("Europe/Berlin")
STEPS = 20
TITLES = ("Easy run 40 min", "Tempo run 8 km", "Intervals 6 x 800 m run", "Long run 18 km", "Recovery run 5 km")
AMOUNTS = {
    "heavy": ("[0, 1]", "[1, 2]", "[0, 0]"),
    "moderate": ("[1, 1]", "[0, 0]"),
    "core": ("[1, 2]", "[2, 2]", "[0, 1]", "[0, 0]"),
}
PLACES = {
    "home": 'equipment = ["dumbbell", "band"]',
    "gym": 'equipment = ["barbell", "rack", "bench", "box", "dumbbell", "cable", "trap_bar"]\ntravel_minutes = 15',
}
VISIBLE = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP")
CLASS, WEEK, PINNED = "X-STRIDELIFT-CLASS", "X-STRIDELIFT-WEEK", "X-STRIDELIFT-PINNED"


@dataclass
class Life:
    """What an athlete's calendars and config say, as one random change after the other leaves it."""

    rng: Random
    now: datetime
    runs: dict[str, tuple[date, int | None, str]] = field(default_factory=dict)  # by UID: day, hour, title
    busy: dict[str, tuple[date, int]] = field(default_factory=dict)
    amounts: dict[str, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=lambda: {*PLACES})
    untimed: str = "choose"
    made: int = 0

    def change(self) -> None:
        kinds = (self.move_run, self.move_run, self.drop_run, self.new_run, self.retitle, self.toggle_busy)
        more = (self.toggle_busy, self.resize, self.swap, self.toggle_place, self.pass_time, self.pass_time)
        for one in self.rng.choices((*kinds, *more, self.switch_untimed), k=self.rng.choice((0, 1, 1, 2, 4))):
            one()

    def a_day(self) -> date:
        return self.now.date() + timedelta(days=self.rng.randint(-2, 16))

    def new_run(self) -> None:
        self.made += 1
        hour = self.rng.choice((None, None, 6, 18))
        self.runs[f"run-{self.made}"] = (self.a_day(), hour, self.rng.choice(TITLES))

    def a_run(self) -> str | None:
        return self.rng.choice(sorted(self.runs)) if self.runs else None

    def move_run(self) -> None:
        if (uid := self.a_run()) is not None:
            day, hour, title = self.runs[uid]
            self.runs[uid] = (day + timedelta(days=self.rng.randint(-1, 1)), self.rng.choice((hour, 7, 17)), title)

    def retitle(self) -> None:
        if (uid := self.a_run()) is not None:
            self.runs[uid] = (*self.runs[uid][:2], self.rng.choice(TITLES))

    def drop_run(self) -> None:
        if (uid := self.a_run()) is not None:
            del self.runs[uid]

    def toggle_busy(self) -> None:
        if self.busy and self.rng.random() < 0.5:
            del self.busy[self.rng.choice(sorted(self.busy))]
        else:
            self.made += 1
            self.busy[f"busy-{self.made}"] = (self.a_day(), self.rng.choice((6, 17, 18, 19)))

    def resize(self) -> None:
        name = self.rng.choice(sorted(AMOUNTS))
        self.amounts[name] = self.rng.choice(AMOUNTS[name])

    def swap(self) -> None:
        """A class instead of another."""
        off, on = self.rng.sample(("heavy", "moderate", "upper"), 2)
        self.amounts |= {off: "[0, 0]", on: "[1, 1]"}

    def toggle_place(self) -> None:
        self.places ^= {self.rng.choice(sorted(PLACES))}

    def switch_untimed(self) -> None:
        self.untimed = self.rng.choice(("usual", "choose", "choose"))

    def pass_time(self) -> None:
        self.now += timedelta(minutes=self.rng.choice((7, 300, 300, 1_440, 1_440, 4_320, 10_080, 60_480)))
        for uid in [uid for uid, (day, *_) in self.runs.items() if day < self.now.date() - timedelta(days=40)]:
            del self.runs[uid]
        while sum(day > self.now.date() for day, *_ in self.runs.values()) < 4:
            self.new_run()

    def write(self, house: House) -> None:
        runs = [
            all_day(str(day), title, uid=uid)
            if hour is None
            else timed(f"{day} {hour:02}:00", f"{hour:02}:50", title, uid=uid)
            for uid, (day, hour, title) in self.runs.items()
        ]
        house.write("runs.ics", calendar(*self.rng.sample(runs, len(runs))))
        events = [
            timed(f"{day} {hour:02}:00", f"{hour + 1:02}:30", uid, uid=uid) for uid, (day, hour) in self.busy.items()
        ]
        house.write("busy.ics", calendar(*events))
        places = "".join(f'[[places]]\nname = "{name}"\n{PLACES[name]}\n' for name in sorted(self.places))
        amounts = "".join(f"{name}.per_week = {pair}\n" for name, pair in self.amounts.items())
        house.config(
            f'runs.untimed = "{self.untimed}"\n[availability]\nweekday = ["06:00-08:00", "17:00-20:00"]\n'
            f'weekend = ["09:00-13:00"]\n[grid]\nsessions = 60\nruns = 60\n{places}[sessions]\n{amounts}'
        )

    def horizon(self) -> dict[str, object]:
        """This week, the next, the rest of both, or some days from one near now."""
        monday = self.now.astimezone(BERLIN).date() + timedelta(weeks=self.rng.choice((0, 0, 1)))
        year, week, _ = monday.isocalendar()
        first = self.now.astimezone(BERLIN).date() + timedelta(days=self.rng.randint(-1, 6))
        return self.rng.choice(({"week": f"{year}-W{week:02}"}, {}, {}, {"first": first, "weeks": 1}))


# What the files say.


@dataclass(frozen=True)
class Shown:
    """An event as any calendar program reads it, and its bytes."""

    uid: str
    values: Mapping[str, str]
    start: datetime
    end: datetime
    raw: bytes

    @property
    def visible(self) -> tuple[str | None, ...]:
        return tuple(self.values.get(name) for name in VISIBLE)

    @property
    def order(self) -> tuple[datetime, datetime, str, str]:
        return self.start, self.end, self.values.get(CLASS, ""), self.values.get("X-STRIDELIFT-PLACE", "")


def shown(data: bytes) -> dict[str, Shown]:
    raws = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    result = {}
    for event, raw in zip(events, raws, strict=True):
        values = {name: event[name].to_ical().decode() for name in event}
        one = Shown(str(event["UID"]), values, event.decoded("DTSTART"), event.decoded("DTEND"), raw)
        assert one.uid not in result
        result[one.uid] = one
    return result


def ids(data: bytes) -> dict[str, int]:
    pairs = str(icalendar.Calendar.from_ical(data)["X-STRIDELIFT-IDS"]).split()
    return {week: int(number) for week, number in (pair.split("=") for pair in pairs)}


# What must hold.


@dataclass
class History:
    """Everything ever written, against which the next file is held. ``sessions``: else runs, whose UIDs are theirs."""

    sessions: bool
    before: bytes | None = None
    gone: set[str] = field(default_factory=set)

    def edit(self, published: Published, now: datetime) -> None:
        """What the athlete made of the last file is what the next one is held against."""
        assert self.before is not None
        data = render(
            (), previous=published, now=now, kept=published.events, name=planner.CALENDAR_NAME, zone="Europe/Berlin"
        )
        self.gone |= {*shown(self.before)} - {*shown(data)}
        self.before = data

    def judge(self, data: bytes, now: datetime) -> None:
        old = shown(self.before) if self.before else {}
        new = shown(data)
        lint(data, len(new))
        for uid, one in new.items():
            if uid not in old:
                assert (one.values["SEQUENCE"], one.values["CREATED"]) == ("0", utc(now))
            if uid not in old or one.visible != old[uid].visible:
                assert one.values["DTSTAMP"] == one.values["LAST-MODIFIED"] == utc(now)
            if uid in old:
                changed = one.visible != old[uid].visible
                assert int(one.values["SEQUENCE"]) == int(old[uid].values["SEQUENCE"]) + changed
                assert changed or same(one, old[uid])
        if self.sessions:
            assert not self.gone & {*new}
            if self.before:
                given, least = ids(data), ids(self.before)
                assert all(given[week] >= number for week, number in least.items())
        self.gone |= {*old} - {*new}
        self.before = data


def same(one: Shown, other: Shown) -> bool:
    """Byte by byte, where nothing is different; else in the history."""
    hidden = (CLASS, "X-STRIDELIFT-PLACE", "X-STRIDELIFT-TRAVEL", PINNED)
    if all(one.values.get(name) == other.values.get(name) for name in hidden):
        return one.raw == other.raw
    stamps = ("DTSTAMP", "LAST-MODIFIED", "CREATED", WEEK)
    return all(one.values[name] == other.values[name] for name in stamps)


def utc(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"


def stay(old: Mapping[str, Shown], now: datetime, period: tuple[datetime, datetime], freeze: timedelta) -> set[str]:
    """What planning leaves: pinned, outside the period, or so near that the way there begins within the freeze."""
    return {
        uid
        for uid, one in old.items()
        if one.values.get(PINNED) == "TRUE"
        or not period[0] <= one.start < period[1]
        or one.start - timedelta(minutes=int(one.values["X-STRIDELIFT-TRAVEL"])) <= now + freeze
    }


def expected(old: Iterable[Shown], new: list[Shown], now: datetime) -> dict[int, str]:
    """Who keeps whose UID, by position: in each ISO week the best pair first, again and again."""
    result: dict[int, str] = {}
    free, open_ = list(old), list(range(len(new)))
    while True:
        pairs = [
            (
                one.values[CLASS] != new[index].values[CLASS],
                abs(one.start - new[index].start),
                one.order,
                new[index].order,
                index,
                one.uid,
            )
            for one in free
            for index in open_
            if one.values[WEEK] == week_of(new[index].start) and (one.start <= now) == (new[index].start <= now)
        ]
        if not pairs:
            return result
        *_, index, uid = min(pairs)
        result[index] = uid
        free = [one for one in free if one.uid != uid]
        open_.remove(index)


def week_of(at: datetime) -> str:
    year, week, _ = at.astimezone(BERLIN).isocalendar()
    return f"{year}-W{week:02}"


def judge_matching(old: Mapping[str, Shown], data: bytes, outcome: planner.Outcome, now: datetime) -> None:
    new = shown(data)
    kept = stay(old, now, outcome.situation.horizon.period, timedelta(hours=24))
    assert all(new[uid].raw == old[uid].raw for uid in kept if now < old[uid].end + timedelta(days=28))
    assert not kept - {uid for uid in kept if now >= old[uid].end + timedelta(days=28)} - {*new}
    placed = [one for uid, one in new.items() if uid not in kept]
    whose = expected([one for uid, one in old.items() if uid not in kept], placed, now)
    for index, one in enumerate(placed):
        assert one.uid == whose.get(index, one.uid)
        assert index in whose or one.uid not in old


# Lives.


def edited(published: Published, rng: Random, now: datetime) -> Published:
    """The athlete moves a session in a calendar program, or deletes one."""
    ahead = [one for one in published.events if one.entry.start > now]
    if not ahead:
        return published
    one = rng.choice(ahead)
    others = tuple(other for other in published.events if other is not one)
    if rng.random() < 0.4:
        skip = Skip(one.week, one.entry.session_class)
        return replace(published, events=others, skips=(*published.skips, skip))
    start = one.entry.start + timedelta(minutes=rng.choice((-600, -60, 45, 1_440)))
    return replace(published, events=(*others, one.pinned(start, start + timedelta(minutes=35), now)))


def live(house: House, seed: object, steps: int) -> int:
    """Plans a life step by step and judges each file; how many plans were made comes back."""
    rng = dice("life", seed)
    life = Life(rng, datetime(2026, rng.choice((3, 10, 12)), rng.randint(20, 28), 12, 3, 10, tzinfo=BERLIN))
    life.pass_time()
    files = {"output": house.folder / "strength.ics", "runs_output": house.folder / "chosen.ics"}
    histories = {"output": History(sessions=True), "runs_output": History(sessions=False)}
    plans = 0
    while plans < steps:
        life.change()
        life.write(house)
        previous = load_published(files["output"].read_bytes()) if plans else Published()
        wanted = edited(previous, rng, life.now) if plans and rng.random() < 0.3 else previous
        published = {} if wanted is previous else {"published": wanted}
        own = plans and rng.random() < 0.3 and not published  # as it stands there
        sources = calendars(["runs.ics", *(["strength.ics"] if own else [])], ["busy.ics"])
        request = Request(sources, now=life.now, **life.horizon(), **files)  # type: ignore[arg-type] # as named
        outcome = planner.plan(request.but(**published))
        plans += 1
        if published:
            histories["output"].edit(wanted, life.now)
        judge(files, histories, outcome, life.now)
        if rng.random() < 0.2:
            unchanged(files, request.but(now=life.now + timedelta(seconds=20)))
            plans += 1
    return plans


def judge(files: Mapping[str, Path], histories: Mapping[str, History], outcome: planner.Outcome, now: datetime) -> None:
    strength = files["output"].read_bytes()
    old = shown(histories["output"].before) if histories["output"].before else {}
    judge_matching(old, strength, outcome, now)
    for name, history in histories.items():
        history.judge(files[name].read_bytes(), now)


def unchanged(files: Mapping[str, Path], request: Request) -> None:
    before = {name: path.read_bytes() for name, path in files.items()}
    planner.plan(request)
    assert {name: path.read_bytes() for name, path in files.items()} == before


@pytest.mark.parametrize("seed", range(2))
def test_replans(house: House, seed: int) -> None:
    assert live(house, seed, STEPS) >= STEPS


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(2, 52))
def test_a_thousand_replans(house: House, seed: int) -> None:
    assert live(house, seed, STEPS) >= STEPS
