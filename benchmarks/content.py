"""How long a week takes with what is lifted: ``python benchmarks/content.py`` prints a table.

Twenty athletes, as different as the config lets them be, and one with four weeks. Warm, in one process, one solver
worker: read → compose → build + solve → tie-break, median of five. Exits 1 where the check (the rules, no solver)
finds another price. What is not proven within twenty seconds is named. Times depend on the machine: they are printed
beside their bars and never asserted.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from stridelift.domain import counted
from stridelift.request import Request, calendars, establish
from stridelift.situation import prepare
from stridelift.solve import build, solve, violations

REPETITIONS = 5
LIMIT = 20  # seconds: after that a plan counts as not proven
MEDIAN, WORST = 300, 2000  # ms, of the weeks
HEADS = (
    "athlete",
    "plan",
    "optimum",
    "status",
    "candidates",
    "choices",
    "ms",
    "prepare",
    "build + solve",
    "tie-break",
)
MONDAY = date(2026, 11, 30)
NOW = datetime.fromisoformat("2026-11-29T12:00+01:00")
Event = tuple[int, str, str, str]  # days after Monday, start, end, title

RUNS: tuple[Event, ...] = (
    (0, "0630", "0710", "Recovery run 6 km"),
    (1, "1800", "1905", "Intervals 6 x 800 m run"),
    (2, "1800", "1850", "Easy run 8 km"),
    (3, "0630", "0740", "Tempo run 10 km"),
    (5, "0900", "0950", "Easy run 8 km"),
    (6, "0830", "1100", "Long run 26 km"),
)
THREE: tuple[Event, ...] = (RUNS[1], RUNS[3], RUNS[5])
TRIATHLETE: tuple[Event, ...] = (*RUNS, (0, "1900", "2000", "Swim"), (4, "1800", "1930", "Bike ride"))
WORK: tuple[Event, ...] = tuple((day, "0900", "1700", "Office") for day in range(5))
CROWDED: tuple[Event, ...] = (
    *WORK,
    (0, "1730", "1830", "Piano"),
    (1, "0600", "0745", "School run"),
    (2, "1930", "2130", "Parents' evening"),
    (4, "1800", "2200", "Cinema"),
    (5, "1100", "1800", "Birthday"),
    (6, "1200", "1700", "Family"),
)

HOME = '[[places]]\nname = "home"\nequipment = ["dumbbell", "band", "kettlebell"]\n'
GYM = """[[places]]
name = "gym"
equipment = [
  "barbell", "rack", "bench", "box", "cable", "dumbbell", "kettlebell", "lat_pulldown", "leg_curl", "leg_press",
  "seated_calf_machine", "smith_machine", "trap_bar",
]
travel_minutes = 15
open = { weekday = ["07:00-21:30"], weekend = ["09:00-18:00"] }
"""
HOTEL = '[[places]]\nname = "hotel"\n'
PARK = '[[places]]\nname = "park"\nequipment = ["open_space", "box", "pullup_bar", "low_bar"]\n'
TRIP = """[[days]]
date = 2026-12-01
places = ["hotel"]
[[days]]
date = 2026-12-02
places = ["hotel"]
"""
BOTH = HOME + GYM
OFFICE = HOME.replace("home", "office")
CLEARED = 'preset = "injury_return"\nathlete.clinician_clearance = true\n'
RACE = "[[races]]\ndate = 2026-12-13\n"
CHOOSE = 'runs.untimed = "choose"\n'
PLYO = "sessions.plyo_low.per_week = [1, 1]\nsessions.plyo_high.per_week = [1, 1]\n"
TWICE = "".join(f"sessions.{one}.per_week = [2, 2]\n" for one in ("moderate", "core", "upper"))
EVERY_CLASS = f"{PLYO}sessions.upper.per_week = [1, 1]\n"


@dataclass(frozen=True)
class Case:
    """An athlete: settings in TOML, places and what else stands in tables, the week's runs and commitments."""

    name: str
    level: str = "intermediate"
    phase: str = "S"
    settings: str = ""
    tables: str = ""
    runs: Sequence[Event] = RUNS
    life: Sequence[Event] = WORK
    weeks: int = 1

    @property
    def config(self) -> str:
        athlete = (
            f'athlete.timezone = "Europe/Berlin"\nathlete.level = "{self.level}"\nathlete.phase = "{self.phase}"\n'
        )
        return f"{self.settings}{athlete}{self.tables}"

    def request(self, folder: Path) -> Request:
        """With its files written."""
        source, config = folder / "week.ics", folder / "stridelift.toml"
        events = [
            *(_event(week, one, timed=CHOOSE not in self.settings) for week in range(self.weeks) for one in self.runs),
            *(_event(week, one) for week in range(self.weeks) for one in self.life),
        ]
        source.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n", encoding="utf-8")
        config.write_text(self.config, encoding="utf-8")
        return Request(calendars([str(source)], ()), config, first=MONDAY, weeks=self.weeks, now=NOW)


def _event(week: int, what: Event, *, timed: bool = True) -> str:
    days, start, end, title = what
    on = f"{MONDAY + timedelta(weeks=week, days=days):%Y%m%d}"
    zone = "TZID=Europe/Berlin"
    when = f"DTSTART;{zone}:{on}T{start}00\nDTEND;{zone}:{on}T{end}00" if timed else f"DTSTART;VALUE=DATE:{on}"
    return f"BEGIN:VEVENT\nUID:{on}{start}\nDTSTAMP:20261101T000000Z\n{when}\nSUMMARY:{title}\nEND:VEVENT\n"


CASES = (
    Case("everything everywhere"),
    Case("the same, runs untimed", settings=CHOOSE),
    Case("novice, foundation, home", "novice", "F", tables=HOME),
    Case("novice, load, home and gym", "novice", "L", "athlete.accustomed = true\n", BOTH),
    Case("novice_lifter, gym", "novice", "F", 'preset = "novice_lifter"\n', GYM),
    Case("home and gym", tables=BOTH),
    Case("home and gym, runs untimed", settings=CHOOSE, tables=BOTH),
    Case("hotel on two days", tables=BOTH + HOTEL + TRIP),
    Case("no_equipment", settings='preset = "no_equipment"\n', tables=HOTEL),
    Case("low_time, crowded", settings='preset = "low_time"\n', tables=HOME, life=CROWDED),
    Case("marathon, two heavy", settings='preset = "marathon"\nsessions.heavy.per_week = [2, 2]\n', tables=GYM),
    Case("advanced, power, jumps", "advanced", "P", PLYO, BOTH + PARK, THREE),
    Case("advanced, every class, untimed", "advanced", "S", CHOOSE + EVERY_CLASS, BOTH + PARK, THREE),
    Case("race_5k_10k, race in two weeks", "advanced", "T", 'preset = "race_5k_10k"\n', GYM + RACE),
    Case("masters_50_plus, maintenance", phase="M", settings='preset = "masters_50_plus"\n', tables=BOTH),
    Case("injury_return, load", phase="L", settings=CLEARED, tables=BOTH),
    Case("ultra_trail, crowded, untimed", "advanced", "L", f'preset = "ultra_trail"\n{CHOOSE}', BOTH, life=CROWDED),
    Case("two moderate, two core, two upper", settings=TWICE, tables=BOTH),
    Case("triathlete, five places", "advanced", tables=BOTH + HOTEL + PARK + OFFICE, runs=TRIATHLETE),
    Case("body weight or gym, crowded", "advanced", "P", tables=HOTEL + GYM, life=CROWDED),
    Case("four weeks, home and gym", tables=BOTH, weeks=4),
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One row: its cells, the milliseconds of the whole, and whether the plan is proven optimal."""

    cells: tuple[str, ...]
    ms: float
    proven: bool


def measured(case: Case) -> Measured:
    """AssertionError where the plan is not proven in time, or costs what the rules alone do not find."""
    with tempfile.TemporaryDirectory() as folder:
        asked = case.request(Path(folder))
        situation = prepare(asked, establish(asked))
        first = solve(situation.instance, situation.rules, time_limit=LIMIT)
        repetitions = REPETITIONS if first.status == "OPTIMAL" else 0
        times = [repetition(asked) for _ in range(repetitions)]
    parts = build(situation.instance, situation.rules).parts()
    limit = 1000 * first.seconds
    medians = [statistics.median(column) for column in zip(*times, strict=True)] or [limit, 0, limit, 0]
    assert first.plan, first
    sessions = counted(len(first.plan.sessions), "sessions")
    optimum = first.objective if first.objective == first.bound else f"{first.bound} to {first.objective}"
    counts = (
        sessions,
        str(optimum),
        str(first.status),
        str(first.candidates),
        str(sum(len(one.choices) for one in parts)),
    )
    found = list(violations(situation.instance, situation.rules, first.plan))
    assert not [one for one in found if one.hard], found
    assert sum(one.penalty for one in found) == first.objective, found
    return Measured(
        (case.name, *counts, *(f"{one:.0f}" for one in medians)), medians[0], first.objective == first.bound
    )


def repetition(asked: Request) -> tuple[float, float, float, float]:
    """Milliseconds of the whole, of what comes before solving, of build and solve, of the tie-break."""
    began = time.perf_counter()
    situation = prepare(asked, establish(asked))
    prepared = time.perf_counter() - began
    result = solve(situation.instance, situation.rules)
    whole = time.perf_counter() - began
    return 1000 * whole, 1000 * prepared, 1000 * result.seconds, 1000 * result.tie_break_seconds


def main() -> int:
    print(f"| {' | '.join(HEADS)} |\n{'|---' * len(HEADS)}|")
    weeks, unproven = [], []
    for case in CASES:
        row = measured(case)
        print(f"| {' | '.join(row.cells)} |", flush=True)
        weeks += [row.ms] if case.weeks == 1 else []
        unproven += [] if row.proven else [case.name]
    middle, worst = statistics.median(weeks), max(weeks)
    print(f"\nOf {len(weeks)} weeks: median {middle:.0f} ms (bar {MEDIAN}), worst {worst:.0f} ms (bar {WORST})")
    print(f"Not proven in {LIMIT} s: {', '.join(unproven) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
