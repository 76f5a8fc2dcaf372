"""Titles that say one thing and mean another: races that are none, long runs without the word, two runs in one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from stridelift.calendar.classify import classify, read_title
from stridelift.calendar.event import Event, Role

# title, its kind ("strength", "rest", "note" and "mobility" too), both joined by + where it is two things
TRAPS = [
    # "Race" that is no race.
    ("Race Pace Practice K's", "intervals"),
    ("🏃 Race Pace Practice K's • 7.5km", "intervals"),
    ("🟠 Race pace segments — 8 km", "intervals"),
    ("🏃 Pre-Race Shakeout", "recovery"),
    ("🏃 Long Run - Race Simulation", "long"),
    ("Wk20 Thu - 2 miles easy + 4 strides (race week - li", "easy"),
    ("🎽 Race kit check + early bed", "note"),
    ("✈ Register for Oslo Half Marathon", "note"),
    ("Wed · SEVILLA MARATHON week", "note"),
    ("Half marathon · Test 2 · 21.1 km", "long"),
    ("Race practice · 10 km", "tempo"),
    # A run that is not to be, beside one that is.
    ("No long run today, 30 min jog", "easy"),
    ("Kein langer Lauf, 40 min locker", "easy"),
    ("No intervals, easy 8 km instead", "easy"),
    # A race that does not say so.
    ("Triathlon Hamburg Olympisch", "race"),
    ("Run: Laufen TCB Duathlon", "race"),
    ("🏁 Two rivers", "race"),
    ("🏁 Porsgrunn parkrun 5K — benchmark", "race"),
    ("Goal marathon", "race"),
    ("🏅 MARATHON — 25 Oct 2026", "race"),
    # One title, easy or steady or a race.
    ("W01: Saturday morning parkrun — 5 km easy", "easy"),
    ("Tuesday 5k · easy · 5 km", "easy"),
    ("✓ Tuesday 5k race · 5 km", "race"),
    ("Tuesday 5k · last sharp one · 5 km", "race"),
    # Long without the word, and "easy" on a long run.
    ("12 mi", "long"),
    ("20 miles", "long"),
    ("Run 18 miles", "long"),
    ("Laafen - 14km", "long"),
    ("12-14 mile Aerobic Run 14 mi", "long"),
    ("W01: Long run — 6 km easy", "long"),
    ("9 mi", "long"),  # 14.5 km
    ("8 mi", "easy"),
    # Strides are no intervals; named workouts.
    ("🟢 Easy run — 8 km + strides", "easy"),
    ("General aerobic + strides 7 mi w/ 6x100 m strides", "easy"),
    ("Rolling 400s", "tempo"),
    ("Over and Unders 1km", "tempo"),
    ("Loading Up", "strength"),
    ("Base", "easy"),
    ("Sprint", "intervals"),
    ("9k - Road Hammer Practice", "intervals"),
    # Prefixes, and titles that were cut.
    ("W9 Wed · Easy 40 min + CrossFit (scaled)", "easy+strength"),
    ("Wk8 Thu - 3 miles easy + 4 strides (cutback week)", "easy"),
    ("Wk7 Thu - 4 miles: 1 mi easy warm-up, 2 mi comfort", "tempo"),
    ("W03: 25 min easy + 4 × 20 sec strides", "easy"),
    ("✓ Morning intervals · threshold · 9.5 km", "intervals"),
    ("W12 Sun Long Run - 19km Block Long Run (19km)", "long"),
    ("W9 Fri · Easy 40–50 min + Gym A", "easy+strength"),
    ("Sat · Long run OR hill (every 3rd wk)", "long"),
    # Optional, and two runs in one.
    ("Strength or Rest", "strength"),
    ("Easy run: 1 mi-4 mi OR Day off", "easy"),
    ("Off Day or Cross Training or Strength Training", "rest"),
    ("Recovery 6 mi a.m. 4 mi p.m.", "recovery"),
    ("Medium-long run 14 mi a.m. Recovery 4 mi p.m.", "long"),
]


@pytest.mark.parametrize(("title", "expected"), TRAPS)
def test_traps(title: str, expected: str) -> None:
    verdict = read_title(title)
    assert verdict is not None
    said = (verdict.kind, "strength" if verdict.strength else None, verdict.other)
    assert "+".join(str(one) for one in said if one) == expected


@pytest.mark.parametrize("title", ["No long run this weekend", "Skip long run", "Kein langer Lauf"])
def test_a_run_that_is_not_to_be(title: str) -> None:
    assert read_title(title) is None


@pytest.mark.parametrize(
    ("title", "minutes", "km"),
    [
        ("3 m run", None, 4.83),  # miles
        ("400m", None, 0.4),  # metres
        ("1km Repeats • 9km", None, 9.0),
        ("Recovery 6 mi a.m. 4 mi p.m.", None, 9.66),
        ("Easy run\\, 5 km", None, 5.0),  # a comma that was escaped twice
        ("Long run Z2 (75 min → 2:30)", 150, None),  # it grows over the weeks: the longest
    ],
)
def test_what_a_number_is(title: str, minutes: int | None, km: float | None) -> None:
    verdict = read_title(title)
    assert verdict is not None
    assert (verdict.minutes, verdict.distance_km) == (minutes, km)


@pytest.mark.parametrize(
    ("longest", "kinds"),
    [
        ("8 mi", ["easy", "easy", "easy", "long"]),  # far more than the others of its week
        ("6 mi", ["easy", "easy", "easy", "easy"]),
        ("Long run 6 mi", ["easy", "easy", "easy", "long"]),
    ],
)
def test_long_by_comparison(longest: str, kinds: list[str]) -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    events = [
        Event(title, title, start, start, date(2026, 11, 23) + timedelta(days=at), all_day=True, role=Role.TRAINING)
        for at, title in enumerate(("3 mi run", "5 mi run", "4 mi run", longest))
    ]
    assert [str(verdict.kind) for verdict in classify(events, ())] == kinds
