"""A family of seasons: the same athlete under calendars that are light, busy or crowded, with runs timed or not.

Each is made from its name alone: a training plan that changes from week to week, races, work, and an ordinary life.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from stridelift.constraints.base import Constraint
from stridelift.domain import Instance
from stridelift.request import Request, calendars, establish
from stridelift.situation import prepare

WEEKS = (1, 4, 12, 26, 52)
CALENDARS = {"light": 1, "busy": 4, "crowded": 9}  # commitments a week beside work
MONDAY = date(2026, 11, 30)
NOW = datetime.fromisoformat("2026-11-29T12:00+01:00")
_RUNS = (  # days after Monday, start, minutes, titles of which a week has one
    (0, 390, 40, ("Recovery run 6 km",)),
    (1, 1080, 65, ("Intervals 6 x 800 m run", "Hill repeats run 8 x 60 s", "Fartlek run 9 km")),
    (2, 1080, 50, ("Easy run 8 km",)),
    (3, 390, 70, ("Tempo run 10 km", "Threshold run 3 x 10 min")),
    (5, 540, 50, ("Easy run 8 km", "Strides run 7 km")),
    (6, 510, 150, ("Long run 26 km", "Long run 22 km", "Long run 30 km")),
)
_LIFE = ("School run", "Parents' evening", "Cinema", "Choir", "Dentist", "Dinner", "Birthday", "Piano")
_RACES = {12: (11,), 26: (12, 25), 52: (17, 34, 51)}  # by weeks: those that end with one
_PLACES = """[[places]]
name = "home"
equipment = ["dumbbell", "band", "kettlebell"]
[[places]]
name = "gym"
equipment = ["barbell", "rack", "bench", "box", "cable", "dumbbell", "kettlebell", "lat_pulldown", "leg_press"]
travel_minutes = 15
open = { weekday = ["07:00-21:30"], weekend = ["09:00-18:00"] }
"""


@dataclass(frozen=True)
class Season:
    """One of the family. Without ``content`` a session is a block of time, of the middle of its lengths."""

    weeks: int
    calendar: str = "busy"
    timed: bool = True
    seed: int = 0
    content: bool = False

    def __str__(self) -> str:
        runs, content = "timed" if self.timed else "untimed", " content" if self.content else ""
        return f"{self.weeks} {self.calendar} {runs} {self.seed}{content}"

    def request(self, folder: Path) -> Request:
        """With its files written."""
        source, config = folder / "season.ics", folder / "stridelift.toml"
        source.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(self._events())}END:VCALENDAR\n", encoding="utf-8")
        config.write_text(f"{self._settings()}{''.join(self._tables())}", encoding="utf-8")
        return Request(calendars([str(source)], ()), config, first=MONDAY, weeks=self.weeks, now=NOW)

    def problem(self) -> tuple[Instance, Sequence[Constraint]]:
        """What is solved, and the rules that are on."""
        with tempfile.TemporaryDirectory() as folder:
            asked = self.request(Path(folder))
            situation = prepare(asked, establish(asked))
        rules = [rule for rule in situation.rules if rule.enabled]
        return (situation.instance if self.content else without_content(situation.instance)), rules

    def _settings(self) -> str:
        choose = "" if self.timed else 'runs.untimed = "choose"\n'
        return f'athlete.timezone = "Europe/Berlin"\nathlete.level = "intermediate"\n{choose}'

    def _tables(self) -> Iterator[str]:
        yield _PLACES if self.content else ""
        for week in _RACES.get(self.weeks, ()):
            yield f"[[races]]\ndate = {_day(week, 6)}\n"

    def _events(self) -> Iterator[str]:
        for week in range(self.weeks):  # each week is drawn by itself, so that a season begins like a longer one
            rng = Random(f"{self.calendar} {self.seed} {week}")  # noqa: S311 - no secret
            race = week in _RACES.get(self.weeks, ())
            for day, start, minutes, titles in _RUNS:
                title = "Half marathon race" if race and day == 6 else rng.choice(titles)
                yield _event(week, day, start + 15 * rng.randint(-2, 2), minutes, title, timed=self.timed)
            for day in range(5):
                yield _event(week, day, 540, 480, "Office")
            for _ in range(CALENDARS[self.calendar]):
                day, minutes = rng.randrange(7), rng.choice((60, 90, 120, 240))
                yield _event(week, day, 15 * rng.randrange(4 * 6, 4 * 20), minutes, rng.choice(_LIFE))


def _day(week: int, day: int) -> date:
    return MONDAY + timedelta(weeks=week, days=day)


def _event(week: int, day: int, start: int, minutes: int, title: str, *, timed: bool = True) -> str:  # noqa: PLR0913
    on = _day(week, day)
    begin = datetime.combine(on, datetime.min.time()) + timedelta(minutes=start)
    zone = "TZID=Europe/Berlin"
    clock = f"DTSTART;{zone}:{begin:%Y%m%dT%H%M00}\nDTEND;{zone}:{begin + timedelta(minutes=minutes):%Y%m%dT%H%M00}"
    when = clock if timed else f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    uid = f"{begin:%Y%m%d%H%M}-{minutes}-{title.replace(' ', '-')}"
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261101T000000Z\n{when}\nSUMMARY:{title}\nEND:VEVENT\n"


def without_content(instance: Instance) -> Instance:
    sessions = [replace(one, minutes=one.lengths[len(one.lengths) // 2], lengths=()) for one in instance.sessions]
    return replace(instance, menu=None, sessions=tuple(sessions))


def family(seeds: range, weeks: Sequence[int] = WEEKS, *, content: bool = False) -> Iterator[Season]:
    for count in weeks:
        for calendar in CALENDARS:
            for timed in (True, False):
                for seed in seeds:
                    yield Season(count, calendar, timed, seed, content)
