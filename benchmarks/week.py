"""How long a week takes: ``python benchmarks/week.py`` prints a table, and exits 1 when an optimum is wrong.

Warm, in one process, one solver worker: read → classify → compose → solve → tie-break → verify and write, again and
again. (a) is a week of 20 events: six timed runs and 14 commitments, with the default hours and place. (b) is the same
week with runs that have no time and ``untimed = "choose"``: their starts are tried every 30 minutes. The bars are
milliseconds for the whole of a week with contents; placing alone had 60 and 450. Times are printed and never asserted,
for they depend on the machine.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from stridelift.calendar.classify import classify
from stridelift.planner import plan
from stridelift.request import Request, calendars, establish
from stridelift.situation import prepare
from stridelift.sources import read_all

T = TypeVar("T")
REPETITIONS = 25
NOW = datetime.fromisoformat("2026-11-28T12:00+01:00")
PHASES = ("read", "classify", "compose", "build + solve", "tie-break", "verify + write")
RUNS = (
    ("30", "0630", "0710", "Recovery run 6 km"),
    ("01", "1800", "1905", "Intervals 6 x 800 m run"),
    ("02", "1800", "1850", "Easy run 8 km"),
    ("03", "0630", "0740", "Tempo run 10 km"),
    ("05", "0900", "0950", "Easy run 8 km"),
    ("06", "0830", "1100", "Long run 26 km"),
)
LIFE = (
    *((day, "0900", "1230", "Office") for day in ("30", "01", "02", "03", "04")),
    *((day, "1315", "1700", "Office") for day in ("30", "01", "02", "03", "04")),
    ("01", "0600", "0745", "School run"),
    ("02", "1930", "2130", "Parents' evening"),
    ("04", "1800", "2200", "Cinema"),
    ("05", "1400", "1800", "Birthday"),
)
CASES = {  # name: (runs have a time, objective, bar in ms)
    "(a) 20 events, timed runs": (True, 809, 300),
    "(b) untimed runs, starts chosen": (False, 1475, 2000),
}


def event(day: str, start: str, end: str, title: str, *, has_time: bool = True) -> str:
    on = f"202611{day}" if day == "30" else f"202612{day}"
    zone = "TZID=Europe/Berlin"
    when = f"DTSTART;{zone}:{on}T{start}00\nDTEND;{zone}:{on}T{end}00" if has_time else f"DTSTART;VALUE=DATE:{on}"
    return f"BEGIN:VEVENT\nUID:{on}{start}\nDTSTAMP:20261101T000000Z\n{when}\nSUMMARY:{title}\nEND:VEVENT\n"


def request(folder: Path, *, timed: bool) -> Request:
    """The request of one case, its files written."""
    events = [event(*run, has_time=timed) for run in RUNS] + [event(*one) for one in LIFE]
    source, config = folder / "week.ics", folder / "stridelift.toml"
    source.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n", encoding="utf-8")
    choose = "" if timed else 'runs.untimed = "choose"\n'
    config.write_text(f'athlete.timezone = "Europe/Berlin"\n{choose}', encoding="utf-8")
    output = folder / "strength.ics"
    return Request(calendars([str(source)], ()), config, week="2026-W49", now=NOW, output=output)


def clocked(call: Callable[[], T]) -> tuple[T, float]:
    """What a call gives, and its milliseconds."""
    began = time.perf_counter()
    result = call()
    return result, 1000 * (time.perf_counter() - began)


def repetition(asked: Request, objective: int) -> tuple[float, list[float]]:
    """Milliseconds of the whole, and of each phase; the phases before solving are taken again, one by one."""
    basis = establish(asked)
    reading, read = clocked(lambda: read_all(asked, basis))
    _, classified = clocked(lambda: classify(reading.events, ()))
    _, prepared = clocked(lambda: prepare(asked, establish(asked)))
    outcome, whole = clocked(lambda: plan(asked))
    result = outcome.result
    found = (result.status, result.objective, result.bound)
    assert found == ("OPTIMAL", objective, objective), found
    assert len(reading.events) == len(RUNS) + len(LIFE)
    solved, tied = 1000 * result.seconds, 1000 * result.tie_break_seconds
    rest = whole - prepared - solved - tied
    return whole, [read, classified, prepared - read - classified, solved, tied, rest]


def measured(name: str, *, timed: bool, objective: int, bar: int) -> str:
    """A row of the table: median and quartiles of the whole, and the share of each phase."""
    with tempfile.TemporaryDirectory() as folder:
        asked = request(Path(folder), timed=timed)
        repetition(asked, objective)
        runs = [repetition(asked, objective) for _ in range(REPETITIONS)]
    low, median, high = statistics.quantiles([whole for whole, _ in runs], n=4)
    phases = [statistics.median(column) for column in zip(*(phases for _, phases in runs), strict=True)]
    shares = " | ".join(f"{phase:.1f} ({phase / median:.0%})" for phase in phases)
    return f"| {name} | {objective} | {median:.0f} ({low:.0f}–{high:.0f}) | ≤ {bar} | {shares} |"


def main() -> int:
    print(f"| ms, median of {REPETITIONS} (quartiles) | optimum | whole | bar | {' | '.join(PHASES)} |")
    print("|---" * (4 + len(PHASES)) + "|")
    for name, (timed, objective, bar) in CASES.items():
        try:
            print(measured(name, timed=timed, objective=objective, bar=bar))
        except AssertionError as error:
            print(f"{name}: wrong: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
