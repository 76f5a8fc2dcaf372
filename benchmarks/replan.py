"""How long a re-plan takes: ``python benchmarks/replan.py`` prints a table, and exits 1 when an optimum is wrong.

A week is published, then one run moves to another day or hour: processor time of the solve with its tie-break, warm,
the best of some repetitions of each of seven such moves. Once with sessions of fixed length, which is placing alone,
and once with contents and all that reads, explains and writes the calendar. Times are printed and never asserted, for
they depend on the machine.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from stridelift.calendar.published import load_published
from stridelift.domain import Candidate, Instance, Session
from stridelift.planner import plan
from stridelift.request import Request, calendars, establish
from stridelift.situation import Situation, prepare
from stridelift.solve import solve
from week import LIFE, RUNS, event

REPETITIONS = 5
NOW = datetime.fromisoformat("2026-11-28T12:00+01:00")
MOVES = (  # which run goes where
    (1, "02", "1800", "1905"),
    (1, "01", "0600", "0705"),
    (3, "04", "0630", "0740"),
    (3, "03", "1730", "1840"),
    (5, "05", "0900", "1130"),
    (5, "06", "1500", "1730"),
    (0, "01", "0600", "0640"),
)
OPTIMA = {"placing alone": 23550, "with contents": 30539}
BARS = {"placing alone": "≤ 50", "with contents": "–"}
RunRow = tuple[str, str, str, str]


def written(folder: Path, runs: Iterable[RunRow]) -> Request:
    """The request of a week with these runs."""
    source, config = folder / "week.ics", folder / "stridelift.toml"
    events = [*(event(*run) for run in runs), *(event(*one) for one in LIFE)]
    source.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n", encoding="utf-8")
    config.write_text('athlete.timezone = "Europe/Berlin"\n', encoding="utf-8")
    return Request(calendars([str(source)], ()), config, week="2026-W49", now=NOW)


def moved(index: int, day: str, start: str, end: str) -> list[RunRow]:
    return [(day, start, end, row[3]) if at == index else row for at, row in enumerate(RUNS)]


def bare(instance: Instance) -> Instance:
    """With sessions of the longest length, and nothing to choose for them."""
    sessions = [replace(one, lengths=()) for one in instance.sessions]
    return replace(instance, sessions=tuple(sessions), menu=None, blocks={})


def placed_alone(situations: list[Situation], first: Situation) -> tuple[int, list[float]]:
    """The sum of the optima, and the milliseconds of each re-plan."""
    before = solve(bare(first.instance), first.rules).plan
    assert before is not None
    published = tuple(named(one) for one in before.sessions)
    price, times = 0, []
    for situation in situations:
        instance = replace(bare(situation.instance), published=published)
        began = time.process_time()
        result = solve(instance, situation.rules)
        times.append(1000 * (time.process_time() - began))
        assert result.status == "OPTIMAL"
        price += result.objective or 0
    return price, times


def named(one: Candidate) -> Candidate:
    assert isinstance(one.activity, Session)
    return replace(one, activity=replace(one.activity, uid=f"{one.start}"))


def whole(requests: list[Request]) -> tuple[int, list[float]]:
    """The same of the whole way from the calendar to the calendar."""
    price, times = 0, []
    for asked in requests:
        began = time.process_time()
        result = plan(asked).result
        times.append(1000 * (time.process_time() - began))
        assert result.status == "OPTIMAL"
        price += result.objective or 0
    return price, times


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / str(at) for at in range(len(MOVES) + 1)]
        for folder in folders:
            folder.mkdir()
        first = written(folders[0], RUNS)
        data = plan(first).data
        assert data is not None
        asked = [
            written(folder, moved(*move)).but(published=load_published(data))
            for folder, move in zip(folders[1:], MOVES, strict=True)
        ]
        situations, alone = [prepare(one, establish(one)) for one in asked], prepare(first, establish(first))
        print(f"| processor ms, best of {REPETITIONS} | optima | median of {len(MOVES)} moves | slowest | bar |")
        print("|---|---|---|---|---|")
        found = {
            "placing alone": [placed_alone(situations, alone) for _ in range(REPETITIONS + 1)][1:],
            "with contents": [whole(asked) for _ in range(REPETITIONS + 1)][1:],
        }
    wrong = False
    for case, some in found.items():
        times = [min(one) for one in zip(*(these for _, these in some), strict=True)]
        optimum = some[0][0]
        wrong = wrong or optimum != OPTIMA[case]
        print(f"| {case} | {optimum} | {statistics.median(times):.0f} | {max(times):.0f} | {BARS[case]} |")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
