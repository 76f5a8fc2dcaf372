"""What makes a plan be solved again, and what does not."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime

import pytest

from command import ONLY_CORE, House, stridelift
from ics import USUAL, all_day, calendar, timed, week
from stridelift.fingerprint import fingerprint
from stridelift.request import Request, calendars, establish
from stridelift.situation import prepare

RUNS = week("2026-11-30", USUAL)
UNTIMED = calendar(all_day("2026-12-01", "Easy run 8 km"), all_day("2026-12-03", "Tempo run 10 km"))
LIFE = timed("2026-12-01 10:00", "10:30", "Dentist")


def mark(house: House, runs: str = RUNS, life: str = "", now: str = "2026-11-30T08:00+01:00") -> str:
    sources = [str(house.write("runs.ics", runs)), str(house.write("life.ics", calendar(life)))]
    published = house.folder / "strength.ics"
    request = Request(
        calendars=calendars(sources[:1], sources[1:]),
        now=datetime.fromisoformat(now),
        previous=published if published.exists() else None,
    )
    return fingerprint(prepare(request, establish(request)))


@pytest.mark.parametrize(
    ("runs", "life", "now"),
    [
        (RUNS.replace("DTSTAMP:2026", "DTSTAMP:2027"), "", "2026-11-30T08:00+01:00"),
        (RUNS.replace("\r\n", "\n"), "", "2026-11-30T08:00+01:00"),
        (RUNS.replace("SUMMARY", "X-NOISE:1\r\nSUMMARY"), "", "2026-11-30T08:00+01:00"),
        (RUNS, all_day("2026-12-01", "Anna's birthday"), "2026-11-30T08:00+01:00"),
        (RUNS, timed("2027-03-01 10:00", "11:00", "Far away"), "2026-11-30T08:00+01:00"),
        (RUNS, "", "2026-11-30T20:00+01:00"),
        (RUNS, "", "2026-11-30T19:00+00:00"),
    ],
)
def test_noise(house: House, runs: str, life: str, now: str) -> None:
    assert mark(house) == mark(house, runs, life, now)


@pytest.mark.parametrize(
    ("runs", "life", "now", "config"),
    [
        (RUNS.replace("T180000", "T181500"), "", "2026-11-30T08:00+01:00", ""),
        (RUNS.replace("Tempo", "Easy"), "", "2026-11-30T08:00+01:00", ""),
        (RUNS, LIFE, "2026-11-30T08:00+01:00", ""),
        (RUNS, "", "2026-12-01T08:00+01:00", ""),
        (RUNS, "", "2026-11-30T08:00+01:00", "constraints.recovery_gap.heavy_to_long = 30"),
        (RUNS, "", "2026-11-30T08:00+01:00", "[[days]]\ndate = 2026-12-02\noff = true"),
    ],
)
def test_what_matters(house: House, runs: str, life: str, now: str, config: str) -> None:
    before = mark(house)
    house.config(config)
    assert mark(house, runs, life, now) != before


@pytest.mark.parametrize("runs", [RUNS, UNTIMED], ids=["timed", "chosen"])
def test_the_plan_itself_and_the_time_that_passes_change_nothing(house: House, runs: str) -> None:
    house.config(f'{ONLY_CORE}runs.untimed = "choose"\navailability.monday = ["00:00-24:00"]')
    before = mark(house, runs)
    done = stridelift("solve", "runs.ics", "-o", "strength.ics", now="2026-11-30T08:00+01:00")
    assert done.code == 0
    for hour in ("08", "12", "23"):
        assert mark(house, runs, now=f"2026-11-30T{hour}:00+01:00") == before


def test_it_is_the_same_in_every_process(house: House) -> None:
    house.write("runs.ics", RUNS)
    script = """
from datetime import datetime
from stridelift.fingerprint import fingerprint
from stridelift.request import Request, calendars, establish
from stridelift.situation import prepare
request = Request(calendars=calendars(["runs.ics"], []), now=datetime.fromisoformat("2026-11-30T08:00+01:00"))
print(fingerprint(prepare(request, establish(request))))
"""
    marks = {
        subprocess.check_output(
            [sys.executable, "-c", script], cwd=house.folder, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2")
    }
    assert len(marks) == 1
