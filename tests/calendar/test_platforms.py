"""Each quirk family alone: what it reads, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from stridelift.calendar.classify import classify, read_title
from stridelift.calendar.event import Event, Other, Role, Verdict
from stridelift.calendar.mojibake import mended
from stridelift.calendar.platforms.final_surge import shorthand
from stridelift.domain import RunKind, SessionClass

EASY, RECOVERY, LONG, TEMPO, INTERVALS, HILLS, RACE, CROSS = RunKind
START = datetime(2026, 11, 24, 7, tzinfo=UTC)
DDAY = "-//ddaysoftware.com//NONSGML DDay.iCal 1.0//EN"


def event(summary: str, **given: Any) -> Event:  # noqa: ANN401 - any field of Event
    fields: dict[str, Any] = {"uid": "a", "all_day": True, "role": Role.TRAINING} | given
    return Event(summary=summary, start=START, end=START, day=date(2026, 11, 24), **fields)


def one(summary: str, **given: Any) -> Verdict:  # noqa: ANN401 - likewise
    return classify([event(summary, **given)], ())[0]


def title(text: str) -> Verdict:
    verdict = read_title(text)
    assert verdict is not None
    return verdict


def size(verdict: Verdict) -> tuple[int | None, float | None]:
    return verdict.minutes, verdict.distance_km


# Runna.


@pytest.mark.parametrize(
    ("summary", "description", "expected"),
    [
        ("🏃 1km Repeats • 9km", "", (None, 9.0)),  # what stands before the bullet is the repetition
        ("🏃 10km Build 3km • 6km", "", (None, 6.0)),
        ("🏃 Easy Run • 6mi • 50m - 55m", "", (52, 9.66)),
        ("🏋️ Loading Up • 55m - 65m", "", (60, None)),
        ("💪 Strength • 5m - 10m", "", (8, None)),  # minutes, not miles
        ("Long Run • 1h 10m", "", (70, None)),
        ("Long Run • 50m - 1h 10m", "", (60, None)),
        ("🏃 Easy Run • 6km", "Corsa • 7km • 40m - 45m", (42, 7.0)),  # the first line before the title
        ("🏃 Rolling 400s", "", (None, None)),
    ],
)
def test_runna_sizes(summary: str, description: str, expected: tuple[int | None, float | None]) -> None:
    assert size(one(summary, description=description, made_by="-//Runna//EN Runna")) == expected


def test_elsewhere_a_bullet_says_no_more_than_a_dot() -> None:
    assert size(one("10km Build 3km • 6km")) == (None, 10.0)


@pytest.mark.parametrize(
    ("uid", "kind", "reason"),
    [
        ("UPCOMING_PLAN_WORKOUT-a_plan_week_3_TEMPO_2", TEMPO, "UID type TEMPO"),
        ("COMPLETED_PLAN_WORKOUT-a_plan_week_3_TEMPO_2", TEMPO, "UID type TEMPO, done"),
        ("UPCOMING_PLAN_WORKOUT-a_plan_week_3_RACE_0", RACE, "UID type RACE"),
        ("UPCOMING_PLAN_WORKOUT-a_plan_week_3_LONG_RUN_0/20261124T000000Z", LONG, "UID type LONG_RUN"),
        ("COMPLETED_ACTIVITY-a", None, "not recognised"),  # that could be anything
        ("COMPLETED_NON_PLAN_WORKOUT-a", None, "not recognised"),
    ],
)
def test_runna_types(uid: str, kind: RunKind | None, reason: str) -> None:
    verdict = one("Zucchine", uid=uid)
    assert (verdict.kind, verdict.reason) == (kind, reason)


def test_a_runna_weight_is_strength_whatever_its_name() -> None:
    assert one("🏋️ Prendi il ritmo", made_by="-//Runna//EN").strength is SessionClass.MODERATE
    assert one("🏋️ Prendi il ritmo", uid="UPCOMING_PLAN_WORKOUT-a").reason == "Runna 🏋"


# TrainingPeaks.


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Workout type: Run\nPlanned Time: 0:40", (40, None)),
        ("Planned Time: 1:05\nActual Time: 1:10", (65, None)),
        ("Actual Time: 1:10", (70, None)),
        ("Planned Time: 12:30", (750, None)),  # hours and minutes even so
        ("Distance Planned: 2500 m\nActual Distance: 2.6 km", (None, 2.5)),
        ("Actual Distance: 7.87 km", (None, 7.87)),
        ("meet at the pool, time: soon", (None, None)),
    ],
)
def test_trainingpeaks_sizes(description: str, expected: tuple[int | None, float | None]) -> None:
    assert size(one("Run: Easy", description=description)) == expected


@pytest.mark.parametrize(
    ("summary", "given", "kind"),
    [
        ("Harbour Challenge", {}, RACE),
        ("Triathlon Hamburg Olympisch", {}, RACE),
        ("Harbour Challenge", {"description": "meet at ten"}, None),  # a race has no description
        ("Harbour Challenge", {"all_day": False}, None),
        ("Harbour Challenge", {"made_by": "-//Example//EN"}, None),
        ("Harbour Challenge", {"role": Role.AUTO}, None),  # alone among life, and DDay is a library of many
        ("Other: Harbour Challenge", {}, None),  # it has a sport
        ("Dentist", {}, None),
        ("Vacation", {}, None),
        ("Rest day", {}, None),
        ("Long run", {}, LONG),
    ],
)
def test_a_trainingpeaks_event_without_a_sport_is_a_race(
    summary: str, given: dict[str, Any], kind: RunKind | None
) -> None:
    assert one(summary, **{"made_by": DDAY} | given).kind == kind


@pytest.mark.parametrize(
    ("summary", "kind", "strength"),
    [
        ("Walk: 30 min", CROSS, None),
        ("X-Train: row", CROSS, None),
        ("Strength: whatever", None, SessionClass.MODERATE),
        ("Run: whatever", EASY, None),
        ("Swim: 8 x 50", CROSS, None),
    ],
)
def test_sports_before_the_title(summary: str, kind: RunKind | None, strength: SessionClass | None) -> None:
    verdict = one(summary)
    assert (verdict.kind, verdict.strength) == (kind, strength)


# Athletica.


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Duration: 1:30:00\nDistance: 1.77 mi", (90, 2.85)),
        ("Duration: 45:00", (45, None)),
        ("Duration: 9:59", (599, None)),  # below ten it was hours
        ("Duration: 10:00", (10, None)),
        ("Duration: 0:45:30", (45, None)),
        ("Dauer: 50 min", (50, None)),
    ],
)
def test_athletica_sizes(description: str, expected: tuple[int | None, float | None]) -> None:
    assert size(one("Run - Aerobic Development", description=description)) == expected


# Garmin and TrainerRoad.


@pytest.mark.parametrize(
    ("summary", "kind"),
    [
        ("Base", EASY),
        ("Sprint", INTERVALS),
        ("Long Run", LONG),
        ("Recovery", RECOVERY),
        ("Threshold", TEMPO),
        ("VO2 Max", INTERVALS),
        ("Anaerobic", INTERVALS),
        ("Tempo", TEMPO),
        ("Hill Repeats", HILLS),
        ("Base camp", None),  # a type word is the whole title
        ("Basecamp", None),
    ],
)
def test_garmin_words_are_enough_in_a_garmin_feed(summary: str, kind: RunKind | None) -> None:
    life = [event(f"Meeting {n}", role=Role.AUTO, all_day=False, source="x") for n in range(9)]
    word = event(summary, role=Role.AUTO, all_day=False, source="https://connect.garmin.com/a?b", made_by="")
    assert classify([word, *life], ())[0].kind == kind


@pytest.mark.parametrize("summary", ["Base", "Sprint", "Recovery", "Anaerobic", "Tempo"])
def test_garmin_words_among_meetings_are_meetings(summary: str) -> None:
    life = [event(f"Meeting {n}", role=Role.AUTO, all_day=False) for n in range(9)]
    assert classify([event(summary, role=Role.AUTO, all_day=False), *life], ())[0].kind is None


@pytest.mark.parametrize(
    ("summary", "description", "kind"),
    [
        ("VO2max - Spencer", "", CROSS),
        ("Endurance - Pettit", "", CROSS),
        ("Baxter -1", "TSS: 40\nIF: 0.6", CROSS),
        ("Easy Run - Recovery", "TSS: 40", RECOVERY),
        ("Dentist", "", None),
    ],
)
def test_trainerroad_rides_unless_it_runs(summary: str, description: str, kind: RunKind | None) -> None:
    assert one(summary, description=description, made_by="-//TrainerRoad//Calendar//EN").kind == kind


# Final Surge.


@pytest.mark.parametrize(
    ("text", "kind", "minutes", "km"),
    [
        ("60-65 min E + 3x20 sec strides", EASY, 64, None),
        ("60-65 min E + 3x20 sec strides @ 5k effort on 40 sec easy jog recovery", EASY, 66, None),
        ("20 min warm up 22:30-25 min @ tempo 20 min warm down", TEMPO, 64, None),
        ("20 min warm up 5x5 min @ tempo on 1 min easy jog recovery 20 min warm down", TEMPO, 70, None),
        ("30 min E 30 min M 30 min E", TEMPO, 90, None),
        ("2 mi E + 4 x 1 mi T + 2 mi E", TEMPO, None, 12.87),
        ("20 min E + 6x3 min I w/ 2 min jog + 15 min E", INTERVALS, 65, None),
        ("8x200m R w/ 200m jog", INTERVALS, None, 3.2),
        ("90 min L", LONG, 90, None),
        ("107 min E", EASY, 107, None),
        ("108 min E", LONG, 108, None),  # 18 km at six minutes each
        ("2 mi E, 20 min T, 1 mi E", TEMPO, None, 8.16),
    ],
)
def test_shorthand(text: str, kind: RunKind, minutes: int | None, km: float | None) -> None:
    reading = shorthand(text)
    assert reading is not None
    assert (reading.kind, reading.size.minutes, reading.size.distance_km) == (kind, minutes, km)


@pytest.mark.parametrize(
    "text",
    [
        "45 min easy",  # no shorthand: words enough
        "45 min",
        "60 min E with the club",  # something is left over
        "Meeting 30 min E",
        "30 min e",
        "60 min Elliptical",
        "10 min warm up 8x30 sec hills 10 min cool down",
        "",
        "E",
    ],
)
def test_what_is_no_shorthand(text: str) -> None:
    assert shorthand(text) is None


# intervals.icu.


@pytest.mark.parametrize(
    ("summary", "description", "kind", "expected"),
    [
        ("Run", "- 45m Z2", EASY, (45, None)),
        ("Run", "- 15m Z2\n\nMain 5x\n- 3m Z5 Pace\n- 2m Z1\n\n- 10m Z1", INTERVALS, (50, None)),
        ("Run", "- 20m Z2\n- 4m59 Z5\n- 20m Z2", EASY, (45, None)),  # not five minutes of it
        ("Run", "- 20m Z2\n- 20m 90% Pace\n- 10m Z1", TEMPO, (50, None)),
        ("Run", "- Warmup 10m Z2\n- 1h Z2", EASY, (70, None)),
        ("Easy run", "- 10m Z5\n- 10m Z5", EASY, (20, None)),  # the title goes before the steps
        ("Run", "- 2km Z2\n\n4x\n- 1km 105%\n- 400mtr Z1", INTERVALS, (None, 7.6)),
        ("Run", "- 30s Z5\n- 1m30 Z1", EASY, (2, None)),
        ("Run", "- bring a jacket\n- 2 gels\n- 10 friends", EASY, (None, None)),
        ("Ride", "- 10m Z5\n- 10m Z5", CROSS, (20, None)),
    ],
)
def test_workout_text(summary: str, description: str, kind: RunKind, expected: tuple[int | None, float | None]) -> None:
    verdict = one(summary, description=description)
    assert (verdict.kind, *size(verdict)) == (kind, *expected)


def test_steps_alone_are_no_run() -> None:
    assert one("Stir the soup", description="- 10m Z2\n- 10m Z5").kind is None


# Banners.


@pytest.mark.parametrize(
    ("summary", "days", "kind", "other"),
    [
        ("Training Week 3 Distance: 21 mi", 7, None, Other.NOTE),
        ("Training Week 3 Distance: 21 mi", 1, None, Other.NOTE),  # its words say so too
        ("Week 4, weekly mileage: ~70 miles", 5, None, Other.NOTE),
        ("11 Weeks to Goal: Harbour Marathon", 7, None, Other.NOTE),
        ("Race week!", 1, None, Other.NOTE),
        ("Easy 10 km", 2, None, Other.NOTE),
        ("Easy 10 km", 1, EASY, None),
        ("Harbour ultra race", 3, RACE, None),
        ("Harbour ultra race", 4, None, Other.NOTE),
    ],
)
def test_banners(summary: str, days: int, kind: RunKind | None, other: Other | None) -> None:
    verdict = one(summary, days=days)
    assert (verdict.kind, verdict.other) == (kind, other)


# A run with strength.


@pytest.mark.parametrize(
    ("text", "kind", "strength"),
    [
        ("Easy 40–50 min + Gym A", EASY, SessionClass.MODERATE),
        ("Strength + 5K easy run", EASY, SessionClass.MODERATE),
        ("SUB-THRESHOLD intervals + Gym B", INTERVALS, SessionClass.MODERATE),
        ("AM: 8 km easy / PM: heavy squats", EASY, SessionClass.HEAVY),
        ("Strength for runners", None, SessionClass.MODERATE),
        ("Easy run, back home by nine", EASY, None),
    ],
)
def test_run_and_strength(text: str, kind: RunKind | None, strength: SessionClass | None) -> None:
    assert (title(text).kind, title(text).strength) == (kind, strength)


# What is optional.


@pytest.mark.parametrize(
    ("text", "run", "strength"),
    [
        ("3K Shakeout (optional)", True, False),
        ("(optional) Easy 5k", True, False),
        ("Easy run: 1 mi-4 mi OR Day off", True, False),
        ("Rest or easy run", True, False),
        ("Easy run or gym", True, False),
        ("Easy 60–75 min OR long run", False, False),
        ("bei Bedarf: 5 km locker", True, False),
        ("Strength or Rest", False, True),
        ("Gym (if time)", False, True),
        ("Cross Training or Strength Training", False, True),
        ("Off Day or Cross Training or Strength Training", False, True),
        ("Strength + optional recovery jog", True, False),
        ("Easy 5k + Gym (optional)", False, True),
        ("Easy 5k + optional gym", False, True),
        ("Easy 5k + Gym", False, False),
        ("Rest", False, False),
        ("Rest or walk", False, False),
    ],
)
def test_optional(text: str, run: bool, strength: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (title(text).optional_run, title(text).optional_strength) == (run, strength)


# Two runs in one event.


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Recovery 6 mi a.m. 4 mi p.m.", (RECOVERY, 9.66), (RECOVERY, 6.44)),
        ("AM: 8 km easy / PM: 6 x 400", (EASY, 8.0), (INTERVALS, None)),
        ("Tue AM 8x400, PM easy 5k", (INTERVALS, None), (EASY, 5.0)),
        ("Tempo 10 km a.m. 6 km p.m.", (TEMPO, 10.0), (EASY, 6.0)),
        ("Medium-long run 14 mi a.m. Recovery 4 mi p.m.", (LONG, 22.53), (RECOVERY, 6.44)),
        ("Double: 5k + 5k", (EASY, 5.0), (EASY, 5.0)),
        ("Double: 8 km easy, 6x1000 m", (EASY, 8.0), (INTERVALS, None)),
        ("morgens 8 km locker, abends 6 x 1000 m", (EASY, 8.0), (INTERVALS, None)),
        ("8 km footing le matin + 6 km footing le soir", (EASY, 8.0), (EASY, 6.0)),
    ],
)
def test_two_runs(text: str, first: tuple[RunKind, float | None], second: tuple[RunKind, float | None]) -> None:
    verdict = title(text)
    assert verdict.second is not None
    assert (verdict.kind, verdict.distance_km) == first
    assert (verdict.second.kind, verdict.second.distance_km) == second


@pytest.mark.parametrize(
    "text",
    [
        "Easy 8 km am Kanal",  # German "am" alone
        "Evening run 8 km",
        "8 km easy AM",
        "Double: 5k + strides",
        "Double threshold",
        "Double espresso run 5k",
        "AM: 8 km easy / PM: Gym",
        "5k + 5k",
        "PM 5k, AM 8k",
    ],
)
def test_one_run(text: str) -> None:
    assert title(text).second is None


def test_what_is_said_of_two_runs_together_is_the_size_of_neither() -> None:
    verdict = one("Recovery 6 mi a.m. 4 mi p.m.", description="Duration: 1:30:00")
    assert verdict.minutes is None


# Text that was encoded twice.


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@pytest.mark.parametrize("text", ["Café… à l’été", "Größe • 6km", "Läufe – locker"])
def test_mojibake(text: str, encoding: str) -> None:
    assert mended(text.encode().decode(encoding)) == text
    assert mended(text) == text


@pytest.mark.parametrize("text", ["🏃 Easy Run • 6km", "CAFÉ…", "Ãngström", "â€ broken", "ÂµTorrent 🏃", ""])
def test_well_written_or_broken_beyond_mending(text: str) -> None:
    assert mended(text) == text
