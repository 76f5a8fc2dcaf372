"""The text that people read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from command import House, stridelift
from ics import USUAL, all_day, calendar, timed, week
from stridelift.report.clean import clean, title


@pytest.fixture
def text(house: House) -> str:
    more = (
        all_day("2026-12-02", "Easy run 5 km"),
        timed("2026-12-03 18:00", "19:00", "Strength: heavy legs"),
        all_day("2026-12-04", "Rest day"),
    )
    house.write("runs.ics", week("2026-11-30", USUAL).replace("END:VCALENDAR\r\n", "".join(more) + "END:VCALENDAR\r\n"))
    return stridelift("solve", "runs.ics", "--week", "2026-W49").out


@pytest.mark.parametrize(
    "part",
    [
        "Mon 30 Nov – Sun 06 Dec 2026 (2026-W49): proven optimal, price 1,723",
        "18:00  ★  intervals: Intervals 6 x 800 m run",
        "easy: Easy run 5 km",
        "30 min (usual start)",
        "heavy: Strength: heavy legs",
        "60 min (already there)",
        "▲  core: Core",
        "  Why here: ",
        "Price: weekly_volume 920, freshness 600, exercise_choice 203",
        "Assumed:\n",
        "  level intermediate\n",
        "Left aside:\n  Rest day: title: 'Rest day'\n",
        "Fri 04 Dec            –",
    ],
)
def test_what_is_told(text: str, part: str) -> None:
    assert part in text


def test_lines_fit_a_terminal(text: str) -> None:
    assert max(map(len, text.splitlines())) <= 110


def test_a_missing_session_is_told(house: House) -> None:
    house.write("runs.ics", week("2026-11-30", [(n, "18:00", "19:00", "Intervals 6 x 800 m") for n in range(7)]))
    out = stridelift("solve", "runs.ics", "--week", "2026-W49").out
    assert "missing in 2026-W49: 1 × heavy" in out


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Easy run", "Easy run"),
        ("a\tb\nc\x1b[31m", "a b c [31m"),
        ("a\u202eb\u2066c\u200d", "abc"),
        ("a\u2028b\u2029c\x85d\x9b", "a b c d "),
        ("Läufe · 走る 🏃", "Läufe · 走る 🏃"),
    ],
)
def test_clean(given: str, shown: str) -> None:
    assert clean(given) == shown


def test_nothing_is_endless() -> None:
    assert len(clean("x" * 10_000)) == 400
    assert title("x" * 10_000) == "x" * 59 + "…"


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        ([60, 60, 60, 60, 90], (90, 1.5)),
        ([40, 60, 60, 80, 60], (60, 1.0)),
        ([0, 60, 60, 60, 60], (60, None)),
        ([60, 60, 60, 60, 0], (0, 0.0)),
    ],
)
def test_run_load_is_reported(house: House, weeks: list[int], expected: tuple[int, float | None]) -> None:
    first = date(2026, 11, 2)
    runs = [
        timed(f"{first + timedelta(weeks=at)} 07:00", f"{7 + minutes // 60:02}:{minutes % 60:02}", "Easy run")
        for at, minutes in enumerate(weeks)
        if minutes
    ]
    (load,) = house.solve(calendar(*runs))["load"]
    assert (load["week"], load["minutes"], load["ratio"]) == ("2026-W49", *expected)
    assert load["monotony"] == (0.4 if expected[0] else None)  # one run on seven days
    house.write("runs.ics", calendar(*runs))
    line = f"2026-W49: {expected[0]} min, {expected[1] or 0:.2f} of the four weeks before, monotony 0.4"
    out = stridelift("solve", "runs.ics", "--week", "2026-W49").out
    assert (line in out) == bool(expected[0] and expected[1])
